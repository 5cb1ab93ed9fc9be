"""What the networks see of line art: ink and paper told apart, or lines drawn anew by the extractor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import numpy as np
import torch

from engine.longanimation.models.line_extractor import binarized
from engine.longanimation.reading import Canvas, Draw
from engine.longanimation.settings import Settings
from engine.longanimation.stages import Stages


@contextmanager
def drawing(canvas: Canvas, settings: Settings, stages: Stages) -> Iterator[Draw]:
    """Inside, makes a sketch uint8 (H, W, 3) on the canvas, 255 on ink, of a line layer uint8 (height, width); where
    the settings have lines extracted, of a colored picture (height, width, 3) too."""
    if not settings.extracts_lines:
        yield canvas.sketch
        return
    with stages.lines() as extractor:
        place = next(extractor.parameters())

        def extracted(image: np.ndarray) -> np.ndarray:
            placed = canvas.drawing(image)
            picture = cv2.cvtColor(placed, cv2.COLOR_GRAY2RGB) if placed.ndim == 2 else placed
            frames = torch.from_numpy(picture).permute(2, 0, 1)[None].to(place.device, place.dtype)
            with torch.no_grad():
                ink = binarized(extractor(frames))[0] > 0
            return np.ascontiguousarray(ink.permute(1, 2, 0).cpu().numpy()).astype(np.uint8) * 255

        yield extracted
