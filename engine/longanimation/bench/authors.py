"""The order of work in the authors' script, to be timed beside ours: everything anew in every step.

Their pipeline's loop (paper sections 3.1 to 3.4, released inference code): the control branch and the memory's
mappings run in each of the 50 steps, keys and values of the memory for both halves of the guidance, the cache of the
card is emptied before and after the memory, and each step reads one file of the segment before and writes its own, in
which the whole storage of the latents goes along. The networks are ours, with the attention that diffusers gives them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from diffusers.models.attention_processor import CogVideoXAttnProcessor2_0
from diffusers.schedulers.scheduling_dpm_cogvideox import CogVideoXDPMScheduler
from torch import Tensor

from engine.longanimation.bench.scale import Segment
from engine.longanimation.models.attention import SDPA
from engine.longanimation.models.cogvideox import attend_with
from engine.longanimation.models.dglm import DGLM
from engine.longanimation.models.rope import rotary_positions
from engine.longanimation.sampling import OFFSET, Networks
from engine.longanimation.schedule import SCHEDULE

STEPS = 50
SHARED = 4  # latents that two segments share
FUSED_FROM = 31
GUIDANCE = 6.0


def denoise_as_authors(
    networks: Networks, segment: Segment, generator: torch.Generator, folder: Path
) -> Iterator[Tensor]:
    """Latents [1, F, c, h, w] after each of 50 steps. `folder` holds 0.pt .. 49.pt, see `write_tails`.

    `generator` is of the device; the first draw, for the reference's posterior, is made and left.
    """
    with _stock_attention(networks):
        yield from _steps(networks, segment, generator, folder)


@torch.no_grad()
def _steps(networks: Networks, segment: Segment, generator: torch.Generator, folder: Path) -> Iterator[Tensor]:
    device, dtype = segment.image.device, segment.image.dtype
    scheduler = CogVideoXDPMScheduler(**SCHEDULE, snr_shift_scale=1.0)
    scheduler.set_timesteps(STEPS, device=device)
    _, frames, channels, height, width = segment.shape
    torch.randn((1, channels, 1, height, width), generator=generator, device=device, dtype=dtype)
    latents = torch.randn(segment.shape, generator=generator, device=device, dtype=dtype)
    head_dim = networks.transformer.config["attention_head_dim"]
    rope = rotary_positions(frames, height, width, head_dim=head_dim, device=device)
    ofs = latents.new_full((1,), OFFSET)
    texts = torch.cat([segment.no_text, segment.text])
    before = None
    for index, time in enumerate(scheduler.timesteps):
        tail = torch.load(folder / f"{index}.pt", weights_only=True).to(device)
        image = torch.cat([segment.image] * 2)
        seen = torch.cat([torch.cat([latents] * 2), image], dim=2)
        times = time.expand(2)
        control = networks.sketch_dit(
            torch.cat([torch.cat([segment.sketch] * 2), image], dim=2), texts, times, ofs, rope
        )
        torch.cuda.empty_cache()
        assert networks.dglm is not None
        control = _remembered(networks.dglm, segment.memory, control) + control
        torch.cuda.empty_cache()
        free, told = networks.transformer(seen, texts, times, ofs, rope, control=control).float().chunk(2)
        velocity = free + GUIDANCE * (told - free)
        earlier = scheduler.timesteps[index - 1] if index else None
        latents, before = scheduler.step(
            velocity, before, time, earlier, latents, generator=generator, return_dict=False  # pyright: ignore[reportArgumentType]
        )  # fmt: skip
        latents = latents.to(dtype)
        if index >= FUSED_FROM:
            for k in range(1, SHARED + 1):
                latents[:, k + 1] = 0.2 * (5 - k) * tail[:, k - 1] + 0.2 * k * latents[:, k + 1]
        torch.save(latents[:, -SHARED:], folder / f"{index}.pt")
        yield latents


def _remembered(dglm: DGLM, memory: tuple[Tensor, Tensor], control: Tensor) -> Tensor:
    """The DGLM with its keys and values made on the spot, repeated to the batch before they are projected."""
    whole, hidden, batch = torch.cat(memory, dim=3), control, len(control)
    for index in range(dglm.depth):
        attention, feed_forward = (dglm.get_submodule(f"layers.{index}.{part}") for part in (0, 1))
        key = dglm.get_submodule(f"key_mapping_{index}")(whole[:, 0, index]).repeat_interleave(batch, dim=0)
        value = dglm.get_submodule(f"value_mapping_{index}")(whole[:, 1, index]).repeat_interleave(batch, dim=0)
        hidden = attention(hidden, attention.keys(key), attention.values(value)) + hidden  # pyright: ignore[reportCallIssue]
        hidden = feed_forward(hidden) + hidden
    return hidden @ dglm.proj_out


def write_tails(folder: Path, tails: Tensor) -> None:
    """What the segment before would have left: the shared slots [50, 1, 4, c, h, w], a file for each step."""
    for index, tail in enumerate(tails):
        torch.save(tail.clone(), folder / f"{index}.pt")


@contextmanager
def _stock_attention(networks: Networks) -> Iterator[None]:
    models = (networks.transformer, networks.sketch_dit)
    try:
        for model in models:
            model.set_attn_processor(CogVideoXAttnProcessor2_0())
        yield
    finally:
        for model in models:
            attend_with(model, SDPA)
