"""Where playing goes next: round, to the end, there and back; in steps of any size."""

from __future__ import annotations

import pytest

from app.project.model import Span
from app.ui.viewer.course import Loop, entry, frame_after

RANGE = Span(1001, 1004)


def walked(number: int, direction: int, loop: Loop, count: int = 1) -> list[int]:
    """Eight steps of `count` frames."""
    found = []
    for _ in range(8):
        number, direction = frame_after(RANGE, number, direction, count, loop)
        found.append(number - 1000)
    return found


@pytest.mark.parametrize(
    ("direction", "loop", "frames"),
    [
        (1, "loop", [3, 4, 1, 2, 3, 4, 1, 2]),
        (-1, "loop", [1, 4, 3, 2, 1, 4, 3, 2]),
        (1, "once", [3, 4, 4, 4, 4, 4, 4, 4]),
        (-1, "once", [1, 1, 1, 1, 1, 1, 1, 1]),
        (1, "ping-pong", [3, 4, 3, 2, 1, 2, 3, 4]),
        (-1, "ping-pong", [1, 2, 3, 4, 3, 2, 1, 2]),
    ],
)
def test_one_by_one_from_the_second_frame(direction: int, loop: Loop, frames: list[int]) -> None:
    assert walked(1002, direction, loop) == frames


@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("loop", ["loop", "once", "ping-pong"])
def test_a_long_step_lands_where_short_ones_do(direction: int, loop: Loop) -> None:
    for start in range(1001, 1005):
        one_by_one = walked(start, direction, loop)
        for count in range(1, 9):
            assert frame_after(RANGE, start, direction, count, loop)[0] - 1000 == one_by_one[count - 1]


@pytest.mark.parametrize("loop", ["loop", "once", "ping-pong"])
@pytest.mark.parametrize(("span", "number"), [(RANGE, 990), (RANGE, 1100), (Span(7, 7), 7)])
def test_from_outside_it_comes_in_by_the_near_end(loop: Loop, span: Span, number: int) -> None:
    for direction in (1, -1):
        assert frame_after(span, number, direction, 3, loop) == (entry(span, direction), direction)
