"""A drawn shot as a request to the colorizer with its tiny networks, and what to ask of the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from engine.imaging.stills import file_digest
from engine.longanimation.colorizer import LongAnimationColorizer
from engine.longanimation.kept import digest
from engine.protocol.frames import FrameFile
from engine.protocol.messages import ColorizeShot, HistoryFrames, KeyFrame, LineFrame, SegmentDone, SegmentRequest

SIZE = (96, 64)
LENGTH, SHARED = 81, 17
QUICK: dict[str, Any] = {"weights": "tiny", "preset": "quick", "working_height": 32}


@dataclass(frozen=True)
class Drawn:
    """Files of a drawn shot, and the request for all of its segments."""

    folder: Path
    request: ColorizeShot
    color: tuple[Path, ...]
    done: list[SegmentDone] = field(default_factory=list)


def spans(frames: int, length: int = LENGTH, shared: int = SHARED, first: int = 1) -> list[tuple[int, int]]:
    """Segments as the app plans them for LongAnimation: all of full length but the last."""
    starts = range(0, max(1, frames - shared), length - shared)
    return [(first + at, first + min(at + length, frames) - 1) for at in starts]


def segments(cut: Sequence[tuple[int, int]], seed: int = 0, **more: Any) -> tuple[SegmentRequest, ...]:
    """Requests for these spans, each with a digest of its own."""
    return tuple(
        SegmentRequest(
            index=at, first=first, last=last, seed=seed, digest=digest(first, last, seed, sorted(more.items())), **more
        )
        for at, (first, last) in enumerate(cut)
    )


def drawn(
    make_shot: Callable[..., Any],
    folder: Path,
    frames: int,
    keys: Iterable[int] = (1,),
    cut: Sequence[tuple[int, int]] | None = None,
    size: tuple[int, int] = SIZE,
    hold: int = 1,
    **settings: Any,
) -> Drawn:
    """Draw a shot of `frames` frames numbered from 1, with keys on some."""
    shot = make_shot(folder / "shot", frames, size, hold=hold)
    request = ColorizeShot(
        job="job",
        colorizer="longanimation",
        width=size[0],
        height=size[1],
        frames=tuple(
            LineFrame(number=at, path=str(path), digest=file_digest(path)) for at, path in enumerate(shot.line, 1)
        ),
        keys=tuple(
            KeyFrame(number=at, path=str(shot.color[at - 1]), digest=file_digest(shot.color[at - 1])) for at in keys
        ),
        segments=segments(cut or spans(frames)),
        out_dir=str(folder / "out"),
        cache_dir=str(folder / "cache"),
        settings={**QUICK, **settings},
    )
    for part in (request.out_dir, request.cache_dir):
        Path(part).mkdir(parents=True, exist_ok=True)
    return Drawn(folder, request, shot.color)


def colored(
    request: ColorizeShot,
    colorizer: LongAnimationColorizer | None = None,
    stop: Callable[[], bool] = lambda: False,
    events: list[Any] | None = None,
) -> list[SegmentDone]:
    """Color the request here; every event is put into `events`."""
    done: list[SegmentDone] = []
    for event in (colorizer or LongAnimationColorizer()).colorize(request, stop):
        if events is not None:
            events.append(event)
        if isinstance(event, SegmentDone):
            done.append(event)
    return done


def pictures(path: str | Path) -> np.ndarray:
    """uint8 [frames, H, W, 3] of a finished segment."""
    with FrameFile(Path(path)) as file:
        return np.stack([file.frame(at) for at in range(len(file))])


def history(done: Iterable[SegmentDone]) -> tuple[HistoryFrames, ...]:
    """Finished segments as a later request names them."""
    return tuple(
        HistoryFrames(first=one.first_frame, last=one.first_frame + one.shape[0] - 1, path=one.path) for one in done
    )


def read(path: Path) -> np.ndarray:
    """RGB(A) of a picture file."""
    image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert image is not None
    return cv2.cvtColor(image, cv2.COLOR_BGRA2RGBA if image.shape[2] == 4 else cv2.COLOR_BGR2RGB)
