"""What needs a look in finished frames: problems frame by frame, the same one gathered over frames, marks of "fine"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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

_GAP = 2  # frames between two sights of one problem at most
_ALIKE = 0.25  # share of their union that two boxes have in common in neighbouring frames
_SAME = 0.5  # the same for a mark and what it was set on


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


def gather(problems: Iterable[Problem]) -> tuple[Concern, ...]:
    """One concern for each problem that goes on from frame to frame; `problems` come in the order of their frames."""
    running: list[list[Problem]] = []
    ended: list[list[Problem]] = []
    for problem in problems:
        still = [run for run in running if run[-1].number >= problem.number - _GAP]
        ended += [run for run in running if run[-1].number < problem.number - _GAP]
        running = still
        fitting = [
            run
            for run in running
            if run[-1].number < problem.number
            and (run[-1].kind, run[-1].color) == (problem.kind, problem.color)
            and alike(run[-1].box, problem.box) >= _ALIKE
        ]
        if fitting:
            max(fitting, key=lambda run: alike(run[-1].box, problem.box)).append(problem)
        else:
            running.append([problem])
    return tuple(sorted((Concern(tuple(run)) for run in ended + running), key=lambda concern: concern.first))


def open_concerns(concerns: Iterable[Concern], fine: Sequence[Fine]) -> tuple[Concern, ...]:
    """Those that no mark says are fine."""
    return tuple(concern for concern in concerns if not any(concern.meant_by(mark) for mark in fine))
