"""Shows other colors in place of those that keys and takes have: the palette's swatches, and mixtures of them.

Pure functions on tables of colors; pictures are recolored by the table of their colors, never pixel by pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from app.project.palettes import Color, Mapping

NEAR, NEAR_EDGES = 6.0, 24.0
"""How far off the straight line between two swatches, in RGB, a color may be to be a mixture of them; and one that is
seen along edges alone: where three colors meet, and where compression was at work, it lies that far off."""
LIKE = 32.0
"""How far from a swatch, in RGB, a color is a mixture of it with another one, and of no others."""
MOST_MIXED = 65536
"""Of pictures with more colors, photographs rather than cels, only the swatches themselves are changed."""
_MOST_LOOKS = 1 << 24  # colors times pairs of swatches: of more, likewise; it takes a quarter of a second
_AT_ONCE = 512


def recolored(colors: np.ndarray, mapping: Mapping, edges: np.ndarray | None = None) -> np.ndarray:
    """(P, C) uint8: what is shown for each of the colors (P, C) uint8 RGB or RGBA; alpha stays. `edges` (P,) bool says
    which of them are seen along edges alone, as far as that is known.

    The sources of the mapping become what they are mapped to. A color that is none of them, but lies between two of
    them (or between one of them and black or white), is what their edges softly blended look like: it moves as they
    do. Others stay, bit for bit, and so does whatever lies between two that stay.
    """
    if not mapping:
        return colors
    table = np.ascontiguousarray(colors[:, :3])
    ends, shares = _mixtures(table.tobytes(), tuple(source for source, _ in mapping), _bytes(edges))
    moves = _moves(mapping)
    moved = ends >= 0
    change = np.zeros(table.shape, np.float32)
    for side in (0, 1):
        change += np.where(moved[:, side, None], shares[:, side, None] * moves[ends[:, side]], 0)
    result = colors.copy()
    result[:, :3] = np.clip(np.rint(table + change), 0, 255)
    return result


def prepare(colors: np.ndarray, sources: Sequence[Color], edges: np.ndarray | None = None) -> None:
    """Work out which mixtures of the sources the colors (P, C) uint8 are, so that `recolored` need not.

    With the palette's sources, changed or not; what they become does not matter. For a large take it takes tens of ms.
    """
    if sources:
        _mixtures(np.ascontiguousarray(colors[:, :3]).tobytes(), tuple(sorted(sources)), _bytes(edges))


def _bytes(edges: np.ndarray | None) -> bytes:
    return edges.tobytes() if edges is not None else b""


def _moves(mapping: Mapping) -> np.ndarray:
    """How far each source moves; then black and white, which stay unless they are sources."""
    pairs = np.array(mapping, np.float32)
    return np.concatenate([pairs[:, 1] - pairs[:, 0], np.zeros((2, 3), np.float32)])


@lru_cache(64)
def _mixtures(table: bytes, sources: tuple[tuple[int, int, int], ...], edges: bytes) -> tuple[np.ndarray, np.ndarray]:
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
    first, second = np.triu_indices(len(anchors), 1)
    near = np.where(np.frombuffer(edges, bool), NEAR_EDGES, NEAR) if edges else np.full(len(colors), NEAR)
    if len(colors) <= MOST_MIXED and len(rest) * len(first) <= _MOST_LOOKS:
        for begin in range(0, len(rest), _AT_ONCE):
            _mix(colors, rest[begin : begin + _AT_ONCE], anchors, (first, second), near, ends, shares)
    return ends, shares


def _mix(
    colors: np.ndarray,
    rows: np.ndarray,
    anchors: np.ndarray,
    pairs: tuple[np.ndarray, np.ndarray],
    limits: np.ndarray,
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
    away = ((some[:, None] - anchors[None]) ** 2).sum(axis=2)
    nearest = away.argmin(axis=1)
    own = (pairs[0][None] == nearest[:, None]) | (pairs[1][None] == nearest[:, None])
    alike = away[np.arange(len(rows)), nearest] <= LIKE * LIKE
    off[alike[:, None] & ~own] = np.inf
    best = off.argmin(axis=1)
    near = off[np.arange(len(rows)), best] <= limits[rows] ** 2
    chosen, share = best[near], along[np.arange(len(rows)), best][near]
    ends[rows[near]] = np.stack([pairs[0][chosen], pairs[1][chosen]], axis=1)
    shares[rows[near]] = np.stack([1 - share, share], axis=1)
