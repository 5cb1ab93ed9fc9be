"""What a queue that was cut off had left and is still wanted: segments as they are chosen, and variations of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from app.project.model import Shot, Span, Take, with_choice
from app.project.staleness import Segment
from app.project.staleness import segments as segments_of
from app.render.journal import Left


@dataclass(frozen=True)
class Variation:
    """A segment to color as it stands in a `shot` and among the `segments` that are of another choice for it."""

    shot: Shot
    segments: Sequence[Segment]
    segment: Segment


@dataclass(frozen=True)
class Wanted:
    """What is to be colored: the segments that are so as they are `chosen`, in their order, then `variations`."""

    chosen: tuple[Segment, ...] = ()
    variations: tuple[Variation, ...] = ()

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All of them."""
        return (*self.chosen, *(one.segment for one in self.variations))


def left_over(
    left: Left, shot: Shot, takes: Collection[Take], wanted: Sequence[Segment], pending: Collection[str] = ()
) -> Wanted:
    """What is `left` of a shot with these takes, of which the `wanted` segments are to be colored as chosen. `pending`
    are the inputs of what is on its way again already."""
    found = left.over(shot.id, wanted)
    return Wanted(found, tuple(_variations(left, shot, takes, found, pending)))


def _variations(
    left: Left, shot: Shot, takes: Collection[Take], wanted: Sequence[Segment], pending: Collection[str]
) -> Iterator[Variation]:
    """What was on its way beside the `wanted` segments: of several variations of one, only one is chosen."""
    spans = [Span(*span) for entry in left.entries if entry.shot == shot.id for span in entry.spans]
    known = {(segment.span, segment.inputs) for segment in wanted}
    for of_one in left.variations.get(shot.id, ()):
        coming = of_one.arrived(take.seed for take in takes if take.span == of_one.span).coming
        # What was chosen before them may have been waiting as well.
        first = of_one.chain[:1] if spans.count(of_one.span) > len(coming) else ()
        for choice in (*first, *(each for each in of_one.chain[1:] if each.seed in coming)):
            other = with_choice(shot, replace(choice, take=None))
            segments = segments_of(other, takes)
            segment = next((each for each in segments if each.span == of_one.span), None)
            if of_one.span not in spans or segment is None or not segment.wanted:
                continue
            if (segment.span, segment.inputs) not in known and segment.inputs not in pending:
                yield Variation(other, segments, segment)
