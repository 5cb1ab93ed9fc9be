"""A segment of several colors lifted to full size: flats keep the borders that the small picture has between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from engine.imaging.ink import nearest_fill

MOST = 16
"""Flats in a segment at most; what needs more is a gradient."""
ALIKE = 22
"""Levels in any channel from a flat's color to its pixels at most."""
FLATS = 0.75
"""Of a segment's clear pixels: as many are in flats, or it holds a gradient."""
SMALLEST = 0.0005
"""Of a segment's clear pixels: the smallest flat."""
LEAST = 16
"""Clear pixels of the smallest flat at least."""
CLOSE, TIGHT = 9, 0.68
"""Levels by which so many of the pixels of flats differ at most, or what was cut into flats is a gradient."""
WIDE = 0.12
"""Of a flat's pixels: so many are surrounded by their like; what softens a border has none."""
REACH = 5
"""Pixels of the grid on all sides within which a flat has to be somewhere to be seen at a place."""
_BITS = 4  # of each channel, by which the commonest color is looked for
_NOWHERE = 1e6  # the cost of a flat that is not near
_SQUARE = np.ones((3, 3), np.uint8)


@dataclass(frozen=True)
class Part:
    """A piece (n, m, 3) uint8 of the small picture, where it is `clear` (n, m) bool what color the segment has, and the
    places of the full picture's rows and columns on this grid, (H,) and (W,) float32."""

    colors: np.ndarray
    clear: np.ndarray
    down: np.ndarray
    across: np.ndarray


def painted(part: Part, size: tuple[int, int], snapped: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """(H, W, 3) uint8: the segment at full `size`, in flats after `snapped` has had them, or as the gradient it is."""
    flats = _flats(part)
    if flats is None:
        return _smooth(part, size)
    return np.take(snapped(flats), _nearest(part, flats, size), axis=0)


def _flats(part: Part) -> np.ndarray | None:
    """(k, 3) uint8: the flat colors, the commonest first; None where they are not most of what there is."""
    left, places = part.colors[part.clear], np.flatnonzero(part.clear.ravel())
    count = len(left)
    found: list[np.ndarray] = []
    least, explained, tight = max(LEAST, SMALLEST * count), 0, 0
    while len(found) < MOST and len(left) >= least:
        own = _alike(left, _commonest(left))
        flat = np.rint(left[own].mean(axis=0)) if own.any() else left[0]
        own |= _alike(left, flat)
        of_it = np.count_nonzero(own)
        if of_it >= least and _is_wide(part.clear.shape, places[own]):
            found.append(flat.astype(np.uint8))
            explained, tight = explained + of_it, tight + np.count_nonzero(own & _alike(left, flat, CLOSE))
        left, places = left[~own], places[~own]
    clearly = explained >= FLATS * count and tight >= TIGHT * explained
    return np.stack(found) if found and clearly else None


def _alike(values: np.ndarray, color: np.ndarray, within: int = ALIKE) -> np.ndarray:
    """(n,) bool: which of the colors (n, 3) uint8 differ from this one by so many levels at most."""
    middle = color.astype(np.int64)
    low, high = np.maximum(middle - within, 0), np.minimum(middle + within, 255)
    return cv2.inRange(values[None], low.astype(np.float64), high.astype(np.float64))[0] > 0


def _commonest(values: np.ndarray) -> np.ndarray:
    """(3,) the mean of the colors in the fullest of all coarse groups."""
    coarse = (values >> (8 - _BITS)).astype(np.int32)
    groups = coarse[:, 0] << 2 * _BITS | coarse[:, 1] << _BITS | coarse[:, 2]
    return values[groups == np.bincount(groups).argmax()].mean(axis=0)


def _is_wide(shape: tuple[int, int], places: np.ndarray) -> bool:
    """Whether enough of these pixels are surrounded by one another."""
    mask = np.zeros(shape, np.uint8)
    mask.reshape(-1)[places] = 1
    return cv2.countNonZero(cv2.erode(mask, _SQUARE, borderValue=0)) >= WIDE * len(places)


def _nearest(part: Part, flats: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """(H, W) which flat each pixel is nearest to, of those that are near it."""
    height, width = part.clear.shape
    source = nearest_fill(np.arange(height * width, dtype=np.int32).reshape(height, width), part.clear)
    colors = cv2.blur(part.colors.astype(np.float32), (3, 3))
    best, lowest = np.zeros(size, np.int32), np.full(size, np.inf, np.float32)
    reach = np.ones((2 * REACH + 1, 2 * REACH + 1), np.uint8)
    for at, flat in enumerate(flats if len(flats) > 1 else ()):
        core = (np.abs(part.colors.astype(np.int16) - flat).max(axis=2) <= ALIKE) & part.clear
        near = cv2.dilate(cv2.erode(core.astype(np.uint8), _SQUARE, borderValue=0), reach)
        box = _reached(part, near)
        if any(side.start >= side.stop for side in box):
            continue
        cost = ((colors - flat.astype(np.float32)) ** 2).sum(axis=2) + np.where(near, 0, _NOWHERE).astype(np.float32)
        full = _enlarged(np.take(cost, source), replace(part, down=part.down[box[0]], across=part.across[box[1]]))
        np.copyto(best[box], at, where=full < lowest[box])
        np.minimum(full, lowest[box], out=lowest[box])
    return best


def _reached(part: Part, near: np.ndarray) -> tuple[slice, slice]:
    """Rows and columns of the full picture that lie where the grid is `near` something, or a pixel beside that."""
    left, top, wide, high = cv2.boundingRect(near)
    return tuple(
        slice(int(np.searchsorted(places, start - 1)), int(np.searchsorted(places, start + length + 1)))
        for places, start, length in ((part.down, top, high), (part.across, left, wide))
    )  # pyright: ignore[reportReturnType] - there are two


def _smooth(part: Part, size: tuple[int, int]) -> np.ndarray:
    """The colors as they are; what a line is mixed into comes from the nearest that are clear of it."""
    height, width = part.clear.shape
    source = nearest_fill(np.arange(height * width, dtype=np.int32).reshape(height, width), part.clear)
    filled = np.take(part.colors.reshape(-1, 3), source, axis=0)
    soft = np.where(part.clear[..., None], filled, cv2.GaussianBlur(filled, (0, 0), 1.5))
    return _enlarged(soft, part).reshape(*size, 3)


def _enlarged(grid: np.ndarray, part: Part) -> np.ndarray:
    """Values on the grid at the places of the full picture's pixels."""
    stretch = np.array(
        [[_step(part.across), 0, part.across[0]], [0, _step(part.down), part.down[0]]], np.float32
    )  # from a full pixel to its place on the grid
    size = (len(part.across), len(part.down))
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(grid, stretch, size, flags=how, borderMode=cv2.BORDER_REPLICATE)


def _step(places: np.ndarray) -> float:
    return float(places[1] - places[0]) if len(places) > 1 else 1.0
