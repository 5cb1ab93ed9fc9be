"""`python -m engine.training.longanimation.speed`: how long a segment of each stage takes to train on this computer.

Weights are drawn, not trained: they take as long. Examples are made and encoded beforehand, kept in a folder, and not
timed. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from engine.training.longanimation.clips import MadeExamples
from engine.training.longanimation.configs import CONFIGS, STAGES, Config, Stage
from engine.training.longanimation.keeping import KeptExamples
from engine.training.longanimation.networks import build
from engine.training.longanimation.run import Run, Way
from engine.training.longanimation.together import Crew

ENOUGH = 100.0
"""Seconds after which no further segment is begun."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code, 0."""
    wishes = _parser().parse_args(arguments)
    run, config = _run(wishes)
    seconds = [] if wishes.prepare else _timed(run, wishes.times)
    facts: dict[str, object] = {
        "config": config.name, "stage": run.stage, "bits": wishes.bits, "device": str(run.parts.device),
        "threads": torch.get_num_threads(), "segments": len(seconds),
    }  # fmt: skip
    if seconds:
        # Of the codec, a segment is a crop.
        frames = config.crop[1] if run.stage == "codec" else config.frames
        middle, processor = (statistics.median(kind) for kind in zip(*seconds))
        facts |= {"seconds a segment": round(middle, 3), "frames a second": round(frames / middle, 2)}
        facts |= {"processor seconds a segment": round(processor, 3)}
        if run.stage == "3":
            facts |= {"rollouts": config.reward_rollouts, "steps of each": config.reward_steps}
    sys.stdout.write(json.dumps(facts) + "\n")
    return 0


def _timed(run: Run, times: int) -> list[tuple[float, float]]:
    """Of some segments the seconds by the clock, and those of the processor, which tell the same beside other work."""
    seconds: list[tuple[float, float]] = []
    while len(seconds) < times and sum(clock for clock, _ in seconds) < ENOUGH:
        clock, processor = time.perf_counter(), time.process_time()
        run.take_step()
        seconds.append((time.perf_counter() - clock, time.process_time() - processor))
    return seconds


def _run(wishes: argparse.Namespace) -> tuple[Run, Config]:
    """A stage with one segment a step, its example made and encoded."""
    config, stage = CONFIGS[wishes.config], _stage(wishes.stage)
    recipes = {name: replace(recipe, batch=1) for name, recipe in config.recipes.items()}
    config = replace(config, recipes=recipes, stills=0.0, reward_rollouts=wishes.rollouts or config.reward_rollouts)
    folder = wishes.folder.absolute()
    examples = KeptExamples(MadeExamples(config, config.first, 1), folder / "examples")
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    way = Way(fine_tune=True, origin=folder / "nothing", halved=wishes.bits == 16)
    run = Run(config, stage, build(config, device), examples, folder, Crew(0, 1, device), way)
    run.prepare()
    return run, config


def _stage(name: str) -> Stage:
    return next(stage for stage in STAGES if stage == name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.training.longanimation.speed", description=__doc__)
    add = parser.add_argument
    add("folder", type=Path, help="where the example is kept")
    add("--config", choices=tuple(CONFIGS), required=True)
    add("--stage", choices=STAGES, required=True)
    add("--times", type=int, default=3, help="segments to time; the middle one is told")
    add("--rollouts", type=int, help="of a segment in stage 3 (default: those of the configuration)")
    add("--bits", type=int, choices=(16, 32), default=32)
    add("--prepare", action="store_true", help="make and encode the example only")
    return parser


if __name__ == "__main__":
    sys.exit(main())
