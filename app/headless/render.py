"""`render`: colors what is stale or empty in a saved project and keeps the takes in it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from app.errors import ShiageError
from app.headless.coloring import Coloring
from app.headless.output import Output
from app.headless.projects import opened
from app.project.model import Take
from app.project.staleness import Segment


class NoSuchSegment(ShiageError):
    """A segment number outside the shot's plan."""


def render(project: Path, numbers: Sequence[int], output: Output) -> None:
    """Color the project's stale and empty segments, or of these only the ones with the given numbers (from 1).

    Raises ShiageError.
    """
    begun = time.monotonic()
    with opened(project, output) as shot:
        segments = shot.segments
        wanted = _chosen(segments, numbers, output)

        def tell(take: Take) -> None:
            span = take.span
            output.tell(
                "segment",
                f"Frames {span.first}-{span.last} are ready.",
                first=span.first,
                last=span.last,
                take=take.id,
                file=str(shot.folder / take.path),
            )

        coloring = Coloring(shot.folder, shot.shot, segments, wanted, output, tell)
        coloring.run()
    frames = sum(take.span.length for take in coloring.taken)
    seconds = time.monotonic() - begun
    if wanted:
        count = "1 frame" if frames == 1 else f"{frames} frames"
        where = "1 segment" if len(wanted) == 1 else f"{len(wanted)} segments"
        verb = "was" if frames == 1 else "were"
        sentence = f"{count} in {where} {verb} colored in {seconds:.1f} s."
    else:
        sentence = "Every segment is ready already; there was nothing to color."
    output.tell("done", sentence, frames=frames, segments=len(wanted), seconds=round(seconds, 2))


def _chosen(segments: Sequence[Segment], numbers: Sequence[int], output: Output) -> list[Segment]:
    if not numbers:
        return [segment for segment in segments if segment.wanted]
    chosen: list[Segment] = []
    for number in dict.fromkeys(numbers):
        if not 1 <= number <= len(segments):
            raise NoSuchSegment(f"There is no segment {number}; the shot has segments 1 to {len(segments)}.")
        segment = segments[number - 1]
        if segment.wanted:
            chosen.append(segment)
        else:
            output.note(f"Segment {number} is {segment.status.value.lower()} and left as it is.")
    return chosen
