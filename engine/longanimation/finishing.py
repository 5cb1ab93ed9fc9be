"""Generated frames at the shot's own size: enlarged as they are, or lifted along the line art from a small model's."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

import cv2
import numpy as np

from engine.imaging.flats import flat_colors, merged_flats
from engine.imaging.lifting import lifted
from engine.longanimation.keys import honored, lay
from engine.longanimation.reading import Canvas, ShotPictures
from engine.longanimation.wish import Wish

LIFTED = "lifted"
"""Under this name a frame file says that its frames are colors alone, without the lines."""
_THREADS = 2
_AHEAD = 4  # frames of the shot's size that are lifted, or wait for it, while the one before them is written


def lifts(wish: Wish, canvas: Canvas) -> bool:
    """Whether frames are lifted: where it is wished for and the canvas is smaller than the shot."""
    return wish.lift != "none" and canvas.inner_height < canvas.height and canvas.inner_width < canvas.width


def finished(
    frames: Iterable[np.ndarray], keys: Mapping[int, np.ndarray], canvas: Canvas, wish: Wish,
    pictures: ShotPictures, first: int,
) -> Iterator[np.ndarray]:  # fmt: skip
    """Frames (height, width, 3) uint8 of the shot from frames on the canvas, the first one numbered `first`; `keys`
    (RGB or RGBA, of the shot's size) by place, from 0, stand on theirs bit for bit. Raises BadRequest."""
    if not lifts(wish, canvas):
        yield from honored((canvas.back(frame) for frame in frames), keys)
        return
    swatches = _swatches(pictures) if wish.lift == "swatches" else None
    small = honored(frames, {at: canvas.picture(key) for at, key in keys.items()})
    with ThreadPoolExecutor(_THREADS, "lift") as pool:

        def begun(at: int, frame: np.ndarray) -> Future[np.ndarray]:
            return pool.submit(lifted, canvas.inner(frame), pictures.line(first + at), swatches)

        for at, full in enumerate(_ahead(begun(at, frame) for at, frame in enumerate(small))):
            yield lay(full, keys[at]) if at in keys else full


def _ahead(work: Iterable[Future[np.ndarray]]) -> Iterator[np.ndarray]:
    """Results in their order; while one is waited for, those after it are made."""
    waiting: deque[Future[np.ndarray]] = deque()
    try:
        for future in work:
            waiting.append(future)
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def with_lines(frame: np.ndarray, line: Callable[[], np.ndarray]) -> np.ndarray:
    """A lifted frame as the networks know frames: with its line layer (H, W) uint8 drawn over it."""
    return cv2.multiply(frame, cv2.cvtColor(line(), cv2.COLOR_GRAY2RGB), scale=1 / 255)


def _swatches(pictures: ShotPictures) -> np.ndarray:
    """(P, 3) uint8: the flat colors of all keys."""
    found = merged_flats([flat_colors(pictures.picture(key)) for key in pictures.keys])
    return np.array([flat.color for flat in found], np.uint8).reshape(-1, 3)
