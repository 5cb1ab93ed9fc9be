"""In which order examples are seen: shuffled anew each time around, steps of one shape, the same on every computer."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np


class Order:
    """Which item the segment of each number is; nothing has to be remembered to go on with it.

    buckets: of each item what shape it has. A step's segments are of one bucket as far as its items go, so that
    processes which share the step are done together.
    """

    def __init__(self, buckets: Sequence[Hashable], batch: int, seed: int) -> None:
        self._buckets, self._batch, self._seed = buckets, batch, seed
        self._known: tuple[int, list[int]] | None = None

    def item(self, index: int) -> int:
        """Of segment `index`, counted over all steps from 0."""
        times, place = divmod(index, len(self._buckets))
        if self._known is None or self._known[0] != times:
            self._known = (times, self._around(times))
        return self._known[1][place]

    def _around(self, times: int) -> list[int]:
        """Every item once."""
        draw = np.random.default_rng([self._seed, times, 7])
        sorted_in: dict[Hashable, list[int]] = {}
        for item in draw.permutation(len(self._buckets)).tolist():
            sorted_in.setdefault(self._buckets[item], []).append(item)
        steps, left = [], []
        for items in sorted_in.values():
            whole = len(items) - len(items) % self._batch
            steps += [items[at : at + self._batch] for at in range(0, whole, self._batch)]
            left += items[whole:]
        return [item for step in draw.permutation(len(steps)).tolist() for item in steps[step]] + left
