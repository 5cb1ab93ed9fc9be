"""Says why coloring cannot be asked for now, when its key is pressed all the same: a disabled action is silent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.render.requests import LOCKED, NO_KEY, NO_LINE
from app.ui.actions import Situation
from app.ui.main_window import MainWindow

ALL_COLORED = "Every segment is colored, locked or on its way. Regenerate makes another variation of one."
_ASKED = ("generate", "generate_segment", "regenerate")


class Refusals(QObject):
    """Hears the keys that nobody in the window took."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._window.page is not None:
            pressed = QKeySequence((event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier).value | event.key())
            for action_id in _ASKED:
                action = self._window.actions_table[action_id]
                if pressed in action.shortcuts() and not action.isEnabled():
                    sentence = why_not(action_id, self._window.situation())
                    if sentence:
                        self._window.notices.info(sentence)
                    return True
        return False


def why_not(action_id: str, now: Situation) -> str:
    """Why one of the actions that ask for color cannot be used, and what to do; empty when it can."""
    if not now.line:
        return NO_LINE
    if not now.keys:
        return NO_KEY
    if now.cancelling:
        return "Coloring is just being stopped. Try again in a moment."
    if action_id == "generate":
        return "" if now.wanted else ALL_COLORED
    if not now.segment:
        return "No segment is selected. Click one on the timeline first."
    if now.segment_locked:
        return LOCKED
    if action_id == "regenerate" and not now.segment_colored:
        return "This segment has no color yet. Generate colors it first."
    return ""
