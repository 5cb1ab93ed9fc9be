"""Pure: what waits to be colored, made anew from the shot as it is after an edit, each at its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.once import once
from app.project.inputs import Inputs
from app.project.model import SegmentChoice, Shot, Span, Take, with_choice
from app.project.staleness import Segment, usable_keys
from app.project.staleness import segments as segments_of
from app.project.variations import Variations
from app.render.requests import RequestError, alike
from app.render.waiting import Item
from engine.protocol.messages import ColorizeShot

Asking = Callable[[Shot, Sequence[Segment], Sequence[Segment]], ColorizeShot]
"""The request for some of the segments of a shot; raises RequestError."""


@dataclass(frozen=True)
class Stand:
    """A shot as it is now, its segments and takes, and which variations are on their way."""

    shot: Shot
    segments: Sequence[Segment]
    takes: Collection[Take]
    variations: Mapping[Span, Variations]
    folder: Path

    @once
    def inputs(self) -> Inputs:
        return Inputs(self.shot, usable_keys(self.shot))


@dataclass
class Fit:
    """What is to wait `instead` of some items, at their places. `held` cannot be colored as the shot stands;
    `needless` are there already, or on their way, or have no frames any more: nothing waits instead of them."""

    instead: dict[Item, tuple[Item, ...]] = field(default_factory=dict)
    held: set[Item] = field(default_factory=set)
    needless: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class _Goal:
    """What an item is to become: its segment made as `choice` says."""

    item: Item
    segment: Segment
    choice: SegmentChoice
    digest: str

    @property
    def plain(self) -> bool:
        """Whether that is what the shot says of the segment, so that it can be asked for with others."""
        return self.choice is self.segment.choice and not self.choice.locked


def fitted(stand: Stand, waiting: Iterable[Item], under_way: Item | None, ask: Asking) -> Fit:
    """How items that wait are made anew: those that would be made from what the shot does not hold any more.

    Those whose frames are in other segments by now give way to these, at the place of the first.
    """
    fit, plan = Fit(), {segment.span: segment for segment in stand.segments}
    coming = {(take.span, take.inputs) for take in stand.takes if take.shot == stand.shot.id}
    if under_way is not None:
        coming.add((under_way.span, under_way.segment.digest))
    changed: list[_Goal] = []
    gone: list[Item] = []
    for item in waiting:
        segment = plan.get(item.span)
        if segment is None:
            gone.append(item)
            continue
        goal = _goal(stand, item, segment)
        if (item.span, goal.digest) in coming:
            fit.needless.append(item)
        elif goal.digest != item.segment.digest:
            changed.append(goal)
        coming.add((item.span, goal.digest))
    _make_anew(stand, changed, ask, fit)
    if gone:
        _give_way(stand, gone, coming, ask, fit)
    fit.instead.update((item, ()) for item in fit.needless)
    return fit


def _goal(stand: Stand, item: Item, segment: Segment) -> _Goal:
    seed = item.segment.seed
    if seed == segment.seed:
        return _Goal(item, segment, segment.choice, segment.inputs)
    known = stand.variations.get(item.span)
    if known is None and segment.choice.seed is None:  # it was a variation because the shot said so, which it does not
        return _Goal(item, segment, segment.choice, segment.inputs)
    choices = known.chain if known is not None else ()
    seeds = (stand.shot.seed if choice.seed is None else choice.seed for choice in choices)
    choice = next((choice for choice, of in zip(choices, seeds) if of == seed), replace(segment.choice, seed=seed))
    return _Goal(item, segment, choice, stand.inputs.digest(choice, seed))


def _make_anew(stand: Stand, goals: Sequence[_Goal], ask: Asking, fit: Fit) -> None:
    plain = [goal for goal in goals if goal.plain]
    for group in alike(stand.shot, [goal.segment for goal in plain]):
        theirs = [goal.item for goal in plain if goal.segment in group]
        try:
            made = _items(stand, ask(stand.shot, stand.segments, group))
        except RequestError:
            fit.held.update(theirs)
        else:
            by_span = {item.span: item for item in made}
            fit.instead.update((item, (by_span[item.span],)) for item in theirs)
    for goal in goals:
        if goal.plain:
            continue
        other = with_choice(stand.shot, replace(goal.choice, take=None, locked=False))
        segments = segments_of(other, stand.takes)
        try:
            made = _items(stand, ask(other, segments, [segments[goal.segment.index]]))
        except RequestError:
            fit.held.add(goal.item)
        else:
            fit.instead[goal.item] = tuple(made)


def _give_way(stand: Stand, gone: Sequence[Item], coming: Collection[tuple[Span, str]], ask: Asking, fit: Fit) -> None:
    """Have the segments colored that hold the frames of those whose own segments are gone."""
    if not stand.segments:
        fit.held.update(gone)
        return
    frames = [item.span for item in gone]
    holding = [
        segment
        for segment in stand.segments
        if segment.wanted
        and (segment.span, segment.inputs) not in coming
        and any(span.first <= segment.span.last and segment.span.first <= span.last for span in frames)
    ]
    try:
        requests = [ask(stand.shot, stand.segments, group) for group in alike(stand.shot, holding)]
        made = [item for request in requests for item in _items(stand, request)]
    except RequestError:
        fit.held.update(gone)
        return
    if not made:
        fit.needless += gone
        return
    fit.instead.update((item, ()) for item in gone[1:])
    fit.instead[gone[0]] = tuple(made)


def _items(stand: Stand, request: ColorizeShot) -> Iterator[Item]:
    return (Item(stand.shot.id, stand.folder, request, segment) for segment in request.segments)
