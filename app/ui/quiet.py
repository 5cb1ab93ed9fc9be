"""When those who work behind the window rest: while the shot plays, and for a moment after each edit."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.document import Document
from app.ui.viewer.playhead import Playhead

CALM = 250  # ms after an edit or a new take: what the artist sees of it comes first


class Quiet(QObject):
    """Made before those who rest, so that they hear of an edit from here before they look for work in it.

    Signals:
        changed: whether to rest is another thing now.
    """

    changed = Signal(bool)

    def __init__(self, document: Document, playhead: Playhead, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playhead, self._resting = playhead, False
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM)
        self._calm.timeout.connect(self._look)
        document.changed.connect(self._edited)
        document.takes_changed.connect(self._edited)
        playhead.playing_changed.connect(self._look)

    def _edited(self) -> None:
        self._calm.start()
        self._look()

    def _look(self) -> None:
        resting = self._playhead.playing or self._calm.isActive()
        if resting != self._resting:
            self._resting = resting
            self.changed.emit(resting)
