"""A small picture of latents while they are denoised: a linear map from latent channels to color, no decoding."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from engine.longanimation.codec import Codec, pixels

SIDE = 128
"""Of the color chart, in pixels."""

PATCH = 16
"""Of its patches, two latents wide."""


class LatentPreview:
    """Latents to color by one weight for each channel and an offset.

    The factors come from the VAE itself: at load a chart of seeded random colors is encoded, its latents are decoded,
    and the decoded colors, averaged to the latents' size, are explained by the latents in least squares.
    """

    def __init__(self, codec: Codec) -> None:
        latents = codec.sketch(_chart(), lambda shape: torch.zeros(tuple(shape)))
        frames = torch.cat(list(codec.decode(latents)))
        colors = torch.stack([time.mean(0) for time in (frames[:1], frames[1:5], frames[5:])])
        colors = torch.nn.functional.avg_pool2d(colors, frames.shape[-1] // latents.shape[-1])
        known = latents[0].float().permute(0, 2, 3, 1).flatten(0, 2)
        known = torch.cat([known, torch.ones_like(known[:, :1])], dim=1).double()
        wanted = colors.permute(0, 2, 3, 1).flatten(0, 2).double()
        slight = 1e-6 * torch.eye(known.shape[1], dtype=known.dtype, device=known.device)
        self._factors = torch.linalg.solve(known.T @ known + slight, known.T @ wanted).float()

    def pictures(self, latents: Tensor) -> np.ndarray:
        """uint8 RGB [n, h, w, 3] of latents [1, n, c, h, w]: one small picture for each latent."""
        factors = self._factors.to(latents.device)
        colors = latents[0].float().permute(0, 2, 3, 1) @ factors[:-1] + factors[-1]
        return pixels(colors.clamp(0, 1).permute(0, 3, 1, 2))


def _chart() -> Tensor:
    """[1, 3, 9, SIDE, SIDE] in -1 .. 1: patches of one color each, nine equal frames (three latents)."""
    generator = torch.Generator().manual_seed(0)
    patches = torch.rand(1, 3, SIDE // PATCH, SIDE // PATCH, generator=generator) * 2 - 1
    picture = patches.repeat_interleave(PATCH, dim=2).repeat_interleave(PATCH, dim=3)
    return picture[:, :, None].expand(-1, -1, 9, -1, -1)
