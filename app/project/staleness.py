"""Which take was made from which inputs, and what an edit makes stale. Pure functions over the model."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b

from app.project.model import Key, SegmentChoice, Shot, Span, Take
from app.project.segments import plan

WORDLESS = frozenset({"draft"})  # colorizers that do not read prompts


class Status(StrEnum):
    """The state of a segment, in the word the artist reads."""

    EMPTY = "Empty"
    QUEUED = "Queued"
    WORKING = "Working"
    READY = "Ready"
    STALE = "Stale"
    FAILED = "Failed"
    LOCKED = "Locked"


@dataclass(frozen=True)
class Segment:
    """A segment as it stands: what it would be made from now, and the take that is shown."""

    index: int
    span: Span
    seed: int
    inputs: str
    choice: SegmentChoice
    take: Take | None

    @property
    def locked(self) -> bool:
        return self.choice.locked

    @property
    def fresh(self) -> bool:
        """Whether the take shown was made from what the shot holds now."""
        return self.take is not None and self.take.inputs == self.inputs

    @property
    def wanted(self) -> bool:
        """Whether Generate should color it."""
        return not self.locked and not self.fresh

    @property
    def status(self) -> Status:
        """The state without regard to the queue."""
        if self.locked:
            return Status.LOCKED
        if self.take is None:
            return Status.EMPTY
        return Status.READY if self.fresh else Status.STALE


def usable_keys(shot: Shot) -> tuple[Key, ...]:
    """The keys that lie on a frame of the line art; others wait for line art that reaches them."""
    span = shot.line.span if shot.line is not None else None
    return tuple(key for key in shot.keys if key.number in span) if span is not None else ()


class _Inputs:
    """What any segment of a shot is made from, with all that is the same for every segment worked out once."""

    def __init__(self, shot: Shot) -> None:
        assert shot.line is not None
        self._shot, self._line = shot, shot.line
        self._first = shot.line.span.first
        self._keys = usable_keys(shot)
        self._numbers = [key.number for key in self._keys]
        self._settings = sorted(shot.settings)
        self._prompts = () if shot.colorizer in WORDLESS else shot.prompts
        self._references = [(reference.name, reference.digest) for reference in shot.references]

    def reach(self, span: Span) -> Span:
        before, after = bisect_right(self._numbers, span.first), bisect_left(self._numbers, span.last)
        first = self._numbers[before - 1] if before else span.first
        return Span(first, self._numbers[after] if after < len(self._numbers) else span.last)

    def digest(self, span: Span, seed: int) -> str:
        line, around, sums = self._line, self.reach(span), self._line.marks
        drawn = (sums[around.last - self._first + 1] - sums[around.first - self._first]) % (1 << 128)
        laid = self._keys[bisect_left(self._numbers, around.first) : bisect_right(self._numbers, around.last)]
        parts: list[object] = [1, self._shot.colorizer, self._settings, seed, span, line.polarity]
        parts += [line.width, line.height, around, drawn]
        parts += [(key.number, key.digest) for key in laid]
        parts += [
            (prompt.text, prompt.span)
            for prompt in self._prompts
            if prompt.span is None or (prompt.span.first <= span.last and span.first <= prompt.span.last)
        ]
        parts += self._references
        return blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def reach(shot: Shot, span: Span) -> Span:
    """The frames a segment depends on: out to the nearest key on either side, or to its own end without one."""
    return _Inputs(shot).reach(span)


def inputs_digest(shot: Shot, span: Span, seed: int) -> str:
    """Digest of all that a segment is made from; equal digests mean equal pixels.

    Line art and keys count within the segment's reach only, so that an edit elsewhere leaves it alone. Words count
    where the colorizer reads them.
    """
    return _Inputs(shot).digest(span, seed)


def shown_take(choice: SegmentChoice, inputs: str, takes: Sequence[Take]) -> Take | None:
    """The artist's choice; else the newest take made from these inputs; else the newest there is."""
    if choice.take is not None:
        chosen = next((take for take in takes if take.id == choice.take), None)
        if chosen is not None:
            return chosen
    fitting = [take for take in takes if take.inputs == inputs]
    return max(fitting or takes, key=lambda take: (take.created, take.id), default=None)


def fits(shot: Shot, take: Take) -> bool:
    """Whether a take was made from what the shot holds now, as the variation it is."""
    return take.inputs == inputs_digest(shot, take.span, take.seed)


def choice_without(shot: Shot, gone: Take, left: Sequence[Take]) -> SegmentChoice:
    """What its segment shows once a shown take is gone: the newest of those left that fits, as its variation."""
    choice = replace(shot.choice(gone.span), take=None)
    newest = max((take for take in left if fits(shot, take)), key=lambda take: (take.created, take.id), default=None)
    if newest is None:
        return choice
    return replace(choice, seed=None if newest.seed == shot.seed else newest.seed)


def segments(shot: Shot, takes: Iterable[Take]) -> tuple[Segment, ...]:
    """Every segment of the shot's plan as it stands."""
    if shot.line is None:
        return ()
    by_span: dict[Span, list[Take]] = {}
    for take in takes:
        if take.shot == shot.id:
            by_span.setdefault(take.span, []).append(take)
    inputs, choices = _Inputs(shot), {choice.span: choice for choice in reversed(shot.choices)}
    result: list[Segment] = []
    for index, span in enumerate(plan(shot.line.span, shot.plan)):
        choice = choices.get(span) or SegmentChoice(span)
        seed = shot.seed if choice.seed is None else choice.seed
        digest = inputs.digest(span, seed)
        take = shown_take(choice, digest, by_span.get(span, ()))
        result.append(Segment(index, span, seed, digest, choice, take))
    return tuple(result)
