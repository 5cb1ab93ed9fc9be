"""The marks of a round brush: where it covers a picture on its way from one point to the next."""

from __future__ import annotations

import math

import cv2
import numpy as np

from engine.imaging.filling import Area

_FINE = 4  # bits of a pixel's fraction that drawing heeds
_ONE = 1 << _FINE


def stamp(
    shape: tuple[int, int], begin: tuple[float, float], end: tuple[float, float], wide: tuple[float, float]
) -> Area | None:
    """What a round brush covers on its way between two points of an (H, W) picture, with hard edges.

    Points are (x, y) in pixels, (0, 0) the middle of the top left one; `wide` is the brush's diameter at each of them.
    None where that lies outside of the picture.
    """
    height, width = shape
    radii = [max(size, 1.0) / 2 for size in wide]
    left = max(0, math.floor(min(begin[0] - radii[0], end[0] - radii[1])) - 1)
    top = max(0, math.floor(min(begin[1] - radii[0], end[1] - radii[1])) - 1)
    right = min(width, math.ceil(max(begin[0] + radii[0], end[0] + radii[1])) + 2)
    bottom = min(height, math.ceil(max(begin[1] + radii[0], end[1] + radii[1])) + 2)
    if left >= right or top >= bottom:
        return None
    mask = np.zeros((bottom - top, right - left), np.uint8)
    spots = [(x - left, y - top) for x, y in (begin, end)]
    for (x, y), radius in zip(spots, radii, strict=True):
        if radius <= 0.75:
            column, row = round(x), round(y)
            if 0 <= row < mask.shape[0] and 0 <= column < mask.shape[1]:
                mask[row, column] = 1
        else:
            cv2.circle(mask, (round(x * _ONE), round(y * _ONE)), round((radius - 0.5) * _ONE), 1, -1, cv2.LINE_8, _FINE)
    _join(mask, spots, radii)
    return Area(left, top, mask > 0) if mask.any() else None


def _join(mask: np.ndarray, spots: list[tuple[float, float]], radii: list[float]) -> None:
    """Fill what lies between two round ends."""
    (x0, y0), (x1, y1) = spots
    length = math.hypot(x1 - x0, y1 - y0)
    if length < 0.5:
        return
    across, down = -(y1 - y0) / length, (x1 - x0) / length
    half = [max(radius - 0.5, 0.0) for radius in radii]
    corners = [
        (x0 + across * half[0], y0 + down * half[0]),
        (x1 + across * half[1], y1 + down * half[1]),
        (x1 - across * half[1], y1 - down * half[1]),
        (x0 - across * half[0], y0 - down * half[0]),
    ]
    points = np.array([[round(x * _ONE), round(y * _ONE)] for x, y in corners], np.int32)
    cv2.fillConvexPoly(mask, points, 1, cv2.LINE_8, _FINE)
