"""Words of prompts that are used again: presets to choose from, and those used before, gone through by Alt+Up and
Alt+Down."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QPushButton, QSizePolicy, QWidget

from app.language import tr
from app.ui.tokens import SIZES
from app.ui.widgets import choice

_CHOOSE = "Choose kept words..."
_KEEP, _FORGET = "Keep these words", "Forget these words"
_SHOWN = 300  # px of a preset's words at most


class KeptWords(QWidget):
    """A row below a field of words; `presets` are those kept when the dialog ends."""

    def __init__(self, words: QPlainTextEdit, history: tuple[str, ...], presets: tuple[str, ...]) -> None:
        super().__init__()
        self._words, self.presets = words, presets
        self._used = tuple(text for text in history if text)
        self._at, self._typed = -1, ""  # how far back, and what stood there before
        self.box = choice()
        self.box.setAccessibleName(tr("Kept words"))
        self.box.setToolTip(tr("Words kept as a preset take the place of those above; Ctrl+Z brings those back"))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(12)  # long words end in dots there, and the button keeps its room
        self.box.activated.connect(self._take)
        self.keep = QPushButton()
        self.keep.setAutoDefault(False)
        self.keep.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.keep.setToolTip(tr("Have these words at hand for every prompt, or no longer"))
        self.keep.clicked.connect(self._keep_or_forget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.space_s)
        row.addWidget(self.box, 1)
        row.addWidget(self.keep)
        for key, by in (("Alt+Up", 1), ("Alt+Down", -1)):
            shortcut = QShortcut(QKeySequence(key), words)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda by=by: self._step(by))
        words.textChanged.connect(self._look)
        self._fill()
        self._look()

    @property
    def _text(self) -> str:
        return self._words.toPlainText().strip()

    def _fill(self) -> None:
        metrics = QFontMetrics(self.box.font())
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.addItem(tr(_CHOOSE if self.presets else "No words kept yet"))
            for text in self.presets:
                line = " ".join(text.split())
                self.box.addItem(metrics.elidedText(line, Qt.TextElideMode.ElideRight, _SHOWN), text)
                self.box.setItemData(self.box.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        self.box.setEnabled(bool(self.presets))

    def _look(self) -> None:
        """The button keeps the words that are there, or forgets them."""
        known = self._text in self.presets
        self.keep.setText(tr(_FORGET if known else _KEEP))
        self.keep.setEnabled(bool(self._text))
        self.box.setCurrentIndex(self.presets.index(self._text) + 1 if known else 0)

    def _take(self, row: int) -> None:
        if row > 0:
            self._put(self.box.itemData(row))
            self._words.setFocus()

    def _keep_or_forget(self) -> None:
        text = self._text
        kept = tuple(old for old in self.presets if old != text)
        self.presets = kept if text in self.presets else (text, *kept)
        self._fill()
        self._look()

    def _step(self, by: int) -> None:
        """Earlier (1) or later (-1) words; after the latest come those that were being written."""
        at = min(max(self._at + by, -1), len(self._used) - 1)
        if at == self._at:
            return
        if self._at < 0:
            self._typed = self._words.toPlainText()
        self._at = at
        self._put(self._used[at] if at >= 0 else self._typed)

    def _put(self, text: str) -> None:
        """Put words in the place of those there, as one step of the field's own undo."""
        cursor = self._words.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self._words.setTextCursor(cursor)
