"""The page of the preferences on which actions get other keys, by pressing them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.language import tr
from app.ui.actions import Action
from app.ui.actions.keys import holder, keys_of_all, pressed, refused, shown, with_keys, without_wish
from app.ui.dialogs.action_list import ActionList
from app.ui.preferences import Preferences
from app.ui.tokens import SIZES
from app.ui.widgets import label

_MARK = "Mark an action in the list to give it another key."
_PRESS = 'Press the new key of "{name}" now. Esc stops.'


class ShortcutsPage(QWidget):
    """The list of all actions; what is changed is kept at once."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._listening: Action | None = None  # the action whose new key is to be pressed
        self._adding = False
        self._wanted = ""  # a key that another action has
        self.listing = ActionList(self._keys, gestures=False)
        self.change, self.add = QPushButton(tr("Change key...")), QPushButton(tr("Add key..."))
        self.remove, self.reset = QPushButton(tr("No key")), QPushButton(tr("Reset"))
        self.reset_all = QPushButton(tr("Reset all"))
        self.take_over, self.leave = QPushButton(tr("Take it over")), QPushButton(tr("Leave it"))
        self.words = label(_MARK, "dim", wrap=True)
        self.words.setMinimumHeight(2 * SIZES.space_xl)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        self.listing.marked_changed.connect(self._marked)
        self.listing.chosen.connect(lambda: self._listen(adding=False))
        self.change.clicked.connect(lambda: self._listen(adding=False))
        self.add.clicked.connect(lambda: self._listen(adding=True))
        self.remove.clicked.connect(self._remove)
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(self._reset_all)
        self.take_over.clicked.connect(lambda: self._give(self._wanted))
        self.leave.clicked.connect(self._stop)
        for button in (self.change, self.add):
            button.installEventFilter(self)
        self.listing.field.installEventFilter(self)
        self.listing.list.installEventFilter(self)
        self.setFocusProxy(self.listing)
        self._stop()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SIZES.space_s)
        for button in (self.change, self.add, self.remove, self.reset):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.reset_all)
        said = QHBoxLayout()
        said.setSpacing(SIZES.space_s)
        said.addWidget(self.words, 1)
        for button in (self.take_over, self.leave):
            said.addWidget(button)
        for button in (self.change, self.add, self.remove, self.reset, self.reset_all, self.take_over, self.leave):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SIZES.space_m, 0, 0)
        column.setSpacing(SIZES.space_s)
        column.addWidget(self.listing, 1)
        column.addLayout(said)
        column.addLayout(buttons)

    @property
    def _keys(self) -> dict[str, tuple[str, ...]]:
        return keys_of_all(self._preferences.settings.shortcuts)

    # Listening for a key

    def _listen(self, adding: bool) -> None:
        action = self.listing.marked
        if action is None:
            return
        self._listening, self._adding, self._wanted = action, adding, ""
        self._say(_PRESS.format(name=_name(action)))
        self._offer(False)

    def _stop(self) -> None:
        self._listening, self._wanted = None, ""
        self._offer(False)
        self._marked()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._listening is None or self._wanted:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if not event.isAutoRepeat():
                self._heard(event)
            return True
        if event.type() == QEvent.Type.FocusOut:
            self._stop()
        return False

    def _heard(self, event: QKeyEvent) -> None:
        action, key = self._listening, pressed(event.keyCombination())
        if action is None or not key:
            return
        if key == "Esc":
            self._stop()
            return
        why = refused(key, action)
        if why:
            self._say(f"{why} Press another one, or Esc.", "error")
            return
        other = holder(key, self._preferences.settings.shortcuts)
        if other is None or other is action:
            self._give(key)
            return
        self._wanted = key
        self._say(f'{shown(key)} is the key of "{_name(other)}" in the {other.menu} menu.', "warning")
        self._offer(True)
        self.take_over.setFocus()

    def _give(self, key: str) -> None:
        action = self._listening
        if action is None:
            return
        before = self._keys[action.id] if self._adding else ()
        loser = holder(key, self._preferences.settings.shortcuts)
        self._edit(with_keys(self._preferences.settings.shortcuts, action, (*before, key)))
        self._stop()
        lost = f' "{_name(loser)}" has it no more.' if loser is not None and loser is not action else ""
        self._say(f'{shown(key)} is a key of "{_name(action)}" now.{lost}')
        self.listing.list.setFocus()

    # Without listening

    def _remove(self) -> None:
        action = self.listing.marked
        if action is not None:
            self._edit(with_keys(self._preferences.settings.shortcuts, action, ()))
            self._say(f'"{_name(action)}" has no key now.')

    def _reset(self) -> None:
        action = self.listing.marked
        if action is None:
            return
        self._edit(without_wish(self._preferences.settings.shortcuts, action))
        kept = set(map(shown, action.shortcuts)) - set(map(shown, self._keys[action.id]))
        others = f" Another action keeps {' and '.join(sorted(kept))}; reset that one too." if kept else ""
        self._say(f'"{_name(action)}" has its own keys again.{others}')

    def _reset_all(self) -> None:
        self._edit({})
        self._say("Every action has its own keys again.")

    def _edit(self, wished: dict[str, tuple[str, ...]]) -> None:
        self._preferences.edit(lambda settings: replace(settings, shortcuts=wished))
        self.listing.show_keys(self._keys)

    # Saying

    def _marked(self) -> None:
        """Another action is marked: speak of that one."""
        action = self.listing.marked
        self._listening, self._wanted = None, ""
        self._offer(False)
        for button in (self.change, self.add, self.remove, self.reset):
            button.setEnabled(action is not None)
        if action is None:
            self._say(_MARK)
            return
        keys = f" {tr('or')} ".join(map(shown, self._keys[action.id])) or "no key"
        self._say(f'"{_name(action)}": {keys}. {action.tip}'.strip())

    def _offer(self, clash: bool) -> None:
        self.take_over.setVisible(clash)
        self.leave.setVisible(clash)

    def _say(self, sentence: str, role: str = "dim") -> None:
        self.words.setProperty("role", role)
        self.words.style().polish(self.words)
        self.words.setText(tr(sentence))
        self.words.setAccessibleName(tr(sentence))


def _name(action: Action) -> str:
    return tr(action.text.removesuffix("..."))
