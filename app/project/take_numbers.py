"""The numbers that the artist calls takes by: in the order of making, for each segment. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.project.model import Span, Take

Highest = dict[tuple[str, Span], int]
"""The highest number given so far, by shot and frames."""


def numbered(takes: Iterable[Take], deleted: Iterable[Take] = ()) -> tuple[tuple[Take, ...], Highest]:
    """Takes with their numbers, oldest first, those that had none yet; `deleted` ones that wait in the trash keep
    theirs, so that no other is called by it."""
    highest: Highest = {}
    result: list[Take] = []
    each = [*((take, True) for take in takes), *((take, False) for take in deleted)]
    for take, here in sorted(each, key=lambda one: (one[0].created, one[0].path)):
        take = take_numbered(take, highest)
        if here:
            result.append(take)
    return tuple(result), highest


def take_numbered(take: Take, highest: Highest) -> Take:
    """A take with the next number of its segment, which `highest` is told of; one that has a number keeps it."""
    name = take.shot, take.span
    number = take.number or highest.get(name, 0) + 1
    highest[name] = max(highest.get(name, 0), number)
    return replace(take, number=number)
