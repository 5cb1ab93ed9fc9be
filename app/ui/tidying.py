"""Frees unused Python objects in the UI thread only.

Python collects garbage in whichever thread happens to allocate. A cycle that holds a Qt object would so be taken down
in a worker's thread now and then, which ends the process.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 500  # ms between two looks


class Tidying(QObject):
    """Takes over from Python's own collector for good, from its making on; must be made in the UI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # modules, tables and the window itself stay: no need to look through them each time
        self._timer = QTimer(self)
        self._timer.timeout.connect(tidy)
        self._timer.start(EVERY)


def tidy() -> None:
    """Collect what Python would have collected by now; in the UI thread."""
    thresholds = gc.get_threshold()
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > thresholds[generation]:
            gc.collect(generation)
            return
