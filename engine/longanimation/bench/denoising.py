"""Times the denoising of one segment: the authors' order, ours at equal numbers, each speed option, the presets."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine.longanimation.bench import authors, kernels
from engine.longanimation.bench.probe import Probe, Timed
from engine.longanimation.bench.report import Report
from engine.longanimation.bench.scale import Scale, Segment, Size, networks, segment
from engine.longanimation.fusion import Edges, Fusion, join_of
from engine.longanimation.models.attention import SDPA, Kernel, choose_kernel
from engine.longanimation.models.cogvideox import attend_with
from engine.longanimation.models.rope import rotary_positions
from engine.longanimation.noise import NoisePlan
from engine.longanimation.options import SpeedOptions
from engine.longanimation.sampling import OFFSET, Controls, Networks, Step, denoise
from engine.longanimation.settings import PRESETS, Settings, official, product

SEED = 1
CARD = 24.0  # GB of the cards that coloring at full size is meant for


@dataclass(frozen=True)
class Bench:
    """What is measured, where. `steps`: how many of the loop's steps are run where all are alike."""

    report: Report
    probe: Probe
    networks: Networks
    segment: Segment
    steps: int

    @property
    def dtype(self) -> torch.dtype:
        return self.segment.image.dtype

    @contextmanager
    def attending(self, kernel: Kernel) -> Iterator[None]:
        """Have both transformers compute their attention so, for a while."""
        models = (self.networks.transformer, self.networks.sketch_dit)
        try:
            for model in models:
                attend_with(model, kernel)
            yield
        finally:
            for model in models:
                attend_with(model, SDPA)

    def tails(self, steps: int) -> Tensor:
        """What the segment before left of its end after so many steps: noise [steps, 1, 4, c, h, w] on the CPU."""
        _, _, channels, height, width = self.segment.shape
        generator = torch.Generator().manual_seed(SEED)
        shape = (steps, 1, authors.SHARED, channels, height, width)
        return torch.randn(shape, generator=generator).to(self.dtype)


def measure(report: Report, scale: Scale, size: Size, device: torch.device, dtype: torch.dtype, steps: int) -> None:
    """Everything, each part by itself: what fails or does not fit is told, and the rest goes on."""
    probe = Probe(device)
    probe.reset_peak()
    begun = probe.now()
    bench = Bench(report, probe, networks(scale, device, dtype), segment(scale, size, device, dtype), steps)
    report.result("networks of the loop, random weights made on the device", probe.now() - begun, "s")
    bench.report.peak("networks of the loop, weights alone", bench.probe)
    reference: list[float] = []
    with report.attempt("the authors' order"):
        reference.append(_authors(bench))
    beside = reference[0] if reference else None
    with report.attempt("the product's loop"):
        _tell_run(bench, "ours, equal numbers", official(), beside)
    with report.attempt("the networks one by one"):
        _shares(bench)
    _presets(bench, beside)
    _options(bench)
    best = _kernels(bench, beside)
    with report.attempt(f"a card of {CARD:g} GB"):
        _on_small_card(bench)
    with report.attempt("compiled blocks"):
        _compiled(bench, beside, best)


def authors_steps(bench: Bench, folder: Path) -> Iterator[Tensor]:
    """The authors' order on this segment; the same start, noise and neighbour as `our_steps` with official settings."""
    authors.write_tails(folder, bench.tails(authors.STEPS))
    generator = torch.Generator(bench.probe.device).manual_seed(SEED)
    return authors.denoise_as_authors(bench.networks, bench.segment, generator, folder)


def our_steps(bench: Bench, settings: Settings, controls: Controls | None = None) -> Iterator[Step]:
    """The product's loop on this segment, its memory projected in the time of the first step."""
    join = join_of(settings)
    tails = bench.tails(settings.steps)[join.first_step :]
    edges = Edges(tails, tails, join.recipe)
    fusion = Fusion(join, edges, keep_as=bench.dtype)
    noise = NoisePlan("shared", SEED).segment(1, settings.stride, bench.segment.shape, settings.steps)
    conditions = bench.segment.conditions(bench.networks.dglm)
    yield from denoise(bench.networks, conditions, settings, noise, fusion, controls=controls)


def _authors(bench: Bench) -> float:
    """Seconds of a segment."""
    name = "authors' order"
    with tempfile.TemporaryDirectory(prefix="shiage-bench-", ignore_cleanup_errors=True) as folder:
        steps = authors_steps(bench, Path(folder))
        bench.probe.reset_peak()
        timed = bench.probe.loop(steps, bench.steps, _progress(bench, bench.steps, name))
        steps.close()  # pyright: ignore[reportAttributeAccessIssue]  # a generator: gives our attention back
    seconds = timed.segment(authors.STEPS)
    _tell_timed(bench, name, timed, authors.STEPS, None)
    return seconds


def _tell_run(
    bench: Bench, name: str, settings: Settings, beside: float | None, remark: str = "", *, whole: bool = False
) -> Timed:
    """Run the product's loop, as a `whole` or for the steps wanted, and tell its times."""
    count = settings.steps if whole else min(bench.steps, settings.steps)
    bench.probe.reset_peak()
    timed = bench.probe.loop(our_steps(bench, settings), count, _progress(bench, count, name))
    _tell_timed(bench, name, timed, settings.steps, beside, remark)
    return timed


def _tell_timed(bench: Bench, name: str, timed: Timed, steps: int, beside: float | None, remark: str = "") -> None:
    bench.report.result(f"{name}: a step", timed.step, "s", remark)
    how = "measured" if len(timed.steps) == steps else f"{steps} times the middle of {len(timed.steps)} steps"
    seconds = timed.segment(steps)
    bench.report.result(f"{name}: a segment of {steps} steps", seconds, "s", how)
    if beside is not None:
        bench.report.result(f"{name}: authors' segment / this one", beside / seconds, "times")
    bench.report.peak(name, bench.probe)


def _shares(bench: Bench) -> None:
    """Each network alone, both halves of the guidance at once."""
    with torch.no_grad():
        inputs, parts = bench.segment, bench.networks
        assert parts.dglm is not None
        _, frames, _, height, width = inputs.shape
        head_dim = parts.transformer.config["attention_head_dim"]
        rope = rotary_positions(frames, height, width, head_dim=head_dim, device=bench.probe.device)
        texts = torch.cat([inputs.no_text, inputs.text])
        seen = torch.cat([torch.cat([inputs.sketch, inputs.image], dim=2)] * 2)
        times, ofs = torch.full((2,), 500, device=bench.probe.device), inputs.image.new_full((1,), OFFSET)
        memory = inputs.conditions(parts.dglm).memory
        assert memory is not None
        control = parts.sketch_dit(seen, texts, times, ofs, rope)
        seconds = {
            "DiT": bench.probe.seconds(lambda: parts.transformer(seen, texts, times, ofs, rope, control=control)),
            "control branch": bench.probe.seconds(lambda: parts.sketch_dit(seen, texts, times, ofs, rope)),
            "DGLM": bench.probe.seconds(lambda: parts.dglm(control, memory, parts.dglm_chunk)),  # pyright: ignore[reportOptionalCall]
        }
        once = bench.probe.seconds(lambda: inputs.conditions(parts.dglm))
    for name, taken in seconds.items():
        share = f"{100 * taken / sum(seconds.values()):.1f} % of the networks' time in a step"
        bench.report.result(f"{name}, both halves", taken, "s", share)
    bench.report.result("DGLM, memory projected, once a segment", once, "s")


def _presets(bench: Bench, beside: float | None) -> None:
    """Whole segments, but of Final, whose steps are all alike."""
    for name, preset in PRESETS.items():
        settings = replace(product(), **preset)
        kernel = choose_kernel(bench.probe.device, bench.dtype, settings.speed.fast_attention)
        with bench.report.attempt(f"preset {name}"), bench.attending(kernel):
            _preset(bench, f"preset {name}", settings, beside)


def _preset(bench: Bench, name: str, settings: Settings, beside: float | None) -> None:
    if settings.speed.residual_threshold > 0:
        unskipped = replace(settings, speed=replace(settings.speed, residual_threshold=0.0))
        _tell_run(bench, f"{name}, nothing skipped", unskipped, beside, whole=True)
    with _blocks_run(bench) as run:
        _tell_run(bench, name, settings, beside, whole=replace(settings.speed, compiled=False) != SpeedOptions())
    if settings.speed.residual_threshold > 0:
        first, last = len(run[0]), len(run[1])
        remark = f"of {first}; random weights tell nothing of how many it would be"
        bench.report.result(f"{name}: passes whose blocks were skipped", first - last, "passes", remark)


def _options(bench: Bench) -> None:
    """Each speed option by itself, against equal numbers."""
    faster: dict[str, tuple[str, dict[str, Any]]] = {
        "halves one after the other": ("the same numbers in less memory", {"guidance_batched": False}),
        "step past the guided ones": ("", {"guidance_until": 0.0}),
        "step with interpolated control": ("", {"control_every": 10}),
    }
    for name, (remark, options) in faster.items():
        with bench.report.attempt(name):
            settings = replace(official(), speed=SpeedOptions(**options))
            bench.probe.reset_peak()
            timed = bench.probe.loop(our_steps(bench, settings), bench.steps, _progress(bench, bench.steps, name))
            bench.report.result(name, timed.step, "s", remark)
            bench.report.peak(name, bench.probe)
    with bench.report.attempt("another seed"):
        kept: Controls = {}
        bench.probe.loop(our_steps(bench, official(), kept), bench.steps)
        timed = bench.probe.loop(our_steps(bench, official(), kept), bench.steps)
        bench.report.result("step with another seed, control kept", timed.step, "s")
    with bench.report.attempt("residual cache"), _blocks_run(bench) as run:
        settings = replace(official(), speed=SpeedOptions(residual_threshold=1.0))
        timed = bench.probe.loop(our_steps(bench, settings), bench.steps)
        skipped = len(run[0]) - len(run[1])
        if skipped:
            remark = f"skipped in {skipped} of {len(run[0])} passes"
            bench.report.result("step whose blocks are skipped", min(timed.steps[1:]), "s", remark)


def _kernels(bench: Bench, beside: float | None) -> Kernel:
    """Ours at equal settings with every attention kernel that there is here; returns the fastest that is exact."""
    best, least = SDPA, bench.probe.loop(our_steps(bench, official()), bench.steps).step
    for kernel in kernels.others(bench.probe.device, bench.dtype, bench.report.note):
        name = f"attention by {kernel.name}"
        with bench.report.attempt(name), bench.attending(kernel):
            step = _tell_run(bench, name, official(), beside, kernel.reason).step
            if step < least and kernel.name in kernels.BACKENDS:
                best, least = kernel, step
    return best


def _on_small_card(bench: Bench) -> None:
    """The loop where no more than CARD GB may be taken."""
    device = bench.probe.device
    if device.type != "cuda":
        return
    whole = torch.cuda.get_device_properties(device).total_memory
    if whole <= CARD * 1e9:
        return
    torch.cuda.empty_cache()
    torch.cuda.set_per_process_memory_fraction(CARD * 1e9 / whole, device)
    try:
        for batched in (True, False):
            way = "halves at once" if batched else "halves one after the other"
            with bench.report.attempt(f"{CARD:g} GB, {way}"):
                settings = replace(official(), speed=SpeedOptions(guidance_batched=batched))
                timed = bench.probe.loop(our_steps(bench, settings), bench.steps)
                bench.report.result(f"{CARD:g} GB at most, {way}: a step", timed.step, "s", "it fits")
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0, device)


def _compiled(bench: Bench, beside: float | None, kernel: Kernel) -> None:
    """Last, for it stays: the blocks of both transformers compiled once for all, with the fastest exact kernel."""
    bench.networks.transformer.compile_repeated_blocks(fullgraph=True)
    bench.networks.sketch_dit.compile_repeated_blocks(fullgraph=True)
    name = f"compiled blocks, {kernel.name}"
    with bench.attending(kernel):
        taken = bench.probe.loop(our_steps(bench, official()), 1).steps[0]
        bench.report.result(f"{name}: first step, compiling included", taken, "s")
        _tell_run(bench, f"{name}, equal numbers", official(), beside)
        standard = replace(product(), **PRESETS["standard"])
        alone = replace(standard, speed=replace(standard.speed, guidance_until=0.0))
        bench.probe.loop(our_steps(bench, alone), 1)  # compiles for one half of the guidance
        _tell_run(bench, f"{name}, preset standard", standard, beside, whole=True)


@contextmanager
def _blocks_run(bench: Bench) -> Iterator[tuple[list[None], list[None]]]:
    """An entry for each time that the first block runs, and the last."""
    blocks = bench.networks.transformer.transformer_blocks
    counts: tuple[list[None], list[None]] = ([], [])

    def noting(entries: list[None]) -> Any:  # noqa: ANN401 - a hook
        def note(_: nn.Module, __: object) -> None:
            entries.append(None)

        return note

    hooks = [block.register_forward_pre_hook(noting(found)) for block, found in zip((blocks[0], blocks[-1]), counts)]
    try:
        yield counts
    finally:
        for hook in hooks:
            hook.remove()


def _progress(bench: Bench, total: int, stage: str) -> Any:  # noqa: ANN401 - a callback
    return lambda done: bench.report.progress(done, total, stage)
