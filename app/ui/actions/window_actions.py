"""The actions of the window as Qt has them: joined to what they do, in menus, tool bars and shortcuts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from app.language import tr
from app.ui import theme
from app.ui.actions.action import Action
from app.ui.actions.keys import Wished, keys_of_all, shown
from app.ui.actions.table import ACTIONS, BAR, MENUS, MNEMONICS, TOOL_WORDS
from app.ui.reasons import TELLING, why_not
from app.ui.situation import Situation

_A_TURN = 40  # actions made in one turn of the loop

Handler = Callable[[], Coroutine[Any, Any, object] | None]


class Actions:
    """The table's QActions, joined to their handlers, once `make` has made them."""

    def __init__(self) -> None:
        self.by_id: dict[str, QAction] = {}
        self.keys = keys_of_all({})

    async def make(self, window: QWidget, handlers: Mapping[str, Handler], run: Callable[[Handler], None]) -> None:
        """Make them all; the loop goes round in between. `run` carries a handler out (and tells its errors)."""
        for count, action in enumerate(ACTIONS, 1):
            if count % _A_TURN == 0:
                await asyncio.sleep(0)
            made = QAction(tr(action.text), window)
            made.setObjectName(action.id)
            self._give_keys(action, made)
            made.setAutoRepeat(action.repeats)
            made.setCheckable(action.checkable)
            if action.icon:
                made.setIcon(theme.icon(action.icon))
                made.setIconVisibleInMenu(not action.checkable)  # where the tick tells whether it is so
            made.setIconText(tr(TOOL_WORDS.get(action.id, "")))
            made.setToolTip(self._tip(action))
            handler = handlers[action.id]
            made.triggered.connect(lambda _checked=False, handler=handler: run(handler))
            window.addAction(made)
            self.by_id[action.id] = made

    def __getitem__(self, action_id: str) -> QAction:
        return self.by_id[action_id]

    def set_keys(self, wished: Wished) -> None:
        """Give the actions the keys that the artist wishes; menus and tips show them from now on."""
        before, self.keys = self.keys, keys_of_all(wished)
        changed = [action for action in ACTIONS if self.keys[action.id] != before[action.id]]
        for action in changed:  # first, so that no key is that of two in between
            self.by_id[action.id].setShortcuts([])
        for action in changed:
            made = self.by_id[action.id]
            self._give_keys(action, made)
            made.setToolTip(self._tip(action))

    def _give_keys(self, action: Action, made: QAction) -> None:
        """Those that are only shown here belong to a widget that never has the focus: the window itself."""
        keys = self.keys[action.id]
        made.setShortcuts([QKeySequence(text) for text in keys or action.heard])
        here = Qt.ShortcutContext.WindowShortcut if keys else Qt.ShortcutContext.WidgetShortcut
        made.setShortcutContext(here)

    def _tip(self, action: Action) -> str:
        return tool_tip(action, self.keys[action.id])

    def update(self, now: Situation) -> None:
        """Enable what can be used now; what tells why it cannot be says so in its tip."""
        for action in ACTIONS:
            made = self.by_id[action.id]
            made.setEnabled(action.when(now))
            if action.id in TELLING:
                made.setToolTip("\n".join(filter(None, (self._tip(action), tr(why_not(action.id, now))))))

    def fill_menu_bar(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Every action under its menu, in the table's order; returns the menus by name."""
        menus = {name: bar.addMenu(_with_mnemonic(name)) for name in MENUS}
        for action in ACTIONS:
            if action.bar_before:
                begun = action.within in menus
                menus[action.within if begun else action.menu].addSeparator()
            menu, path = menus[action.menu], ""
            for name in action.within.split(" > ") if action.within else ():
                path = f"{path} > {name}" if path else name
                menu = menus[path] if path in menus else menus.setdefault(path, menu.addMenu(tr(name)))
            menu.addAction(self.by_id[action.id])
        return menus

    def fill_tool_bar(self, bar: QToolBar, wanted: Iterable[str]) -> None:
        """These actions as buttons; BAR is a separator."""
        for action_id in wanted:
            if action_id == BAR:
                bar.addSeparator()
            else:
                bar.addAction(self.by_id[action_id])


def _with_mnemonic(name: str) -> str:
    """A menu's name with the letter that opens it: marked in it, or behind it where its words have no such letter."""
    english, said = MNEMONICS.get(name, f"&{name}"), tr(name)
    return english if said == name else f"{said}(&{english[english.index('&') + 1].upper()})"


def tool_tip(action: Action, keys: tuple[str, ...]) -> str:
    """What the action does, and the first of its keys."""
    text = tr(action.tip or action.text.removesuffix("..."))
    return f"{text} ({shown(keys[0])})" if keys else text
