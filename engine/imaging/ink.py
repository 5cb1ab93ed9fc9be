"""Which pixels of a line layer are ink, and how far every other pixel is from it."""

from __future__ import annotations

import cv2
import numpy as np

INK_BELOW = 245
"""A line layer darker than this is ink: faint lines bound flats as much as black ones."""
STRONG_BELOW = 160
STRAY_SHARE = 0.04
"""More of the picture than this off its strong lines but not white is the grain of the paper, not faint lines."""


def ink_mask(line: np.ndarray) -> np.ndarray:
    """(H, W) uint8, 1 where the (H, W) uint8 line layer holds ink and 0 on paper, however grainy."""
    ink = (line < INK_BELOW).astype(np.uint8)
    strong = (line < STRONG_BELOW).astype(np.uint8)
    near_lines = cv2.dilate(strong, np.ones((7, 7), np.uint8))
    if np.count_nonzero(ink > near_lines) <= STRAY_SHARE * line.size:
        return ink
    grain = np.percentile(line[near_lines == 0], 0.1) - 4
    return (line < max(STRONG_BELOW, float(grain))).astype(np.uint8)


def distance_to_ink(ink: np.ndarray) -> np.ndarray:
    """(H, W) float32: pixels from each place to the nearest ink; 0 on ink. Without ink, large everywhere."""
    if not ink.any():
        return np.full(ink.shape, float(max(ink.shape)), np.float32)
    return cv2.distanceTransform(1 - ink, cv2.DIST_L2, 3)


def nearest_fill(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """`values` with every pixel that is not `known` taken from the nearest known one; (H, W), any integer type.

    Without any known pixel, `values` is returned as it is.
    """
    if not known.any():
        return values
    known = known.astype(bool, copy=False)
    holes = (~known).view(np.uint8)
    nearest = cv2.distanceTransformWithLabels(holes, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)[1]
    filled = values.copy()
    # The labels number the known pixels from 1 in reading order.
    filled[~known] = values[known][np.asarray(nearest, np.int32)[~known] - 1]
    return filled
