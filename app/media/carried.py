"""Follows what a colorizer was unsure of through the frames it is carried on to: there it may be surer, and no better.

Pure: problems and planes in, problems out. A region is known again by its color and by where it lies.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from app.media.checks import Plate, Spot, problem_of, spots
from app.media.color_model import ColorModel
from app.project.concerns import ALIKE, Kind, Problem, alike, likeness

TOLD = 224
"""Trust from which on a color was not merely carried: the keys themselves speak for it. On made-up clips a quarter of
the regions that were followed to a trust of 192 to 223 were wrong, and none beyond."""

_FOLLOWED: frozenset[Kind] = frozenset({"doubt"})
_GROWN = 2.0  # times as large, or as small, as in the frame before at most
_SAME = 0.6  # share of their union that the boxes of one region have in common
_AROUND = 0.5  # of a region's box that is looked at on each of its sides


def with_carried(
    found: Mapping[int, Sequence[Problem]],
    before: Sequence[Problem],
    keys: Sequence[int],
    side: int,
    plate_at: Callable[[int], Plate],
    model: ColorModel,
) -> dict[int, list[Problem]]:
    """The problems of a take by their frames, and where each is carried on to.

    `found` has every frame of the take, in order, with none on `keys`, which are the usable ones of the shot around it,
    in order. `before` are those in the frame in front of the take. `side` is the longer one of the picture; `plate_at`
    gives a frame to be looked at again.
    """
    told = {number: list(problems) for number, problems in found.items()}
    for way in (1, -1):
        running = list(before) if way > 0 else []
        for number in sorted(found, reverse=way < 0):
            if number in keys or _way(number, keys) != way:
                running = []
                continue
            lost = [
                problem for problem in running if problem.kind in _FOLLOWED and not _told(problem, told[number], side)
            ]
            if lost:
                told[number] += _carried_on(lost, told[number], plate_at(number), model)
            running = told[number]
    return told


def _way(number: int, keys: Sequence[int]) -> int:
    """The direction in which a frame's colors came: 1 from the key before it, -1 from the one after it."""
    at = bisect_left(keys, number)
    if at == len(keys):
        return 1
    return 1 if at > 0 and number - keys[at - 1] <= keys[at] - number else -1


def _carried_on(
    lost: Iterable[Problem], there: Sequence[Problem], plate: Plate, model: ColorModel
) -> Iterable[Problem]:
    """Those that go on in the next frame though nothing is told of them `there`."""
    taken = list(there)
    for problem in sorted(lost, key=lambda each: -each.area):
        spot = _known_again(problem, plate, model)
        if spot is None or plate.trust is None or spot.mean(plate.trust) >= TOLD:
            continue
        again = problem_of(plate, model, problem.kind, spot, 1 - spot.mean(plate.trust) / 255)
        if all(alike(again.box, one.box) < _SAME for one in taken):
            taken.append(again)
    return taken[len(there) :]


def _told(problem: Problem, there: Iterable[Problem], side: int) -> bool:
    """Whether it is told of in the next frame anyway."""
    same = (one for one in there if (one.kind, one.color) == (problem.kind, problem.color))
    return any(likeness(problem, one, side) for one in same)


def _known_again(problem: Problem, plate: Plate, model: ColorModel) -> Spot | None:
    """The region of the same color that lies where a problem lay a frame before, or nearly; None without any."""
    left, top, width, height = (side / plate.scale for side in problem.box)
    rows, columns = plate.ids.shape
    first, last = max(0, int(left - _AROUND * width)), min(columns, int(left + (1 + _AROUND) * width) + 1)
    upper, lower = max(0, int(top - _AROUND * height)), min(rows, int(top + (1 + _AROUND) * height) + 1)
    window = np.s_[upper:lower, first:last]
    mask = (plate.ids[window] == model.id_of(problem.color)) & (plate.ink[window] == 0)
    area = problem.area / plate.scale**2
    best: Spot | None = None
    most = ALIKE
    for spot in spots(mask, max(plate.least, area / _GROWN)):
        placed = replace(spot, left=spot.left + first, top=spot.top + upper)
        box = (placed.left, placed.top, spot.part.shape[1], spot.part.shape[0])
        share = alike((round(left), round(top), max(1, round(width)), max(1, round(height))), box)
        if share >= most and spot.area <= area * _GROWN:
            best, most = placed, share
    return best
