"""Paints the ruler: numbered ticks, the in/out range, what is cached, and flags on frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from app.project.model import Note, Span
from app.project.timing import FrameLabel, frame_label, nominal_rate
from app.ui import theme
from app.ui.timeline.geometry import Geometry, label_step, label_steps, tick_step
from app.ui.timeline.lanes import Lane
from app.ui.timeline.scene import runs_in
from app.ui.tokens import SIZES, Tokens

STRIP = 10  # px at the top, in which the range lies
STRIPE = 6  # px at the bottom, which show what is cached
_APART = 16  # px at least between two labels
_OFF = 3  # px at least from a label to the end of a range
_BUBBLE = ((-9, 0), (9, 0), (9, 11), (1, 11), (-3, 15), (-3, 11), (-9, 11))  # px around a frame's center
_WRITING = ((-5.5, 3.5, 5.5), (-5.5, 7.5, 2.5))  # px: the lines in it, from x at a y to x
_CENTER = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Rule:
    """How the ruler names frames."""

    kind: FrameLabel = "frame"
    rate: Fraction = Fraction(24)

    def label(self, number: int) -> str:
        """A frame's name."""
        return frame_label(number, self.rate, self.kind)

    @property
    def steps(self) -> tuple[int, ...]:
        """The round numbers of frames it counts in."""
        return label_steps(self.kind, nominal_rate(self.rate))


@dataclass(frozen=True)
class Marked:
    """What changes on the ruler while the shot rests: in/out range, and the frames that play without waiting."""

    in_out: Span | None = None
    cached: tuple[Span, ...] = ()


@lru_cache(maxsize=4)
def labels_in(geometry: Geometry, lane: Lane, rule: Rule) -> tuple[int, list[tuple[str, QRectF]]]:
    """Frames between two labels, and the labels in view; one at the edge moves in where there is room."""
    span, visible, steps = geometry.span, geometry.visible, rule.steps
    metrics = QFontMetricsF(theme.font(SIZES.text_small))
    room = max(metrics.horizontalAdvance(rule.label(number)) for number in (span.first, span.last)) + _APART
    step = label_step(geometry.scale, room, steps)
    top, tall = lane.top + STRIP, lane.height - STRIP - STRIPE - 6
    places: list[tuple[str, QRectF]] = []
    taken = geometry.left
    for number in range(visible.first + -visible.first % step, visible.last + 1, step):
        center = geometry.center(number)
        if not geometry.left <= center <= geometry.right:
            continue
        text = rule.label(number)
        wide = metrics.horizontalAdvance(text) + 2
        left = min(max(center - wide / 2, geometry.left + 2), geometry.right - wide - 2)
        if left >= taken:
            places.append((text, QRectF(left, top, wide, tall)))
            taken = left + wide + 6
    return step, places


def beside_ends(places: Sequence[tuple[str, QRectF]], *ends: float) -> list[tuple[str, QRectF, QRectF | None]]:
    """The labels that the ends of a range at these x would cut through: where each is, and where it can be read in
    full, None without the room for that."""
    moved: list[tuple[str, QRectF, QRectF | None]] = []
    for text, place in places:
        x = next((x for x in ends if place.left() - _OFF < x < place.right() + _OFF), None)
        if x is None:
            continue
        free = place.translated(x + _OFF - place.left() if place.center().x() > x else x - _OFF - place.right(), 0)
        cut = any(free.left() < x < free.right() for x in ends)
        others = [other for _, other in places if other is not place]
        others += [other for _, _, other in moved if other is not None]
        touching = any(other.adjusted(-2, 0, 2, 0).intersects(free) for other in others)
        moved.append((text, place, None if cut or touching else free))
    return moved


class RulerPainter:
    """Paints the ruler's row `lane` of a timeline."""

    def __init__(self, painter: QPainter, geometry: Geometry, lane: Lane, rule: Rule, tokens: Tokens) -> None:
        self._p, self._geometry, self._lane, self._rule, self._tokens = painter, geometry, lane, rule, tokens

    def scale(self) -> None:
        """Ticks and labels."""
        g, lane, t = self._geometry, self._lane, self._tokens
        labels, places = labels_in(g, lane, self._rule)
        self._p.setFont(theme.font(SIZES.text_small))
        ticks = tick_step(g.scale, labels, self._rule.steps)
        visible, bottom = g.visible, lane.bottom - STRIPE
        small, tall = [], []
        for number in range(visible.first + -visible.first % ticks, visible.last + 1, ticks):
            x = round(g.center(number)) + 0.5
            labeled = number % labels == 0
            (tall if labeled else small).append(QLineF(x, bottom - (6 if labeled else 3), x, bottom))
        self._p.setPen(QPen(QColor(t.border_strong), 1))
        self._p.drawLines(small)
        self._p.setPen(QPen(QColor(t.text_dim), 1))
        self._p.drawLines(tall)
        for text, place in places:
            self._p.drawText(place, _CENTER, text)

    def marks(self, marked: Marked) -> None:
        """The in/out range as a bracketed band, frames outside it dimmed, and a notched line under cached frames."""
        if marked.in_out is not None:
            self._range(marked.in_out)
        g, t, lane = self._geometry, self._tokens, self._lane
        self._p.setBrush(Qt.BrushStyle.NoBrush)
        cached = [QLineF(*_ends(g, span, lane.bottom - 1)) for span in runs_in(marked.cached, g.visible)]
        self._p.setPen(QPen(QColor(t.good), 1.6))
        self._p.drawLines(cached)
        notches = QPen(QColor(t.good), 2, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
        notches.setDashPattern([1.0, 1.5])  # in pens' widths
        self._p.setPen(notches)
        self._p.drawLines([line.translated(0, -2) for line in cached])

    def _range(self, span: Span) -> None:
        g, t, lane = self._geometry, self._tokens, self._lane
        left, right = g.x(span.first), g.x(span.last + 1)
        dim = QColor(t.panel)
        dim.setAlphaF(0.55)
        below = lane.height - STRIP - STRIPE
        self._p.setFont(theme.font(SIZES.text_small))
        self._p.setPen(QColor(t.text_dim))
        for text, place, free in beside_ends(labels_in(g, lane, self._rule)[1], left + 1, right - 1):
            self._p.fillRect(place.adjusted(-1, 0, 1, 0), QColor(t.panel))
            if free is not None:
                self._p.drawText(free, _CENTER, text)
        self._p.fillRect(QRectF(g.left, lane.top + STRIP, max(0.0, left - g.left), below), dim)
        self._p.fillRect(QRectF(right, lane.top + STRIP, max(0.0, g.right - right), below), dim)
        band = QRectF(left, lane.top + 1, max(2.0, right - left), STRIP - 2)
        self._p.fillRect(band, QColor(t.accent_dim))
        self._p.setPen(QPen(QColor(t.accent), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        foot = min(5.0, band.width() / 2)
        for x, inward in ((left + 1, foot), (right - 1, -foot)):  # [ and ]
            self._p.drawPolyline(
                [
                    QPointF(x + inward, lane.top + 1),
                    QPointF(x, lane.top + 1),
                    QPointF(x, lane.bottom - STRIPE),
                    QPointF(x + inward, lane.bottom - STRIPE),
                ]
            )
        if min(right, g.right) - max(left, g.left) >= 40:  # a grip to hold it by, where enough of it is in view
            middle = min(max(band.center().x(), g.left + 12), g.right - 12)
            self._p.setPen(QPen(QColor(t.accent), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            self._p.drawPoints([QPointF(middle + at * 5, band.center().y()) for at in (-1, 0, 1)])

    def notes(self, notes: Sequence[Note]) -> None:
        """A speech bubble at the first frame of each note, and a line over its frames where there are several."""
        g, t, top = self._geometry, self._tokens, self._lane.top
        for note in notes:
            if note.span.last < g.visible.first or note.span.first > g.visible.last:
                continue
            if note.span.length > 1:
                self._p.setPen(QPen(QColor(t.text), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
                self._p.drawLine(QLineF(*_ends(g, note.span, top + 4)))
            x = g.center(note.span.first)
            self._p.setPen(QPen(QColor(t.panel), 1))
            self._p.setBrush(QColor(t.text))
            self._p.drawPolygon(QPolygonF([QPointF(x + dx, top + dy) for dx, dy in _BUBBLE]))
            self._p.setPen(QPen(QColor(t.panel), 1.5))
            self._p.drawLines([QLineF(x + left, top + y, x + right, top + y) for left, y, right in _WRITING])

    # Flags

    def flag_place(self, number: int, text: str) -> QRectF:
        """Where a flag with this text stands."""
        return flag_place(self._geometry, self._lane, number, text)

    def flag(self, number: int, text: str, color: QColor, ink: QColor) -> None:
        """A label on a frame; what it would hide a half of goes."""
        lane, t, x = self._lane, self._tokens, self._geometry.center(number)
        place = self.flag_place(number, text)
        for _text, other in labels_in(self._geometry, lane, self._rule)[1]:
            if other.adjusted(-2, 0, 2, 0).intersects(place):  # half a number beside the flag misleads
                self._p.fillRect(other.adjusted(-1, 0, 1, 0), QColor(t.panel))
        self._p.setFont(theme.font(SIZES.text_small, bold=True))
        self._p.setPen(Qt.PenStyle.NoPen)
        self._p.setBrush(color)
        self._p.drawRoundedRect(place, 3, 3)
        self._p.drawPolygon(
            QPolygonF([QPointF(x - 4, place.bottom()), QPointF(x + 4, place.bottom()), QPointF(x, lane.bottom)])
        )
        self._p.setPen(ink)
        self._p.drawText(place, _CENTER, text)


def flag_place(geometry: Geometry, lane: Lane, number: int, text: str) -> QRectF:
    """Where a flag with this text stands on the ruler, kept in view where its frame is at the edge."""
    wide = QFontMetricsF(theme.font(SIZES.text_small, bold=True)).horizontalAdvance(text) + 12
    left = min(max(geometry.center(number) - wide / 2, geometry.left), geometry.right - wide)
    return QRectF(left, lane.top + STRIP - 1, wide, lane.height - STRIP - 6)


def note_place(geometry: Geometry, lane: Lane, note: Note) -> QRectF:
    """What counts as on a note's bubble: it, and a little around it."""
    return QRectF(geometry.center(note.span.first) - 11, lane.top, 22, 16)


def _ends(geometry: Geometry, span: Sequence[int], y: float) -> tuple[float, float, float, float]:
    """A level line under these frames."""
    return geometry.x(span[0]), y, geometry.x(span[1] + 1), y
