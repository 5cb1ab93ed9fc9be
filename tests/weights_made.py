"""Weights as they are released, in their full sizes: real headers, and data that is a hole in a sparse file."""

from __future__ import annotations

import json
import math
import struct
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.weights.manifest import ANY, Shape, expected, manifest

SAMPLE_LENGTH = 152_000  # for a length that may be any
LARGE = 100_000_000  # bytes
CONFIGS = {
    "transformer": {"_class_name": "CogVideoXTransformer3DModel"},
    "text_encoder": {"model_type": "t5"},
    "tokenizer": {"tokenizer_class": "T5Tokenizer"},
    "vae": {"_class_name": "AutoencoderKLCogVideoX"},
    "scheduler": {"_class_name": "CogVideoXDPMScheduler"},
    "video_xl": {"model_type": "qwen2"},
}
SHARDS = {"transformer": 3, "text_encoder": 4, "video_xl": 4}
PICKLED = ("lines",)


def sparse(path: Path, shapes: Mapping[str, Shape], dtype: str = "BF16", width: int = 2) -> None:
    """A whole .safetensors file of zeros with these entries."""
    header, end = {}, 0
    for name, shape in shapes.items():
        last = end + width * math.prod(shape)
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [end, last]}
        end = last
    if sys.platform == "win32" and end > LARGE:
        pytest.skip("a file has its holes only where they are asked for, and this one is too large without")
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.truncate(8 + len(text) + end)


def shapes_of(name: str) -> dict[str, Shape]:
    """What the weights of a part hold."""
    return {
        key: tuple(SAMPLE_LENGTH if length == ANY else length for length in shape)
        for key, shape in expected(name).items()
    }


def release(folder: Path, *names: str) -> None:
    """These parts (all that are no .pth, when none is named) in the folders and files of their repositories."""
    for part in manifest().parts:
        if (names and part.name not in names) or part.name in PICKLED:
            continue
        place = folder / part.repositories[0].split("/")[1] / part.within
        place.mkdir(parents=True, exist_ok=True)
        for name in part.files:
            content = json.dumps(CONFIGS[part.name] if name == part.files[0] else {})
            (place / name).write_text(content, "utf-8")
        if part.weights:
            write_weights(place, part.name)


def write_weights(place: Path, name: str) -> None:
    """The files of weights of a part, in as many shards as the released ones."""
    part = next(part for part in manifest().parts if part.name == name)
    shapes = shapes_of(part.keys)
    count = SHARDS.get(name, 1)
    if count == 1:
        sparse(place / part.weights, shapes)
        return
    stem, placed = part.weights.removesuffix(".safetensors"), {}
    keys = list(shapes)
    for number in range(count):
        file = f"{stem}-{number + 1:05d}-of-{count:05d}.safetensors"
        held = keys[number::count]
        sparse(place / file, {key: shapes[key] for key in held})
        placed |= dict.fromkeys(held, file)
    (place / part.index).write_text(json.dumps({"metadata": {}, "weight_map": placed}), "utf-8")
