"""Line art as ink on paper: which side is ink, the ink as one gray layer, and lines taken out of colored pictures."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np

from engine.imaging.stills import to_8_bit

Polarity = Literal["dark", "light", "alpha"]

_PAINTED_SHARE = 0.01
_PAPER_FROM = 224
"""Paper scanned or painted this light or lighter is lifted to white, so that its tint does not count as ink."""


def detect_polarity(image: np.ndarray) -> Polarity:
    """Whether ink is dark on light, light on dark, or what is opaque in a transparent picture.

    `image` as `read_still` gives it. Paper is the tone of a band along the border where that is mostly one tone, and
    the commonest tone of the picture elsewhere. A blank frame is judged by its tone alone.
    """
    image = to_8_bit(image)
    if image.ndim == 3 and image.shape[2] == 4:
        if _lines_are_opaque(image):
            return "alpha"
        image = flatten(image, 255)
    tones = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    wide = max(2, min(tones.shape) // 25)  # a drawn frame or field guide is narrower than this
    sides = (tones[:wide], tones[-wide:], tones[:, :wide], tones[:, -wide:])
    border = np.concatenate([side.ravel() for side in sides])
    paper, share = _commonest(border)
    if share < 0.6:
        paper, _ = _commonest(tones)
    if paper >= 192:
        return "dark"
    if paper <= 63:
        return "light"
    off = tones.astype(np.int32) - paper
    darker, lighter = int(-off[off < -16].sum()), int(off[off > 16].sum())
    return "dark" if darker >= lighter else "light"


def _lines_are_opaque(image: np.ndarray) -> bool:
    """Whether the opaque part of an RGBA picture is ink, rather than paper cut to shape."""
    opaque = image[..., 3] >= 128
    count = int(opaque.sum())
    if count > 0.995 * opaque.size:
        return False
    if count == 0:
        return True
    light = image[..., :3].min(axis=2) >= 200
    if int((light & opaque).sum()) < 0.5 * count:
        return True
    thick = cv2.erode(opaque.astype(np.uint8), np.ones((9, 9), np.uint8))
    return int(thick.sum()) < 0.1 * count


def _commonest(tones: np.ndarray) -> tuple[int, float]:
    """The commonest tone of uint8 values, and the share of values within 8 of it."""
    counts = np.bincount(tones.ravel(), minlength=256)
    tone = int(counts.argmax())
    return tone, float(counts[max(0, tone - 8) : tone + 9].sum() / tones.size)


def flatten(image: np.ndarray, paper: int) -> np.ndarray:
    """RGBA uint8 on paper of one gray tone: (H, W, 3) uint8, exact where alpha is 0 or 255. Others as they are."""
    if image.ndim == 2 or image.shape[2] == 3:
        return image
    return lay_over(np.full((*image.shape[:2], 3), paper, np.uint8), image)


def lay_over(below: np.ndarray, above: np.ndarray) -> np.ndarray:
    """RGBA (H, W, 4) with straight alpha over RGB (H, W, 3), both uint8; exact where alpha is 0 or 255."""
    result = below.copy()
    alpha = above[..., 3]
    cv2.copyTo(cv2.cvtColor(above, cv2.COLOR_RGBA2RGB), cv2.inRange(alpha, (255,), (255,)), result)
    soft = np.flatnonzero(cv2.inRange(alpha, (1,), (254,)))
    if soft.size:
        flat = result.reshape(-1, 3)
        over = above.reshape(-1, 4)[soft].astype(np.uint32)
        share = over[:, 3:]
        flat[soft] = ((over[:, :3] * share + flat[soft] * (255 - share)) * 2 + 255) // 510
    return result


def line_layer(image: np.ndarray, polarity: Polarity) -> np.ndarray:
    """(H, W) uint8 of line art as `read_still` gives it: 0 is full ink, 255 is paper.

    Colored lines are as much ink as black ones: the channel that differs most from paper counts. Nearly white (or
    nearly black) paper becomes 255. "alpha" without transparency is read as "dark".
    """
    image = to_8_bit(image)
    transparent = image.ndim == 3 and image.shape[2] == 4
    if polarity == "alpha" and transparent:
        return cv2.bitwise_not(np.ascontiguousarray(image[..., 3]))
    light = polarity == "light"
    image = flatten(image, 0 if light else 255)
    if light:
        image = cv2.bitwise_not(image)
    if image.ndim == 2:
        return _lifted(image)
    red, green, blue = (_lifted(channel) for channel in cv2.split(image))
    return cv2.min(cv2.min(red, green), blue)


def _lifted(channel: np.ndarray) -> np.ndarray:
    """One channel with its paper tone, if light, scaled to 255."""
    paper, _ = _commonest(channel[::3, ::3])
    return cv2.convertScaleAbs(channel, alpha=255 / paper) if _PAPER_FROM <= paper < 255 else channel


def looks_colored(image: np.ndarray) -> bool:
    """Whether a picture, as `read_still` gives it, has wide areas of color: it is painted, not lines on paper."""
    image = flatten(to_8_bit(image), 255)
    if image.ndim == 2:
        return False
    red, green, blue = cv2.split(image)
    spread = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    wide = cv2.erode(cv2.inRange(spread, (24,), (255,)), np.ones((9, 9), np.uint8))
    return cv2.countNonZero(wide) > _PAINTED_SHARE * wide.size
