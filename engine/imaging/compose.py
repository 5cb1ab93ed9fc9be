"""Puts the artist's own lines over colors, gives lines as a transparent picture, and cuts the paper away."""

from __future__ import annotations

import cv2
import numpy as np

from engine.imaging.line import Polarity, flatten, lay_over
from engine.imaging.stills import to_8_bit

WHITE = (255, 255, 255)


def lay_lines(
    color: np.ndarray, line_image: np.ndarray, polarity: Polarity, tint: np.ndarray | None = None
) -> np.ndarray:
    """(H, W, 3) uint8: the lines as drawn over `color` (H, W, 3) uint8.

    `line_image` is the drawing as `read_still` gives it, of the same height and width (ValueError otherwise). Dark
    lines multiply each channel, so white paper leaves the color as it is, bit for bit; light ones are inverted first;
    transparent ones lie over it in their own colors. "alpha" without transparency is read as "dark".

    `tint` (H, W, 3) uint8 is what full ink looks like in place of black; black is ink as it is drawn, bit for bit.
    Only what is black or gray of ink takes it: colored lines stay as they are, and so do transparent ones.
    """
    if color.shape[:2] != line_image.shape[:2]:
        raise ValueError(f"lines of {line_image.shape[:2]} do not fit colors of {color.shape[:2]}")
    factor = line_factor(line_image, polarity)
    if factor is None:
        return lay_over(color, to_8_bit(line_image))
    laid = cv2.multiply(color, _in_color(factor), scale=1 / 255)
    if tint is None:
        return laid
    return cv2.add(laid, cv2.multiply(tint, _in_color(black_ink(factor)), scale=1 / 255), dst=laid)


def black_ink(factor: np.ndarray) -> np.ndarray:
    """(H, W) uint8: how much of a pixel, of 255, is covered by what is black of its ink; `factor` as `line_factor`
    gives it."""
    if factor.ndim == 3:
        red, green, blue = cv2.split(factor)
        factor = cv2.max(cv2.max(red, green), blue)
    return cv2.bitwise_not(factor)


def _in_color(gray: np.ndarray) -> np.ndarray:
    """(H, W, 3) of (H, W); others as they are."""
    return cv2.cvtColor(gray, cv2.COLOR_GRAY2RGB) if gray.ndim == 2 else gray


def line_factor(line_image: np.ndarray, polarity: Polarity) -> np.ndarray | None:
    """(H, W) or (H, W, 3) uint8: how much of a color, of 255, the lines leave; None for those that lie over it in
    their own colors."""
    line = to_8_bit(line_image)
    if polarity == "alpha" and line.ndim == 3 and line.shape[2] == 4:
        return None
    line = flatten(line, 0 if polarity == "light" else 255)
    return cv2.bitwise_not(line) if polarity == "light" else line


def line_rgba(line_image: np.ndarray, polarity: Polarity, tint: np.ndarray | None = None) -> np.ndarray:
    """(H, W, 4) uint8 RGBA, straight alpha: the lines alone, on nothing.

    Laid over white they give the drawing (its negative for "light") back; gray lines laid over any color give what
    `lay_lines` gives. "alpha" drawings come as they are. `tint` (H, W, 3) uint8 is as `lay_lines` takes it.
    """
    line = to_8_bit(line_image)
    if polarity == "alpha" and line.ndim == 3 and line.shape[2] == 4:
        return line
    line = flatten(line, 0 if polarity == "light" else 255)
    if polarity == "light":
        line = cv2.bitwise_not(line)
    if line.ndim == 2:
        nothing = np.zeros_like(line)
        own = cv2.split(tint) if tint is not None else [nothing, nothing, nothing]
        return cv2.merge([*own, cv2.bitwise_not(line)])
    alpha = 255 - line.min(axis=2)
    result = np.dstack([np.zeros_like(line), alpha])
    inked = alpha > 0
    share = alpha[inked].astype(np.float32)[:, None] / 255
    own = 255 - (255 - line[inked].astype(np.float32)) / share  # what, so transparent over white, looks as drawn
    if tint is not None:
        black = (255 - line.max(axis=2))[inked].astype(np.float32)[:, None] / 255
        own += tint[inked] * (black / share)
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
