"""What a project knows of the colorizers: their names, how each cuts a shot, and what its segments are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.project.model import Reference, SegmentChoice, SegmentPlan, Shot, Span, Take
from engine.protocol.keeping import FUSION_FROM, WORKING_HEIGHT, kept_bytes

Value = bool | int | float | str
PRESET, WEIGHTS, FLAT_CELS = "preset", "weights", "flat_cels"  # settings of LongAnimation
LINE_COLORS = "line_colors"  # a setting of Draft
AUTHORS_OVERLAP = 16  # frames that neighbours share in the authors' own way, `mode=official`
RELEASED, TINY = "released", "tiny"  # its weights; tiny ones were never trained
SET_UP = "Open Color > Set up LongAnimation to see what to do."  # the engine ends with it what it says is missing


@dataclass(frozen=True)
class Colorizer:
    """One way to color a shot.

    name: the engine's; shown: the artist's. plan: how it cuts a shot.
    remembers: a segment is colored after those before it, which it remembers; else each stands for itself.
    refers: a segment takes its colors from one key; else they are carried to it from the keys on either side.
    reads: prompts count. settings: what it is given where nothing is chosen.
    """

    name: str
    shown: str
    plan: SegmentPlan = field(default_factory=SegmentPlan)
    remembers: bool = False
    refers: bool = False
    reads: bool = True
    settings: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True)
class Preset:
    """A choice between speed and quality: the engine's name, the artist's, its steps, and when to choose it."""

    name: str
    shown: str
    steps: int
    tip: str


QUICK = Preset("quick", "Quick", 10, "A first look, in a fifth of the steps of Final")
STANDARD = Preset("standard", "Standard", 25, "To work with: half the steps of Final")
FINAL = Preset("final", "Final", 50, "For the finished shot: all 50 steps, and no short cuts")
PRESETS = (QUICK, STANDARD, FINAL)

DRAFT = Colorizer("draft", "Draft", reads=False, settings=((LINE_COLORS, True),))
LONGANIMATION = Colorizer(
    "longanimation",
    "LongAnimation",
    SegmentPlan(81, 17, whole=True),
    remembers=True,
    refers=True,
    settings=((PRESET, STANDARD.name),),
)
COLORIZERS = (DRAFT, LONGANIMATION)


def colorizer(name: str) -> Colorizer:
    """The colorizer of this name; one that nothing is known of is called by it."""
    return next((known for known in COLORIZERS if known.name == name), Colorizer(name, name))


def prompts_unread(name: str) -> str:
    """A sentence where this colorizer reads no prompts, which says what does; empty where it reads them."""
    readers = " and ".join(known.shown for known in COLORIZERS if known.reads)
    return "" if colorizer(name).reads else f"{colorizer(name).shown} does not read prompts; {readers} does."


def with_colorizer(shot: Shot, name: str, settings: Iterable[tuple[str, Value]] | None = None) -> Shot:
    """Color the shot this way from now on: its segments are cut anew. Takes and choices of others wait.

    What `settings` do not say of Draft is as for a new shot; LongAnimation is given these and no others.
    """
    known = colorizer(name)
    usual = known.settings if settings is None or known is DRAFT else ()
    chosen = dict(usual) | dict(settings or ())
    return replace(shot, colorizer=name, settings=tuple(chosen.items()), plan=_plan(known, chosen))


def _plan(known: Colorizer, settings: dict[str, Value]) -> SegmentPlan:
    """How the shot is cut: LongAnimation's authors share a frame less, and each may be asked for by name."""
    shared = settings.get("overlap", AUTHORS_OVERLAP if settings.get("mode") == "official" else known.plan.overlap)
    if known.name != LONGANIMATION.name or shared != AUTHORS_OVERLAP:
        return known.plan
    return replace(known.plan, overlap=AUTHORS_OVERLAP)


def with_preset(shot: Shot, preset: str, untrained: bool) -> Shot:
    """Color the shot with LongAnimation, as this preset says; whatever else was set for it stays."""
    before = shot.settings if shot.colorizer == LONGANIMATION.name else ()
    settings = dict(before) | {PRESET: preset, WEIGHTS: TINY}
    if not untrained:
        del settings[WEIGHTS]
    return with_colorizer(shot, LONGANIMATION.name, settings.items())


def preset_of(settings: Iterable[tuple[str, Value]]) -> Preset:
    """The preset among the settings of LongAnimation."""
    wanted = dict(settings).get(PRESET, STANDARD.name)
    return next((preset for preset in PRESETS if preset.name == wanted), STANDARD)


def settings_for(shot: Shot, choice: SegmentChoice) -> tuple[tuple[str, Value], ...]:
    """What the engine is told for one segment: the shot's settings, with the quality chosen for the segment alone."""
    if choice.preset is None or shot.colorizer != LONGANIMATION.name:
        return shot.settings
    return (*((name, value) for name, value in shot.settings if name != PRESET), (PRESET, choice.preset))


def kept_beside(shot: Shot, spans: Iterable[Span]) -> int:
    """Bytes that LongAnimation keeps at most beside the frames of these segments, with what is set for the shot."""
    if shot.line is None:
        return 0
    told = dict(shot.settings)
    authors = told.get("mode") == "official" and PRESET not in told
    steps = round(_number(told, "steps", (FINAL if authors else preset_of(shot.settings)).steps))
    side, since = round(_number(told, "working_height", WORKING_HEIGHT)), _number(told, "fusion_from", FUSION_FROM)
    width, height = shot.line.width, shot.line.height
    return sum(kept_bytes(width, height, span.length, steps, side, since) for span in spans)


def _number(settings: dict[str, Value], name: str, usual: float) -> float:
    """A setting as it counts; what is no number the engine will refuse."""
    value = settings.get(name, usual)
    return usual if isinstance(value, str) else value


def flat_cels(shot: Shot) -> bool:
    """Whether LongAnimation's frames are snapped to the keys' swatches."""
    return shot.colorizer == LONGANIMATION.name and dict(shot.settings).get(FLAT_CELS) is True


def with_flat_cels(shot: Shot, wanted: bool) -> Shot:
    """Have LongAnimation's frames snapped to the keys' swatches from now on, or left as they are made."""
    kept = tuple(setting for setting in shot.settings if setting[0] != FLAT_CELS)
    return replace(shot, settings=(*kept, (FLAT_CELS, True)) if wanted else kept)


def line_colors(shot: Shot) -> bool:
    """Whether Draft gives lines the colors that the keys have them in. It does where that is said, as it is of every
    new shot; a shot from before it could says nothing, and its takes have lines as drawn."""
    return shot.colorizer == DRAFT.name and dict(shot.settings).get(LINE_COLORS) is True


def with_line_colors(shot: Shot, wanted: bool) -> Shot:
    """Have Draft give lines the keys' colors from now on, or leave them as they are drawn."""
    kept = tuple(setting for setting in shot.settings if setting[0] != LINE_COLORS)
    return replace(shot, settings=(*kept, (LINE_COLORS, True)) if wanted else kept)


def untrained(settings: Iterable[tuple[str, Value]]) -> bool:
    """Whether these settings ask for weights that were never trained."""
    return dict(settings).get(WEIGHTS) == TINY


def made_by(take: Take, shot: Shot) -> tuple[str, ...]:
    """What a take was made with, in words: what was never trained first, the colorizer where it is not the shot's."""
    raw = ("untrained",) if take.weights == TINY else ()
    name = (colorizer(take.colorizer).shown,) if take.colorizer != shot.colorizer else ()
    return (*raw, *name, *(preset.shown for preset in PRESETS if preset.name == take.preset))


def reference_of(shot: Shot, choice: SegmentChoice) -> int | None:
    """The frame of the key that the artist has chosen for a segment, if the colorizer refers to one and it lies there
    still."""
    number = choice.reference if colorizer(shot.colorizer).refers else None
    return number if number is not None and shot.key(number) is not None else None


def sheet_of(shot: Shot, choice: SegmentChoice) -> Reference | None:
    """The model sheet that the artist has chosen for a segment, if the colorizer takes colors from one and it is there
    still."""
    if choice.sheet is None or not colorizer(shot.colorizer).refers:
        return None
    return next((sheet for sheet in shot.sheets if sheet.digest == choice.sheet), None)


def kind_of_run(name: str, settings: Iterable[tuple[str, Value]]) -> str:
    """Runs of one kind take alike long: those of a colorizer, and of each preset where it has some."""
    if name != LONGANIMATION.name:
        return name
    settings = tuple(settings)
    return f"{name} {preset_of(settings).name}" + (" untrained" if untrained(settings) else "")
