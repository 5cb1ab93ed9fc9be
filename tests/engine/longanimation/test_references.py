"""Which key a segment refers to: among the nearest, the one drawn most alike; the artist's choice before all."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from shots import segments

from engine.errors import BadRequest
from engine.longanimation.references import candidates_for, choose, likeness, looked_at, thumbnail
from engine.protocol.messages import KeyFrame

Lines = Callable[[int], np.ndarray]


def keys(*numbers: int) -> list[KeyFrame]:
    return [KeyFrame(number=number, path=f"{number}.png", digest=str(number)) for number in numbers]


def figure(kind: str, at: tuple[int, int] = (100, 80)) -> np.ndarray:
    line = np.full((160, 240), 255, np.uint8)
    if kind == "round":
        cv2.circle(line, at, 40, 0, 2)
        cv2.circle(line, (at[0], at[1] - 10), 8, 0, 2)
    elif kind == "square":
        cv2.rectangle(line, (at[0] - 50, at[1] - 50), (at[0] + 50, at[1] + 50), 0, 2)
        cv2.line(line, (at[0] - 50, at[1]), (at[0] + 50, at[1] - 40), 0, 2)
    return line


def shot(change: int) -> Lines:
    """Round before frame `change`, square from it on; each moves a little."""
    return lambda number: figure("round" if number < change else "square", (90 + number % 20, 80))


def test_candidates_are_the_nearest_before_those_inside_and_the_nearest_after() -> None:
    (segment,) = segments([(65, 145)])
    found = candidates_for(keys(1, 40, 70, 100, 160, 200), segment)
    assert [key.number for key in found] == [40, 70, 100, 160]
    assert [key.number for key in candidates_for(keys(65, 200), segment)] == [65, 200]
    assert [key.number for key in candidates_for(keys(300, 400), segment)] == [300]


def test_the_key_drawn_like_the_segment_is_taken_though_another_is_nearer() -> None:
    (segment,) = segments([(65, 145)])
    assert choose(keys(60, 200), segment, shot(change=63)).number == 200  # frame 60 shows something else
    assert choose(keys(60, 200), segment, shot(change=150)).number == 60


def test_of_two_alike_the_nearer_is_taken() -> None:
    (segment,) = segments([(65, 145)])
    still: Lines = lambda number: figure("round")  # noqa: E731
    assert choose(keys(1, 40, 160), segment, still).number == 160  # 15 frames away; 40 is 25
    assert choose(keys(40, 100, 160), segment, still).number == 100  # inside


def test_the_artist_chooses_any_key() -> None:
    (segment,) = segments([(65, 145)], reference=1)
    assert choose(keys(1, 40, 70, 100), segment, shot(change=0)).number == 1
    (gone,) = segments([(65, 145)], reference=2)  # no key lies there any more
    assert choose(keys(1, 40, 70), gone, shot(change=0)).number == 70


def test_without_keys_there_is_a_sentence() -> None:
    (segment,) = segments([(1, 10)])
    with pytest.raises(BadRequest, match="no colored key yet"):
        choose([], segment, shot(change=0))


def test_likeness_does_not_mind_where_a_drawing_stands_but_what_it_is() -> None:
    one, moved, other = map(thumbnail, (figure("round"), figure("round", (130, 90)), figure("square")))
    assert likeness(one, one) == pytest.approx(1)
    assert likeness(one, moved) > 0.7 > likeness(one, other)
    blank = thumbnail(figure("nothing"))
    assert likeness(blank, blank) == 1
    assert likeness(blank, one) == 0


def test_the_frames_looked_at_are_few_and_reach_both_ends() -> None:
    assert looked_at(segments([(65, 145)])[0]) == [65, 85, 105, 125, 145]
    assert looked_at(segments([(7, 7)])[0]) == [7]
    assert looked_at(segments([(7, 9)])[0]) == [7, 8, 9]
