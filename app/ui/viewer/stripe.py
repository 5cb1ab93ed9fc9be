"""Which frames are at hand, kept up to date in small portions, so that a long shot never holds the window up."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from app.project.model import Span

CALM = 200  # ms at least between two looks
_PORTION = 0.002  # seconds of looking at a time


class Stripe(QObject):
    """Spans of frames at hand.

    Signals:
        due: `look_over` should be called with the frames as they are now.
        changed: the spans are others.
    """

    due = Signal()
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.spans: tuple[Span, ...] = ()
        self._left: Iterator[tuple[int, bool]] | None = None
        self._found: list[Span] = []
        self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def look_again(self, anew: bool = False) -> None:
        """Something may be at hand that was not, or no longer; with `anew`, what was found so far counts no more."""
        if anew:
            self._left = None
        if self._left is not None:
            self._again = True
        elif not self._timer.isActive():
            self._timer.start(CALM)

    def look_over(self, frames: Iterator[tuple[int, bool]]) -> None:
        """Go through every frame of the shot, in order, with whether it is at hand."""
        self._left, self._found = frames, []
        self._look()

    def _look(self) -> None:
        if self._left is None:
            self.due.emit()
            return
        end = time.perf_counter() + _PORTION
        for number, at_hand in self._left:
            if at_hand:
                self._add(number)
            if time.perf_counter() > end:
                self._timer.start(0)
                return
        self._left = None
        spans = tuple(self._found)
        if self._again:
            self._again = False
            self._timer.start(CALM)
        if spans != self.spans:
            self.spans = spans
            self.changed.emit()

    def _add(self, number: int) -> None:
        if self._found and self._found[-1].last == number - 1:
            self._found[-1] = Span(self._found[-1].first, number)
        else:
            self._found.append(Span(number, number))
