"""Paints segment bars: each state as word, icon and pattern, so that none rests on color alone."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from app.project.staleness import Status
from app.render.queue import Work
from app.ui import theme
from app.ui.theme import StateLook, Tokens

ICON = 14
_PITCH = 7.0


def word(work: Work) -> str:
    """The state as the artist reads it, "Working 43 %" with its progress."""
    if work.status is Status.WORKING and work.total > 0:
        return f"{work.status.value} {percent(work)} %"
    return work.status.value


def percent(work: Work) -> int:
    """Progress, 0..99: a segment is done when it is Ready, not before."""
    return min(99, 100 * work.done // work.total) if work.total > 0 else 0


def paint_bar(painter: QPainter, rect: QRectF, left: float, work: Work, chosen: bool, tokens: Tokens) -> None:
    """Paint a bar; its label starts at x = `left` at the earliest, so that it stays readable while scrolled."""
    look = tokens.state(work.status)
    radius = min(3.0, rect.width() / 3)
    outline = QPainterPath()
    outline.addRoundedRect(rect, radius, radius)
    painter.fillPath(outline, QColor(look.fill))
    label = _label_room(painter, rect, left, work)
    patterned = rect.adjusted(label.right() + 4 - rect.left(), 0, 0, 0) if label.width() else rect
    painter.save()
    painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
    if look.pattern == "progress":
        done = QRectF(rect.topLeft(), rect.bottomRight())
        done.setWidth(rect.width() * percent(work) / 100)
        painter.fillRect(done, QColor(look.mark))
    elif patterned.width() > 2:
        _pattern(painter, patterned, look)
    painter.restore()
    pen = QPen(QColor(tokens.text if chosen else look.mark), 2.0 if chosen else 1.0)
    if look.pattern == "none" and not chosen:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawPath(outline)
    if label.width():
        _label(painter, label, work, look)


def _label_room(painter: QPainter, rect: QRectF, left: float, work: Work) -> QRectF:
    """Where icon and word go: both, the icon alone, or (empty) nothing, as the bar allows."""
    start = max(rect.left(), left) + 5
    room = rect.right() - start - 3
    wide = ICON + 5 + QFontMetricsF(painter.font()).horizontalAdvance(word(work))
    if room >= wide:
        return QRectF(start, rect.top(), wide, rect.height())
    if room >= ICON:
        return QRectF(start, rect.top(), ICON, rect.height())
    if rect.width() >= ICON and start == rect.left() + 5:
        return QRectF(rect.center().x() - ICON / 2, rect.top(), ICON, rect.height())
    return QRectF()


def _label(painter: QPainter, place: QRectF, work: Work, look: StateLook) -> None:
    ratio = painter.device().devicePixelRatioF()
    picture = theme.icon_image(look.icon, look.ink, ICON, ratio)
    painter.drawImage(QPointF(round(place.left()), round(place.center().y() - ICON / 2)), picture)
    if place.width() > ICON:
        painter.setPen(QColor(look.ink))
        text = place.adjusted(ICON + 5, 0, 8, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word(work))


def _pattern(painter: QPainter, rect: QRectF, look: StateLook) -> None:
    """Lines on a grid fixed to the bar's left edge, so that they do not swim when something beside them changes."""
    color = QColor(look.mark)
    tall, top, bottom = rect.height(), rect.top(), rect.bottom()
    count = math.ceil(rect.width() / _PITCH) + 1
    painter.setPen(QPen(color, 1.4))
    if look.pattern in ("diagonal", "cross"):
        steps = range(-math.ceil(tall / _PITCH), count)
        lines = [QLineF(rect.left() + at * _PITCH, bottom, rect.left() + at * _PITCH + tall, top) for at in steps]
        if look.pattern == "cross":
            lines += [QLineF(line.x1(), top, line.x2(), bottom) for line in lines]
        painter.drawLines(lines)
    elif look.pattern == "rows":
        rows = range(1, math.ceil(tall / 5))
        painter.drawLines([QLineF(rect.left(), top + at * 5, rect.right(), top + at * 5) for at in rows])
    elif look.pattern == "dots":
        painter.setPen(QPen(color, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for row in range(3):
            start, y = rect.left() + 3 + row % 2 * _PITCH / 2, top + tall * (row + 1) / 4
            painter.drawPoints([QPointF(start + at * _PITCH, y) for at in range(count)])
    elif look.pattern == "solid":
        painter.setPen(QPen(color, 3.0))
        painter.drawLine(QPointF(rect.left(), bottom - 1), QPointF(rect.right(), bottom - 1))
