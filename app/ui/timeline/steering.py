"""Which item of the timeline the keyboard goes to: from lane to lane, and along a lane. Pure, no Qt."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal

from app.project.model import Span
from app.ui.timeline.scene import Scene

ItemLane = Literal["keys", "prompts", "segments"]
_LANES: tuple[ItemLane, ...] = ("keys", "prompts", "segments")


def items(shown: Scene, lane: ItemLane) -> list[tuple[Span, int]]:
    """The items of a lane in their order: frames, and the frame or index that names the item."""
    if lane == "keys":
        return [(Span(number, number), number) for number in shown.keys]
    if lane == "prompts":
        return [(bar.span, bar.index) for bar in shown.prompts]
    return [(bar.shown, bar.index) for bar in shown.bars]


def lane_after(shown: Scene, lane: ItemLane | None, down: bool) -> ItemLane | None:
    """The next lane that has items, below or above; from no lane the first from that side. None at the end."""
    order: list[ItemLane] = [name for name in (_LANES if down else _LANES[::-1]) if items(shown, name) or name == lane]
    at = order.index(lane) + 1 if lane is not None else 0
    return order[at] if at < len(order) else None


def nearest(found: Sequence[tuple[Span, int]], number: int) -> int:
    """The item at a frame, else the nearest; the shortest one of several there."""

    def distance(item: tuple[Span, int]) -> tuple[int, int]:
        span, _name = item
        return (max(span.first - number, number - span.last, 0), span.length)

    return min(found, key=distance)[1]


def beside(found: Sequence[tuple[Span, int]], name: int | None, number: int, on: bool) -> int | None:
    """The item after or before the one of this name, or after or before a frame without one; None at the end."""
    at = next((at for at, item in enumerate(found) if item[1] == name), None)
    if at is not None:
        at += 1 if on else -1
    else:
        firsts = [span.first for span, _name in found]
        at = bisect_right(firsts, number) if on else bisect_left(firsts, number) - 1
    return found[at][1] if 0 <= at < len(found) else None
