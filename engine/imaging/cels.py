"""Palette lock: a picture made flat, each region of its line art in the swatch it is meant to have."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from engine.imaging.ink import ink_mask
from engine.imaging.regions import segment

GAP = 9.0 / 576
"""The widest gap in the lines that is closed, by the picture's shorter side."""
APART = 20.0
"""CIE Lab distance from which two swatches in one region are two colors, not one that came out uneven."""
SHARED = 0.12
"""Of a region's pixels: so many in a second swatch, and a border of colors without a line runs through it."""
_SMOOTH = 5  # px: over which the pixels of such a region are made even
_TABLE = 5  # bits of each channel by which a pixel's nearest swatch is looked up


def snapped(frame: np.ndarray, line: np.ndarray, swatches: np.ndarray) -> np.ndarray:
    """(H, W) uint16: for each pixel of the frame (H, W, 3) uint8 RGB the index of its swatch, of (P, 3) uint8 RGB.

    Regions are those of the line layer (H, W) uint8, dark on white, gaps closed. Each takes the swatch nearest in CIE
    Lab to its mean color, without lines and what strays from it. A region that clearly holds several swatches keeps
    them: there each pixel, made even with those around it, takes the nearest of those.
    """
    ink = ink_mask(line)
    regions = segment(ink, GAP * min(line.shape))
    labels, count, most = regions.labels, regions.count, len(swatches)
    free = cv2.dilate(ink, np.ones((3, 3), np.uint8)) == 0
    there = np.bincount(labels[free], minlength=count)
    free |= (there == 0)[labels]  # a region of lines alone
    smooth = cv2.medianBlur(np.ascontiguousarray(frame), _SMOOTH)
    nearest = _nearest_table(swatches.tobytes())[_coarse(smooth)]
    counts = np.bincount(labels[free] * most + nearest[free], minlength=count * most).reshape(count, most)
    chosen = _nearest(_means(frame, labels, free, count), swatches)
    result = chosen[labels].astype(np.uint16)
    mixed = _mixed(counts, swatches)
    if not mixed.any():
        return result
    held = counts >= SHARED * counts.sum(axis=1, keepdims=True)
    for region in np.flatnonzero(mixed):
        inside, own = labels == region, np.flatnonzero(held[region])
        result[inside] = own[_nearest(_lab(smooth[inside]), swatches[own])]
    return result


def _means(frame: np.ndarray, labels: np.ndarray, free: np.ndarray, count: int) -> np.ndarray:
    """(count, 3) float32 Lab: the mean of each region's free pixels, once more without those far off the first."""
    lab, of = _lab(frame[free]), labels[free]
    weights = np.ones(len(of), np.float32)
    means = np.zeros((count, 3), np.float32)
    for _ in range(3):
        total = np.maximum(np.bincount(of, weights, count), 1e-6)
        for channel in range(3):
            means[:, channel] = np.bincount(of, weights * lab[:, channel], count) / total
        off = np.sqrt(((lab - means[of]) ** 2).sum(axis=1))
        spread = np.bincount(of, weights * off, count) / total
        weights = (off <= 1.5 * spread[of] + 1).astype(np.float32)
    return means


def _mixed(counts: np.ndarray, swatches: np.ndarray) -> np.ndarray:
    """(count,) bool: regions with two swatches, clearly different, that each have their share of the pixels."""
    lab = _lab(swatches)
    apart = np.sqrt(((lab[:, None] - lab[None]) ** 2).sum(axis=2)) > APART
    held = (counts >= SHARED * np.maximum(counts.sum(axis=1, keepdims=True), 1)) & (counts > _SMOOTH**2)
    return ((held.astype(np.int32) @ apart.astype(np.int32) > 0) & held).any(axis=1)


def _nearest(lab: np.ndarray, swatches: np.ndarray) -> np.ndarray:
    """Index of the swatch nearest to each color (N, 3) Lab."""
    wanted = _lab(swatches)
    away = (wanted**2).sum(axis=1) - 2 * lab @ wanted.T
    return away.argmin(axis=1)


@lru_cache(4)
def _nearest_table(swatches: bytes) -> np.ndarray:
    """The nearest swatch of every color, by `_coarse`."""
    steps = (np.arange(1 << _TABLE) * 255 / ((1 << _TABLE) - 1)).astype(np.uint8)
    red, green, blue = np.meshgrid(steps, steps, steps, indexing="ij")
    colors = np.stack([red.ravel(), green.ravel(), blue.ravel()], axis=1)
    return _nearest(_lab(colors), np.frombuffer(swatches, np.uint8).reshape(-1, 3))


def _coarse(frame: np.ndarray) -> np.ndarray:
    """(H, W) int32: a number for each color that those alike share."""
    few = (frame >> (8 - _TABLE)).astype(np.int32)
    return (few[..., 0] << 2 * _TABLE) | (few[..., 1] << _TABLE) | few[..., 2]


def _lab(colors: np.ndarray) -> np.ndarray:
    """(N, 3) float32 CIE Lab of (N, 3) uint8 RGB."""
    return cv2.cvtColor(colors[None].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[0]
