"""Small drawn shots that the export tests write out and read back."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from app.media.export import Layer

INKS = [(214, 64, 52), (32, 120, 200), (250, 206, 60), (20, 20, 20), (128, 0, 128), (0, 255, 0)]


class DrawnShot:
    """Flat colored shapes with antialiased outlines that move a little every frame."""

    def __init__(
        self,
        numbers: Sequence[int] = range(1001, 1007),
        width: int = 160,
        height: int = 96,
        rate: Fraction = Fraction(24),
        dtype: type = np.uint8,
    ) -> None:
        self.numbers, self.width, self.height, self.rate, self.dtype = numbers, width, height, rate, dtype
        self.asked: list[tuple[int, Layer]] = []

    def picture(self, number: int, layer: Layer) -> np.ndarray:
        self.asked.append((number, layer))
        color = np.full((self.height, self.width, 3), (250, 245, 238), np.uint8)
        alpha = np.zeros((self.height, self.width), np.uint8)
        for at, ink in enumerate(INKS):
            place = (12 + at * self.width // 7 + number % 24, self.height // 3 + 9 * (at % 3))
            cv2.circle(color, place, self.height // 4, ink, -1, cv2.LINE_AA)
            cv2.circle(alpha, place, self.height // 4, 128 if at == 2 else 255, -1, cv2.LINE_AA)
            if layer.startswith("picture"):
                cv2.circle(color, place, self.height // 4, (0, 0, 0), 1, cv2.LINE_AA)
        picture = np.dstack([color, alpha]) if layer.endswith("_alpha") else color
        return picture if self.dtype == np.uint8 else picture.astype(np.uint16) * 257


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())
