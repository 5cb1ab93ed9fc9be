"""The colors of keys as a short exact list, and pictures as indices into it."""

from __future__ import annotations

import cv2
import numpy as np

MAX_COLORS = 2048
FLAT_SHARE = 1 / 20000
_CODES = 1 << 24  # color numbers that there can be


def color_codes(image: np.ndarray) -> np.ndarray:
    """(H, W) int32: each RGB color of the (H, W, 3) uint8 picture as one number."""
    height, width = image.shape[:2]
    codes = np.zeros((height, width, 4), np.uint8)
    if codes.size:
        cv2.mixChannels([image], [codes], [0, 2, 1, 1, 2, 0])
    return codes.view("<i4")[..., 0]


def colors_of(codes: np.ndarray) -> np.ndarray:
    """(n, 3) uint8 RGB of color numbers."""
    return np.stack([codes >> 16, (codes >> 8) & 255, codes & 255], axis=-1).astype(np.uint8)


class Palette:
    """`codes` are sorted color numbers, `colors` the same as (P, 3) uint8 RGB; `find` turns pictures into indices."""

    def __init__(self, codes: np.ndarray) -> None:
        self.codes = np.unique(codes)
        self.colors = colors_of(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def find(self, codes: np.ndarray) -> np.ndarray:
        """Indices of color numbers that are in the palette; uint16 where that is enough."""
        found = np.searchsorted(self.codes, codes)
        return found.astype(np.uint16) if len(self.codes) <= 1 << 16 else found.astype(np.int32)


def reduce_colors(image: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """(H, W) int32 color numbers of an RGB picture with at most MAX_COLORS different ones.

    Colors that fill more than FLAT_SHARE of the `counted` pixels stay exact, the largest first; rare ones
    (anti-aliasing, photographs) are gathered in ever coarser groups named after their commonest member.
    """
    codes = color_codes(image)
    found = _different(codes)
    if len(found) <= MAX_COLORS:
        return codes
    places = np.empty(_CODES, np.int32)
    places[found] = np.arange(len(found), dtype=np.int32)
    inverse = places[codes]
    counts = np.bincount(inverse.ravel())
    inside = np.bincount(inverse[counted > 0], minlength=len(found))
    order = np.argsort(-inside, kind="stable")[: MAX_COLORS // 2]
    exact = np.zeros(len(found), bool)
    exact[order[inside[order] > codes.size * FLAT_SHARE]] = True
    table, drop = found, 0
    while len(np.unique(table)) > MAX_COLORS:
        drop += 1
        table = _gathered(found, counts, exact, drop)
    return table[inverse]


def _different(codes: np.ndarray) -> np.ndarray:
    """The different ones of these color numbers, in order; a table of all there can be finds them without sorting."""
    there = np.zeros(_CODES, bool)
    there[codes] = True
    return np.flatnonzero(there).astype(codes.dtype)


def _gathered(found: np.ndarray, counts: np.ndarray, exact: np.ndarray, drop: int) -> np.ndarray:
    """For each found color the one that stands for it when `drop` low bits of each channel are ignored."""
    mask = (0xFF >> drop << drop) * 0x010101
    groups, member = np.unique(found & mask, return_inverse=True)
    commonest_last = np.argsort(counts, kind="stable")
    leader = np.zeros(len(groups), found.dtype)
    leader[member[commonest_last]] = found[commonest_last]
    return np.where(exact, found, leader[member])


def same_color(colors: np.ndarray, tolerance: int) -> np.ndarray:
    """(P, P) bool: which RGB colors differ by no more than `tolerance` in any channel."""
    wide = colors.astype(np.int16)
    near = np.ones((len(colors), len(colors)), bool)
    for channel in range(3):
        near &= np.abs(wide[:, None, channel] - wide[None, :, channel]) <= tolerance
    return near
