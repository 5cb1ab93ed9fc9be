"""Skipping a transformer's blocks while little changes: what they last added is added again."""

from __future__ import annotations

from torch import Tensor


class ResidualCache:
    """Decides by the first block: where its own share has hardly moved, the other blocks' will not have either.

    The idea of TeaCache and FirstBlockCache, without their fitted polynomials. One cache belongs to one pass (batched,
    or one half of the guidance) over one segment.
    """

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._first: Tensor | None = None
        self._rest: Tensor | None = None
        self.skipped = 0

    def rest(self, first: Tensor) -> Tensor | None:
        """What the other blocks added last, to be used again, or None where they must run.

        first [B, tokens, C]: what the first block added now. It is compared with the last step that was computed, so
        that small changes add up.
        """
        if self._first is None or self._rest is None:
            self._first = first
            return None
        moved = (first - self._first).abs().mean() / self._first.abs().mean()
        if moved.item() < self._threshold:
            self.skipped += 1
            return self._rest
        self._first = first
        return None

    def keep(self, rest: Tensor) -> None:
        """Remember what the other blocks added in this step."""
        self._rest = rest
