"""Every choice in how a shot is colored, by name: the authors' way, the product's way, and the three presets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

from engine.errors import BadRequest
from engine.longanimation.options import SpeedOptions

Fit = Literal["squash", "cover", "pad"]
Look = Literal["letterbox", "crop"]
Spread = Literal["steady", "even"]
Fuses = Literal["all", "unseen"]
NoiseKind = Literal["shared", "aligned", "independent"]
SamplerName = Literal["sde", "ode", "unipc"]
Value = bool | int | float | str

FRAMES = 81
"""Frames of a segment; the models know no other length."""

STEPS = (50, 40, 25, 20, 10, 8, 5, 4)
"""Step counts whose trailing schedule divides 1000 evenly; others end beside the last step's noise level."""

LIMITS: dict[str, tuple[float, float]] = {
    "guidance": (1, 20),
    "guidance_until": (0, 1),
    "fusion_from": (0, 0.8),
    "control_every": (1, 10),
    "residual_threshold": (0, 1),
}


@dataclass(frozen=True)
class Settings:
    """One value for each point on which the authors' inference script and the product differ, and the sampling.

    Every frame of a shot is colored with either. The authors leave out the first frame, the last 8 and a rest shorter
    than a segment: here the last drawing is repeated to a full segment, which changes none of the frames they have.
    They know one reference and no key inside: lay one key to compare.

    overlap: frames that neighbouring segments share. 17 lets the shared latents stand for the same frames on both
        sides; the authors' 16 leaves them one frame apart.
    suffix_accumulates: segment i's prompt carries i + 1 copies of the quality suffix instead of one.
    reference_fit, sketch_fit: how a picture of another shape becomes the working size: "squash" changes its shape,
        "cover" crops it, "pad" adds paper and takes it away again afterwards.
    reference_sketch_always: the slot before the first frame holds the reference's own lines in every segment, not
        only in the first (the authors put the segment's own first frame there later on).
    extracts_lines: put line art through the line extractor even though it is line art already, and take the
        reference's lines from its colors. Otherwise ink is what is darker than 200 of 255.
    samples_sketches, samples_reference: draw from the VAE's posterior instead of taking its mean.
    scales_reference: multiply the reference's latents by the VAE's factor (neither way does: the models were
        trained on x1.0 there).
    rounds_latents: round the latents to the networks' number type after every step.
    fusion_from: a step is fused when its index is beyond this share of the steps (0.6: steps 31 to 49 of 50).
    fuses: which of the slots two segments share go over from one to the other (fusion.py): "all", or those that are
        not seen from the segment that was kept, so that the picture does not jump in the middle of the overlap.
    lays_keys: keys stand on their frames bit for bit, in the finished frames and in the memory.
    remembers_first: the memory has the shot's first frame, which the authors' file leaves out.
    history_look: how the memory encoder sees a frame: whole, between gray bars, or without the sides of a wide one.
    history_spread: which frames of a history too long to be read whole: "even" ones, which are others, and all read
        anew, for each segment, or "steady" ones, which stay as the history grows, and all keys.
    """

    mode: Literal["official", "product"]
    overlap: int
    suffix_accumulates: bool
    reference_fit: Fit
    sketch_fit: Fit
    reference_sketch_always: bool
    extracts_lines: bool
    samples_sketches: bool
    samples_reference: bool
    rounds_latents: bool
    fuses: Fuses
    lays_keys: bool
    remembers_first: bool
    history_look: Look
    history_spread: Spread
    scales_reference: bool = False
    fusion_from: float = 0.6
    noise: NoiseKind = "shared"
    sampler: SamplerName = "sde"
    steps: int = 50
    guidance: float = 6.0
    speed: SpeedOptions = field(default_factory=SpeedOptions)

    @property
    def first_fused(self) -> int:
        """The index of the first step that is fused."""
        return int(self.fusion_from * self.steps) + 1

    @property
    def stride(self) -> int:
        """Frames from the start of one segment to the start of the next."""
        return FRAMES - self.overlap


def official() -> Settings:
    """As the authors' script does it, but for its noise, which is seeded throughout here."""
    return Settings(
        mode="official",
        overlap=16,
        suffix_accumulates=True,
        reference_fit="squash",
        sketch_fit="cover",
        reference_sketch_always=False,
        extracts_lines=True,
        samples_sketches=True,
        samples_reference=True,
        rounds_latents=True,
        fuses="all",
        lays_keys=False,
        remembers_first=False,
        history_look="crop",
        history_spread="even",
    )


def product() -> Settings:
    """As Shiage colors: aligned joins, nothing dropped, the same fit for lines and reference, no sampling of inputs."""
    return Settings(
        mode="product",
        overlap=17,
        suffix_accumulates=False,
        reference_fit="pad",
        sketch_fit="pad",
        reference_sketch_always=True,
        extracts_lines=False,
        samples_sketches=False,
        samples_reference=False,
        rounds_latents=False,
        fuses="unseen",
        lays_keys=True,
        remembers_first=True,
        history_look="letterbox",
        history_spread="steady",
    )


PRESETS: dict[str, dict[str, Any]] = {
    "quick": {
        "sampler": "ode",
        "steps": 10,
        "speed": SpeedOptions(guidance_until=0.6, control_every=2, fast_attention=True, compiled=True),
    },
    "standard": {
        "sampler": "ode",
        "steps": 25,
        "speed": SpeedOptions(
            guidance_until=0.8, control_every=2, residual_threshold=0.1, fast_attention=True, compiled=True
        ),
    },
    "final": {"sampler": "sde", "steps": 50, "speed": SpeedOptions(compiled=True)},
}
"""Quick to look at, standard to work with, final as the authors sample."""


def parse(values: Mapping[str, Value]) -> Settings:
    """Settings from a request's: `mode`, `preset`, and any field of Settings or SpeedOptions by its name.

    Without a mode it is the product's; without a preset "standard", and official mode as the authors sample. Raises
    BadRequest.
    """
    rest = dict(values)
    mode = _choice("mode", rest.pop("mode", "product"), ("official", "product"))
    settings = official() if mode == "official" else product()
    if "preset" in rest or mode == "product":
        settings = replace(settings, **PRESETS[_choice("preset", rest.pop("preset", "standard"), tuple(PRESETS))])
    types, speed_types = get_type_hints(Settings), get_type_hints(SpeedOptions)
    changed: dict[str, Any] = {}
    faster: dict[str, Any] = {}
    for name, value in rest.items():
        if name in speed_types:
            faster[name] = _checked(name, value, speed_types[name])
        elif name in types and name != "speed":
            changed[name] = _checked(name, value, types[name])
        else:
            known = ["preset", *(entry.name for kind in (Settings, SpeedOptions) for entry in fields(kind))]
            known.remove("speed")
            raise BadRequest(f'There is no setting named "{name}"; use one of {", ".join(sorted(known))}.')
    settings = replace(settings, **changed, speed=replace(settings.speed, **faster))
    if settings.first_fused >= settings.steps:
        raise BadRequest(
            f'With {settings.steps} steps the setting "fusion_from" must be less than {settings.fusion_from:g}, '
            "so that a step is left in which segments are joined."
        )
    return settings


def _checked(name: str, value: Value, kind: Any) -> Value:  # noqa: ANN401 - a type hint
    if get_origin(kind) is Literal:
        return _choice(name, value, get_args(kind))
    if name == "steps":
        return _choice(name, value, STEPS)
    if name == "overlap":
        return _choice(name, value, (16, 17))
    if kind is bool:
        return _choice(name, value, (True, False))
    low, high = LIMITS.get(name, (0, 1))
    number = isinstance(value, int if kind is int else int | float) and not isinstance(value, bool)
    if not number or not low <= float(value) <= high:
        sort = "a whole number" if kind is int else "a number"
        raise BadRequest(f'The setting "{name}" must be {sort} from {low:g} to {high:g}, but it is {value!r}.')
    return value


def _choice(name: str, value: Value, choices: tuple[Value, ...]) -> Any:  # noqa: ANN401 - one of the choices
    if not any(type(value) is type(choice) and value == choice for choice in choices):
        listed = " or ".join(str(choice).lower() if isinstance(choice, bool) else str(choice) for choice in choices)
        raise BadRequest(f'The setting "{name}" must be {listed}, but it is {value!r}.')
    return value
