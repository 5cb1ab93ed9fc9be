"""What a request asks of LongAnimation: its settings taken apart, checked, with the values that are not sampling's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from engine.errors import BadRequest
from engine.longanimation.settings import Settings, Value, parse

Weights = Literal["released", "mini", "tiny"]
Memory = Literal["auto", "resident", "swapped", "streamed", "compact"]
Lift = Literal["none", "lines", "swatches"]

WORKING_HEIGHT: dict[Weights, int] = {"released": 576, "mini": 144, "tiny": 64}
"""Pixels of the shorter side that the networks see; 576 is what the released ones were trained at, 144 mini."""
MINI_STEPS = {"quick": 4, "standard": 5, "final": 8}
"""Steps of mini's presets, which are otherwise as they are."""
MINI_GUIDANCE = 2.0
HIGHEST = 2400


@dataclass(frozen=True)
class Wish:
    """weights: "mini" is the small model of our own; "tiny" are seeded, never trained, and show the way through in
    seconds. working_height: pixels of the
    shorter side on the networks' canvas. memory: how the networks share the device's memory; "auto" goes by what is
    free. preset: by name, for what is told of a take.
    flat_cels: finished frames are snapped to the keys' swatches, region by region.
    lift: frames smaller than the shot become as large along its lines ("lines"), those near a swatch of the keys in it
    ("swatches"); "none" enlarges them as they are."""

    weights: Weights
    working_height: int
    memory: Memory
    preset: str
    settings: Settings
    flat_cels: bool = False
    lift: Lift = "none"


def wish_of(values: dict[str, Value]) -> Wish:
    """From a request's settings; raises BadRequest."""
    rest = dict(values)
    weights = _choice("weights", rest.pop("weights", "released"), get_args(Weights))
    memory = _choice("memory", rest.pop("memory", "auto"), get_args(Memory))
    height = rest.pop("working_height", WORKING_HEIGHT[weights])
    if type(height) is not int or not 16 <= height <= HIGHEST:
        raise BadRequest(f'The setting "working_height" must be from 16 to {HIGHEST} pixels, but it is {height!r}.')
    flat = rest.pop("flat_cels", False)
    if not isinstance(flat, bool):
        raise BadRequest(f'The setting "flat_cels" must be true or false, but it is {flat!r}.')
    lift = _choice("lift", rest.pop("lift", "swatches" if weights == "mini" else "none"), get_args(Lift))
    if weights == "mini":
        steps = MINI_STEPS.get(str(rest.get("preset", "standard")), MINI_STEPS["standard"])
        rest = {"steps": steps, "sampler": "ode", "guidance": MINI_GUIDANCE, "residual_threshold": 0.0, **rest}
    settings = parse(rest)
    preset = str(rest.get("preset", "official" if settings.mode == "official" else "standard"))
    return Wish(weights, height, memory, preset, settings, flat, lift)


def _choice(name: str, value: Value, choices: tuple[str, ...]) -> Any:  # noqa: ANN401 - one of the choices
    if value not in choices:
        raise BadRequest(f'The setting "{name}" must be {" or ".join(choices)}, but it is {value!r}.')
    return value
