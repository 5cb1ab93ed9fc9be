"""Small networks of the real classes with seeded weights, and conditions for them."""

from __future__ import annotations

from typing import Any

import golden
import torch
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import AutoencoderKLCogVideoX
from torch import Tensor

from engine.longanimation.models.controlled_transformer import ControlledTransformer
from engine.longanimation.models.dglm import DGLM
from engine.longanimation.models.sketch_dit import SketchDiT
from engine.longanimation.sampling import Conditions, Networks

SEED = 5
FRAMES, SLOTS, CHANNELS, HEIGHT, WIDTH = 33, 10, 4, 4, 6
SHAPE = (1, SLOTS, CHANNELS, HEIGHT, WIDTH)

TRANSFORMER: dict[str, Any] = {
    "num_attention_heads": 2,
    "attention_head_dim": 16,
    "in_channels": 2 * CHANNELS,
    "out_channels": CHANNELS,
    "time_embed_dim": 16,
    "ofs_embed_dim": 16,
    "text_embed_dim": 12,
    "sample_width": WIDTH,
    "sample_height": HEIGHT,
    "sample_frames": FRAMES,
    "patch_size": 2,
    "patch_size_t": 2,
    "max_text_seq_length": 3,
    "use_rotary_positional_embeddings": True,
    "patch_bias": False,
}

VAE: dict[str, Any] = {
    "block_out_channels": (8, 8, 8, 8),
    "latent_channels": CHANNELS,
    "layers_per_block": 1,
    "norm_num_groups": 2,
    "scaling_factor": 0.7,
    "invert_scale_latents": True,
    "sample_height": 96,
    "sample_width": 160,
}


def networks() -> Networks:
    """All three denoising networks."""
    transformer = ControlledTransformer(**TRANSFORMER, num_layers=3)
    sketch_dit = SketchDiT(**TRANSFORMER, num_layers=2)
    dglm = DGLM(dim=32, depth=3, heads=2, dim_head=16, output_dim=32)
    for network in (transformer, sketch_dit, dglm):
        golden.fill(network, SEED)
    return Networks(transformer, sketch_dit, dglm)


def vae() -> AutoencoderKLCogVideoX:
    """A VAE that shrinks as the real one does."""
    made = AutoencoderKLCogVideoX(**VAE)
    golden.fill(made, SEED)
    return made


def random(*shape: int, seed: int = 0) -> Tensor:
    """Normal noise that is always the same."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def conditions(nets: Networks, seed: int = 0, memory: bool = False) -> Conditions:
    """Lines, reference and prompt of one segment."""
    reference = random(1, 1, CHANNELS, HEIGHT, WIDTH, seed=1)
    projected = None
    if memory:
        assert nets.dglm is not None
        projected = nets.dglm.project(random(1, 2, 3, 5, 512, seed=2), random(1, 2, 3, 4, 512, seed=3))
    return Conditions(
        sketch=random(*SHAPE, seed=10 + seed),
        image=torch.cat([reference, torch.zeros(1, SLOTS - 1, CHANNELS, HEIGHT, WIDTH)], dim=1),
        text=random(1, 3, 12, seed=4),
        no_text=random(1, 3, 12, seed=5),
        memory=projected,
    )
