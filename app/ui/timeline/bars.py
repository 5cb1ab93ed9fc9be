"""Paints segment bars: each state as word, icon and pattern, so that none rests on color alone."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from app.project.staleness import Status
from app.render.queue import Work
from app.ui import theme
from app.ui.tokens import SIZES, StateLook, Tokens

ICON = 14
_PITCH = 7.0
_KEPT_WIDTH = 480  # px; there are only ever a few wider bars in view


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
    x, wide = round(rect.left()), max(2, round(rect.right()) - round(rect.left()))
    start = max(0, round(left) - x)
    work = Work(work.status, percent(work), 100 if work.total else 0)
    if wide <= _KEPT_WIDTH:
        ratio = painter.device().devicePixelRatioF()
        painter.drawImage(QPointF(x, rect.top()), _kept(work, wide, round(rect.height()), start, chosen, ratio, tokens))
        return
    painter.save()
    painter.translate(x, rect.top())
    _paint(painter, QRectF(0, 0, wide, rect.height()), start, work, chosen, tokens)
    painter.restore()


@lru_cache(maxsize=512)
def _kept(work: Work, wide: int, tall: int, start: int, chosen: bool, ratio: float, tokens: Tokens) -> QImage:
    """The bar as a picture: a long shot has hundreds of bars, most of them alike."""
    image = QImage(math.ceil(wide * ratio), math.ceil(tall * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint(painter, QRectF(0, 0, wide, tall), start, work, chosen, tokens)
    painter.end()
    return image


def _paint(painter: QPainter, rect: QRectF, start: int, work: Work, chosen: bool, tokens: Tokens) -> None:
    look = tokens.state(work.status)
    painter.setFont(theme.font(SIZES.text_small))
    edge = rect.adjusted(0.5, 0.5, -0.5, -0.5) if not chosen else rect.adjusted(1, 1, -1, -1)
    radius = min(3.0, rect.width() / 4)
    outline = QPainterPath()
    outline.addRoundedRect(edge, radius, radius)
    painter.fillPath(outline, QColor(look.fill))
    label, text = _label_room(painter, rect, start, work)
    painter.save()
    painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
    if look.pattern == "progress":
        painter.fillRect(QRectF(0, 0, rect.width() * percent(work) / 100, rect.height()), QColor(look.mark))
    else:
        if text is not None and look.pattern != "solid":
            painter.setClipRect(rect.adjusted(label.right() + 4, 0, 0, 0), Qt.ClipOperation.IntersectClip)
        _pattern(painter, rect, look)
    painter.restore()
    pen = QPen(QColor(tokens.text if chosen else look.mark), 2.0 if chosen else 1.0)
    if look.pattern == "none" and not chosen:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(outline)
    if text is not None:
        _label(painter, label, text, look)


def _label_room(painter: QPainter, rect: QRectF, start: float, work: Work) -> tuple[QRectF, str | None]:
    """Where icon and words go, and which words fit: all, the percent, none ("") or not even the icon (None)."""
    begin = start + 5
    room = rect.right() - begin - 3
    metrics = QFontMetricsF(painter.font())
    for text in (word(work), f"{percent(work)} %") if work.total else (word(work),):
        wide = ICON + 5 + metrics.horizontalAdvance(text)
        if room >= wide:
            return QRectF(begin, rect.top(), wide, rect.height()), text
    if room >= ICON:
        return QRectF(begin, rect.top(), ICON, rect.height()), ""
    if rect.width() >= ICON and start == 0:
        return QRectF(rect.center().x() - ICON / 2, rect.top(), ICON, rect.height()), ""
    return QRectF(), None


def _label(painter: QPainter, place: QRectF, text: str, look: StateLook) -> None:
    picture = theme.icon_image(look.icon, look.ink, ICON, painter.device().devicePixelRatioF())
    painter.drawImage(QPointF(round(place.left()), round(place.center().y() - ICON / 2)), picture)
    if text:
        painter.setPen(QColor(look.ink))
        room = place.adjusted(ICON + 5, 0, 8, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


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
