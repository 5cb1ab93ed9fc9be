"""What a project knows of the colorizers: their names, how each cuts a shot, and what its segments are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.project.model import SegmentPlan, Shot, Take

Value = bool | int | float | str
PRESET, WEIGHTS = "preset", "weights"  # settings of LongAnimation
RELEASED, TINY = "released", "tiny"  # its weights; tiny ones were never trained


@dataclass(frozen=True)
class Colorizer:
    """One way to color a shot.

    name: the engine's; shown: the artist's. plan: how it cuts a shot.
    remembers: a segment is colored after those before it, which it remembers; else each stands for itself.
    refers: a segment takes its colors from one key; else they are carried to it from the keys on either side.
    reads: prompts count.
    """

    name: str
    shown: str
    plan: SegmentPlan = field(default_factory=SegmentPlan)
    remembers: bool = False
    refers: bool = False
    reads: bool = True


@dataclass(frozen=True)
class Preset:
    """A choice between speed and quality: the engine's name, the artist's, and when to choose it."""

    name: str
    shown: str
    tip: str


DRAFT = Colorizer("draft", "Draft", reads=False)
LONGANIMATION = Colorizer(
    "longanimation", "LongAnimation", SegmentPlan(81, 17, whole=True), remembers=True, refers=True
)
COLORIZERS = (DRAFT, LONGANIMATION)

QUICK = Preset("quick", "Quick", "A first look, in a fifth of the steps of Final")
STANDARD = Preset("standard", "Standard", "To work with: half the steps of Final")
FINAL = Preset("final", "Final", "For the finished shot: all 50 steps, and no short cuts")
PRESETS = (QUICK, STANDARD, FINAL)


def colorizer(name: str) -> Colorizer:
    """The colorizer of this name; one that nothing is known of is called by it."""
    return next((known for known in COLORIZERS if known.name == name), Colorizer(name, name))


def with_colorizer(shot: Shot, name: str, settings: Iterable[tuple[str, Value]] = ()) -> Shot:
    """Color the shot this way from now on: its segments are cut anew. Takes and choices of others wait."""
    return replace(shot, colorizer=name, settings=tuple(settings), plan=colorizer(name).plan)


def preset_of(settings: Iterable[tuple[str, Value]]) -> Preset:
    """The preset among the settings of LongAnimation."""
    wanted = dict(settings).get(PRESET, STANDARD.name)
    return next((preset for preset in PRESETS if preset.name == wanted), STANDARD)


def untrained(settings: Iterable[tuple[str, Value]]) -> bool:
    """Whether these settings ask for weights that were never trained."""
    return dict(settings).get(WEIGHTS) == TINY


def made_by(take: Take) -> str:
    """What a take was made with, in words: "Draft", "LongAnimation Final", "LongAnimation Quick, untrained"."""
    words = [colorizer(take.colorizer).shown]
    words += [preset.shown for preset in PRESETS if preset.name == take.preset]
    return " ".join(words) + (", untrained" if take.weights == TINY else "")
