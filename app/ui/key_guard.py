"""Whose a key is: first that of the control that needs it, then of the tool in hand, then of the window's shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from app.ui.panels.rows import RowList
from app.ui.viewer.canvas import Canvas

_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_GUARDED = (
    QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QAbstractButton, QComboBox, QAbstractItemView,
)  # fmt: skip


class KeyGuard(QObject):
    """Keeps keys that a control of the window needs itself from reaching the window's shortcuts: letters in text
    fields, Space on buttons, arrows in lists. A RowList knows its own keys. What is left is offered to those who hear
    keys before the window does: a tool in hand, wherever the last click was.

    It hears only the control that has the keyboard. With a filter on each, all the events of all of them would pass
    through here, which made a page slow to build.
    """

    def __init__(self, window: QWidget, hearing: Iterable[Callable[[QKeyEvent], bool]]) -> None:
        """`hearing` is asked with every ShortcutOverride, KeyPress and KeyRelease, until one means it."""
        super().__init__(window)
        self._window, self._hearing = window, hearing
        self._guarded: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        """Guard the control that has the keyboard now."""
        if self._guarded is not None and isValid(self._guarded):
            self._guarded.removeEventFilter(self)
        of_its_own = isinstance(now, Canvas | QMenuBar)  # tools hear the canvas themselves; there letters open menus
        inside = now is not None and self._window.isAncestorOf(now) and not of_its_own
        self._guarded = now if inside else None
        if self._guarded is not None:
            self._guarded.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        guarded = isinstance(watched, _GUARDED) and not isinstance(watched, RowList)
        if guarded and not event.modifiers() & ~_PLAIN and not _goes_through(watched, event):
            if event.type() != QEvent.Type.ShortcutOverride:
                return False  # the control does it
            event.accept()
            return True
        return any(hears(event) for hears in self._hearing)


def _done_already(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Whether the key is one that only the button's own action has, which is on: the window may want it then."""
    pressed, own = QKeySequence(event.keyCombination()), Qt.ShortcutContext.WidgetShortcut
    actions = [action for action in button.actions() if action.shortcutContext() == own and action.isChecked()]
    return any(pressed in action.shortcuts() for action in actions)


def _goes_through(watched: QObject, event: QKeyEvent) -> bool:
    """Whether a plain key is of no use to the control."""
    if isinstance(watched, QAbstractButton):
        return event.key() not in (Qt.Key.Key_Space, Qt.Key.Key_Select) and not _done_already(watched, event)
    if isinstance(watched, QComboBox | QAbstractItemView):
        steering = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space)
        return event.key() not in steering and not event.text().isalnum()
    return False
