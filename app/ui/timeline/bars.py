"""Paints segment bars: each state as word, icon and pattern, so that none rests on color alone."""

from __future__ import annotations

import math
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from app.language import tr
from app.project.model import Prompt
from app.project.staleness import Status
from app.render.queue import Work
from app.ui import theme
from app.ui.timeline.scene import Bar
from app.ui.tokens import SIZES, StateLook, Tokens

ICON = 14
_PITCH = 7.0
_PIPS_MOST = 8
_PIP = 9.0  # px from one pip to the next
_KEPT_MOST = 512
_KEPT_WIDTH = 480  # px; there are only ever a few wider bars in view
_BEGUN = "Starting"  # before the engine tells of anything, whichever colorizer it begins with
_STAGES = {
    "loading": "Loading the model", "reading": "Reading", "encoding": "Looking at the lines",
    "remembering": "Recalling the shot", "writing": "Writing",
}  # fmt: skip


def word(work: Work) -> str:
    """The state as the artist reads it: "Working 43 %", "Denoising, step 7 of 25", "Loading the model"."""
    if work.status is Status.WORKING and not work.stage and not work.total:
        return _BEGUN
    if work.status is Status.WORKING and work.stage in _STAGES:
        return _STAGES[work.stage]
    if work.status is Status.WORKING and work.steps:
        return f"Denoising, step {min(work.step + 1, work.steps)} of {work.steps}"
    if work.status is Status.WORKING and work.total > 0:
        return f"{work.status.value} {percent(work)} %"
    return work.status.value


def said(prompt: Prompt) -> str:
    """All of a prompt in one line, in the language that is spoken but for the artist's own words."""
    text, avoid = (" ".join(words.split()) for words in (prompt.text, prompt.avoid))
    if not avoid:
        return text
    return f"{text} ({tr('avoid')}: {avoid})" if text else f"{tr('Avoid')}: {avoid}"


def short(work: Work) -> str:
    """The same where there is little room: "43 %", "Step 7 of 25"."""
    words = word(work)
    return words.partition(", ")[2].capitalize() if ", " in words else f"{percent(work)} %"


def _words(work: Work) -> tuple[str, ...]:
    """What a bar says, from the longest to the shortest."""
    each = (word(work), short(work), f"{percent(work)} %") if work.total else (word(work),)
    return tuple(dict.fromkeys(each))


def percent(work: Work) -> int:
    """Progress, 0..99: a segment is done when it is Ready, not before."""
    return min(99, 100 * work.done // work.total) if work.total > 0 else 0


def take_words(number: int, take: int, takes: int) -> str:
    """Which take is shown, where there are several: "Take 2 of 3"; "Take 4" where it is the third as one before it
    is deleted."""
    if takes < 2 or not take:
        return ""
    return f"Take {take} of {takes}" if number == take else f"Take {number}"


class _Look(NamedTuple):
    """All that a bar's picture depends on beside its size; `words` are what it says, as much of it as has room."""

    status: Status
    percent: int
    words: tuple[str, ...]
    takes: int
    take: int
    number: int
    locked: bool
    chosen: bool


def paint_bar(painter: QPainter, rect: QRectF, left: float, bar: Bar, chosen: bool, tokens: Tokens) -> None:
    """Paint a bar; its label starts at x = `left` at the earliest, so that it stays readable while scrolled."""
    x, wide = round(rect.left()), max(2, round(rect.right()) - round(rect.left()))
    start = max(0, round(left) - x)
    work = bar.work
    look = _Look(work.status, percent(work), _words(work), bar.takes, bar.take, bar.number, bar.locked, chosen)
    if wide <= _KEPT_WIDTH:
        name = (look, wide, round(rect.height()), start, painter.device().devicePixelRatioF(), tokens.name)
        painter.drawImage(QPointF(x, rect.top()), _kept.get(name) or _keep(name, tokens))
        return
    painter.save()
    painter.translate(x, rect.top())
    _paint(painter, QRectF(0, 0, wide, rect.height()), start, look, tokens)
    painter.restore()


_kept: dict[tuple[_Look, int, int, int, float, str], QImage] = {}


def _keep(name: tuple[_Look, int, int, int, float, str], tokens: Tokens) -> QImage:
    """The bar as a picture: a long shot has hundreds of bars, most of them alike."""
    look, wide, tall, start, ratio, _theme = name
    image = QImage(math.ceil(wide * ratio), math.ceil(tall * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint(painter, QRectF(0, 0, wide, tall), start, look, tokens)
    painter.end()
    if len(_kept) >= _KEPT_MOST:
        _kept.clear()
    _kept[name] = image
    return image


def _paint(painter: QPainter, rect: QRectF, start: int, bar: _Look, tokens: Tokens) -> None:
    look, chosen = tokens.state(bar.status), bar.chosen
    painter.setFont(theme.font(SIZES.text_small))
    edge = rect.adjusted(0.5, 0.5, -0.5, -0.5) if not chosen else rect.adjusted(1, 1, -1, -1)
    radius = min(3.0, rect.width() / 4)
    outline = QPainterPath()
    outline.addRoundedRect(edge, radius, radius)
    painter.fillPath(outline, QColor(look.fill))
    label, text = _label_room(painter, rect, start, bar.words)
    extras = _Extras(painter, bar, label, rect) if text else None
    painter.save()
    painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
    if look.pattern == "progress":
        painter.fillRect(QRectF(0, 0, rect.width() * bar.percent / 100, rect.height()), QColor(look.mark))
    else:
        if text is not None and look.pattern != "solid":
            free = extras.right if extras else label.right()
            painter.setClipRect(rect.adjusted(free + 4, 0, 0, 0), Qt.ClipOperation.IntersectClip)
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
    if extras is not None:
        extras.paint(painter, look)


class _Extras:
    """What stands behind a bar's word, as far as there is room: a lock, a pip for each take, "Take 2 of 3"."""

    def __init__(self, painter: QPainter, bar: _Look, label: QRectF, rect: QRectF) -> None:
        self._bar, self._middle = bar, rect.center().y()
        self.right, end = label.right(), rect.right() - 4
        self._lock = self._pips = self._words = 0.0  # where each begins; 0 for none
        if bar.locked and bar.status is not Status.LOCKED and self.right + 6 + ICON <= end:
            self._lock, self.right = self.right + 6, self.right + 6 + ICON
        many = bar.takes if 1 < bar.takes <= _PIPS_MOST else 0
        if many and self.right + 10 + many * _PIP <= end:
            self._pips, self.right = self.right + 10, self.right + 10 + many * _PIP
        self._text = tr(take_words(bar.number, bar.take, bar.takes))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(self._text)
        if self._text and self.right + 8 + wide <= end:
            self._words, self.right = self.right + 8, self.right + 8 + wide

    def paint(self, painter: QPainter, look: StateLook) -> None:
        ratio, ink = painter.device().devicePixelRatioF(), QColor(look.ink)
        if self._lock:
            picture = theme.icon_image("state-locked", look.ink, ICON, ratio)
            painter.drawImage(QPointF(round(self._lock), round(self._middle - ICON / 2)), picture)
        painter.setPen(QPen(ink, 1.2))
        for at in range(self._bar.takes if self._pips else 0):
            painter.setBrush(ink if at + 1 == self._bar.take else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(self._pips + at * _PIP + 3, self._middle), 2.6, 2.6)
        if self._words:
            room = QRectF(self._words, self._middle - 12, self.right - self._words + 8, 24)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._text)


def _label_room(painter: QPainter, rect: QRectF, start: float, words: tuple[str, ...]) -> tuple[QRectF, str | None]:
    """Where icon and words go, and the longest words that fit, none ("") or not even the icon (None)."""
    begin = start + 5
    room = rect.right() - begin - 3
    metrics = QFontMetricsF(painter.font())
    for text in map(tr, words):
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
    """Lines on a grid fixed to the bar's left edge, so that they do not swim when something beside them changes.

    No more of them than the painter's clip shows: zoomed far in, most of a bar is out of view.
    """
    color = QColor(look.mark)
    tall, top, bottom = rect.height(), rect.top(), rect.bottom()
    seen = rect.intersected(painter.clipBoundingRect().adjusted(-_PITCH, 0, _PITCH, 0))  # whole dots, ends of lines
    first, last = (math.floor((x - rect.left()) / _PITCH) for x in (seen.left(), seen.right()))
    painter.setPen(QPen(color, 1.4))
    if look.pattern in ("diagonal", "cross"):
        steps = range(first - math.ceil(tall / _PITCH), last + 1)
        lines = [QLineF(rect.left() + at * _PITCH, bottom, rect.left() + at * _PITCH + tall, top) for at in steps]
        if look.pattern == "cross":
            lines += [QLineF(line.x1(), top, line.x2(), bottom) for line in lines]
        painter.drawLines(lines)
    elif look.pattern == "rows":
        rows = range(1, math.ceil(tall / 5))
        painter.drawLines([QLineF(seen.left(), top + at * 5, seen.right(), top + at * 5) for at in rows])
    elif look.pattern == "dots":
        painter.setPen(QPen(color, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for row in range(3):
            start, y = rect.left() + 3 + row % 2 * _PITCH / 2, top + tall * (row + 1) / 4
            painter.drawPoints([QPointF(start + at * _PITCH, y) for at in range(first - 1, last + 1)])
    elif look.pattern == "solid":
        painter.setPen(QPen(color, 3.0))
        painter.drawLine(QPointF(seen.left(), bottom - 1), QPointF(seen.right(), bottom - 1))
