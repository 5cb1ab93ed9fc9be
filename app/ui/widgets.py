"""Small parts that panels and dialogs are built from."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.ui import theme


class IconLabel(QWidget):
    """A picture from resources/icons, `size` px square, in a color of the theme that is shown."""

    def __init__(self, name: str, color: str = "text", size: int = 16) -> None:
        super().__init__()
        self.setFixedSize(size, size)
        self.show_icon(name, color)

    def show_icon(self, name: str, color: str = "text") -> None:
        """Show another picture; `color` as `theme.ink` finds it."""
        self._icon = theme.icon(name, color)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._icon.paint(QPainter(self), QRect(0, 0, self.width(), self.height()))


class ActionButton(QPushButton):
    """A push button that stands for an action: its tool tip, and whether it can be used."""

    def __init__(self, action: QAction, text: str) -> None:
        super().__init__(text)
        self._action = action
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())


def action_button(action: QAction, text: str, primary: bool = False) -> ActionButton:
    """A button for an action; the primary one stands out and wears no icon."""
    button = ActionButton(action, text)
    if primary:
        button.setProperty("role", "primary")
    else:
        button.setIcon(action.icon())
    return button


def label(text: str, role: str = "", wrap: bool = False) -> QLabel:
    """A label in one of the style sheet's roles: "title", "heading", "dim" or "error"."""
    made = QLabel(text)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made
