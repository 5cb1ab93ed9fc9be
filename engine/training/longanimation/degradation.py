"""Controls that are made worse while training, so that the networks do not lean on lines alone (LongVie, section 4)."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import torch

from engine.longanimation.codec import Codec, signed
from engine.longanimation.settings import product
from engine.training.longanimation.clips import Example
from engine.training.longanimation.encoding import Encoded
from engine.training.longanimation.networks import Parts
from engine.training.longanimation.objectives import Lot

FAINT, FAINTEST = 0.15, 0.05  # how often the control's latents are weakened, and to how little
WORSE = 0.10  # how often its pictures are made worse
HALVINGS = 5
KERNELS = (3, 5, 7, 9, 11, 13, 15)


def degraded(encoded: Encoded, example: Example, parts: Parts, lot: Lot) -> Encoded:
    """The example as it is, or with its lines' latents weakened, its lines made worse, or both; drawn by lot."""
    sketch = encoded.sketch
    if lot.chance(WORSE):
        pictures = worse(example.sketch, lot)
        codec = Codec(parts.vae, product())
        latents = codec.sketch(signed(pictures), lambda shape: torch.zeros(tuple(shape)))
        sketch = torch.cat([sketch[:, :1], latents.to(sketch)], dim=1)
    if lot.chance(FAINT):
        share = FAINTEST + (1 - FAINTEST) * lot.below(1001) / 1000
        sketch = sketch * share
    return replace(encoded, sketch=sketch)


def worse(pictures: np.ndarray, lot: Lot) -> np.ndarray:
    """uint8 [T, H, W, 3], mixed from smaller copies of themselves, blurred, or both; every frame alike."""
    ways = (1, 2, 3)[lot.below(3)]
    if ways & 1:
        pictures = _mixed(pictures, lot)
    if ways & 2:
        side = KERNELS[lot.below(len(KERNELS))]
        pictures = np.stack([cv2.blur(frame, (side, side)) for frame in pictures])
    return pictures


def _mixed(pictures: np.ndarray, lot: Lot) -> np.ndarray:
    """A weighted sum of copies that were halved never, once, ... and made large again; one of them is left out."""
    weights = np.array([1 + lot.below(1000) for _ in range(HALVINGS + 1)], np.float32)
    weights[lot.below(HALVINGS + 1)] = 0
    weights /= weights.sum()
    height, width = pictures.shape[1:3]

    def copy(frame: np.ndarray, times: int) -> np.ndarray:
        small = (max(1, width >> times), max(1, height >> times))
        halved = cv2.resize(frame, small, interpolation=cv2.INTER_LINEAR)
        return cv2.resize(halved, (width, height), interpolation=cv2.INTER_LINEAR)

    sums = [
        sum(weight * copy(frame, times).astype(np.float32) for times, weight in enumerate(weights))
        for frame in pictures
    ]
    return np.stack(sums).round().clip(0, 255).astype(np.uint8)
