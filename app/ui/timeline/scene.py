"""What the timeline shows, gathered from the document once after a change so that painting only looks it up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from app.project.model import LineArt, Shot, Span
from app.project.staleness import Segment, usable_keys
from app.render.queue import Work
from app.ui.timeline.geometry import PADDING, Geometry
from app.ui.timeline.lanes import Lane


@dataclass(frozen=True)
class Bar:
    """One segment: its own frames, the frames at which it is the one shown, and its state."""

    index: int
    span: Span
    shown: Span
    work: Work


@dataclass(frozen=True)
class Scene:
    """The shot as the timeline paints it. Runs are in order; a hold run starts after its drawing."""

    line: LineArt
    holds: tuple[Span, ...]
    gaps: tuple[Span, ...]
    drawings: int
    keys: tuple[int, ...]
    bars: tuple[Bar, ...]

    @property
    def span(self) -> Span:
        return self.line.span

    @property
    def aspect(self) -> float:
        """Width of a picture for each px of height."""
        return self.line.width / self.line.height


@dataclass(frozen=True)
class KeyPlace:
    """Where a key is painted: its marker, and its picture where there is room for one."""

    number: int
    marker: QRectF
    picture: QRectF | None

    def contains(self, x: float, y: float) -> bool:
        """Whether this point belongs to the key."""
        return self.marker.contains(x, y) or (self.picture is not None and self.picture.contains(x, y))


def scene(shot: Shot, segments: Sequence[Segment], status: Callable[[Segment], Work]) -> Scene | None:
    """Gather a shot; None while it has no line art."""
    line = shot.line
    if line is None:
        return None
    keys = tuple(key.number for key in usable_keys(shot))
    drawings = sum(1 for frame in line.frames if frame.path and frame.number not in line.holds)
    return Scene(line, runs(sorted(line.holds)), runs(line.gaps), drawings, keys, segment_bars(segments, status))


def segment_bars(segments: Sequence[Segment], status: Callable[[Segment], Work]) -> tuple[Bar, ...]:
    """A bar for each segment, as it stands now."""
    shown = shown_spans([segment.span for segment in segments])
    return tuple(Bar(segment.index, segment.span, span, status(segment)) for segment, span in zip(segments, shown))


def shown_spans(spans: Sequence[Span]) -> list[Span]:
    """The frames at which each segment is the one shown: an overlap is parted in its middle."""
    starts = [
        (span.first + spans[at - 1].last + 1) // 2 if at and span.first <= spans[at - 1].last else span.first
        for at, span in enumerate(spans)
    ]
    ends = [start - 1 for start in starts[1:]] + [span.last for span in spans[-1:]]
    return [Span(first, last) for first, last in zip(starts, ends)]


def runs(numbers: Iterable[int]) -> tuple[Span, ...]:
    """Sorted numbers as unbroken runs."""
    result: list[Span] = []
    for number in numbers:
        if result and result[-1].last == number - 1:
            result[-1] = Span(result[-1].first, number)
        else:
            result.append(Span(number, number))
    return tuple(result)


def runs_in(spans: Sequence[Span], visible: Span) -> Sequence[Span]:
    """The runs of which any part is visible."""
    first = bisect_left(spans, visible.first, key=lambda span: span.last)
    return spans[first : bisect_right(spans, visible.last, key=lambda span: span.first)]


def bars_in(bars: Sequence[Bar], visible: Span) -> Sequence[Bar]:
    """The bars of which any part is visible."""
    first = bisect_left(bars, visible.first, key=lambda bar: bar.shown.last)
    return bars[first : bisect_right(bars, visible.last, key=lambda bar: bar.shown.first)]


def bar_rect(bar: Bar, geometry: Geometry, lane: Lane) -> QRectF:
    """Where a segment's bar is painted, with a hair of room between neighbours."""
    left, right = geometry.x(bar.shown.first), geometry.x(bar.shown.last + 1)
    hair = 1.0 if right - left > 6 else 0.0
    return QRectF(left + hair, lane.top + 4, max(2.0, right - left - 2 * hair), lane.height - 8)


def key_places(keys: Sequence[int], geometry: Geometry, lane: Lane, aspect: float) -> list[KeyPlace]:
    """Where the visible keys are painted, from left to right; a picture only where neighbours leave room for it."""
    tall = lane.height - 16
    wide = min(tall * aspect, 140.0)
    edge = wide / geometry.scale + 1
    first = bisect_left(keys, geometry.visible.first - edge)
    near = keys[first : bisect_right(keys, geometry.visible.last + edge)]
    ends = (geometry.x(geometry.span.first) - PADDING + 3, geometry.x(geometry.span.last + 1) + PADDING - 3)
    centers = [geometry.center(number) for number in near]
    places: list[KeyPlace] = []
    for at, number in enumerate(near):
        center = centers[at]
        room = min(
            center - centers[at - 1] if at else wide * 2,
            centers[at + 1] - center if at + 1 < len(near) else wide * 2,
        )
        left = max(min(center - wide / 2, ends[1] - wide), ends[0])
        picture = QRectF(left, lane.top + 12, wide, tall) if room >= wide + 4 else None
        places.append(KeyPlace(number, QRectF(center - 6, lane.top + 3, 12, 12), picture))
    return places
