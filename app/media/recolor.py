"""Shows other colors in place of those that keys and takes have: the palette's swatches, and mixtures of them.

Pure functions on tables of colors; pictures are recolored by the table of their colors, never pixel by pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
ONE_FLAT = 12
"""Levels in each channel up to which colors are one flat, as compression leaves it."""
ANYWHERE, SOLID = np.uint32(1 << 31), np.uint32(1 << 30)
_BLACK_WHITE = np.array([[0, 0, 0], [255, 255, 255]], np.float32)


@dataclass(frozen=True)
class Nearness:
    """What lies near the pixels that have each color of a table: then it may be a mixture of that, else it is none.

    `flats` (F, 3) uint8 are the picture's own, `bit` (F,) int8 of those that are told apart by place, -1 of others;
    `near` (P,) uint32 has these bits, ANYWHERE where nothing is said of a color, and SOLID where it is no soft edge.
    """

    flats: np.ndarray
    bit: np.ndarray
    near: np.ndarray

    def without(self, source: np.ndarray) -> np.ndarray:
        """(P,) bool: which colors are no mixture of a source (3,) that lies between two others."""
        said = self.near & ANYWHERE == 0
        off = np.abs(self.flats.astype(np.int16) - source.astype(np.int16)).max(axis=1)
        bits = self.bit[off <= ONE_FLAT].tolist()
        if -1 in bits:
            return np.zeros(len(said), bool)
        own = np.uint32(sum(1 << bit for bit in bits))
        return said & (self.near & own == 0)


def middles(colors: np.ndarray) -> np.ndarray:
    """(N,) bool: which of the colors (N, 3) uint8 look like a mixture of two others, or of one and black or white."""
    own = colors.astype(np.float32)
    ends = np.concatenate([own, _BLACK_WHITE])
    first, second = np.triu_indices(len(ends), 1)
    way, found = ends[second] - ends[first], np.zeros(len(own), bool)
    length = np.maximum((way * way).sum(axis=1), 1e-3)
    for at, color in enumerate(own):
        share = np.clip(((color - ends[first]) * way).sum(axis=1) / length, 0, 1)
        off = ((color - ends[first] - share[:, None] * way) ** 2).sum(axis=1)
        far = ((color - ends) ** 2).sum(axis=1) > LIKE * LIKE
        found[at] = bool((far[first] & far[second] & (off <= NEAR_EDGES * NEAR_EDGES)).any())
    return found


def recolored(
    colors: np.ndarray, mapping: Mapping, edges: np.ndarray | None = None, near: Nearness | None = None
) -> np.ndarray:
    """(P, C) uint8: what is shown for each of the colors (P, C) uint8 RGB or RGBA; alpha stays. `edges` (P,) bool says
    which of them are seen along edges alone, and `near` what lies near them, as far as that is known.

    The sources of the mapping become what they are mapped to. A color that is none of them, but lies between two of
    them (or between one of them and black or white), is what their edges softly blended look like: it moves as they
    do. Others stay, bit for bit, and so does whatever lies between two that stay.
    """
    if not mapping:
        return colors
    table = np.ascontiguousarray(colors[:, :3])
    ends, shares = _mixtures(_Known(table, edges, near), tuple(source for source, _ in mapping))
    moves = _moves(mapping)
    moved = ends >= 0
    change = np.zeros(table.shape, np.float32)
    for side in (0, 1):
        change += np.where(moved[:, side, None], shares[:, side, None] * moves[ends[:, side]], 0)
    result = colors.copy()
    result[:, :3] = np.clip(np.rint(table + change), 0, 255)
    return result


def prepare(
    colors: np.ndarray, sources: Sequence[Color], edges: np.ndarray | None = None, near: Nearness | None = None
) -> None:
    """Work out which mixtures of the sources the colors (P, C) uint8 are, so that `recolored` need not.

    With the palette's sources, changed or not; what they become does not matter. For a large take it takes tens of ms.
    """
    if sources:
        _mixtures(_Known(np.ascontiguousarray(colors[:, :3]), edges, near), tuple(sorted(sources)))


class _Known:
    """What is known of a table's colors (P, 3) uint8, told apart by what is in it."""

    def __init__(self, colors: np.ndarray, edges: np.ndarray | None, near: Nearness | None) -> None:
        self.colors, self.edges, self.near = colors, edges, near
        said = (near.flats, near.bit, near.near) if near is not None else ()
        self._bytes = tuple(part.tobytes() for part in (colors, *(() if edges is None else (edges,)), *said))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and other._bytes == self._bytes

    def __hash__(self) -> int:
        return hash(self._bytes)


def _moves(mapping: Mapping) -> np.ndarray:
    """How far each source moves; then black and white, which stay unless they are sources."""
    pairs = np.array(mapping, np.float32)
    return np.concatenate([pairs[:, 1] - pairs[:, 0], np.zeros((2, 3), np.float32)])


@lru_cache(64)
def _mixtures(known: _Known, sources: tuple[tuple[int, int, int], ...]) -> tuple[np.ndarray, np.ndarray]:
    """Which two sources each of the colors is made of, (P, 2), -1 for none, and the share of each, (P, 2) float32.

    It does not depend on what they are mapped to, so that it is worked out once while an artist tries colors.
    """
    colors = known.colors.astype(np.float32)
    anchors = np.concatenate([np.array(sources, np.float32).reshape(-1, 3), _BLACK_WHITE])
    ends = np.full((len(colors), 2), -1, np.int32)
    shares = np.zeros((len(colors), 2), np.float32)
    barred = _barred(known.near, np.array(sources, np.uint8).reshape(-1, 3))
    own = _own(known.colors, np.array(sources, np.uint8).reshape(-1, 3))
    for at, theirs in barred.items():
        own[theirs & (own == at) & _soft(known.near)] = -1
    exact = own >= 0
    ends[exact, 0], shares[exact, 0] = own[exact], 1
    rest = np.flatnonzero(ends[:, 0] < 0)
    pairs = np.triu_indices(len(anchors), 1)
    near = np.where(known.edges, NEAR_EDGES, NEAR) if known.edges is not None else np.full(len(colors), NEAR)
    if len(colors) <= MOST_MIXED and len(rest) * len(pairs[0]) <= _MOST_LOOKS:
        for begin in range(0, len(rest), _AT_ONCE):
            rows = rest[begin : begin + _AT_ONCE]
            _mix(colors, rows, anchors, pairs, near, {at: each[rows] for at, each in barred.items()}, ends, shares)
    return ends, shares


def _barred(near: Nearness | None, sources: np.ndarray) -> dict[int, np.ndarray]:
    """Of those of the sources (S, 3) that lie between two others, (P,) bool which colors are no mixture of them."""
    found = np.flatnonzero(middles(sources)).tolist() if near is not None else []
    return {at: near.without(sources[at]) for at in found} if near is not None else {}


def _soft(near: Nearness | None) -> np.ndarray:
    """(P,) bool: which colors are soft edges, as far as that is known."""
    return near.near & SOLID == 0 if near is not None else np.zeros(0, bool)


def _own(colors: np.ndarray, sources: np.ndarray) -> np.ndarray:
    """(P,) int64: which of the sources (S, 3), S not 0, each of the colors (P, 3) is; -1 for none."""
    codes, wanted = (each.astype(np.int64) @ np.array([1 << 16, 1 << 8, 1]) for each in (colors, sources))
    order = np.argsort(wanted, kind="stable")
    at = np.minimum(np.searchsorted(wanted[order], codes), len(order) - 1)
    return np.where(wanted[order][at] == codes, order[at], -1)


def _mix(
    colors: np.ndarray,
    rows: np.ndarray,
    anchors: np.ndarray,
    pairs: tuple[np.ndarray, np.ndarray],
    limits: np.ndarray,
    barred: dict[int, np.ndarray],
    ends: np.ndarray,
    shares: np.ndarray,
) -> None:
    """Enter the pair of anchors that each color of `rows` lies between, if there is one near enough; an anchor that is
    `barred` for some of them, (n,) bool, is no end of theirs."""
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
    for anchor, theirs in barred.items():
        away[theirs, anchor] = np.inf
        off[np.ix_(theirs, (pairs[0] == anchor) | (pairs[1] == anchor))] = np.inf
    nearest = away.argmin(axis=1)
    own = (pairs[0][None] == nearest[:, None]) | (pairs[1][None] == nearest[:, None])
    alike = away[np.arange(len(rows)), nearest] <= LIKE * LIKE
    off[alike[:, None] & ~own] = np.inf
    best = off.argmin(axis=1)
    near = off[np.arange(len(rows)), best] <= limits[rows] ** 2
    chosen, share = best[near], along[np.arange(len(rows)), best][near]
    ends[rows[near]] = np.stack([pairs[0][chosen], pairs[1][chosen]], axis=1)
    shares[rows[near]] = np.stack([1 - share, share], axis=1)
