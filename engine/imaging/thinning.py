"""Lines thinned to one pixel, and where they end: worked on the ink's pixels alone, as there are few of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_AROUND = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
"""(row, column) of the eight neighbors, clockwise from the one above; bit k of a neighborhood is neighbor k."""
_LEAST = 4
"""Pixels of line before a fork that an end needs."""
_DIAGONALS_FIRST = np.array([1, 3, 5, 7, 0, 2, 4, 6])


@dataclass(frozen=True)
class Ends:
    """Where lines end: `places` (n, 2) float32 (x, y) on the middle line, `ahead` (n, 2) float32 unit vectors along
    which the line would go on."""

    places: np.ndarray
    ahead: np.ndarray


def _tables() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each of the 256 neighborhoods: what each of the two passes of `thin` removes, and how many lines meet."""
    p = (np.arange(256)[:, None] >> np.arange(8)) & 1 > 0
    top, top_right, right, low_right, low, low_left, left, top_left = p.T
    meeting = (
        (~top & (top_right | right)).astype(int)
        + (~right & (low_right | low))
        + (~low & (low_left | left))
        + (~left & (top_left | top))
    )
    around = np.roll(p, 1, axis=1)  # each neighbor with the one before it
    fewest = np.minimum((p | around)[:, ::2].sum(axis=1), (p | around)[:, 1::2].sum(axis=1))
    edge = (meeting == 1) & (fewest >= 2) & (fewest <= 3)
    passes = (edge & ~((low | low_left | ~top_left) & left), edge & ~((top | top_right | ~low_right) & right))
    return passes[0], passes[1], meeting


_FIRST, _SECOND, _MEETING = _tables()
_ENDING = (_MEETING == 1) & (((np.arange(256)[:, None] >> np.arange(8)) & 1).sum(axis=1) <= 2)


def thin(ink: np.ndarray, rounds: int) -> np.ndarray:
    """(H + 2, W + 2) uint8: the middle lines of the (H, W) uint8 ink, 0 or 1, with a rim of paper around.

    After Guo and Hall, "Parallel thinning with two-subiteration algorithms" (1989). Ink thicker than twice `rounds`
    keeps its inside: that is an area, not a line.
    """
    middle = np.pad(ink, 1)
    flat = middle.reshape(-1)
    steps = _steps(middle)
    at = _marked(flat)
    for _ in range(rounds):
        before = len(at)
        for removed in (_FIRST, _SECOND):
            away = removed[_neighborhoods(flat, at, steps)]
            flat[at[away]] = 0
            at = at[~away]
        if len(at) == before:
            break
    return middle


def line_ends(middle: np.ndarray, spur: int, back: int) -> Ends:
    """The ends of middle lines as `thin` gives them, without branches of up to `spur` pixels: corners of the ink that
    thinning left over.

    The places lie those `spur` pixels before the true ends; directions are taken from up to `back` pixels of line.
    `middle` is used up.
    """
    flat = middle.reshape(-1)
    width = middle.shape[1]
    steps = _steps(middle)
    ends = _pruned(flat, steps, spur)
    before, here = np.full(len(ends), -3 * width), ends
    for step in range(back):
        around = here[:, None] + steps[_DIAGONALS_FIRST]
        onwards = (flat[around] > 0) & ~_touching(around, before[:, None], width)
        going = onwards.any(axis=1) & (_MEETING[_neighborhoods(flat, here, steps)] <= 2)
        there = around[np.arange(len(here)), onwards.argmax(axis=1)]
        before, here = np.where(going, here, before), np.where(going, there, here)
        if step + 1 == _LEAST:  # shorter ones are specks, or corners too
            ends, before, here = ends[going], before[going], here[going]
    return _ends(ends, here, width)


def _ends(ends: np.ndarray, back: np.ndarray, width: int) -> Ends:
    """From flat pixels of the rimmed picture: the ends, and pixels some way back on their lines."""
    y, x = np.divmod(ends, width)
    from_y, from_x = np.divmod(back, width)
    ahead = np.stack([x - from_x, y - from_y], axis=1).astype(np.float32)
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-6)
    return Ends(np.stack([x - 1, y - 1], axis=1).astype(np.float32), ahead)


def _pruned(flat: np.ndarray, steps: np.ndarray, times: int) -> np.ndarray:
    """The end pixels that are left after all ends were taken away so many times."""
    at = _marked(flat)
    for _ in range(times):
        ends = at[_ENDING[_neighborhoods(flat, at, steps)]]
        flat[ends] = 0
        around = np.unique(ends[:, None] + steps)
        at = around[flat[around] > 0]
    return at[_ENDING[_neighborhoods(flat, at, steps)]]


def _marked(flat: np.ndarray) -> np.ndarray:
    """Where the (n,) uint8 of 0 and 1 are 1; ten times as fast as to look for numbers that are not 0."""
    return np.flatnonzero(flat.view(np.bool_))


def _steps(image: np.ndarray) -> np.ndarray:
    return np.array([row * image.shape[1] + column for row, column in _AROUND])


def _neighborhoods(flat: np.ndarray, at: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """(n,) uint8: which neighbors of the pixels `at` are set."""
    found = np.zeros(len(at), np.uint8)
    for bit, step in enumerate(steps.tolist()):
        found |= flat[at + step] << np.uint8(bit)
    return found


def _touching(one: np.ndarray, other: np.ndarray, width: int) -> np.ndarray:
    """Whether pixels are the same or neighbors; all are inside the rim, so none wraps around."""
    apart = np.abs(one - other)
    rows = (apart + 1) // width
    return (rows <= 1) & (np.abs(apart - rows * width) <= 1)
