"""The picture of work under way: small frames of the segment as it stands, one below another."""

from __future__ import annotations

import cv2
import numpy as np

from engine.longanimation.reading import Canvas

CELL = 240  # pixels of the longer side of a frame
UNTRAINED = "untrained"


def strip(pictures: np.ndarray, canvas: Canvas, untrained: bool) -> np.ndarray:
    """(n * H, W, 3) uint8 from small frames uint8 [n, h, w, 3] of the canvas, in their order in time."""
    return np.concatenate([_cell(picture, canvas, untrained) for picture in pictures])


def _cell(picture: np.ndarray, canvas: Canvas, untrained: bool) -> np.ndarray:
    inner = canvas.shown(picture)
    scale = CELL / max(canvas.width, canvas.height)
    size = (max(1, round(canvas.width * scale)), max(1, round(canvas.height * scale)))
    cell = cv2.resize(inner, size, interpolation=cv2.INTER_CUBIC)
    if untrained:
        for color, thick in (((0, 0, 0), 3), ((255, 255, 255), 1)):
            cv2.putText(cell, UNTRAINED, (6, size[1] - 8), cv2.FONT_HERSHEY_SIMPLEX, 0.4, color, thick, cv2.LINE_AA)
    return cell
