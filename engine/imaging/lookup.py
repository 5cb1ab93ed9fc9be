"""A value for each pixel from a table of values, which is where most of what a large picture takes goes."""

from __future__ import annotations

import cv2
import numpy as np

_MOST = 1 << 16  # rows of a table that OpenCV knows, from version 5 on
_WIDE = int(cv2.__version__.split(".")[0]) >= 5


def for_each_pixel(table: np.ndarray, places: np.ndarray) -> np.ndarray:
    """(H, W): `table[places]` for a table (n,) of bool, uint8 or uint16 and places (H, W) from 0 to n - 1, of any type
    of integers; half of numpy's time or less."""
    if not _WIDE or len(table) > _MOST or table.dtype not in (np.bool_, np.uint8, np.uint16):
        return np.take(table, places, mode="clip")  # all are inside; to look for others takes time
    padded = np.zeros(_MOST, np.uint8 if table.dtype == np.bool_ else table.dtype)
    padded[: len(table)] = table
    return cv2.LUT(np.ascontiguousarray(places, np.uint16), padded).view(table.dtype)
