"""The draft colorizer's own numbers: tuned values for seed 0, others for a variation, and what it is asked to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, cast, get_args

import numpy as np

from engine.errors import BadRequest

Ask: TypeAlias = Literal["both", "flow", "matcher"]
Remember: TypeAlias = Literal["both", "local", "global", "none"]

LINE_COLORS = "line_colors"
SIDE = 1024
"""Lengths are given in pixels of a picture this long, and grow with it."""


@dataclass(frozen=True)
class Tuning:
    """Lengths in pixels at a longer side of SIDE.

    `ask` is what tells regions apart: the flow of the lines, the matcher without it, or the matcher with it. `remember`
    is what is known beside the drawing before: keys (global), drawings long before (local), both or none.
    """

    gap: float = 9.0
    reach: float = 18.0
    flow_side: int = 640
    tolerance: int = 8
    fit_low: float = 0.7
    fit_high: float = 0.9
    fit_power: float = 4.0
    key_sharpness: float = 1.0
    ask: Ask = "both"
    remember: Remember = "both"

    @property
    def recalls(self) -> bool:
        """Whether drawings long before are remembered: only the matcher can tell what they say."""
        return self.ask != "flow" and self.remember in ("both", "local")

    def length(self, at_side: float, height: int, width: int) -> float:
        """A length of this tuning in pixels of a (height, width) picture."""
        return at_side * max(height, width) / SIDE


def colors_lines(settings: Mapping[str, bool | int | float | str]) -> bool:
    """Whether lines are to have the colors that the keys have them in; so they have where `line_colors` is true.
    Raises BadRequest. It is no tuning: the flats are the same."""
    wanted = settings.get(LINE_COLORS, False)
    if not isinstance(wanted, bool):
        raise BadRequest(f'Draft\'s setting "line_colors" is true or false, not "{wanted}".')
    return wanted


def tuning_for(seed: int, settings: Mapping[str, bool | int | float | str]) -> Tuning:
    """The tuned numbers for seed 0; for any other seed a nearby guess, always the same for that seed.

    `settings` may hold `ask`, `remember` and what `colors_lines` reads; raises BadRequest for a value or a name that
    there is not.
    """
    for name, value in settings.items():
        if name == LINE_COLORS:
            continue
        known = {"ask": get_args(Ask), "remember": get_args(Remember)}.get(name)
        if known is None:
            raise BadRequest(f'Draft has no setting "{name}"; it has ask, remember and line_colors.')
        if value not in known:
            raise BadRequest(f'Draft\'s setting "{name}" is one of {", ".join(known)}, not "{value}".')
    tuned = Tuning(
        ask=cast(Ask, settings.get("ask", "both")), remember=cast(Remember, settings.get("remember", "both"))
    )
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
