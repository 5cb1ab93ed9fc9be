"""What nearly all of a large area is: one color that hangs together. Few pixels are left for a fill to look at."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.imaging.spots import Spots, spots_in

FEW = 2048
"""Pixels of an area outside of its core at most."""
_EVERY = 4  # pixels, in each direction, one tells which color there is most of
_SEEDS = (0.5, 0.25, 0.75)  # where among the pixels of that color it is tried whether they hang together
_SIDES = ((-1, 0), (1, 0), (0, -1), (0, 1))


@dataclass(frozen=True, eq=False)
class Core:
    """Pixels of one color that are connected by sides: `mask` (h, w) bool, whose upper left corner lies at `left`,
    `top`; `seed` (row, column) is one of them in the picture.

    `rest` are the other pixels of the area, None without any. `beside` (n,) bool: which of them lie beside the core by
    a side; `near` (n, 4): which of them lie beside each other, n for none.
    """

    left: int
    top: int
    mask: np.ndarray
    seed: tuple[int, int]
    rest: Spots | None
    beside: np.ndarray
    near: np.ndarray

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

    def intact(self, codes: np.ndarray, scratch: np.ndarray) -> bool:
        """Whether it has one color all over; `codes` (H, W) are the picture's, `scratch` (n,) uint8 is written to."""
        other = scratch[: self.mask.size].reshape(self.mask.shape).view(bool)
        np.not_equal(codes[self.window], codes[self.seed], out=other)
        np.logical_and(other, self.mask, out=other)
        return not cv2.countNonZero(other.view(np.uint8))

    def reached(self, alike: np.ndarray) -> np.ndarray:
        """(n,) bool: which of the rest a fill of the core comes to, over those that are `alike` (n,) bool."""
        found = alike & self.beside
        while (more := alike & ~found & np.append(found, False)[self.near].any(axis=1)).any():
            found |= more
        return found


def core_of(codes: np.ndarray, left: int, top: int, mask: np.ndarray) -> Core | None:
    """The core of an area, whose (h, w) bool mask lies at `left`, `top` of a picture with the colors `codes` (H, W);
    None where too much is outside of it."""
    part = codes[top : top + mask.shape[0], left : left + mask.shape[1]]
    rows, columns = np.nonzero(mask[::_EVERY, ::_EVERY])
    if not len(rows):
        return None
    seen = part[::_EVERY, ::_EVERY][rows, columns]
    values, counts = np.unique(seen, return_counts=True)
    most = values[counts.argmax()]
    alike, size = np.flatnonzero(seen == most), cv2.countNonZero(mask.view(np.uint8))
    for share in _SEEDS:
        same = ((part == most) & mask).view(np.uint8)
        at = alike[int(share * len(alike))]
        row, column = int(rows[at]) * _EVERY, int(columns[at]) * _EVERY
        filled, _, _, box = cv2.floodFill(same, None, (column, row), 2, flags=4)
        if size - filled <= FEW:
            return _made(same == 2, mask, (left, top), box, (top + row, left + column))
    return None


def _made(
    core: np.ndarray, mask: np.ndarray, corner: tuple[int, int], box: tuple[int, ...], seed: tuple[int, int]
) -> Core:
    """A core (h, w) bool of a mask (h, w) bool, whose corner lies there; `box` is around it in that."""
    across, down, width, height = box
    tight = np.ascontiguousarray(core[down : down + height, across : across + width])
    left, top = corner[0] + across, corner[1] + down
    outside = mask > core
    if not outside.any():
        return Core(left, top, tight, seed, None, np.zeros(0, bool), np.zeros((0, 4), np.int64))
    rest = spots_in(outside, 0, 0)
    count = len(rest.rows)
    numbers = np.full((mask.shape[0] + 2, mask.shape[1] + 2), count, np.int32)
    numbers[rest.rows + 1, rest.columns + 1] = np.arange(count)
    around = np.pad(core, 1)
    sides = [(rest.rows + 1 + down, rest.columns + 1 + right) for down, right in _SIDES]
    beside = np.any([around[at] for at in sides], axis=0)
    near = np.stack([numbers[at] for at in sides], axis=1)
    return Core(left, top, tight, seed, Spots(rest.rows + corner[1], rest.columns + corner[0]), beside, near)
