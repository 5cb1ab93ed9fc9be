"""What is seen of the concerns of a shot's takes: where they are the ones shown, those of several takes as one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.project.concerns import Concern, Fine, Problem, joined, open_concerns
from app.project.model import Span

Tick = tuple[int, float]
Name = tuple[str, str]
"""A take's id and pixels."""


@dataclass(frozen=True)
class Found:
    """What was found in a take, and the frames in which it is the one shown."""

    take: Name
    shown: Span
    concerns: tuple[Concern, ...]


@dataclass(frozen=True, eq=False)
class Known:
    """All that is known of a shot: of its takes, in order, and of what is no take's, its joins and keys; the frames at
    which a key is seen, in order; what is marked as fine; how wide and tall its pictures are in pixels."""

    takes: tuple[Found, ...] = ()
    others: tuple[Concern, ...] = ()
    keys: tuple[int, ...] = ()
    fine: tuple[Fine, ...] = ()
    size: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Seen:
    """What is seen of `concerns` in the frames of a take: `by_frame` names them by where they are seen, `ticks` are
    those frames, in order, with their severity. `shown` are the frames, None for all of them."""

    shown: Span | None = None
    concerns: tuple[Concern, ...] = ()
    by_frame: Mapping[int, tuple[Concern, ...]] = field(default_factory=dict)
    ticks: tuple[Tick, ...] = ()


@dataclass(frozen=True)
class Shown:
    """What needs a look in a shot: `concerns` and `ticks` in order, and where they are seen."""

    concerns: tuple[Concern, ...] = ()
    ticks: tuple[Tick, ...] = ()
    takes: Mapping[Name, Seen] = field(default_factory=dict)
    others: Seen = field(default_factory=Seen)


@dataclass(frozen=True)
class _Part:
    """The concerns of a take where it is the one shown, and not below the keys there."""

    found: Found
    keys: tuple[int, ...]
    concerns: tuple[Concern, ...]


_Whole = tuple[tuple[Concern, ...], Concern]


class Together:
    """Puts together what is known of a shot, on one thread: what did not change since is not made anew, and is the same
    object."""

    def __init__(self) -> None:
        self._parts: dict[Name, _Part] = {}
        self._wholes: dict[tuple[int, ...], _Whole] = {}  # by the identities of their parts, which they keep alive
        self._last = Shown()

    def of(self, known: Known) -> Shown:
        """What needs a look, of what was found in takes, joins and keys."""
        self._parts = {each.take: self._part(each, known.keys) for each in known.takes}
        takes: dict[Name, Seen] = {}
        pixels = known.size[0] * known.size[1]
        for part, concerns in zip(self._parts.values(), self._whole(tuple(self._parts.values()), max(known.size))):
            left, before = open_concerns(concerns, known.fine, pixels), self._last.takes.get(part.found.take)
            same = before is not None and before.shown == part.found.shown and before.concerns == left
            takes[part.found.take] = before if before is not None and same else _seen(left, part.found.shown)
        others = open_concerns(known.others, known.fine, pixels)
        seen = [*takes.values(), self._last.others if others == self._last.others.concerns else _seen(others)]
        once = {id(concern): concern for each in seen for concern in each.concerns}
        concerns = tuple(sorted(once.values(), key=place))
        if concerns == self._last.concerns:  # the same object, by which others know that nothing changed
            self._last = Shown(self._last.concerns, self._last.ticks, takes, seen[-1])
        else:
            self._last = Shown(concerns, _ticks(seen), takes, seen[-1])
        return self._last

    def _part(self, found: Found, keys: Sequence[int]) -> _Part:
        first, last = bisect_left(keys, found.shown.first), bisect_right(keys, found.shown.last)
        inside, before = tuple(keys[first:last]), self._parts.get(found.take)
        same = before is not None and before.found.concerns is found.concerns
        if before is not None and same and (before.found.shown, before.keys) == (found.shown, inside):
            return before
        return _Part(found, inside, tuple(_within(found.concerns, found.shown, frozenset(inside))))

    def _whole(self, parts: Sequence[_Part], side: int) -> list[list[Concern]]:
        """For each part the concerns that are seen in it: those that go on from take to take as one."""
        before, self._wholes = self._wholes, {}
        owners: dict[int, Concern] = {}
        for chain in joined([part.concerns for part in parts], side):
            if len(chain) == 1:
                continue
            name = tuple(map(id, chain))
            whole = before.get(name) or (chain, Concern(tuple(each for part in chain for each in part.problems)))
            self._wholes[name] = whole
            owners.update((id(part), whole[1]) for part in chain)
        return [[owners.get(id(each), each) for each in part.concerns] for part in parts]


def place(concern: Concern) -> tuple[int, float]:
    """By frames, the worst first of one frame."""
    return concern.worst.number, -concern.worst.severity


def _within(concerns: Iterable[Concern], shown: Span, keys: frozenset[int]) -> Iterator[Concern]:
    """As much of them as is seen in these frames and not below a key."""
    for concern in concerns:
        problems = tuple(each for each in concern.problems if each.number in shown and each.number not in keys)
        if problems:
            yield concern if len(problems) == len(concern.problems) else Concern(problems)


def _seen(concerns: tuple[Concern, ...], shown: Span | None = None) -> Seen:
    """What is seen of them, everywhere or in these frames."""
    by_frame: dict[int, tuple[Concern, ...]] = {}
    worst: dict[int, float] = {}
    for concern in concerns:
        for problem in concern.problems if shown is None else _sights(concern, shown):
            by_frame[problem.number] = (*by_frame.get(problem.number, ()), concern)
            worst[problem.number] = max(worst.get(problem.number, 0.0), problem.severity)
    return Seen(shown, concerns, by_frame, tuple(sorted(worst.items())))


def _sights(concern: Concern, span: Span) -> Iterator[Problem]:
    """Those in some frames of one that may go on through many more."""
    for number in range(max(span.first, concern.first), min(span.last, concern.last) + 1):
        if (problem := concern.at(number)) is not None:
            yield problem


def _ticks(parts: Iterable[Seen]) -> tuple[Tick, ...]:
    """The frames in which anything is seen, in order, each with the severity of the worst."""
    worst: dict[int, float] = {}
    for number, severity in (tick for each in parts for tick in each.ticks):
        worst[number] = max(worst.get(number, 0.0), severity)
    return tuple(sorted(worst.items()))
