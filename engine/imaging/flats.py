"""The flat colors of a picture: what a painter would have as swatches, without the mixtures along soft edges."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
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
_STRAIGHT = 10
"""Levels in each channel that a mixture may lie off the straight line between what is on both sides of it: few pictures
keep theirs exactly, as compression and small color tables move them."""
_FRINGE = 32
"""Levels in each channel up to which a color with no pixel among its like belongs to one that there is more of."""
_LOOKED_AT = 400_000  # pixels of thin colors, which tell enough of each
_CODES = 1 << 24
_EXACT = 1 << 24  # up to which float32, in which OpenCV gives its counts, knows all whole numbers
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
    codes, places = _indexed(image[..., :3])
    clear, count = image[..., 3] < 128 if image.shape[2] == 4 else None, len(codes)
    if clear is not None:
        places = places.astype(_small(count + 1), copy=False)
        places[clear] = count
    counts = counted(places, count + 1)[:count]
    if not counts.any():
        return []
    among = counted(places, count + 1, _inside(places))[:count]
    size = places.size
    wide = among >= max(LEAST_INSIDE, INSIDE_SHARE * size)
    thin = np.flatnonzero(~wide & (counts >= max(LEAST, SHARE * size)))
    flat = np.concatenate([np.flatnonzero(wide), thin[~_mixtures(image, places, thin, count)]])
    flat = flat[np.argsort(-counts[flat], kind="stable")]
    order = _different(codes[flat], np.where(wide[flat], SAME, _FRINGE))
    shares = counts[np.searchsorted(codes, order)] / size
    found = zip(colors_of(order).tolist(), shares.tolist(), strict=True)
    return [Flat((red, green, blue), share) for (red, green, blue), share in found]


def edge_colors(places: np.ndarray, count: int) -> np.ndarray:
    """(count,) bool: which of the colors that `places` (H, W) has by their numbers have no pixel among its like."""
    return counted(places, count, _inside(places)) == 0


def _small(count: int) -> type[np.uint16] | type[np.int32]:
    """The type of so many numbers from 0 on."""
    return np.uint16 if count <= 1 << 16 else np.int32


def _inside(places: np.ndarray) -> np.ndarray:
    """(H, W) bool: all eight neighbours have the same number, (H, W) uint16 or int32."""
    plane = places if places.dtype == np.uint16 else places.astype(np.float32)  # which OpenCV knows, and is exact
    return (cv2.erode(plane, _SQUARE) == plane) & (cv2.dilate(plane, _SQUARE) == plane)


def counted(places: np.ndarray, count: int, where: np.ndarray | None = None) -> np.ndarray:
    """(count,) int64: how often there is each of the numbers (H, W), or how often it is `where` (H, W) bool says so.

    OpenCV counts without keeping Python's lock, which numpy's does for a while: the window would stand still.
    """
    if places.dtype == np.uint16 and places.size <= _EXACT:
        mask = where.view(np.uint8) if where is not None else None
        return cv2.calcHist([places], [0], mask, [count], [0, count]).ravel().astype(np.int64)
    return np.bincount((places if where is None else places[where]).ravel(), minlength=count)


def _mixtures(image: np.ndarray, places: np.ndarray, thin: np.ndarray, count: int) -> np.ndarray:
    """(N,) bool: which of the thin colors, (N,) numbers among `count`, soften an edge.

    Most pixels of such a color lie between two others whose mixture it is, and it does not run along the edge, as a
    line between two areas does.
    """
    place = np.full(count + 1, -1, np.int32)
    place[thin] = np.arange(len(thin))
    ys, xs = np.nonzero(place[places[1:-1, 1:-1]] >= 0)
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
    whose = place[places[ys, xs]]
    looked = np.bincount(whose, minlength=len(thin))
    between = np.bincount(whose[mixed], minlength=len(thin))
    running = np.bincount(whose[alike >= 2], minlength=len(thin))
    return (2 * between >= looked) & (2 * running < looked)


def _different(codes: np.ndarray, alike: np.ndarray) -> np.ndarray:
    """The first MOST of the color numbers, without those that differ from one before them by no more than `alike` says,
    (N,) levels in each channel."""
    colors, kept = colors_of(codes).astype(np.int16), list[int]()
    for at in range(len(codes)):
        if len(kept) < MOST and (not kept or np.abs(colors[kept] - colors[at]).max(axis=1).min() > alike[at]):
            kept.append(at)
    return codes[kept]


class _Tables:
    """Tables of all colors there can be, for one thread at a time.

    Made once: numpy keeps Python's lock while the system finds the memory for them or takes it back, for which it was
    seen to wait for 90 ms, and the window with it.
    """

    def __init__(self) -> None:
        self._one = threading.Lock()

    def __enter__(self) -> None:
        self._one.acquire()

    def __exit__(self, *_: object) -> None:
        self._one.release()

    @cached_property
    def _there(self) -> np.ndarray:
        return np.full(_CODES, False)

    @cached_property
    def places(self) -> np.ndarray:
        """(1 << 24,) uint16, holding what was last put there."""
        return np.full(_CODES, 0, np.uint16)

    def found(self, codes: np.ndarray) -> np.ndarray:
        """(P,) the different ones of these color numbers, ascending."""
        self._there[codes] = True
        found = np.flatnonzero(self._there)
        self._there[found] = False
        return found


_tables = _Tables()


def indexed(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The colors of an (H, W, 3) uint8 picture, (P, 3) uint8, and (H, W) the index of each pixel's among them."""
    codes, places = _indexed(image)
    return colors_of(codes), places


def _indexed(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same with the numbers of the colors, (P,) ascending."""
    codes = color_codes(image)
    with _tables:
        found = _tables.found(codes)
        places = _tables.places if len(found) <= 1 << 16 else np.full(_CODES, 0, np.int32)
        places[found] = np.arange(len(found), dtype=places.dtype)
        return found, places[codes]


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
        Flat((red, green, blue), sums[red, green, blue])
        for red, green, blue in colors_of(_different(codes, np.full(len(codes), SAME))).tolist()
    ]
