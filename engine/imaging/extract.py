"""Takes clean line art out of colored animation frames: the outlines that are there, and the borders of flat colors."""

from __future__ import annotations

import cv2
import numpy as np

_REFERENCE = 720  # the picture height for which the pixel sizes below hold
_STROKE = 12  # dark strokes up to this wide are outlines; wider ones are fills, drawn by their border
_STROKE_STEP = 30  # how much darker (of 255, eased) than both its sides a stroke is at least
_SHORTEST_STROKE = 12  # pixels a stroke covers at least
_STRONG, _WEAK = 7.0, 3.0  # color steps per pixel (CIE Lab) that start and continue a border
_SHORTEST = 14  # pixels of a border below which it is noise

# Tones eased so that a black line shows as well on a dark flat as on a light one.
_EASED = np.rint(255 * np.log1p(np.arange(256) / 24) / np.log1p(255 / 24)).astype(np.uint8)


def extract_line(color: np.ndarray) -> np.ndarray:
    """(H, W) uint8 line art, dark on white, of a colored picture (H, W, 3) uint8 RGB.

    Dark outlines stay as they are drawn. Where two colors meet without one, a thin line runs along their border.
    Soft shading and compression noise leave no line.
    """
    scale = max(color.shape[0] / _REFERENCE, 1)
    smooth = cv2.bilateralFilter(cv2.medianBlur(color, 3), 5, 18, 3)
    strokes = _strokes(smooth, scale)
    borders = _borders(smooth, strokes, round(3 * scale))
    borders = _without_specks(borders, round(_SHORTEST * scale))
    return cv2.min(255 - strokes, _drawn(borders, scale))


def _disc(radius: float) -> np.ndarray:
    size = 2 * max(round(radius), 1) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))


def _strokes(color: np.ndarray, scale: float) -> np.ndarray:
    """(H, W) uint8: how much of each pixel a dark stroke covers, 255 in its core."""
    tone = cv2.LUT(cv2.cvtColor(color, cv2.COLOR_RGB2GRAY), _EASED)
    reach = _disc(_STROKE * scale / 2)
    depth = cv2.subtract(cv2.morphologyEx(tone, cv2.MORPH_CLOSE, reach), tone)
    # Full ink where the stroke is as dark as it gets nearby, so that gray outlines become black ones.
    core = cv2.dilate(depth, reach)
    cover = depth.astype(np.float32) * 255 / np.maximum(core, 1)
    cover[(core < _STROKE_STEP) | (depth < _STROKE_STEP // 2)] = 0
    cover = cover.astype(np.uint8)
    kept = _without_specks(cv2.inRange(cover, (1,), (255,)), round(_SHORTEST_STROKE * scale))
    return cv2.bitwise_and(cover, kept)


def _borders(color: np.ndarray, strokes: np.ndarray, reach: int) -> np.ndarray:
    """(H, W) uint8: 255 on one-pixel wide ridges of the color step, but not on the two sides of a stroke."""
    lab = cv2.cvtColor(color.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    dx = np.stack([cv2.Scharr(channel, cv2.CV_32F, 1, 0, scale=1 / 32) for channel in cv2.split(lab)])
    dy = np.stack([cv2.Scharr(channel, cv2.CV_32F, 0, 1, scale=1 / 32) for channel in cv2.split(lab)])
    strongest = (dx**2 + dy**2).argmax(axis=0)[None]
    x = np.take_along_axis(dx, strongest, 0)[0]
    y = np.take_along_axis(dy, strongest, 0)[0]
    # Canny takes 16-bit slopes; a hundredth of a Lab step is fine enough.
    slopes = [np.clip(slope * 100, -32000, 32000).astype(np.int16) for slope in (x, y)]
    found = cv2.Canny(slopes[0], slopes[1], _WEAK * 100, _STRONG * 100, L2gradient=True)
    rows, columns = np.nonzero(found)
    # The darker side of a stroke's edge is the stroke itself; that of a fill's border, even beside a stroke, is not.
    across, down = dx[0, rows, columns], dy[0, rows, columns]
    length = np.maximum(np.hypot(across, down), 1e-6)
    inked = strokes[rows, columns] > 128
    for step in range(1, reach + 1):
        at_row = np.clip(np.rint(rows - step * down / length), 0, found.shape[0] - 1).astype(np.intp)
        at_column = np.clip(np.rint(columns - step * across / length), 0, found.shape[1] - 1).astype(np.intp)
        inked |= strokes[at_row, at_column] > 128
    found[rows[inked], columns[inked]] = 0
    return found


def _without_specks(mask: np.ndarray, smallest: int) -> np.ndarray:
    """The 0-or-255 mask without connected parts of fewer pixels."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    kept = np.where(stats[:, cv2.CC_STAT_AREA] >= smallest, 255, 0).astype(np.uint8)
    kept[0] = 0
    return kept[np.asarray(labels, np.int32)]


def _drawn(borders: np.ndarray, scale: float) -> np.ndarray:
    """One-pixel ridges as soft lines of drawing width, dark on white."""
    wide = cv2.dilate(borders, _disc(scale - 0.5)) if scale >= 1.5 else borders
    return 255 - cv2.convertScaleAbs(cv2.GaussianBlur(wide, (0, 0), 0.7), alpha=1.8)
