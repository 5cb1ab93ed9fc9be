"""The menus of the timeline: for the key, prompt or frame under the pointer. The playhead stays where it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.language import tr
from app.project.held import shown_key
from app.ui.handlers.keying import Keying
from app.ui.handlers.prompting import Prompting
from app.ui.main_window import MainWindow
from app.ui.panels.shot_page import ShotPage

_BAR = None


class TimelineMenus:
    """Opens a menu where the timeline was asked for one."""

    def __init__(self, window: MainWindow, keying: Keying, prompting: Prompting) -> None:
        self._window, self._keying, self._prompting = window, keying, prompting
        window.page_changed.connect(self._join)

    def _join(self) -> None:
        page = self._window.page
        if page is not None:
            page.timeline.key_menu_requested.connect(self._key_menu)
            page.timeline.frame_menu_requested.connect(self._frame_menu)
            page.timeline.prompt_menu_requested.connect(self._prompt_menu)

    def _key_menu(self, number: int, at: QPoint) -> None:
        page, run, actions = self._window.page, self._window.errands.run, self._window.actions_table
        if page is None:
            return
        page.timeline.selected_key = number
        actions.update(self._window.situation())
        go = self._entry("Go to this key", lambda: page.workspace.playhead.go(number))
        new = self._entry("Replace key...", lambda: run(self._keying.ask_and_lay(number)))
        moves = [actions["key_earlier"], actions["key_later"], actions["remove_key"]]
        self._popup([go, new, *moves, _BAR, *self._range(page, number)], at)

    def _frame_menu(self, number: int, at: QPoint) -> None:
        page, run = self._window.page, self._window.errands.run
        if page is None:
            return
        document = page.workspace.document
        if document.shot.line is None:
            self._popup([self._window.actions_table["import_line_art"]], at)
            return
        name = page.timeline.rule.label(number)
        go = self._entry(f"Go to frame {name}", lambda: page.workspace.playhead.go(number))
        lay = self._entry(f"Lay key on frame {name}...", lambda: run(self._keying.ask_and_lay(number)))
        paste = self._entry(f"Paste as key on frame {name}", lambda: run(self._keying.paste(number)))
        use = self._entry(f"Use finished frame {name} as a key", lambda: run(self._keying.frame_to_key(number)))
        colored = page.workspace.frames.names.of(number, "picture").colored
        use.setEnabled(colored and shown_key(document.shot, number) is None)
        self._popup([go, _BAR, *self._range(page, number), _BAR, lay, paste, use, _BAR, self._add(number)], at)

    def _prompt_menu(self, index: int, number: int, at: QPoint) -> None:
        page, run = self._window.page, self._window.errands.run
        if page is None or index >= len(page.workspace.document.shot.prompts):
            return
        span = page.workspace.document.shot.prompts[index].span
        edit = self._entry("Edit prompt...", lambda: run(self._prompting.edit(index)))
        remove = self._entry("Remove prompt", lambda: self._prompting.remove(index))
        playhead = page.workspace.playhead
        mark = self._entry("Set in and out to its frames", lambda: playhead.set_range(span))
        mark.setEnabled(span is not None)
        self._popup([edit, remove, _BAR, mark, *self._range(page, number), _BAR, self._add(number)], at)

    def _range(self, page: ShotPage, number: int) -> list[QAction]:
        """In and out at a frame."""
        playhead, name = page.workspace.playhead, page.timeline.rule.label(number)
        clear = self._entry("Clear range", lambda: playhead.set_range(None))
        clear.setEnabled(playhead.in_out is not None)
        return [
            self._entry(f"Set in on frame {name}", lambda: playhead.set_in(number)),
            self._entry(f"Set out on frame {name}", lambda: playhead.set_out(number)),
            clear,
        ]

    def _add(self, number: int) -> QAction:
        return self._entry("Add prompt here...", lambda: self._window.errands.run(self._prompting.add_at(number)))

    def _entry(self, text: str, action: Callable[[], None]) -> QAction:
        entry = QAction(tr(text))
        entry.triggered.connect(lambda _checked=False: action())
        return entry

    def _popup(self, entries: Sequence[QAction | None], at: QPoint) -> None:
        menu = QMenu(self._window.page)
        for entry in entries:
            if entry is None:
                menu.addSeparator()
                continue
            if entry.parent() is None:
                entry.setParent(menu)  # goes with it
            menu.addAction(entry)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
