"""What a bucket fills: between lines, through gaps or not, by color; soft edges; marks of a brush."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.imaging import filling
from engine.imaging.filling import Area, areas_of, soft_edge, without_lines
from engine.imaging.stamps import stamp

RED, BLUE, CLEAR = (200, 30, 30, 255), (30, 40, 220, 255), (0, 0, 0, 0)


def drawn_box(gap: int = 0) -> np.ndarray:
    """Ink (120, 160) of a box with lines 3 px wide, its upper side open by `gap` pixels in the middle."""
    ink = np.zeros((120, 160), np.uint8)
    cv2.rectangle(ink, (30, 20), (130, 100), 1, 3)
    ink[15:25, 80 - gap // 2 : 80 - gap // 2 + gap] = 0
    return ink


def test_a_bucket_fills_a_box_to_the_middle_of_its_lines_and_no_farther():
    ink, color = drawn_box(), np.zeros((120, 160, 4), np.uint8)
    areas = areas_of(ink, 0)
    area = areas.at(color, 80, 60, 0)
    assert area.covers(32, 60)
    assert ink[60, 31]
    assert area.covers(31, 60)  # behind the line
    assert not area.covers(27, 60)
    assert not area.covers(10, 10)
    outside = areas.at(color, 10, 10, 0)
    assert int(outside.mask.sum() + area.mask.sum()) == color[..., 0].size


def test_paint_leaks_through_a_gap_only_where_gaps_are_left_open():
    ink, color = drawn_box(gap=7), np.zeros((120, 160, 4), np.uint8)
    assert areas_of(ink, 0).at(color, 80, 60, 0).covers(5, 5)
    closed = areas_of(ink, 10).at(color, 80, 60, 0)
    assert not closed.covers(5, 5)
    assert closed.covers(80, 60)


@pytest.mark.parametrize("prepared", [False, True])
def test_a_stroke_over_a_gap_closes_it(prepared: bool, monkeypatch):
    ink, color = drawn_box(gap=40), np.zeros((120, 160, 4), np.uint8)
    areas = areas_of(ink, 4)
    stroke = stamp((120, 160), (57, 20), (103, 20), (5, 5))  # onto the line at both ends
    assert stroke is not None
    assert areas.at(color, 80, 60, 0).covers(5, 5)
    color[stroke.window][stroke.mask] = RED
    areas.changed(stroke.window)
    if prepared:
        monkeypatch.setattr(filling, "LARGE", 1)
        areas = areas.again()
        areas.look(color)
        areas.prepare()
        areas.find_cores(color)
    inside, outside = areas.at(color, 80, 60, 0), areas.at(color, 5, 5, 0)
    assert inside.covers(80, 60)
    assert inside.covers(32, 60)
    assert inside.covers(30, 60), "to the middle of the line, behind it"
    for x, y in ((5, 5), (80, 10), (27, 60)):
        assert not inside.covers(x, y)
        assert outside.covers(x, y)
    assert not outside.covers(80, 60)
    assert not inside.covers(80, 20), "the stroke has a color of its own"


@pytest.mark.parametrize("prepared", [False, True])
def test_a_speck_of_paper_within_a_line_is_filled_with_what_it_belongs_to(prepared: bool, monkeypatch):
    monkeypatch.setattr(filling, "LARGE", 1)
    ink, color = drawn_box(), np.zeros((120, 160, 4), np.uint8)
    ink[58:62, 33:36] = 1
    ink[60, 32:34] = 0  # in the ink, at the side of the line
    areas, dot = areas_of(ink, 0), stamp((120, 160), (100, 70), (100, 70), (6, 6))
    assert dot is not None
    color[dot.window][dot.mask] = RED
    areas.changed(dot.window)
    if prepared:
        areas.look(color)
        areas.prepare()
        areas.find_cores(color)
    assert areas.at(color, 80, 60, 0).covers(32, 60)
    assert areas.at(color, 80, 60, 0).covers(33, 60)


def test_a_mark_is_cut_off_where_an_area_ends():
    areas = areas_of(drawn_box(), 0)
    own, outside = (int(areas.labels[y, x]) for x, y in ((80, 60), (10, 10)))
    mark = stamp((120, 160), (80, 60), (5, 60), (12, 12))
    assert mark is not None
    inner, outer = areas.part_of(mark, own), areas.part_of(mark, outside)
    assert inner is not None
    assert outer is not None
    assert inner.covers(31, 60)
    assert outer.covers(27, 60)
    np.testing.assert_array_equal(inner.mask ^ outer.mask, mark.mask)
    dot = stamp((120, 160), (80, 60), (80, 60), (12, 12))
    assert dot is not None
    assert areas.part_of(dot, outside) is None


def test_a_bucket_stops_at_another_color_and_heeds_the_tolerance():
    areas, color = areas_of(drawn_box(), 0), np.zeros((120, 160, 4), np.uint8)
    color[...] = RED
    color[:, 80:] = BLUE
    color[60, 40] = (205, 30, 30, 255)
    areas.look(color)
    exact = areas.at(color, 50, 50, 0)
    assert exact.covers(79, 60)
    assert not exact.covers(80, 60)
    assert not exact.covers(40, 60)
    assert areas.at(color, 50, 50, 5).covers(40, 60)
    assert not areas.at(color, 50, 50, 4).covers(40, 60)


@pytest.mark.parametrize("at", [(80, 60), (10, 10), (150, 60)])
def test_an_area_filled_from_line_to_line_is_known_to_be_whole_also_at_the_border(at: tuple[int, int]):
    ink = drawn_box()
    ink[:, 140:142] = 1  # and an area that touches three borders
    area = areas_of(ink, 0).at(np.zeros((120, 160, 4), np.uint8), *at, 0)
    assert area.whole


@pytest.mark.parametrize("known", [True, False])
def test_what_is_known_of_plain_areas_changes_nothing(known: bool):
    areas, color = areas_of(drawn_box(), 0), np.zeros((120, 160, 4), np.uint8)
    color[:60] = RED
    if known:
        areas.look(color)
    area = areas.at(color, 80, 70, 0)
    assert area.covers(80, 60)
    assert not area.covers(80, 59)


def test_unpainted_and_black_are_two_colors():
    areas, color = areas_of(drawn_box(), 0), np.zeros((120, 160, 4), np.uint8)
    color[:, 80:] = (0, 0, 0, 255)
    assert not areas.at(color, 50, 60, 255).covers(90, 60)
    assert not areas.at(color, 90, 60, 0).covers(50, 60)


def test_taking_lines_out_leaves_flats_as_they_are_and_lets_them_meet_beneath_the_lines():
    ink = drawn_box()
    picture = np.zeros((120, 160, 4), np.uint8)
    picture[...] = BLUE
    picture[20:101, 30:131] = RED
    flats = picture.copy()
    picture[ink > 0] = (0, 0, 0, 255)
    picture[cv2.dilate(ink, np.ones((3, 3), np.uint8)) > ink] //= 2  # the lines' soft edges
    picture[..., 3] = 255
    found = without_lines(picture, ink)
    free = cv2.dilate(ink, np.ones((3, 3), np.uint8)) == 0
    np.testing.assert_array_equal(found[free], flats[free])
    assert {tuple(color) for color in found.reshape(-1, 4).tolist()} == {RED, BLUE}


def test_soft_edges_between_two_colors_take_the_new_color_in_the_old_ones_share():
    color = np.zeros((20, 20, 4), np.uint8)
    color[...] = RED
    color[:, 10:] = BLUE
    share = 0.25
    color[:, 10] = np.round(np.array(RED) * (1 - share) + np.array(BLUE) * share)
    mask = np.ones((20, 10), bool)
    new = np.array((40, 200, 60, 255), np.uint8)
    found = soft_edge(color, Area(0, 0, mask), np.ones((20, 20), int), 1, np.array(RED, np.uint8), new)
    assert found is not None
    area, values = found
    assert {tuple(at) for at in np.argwhere(area.mask).tolist()} == {(row, 10 - area.left) for row in range(20)}
    assert np.abs(values.astype(int) - np.round(new * (1 - share) + np.array(BLUE) * share)).max() <= 1


def test_a_hard_edge_has_no_soft_one():
    color = np.zeros((20, 20, 4), np.uint8)
    color[...] = RED
    color[:, 10:] = BLUE
    area = Area(0, 0, np.ones((20, 10), bool))
    assert soft_edge(color, area, np.ones((20, 20), int), 1, np.array(RED, np.uint8), np.array(BLUE, np.uint8)) is None


@pytest.mark.parametrize("wide", [1, 2, 5, 12, 40])
def test_a_mark_is_as_wide_as_its_brush_and_without_holes(wide: int):
    area = stamp((200, 200), (60.0, 100.0), (140.0, 100.0), (wide, wide))
    assert area is not None
    whole = np.zeros((200, 200), np.uint8)
    whole[area.window] = area.mask
    assert abs(int(whole[:, 100].sum()) - wide) <= 1
    assert whole[100, 60:141].all()
    assert cv2.connectedComponents(whole)[0] == 2


def test_a_mark_at_the_border_is_cut_and_outside_of_it_there_is_none():
    area = stamp((50, 50), (0.0, 0.0), (0.0, 0.0), (20, 20))
    assert area is not None
    assert area.covers(0, 0)
    assert area.window[0].start == 0
    assert stamp((50, 50), (-40.0, -40.0), (-30.0, -40.0), (10, 10)) is None


@pytest.mark.parametrize("tolerance", [0, 6])
def test_what_is_made_ready_in_advance_changes_no_fill(tolerance: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(filling, "LARGE", 100)
    chance = np.random.default_rng(5)
    plain, ready, color = areas_of(drawn_box(), 0), areas_of(drawn_box(), 0), np.zeros((120, 160, 4), np.uint8)
    ready.prepare()
    for _ in range(12):
        left, top = (int(value) for value in chance.integers(0, 100, 2))
        color[top : top + 40, left : left + 50] = (*chance.integers(0, 9, 3).tolist(), int(chance.choice([0, 255])))
        x, y = int(chance.integers(160)), int(chance.integers(120))
        one, other = plain.at(color, x, y, tolerance), ready.at(color, x, y, tolerance)
        assert (one.left, one.top, one.whole) == (other.left, other.top, other.whole)
        np.testing.assert_array_equal(one.mask, other.mask)
    ready.forget()
    np.testing.assert_array_equal(plain.at(color, 80, 60, 0).mask, ready.at(color, 80, 60, 0).mask)


def test_the_edge_beside_a_small_part_of_a_large_area_is_found_as_well():
    """All of the rest lies around a small part, only few pixels around a large one: each is looked for in its way."""
    color = np.zeros((60, 80, 4), np.uint8)
    color[...] = BLUE
    color[20:30, 20:40] = RED
    color[19, 20:40] = np.round(np.array(RED) * 0.5 + np.array(BLUE) * 0.5)
    labels, new = np.zeros((60, 80), int), np.array((40, 200, 60, 255), np.uint8)
    small = soft_edge(color, Area(20, 20, np.ones((10, 20), bool)), labels, 0, np.array(RED, np.uint8), new)
    rest = np.ones((60, 80), bool)
    rest[19:30, 20:40] = False
    large = soft_edge(color, Area(0, 0, rest), labels, 0, np.array(BLUE, np.uint8), new)
    assert small is not None
    assert large is not None
    for spots, _ in (small, large):
        assert set(zip(spots.rows.tolist(), spots.columns.tolist(), strict=True)) == {(19, x) for x in range(20, 40)}
