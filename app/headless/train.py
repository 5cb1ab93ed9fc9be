"""`train`: a stage of LongAnimation's training, by a process of the engine's own."""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from app.errors import ShiageError
from app.headless.output import Output

STAGES = ("codec", "base", "1", "2", "3", "all")
CONFIGS = ("mini", "full", "tiny", "clip")
ABSENT = "Training needs LongAnimation's libraries; run the set-up command with LongAnimation chosen."


class TrainingFailed(ShiageError):
    """Training could not begin or go on."""


def add_options(add: Callable[..., object]) -> None:
    """The command's options, given to `add` as argparse takes them."""
    add(
        "--stage", choices=STAGES, default="all",
        help="1, 2 and 3 as in the paper; mini begins from nothing, with codec and then base (default: all in turn)",
    )  # fmt: skip
    add("--config", choices=CONFIGS, required=True, help="full: the released size; clip, tiny: to see it learn, run")
    add("--out", type=Path, required=True, metavar="RUN", help="folder for checkpoints, log and samples of all stages")
    add("--minutes", type=float, default=60.0, metavar="N", help="stop after N minutes; the same command goes on then")
    add("--steps", type=int, metavar="N", help="stop when N steps are done in all")
    add("--clips", type=Path, metavar="DIR", help="train on clips of your own: movies, or folders with color and line")
    add("--one-clip", action="store_true", help="train on one made-up clip alone, to see that it is learned")
    add("--look", type=int, metavar="N", help="train nothing: write contact sheets of the first N examples, to look at")
    add("--fine-tune", action="store_true", help="go on from the released weights (full), or from those of a run")
    add("--from", type=Path, dest="origin", metavar="RUN", help="the run that is gone on from")
    add("--rank", type=int, metavar="N", help="fine-tune small additions of this rank (LoRA), not all weights")
    add("--degrade", action="store_true", help="make the lines worse at times, so that less hangs on them")
    add("--bits", choices=("16", "32"), help="numbers while computing: 16 (default on a GPU) or 32")


def train(wish: argparse.Namespace, words: Output) -> int:
    """Train as the options say and tell what the process says; returns the exit code, 0.

    Ctrl+C lets it finish and save its step. Raises TrainingFailed, KeyboardInterrupt.
    """
    from app.render.engine_process import engine_environment

    if importlib.util.find_spec("torch") is None:
        raise TrainingFailed(ABSENT)
    process = subprocess.Popen(
        [sys.executable, "-m", "engine.training.longanimation", *_arguments(wish)],
        env=engine_environment(), stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    with process:
        try:
            _tell(process.stdout, words)
        except KeyboardInterrupt:
            words.note("Stopping: the step in hand is finished and saved.")
            process.terminate()
            _tell(process.stdout, words)
            raise
    if process.returncode:
        raise TrainingFailed("The training ended too early. What was saved stays; the same command goes on from there.")
    return 0


def _arguments(wish: argparse.Namespace) -> list[str]:
    told = ["--stage", wish.stage, "--config", wish.config, "--out", str(wish.out.absolute())]
    told += ["--minutes", str(wish.minutes)]
    for option, value in (
        ("--steps", wish.steps), ("--clips", wish.clips and wish.clips.absolute()), ("--rank", wish.rank),
        ("--from", wish.origin and wish.origin.absolute()), ("--bits", wish.bits), ("--look", wish.look),
    ):  # fmt: skip
        told += [option, str(value)] if value else []
    flags = (("--one-clip", wish.one_clip), ("--fine-tune", wish.fine_tune), ("--degrade", wish.degrade))
    return told + [flag for flag, set_ in flags if set_]


def _tell(channel: IO[bytes], words: Output) -> None:
    for line in channel:
        fact: dict[str, Any] = json.loads(line)
        event = fact.pop("event")
        if event == "failed":
            raise TrainingFailed(fact["sentence"])
        if event == "step":
            words.progress(fact["step"], fact["steps"], _numbers(fact), unit="steps")
        words.tell(event, _sentence(event, fact), **fact)


def _sentence(event: str, fact: dict[str, Any]) -> str:
    if event == "began":
        return (
            f"Stage {fact['stage']}: {fact['trained'] / 1e6:.1f} million weights on {fact['device']}, step "
            f"{fact['step']} of {fact['steps']}, {fact['examples']} examples."
        )
    if event == "step":
        return f"Step {fact['step']}: {_numbers(fact)}"
    if event == "look":
        return f"{fact['sheet']}: {fact['frames']} frames after {fact['history']} others. {fact['words']}"
    if event == "saved":
        return f"Saved {Path(fact['checkpoint']).name}; a sample at {fact['psnr']} dB: {fact['sample']}"
    return f"Step {fact['step']} of {fact['steps']} is done."


def _numbers(fact: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in fact.items() if name not in ("step", "steps"))
