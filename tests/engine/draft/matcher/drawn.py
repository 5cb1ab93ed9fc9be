"""Small drawings of a few outlined shapes, studied as the draft colorizer does."""

from __future__ import annotations

import cv2
import numpy as np

from engine.draft.drawing import Drawing, study
from engine.draft.tuning import Tuning


def page(*boxes: tuple[int, int, int, int], size: tuple[int, int] = (240, 160)) -> np.ndarray:
    """(H, W) uint8 line art: an outlined rectangle (x, y, width, height) for each box."""
    line = np.full(size[::-1], 255, np.uint8)
    for x, y, wide, high in boxes:
        cv2.rectangle(line, (x, y), (x + wide, y + high), (0,), 2)
    return line


def drawing(*boxes: tuple[int, int, int, int]) -> Drawing:
    """The same, studied without a matcher."""
    return study(page(*boxes), Tuning(), None)
