"""Easing between keyed poses, and the exposure sheet: which drawing each frame shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.training.clips.skeleton import REST, Pose

FPS = 24


def _smooth(t: float) -> float:
    return t * t * (3 - 2 * t)


def _overshoot(t: float) -> float:
    """Passes its end by a tenth and comes back."""
    s = 1.9
    return 1 + (s + 1) * (t - 1) ** 3 + s * (t - 1) ** 2


def _anticipate(t: float) -> float:
    """Draws back before it goes."""
    s = 1.6
    return t * t * ((s + 1) * t - s)


EASES: dict[str, Callable[[float], float]] = {
    "smooth": _smooth,
    "overshoot": _overshoot,
    "anticipate": _anticipate,
    "linear": lambda t: t,
    "in": lambda t: t * t,
    "out": lambda t: 1 - (1 - t) ** 2,
}


@dataclass(frozen=True)
class Key:
    """A pose at a time in seconds and the ease by which it is reached."""

    time: float
    pose: Pose
    ease: str = "smooth"


def keyed(keys: Sequence[Key], time: float) -> dict[str, float]:
    """The pose between keys; before the first and after the last it is held."""
    if time <= keys[0].time:
        return dict(keys[0].pose)
    for before, after in pairwise(keys):
        if time < after.time:
            share = (time - before.time) / (after.time - before.time)
            return mixed(before.pose, after.pose, EASES[after.ease](share))
    return dict(keys[-1].pose)


def mixed(a: Pose, b: Pose, share: float) -> dict[str, float]:
    """`a` at 0, `b` at 1, beyond them outside; what one does not name is at rest in it."""
    names = sorted({*a, *b})
    return {
        name: (1 - share) * a.get(name, REST.get(name, 0.0)) + share * b.get(name, REST.get(name, 0.0))
        for name in names
    }


def layered(*poses: Pose) -> dict[str, float]:
    """Later poses over earlier ones, name by name."""
    result: dict[str, float] = {}
    for pose in poses:
        result.update(pose)
    return result


def exposures(rng: np.random.Generator, frames: int, step: int, holds: bool) -> tuple[int, ...]:
    """For each frame the frame at which its drawing was made: drawings last `step` frames, some are held longer."""
    sheet: list[int] = []
    while len(sheet) < frames:
        length = step
        if holds and len(sheet) > 0 and rng.random() < 0.06:
            length = step * int(rng.integers(3, 7))
        sheet += [len(sheet)] * length
    return tuple(sheet[:frames])
