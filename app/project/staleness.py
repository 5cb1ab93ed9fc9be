"""Which take was made from which inputs, and what an edit makes stale. Pure functions over the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.project.inputs import Inputs
from app.project.model import Key, SegmentChoice, Shot, Span, Take
from app.project.segments import plan


class Status(StrEnum):
    """The state of a segment, in the word the artist reads."""

    EMPTY = "Empty"
    QUEUED = "Queued"
    WORKING = "Working"
    READY = "Ready"
    STALE = "Stale"
    FAILED = "Failed"
    LOCKED = "Locked"


ON_ITS_WAY = (Status.QUEUED, Status.WORKING)


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


def may_refer(shot: Shot, span: Span) -> tuple[int, ...]:
    """The frames of the keys that a segment may take its colors from where its artist has chosen none."""
    keys = usable_keys(shot)
    return tuple(key.number for key in Inputs(shot, keys).referred(span, None)) if keys else ()


def inputs_digest(shot: Shot, span: Span, seed: int) -> str:
    """Digest of all that a segment is made from, with the key its artist has chosen for it.

    Line art and keys count only as far as the colorizer looks for this segment, so that an edit elsewhere leaves it
    alone. Words count where the colorizer reads them.
    """
    return Inputs(shot, usable_keys(shot)).digest(shot.choice(span), seed)


def shown_take(choice: SegmentChoice, inputs: str, takes: Sequence[Take], before: str | None = None) -> Take | None:
    """The artist's choice; else the newest take made from these inputs; else the one that was shown `before`, by its
    id, so that an edit brings back no take that was given up; else the newest there is."""
    by_id = {take.id: take for take in takes}
    if choice.take in by_id:
        return by_id[choice.take]
    fitting = [take for take in takes if take.inputs == inputs]
    if not fitting and before in by_id:
        return by_id[before]
    return max(fitting or takes, key=lambda take: (take.created, take.id), default=None)


def fits(shot: Shot, take: Take) -> bool:
    """Whether a take was made from what the shot holds now, as the variation it is."""
    return take.inputs == inputs_digest(shot, take.span, take.seed)


def shows_good(shot: Shot, segment: Segment, status: Status) -> bool:
    """Whether the artist has a good take of a segment in this state: a locked one, one made from what the shot holds
    now, or one that another variation is on its way to follow."""
    if segment.take is None:
        return False
    if segment.fresh or status is Status.LOCKED:
        return True
    return status in ON_ITS_WAY and segment.take.seed != segment.seed and fits(shot, segment.take)


def choice_without(shot: Shot, gone: Take, left: Sequence[Take]) -> SegmentChoice:
    """What its segment shows once a shown take is gone: the newest of those left that fits, as its variation."""
    choice = replace(shot.choice(gone.span), take=None)
    newest = max((take for take in left if fits(shot, take)), key=lambda take: (take.created, take.id), default=None)
    if newest is None:
        return choice
    return replace(choice, seed=None if newest.seed == shot.seed else newest.seed)


def segments(shot: Shot, takes: Iterable[Take], before: Mapping[Span, str] | None = None) -> tuple[Segment, ...]:
    """Every segment of the shot's plan as it stands; `before` are the ids of the takes that were shown last."""
    if shot.line is None:
        return ()
    by_span: dict[Span, list[Take]] = {}
    for take in takes:
        if take.shot == shot.id:
            by_span.setdefault(take.span, []).append(take)
    inputs, choices = Inputs(shot, usable_keys(shot)), {choice.span: choice for choice in reversed(shot.choices)}
    result: list[Segment] = []
    for index, span in enumerate(plan(shot.line.span, shot.plan)):
        choice = choices.get(span) or SegmentChoice(span)
        seed = shot.seed if choice.seed is None else choice.seed
        digest = inputs.digest(choice, seed)
        take = shown_take(choice, digest, by_span.get(span, ()), (before or {}).get(span))
        result.append(Segment(index, span, seed, digest, choice, take))
    return tuple(result)
