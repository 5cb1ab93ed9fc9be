"""`evaluate`: clips colored by a run, a colorizer or elsewhere, scored against the artists' colors, and reported."""

from __future__ import annotations

import argparse
import json
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from app.bench import metrics, perceptual
from app.bench.card import write_card
from app.bench.clipcoloring import picture, seen_frames
from app.bench.clipfolder import Clip, UnusableClip, clip_folders, key_set, read_clip
from app.bench.outcome import Outcome, Point, Result
from app.bench.perceptual import Colored, Networks
from app.bench.report import write_report
from app.bench.rig import BenchFailed
from app.bench.subjects import Made, RunSubject, Subject, Variant, engine, subjects_of
from app.headless.output import Output
from app.project.files import write_atomic
from engine.imaging.stills import StillError

LOW = 6.0  # blur in pixels, of pictures reduced to 256x256, that leaves the low frequencies (paper, Fig. 8)
AS_TRAINED = Variant("as trained")
TABLE_2 = (
    Variant("SketchDiT", ("--until", "1")),
    Variant("+ local memory", ("--until", "2", "--remembers", "local")),
    Variant("+ global memory", ("--until", "2", "--remembers", "global")),
    Variant("+ DGLM", ("--until", "2")),
    Variant("+ reward"),
)
TABLE_3 = (
    Variant("fusion: none", ("--fused", "0")),
    Variant("fusion: last 50 of 50 steps", ("--fused", "50")),
    Variant("fusion: last 40", ("--fused", "40")),
    Variant("fusion: last 20", ("--fused", "20")),
)
COLUMNS, CELL = 6, 192  # of a contact sheet


def evaluate(wish: argparse.Namespace, words: Output) -> int:
    """Color, score and write report.html, scores.json, means.json and, of runs, card.md; the exit code, 0.

    Raises ShiageError.
    """
    networks = Networks(tuple(wish.lpips or ()), wish.inception, wish.i3d)
    perceptual.check(networks)  # before hours of coloring
    subjects = subjects_of(wish.subjects, wish.steps)
    runs = [subject for subject in subjects if isinstance(subject, RunSubject)]
    if wish.ablations and len(runs) < len(subjects):
        raise BenchFailed("Only parts of a run can be left out; compare without --ablations.")
    out = _folder(wish, runs)
    outcome = Outcome(
        ", ".join(subject.name for subject in subjects), _command(wish), _tables(wish, subjects), networks.measures
    )
    colored: list[Colored] = []
    clips = list(_clips(wish, out, words))
    for subject in subjects:
        for seed in range(wish.seeds if subject.learns else 1):
            for clip in clips:
                for variant in _variants(wish, subject):
                    _one(wish, subject, variant, seed, clip, out, outcome, colored, words)
    if not outcome.results:
        raise BenchFailed("No clip could be scored.")
    perceptual.measure(networks, colored, outcome, lambda done, of: words.progress(done, of, "Looking", unit="clips"))
    _write(out, outcome)
    if runs:
        write_card(out / "card.md", outcome, wish)
    words.tell("done", f"The report is {out / 'report.html'}.", report=str(out / "report.html"))
    return 0


def _one(
    wish: argparse.Namespace, subject: Subject, variant: Variant, seed: int, clip: Clip, out: Path, outcome: Outcome,
    colored: list[Colored], words: Output,
) -> None:  # fmt: skip
    """Color a clip once, score it and write what is known by now."""
    repetition = _repetition(wish, subject, seed)
    place = out / "frames" / "/".join(filter(None, (repetition, variant.name))) / clip.name
    stage = f"{clip.name}, {variant.name}"
    try:
        made = subject.color(clip, wish.keys, variant, seed, place, lambda done, of: words.progress(done, of, stage))
        result = _scored(clip, wish.keys, variant, repetition, made)
    except (UnusableClip, StillError) as error:
        words.note(str(error))
        return
    outcome.results.append(result)
    colored.append(Colored(clip.name, variant.name, repetition, key_set(clip, wish.keys), clip.color, made.frames))
    score = result.score
    words.tell(
        "scored",
        f"{clip.name}, {variant.name}: {score.psnr:.2f} dB, SSIM {score.ssim:.4f}, figures {score.fg_accuracy:.4f}, "
        f"decay {score.lowfreq_decay:.3f}",
        clip=clip.name, variant=variant.name, repetition=repetition, seconds=result.seconds, **result.values,
    )  # fmt: skip
    _write(out, outcome)


def _repetition(wish: argparse.Namespace, subject: Subject, seed: int) -> str:
    """What tells this repetition from the others; "" where there is one alone."""
    several = len([name for name in wish.subjects if Path(name).is_dir()]) > 1 and subject.learns
    told = (subject.name if several else "", f"seed {seed}" if wish.seeds > 1 and subject.learns else "")
    return ", ".join(filter(None, told))


def _variants(wish: argparse.Namespace, subject: Subject) -> Sequence[Variant]:
    if wish.ablations:
        return (*TABLE_2, *TABLE_3)
    return (AS_TRAINED if subject.learns else Variant(subject.name),)


def _tables(wish: argparse.Namespace, subjects: Sequence[Subject]) -> Sequence[tuple[str, Sequence[str]]]:
    if wish.ablations:
        return (
            ("Modules, as in the paper's Table 2", [variant.name for variant in TABLE_2]),
            ("Fusion of joins, as in the paper's Table 3", [variant.name for variant in TABLE_3]),
        )
    names = dict.fromkeys(variant.name for subject in subjects for variant in _variants(wish, subject))
    return (("Means over the clips", list(names)),)


def _folder(wish: argparse.Namespace, runs: Sequence[RunSubject]) -> Path:
    out: Path = (wish.out or (runs[0].folder if runs else Path()) / "evaluation").absolute()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BenchFailed(f'"{out}" cannot be made ({error.strerror}); choose another folder.') from error
    return out


def _command(wish: argparse.Namespace) -> str:
    """The command line that gives the same again."""
    told = ["python", "main.py", "evaluate", *wish.subjects]
    made = () if wish.clips else ("count", "frames", "size")
    learned = ("steps", "seeds") if any(Path(name).is_dir() for name in wish.subjects) else ()
    for name in ("clips", "keys", *learned, *made, "inception", "i3d"):
        if (value := getattr(wish, name)) is not None:
            told += [f"--{name}", str(value)]
    told += ["--only", *wish.only] if wish.only else []
    told += ["--lpips", *map(str, wish.lpips)] if wish.lpips else []
    return shlex.join([*told, *(["--ablations"] if wish.ablations else [])])


def _clips(wish: argparse.Namespace, out: Path, words: Output) -> Iterator[Clip]:
    folder = wish.clips
    if folder is None:
        folder = out / "clips"
        made = ("--count", str(wish.count), "--frames", str(wish.frames), "--size", wish.size)
        if not folder.is_dir():
            engine(("clips", str(folder), *made), lambda done, of: words.progress(done, of, "Making", unit="clips"))
    for place in clip_folders(folder, wish.only):
        try:
            clip = read_clip(place)
            key_set(clip, wish.keys)
        except UnusableClip as error:
            words.note(str(error))
            continue
        yield clip


def _scored(clip: Clip, keys: str, variant: Variant, repetition: str, made: Made) -> Result:
    """Raises StillError, UnusableClip."""
    numbers = key_set(clip, keys)
    paper = metrics.commonest(picture(clip.color[numbers[0] - 1]))
    curve: list[Point] = []

    def told() -> Iterator[metrics.Frame]:
        for number, frame in enumerate(seen_frames(clip, made.frames), 1):
            if number not in numbers:
                curve.append((min(abs(number - key) for key in numbers), *_three(frame)))
            yield frame

    score = metrics.score(told(), numbers, paper)
    seconds, sheet = round(made.seconds, 1), _sheet(clip, made.frames)
    return Result(clip.name, variant.name, repetition, score, curve, clip.frames, seconds, made.stages, sheet)


def _three(frame: metrics.Frame) -> tuple[float, float, float]:
    """PSNR of the frame, of its low and of its high frequencies."""
    true, made = metrics.reduced(frame.true), metrics.reduced(frame.made)
    low = [cv2.GaussianBlur(each, (0, 0), LOW) for each in (true, made)]
    high = [whole - part for whole, part in zip((true, made), low)]
    return tuple(min(60.0, metrics.psnr(*pair)) for pair in ((true, made), low, high))  # pyright: ignore[reportReturnType]


def _sheet(clip: Clip, made: Sequence[Path]) -> np.ndarray:
    """(H, W, 3) uint8: lines, ours and the truth of frames evenly chosen."""
    places = np.linspace(0, clip.frames - 1, min(COLUMNS, clip.frames)).round().astype(int)
    rows = [[_small(picture(paths[at])) for at in places] for paths in (clip.line, made, clip.color)]
    return np.concatenate([np.concatenate(row, axis=1) for row in rows])


def _small(shown: np.ndarray) -> np.ndarray:
    return cv2.resize(shown, (CELL, max(1, CELL * shown.shape[0] // shown.shape[1])), interpolation=cv2.INTER_AREA)


def _write(out: Path, outcome: Outcome) -> None:
    path = out / "report.html"
    try:
        write_report(path, outcome)
        for path, facts in ((out / "scores.json", outcome.facts), (out / "means.json", outcome.means)):
            write_atomic(path, json.dumps(facts, indent=1).encode())
    except OSError as error:
        raise BenchFailed(f'"{path}" cannot be written ({error.strerror}); choose another folder.') from error
