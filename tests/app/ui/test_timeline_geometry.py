"""Frames and x on the timeline: there and back for every frame, at any zoom and scroll."""

import pytest

from app.project.model import Span
from app.project.timing import FrameLabel
from app.ui.timeline.geometry import (
    PADDING,
    WIDEST,
    Geometry,
    Part,
    dragged,
    label_step,
    label_steps,
    picture_step,
    tick_step,
)
from app.ui.timeline.lanes import LEAST, PROMPTS, USUAL, lay
from app.ui.timeline.scene import key_places

SHOT = Span(1001, 1380)


def fitted(span: Span = SHOT, width: float = 1504) -> Geometry:
    return Geometry.fitted(span, 96, width)


@pytest.mark.parametrize("zoom", [1, 1.3, 7, 1000])
@pytest.mark.parametrize("span", [SHOT, Span(0, 0), Span(1, 5000)])
def test_every_visible_frame_is_found_under_its_own_center(span: Span, zoom: float) -> None:
    geometry = fitted(span).zoomed(zoom, 700)
    visible = geometry.visible
    for number in range(visible.first, visible.last + 1):
        assert geometry.number_at(geometry.center(number)) == number


def test_the_whole_shot_lies_between_the_paddings_at_first() -> None:
    geometry = fitted()
    assert geometry.whole
    assert geometry.x(1001) == 96 + PADDING
    assert geometry.x(1381) == pytest.approx(96 + 1504 - PADDING)
    assert geometry.visible == SHOT


def test_beside_the_shot_the_nearest_frame_is_meant() -> None:
    assert fitted().number_at(-500) == 1001
    assert fitted().number_at(9999) == 1380


def test_zooming_keeps_the_frame_under_the_pointer() -> None:
    geometry = fitted()
    for _ in range(12):
        before = geometry.number_at(800)
        geometry = geometry.zoomed(1.25, 800)
        assert abs(geometry.number_at(800) - before) <= 1


def test_zoom_ends_at_the_whole_shot_and_at_single_frames() -> None:
    assert fitted().zoomed(0.01, 300) == fitted()
    near = fitted().zoomed(1e6, 300)
    assert near.scale == WIDEST
    assert near.visible.length < 12


def test_scrolling_stops_at_both_ends() -> None:
    near = fitted().zoomed(10, 300)
    assert near.scrolled_to(-99).visible.first == 1001
    assert near.scrolled_to(1e9).visible.last == 1380


def test_a_wider_window_keeps_a_whole_shot_whole_and_a_zoom_as_it_is() -> None:
    assert fitted().resized(96, 900).whole
    near = fitted().zoomed(10, 300)
    assert near.resized(96, 900).scale == near.scale


@pytest.mark.parametrize("number", [1001, 1100, 1380])
def test_revealing_brings_a_frame_into_view_and_leaves_a_visible_one_alone(number: int) -> None:
    near = fitted().zoomed(10, 300).scrolled_to(2000)
    seen = near.revealing(number)
    assert seen.left <= seen.x(number)
    assert seen.x(number) + seen.scale <= seen.right
    middle = (near.visible.first + near.visible.last) // 2
    assert near.revealing(middle) == near


def test_a_longer_shot_keeps_the_frames_in_view_where_they_were() -> None:
    near = fitted().zoomed(10, 300).scrolled_to(2000)
    longer = near.showing(Span(901, 1380))
    assert longer.x(1100) == pytest.approx(near.x(1100))
    assert fitted().showing(Span(1, 24)).whole


@pytest.mark.parametrize("kind", ["frame", "timecode", "feet"])
@pytest.mark.parametrize("scale", [0.05, 0.3, 1, 3.7, 12, 160])
def test_labels_keep_apart_and_ticks_divide_them(scale: float, kind: FrameLabel) -> None:
    steps = label_steps(kind, 24)
    labels = label_step(scale, 50, steps)
    assert labels * scale >= 50
    assert labels == 1 or labels / 3 * scale < 50  # and are not rarer than needed
    ticks = tick_step(scale, labels, steps)
    assert labels % ticks == 0
    assert ticks == labels or ticks * scale >= 5
    assert picture_step(scale, 80) * scale >= 80


@pytest.mark.parametrize(("kind", "second", "whole"), [("timecode", 24, 24), ("timecode", 25, 25), ("feet", 24, 16)])
def test_labels_lie_on_whole_seconds_or_feet_or_part_them_evenly(kind: FrameLabel, second: int, whole: int) -> None:
    steps = label_steps(kind, second)
    assert whole in steps
    assert all(whole % step == 0 or step % whole == 0 for step in steps)
    assert list(steps) == sorted(set(steps))


@pytest.mark.parametrize(
    ("part", "by", "expected"),
    [
        ("start", 3, (1013, 1020)), ("start", 99, (1020, 1020)), ("start", -99, (1001, 1020)),
        ("end", -3, (1010, 1017)), ("end", -99, (1010, 1010)), ("end", 999, (1010, 1380)),
        ("middle", 5, (1015, 1025)), ("middle", -99, (1001, 1011)), ("middle", 999, (1370, 1380)),
    ],
)  # fmt: skip
def test_a_dragged_range_stays_in_the_shot_and_keeps_a_frame(part: Part, by: int, expected: tuple) -> None:
    assert dragged(Span(1010, 1020), part, by, SHOT) == expected


def test_zooming_to_some_frames_fills_the_room_with_them() -> None:
    near = fitted().zoomed_to(Span(1100, 1123))
    assert near.visible.first in (1099, 1100)
    assert near.visible.last in (1123, 1124)
    assert fitted().zoomed_to(SHOT) == fitted()
    assert fitted().zoomed_to(Span(1200, 1200)).scale == WIDEST


def test_lanes_follow_each_other_and_share_what_room_there_is() -> None:
    for height in (LEAST, LEAST + 40, LEAST + 400):
        rows = lay(height)
        assert rows.bottom <= height
        for above, below in zip(rows.all, rows.all[1:]):
            assert below.top == above.bottom + 1
            assert rows.at(above.bottom) == above.name
        assert rows.at(rows.bottom + 20) is None
    assert lay(LEAST + 40).bottom == LEAST + 40


def test_prompts_above_one_another_get_room_where_there_is_some() -> None:
    assert lay(USUAL, 1).prompts.height == PROMPTS
    assert lay(USUAL + 60, 3).prompts.height == PROMPTS + 40
    assert lay(USUAL + 60, 9).prompts.height == PROMPTS + 40
    for rows in (1, 2, 3):
        assert lay(LEAST, rows).bottom == LEAST  # and never below what the timeline is high


def test_pictures_of_keys_stay_within_the_strip_and_off_one_another() -> None:
    geometry, lane = fitted(), lay(USUAL).keys
    places = key_places([1001, 1100, 1380], geometry, lane, 1.0)
    first, middle, last = (place.picture for place in places)
    assert first is not None
    assert middle is not None
    assert last is not None
    assert first.left() == geometry.x(1001)
    assert last.right() == pytest.approx(geometry.x(1381))
    assert middle.center().x() == pytest.approx(geometry.center(1100))
    assert [place.marker.center().x() for place in places] == [geometry.center(place.number) for place in places]
    crowded = key_places([1001, 1012], geometry, lane, 1.0)  # far enough apart, were the first one not moved in
    assert [place.picture is not None for place in crowded] == [True, False]


def test_which_of_a_row_of_keys_have_pictures_does_not_depend_on_what_is_in_view() -> None:
    lane, keys = lay(USUAL).keys, list(range(1001, 1381, 3))
    whole = {place.number for place in key_places(keys, fitted(), lane, 1.0) if place.picture is not None}
    assert len(whole) > 3
    narrow = fitted().zoomed(4, 700)
    far = {place.number for place in key_places(keys, narrow, lane, 1.0) if place.picture is not None}
    narrow = narrow.scrolled_to(narrow.scroll + 37)
    near = {place.number for place in key_places(keys, narrow, lane, 1.0) if place.picture is not None}
    assert len(far & near) > 3
    both = range(max(min(far), min(near)), min(max(far), max(near)) + 1)
    assert {number for number in far if number in both} == {number for number in near if number in both}
