"""Tasks for the matcher: a drawing to be colored, and what is remembered of the clip at that moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.draft.matcher.known import kind_of
from engine.draft.matcher.pairs import pair_features
from engine.training.matcher.examples import Drawn, Example

Flow = tuple[int, int]


@dataclass(frozen=True)
class Known:
    """A remembered drawing: which of the example's, as a key or not, how far away, and whether flow reaches it."""

    drawing: int
    key: bool
    distance: int
    flow: bool


@dataclass(frozen=True)
class Task:
    """`identity` and `color` (m,) are what memory believes its regions to be, `sure` (m,) how firmly."""

    target: int
    known: tuple[Known, ...]
    identity: np.ndarray
    color: np.ndarray
    sure: np.ndarray

    def pairs(self, example: Example) -> np.ndarray:
        """(n, m, PAIR) features of the target's regions and all known ones."""
        own = example.drawings[self.target].tokens
        features = [
            pair_features(
                own,
                example.drawings[one.drawing].tokens,
                example.flows[self.target, one.drawing] if one.flow else None,
            )
            for one in self.known
        ]
        return np.concatenate(features, axis=1)

    def kinds(self, example: Example) -> np.ndarray:
        """(m, KIND) for all known regions."""
        kinds, start = [], 0
        for one in self.known:
            count = len(example.drawings[one.drawing].tokens)
            kinds.append(kind_of(self.sure[start : start + count], one.key, one.distance))
            start += count
        return np.concatenate(kinds)


def draw_task(example: Example, target: int, rng: np.random.Generator) -> Task:
    """A task as a shot poses it: one to three keys, most often the drawings colored just before, some older ones."""
    others = [at for at in range(len(example.drawings)) if at != target]
    keys = rng.permutation(others)[: int(rng.choice([1, 1, 2, 3]))].tolist()
    known = [_known(example, target, key, True, rng.random() < 0.75) for key in keys]
    step = int(rng.choice([-1, 1]))
    if rng.random() < 0.8:
        recent = [target + step * back for back in range(1, int(rng.choice([1, 2, 3])) + 1)]
        known += [
            _known(example, target, at, False, rng.random() < 0.85)
            for at in recent
            if 0 <= at < len(example.drawings) and at not in keys
        ]
    taken = {one.drawing for one in known}
    rest = [at for at in others if at not in taken]
    if rest and rng.random() < 0.4:
        known.append(_known(example, target, int(rng.choice(rest)), False, rng.random() < 0.3))
    return remembered(example, target, tuple(known), rng)


def _known(example: Example, target: int, at: int, key: bool, flow: bool) -> Known:
    distance = abs(example.drawings[target].at - example.drawings[at].at)
    return Known(at, key, max(1, distance), flow)


def remembered(example: Example, target: int, known: tuple[Known, ...], rng: np.random.Generator | None) -> Task:
    """The task with these memories; with `rng`, what was colored before holds mistakes, as it does in a shot."""
    believed = [_believed(example.drawings[one.drawing], one.key, rng) for one in known]
    return Task(
        target,
        known,
        np.concatenate([identity for identity, _, _ in believed]),
        np.concatenate([color for _, color, _ in believed]),
        np.concatenate([sure for _, _, sure in believed]),
    )


def _believed(drawn: Drawn, key: bool, rng: np.random.Generator | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    identity, color, sure = drawn.identity.copy(), drawn.color.copy(), np.ones(len(drawn.identity), np.float32)
    if key or rng is None:
        return identity, color, sure
    sure = rng.uniform(0.6, 1, len(identity)).astype(np.float32)
    if rng.random() < 0.4:
        wrong = np.flatnonzero(rng.random(len(identity)) < rng.uniform(0.03, 0.3))
        instead = rng.integers(len(identity), size=len(wrong))
        identity[wrong], color[wrong] = drawn.identity[instead], drawn.color[instead]
        sure[wrong] = rng.uniform(0.15, 0.95, len(wrong))
    return identity, color, sure
