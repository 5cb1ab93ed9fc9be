"""Writes pictures without a file of their own (movie frames, extracted lines) into the project, all or none."""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np

from app.media.errors import MediaCancelled, MediaNotWritten
from app.project.model import Drawing
from engine.imaging.extract import extract_line
from engine.imaging.line import flatten
from engine.imaging.stills import encode_png, read_still, to_8_bit

LINE_FOLDER = "line"
WORKERS = 2

Progress = Callable[[int, int, str], None]  # done, in all (0: unknown), what is being done
Cancelled = Callable[[], bool]
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_HELD = 8  # mean difference over 3x3 pixels below which two movie frames are one drawing held
_COLOR_SHARE = 0.0005  # of a frame's pixels; fewer colored ones are the compression's, not the artist's
_COLOR_SPREAD = 24


def digest_of(data: bytes) -> str:
    """The digest that names a file's content throughout a project."""
    return blake2b(data, digest_size=16).hexdigest()


def each(
    items: Sequence[_Item], work: Callable[[_Item], _Result], progress: Progress, cancelled: Cancelled, what: str
) -> Iterator[_Result]:
    """work(item) for each, in order, on a few threads. Raises MediaCancelled and whatever `work` raises."""
    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="media")
    try:
        for done, result in enumerate(_in_order(pool, items, work), start=1):
            if cancelled():
                raise MediaCancelled("The import was cancelled; nothing was kept.")
            progress(done, len(items), what)
            yield result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(pool: ThreadPoolExecutor, items: Iterable[_Item], work: Callable[[_Item], _Result]) -> Iterator[_Result]:
    """Results in order, a few items ahead, so that frames do not pile up in memory."""
    waiting: deque[Future[_Result]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) >= 4 * WORKERS:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextmanager
def new_folder(project: Path, name: str) -> Iterator[tuple[Path, str]]:
    """(a folder to write to, its path in the project once the block is left without an error).

    The folder gets its final name at the end; after an error nothing is left of it. Raises MediaNotWritten.
    """
    parent = project / LINE_FOLDER
    try:
        parent.mkdir(parents=True, exist_ok=True)
        final = _free(parent, name)
        part = parent / f".{final.name}.{os.getpid()}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
    except OSError as error:
        raise not_written(parent, error) from error
    try:
        yield part, f"{LINE_FOLDER}/{final.name}"
        part.rename(final)
    except OSError as error:
        raise not_written(parent, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        with suppress(OSError):
            parent.rmdir()  # which only an empty folder lets happen


def _free(parent: Path, name: str) -> Path:
    """A folder that is not there yet: an earlier import is never overwritten, undo may need it."""
    wanted, count = parent / name, 1
    while wanted.exists():
        count += 1
        wanted = parent / f"{name}_{count}"
    return wanted


def not_written(folder: Path, error: OSError) -> MediaNotWritten:
    """The sentence for a failure to write into the project."""
    reason = error.strerror or str(error)
    return MediaNotWritten(
        f'Pictures could not be written to "{folder}" ({reason}); free some space or check the rights, then try again.'
    )


def movie_drawings(
    frames: Iterable[np.ndarray],
    first: int,
    stem: str,
    extract: bool,
    folder: tuple[Path, str],
    tick: Callable[[int], None],
) -> list[Drawing]:
    """Write the frames of a movie as `stem.####.png`; a held one repeats the drawing before without a new file.

    Line frames stay gray, RGB or RGBA as they look; `extract` takes the lines out of colored ones.
    """
    drawings: list[Drawing | Future[Drawing]] = []
    shown: np.ndarray | None = None
    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="media")
    try:
        for number, frame in enumerate(frames, start=first):
            if shown is not None and _same_drawing(shown, frame):
                drawings.append(drawings[-1])
            else:
                shown = frame
                name = f"{stem}.{number:04d}.png"
                drawings.append(pool.submit(_write, frame, extract, folder, name, number))
            if len(drawings) > 4 * WORKERS:
                _settled(drawings[-4 * WORKERS])
            tick(len(drawings))
        settled = [_settled(drawing) for drawing in drawings]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return [Drawing(number, made.path, made.digest) for number, made in enumerate(settled, start=first)]


def _settled(drawing: Drawing | Future[Drawing]) -> Drawing:
    return drawing.result() if isinstance(drawing, Future) else drawing


def _write(frame: np.ndarray, extract: bool, folder: tuple[Path, str], name: str, number: int) -> Drawing:
    data = encode_png(lines_of(frame) if extract else plain(frame))
    (folder[0] / name).write_bytes(data)
    return Drawing(number, f"{folder[1]}/{name}", digest_of(data))


def extracted_drawing(source: Path, number: int, folder: tuple[Path, str], name: str) -> Drawing:
    """Write the lines taken out of the colored picture `source`. Raises StillError, OSError."""
    return _write(read_still(source), True, folder, name, number)


def lines_of(image: np.ndarray) -> np.ndarray:
    """(H, W) uint8 lines taken out of a picture as `read_still` gives it."""
    flat = flatten(to_8_bit(image), 255)
    return extract_line(cv2.cvtColor(flat, cv2.COLOR_GRAY2RGB) if flat.ndim == 2 else flat)


def plain(frame: np.ndarray) -> np.ndarray:
    """The movie frame without channels that say nothing: opaque alpha goes, gray in three channels becomes one."""
    if frame.shape[2] == 4:
        if frame[..., 3].min() < 255:
            return frame
        frame = np.ascontiguousarray(frame[..., :3])
    red, green, blue = cv2.split(frame)
    spread = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    colored = cv2.countNonZero(cv2.inRange(spread, (_COLOR_SPREAD,), (255,)))
    return frame if colored > _COLOR_SHARE * spread.size else cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)


def _same_drawing(shown: np.ndarray, frame: np.ndarray) -> bool:
    """Whether the frames differ by no more than compression does."""
    return shown.shape == frame.shape and int(cv2.blur(cv2.absdiff(shown, frame), (3, 3)).max()) < _HELD
