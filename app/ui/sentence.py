"""A sentence in as many lines as it needs, all about as long: none ends in one word, or in half of one."""

from __future__ import annotations

import re

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.language import tr

# Japanese may be parted after any character
_BREAKS = re.compile(r"[^\S\N{NO-BREAK SPACE}]|[/\\-]|[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_TOGETHER = re.compile(r"(?<=\d) (?=(?:[kMGT]?B|px|fps|%)(?![a-z])|x \d)|(?<=\d x) (?=\d)")  # numbers and their units
_SPARE = 2  # px more than are needed: a label lays its words out in parts of one


class Sentence(QLabel):
    """What a notice says, all of it, to be marked and copied."""

    def __init__(self, sentence: str) -> None:
        super().__init__(_TOGETHER.sub("\N{NO-BREAK SPACE}", tr(sentence)))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(self.text())  # a long name without a place to break it has no room
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setWordWrap(True)
        grows = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        grows.setHeightForWidth(True)
        self.setSizePolicy(grows)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def widest_word(self) -> int:
        """Px of the widest part that no line break can part."""
        self.ensurePolished()
        return max(map(self.fontMetrics().horizontalAdvance, _BREAKS.split(self.text())))

    def heightForWidth(self, wide: int) -> int:
        return super().heightForWidth(wide + self.contentsMargins().right())  # what is left free is free to be used

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._even_out()

    def _even_out(self) -> None:
        """Leave as much free on the right as leaves the sentence its number of lines."""
        margins = self.contentsMargins()
        whole = self.width() - margins.left()
        high = self._high(whole)
        least, most = min(whole, self.widest_word()), whole
        while least < most:
            middle = (least + most) // 2
            if self._high(middle) > high:
                least = middle + 1
            else:
                most = middle
        margins.setRight(max(0, whole - most - _SPARE))
        self.setContentsMargins(margins)

    def _high(self, wide: int) -> int:
        """Px of height in so many of width; the label itself knows it for no width below its least."""
        room = QRect(0, 0, max(1, wide), 1)
        return self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.text()).height()
