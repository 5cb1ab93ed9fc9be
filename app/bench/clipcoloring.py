"""Colors one clip from some of its frames, as an artist's shot would be, and scores what the artist would see."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from app.bench.clipfolder import Clip, UnusableClip
from app.bench.metrics import Frame, Score, commonest, score
from app.bench.rig import Rig, rig
from app.media.importer import ImportOptions, import_line_art
from app.media.keys import lay_key
from app.media.pictures import describe, render
from app.project import staleness
from app.project.colorizers import Value, colorizer, with_colorizer
from app.project.model import Shot, Take, with_key
from engine.imaging.line import flatten
from engine.imaging.stills import StillError, read_still, to_8_bit, write_png
from engine.protocol.frames import FrameFileError

Settings = tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Wanted:
    """One clip, the name of the set of keys it is colored from, the colorizer and its settings."""

    clip: Clip
    keys: str
    colorizer: str
    settings: Settings = ()

    @property
    def key_frames(self) -> tuple[int, ...]:
        return self.clip.keys[self.keys]

    @property
    def name(self) -> str:
        """What it is, in words that tell it from all others of the same colorizer."""
        return ", ".join((self.clip.name, self.keys, *in_words(self.settings)))


def in_words(settings: Settings) -> list[str]:
    """As one writes them on the command line."""
    return [f"{name}={value}" for name, value in settings]


def joined(settings: Settings, changed: Settings) -> Settings:
    """`settings`, with what is `changed` in place of what they say of it."""
    return tuple((dict(settings) | dict(changed)).items())


def color_and_score(wanted: Wanted, folder: Path, told: Callable[[int, str], None]) -> tuple[Score, float]:
    """The score, and the seconds that coloring took without the engine's start.

    Works in `folder`, which it makes. `told` hears the frames done and at what. Raises ShiageError.
    """
    folder.mkdir(parents=True)
    shot = _shot(wanted, folder)
    takes, seconds = asyncio.run(_colored(shot, folder, told))
    try:
        paper = commonest(picture(wanted.clip.color[wanted.key_frames[0] - 1]))
        frames = _frames(shot, takes, wanted.clip, folder, told)
        return score(frames, wanted.key_frames, paper), seconds
    except (StillError, FrameFileError) as error:
        raise UnusableClip(str(error)) from error


def color_into(wanted: Wanted, folder: Path, out: Path, told: Callable[[int, str], None]) -> float:
    """Color the clip and write what an artist would see, named as the line art, into `out`; the seconds it took.

    Works in `folder`; makes both. Raises ShiageError.
    """
    folder.mkdir(parents=True)
    out.mkdir(parents=True, exist_ok=True)
    shot = _shot(wanted, folder)
    takes, seconds = asyncio.run(_colored(shot, folder, told))
    try:
        for line, frame in zip(wanted.clip.line, _frames(shot, takes, wanted.clip, folder, told)):
            write_png(out / line.name, frame.made)
    except (StillError, FrameFileError) as error:
        raise UnusableClip(str(error)) from error
    return seconds


def seen_frames(clip: Clip, made: Sequence[Path]) -> Iterator[Frame]:
    """Frames that lie in files beside the artist's. Raises StillError."""
    for line, color, ours in zip(clip.line, clip.color, made, strict=True):
        yield Frame(_gray(line), picture(color), picture(ours))


def picture(path: Path) -> np.ndarray:
    """(H, W, 3) uint8 RGB of a file, on white paper. Raises StillError."""
    return _flat(read_still(path))


def _gray(path: Path) -> np.ndarray:
    drawing = flatten(to_8_bit(read_still(path)), 255)
    return drawing if drawing.ndim == 2 else cv2.cvtColor(drawing, cv2.COLOR_RGB2GRAY)


def _shot(wanted: Wanted, folder: Path) -> Shot:
    """What an artist would have: the line art, and the true colors of some frames as keys."""
    line = import_line_art([wanted.clip.line[0].parent], folder, ImportOptions(missing="error")).line
    settings = joined(colorizer(wanted.colorizer).settings, wanted.settings)
    shot = with_colorizer(Shot(id="shot1", name=wanted.clip.name, line=line), wanted.colorizer, settings)
    for number in wanted.key_frames:
        shot = with_key(shot, lay_key(wanted.clip.color[number - 1], line, number, folder).key)
    return shot


async def _colored(shot: Shot, folder: Path, told: Callable[[int, str], None]) -> tuple[list[Take], float]:
    def change(made: Rig) -> None:
        told(made.done, made.queue.stage or "starting the engine")

    async with rig(folder, change) as made:
        seconds = await made.color(shot, folder)
        return list(made.takes), seconds


def _frames(
    shot: Shot, takes: Sequence[Take], clip: Clip, folder: Path, told: Callable[[int, str], None]
) -> Iterator[Frame]:
    """Each frame as the artist sees it, out of the frame files: lines over color, and the keys themselves."""
    segments = staleness.segments(shot, takes)
    for number, (line, color) in enumerate(zip(clip.line, clip.color, strict=True), 1):
        told(clip.frames, f"scoring frame {number}")
        yield Frame(_gray(line), picture(color), _flat(render(describe(shot, segments, folder, number, "picture"))))


def _flat(image: np.ndarray) -> np.ndarray:
    """(H, W, 3) uint8: any picture, on white paper."""
    image = flatten(to_8_bit(image), 255)
    return cv2.cvtColor(image, cv2.COLOR_GRAY2RGB) if image.ndim == 2 else image
