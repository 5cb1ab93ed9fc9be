"""Pure planning: a shot's frames cut into overlapping segments, any length, no frame lost."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from app.project.model import SegmentPlan, Span


def plan(shot: Span, cut: SegmentPlan) -> tuple[Span, ...]:
    """Cut `shot` into segments of about `cut.length` frames that share `cut.overlap` with their neighbour.

    Every frame is covered, and no segment is shorter than the overlap or a third of the length where the shot
    allows it: a short rest is shared out over the last two instead of standing alone. Where `cut.whole`, only the
    last one is shorter, and brings at least one frame that is not shared.
    """
    if cut.length < 1 or not 0 <= cut.overlap < cut.length:
        raise ValueError(f"a segment of {cut.length} frames cannot share {cut.overlap}")
    total, step = shot.length, cut.length - cut.overlap
    starts = list(range(0, max(1, total - cut.overlap), step))
    spans = [Span(shot.first + at, min(shot.first + at + cut.length - 1, shot.last)) for at in starts]
    if not cut.whole and len(spans) > 1 and spans[-1].length - cut.overlap < max(1, cut.length // 3):
        before = spans[-2]
        both = spans[-1].last - before.first + 1
        half = (both + cut.overlap + 1) // 2
        spans[-2] = Span(before.first, before.first + half - 1)
        spans[-1] = Span(spans[-2].last - cut.overlap + 1, shot.last)
    return tuple(spans)


def segment_at(spans: Sequence[Span], number: int) -> int:
    """Index of the segment that shows `number`: in an overlap, the later one from its middle on."""
    at = bisect_right(spans, number, key=lambda span: span.first) - 1
    while at > 0 and number in spans[at - 1] and number < (spans[at].first + spans[at - 1].last + 1) // 2:
        at -= 1
    if at >= 0 and number in spans[at]:
        return at
    raise IndexError(f"frame {number} is in no segment")


def first_looked_at(spans: Sequence[Span], playhead: int) -> list[int]:
    """Segment indices, nearest to the playhead first; of two equally near, the one ahead of it."""

    def distance(at: int) -> tuple[int, int]:
        span = spans[at]
        if playhead in span:
            return (0, at)
        return (span.first - playhead, 0) if span.first > playhead else (playhead - span.last, 1)

    return sorted(range(len(spans)), key=distance)
