"""Proxies: pictures reduced to what playing and dragging need, so that a long shot fits into memory."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

WIDEST, HIGHEST = 1280, 720  # px: proxies fit into this


@lru_cache(64)  # asked for every frame of a shot, which are of one size
def proxy_size(width: int, height: int) -> tuple[int, int]:
    """Width and height of the proxy of a picture; its own where that fits already."""
    shrink = min(1.0, WIDEST / width, HIGHEST / height)
    return max(1, round(width * shrink)), max(1, round(height * shrink))


def reduced(pixels: np.ndarray, width: int, height: int) -> np.ndarray:
    """(H, W) or (H, W, C), uint8 or uint16, at a smaller size, each pixel the mean of what it covers, or nearly so.

    A whole number of pixels is averaged first, which OpenCV does many times faster than a broken one; for the rest,
    which is less than half, blending neighbours comes to about the same. Up to that number of pixels less one are cut
    off at the right and bottom.
    """
    high, wide = pixels.shape[:2]
    whole = min(wide // width, high // height)
    if whole > 1:
        across, down = wide // whole, high // whole
        covered = pixels[: down * whole, : across * whole]
        pixels = cv2.resize(covered, (across, down), interpolation=cv2.INTER_AREA)
    if pixels.shape[:2] != (height, width):
        pixels = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_LINEAR)
    return pixels
