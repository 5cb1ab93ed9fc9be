"""The networks at full size and as a small likeness, with random weights made where they are to compute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import torch
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import AutoencoderKLCogVideoX
from torch import Tensor, nn
from transformers import T5Config, T5EncoderModel

from engine.longanimation.expected_keys import T5_XXL
from engine.longanimation.models.cogvideox import BASE_CONFIG
from engine.longanimation.models.controlled_transformer import ControlledTransformer
from engine.longanimation.models.dglm import DGLM, MEMORY_WIDTH
from engine.longanimation.models.memory_config import LanguageConfig, Prompt, VisionConfig
from engine.longanimation.models.memory_encoder import LAYERS, LOCAL_FRAMES, MemoryEncoder
from engine.longanimation.models.sketch_dit import SKETCH_DIT_CONFIG, SketchDiT
from engine.longanimation.plan import CHUNK
from engine.longanimation.sampling import Conditions, Networks
from engine.longanimation.settings import FRAMES

Size = tuple[int, int]
M = TypeVar("M", bound=nn.Module)

SLOTS = 22
"""Latents of a segment: the reference's slot and 21 for its 81 frames."""

SHRINK = 8
_DRAWN = 1_000_003  # divides no row of a matrix
PER_FRAME = 18  # beacons that a frame leaves in the memory
PROMPT = Prompt(before=tuple(range(14)), after=tuple(range(14, 30)))


@dataclass(frozen=True)
class Scale:
    """How large each network is. `memory`: tokens of the global memory and of the local one."""

    transformer: Mapping[str, Any]
    sketch_dit: Mapping[str, Any]
    dglm: Mapping[str, Any]
    vae: Mapping[str, Any]
    language: LanguageConfig
    vision: VisionConfig
    text: T5Config
    memory: tuple[int, int] = field(default=(0, 0))

    def transformer_made(self) -> ControlledTransformer:
        return ControlledTransformer(**self.transformer)

    def sketch_dit_made(self) -> SketchDiT:
        return SketchDiT(**self.sketch_dit)

    def dglm_made(self) -> DGLM:
        return DGLM(**self.dglm)

    def vae_made(self) -> AutoencoderKLCogVideoX:
        return AutoencoderKLCogVideoX(**self.vae)

    def memory_encoder_made(self) -> MemoryEncoder:
        return MemoryEncoder(self.language, self.vision, PROMPT)

    def text_encoder_made(self) -> T5EncoderModel:
        return T5EncoderModel(self.text)

    @property
    def channels(self) -> int:
        """Of the latents."""
        return self.transformer["out_channels"]

    @property
    def text_shape(self) -> tuple[int, int]:
        """Tokens of the prompt, and how wide they are."""
        return self.transformer["max_text_seq_length"], self.transformer["text_embed_dim"]


def _tokens(frames: int) -> int:
    """Of the memory of so many frames."""
    return len(PROMPT.before) + PER_FRAME * frames + len(PROMPT.after)


FULL = Scale(
    transformer=BASE_CONFIG,
    sketch_dit=SKETCH_DIT_CONFIG,
    dglm={},
    vae={"scaling_factor": 0.7, "invert_scale_latents": True},
    language=LanguageConfig(),
    vision=VisionConfig(),
    text=T5_XXL,
    memory=(_tokens(338), _tokens(LOCAL_FRAMES)),  # 338 frames: a history in the middle of a shot, 6.5k tokens in all
)

_SMALL: Mapping[str, Any] = {
    **BASE_CONFIG,
    "num_attention_heads": 2,
    "text_embed_dim": 32,
    "max_text_seq_length": 16,
    "time_embed_dim": 32,
    "ofs_embed_dim": 32,
}
TINY = Scale(  # 14 blocks and 2 of control, as 42 and 6; the memory a tenth of the picture's tokens
    transformer={**_SMALL, "num_layers": 14},
    sketch_dit={**_SMALL, "num_layers": 2},
    dglm={"dim": 128, "heads": 4, "dim_head": 32, "output_dim": 128},
    vae={
        "block_out_channels": (8, 8, 8, 8),
        "layers_per_block": 1,
        "norm_num_groups": 2,
        "scaling_factor": 0.7,
        "invert_scale_latents": True,
        "sample_height": 96,
        "sample_width": 160,
    },
    language=LanguageConfig(hidden=32, intermediate=48, layers=10, heads=4, kv_heads=2, window=48),
    vision=VisionConfig(width=32, intermediate=64, layers=2, heads=2, image=112),
    text=T5Config(d_model=32, d_kv=8, d_ff=64, num_layers=2, num_heads=4, vocab_size=259),
    memory=(50, 14),
)
LEAST = replace(  # enough to follow the loop
    TINY,
    transformer={**TINY.transformer, "num_layers": 3},
    sketch_dit={**TINY.sketch_dit, "num_layers": 1},
    memory=(3, 2),
)
TINY_SIZE: Size = (160, 96)
LEAST_SIZE: Size = (64, 48)


def built(make: Callable[[], M], device: torch.device, dtype: torch.dtype) -> M:
    """A network with random weights, made on the device itself.

    Products of weights keep signals about even, and nothing begins at zero. The same million numbers come again and
    again: drawing billions would take a processor minutes.
    """
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with torch.device("meta"):
            made = make()
    finally:
        torch.set_default_dtype(before)
    made.requires_grad_(False).eval()
    if device.type == "meta":
        return made
    made.to_empty(device=device)
    if isinstance(made, T5EncoderModel):
        made.tie_weights()
    drawn = torch.randn(_DRAWN, generator=torch.Generator().manual_seed(0)).to(device, dtype)
    for name, value in made.named_parameters():
        _fill(value, drawn, named_weight=name.endswith("weight"))
    for name, value in made.named_buffers():
        if not name.endswith("position_ids"):
            raise RuntimeError(f"{name} is a table that random weights do not make")
        value.copy_(torch.arange(value.numel()).view_as(value))
    return made


def _fill(value: Tensor, drawn: Tensor, *, named_weight: bool) -> None:
    """A matrix by its width, a norm's weights about 1, biases about 0."""
    flat = value.view(-1)
    for part in flat.split(len(drawn)):
        part.copy_(drawn[: len(part)])
    if value.ndim >= 2:
        flat.mul_(value[0].numel() ** -0.5)
    else:
        flat.mul_(0.1).add_(1.0 if named_weight else 0.0)


def networks(scale: Scale, device: torch.device, dtype: torch.dtype) -> Networks:
    """What denoises."""
    return Networks(
        built(scale.transformer_made, device, dtype),
        built(scale.sketch_dit_made, device, dtype),
        built(scale.dglm_made, device, dtype),
        CHUNK,
    )


@dataclass(frozen=True)
class Segment:
    """A segment after the first, its pictures noise. memory: global and local, each [1, 2, 3, L, 512]."""

    sketch: Tensor
    image: Tensor
    text: Tensor
    no_text: Tensor
    memory: tuple[Tensor, Tensor]

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the latents."""
        return tuple(self.image.shape)

    def conditions(self, dglm: DGLM | None) -> Conditions:
        """As the product's loop takes them: the memory projected once."""
        with torch.no_grad():
            projected = None if dglm is None else dglm.project(*self.memory)
        return Conditions(self.sketch, self.image, self.text, self.no_text, projected)


def segment(scale: Scale, size: Size, device: torch.device, dtype: torch.dtype) -> Segment:
    """Conditions of pictures of `size` (width, height), multiples of 16, from noise that is always the same."""
    width, height = size[0] // SHRINK, size[1] // SHRINK
    generator = torch.Generator().manual_seed(0)

    def noise(*shape: int) -> Tensor:
        # numbers do not matter on the meta device, and there they take no time
        drawn = torch.empty(shape, device="meta") if device.type == "meta" else torch.randn(shape, generator=generator)
        return drawn.to(device, dtype)

    image = noise(1, SLOTS, scale.channels, height, width)
    image[:, 1:] = 0
    return Segment(
        noise(1, SLOTS, scale.channels, height, width),
        image,
        noise(1, *scale.text_shape),
        noise(1, *scale.text_shape),
        (
            noise(1, 2, len(LAYERS), scale.memory[0], MEMORY_WIDTH),
            noise(1, 2, len(LAYERS), scale.memory[1], MEMORY_WIDTH),
        ),
    )


def clip(size: Size, device: torch.device) -> Tensor:
    """Lines of a whole segment as the VAE sees them, [1, 3, 81, H, W]."""
    return torch.rand(1, 3, FRAMES, size[1], size[0], device=device) * 2 - 1
