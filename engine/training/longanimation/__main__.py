"""`python -m engine.training.longanimation`: trains one stage for some minutes, or goes on with it.

Prints one JSON object a line. On several GPUs: `torchrun --nproc-per-node N -m engine.training.longanimation ...`.
"""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import torch

from engine.errors import EngineError, WeightsNotFetched
from engine.imaging.stills import write_png
from engine.training.longanimation import samples
from engine.training.longanimation.clips import HELD_OUT, Examples, FolderExamples, MadeExamples
from engine.training.longanimation.configs import CONFIGS, STAGES, Config, TrainingError
from engine.training.longanimation.encoding import encode
from engine.training.longanimation.events import EventFile
from engine.training.longanimation.keeping import KeptExamples
from engine.training.longanimation.networks import build
from engine.training.longanimation.run import Run
from engine.training.longanimation.together import Crew, crew

TOLD_EVERY = 20.0  # seconds
SAVED_EVERY = 600.0


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 where training cannot begin or go on."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    wishes = _parser().parse_args(arguments)
    torch.use_deterministic_algorithms(True, warn_only=True)
    try:
        with crew(wishes.device) as members:
            _train(wishes, members)
    except (TrainingError, EngineError, WeightsNotFetched) as error:
        _say("failed", sentence=str(error))
        return 2
    except OSError as error:
        _say("failed", sentence=f"The run cannot be written or read ({error}).")
        return 2
    return 0


def _train(wishes: argparse.Namespace, members: Crew) -> None:
    config = CONFIGS[wishes.config]
    folder = wishes.out.absolute()
    examples, judged = _examples(wishes, config)
    run = Run(
        config, wishes.stage, build(config, members.device), examples, folder, members, wishes.fine_tune,
        keep_encoded=config.sizes is not None,
    )  # fmt: skip
    if members.leads:
        count = sum(value.numel() for module in run.parts.all for value in module.parameters() if value.requires_grad)
        _say(
            "began", stage=run.stage, step=run.step, steps=run.recipe.steps, examples=len(examples), trained=count,
            device=str(members.device), processes=members.count, folder=str(run.folder),
        )  # fmt: skip
    stop = _Stop()
    log = EventFile(run.folder) if members.leads else None
    began = told = saved = time.monotonic()
    first = before = run.step
    end = min(run.recipe.steps, wishes.steps or run.recipe.steps)
    while run.step < end:
        step = run.take_step()
        now = time.monotonic()
        over = now - began >= 60 * wishes.minutes or stop.wished or run.step == end
        if members.leads and log is not None and (over or now - told >= TOLD_EVERY or run.step == first + 1):
            speed = (run.step - before) * run.recipe.batch / max(1e-9, now - told)
            numbers = {**step.numbers, "segments a second": speed}
            log.add(run.step, {f"stage {run.stage}/{name}": value for name, value in numbers.items()})
            _say("step", step=run.step, steps=run.recipe.steps, **{name: round(v, 6) for name, v in numbers.items()})
            told, before = now, run.step
        over = members.agree(over)
        if members.agree(over or now - saved >= SAVED_EVERY):
            saved = time.monotonic()
            if members.leads:
                _keep(run, judged)
        if over:
            break
    if members.leads:
        _say("done", step=run.step, steps=run.recipe.steps, seconds=round(time.monotonic() - began, 1))


def _keep(run: Run, judged: Examples) -> None:
    """A checkpoint, and a sheet of an example that is not trained on."""
    place = run.save()
    example = judged.example(0)
    if run.stage == "codec":
        made = samples.returned(run.parts, example)
    else:
        encoded = encode(example, run.parts)
        made = samples.colored(run.parts, run.stage, encoded, samples.settings_of(run.config))
    picture = run.folder / "samples" / f"{run.step:08d}.png"
    picture.parent.mkdir(exist_ok=True)
    write_png(picture, samples.sheet(example, made))
    quality = samples.psnr(made, example.color)
    _say("saved", step=run.step, checkpoint=str(place), sample=str(picture), psnr=round(quality, 2))


def _examples(wishes: argparse.Namespace, config: Config) -> tuple[Examples, Examples]:
    """What is trained on, and what is looked at."""
    if wishes.clips is not None:
        if not wishes.clips.is_dir():
            raise TrainingError(f'There is no folder "{wishes.clips}".')
        own = KeptExamples(FolderExamples(config, wishes.clips), wishes.out.absolute() / "examples")
        return own, own
    kept = wishes.out.absolute() / "examples"
    if wishes.one_clip:
        one = KeptExamples(MadeExamples(config, count=1), kept)
        return one, one
    return KeptExamples(MadeExamples(config), kept), KeptExamples(MadeExamples(config, HELD_OUT, 1), kept)


class _Stop:
    """Ctrl+C and the end of a job let the step in hand be finished and saved."""

    def __init__(self) -> None:
        self.wished = False
        for kind in (signal.SIGINT, signal.SIGTERM):
            signal.signal(kind, self._heard)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        self.wished = True


def _say(event: str, **facts: object) -> None:
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.training.longanimation", description=__doc__)
    add = parser.add_argument
    add("--stage", choices=STAGES, required=True, help="1, 2 and 3 as in the paper; mini needs codec and base first")
    add("--config", choices=tuple(CONFIGS), required=True)
    add("--out", type=Path, required=True, help="the run: checkpoints, log and samples of every stage")
    add("--minutes", type=float, default=60.0, help="stop after so long, or when all steps are done")
    add("--steps", type=int, help="stop when so many steps are done in all")
    add("--clips", type=Path, help="a folder of clips to train on, instead of made-up ones")
    add("--one-clip", action="store_true", help="train on one made-up clip alone, to see that it is learned")
    add("--fine-tune", action="store_true", help="full: go on from the released weights instead of beginning anew")
    add("--device", choices=("cpu", "cuda"), help="where to compute (default: a GPU where there is one)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
