"""Small parts that panels and dialogs are built from."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton


def action_button(action: QAction, text: str = "", primary: bool = False) -> QPushButton:
    """A push button that stands for an action: its text, tool tip and whether it can be used."""
    button = QPushButton(text or action.text())
    if primary:
        button.setProperty("role", "primary")
    else:
        button.setIcon(action.icon())

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setToolTip(action.toolTip())

    action.changed.connect(follow)
    follow()
    button.clicked.connect(action.trigger)
    return button


def label(text: str, role: str = "", wrap: bool = False) -> QLabel:
    """A label in one of the style sheet's roles: "title", "heading", "dim" or "error"."""
    made = QLabel(text)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made
