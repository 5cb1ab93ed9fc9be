"""Closes gaps in lines: from where a line ends, straight on to the nearest ink ahead."""

from __future__ import annotations

import numpy as np

from engine.imaging.thinning import Ends, line_ends, thin

ASIDE = np.radians(75)
"""How far to the side of its direction an end is led on at most."""
SLANT = 0.5
"""How much shorter a gap must be to be closed at that angle: a share of the widest."""
THICKEST = 8
"""Ink of up to twice so many pixels, or twice the gap where that is less, is a line."""
SPUR = 1 / 9
"""Branches of middle lines up to this share of the gap are corners of the ink."""
BROAD_SPUR = 1 / 4
"""Then so much more is taken away: the middle of a broad line forks at its end, and both branches are corners."""

ENDS_AT_ONCE = 1 << 10
"""Ends led on together: every way ahead of each is followed, which for all ends of hatching takes gigabytes."""


def closed(ink: np.ndarray, gap: float) -> np.ndarray:
    """(H, W) uint8: the ink with gaps of up to `gap` pixels closed by strokes one pixel wide."""
    shut = ink.copy()
    rounds = min(THICKEST, max(2, round(gap)))
    middle = thin(ink, rounds)
    back = max(4, round(gap / 2))
    for spur in (max(1, round(gap * SPUR)), max(2, round(gap * BROAD_SPUR))):
        ends = line_ends(middle, spur, back)
        if len(ends.places):
            tips = _tips(ink, ends, 2 * (rounds + spur))
            for start in range(0, len(tips), ENDS_AT_ONCE):
                some = slice(start, start + ENDS_AT_ONCE)
                paths, drawn = _strokes(ink, tips[some], ends.ahead[some], gap)
                shut.reshape(-1)[paths[drawn]] = 1
    return shut


def _tips(ink: np.ndarray, ends: Ends, most: int) -> np.ndarray:
    """(n, 2) float32: the last ink straight ahead of each end."""
    along = np.arange(most + 1, dtype=np.float32)
    at, inside = _pixels(ink, ends.places[:, None] + ends.ahead[:, None] * along[:, None])
    dark = (ink.reshape(-1)[at] > 0) & inside
    last = np.where(dark.all(axis=1), 0, np.maximum((~dark).argmax(axis=1) - 1, 0))
    return ends.places + ends.ahead * along[last][:, None]


def _strokes(ink: np.ndarray, tips: np.ndarray, ahead: np.ndarray, gap: float) -> tuple[np.ndarray, np.ndarray]:
    """Flat pixels (m, reach) of the strokes that close gaps, and which of them are part of one."""
    turns = np.linspace(-ASIDE, ASIDE, 2 * int(np.ceil(ASIDE * gap)) + 1)
    cos, sin = np.cos(turns).astype(np.float32), np.sin(turns).astype(np.float32)
    dx, dy = ahead[:, :1], ahead[:, 1:]
    way = np.stack([dx * cos - dy * sin, dx * sin + dy * cos], axis=-1)  # (n, turns, 2)
    along = np.arange(int(np.ceil(gap)) + 4, dtype=np.float32)
    at, inside = _pixels(ink, tips[:, None, None] + way[:, :, None] * along[:, None])
    dark = (ink.reshape(-1)[at] > 0) & inside
    leaves = (~dark).argmax(axis=2)
    lands = (dark & (along > leaves[..., None])).argmax(axis=2)
    length = (lands - leaves).astype(np.float32)
    longest = gap * (1 - (1 - SLANT) * np.abs(turns) / ASIDE)
    cost = np.where((leaves < 4) & (lands > 0) & (length <= longest), length / longest, np.inf)
    best = cost.argmin(axis=1)
    rows = np.flatnonzero(np.isfinite(cost.min(axis=1)))
    return at[rows, best[rows]], along <= lands[rows, best[rows]][:, None]


def _pixels(image: np.ndarray, spots: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Flat indices of (..., 2) places in the picture, and whether they are inside; outside ones are any pixel."""
    height, width = image.shape
    x, y = np.rint(spots[..., 0]).astype(np.int64), np.rint(spots[..., 1]).astype(np.int64)
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    return np.where(inside, y * width + x, 0), inside
