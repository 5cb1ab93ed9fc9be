"""Where frames lie on the timeline: frame numbers to x and back, zoom and scroll. Pure, no Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.project.model import Span
from app.project.timing import FRAMES_PER_FOOT, FrameLabel

Part = Literal["start", "middle", "end"]

PADDING = 14.0
WIDEST = 160.0


@dataclass(frozen=True)
class Geometry:
    """The frames of `span` as cells of `scale` px from x = `left` on, scrolled by `scroll` px.

    `width` is the room for them in px, ends padded so that the first and last frame are easy to hit.
    """

    span: Span
    left: float
    width: float
    scale: float
    scroll: float = 0.0

    @classmethod
    def fitted(cls, span: Span, left: float, width: float) -> Geometry:
        """The whole shot in view."""
        return cls(span, left, width, fitting_scale(span, width))

    # Places

    def x(self, number: int) -> float:
        """Left edge of a frame's cell; works for numbers outside the shot as well."""
        return self.left + PADDING + (number - self.span.first) * self.scale - self.scroll

    def center(self, number: int) -> float:
        """Middle of a frame's cell."""
        return self.x(number) + self.scale / 2

    def number_at(self, x: float) -> int:
        """The frame under x; the nearest one beside the shot."""
        number = self.span.first + math.floor((x - self.left - PADDING + self.scroll) / self.scale)
        return min(max(number, self.span.first), self.span.last)

    @property
    def visible(self) -> Span:
        """Frames of which any part is in view."""
        return Span(self.number_at(self.left), self.number_at(self.left + self.width))

    @property
    def right(self) -> float:
        """x where the room for frames ends."""
        return self.left + self.width

    @property
    def scroll_end(self) -> float:
        """The farthest scroll; 0 when the whole shot is in view."""
        beyond = self.span.length * self.scale + 2 * PADDING - self.width
        return beyond if beyond >= 0.5 else 0.0  # less is rounding

    @property
    def whole(self) -> bool:
        """Whether the whole shot is in view."""
        return self.scroll_end == 0.0

    # Changes

    def scrolled_to(self, scroll: float) -> Geometry:
        """Scrolled to a place in px, kept within the shot."""
        return replace(self, scroll=min(max(scroll, 0.0), self.scroll_end))

    def zoomed(self, factor: float, at: float) -> Geometry:
        """Zoomed by a factor with what lies under x = `at` staying there, from the whole shot to single frames."""
        least = fitting_scale(self.span, self.width)
        scale = min(max(self.scale * factor, least), max(WIDEST, least))
        frames = (at - self.left - PADDING + self.scroll) / self.scale
        wider = replace(self, scale=scale)
        return wider.scrolled_to(frames * scale - (at - self.left - PADDING))

    def zoomed_to(self, span: Span) -> Geometry:
        """Zoomed and scrolled so that these frames fill the room."""
        scale = min(max(fitting_scale(span, self.width), fitting_scale(self.span, self.width)), WIDEST)
        wider = replace(self, scale=scale)
        middle = (span.first - self.span.first + span.length / 2) * scale
        return wider.scrolled_to(middle + PADDING - self.width / 2)

    def resized(self, left: float, width: float) -> Geometry:
        """In a room of another size: a whole shot stays whole, a zoomed one keeps its scale."""
        if self.whole:
            return Geometry.fitted(self.span, left, width)
        least = fitting_scale(self.span, width)
        other = replace(self, left=left, width=width, scale=max(self.scale, least))
        return other.scrolled_to(self.scroll)

    def showing(self, span: Span) -> Geometry:
        """For another shot: whole if this one was whole or the frames are others, else as zoomed as before."""
        if span == self.span:
            return self
        if self.whole or span.first > self.span.last or span.last < self.span.first:
            return Geometry.fitted(span, self.left, self.width)
        least = fitting_scale(span, self.width)
        moved = (span.first - self.span.first) * self.scale
        other = replace(self, span=span, scale=max(self.scale, least))
        return other.scrolled_to(self.scroll - moved)

    def revealing(self, number: int) -> Geometry:
        """Scrolled as little as needed to see a frame; by a page when it has left, so that playing stays calm."""
        left, right = self.x(number), self.x(number) + self.scale
        if left < self.left:
            return self.scrolled_to(self.scroll - (self.right - right - PADDING))
        if right > self.right:
            return self.scrolled_to(self.scroll + (left - self.left - PADDING))
        return self


def fitting_scale(span: Span, width: float) -> float:
    """Pixels a frame when the whole shot is in view; never wider than a single frame needs to be."""
    return min(WIDEST, max(1.0, width - 2 * PADDING) / span.length)


def label_steps(kind: FrameLabel, second: int) -> tuple[int, ...]:
    """Numbers of frames that a ruler may count in, rising: round ones, whole seconds of `second` frames, feet."""
    decades = [base * 10**power for power in range(7) for base in (1, 2, 5)]
    if kind == "timecode":
        parts = [step for step in range(1, second) if second % step == 0]
        return (*parts, *(second * step for step in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 36000)))
    if kind == "feet":
        return (1, 2, 4, 8, *(FRAMES_PER_FOOT * step for step in decades))
    return tuple(decades)


def label_step(scale: float, room: float, steps: Sequence[int]) -> int:
    """Frames between two labeled ruler ticks so that labels of `room` px stay apart."""
    return next((step for step in steps if step * scale >= room), steps[-1])


def tick_step(scale: float, labels: int, steps: Sequence[int]) -> int:
    """Frames between two unlabeled ticks: the finest part of `labels` that leaves 5 px between ticks."""
    return next((step for step in steps if labels % step == 0 and step * scale >= 5), labels)


def dragged(span: Span, part: Part, by: int, within: Span) -> Span:
    """A span whose begin, end or whole was dragged by some frames; it stays inside and keeps a frame at least."""
    if part == "start":
        return Span(max(within.first, min(span.first + by, span.last)), span.last)
    if part == "end":
        return Span(span.first, min(within.last, max(span.last + by, span.first)))
    by = max(min(by, within.last - span.last), within.first - span.first)
    return Span(span.first + by, span.last + by)


def picture_step(scale: float, width: float) -> int:
    """Frames between two pictures of `width` px in a strip, a fixed grid so that pictures keep their frames."""
    return max(1, math.ceil(width / scale))
