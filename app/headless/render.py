"""`render`: colors what is stale or empty in a saved project, or what was left of its queue, and keeps the takes."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from app.errors import ShiageError
from app.headless.coloring import Coloring
from app.headless.output import Output
from app.headless.projects import opened
from app.media.checked import check_of, checked
from app.project.concerns import open_concerns
from app.project.model import Shot, Take
from app.project.staleness import Segment
from app.render import journal
from app.render.journal import Journal
from app.render.left_over import Wanted, left_over
from engine.imaging.stills import StillError
from engine.protocol.frames import FrameFileError

log = logging.getLogger(__name__)


class NoSuchSegment(ShiageError):
    """A segment number outside the shot's plan."""


def render(
    project: Path, numbers: Sequence[int], output: Output, *, left: bool = False, attended: bool = False
) -> None:
    """Color the project's stale and empty segments, or of these only the ones with the given numbers (from 1), or those
    that are `left` of its queue. `attended`, it stops once standard input closes. Raises ShiageError.
    """
    begun = time.monotonic()
    with opened(project, output) as shot:
        segments = shot.segments
        kept = journal.read(shot.folder / journal.FILE) if left else None
        if kept is None:
            work = Wanted(tuple(_chosen(segments, numbers, output)))
        else:
            wanted = [segment for segment in segments if segment.wanted]
            work = left_over(kept, shot.shot, shot.takes, wanted)
        looks: list[int] = []

        def tell(take: Take) -> None:
            span, here = take.span, _needs_look(shot.folder, shot.shot, take)
            looks.append(here)
            output.tell(
                "segment",
                f"Frames {span.first}-{span.last} are ready{_look_words(here)}.",
                first=span.first,
                last=span.last,
                take=take.id,
                file=str(shot.folder / take.path),
                needs_look=here,
            )

        coloring = Coloring(shot.folder, shot.shot, segments, work, output, tell, kept, attended)
        coloring.run()
        if kept is not None and not work.segments:  # ready or locked by now, or planned otherwise
            with closing(Journal(shot.folder / journal.FILE)) as emptied:
                emptied.record(())
    frames = sum(take.span.length for take in coloring.taken)
    seconds = time.monotonic() - begun
    segments_done = len(work.segments)
    if segments_done:
        count = "1 frame" if frames == 1 else f"{frames} frames"
        where = "1 segment" if segments_done == 1 else f"{segments_done} segments"
        verb = "was" if frames == 1 else "were"
        sentence = f"{count} in {where} {verb} colored in {seconds:.1f} s{_look_words(sum(looks))}."
    elif left:
        sentence = "Nothing was left in the queue; there was nothing to color."
    else:
        sentence = "Every segment is ready already; there was nothing to color."
    output.tell(
        "done",
        sentence,
        frames=frames,
        segments=segments_done,
        seconds=round(seconds, 2),
        needs_look=sum(looks),
    )


def _needs_look(folder: Path, shot: Shot, take: Take) -> int:
    """How many places of a finished take need a look; the window finds them kept. 0 where it cannot be checked."""
    check, line = check_of(shot, folder, take), shot.line
    if check is None or line is None:
        return 0
    try:
        return len(open_concerns(checked(check), shot.fine, line.width * line.height))
    except (FrameFileError, StillError, OSError) as error:
        log.warning("a take cannot be checked: %s", error)
        return 0


def _look_words(places: int) -> str:
    """The end of a sentence about finished frames; empty where nothing needs a look."""
    if not places:
        return ""
    return "; 1 place needs a look" if places == 1 else f"; {places} places need a look"


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
