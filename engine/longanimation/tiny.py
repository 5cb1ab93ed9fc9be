"""The same networks at toy size with seeded weights: never trained, they show the way through a shot in seconds."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
import torch
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import AutoencoderKLCogVideoX
from torch import nn
from transformers import T5Config, T5EncoderModel

from engine.longanimation.models.controlled_transformer import ControlledTransformer
from engine.longanimation.models.dglm import DGLM
from engine.longanimation.models.line_extractor import LineExtractor
from engine.longanimation.models.memory_config import LanguageConfig, VisionConfig, prompt_of
from engine.longanimation.models.memory_encoder import MemoryEncoder
from engine.longanimation.models.sketch_dit import SketchDiT
from engine.longanimation.networks import Costs, TextEncoder
from engine.longanimation.sampling import Networks

M = TypeVar("M", bound=nn.Module)
SEED = 1
CHANNELS = 4  # of the latents
WORDS = 16  # tokens of a prompt
TRANSFORMER: dict[str, Any] = {
    "num_attention_heads": 2,
    "attention_head_dim": 16,
    "in_channels": 2 * CHANNELS,
    "out_channels": CHANNELS,
    "time_embed_dim": 16,
    "ofs_embed_dim": 16,
    "text_embed_dim": 16,
    "sample_width": 300,
    "sample_height": 300,
    "sample_frames": 81,
    "patch_size": 2,
    "patch_size_t": 2,
    "max_text_seq_length": WORDS,
    "use_rotary_positional_embeddings": True,
    "patch_bias": False,
}
BLOCKS, CONTROL_BLOCKS = 4, 2
VAE: dict[str, Any] = {
    "block_out_channels": (8, 8, 8, 8),
    "latent_channels": CHANNELS,
    "layers_per_block": 1,
    "norm_num_groups": 2,
    "scaling_factor": 0.7,
    "invert_scale_latents": True,
}
DGLM_SIZE: dict[str, Any] = {
    "dim": 32, "heads": 2, "dim_head": 16, "output_dim": 32, "memory_width": 96, "hidden": (48, 64),
}  # fmt: skip
TEXT = T5Config(d_model=16, d_kv=8, d_ff=32, num_layers=1, num_heads=2, vocab_size=259, feed_forward_proj="gated-gelu")
LANGUAGE = LanguageConfig(hidden=96, intermediate=64, layers=9, heads=4, kv_heads=4, window=160)
VISION = VisionConfig(width=32, intermediate=64, layers=1, heads=2, image=112)


class TinySource:
    """Weights drawn from the networks' own entry names."""

    name = "tiny"
    costs = Costs(text=1 << 20, vae=1 << 20, memory=1 << 26, denoising=1 << 26, resting=1 << 20, largest_block=1 << 20)

    def __init__(self) -> None:
        sizes = (SEED, TRANSFORMER, BLOCKS, CONTROL_BLOCKS, VAE, DGLM_SIZE, TEXT.to_dict(), LANGUAGE, VISION)
        self.digest = hashlib.blake2b(repr(sizes).encode(), digest_size=16).hexdigest()

    def text(self, device: torch.device, dtype: torch.dtype) -> TextEncoder:
        return TextEncoder(seeded(T5EncoderModel(TEXT), device, dtype), letters, WORDS)

    def lines(self, device: torch.device, dtype: torch.dtype) -> LineExtractor:
        return seeded(LineExtractor(), device, dtype)

    def vae(self, device: torch.device, dtype: torch.dtype) -> AutoencoderKLCogVideoX:
        return seeded(AutoencoderKLCogVideoX(**VAE), device, dtype)

    def memory(self, device: torch.device, dtype: torch.dtype) -> MemoryEncoder:
        return seeded(MemoryEncoder(LANGUAGE, VISION, prompt_of(letters)), device, dtype)

    def denoising(self, device: torch.device, dtype: torch.dtype) -> Networks:
        return Networks(
            seeded(ControlledTransformer(**TRANSFORMER, num_layers=BLOCKS), device, dtype),
            seeded(SketchDiT(**TRANSFORMER, num_layers=CONTROL_BLOCKS), device, dtype),
            seeded(DGLM(**DGLM_SIZE), device, dtype),
        )


def letters(text: str) -> Sequence[int]:
    """A text's bytes as tokens, then the end mark: no vocabulary is needed."""
    return [*(byte + 3 for byte in text.encode()), 1]


def seeded(module: M, device: torch.device, dtype: torch.dtype) -> M:
    """Every entry drawn from a generator of its name's own, at the scale that keeps signals about even."""
    drawn = {
        name: torch.from_numpy(_values(name, tuple(value.shape))).to(device, dtype)
        for name, value in module.state_dict().items()
        if value.is_floating_point()
    }
    module.load_state_dict(drawn, strict=False, assign=True)
    return module.requires_grad_(False).eval()


def _values(name: str, shape: tuple[int, ...]) -> np.ndarray:
    draw = np.random.default_rng(zlib.crc32(f"{SEED}:{name}".encode())).standard_normal(shape, np.float32)
    if len(shape) >= 2:
        return draw / np.float32(np.sqrt(np.prod(shape[1:])))
    return 0.1 * draw + np.float32(name.endswith("weight"))
