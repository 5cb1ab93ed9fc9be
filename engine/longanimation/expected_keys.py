"""Writes resources/weights_keys.toml, the names and shapes in all weights, from the networks themselves.

    python -m engine.longanimation.expected_keys

The networks are made on the meta device, so this takes seconds and no memory.
"""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import AutoencoderKLCogVideoX
from diffusers.models.transformers.cogvideox_transformer_3d import CogVideoXTransformer3DModel
from torch import nn
from transformers import T5Config, T5EncoderModel

from engine.longanimation.models.cogvideox import BASE_CONFIG
from engine.longanimation.models.dglm import DGLM
from engine.longanimation.models.line_extractor import LineExtractor
from engine.longanimation.models.memory_config import LanguageConfig, Prompt, VisionConfig
from engine.longanimation.models.memory_encoder import MemoryEncoder
from engine.longanimation.models.memory_weights import needed_shapes
from engine.longanimation.models.sketch_dit import SKETCH_DIT_CONFIG, SketchDiT
from engine.weights.manifest import KEYS, Shapes, compact

T5_XXL = T5Config(  # version 1.1
    d_model=4096, d_kv=64, d_ff=10240, num_layers=24, num_heads=64, feed_forward_proj="gated-gelu", vocab_size=32128
)
_TIED = "encoder.embed_tokens.weight"  # the same numbers as shared.weight; not every file holds both
_HEAD = """\
# Written by `python -m engine.longanimation.expected_keys`, not by hand: what each of the weights must hold.
# {0-5} stands for a running number; a length of -1 may be any.
"""


def lists() -> dict[str, Shapes]:
    """Names and shapes by the manifest's `keys`."""
    with torch.device("meta"):
        prompt = Prompt(before=(0,), after=(0,))
        text = T5EncoderModel(T5_XXL)
        return {
            "transformer": _shapes(CogVideoXTransformer3DModel(**BASE_CONFIG)),
            "text_encoder": {name: shape for name, shape in _shapes(text).items() if name != _TIED},
            "vae": _shapes(AutoencoderKLCogVideoX()),
            "control": _shapes(SketchDiT(**SKETCH_DIT_CONFIG)),
            "glm": _shapes(DGLM()),
            "video_xl": needed_shapes(MemoryEncoder(LanguageConfig(), VisionConfig(), prompt)),
            "lines": _shapes(LineExtractor()),
        }


def text() -> str:
    """The whole file."""
    parts = [_HEAD]
    for name, shapes in lists().items():
        lines = [f'"{pattern}" = {list(shape)}' for pattern, shape in compact(shapes).items()]
        parts.append(f"\n[{name}]\n" + "\n".join(lines) + "\n")
    return "".join(parts)


def write(path: Path = KEYS) -> None:
    """Write the file."""
    fresh = path.with_name(path.name + ".part")
    fresh.write_text(text(), "utf-8")
    fresh.replace(path)


def _shapes(module: nn.Module) -> dict[str, tuple[int, ...]]:
    return {name: tuple(value.shape) for name, value in module.state_dict().items()}


if __name__ == "__main__":
    write()
