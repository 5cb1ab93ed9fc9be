"""Lifts a small colored picture to the size of its line art: flats end at the artist's lines and run on beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.imaging.ink import distance_to_ink, ink_mask
from engine.imaging.lifting_mixed import Part, painted
from engine.imaging.regions import Regions, segment

GAP = 9.0 / 1024
"""The widest gap in the lines that is closed, by the picture's longer side, as Draft closes them."""
CLEAR = 1.5
"""Pixels of the small picture from a line on, from which a color is looked for: nearer, the line's is mixed in."""
INNER = 0.7
"""Of the way to the middle of a segment that is too narrow for that."""
FINE = 2
"""The small picture is looked at so many times finer, so that narrow segments are met in their middle."""
ALIKE = 22
"""Levels in any channel by which pixels of one flat differ at most: what a model's codec leaves of it."""
SHARED = 0.002
"""Of a segment's clear pixels: so many of another color, and it holds more than one."""
LEAST = 16
"""Such pixels at least."""
NEAR = 15.0
"""CIE Lab distance up to which a color is taken for the swatch nearest to it."""


@dataclass(frozen=True)
class _Seen:
    """The small picture on a finer grid: `colors` (n, m, 3) uint8, the segments' `labels` (n, m) there, and where it is
    `clear` (n, m) bool what color a segment has."""

    colors: np.ndarray
    labels: np.ndarray
    clear: np.ndarray


def lifted(small: np.ndarray, line: np.ndarray, swatches: np.ndarray | None = None) -> np.ndarray:
    """(H, W, 3) uint8 RGB, colors alone, of `small` (h, w, 3) uint8 and the line layer (H, W) uint8 it was made from.

    `small` shows all of the picture, with or without lines, at any size up to H x W. A segment of the line art has one
    color, the commonest of what is clear of lines in it; where it clearly holds several they keep their borders, drawn
    anew between the pixels, and a gradient stays smooth. With `swatches` (P, 3) uint8 a color that is near one becomes
    it. Colors run on beneath the lines. The same input gives the same pixels; time grows with H x W.
    """
    ink = ink_mask(line)
    regions = segment(ink, GAP * max(line.shape))
    seen = _seen(small, regions, distance_to_ink(ink))
    colors = _middles(seen, regions.count)
    mixed = np.flatnonzero(_holds_several(seen, colors))
    known = _snapped(colors, swatches)
    result = np.take(known, regions.labels, axis=0)
    for region, box in _boxes(regions, mixed):
        part = _part(seen, regions, region, box)
        inside = regions.labels[box] == region
        view = result[box]
        found = painted(part, view.shape[:2], lambda flats: _snapped(flats, swatches))
        np.copyto(view, found, where=inside[..., None])
    return result


def _seen(small: np.ndarray, regions: Regions, away: np.ndarray) -> _Seen:
    """Clear is what is far enough from ink, or, in a narrow segment, as far as it gets there."""
    height, width = away.shape
    rows, columns = min(height, FINE * small.shape[0]), min(width, FINE * small.shape[1])
    colors = cv2.resize(small, (columns, rows), interpolation=cv2.INTER_LINEAR)
    place = np.ix_(_centers(rows, height), _centers(columns, width))
    labels, off = regions.labels[place], away[place]
    most = np.zeros(regions.count, np.float32)
    np.maximum.at(most, labels.ravel(), off.ravel())
    far = CLEAR * max(height / small.shape[0], width / small.shape[1])
    return _Seen(colors, labels, off >= np.minimum(far, INNER * most)[labels])


def _centers(count: int, length: int) -> np.ndarray:
    """The middles of `count` equal pieces of `length` pixels."""
    return ((np.arange(count) + 0.5) * length / count).astype(np.int64)


def _middles(seen: _Seen, count: int) -> np.ndarray:
    """(count, 3) uint8: the median of each segment's clear pixels, then the mean of those like it."""
    of = seen.labels[seen.clear]
    values = [np.ascontiguousarray(channel)[seen.clear] for channel in cv2.split(seen.colors)]
    medians = np.stack([_medians(of, channel, count) for channel in values], axis=1)
    like = (_off(of, values, medians) <= ALIKE).astype(np.float32)
    total = np.bincount(of, like, count)
    means = np.stack([np.bincount(of, like * channel, count) for channel in values], axis=1)
    means = np.rint(means / np.maximum(total, 1)[:, None])
    return np.where(total[:, None] > 0, means, medians).astype(np.uint8)


def _medians(of: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    """(count,) uint8: of the uint8 values of each segment."""
    counts = np.bincount((of << 8) + values, minlength=count * 256).reshape(count, 256)
    below = counts.cumsum(axis=1)
    return (below * 2 >= below[:, -1:]).argmax(axis=1).astype(np.uint8)


def _off(of: np.ndarray, values: Sequence[np.ndarray], colors: np.ndarray) -> np.ndarray:
    """(n,) uint8: how far pixels are from their segment's color (count, 3), in the channel where they are farthest."""
    apart = [cv2.absdiff(channel, np.take(colors[:, at], of)) for at, channel in enumerate(values)]
    return cv2.max(cv2.max(apart[0], apart[1]), apart[2]).ravel()


def _holds_several(seen: _Seen, colors: np.ndarray) -> np.ndarray:
    """(count,) bool: segments with enough clear pixels that are not of its color."""
    of = seen.labels[seen.clear]
    values = [np.ascontiguousarray(channel)[seen.clear] for channel in cv2.split(seen.colors)]
    strange = np.bincount(of, (_off(of, values, colors) > ALIKE).astype(np.float32), len(colors))
    return strange > np.maximum(LEAST, SHARED * np.bincount(of, minlength=len(colors)))


def _boxes(regions: Regions, wanted: np.ndarray) -> list[tuple[int, tuple[slice, slice]]]:
    """Where each of these segments lies."""
    found: list[tuple[int, tuple[slice, slice]]] = []
    for region in wanted.tolist():
        left, top, wide, high = cv2.boundingRect((regions.labels == region).astype(np.uint8))
        found.append((region, np.s_[top : top + high, left : left + wide]))
    return found


def _part(seen: _Seen, regions: Regions, region: int, box: tuple[slice, slice]) -> Part:
    """A segment as the finer grid has it, and how the full picture's pixels in its box lie on the grid."""
    sides = zip(box, seen.labels.shape, regions.labels.shape)
    spots = [(np.arange(side.start, side.stop) + 0.5) * fine / whole - 0.5 for side, fine, whole in sides]
    cut = tuple(
        slice(max(0, int(spot[0]) - 1), min(count, int(np.ceil(spot[-1])) + 2))
        for spot, count in zip(spots, seen.labels.shape)
    )
    down, across = (spot - part.start for spot, part in zip(spots, cut))
    clear = seen.clear[cut] & (seen.labels[cut] == region)
    return Part(seen.colors[cut], clear, down.astype(np.float32), across.astype(np.float32))


def _snapped(colors: np.ndarray, swatches: np.ndarray | None) -> np.ndarray:
    """(n, 3) uint8: those near a swatch as it."""
    if swatches is None or not len(swatches) or not len(colors):
        return colors
    lab, wanted = _lab(colors), _lab(swatches)
    away = np.sqrt(((lab[:, None] - wanted[None]) ** 2).sum(axis=2))
    best = away.argmin(axis=1)
    return np.where((away[np.arange(len(lab)), best] <= NEAR)[:, None], swatches[best], colors)


def _lab(colors: np.ndarray) -> np.ndarray:
    """(n, 3) float32 CIE Lab of (n, 3) uint8 RGB."""
    return cv2.cvtColor(colors[None].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[0]
