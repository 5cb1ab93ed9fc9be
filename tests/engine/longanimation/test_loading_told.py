"""What is told while networks load: whichever of them it is, and whatever was said before."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import torch
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import AutoencoderKLCogVideoX
from shots import drawn

from engine.longanimation.models.memory_encoder import MemoryEncoder
from engine.longanimation.networks import TextEncoder
from engine.longanimation.sampling import Networks
from engine.longanimation.shot import Workshop, color
from engine.longanimation.tiny import TinySource
from engine.protocol.messages import Progress


class Watched(TinySource):
    """Notes what was told last when each network is loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.told, self.loaded = "", list[tuple[str, str]]()

    def text(self, device: torch.device, dtype: torch.dtype) -> TextEncoder:
        self.loaded.append(("text", self.told))
        return super().text(device, dtype)

    def vae(self, device: torch.device, dtype: torch.dtype) -> AutoencoderKLCogVideoX:
        self.loaded.append(("vae", self.told))
        return super().vae(device, dtype)

    def memory(self, device: torch.device, dtype: torch.dtype) -> MemoryEncoder:
        self.loaded.append(("memory", self.told))
        return super().memory(device, dtype)

    def denoising(self, device: torch.device, dtype: torch.dtype) -> Networks:
        self.loaded.append(("denoising", self.told))
        return super().denoising(device, dtype)


def test_loading_is_said_while_networks_load_and_not_once_they_are_there(make_shot: Callable, tmp_path: Path) -> None:
    watched = Watched()
    request = drawn(make_shot, tmp_path, 9, keys=(1, 5), cut=[(1, 5), (5, 9)]).request
    said: list[tuple[int, str]] = []
    for event in color("longanimation", "1", request, lambda: False, Workshop(watched)):
        if isinstance(event, Progress):
            watched.told = event.stage
            said.append((event.segment, event.stage))
    assert sorted(name for name, _ in watched.loaded) == ["denoising", "memory", "text", "vae"]
    assert {told for _, told in watched.loaded} == {"loading"}
    assert len([stage for _, stage in said if stage == "loading"]) == 4, "once for each"
    for (_, before), (_, after) in pairwise(said):
        assert (before, after) != ("loading", "loading"), "what is done with a network is named, too"
    assert [stage for segment, stage in said if segment == 1][:2] == ["reading", "encoding"], "they are there by then"
