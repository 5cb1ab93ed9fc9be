"""What needs a look in finished frames: problems frame by frame, the same one gathered over frames, marks of "fine"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from app.once import once

Kind = Literal["doubt", "off_model", "hole", "leak", "flicker", "seam"]
Box = tuple[int, int, int, int]
"""Left, top, width and height in picture pixels."""

WORDS: dict[Kind, str] = {
    "doubt": "Unsure color",
    "off_model": "Color not in the keys",
    "hole": "Unpainted",
    "leak": "Leak",
    "flicker": "Flicker",
    "seam": "Color step at a join",
}
"""What the artist calls each kind."""

_ALIKE = 0.25  # share of their union that the boxes of one problem have in common in neighbouring frames at least
_GAP = 2  # frames between two sights of one problem at most
_MOVES = 1 / 40  # of the picture's longer side that a region moves between two frames at most, beside its own size
_GROWN = 3  # times as large, or as small, as in the frame before at most where it moved so far
_SAME = 0.5  # the same for a mark and what it was set on
_SEEN = 3 / 12000
"""Share of the picture, times frames, from which on a doubt is told of: the smallest region that is looked at, for a
tenth of a second. Up to there the eye sums up what it sees, so that what is there for less must be larger as much."""


@dataclass(frozen=True)
class Problem:
    """One region of one frame. `severity` is 0 to 1; `color` the region's, as "#rrggbb".

    `outline` is one or more polygons of picture pixels, each x, y, x, y and so on.
    """

    kind: Kind
    number: int
    box: Box
    area: int
    severity: float
    color: str
    outline: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Fine:
    """The artist's word that what was seen at this place is as it should be."""

    kind: Kind
    number: int
    box: Box
    color: str


@dataclass(frozen=True)
class Concern:
    """One problem through all frames in which it is seen, at least one, in order."""

    problems: tuple[Problem, ...]

    @property
    def kind(self) -> Kind:
        return self.problems[0].kind

    @property
    def first(self) -> int:
        return self.problems[0].number

    @property
    def last(self) -> int:
        return self.problems[-1].number

    @once
    def worst(self) -> Problem:
        """Where it is seen best: the first of the most severe."""
        return max(self.problems, key=lambda problem: problem.severity)

    @once
    def extent(self) -> int:
        """How much of the shot it is: the pixels of all its frames."""
        return sum(problem.area for problem in self.problems)

    @once
    def _by_frame(self) -> dict[int, Problem]:
        return {problem.number: problem for problem in self.problems}

    def at(self, number: int) -> Problem | None:
        """What there is of it in a frame."""
        return self._by_frame.get(number)

    @property
    def words(self) -> str:
        """Its kind and frames."""
        frames = f"frame {self.first}" if self.first == self.last else f"frames {self.first} to {self.last}"
        return f"{WORDS[self.kind]}, {frames}"

    @property
    def fine(self) -> Fine:
        """The mark that says that this one is fine."""
        worst = self.worst
        return Fine(worst.kind, worst.number, worst.box, worst.color)

    def meant_by(self, fine: Fine) -> bool:
        """Whether a mark was set on this one, or on one like it in an earlier take."""
        if (fine.kind, fine.color) != (self.kind, self.worst.color):
            return False
        seen = self.at(fine.number)
        return seen is not None and alike(seen.box, fine.box) >= _SAME


def alike(one: Box, other: Box) -> float:
    """How much of their union two boxes have in common, 0 to 1."""
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    tall = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    common = max(0, wide) * max(0, tall)
    return common / max(1, one[2] * one[3] + other[2] * other[3] - common)


def gather(problems: Iterable[Problem], side: int) -> tuple[Concern, ...]:
    """One concern for each problem that goes on from frame to frame; `problems` come in the order of their frames, of
    pictures whose longer side has so many pixels."""
    running: list[list[Problem]] = []
    ended: list[list[Problem]] = []
    for number, group in groupby(problems, lambda problem: problem.number):
        here = list(group)
        ended += [run for run in running if run[-1].number < number - _GAP]
        running = [run for run in running if run[-1].number >= number - _GAP]
        follows = _paired([run[-1] for run in running], here, side)
        for at, run in enumerate(running):
            if at in follows:
                run.append(here[follows[at]])
        taken = set(follows.values())
        running += [[problem] for at, problem in enumerate(here) if at not in taken]
    return tuple(sorted((Concern(tuple(run)) for run in ended + running), key=lambda concern: concern.first))


def joined(parts: Sequence[Sequence[Concern]], side: int) -> list[tuple[Concern, ...]]:
    """Concerns of one take after the other, each in its order, with those together that are one: a problem does not end
    where a segment does."""
    chains: list[list[Concern]] = []
    last: list[list[Concern]] = []
    for concerns in parts:
        follows = _paired([chain[-1].problems[-1] for chain in last], [each.problems[0] for each in concerns], side)
        goes_on = {begin: last[end] for end, begin in follows.items()}
        last = [goes_on.get(at, []) for at in range(len(concerns))]
        chains += [chain for chain in last if not chain]
        for chain, concern in zip(last, concerns):
            chain.append(concern)
    return [tuple(chain) for chain in chains]


def _paired(ends: Sequence[Problem], begins: Sequence[Problem], side: int) -> dict[int, int]:
    """Which of the latter goes on from which of the former, by their places: the likest first, each once."""
    alike_by: dict[tuple[Kind, str], list[int]] = {}
    for at, problem in enumerate(begins):
        alike_by.setdefault((problem.kind, problem.color), []).append(at)
    pairs: list[tuple[float, int, int]] = []
    for end, problem in enumerate(ends):
        for begin in alike_by.get((problem.kind, problem.color), ()):
            gap = begins[begin].number - problem.number
            if 0 < gap <= _GAP and (like := _likeness(problem, begins[begin], side)):
                pairs.append((gap - like, end, begin))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, end, begin in sorted(pairs):
        if end not in found and begin not in taken:
            found[end] = begin
            taken.add(begin)
    return found


def _likeness(one: Problem, other: Problem, side: int) -> float:
    """How well two problems of neighbouring frames fit to be one: above 1 where their boxes have enough in common,
    above 0 where it may have moved on, else 0."""
    common = alike(one.box, other.box)
    if common >= _ALIKE:
        return 1 + common
    if max(one.area, other.area) > _GROWN * min(one.area, other.area):
        return 0
    across = abs(one.box[0] - other.box[0] + (one.box[2] - other.box[2]) / 2)
    down = abs(one.box[1] - other.box[1] + (one.box[3] - other.box[3]) / 2)
    wide, tall = (one.box[2] + other.box[2]) / 2, (one.box[3] + other.box[3]) / 2
    return max(0.0, 1 - max(across / (wide + _MOVES * side), down / (tall + _MOVES * side)))


def open_concerns(concerns: Iterable[Concern], fine: Sequence[Fine], pixels: int) -> tuple[Concern, ...]:
    """Those that no mark says are fine, but for doubts that nobody would see, in pictures of so many pixels; quick
    where there are many of both."""
    marks: dict[int, list[Fine]] = {}
    for mark in fine:
        marks.setdefault(mark.number, []).append(mark)

    def is_open(concern: Concern) -> bool:
        if concern.kind == "doubt" and concern.extent < _SEEN * pixels:
            return False
        return not any(concern.meant_by(mark) for each in concern.problems for mark in marks.get(each.number, ()))

    return tuple(filter(is_open, concerns))
