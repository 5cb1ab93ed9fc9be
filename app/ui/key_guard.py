"""Keeps single letters, Space and arrows for the control that needs them instead of the window's shortcuts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from app.ui.panels.rows import RowList

_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class KeyGuard(QObject):
    """Keeps keys that a control needs itself from reaching the window's shortcuts: letters in text fields,
    Space on buttons, arrows in lists. A RowList knows its own keys."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            modifiers = event.modifiers() & ~_PLAIN
            if not modifiers and not _goes_through(watched, event):
                event.accept()
                return True
        return False

    def watch(self, root: QWidget) -> None:
        """Guard every control below `root`."""
        for kind in (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QAbstractButton, QComboBox):
            for child in root.findChildren(kind):
                child.installEventFilter(self)
        for view in root.findChildren(QAbstractItemView):
            if not isinstance(view, RowList):
                view.installEventFilter(self)


def _goes_through(watched: QObject, event: QKeyEvent) -> bool:
    """Whether a plain key is of no use to the control."""
    if isinstance(watched, QAbstractButton):
        return event.key() not in (Qt.Key.Key_Space, Qt.Key.Key_Select)
    if isinstance(watched, QComboBox | QAbstractItemView):
        steering = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space)
        return event.key() not in steering and not event.text().isalnum()
    return False
