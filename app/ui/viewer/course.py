"""Where playing goes next: pure, no Qt."""

from __future__ import annotations

from typing import Literal

from app.project.model import Span

Loop = Literal["loop", "once", "ping-pong"]
FASTEST = 8  # times the shot's rate


def frame_after(span: Span, number: int, direction: int, count: int, loop: Loop) -> tuple[int, int]:
    """The frame that comes `count` frames after `number` within `span`, and the direction (1 or -1) from there on.

    From outside the span, the next frame is the end of it that playing comes in by. "once" halts at the far end.
    """
    if number not in span or span.length == 1:
        return entry(span, direction), direction
    at, last = number - span.first, span.length - 1
    if loop == "loop":
        return span.first + (at + direction * count) % span.length, direction
    if loop == "once":
        return span.first + min(max(at + direction * count, 0), last), direction
    there_and_back = 2 * last
    phase = (at if direction > 0 else there_and_back - at) + count
    phase %= there_and_back
    return span.first + min(phase, there_and_back - phase), 1 if phase < last else -1


def entry(span: Span, direction: int) -> int:
    """The frame where playing in this direction begins."""
    return span.first if direction > 0 else span.last
