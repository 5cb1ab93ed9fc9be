"""Says why what was asked for cannot be done now, when its key is pressed all the same: a disabled action is silent."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.ui.main_window import MainWindow
from app.ui.notices import Offer
from app.ui.reasons import TELLING, why_not


class Refusals:
    """Hears the keys that nobody in the window took."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        window.untaken.append(self._hears)

    def _hears(self, event: QKeyEvent) -> bool:
        if self._window.page is not None:
            pressed = QKeySequence((event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier).value | event.key())
            for action_id in TELLING:
                action = self._window.actions_table[action_id]
                if pressed in action.shortcuts() and not action.isEnabled():
                    self._say(action_id)
                    return True
        return False

    def _say(self, action_id: str) -> None:
        now, notices = self._window.situation(), self._window.notices
        sentence = why_not(action_id, now)
        if sentence and sentence == now.lacks:
            set_up = self._window.actions_table["set_up_longanimation"]
            offer = Offer(set_up.text(), set_up.trigger, lambda: self._window.situation().lacks == sentence, stays=True)
            notices.info(sentence, offer)
        elif sentence:
            notices.info(sentence)
