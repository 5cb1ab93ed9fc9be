"""The row of buttons under the menus; the main ones wear words while the window has room for them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolBar, QToolButton

from app.language import tr
from app.ui.actions import TOOL_BAR, TOOL_WORDS, Actions

_ICON = QSize(20, 18)  # wider than the pictures, so that words keep off them


class ToolBar(QToolBar):
    """Buttons for the actions of TOOL_BAR."""

    def __init__(self, actions: Actions) -> None:
        super().__init__(tr("Tool bar"))
        self.setObjectName("tools")
        self.setMovable(False)
        self.setIconSize(_ICON)
        self.toggleViewAction().setVisible(False)  # there is an action for it in the View menu
        actions.fill_tool_bar(self, TOOL_BAR)
        made = [self.widgetForAction(actions[name]) for name in TOOL_WORDS if name in TOOL_BAR]
        self._main = [button for button in made if isinstance(button, QToolButton)]
        self._room = 0  # px that all buttons need with words; 0 while that is not known

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._room = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        if not self._room and layout is not None:
            self._say(True)
            layout.invalidate()
            self._room = layout.sizeHint().width()
        self._say(event.size().width() >= self._room)

    def _say(self, words: bool) -> None:
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if words else Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self._main:
            button.setToolButtonStyle(style)
