"""Pure: what coloring segments would take, before it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.project.colorizers import kept_beside, kind_of_run, settings_for
from app.project.model import Shot
from app.project.staleness import Segment
from app.render.requests import alike

CHANNELS = 3  # bytes of a pixel in a take of LongAnimation


@dataclass(frozen=True)
class Forecast:
    """What Generate would do: how many segments and frames, in how many seconds; None the first time here. `disk`:
    bytes that the takes of large networks and what is kept to join them come to at most; `free`: those that the disk
    has left, None if not known."""

    segments: int
    frames: int
    seconds: float | None
    disk: int = 0
    free: int | None = None


def forecast(
    shot: Shot,
    wanted: Sequence[Segment],
    seconds_for: Callable[[str, float], float | None],
    free: Callable[[], int | None] | None,
) -> Forecast:
    """What coloring the `wanted` segments would take. `seconds_for` tells how long a kind of run takes for so many
    millions of pixels, `free` the bytes left on the disk; without it nothing is told of the disk."""
    frames = {number for segment in wanted for number in range(segment.span.first, segment.span.last + 1)}
    size = shot.line.width * shot.line.height / 1e6 if shot.line is not None else 0.0
    told, disk = list[float | None](), 0
    for group in alike(shot, wanted) or [[]]:
        settings = settings_for(shot, group[0].choice) if group else shot.settings
        work = sum(segment.span.length for segment in group) * size
        told.append(seconds_for(kind_of_run(shot.colorizer, settings), work))
        kept = kept_beside(replace(shot, settings=settings), [segment.span for segment in group])
        disk += round(work * 1e6) * CHANNELS + kept
    seconds = None if None in told else sum(each for each in told if each is not None)
    if not wanted or free is None:
        return Forecast(len(wanted), len(frames), seconds)
    return Forecast(len(wanted), len(frames), seconds, disk, free())
