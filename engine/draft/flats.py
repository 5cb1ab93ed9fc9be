"""Flats of color within regions that hold borders without ink: which of them lost the lines that they ended at."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.draft.coloring import Coloring
from engine.draft.drawing import Drawing
from engine.imaging.flow import Places
from engine.imaging.subregions import alike

_LINE = 128  # of 255: nearness to ink that counts as a line
_BESIDE = 215  # of 255: nearness to ink of what lies at a line
_STILL_THERE = 0.6
_FEW = 1500
"""Nearness to ink, summed over a flat, up to which it has no lines to lose."""
_AT_LINES, _LOOSE = 0.8, 0.4
"""Shares of an outline that is line: from the first on a color ends at lines, below the second a flat does not."""


@dataclass(frozen=True)
class Flats:
    """Connected flats of a drawing, in the small picture that flow is measured on.

    `parts` (h, w) int32 numbers them from 1, 0 is everywhere else; for each number the `region` that it lies in, its
    `color` and whether it is the `largest` of its region.
    """

    parts: np.ndarray
    region: np.ndarray
    color: np.ndarray
    largest: np.ndarray

    @property
    def count(self) -> int:
        return len(self.region)

    def marked(self, chosen: np.ndarray, shape: tuple[int, ...]) -> np.ndarray | None:
        """(H, W) uint8 of the full picture, 1 on the flats `chosen` (k,) bool that are not the largest; None without
        any."""
        chosen = chosen & ~self.largest
        if not chosen[1:].any():
            return None
        chosen[0] = False
        return cv2.resize(chosen[self.parts].astype(np.uint8), shape[::-1], interpolation=cv2.INTER_NEAREST)


def flats_of(drawing: Drawing, colors: np.ndarray, wanted: np.ndarray) -> Flats:
    """The flats of (H, W) palette indices in those regions of a drawing that are `wanted` (n,) bool."""
    small = cv2.resize(colors, drawing.small.shape[::-1], interpolation=cv2.INTER_NEAREST).astype(np.int64)
    regions = drawing.small.astype(np.int64)
    inside = wanted[regions]
    parts, count = alike(np.where(inside, regions << 16 | small, -1), inside)
    region, color = np.zeros(count, np.int64), np.zeros(count, np.int64)
    region[parts], color[parts] = regions, small
    area = np.bincount(parts.ravel(), minlength=count)
    area[0] = 0
    most = np.zeros(drawing.regions.count, np.int64)
    np.maximum.at(most, region, area)
    return Flats(parts, region, color, area >= most[region])


def lines_kept(came: np.ndarray, count: int, moved: np.ndarray, near: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each of `count` parts of a source, (count,) bool whether most of its lines are still there, and (count,) how
    much line it had.

    `came` (h, w) are the parts and `moved` (h, w) uint8 the nearness to the source's ink, both seen along the flow
    from the target, whose own is `near`.
    """
    drawn = np.where(moved > _LINE, moved, 0).ravel()
    had = np.bincount(came.ravel(), drawn, count)
    kept = np.bincount(came.ravel(), np.minimum(drawn, near.ravel()), count)
    return kept >= _STILL_THERE * had, had


def left_behind(
    drawing: Drawing, coloring: Coloring, places: Places, moved: np.ndarray, near: np.ndarray
) -> np.ndarray | None:
    """(H, W) uint8, 1 on a source's flats that ended at lines which the target has no more; None without any.

    `places` lead from the target to the source, `moved` and `near` are as `lines_kept` takes them.
    """
    if not coloring.mixed.any():
        return None
    flats = flats_of(drawing, coloring.colors, coloring.mixed)
    came = places.pull(flats.parts.astype(np.float32)).astype(np.int64)
    stays, had = lines_kept(came, flats.count, moved, near)
    return flats.marked(~stays & (had > _FEW), coloring.colors.shape)


def ends_at_lines(drawing: Drawing, coloring: Coloring, palette: int) -> np.ndarray:
    """(palette,) bool: the colors that end at lines wherever a key has them, but for small gaps."""
    flats = flats_of(drawing, coloring.colors, coloring.mixed)
    at_line, bare = (np.bincount(flats.color[1:], ends[1:], palette) for ends in _ends(drawing, flats))
    return at_line >= _AT_LINES * (at_line + bare)


def strayed(drawing: Drawing, colors: np.ndarray, wanted: np.ndarray, bounded: np.ndarray) -> np.ndarray | None:
    """(H, W) uint8, 1 on flats in the `wanted` regions that end without a line although their color is `bounded`
    (palette,) bool by lines; None without any. They are what a figure left behind."""
    flats = flats_of(drawing, colors, wanted)
    if not bounded[flats.color[1:]].any():
        return None
    at_line, bare = _ends(drawing, flats)
    return flats.marked(bounded[flats.color] & (at_line < _LOOSE * (at_line + bare)), colors.shape)


def _ends(drawing: Drawing, flats: Flats) -> tuple[np.ndarray, np.ndarray]:
    """How long each flat's outline is that lies at lines, and that is a border without ink."""
    beside, parts = drawing.near >= _BESIDE, flats.parts
    at_line, bare = np.zeros(flats.count), np.zeros(flats.count)
    for a, b in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        one, other, lined, also = parts[a], parts[b], beside[a], beside[b]
        end = lined != also
        at_line += np.bincount(np.where(lined, other, one)[end], minlength=flats.count)
        border = (one != other) & ~lined & ~also & (flats.region[one] == flats.region[other])
        bare += np.bincount(one[border], minlength=flats.count) + np.bincount(other[border], minlength=flats.count)
    return at_line, bare
