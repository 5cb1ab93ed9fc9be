"""Which frames are at hand, kept up to date in small portions, so that a long shot never holds the window up."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from app.project.model import Span
from app.ui.viewer.portions import Portions

CALM = 200  # ms at least between two looks


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
        self._found: list[Span] = []
        self._again = False
        self._look = Portions(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CALM)
        self._timer.timeout.connect(self.due)

    def look_again(self, anew: bool = False) -> None:
        """Something may be at hand that was not, or no longer; with `anew`, what was found so far counts no more."""
        if anew:
            self._look.stop()
        if self._look.busy:
            self._again = True
        elif not self._timer.isActive():
            self._timer.start()

    def look_over(self, frames: Iterator[tuple[int, bool]]) -> None:
        """Go through every frame of the shot, in order, with whether it is at hand."""
        self._found, self._again = [], False
        self._look.begin((self._add(number) if at_hand else None for number, at_hand in frames), self._through)

    def _add(self, number: int) -> None:
        if self._found and self._found[-1].last == number - 1:
            self._found[-1] = Span(self._found[-1].first, number)
        else:
            self._found.append(Span(number, number))

    def _through(self) -> None:
        if self._again:
            self._timer.start()
        spans = tuple(self._found)
        if spans != self.spans:
            self.spans = spans
            self.changed.emit()
