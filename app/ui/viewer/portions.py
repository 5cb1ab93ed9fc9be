"""Goes through long work a moment at a time, so that the window answers in between."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

PORTION = 0.002  # seconds of work at a time


class Portions(QObject):
    """One piece of work at a time, done in steps that are short themselves."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left: Iterator[object] | None = None
        self._done: Callable[[], object] = lambda: None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go)

    @property
    def busy(self) -> bool:
        """Whether there is something left to do."""
        return self._left is not None

    def begin(self, steps: Iterator[object], done: Callable[[], object]) -> None:
        """Go through `steps`, the first portion at once, and call `done` after the last; what is left is given up."""
        self._left, self._done = steps, done
        self._go()

    def stop(self) -> None:
        """Give up what is left."""
        self._left = None
        self._timer.stop()

    def _go(self) -> None:
        if self._left is None:
            return
        end = time.perf_counter() + PORTION
        for _ in self._left:
            if time.perf_counter() > end:
                self._timer.start(0)
                return
        self._left = None
        self._done()
