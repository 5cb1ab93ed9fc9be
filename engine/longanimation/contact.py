"""The picture of work under way: nine small frames of the segment as it stands, in a sheet."""

from __future__ import annotations

import cv2
import numpy as np

from engine.longanimation.reading import Canvas

ROWS = 3
CELL = 160  # pixels of the longer side of a frame on the sheet
UNTRAINED = "untrained"


def sheet(pictures: np.ndarray, canvas: Canvas, untrained: bool) -> np.ndarray:
    """(H, W, 3) uint8 from small frames uint8 [n, h, w, 3] of the canvas, evenly chosen, in rows."""
    places = np.linspace(0, len(pictures) - 1, ROWS * ROWS).round().astype(int)
    cells = [_cell(pictures[at], canvas) for at in places]
    whole = np.concatenate([np.concatenate(cells[row : row + ROWS], axis=1) for row in range(0, len(cells), ROWS)])
    if untrained:
        where = (6, whole.shape[0] - 8)
        for color, thick in (((0, 0, 0), 4), ((255, 255, 255), 1)):
            cv2.putText(whole, UNTRAINED, where, cv2.FONT_HERSHEY_SIMPLEX, 0.6, color, thick, cv2.LINE_AA)
    return whole


def _cell(picture: np.ndarray, canvas: Canvas) -> np.ndarray:
    inner = canvas.shown(picture)
    scale = CELL / max(canvas.width, canvas.height)
    size = (max(1, round(canvas.width * scale)), max(1, round(canvas.height * scale)))
    return cv2.resize(inner, size, interpolation=cv2.INTER_CUBIC)
