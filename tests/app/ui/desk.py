"""A viewer on a document, as the window puts it together, shown on a canvas of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from app.document import Document
from app.ui.viewer.canvas import Canvas
from app.ui.viewer.darkroom import Darkroom
from app.ui.viewer.frames import FrameSource
from app.ui.viewer.playhead import Playhead
from app.ui.viewer.viewer import Viewer


class Desk:
    """Canvas, playhead, pictures and what joins them."""

    def __init__(self, document: Document) -> None:
        self.document, self.canvas, self.playhead = document, Canvas(), Playhead()
        self.frames, self.darkroom = FrameSource(document, 64 * 1024 * 1024), Darkroom()
        self._follow()
        document.changed.connect(self._follow)
        self.viewer = Viewer(document, self.playhead, self.frames, self.darkroom, self.canvas)
        self.compare, self.onion = self.viewer.compare, self.viewer.onion

    def _follow(self) -> None:
        self.playhead.follow(self.document.shot)

    def settled(self) -> bool:
        """Whether what was asked for last is there."""
        return not self.frames.waiting

    def seen(self, x: float, y: float = 0.02) -> tuple[int, int, int]:
        """The color painted at a place of the (left) picture, as shares of its width and height."""
        place = self.canvas.picture_rect()
        return self.at(QPointF(place.left() + place.width() * x, place.top() + place.height() * y))

    def at(self, point: QPointF) -> tuple[int, int, int]:
        """The color painted at a point of the canvas."""
        color = self.canvas.grab().toImage().pixelColor(point.toPoint())
        return color.red(), color.green(), color.blue()

    def close(self) -> None:
        self.darkroom.close()
        self.frames.close()


@contextmanager
def desk_on(document: Document, qtbot: QtBot, width: int, height: int) -> Iterator[Desk]:
    """A desk whose canvas is shown in this size, with its first picture there."""
    made = Desk(document)
    qtbot.addWidget(made.canvas)
    made.canvas.resize(width, height)
    made.canvas.show()
    qtbot.waitUntil(made.settled)
    yield made
    made.close()
