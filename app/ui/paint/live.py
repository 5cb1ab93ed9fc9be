"""Shows a picture while it is painted on: only the part that was touched is reduced and drawn anew."""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from app.media.proxies import reduced
from app.paint.strokes import Box
from app.project.palettes import Color
from app.ui.viewer.pixels import image_of
from app.ui.viewer.screen import part_in

_MUCH = 0.6  # of the picture: from there on, blending all of it is quicker than a part


class LivePicture:
    """`image` is the picture, 32 bits, whose memory `pixels` (H, W, 4) is painted into; `touch` tells where.

    Reduced pictures are made as `Screen` makes them: a whole number of pixels averaged, then neighbours blended.
    """

    def __init__(self, width: int, height: int) -> None:
        """Raises MemoryError."""
        self.image, self.pixels = image_of(width, height, QImage.Format.Format_RGB32)
        self._whole = 0  # how many pixels are averaged, in each direction
        self._middle: np.ndarray | None = None
        self._small: tuple[QImage, np.ndarray] | None = None
        self.told: Callable[[int, int], Color | None] = lambda x, y: None
        """What color a pixel has, without what only marks it."""

    def color_at(self, x: int, y: int) -> QColor | None:
        """The same, for the canvas."""
        color = self.told(x, y)
        return QColor(*color) if color is not None else None

    def touch(self, box: Box) -> None:
        """The picture changed in a box."""
        if self._small is None:
            return
        middle, whole = self._average(box), self._whole
        image, pixels = self._small
        if box[2] * box[3] > _MUCH * self.pixels[..., 0].size:
            pixels[:] = reduced(middle, image.width(), image.height())
            return
        high, wide = middle.shape[:2]
        left, top, width, height = box
        across, down = image.width() / wide, image.height() / high
        first_x = max(0, math.floor((left // whole - 1) * across) - 1)
        first_y = max(0, math.floor((top // whole - 1) * down) - 1)
        end_x = min(image.width(), math.ceil(((left + width) / whole + 2) * across) + 1)
        end_y = min(image.height(), math.ceil(((top + height) / whole + 2) * down) + 1)
        if first_x < end_x and first_y < end_y:
            self._blend(middle, pixels, (first_x, first_y, end_x, end_y), (across, down))

    def _average(self, box: Box) -> np.ndarray:
        """Bring the averaged picture up to date in a box, and return all of it."""
        whole, middle = self._whole, self._middle
        if middle is None:
            return self.pixels
        high, wide = middle.shape[:2]
        left, top, width, height = box
        x0, y0 = left // whole, top // whole
        x1, y1 = min(wide, -(-(left + width) // whole)), min(high, -(-(top + height) // whole))
        if x0 < x1 and y0 < y1:
            covered = self.pixels[y0 * whole : y1 * whole, x0 * whole : x1 * whole]
            middle[y0:y1, x0:x1] = cv2.resize(covered, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
        return middle

    def _blend(
        self, middle: np.ndarray, pixels: np.ndarray, part: tuple[int, int, int, int], scale: tuple[float, float]
    ) -> None:
        x0, y0, x1, y1 = part
        if middle.shape == pixels.shape:
            pixels[y0:y1, x0:x1] = middle[y0:y1, x0:x1]
            return
        high, wide = middle.shape[:2]
        columns = ((np.arange(x0, x1) + 0.5) / scale[0] - 0.5).astype(np.float32)
        rows = ((np.arange(y0, y1) + 0.5) / scale[1] - 0.5).astype(np.float32)
        left, top = max(0, math.floor(columns[0])), max(0, math.floor(rows[0]))
        right, bottom = min(wide, math.floor(columns[-1]) + 2), min(high, math.floor(rows[-1]) + 2)
        source = np.ascontiguousarray(middle[top:bottom, left:right])
        at_x, at_y = np.meshgrid(columns - left, rows - top)
        pixels[y0:y1, x0:x1] = cv2.remap(source, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def _made_for(self, size: QSize) -> QImage:
        """All of the picture at a smaller size."""
        if self._small is not None and self._small[0].size() == size:
            return self._small[0]
        high, wide = self.pixels.shape[:2]
        whole = max(1, min(wide // size.width(), high // size.height()))
        if whole != self._whole or (whole > 1 and self._middle is None):
            self._whole, self._middle = whole, None
            if whole > 1:
                covered = self.pixels[: high // whole * whole, : wide // whole * whole]
                self._middle = cv2.resize(covered, (wide // whole, high // whole), interpolation=cv2.INTER_AREA)
        image, pixels = image_of(size.width(), size.height(), QImage.Format.Format_RGB32)
        pixels[:] = reduced(self._middle if self._middle is not None else self.pixels, size.width(), size.height())
        self._small = (image, pixels)
        return image

    def paint(self, painter: QPainter, place: QRect, window: QRect, smooth: bool) -> None:
        """Paint the picture to fill `place`, as far as `window` shows it; both in device pixels."""
        if place.width() < self.image.width():
            painter.drawImage(place.topLeft(), self._made_for(place.size()))
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth and place.size() != self.image.size())
        target, source = part_in(self.image, place, window)
        painter.drawImage(target, self.image, source)
