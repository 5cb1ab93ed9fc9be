"""What is learned from: made-up clips, and folders of a studio's own, each example fixed by its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from engine.imaging.compose import lay_lines
from engine.imaging.extract import extract_line
from engine.imaging.line import flatten, line_layer
from engine.imaging.stills import StillError, read_still, still_size
from engine.longanimation.reading import canvas_of
from engine.training.clips import make_clip
from engine.training.longanimation.configs import Config, TrainingError

HELD_OUT = 1_000_000
"""Made-up clips of seeds from here on are for judging only."""
MOVIES = (".mp4", ".mov", ".mkv", ".avi", ".webm")
CAPTION = "2D cel animation."
SHORTEST = 17


@dataclass(frozen=True)
class Example:
    """A segment to color and what it is colored from, uint8 RGB on one canvas whose sides are multiples of 16.

    sketch (T, H, W, 3): lines as the networks see them, 255 on 0; color (T, H, W, 3): the finished frames; reference
    and its lines (H, W, 3); history (N, H, W, 3): the finished frames before the segment, none or more.
    """

    sketch: np.ndarray
    color: np.ndarray
    reference: np.ndarray
    reference_sketch: np.ndarray
    history: np.ndarray
    words: str


Bucket = tuple[int, int, int]
"""Width, height and frames of a segment."""


class Examples(Protocol):
    """Numbered examples: the same number is the same example, on every computer and in every run.

    `digest` tells these examples from others; `buckets` of each which shape it has: those of one bucket have the same.
    """

    digest: str

    @property
    def buckets(self) -> Sequence[Bucket]: ...

    def __len__(self) -> int: ...

    def example(self, item: int) -> Example:
        """Raises TrainingError."""
        ...


class MadeExamples:
    """Made-up clips of seeds from `first` on, one an example."""

    def __init__(self, config: Config, first: int = 0, count: int | None = None) -> None:
        self._config, self._first, self._count = config, first, count or config.items
        self.digest = f"made {first} {_shape(config)}"
        self.buckets: Sequence[Bucket] = [(config.width, config.height, config.frames)] * self._count

    def __len__(self) -> int:
        return self._count

    def example(self, item: int) -> Example:
        config, seed = self._config, self._first + item
        clip = make_clip(seed, (config.width, config.height), config.history + config.frames)
        canvas = canvas_of(config.width, config.height, min(config.width, config.height))
        drawn = [(lay_lines(one.color, one.line, "dark"), canvas.sketch(one.line)) for one in clip.frames]
        return _cut(drawn, clip.caption, config, seed)


class FolderExamples:
    """A studio's own clips: folders with `line` and `color` pictures, and movies and folders of colored frames, whose
    lines are extracted and made black and white. A clip gives as many examples as it is times a segment long."""

    def __init__(self, config: Config, folder: Path) -> None:
        self._config = config
        self._clips = sorted(_clips(folder))
        self._places = [
            (clip, at) for clip, frames, _ in self._clips for at in range(0, frames - SHORTEST + 1, config.frames)
        ]
        if not self._places:
            raise TrainingError(
                f'There are no clips of {SHORTEST} frames or more in "{folder}". Put movies there, or a folder for '
                "each clip with its colored frames, or with line and color inside."
            )
        self.digest = f"{folder.absolute()} {self._clips} {_shape(config)}"
        kinds = {clip: (frames, size) for clip, frames, size in self._clips}
        self.buckets: Sequence[Bucket] = [self._bucket(at, *kinds[clip]) for clip, at in self._places]

    def __len__(self) -> int:
        return len(self._places)

    def _bucket(self, at: int, frames: int, size: tuple[int, int]) -> Bucket:
        canvas = canvas_of(*size, self._config.height)
        return canvas.canvas_width, canvas.canvas_height, _length(min(frames - at, self._config.frames))

    def example(self, item: int) -> Example:
        clip, at = self._places[item]
        before = min(at, self._config.history)
        frames = list(_frames(clip, at - before, before + self._config.frames))
        if len(frames) < SHORTEST + before:
            raise TrainingError(f'"{clip}" has fewer frames than it had. Start the training anew.')
        canvas = canvas_of(frames[0][0].shape[1], frames[0][0].shape[0], self._config.height)
        drawn = [(canvas.picture(color), canvas.sketch(line)) for color, line in frames]
        told = clip.with_suffix(".txt")
        words = told.read_text("utf-8").strip() if told.is_file() else CAPTION
        return _cut(drawn, words, self._config, item, before)


def _cut(
    drawn: Sequence[tuple[np.ndarray, np.ndarray]], words: str, config: Config, lot: int, before: int | None = None
) -> Example:
    """Of frames (color, sketch), `before` as the history, the others as the segment, and a reference drawn by lot.

    The paper takes the reference from the history, hundreds of frames away; a segment without one takes its own.
    """
    before = config.history if before is None else before
    drawn = drawn[: before + _length(len(drawn) - before)]
    color, sketch = np.stack([one for one, _ in drawn]), np.stack([one for _, one in drawn])
    key = int(np.random.default_rng([lot, 11]).integers(0, before or len(drawn)))
    return Example(sketch[before:], color[before:], color[key], sketch[key], color[:before], words)


def _length(frames: int) -> int:
    """To how many a segment of so many is cut: few lengths are seen, and the latents of each are even in number."""
    return (frames - 1) // 16 * 16 + 1 if frames > 16 else (frames - 1) // 8 * 8 + 1


def _clips(folder: Path) -> Iterator[tuple[Path, int, tuple[int, int]]]:
    """Every clip, how many frames it has, and their width and height. Raises TrainingError."""
    for path in folder.iterdir():
        if path.suffix.lower() in MOVIES:
            film = cv2.VideoCapture(str(path))
            size = int(film.get(cv2.CAP_PROP_FRAME_WIDTH)), int(film.get(cv2.CAP_PROP_FRAME_HEIGHT))
            frames = int(film.get(cv2.CAP_PROP_FRAME_COUNT))
            film.release()
            if min(frames, *size) > 0:
                yield path, frames, size
        elif path.is_dir() and (pictures := _pictures(path)):
            try:
                yield path, len(pictures), still_size(pictures[0])
            except StillError as error:
                raise TrainingError(str(error)) from error


def _pictures(clip: Path) -> list[Path]:
    color = clip / "color"
    return sorted((color if color.is_dir() else clip).glob("*.png"))


def _frames(clip: Path, first: int, count: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Color (H, W, 3) and lines (H, W) of frames of a clip."""
    if clip.is_dir():
        for path in _pictures(clip)[first : first + count]:
            try:
                color, drawn = flatten(read_still(path), 255), clip / "line" / path.name
                line = line_layer(read_still(drawn), "dark") if drawn.is_file() else extract_line(color)
            except StillError as error:
                raise TrainingError(str(error)) from error
            yield color, line
        return
    film = cv2.VideoCapture(str(clip))
    for at in range(first + count):  # from its beginning: seeking is not exact in every movie
        read, frame = film.read()
        if not read:
            break
        if at >= first:
            color = cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
            yield color, extract_line(color)
    film.release()


def _shape(config: Config) -> str:
    return f"{config.width}x{config.height} {config.history}+{config.frames}"
