"""The networks that are trained or only used while others are: made anew from a seed, or the released ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import AutoencoderKLCogVideoX
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint
from transformers import T5EncoderModel

from engine.longanimation.models.controlled_transformer import ControlledTransformer
from engine.longanimation.models.dglm import DGLM
from engine.longanimation.models.memory_config import prompt_of
from engine.longanimation.models.memory_encoder import MemoryEncoder
from engine.longanimation.models.sketch_dit import SketchDiT
from engine.longanimation.networks import TextEncoder
from engine.longanimation.sampling import Networks
from engine.longanimation.tiny import letters
from engine.training.longanimation.configs import TRAINED, Config, Module, Sizes, Stage


@dataclass(frozen=True)
class Parts:
    """All networks of a model, on one device."""

    text: TextEncoder
    vae: AutoencoderKLCogVideoX
    memory: MemoryEncoder
    transformer: ControlledTransformer
    sketch_dit: SketchDiT
    dglm: DGLM

    def module(self, name: Module) -> nn.Module:
        """One of those that can be trained."""
        return {
            "vae": self.vae, "transformer": self.transformer, "sketch_dit": self.sketch_dit, "dglm": self.dglm,
        }[name]  # fmt: skip

    def denoising(self, with_memory: bool) -> Networks:
        """As the product's sampling takes them."""
        return Networks(self.transformer, self.sketch_dit, self.dglm if with_memory else None)

    @property
    def all(self) -> tuple[nn.Module, ...]:
        return self.text.model, self.vae, self.memory, self.transformer, self.sketch_dit, self.dglm

    @property
    def device(self) -> torch.device:
        return self.transformer.device

    @property
    def dtype(self) -> torch.dtype:
        """Of what is given to the networks."""
        return self.transformer.dtype


def build(config: Config, device: torch.device) -> Parts:
    """The networks before any training. Raises WeightsNotFetched where released ones are wanted and not here."""
    return _made(config.sizes, config.seed, device) if config.sizes is not None else _released(device)


def begin(parts: Parts, stage: Stage, seed: int | None, held: bool = False) -> None:
    """Freeze everything but what this stage trains, which is held in 32 bits; where it is `held`, that too, as it is.

    With a `seed` that one is begun anew as the paper says: the SketchDiT as the base's first blocks with a control
    signal of zero, the DGLM so that it adds nothing at first. Without, training goes on from the weights it has.
    """
    for module in parts.all:
        module.requires_grad_(False).eval()
    if stage == "1" and seed is not None:
        start_from_base(parts.sketch_dit, parts.transformer)
    elif stage == "2" and seed is not None:
        start_anew(parts.dglm, seed)
    if not held:
        parts.module(TRAINED[stage]).float().requires_grad_(True)


def start_from_base(sketch_dit: SketchDiT, base: ControlledTransformer) -> None:
    """The base's embeddings and as many first blocks as there are; the head gives zero."""
    known = base.state_dict()
    wanted = {name: known[name] for name in sketch_dit.state_dict() if name != "zero_conv.weight"}
    wanted["zero_conv.weight"] = torch.zeros_like(sketch_dit.zero_conv.weight)
    sketch_dit.load_state_dict(wanted)


def start_anew(dglm: DGLM, seed: int) -> None:
    """Weights drawn from the seed; the way out gives zero."""
    with seeded(seed):
        for module in dglm.modules():
            if isinstance(module, nn.Linear | nn.LayerNorm):
                module.reset_parameters()
    nn.init.zeros_(dglm.proj_out)


def recompute(module: nn.Module) -> None:
    """Have a transformer's blocks keep only what goes into them and compute again on the way back."""
    for block in module.get_submodule("transformer_blocks").children():
        block.__dict__["forward"] = _Recomputed(block.forward)


class _Recomputed:
    def __init__(self, forward: Any) -> None:  # noqa: ANN401 - a block's method
        self._forward = forward

    def __call__(self, **given: Any) -> tuple[Tensor, Tensor]:  # noqa: ANN401 - whatever the block takes
        if not torch.is_grad_enabled():
            return self._forward(**given)
        return checkpoint(self._forward, use_reentrant=False, **given)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Weights made inside follow from the seed; the global generator is as it was afterwards."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


def _made(sizes: Sizes, seed: int, device: torch.device) -> Parts:
    with seeded(seed):
        parts = Parts(
            TextEncoder(T5EncoderModel(sizes.text), letters, sizes.transformer["max_text_seq_length"]),
            AutoencoderKLCogVideoX(**sizes.vae),
            MemoryEncoder(sizes.language, sizes.tower, prompt_of(letters)),
            ControlledTransformer(**sizes.transformer, num_layers=sizes.blocks),
            SketchDiT(**sizes.transformer, num_layers=sizes.control_blocks),
            DGLM(**sizes.dglm),
        )
    for module in parts.all:
        nn.Module.to(module, device)
    return parts


def _released(device: torch.device) -> Parts:
    from engine.longanimation.released import released

    source, dtype = released(), torch.bfloat16
    networks = source.denoising(device, dtype)
    assert networks.dglm is not None
    return Parts(
        source.text(device, dtype),
        source.vae(device, dtype),
        source.memory(device, dtype),
        networks.transformer,
        networks.sketch_dit,
        networks.dglm,
    )
