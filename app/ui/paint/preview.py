"""What a bucket would fill, as a see-through picture: an area tinted in the color, with an edge seen on any picture, or
the line that it would color."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter

from app.project.palettes import Color
from app.ui.viewer.pixels import image_of
from engine.imaging.filling import Area, packed

_TINT = 0.62
_CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
_LIGHT, _DARK = np.full((1, 4), 255, np.uint8), np.array([[16, 16, 16, 255]], np.uint8)


class Preview:
    """The area or line that a bucket would color, drawn once and anew only where it is seen at another size."""

    def __init__(self, area: Area, color: Color, look: np.ndarray | None = None) -> None:
        """`look` (h, w, 4) uint8 is what a line looks like then, for the screen and clear beside it."""
        self.area, self._color, self._look = area, color, look
        self._image = QImage()
        self.place = QRect()  # where it was painted last

    def paint(self, painter: QPainter, place_of: Callable[[Area], QRect]) -> None:
        """Paint it where it lies."""
        place = self.place = place_of(self.area)
        if self._image.size() != place.size():
            if self._look is not None:
                self._image = line_drawn(self._look, place.size())
            else:
                self._image = drawn(self.area.mask, place.size(), self._color)
        painter.drawImage(place, self._image)


def line_drawn(look: np.ndarray, size: QSize) -> QImage:
    """The look (h, w, 4) of a line at a size in px; it is too thin for an edge."""
    wide, high = max(1, size.width()), max(1, size.height())
    image, pixels = image_of(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
    how = cv2.INTER_AREA if wide < look.shape[1] else cv2.INTER_NEAREST
    pixels[:] = cv2.resize(look, (wide, high), interpolation=how)
    return image


def drawn(mask: np.ndarray, size: QSize, color: Color) -> QImage:
    """A (h, w) bool mask at a size in px, tinted in a color, its edge dark and light."""
    wide, high = max(1, size.width()), max(1, size.height())
    image, pixels = image_of(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
    pixels[:] = 0
    how = cv2.INTER_AREA if wide < mask.shape[1] else cv2.INTER_NEAREST
    step = max(1, min(mask.shape[1] // wide, mask.shape[0] // high))
    mask = np.ascontiguousarray(mask[::step, ::step])  # a look ahead need not be exact, but there at once
    covered = cv2.resize(mask.view(np.uint8) * np.uint8(255), (wide, high), interpolation=how)
    inside = cv2.copyMakeBorder((covered > 127).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    edge = (inside - cv2.erode(inside, _CROSS))[1:-1, 1:-1]
    rows, columns = np.divmod(np.flatnonzero(edge.astype(bool)), wide)  # in a fraction of the time of two dimensions
    tint = np.rint(np.array([[*color[::-1], 255]]) * _TINT).astype(np.uint8)
    codes = packed(pixels)
    np.copyto(codes, packed(tint)[0], where=inside[1:-1, 1:-1].view(bool))
    light = ((rows + columns) // 4) % 2 == 0
    codes[rows, columns] = np.where(light, packed(_LIGHT)[0], packed(_DARK)[0])
    return image
