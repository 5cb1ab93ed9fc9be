"""What the timeline shows, gathered from the document once after a change so that painting only looks it up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from app.project.colorizers import TINY, prompts_unread, reference_of, sheet_of
from app.project.model import LineArt, Note, Prompt, Shot, Span, Take, runs
from app.project.staleness import Segment, shows_good, usable_keys
from app.render.queue import Work
from app.ui.timeline.geometry import Geometry
from app.ui.timeline.lanes import MARKS, Lane


@dataclass(frozen=True)
class Bar:
    """One segment: its own frames, the frames at which it is the one shown, its state, and its takes.

    `take` is the place of the take that is shown among its `takes` ones, the oldest being 1; 0 while it has none.
    `number` is what the artist calls it by, which is not its place once others are deleted.
    It is `good` when that one is locked or was made from what the shot holds now, also while another one is on its
    way; `untrained` when its colors mean nothing. `reference` is the frame of the key that was chosen for the segment,
    `sheet` the name of the model sheet that was chosen instead.
    """

    index: int
    span: Span
    shown: Span
    work: Work
    takes: int = 0
    take: int = 0
    locked: bool = False
    good: bool = False
    untrained: bool = False
    reference: int | None = None
    sheet: str = ""
    number: int = 0


@dataclass(frozen=True)
class PromptBar:
    """One prompt: its place among the shot's, its frames within the shot, and the row in which it lies."""

    index: int
    prompt: Prompt
    span: Span
    row: int


@dataclass(frozen=True)
class Scene:
    """The shot as the timeline paints it. Runs are in order; a hold run starts after its drawing. `gaps` have no file;
    `damaged` have one that cannot be read. `prompts_unread` says so where prompts do not count."""

    line: LineArt
    holds: tuple[Span, ...]
    gaps: tuple[Span, ...]
    drawings: int
    keys: tuple[int, ...]
    prompts: tuple[PromptBar, ...]
    bars: tuple[Bar, ...]
    notes: tuple[Note, ...] = ()
    damaged: tuple[Span, ...] = ()
    prompts_unread: str = ""

    @property
    def prompt_rows(self) -> int:
        """How many rows of prompts lie above one another."""
        return max((bar.row for bar in self.prompts), default=0) + 1

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


def scene(
    shot: Shot,
    segments: Sequence[Segment],
    status: Callable[[Segment], Work],
    takes: Sequence[Take],
    unread: Collection[int] = (),
) -> Scene | None:
    """Gather a shot with its takes, oldest first; None while it has no line art. `unread` are frames whose drawing was
    found to be damaged by now."""
    line = shot.line
    if line is None:
        return None
    keys = tuple(key.number for key in usable_keys(shot))
    drawings = sum(1 for frame in line.frames if frame.path and frame.number not in line.holds)
    prompts = prompt_bars(shot.prompts, line.span)
    bars = segment_bars(shot, segments, status, takes)
    gaps = sorted({*line.gaps} - {*line.damaged})
    damaged = sorted({*line.damaged, *unread} - {*gaps})
    holds = runs(sorted(line.holds))
    return Scene(
        line, holds, runs(gaps), drawings, keys, prompts, bars, shot.notes, runs(damaged),
        prompts_unread(shot.colorizer),
    )  # fmt: skip


def segment_bars(
    shot: Shot, segments: Sequence[Segment], status: Callable[[Segment], Work], takes: Sequence[Take]
) -> tuple[Bar, ...]:
    """A bar for each segment, as it stands now; `takes` oldest first."""
    of_span: defaultdict[Span, list[str]] = defaultdict(list)
    for take in takes:
        of_span[take.span].append(take.id)
    shown = shown_spans([segment.span for segment in segments])
    bars: list[Bar] = []
    for segment, span in zip(segments, shown):
        ids = of_span[segment.span]
        take = ids.index(segment.take.id) + 1 if segment.take is not None else 0
        work = status(segment)
        good = shows_good(shot, segment, work.status)
        raw = segment.take is not None and segment.take.weights == TINY
        sheet = sheet_of(shot, segment.choice)
        reference = reference_of(shot, segment.choice) if sheet is None else None
        name, number = sheet.name if sheet is not None else "", segment.take.number if segment.take is not None else 0
        bars.append(
            Bar(
                segment.index, segment.span, span, work, len(ids), take, segment.locked, good, raw, reference, name,
                number,
            )
        )  # fmt: skip
    return tuple(bars)


def prompt_bars(prompts: Sequence[Prompt], shot: Span) -> tuple[PromptBar, ...]:
    """A bar for each prompt that speaks of frames in the shot, in the first row where it covers no other."""
    ends: list[int] = []  # last frame in each row
    bars: list[PromptBar] = []
    for index, prompt in sorted(enumerate(prompts), key=lambda each: each[1].span or Span(-1, -1)):
        wanted = prompt.span or shot
        span = Span(max(wanted.first, shot.first), min(wanted.last, shot.last))
        if span.length < 1:
            continue
        row = next((at for at, end in enumerate(ends) if end < span.first), len(ends))
        ends[row : row + 1] = [span.last]
        bars.append(PromptBar(index, prompt, span, row))
    return tuple(bars)


def shown_spans(spans: Sequence[Span]) -> list[Span]:
    """The frames at which each segment is the one shown: an overlap is parted in its middle."""
    starts = [
        (span.first + spans[at - 1].last + 1) // 2 if at and span.first <= spans[at - 1].last else span.first
        for at, span in enumerate(spans)
    ]
    ends = [start - 1 for start in starts[1:]] + [span.last for span in spans[-1:]]
    return [Span(first, last) for first, last in zip(starts, ends)]


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
    return QRectF(left + hair, lane.top + 3, max(2.0, right - left - 2 * hair), lane.height - 3 - MARKS)


def prompt_rect(bar: PromptBar, rows: int, geometry: Geometry, lane: Lane) -> QRectF:
    """Where a prompt's bar is painted, `rows` of them sharing the lane."""
    left, right = geometry.x(bar.span.first), geometry.x(bar.span.last + 1)
    hair = 1.0 if right - left > 6 else 0.0
    tall = (lane.height - 2) / rows
    return QRectF(left + hair, lane.top + 1 + bar.row * tall, max(3.0, right - left - 2 * hair), max(3.0, tall - 1))


def key_places(keys: Sequence[int], geometry: Geometry, lane: Lane, aspect: float) -> list[KeyPlace]:
    """Where the visible keys are painted, from left to right; a picture only where the one before leaves room."""
    tall = lane.height - 16
    wide = min(tall * aspect, 140.0)
    edge = (wide + 4) / geometry.scale + 1
    first = bisect_left(keys, geometry.visible.first - edge)
    row = first
    while 0 < row < len(keys) and keys[row] - keys[row - 1] < edge:
        row -= 1  # which of a row of keys have a picture does not depend on what is in view
    near = keys[row : bisect_right(keys, geometry.visible.last + edge)]
    first_x, last_x = geometry.x(geometry.span.first), geometry.x(geometry.span.last + 1) - wide
    centers = [geometry.center(number) for number in near]
    lefts = [max(min(center - wide / 2, last_x), first_x) for center in centers]  # within the strip of line art
    places: list[KeyPlace] = []
    free = first_x
    for at, (number, center, left) in enumerate(zip(near, centers, lefts, strict=True), start=row):
        pictured = left >= free
        free = left + wide + 4 if pictured else free
        if at >= first:
            picture = QRectF(left, lane.top + 12, wide, tall) if pictured else None
            places.append(KeyPlace(number, QRectF(center - 6, lane.top + 3, 12, 12), picture))
    return places
