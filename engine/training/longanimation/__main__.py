"""`python -m engine.training.longanimation`: trains a stage, or all in order, for some minutes, or goes on with it.

Prints one JSON object a line. On several GPUs: `accelerate launch --num_processes N -m` and the rest of it.
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
from engine.training.longanimation.configs import CONFIGS, STAGES, Config, Stage, TrainingError, stages_of
from engine.training.longanimation.encoding import encode
from engine.training.longanimation.events import EventFile
from engine.training.longanimation.keeping import KeptExamples
from engine.training.longanimation.networks import build
from engine.training.longanimation.reward import consistency
from engine.training.longanimation.run import Run, Told, Way
from engine.training.longanimation.together import Crew, crew

TOLD_EVERY = 20.0  # seconds
SAVED_EVERY = 600.0
ALL = "all"


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 where training cannot begin or go on."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    wishes = _parser().parse_args(arguments)
    torch.use_deterministic_algorithms(True, warn_only=True)
    # Nothing is read that was not written. (torch makes the name at run time.)
    torch.utils.deterministic.fill_uninitialized_memory = False  # pyright: ignore[reportAttributeAccessIssue]
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
    config, stop = CONFIGS[wishes.config], _Stop(wishes.minutes)
    told = _examples(wishes, config)
    if wishes.look:
        _look(told[0], wishes.look, wishes.out.absolute() / "look")
        return
    for stage in stages_of(config) if wishes.stage == ALL else (wishes.stage,):
        if not _train_stage(wishes, stage, members, told, stop):
            break


def _train_stage(
    wishes: argparse.Namespace, stage: Stage, members: Crew, told: tuple[Examples, Examples], stop: _Stop
) -> bool:
    """Whether all its steps are done."""
    config, (examples, judged) = CONFIGS[wishes.config], told
    run = Run(
        config, stage, build(config, members.device), examples, wishes.out.absolute(), members,
        Way(
            wishes.fine_tune, wishes.origin, wishes.rank, wishes.degrade, {"16": True, "32": False}.get(wishes.bits),
            keep_encoded=config.sizes is not None,
        ),
    )  # fmt: skip
    end = min(run.recipe.steps, wishes.steps or run.recipe.steps)
    if run.step >= end and wishes.stage == ALL:
        return True
    teller = _Teller(run) if members.leads else None
    saved = time.monotonic()
    while run.step < end:
        step, now = run.take_step(), time.monotonic()
        over = members.agree(stop.wished or run.step == end)
        if teller is not None:
            teller.hear(step, over)
        if members.agree(over or now - saved >= SAVED_EVERY):
            saved = now
            if members.leads:
                _keep(run, judged)
            members.agree(True)  # the others wait: the next stage begins with what this one has saved
        if over:
            break
    if teller is not None:
        teller.end()
    return run.step >= end


class _Teller:
    """Says how a stage goes, and logs it for TensorBoard."""

    def __init__(self, run: Run) -> None:
        self._run, self._log = run, EventFile(run.folder)
        count = sum(value.numel() for module in run.parts.all for value in module.parameters() if value.requires_grad)
        _say(
            "began", stage=run.stage, step=run.step, steps=run.recipe.steps, examples=run.examples, trained=count,
            device=str(run.parts.device), processes=run.processes, folder=str(run.folder),
        )  # fmt: skip
        self._began = self._told = time.monotonic()
        self._first = self._before = run.step

    def hear(self, step: Told, over: bool) -> None:
        """A step was taken; every step is logged, some are told."""
        now, run = time.monotonic(), self._run
        self._log.add(step.step, {f"stage {run.stage}/{name}": value for name, value in step.numbers.items()})
        if not (over or now - self._told >= TOLD_EVERY or step.step == self._first + 1):
            return
        speed = (step.step - self._before) * run.recipe.batch / max(1e-9, now - self._told)
        self._log.add(step.step, {f"stage {run.stage}/segments a second": speed})
        numbers = {**step.numbers, "segments a second": speed}
        _say("step", step=step.step, steps=run.recipe.steps, **{name: _short(v) for name, v in numbers.items()})
        self._told, self._before = now, step.step

    def end(self) -> None:
        self._log.close()
        seconds = round(time.monotonic() - self._began, 1)
        _say("done", stage=self._run.stage, step=self._run.step, steps=self._run.recipe.steps, seconds=seconds)


def _look(examples: Examples, count: int, folder: Path) -> None:
    """Sheets of what would be trained on, and the words of each."""
    folder.mkdir(parents=True, exist_ok=True)
    for item in range(min(count, len(examples))):
        example, sheet = examples.example(item), folder / f"{item:05d}.png"
        write_png(sheet, samples.data_sheet(example))
        _say("look", sheet=str(sheet), frames=len(example.color), history=len(example.history), words=example.words)


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
    told = {"psnr": round(quality, 2)}
    if run.stage in ("2", "3"):  # the last step of 2 is what 3 begins with: what it has raised is the difference
        told["reward"] = _short(consistency(run.parts, made, example.color))
    _say("saved", step=run.step, checkpoint=str(place), sample=str(picture), **told)


def _examples(wishes: argparse.Namespace, config: Config) -> tuple[Examples, Examples]:
    """What is trained on, and what is looked at."""
    if wishes.clips is not None:
        if not wishes.clips.is_dir():
            raise TrainingError(f'There is no folder "{wishes.clips}".')
        own = KeptExamples(FolderExamples(config, wishes.clips), wishes.out.absolute() / "examples")
        return own, own
    kept = wishes.out.absolute() / "examples"
    if wishes.one_clip or config.items == 1:
        one = KeptExamples(MadeExamples(config, config.first, 1), kept)
        return one, one
    return KeptExamples(MadeExamples(config, config.first), kept), KeptExamples(MadeExamples(config, HELD_OUT, 1), kept)


class _Stop:
    """The end of the minutes, Ctrl+C and the end of a job let the step in hand be finished and saved."""

    def __init__(self, minutes: float) -> None:
        self._heard_it, self._end = False, time.monotonic() + 60 * minutes
        for kind in (signal.SIGINT, signal.SIGTERM):
            signal.signal(kind, self._heard)

    @property
    def wished(self) -> bool:
        return self._heard_it or time.monotonic() >= self._end

    def _heard(self, number: int, frame: FrameType | None) -> None:
        self._heard_it = True


def _short(value: float) -> float:
    """With six digits, wherever they begin: rewards are small."""
    return float(f"{value:.6g}")


def _say(event: str, **facts: object) -> None:
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.training.longanimation", description=__doc__)
    add = parser.add_argument
    add("--stage", choices=(*STAGES, ALL), default=ALL, help="1, 2, 3 as in the paper; mini needs codec, base first")
    add("--config", choices=tuple(CONFIGS), required=True)
    add("--out", type=Path, required=True, help="the run: checkpoints, log and samples of every stage")
    add("--minutes", type=float, default=60.0, help="stop after so long, or when all steps are done")
    add("--steps", type=int, help="stop when so many steps are done in all")
    add("--clips", type=Path, help="a folder of clips to train on, instead of made-up ones")
    add("--one-clip", action="store_true", help="train on one made-up clip alone, to see that it is learned")
    add("--fine-tune", action="store_true", help="go on from the released weights (full), or from those of a run")
    add("--from", type=Path, dest="origin", metavar="RUN", help="the run whose weights are gone on from")
    add("--rank", type=int, default=0, help="fine-tune additions of this rank instead of all weights")
    add("--degrade", action="store_true", help="make the lines worse at times, so that less hangs on them")
    add("--bits", choices=("16", "32"), help="numbers while computing: 16 (bfloat16; default on a GPU) or 32")
    add("--look", type=int, metavar="N", help="train nothing: write sheets of the first N examples")
    add("--device", choices=("cpu", "cuda"), help="where to compute (default: a GPU where there is one)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
