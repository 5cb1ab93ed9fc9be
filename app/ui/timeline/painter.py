"""Paints the timeline: the shot at rest (ruler, line art, keys, segments) and, above it, what moves."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from app.project.model import Span
from app.project.staleness import Status
from app.ui import theme
from app.ui.timeline import bars
from app.ui.timeline.geometry import Geometry, label_step, picture_step, tick_step
from app.ui.timeline.lanes import HEADER, Lane, Lanes
from app.ui.timeline.scene import KeyPlace, Scene, bar_rect, bars_in, key_places, runs_in
from app.ui.tokens import SIZES, Tokens

_SIZES_KEPT = 512
_CENTER = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Pictures(Protocol):
    """Small pictures, at hand or None; asking never waits."""

    def line(self, number: int) -> QImage | None: ...

    def key(self, number: int) -> QImage | None: ...


@dataclass(frozen=True)
class Chosen:
    """What is selected."""

    segment: int | None = None
    key: int | None = None


@dataclass(frozen=True)
class Moving:
    """What moves above the shot: playhead, a key being dragged (from, to), the frame a drop would land on."""

    number: int
    key: tuple[int, int] | None = None
    drop: int | None = None


class SizedPictures:
    """Small pictures at the size they are painted in, so that painting again only copies."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int, int], QImage] = OrderedDict()

    def sized(self, picture: QImage, place: QRect, ratio: float) -> QImage:
        """The picture as it fills `place` at a device pixel ratio."""
        wide, tall = round(place.width() * ratio), round(place.height() * ratio)
        name = (picture.cacheKey(), wide, tall)
        found = self._kept.get(name)
        if found is None:
            keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            found = self._kept[name] = picture.scaled(wide, tall, keep, smooth)
            found.setDevicePixelRatio(ratio)
            if len(self._kept) > _SIZES_KEPT:
                self._kept.popitem(last=False)
        return found


class Painter:
    """Paints one scene. `geometry` places frames, `lanes` rows; only what is visible is visited."""

    def __init__(
        self,
        painter: QPainter,
        scene: Scene,
        geometry: Geometry,
        lanes: Lanes,
        pictures: Pictures,
        sizes: SizedPictures,
        tokens: Tokens,
    ) -> None:
        self._p, self._scene, self._geometry, self._lanes = painter, scene, geometry, lanes
        self._pictures, self._sizes, self._tokens = pictures, sizes, tokens
        self._ratio = painter.device().devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)

    # At rest

    def shot(self, chosen: Chosen, hidden_key: int | None) -> None:
        """Everything but what moves; `hidden_key` is being dragged and painted elsewhere."""
        t = self._tokens
        for lane in self._lanes.all:
            self._p.fillRect(self._row(lane), QColor(t.panel if lane.name == "ruler" else t.sunken))
        self._p.save()
        self._p.setClipRect(QRectF(self._geometry.left, 0, self._geometry.width, self._lanes.bottom))
        self._ruler()
        self._line()
        self._gaps()
        self._holds()
        self._keys(chosen.key, hidden_key)
        self._bars(chosen.segment)
        self._p.restore()
        self._headers()

    def _row(self, lane: Lane) -> QRectF:
        return QRectF(self._geometry.left, lane.top, self._geometry.width, lane.height)

    def _ruler(self) -> None:
        g, lane, t = self._geometry, self._lanes.ruler, self._tokens
        visible = g.visible
        labels = self._label_step()
        ticks = tick_step(g.scale, labels)
        small, tall = [], []
        for number in range(visible.first - visible.first % ticks, visible.last + 1, ticks):
            x = round(g.center(number)) + 0.5
            if number in g.span:
                labeled = number % labels == 0
                (tall if labeled else small).append(QLineF(x, lane.bottom - (7 if labeled else 4), x, lane.bottom))
        self._p.setPen(QPen(QColor(t.border_strong), 1))
        self._p.drawLines(small)
        self._p.setPen(QPen(QColor(t.text_dim), 1))
        self._p.drawLines(tall)
        for number in range(visible.first - visible.first % labels, visible.last + labels + 1, labels):
            if number in g.span:
                self._p.drawText(self._label(number), _CENTER, str(number))

    def _label_step(self) -> int:
        self._p.setFont(theme.font(SIZES.text_small))
        room = QFontMetricsF(self._p.font()).horizontalAdvance(str(self._scene.span.last)) + 22
        return label_step(self._geometry.scale, room)

    def _label(self, number: int) -> QRectF:
        """Where the ruler names a frame."""
        lane = self._lanes.ruler
        return QRectF(self._geometry.center(number) - 24, lane.top, 48, lane.height - 7)

    def _line(self) -> None:
        """The strip of line art: a picture every so many frames on a fixed grid."""
        g, lane, line = self._geometry, self._lanes.line, self._scene.line
        tall = lane.height - 14
        wide = tall * self._scene.aspect
        step = picture_step(g.scale, wide + 2)
        visible = g.visible
        first = visible.first - (visible.first - g.span.first) % step
        missing = set(line.gaps) if line.gaps else frozenset()
        for number in range(first, visible.last + 1, step):
            if number in missing:
                continue
            x = g.center(number) - wide / 2 if step == 1 else g.x(number)
            place = QRectF(x, lane.top + 4, wide, tall)
            held = step == 1 and number in line.holds
            self._picture(place, self._pictures.line(number), 0.35 if held else 1.0)

    def _picture(self, place: QRectF, picture: QImage | None, opacity: float) -> None:
        """A small picture, or an empty frame until it is there."""
        if picture is None:
            self._p.setPen(QPen(QColor(self._tokens.border), 1))
            self._p.setBrush(Qt.BrushStyle.NoBrush)
            self._p.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
            return
        whole = place.toRect()
        self._p.setOpacity(opacity)
        self._p.drawImage(whole.topLeft(), self._sizes.sized(picture, whole, self._ratio))
        self._p.setOpacity(1.0)

    def _gaps(self) -> None:
        """Missing frames: hatched, with a word where there is room."""
        g, lane, t = self._geometry, self._lanes.line, self._tokens
        for gap in runs_in(self._scene.gaps, g.visible):
            wide = max(3.0, (gap.last - gap.first + 1) * g.scale)
            place = QRectF(g.x(gap.first), lane.top, wide, lane.height)
            self._p.save()
            self._p.setClipRect(place, Qt.ClipOperation.IntersectClip)
            self._p.fillRect(place, QColor(t.failed.fill))
            self._p.setPen(QPen(QColor(t.failed.mark), 1.4))
            starts = range(-lane.height // 6 - 1, int(wide) // 6 + 2)
            left = place.left()
            self._p.drawLines(
                [QLineF(left + at * 6, lane.bottom, left + at * 6 + lane.height, lane.top) for at in starts]
            )
            self._p.restore()
            if wide >= 20:
                icon = theme.icon_image("missing", t.failed.ink, 14, self._ratio)
                middle = place.center()
                plate = QRectF(middle.x() - 9, middle.y() - 9, 18, 18)
                if wide >= 84:
                    plate.adjust(-26, 0, 26, 0)
                self._p.setPen(Qt.PenStyle.NoPen)
                self._p.setBrush(QColor(t.failed.fill))
                self._p.drawRoundedRect(plate, 3, 3)
                self._p.drawImage(QPointF(round(plate.left() + 2), round(plate.top() + 2)), icon)
                if wide >= 84:
                    self._p.setPen(QColor(t.failed.ink))
                    self._p.drawText(plate.adjusted(20, 0, 0, 0), _LEFT, "Missing")

    def _holds(self) -> None:
        """From each held drawing a line to the end of its hold."""
        g, lane = self._geometry, self._lanes.line
        if g.scale < 3:
            return
        y = lane.bottom - 4.5
        lines, dots = [], []
        for hold in runs_in(self._scene.holds, g.visible):
            start, end = g.center(hold.first - 1), g.center(hold.last)
            lines += [QLineF(start, y, end, y), QLineF(end, y - 2.5, end, y + 2.5)]
            if g.scale >= 6:
                dots.append(QPointF(start, y))
        self._p.setPen(QPen(QColor(self._tokens.text_dim), 1.2))
        self._p.drawLines(lines)
        self._p.setPen(QPen(QColor(self._tokens.text_dim), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        self._p.drawPoints(dots)

    def _keys(self, chosen: int | None, hidden: int | None) -> None:
        g, lane = self._geometry, self._lanes.keys
        keys = [number for number in self._scene.keys if number != hidden] if hidden is not None else self._scene.keys
        places = key_places(keys, g, lane, self._scene.aspect)
        if g.scale * len(places) > g.width:  # keys on (nearly) every frame: thin them out to what can be told apart
            places = places[:: max(1, round(4 / g.scale))]
        for place in places:
            self._key(place, self._pictures.key(place.number) if place.picture else None, place.number == chosen)

    def _key(self, place: KeyPlace, picture: QImage | None, chosen: bool) -> None:
        t = self._tokens
        color = t.text if chosen else t.key
        if place.picture is not None:
            self._picture(place.picture, picture, 1.0)
            self._p.setPen(QPen(QColor(color), 2 if chosen else 1.2))
            self._p.setBrush(Qt.BrushStyle.NoBrush)
            self._p.drawRect(place.picture)
        self._p.drawImage(place.marker.topLeft(), theme.icon_image("key-marker", color, 12, self._ratio))

    def _bars(self, chosen: int | None) -> None:
        g, lane, t = self._geometry, self._lanes.segments, self._tokens
        for bar in bars_in(self._scene.bars, g.visible):
            bars.paint_bar(self._p, bar_rect(bar, g, lane), g.left, bar.work, bar.index == chosen, t)

    def _headers(self) -> None:
        """The names of the rows, with what there is to count."""
        t, scene = self._tokens, self._scene
        self._p.fillRect(QRectF(0, 0, HEADER, self._lanes.bottom), QColor(t.panel))
        done = sum(1 for bar in scene.bars if bar.work.status in (Status.READY, Status.LOCKED))
        rows = (
            (self._lanes.ruler, "Frame", ""),
            (self._lanes.line, "Line art", _count(scene.drawings, "drawing")),
            (self._lanes.keys, "Keys", _count(len(scene.keys), "key") if scene.keys else "none yet"),
            (self._lanes.segments, "Segments", f"{done} of {len(scene.bars)} ready"),
        )
        for lane, name, count in rows:
            place = QRectF(12, lane.top, HEADER - 16, lane.height)
            upper = place.adjusted(0, 0, 0, -lane.height / 2 + 1) if count else place
            self._p.setFont(theme.font(SIZES.text_small))
            self._p.setPen(QColor(t.text))
            bottom = Qt.AlignmentFlag.AlignBottom if count else Qt.AlignmentFlag.AlignVCenter
            self._p.drawText(upper, Qt.AlignmentFlag.AlignLeft | bottom, name)
            if count:
                self._p.setPen(QColor(t.text_dim))
                lower = place.adjusted(0, lane.height / 2 + 1, 0, 0)
                self._p.drawText(lower, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, count)

    # Moving

    def over(self, moving: Moving) -> None:
        """Playhead, dragged key and drop target."""
        g = self._geometry
        self._p.setClipRect(QRectF(g.left, 0, g.width, self._lanes.bottom))
        if moving.drop is not None:
            self._target(moving.drop, "Lay key")
        if moving.key is not None:
            self._dragged(*moving.key)
        self._playhead(moving.number)

    def _playhead(self, number: int) -> None:
        g, t, lanes = self._geometry, self._tokens, self._lanes
        color = QColor(t.accent)
        if g.scale >= 8:
            tint = QColor(color)
            tint.setAlphaF(0.16)
            self._p.fillRect(QRectF(g.x(number), lanes.line.top, g.scale, lanes.keys.bottom - lanes.line.top), tint)
        x = g.center(number)
        self._p.setPen(QPen(QColor(t.sunken), 3.5))
        self._p.drawLine(QLineF(x, lanes.ruler.bottom, x, lanes.bottom))
        self._p.setPen(QPen(color, 1.5))
        self._p.drawLine(QLineF(x, lanes.ruler.bottom - 4, x, lanes.bottom))
        self._flag(number, str(number), color, QColor(t.on_accent))

    def _flag(self, number: int, text: str, color: QColor, ink: QColor) -> None:
        """A label in the ruler, kept in view where its frame is at the edge."""
        g, lane, t = self._geometry, self._lanes.ruler, self._tokens
        step = self._label_step()
        self._p.setFont(theme.font(SIZES.text_small, bold=True))
        wide = QFontMetricsF(self._p.font()).horizontalAdvance(text) + 12
        x = g.center(number)
        left = min(max(x - wide / 2, g.left), g.right - wide)
        place = QRectF(left, lane.top + 3, wide, lane.height - 8)
        first = g.number_at(left) - g.number_at(left) % step - step
        for other in range(first, g.number_at(left + wide) + 2 * step, step):
            if self._label(other).adjusted(8, 0, -8, 0).intersects(place):  # half a number beside the flag misleads
                self._p.fillRect(self._label(other), QColor(t.panel))
        self._p.setPen(Qt.PenStyle.NoPen)
        self._p.setBrush(color)
        self._p.drawRoundedRect(place, 3, 3)
        self._p.drawPolygon(
            QPolygonF([QPointF(x - 4, place.bottom()), QPointF(x + 4, place.bottom()), QPointF(x, lane.bottom)])
        )
        self._p.setPen(ink)
        self._p.drawText(place, _CENTER, text)

    def _dragged(self, number: int, to: int) -> None:
        self._target(to, "Move key" if number != to else "Key")
        place = key_places([to], self._geometry, self._lanes.keys, self._scene.aspect)
        for key in place:
            self._p.setOpacity(0.9)
            self._key(KeyPlace(to, key.marker, key.picture), self._pictures.key(number), chosen=True)
            self._p.setOpacity(1.0)

    def _target(self, number: int, text: str) -> None:
        """The frame on which something is about to land."""
        g, t, lanes = self._geometry, self._tokens, self._lanes
        tint = QColor(t.key)
        tint.setAlphaF(0.22)
        wide = max(3.0, g.scale)
        self._p.fillRect(
            QRectF(g.center(number) - wide / 2, lanes.line.top, wide, lanes.keys.bottom - lanes.line.top), tint
        )
        self._flag(number, f"{text} {number}", QColor(t.key), QColor(t.on_key))


def _count(many: int, thing: str) -> str:
    return f"{many} {thing}" if many == 1 else f"{many} {thing}s"


def playhead_band(geometry: Geometry, number: int, digits: int) -> Span:
    """The columns of px that the playhead at this frame covers, its label included."""
    x, half = geometry.center(number), max(geometry.scale / 2, digits * 6.0 + 10) + 52
    low = min(x - half, geometry.right - 2 * half)
    high = max(x + half, geometry.left + 2 * half)
    return Span(int(low) - 1, int(high) + 2)
