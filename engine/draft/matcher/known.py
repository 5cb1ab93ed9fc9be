"""What the matcher is told of the drawings it remembers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.draft.matcher.tokens import Tokens

KIND = 4
"""Numbers that say what kind of memory a known region comes from: see `kind_of`."""


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
