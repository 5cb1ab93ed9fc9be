"""Paints where drawings are missing or damaged: each by word, icon and pattern, so that none rests on color alone."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.language import tr
from app.ui import theme
from app.ui.timeline.geometry import Geometry
from app.ui.timeline.lanes import Lane
from app.ui.timeline.scene import Scene, runs_in
from app.ui.tokens import SIZES, Tokens

_PITCH = 6  # px from one line of a pattern to the next
_ICON, _PLATE = 14, 18
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def paint_flaws(painter: QPainter, scene: Scene, geometry: Geometry, lane: Lane, tokens: Tokens) -> None:
    """Missing frames hatched one way, damaged ones both ways, with icon and word where there is room."""
    painter.save()
    painter.setFont(theme.font(SIZES.text_small))
    for spans, icon, word, crossed in (
        (scene.gaps, "missing", "Missing", False),
        (scene.damaged, "warning", "Damaged", True),
    ):
        for span in runs_in(spans, geometry.visible):
            wide = max(3.0, span.length * geometry.scale)
            place = QRectF(geometry.x(span.first), lane.top, wide, lane.height)
            _hatch(painter, place, crossed, tokens)
            _label(painter, place, icon, tr(word), tokens)
    painter.restore()


def _hatch(painter: QPainter, place: QRectF, crossed: bool, tokens: Tokens) -> None:
    painter.save()
    painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
    painter.fillRect(place, QColor(tokens.failed.fill))
    painter.setPen(QPen(QColor(tokens.failed.mark), 1.4))
    tall, left = place.height(), place.left()
    starts = [left + at * _PITCH for at in range(-int(tall) // _PITCH - 1, int(place.width()) // _PITCH + 2)]
    painter.drawLines([QLineF(x, place.bottom(), x + tall, place.top()) for x in starts])
    if crossed:
        painter.drawLines([QLineF(x, place.top(), x + tall, place.bottom()) for x in starts])
    painter.restore()


def _label(painter: QPainter, place: QRectF, icon: str, word: str, tokens: Tokens) -> None:
    if place.width() < _PLATE + 2:
        return
    said = painter.fontMetrics().horizontalAdvance(word) + SIZES.space_s
    said = said if place.width() >= _PLATE + said + SIZES.space_s else 0
    plate = QRectF(0, 0, _PLATE + said, _PLATE)
    plate.moveCenter(place.center())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.failed.fill))
    painter.drawRoundedRect(plate, 3, 3)
    image = theme.icon_image(icon, tokens.failed.ink, _ICON, painter.device().devicePixelRatioF())
    painter.drawImage(QPointF(round(plate.left() + 2), round(plate.top() + 2)), image)
    if said:
        painter.setPen(QColor(tokens.failed.ink))
        painter.drawText(plate.adjusted(_PLATE + 2, 0, 0, 0), _LEFT, word)
