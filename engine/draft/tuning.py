"""The draft colorizer's own numbers: tuned values for seed 0, others for a variation."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

SIDE = 1024
"""Lengths are given in pixels of a picture this long, and grow with it."""


@dataclass(frozen=True)
class Tuning:
    """Lengths in pixels at a longer side of SIDE."""

    gap: float = 9.0
    reach: float = 18.0
    flow_side: int = 640
    tolerance: int = 8
    mixed_share: float = 0.01
    fit_low: float = 0.7
    fit_high: float = 0.9
    fit_power: float = 4.0
    key_sharpness: float = 1.0

    def length(self, at_side: float, height: int, width: int) -> float:
        """A length of this tuning in pixels of a (height, width) picture."""
        return at_side * max(height, width) / SIDE


def tuning_for(seed: int) -> Tuning:
    """The tuned numbers for seed 0; for any other seed a nearby guess, always the same for that seed."""
    tuned = Tuning()
    if seed == 0:
        return tuned
    draw = np.random.default_rng(abs(seed))
    return replace(
        tuned,
        gap=tuned.gap * float(draw.uniform(0.5, 1.8)),
        reach=tuned.reach * float(draw.uniform(0.6, 1.8)),
        fit_power=tuned.fit_power * float(draw.uniform(0.3, 2.0)),
        key_sharpness=tuned.key_sharpness * float(draw.uniform(0.4, 2.5)),
    )
