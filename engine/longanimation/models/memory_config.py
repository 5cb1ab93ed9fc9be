"""What the memory encoder is built from: sizes of its two sides, read from Video-XL's config, and its fixed prompt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import MissingWeights

RATIO = 8  # raw tokens to one beacon; the authors' script sets it whatever the checkpoint says
POOL = 2  # patches on the side of a pooled one
BEACON_PROJECTIONS = {"q", "k", "v"}
BEFORE = "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n"
AFTER = "\nCan you describe the scene and color in anime?<|im_end|>\n<|im_start|>assistant\n"
UNDERSTOOD: Mapping[
    str, Any
] = {  # the only beacon scheme that is built here; a checkpoint of another one must not load
    "beacon_pos": "interleave",
    "beacon_attn": "full-coverage",
    "beacon_sink_size": 0,
    "beacon_attend_prev": True,
    "mm_spatial_pool_mode": "average",
}


@dataclass(frozen=True)
class LanguageConfig:
    """The language side: Qwen2 7B with beacons."""

    hidden: int = 3584
    intermediate: int = 18944
    layers: int = 28
    heads: int = 28
    kv_heads: int = 4
    rope_theta: float = 1e6
    norm_eps: float = 1e-6
    window: int = 1440  # raw tokens that are read at a time

    @property
    def head_dim(self) -> int:
        return self.hidden // self.heads


@dataclass(frozen=True)
class VisionConfig:
    """The vision side: CLIP ViT-L/14 at 336 pixels."""

    width: int = 1024
    intermediate: int = 4096
    layers: int = 24
    heads: int = 16
    image: int = 336
    patch: int = 14
    select_layer: int = -1  # which hidden state is taken, counted from the last; 0 would be the embeddings

    @property
    def layers_run(self) -> int:
        return self.layers + 1 + self.select_layer if self.select_layer < 0 else self.select_layer

    @property
    def tokens(self) -> int:
        """Tokens of a frame after pooling."""
        return (self.image // self.patch // POOL) ** 2


@dataclass(frozen=True)
class Prompt:
    """Token ids before and after the frames."""

    before: tuple[int, ...]
    after: tuple[int, ...]


def prompt_of(encode: Callable[[str], Sequence[int]]) -> Prompt:
    """The authors' prompt in ids; `encode` is the checkpoint's tokenizer without tokens added around the text."""
    return Prompt(tuple(encode(BEFORE)), tuple(encode(AFTER)))


def read_config(said: Mapping[str, Any]) -> tuple[LanguageConfig, VisionConfig]:
    """Both sides from Video-XL's config.json.

    Raises MissingWeights where it is a network of another kind than the one that is built here.
    """
    for key, value in UNDERSTOOD.items():
        if said.get(key, value) != value:
            raise MissingWeights(f"Video-XL's config.json says {key} is {said[key]!r}, which is not supported.")
    if set(said.get("beacon_param", BEACON_PROJECTIONS)) != BEACON_PROJECTIONS:
        raise MissingWeights("Video-XL's config.json names other beacon projections than q, k and v.")
    try:
        language = LanguageConfig(
            hidden=said["hidden_size"],
            intermediate=said["intermediate_size"],
            layers=said["num_hidden_layers"],
            heads=said["num_attention_heads"],
            kv_heads=said["num_key_value_heads"],
            rope_theta=said["rope_theta"],
            norm_eps=said["rms_norm_eps"],
            window=said["beacon_window"],
        )
    except KeyError as error:
        raise MissingWeights(f"Video-XL's config.json lacks {error}; download the weights again.") from error
    return language, VisionConfig(select_layer=said.get("mm_vision_select_layer", -1))
