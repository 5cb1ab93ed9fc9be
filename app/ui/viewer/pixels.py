"""Between arrays and images: what the window paints without converting anything, and its pixels without a copy."""

from __future__ import annotations

import cv2
import numpy as np
from PySide6.QtGui import QImage

from app.media.proxies import reduced
from app.memory import blocks
from engine.imaging.stills import to_8_bit


def pixels_of(image: QImage) -> np.ndarray:
    """(H, W, 4) uint8 BGRA of a 32-bit image, without a copy; the image must outlive it."""
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)


def image_of(width: int, height: int, kind: QImage.Format) -> tuple[QImage, np.ndarray]:
    """A new 32-bit image and its (H, W, 4) uint8 BGRA pixels to write to. Raises MemoryError."""
    block = blocks.take(width * height * 4)
    image = QImage(width, height, kind) if block is None else QImage(block, width, height, width * 4, kind)
    if image.isNull():
        raise MemoryError(f"no room for a picture of {width}x{height}")
    return image, np.frombuffer(image.bits() if block is None else block, np.uint8).reshape(height, width, 4)


def to_image(pixels: np.ndarray) -> QImage:
    """(H, W, 3) RGB or (H, W) gray, uint8 or uint16, as a 32-bit image that owns its memory.

    Shown with 8 bits a channel; 32-bit because that is the one layout Qt paints without a conversion. Safe in any
    thread. Raises MemoryError.
    """
    height, width = pixels.shape[:2]
    image, target = image_of(width, height, QImage.Format.Format_RGB32)
    cv2.cvtColor(to_8_bit(pixels), cv2.COLOR_RGB2BGRA if pixels.ndim == 3 else cv2.COLOR_GRAY2BGRA, dst=target)
    return image


def small(pixels: np.ndarray, height: int, deepen: float = 1.0, paper: float = 1.0) -> QImage:
    """(H, W, 3) RGB reduced to `height` px.

    `deepen` above 1 keeps thin lines dark, which averaging pales; `paper` below 1 dims everything, so that a row of
    white drawings does not outshine the canvas.
    """
    width = max(1, round(pixels.shape[1] * height / pixels.shape[0]))
    table = (np.clip(255 - (255 - np.arange(256)) * deepen, 0, 255) * paper).astype(np.uint8)
    return to_image(cv2.LUT(reduced(to_8_bit(pixels), width, height), table))
