"""`python -m engine.training.matcher`: make examples, train, and write the weights that ship with Shiage."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path

import torch

from engine.draft.matcher.weights import WEIGHTS, Size, load_weights
from engine.training.matcher.evaluate import evaluate
from engine.training.matcher.examples import load_example, make_example, save_example
from engine.training.matcher.saving import save_weights
from engine.training.matcher.train import HELD_OUT, Plan, Run, train, training_files

MOST_REGIONS = 320
"""Drawings of more regions are left out of training: they take long and teach little more."""


def main(arguments: list[str]) -> int:
    """Run one command; the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    options = _parser().parse_args(arguments)
    options.run(options)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.training.matcher", description=__doc__)
    commands = parser.add_subparsers(required=True)
    examples = commands.add_parser("examples", help="make examples from made-up clips")
    examples.add_argument("folder", type=Path)
    examples.add_argument("--first", type=int, default=0, help=f"seed of the first; {HELD_OUT} and above are held out")
    examples.add_argument("--count", type=int, default=1000)
    examples.set_defaults(run=_examples)
    training = commands.add_parser("train", help="train, or go on where the last run stopped")
    training.add_argument("folder", type=Path, help="the examples")
    training.add_argument("run_folder", type=Path, help="checkpoint and log are kept here")
    training.add_argument("--minutes", type=float, default=120)
    training.add_argument("--steps", type=int, help="of the whole run, where it is to end")
    training.add_argument("--settle", type=int, default=0, help="over so many of the last steps the rate falls to 0")
    training.add_argument("--start", type=Path, help="weights that a new run goes on from, such as the shipped ones")
    training.add_argument("--judged", type=int, default=20, help="held-out clips that each report is taken on")
    training.set_defaults(run=_train)
    ship = commands.add_parser("ship", help="write the weights of a run to where Shiage finds them")
    ship.add_argument("run_folder", type=Path)
    ship.add_argument("--out", type=Path, default=WEIGHTS)
    ship.set_defaults(run=_ship)
    return parser


def _examples(options: argparse.Namespace) -> None:
    options.folder.mkdir(parents=True, exist_ok=True)
    for seed in range(options.first, options.first + options.count):
        path = options.folder / f"{seed:07d}.npz"
        if not path.exists():
            example = make_example(seed)
            if len(example.drawings) > 2 and max(len(drawn.tokens) for drawn in example.drawings) <= MOST_REGIONS:
                save_example(path, example)


def _train(options: argparse.Namespace) -> None:
    options.run_folder.mkdir(parents=True, exist_ok=True)
    if not training_files(options.folder):
        raise SystemExit(f"There are no examples in {options.folder}; make some with the command examples.")
    run = Run.begin(Size(), "cuda" if torch.cuda.is_available() else "cpu")
    if not run.resume(options.run_folder) and options.start is not None:
        run.start_from(load_weights(options.start))
    held_out = sorted(path for path in options.folder.glob("*.npz") if int(path.stem) >= HELD_OUT)[: options.judged]
    judged = [load_example(path) for path in held_out]
    train(
        run,
        options.folder,
        options.run_folder,
        options.minutes,
        lambda now: evaluate(now.average, judged) if judged else {},
        Plan(options.steps, options.settle),
    )


def _ship(options: argparse.Namespace) -> None:
    run = Run.begin(Size(), "cpu")
    if not run.resume(options.run_folder):
        raise SystemExit(f"There is no checkpoint in {options.run_folder}; train first.")
    last = json.loads((options.run_folder / "log.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    words = {
        "made": datetime.now(UTC).date().isoformat(),
        "steps": str(run.step),
        "minutes": str(round(run.seconds / 60)),
        "held_out": json.dumps(last),
    }
    save_weights(options.out, run.average, words)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
