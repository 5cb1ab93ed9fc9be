"""Rotary positions of the vision tokens, shared by the transformer and the SketchDiT."""

from __future__ import annotations

import torch
from diffusers.models.embeddings import get_3d_rotary_pos_embed
from torch import Tensor

from engine.errors import BadRequest

PATCH = 2  # latent pixels on a token's side, and latent frames in a token
PIXELS = 8 * PATCH  # picture pixels on a token's side
LARGEST = 150  # tokens on a side that the model was made for


def rotary_positions(
    latent_frames: int, latent_height: int, latent_width: int, *, head_dim: int = 64, device: torch.device | None = None
) -> tuple[Tensor, Tensor]:
    """Cosine and sine [frames/2 * height/2 * width/2, head_dim], float32, frames outermost.

    The "slice" grid of CogVideoX 1.5: positions are counted from the corner, not stretched to a training size.
    Raises BadRequest where the picture is larger than the model's grid.
    """
    grid = (latent_height // PATCH, latent_width // PATCH)
    if max(grid) > LARGEST:
        side = LARGEST * PIXELS
        raise BadRequest(f"Pictures may be at most {side} pixels on a side here; choose a smaller size.")
    return get_3d_rotary_pos_embed(  # pyright: ignore[reportReturnType]  # one tensor only with use_real=False
        embed_dim=head_dim,
        crops_coords=None,
        grid_size=grid,
        temporal_size=(latent_frames + PATCH - 1) // PATCH,
        grid_type="slice",
        max_size=(LARGEST, LARGEST),
        device=device,
    )
