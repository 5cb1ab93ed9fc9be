"""Onion skin: the drawings before and after the one looked at, tinted over it on the canvas and nowhere else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import cv2
import numpy as np
from PySide6.QtGui import QColor, QImage

from app.media.pictures import PictureKey
from app.project.model import LineArt
from app.ui import theme
from app.ui.viewer.companion import Companion, Setting
from app.ui.viewer.pixels import image_of, pixels_of

MOST = 5  # drawings on one side
_NEAREST, _FALL = 0.9, 0.68  # opacity of the nearest drawing, and of each one compared with the one nearer
_EDGE, _EDGE_OF = 0.7, 540  # opacity of the light edge around a line, and the height of a picture in its widths

Side = Literal["before", "after", "pinned"]
Tint = tuple[QImage, tuple[int, int, int], float]  # a drawing, its color, its opacity


@dataclass(frozen=True)
class Skin:
    """What the artist wants to see through: how many drawings (or frames) on each side, and frames that stay."""

    before: int = 3
    after: int = 0
    by: Literal["drawing", "frame"] = "drawing"
    pinned: tuple[int, ...] = ()


@dataclass(frozen=True)
class Ghost:
    """One drawing seen through."""

    number: int
    side: Side
    opacity: float


def ghosts(line: LineArt, number: int, skin: Skin) -> tuple[Ghost, ...]:
    """The drawings seen through at a frame, the faintest first; none without a file, none that is the frame's own."""
    if skin.by == "drawing":
        numbers: Sequence[int] = line.begins
        here = bisect_right(numbers, number) - 1
    else:
        numbers, here = range(line.span.first, line.span.last + 1), number - line.span.first
    before = numbers[max(0, here - skin.before) : here][::-1]
    after = numbers[here + 1 : here + 1 + skin.after]
    found = [Ghost(at, "pinned", _NEAREST) for at in skin.pinned if at in line.span]
    sides: tuple[tuple[Side, Sequence[int]], ...] = (("before", before), ("after", after))
    found += [Ghost(at, side, _NEAREST * _FALL**away) for side, them in sides for away, at in enumerate(them)]
    seen, own = [], line.drawing(number).digest
    for ghost in found:
        digest = line.drawing(ghost.number).digest
        if digest and digest != own:
            seen.append(ghost)
    return tuple(sorted(seen, key=lambda ghost: ghost.opacity))


class OnionSkin(Companion):
    """Keeps the canvas's skin as it should be at the playhead; away while playing."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._on, self._skin = False, Skin()
        self._recipe: tuple[tuple[PictureKey, tuple[int, int, int], float], ...] = ()
        self._own: PictureKey | None = None  # the drawing looked at, whose lines stay on top
        self._drawings: dict[PictureKey, QImage] = {}
        playhead = self._playhead
        for signal in (playhead.moved, playhead.shot_changed, playhead.playing_changed, self._document.changed):
            signal.connect(self._look)

    @property
    def on(self) -> bool:
        """Whether it is shown while nothing plays."""
        return self._on

    @property
    def skin(self) -> Skin:
        """What is seen through."""
        return self._skin

    def set_on(self, on: bool) -> None:
        """Show it, or not."""
        self._on = on
        self._look()
        self.changed.emit()

    def set_skin(self, skin: Skin) -> None:
        """See through to these, from 0 to MOST on each side; nobody sets it to leave it off, so it is shown."""
        counts = (min(max(count, 0), MOST) for count in (skin.before, skin.after))
        self._skin = replace(skin, before=next(counts), after=next(counts))
        self.set_on(True)

    def toggle_pin(self, number: int) -> None:
        """Let a frame stay in view wherever the playhead goes, or no longer."""
        pinned = set(self._skin.pinned) ^ {number}
        self.set_skin(replace(self._skin, pinned=tuple(sorted(pinned))))

    def _look(self) -> None:
        """Show what belongs to the playhead's frame, or have it made."""
        line, number = self._document.shot.line, self._playhead.number
        if not self._on or self._playhead.playing or line is None or number not in line.span:
            self._recipe, self._own = (), None
            self._canvas.show_skin(QImage(), "")
            return
        found = ghosts(line, number, self._skin)
        tokens = theme.tokens()
        tints = {"before": tokens.skin_before, "after": tokens.skin_after, "pinned": tokens.skin_pinned}
        recipe = tuple(
            (self._frames.names.of(ghost.number, "line"), _rgb(tints[ghost.side]), ghost.opacity) for ghost in found
        )
        own = self._frames.names.of(number, "line")
        if (own, recipe) == (self._own, self._recipe) and recipe:
            return
        self._own, self._recipe = own, recipe
        made = self._darkroom.find(self._name())
        if made is not None or not recipe:
            self._canvas.show_skin(made or QImage(), words(found, self._skin))
            return
        self._drawings = {key: self._drawings[key] for key in self._needed() if key in self._drawings}
        self._wishes.want(key for key in self._needed() if key not in self._drawings)
        self._develop()

    def _name(self) -> tuple[object, ...]:
        """What the darkroom knows the wanted picture by."""
        return "onion", self._own, self._recipe

    def _needed(self) -> list[PictureKey]:
        """The drawings that the wanted picture is made from."""
        own = [self._own] if self._own is not None else []
        return [*own, *(key for key, _, _ in self._recipe)]

    def _came(self, key: PictureKey, image: QImage | None) -> None:
        if key in self._needed():
            self._drawings[key] = image or QImage()  # one that cannot be read is left out
            self._develop()

    def _develop(self) -> None:
        """Have the skin made once all its drawings are there."""
        if self._recipe and all(key in self._drawings for key in self._needed()):
            own = self._drawings[self._own] if self._own is not None else QImage()
            tinted = [
                (self._drawings[key], tint, opacity)
                for key, tint, opacity in self._recipe
                if not self._drawings[key].isNull()
            ]
            if tinted:
                self._darkroom.want("onion", self._name(), partial(compose, tinted, own))

    def _made(self, name: object, image: QImage) -> None:
        line, number = self._document.shot.line, self._playhead.number
        if self._recipe and name == self._name() and line is not None and number in line.span:
            self._canvas.show_skin(image, words(ghosts(line, number, self._skin), self._skin))


def words(found: Sequence[Ghost], skin: Skin) -> str:
    """What is seen through, for the corner of the canvas."""
    before, after, pinned = (sum(ghost.side == side for ghost in found) for side in ("before", "after", "pinned"))
    told = ((before, f"{before} before"), (after, f"{after} after"), (pinned, f"{pinned} pinned"))
    parts = [part for count, part in told if count]
    return "Onion skin: " + (", ".join(parts) if parts else f"no other {skin.by} here")


def compose(tinted: Sequence[Tint], own: QImage | None = None) -> QImage:
    """The drawings (dark lines on white, one size) on nothing, the color of the last one on top; for any thread.

    Each line has a light edge, by which it is seen on any color, and the lines of the drawing looked at, `own`, are
    left free. Drawings of one color are put together before they are tinted, on one channel instead of four.
    """
    clear: dict[tuple[int, int, int], np.ndarray] = {}  # by color: how much shows through, in the order of painting
    for image, tint, opacity in tinted:
        shows = cv2.LUT(_paper(image), _bytes(255 - (255 - np.arange(256)) * opacity))
        before = clear.pop(tint, None)
        clear[tint] = shows if before is None else cv2.multiply(before, shows, scale=1 / 255)
    result, pixels = image_of(tinted[0][0].width(), tinted[0][0].height(), QImage.Format.Format_ARGB32_Premultiplied)
    for place, ((red, green, blue), shows) in enumerate(clear.items()):
        ink = 255 - np.arange(256)
        layer = cv2.merge([cv2.LUT(shows, _bytes(ink * share / 255)) for share in (blue, green, red, 255)])
        if place:
            cv2.add(layer, cv2.multiply(pixels, cv2.merge([shows] * 4), scale=1 / 255), dst=pixels)
        else:
            pixels[:] = layer
    paper = _paper(own) if own is not None and own.size() == result.size() else None
    edge = _edges(list(clear.values()), paper)
    cv2.add(pixels, cv2.merge([edge] * 4), dst=pixels)
    if paper is not None:
        cv2.multiply(pixels, cv2.merge([paper] * 4), dst=pixels, scale=1 / 255)
    return result


def _edges(clear: Sequence[np.ndarray], own: np.ndarray | None) -> np.ndarray:
    """How much white lies around the lines of what shows through, premultiplied; uint8 (H, W). Lines that have not
    moved, which `own` covers, have no edge."""
    shows = clear[0]
    for more in clear[1:]:
        shows = cv2.multiply(shows, more, scale=1 / 255)
    wide = max(1, round(shows.shape[0] / _EDGE_OF)) * 2 + 1
    ground = np.ones((wide, wide), np.uint8)
    moved = shows if own is None else cv2.max(shows, cv2.bitwise_not(cv2.erode(own, ground)))
    around = cv2.erode(moved, ground)
    return cv2.multiply(cv2.subtract(moved, around), shows, scale=_EDGE / 255)


def _paper(image: QImage) -> np.ndarray:
    """How light each pixel of a drawing is, 0 for ink; uint8 (H, W)."""
    channels = cv2.split(pixels_of(image.convertToFormat(QImage.Format.Format_RGB32)))
    return cv2.min(cv2.min(channels[0], channels[1]), channels[2])


def _bytes(table: np.ndarray) -> np.ndarray:
    return np.rint(table).astype(np.uint8)


def _rgb(color: str) -> tuple[int, int, int]:
    made = QColor(color)
    return made.red(), made.green(), made.blue()
