"""`evaluate`: clips colored with what a training run has learned, scored against the artists' colors, and reported."""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from app.bench import metrics
from app.bench.clipfolder import Clip, UnusableClip, clip_folders, key_set, read_clip
from app.bench.report import Result, write_report
from app.errors import ShiageError
from app.headless.output import Output
from app.project.files import write_atomic
from app.render.engine_process import engine_environment
from engine.imaging.line import flatten, line_layer
from engine.imaging.stills import read_still

ABSENT = "This needs LongAnimation's libraries; run the set-up command with LongAnimation chosen."
LOW = 6.0  # blur in pixels, of pictures reduced to 256x256, that leaves the low frequencies (paper, Fig. 8)


class EvaluationFailed(ShiageError):
    """A run cannot be evaluated."""


@dataclass(frozen=True)
class Variant:
    """A way to color, as the report calls it, and the options that ask for it."""

    name: str
    options: tuple[str, ...] = ()


AS_TRAINED = Variant("as trained")
ABLATIONS = (
    Variant("SketchDiT", ("--until", "1")),
    Variant("+ local memory", ("--until", "2", "--remembers", "local")),
    Variant("+ global memory", ("--until", "2", "--remembers", "global")),
    Variant("+ DGLM", ("--until", "2")),
    Variant("+ reward", ()),
    Variant("fusion: none", ("--fused", "0")),
    Variant("fusion: last 50 of 50 steps", ("--fused", "50")),
    Variant("fusion: last 40", ("--fused", "40")),
    Variant("fusion: last 20", ("--fused", "20")),
)
"""The rows of the paper's Tables 2 and 3."""


def evaluate(wish: argparse.Namespace, words: Output) -> int:
    """Color, score, write report.html and scores.json; the exit code, 0. Raises ShiageError."""
    if importlib.util.find_spec("torch") is None:
        raise EvaluationFailed(ABSENT)
    out: Path = (wish.out or wish.run / "evaluation").absolute()
    out.mkdir(parents=True, exist_ok=True)
    results: list[Result] = []
    for clip in _clips(wish, out, words):
        for variant in ABLATIONS if wish.ablations else (AS_TRAINED,):
            result = _result(wish, clip, variant, out, words)
            results.append(result)
            told = {**asdict(result.score), "highfreq_decay": result.highfreq_decay}
            words.tell(
                "scored",
                f"{clip.name}, {variant.name}: {result.score.psnr:.2f} dB, SSIM {result.score.ssim:.4f}, figures "
                f"{result.score.fg_accuracy:.4f}, decay {result.score.lowfreq_decay:.3f}",
                clip=clip.name, variant=variant.name, seconds=result.seconds, **told,
            )  # fmt: skip
            write_report(out / "report.html", wish.run.name, results)
            _keep(out / "scores.json", results)
    if not results:
        raise EvaluationFailed("No clip could be scored.")
    words.tell("done", f"The report is {out / 'report.html'}.", report=str(out / "report.html"))
    return 0


def _clips(wish: argparse.Namespace, out: Path, words: Output) -> Iterator[Clip]:
    folder = wish.clips
    if folder is None:
        folder = out / "clips"
        made = ("--count", str(wish.count), "--frames", str(wish.frames), "--size", wish.size)
        if not folder.is_dir():
            _engine(("clips", str(folder), *made), lambda done, of: words.progress(done, of, "Making", unit="clips"))
    for place in clip_folders(folder):
        try:
            clip = read_clip(place)
            key_set(clip, wish.keys)
        except UnusableClip as error:
            words.note(str(error))
            continue
        yield clip


def _result(wish: argparse.Namespace, clip: Clip, variant: Variant, out: Path, words: Output) -> Result:
    frames, keys = out / "frames" / variant.name / clip.name, key_set(clip, wish.keys)
    began = time.monotonic()
    stage = f"{clip.name}, {variant.name}"
    done = _engine(
        (
            "color", str(wish.run.absolute()), str(clip.line[0].parent.parent.absolute()), str(frames),
            "--keys", *map(str, keys), "--steps", str(wish.steps), *variant.options,
        ),
        lambda done, of: words.progress(done, of, stage),
    )  # fmt: skip
    seconds = time.monotonic() - began
    paper = metrics.commonest(flatten(read_still(clip.color[keys[0] - 1]), 255))
    curve: list[tuple[int, float, float, float]] = []

    def told() -> Iterator[metrics.Frame]:
        for number, frame in enumerate(_frames(clip, frames), 1):
            if number not in keys:
                curve.append((min(abs(number - key) for key in keys), *_three(frame)))
            yield frame

    score = metrics.score(told(), keys, paper)
    return Result(clip.name, variant.name, score, curve, round(seconds, 1), done["stages"], _sheet(clip, frames))


def _engine(arguments: Sequence[str], progress: Callable[[int, int], None]) -> dict[str, Any]:
    """What a process of the engine's says at its end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "engine.training.longanimation.evaluate", *arguments],
        env=engine_environment(), stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            fact: dict[str, Any] = json.loads(line)
            if fact["event"] == "failed":
                raise EvaluationFailed(fact["sentence"])
            if fact["event"] == "done":
                return fact
            progress(fact["done"], fact["total"])
    raise EvaluationFailed("The engine ended too early; what it said of that is above.")


def _frames(clip: Clip, made: Path) -> Iterator[metrics.Frame]:
    for line, color in zip(clip.line, clip.color):
        yield metrics.Frame(
            line_layer(read_still(line), "dark"), flatten(read_still(color), 255), read_still(made / line.name)
        )


def _three(frame: metrics.Frame) -> tuple[float, float, float]:
    """PSNR of the frame, of its low and of its high frequencies."""
    true, made = metrics.reduced(frame.true), metrics.reduced(frame.made)
    low = [cv2.GaussianBlur(picture, (0, 0), LOW) for picture in (true, made)]
    high = [whole - part for whole, part in zip((true, made), low)]
    return tuple(min(60.0, metrics.psnr(*pair)) for pair in ((true, made), low, high))  # pyright: ignore[reportReturnType]


def _sheet(clip: Clip, made: Path) -> np.ndarray:
    """(H, W, 3) uint8: lines, ours and the truth of frames evenly chosen."""
    places = np.linspace(0, clip.frames - 1, min(6, clip.frames)).round().astype(int)
    rows = [[path[at] for at in places] for path in (clip.line, [made / one.name for one in clip.line], clip.color)]
    cells = [[_small(flatten(read_still(path), 255)) for path in row] for row in rows]
    return np.concatenate([np.concatenate(row, axis=1) for row in cells])


def _small(picture: np.ndarray) -> np.ndarray:
    shown = cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB) if picture.ndim == 2 else picture
    return cv2.resize(shown, (192, max(1, 192 * shown.shape[0] // shown.shape[1])), interpolation=cv2.INTER_AREA)


def _keep(path: Path, results: Sequence[Result]) -> None:
    try:
        write_atomic(path, json.dumps([result.facts for result in results], indent=1).encode())
    except OSError as error:
        raise EvaluationFailed(f'"{path}" cannot be written ({error.strerror}); choose another folder.') from error
