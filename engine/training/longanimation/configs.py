"""What is trained and how: the paper's numbers at full size, a small model of the same classes, and a tiny one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from transformers import T5Config

from engine.longanimation.models.memory_config import LanguageConfig, VisionConfig

Stage = Literal["codec", "base", "1", "2", "3"]
Module = Literal["vae", "transformer", "sketch_dit", "dglm"]

STAGES: tuple[Stage, ...] = get_args(Stage)
TRAINED: Mapping[Stage, Module] = {
    "codec": "vae", "base": "transformer", "1": "sketch_dit", "2": "dglm", "3": "dglm",
}  # fmt: skip
"""Of each stage the one network whose weights it changes; all others are frozen. The paper does not say what the reward
refines: here it is the way to the memory, which is what the reward looks through."""


class TrainingError(Exception):
    """Training cannot begin or go on; the message says what to do."""


@dataclass(frozen=True)
class Recipe:
    """How long a stage is trained, at which rate, and how many segments are in a step, over all processes.

    The rate rises over the first `warm_up` steps and falls to nothing over the last `settles`.
    """

    steps: int
    rate: float
    batch: int
    warm_up: int = 100
    settles: int = 0

    def rate_at(self, step: int) -> float:
        """Of this step, the first being 0."""
        rising = (step + 1) / self.warm_up
        falling = (self.steps - step) / self.settles if self.settles else 1.0
        return self.rate * max(0.0, min(1.0, rising, falling))


@dataclass(frozen=True)
class Sizes:
    """The networks of a model that is made anew. `tower`, `language`: the memory encoder's two sides."""

    transformer: Mapping[str, Any]
    blocks: int
    control_blocks: int
    vae: Mapping[str, Any]
    dglm: Mapping[str, Any]
    text: T5Config
    language: LanguageConfig
    tower: VisionConfig


@dataclass(frozen=True)
class Config:
    """One model to train.

    width, height: of the pictures, multiples of 16. frames: of a segment; history: frames before it that the memory
    is of. sizes: None stands for the released networks. items: made-up examples before they come again; folders have
    as many as they hold. words_left_out: how often the prompt is empty, so that guidance can be learned.
    reward_steps: of a rollout in stage 3; reward_rollouts: of the same segment, which are judged against each other.
    crop: pixels and frames that the codec is shown at a time; stills: how often it is shown one whole frame instead,
    as large as those that it will be asked for. noisier: times are drawn as 1 - u ** noisier of all, u evenly; above 1,
    those of much noise come oftener, which few steps of sampling hang on. first: which made-up clip is the first.
    """

    name: str
    width: int
    height: int
    recipes: Mapping[Stage, Recipe]
    sizes: Sizes | None = None
    frames: int = 81
    history: int = 160
    items: int = 4000
    words_left_out: float = 0.1
    checkpointing: bool = False
    reward_steps: int = 10
    reward_rollouts: int = 4
    crop: tuple[int, int] = (128, 17)
    stills: float = 0.5
    noisier: float = 1.0
    seed: int = 0
    first: int = 0

    @property
    def guidance(self) -> float:
        """Of the samples that are rendered; 1 where no prompt was left out, so that there is nothing to guide from."""
        if not self.words_left_out:
            return 1.0
        return 6.0 if self.sizes is None else 2.0


def _transformer(heads: int, width: int, channels: int, embed: int, words: int, said: int) -> dict[str, Any]:
    return {
        "num_attention_heads": heads, "attention_head_dim": width, "in_channels": 2 * channels,
        "out_channels": channels, "time_embed_dim": embed, "ofs_embed_dim": embed, "text_embed_dim": said,
        "sample_width": 300, "sample_height": 300, "sample_frames": 81, "patch_size": 2, "patch_size_t": 2,
        "max_text_seq_length": words, "use_rotary_positional_embeddings": True, "patch_bias": False,
    }  # fmt: skip


def _vae(blocks: tuple[int, int, int, int], channels: int, groups: int) -> dict[str, Any]:
    return {
        "block_out_channels": blocks, "latent_channels": channels, "layers_per_block": 1, "norm_num_groups": groups,
        "scaling_factor": 1.0, "invert_scale_latents": True,
    }  # fmt: skip


def _text(width: int) -> T5Config:
    return T5Config(
        d_model=width, d_kv=16, d_ff=2 * width, num_layers=1, num_heads=2, vocab_size=259, dropout_rate=0.0,
        feed_forward_proj="gated-gelu",
    )  # fmt: skip


def _dglm(heads: int, width: int, memory: int, hidden: tuple[int, int]) -> dict[str, Any]:
    dim = heads * width
    return {
        "dim": dim, "heads": heads, "dim_head": width, "output_dim": dim, "memory_width": memory, "hidden": hidden,
    }  # fmt: skip


def _language(heads: int, width: int, inner: int) -> LanguageConfig:
    return LanguageConfig(hidden=width, intermediate=inner, layers=9, heads=heads, kv_heads=heads, window=160)


def _tower(heads: int, width: int, layers: int) -> VisionConfig:
    return VisionConfig(width=width, intermediate=2 * width, layers=layers, heads=heads, image=112)


FULL = Config(
    "full", 1024, 576, checkpointing=True, reward_steps=50,
    recipes={"1": Recipe(30_000, 1e-5, 6), "2": Recipe(10_000, 1e-5, 6), "3": Recipe(10_000, 1e-5, 6)},
)  # fmt: skip
"""The paper's section 4.1: six GPUs, here with a segment each; it does not tell the batch."""

_MINI_SIZES = Sizes(
    transformer=_transformer(5, 64, 8, 128, 96, 64),
    blocks=7,
    control_blocks=2,
    vae=_vae((16, 32, 32, 64), 8, 8),
    dglm=_dglm(5, 64, 192, (384, 512)),
    text=_text(64),
    language=_language(3, 192, 384),
    tower=_tower(4, 128, 2),
)

MINI = Config(
    "mini", 256, 144, noisier=2.0,
    recipes={
        "codec": Recipe(20_000, 3e-4, 8), "base": Recipe(60_000, 3e-4, 8), "1": Recipe(30_000, 3e-4, 8),
        "2": Recipe(10_000, 2e-4, 8), "3": Recipe(2_000, 1e-5, 4),
    },
    sizes=_MINI_SIZES,
)  # fmt: skip
"""Of the same classes, to be trained from nothing: first the codec, then the base, then the paper's stages."""

TINY = Config(
    "tiny", 64, 48, frames=17, history=24, items=4, crop=(32, 9), stills=0.0, reward_steps=4, reward_rollouts=2,
    recipes=dict.fromkeys(STAGES, Recipe(1000, 2e-3, 2, warm_up=5)),
    sizes=Sizes(
        transformer=_transformer(2, 16, 4, 16, 16, 16),
        blocks=4,
        control_blocks=2,
        vae=_vae((8, 8, 8, 8), 4, 2),
        dglm=_dglm(2, 16, 48, (48, 64)),
        text=_text(16),
        language=_language(3, 48, 64),
        tower=_tower(2, 32, 1),
    ),
)  # fmt: skip
"""To see in seconds that everything runs; it learns nothing of use."""

CLIP = replace(
    MINI, name="clip", width=256, height=256, frames=9, history=16, first=13, items=1, words_left_out=0.0,
    crop=(64, 9), stills=0.2, reward_steps=5,
    recipes={
        "codec": Recipe(5800, 1e-3, 1, 20, 2600), "base": Recipe(1800, 1e-3, 1, 20, 1200),
        "1": Recipe(60, 2e-4, 1, 20, 40), "2": Recipe(40, 2e-4, 1, 20, 20), "3": Recipe(20, 2e-5, 1, 10),
    },
    reward_rollouts=12, sizes=replace(_MINI_SIZES, blocks=4),
)  # fmt: skip
"""One short clip, with the small model's codec and memory encoder and a denoiser of half its size: to see on any
computer that each stage learns what it is shown."""

CONFIGS: Mapping[str, Config] = {config.name: config for config in (MINI, FULL, TINY, CLIP)}


def stages_of(config: Config) -> tuple[Stage, ...]:
    """The stages that this model is trained by, in order; the released one brings its codec and its base along."""
    return tuple(stage for stage in STAGES if stage in config.recipes)
