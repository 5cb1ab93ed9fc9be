"""Shows other colors in place of those that keys and takes have: the palette's swatches, and mixtures of them.

Pure functions on tables of colors; pictures are recolored by the table of their colors, never pixel by pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from app.project.palettes import Color, Mapping

NEAR = 6.0
"""How far off the straight line between two swatches, in RGB, a color may be to be a mixture of them."""
MOST_MIXED = 8192
"""Of pictures with more colors, photographs rather than cels, only the swatches themselves are changed."""
_MOST_SWATCHES = 128  # between which mixtures are looked for: those there is most of come first
_AT_ONCE = 512


def recolored(colors: np.ndarray, mapping: Mapping) -> np.ndarray:
    """(P, C) uint8: what is shown for each of the colors (P, C) uint8 RGB or RGBA; alpha stays.

    The sources of the mapping become what they are mapped to. A color that is none of them, but lies between two of
    them (or between one of them and black or white), is what their edges softly blended look like: it moves as they
    do. Others stay, bit for bit, and so does whatever lies between two that stay.
    """
    if not mapping:
        return colors
    table = np.ascontiguousarray(colors[:, :3])
    ends, shares = _mixtures(table.tobytes(), tuple(source for source, _ in mapping))
    moves = _moves(mapping)
    moved = ends >= 0
    change = np.zeros(table.shape, np.float32)
    for side in (0, 1):
        change += np.where(moved[:, side, None], shares[:, side, None] * moves[ends[:, side]], 0)
    result = colors.copy()
    result[:, :3] = np.clip(np.rint(table + change), 0, 255)
    return result


def prepare(colors: np.ndarray, sources: Sequence[Color]) -> None:
    """Work out which mixtures of the sources the colors (P, C) uint8 are, so that `recolored` need not.

    With the palette's sources, changed or not; what they become does not matter. For a large take it takes tens of ms.
    """
    if sources:
        _mixtures(np.ascontiguousarray(colors[:, :3]).tobytes(), tuple(sorted(sources)))


def _moves(mapping: Mapping) -> np.ndarray:
    """How far each source moves; then black and white, which stay unless they are sources."""
    pairs = np.array(mapping, np.float32)
    return np.concatenate([pairs[:, 1] - pairs[:, 0], np.zeros((2, 3), np.float32)])


@lru_cache(64)
def _mixtures(table: bytes, sources: tuple[tuple[int, int, int], ...]) -> tuple[np.ndarray, np.ndarray]:
    """Which two sources each color of `table` is made of, (P, 2), -1 for none, and the share of each, (P, 2) float32.

    It does not depend on what they are mapped to, so that it is worked out once while an artist tries colors.
    """
    colors = np.frombuffer(table, np.uint8).reshape(-1, 3).astype(np.float32)
    anchors = np.array([*sources, (0, 0, 0), (255, 255, 255)], np.float32)
    ends = np.full((len(colors), 2), -1, np.int32)
    shares = np.zeros((len(colors), 2), np.float32)
    places = {source: at for at, source in enumerate(sources)}
    for at, (red, green, blue) in enumerate(np.frombuffer(table, np.uint8).reshape(-1, 3).tolist()):
        if (red, green, blue) in places:
            ends[at], shares[at] = places[red, green, blue], (1, 0)
    rest = np.flatnonzero(ends[:, 0] < 0)
    if len(colors) <= MOST_MIXED and len(sources) <= _MOST_SWATCHES:
        first, second = np.triu_indices(len(anchors), 1)
        for begin in range(0, len(rest), _AT_ONCE):
            _mix(colors, rest[begin : begin + _AT_ONCE], anchors, (first, second), ends, shares)
    return ends, shares


def _mix(
    colors: np.ndarray,
    rows: np.ndarray,
    anchors: np.ndarray,
    pairs: tuple[np.ndarray, np.ndarray],
    ends: np.ndarray,
    shares: np.ndarray,
) -> None:
    """Enter the pair of anchors that each color of `rows` lies between, if there is one near enough."""
    start = anchors[pairs[0]]
    way = anchors[pairs[1]] - start
    length = np.maximum((way * way).sum(axis=1), 1e-3)
    some = colors[rows]
    along = (some @ way.T - (start * way).sum(axis=1)) / length
    along = np.clip(along, 0, 1)
    # |color - start - along * way|^2, spelled out so that no array of pairs and channels is made.
    off = (some * some).sum(axis=1)[:, None] - 2 * some @ start.T + (start * start).sum(axis=1)
    off += along * (along * length - 2 * (some @ way.T - (start * way).sum(axis=1)))
    best = off.argmin(axis=1)
    near = off[np.arange(len(rows)), best] <= NEAR * NEAR
    chosen, share = best[near], along[np.arange(len(rows)), best][near]
    ends[rows[near]] = np.stack([pairs[0][chosen], pairs[1][chosen]], axis=1)
    shares[rows[near]] = np.stack([1 - share, share], axis=1)
