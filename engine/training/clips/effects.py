"""Simple effects in layers of their own: puffs of smoke, drops of water, stars, hearts, a bouncing ball."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.training.clips.cel import Cel
from engine.training.clips.model import RGB
from engine.training.clips.shapes import closed_curve, ellipse, open_curve, star

KINDS = ("smoke", "water drops", "stars", "hearts", "ball")
COLORS: dict[str, dict[str, RGB]] = {
    "smoke": {"effect": (214, 214, 222)},
    "water drops": {"effect": (120, 190, 240)},
    "stars": {"effect": (255, 222, 90)},
    "hearts": {"effect": (238, 92, 122)},
    "ball": {"effect": (226, 74, 60), "effect 2": (245, 240, 225)},
}


@dataclass(frozen=True)
class Effect:
    """`seeds` (N, 5) of 0 to 1 set each piece's place, time, size, turn and drift."""

    kind: str
    seeds: np.ndarray

    def draw(self, cel: Cel, time: float) -> None:
        """At a time in seconds, around the origin with one unit as a figure's height."""
        if self.kind == "ball":
            self._ball(cel, time)
            return
        for index, (a, b, c, d, e) in enumerate(self.seeds):
            age = (time * (0.5 + 0.3 * e) + b) % 1.0
            self._piece(cel, f"{self.kind.rstrip('s')} {index + 1}", age, float(a), float(c), float(d))

    def _piece(self, cel: Cel, name: str, age: float, a: float, c: float, d: float) -> None:
        x = (a - 0.5) * 1.3
        if self.kind == "smoke":
            size = (0.05 + 0.11 * c) * np.sin(np.pi * min(age * 1.1 + 0.1, 1.0))
            if size < 0.02:
                return  # gone, or not yet there
            center = np.array([x * (0.5 + 0.6 * age), -0.06 - 0.55 * age])
            around = np.arange(36) * np.pi / 18
            lobes = 0.8 + 0.3 * np.abs(np.sin(2.5 * around + d * 9))  # round lobes that meet in notches
            puff = np.stack([np.cos(around + age), np.sin(around + age)], axis=1) * size * lobes[:, None]
            on = cel.part(name, "effect", puff + center, shaded=0.3 * size)
            curl = np.array([(-0.3, 0.1), (0, -0.3), (0.35, 0.0)]) * size + center
            cel.ink(open_curve(curl), weight=0.6, on=on)
        elif self.kind == "water drops":
            size = 0.02 + 0.03 * c
            center = np.array([x * (0.3 + 0.8 * age), -0.15 - 1.5 * age * (1 - age)])
            drop = np.array([(0, -1.8), (0.55, -0.6), (0.8, 0.2), (0, 0.9), (-0.8, 0.2), (-0.55, -0.6)]) * size
            on = cel.part(name, "effect", closed_curve(drop) + center, 0.9)
            cel.gleam(name, "effect", ellipse(center + (-0.25 * size, 0.1 * size), 0.2 * size, 0.3 * size), on)
        elif self.kind == "stars":
            size = (0.03 + 0.05 * c) * (0.6 + 0.4 * np.sin(2 * np.pi * age))
            cel.part(name, "effect", star((x, -1.0 + 0.9 * d), size, turn=4 * age * (d - 0.5)), 0.9)
        else:
            size = 0.03 + 0.035 * c
            heart = (
                np.array(
                    [
                        (0, 0.9),
                        (-0.9, 0.0),
                        (-0.85, -0.6),
                        (-0.4, -0.8),
                        (0, -0.35),
                        (0.4, -0.8),
                        (0.85, -0.6),
                        (0.9, 0.0),
                    ]
                )
                * size
            )
            cel.part(name, "effect", closed_curve(heart) + (x + 0.05 * np.sin(6 * age), -0.4 - 0.9 * age), 0.9)

    def _ball(self, cel: Cel, time: float) -> None:
        """It flies across and bounces, squashed where it lands."""
        a, b, c, _, e = self.seeds[0]
        travel = (time * 0.45 + b) % 1.0
        hop = (time * 1.6 + e) % 1.0
        height = 4 * hop * (1 - hop) * 0.6
        size = 0.09 + 0.05 * c
        squash = 1 - 0.3 * max(0.0, 1 - height * 9)
        center = np.array([(travel - 0.5) * 3.2 * (1 if a > 0.5 else -1), -height - size * squash])
        on = cel.part("ball", "effect", ellipse(center, size / squash**0.5, size * squash), shaded=0.3 * size)
        turn = 7 * travel
        band = np.array([(-1.2, -0.25), (1.2, -0.25), (1.2, 0.25), (-1.2, 0.25)]) * size
        c_, s_ = np.cos(turn), np.sin(turn)
        cel.detail("band of the ball", "effect 2", band @ np.array([[c_, s_], [-s_, c_]]) + center, on)


def make_effect(rng: np.random.Generator, kind: str) -> Effect:
    """One of KINDS."""
    return Effect(kind, rng.random((int(rng.integers(3, 8)), 5)))
