"""Counts the floating-point operations of one segment: real networks on the meta device, the real loop's passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from engine.longanimation.bench.report import Report
from engine.longanimation.bench.scale import (
    FULL,
    LEAST,
    SLOTS,
    Scale,
    Segment,
    Size,
    built,
    clip,
    networks,
    segment,
)
from engine.longanimation.codec import Codec
from engine.longanimation.fusion import Fusion, join_of
from engine.longanimation.models.dglm import ProjectedMemory
from engine.longanimation.noise import NoisePlan
from engine.longanimation.options import SpeedOptions
from engine.longanimation.sampling import denoise
from engine.longanimation.settings import PRESETS, Settings, official, product

TERA, PETA = 1e12, 1e15
META = torch.device("meta")
AUTHORS_STEPS = 50
BOTH = 2  # halves of classifier-free guidance


@dataclass(frozen=True)
class Floor:
    """What one pass needs by the networks' formulas with nothing left out or shared, in TFLOP at batch 1."""

    linear: float
    attention: float
    control: float
    dglm: float
    decode: float
    encode: float

    @property
    def step(self) -> float:
        """Of a guided step, with control and memory, in TFLOP."""
        return BOTH * (self.linear + self.attention + self.control + self.dglm)


FLOORS: dict[Size, Floor] = {  # 81 frames, 226 tokens of text, 6 control blocks, 6.5k tokens of memory; VAE untiled
    (1024, 576): Floor(243.3, 337.4, 83.5, 22.3, 888, 418),
    (1360, 768): Floor(429.2, 1050.0, 212.2, 38.5, 1572, 741),
}


@dataclass(frozen=True)
class Counted:
    """Operations of one pass at batch 1; `project` is the memory's, which is done once a segment."""

    linear: int
    attention: int
    control: int
    control_attention: int
    dglm: int
    project: int
    decode: int
    encode: int

    @property
    def transformer(self) -> int:
        return self.linear + self.attention


@dataclass(frozen=True)
class Passes:
    """How often the loop goes through each network in one segment; a pass with both halves counts twice."""

    transformer: int
    control: int
    dglm: int

    def operations(self, one: Counted) -> int:
        """Of one segment."""
        return self.transformer * one.transformer + self.control * one.control + self.dglm * one.dglm + one.project


def report_operations(report: Report, sizes: tuple[Size, ...], scale: Scale = FULL) -> None:
    """Count and tell for each size, beside the floor where it is known for that size."""
    plans = {name: passes(settings) for name, settings in _plans().items()}
    for at, size in enumerate(sizes):
        report.progress(at, len(sizes), f"counting operations, {size[0]}x{size[1]}")
        one = count(size, scale)
        floor = FLOORS.get(size) if scale is FULL else None
        _tell_parts(report, f"{size[0]}x{size[1]}", one, floor)
        _tell_segments(report, f"{size[0]}x{size[1]}", one, floor, plans)


def count(size: Size, scale: Scale = FULL) -> Counted:
    """Run each network once on the meta device, which computes nothing but shapes."""
    parts = networks(scale, META, torch.bfloat16)
    assert parts.dglm is not None
    inputs = segment(scale, size, META, torch.bfloat16)
    tokens, heads = _tokens(inputs, scale), scale.transformer
    rope = (torch.empty(tokens, heads["attention_head_dim"], device=META),) * 2
    one, seen = torch.empty(1, device=META), torch.cat([inputs.sketch, inputs.image], dim=2)
    signal = torch.empty(1, tokens, heads["num_attention_heads"] * heads["attention_head_dim"], device=META)
    signal = signal.to(torch.bfloat16)
    linear, attention = _counted(
        lambda: parts.transformer(seen, inputs.text, one, one.bfloat16(), rope, control=signal)
    )
    control, control_attention = _counted(lambda: parts.sketch_dit(seen, inputs.text, one, one.bfloat16(), rope))
    memories: list[ProjectedMemory] = []
    project = _counted(lambda: memories.append(parts.dglm.project(*inputs.memory)))  # pyright: ignore[reportOptionalMemberAccess]
    dglm = _counted(lambda: parts.dglm(signal, memories[0]))  # pyright: ignore[reportOptionalCall]
    decode, encode = _vae(size, scale)
    return Counted(
        linear, attention, control + control_attention, control_attention, sum(dglm), sum(project), decode, encode
    )


def _vae(size: Size, scale: Scale) -> tuple[int, int]:
    codec = Codec(built(scale.vae_made, META, torch.bfloat16), product())
    latents = segment(scale, size, META, torch.bfloat16).image[:, 1:SLOTS]
    decode = _counted(lambda: list(codec.decode(latents)))
    encode = _counted(lambda: codec.sketch(clip(size, META), torch.empty))
    return sum(decode), sum(encode)


def _counted(work: Callable[[], object]) -> tuple[int, int]:
    """Operations outside of attention, and of attention: on the meta device its two products alone are batched."""
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        work()
    found = {str(name): operations for name, operations in counter.get_flop_counts()["Global"].items()}
    attention = sum(operations for name, operations in found.items() if "bmm" in name or "attention" in name)
    return sum(found.values()) - attention, attention


def _tokens(inputs: Segment, scale: Scale) -> int:
    _, slots, _, height, width = inputs.shape
    side, depth = scale.transformer["patch_size"], scale.transformer["patch_size_t"]
    return slots // depth * (height // side) * (width // side)


def passes(settings: Settings) -> Passes:
    """Color one segment with small networks in the real loop and count.

    What the residual cache skips depends on the pictures; here it skips nothing.
    """
    device = torch.device("cpu")
    parts, inputs = networks(LEAST, device, torch.float32), segment(LEAST, (32, 32), device, torch.float32)
    counts = [_counting(network) for network in (parts.transformer, parts.sketch_dit, parts.dglm)]
    plain = replace(settings, speed=replace(settings.speed, residual_threshold=0.0))
    noise = NoisePlan("shared", 0).segment(1, 0, inputs.shape, settings.steps)
    for _ in denoise(parts, inputs.conditions(parts.dglm), plain, noise, Fusion(join_of(plain))):
        pass
    return Passes(*(sum(batches) for batches in counts))


def _counting(network: nn.Module | None) -> list[int]:
    """The batch of every pass through a network from now on."""
    assert network is not None
    batches: list[int] = []

    def note(_: nn.Module, given: tuple[Tensor, ...]) -> None:
        batches.append(len(given[0]))

    network.register_forward_pre_hook(note)
    return batches


def _plans() -> dict[str, Settings]:
    plans = {"official": official()}
    for name, preset in PRESETS.items():
        plans[name] = replace(product(), **preset)
    return plans


def _tell_parts(report: Report, size: str, one: Counted, floor: Floor | None) -> None:
    def tell(name: str, operations: float, least: float | None) -> None:
        beside = "" if least is None else f"floor {least:g}, ratio {operations / TERA / least:.3f}"
        report.result(f"{size}: {name}", operations / TERA, "TFLOP", beside)

    tell("DiT, linear layers, one pass", one.linear, floor and floor.linear)
    tell("DiT, attention, one pass", one.attention, floor and floor.attention)
    tell("control branch, one pass", one.control, floor and floor.control)
    tell("control branch, of it attention", one.control_attention, None)
    tell("DGLM, one pass", one.dglm, None)
    tell("DGLM, memory, once a segment", one.project, None)
    tell("DGLM with its memory", one.dglm + one.project, floor and floor.dglm)
    tell("VAE, lines encoded, untiled", one.encode, floor and floor.encode)
    tell("VAE, frames decoded, untiled", one.decode, floor and floor.decode)
    step = BOTH * (one.transformer + one.control + one.dglm)
    tell("guided step", step, floor and floor.step)


def _tell_segments(report: Report, size: str, one: Counted, floor: Floor | None, plans: dict[str, Passes]) -> None:
    for name, plan in plans.items():
        least = None if floor is None else AUTHORS_STEPS * floor.step * TERA
        operations = plan.operations(one)
        remark = f"passes: DiT {plan.transformer}, control {plan.control}, DGLM {plan.dglm}"
        if name in PRESETS and PRESETS[name]["speed"].residual_threshold > SpeedOptions().residual_threshold:
            remark += "; what the residual cache skips comes off"
        report.result(f"{size}: a segment, {name}", operations / PETA, "PFLOP", remark)
        if least is not None:
            beside = f"floor {least / PETA:.1f} PFLOP: 50 guided steps"
            report.result(f"{size}: a segment, {name}, ours/floor", operations / least, "times", beside)
