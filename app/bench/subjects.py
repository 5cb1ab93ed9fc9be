"""What is evaluated: a training run, a colorizer as an artist has it, or frames that were colored before."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.bench.clipcoloring import Wanted, color_into
from app.bench.clipfolder import Clip, UnusableClip
from app.bench.rig import BenchFailed
from app.project.colorizers import DRAFT, LONGANIMATION, WEIGHTS
from app.render.engine_process import engine_environment
from engine.imaging.stills import StillError, still_size

ABSENT = "This needs LongAnimation's libraries; run the set-up command with LongAnimation chosen."
NAMED = (DRAFT.name, "mini", "released", "tiny")

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Variant:
    """A way to color, as the report calls it, and the options that ask a run for it."""

    name: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Made:
    """A colored clip: its frames, how long coloring took (0: unknown), and the steps of each stage of a run."""

    frames: tuple[Path, ...]
    seconds: float
    stages: dict[str, int]


class Subject(Protocol):
    """Colors clips. `learns`: its networks can be left out one by one, and it takes other seeds."""

    name: str
    learns: bool

    def color(self, clip: Clip, keys: str, variant: Variant, seed: int, out: Path, told: Told) -> Made:
        """From this set of keys, into `out`; `told` hears of frames done, of how many. Raises BenchFailed."""
        ...


class RunSubject:
    """A folder that was trained into; sampled in so many steps."""

    learns = True

    def __init__(self, folder: Path, steps: int) -> None:
        if importlib.util.find_spec("torch") is None:
            raise BenchFailed(ABSENT)
        self.name, self.folder, self._steps = folder.name, folder, steps

    def color(self, clip: Clip, keys: str, variant: Variant, seed: int, out: Path, told: Told) -> Made:
        began = time.monotonic()
        done = engine(
            (
                "color", str(self.folder.absolute()), str(clip.line[0].parent.parent.absolute()), str(out), "--keys",
                *map(str, clip.keys[keys]), "--steps", str(self._steps), "--seed", str(seed), *variant.options,
            ),
            told,
        )  # fmt: skip
        frames = tuple(out / line.name for line in clip.line)
        return Made(frames, time.monotonic() - began, done["stages"])


class NamedSubject:
    """Draft, or LongAnimation with weights of this name."""

    learns = False

    def __init__(self, name: str) -> None:
        self.name = name
        self._colorizer = DRAFT.name if name == DRAFT.name else LONGANIMATION.name
        self._settings = () if name == DRAFT.name else ((WEIGHTS, name),)

    def color(self, clip: Clip, keys: str, variant: Variant, seed: int, out: Path, told: Told) -> Made:
        working = out.with_name(f".{out.name}")
        shutil.rmtree(working, ignore_errors=True)
        try:
            wanted = Wanted(clip, keys, self._colorizer, self._settings)
            seconds = color_into(wanted, working, out, lambda done, at: told(done, clip.frames))
        finally:
            shutil.rmtree(working, ignore_errors=True)
        return Made(tuple(out / line.name for line in clip.line), seconds, {})


class FolderSubject:
    """Frames that were colored before: in a folder for each clip, or of the one clip there is."""

    learns = False

    def __init__(self, folder: Path) -> None:
        self.name, self._folder = folder.name, folder

    def color(self, clip: Clip, keys: str, variant: Variant, seed: int, out: Path, told: Told) -> Made:
        place = self._folder / clip.name
        place = place if place.is_dir() else self._folder
        frames = tuple(sorted(place.glob("*.png")))
        if len(frames) != clip.frames:
            raise UnusableClip(
                f'Clip "{clip.name}" has {clip.frames} frames and there are {len(frames)} colored ones in "{place}".'
            )
        try:
            sizes = {still_size(path) for path in (*frames, clip.line[0])}
        except StillError as error:
            raise UnusableClip(str(error)) from error
        if len(sizes) > 1:
            raise UnusableClip(f'Clip "{clip.name}" and its colored frames in "{place}" differ in size.')
        return Made(frames, 0.0, {})


def subjects_of(names: Sequence[str], steps: int) -> list[Subject]:
    """What these words on the command line mean. Raises BenchFailed."""
    return [_subject(name, steps) for name in names]


def _subject(name: str, steps: int) -> Subject:
    folder = Path(name)
    if name in NAMED and not folder.is_dir():
        return NamedSubject(name)
    if not folder.is_dir():
        raise BenchFailed(f'There is no folder "{name}"; name one, or {", ".join(NAMED)}.')
    exported = not any(folder.glob("*/step-*")) and (any(folder.glob("*.png")) or any(folder.glob("*/*.png")))
    return FolderSubject(folder) if exported else RunSubject(folder, steps)


def engine(arguments: Sequence[str], progress: Told) -> dict[str, Any]:
    """What a process of the engine's says at its end. Raises BenchFailed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "engine.training.longanimation.evaluate", *arguments],
        env=engine_environment(), stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            fact: dict[str, Any] = json.loads(line)
            if fact["event"] == "failed":
                raise BenchFailed(fact["sentence"])
            if fact["event"] == "done":
                return fact
            progress(fact["done"], fact["total"])
    raise BenchFailed("The engine ended too early; what it said of that is above.")
