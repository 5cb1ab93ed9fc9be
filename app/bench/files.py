"""Reading and writing pictures and frame files, which coloring, scrubbing and export wait for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import cv2
import msgspec
import numpy as np

from app.bench.rig import Context, Row, percentile
from app.bench.shots import draw_frame
from engine.imaging.stills import read_still
from engine.protocol.frames import FrameFile, FrameFileHeader, FrameFileWriter

_SIZE = (1920, 1080)
_Thing = TypeVar("_Thing")


def measure(context: Context) -> Iterator[Row]:
    """Milliseconds a 1920x1080 frame, medians."""
    count = 6 if context.quick else 24
    pairs = [draw_frame(index, _SIZE) for index in range(count)]
    context.progress(0, 3, "files: PNG")
    for name, pictures in (("line art", [line for line, _ in pairs]), ("color", [color for _, color in pairs])):
        paths = [context.folder / f"{name}.{at}.png" for at in range(count)]
        pixels = list(zip(paths, pictures))
        yield _median(f"io: write PNG, {name}, level 1", pixels, lambda pair: _write(*pair))
        yield _median(f"io: read PNG, {name}", paths, read_still)
    context.progress(1, 3, "files: frame files")
    yield from _frame_files(context.folder, [color for _, color in pairs])


def _frame_files(folder: Path, pictures: list[np.ndarray]) -> list[Row]:
    width, height = _SIZE
    packed = [picture.astype(np.uint32) @ np.array([1, 256, 65536], np.uint32) for picture in pictures]
    codes = np.unique(np.concatenate([frame.ravel() for frame in packed]))
    palette = tuple((int(code & 255), int(code >> 8 & 255), int(code >> 16 & 255)) for code in codes)
    plain = FrameFileHeader(
        first=1, last=len(pictures), width=width, height=height, channels=3, colorizer="bench", seed=0, inputs=""
    )
    indexed = msgspec.structs.replace(plain, palette=palette)
    indices = [np.searchsorted(codes, frame).astype(np.uint16) for frame in packed]
    rows: list[Row] = []
    for name, header, frames in (("pixels", plain, pictures), (f"{len(palette)} colors", indexed, indices)):
        path = folder / f"{len(rows)}.frames"
        writer = FrameFileWriter(path, header)
        rows.append(_median(f"io: append to a frame file, {name}", frames, writer.append))
        writer.commit()
        with FrameFile(path) as file:
            rows.append(_median(f"io: read from a frame file, {name}", range(len(frames)), file.frame))
        rows.append(Row(f"io: size of a frame in a frame file, {name}", path.stat().st_size / len(frames) / 1e3, "KB"))
    return rows


def _write(path: Path, picture: np.ndarray) -> None:
    swapped = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    cv2.imwrite(str(path), swapped, (int(cv2.IMWRITE_PNG_COMPRESSION), 1))


def _median(name: str, things: Iterable[_Thing], action: Callable[[_Thing], object]) -> Row:
    seconds: list[float] = []
    for thing in things:
        begun = time.monotonic()
        action(thing)
        seconds.append(time.monotonic() - begun)
    return Row(name, percentile(seconds, 0.5) * 1000, "ms")
