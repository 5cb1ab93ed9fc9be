"""Looks at frames as a checker of cels does: for unsure, off-model and unpainted regions, leaks and flicker.

Pure: planes in, problems out. Regions are told by color alone, so that every colorizer's frames can be checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from app.media.color_model import OFF, ColorModel, border_of
from app.project.concerns import Kind, Problem, alike

UNSURE = 128
"""Trust below this is a region more likely wrong than right."""
SURE = 192
"""Trust from this on speaks for what looks odd."""
MOST = 40
"""Problems told of one frame at most, the worst of them."""
GAP = 9 / 1024
"""Of the longer side: a way between lines narrower than this is a gap in them."""

_LEAST = 32  # pixels at the size of the check
_SHARE = 1 / 12000  # of the picture that is looked at at least: 13 pixels square in HD
_LARGE = 0.02  # share of the picture from which on a region counts in full
_CHANGED = 48  # how much a line's tone differs where it moved
_STILL = 0.12  # share of the lines around a region that may have moved where it flickers
_WEIGHTS: dict[Kind, float] = {"doubt": 1.0, "off_model": 0.7, "hole": 0.9, "leak": 1.0, "flicker": 0.8, "seam": 1.0}
_SAME = 0.6  # share of their union that the boxes of one region have in common
_BLOCK = np.ones((3, 3), np.uint8)


@dataclass(frozen=True)
class Plate:
    """A frame at the size of the check: `ids` (H, W) uint8 of a ColorModel, `line` (H, W) uint8, its `ink` 0 or 1.

    `trust` (H, W) uint8 where the colorizer said how sure it was. `scale` is picture pixels for each of its own.
    """

    number: int
    ids: np.ndarray
    line: np.ndarray
    ink: np.ndarray
    trust: np.ndarray | None = None
    scale: float = 1.0

    @property
    def least(self) -> float:
        """The area in pixels from which on a region is looked at."""
        return max(_LEAST, _SHARE * self.ids.size)


@dataclass(frozen=True)
class Spot:
    """A region of one plate: `part` (h, w) uint8 within the window at `left`, `top`."""

    part: np.ndarray
    left: int
    top: int
    area: int

    @property
    def window(self) -> tuple[slice, slice]:
        height, width = self.part.shape
        return np.s_[self.top : self.top + height, self.left : self.left + width]

    def mean(self, plane: np.ndarray) -> float:
        """The mean of an (H, W) plane in the region."""
        return float(plane[self.window][self.part > 0].mean())

    def around(self, shape: tuple[int, ...], by: int) -> tuple[tuple[slice, slice], np.ndarray]:
        """A window `by` pixels wider, and in it (h, w) bool what lies around the region no farther away than that."""
        height, width = self.part.shape
        top, left = max(0, self.top - by), max(0, self.left - by)
        window = np.s_[top : min(shape[0], self.top + height + by), left : min(shape[1], self.left + width + by)]
        wide = np.zeros((window[0].stop - top, window[1].stop - left), np.uint8)
        wide[self.top - top : self.top - top + height, self.left - left : self.left - left + width] = self.part
        return window, (cv2.dilate(wide, np.ones((2 * by + 1, 2 * by + 1), np.uint8)) > 0) & (wide == 0)


def spots(mask: np.ndarray, least: float) -> Iterator[Spot]:
    """The connected regions of an (H, W) mask from an area on."""
    labels, stats = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)[1:3]
    for label in range(1, len(stats)):
        left, top, width, height, area = (int(value) for value in stats[label])
        if area >= least:
            part = (labels[top : top + height, left : left + width] == label).astype(np.uint8)
            yield Spot(part, left, top, area)


def still_problems(plate: Plate, model: ColorModel | None) -> list[Problem]:
    """What one frame shows by itself; without a model, only where the colorizer was unsure."""
    found: list[Problem] = []
    taken = np.zeros(plate.ids.shape, bool)
    if model is not None:
        for kind, spot, weight in (*_pockets(plate, model), *_spilt(plate, model), *_off_model(plate)):
            taken[spot.window] |= spot.part > 0
            found.append(problem_of(plate, model, kind, spot, weight))
    found += [problem_of(plate, model, "doubt", spot, weight) for spot, weight in _unsure(plate, taken)]
    return sorted(found, key=lambda problem: -problem.severity)[:MOST]


def flickers(near: Sequence[Plate | None], model: ColorModel) -> list[Problem]:
    """Regions of the third of five frames with another color than before and, one or two frames later, again.

    `near` is a frame between the two before and the two after it, None beyond the take.
    """
    now = near[2]
    assert now is not None
    found: list[Problem] = []
    for begin, end in ((1, 3), (1, 4), (0, 3)):
        run = [plate for plate in near[begin : end + 1] if plate is not None]
        if len(run) <= end - begin:
            continue
        before = run[0]
        other = (before.ids == run[-1].ids) & model.differ(before.ids, now.ids)
        for between in run[1:-1]:
            other &= between.ids == now.ids
        for plate in run:
            other &= plate.ink == 0
        if not other.any():
            continue
        moved = _moved(run)
        thick = cv2.morphologyEx(other.astype(np.uint8), cv2.MORPH_OPEN, _BLOCK)
        seen = [spot for spot in spots(thick, now.least) if _bounded_by_still_lines(spot, run, moved)]
        found += [problem_of(now, model, "flicker", spot, 1.0) for spot in seen]
    return found


def told_once(still: Sequence[Problem], flickering: Sequence[Problem]) -> list[Problem]:
    """The problems of one frame: a region that flickers is more than unsure, and less than unpainted or leaking."""
    graver = [problem for problem in still if problem.kind != "doubt"]
    flickering = [each for each in flickering if all(alike(each.box, one.box) < _SAME for one in graver)]
    unsure = [problem for problem in still if problem.kind == "doubt"]
    left = [each for each in unsure if all(alike(each.box, one.box) < _SAME for one in flickering)]
    return [*graver, *flickering, *left]


def _unsure(plate: Plate, taken: np.ndarray) -> Iterator[tuple[Spot, float]]:
    if plate.trust is None:
        return
    doubtful = (plate.trust < UNSURE) & (plate.ink == 0) & ~taken
    doubtful = cv2.morphologyEx(doubtful.astype(np.uint8), cv2.MORPH_OPEN, _BLOCK) > 0
    for color in np.unique(plate.ids[doubtful]):
        for spot in spots(doubtful & (plate.ids == color), plate.least):
            yield spot, 1 - spot.mean(plate.trust) / 255


def _off_model(plate: Plate) -> Iterator[tuple[Kind, Spot, float]]:
    rim = cv2.dilate(plate.ink, _BLOCK)
    off = ((plate.ids == OFF) & (rim == 0)).astype(np.uint8)
    for spot in spots(cv2.morphologyEx(off, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)), plate.least):
        yield "off_model", spot, 1.0


def _pockets(plate: Plate, model: ColorModel) -> Iterator[tuple[Kind, Spot, float]]:
    """Background within the lines where the colorizer was not sure of it: unpainted, or let in through a gap."""
    if plate.trust is None:
        return
    paper = ((plate.ids == model.background) & (plate.ink == 0)).astype(np.uint8)
    labels = cv2.connectedComponents(paper, connectivity=4)[1]
    outside = np.isin(labels, np.unique(border_of(labels))) & (paper > 0)
    for spot in spots((paper > 0) & ~outside, plate.least):
        if spot.mean(plate.trust) < SURE:
            yield "hole", spot, 1 - spot.mean(plate.trust) / 510
    half = max(1, round(GAP * max(paper.shape) / 2))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * half + 1, 2 * half + 1))
    wide = cv2.erode(outside.astype(np.uint8), disc)
    rooms = cv2.connectedComponents(wide, connectivity=4)[1]
    inner = (wide > 0) & ~np.isin(rooms, np.unique(border_of(rooms)))
    grown = (cv2.dilate(inner.astype(np.uint8), disc) > 0) & outside
    for spot in spots(grown, plate.least):
        if spot.mean(plate.trust) < SURE:
            yield "leak", spot, 1 - spot.mean(plate.trust) / 510


def _spilt(plate: Plate, model: ColorModel) -> Iterator[tuple[Kind, Spot, float]]:
    """Paint that reaches the border of the picture in more than it ever fills in a key, or unsurely."""
    there = np.unique(border_of(plate.ids)[border_of(plate.ink) == 0])
    for color in there:
        if color in (OFF, model.background) or int(color) in model.at_border:
            continue
        for spot in spots((plate.ids == color) & (plate.ink == 0), plate.least):
            height, width = spot.part.shape
            whole = np.zeros(plate.ids.shape, np.uint8)
            whole[spot.window] = spot.part
            if np.count_nonzero(border_of(whole)) < max(4, 0.01 * max(height, width)):
                continue
            larger = spot.area / plate.ids.size > 1.3 * model.shares[color] + _SHARE
            if larger or (plate.trust is not None and spot.mean(plate.trust) < UNSURE):
                yield "leak", spot, 1.0


def _moved(run: Sequence[Plate]) -> np.ndarray:
    """(H, W) bool: where lines differ from the first plate's in any other."""
    moved = np.zeros(run[0].line.shape, bool)
    for plate in run[1:]:
        moved |= cv2.absdiff(plate.line, run[0].line) > _CHANGED
    return moved


def _bounded_by_still_lines(spot: Spot, run: Sequence[Plate], moved: np.ndarray) -> bool:
    window, ring = spot.around(moved.shape, max(4, round(GAP * max(moved.shape))))
    lines = np.zeros(ring.shape, bool)
    for plate in run:
        lines |= plate.ink[window] > 0
    inside = moved[spot.window] & (spot.part > 0)
    lined = int((lines & ring).sum())
    return not inside.any() and int((moved[window] & ring).sum()) <= _STILL * lined


def problem_of(plate: Plate, model: ColorModel | None, kind: Kind, spot: Spot, weight: float) -> Problem:
    """A region of a plate as what is wrong with it; `weight` is 0 to 1. Without a model it has no color."""
    share = spot.area / plate.ids.size
    size = min(1.0, (share / _LARGE) ** 0.5)
    ids = plate.ids[spot.window][spot.part > 0]
    scale, (height, width) = plate.scale, spot.part.shape
    left, top = round(spot.left * scale), round(spot.top * scale)
    color = int(np.bincount(ids).argmax())
    return Problem(
        kind=kind,
        number=plate.number,
        box=(left, top, max(1, round(width * scale)), max(1, round(height * scale))),
        area=round(spot.area * scale * scale),
        severity=round(_WEIGHTS[kind] * weight * (0.3 + 0.7 * size), 3),
        color=model.name(color) if model is not None else "",
        outline=outline(spot, scale),
    )


def outline(spot: Spot, scale: float) -> tuple[tuple[int, ...], ...]:
    """A region's edge in picture pixels, which are `scale` for each of its own, with no more corners than are seen."""
    enlarged = cv2.copyMakeBorder(spot.part, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    contours = cv2.findContours(enlarged, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)[0]
    rings: list[tuple[int, ...]] = []
    for contour in contours:
        corners = cv2.approxPolyDP(contour, 1.0, closed=True)[:, 0].astype(np.float64)
        if len(corners) >= 3:
            placed = (corners - 1 + (spot.left, spot.top) + 0.5) * scale
            rings.append(tuple(int(value) for value in np.rint(placed).ravel()))
    return tuple(rings)
