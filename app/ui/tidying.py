"""Frees unused Python objects in the UI thread only.

Python collects garbage in whichever thread happens to allocate. A cycle that holds a Qt object would so be taken down
in a worker's thread now and then, which ends the process.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

EVERY = 500  # ms between two looks


class Tidying(QObject):
    """Takes over from Python's own collector for good, from its making on; must be made in the UI thread."""

    def __init__(self, parent: QObject | None = None, busy: Callable[[], bool] = lambda: False) -> None:
        """`busy`: whether the window is not to be kept for as long as looking through all objects takes."""
        super().__init__(parent)
        self._busy = busy
        gc.disable()
        gc.freeze()  # modules, tables and the window itself stay: no need to look through them each time
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tidy)
        self._timer.start(EVERY)

    def _tidy(self) -> None:
        """Collect what Python would have collected by now; what has long been there waits while `busy`."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (1, 0) if self._busy() else (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return
