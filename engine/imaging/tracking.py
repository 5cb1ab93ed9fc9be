"""Follows places through drawings, along the flow of the lines and from region to region."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from engine.imaging.flow import flow_between, nearness
from engine.imaging.ink import distance_to_ink, ink_mask
from engine.imaging.regions import segment

SIDE = 640
"""Drawings are followed at this longest side; the lengths below are pixels of such a picture."""
REACH = 20.0
GAP = 5.6
MISSED = 1.5
"""A round trip there and back that ends farther away is not trusted near lines."""
SNAP = 12.0
"""How far a place is led back into its region at most."""
SAME_SHARE = 0.5
"""A region is the same one when more than this share of it goes over into the other, and the other way round."""
SAME_AREA = 0.4
"""And when neither is smaller than this share of the other."""
CLEAR = 2.0
"""A place led back into its region keeps so far from the lines where there is room."""


class Place(NamedTuple):
    """A point of a picture, in its pixels from the middle of the top left one."""

    x: float
    y: float


@dataclass(frozen=True)
class Sketch:
    """A drawing as tracking sees it, h x w pixels with a longest side of SIDE; about 4 bytes a pixel.

    `near` (h, w) uint8 is what flow is measured on, `labels` (h, w) uint16 the regions, `clear` (h, w) uint8 four
    times the distance to the next ink, as far as that goes. `scale` is its size as a share of the drawing's.
    """

    near: np.ndarray
    labels: np.ndarray
    clear: np.ndarray
    scale: float

    @property
    def blank(self) -> bool:
        """Whether there is no ink at all."""
        return bool(self.clear.all())


@dataclass(frozen=True)
class Motion:
    """The flow from a drawing to the next and back: (h, w, 2) float16 at half a sketch's size, in sketch pixels."""

    there: np.ndarray
    back: np.ndarray


def sketch(line: np.ndarray) -> Sketch:
    """What tracking needs of a (H, W) uint8 line layer, 255 where there is paper."""
    height, width = line.shape
    scale = min(1.0, SIDE / max(height, width))
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    ink = ink_mask(line)
    near = nearness(ink, size, REACH)
    distance = distance_to_ink(ink) * scale
    if size != (width, height):
        distance = cv2.resize(distance, size, interpolation=cv2.INTER_AREA)
    clear = np.where(distance < 0.5, 0, np.clip(distance * 4, 1, 255)).astype(np.uint8)
    labels = segment((clear == 0).astype(np.uint8), GAP).labels
    return Sketch(near, np.minimum(labels, 65535).astype(np.uint16), clear, scale)


def motion(before: Sketch, after: Sketch) -> Motion:
    """How the lines of one drawing become those of another."""
    return Motion(_halved(flow_between(before.near, after.near)), _halved(flow_between(after.near, before.near)))


def _halved(flow: np.ndarray) -> np.ndarray:
    """At half the size, where the search measures it anyway."""
    size = (max(1, flow.shape[1] // 2), max(1, flow.shape[0] // 2))
    return cv2.resize(flow, size, interpolation=cv2.INTER_AREA).astype(np.float16)


def _whole(flow: np.ndarray, like: np.ndarray) -> np.ndarray:
    """(h, w, 2) float32 at the size of a sketch's array."""
    return cv2.resize(flow.astype(np.float32), like.shape[::-1], interpolation=cv2.INTER_LINEAR)


def advance(before: Sketch, after: Sketch, moved: Motion, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where (n, 2) float64 places x, y of one sketch lie in the next: (n, 2), and (n,) bool whether they are seen.

    A region is followed as a whole: it is found again where most of it goes over into one region and most of that
    comes from it. A place goes with the flow if its round trip ends where it began and it comes to lie in that
    region; else it is led there. Where the region is not found again, or is too far away, the place is lost.
    """
    if not len(places):
        return places.copy(), np.zeros(0, bool)
    there, back = _whole(moved.there, before.near), _whole(moved.back, before.near)
    flown = places + _sampled(there, places)
    trusted = np.hypot(*(flown + _sampled(back, flown) - places).T) < MISSED
    height, width = after.near.shape
    inside = ((flown >= -0.5) & (flown < (width - 0.5, height - 0.5))).all(axis=1)
    into = _heirs(before, after, there, back, _at(before.labels, places))
    found, seen = np.array(flown), np.zeros(len(places), bool)
    for at in np.flatnonzero(inside & (into >= 0)):
        led = _led_into(after, int(into[at]), flown[at], bool(trusted[at]))
        if led is not None:
            found[at], seen[at] = led, True
    return found, seen


def _sampled(flow: np.ndarray, places: np.ndarray) -> np.ndarray:
    """(n, 2) flow at (n, 2) places between pixels; beyond the picture that of its edge."""
    x, y = (np.ascontiguousarray(places[:, None, axis], np.float32) for axis in (0, 1))
    return cv2.remap(flow, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[:, 0].astype(np.float64)


def _at(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """(n,) the pixels that (n, 2) places lie on; beyond the picture the nearest."""
    x, y = np.rint(places).astype(np.int64).T
    return values[np.clip(y, 0, values.shape[0] - 1), np.clip(x, 0, values.shape[1] - 1)]


def _heirs(before: Sketch, after: Sketch, there: np.ndarray, back: np.ndarray, own: np.ndarray) -> np.ndarray:
    """(n,) for each region `own` of the drawing before the one it has become, -1 where that cannot be told."""
    ours, of = np.unique(own, return_inverse=True)
    becomes = _shares(before, _pulled(after.labels, there), ours)
    best = becomes.argmax(axis=1)
    strong = becomes[np.arange(len(ours)), best] > SAME_SHARE
    theirs, which = np.unique(best, return_inverse=True)
    came = _shares(after, _pulled(before.labels, back), theirs)
    came = np.pad(came, ((0, 0), (0, max(0, int(ours.max()) + 1 - came.shape[1]))))
    mutual = came[which, ours] > SAME_SHARE
    areas = _areas(before)[ours], _areas(after)[best]
    alike = np.minimum(*areas) > SAME_AREA * np.maximum(*areas)
    return np.where(strong & mutual & alike, best, -1)[of]


def _areas(drawing: Sketch) -> np.ndarray:
    """(labels,) how many pixels of paper each region has."""
    return np.bincount(drawing.labels[drawing.clear > 0], minlength=int(drawing.labels.max()) + 1)


def _pulled(labels: np.ndarray, flow: np.ndarray) -> np.ndarray:
    """(h, w) labels of the other drawing, seen from this one."""
    height, width = labels.shape
    x = flow[..., 0] + np.arange(width, dtype=np.float32)
    y = flow[..., 1] + np.arange(height, dtype=np.float32)[:, None]
    return cv2.remap(labels, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)


def _shares(drawing: Sketch, other: np.ndarray, regions: np.ndarray) -> np.ndarray:
    """(r, labels) float64: of the paper of each of these regions, the share that lies on each label of `other`."""
    row = np.full(int(drawing.labels.max()) + 1, -1)
    row[regions] = np.arange(len(regions))
    rows = row[drawing.labels]
    counted = (rows >= 0) & (drawing.clear > 0)
    count = int(other.max()) + 1
    total = np.bincount(rows[counted] * count + other[counted], minlength=len(regions) * count)
    total = total.reshape(len(regions), count)
    return total / np.maximum(total.sum(axis=1, keepdims=True), 1)


def _led_into(after: Sketch, region: int, place: np.ndarray, trusted: bool) -> np.ndarray | None:
    """The place itself where it lies well in this region; else the nearest one that does, None if too far away."""
    where = place[None]
    least = 1 if trusted else 4 * CLEAR
    if _at(after.labels, where)[0] == region and _at(after.clear, where)[0] >= least:
        return place
    width = after.labels.shape[1]
    left, top = (max(0, int(value - SNAP)) for value in place)
    window = np.s_[top : int(place[1] + SNAP) + 2, left : min(width, int(place[0] + SNAP) + 2)]
    clear = np.where(after.labels[window] == region, after.clear[window], 0)
    if not clear.any():
        return None
    y, x = np.nonzero(clear >= min(4 * CLEAR, int(clear.max())))
    away = np.hypot(x + left - place[0], y + top - place[1])
    nearest = int(away.argmin())
    return np.array([x[nearest] + left, y[nearest] + top], np.float64) if away[nearest] <= SNAP else None


@dataclass(frozen=True)
class Reel:
    """The drawings that places are followed through, by position.

    `names` are equal for equal drawings and empty for blank ones; `sketch` reads a drawing, `motion` says how that of
    one position becomes that of another.
    """

    names: Sequence[str]
    sketch: Callable[[int], Sketch]
    motion: Callable[[int, int], Motion]


Anchors = Mapping[int, Place]  # position: place in pixels of the drawing


def follow(reel: Reel, points: Sequence[Anchors]) -> Generator[None, None, list[dict[int, Place]]]:
    """Where points are seen, from the positions they are anchored on: for each, position: place in drawing pixels.

    Yields before each drawing it comes to.
    """
    followed = Followed(reel, points)
    yield from followed.through(0, len(reel.names) - 1)
    found: list[dict[int, Place]] = [{} for _ in points]
    for at in range(len(reel.names)):
        for point, place in followed.places(at).items():
            found[point][at] = place
    return found


class Followed:
    """Points followed from the positions they are anchored on, as far as is asked for.

    Both ways from each anchor; between two, the nearer one's way counts. A drawing that comes again on the way from an
    anchor shows the place of the anchor on it. Blank drawings show none and are passed over. What is found on a frame
    depends on no other drawing than those from there to the anchors, and no other is looked at.
    """

    def __init__(self, reel: Reel, points: Sequence[Anchors]) -> None:
        end = len(reel.names)
        anchored = sorted(at for anchors in points for at in anchors if 0 <= at < end)
        first, last = (anchored[0], anchored[-1]) if anchored else (end, -1)
        self._forward = _Sweep(reel, points, range(first, end))
        self._backward = _Sweep(reel, points, range(last, -1, -1))

    def through(self, first: int, last: int) -> Iterator[None]:
        """Follow them so far that `places` knows these positions; yields before each drawing it comes to."""
        yield from self._forward.until(last)
        yield from self._backward.until(first)

    def places(self, at: int) -> dict[int, Place]:
        """Which points are seen at a position, and where: as the nearer anchor has it, the one before where both are
        as near."""
        one, other = self._forward.found.get(at, {}), self._backward.found.get(at, {})
        return {point: _nearer(one.get(point), other.get(point)) for point in sorted({*one, *other})}


@dataclass(frozen=True)
class _Seen:
    """A place on one frame, so many drawings away from the anchor it was followed from."""

    place: Place
    away: int


class _Sweep:
    """Each point on the frames after its anchors, in this order of positions; `found` by position and point."""

    def __init__(self, reel: Reel, points: Sequence[Anchors], order: range) -> None:
        self.found: dict[int, dict[int, _Seen]] = {}
        self._reel, self._points, self._left = reel, points, order
        self._drawn: list[dict[str, Place]] = [{} for _ in points]  # the anchors come by, by drawing
        self._alive: dict[int, _Seen] = {}  # of which point
        self._last = -1  # the last position with any ink

    def until(self, end: int) -> Iterator[None]:
        """Go on up to a position, if it lies ahead; yields before each drawing it comes to."""
        while self._left and (end - self._left[0]) * self._left.step >= 0:
            at = self._left[0]
            if name := self._reel.names[at]:
                if self._alive and self._reel.names[self._last] != name:
                    yield
                    self._alive = _moved(self._reel, self._last, at, self._alive)
                self._arrived(at, name)
            self._left = self._left[1:]

    def _arrived(self, at: int, name: str) -> None:
        self._last = at
        for point, anchors in enumerate(self._points):
            if at in anchors:
                self._drawn[point][name] = anchors[at]
            if name in self._drawn[point]:
                self._alive[point] = _Seen(self._drawn[point][name], 0)
        self.found[at] = dict(self._alive)


def _moved(reel: Reel, last: int, at: int, alive: Mapping[int, _Seen]) -> dict[int, _Seen]:
    """Those points that are seen in the next drawing."""
    before, after = reel.sketch(last), reel.sketch(at)
    if before.near.shape != after.near.shape or after.blank:
        return {}
    scale = before.scale
    places = (np.array([seen.place for seen in alive.values()]) + 0.5) * scale - 0.5
    found, seen = advance(before, after, reel.motion(last, at), places)
    found = (found + 0.5) / scale - 0.5
    moved: dict[int, _Seen] = {}
    for index, (point, was) in enumerate(alive.items()):
        if seen[index]:
            moved[point] = _Seen(Place(float(found[index, 0]), float(found[index, 1])), was.away + 1)
    return moved


def _nearer(before: _Seen | None, after: _Seen | None) -> Place:
    nearer = after if before is None or (after is not None and after.away < before.away) else before
    assert nearer is not None
    return nearer.place
