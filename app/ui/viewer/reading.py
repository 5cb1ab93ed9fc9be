"""Which frames are read in advance, and in what order: pure, no Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from app.project.model import Span
from app.ui.viewer.course import Loop, frame_after

_AHEAD = 3  # frames read ahead for each one behind


@dataclass(frozen=True)
class Course:
    """How the playhead moves: at rest, or through the frames of `region` (the whole shot when None), by `stride`."""

    playing: bool = False
    direction: int = 1
    stride: int = 1
    loop: Loop = "loop"
    region: Span | None = None


def order(number: int, shot: Span, course: Course) -> Iterator[int]:
    """The frames worth reading at `number`, first ones first, each once; three ahead for each one behind."""
    span = course.region or shot
    seen = {number}
    on, back = ahead(number, span, course), _behind(number, span, course.direction)
    while True:
        some = [*islice(on, _AHEAD), *islice(back, 1)]
        if not some:
            return
        for found in some:
            if found not in seen:
                seen.add(found)
                yield found


def ahead(number: int, span: Span, course: Course) -> Iterator[int]:
    """As the playhead goes from here, round or there and back."""
    at, way = number, course.direction
    for _ in range(2 * span.length):
        before = at
        at, way = frame_after(span, at, way, course.stride, course.loop)
        if at == before:
            return
        yield at


def _behind(number: int, span: Span, direction: int) -> Iterator[int]:
    if number in span:
        yield from range(number - 1, span.first - 1, -1) if direction > 0 else range(number + 1, span.last + 1)
