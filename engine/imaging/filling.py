"""What a bucket fills: the areas of a drawing between its lines, and inside of them what has the color under it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from engine.imaging.cores import Core, core_of
from engine.imaging.ink import nearest_fill
from engine.imaging.regions import run_starts, segment
from engine.imaging.spots import Spots, spots_in

if TYPE_CHECKING:
    from engine.imaging.stretches import Stretches

GAPS = (0.0, 4.0 / 576, 9.0 / 576, 18.0 / 576)
"""Widths of gaps in lines that are closed, by the picture's shorter side: none, small, medium and large."""
MIXED = 12.0
"""How far off the straight line between two colors, in RGB, a color may be to be the soft edge between them."""
AT_HAND = 48 * 1024 * 1024
"""Bytes of masks of large areas that are made in advance; what is smaller than LARGE is made in no time."""
LARGE = 1 << 17
_BLOCK = np.ones((3, 3), np.uint8)
_MOST_BEHIND = 12  # pixels that a fill runs on behind lines at most where paint closes them
_FEW = 0.03  # of a box's pixels: so few are looked at one by one
_AROUND = tuple((down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if down or right)


@dataclass(frozen=True)
class Area:
    """A part of a picture: `mask` (h, w) bool, whose upper left corner lies at `left`, `top`.

    `whole`: it is all that lies between the lines around it. `makeup`: what it is made of, where that is known.
    """

    left: int
    top: int
    mask: np.ndarray
    whole: bool = False
    makeup: Makeup | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of the mask."""
        height, width = self.mask.shape
        return height, width

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.mask.nbytes

    @property
    def window(self) -> tuple[slice, slice]:
        """Where the mask lies in the picture."""
        height, width = self.mask.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)

    def covers(self, x: int, y: int) -> bool:
        """Whether a pixel of the picture is in it."""
        height, width = self.mask.shape
        inside = 0 <= x - self.left < width and 0 <= y - self.top < height
        return inside and bool(self.mask[y - self.top, x - self.left])


@dataclass(frozen=True)
class Makeup:
    """What a found area is made of: what is `flat`, which has the (4,) uint8 `color` all over, and few pixels that are
    `stray`; and the `others` that lie between the same lines."""

    flat: Area
    color: np.ndarray
    stray: Spots | None
    others: Spots | None


class Areas:
    """The areas of a drawing that a bucket fills, prepared so that finding the one under a pixel costs next to nothing.

    Areas meet in the middle of the lines, so that what is filled runs on behind them. Lines that close nothing by
    themselves hold a fill together with paint: a stroke over a gap closes it. Not safe in several threads.
    """

    def __init__(self, labels: np.ndarray, count: int, lines: np.ndarray | None = None) -> None:
        """`labels` (H, W) integers 0..count-1; `lines` (H, W) bool is where lines are; from most of them it is `behind`
        pixels to their middle."""
        self.labels = labels.astype(np.uint16, copy=False)
        self.lines, self.behind = lines, _half_width(lines) if lines is not None else 0
        self.stretches: Stretches | None = None  # of the lines, where these are to be colored
        self.boxes, self._sizes = _boxes(self.labels, count)
        self._plain = np.zeros(count, bool)  # areas known to have one color
        self._masks: dict[int, np.ndarray] = {}  # of large areas; what is filled with them must not be written to
        self._cores: dict[int, Core] = {}  # of those of them that have one
        self._intact = np.zeros(count, bool)  # areas whose cores are known to have one color
        self._scratch = np.empty(0, np.uint8)

    def prepare(self) -> None:
        """Have the masks of large areas at hand: cutting one out takes as long as all else about a fill."""
        left, top, right, bottom = self.boxes.T
        boxes = np.maximum(right - left, 0) * np.maximum(bottom - top, 0)
        self._scratch = np.full(int(boxes.max()), 1, np.uint8)  # written to, so that the system has given all of it
        room = AT_HAND
        for label in np.argsort(-boxes).tolist():
            room -= int(boxes[label])
            if boxes[label] < LARGE or room < 0:
                break
            if label not in self._masks:
                self._masks[label] = self._cut(label)

    def find_cores(self, color: np.ndarray) -> None:
        """Find out what the large areas of the colors (H, W, 4) uint8 are made of; after `prepare`."""
        codes = packed(color)
        for label, mask in self._masks.items():
            left, top = (int(value) for value in self.boxes[label, :2])
            core = core_of(codes, left, top, mask)
            if core is not None and self._hangs_together(core):
                self._cores[label], self._intact[label] = core, True

    def forget(self) -> None:
        """Let go of what `prepare` and `find_cores` hold."""
        self._masks, self._cores, self._scratch = {}, {}, np.empty(0, np.uint8)

    def _cut(self, label: int) -> np.ndarray:
        """(h, w) bool: the pixels of an area in its box."""
        left, top, right, bottom = (int(value) for value in self.boxes[label])
        return self.labels[top:bottom, left:right] == label

    def again(self) -> Areas:
        """The same areas for other colors."""
        made = copy(self)
        made._plain, made._masks = np.zeros_like(self._plain), dict(self._masks)
        made._cores, made._intact = {}, np.zeros_like(self._intact)
        return made

    def look(self, color: np.ndarray) -> None:
        """Note which areas of the colors (H, W, 4) uint8 have one color all over."""
        codes = packed(color)
        inside = self.boxes[:, 2] > self.boxes[:, 0]
        first = np.zeros(len(self.boxes), codes.dtype)
        seeds = np.array([self._pixel(label) for label in np.flatnonzero(inside).tolist()], np.int64).reshape(-1, 2)
        first[inside] = codes[seeds[:, 1], seeds[:, 0]]
        off = codes != first[self.labels]
        self._plain = inside & (np.bincount(self.labels[off], minlength=len(self.boxes)) == 0)

    def _pixel(self, label: int) -> tuple[int, int]:
        """One of its pixels, (x, y)."""
        left, top, right, _ = self.boxes[label]
        return int(left + (self.labels[top, left:right] == label).argmax()), int(top)

    def changed(self, window: tuple[slice, slice]) -> None:
        """Other colors were laid in a part of the picture, and perhaps across areas."""
        rows, columns = window
        left, top, right, bottom = self.boxes.T
        met = (left < columns.stop) & (right > columns.start) & (top < rows.stop) & (bottom > rows.start)
        self._plain[met] = self._intact[met] = False

    def filled(self, area: Area, x: int, y: int) -> None:
        """One color was laid in an area found at a pixel."""
        label = self.labels[y, x]
        self._plain[label] = area.whole
        self._intact[label] &= area.whole or area.makeup is not None  # else its edge may be blended into the core

    def plain(self, x: int, y: int) -> bool:
        """Whether the area at a pixel is known to have one color all over."""
        return bool(self._plain[self.labels[y, x]])

    def part_of(self, area: Area, label: int) -> Area | None:
        """What of a part of the picture lies in an area; None where nothing does."""
        mask = area.mask & (self.labels[area.window] == label)
        return Area(area.left, area.top, mask) if mask.any() else None

    def at(self, color: np.ndarray, x: int, y: int, tolerance: int) -> Area:
        """What a bucket fills at a pixel: between the lines, connected with it by sides, with colors that differ by
        no more than `tolerance` in any channel. `color` is (H, W, 4) uint8; alpha is a color of its own."""
        label = int(self.labels[y, x])
        left, top, right, bottom = (int(value) for value in self.boxes[label])
        window = np.s_[top:bottom, left:right]
        inside = self._masks.get(label)
        inside = self._cut(label) if inside is None else inside
        if self._plain[label]:
            return Area(left, top, inside, whole=True)
        core = self._core(label, color, x, y)
        if core is not None:
            return self._around(core, label, color, tolerance)
        alike = self._alike(color[window], color[y, x].astype(np.int32), tolerance)
        cv2.min(alike, inside.view(np.uint8), dst=alike)
        filled, _, _, box = cv2.floodFill(alike, None, (x - left, y - top), 2, flags=4)
        if filled == self._sizes[label]:
            return Area(left, top, inside, whole=True)
        across, down, width, height = box
        found = np.ascontiguousarray(alike[down : down + height, across : across + width] == 2)
        return self._held(Area(left + across, top + down, found), x, y)

    def _held(self, area: Area, x: int, y: int) -> Area:
        """What of an area with other colors beside it is on this side of all lines, as seen from a pixel of it."""
        if self.lines is None or self.lines[y, x]:
            return area
        bare = (area.mask > self.lines[area.window]).view(np.uint8)
        here = (x - area.left, y - area.top)
        if cv2.floodFill(bare, None, here, 2, flags=4)[0] == cv2.countNonZero(bare):
            return area
        own = (bare == 2).view(np.uint8)
        allowed = (area.mask & (bare != 1)).view(np.uint8)
        for _ in range(self.behind):  # on behind the lines around it
            own = cv2.dilate(own, _BLOCK) & allowed
        left, top, wide, high = cv2.boundingRect(own)
        return Area(area.left + left, area.top + top, own[top : top + high, left : left + wide] > 0)

    def _hangs_together(self, core: Core) -> bool:
        """Whether a core is on one side of all lines."""
        area = Area(core.left, core.top, core.mask)
        if self.lines is None:
            return True
        bare = core.mask > self.lines[core.window]
        row, column = divmod(int(bare.argmax()), bare.shape[1])
        return not bare[row, column] or self._held(area, core.left + column, core.top + row) is area

    def _core(self, label: int, color: np.ndarray, x: int, y: int) -> Core | None:
        """The core of an area, if it has one color all over and a pixel is in it."""
        core = self._cores.get(label)
        if core is None or not core.covers(x, y):
            return None
        if not self._intact[label]:
            self._intact[label] = core.intact(packed(color), self._room(core.mask.size))
        return core if self._intact[label] else None

    def _around(self, core: Core, label: int, color: np.ndarray, tolerance: int) -> Area:
        """What a bucket fills at a pixel of a core: looks at no more than the rest of the area."""
        flat, own, rest = Area(core.left, core.top, core.mask), color[core.seed].copy(), core.rest
        left, top = (int(value) for value in self.boxes[label, :2])
        if rest is None:
            return Area(left, top, self._masks[label], True, Makeup(flat, own, None, None))
        colors = packed(color)[rest.rows, rest.columns, None].view(np.uint8).reshape(-1, 1, 4)
        alike = self._alike(colors, own.astype(np.int32), tolerance)[:, 0] > 0
        reached = core.reached(alike)
        if reached.all():
            return Area(left, top, self._masks[label], True, Makeup(flat, own, rest, None))
        if not reached.any():
            return Area(core.left, core.top, core.mask, False, Makeup(flat, own, None, rest))
        stray = rest.only(reached)
        return _with_stray(flat, stray, Makeup(flat, own, stray, rest.only(~reached)))

    def _alike(self, part: np.ndarray, own: np.ndarray, tolerance: int) -> np.ndarray:
        """(h, w) uint8, 0 for colors (h, w, 4) that a fill of the color `own` stops at; used again with each call."""
        reach = np.array([tolerance] * 3 + [0 if own[3] in (0, 255) else tolerance])
        if own[3] == 0:
            return (part[..., 3] == 0).view(np.uint8)
        low, high = (own - reach).astype(float).tolist(), (own + reach).astype(float).tolist()
        size = part.shape[0] * part.shape[1]
        return cv2.inRange(part, tuple(low), tuple(high), dst=self._room(size).reshape(part.shape[:2]))

    def _room(self, size: int) -> np.ndarray:
        """(size,) uint8 to write to, used again with each call."""
        if self._scratch.size < size:
            self._scratch = np.zeros(size, np.uint8)
        return self._scratch[:size]


def _with_stray(flat: Area, stray: Spots, makeup: Makeup) -> Area:
    """An area together with pixels beside it."""
    (rows, columns), (down, right) = flat.window, stray.window
    left, top = min(columns.start, right.start), min(rows.start, down.start)
    mask = np.zeros((max(rows.stop, down.stop) - top, max(columns.stop, right.stop) - left), bool)
    mask[flat.top - top :, flat.left - left :][: flat.shape[0], : flat.shape[1]] = flat.mask
    mask[stray.rows - top, stray.columns - left] = True
    return Area(left, top, mask, False, makeup)


def areas_of(ink: np.ndarray, gap: float) -> Areas:
    """The areas of a drawing from its (H, W) uint8 ink mask; `gap` is the widest gap in pixels that is closed."""
    regions = segment(ink, gap, with_lines=True)
    return Areas(regions.labels, max(1, regions.count), regions.lines)


def _half_width(lines: np.ndarray) -> int:
    """How far it is, in pixels, from the side of nearly all lines (H, W) bool to their middle."""
    depth = cv2.distanceTransform(lines.view(np.uint8), cv2.DIST_C, 3)
    inked = depth[lines]
    return min(_MOST_BEHIND, round(float(np.percentile(inked, 95)))) if inked.size else 0


def packed(color: np.ndarray) -> np.ndarray:
    """(H, W) uint32: each pixel of a contiguous (H, W, 4) uint8 picture as one number, the same memory."""
    return color.view(np.uint32)[..., 0]


def _boxes(labels: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """(count, 4) int64: left, top, right and bottom (the last two outside) of each label, from runs along rows; and
    (count,) int64, how many pixels it has."""
    height, width = labels.shape
    at = run_starts(labels)
    rows, first = at // width, at % width
    last = np.append(first[1:], 0)
    ends = np.where(np.append(rows[1:], height) == rows, last, width)
    whose = labels.ravel()[at]
    boxes = np.tile(np.array([width, height, 0, 0], np.int64), (count, 1))
    np.minimum.at(boxes[:, 0], whose, first)
    np.minimum.at(boxes[:, 1], whose, rows)
    np.maximum.at(boxes[:, 2], whose, ends)
    np.maximum.at(boxes[:, 3], whose, rows + 1)
    return boxes, np.bincount(whose, ends - first, count).astype(np.int64)


def without_lines(picture: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """(H, W, 4) uint8: the colors of a painted RGBA picture with its lines taken out.

    Colors run on beneath the ink (H, W) and its soft edge, each from where it is nearest.
    """
    beneath = cv2.dilate(ink, _BLOCK)
    codes = packed(np.ascontiguousarray(picture))
    filled = nearest_fill(codes, beneath == 0)
    return np.ascontiguousarray(filled).view(np.uint8).reshape(*ink.shape, 4)


def soft_edge(
    color: np.ndarray, area: Area, labels: np.ndarray, label: int, old: np.ndarray, new: np.ndarray
) -> tuple[Spots, np.ndarray] | None:
    """The pixels beside an area that are mixtures of its `old` color and a neighbour's, with the `new` color in it.

    `color` (H, W, 4) uint8 is what was there before, and only pixels whose `labels` (H, W) are `label` may be changed.
    Returns them with their (n, 4) uint8 colors; None where the edge is hard.
    """
    height, width = color.shape[:2]
    ring = _ring(area, labels, label)
    if ring is None:
        return None
    colors = packed(color).reshape(-1)
    here = colors[ring.places(width)].view(np.uint8).reshape(-1, 4).astype(np.float32)
    base = old.astype(np.float32)
    away, farthest = np.abs(here - base).sum(axis=1), here.copy()
    for down, across in _AROUND:
        rows, columns = np.clip(ring.rows + down, 0, height - 1), np.clip(ring.columns + across, 0, width - 1)
        other = colors[rows * width + columns].view(np.uint8).reshape(-1, 4).astype(np.float32)
        far = np.abs(other - base).sum(axis=1)
        better = far > away
        farthest[better], away[better] = other[better], far[better]
    way = farthest - base
    length = np.maximum((way * way).sum(axis=1), 1.0)
    share = ((here - base) * way).sum(axis=1) / length
    off = np.abs(here - base - share[:, None] * way).max(axis=1)
    mixed = (share > 0.02) & (share < 0.98) & (off <= MIXED)
    if not mixed.any():
        return None
    part = share[mixed, None]
    values = new.astype(np.float32) * (1 - part) + farthest[mixed] * part
    return ring.only(mixed), np.clip(np.rint(values), 0, 255).astype(np.uint8)


def _ring(area: Area, labels: np.ndarray, label: int) -> Spots | None:
    """The pixels of a label beside an area, corners too; None for none."""
    if area.makeup is not None:
        return _beside(area, area.makeup.others) if area.makeup.others is not None else None
    height, width = labels.shape
    top, bottom = max(0, area.top - 1), min(height, area.top + area.shape[0] + 1)
    left, right = max(0, area.left - 1), min(width, area.left + area.shape[1] + 1)
    others = labels[top:bottom, left:right] == label
    inner = others[area.top - top :, area.left - left :][: area.shape[0], : area.shape[1]]
    np.greater(inner, area.mask, out=inner)
    count = cv2.countNonZero(others.view(np.uint8))
    if not count:
        return None
    if count > _FEW * others.size:
        wide = np.zeros(others.shape, np.uint8)
        wide[area.top - top :, area.left - left :][: area.shape[0], : area.shape[1]] = area.mask
        others &= cv2.dilate(wide, _BLOCK) > 0
        return spots_in(others, left, top) if others.any() else None
    return _beside(area, spots_in(others, left, top))


def _beside(area: Area, spots: Spots) -> Spots | None:
    """Those of pixels outside of an area that lie beside it, corners too; None for none."""
    rows, columns = spots.rows - area.top, spots.columns - area.left
    beside = np.zeros(len(rows), bool)
    for down, across in _AROUND:
        at, to = rows + down, columns + across
        there = (at >= 0) & (at < area.shape[0]) & (to >= 0) & (to < area.shape[1])
        beside[there] |= area.mask[at[there], to[there]]
    return spots.only(beside) if beside.any() else None
