"""What the base transformer and the SketchDiT share: full size, the start of a forward pass, the attention kernel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diffusers.models.transformers.cogvideox_transformer_3d import CogVideoXTransformer3DModel
from torch import Tensor

from engine.longanimation.models.attention import JointAttention, Kernel

BASE_CONFIG: Mapping[str, Any] = {  # CogVideoX1.5-5B-I2V; its folder's transformer/config.json says the same
    "num_attention_heads": 48,
    "attention_head_dim": 64,
    "in_channels": 32,
    "out_channels": 16,
    "time_embed_dim": 512,
    "ofs_embed_dim": 512,
    "text_embed_dim": 4096,
    "num_layers": 42,
    "sample_width": 300,
    "sample_height": 300,
    "sample_frames": 81,
    "patch_size": 2,
    "patch_size_t": 2,
    "max_text_seq_length": 226,
    "use_rotary_positional_embeddings": True,
    "patch_bias": False,
}


def embedded(
    model: CogVideoXTransformer3DModel, latents: Tensor, text: Tensor, timestep: Tensor, ofs: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """Vision tokens [B, tokens, C], text tokens [B, text, C] and the time embedding [B, time_embed_dim]."""
    time = model.time_embedding(model.time_proj(timestep).to(latents.dtype))
    if model.ofs_proj is not None and model.ofs_embedding is not None:
        time = time + model.ofs_embedding(model.ofs_proj(ofs).to(latents.dtype))
    joint = model.patch_embed(text, latents)
    return joint[:, text.shape[1] :], joint[:, : text.shape[1]], time


def attend_with(model: CogVideoXTransformer3DModel, kernel: Kernel) -> None:
    """Have every block compute its attention with this kernel."""
    model.set_attn_processor(JointAttention(kernel))  # pyright: ignore[reportArgumentType]  # typed as diffusers' own only
