"""The memory encoder's vision side: frames to tokens, by a CLIP tower, a projector and 2 x 2 averages."""

from __future__ import annotations

from typing import Literal

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d
from transformers import CLIPVisionConfig, CLIPVisionModel

from engine.longanimation.models.memory_config import POOL, VisionConfig

Fit = Literal["letterbox", "crop"]  # crop is the authors' way: of a wide frame it loses the sides
MEAN = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)
SPREAD = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)
BATCH = 16  # frames in the tower at a time


class FrameEncoder(nn.Module):
    """Tokens of frames, as the language side reads them."""

    def __init__(self, config: VisionConfig, hidden: int) -> None:
        super().__init__()
        self.config = config
        self.tower = CLIPVisionModel(
            CLIPVisionConfig(
                hidden_size=config.width,
                intermediate_size=config.intermediate,
                num_hidden_layers=config.layers_run,
                num_attention_heads=config.heads,
                image_size=config.image,
                patch_size=config.patch,
            )
        )
        self.projector = nn.Sequential(nn.Linear(config.width, hidden), nn.GELU(), nn.Linear(hidden, hidden))

    def forward(self, frames: np.ndarray, fit: Fit = "letterbox") -> Tensor:
        """Features [N, tokens, hidden] of frames uint8 [N, H, W, 3], in rows from the top left."""
        parts = [self._batch(frames[start : start + BATCH], fit) for start in range(0, len(frames), BATCH)]
        return torch.cat(parts)

    def _batch(self, frames: np.ndarray, fit: Fit) -> Tensor:
        place = next(self.projector.parameters())
        pixels = torch.stack([clip_pixels(frame, self.config.image, fit) for frame in frames])
        patches = self.tower(pixel_values=pixels.to(place.device, place.dtype)).last_hidden_state[:, 1:]
        grid = self.config.image // self.config.patch
        features = self.projector(patches).transpose(1, 2).unflatten(2, (grid, grid))
        return avg_pool2d(features, POOL).flatten(2).transpose(1, 2)


def clip_pixels(frame: np.ndarray, size: int, fit: Fit) -> Tensor:
    """A frame uint8 [H, W, 3] as CLIP's normalized square [3, size, size], float32.

    "crop": the shorter side becomes `size` and the middle is taken. "letterbox": the whole frame in the middle of gray
    that normalizes to zero. Resized by Pillow's bicubic, as CLIP was trained.
    """
    height, width = frame.shape[:2]
    side = min(height, width) if fit == "crop" else max(height, width)
    wide, high = max(1, int(size * width / side)), max(1, int(size * height / side))
    resized = np.asarray(Image.fromarray(frame).resize((wide, high), Image.Resampling.BICUBIC))
    if fit == "crop":
        top, left = (high - size) // 2, (wide - size) // 2
        resized = resized[top : top + size, left : left + size]
    normal = (resized.astype(np.float32) / 255 - MEAN) / SPREAD
    square = np.zeros((size, size, 3), np.float32)
    top, left = (size - normal.shape[0]) // 2, (size - normal.shape[1]) // 2
    square[top : top + normal.shape[0], left : left + normal.shape[1]] = normal
    return torch.from_numpy(square.transpose(2, 0, 1).copy())
