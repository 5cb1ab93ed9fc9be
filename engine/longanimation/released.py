"""The released weights as a source of networks: sizes from their configurations and entries, loaded strictly."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import AutoencoderKLCogVideoX
from torch import nn
from transformers import Qwen2Tokenizer, T5Config, T5EncoderModel, T5Tokenizer

from engine.errors import BadWeights
from engine.longanimation.models import memory_weights
from engine.longanimation.models.controlled_transformer import ControlledTransformer
from engine.longanimation.models.dglm import DGLM
from engine.longanimation.models.line_extractor import LineExtractor
from engine.longanimation.models.memory_config import VisionConfig, prompt_of, read_config
from engine.longanimation.models.memory_encoder import MemoryEncoder
from engine.longanimation.models.sketch_dit import SketchDiT
from engine.longanimation.networks import Costs, TextEncoder
from engine.longanimation.plan import CHUNK
from engine.longanimation.sampling import Networks
from engine.longanimation.schedule import check_schedule
from engine.longanimation.weights import Checkpoint, load_strict
from engine.weights.finding import Found, installed
from engine.weights.places import own_folder
from engine.weights.sums import Sums, known, recorded, sampled

M = TypeVar("M", bound=nn.Module)
Shapes = Mapping[str, tuple[int, ...]]
TOWER = "model.vision_tower.vision_tower.vision_model."
MARKS = ("<|im_start|>", "<|im_end|>")  # of a turn in Video-XL's prompt; each is one token
HEAD = 64  # width of a head in CLIP
STAGED = ("text_encoder", "vae", "video_xl", "transformer", "control", "glm")
BYTES = 2  # of a weight on the device; the text encoder's files take four
UNCONFIGURED = re.compile("^_")  # entries of a diffusers config that are not arguments


class ReleasedSource:
    """`parts` by their names in the manifest; `sums` of their files, as far as they are known."""

    name = "released"

    def __init__(self, parts: Mapping[str, Found], sums: Sums) -> None:
        self._parts = parts
        self.digest = _digest(parts, sums)
        shapes = {name: Checkpoint(parts[name].weights).shapes for name in STAGED}
        sizes = {name: BYTES * sum(map(math.prod, held.values())) for name, held in shapes.items()}
        blocks = max(1, _count(shapes["transformer"], "transformer_blocks"))
        self.costs = Costs(
            text=sizes["text_encoder"],
            vae=sizes["vae"],
            memory=sizes["video_xl"],
            denoising=sizes["transformer"] + sizes["control"] + sizes["glm"],
            resting=sizes["glm"] + sizes["transformer"] // 20,
            largest_block=sizes["transformer"] // blocks,
        )

    def text(self, device: torch.device, dtype: torch.dtype) -> TextEncoder:
        part = self._parts["text_encoder"]
        model = _empty(lambda: T5EncoderModel(T5Config(**_json(part.folder / "config.json"))))
        model.load_state_dict(_text_entries(model, part.weights, device, dtype), strict=True, assign=True)
        tokenizer = T5Tokenizer.from_pretrained(self._parts["tokenizer"].folder, local_files_only=True)
        tokens = self._configured("transformer")["max_text_seq_length"]
        return TextEncoder(model.requires_grad_(False).eval(), lambda text: tokenizer(text).input_ids, tokens)

    def lines(self, device: torch.device, dtype: torch.dtype) -> LineExtractor:
        return self._filled(_empty(LineExtractor), "lines", device, dtype)

    def vae(self, device: torch.device, dtype: torch.dtype) -> AutoencoderKLCogVideoX:
        made = _empty(lambda: AutoencoderKLCogVideoX(**self._configured("vae")))
        return self._filled(made, "vae", device, dtype)

    def memory(self, device: torch.device, dtype: torch.dtype) -> MemoryEncoder:
        part = self._parts["video_xl"]
        checkpoint = Checkpoint(part.weights)
        language, said = read_config(_json(part.folder / "config.json"))
        vision = vision_of(checkpoint.shapes, said.select_layer)
        tokenizer = Qwen2Tokenizer.from_pretrained(part.folder, local_files_only=True)
        prompt = prompt_of(lambda text: tokenizer(text, add_special_tokens=False).input_ids)
        if any(len(tokenizer(mark, add_special_tokens=False).input_ids) != 1 for mark in MARKS):
            raise BadWeights("Video-XL's tokenizer_config.json does not know its turns. Download Video-XL again.")
        encoder = _empty(lambda: MemoryEncoder(language, vision, prompt))
        memory_weights.load(encoder, checkpoint, device, dtype)
        return encoder

    def denoising(self, device: torch.device, dtype: torch.dtype) -> Networks:
        check_schedule(_json(self._parts["scheduler"].folder / "scheduler_config.json"))
        base = self._configured("transformer")
        blocks = _count(Checkpoint(self._parts["control"].weights).shapes, "transformer_blocks")
        control = {**base, "num_layers": blocks}
        shapes = Checkpoint(self._parts["glm"].weights).shapes
        return Networks(
            self._filled(_empty(lambda: ControlledTransformer(**base)), "transformer", device, dtype),
            self._filled(_empty(lambda: SketchDiT(**control)), "control", device, dtype),
            self._filled(_empty(lambda: DGLM(**dglm_size(shapes))), "glm", device, dtype),
            CHUNK,
        )

    def _configured(self, name: str) -> dict[str, Any]:
        said = _json(self._parts[name].folder / "config.json")
        return {key: value for key, value in said.items() if not UNCONFIGURED.match(key)}

    def _filled(self, module: M, name: str, device: torch.device, dtype: torch.dtype) -> M:
        load_strict(module, self._parts[name].weights, device, dtype)
        return module


def released() -> ReleasedSource:
    """From where the weights are installed. Raises MissingWeights."""
    return ReleasedSource(installed(), recorded(own_folder()))


def dglm_size(shapes: Shapes) -> dict[str, Any]:
    """The DGLM's arguments from its entries; the width of a head is 96 where that divides it, as released."""
    dim, output = shapes["proj_out"]
    inner = shapes["layers.0.0.to_q.weight"][0]
    width = next((width for width in (96, 64, 32, 16) if inner % width == 0), inner)
    return {
        "dim": dim,
        "output_dim": output,
        "depth": _count(shapes, "layers"),
        "heads": inner // width,
        "dim_head": width,
        "ff_mult": shapes["layers.0.1.1.weight"][0] // dim,
    }


def vision_of(shapes: Shapes, select_layer: int) -> VisionConfig:
    """The tower in Video-XL's checkpoint, which its config does not describe."""
    try:
        width, _, patch, _ = shapes[f"{TOWER}embeddings.patch_embedding.weight"]
        places = shapes[f"{TOWER}embeddings.position_embedding.weight"][0] - 1
        return VisionConfig(
            width=width,
            intermediate=shapes[f"{TOWER}encoder.layers.0.mlp.fc1.weight"][0],
            layers=_count(shapes, f"{TOWER}encoder.layers"),
            heads=max(1, width // HEAD),
            image=round(places**0.5) * patch,
            patch=patch,
            select_layer=select_layer,
        )
    except KeyError as error:
        raise BadWeights(f"Video-XL's weights lack {error}; download them again.") from error


def _count(shapes: Shapes, under: str) -> int:
    """How many numbered entries there are under this name."""
    start = re.compile(re.escape(under) + r"\.(\d+)\.")
    return max((int(found[1]) + 1 for name in shapes if (found := start.match(name))), default=0)


def _text_entries(
    model: T5EncoderModel, files: Sequence[Path], device: torch.device, dtype: torch.dtype
) -> dict[str, torch.Tensor]:
    """Every entry of the text encoder; the tied word table may be stored once or twice."""
    checkpoint = Checkpoint(files)
    twins = {"encoder.embed_tokens.weight": "shared.weight", "shared.weight": "encoder.embed_tokens.weight"}
    entries: dict[str, torch.Tensor] = {}
    for name, wanted in model.state_dict().items():
        stored = name if name in checkpoint.shapes else twins.get(name, name)
        if checkpoint.shapes.get(stored) != tuple(wanted.shape):
            raise BadWeights(f"{files[0].name} has no fitting {name}. Download the text encoder again.")
        entries[name] = entries[stored] if stored in entries else checkpoint[stored].to(device, dtype)
    return entries


def _empty(make: Callable[[], M]) -> M:
    """A network whose weights take no room yet."""
    with torch.device("meta"):
        return make()


def _json(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadWeights(f"{path.name} cannot be read. Download it again.") from error


def _digest(parts: Mapping[str, Found], sums: Sums) -> str:
    """Tells these files from others, and how surely: "sha256" where each file of weights has been read as a whole
    since it changed (by its download, or by `weights check --sums`), else "samples" of them."""
    paths = {name: (*found.weights, *found.others) for name, found in parts.items()}
    whole = all(known(path, sums) for found in parts.values() for path in found.weights)
    digest = hashlib.blake2b(digest_size=16)
    for name in sorted(paths):
        for path in paths[name]:
            told = known(path, sums) if whole and path in parts[name].weights else sampled(path)
            digest.update(f"{name}/{path.name}/{told}\n".encode())
    return f"{'sha256' if whole else 'samples'} {digest.hexdigest()}"
