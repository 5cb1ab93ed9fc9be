"""What a run has learned so far as a source of networks, so that shots are colored with it as the product does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

import torch
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import AutoencoderKLCogVideoX
from torch import Tensor, nn

from engine.longanimation.kept import digest
from engine.longanimation.models.dglm import DGLM, ProjectedMemory
from engine.longanimation.models.line_extractor import LineExtractor
from engine.longanimation.models.memory_encoder import MemoryEncoder
from engine.longanimation.networks import Costs, TextEncoder
from engine.longanimation.sampling import Networks
from engine.training.longanimation.checkpoints import load
from engine.training.longanimation.configs import CONFIGS, STAGES, Config, Stage, TrainingError
from engine.training.longanimation.networks import Parts, build
from engine.training.longanimation.run import folder_of, inherit

M = TypeVar("M", bound=nn.Module)
Remembers = Literal["both", "local", "global", "nothing"]
"""Which memory the networks see: the ablations of the paper's Table 2."""


class RunSource:
    """A run's networks, of the stages up to `until` that it has been through. Raises TrainingError where it is none."""

    name = "run"

    def __init__(self, folder: Path, remembers: Remembers = "both", until: Stage = STAGES[-1]) -> None:
        wanted: tuple[Stage, ...] = STAGES[: STAGES.index(until) + 1]
        known: dict[Stage, Mapping[str, Any]] = {}
        for stage in wanted:
            if (state := load(folder_of(folder, stage))) is not None:
                known[stage] = state.facts
        if not known:
            raise TrainingError(f'There is no run in "{folder}": name the folder that was trained into.')
        self.config: Config = CONFIGS[next(iter(known.values()))["config"]]
        self.steps: dict[Stage, int] = {stage: int(facts["step"]) for stage, facts in known.items()}
        self.digest = digest(self.config.name, sorted(self.steps.items()), remembers)
        self._folder, self._remembers = folder, remembers
        size = 1 << 27
        self.costs = Costs(text=size, vae=size, memory=size, denoising=size, resting=size, largest_block=size)

    def text(self, device: torch.device, dtype: torch.dtype) -> TextEncoder:
        parts = self.parts(device)
        _ready(parts.text.model, dtype)
        return parts.text

    def lines(self, device: torch.device, dtype: torch.dtype) -> LineExtractor:
        raise TrainingError("A run has no line extractor; its clips are line art.")

    def vae(self, device: torch.device, dtype: torch.dtype) -> AutoencoderKLCogVideoX:
        return _ready(self.parts(device).vae, dtype)

    def memory(self, device: torch.device, dtype: torch.dtype) -> MemoryEncoder:
        return _ready(self.parts(device).memory, dtype)

    def denoising(self, device: torch.device, dtype: torch.dtype) -> Networks:
        parts = self.parts(device)
        dglm = None
        if "2" in self.steps and self._remembers != "nothing":
            dglm = _ready(parts.dglm, dtype)
            dglm.__class__ = {"both": DGLM, "local": _Local, "global": _Global}[self._remembers]
        return Networks(_ready(parts.transformer, dtype), _ready(parts.sketch_dit, dtype), dglm)

    def parts(self, device: torch.device) -> Parts:
        """All networks, with what the run has learned."""
        parts = build(self.config, device)
        inherit(self.config, parts, self._folder, self.steps)
        return parts


class _Local(DGLM):
    """Sees the last frames alone."""

    def project(self, global_memory: Tensor, local_memory: Tensor) -> ProjectedMemory:
        return super().project(global_memory[:, :, :, :0], local_memory)


class _Global(DGLM):
    """Sees the whole history alone."""

    def project(self, global_memory: Tensor, local_memory: Tensor) -> ProjectedMemory:
        return super().project(global_memory, local_memory[:, :, :, :0])


def _ready(module: M, dtype: torch.dtype) -> M:
    nn.Module.to(module, dtype)  # diffusers' own warns of what is not there
    return module.requires_grad_(False).eval()
