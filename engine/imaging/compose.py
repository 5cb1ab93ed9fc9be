"""Puts the artist's own lines over colors, gives lines as a transparent picture, and cuts the paper away."""

from __future__ import annotations

import cv2
import numpy as np

from engine.imaging.line import Polarity, flatten, lay_over
from engine.imaging.stills import to_8_bit

WHITE = (255, 255, 255)


def lay_lines(color: np.ndarray, line_image: np.ndarray, polarity: Polarity) -> np.ndarray:
    """(H, W, 3) uint8: the lines as drawn over `color` (H, W, 3) uint8.

    `line_image` is the drawing as `read_still` gives it, of the same height and width (ValueError otherwise). Dark
    lines multiply each channel, so white paper leaves the color as it is, bit for bit; light ones are inverted first;
    transparent ones lie over it in their own colors. "alpha" without transparency is read as "dark".
    """
    if color.shape[:2] != line_image.shape[:2]:
        raise ValueError(f"lines of {line_image.shape[:2]} do not fit colors of {color.shape[:2]}")
    factor = line_factor(line_image, polarity)
    if factor is None:
        return lay_over(color, to_8_bit(line_image))
    if factor.ndim == 2:
        factor = cv2.cvtColor(factor, cv2.COLOR_GRAY2RGB)
    return cv2.multiply(color, factor, scale=1 / 255)


def line_factor(line_image: np.ndarray, polarity: Polarity) -> np.ndarray | None:
    """(H, W) or (H, W, 3) uint8: how much of a color, of 255, the lines leave; None for those that lie over it in
    their own colors."""
    line = to_8_bit(line_image)
    if polarity == "alpha" and line.ndim == 3 and line.shape[2] == 4:
        return None
    line = flatten(line, 0 if polarity == "light" else 255)
    return cv2.bitwise_not(line) if polarity == "light" else line


def line_rgba(line_image: np.ndarray, polarity: Polarity) -> np.ndarray:
    """(H, W, 4) uint8 RGBA, straight alpha: the lines alone, on nothing.

    Laid over white they give the drawing (its negative for "light") back; gray lines laid over any color give what
    `lay_lines` gives. "alpha" drawings come as they are.
    """
    line = to_8_bit(line_image)
    if polarity == "alpha" and line.ndim == 3 and line.shape[2] == 4:
        return line
    line = flatten(line, 0 if polarity == "light" else 255)
    if polarity == "light":
        line = cv2.bitwise_not(line)
    if line.ndim == 2:
        nothing = np.zeros_like(line)
        return cv2.merge([nothing, nothing, nothing, cv2.bitwise_not(line)])
    alpha = 255 - line.min(axis=2)
    result = np.dstack([np.zeros_like(line), alpha])
    inked = alpha > 0
    share = alpha[inked].astype(np.float32)[:, None] / 255
    own = 255 - (255 - line[inked].astype(np.float32)) / share  # what, so transparent over white, looks as drawn
    result[inked, :3] = np.clip(np.rint(own), 0, 255).astype(np.uint8)
    return result


def cut_paper(color: np.ndarray, paper: tuple[int, int, int] = WHITE) -> np.ndarray:
    """(H, W) uint8 alpha of a color layer (H, W, 3) uint8: 0 on the paper around the figures, 255 elsewhere.

    Paper is exactly the color `paper`, connected with the border of the frame by sides, not corners. What figures
    enclose (eyes, teeth, a white shirt, but also the view between arm and body) stays opaque, because there is no
    telling them apart. The edge is hard: meant for color without lines, whose flats run on beneath the lines; soft
    edges of lines over paper are other colors than paper and stay.
    """
    same = cv2.inRange(np.ascontiguousarray(color), paper, paper)
    framed = cv2.copyMakeBorder(same, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=255)
    cv2.floodFill(framed, None, (0, 0), 128)
    return cv2.bitwise_not(cv2.inRange(framed[1:-1, 1:-1], (128,), (128,)))
