"""The mouse as a hand moves it, with a button held or without."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


def move_mouse(widget: QWidget, at: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """Move it to a point of a widget. QTest's own runs the event loop on meanwhile: within a coroutine, others whose
    turn comes there cannot go on, and never do again."""
    where, none = widget.mapToGlobal(at).toPointF(), Qt.KeyboardModifier.NoModifier
    button = Qt.MouseButton.NoButton
    QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, at.toPointF(), where, button, held, none))
