"""Draws a list of marks: lines with antialiasing, regions without, both from the same polygons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from engine.training.clips.cel import Fill, Ink

FINE = 4  # drawn so many times larger, then averaged
_STEPS = 4  # widths a stroke passes through


@dataclass(frozen=True)
class Pen:
    """The clip's line: `width` pixels on average, `swing` share it varies, `tone` of its ink (0 black).

    A closed outline has a gap of `gap` pixels with the chance `gaps`; `grain` is the share pencil noise takes.
    """

    width: float
    swing: float
    tone: int
    gaps: float
    gap: float
    grain: float


def draw(
    marks: Sequence[Fill | Ink], size: tuple[int, int], pen: Pen, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Line art (H, W) uint8 and regions (H, W) int32 of `size` (width, height); `rng` places gaps."""
    width, height = size
    ink = np.full((height * FINE, width * FINE), 255, np.uint8)
    areas = np.zeros(ink.shape, np.uint16)
    for mark in marks:
        if isinstance(mark, Fill):
            _fill(ink, areas, mark)
        else:
            _stroke(ink, areas, mark, pen, rng)
    line = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
    half = FINE // 2
    return line, np.ascontiguousarray(areas[half::FINE, half::FINE]).astype(np.int32)


def grained(line: np.ndarray, noise: np.ndarray, grain: float) -> np.ndarray:
    """The line as a pencil leaves it: `noise` (H, W) of 0 to 1 takes up to `grain` of the ink."""
    if grain <= 0:
        return line
    kept = 255 - (255 - line.astype(np.float32)) * (1 - grain * noise)
    return np.rint(kept).astype(np.uint8)


def _pixels(points: np.ndarray) -> np.ndarray:
    # Far outside the picture rounds to far outside: OpenCV's integers end at 2**31.
    return np.rint(np.clip(points, -4000, 8000) * FINE).astype(np.int32)


def _fill(ink: np.ndarray, areas: np.ndarray, mark: Fill) -> None:
    for points in mark.polygons:
        polygon = _pixels(points)
        if not mark.on:
            cv2.fillPoly(ink, [polygon], (255,))
            cv2.fillPoly(areas, [polygon], (mark.area,))
            continue
        box = _box(polygon, ink.shape, 1)
        if box is None:
            continue
        mask = np.zeros(areas[box].shape, np.uint8)
        cv2.fillPoly(mask, [polygon], (1,), offset=(-box[1].start, -box[0].start))
        seen = _among(areas[box], mark.on, mask)
        ink[box][seen] = 255
        areas[box][seen] = mark.area


def _box(polygon: np.ndarray, shape: tuple[int, ...], margin: int) -> tuple[slice, slice] | None:
    """The part of the picture a polygon touches, None where it touches none."""
    low = np.maximum(polygon.min(axis=0) - margin, 0)
    high = np.minimum(polygon.max(axis=0) + margin + 1, (shape[1], shape[0]))
    if (low >= high).any():
        return None
    return slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))


def _among(areas: np.ndarray, on: tuple[int, ...], mask: np.ndarray) -> np.ndarray:
    """(h, w) bool: inside the mask and on one of the regions."""
    found = areas == on[0]
    for number in on[1:]:
        found |= areas == number
    found &= mask.view(bool)
    return found


def _stroke(ink: np.ndarray, areas: np.ndarray, mark: Ink, pen: Pen, rng: np.random.Generator) -> None:
    points, closed = mark.points, mark.closed
    if closed and pen.gaps and rng.random() < pen.gaps:
        points, closed = _opened(points, pen.gap, int(rng.integers(len(points)))), False
    if len(points) < 2:
        return
    line = _pixels(points)
    widths = _widths(points, mark, pen, closed)
    tone = max(mark.tone, pen.tone)
    if not mark.on:
        _lines(ink, line, widths, closed, tone, (0, 0))
        return
    box = _box(line, ink.shape, int(widths.max()))
    if box is None:
        return
    mask = np.zeros(ink[box].shape, np.uint8)
    _lines(mask, line, widths, closed, 1, (box[1].start, box[0].start))
    ink[box][_among(areas[box], mark.on, mask)] = tone


def _opened(points: np.ndarray, gap: float, start: int) -> np.ndarray:
    """A closed outline without its first `gap` pixels from point `start` on."""
    around = np.roll(points, -start, axis=0)
    around = np.concatenate([around, around[:1]])
    ends = np.cumsum(np.linalg.norm(np.diff(around, axis=0), axis=1))
    if ends[-1] < 4 * gap:
        return around
    first = int(np.searchsorted(ends, gap))  # the piece in which the gap ends
    begin = [np.interp(gap, [0, *ends], around[:, k]) for k in (0, 1)]
    return np.concatenate([[begin], around[first + 1 :]])


def _widths(points: np.ndarray, mark: Ink, pen: Pen, closed: bool) -> np.ndarray:
    """Width in fine pixels at each point: swells and thins along the stroke, tapers at open ends."""
    wave = np.sin(np.arange(len(points)) * (4 * np.pi / len(points)) + 0.7 * len(points))
    widths = pen.width * mark.weight * (1 + pen.swing * wave)
    if mark.taper and not closed:
        along = np.linspace(0, 1, len(points))
        widths = widths * (0.45 + 0.55 * np.minimum(1, 4 * np.minimum(along, 1 - along)))
    step = max(pen.width * FINE * pen.swing / _STEPS, 1)
    return np.maximum(np.rint(np.rint(widths * FINE / step) * step), 2).astype(np.int32)


def _lines(
    image: np.ndarray, line: np.ndarray, widths: np.ndarray, closed: bool, tone: int, origin: tuple[int, int]
) -> None:
    line = line - np.array(origin, np.int32)
    if closed:
        line, widths = np.concatenate([line, line[:1]]), np.concatenate([widths, widths[:1]])
    runs: dict[int, list[np.ndarray]] = {}
    changes = [0, *(np.flatnonzero(np.diff(widths[:-1])) + 1).tolist(), len(line) - 1]
    for start, end in pairwise(changes):
        if end > start:
            runs.setdefault(int(widths[start]), []).append(line[start : end + 1])
    for width, pieces in runs.items():
        cv2.polylines(image, pieces, False, (tone,), width)
