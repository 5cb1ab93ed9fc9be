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
_STRAIGHT = 3
"""Levels in each channel that a mixture may lie off the straight line between what is on both sides of it."""
_LOOKED_AT = 400_000  # pixels of thin colors, which tell enough of each
_CODES = 1 << 24
_SQUARE = np.ones((3, 3), np.uint8)


class Flat(NamedTuple):
    """A color (red, green, blue) and the share of the picture that has it."""

    color: tuple[int, int, int]
    share: float


def flat_colors(image: np.ndarray) -> list[Flat]:
    """The flat colors of an (H, W, 3) or (H, W, 4) uint8 picture, the largest first, at most MOST.

    A flat is told by pixels all of whose eight neighbours have their color: along soft edges no pixel has. Pixels
    less than half opaque do not count, nor does what lines are softened with, though there be much of it.
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
    wide = among >= max(LEAST_INSIDE, INSIDE_SHARE * size)
    thin = np.flatnonzero(~wide & (counts >= max(LEAST, SHARE * size)))
    flat = np.concatenate([np.flatnonzero(wide), thin[~_mixtures(image, codes, thin)]])
    order = _different(flat[np.argsort(-counts[flat], kind="stable")])
    shares = counts[order] / codes.size
    found = zip(colors_of(order).tolist(), shares.tolist(), strict=True)
    return [Flat((red, green, blue), share) for (red, green, blue), share in found]


def _mixtures(image: np.ndarray, codes: np.ndarray, thin: np.ndarray) -> np.ndarray:
    """(N,) bool: which of the thin colors, (N,) numbers of theirs, soften an edge.

    Most pixels of such a color lie between two others whose mixture it is, and it does not run along the edge, as a
    line between two areas does.
    """
    place = np.full(_CODES + 1, -1, np.int32)
    place[thin] = np.arange(len(thin))
    ys, xs = np.nonzero(place[codes[1:-1, 1:-1]] >= 0)
    every = 1 + len(ys) // _LOOKED_AT
    ys, xs = ys[::every] + 1, xs[::every] + 1
    own = image[ys, xs, :3].astype(np.float32)
    mixed, alike = np.zeros(len(ys), bool), np.zeros(len(ys), np.uint8)
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        before = image[ys - down, xs - right, :3] - own
        after = image[ys + down, xs + right, :3] - own
        way = after - before
        share = -(before * way).sum(axis=1) / np.maximum(1, (way * way).sum(axis=1))
        off = np.abs(before + share[:, None] * way).max(axis=1)
        near, far = np.abs(before).max(axis=1), np.abs(after).max(axis=1)
        mixed |= (near > SAME) & (far > SAME) & (share > 0) & (share < 1) & (off <= _STRAIGHT)
        alike += (near <= 1).astype(np.uint8) + (far <= 1)
    whose = place[codes[ys, xs]]
    looked = np.bincount(whose, minlength=len(thin))
    between = np.bincount(whose[mixed], minlength=len(thin))
    running = np.bincount(whose[alike >= 2], minlength=len(thin))
    return (2 * between >= looked) & (2 * running < looked)


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
