"""Two pictures on one canvas: which is seen where, the wipe's line between them, and their names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from app.ui.viewer import overlay

Arrangement = Literal["one", "wipe", "side"]
GRIP = 9  # px: radius of the wipe's grip, and how near its line the mouse takes hold of it
_GAP = 10


@dataclass(frozen=True)
class Compared:
    """What is seen beside or instead of the canvas's own picture, and what both are called.

    "one" shows a single picture: `other` where there is one, else the canvas's own. `swapped` puts the own picture
    on the right. `reckoned` is for an `other` that was reckoned from both and has no colors of its own to tell.
    """

    arrangement: Arrangement = "one"
    other: QImage = field(default_factory=QImage, compare=False)
    left: str = ""
    right: str = ""
    swapped: bool = False
    reckoned: bool = False

    def views(self, whole: QRectF) -> list[QRectF]:
        """The parts of the canvas that have a whole picture's place each."""
        if self.arrangement != "side":
            return [whole]
        half = QRectF(whole.left(), whole.top(), whole.width() / 2, whole.height())
        return [half, half.translated(half.width(), 0)]

    def pictures(self, own: QImage, whole: QRectF, line: float) -> list[tuple[QImage, QRectF]]:
        """Each picture with the part of the canvas it is seen in; `line` is where the wipe's line stands."""
        if self.arrangement == "one":
            return [(own if self.other.isNull() else self.other, whole)]
        pair = (self.other, own) if self.swapped else (own, self.other)
        if self.arrangement == "side":
            return list(zip(pair, self.views(whole), strict=True))
        left, right = QRectF(whole), QRectF(whole)
        left.setRight(line)
        right.setLeft(line)
        return [(pair[0], left), (pair[1], right)]

    def told(self, own: QImage, whole: QRectF, line: float, at: QPointF) -> QImage:
        """The picture whose color is told at a point of the canvas."""
        if self.reckoned:
            return own
        return next((image for image, view in self.pictures(own, whole, line) if view.contains(at)), own)

    def paint(self, painter: QPainter, places: list[QRectF], line: float, whole: QRectF) -> None:
        """The names over the pictures, and between them the line. `places` are those of the pictures."""
        top = max(places[0].top(), whole.top()) + _GAP
        if self.arrangement == "wipe":
            visible = places[0].intersected(whole)
            _line(painter, line, visible)
            overlay.label(painter, self.left, QPointF(line - _GAP, top), Qt.AlignmentFlag.AlignRight)
            overlay.label(painter, self.right, QPointF(line + _GAP, top), Qt.AlignmentFlag.AlignLeft)
        elif self.arrangement == "side":
            for words, place, view in zip((self.left, self.right), places, self.views(whole), strict=True):
                left = max(place.left(), view.left()) + _GAP
                overlay.label(painter, words, QPointF(left, top), Qt.AlignmentFlag.AlignLeft)
        elif self.left:
            left = max(places[0].left(), whole.left()) + _GAP
            overlay.label(painter, self.left, QPointF(left, top), Qt.AlignmentFlag.AlignLeft)


def _line(painter: QPainter, x: float, place: QRectF) -> None:
    """A light line with dark edges, seen on any picture, and a grip with arrows in its middle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for color, wide in ((overlay.PLATE, 4.0), (overlay.INK, 1.5)):
        painter.setPen(QPen(QColor(color), wide))
        painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()))
    middle = QPointF(x, place.center().y())
    painter.setPen(QPen(overlay.INK, 1.5))
    painter.setBrush(overlay.PLATE)
    painter.drawEllipse(middle, GRIP + 4, GRIP + 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(overlay.INK)
    for way in (-1, 1):
        tip = middle + QPointF(way * 9, 0)
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-way * 5, -5), tip + QPointF(-way * 5, 5)]))
