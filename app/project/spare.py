"""Which takes nobody would miss: neither shown nor starred, nor what another colorizer's segments would show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.project.model import Shot, Span, Take
from app.project.staleness import Segment, shown_take


def spare_takes(
    shot: Shot, segments: Iterable[Segment], takes: Iterable[Take], before: Mapping[Span, str] | None = None
) -> tuple[Take, ...]:
    """The takes of a shot that may go without anything being seen to change, in their order.

    `segments` are those of its plan now. Of segments of another plan, which come back with their colorizer, the
    chosen take stays, else the one shown last, by its id in `before`, else the newest. Starred takes always stay.
    """
    of_shot = [take for take in takes if take.shot == shot.id]
    shown = {segment.span: segment.take for segment in segments}
    by_span: dict[Span, list[Take]] = {}
    for take in of_shot:
        by_span.setdefault(take.span, []).append(take)
    kept = {mark.take for mark in shot.marks if mark.star}
    for span, each in by_span.items():
        found = shown[span] if span in shown else shown_take(shot.choice(span), "", each, (before or {}).get(span))
        kept.add((found or each[-1]).id)
    return tuple(take for take in of_shot if take.id not in kept)
