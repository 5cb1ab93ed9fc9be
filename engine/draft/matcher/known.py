"""What the matcher is told of the drawings it remembers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.draft.matcher.tokens import Tokens

KIND = 4
"""Numbers that say what kind of memory a known region comes from: see `kind_of`."""
MOST_REGIONS = 2048
"""Drawings of more regions are not looked at: time and memory grow with the square, and all of it is tone."""
MOST_PAIRS = 1 << 22
"""Pairs of regions, of a drawing and of all known ones together, that are matched at most: some 30 s of a slow core."""


@dataclass(frozen=True)
class Known:
    """A drawing that is remembered: its tokens and `look`, the flow's word as `pairs.shares` gives it or None, how
    sure its colors are (m,), whether it is a key, and how many drawings away."""

    tokens: Tokens
    look: np.ndarray
    flow: np.ndarray | None
    sure: np.ndarray
    key: bool
    distance: int


def matchable(look: np.ndarray, known: Sequence[np.ndarray]) -> bool:
    """Whether a drawing can be matched with known ones, by the (regions, width) looks of all: each of them was looked
    at, and their regions are not too many."""
    return all(one.shape[1] for one in (look, *known)) and len(look) * sum(map(len, known)) <= MOST_PAIRS


def kind_of(confidence: np.ndarray, key: bool, distance: int) -> np.ndarray:
    """(m, KIND) float32 for the regions of one known drawing.

    `confidence` (m,) from 0 to 1 is how sure their colors are, `key` whether the artist colored the drawing,
    `distance` how many drawings lie between it and the one to be colored.
    """
    kinds = np.zeros((len(confidence), KIND), np.float32)
    kinds[:, 0] = key
    kinds[:, 1] = not key
    kinds[:, 2] = np.log2(distance + 1) / 8
    kinds[:, 3] = confidence
    return kinds
