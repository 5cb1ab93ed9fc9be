"""The trained matcher at work: looks at drawings, and says which known region each region is."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import lru_cache
from pathlib import Path

import numpy as np

from engine.draft.matcher.inference import Check, Network, unchecked
from engine.draft.matcher.known import Known, kind_of
from engine.draft.matcher.pairs import pair_features
from engine.draft.matcher.tokens import Tokens
from engine.draft.matcher.weights import WEIGHTS, Weights, load_weights
from engine.imaging.stills import file_digest


class Matcher:
    """A network with its weights, asked from any thread."""

    def __init__(self, weights: Weights, digest: str) -> None:
        """`digest` tells these weights from others."""
        self.digest = digest
        self._network = Network(weights)
        self._check: Check = unchecked

    def ended_by(self, check: Check) -> Matcher:
        """The same matcher, which calls `check` while it works and ends with what that raises."""
        same = copy(self)
        same._check = check
        return same

    def look(self, tokens: Tokens) -> np.ndarray:
        """(n, width) float32: a drawing as the network remembers it."""
        return self._network.look(tokens, self._check)

    def chances(self, tokens: Tokens, look: np.ndarray, known: Sequence[Known]) -> np.ndarray:
        """(n, m + 1) float64 summing to 1: for each region each of the m known ones in order, last that it is new."""
        pairs = np.concatenate([pair_features(tokens, one.tokens, one.flow) for one in known], axis=1)
        kinds = np.concatenate([kind_of(one.sure, one.key, one.distance) for one in known])
        remembered = np.concatenate([one.look for one in known])
        chances = self._network.match(tokens, look, remembered, pairs, kinds, self._check).astype(np.float64)
        chances -= chances.max(axis=1, keepdims=True)
        np.exp(chances, out=chances)
        chances /= chances.sum(axis=1, keepdims=True)
        return chances


@lru_cache(maxsize=2)
def shipped_matcher(path: Path = WEIGHTS) -> Matcher:
    """The matcher that comes with Shiage; loaded once. Raises OSError, ValueError when its file is damaged."""
    weights = load_weights(path)
    try:
        return Matcher(weights, file_digest(path))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name} is damaged; install Shiage again.") from error
