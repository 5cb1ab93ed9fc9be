"""Where the networks come from: what a source of them gives, stage by stage, whether released or tiny."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import AutoencoderKLCogVideoX
from torch import Tensor
from transformers import T5EncoderModel

from engine.longanimation.models.line_extractor import LineExtractor
from engine.longanimation.models.memory_encoder import MemoryEncoder
from engine.longanimation.plan import Costs
from engine.longanimation.sampling import Networks


@dataclass(frozen=True)
class TextEncoder:
    """Words to what the transformers read. `ids` gives a text's tokens without padding, its end mark included."""

    model: T5EncoderModel
    ids: Callable[[str], Sequence[int]]
    tokens: int

    @torch.no_grad()
    def __call__(self, text: str) -> Tensor:
        """[1, tokens, width]: cut or padded to the length that the transformers know; padding is attended, as there."""
        found = list(self.ids(text))
        if len(found) > self.tokens:
            found = [*found[: self.tokens - 1], found[-1]]
        found += [0] * (self.tokens - len(found))
        place = self.model.get_input_embeddings().weight.device
        return self.model(torch.tensor([found], device=place))[0]


class Source(Protocol):
    """Gives networks made ready for inference, on a device and in a number type; each call makes them anew.

    digest: tells these weights from others. costs: see Costs. Raise MissingWeights where files are missing or wrong.
    """

    name: str
    digest: str
    costs: Costs

    def text(self, device: torch.device, dtype: torch.dtype) -> TextEncoder: ...

    def lines(self, device: torch.device, dtype: torch.dtype) -> LineExtractor: ...

    def vae(self, device: torch.device, dtype: torch.dtype) -> AutoencoderKLCogVideoX: ...

    def memory(self, device: torch.device, dtype: torch.dtype) -> MemoryEncoder: ...

    def denoising(self, device: torch.device, dtype: torch.dtype) -> Networks: ...
