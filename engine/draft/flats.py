"""Flats of color within regions that hold borders without ink: which of them lost the lines that they ended at."""

from __future__ import annotations

from collections.abc import Sequence
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
_LEAST_LOOSE, _LOOSE_SHARE = 4, 0.25
"""Pixels, and share, of where two colors meet that no line marks, from which on they may meet so anywhere."""
_ALIKE = 24
"""Levels in a channel up to which two colors may be steps of a soft change, which meet in any order."""
_STRANGE = 0.5
"""Share of a flat's outline that must not be for it to be none."""
_NEIGHBOURS = ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:]))


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


@dataclass(frozen=True)
class Meetings:
    """Which two colors of a palette meet without a line between them on the keys.

    `loose` (k,) int64 are such pairs, sorted, a pair (a, b) of indices a < b as a * palette + b; `colors` (palette, 3)
    uint8 RGB.
    """

    loose: np.ndarray
    colors: np.ndarray

    def odd(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """(n,) bool: which pairs of colors, (n,) indices each, never meet so and are not nearly the same."""
        never = ~np.isin(_pairs(one, other, len(self.colors)), self.loose)
        apart = np.abs(self.colors[one].astype(np.int16) - self.colors[other]).max(axis=1)
        return never & (apart > _ALIKE)


def meetings(keys: Sequence[tuple[Drawing, Coloring]], colors: np.ndarray) -> Meetings:
    """How the (palette, 3) colors meet on the keys, each with its coloring in that palette."""
    loose = [_loose(drawing, coloring.colors, len(colors)) for drawing, coloring in keys]
    return Meetings(np.unique(np.concatenate(loose)), colors)


def _loose(drawing: Drawing, colors: np.ndarray, palette: int) -> np.ndarray:
    small = cv2.resize(colors, drawing.small.shape[::-1], interpolation=cv2.INTER_NEAREST).astype(np.int64)
    beside = drawing.near >= _BESIDE
    codes, bare = list[np.ndarray](), list[np.ndarray]()
    for a, b in _NEIGHBOURS:
        differ = small[a] != small[b]
        codes.append(_pairs(small[a][differ], small[b][differ], palette))
        bare.append(~(beside[a] | beside[b])[differ])
    found, which = np.unique(np.concatenate(codes), return_inverse=True)
    length = np.bincount(which, minlength=len(found))
    unlined = np.bincount(which, np.concatenate(bare), len(found))
    return found[(unlined >= _LEAST_LOOSE) & (unlined >= _LOOSE_SHARE * length)]


def _pairs(one: np.ndarray, other: np.ndarray, palette: int) -> np.ndarray:
    return np.minimum(one, other).astype(np.int64) * palette + np.maximum(one, other)


def strayed(drawing: Drawing, colors: np.ndarray, wanted: np.ndarray, meet: Meetings) -> np.ndarray | None:
    """(H, W) uint8, 1 on flats in the `wanted` regions most of whose outline is a border without a line between two
    colors that have a line between them on the keys; None without any. They are what a figure left behind."""
    flats = flats_of(drawing, colors, wanted)
    if flats.count <= 2:
        return None
    beside, parts = drawing.near >= _BESIDE, flats.parts
    outline, odd = np.zeros(flats.count), np.zeros(flats.count)
    for a, b in _NEIGHBOURS:
        one, other, lined, also = parts[a], parts[b], beside[a], beside[b]
        end = lined != also
        outline += np.bincount(np.where(lined, other, one)[end], minlength=flats.count)
        border = (one != other) & ~lined & ~also & (flats.region[one] == flats.region[other])
        one, other = one[border], other[border]
        strange = meet.odd(flats.color[one], flats.color[other])
        outline += np.bincount(one, minlength=flats.count) + np.bincount(other, minlength=flats.count)
        odd += np.bincount(one[strange], minlength=flats.count) + np.bincount(other[strange], minlength=flats.count)
    return flats.marked(odd > _STRANGE * outline, colors.shape)
