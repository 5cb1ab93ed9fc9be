"""What is seen of the concerns of a shot's takes: where they are the ones shown, those of several takes as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.project.concerns import Concern, Fine, joined
from app.project.model import Span

Tick = tuple[int, float]


@dataclass(frozen=True)
class Part:
    """The concerns of a take where it is the one shown, and not below a key; `state` is what that depends on."""

    state: object
    shown: Span
    concerns: tuple[Concern, ...]


@dataclass(frozen=True)
class Seen:
    """What is seen of `concerns` in the frames of a take: `by_frame` names them by where they are seen, `ticks` are
    those frames, in order, with their severity. `shown` are the frames, None for all of them."""

    shown: Span | None
    concerns: tuple[Concern, ...]
    by_frame: dict[int, tuple[Concern, ...]]
    ticks: tuple[Tick, ...]


Whole = tuple[tuple[Concern, ...], Concern]


class Wholes:
    """Concerns that go on from take to take as one, the same one as long as nothing about it changes."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], Whole] = {}  # by the identities of their parts, which they keep alive

    def of(self, parts: Sequence[Part], side: int) -> list[list[Concern]]:
        """For each part the concerns that are seen in it, of pictures whose longer side has so many pixels."""
        before, self._known = self._known, {}
        owners: dict[int, Concern] = {}
        for chain in joined([part.concerns for part in parts], side):
            if len(chain) == 1:
                continue
            name = tuple(map(id, chain))
            whole = before.get(name) or (chain, Concern(tuple(each for part in chain for each in part.problems)))
            self._known[name] = whole
            owners.update((id(part), whole[1]) for part in chain)
        return [[owners.get(id(each), each) for each in part.concerns] for part in parts]


def place(concern: Concern) -> tuple[int, float]:
    """By frames, the worst first of one frame."""
    return concern.worst.number, -concern.worst.severity


def within(concerns: Iterable[Concern], shown: Span, keys: frozenset[int]) -> Iterator[Concern]:
    """As much of them as is seen in these frames and not below a key."""
    for concern in concerns:
        problems = tuple(each for each in concern.problems if each.number in shown and each.number not in keys)
        if problems:
            yield concern if len(problems) == len(concern.problems) else Concern(problems)


def still_open(concerns: Iterable[Concern], fine: Sequence[Fine]) -> tuple[Concern, ...]:
    """Those that no mark says are fine; quick where there are many of both."""
    marks: dict[int, list[Fine]] = {}
    for mark in fine:
        marks.setdefault(mark.number, []).append(mark)

    def is_fine(concern: Concern) -> bool:
        return any(concern.meant_by(mark) for each in concern.problems for mark in marks.get(each.number, ()))

    return tuple(concern for concern in concerns if not marks or not is_fine(concern))


def seen(concerns: tuple[Concern, ...], shown: Span | None = None) -> Seen:
    """What is seen of them, everywhere or in these frames."""
    by_frame: dict[int, tuple[Concern, ...]] = {}
    worst: dict[int, float] = {}
    for concern in concerns:
        for problem in concern.problems:
            if shown is None or problem.number in shown:
                by_frame[problem.number] = (*by_frame.get(problem.number, ()), concern)
                worst[problem.number] = max(worst.get(problem.number, 0.0), problem.severity)
    return Seen(shown, concerns, by_frame, tuple(sorted(worst.items())))


def ticks(parts: Iterable[Seen]) -> tuple[Tick, ...]:
    """The frames in which anything is seen, in order, each with the severity of the worst."""
    worst: dict[int, float] = {}
    for number, severity in (tick for each in parts for tick in each.ticks):
        worst[number] = max(worst.get(number, 0.0), severity)
    return tuple(sorted(worst.items()))
