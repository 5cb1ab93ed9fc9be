"""What the actions for judging a shot do: comparing takes, onion skin, zoom, full screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt

from app.ui.actions import ONION_COUNTS, ZOOMS, Handler
from app.ui.guarded import on_page
from app.ui.main_window import MainWindow
from app.ui.panels.shot_page import ShotPage
from app.ui.preferences import Preferences
from app.ui.viewer.compare import MODES

_WIPE_STEP = 0.02  # of the picture's width, for each press of a key


class Looking:
    """Ways to look at the shot that change nothing in it."""

    def __init__(self, window: MainWindow, preferences: Preferences) -> None:
        self._window, self._preferences = window, preferences
        window.page_changed.connect(self._join)

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        on = self._on
        zooms = {f"zoom_{percent}": on(partial(_zoom, percent / 100)) for percent in ZOOMS}
        modes = {f"compare_{mode}": on(partial(_set_mode, mode)) for mode in MODES}
        before = {f"onion_before_{count}": self._skin(before=count) for count in ONION_COUNTS}
        after = {f"onion_after_{count}": self._skin(after=count) for count in ONION_COUNTS}
        return {
            **zooms, **modes, **before, **after,
            "compare_wipe": on(lambda page: page.viewer.compare.toggle("wipe")),
            "compare_swap": on(lambda page: page.viewer.compare.swap()),
            "compare_next": on(lambda page: page.viewer.compare.next_other()),
            "compare_line": on(_toggle_line),
            "compare_take": on(_compare_take),
            "wipe_left": on(lambda page: page.canvas.move_wipe(-_WIPE_STEP)),
            "wipe_right": on(lambda page: page.canvas.move_wipe(_WIPE_STEP)),
            "onion_skin": on(lambda page: page.viewer.onion.set_on(not page.viewer.onion.on)),
            "onion_drawings": self._skin(by="drawing"),
            "onion_frames": self._skin(by="frame"),
            "onion_pin": on(lambda page: page.viewer.onion.toggle_pin(page.workspace.playhead.number)),
            "onion_unpin": self._skin(pinned=()),
            "full_screen": self._toggle_full_screen,
            "viewer_only": lambda: self._window.show_alone(not self._window.alone),
            "leave_full_screen": self._leave_full_screen,
        }  # fmt: skip

    def show(self) -> None:
        """Check what is so in the menus."""
        actions, page = self._window.actions_table, self._window.page
        compare, onion = (page.viewer.compare, page.viewer.onion) if page is not None else (None, None)
        for mode in MODES:
            actions[f"compare_{mode}"].setChecked(compare is not None and compare.mode == mode)
        actions["compare_line"].setChecked(compare is not None and compare.against_line)
        actions["onion_skin"].setChecked(onion is not None and onion.on)
        for count in ONION_COUNTS:
            actions[f"onion_before_{count}"].setChecked(onion is not None and onion.skin.before == count)
            actions[f"onion_after_{count}"].setChecked(onion is not None and onion.skin.after == count)
        actions["onion_drawings"].setChecked(onion is not None and onion.skin.by == "drawing")
        actions["onion_frames"].setChecked(onion is not None and onion.skin.by == "frame")
        number = page.workspace.playhead.number if page is not None else 0
        actions["onion_pin"].setChecked(onion is not None and number in onion.skin.pinned)
        actions["full_screen"].setChecked(self._window.isFullScreen())
        actions["viewer_only"].setChecked(self._window.alone)

    def _join(self) -> None:
        page = self._window.page
        if page is None:
            self._window.show_alone(False)
        else:
            page.viewer.compare.set_usual(self._preferences.settings.compare)
            page.viewer.compare.changed.connect(self._remember)
            for signal in (page.viewer.compare.changed, page.viewer.onion.changed, page.workspace.playhead.moved):
                signal.connect(self.show)
                signal.connect(self._window.refresh_soon)
        self.show()

    def _remember(self) -> None:
        """Compare that way the next time too."""
        page = self._window.page
        if page is not None and (usual := page.viewer.compare.usual) != "off":
            self._preferences.edit(lambda settings: replace(settings, compare=usual))

    def _on(self, action: Callable[[ShotPage], None]) -> Handler:
        # Shown anew each time: a second press unchecks an action, though nothing is another way.
        return on_page(self._window, action, after=self.show)

    def _skin(self, **wanted: object) -> Handler:
        def set_skin(page: ShotPage) -> None:
            onion = page.viewer.onion
            onion.set_skin(replace(onion.skin, **wanted))

        return self._on(set_skin)

    def _toggle_full_screen(self) -> None:
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)
        self._window.refresh_soon()
        self.show()

    def _leave_full_screen(self) -> None:
        if self._window.alone:
            self._window.show_alone(False)
        elif self._window.isFullScreen():
            self._toggle_full_screen()
        self.show()


def _zoom(zoom: float, page: ShotPage) -> None:
    page.canvas.set_zoom(zoom)


def _set_mode(mode: str, page: ShotPage) -> None:
    page.viewer.compare.set_mode(next(known for known in MODES if known == mode))


def _compare_take(page: ShotPage) -> None:
    """Compare with the marked take, where it can be seen: in its own segment."""
    take, playhead = page.panel.selected_take, page.workspace.playhead
    if take is None:
        return
    numbers = range(take.span.first, take.span.last + 1)
    shown = {number: page.workspace.document.segment_at(number) for number in numbers}
    seen = [number for number, segment in shown.items() if segment is not None and segment.span == take.span]
    if playhead.number not in seen:
        playhead.pause()
        playhead.go(seen[0])
    page.viewer.compare.set_other(take)


def _toggle_line(page: ShotPage) -> None:
    page.viewer.compare.set_against_line(not page.viewer.compare.against_line)
