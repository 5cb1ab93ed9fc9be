"""Color hints: where each is seen on which frame, and the regions that take their colors from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.draft.coloring import Coloring
from engine.draft.recent import Recent
from engine.imaging.palette import Palette
from engine.imaging.tracking import Followed, Motion, Place, Reel, Sketch, motion, sketch
from engine.pictures import drawing_name, read_line
from engine.protocol.messages import ColorHint, ColorizeShot

_SKETCHES, _MOTIONS = 64, 128


@dataclass(frozen=True)
class Spot:
    """A hint as it is seen on one frame: `x` and `y` as shares of the picture, `color` as a color number."""

    x: float
    y: float
    color: int


def color_number(hint: ColorHint) -> int:
    """The hint's color as the palettes of pictures number it."""
    red, green, blue = hint.color
    return red << 16 | green << 8 | blue


def regions_hinted(labels: np.ndarray, spots: Sequence[Spot]) -> dict[int, Spot]:
    """For each region of (H, W) labels in which a hint is seen, the hint: of several the last.

    Labels go on under the lines, so that a hint on ink belongs to the nearest region.
    """
    height, width = labels.shape
    hinted: dict[int, Spot] = {}
    for spot in spots:
        row, column = spot_pixel(spot, height, width)
        hinted[int(labels[row, column])] = spot
    return hinted


def spot_pixel(spot: Spot, height: int, width: int) -> tuple[int, int]:
    """The row and the column of the pixel that a hint lies on."""
    return min(max(int(spot.y * height), 0), height - 1), min(max(int(spot.x * width), 0), width - 1)


def overridden(coloring: Coloring, spots: Sequence[Spot], palette: Palette) -> Coloring:
    """The coloring with every region in which a hint is seen in the hint's color, which is certain.

    The palette has the colors of all hints. In a region that holds borders without ink, only what has the color under
    the hint takes the new one, so that shadows stay.
    """
    if not spots:
        return coloring
    colors, sure, best = coloring.colors.copy(), coloring.sure.copy(), coloring.best.copy()
    for region, spot in regions_hinted(coloring.labels, spots).items():
        index = palette.find(np.array([spot.color]))[0]
        inside = coloring.labels == region
        under = colors[spot_pixel(spot, *colors.shape)]
        if coloring.mixed[region]:
            inside &= colors == under
        if not coloring.mixed[region] or best[region] == under:
            best[region] = index
        colors[inside] = index
        sure[region] = 1
    return replace(coloring, colors=colors, sure=sure, best=best)


class ShotHints:
    """The hints of a request, followed between the keys around each anchor when they are first asked for there.

    Positions are those of the request's frames; a stretch is the positions from one key to the next, both included, or
    to the end of the shot.
    """

    def __init__(self, request: ColorizeShot, keys: Sequence[int]) -> None:
        """`keys` are the positions of the keys, sorted."""
        self._request = request
        self._keys = keys
        first = request.frames[0].number if request.frames else 0
        self._anchors = [
            {
                anchor.number - first: Place(anchor.x, anchor.y)
                for anchor in hint.anchors
                if 0 <= anchor.number - first < len(request.frames)
            }
            for hint in request.hints
        ]
        self._only = [
            range(hint.only[0] - first, hint.only[1] - first + 1) if hint.only is not None else None
            for hint in request.hints
        ]
        self._followed: dict[range, Followed | None] = {}
        self._sketches: Recent[str, Sketch] = Recent(_SKETCHES)
        self._motions: Recent[tuple[str, str], Motion] = Recent(_MOTIONS)

    def stretch(self, key: int, step: int) -> range:
        """The positions that the key on `key` colors after itself (`step` 1) or before itself (-1)."""
        at = self._keys.index(key)
        if step > 0:
            after = self._keys[at + 1] if at + 1 < len(self._keys) else len(self._request.frames) - 1
            return range(key, after + 1)
        return range(self._keys[at - 1] if at else 0, key + 1)

    def colors(self, key: int) -> np.ndarray:
        """(n,) int32 color numbers of the hints on either side of a key that are carried on."""
        return self._numbers(key, carried=True)

    def fill_colors(self, key: int) -> np.ndarray:
        """(n,) int32 color numbers of the hints on either side of a key that count on some frames alone."""
        return self._numbers(key, carried=False)

    def _numbers(self, key: int, carried: bool) -> np.ndarray:
        near = {place for step in (-1, 1) for place in self._within(self.stretch(key, step))}
        asked = [self._request.hints[hint] for hint in near if (self._only[hint] is None) == carried]
        return np.array(sorted({color_number(hint) for hint in asked}), np.int32)

    def _within(self, stretch: range) -> list[int]:
        """Which hints have an anchor there."""
        return [hint for hint, anchors in enumerate(self._anchors) if any(at in stretch for at in anchors)]

    def follow(self, stretch: range, first: int, last: int) -> Iterator[None]:
        """Find out where hints are seen between two positions of a stretch; yields before each drawing that is looked
        at, which are those from there to the anchors alone. Raises BadRequest."""
        followed = self._followed_in(stretch)
        if followed is not None:
            yield from followed.through(first - stretch.start, last - stretch.start)

    def _followed_in(self, stretch: range) -> Followed | None:
        """None where no hint is."""
        if stretch not in self._followed:
            anchors = [
                {at - stretch.start: place for at, place in self._anchors[hint].items() if at in stretch}
                for hint in self._within(stretch)
            ]
            reel = Reel(
                [self._name(at) for at in stretch],
                lambda at: self._sketch(stretch[at]),
                lambda one, other: self._motion(stretch[one], stretch[other]),
            )
            self._followed[stretch] = Followed(reel, anchors) if anchors else None
        return self._followed[stretch]

    def seen(self, at: int, stretch: range) -> tuple[Spot, ...]:
        """The hints seen at a position of a stretch that are carried on from there, in the order they were made.
        Raises BadRequest."""
        return tuple(spot for hint, spot in self._spots(at, stretch) if self._only[hint] is None)

    def filled(self, at: int, stretch: range) -> tuple[Spot, ...]:
        """Those that count on some frames alone, seen at a position of a stretch that is one of them. Raises
        BadRequest."""
        return tuple(spot for hint, spot in self._spots(at, stretch) if at in (self._only[hint] or ()))

    def _spots(self, at: int, stretch: range) -> list[tuple[int, Spot]]:
        """All hints seen there, each with its number."""
        followed = self._followed_in(stretch)
        if followed is None:
            return []
        for _ in self.follow(stretch, at, at):
            pass
        hints, (width, height) = self._within(stretch), (self._request.width, self._request.height)
        return [
            (
                hints[point],
                Spot(
                    round((place.x + 0.5) / width, 5),
                    round((place.y + 0.5) / height, 5),
                    color_number(self._request.hints[hints[point]]),
                ),
            )
            for point, place in followed.places(at - stretch.start).items()
        ]

    def _name(self, at: int) -> str:
        return drawing_name(self._request.frames[at])

    def _sketch(self, at: int) -> Sketch:
        frame = self._request.frames[at]
        return self._sketches.get(self._name(at), lambda: sketch(read_line(self._request, frame)))

    def _motion(self, one: int, other: int) -> Motion:
        if (turned := self._motions.find((self._name(other), self._name(one)))) is not None:
            return Motion(turned.back, turned.there)
        names = (self._name(one), self._name(other))
        return self._motions.get(names, lambda: motion(self._sketch(one), self._sketch(other)))
