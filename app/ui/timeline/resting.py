"""The shot as it lies at rest on the timeline, painted once, so that a moving playhead costs little."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from app.ui import theme
from app.ui.timeline.geometry import Geometry
from app.ui.timeline.lanes import Lanes
from app.ui.timeline.looks import Looks, paint_looks
from app.ui.timeline.painter import Chosen, Moving, Painter, Pictures, SizedPictures
from app.ui.timeline.ruler import Rule
from app.ui.timeline.scene import Scene
from app.ui.viewer.thumbnails import Thumbnails


@dataclass(frozen=True)
class Sight:
    """What is painted, and where it lies."""

    scene: Scene
    geometry: Geometry
    rows: Lanes
    rule: Rule


class _Asked:
    """Looks pictures up for one painting and keeps note of those that were not there."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self.lines: list[int] = []
        self.keys: list[int] = []

    def line(self, number: int) -> QImage | None:
        picture = self._pictures.line(number)
        if picture is None:
            self.lines.append(number)
        return picture

    def key(self, number: int) -> QImage | None:
        picture = self._pictures.key(number)
        if picture is None:
            self.keys.append(number)
        return picture


class Resting:
    """Keeps what was painted until it is told that it is old."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        self._thumbnails, self._sizes = thumbnails, SizedPictures()
        self._picture: QPixmap | None = None
        self._segments_old = False  # on it

    def spoil(self) -> None:
        """Have all of it painted anew."""
        self._picture = None

    def spoil_segments(self) -> None:
        """Have the row of segments painted anew, which changes often while coloring."""
        self._segments_old = True

    def painter(self, painter: QPainter, sight: Sight, pictures: Pictures | None = None) -> Painter:
        """Paints what is in sight."""
        shown = pictures or self._thumbnails
        return Painter(painter, sight.scene, sight.geometry, sight.rows, shown, self._sizes, sight.rule, theme.tokens())

    def picture(self, size: QSize, ratio: float, sight: Sight, chosen: Chosen, moving: Moving, looks: Looks) -> QPixmap:
        """The shot at rest, of `size` at a device pixel ratio; small pictures that are not at hand are wanted next."""
        if self._picture is None:
            self._picture = self._painted(size, ratio, sight, chosen, moving, looks)
        elif self._segments_old:
            again = QPainter(self._picture)
            self.painter(again, sight).segments(chosen.segment)
            paint_looks(again, looks, sight.geometry, sight.rows.segments, theme.tokens())
            again.end()
        self._segments_old = False
        return self._picture

    def _painted(
        self, size: QSize, ratio: float, sight: Sight, chosen: Chosen, moving: Moving, looks: Looks
    ) -> QPixmap:
        rest = QPixmap(size * ratio)
        rest.setDevicePixelRatio(ratio)
        rest.fill(QColor(theme.tokens().window))
        asked = _Asked(self._thumbnails)
        painter = QPainter(rest)
        self.painter(painter, sight, asked).shot(chosen, moving)
        paint_looks(painter, looks, sight.geometry, sight.rows.segments, theme.tokens())
        painter.end()
        self._thumbnails.want(asked.lines, asked.keys)
        return rest
