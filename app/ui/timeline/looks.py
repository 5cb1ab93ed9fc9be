"""Marks on the timeline where finished frames need a look: ticks, the higher the worse, and icons; words for tips."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from app.language import tr
from app.project.concerns import WORDS, Concern
from app.project.model import Span
from app.ui import theme
from app.ui.timeline.geometry import Geometry
from app.ui.timeline.lanes import FOOT, Lane
from app.ui.tokens import SIZES, Tokens

_LOW, _HIGH = 3.0, 9.0  # px: the height of a tick
_NARROW = 3.0  # px: narrower frames share a tick, which is the worst one's
_ICON, _AROUND = 12, 16  # px: an icon, and the ground that sets it off
_FOOT = 3  # px that icons stay above the foot of the lane, with their ground
_APART = 18  # px between two icons at least
_STEP = "Step"  # the word at a join with a step of color
_Tick = tuple[int, float]


@dataclass(frozen=True)
class Looks:
    """What needs a look in the shot; `ticks` are the frames in which anything does, in order, with its severity.

    `icons` are the frames in which any of the concerns is seen best, in order, with its severity.
    `hints` are the frames on which color hints were put, in order, `used` those with the swatch that is looked for.
    """

    concerns: tuple[Concern, ...] = ()
    hints: tuple[int, ...] = ()
    used: tuple[Span, ...] = ()
    ticks: tuple[_Tick, ...] = field(default=(), compare=False)
    icons: tuple[_Tick, ...] = field(default=(), compare=False)

    @classmethod
    def at(cls, concerns: tuple[Concern, ...], ticks: tuple[_Tick, ...], hints: tuple[int, ...] = ()) -> Looks:
        """Of these concerns, with the frames in which they are seen, and the frames with hints."""
        best = sorted({each.worst.number: each.worst.severity for each in concerns}.items())
        return cls(concerns, hints, (), ticks, tuple(best))

    def words(self, span: Span) -> str:
        """What needs a look in some frames: "3 places need a look: Leak, Flicker." Empty where nothing does."""
        here = [each for each in self.concerns if each.first <= span.last and each.last >= span.first]
        put = sum(number in span for number in self.hints)
        told = f"{'1 color hint was' if put == 1 else f'{put} color hints were'} put here." if put else ""
        if any(each.first <= span.last and each.last >= span.first for each in self.used):
            told = f"{told} The swatch looked for is used here.".strip()
        if not here:
            return told
        here.sort(key=lambda each: -each.worst.severity)
        kinds = ", ".join(dict.fromkeys(WORDS[each.kind] for each in here))
        return " ".join(filter(None, (f"{places(len(here))} a look: {kinds}.", told)))


def places(many: int) -> str:
    """The subject of a sentence: "1 place needs", "5 places need"."""
    return "1 place needs" if many == 1 else f"{many} places need"


def paint_looks(painter: QPainter, looks: Looks, geometry: Geometry, lane: Lane, tokens: Tokens) -> None:
    """The ticks at the foot of the lane, below the bars, and icons at the worst of them that have room."""
    painter.save()
    painter.setClipRect(QRectF(geometry.left, lane.top, geometry.width, lane.height))
    painter.setPen(Qt.PenStyle.NoPen)
    ink, ground = QColor(tokens.warning), QColor(tokens.sunken)
    free = geometry.left
    for place, severity in _columns(looks.ticks, geometry):
        tall = _LOW + (_HIGH - _LOW) * severity
        tick = QRectF(place.left(), lane.bottom - FOOT - tall, place.width(), tall)
        painter.fillRect(tick, ground)
        painter.fillRect(tick, QBrush(ink, Qt.BrushStyle.Dense4Pattern))
        painter.fillRect(QRectF(tick.left(), tick.top(), tick.width(), 1.5), ink)
    _paint_used(painter, looks.used, geometry, lane, tokens)
    _paint_seams(painter, looks.concerns, geometry, lane, tokens)
    ratio = painter.device().devicePixelRatioF()
    below = theme.icon_image("look-ground", tokens.sunken, _AROUND, ratio)
    picture = theme.icon_image("look", tokens.warning, _ICON, ratio)
    for place, _ in _columns(looks.icons, geometry):
        left = place.center().x() - _ICON / 2
        if left >= free:
            corner, edge = QPointF(round(left), lane.bottom - FOOT - _FOOT - _ICON), (_AROUND - _ICON) / 2
            painter.drawImage(corner - QPointF(edge, edge), below)
            painter.drawImage(corner, picture)
            free = left + _APART
    _paint_hints(painter, looks.hints, geometry, lane, tokens)
    painter.restore()


def _paint_used(painter: QPainter, used: Sequence[Span], geometry: Geometry, lane: Lane, tokens: Tokens) -> None:
    """A bar at the head of the lane with ends, over the frames with the swatch that is looked for."""
    painter.setPen(QPen(QColor(tokens.sunken), 1))
    painter.setBrush(QColor(tokens.accent))
    for span in used:
        left, right = geometry.x(span.first), geometry.x(span.last + 1)
        if right >= geometry.left and left <= geometry.right:
            painter.drawRect(QRectF(left, lane.top, max(3.0, right - left), 4))
            for x in (left, max(left, right - 3)):
                painter.drawRect(QRectF(x, lane.top, 3, 8))


def _paint_hints(painter: QPainter, hints: Sequence[int], geometry: Geometry, lane: Lane, tokens: Tokens) -> None:
    """Small drops at the head of the lane, on the frames on which hints were put."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.sunken), 1))
    painter.setBrush(QColor(tokens.accent))
    visible = geometry.visible
    for number in hints[bisect_left(hints, visible.first) : bisect_right(hints, visible.last)]:
        x, top = geometry.center(number), lane.top + 1.0
        drop = (QPointF(x, top), QPointF(x + 4, top + 4), QPointF(x, top + 8), QPointF(x - 4, top + 4))
        painter.drawPolygon(drop)


def _paint_seams(
    painter: QPainter, concerns: Sequence[Concern], geometry: Geometry, lane: Lane, tokens: Tokens
) -> None:
    """A mark with a word before each join with a step of color: the bar after it begins with its own words there."""
    painter.setFont(theme.font(SIZES.text_small))
    wide, tall = painter.fontMetrics().horizontalAdvance(tr(_STEP)) + 10, painter.fontMetrics().height()
    free = geometry.left
    for concern in concerns:
        x = geometry.x(concern.first)
        if concern.kind != "seam" or x < geometry.left or x > geometry.right:
            continue
        painter.setPen(QPen(QColor(tokens.warning), 2, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, lane.top), QPointF(x, lane.bottom))
        place = QRectF(round(x - wide) - 2, lane.top + 1, wide, tall)
        if place.left() >= free:
            painter.setPen(QPen(QColor(tokens.warning), 1))
            painter.setBrush(QColor(tokens.sunken))
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tr(_STEP))
            free = place.right() + _APART


def _columns(ticks: Sequence[_Tick], geometry: Geometry) -> Iterator[tuple[QRectF, float]]:
    """Where ticks lie, from left to right, each with its severity; only those in view."""
    visible = geometry.visible
    first = bisect_left(ticks, visible.first, key=lambda tick: tick[0])
    last = bisect_right(ticks, visible.last, key=lambda tick: tick[0])
    left, right, worst = 0.0, -1.0, 0.0
    for number, severity in ticks[first:last]:
        begin = geometry.x(number)
        if right >= 0 and begin < left + _NARROW:
            right, worst = max(right, geometry.x(number + 1)), max(worst, severity)
            continue
        if right >= 0:
            yield QRectF(left, 0, max(_NARROW, right - left) - 0.5, 1), worst
        left, right, worst = begin, geometry.x(number + 1), severity
    if right >= 0:
        yield QRectF(left, 0, max(_NARROW, right - left) - 0.5, 1), worst
