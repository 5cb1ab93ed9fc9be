"""The small model of our own: its networks from a folder of small files, their sizes from the config beside them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import torch
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import AutoencoderKLCogVideoX
from torch import nn
from transformers import T5Config, T5EncoderModel

from engine.errors import BadWeights, MissingWeights
from engine.longanimation.models.controlled_transformer import ControlledTransformer
from engine.longanimation.models.dglm import DGLM
from engine.longanimation.models.line_extractor import LineExtractor
from engine.longanimation.models.memory_config import LanguageConfig, VisionConfig, prompt_of
from engine.longanimation.models.memory_encoder import MemoryEncoder
from engine.longanimation.models.sketch_dit import SketchDiT
from engine.longanimation.networks import Costs, TextEncoder
from engine.longanimation.sampling import Networks
from engine.longanimation.tiny import letters
from engine.longanimation.weights import load_strict

M = TypeVar("M", bound=nn.Module)
FOLDER = Path(__file__).parents[2] / "resources" / "mini"
CONFIG = "config.json"
PARTS = ("text", "vae", "memory", "transformer", "sketch_dit", "dglm")
NOT_YET = (
    "The small model of our own is not trained yet, so Shiage comes without it. Choose Draft, or the released weights."
)
NO_LINES = "The small model has no line extractor, so it cannot color the way LongAnimation's authors do."


class MiniSource:
    """Networks from `folder`: config.json with their sizes, and files NAME-*.safetensors for each of PARTS.

    Raises MissingWeights where there is no such model.
    """

    name = "mini"

    def __init__(self, folder: Path = FOLDER) -> None:
        try:
            config = (folder / CONFIG).read_bytes()
            self._sizes: dict[str, Any] = json.loads(config)["sizes"]
        except FileNotFoundError as error:
            raise MissingWeights(NOT_YET) from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadWeights(f'"{folder / CONFIG}" cannot be read. Install Shiage again.') from error
        self._files = {part: sorted(folder.glob(f"{part}-*.safetensors")) for part in PARTS}
        digest, sizes = hashlib.blake2b(config, digest_size=16), dict[str, int]()
        for part, files in self._files.items():
            if not files:
                raise BadWeights(f'The small model lacks "{part}" in "{folder}". Install Shiage again.')
            sizes[part] = 2 * sum(path.stat().st_size for path in files)  # 16 bits there, 32 here
            for path in files:
                digest.update(path.read_bytes())
        if _halves():
            digest.update(b"16")  # a codec that calculates in them gives other latents
        self.digest = f"sha256 {digest.hexdigest()}"
        denoising = sizes["transformer"] + sizes["sketch_dit"] + sizes["dglm"]
        self.costs = Costs(
            text=sizes["text"], vae=sizes["vae"], memory=sizes["memory"], denoising=denoising,
            resting=sizes["dglm"], largest_block=sizes["transformer"] // self._sizes["blocks"],
        )  # fmt: skip

    def text(self, device: torch.device, dtype: torch.dtype) -> TextEncoder:
        made = self._filled("text", lambda: T5EncoderModel(T5Config(**self._sizes["text"])), device, dtype)
        return TextEncoder(made, letters, self._sizes["transformer"]["max_text_seq_length"])

    def lines(self, device: torch.device, dtype: torch.dtype) -> LineExtractor:
        raise MissingWeights(NO_LINES)

    def vae(self, device: torch.device, dtype: torch.dtype) -> AutoencoderKLCogVideoX:
        """On a processor in 16 bits where it can calculate in them, which takes a third of the time."""
        on_cpu = device.type == "cpu"
        made = self._filled(
            "vae", lambda: AutoencoderKLCogVideoX(**self._sizes["vae"]), device,
            torch.bfloat16 if on_cpu and _halves() else dtype,
        )  # fmt: skip
        return channels_last(made) if on_cpu else made

    def memory(self, device: torch.device, dtype: torch.dtype) -> MemoryEncoder:
        def made() -> MemoryEncoder:
            language, tower = (_plain(self._sizes[name]) for name in ("language", "tower"))
            return MemoryEncoder(LanguageConfig(**language), VisionConfig(**tower), prompt_of(letters))

        return self._filled("memory", made, device, dtype)

    def denoising(self, device: torch.device, dtype: torch.dtype) -> Networks:
        sizes, common = self._sizes, self._sizes["transformer"]
        return Networks(
            self._filled(
                "transformer", lambda: ControlledTransformer(**common, num_layers=sizes["blocks"]), device, dtype
            ),
            self._filled("sketch_dit", lambda: SketchDiT(**common, num_layers=sizes["control_blocks"]), device, dtype),
            self._filled("dglm", lambda: DGLM(**_plain(sizes["dglm"])), device, dtype),
        )

    def _filled(self, part: str, make: Callable[[], M], device: torch.device, dtype: torch.dtype) -> M:
        module = make()
        load_strict(module, self._files[part], device, dtype)
        nn.Module.to(module, device, dtype)  # what no file holds
        return module


def _halves() -> bool:
    """Whether this processor calculates in 16 bits."""
    return bool(torch.cpu.get_capabilities().get("avx512_bf16"))


def channels_last(module: M) -> M:
    """The module with the weights of its convolutions as oneDNN calculates with them: twice as fast, and its results
    lie so too, until another operation lays them anew."""
    for part in module.modules():
        if isinstance(part, nn.Conv3d):
            part.weight.data = part.weight.data.contiguous(memory_format=torch.channels_last_3d)
        elif isinstance(part, nn.Conv2d):
            part.weight.data = part.weight.data.contiguous(memory_format=torch.channels_last)
    return module


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As they were before JSON, which knows no tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
