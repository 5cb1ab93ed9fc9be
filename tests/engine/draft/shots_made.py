"""Small drawn shots for the draft colorizer: shapes that move, with their true colors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import msgspec
import numpy as np

from engine.draft.colorizer import DraftColorizer
from engine.imaging.stills import file_digest
from engine.protocol.frames import FrameFile
from engine.protocol.messages import ColorizeShot, KeyFrame, LineFrame, SegmentDone, SegmentRequest

WIDTH, HEIGHT = 200, 140
SKY, BODY, HEAD, SHADE = (180, 200, 220), (200, 40, 30), (250, 220, 190), (140, 20, 20)
PAPER = (255, 255, 255)


def figure(step: int, *, fill: bool, gap: bool = False, shade: bool = False) -> np.ndarray:
    """(H, W, 3) uint8 RGB: a body and a head that walk to the right; lines only, or lines and colors."""
    image = np.full((HEIGHT, WIDTH, 3), SKY if fill else PAPER, np.uint8)
    left = 20 + 3 * step
    inside = BODY if fill else PAPER
    cv2.rectangle(image, (left, 60), (left + 50, 120), inside, -1)
    if fill and shade:
        cv2.rectangle(image, (left, 60), (left + 20, 120), SHADE, -1)
    cv2.rectangle(image, (left, 60), (left + 50, 120), (0, 0, 0), 2)
    cv2.circle(image, (left + 25, 38), 20, HEAD if fill else PAPER, -1)
    cv2.circle(image, (left + 25, 38), 20, (0, 0, 0), 2)
    if gap:
        cv2.rectangle(image, (left + 47, 88), (left + 53, 91), PAPER if not fill else BODY, -1)
    return image


def write(path: Path, image: np.ndarray) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    return path


def shot(
    folder: Path,
    steps: list[int | None],
    keys: dict[int, int],
    *,
    length: int = 4,
    seed: int = 0,
    draw: Callable[..., np.ndarray] = figure,
) -> ColorizeShot:
    """Frames 1.. with the figure at these steps (None: a blank drawing), keys {frame: step}."""
    frames = []
    for number, step in enumerate(steps, 1):
        path = "" if step is None else str(write(folder / "line" / f"{step}.png", draw(step, fill=False)))
        frames.append(LineFrame(number=number, path=path, digest=file_digest(Path(path)) if path else ""))
    laid = tuple(
        KeyFrame(number=number, path=str(path), digest=file_digest(path))
        for number, step in keys.items()
        for path in [write(folder / "key" / f"{step}.png", draw(step, fill=True))]
    )
    segments = tuple(
        SegmentRequest(index=at, first=first, last=min(first + length - 1, len(steps)), seed=seed, digest=f"{at:016d}s")
        for at, first in enumerate(range(1, len(steps) + 1, length))
    )
    return ColorizeShot(
        job="job",
        colorizer="draft",
        width=WIDTH,
        height=HEIGHT,
        frames=tuple(frames),
        keys=laid,
        segments=segments,
        out_dir=str(folder / "takes"),
        cache_dir=str(folder / "cache"),
    )


def relaid(request: ColorizeShot) -> ColorizeShot:
    """The request after its key files were written anew."""
    keys = tuple(msgspec.structs.replace(key, digest=file_digest(Path(key.path))) for key in request.keys)
    return msgspec.structs.replace(request, keys=keys)


def with_segments(request: ColorizeShot, *indices: int) -> ColorizeShot:
    """The same shot, other segments wanted, in this order."""
    by_index = {segment.index: segment for segment in request.segments}
    return msgspec.structs.replace(request, segments=tuple(by_index[index] for index in indices))


def color(request: ColorizeShot) -> dict[int, np.ndarray]:
    """Frame number -> (H, W, 3) color layer of everything asked for."""
    done: dict[int, np.ndarray] = {}
    for event in DraftColorizer().colorize(request, lambda: False):
        if isinstance(event, SegmentDone):
            with FrameFile(Path(event.path)) as file:
                for at in range(len(file)):
                    done[event.first_frame + at] = file.frame(at)
    return done


def accuracy(colored: np.ndarray, truth: np.ndarray, line: np.ndarray) -> float:
    """Share of pixels off the lines that have exactly the true color."""
    off = cv2.erode((line.min(axis=2) == 255).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return float((colored == truth).all(axis=2)[off].mean())
