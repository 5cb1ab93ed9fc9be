"""Paints the timeline: the shot at rest (ruler, line art, keys, prompts, segments) and, above it, what moves."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.language import tr
from app.project.model import Prompt, Span
from app.ui import theme
from app.ui.timeline import bars
from app.ui.timeline.flaws import paint_flaws
from app.ui.timeline.geometry import Geometry, picture_step
from app.ui.timeline.lanes import HEADER, Lane, Lanes
from app.ui.timeline.ruler import Marked, Rule, RulerPainter
from app.ui.timeline.scene import KeyPlace, PromptBar, Scene, bar_rect, bars_in, key_places, prompt_rect, runs_in
from app.ui.tokens import SIZES, Tokens

_SIZES_KEPT = 512
_ADD_PROMPT = "Add prompt: double-click here"
_RULERS = {"frame": "Frame", "timecode": "Timecode", "feet": "Feet + frames"}
_WITHIN = Qt.ClipOperation.IntersectClip
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
    prompt: int | None = None


@dataclass(frozen=True)
class Moving:
    """What moves above the shot: playhead, a key being dragged (from, to), a prompt being dragged (its place, where
    to), the frame a drop would land on."""

    number: int
    key: tuple[int, int] | None = None
    prompt: tuple[int, Span] | None = None
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
        rule: Rule,
        tokens: Tokens,
    ) -> None:
        self._p, self._scene, self._geometry, self._lanes = painter, scene, geometry, lanes
        self._pictures, self._sizes, self._rule, self._tokens = pictures, sizes, rule, tokens
        self._ruler = RulerPainter(painter, geometry, lanes.ruler, rule, tokens)
        self._ratio = painter.device().devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)

    # At rest

    def shot(self, chosen: Chosen, moving: Moving) -> None:
        """Everything but what moves."""
        t = self._tokens
        for lane in self._lanes.all[:-1]:
            self._p.fillRect(self._row(lane), QColor(t.panel if lane.name == "ruler" else t.sunken))
        self._p.save()
        self._p.setClipRect(QRectF(self._geometry.left, 0, self._geometry.width, self._lanes.bottom))
        self._ruler.scale()
        self._p.save()
        self._p.setClipRect(QRectF(0, 0, self._geometry.x(self._geometry.span.last + 1), self._lanes.bottom), _WITHIN)
        self._line()
        self._p.restore()
        paint_flaws(self._p, self._scene, self._geometry, self._lanes.line, self._tokens)
        self._holds()
        self._keys(chosen.key, moving.key[0] if moving.key else None)
        self._prompts(chosen.prompt, moving.prompt[0] if moving.prompt else None)
        self._p.restore()
        self._p.fillRect(QRectF(0, 0, HEADER, self._lanes.bottom), QColor(t.panel))
        keys, prompts = self._scene.keys, self._scene.prompts
        self._header(self._lanes.ruler, _RULERS[self._rule.kind], "")
        self._header(self._lanes.line, "Line art", _count(self._scene.drawings, "drawing"))
        self._header(self._lanes.keys, "Keys", _count(len(keys), "key") if keys else "none yet")
        if self._lanes.prompts.height:
            self._header(self._lanes.prompts, f"Prompts ({len(prompts)})" if prompts else "Prompts", "")
        self.segments(chosen.segment)

    def segments(self, chosen: int | None) -> None:
        """The row of segments alone, which changes often while coloring."""
        g, lane, t, all_bars = self._geometry, self._lanes.segments, self._tokens, self._scene.bars
        self._p.fillRect(self._row(lane), QColor(t.sunken))
        self._p.save()
        self._p.setClipRect(self._row(lane))
        for bar in bars_in(all_bars, g.visible):
            bars.paint_bar(self._p, bar_rect(bar, g, lane), g.left, bar, bar.index == chosen, t)
        self._p.restore()
        done = sum(bar.good for bar in all_bars)
        self._p.fillRect(QRectF(0, lane.top, HEADER, lane.height), QColor(t.panel))
        self._header(lane, "Segments", f"{done} of {len(all_bars)} ready")

    def _row(self, lane: Lane) -> QRectF:
        return QRectF(self._geometry.left, lane.top, self._geometry.width, lane.height)

    def _line(self) -> None:
        """The strip of line art: a picture every so many frames on a fixed grid."""
        g, lane, line = self._geometry, self._lanes.line, self._scene.line
        tall = lane.height - 14
        wide = tall * self._scene.aspect
        step = picture_step(g.scale, wide + 2)
        visible = g.visible
        first = visible.first - (visible.first - g.span.first) % step
        for place in range(first, visible.last + 1, step):
            ahead = range(place, min(place + step, g.span.last + 1))
            number = next((number for number in ahead if line.frames[number - g.span.first].path), None)
            if number is None:
                continue
            x = g.center(number) - wide / 2 if step == 1 else g.x(place)
            held = step == 1 and number in line.holds
            self._picture(QRectF(x, lane.top + 4, wide, tall), self._pictures.line(number), 0.35 if held else 1.0)

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
            every = max(1, round(4 / g.scale))
            places = [place for at, place in enumerate(places) if place.picture is not None or at % every == 0]
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

    def _prompts(self, chosen: int | None, hidden: int | None) -> None:
        """The words for ranges of frames, or how to say some."""
        self._p.setFont(theme.font(SIZES.text_small))
        if not self._scene.prompts and self._lanes.prompts.height:
            self._hint()
        for bar in self._scene.prompts:
            if bar.index != hidden:
                self._prompt(bar, bar.index == chosen)

    def _hint(self) -> None:
        """How to say the first words, on a ground of its own: the playhead does not go through it."""
        t = self._tokens
        self._p.setFont(theme.font(SIZES.text_small))
        unread = self._scene.prompts_unread
        words = tr(_ADD_PROMPT) + (f"   ({tr(unread)})" if unread else "")
        wide = self._p.fontMetrics().horizontalAdvance(words)
        place = self._row(self._lanes.prompts).adjusted(SIZES.space_m, 0, 0, 0)
        place.setWidth(min(place.width(), wide + SIZES.space_m))
        self._p.fillRect(place.adjusted(-SIZES.space_m, 0, 0, 0), QColor(t.sunken))
        self._p.setPen(QColor(t.text_dim))
        self._p.drawText(place, _LEFT, words)

    def _prompt(self, bar: PromptBar, chosen: bool) -> None:
        g, t = self._geometry, self._tokens
        place = prompt_rect(bar, self._scene.prompt_rows, g, self._lanes.prompts)
        if place.right() < g.left or place.left() > g.right:
            return
        place = place.adjusted(0.5, 0.5, -0.5, -0.5)
        self._p.setPen(QPen(QColor(t.text if chosen else t.border_strong), 2 if chosen else 1))
        self._p.setBrush(QColor(t.raised))
        self._p.drawRoundedRect(place, min(3.0, place.width() / 4), min(3.0, place.height() / 4))
        begin = max(place.left(), g.left) + 6
        room = min(place.right(), g.right) - 6 - begin
        if place.height() < 13 or room < 14:
            return
        self._p.drawImage(
            QPointF(round(begin), round(place.center().y() - 6)),
            theme.icon_image("prompt", t.text_dim, 12, self._ratio),
        )
        text = bars.said(bar.prompt)
        text = tr(f"Whole shot: {text}") if bar.prompt.span is None else text
        elided = self._p.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room - 17))
        self._p.setPen(QColor(t.text))
        self._p.drawText(QRectF(begin + 17, place.top(), room - 17, place.height()), _LEFT, elided)

    def _header(self, lane: Lane, name: str, count: str) -> None:
        """The name of a row, with what there is to count."""
        t = self._tokens
        place = QRectF(12, lane.top, HEADER - 16, lane.height)
        upper = place.adjusted(0, 0, 0, -lane.height / 2 + 1) if count else place
        self._p.setFont(theme.font(SIZES.text_small))
        self._p.setPen(QColor(t.text))
        bottom = Qt.AlignmentFlag.AlignBottom if count else Qt.AlignmentFlag.AlignVCenter
        self._p.drawText(upper, Qt.AlignmentFlag.AlignLeft | bottom, tr(name))
        if count:
            self._p.setPen(QColor(t.text_dim))
            lower = place.adjusted(0, lane.height / 2 + 1, 0, 0)
            self._p.drawText(lower, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, tr(count))

    # Moving

    def over(self, moving: Moving, marked: Marked, chosen: Chosen) -> None:
        """Range and cached frames, playhead, dragged key or prompt, drop target."""
        g = self._geometry
        self._p.setClipRect(QRectF(g.left, 0, g.width, self._lanes.bottom), _WITHIN)
        self._ruler.marks(marked)
        self._ruler.notes(self._scene.notes)
        landing = (moving.drop, "Lay key") if moving.drop is not None else None
        if moving.key is not None:
            start, to = moving.key
            landing = (to, "Move key" if start != to else "Key")
        flag = self._ruler.flag_place(moving.number, self._rule.label(moving.number))
        hidden = landing and self._ruler.flag_place(landing[0], self._words(*landing)).intersects(flag)
        in_view = g.left - g.scale / 2 <= g.center(moving.number) <= g.right + g.scale / 2
        self._playhead(moving.number, flagged=in_view and not hidden)
        if moving.number in self._scene.keys and (moving.key is None or moving.key[0] != moving.number):
            self._marker(moving.number, chosen.key == moving.number)
        if landing is not None:
            self._target(*landing)
        if moving.key is not None:
            self._dragged(*moving.key)
        if moving.prompt is not None:
            self._dragged_prompt(*moving.prompt)

    def _playhead(self, number: int, flagged: bool) -> None:
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
        if not self._scene.prompts and self._lanes.prompts.height:
            self._hint()
        if flagged:
            self._ruler.flag(number, self._rule.label(number), color, QColor(t.on_accent))

    def _marker(self, number: int, chosen: bool) -> None:
        """The marker of the key on the playhead's frame once more: the line would hide it."""
        for key in key_places([number], self._geometry, self._lanes.keys, self._scene.aspect):
            color = self._tokens.text if chosen else self._tokens.key
            self._p.fillRect(key.marker.adjusted(0, -1, 0, 1), QColor(self._tokens.sunken))
            self._p.drawImage(key.marker.topLeft(), theme.icon_image("key-marker", color, 12, self._ratio))

    def _dragged(self, number: int, to: int) -> None:
        for key in key_places([to], self._geometry, self._lanes.keys, self._scene.aspect):
            self._p.setOpacity(0.9)
            self._key(KeyPlace(to, key.marker, key.picture), self._pictures.key(number), chosen=True)
            self._p.setOpacity(1.0)

    def _dragged_prompt(self, index: int, to: Span) -> None:
        """A prompt where it would lie, with the frames it would speak of."""
        bar = next((bar for bar in self._scene.prompts if bar.index == index), None)
        if bar is None:
            return
        self._p.setFont(theme.font(SIZES.text_small))
        where = tr(f"{self._rule.label(to.first)} to {self._rule.label(to.last)}")
        frames = f"{where}: {bars.said(bar.prompt)}"
        self._prompt(replace(bar, span=to, prompt=Prompt(frames, to)), chosen=True)

    def _target(self, number: int, text: str) -> None:
        """The frame on which something is about to land."""
        g, t, lanes = self._geometry, self._tokens, self._lanes
        tint = QColor(t.key)
        tint.setAlphaF(0.22)
        wide = max(3.0, g.scale)
        self._p.fillRect(
            QRectF(g.center(number) - wide / 2, lanes.line.top, wide, lanes.keys.bottom - lanes.line.top), tint
        )
        self._ruler.flag(number, self._words(number, text), QColor(t.key), QColor(t.on_key))

    def _words(self, number: int, text: str) -> str:
        return f"{tr(text)} {self._rule.label(number)}"


def _count(many: int, thing: str) -> str:
    return f"{many} {thing}" if many == 1 else f"{many} {thing}s"


def playhead_band(geometry: Geometry, number: int, letters: int) -> Span:
    """The columns of px that the playhead at this frame covers, its label of so many letters included."""
    x, half = geometry.center(number), max(geometry.scale / 2, letters * 6.0 + 10) + 52
    low = min(x - half, geometry.right - 2 * half)
    high = max(x + half, geometry.left + 2 * half)
    return Span(int(low) - 1, int(high) + 2)
