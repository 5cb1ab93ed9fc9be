"""The artist's own lines over single pixels of color, so that only what was painted is put together anew."""

from __future__ import annotations

import cv2
import numpy as np

from engine.imaging.compose import lay_lines, line_rgba
from engine.imaging.ink import ink_mask
from engine.imaging.line import Polarity, line_layer
from engine.imaging.stills import to_8_bit


class Linework:
    """The lines of a drawing. Where there is no ink, paper leaves colors as they are, however tinted it was scanned."""

    def __init__(self, drawing: np.ndarray | None, polarity: Polarity, shape: tuple[int, int]) -> None:
        """`drawing` as `read_still` gives it, of the (H, W) `shape`; None for a blank one."""
        self._polarity: Polarity = polarity
        self._drawing: np.ndarray | None = None
        self.ink = np.zeros(shape, np.uint8)
        self.drawn = np.zeros(shape, bool)  # the ink and its faint edge: where lines lie over colors
        if drawing is not None:
            if drawing.shape[:2] != shape:
                raise ValueError(f"lines of {drawing.shape[:2]} do not fit a picture of {shape}")
            layer = line_layer(drawing, polarity)
            self.ink = ink_mask(layer)
            self.drawn = (cv2.dilate(self.ink, np.ones((3, 3), np.uint8)) > 0) & (layer < 255)
            image = to_8_bit(drawing)
            self._drawing = image.reshape(-1, 1, image.shape[2]) if image.ndim == 3 else image.reshape(-1, 1)

    def inked(self, window: tuple[slice, slice], mask: np.ndarray) -> np.ndarray:
        """(n,) the flat indices of the pixels of a (h, w) bool mask, which lies in this window, that lines lie over."""
        at = np.flatnonzero(mask & self.drawn[window])
        rows, columns = np.divmod(at, mask.shape[1])
        return (rows + window[0].start) * self.ink.shape[1] + columns + window[1].start

    def over(self, colors: np.ndarray, at: np.ndarray) -> np.ndarray:
        """(n, 4) uint8 RGBA, straight alpha: what the lines look like over the colors (n, 4) of pixels, by their
        flat indices. Over opaque colors as `lay_lines` gives it, over nothing as `line_rgba` does."""
        if self._drawing is None or not len(at):
            return colors
        lines = np.ascontiguousarray(self._drawing[at])
        result = colors.copy()
        full = colors[:, 3] == 255
        if full.any():
            below = np.ascontiguousarray(colors[full, None, :3])
            result[full, :3] = lay_lines(below, lines[full], self._polarity)[:, 0]
        if not full.all():
            result[~full] = _over(colors[~full], line_rgba(lines[~full], self._polarity)[:, 0])
        return result

    def alone(self) -> np.ndarray:
        """(H, W, 4) uint8 RGBA: the lines on nothing."""
        height, width = self.ink.shape
        result = np.zeros((height * width, 4), np.uint8)
        at = np.flatnonzero(self.drawn)
        result[at] = self.over(result[at], at)
        return result.reshape(height, width, 4)


def _over(below: np.ndarray, above: np.ndarray) -> np.ndarray:
    """(n, 4) straight-alpha RGBA over the same."""
    low, high = below.astype(np.float32), above.astype(np.float32)
    a_high, a_low = high[:, 3:] / 255, low[:, 3:] / 255
    alpha = a_high + a_low * (1 - a_high)
    color = (high[:, :3] * a_high + low[:, :3] * a_low * (1 - a_high)) / np.maximum(alpha, 1e-6)
    return np.rint(np.concatenate([color, alpha * 255], axis=1)).astype(np.uint8)


def on_white(colors: np.ndarray) -> np.ndarray:
    """(n, 4) uint8 straight-alpha RGBA laid on white, opaque."""
    alpha = colors[:, 3:].astype(np.uint32)
    result = np.full_like(colors, 255)
    result[:, :3] = (colors[:, :3] * alpha + 255 * (255 - alpha) + 127) // 255
    return result
