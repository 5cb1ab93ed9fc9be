"""What the matcher sees of a drawing: its lines, small, and for each region its shape, place and surroundings."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.imaging.regions import Regions, run_starts

SIDE = 384
"""The longer side of the small picture of the lines."""
CROP = 16
"""Pixels of a side of the two little pictures of each region."""
POINTS = 12
"""Places in each region at which the network's view of the lines is taken."""
GEOMETRY = 14
"""Numbers that say where a region lies and what form it has."""


@dataclass(frozen=True)
class Tokens:
    """A drawing of n regions.

    `lines` (h, w) uint8 is the ink, 255 where black; `geometry` (n, GEOMETRY) float32; `shapes` (n, CROP, CROP) uint8
    the region alone in the square around it, `views` (n, CROP, CROP) uint8 the lines in a square three times as
    large; `points` (n, POINTS, 2) float32 places (x, y) inside it from -1 to 1; `touching` (e, 2) int32 pairs of
    regions, a below b, that share a border.
    """

    lines: np.ndarray
    geometry: np.ndarray
    shapes: np.ndarray
    views: np.ndarray
    points: np.ndarray
    touching: np.ndarray

    def __len__(self) -> int:
        return len(self.geometry)


@dataclass(frozen=True)
class Extent:
    """Where regions lie, in pixels: `boxes` (n, 4) as x, y, width, height; `areas` (n,); `moments` (n, 5): mean x,
    mean y, and xx, yy, xy about them; `on_edge` (n,) the share of the picture's edge that each fills."""

    boxes: np.ndarray
    areas: np.ndarray
    moments: np.ndarray
    on_edge: np.ndarray


def tokens_of(line: np.ndarray, regions: Regions, extent: Extent) -> Tokens:
    """The tokens of a (H, W) uint8 line layer, dark ink, cut into regions."""
    labels = regions.labels
    lines = cv2.resize(255 - line, _small_size(line.shape), interpolation=cv2.INTER_AREA)
    touching = _touching(labels, regions.count)
    return Tokens(
        lines=lines,
        geometry=_geometry(labels.shape, extent, touching),
        shapes=_shapes(labels, extent.boxes),
        views=_views(lines, extent.boxes, lines.shape[1] / line.shape[1]),
        points=_points(labels, regions.count, extent.moments[:, :2]),
        touching=touching,
    )


def _small_size(shape: tuple[int, ...]) -> tuple[int, int]:
    height, width = shape
    scale = SIDE / max(height, width)
    return max(16, round(width * scale)), max(16, round(height * scale))


def extent_of(regions: Regions) -> Extent:
    """Summed over runs of equal labels in a row, of which there are far fewer than pixels."""
    labels, count = regions.labels, regions.count
    height, width = labels.shape
    flat = labels.ravel()
    starts = run_starts(labels)
    lengths = np.diff(starts, append=flat.size).astype(np.float64)
    of = flat[starts]
    y, x = (starts // width).astype(np.float64), (starts % width).astype(np.float64)
    middle = x + (lengths - 1) / 2

    def summed(values: np.ndarray) -> np.ndarray:
        return np.bincount(of, values, count)

    areas = np.maximum(summed(lengths), 1)
    mean_x, mean_y = summed(middle * lengths) / areas, summed(y * lengths) / areas
    dx, dy = middle - mean_x[of], y - mean_y[of]
    xx = summed(lengths * dx**2 + lengths * (lengths**2 - 1) / 12) / areas
    yy, xy = summed(lengths * dy**2) / areas, summed(lengths * dx * dy) / areas
    low = np.full((count, 2), [width, height], np.float64)
    high = np.zeros((count, 2))
    np.minimum.at(low[:, 0], of, x)
    np.minimum.at(low[:, 1], of, y)
    np.maximum.at(high[:, 0], of, x + lengths)
    np.maximum.at(high[:, 1], of, y + 1)
    low = np.minimum(low, high)
    boxes = np.concatenate([low, np.maximum(high - low, 1)], axis=1)
    edge = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    on_edge = np.bincount(edge, minlength=count) / (2 * (height + width))
    return Extent(boxes.astype(np.int32), areas, np.stack([mean_x, mean_y, xx, yy, xy], axis=1), on_edge)


def _touching(labels: np.ndarray, count: int) -> np.ndarray:
    """(e, 2) int32 pairs of regions with a common border."""
    pairs: list[np.ndarray] = []
    for one, other in ((labels[:, :-1], labels[:, 1:]), (labels[:-1], labels[1:])):
        differ = one != other
        a, b = one[differ].astype(np.int64), other[differ].astype(np.int64)
        pairs.append(np.minimum(a, b) * count + np.maximum(a, b))
    codes = np.unique(np.concatenate(pairs))
    return np.stack([codes // count, codes % count], axis=1).astype(np.int32)


def _geometry(shape: tuple[int, ...], extent: Extent, touching: np.ndarray) -> np.ndarray:
    height, width = shape
    side = max(height, width)
    boxes, areas, moments = extent.boxes, extent.areas, extent.moments
    count = len(areas)
    neighbours = np.bincount(touching.ravel(), minlength=count)
    spread = moments[:, 2:] / areas[:, None]
    columns = (
        np.log2(areas / (height * width)) / 8 + 1,
        (moments[:, 0] - width / 2) / side * 2,
        (moments[:, 1] - height / 2) / side * 2,
        boxes[:, 2] / side,
        boxes[:, 3] / side,
        np.log2(boxes[:, 2] / boxes[:, 3]) / 3,
        np.sqrt(spread[:, 0]),
        np.sqrt(spread[:, 1]),
        spread[:, 2],
        areas / (boxes[:, 2] * boxes[:, 3]),
        np.sqrt(extent.on_edge),
        np.log2(neighbours + 1) / 4,
        np.full(count, np.log2(count) / 8),
        np.full(count, width / side),
    )
    return np.clip(np.stack(columns, axis=1), -4, 4).astype(np.float32)


def _shapes(labels: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    shapes = np.zeros((len(boxes), CROP, CROP), np.uint8)
    for at, (x, y, wide, high) in enumerate(boxes.tolist()):
        # Of large regions every few pixels are enough.
        step = max(1, max(wide, high) // (4 * CROP))
        inside = labels[y : y + high : step, x : x + wide : step] == at
        long = max(inside.shape)
        scale = CROP / long
        size = (max(1, round(inside.shape[1] * scale)), max(1, round(inside.shape[0] * scale)))
        left, top = (CROP - size[0]) // 2, (CROP - size[1]) // 2
        small = cv2.resize(inside.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA)
        shapes[at, top : top + size[1], left : left + size[0]] = small
    return shapes


def _views(lines: np.ndarray, boxes: np.ndarray, scale: float) -> np.ndarray:
    views = np.zeros((len(boxes), CROP, CROP), np.uint8)
    halves = np.maximum(boxes[:, 2:].max(axis=1) * scale * 1.5, CROP / 2)
    middles = (boxes[:, :2] + boxes[:, 2:] / 2) * scale
    for at, ((x, y), half) in enumerate(zip(middles, halves)):
        zoom = 2 * half / CROP
        across = np.array([[zoom, 0, x - half + zoom / 2], [0, zoom, y - half + zoom / 2]])
        how = cv2.INTER_AREA if zoom > 1 else cv2.INTER_LINEAR
        if zoom > 2:
            views[at] = _averaged(lines, x, y, half, how)
        else:
            views[at] = cv2.warpAffine(lines, across, (CROP, CROP), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return views


def _averaged(lines: np.ndarray, x: float, y: float, half: float, how: int) -> np.ndarray:
    """The square around a place made small by averaging, black ink kept; outside the picture there is no ink."""
    size = max(1, round(2 * half))
    left, top = round(x - half), round(y - half)
    square = np.zeros((size, size), np.uint8)
    inside = lines[max(top, 0) : max(top + size, 0), max(left, 0) : max(left + size, 0)]
    at_y, at_x = max(-top, 0), max(-left, 0)
    square[at_y : at_y + inside.shape[0], at_x : at_x + inside.shape[1]] = inside
    return cv2.resize(square, (CROP, CROP), interpolation=how)


def _points(labels: np.ndarray, count: int, middles: np.ndarray) -> np.ndarray:
    """(n, POINTS, 2) places inside each region, spread over it row by row, from -1 to 1 over the picture."""
    height, width = labels.shape
    step = max(1, max(height, width) // SIDE)
    few = labels[::step, ::step]
    order = np.argsort(few.ravel().astype(np.uint16 if count <= 1 << 16 else np.int32), kind="stable")
    sizes = np.bincount(few.ravel(), minlength=count)
    firsts = np.cumsum(sizes) - sizes
    spread = (np.arange(POINTS) + 0.5) / POINTS
    at = firsts[:, None] + (spread * sizes[:, None]).astype(np.int64)
    chosen = order[np.minimum(at, order.size - 1)]
    x, y = (chosen % few.shape[1]) * step, (chosen // few.shape[1]) * step
    missed = sizes == 0
    x[missed], y[missed] = middles[missed, :1], middles[missed, 1:]
    return np.stack([(2 * x + 1) / width - 1, (2 * y + 1) / height - 1], axis=-1).astype(np.float32)
