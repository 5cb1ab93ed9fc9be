"""Strokes: what was laid where, and what was there before, so that each can be taken back and laid again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from app.project.model import Key
from engine.imaging.filling import Area, packed
from engine.imaging.spots import Spots

Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""

_FEW = 4096  # pixels that tell of most strokes whether they change anything
_ROOM = 1 << 15  # pixels that are no more work than one box more


@dataclass(frozen=True, eq=False)
class Part:
    """Colors laid in an area, or on single spots.

    `after` and `before` are (4,) uint8 RGBA for one color all over, (n, 4) in reading order, or (h, w, 4) for the
    area's box, of which only what the mask has counts; spots have no such box. `touched` bool: which pixels had
    been painted on before, (h, w) of the box, () for all or none of the area, or (n,) of spots.

    Where `below` is given, it is lines that are colored, clear for as they are drawn: these (n, 4) colors lie below.
    """

    area: Area | Spots
    before: np.ndarray
    after: np.ndarray
    touched: np.ndarray
    below: np.ndarray | None = None

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        below = self.below.nbytes if self.below is not None else 0
        return self.area.nbytes + self.touched.nbytes + self.before.nbytes + self.after.nbytes + below


@dataclass(eq=False)
class Stroke:
    """What is one step of undo. `key` is the key that the frame became by it, once that is written."""

    text: str
    parts: tuple[Part, ...]
    key: Key | None = field(default=None)

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return sum(part.nbytes for part in self.parts)


def put(plane: np.ndarray, area: Area | Spots, values: np.ndarray) -> None:
    """Write (4,), (n, 4) or (h, w, 4) colors into an area of a contiguous (H, W, 4) picture of their type."""
    whole = np.dtype(f"u{4 * plane.itemsize}")  # a pixel as one number: far faster than four
    there = plane.view(whole)[..., 0]
    wide = np.ascontiguousarray(values).view(whole)
    if isinstance(area, Spots):
        there[area.rows, area.columns] = wide[0] if values.ndim == 1 else wide[:, 0]
        return
    there = there[area.window]
    if values.ndim == 1:
        np.copyto(there, wide[0], where=area.mask)
    elif values.ndim == 3:
        np.copyto(there, wide[..., 0], where=area.mask)
    else:
        there[area.mask] = wide[:, 0]


def taken(plane: np.ndarray, area: Area | Spots) -> np.ndarray:
    """(n, 4) the colors that an area of a contiguous (H, W, 4) uint8 picture has."""
    if isinstance(area, Spots):
        return packed(plane)[area.rows, area.columns].view(np.uint8).reshape(-1, 4)
    values = packed(plane)[area.window][area.mask]
    return values.view(np.uint8).reshape(-1, 4)


def box_of(area: Area | Spots) -> Box:
    """The box that holds an area."""
    height, width = area.shape
    return area.left, area.top, width, height


def together(boxes: Sequence[Box]) -> list[tuple[slice, Box]]:
    """Boxes that follow each other and are near, with the box around them: to handle that is less work than each."""
    runs: list[tuple[slice, Box]] = []
    for at, box in enumerate(boxes):
        if runs:
            run, before = runs[-1]
            both = _around(before, box)
            if _size(both) <= _size(before) + _size(box) + _ROOM:
                runs[-1] = (slice(run.start, at + 1), both)
                continue
        runs.append((slice(at, at + 1), box))
    return runs


def _around(first: Box, second: Box) -> Box:
    left, top = min(first[0], second[0]), min(first[1], second[1])
    right, bottom = max(first[0] + first[2], second[0] + second[2]), max(first[1] + first[3], second[1] + second[3])
    return left, top, right - left, bottom - top


def _size(box: Box) -> int:
    return box[2] * box[3]


def gathered(parts: Sequence[Part], color: np.ndarray) -> list[Part]:
    """Fewer parts that do the same, those that are near as one; `color` (H, W, 4) uint8 is as they leave it."""
    runs = [parts[run] for run, _ in together([box_of(part.area) for part in parts])]
    return [joined(run, color) if len(run) > 1 else run[0] for run in runs]


def joined(parts: Sequence[Part], color: np.ndarray) -> Part:
    """One part that does what several do, one after the other; `color` (H, W, 4) uint8 is as they leave it."""
    left, top = min(part.area.left for part in parts), min(part.area.top for part in parts)
    right = max(part.area.window[1].stop for part in parts)
    bottom = max(part.area.window[0].stop for part in parts)
    mask, touched = np.zeros((bottom - top, right - left), bool), np.zeros((bottom - top, right - left), bool)
    before = color[top:bottom, left:right].copy()
    for part in reversed(parts):
        if isinstance(part.area, Spots):
            spots = Spots(part.area.rows - top, part.area.columns - left)
            put(before, spots, part.before)
            mask[spots.rows, spots.columns] = True
            touched[spots.rows, spots.columns] = part.touched
            continue
        at = Area(part.area.left - left, part.area.top - top, part.area.mask)
        put(before, at, part.before)
        mask[at.window] |= at.mask
        np.copyto(touched[at.window], part.touched, where=at.mask)
    afters = {part.after.tobytes() for part in parts}
    one = parts[0].after.ndim == 1 and len(afters) == 1
    after = parts[0].after if one else np.ascontiguousarray(color[top:bottom, left:right]).copy()
    return Part(Area(left, top, mask), before, after, touched)


def differs(part: Part) -> bool:
    """Whether a part changes anything."""
    before, after = part.before, part.after
    if before.ndim == after.ndim == 1:
        return bool((before != after).any())
    if before.ndim == 3 or after.ndim == 3:
        other = packed(np.atleast_2d(np.ascontiguousarray(before))) != packed(
            np.atleast_2d(np.ascontiguousarray(after))
        )
        return bool((other & part.area.mask).any())
    few = [values if values.ndim == 1 else values[:_FEW] for values in (before, after)]
    return bool((few[0] != few[1]).any()) or bool((before != after).any())
