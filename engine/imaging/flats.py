"""The flat colors of a picture: what a painter would have as swatches, without the mixtures along soft edges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from engine.imaging.palette import color_codes, colors_of

MOST = 96
"""Flat colors of one picture at most."""
INSIDE_SHARE = 1 / 20000
"""Of the picture: a color with that much of it among its like is a flat."""
SHARE = 1 / 1500
"""Of the picture: a color with that much of it is a swatch though no pixel is among its like, as lines are."""
LEAST_INSIDE, LEAST = 4, 64
"""Pixels that these shares come to at least, in small pictures."""
SAME = 3
"""Levels in each channel up to which two colors are one swatch: what compression makes of a flat."""
_CODES = 1 << 24
_SQUARE = np.ones((3, 3), np.uint8)


class Flat(NamedTuple):
    """A color (red, green, blue) and the share of the picture that has it."""

    color: tuple[int, int, int]
    share: float


def flat_colors(image: np.ndarray) -> list[Flat]:
    """The flat colors of an (H, W, 3) or (H, W, 4) uint8 picture, the largest first, at most MOST.

    A flat is told by pixels all of whose eight neighbours have their color: along soft edges no pixel has. Pixels
    less than half opaque do not count.
    """
    codes = color_codes(image[..., :3])
    if image.shape[2] == 4:
        codes[image[..., 3] < 128] = _CODES
    inside = (cv2.erode(as_float := codes.astype(np.float32), _SQUARE) == as_float) & (
        cv2.dilate(as_float, _SQUARE) == as_float
    )
    seen = codes[codes < _CODES]
    if not seen.size:
        return []
    counts = np.bincount(seen, minlength=_CODES)
    among = np.bincount(codes[inside & (codes < _CODES)], minlength=_CODES)
    size = codes.size
    flat = np.flatnonzero((among >= max(LEAST_INSIDE, INSIDE_SHARE * size)) | (counts >= max(LEAST, SHARE * size)))
    order = _different(flat[np.argsort(-counts[flat], kind="stable")])
    shares = counts[order] / codes.size
    found = zip(colors_of(order).tolist(), shares.tolist(), strict=True)
    return [Flat((red, green, blue), share) for (red, green, blue), share in found]


def _different(codes: np.ndarray) -> np.ndarray:
    """The first MOST of the color numbers, without those that nobody can tell from one before them."""
    colors, kept = colors_of(codes).astype(np.int16), list[int]()
    for at in range(len(codes)):
        if len(kept) < MOST and (not kept or np.abs(colors[kept] - colors[at]).max(axis=1).min() > SAME):
            kept.append(at)
    return codes[kept]


def indexed(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The colors of an (H, W, 3) uint8 picture, (P, 3) uint8, and (H, W) the index of each pixel's among them."""
    codes = color_codes(image)
    there = np.zeros(_CODES, bool)
    there[codes] = True
    found = np.flatnonzero(there)
    small = np.uint16 if len(found) <= 1 << 16 else np.int32
    places = np.zeros(_CODES, small)
    places[found] = np.arange(len(found), dtype=small)
    return colors_of(found), places[codes]


def merged_flats(each: Sequence[Sequence[Flat]]) -> list[Flat]:
    """The flat colors of several pictures with their mean share, the largest first, at most MOST."""
    sums: dict[tuple[int, int, int], float] = {}
    for flats in each:
        for flat in flats:
            sums[flat.color] = sums.get(flat.color, 0.0) + flat.share / len(each)
    ordered = sorted(sums, key=lambda color: (-sums[color], color))
    if not ordered:
        return []
    codes = color_codes(np.array(ordered, np.uint8)[None])[0]
    return [
        Flat((red, green, blue), sums[red, green, blue]) for red, green, blue in colors_of(_different(codes)).tolist()
    ]
