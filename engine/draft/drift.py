"""What has no lines and moves between two keys behind a scene that rests, such as clouds: where it is in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from engine.draft.coloring import Coloring
from engine.draft.drawing import Drawing
from engine.draft.motion import FRAMED, common_motion
from engine.imaging.flow import flow_between, places_of
from engine.imaging.ink import nearest_fill
from engine.imaging.palette import Palette

if TYPE_CHECKING:
    from engine.draft.reading import ColoredKey

_DIFFERS = 4  # levels in a channel from which the keys disagree about a place
_FOUND = 8  # levels up to which a place is found again
_BACK = 1.5  # pixels that the way there and back may miss
_CHANGED = 24  # levels of nearness to ink from which lines changed
_FREE = 41  # pixels of a side of the square around changed lines in which nothing is said
_TOLD = 0.3
"""Of the places that differ so many must have been found again, or nothing moved: colors faded, or things came."""
_LEAST = 1 / 2000
"""Share of the picture that must differ."""
_EVEN = 6.0  # pixels of blur: neighbours drift alike


@dataclass(frozen=True)
class Plate:
    """What lies behind on a key: `colors` (H, W) indices of its palette, and `shown` (H, W) bool where what holds
    borders without ink is seen."""

    palette: Palette
    colors: np.ndarray
    shown: np.ndarray


@dataclass(frozen=True)
class Drift:
    """`moves` (h, w, 2) float32, in pixels of the picture that flow is measured on, is the way from the first of the
    `plates` to the second of what is there, `where` (h, w) uint8 is 1 where they disagree because of it."""

    moves: np.ndarray
    where: np.ndarray
    plates: tuple[Plate, Plate]


def drift_between(first: tuple[Drawing, ColoredKey], second: tuple[Drawing, ColoredKey]) -> Drift | None:
    """The drift between two keys, each with its drawing; None where there is none.

    Asked of is what lies along the picture's edge and holds borders without ink on both keys, under a camera that
    rests, off the lines that changed.
    """
    one, other = first[0], second[0]
    behind = [key.unbound[drawing.small] for drawing, key in (first, second)]
    if not all(there.any() for there in behind):
        return None
    lines = flow_between(one.near, other.near)
    if common_motion(lines, one.near).matrix[:, 2].any():
        return None
    changed = (cv2.absdiff(one.near, other.near) > _CHANGED).astype(np.uint8)
    free = behind[0] & behind[1] & (cv2.dilate(changed, np.ones((_FREE, _FREE), np.uint8)) == 0)
    before, after = _seen(*first), _seen(*second)
    differ = free & (cv2.absdiff(before, after).max(axis=2) > _DIFFERS)
    if differ.mean() < _LEAST:
        return None
    # Off what is asked of both pictures are the same, so that nothing seems to move there.
    after = np.where(free[..., None], after, before)
    moves, told = _moves(before, after, differ)
    if told.sum() < _TOLD * differ.sum():
        return None
    where = cv2.dilate(differ.astype(np.uint8), np.ones((3, 3), np.uint8)) & free
    return Drift(moves, where.astype(np.uint8), (_plate(*first), _plate(*second)))


def unbound(drawing: Drawing, coloring: Coloring) -> np.ndarray:
    """(n,) bool: the regions that lie behind and hold borders without ink."""
    return coloring.mixed & (drawing.extent.on_edge > FRAMED)


def _plate(drawing: Drawing, key: ColoredKey) -> Plate:
    return Plate(key.palette, key.coloring.colors, key.unbound[drawing.regions.labels])


def _seen(drawing: Drawing, key: ColoredKey) -> np.ndarray:
    small = cv2.resize(key.coloring.colors, drawing.near.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return key.palette.colors.take(np.asarray(small, np.intp), axis=0)


def _moves(before: np.ndarray, after: np.ndarray, differ: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(h, w, 2) the motion of every place, told by those that are found again and their neighbours, and (h, w) bool
    which those are."""
    gray = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (before, after)]
    there, back = flow_between(gray[0], gray[1]), flow_between(gray[1], gray[0])
    size = differ.shape[::-1]
    sums, weights = np.zeros((*differ.shape, 2), np.float32), np.zeros(differ.shape, np.float32)
    told = np.zeros(differ.shape, bool)
    for way, other, one, next_, sign in ((there, back, *gray, 1), (back, there, *gray[::-1], -1)):
        places = places_of(way, size)
        returned = np.stack([cv2.remap(other[..., k], places.x, places.y, cv2.INTER_LINEAR) for k in (0, 1)], axis=-1)
        missed = np.linalg.norm(way + returned, axis=2)
        found = differ & (missed < _BACK) & (cv2.absdiff(places.pull(next_), one) <= _FOUND)
        found &= np.abs(way).max(axis=2) > 0.5
        sums[found] += sign * way[found]
        weights[found] += 1
        told |= found
    soft = [cv2.GaussianBlur(sums[..., k], (0, 0), _EVEN) for k in (0, 1)]
    weight = cv2.GaussianBlur(weights, (0, 0), _EVEN)
    if not told.any():
        return sums, told
    known = weight > 1e-3
    even = np.stack(soft, axis=-1) / np.maximum(weight, 1e-3)[..., None]
    numbers = nearest_fill(np.arange(known.size, dtype=np.int32).reshape(known.shape), known)
    return even.reshape(-1, 2)[numbers], told


def drifted(colors: np.ndarray, palette: Palette, drawing: Drawing, drift: Drift, share: float) -> np.ndarray:
    """(H, W) indices of `palette`, the `colors` of a drawing, with what drifts where it is after `share` of the way.

    What drifts is seen on the nearer key, or else on the other one. Only where the drawing shows what either key has at
    the same place anything changes: what moves in front stays.
    """
    height, width = colors.shape
    where = cv2.resize(drift.where, (width, height), interpolation=cv2.INTER_NEAREST) > 0
    where &= (drawing.extent.on_edge > FRAMED)[drawing.regions.labels]
    rows, columns = np.nonzero(where)
    scale = width / drift.where.shape[1]
    small = [(at / scale).astype(np.intp).clip(0, limit - 1) for at, limit in zip((rows, columns), drift.where.shape)]
    ways = drift.moves[small[0], small[1]] * scale
    behind, found = np.zeros(len(rows), bool), np.full(len(rows), -1, np.int64)
    for nearer in (share > 0.5, share <= 0.5):
        plate = drift.plates[nearer]
        numbers = palette.find(plate.palette.codes)
        behind |= colors[rows, columns] == numbers[plate.colors[rows, columns]]
        gone = (nearer - share) * ways
        x = np.rint(columns + gone[:, 0]).astype(np.intp).clip(0, width - 1)
        y = np.rint(rows + gone[:, 1]).astype(np.intp).clip(0, height - 1)
        found = np.where((found < 0) & plate.shown[y, x], numbers[plate.colors[y, x]], found)
    taken = behind & (found >= 0)
    result = colors.copy()
    result[rows[taken], columns[taken]] = found[taken]
    return result
