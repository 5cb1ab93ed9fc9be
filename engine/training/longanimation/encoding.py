"""Examples as the networks are trained on them: latents, words and memory, kept on disk once they were computed."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from engine.longanimation.codec import Codec, signed
from engine.longanimation.kept import digest
from engine.longanimation.models.memory_encoder import LOCAL_FRAMES, MemoryEncoder
from engine.longanimation.settings import product
from engine.training.longanimation.clips import Example, Examples
from engine.training.longanimation.networks import Parts

FEATURES_AT_ONCE = 10  # frames
_VERSION = 2
"""Changed whenever the same example and weights would be encoded otherwise."""


@dataclass(frozen=True)
class Encoded:
    """One example, each tensor [1, ...] as in `sampling.Conditions`; `target` [1, F, c, h, w] are the latents to learn.

    Slot 0 of the target is the reference, whose lines are in slot 0 of the sketch. whole, latest: the memory of the
    frames before, as `DGLM.project` takes it; both None where there are none.
    """

    target: Tensor
    sketch: Tensor
    image: Tensor
    text: Tensor
    no_text: Tensor
    whole: Tensor | None = None
    latest: Tensor | None = None

    def to(self, device: torch.device, dtype: torch.dtype) -> Encoded:
        """The same there."""
        moved = {name: value.to(device, dtype) for name, value in _entries(self).items()}
        return Encoded(**moved)


class Encodings:
    """Encodes examples with networks that are frozen; `folder` keeps what was encoded, None keeps nothing.

    made_by: names the weights that encode.
    """

    def __init__(self, examples: Examples, parts: Parts, made_by: str, folder: Path | None) -> None:
        self._examples, self._parts, self._made_by, self._folder = examples, parts, made_by, folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def encoded(self, item: int) -> Encoded:
        """On the CPU. Raises TrainingError, OSError."""
        if self._folder is None:
            return encode(self._examples.example(item), self._parts)
        path = self._folder / f"{digest(_VERSION, self._examples.digest, self._made_by, item)}.safetensors"
        with contextlib.suppress(OSError, SafetensorError, TypeError):
            return Encoded(**load_file(path))
        made = encode(self._examples.example(item), self._parts)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        save_file({name: value.contiguous() for name, value in _entries(made).items()}, part)
        part.replace(path)
        return made


@torch.no_grad()
def encode(example: Example, parts: Parts) -> Encoded:
    """On the CPU, exactly as a segment is encoded that is colored: means, no sampling, in the bits of the weights."""
    with torch.autocast(parts.device.type, enabled=False):
        return _encode(example, parts)


def _encode(example: Example, parts: Parts) -> Encoded:
    codec = Codec(parts.vae, product())

    def latents(pictures: Tensor) -> Tensor:
        return codec.sketch(pictures, lambda shape: torch.zeros(tuple(shape)))

    reference = signed(example.reference[None])
    image = codec.reference(reference, torch.zeros(0))
    sketch = torch.cat([latents(signed(example.reference_sketch[None])), latents(signed(example.sketch))], dim=1)
    target = torch.cat([latents(reference), latents(signed(example.color))], dim=1)
    image = torch.cat([image, torch.zeros_like(target[:, 1:])], dim=1)
    text, no_text = parts.text(example.words), parts.text("")
    whole = latest = None
    if len(example.history):
        whole = remembered(parts.memory, example.history)
        latest = remembered(parts.memory, example.history[-LOCAL_FRAMES:])
    found = Encoded(target, sketch, image, text, no_text, whole, latest)
    return found.to(torch.device("cpu"), target.dtype)


@torch.no_grad()
def remembered(encoder: MemoryEncoder, frames: np.ndarray) -> Tensor:
    """Keys and values [1, 2, 3, L, width] that the memory encoder has of frames uint8 [N, H, W, 3].

    In the bits of its weights: what sets two colorings apart is less than 16 bits round away.
    """
    with torch.autocast(encoder.language.prompt.weight.device.type, enabled=False):
        history = encoder.begin()
        for start in range(0, len(frames), FEATURES_AT_ONCE):
            history = encoder.extend(history, encoder.features(frames[start : start + FEATURES_AT_ONCE]))
        return encoder.global_memory(history)


def _entries(encoded: Encoded) -> dict[str, Tensor]:
    found = {entry.name: getattr(encoded, entry.name) for entry in fields(encoded)}
    return {name: value for name, value in found.items() if value is not None}
