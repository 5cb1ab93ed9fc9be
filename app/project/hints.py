"""Color hints: places the artist gave a color, each on one frame or several. Pure, frozen data."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from app.project.palettes import Color


class Anchor(NamedTuple):
    """Where a hint was put on a frame: pixels of the line art from the middle of the top left one."""

    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Hint:
    """A place of this color, followed through the shot from its `anchors`, which are sorted by number.

    The color is one of the keys' own, as swatches name their sources, or one that no key has. With `only`, first and
    last, it counts on those frames alone.
    """

    id: str
    color: Color
    anchors: tuple[Anchor, ...]
    only: tuple[int, int] | None = None

    def holds_on(self, number: int) -> bool:
        """Whether it counts on this frame, if it is seen there."""
        return self.only is None or self.only[0] <= number <= self.only[1]

    def anchor(self, number: int) -> Anchor | None:
        """The anchor on a frame, if there is one."""
        return next((anchor for anchor in self.anchors if anchor.number == number), None)

    def within(self, first: int, last: int) -> tuple[Anchor, ...]:
        """The anchors on these frames, both included."""
        return tuple(anchor for anchor in self.anchors if first <= anchor.number <= last)


Hints = tuple[Hint, ...]
"""In the order they were made: where two are seen in one region, the later one counts."""


def new_hint(color: Color, anchor: Anchor, only: tuple[int, int] | None = None) -> Hint:
    """A hint that no project has yet."""
    return Hint(uuid.uuid4().hex[:12], color, (anchor,), only)


def with_anchor(hints: Hints, hint_id: str, anchor: Anchor) -> Hints:
    """Put a hint at this place on this frame; one that it has there is moved."""
    return tuple(_anchored(hint, anchor) if hint.id == hint_id else hint for hint in hints)


def _anchored(hint: Hint, anchor: Anchor) -> Hint:
    kept = [old for old in hint.anchors if old.number != anchor.number]
    return replace(hint, anchors=tuple(sorted([*kept, anchor])))


def without_anchor(hints: Hints, hint_id: str, number: int) -> Hints:
    """Take a hint's anchor off a frame; the hint goes with its last one."""
    result: list[Hint] = []
    for hint in hints:
        if hint.id == hint_id:
            hint = replace(hint, anchors=tuple(old for old in hint.anchors if old.number != number))
        if hint.anchors:
            result.append(hint)
    return tuple(result)


def with_color(hints: Hints, hint_id: str, color: Color) -> Hints:
    """Give a hint another color."""
    return tuple(replace(hint, color=color) if hint.id == hint_id else hint for hint in hints)


def without_hint(hints: Hints, hint_id: str) -> Hints:
    """Without this hint."""
    return tuple(hint for hint in hints if hint.id != hint_id)


def stretches(first: int, last: int, keys: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The frames from key to key, both included, and out to the ends of a shot of frames first..last.

    A hint holds within the stretches that have an anchor of it. `keys` are sorted and lie in the shot.
    """
    ends = list(dict.fromkeys([first, *keys, last]))
    return tuple(pairwise(ends)) or ((first, last),)


def counts_on(hint: Hint, first: int, last: int, keys: Sequence[int]) -> list[tuple[int, int]]:
    """The frames of a shot first..last on which a hint can count, as runs: out to the keys on either side of each
    anchor, or to the ends. `keys` are as for `stretches`."""
    runs: list[tuple[int, int]] = []
    for begin, end in stretches(first, last, keys):
        if not hint.within(begin, end):
            continue
        if runs and runs[-1][1] == begin:
            begin = runs.pop()[0]
        runs.append((begin, end))
    low, high = hint.only or (first, last)
    return [(max(begin, low), min(end, high)) for begin, end in runs if begin <= high and end >= low]


class Acting(NamedTuple):
    """What a hint says to some frames: its color, its anchors around them, the frames on which alone it counts."""

    color: Color
    anchors: tuple[Anchor, ...]
    only: tuple[int, int] | None


def acting(hints: Iterable[Hint], around: tuple[int, int], on: tuple[int, int]) -> list[Acting]:
    """What hints say to the frames `on`, first and last, through their anchors on those `around`."""
    return [
        Acting(hint.color, found, hint.only)
        for hint in hints
        if (found := hint.within(*around)) and (hint.only is None or (hint.only[0] <= on[1] and on[0] <= hint.only[1]))
    ]
