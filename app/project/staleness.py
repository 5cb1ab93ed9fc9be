"""Which take was made from which inputs, and what an edit makes stale. Pure functions over the model."""

from __future__ import annotations

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
    return tuple(key for key in shot.keys if shot.line is not None and key.number in shot.line.span)


def reach(shot: Shot, span: Span) -> Span:
    """The frames a segment depends on: out to the nearest key on either side, or to its own end without one."""
    before = [key.number for key in usable_keys(shot) if key.number <= span.first]
    after = [key.number for key in usable_keys(shot) if key.number >= span.last]
    return Span(before[-1] if before else span.first, after[0] if after else span.last)


def inputs_digest(shot: Shot, span: Span, seed: int) -> str:
    """Digest of all that a segment is made from; equal digests mean equal pixels.

    Line art and keys count within the segment's reach only, so that an edit elsewhere leaves it alone. Words count
    where the colorizer reads them.
    """
    assert shot.line is not None
    line, around = shot.line, reach(shot, span)
    sums, start = line.marks, line.span.first
    drawn = (sums[around.last - start + 1] - sums[around.first - start]) % (1 << 128)
    parts: list[object] = [1, shot.colorizer, sorted(shot.settings), seed, span, line.polarity]
    parts += [line.width, line.height, around, drawn]
    parts += [(key.number, key.digest) for key in shot.keys if key.number in around]
    parts += [
        (prompt.text, prompt.span)
        for prompt in (() if shot.colorizer in WORDLESS else shot.prompts)
        if prompt.span is None or (prompt.span.first <= span.last and span.first <= prompt.span.last)
    ]
    parts += [(reference.name, reference.digest) for reference in shot.references]
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()


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
    result: list[Segment] = []
    for index, span in enumerate(plan(shot.line.span, shot.plan)):
        choice = shot.choice(span)
        seed = shot.seed if choice.seed is None else choice.seed
        inputs = inputs_digest(shot, span, seed)
        take = shown_take(choice, inputs, by_span.get(span, ()))
        result.append(Segment(index, span, seed, inputs, choice, take))
    return tuple(result)
