"""The project as frozen data: what the artist made, as opposed to what the engine finished (takes).

Frame numbers are the source's own numbers; a Span names first and last, both included. Paths inside the
project folder are relative to it with forward slashes (`keys/..`); media elsewhere has an absolute path, which
`storage` writes relative where it lies beside the project.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from hashlib import blake2b
from typing import Literal, NamedTuple

from app.once import once
from app.project.concerns import Fine
from app.project.hints import Hint
from app.project.palettes import Palettes

Polarity = Literal["dark", "light", "alpha"]
MissingPolicy = Literal["hold", "blank", "error"]
PAINTED = "_painted_"
"""In the names of the files of keys that were painted in the app."""
STANDS_IN = {"hold": "the drawing before is held", "blank": "blank frames stand in"}
"""What is seen of missing frames, by policy, to go on a sentence with; the others have none."""


class Span(NamedTuple):
    """Frames first..last in source numbers, both included."""

    first: int
    last: int

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self.first <= number <= self.last

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def runs(numbers: Iterable[int]) -> tuple[Span, ...]:
    """Sorted numbers as unbroken runs."""
    result: list[Span] = []
    for number in numbers:
        if result and result[-1].last == number - 1:
            result[-1] = Span(result[-1].first, number)
        else:
            result.append(Span(number, number))
    return tuple(result)


@dataclass(frozen=True)
class Drawing:
    """One frame of line art: its source number, its file, the digest of the file's bytes.

    A missing frame has an empty path and digest; what stands in for it is the LineArt's policy.
    """

    number: int
    path: str = ""
    digest: str = ""


@dataclass(frozen=True)
class LineArt:
    """The line art of a shot: every number from first to last without a gap.

    `prefix`, `padding` and `suffix` are the source's file naming, which export repeats. `source` is what the
    artist dropped: a pattern, or the first of files chosen out of a sequence. `extracted` is true when the lines
    were taken out of colored pictures. `damaged` are those of the missing frames whose files are there and could not
    be read.
    """

    name: str
    source: str
    width: int
    height: int
    frames: tuple[Drawing, ...]
    prefix: str = ""
    padding: int = 4
    suffix: str = ".png"
    polarity: Polarity = "dark"
    missing: MissingPolicy = "hold"
    extracted: bool = False
    damaged: tuple[int, ...] = ()

    @once
    def span(self) -> Span:
        return Span(self.frames[0].number, self.frames[-1].number)

    @property
    def gaps(self) -> tuple[int, ...]:
        """Numbers that have no file."""
        return tuple(frame.number for frame in self.frames if not frame.path)

    @once
    def shown(self) -> tuple[Drawing, ...]:
        """One drawing for each number after the missing-frame policy; a blank has an empty path.

        Under "hold" a gap repeats the drawing before it. Under "error" gaps stay blank here, and `gaps` is
        what stops a run.
        """
        result: list[Drawing] = []
        for frame in self.frames:
            if not frame.path and self.missing == "hold" and result:
                held = result[-1]
                frame = Drawing(frame.number, held.path, held.digest)
            result.append(frame)
        return tuple(result)

    @once
    def holds(self) -> frozenset[int]:
        """Numbers whose drawing is the same as the one before."""
        pairs = zip(self.shown, self.shown[1:], strict=False)
        return frozenset(after.number for before, after in pairs if before.digest == after.digest)

    @once
    def begins(self) -> tuple[int, ...]:
        """Numbers where a drawing begins, in their order: all but the holds."""
        return tuple(frame.number for frame in self.frames if frame.number not in self.holds)

    @once
    def marks(self) -> tuple[int, ...]:
        """Running sums of the digests of (number, drawing): two differ exactly where the frames between do."""
        total, sums = 0, [0]
        for frame in self.shown:
            mark = blake2b(f"{frame.number}:{frame.digest}".encode(), digest_size=16).digest()
            total = (total + int.from_bytes(mark, "big")) % (1 << 128)
            sums.append(total)
        return tuple(sums)

    def work_out(self) -> None:
        """Have what is worked out once at hand from now on: for a thread that has the time, before the window asks."""
        _ = self.begins, self.marks  # the first is made from the holds

    def drawing(self, number: int) -> Drawing:
        """The drawing shown at `number`; raises KeyError outside the shot."""
        if number not in self.span:
            raise KeyError(number)
        return self.shown[number - self.span.first]


@dataclass(frozen=True)
class Key:
    """A colored frame laid by the artist: image file in the project, of the line art's size."""

    number: int
    path: str
    digest: str
    name: str = ""

    @property
    def painted(self) -> bool:
        """Whether it was painted in the app, beneath the lines of its drawing."""
        return PAINTED in self.path


@dataclass(frozen=True)
class Reference:
    """A model sheet of a character, apart from any frame."""

    name: str
    path: str
    digest: str


@dataclass(frozen=True)
class Prompt:
    """Words for a range of frames; no span means the whole shot. `avoid` says what should not be seen there."""

    text: str
    span: Span | None = None
    avoid: str = ""


@dataclass(frozen=True)
class SegmentPlan:
    """How the shot is cut: frames a segment and frames shared by neighbours.

    `whole`: every segment but the last has the full length, for colorizers that join neighbours at their ends. Else
    a short rest is shared out over the last two.
    """

    length: int = 24
    overlap: int = 0
    whole: bool = False


@dataclass(frozen=True)
class SegmentChoice:
    """What the artist decided for one segment. `take` is None for "the newest that fits".

    `reference` is the frame of the key to take its colors from, `sheet` the digest of the model sheet to take them from
    instead; the colorizer chooses a key where both are None, or where there is no such key or sheet any more. `preset`
    is the quality of this segment, by the engine's name; the shot's where that is None.
    """

    span: Span
    take: str | None = None
    locked: bool = False
    seed: int | None = None
    reference: int | None = None
    sheet: str | None = None
    preset: str | None = None


@dataclass(frozen=True)
class TakeMark:
    """What the artist thinks of a take, by its id: worth keeping (`star`), and a note of a few words."""

    take: str
    star: bool = False
    note: str = ""


@dataclass(frozen=True)
class Note:
    """Words of the artist on frames of the shot: for people, never for a colorizer."""

    span: Span
    text: str


@dataclass(frozen=True)
class Shot:
    """One shot: line art, keys, prompts, and the artist's choices. Keys are sorted by number.

    `references` are sheets that all segments are told of; `sheets` those that the artist picks colors from, and gives
    to single segments as their reference. `fine` is what the artist has looked at and found as it should be.
    """

    id: str
    name: str
    rate: Fraction = Fraction(24)
    line: LineArt | None = None
    keys: tuple[Key, ...] = ()
    references: tuple[Reference, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    palettes: Palettes = field(default_factory=Palettes)
    colorizer: str = "draft"
    settings: tuple[tuple[str, bool | int | float | str], ...] = ()
    seed: int = 0
    plan: SegmentPlan = field(default_factory=SegmentPlan)
    choices: tuple[SegmentChoice, ...] = ()
    fine: tuple[Fine, ...] = ()
    hints: tuple[Hint, ...] = ()
    notes: tuple[Note, ...] = ()
    sheets: tuple[Reference, ...] = ()
    marks: tuple[TakeMark, ...] = ()

    def key(self, number: int) -> Key | None:
        """The key laid on `number`, if any."""
        at = bisect_left(self.keys, number, key=lambda key: key.number)
        return self.keys[at] if at < len(self.keys) and self.keys[at].number == number else None

    def choice(self, span: Span) -> SegmentChoice:
        """The artist's decision for this segment, or the default."""
        return next((choice for choice in self.choices if choice.span == span), SegmentChoice(span))

    def mark(self, take_id: str) -> TakeMark:
        """What the artist thinks of this take."""
        return next((mark for mark in self.marks if mark.take == take_id), TakeMark(take_id))


@dataclass(frozen=True)
class Project:
    """Everything the artist made; what undo steps through."""

    shots: tuple[Shot, ...] = ()

    def shot(self, shot_id: str) -> Shot:
        """The shot with this id; raises KeyError."""
        for shot in self.shots:
            if shot.id == shot_id:
                return shot
        raise KeyError(shot_id)

    def with_shot(self, shot: Shot) -> Project:
        """The project with this shot in place of the one with its id, or added."""
        if any(old.id == shot.id for old in self.shots):
            return replace(self, shots=tuple(shot if old.id == shot.id else old for old in self.shots))
        return replace(self, shots=(*self.shots, shot))


@dataclass(frozen=True)
class Take:
    """One finished coloring of one segment: a frame file in the project. Outside undo, never lost by it.

    `inputs` is the digest of what it was made from, `pixels` that of its frames. `preset` and `weights` are those of
    a colorizer that has them, `reference` the frame of the key it took its colors from, where that is one. `number` is
    what the artist calls it by among those of its segment, deleted ones too; 0 before it has one.
    """

    id: str
    shot: str
    span: Span
    path: str
    inputs: str
    pixels: str
    seed: int
    colorizer: str
    created: float
    bytes: int = 0
    preset: str = ""
    weights: str = ""
    reference: int | None = None
    number: int = field(default=0, compare=False)


# Edits: each takes a shot and returns the edited one.


def with_key(shot: Shot, key: Key) -> Shot:
    """Lay a key; one already on that frame is replaced."""
    kept = [old for old in shot.keys if old.number != key.number]
    return replace(shot, keys=tuple(sorted([*kept, key], key=lambda key: key.number)))


def without_key(shot: Shot, number: int) -> Shot:
    """Take the key off a frame."""
    return replace(shot, keys=tuple(key for key in shot.keys if key.number != number))


def with_key_moved(shot: Shot, number: int, to: int) -> Shot:
    """Move a key to another frame, replacing what lies there; segments that refer to it go on doing so."""
    key = shot.key(number)
    if key is None or number == to:
        return shot
    choices = (replace(choice, reference=to) if choice.reference == number else choice for choice in shot.choices)
    return replace(with_key(without_key(shot, number), replace(key, number=to)), choices=tuple(choices))


def with_choice(shot: Shot, choice: SegmentChoice) -> Shot:
    """Set the decision for a segment; a default decision is not stored."""
    kept = [old for old in shot.choices if old.span != choice.span]
    if choice != SegmentChoice(choice.span):
        kept.append(choice)
    return replace(shot, choices=tuple(sorted(kept, key=lambda choice: choice.span)))


def with_mark(shot: Shot, mark: TakeMark) -> Shot:
    """Set what the artist thinks of a take; nothing at all is not stored."""
    kept = [old for old in shot.marks if old.take != mark.take]
    if mark != TakeMark(mark.take):
        kept.append(mark)
    return replace(shot, marks=tuple(sorted(kept, key=lambda mark: mark.take)))


def with_note(shot: Shot, text: str, span: Span, old: Note | None = None) -> Shot:
    """Set the words on a range of frames, in place of those there and of `old`; empty words remove them."""
    kept = [note for note in shot.notes if note.span != span and note != old]
    if text.strip():
        kept.append(Note(span, text.strip()))
    return replace(shot, notes=tuple(sorted(kept, key=lambda note: note.span)))


def with_sheet(shot: Shot, sheet: Reference) -> Shot:
    """Add a model sheet; the same picture once more takes the new name."""
    kept = tuple(old for old in shot.sheets if old.digest != sheet.digest)
    return replace(shot, sheets=(*kept, sheet))


def without_sheet(shot: Shot, digest: str) -> Shot:
    """Take a model sheet away."""
    return replace(shot, sheets=tuple(sheet for sheet in shot.sheets if sheet.digest != digest))


def with_prompt(shot: Shot, text: str, span: Span | None = None, avoid: str = "") -> Shot:
    """Set the words for a range (or the whole shot), and those for what to avoid; where both are empty, it goes."""
    kept = [old for old in shot.prompts if old.span != span]
    if text.strip() or avoid.strip():
        kept.append(Prompt(text.strip(), span, avoid.strip()))
    return replace(shot, prompts=tuple(sorted(kept, key=lambda prompt: prompt.span or Span(-1, -1))))


def with_prompt_moved(shot: Shot, span: Span | None, to: Span | None) -> Shot:
    """Give the words of one range (or of the whole shot) to another, replacing what is said there."""
    found = next((prompt for prompt in shot.prompts if prompt.span == span), None)
    return (
        shot if found is None or span == to else with_prompt(with_prompt(shot, "", span), found.text, to, found.avoid)
    )
