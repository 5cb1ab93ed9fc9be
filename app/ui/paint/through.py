"""Which frames a fill through a range is meant for."""

from __future__ import annotations

from app.project.held import hold_of
from app.project.model import Shot, Span


def range_to_fill(shot: Shot, number: int, in_out: Span | None) -> Span:
    """From in to out where the frame lies between them, else from where its drawing begins, or from the last key on
    its hold, up to the frame before the next key or to the end of the shot, which must have line art."""
    assert shot.line is not None
    if in_out is not None and number in in_out:
        return in_out
    after = (key.number for key in shot.keys if key.number > number)
    first = hold_of(shot.line, number).first
    if shot.key(number) is not None:
        first = number  # which is painted by itself
    elif before := [key.number for key in shot.keys if first <= key.number < number]:
        first = before[-1] + 1
    return Span(first, min(next(after, shot.line.span.last + 1) - 1, shot.line.span.last))
