"""Takes one segment through every stage in each memory tier, with random weights: seconds, and memory at most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import AutoencoderKLCogVideoX
from torch import nn

from engine.longanimation.bench.denoising import Bench, our_steps
from engine.longanimation.bench.probe import Probe
from engine.longanimation.bench.report import Report
from engine.longanimation.bench.scale import SLOTS, Scale, Segment, Size, built, clip, networks, segment
from engine.longanimation.codec import Codec, pixels
from engine.longanimation.models.line_extractor import LineExtractor
from engine.longanimation.models.memory_encoder import MemoryEncoder
from engine.longanimation.networks import Costs, TextEncoder
from engine.longanimation.plan import Plan, Tier
from engine.longanimation.sampling import Networks
from engine.longanimation.settings import official, product
from engine.longanimation.stages import Stages
from engine.longanimation.tiny import letters

BYTES = 2  # of a weight


class RandomSource:
    """Networks of a scale with random weights, as the product's stages ask for them."""

    name = "random"
    digest = "random"

    def __init__(self, scale: Scale) -> None:
        self._scale = scale
        meta = torch.device("meta")
        parts = networks(scale, meta, torch.bfloat16)
        transformer = _bytes(parts.transformer)
        dglm = 0 if parts.dglm is None else _bytes(parts.dglm)
        self.costs = Costs(
            text=_bytes(built(scale.text_encoder_made, meta, torch.bfloat16)),
            vae=_bytes(built(scale.vae_made, meta, torch.bfloat16)),
            memory=_bytes(built(scale.memory_encoder_made, meta, torch.bfloat16)),
            denoising=transformer + _bytes(parts.sketch_dit) + dglm,
            resting=dglm,
            largest_block=transformer // scale.transformer["num_layers"],
        )

    def text(self, device: torch.device, dtype: torch.dtype) -> TextEncoder:
        return TextEncoder(built(self._scale.text_encoder_made, device, dtype), letters, self._scale.text_shape[0])

    def lines(self, device: torch.device, dtype: torch.dtype) -> LineExtractor:
        return built(LineExtractor, device, dtype)

    def vae(self, device: torch.device, dtype: torch.dtype) -> AutoencoderKLCogVideoX:
        return built(self._scale.vae_made, device, dtype)

    def memory(self, device: torch.device, dtype: torch.dtype) -> MemoryEncoder:
        return built(self._scale.memory_encoder_made, device, dtype)

    def denoising(self, device: torch.device, dtype: torch.dtype) -> Networks:
        return networks(self._scale, device, dtype)


@dataclass(frozen=True)
class _Run:
    """One tier's way through a segment."""

    report: Report
    probe: Probe
    plan: Plan
    stages: Stages
    inputs: Segment
    size: Size
    steps: int

    def round(self) -> Iterator[tuple[str, float, float, float | None]]:
        """Every stage in order: its name, seconds to bring its networks, seconds of its work, peak memory in GB."""
        yield self._stage("text", self.stages.text, lambda found: found("a walk in the rain"))
        yield self._stage("lines encoded", self.stages.vae, self._encode)
        yield self._stage("history read", self.stages.memory, self._remember)
        yield self._stage("denoising", lambda: self.stages.denoising(official().speed), self._denoise)
        yield self._stage("frames decoded", self.stages.vae, self._decode)

    def _stage(
        self, name: str, enter: Callable[[], AbstractContextManager[Any]], work: Callable[[Any], object]
    ) -> tuple[str, float, float, float | None]:
        self.report.progress(0, 0, f"{self.plan.tier}, {name}")
        self.probe.reset_peak()
        begun = self.probe.now()
        with enter() as found:
            entered = self.probe.now()
            done = work(found)
        # a loop tells the time of a step, everything else takes what it takes
        seconds = done if isinstance(done, float) else self.probe.now() - entered
        return name, entered - begun, seconds, self.probe.peak()

    def _encode(self, vae: AutoencoderKLCogVideoX) -> None:
        Codec(vae, product()).sketch(clip(self.size, self.probe.device), torch.randn)

    def _remember(self, encoder: MemoryEncoder) -> None:
        width, height = self.size
        frames = np.random.default_rng(0).integers(0, 256, (product().stride, height, width, 3), dtype=np.uint8)
        history = encoder.extend(encoder.begin(), encoder.features(frames))
        encoder.global_memory(history)
        encoder.local_memory(history)

    def _denoise(self, parts: Networks) -> float:
        bench = Bench(self.report, self.probe, parts, self.inputs, self.steps)
        return self.probe.loop(our_steps(bench, self.plan.applied(official())), self.steps).step

    def _decode(self, vae: AutoencoderKLCogVideoX) -> None:
        for frames in Codec(vae, product()).decode(self.inputs.image[:, 1:SLOTS]):
            pixels(frames)


def measure(report: Report, scale: Scale, size: Size, device: torch.device, dtype: torch.dtype, steps: int) -> None:
    """Each tier twice through: what is loaded and found on the way counts in neither time of the second round."""
    source = RandomSource(scale)
    for tier in Tier:
        plan = Plan(device, dtype, tier)
        stages = Stages(source, plan)
        with report.attempt(f"tier {tier}"), torch.no_grad():
            run = _Run(report, Probe(device), plan, stages, segment(scale, size, device, dtype), size, steps)
            try:
                for _ in run.round():
                    pass
                _tell(report, tier, list(run.round()))
            finally:
                stages.close()


def _tell(report: Report, tier: Tier, told: list[tuple[str, float, float, float | None]]) -> None:
    for name, entered, seconds, peak in told:
        what = "a step of " if name == "denoising" else ""
        report.result(f"{tier}: {what}{name}", seconds, "s", f"its networks at hand after {entered:.2f} s")
        if peak is not None:
            report.result(f"{tier}: {name}, peak memory", peak, "GB")
    peaks = [peak for *_, peak in told if peak is not None]
    if peaks:
        report.result(f"{tier}: peak memory of a segment", max(peaks), "GB")


def _bytes(module: nn.Module) -> int:
    return BYTES * sum(value.numel() for value in module.state_dict().values())
