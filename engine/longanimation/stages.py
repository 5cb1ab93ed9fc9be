"""The networks on the device, one stage at a time where the plan says so: no two large ones are there at once."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import psutil
import torch
from diffusers.hooks.layerwise_casting import apply_layerwise_casting
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import AutoencoderKLCogVideoX
from torch import nn

from engine.longanimation.codec import Codec
from engine.longanimation.computing import Computing
from engine.longanimation.conveyor import ride
from engine.longanimation.models.line_extractor import LineExtractor
from engine.longanimation.models.memory_encoder import MemoryEncoder
from engine.longanimation.networks import Source, TextEncoder
from engine.longanimation.options import SpeedOptions
from engine.longanimation.plan import GB, Plan, Tier
from engine.longanimation.preview import LatentPreview
from engine.longanimation.sampling import Networks
from engine.longanimation.settings import Settings

log = logging.getLogger(__name__)
T = TypeVar("T")
CPU = torch.device("cpu")
HOST_MARGIN = 8 * GB  # bytes of the computer's own memory that resting networks leave free
UNCAST = ("patch_embed", "norm", "proj_out", "zero_conv", "time_embedding", "ofs_embedding")  # too fine for 8 bits


@dataclass
class _Loaded:
    """A stage's network or networks. `streamed`: its blocks come and go by themselves."""

    thing: Any
    modules: tuple[nn.Module, ...]
    streamed: bool = False
    computing: Computing | None = None


class Stages:
    """Loads each stage when it is first needed and lets it rest, or go, when another one is."""

    def __init__(self, source: Source, plan: Plan) -> None:
        self.source, self.plan = source, plan
        self._loaded: dict[str, _Loaded] = {}
        self._preview: LatentPreview | None = None
        self.way = ""

    def lacks(self, stage: str) -> bool:
        """Whether what the method of this name gives has still to be loaded."""
        return self._preview is None if stage == "preview" else stage not in self._loaded

    def preview(self, settings: Settings) -> LatentPreview:
        """How latents look, as this VAE decodes them."""
        if self._preview is None:
            with self.vae() as vae:
                self._preview = LatentPreview(Codec(vae, settings))
        return self._preview

    @contextmanager
    def text(self) -> Iterator[TextEncoder]:
        yield self._entered("text", self.source.text, lambda found: (found.model,), self._stream_text)

    @contextmanager
    def lines(self) -> Iterator[LineExtractor]:
        yield self._entered("lines", self.source.lines, lambda found: (found,), None)

    @contextmanager
    def vae(self) -> Iterator[AutoencoderKLCogVideoX]:
        yield self._entered("vae", self._tiled, lambda found: (found,), None)

    @contextmanager
    def memory(self) -> Iterator[MemoryEncoder]:
        yield self._entered("memory", self.source.memory, lambda found: (found,), self._stream_memory)

    @contextmanager
    def denoising(self, speed: SpeedOptions) -> Iterator[Networks]:
        """The networks that denoise, computing as `speed` says; `way` then tells how that is."""

        def parts(found: Networks) -> tuple[nn.Module, ...]:
            return (found.transformer, found.sketch_dit, *(() if found.dglm is None else (found.dglm,)))

        networks = self._entered("denoising", self.source.denoising, parts, self._stream_denoising)
        loaded = self._loaded["denoising"]
        if loaded.computing is None:
            loaded.computing = Computing(networks, self.plan.device, self.plan.dtype)
        may_compile = self.plan.device.type == "cuda" and not self.plan.streams
        with loaded.computing.as_wished(speed, may_compile) as self.way:
            yield networks

    def close(self) -> None:
        """Let everything go."""
        self._loaded.clear()
        self._sweep()

    def _entered(
        self,
        name: str,
        load: Callable[[torch.device, torch.dtype], T],
        modules: Callable[[T], tuple[nn.Module, ...]],
        stream: Callable[[T], None] | None,
    ) -> T:
        plan = self.plan
        if plan.tier is not Tier.RESIDENT:
            self._clear_for(name)
        loaded = self._loaded.get(name)
        if loaded is None:
            streamed = plan.streams and stream is not None
            thing = load(CPU if streamed else plan.device, plan.dtype)
            loaded = self._loaded[name] = _Loaded(thing, modules(thing), streamed)
            if streamed and stream is not None:
                stream(thing)
        elif not loaded.streamed:
            for module in loaded.modules:
                module.to(plan.device)
        return loaded.thing

    def _clear_for(self, name: str) -> None:
        """Off the device with the others: to rest in the computer's memory where there is room, else away."""
        others = [other for other in self._loaded if other != name]
        for other in others:
            loaded = self._loaded[other]
            size = sum(value.nbytes for module in loaded.modules for value in module.state_dict().values())
            room = psutil.virtual_memory().available - HOST_MARGIN
            if self.plan.device.type == "cpu" or size >= room:  # as much again must be free where it rests already
                del self._loaded[other]
            elif not loaded.streamed:
                for module in loaded.modules:
                    module.to(CPU)
            del loaded  # or it would outlive the sweep
        if others:
            self._sweep()

    def _sweep(self) -> None:
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
            torch.accelerator.empty_host_cache()  # where streamed layers rested

    def _tiled(self, device: torch.device, dtype: torch.dtype) -> AutoencoderKLCogVideoX:
        vae = self.source.vae(device, dtype)
        vae.enable_tiling()
        return vae

    def _stream_text(self, found: TextEncoder) -> None:
        ride(found.model, found.model.encoder.block, self.plan.device)

    def _stream_memory(self, found: MemoryEncoder) -> None:
        ride(found, found.language.layers, self.plan.device, "keys_values")

    def _stream_denoising(self, found: Networks) -> None:
        for network in (found.transformer, found.sketch_dit):
            if self.plan.tier is Tier.COMPACT:
                apply_layerwise_casting(
                    network, torch.float8_e4m3fn, self.plan.dtype, skip_modules_pattern=UNCAST, non_blocking=False
                )
            ride(network, network.transformer_blocks, self.plan.device)
        if found.dglm is not None:
            found.dglm.to(self.plan.device)
