"""Measures the step of color at the join of two takes, apart from lines and from what moves, beside the usual steps
around it; off the UI thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

from app.errors import ShiageError
from app.media.checks import outline, spots
from app.project.concerns import Problem
from app.project.model import Drawing, Polarity, Shot, Take
from engine.imaging.ink import ink_mask
from engine.imaging.line import line_layer
from engine.imaging.stills import read_still
from engine.protocol.frames import FrameFile

SIDE = 384
"""The longer side at which frames are measured."""
AROUND = 6
"""Frames on either side of a join at most, whose steps are the usual ones."""
SEEN = 2.3
"""A step of color that the eye just sees: a distance in CIE Lab."""
PLAIN = 8.0
"""A step that nobody misses."""
_MOVES = 9  # pixels at SIDE that anything moves from frame to frame
_CALMED = 5  # pixels: the grain in frames that are not of flat colors is smoothed over this much
_MOST = 0.02  # share of the picture that counts, where the step is largest
_RIM = np.ones((3, 3), np.uint8)
_REGIONS = 12  # outlined at most


class MeasureStopped(ShiageError):
    """Somebody wanted no more of it."""


@dataclass(frozen=True)
class Join:
    """Two neighbouring takes and the drawings around their join, in order; `last` is the last frame shown of the first.

    Paths are absolute, empty for a blank drawing.
    """

    last: int
    before: tuple[Path, int]
    after: tuple[Path, int]  # a take's file and its first frame
    drawings: tuple[Drawing, ...]
    polarity: Polarity


@dataclass(frozen=True)
class Seam:
    """The step of color over a join and the usual one between frames around it, both in CIE Lab; `number` is the
    first frame after it. `problem` says where it is seen, None where it is not."""

    number: int
    step: float
    usual: float
    problem: Problem | None = None

    @property
    def excess(self) -> float:
        """How much of the step is the join's own."""
        return max(0.0, self.step - self.usual)

    @property
    def word(self) -> str:
        """How well it is seen."""
        return "smooth" if self.excess < SEEN else "slight step" if self.excess < PLAIN else "clear step"


@dataclass(frozen=True)
class _Plate:
    """A frame at the size of measuring: `lab` (H, W, 3) float32, `ink` (H, W) bool, where it was drawn or near it."""

    lab: np.ndarray
    ink: np.ndarray
    drawn: str


def join_of(shot: Shot, folder: Path, before: Take, after: Take, last: int) -> Join | None:
    """The join of two takes of this shot, cheap; None where they reach beyond the shot."""
    line = shot.line
    if line is None or before.span.first < line.span.first or after.span.last > line.span.last:
        return None
    numbers = range(max(before.span.first, last + 1 - AROUND), min(after.span.last, last + AROUND) + 1)

    def placed(drawing: Drawing, number: int) -> Drawing:
        return replace(drawing, number=number, path=str(folder / drawing.path) if drawing.path else "")

    return Join(
        last=last,
        before=(folder / before.path, before.span.first),
        after=(folder / after.path, after.span.first),
        drawings=tuple(placed(line.drawing(number), number) for number in numbers),
        polarity=line.polarity,
    )


def measure(join: Join, stop: Callable[[], bool] = lambda: False) -> Seam:
    """How large the step over a join is.

    A pair of frames in which the drawing is held is compared with such pairs only, one in which it changes with those.
    Raises MeasureStopped, FrameFileError, StillError and OSError.
    """
    usual: dict[bool, list[float]] = {True: [], False: []}
    over: tuple[bool, np.ndarray] | None = None
    with FrameFile(join.before[0]) as before, FrameFile(join.after[0]) as after:
        width = before.header.width
        for (number, one), (_, other) in pairwise(_plates(join, before, after)):
            if stop():
                raise MeasureStopped("the measure was stopped")
            held, steps = one.drawn == other.drawn, _steps(one, other)
            if number == join.last:
                over = held, steps
            else:
                usual[held].append(_size(steps))
    assert over is not None  # the join lies among the frames
    held, steps = over
    normal = float(np.quantile(usual[held], 0.75)) if usual[held] else 0.0
    seam = Seam(join.last + 1, _size(steps), normal)
    scale = width / steps.shape[1]
    return replace(seam, problem=_problem(seam, steps, scale) if seam.excess >= SEEN else None)


def _plates(join: Join, before: FrameFile, after: FrameFile) -> Iterator[tuple[int, _Plate]]:
    size = _fitted(before.header.width, before.header.height)
    drawn: tuple[str, np.ndarray] | None = None
    for drawing in join.drawings:
        file, first = (before, join.before[1]) if drawing.number <= join.last else (after, join.after[1])
        if drawn is None or drawn[0] != (drawing.digest or drawing.path):
            drawn = drawing.digest or drawing.path, _ink(drawing, join.polarity, size)
        yield drawing.number, _Plate(_lab(file, drawing.number - first, size), drawn[1], drawn[0])


def _lab(file: FrameFile, at: int, size: tuple[int, int]) -> np.ndarray:
    if file.palette is not None:
        small = cv2.resize(file.indices(at), size, interpolation=cv2.INTER_NEAREST)
        colors = file.palette[:, :3].astype(np.float32)[None] / 255
        return cv2.cvtColor(colors, cv2.COLOR_RGB2LAB)[0][small]
    small = cv2.resize(np.ascontiguousarray(file.frame(at)[..., :3]), size, interpolation=cv2.INTER_AREA)
    small = cv2.medianBlur(small, _CALMED)
    return cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)


def _ink(drawing: Drawing, polarity: Polarity, size: tuple[int, int]) -> np.ndarray:
    if not drawing.path:
        return np.zeros(size[::-1], bool)
    line = line_layer(read_still(Path(drawing.path)), polarity)
    mask = ink_mask(cv2.resize(line, size, interpolation=cv2.INTER_AREA))
    return cv2.dilate(mask.astype(np.uint8), _RIM) > 0


def _steps(one: _Plate, other: _Plate) -> np.ndarray:
    """(H, W) float32: how far each pixel's color is from all that the other frame has near it; 0 on lines."""
    apart = np.minimum(_beyond(one.lab, other.lab), _beyond(other.lab, one.lab))
    apart[one.ink | other.ink] = 0
    return apart


def _beyond(lab: np.ndarray, other: np.ndarray) -> np.ndarray:
    window = np.ones((2 * _MOVES + 1, 2 * _MOVES + 1), np.uint8)
    low, high = cv2.erode(other, window), cv2.dilate(other, window)
    return np.linalg.norm(np.maximum(np.maximum(low - lab, lab - high), 0), axis=2)


def _size(steps: np.ndarray) -> float:
    """The mean of the largest steps, over a small share of the picture."""
    count = max(1, round(_MOST * steps.size))
    return round(float(np.partition(steps, -count, axis=None)[-count:].mean()), 2)


def _problem(seam: Seam, steps: np.ndarray, scale: float) -> Problem:
    """Where a step is seen."""
    seen = (steps > max(SEEN, seam.usual)).astype(np.uint8)
    least = steps.size / 4000
    found = sorted(spots(cv2.morphologyEx(seen, cv2.MORPH_OPEN, _RIM), least), key=lambda spot: -spot.area)[:_REGIONS]
    found = found or sorted(spots(seen, 1), key=lambda spot: -spot.area)[:1]
    left, top = min(spot.left for spot in found), min(spot.top for spot in found)
    right = max(spot.left + spot.part.shape[1] for spot in found)
    bottom = max(spot.top + spot.part.shape[0] for spot in found)
    box = tuple(round(side * scale) for side in (left, top, right - left, bottom - top))
    return Problem(
        kind="seam",
        number=seam.number,
        box=(box[0], box[1], max(1, box[2]), max(1, box[3])),
        area=round(sum(spot.area for spot in found) * scale * scale),
        severity=round(0.3 + 0.7 * min(1.0, seam.excess / 20), 3),
        color="",
        outline=tuple(ring for spot in found for ring in outline(spot, scale)),
    )


def _fitted(width: int, height: int) -> tuple[int, int]:
    shrink = min(1.0, SIDE / max(width, height))
    return max(1, round(width * shrink)), max(1, round(height * shrink))
