"""The card of a model that was trained: what it is, from what, how well it colors, its limits, and how to repeat it."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from app.bench.outcome import Outcome
from app.bench.report import COLUMNS, NOT_MEASURED, SUPPLIED
from app.bench.rig import BenchFailed
from app.project.files import write_atomic

NAMES = {
    "codec": "codec: pictures to latents and back", "base": "base: the denoiser",
    "1": "stage 1: SketchDiT", "2": "stage 2: DGLM", "3": "stage 3: Color Consistency Reward",
}  # fmt: skip
LIMITS = (
    "What it was trained for is what it knows: fewer steps than a stage's recipe mean that the stage is not finished.",
    "Made-up clips are flat cartoons with clean lines; textures, effects and painted backgrounds are not in them.",
    "The measures tell of the clips named here and of no others; a mean over few clips says little of the next one.",
)


def write_card(path: Path, outcome: Outcome, wish: argparse.Namespace) -> None:
    """Write the card in Markdown, from the facts of an evaluation alone. Raises BenchFailed."""
    stages = max((one.stages for one in outcome.results), key=len)
    clips = list(dict.fromkeys(f"{one.clip} ({one.frames} frames)" for one in outcome.results))
    lines = [
        f"# {outcome.title}", "",
        "A model of LongAnimation's classes, trained with Shiage.", "",
        "## Training", "",
        "| stage | steps |", "|---|---|",
        *(f"| {NAMES.get(stage, stage)} | {steps} |" for stage, steps in stages.items()),
        *(f"| {told} | not trained |" for stage, told in NAMES.items() if stage not in stages), "",
        "Loss, rate and throughput of every stage are in the run's TensorBoard files, samples in `samples`.",
        "", "## Measured", "",
        f"On {', '.join(clips)}, from the keys `{wish.keys}`; {_repeated(outcome, wish)}", "",
        *_table(outcome), "",
        f"Colored on {_machine()}. {_speed(outcome)}", "",
        "## Limits", "", *(f"- {limit}" for limit in LIMITS), "",
        "## Repeat it", "", "```", *_training(stages, wish), outcome.command, "```", "",
    ]  # fmt: skip
    try:
        write_atomic(path, "\n".join(lines).encode())
    except OSError as error:
        raise BenchFailed(f'"{path}" cannot be written ({error.strerror}); choose another folder.') from error


def _repeated(outcome: Outcome, wish: argparse.Namespace) -> str:
    count = len(outcome.repetitions)
    if count == 1:
        return "colored once, with seed 0."
    return f"{count} repetitions (seeds 0 to {wish.seeds - 1}); ± is their standard deviation."


def _table(outcome: Outcome) -> Sequence[str]:
    variants = [variant for _, names in outcome.tables for variant in names if outcome.of_variant(variant)]
    means = {variant: outcome.mean(variant) for variant in variants}
    lines = ["| measure | " + " | ".join(variants) + " |", "|---" * (len(variants) + 1) + "|"]
    for name, title, digits in COLUMNS:
        cells: list[str] = []
        for variant in variants:
            value, spread = means[variant].get(name, (None, None))
            if value is None:
                missing = name in SUPPLIED and name not in outcome.supplied
                cells.append(NOT_MEASURED if missing else "too few frames")
            else:
                cells.append(f"{value:.{digits}f}" + ("" if spread is None else f" ± {spread:.{digits}f}"))
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return lines


def _machine() -> str:
    memory = psutil.virtual_memory().total / 1e9
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} processor cores, {memory:.0f} GB of memory"


def _speed(outcome: Outcome) -> str:
    frames, seconds = (sum(getattr(one, name) for one in outcome.results) for name in ("frames", "seconds"))
    return f"{frames} frames took {seconds:.0f} s, with the start of the engine for each clip." if seconds else ""


def _training(stages: Mapping[str, int], wish: argparse.Namespace) -> Sequence[str]:
    run = next(name for name in wish.subjects if Path(name).is_dir())
    return [
        f"python main.py train --config CONFIG --stage {stage} --steps {steps} --out {run}"
        for stage, steps in stages.items()
    ]
