"""The ruler under real mouse events: drawing out, dragging and clearing in and out, labels, cached frames."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from timeline_shown import Shown, open_timeline, wheel

from app.project.model import Span
from app.project.timing import FrameLabel
from app.ui import theme
from app.ui.timeline.lanes import HEADER
from app.ui.timeline.ruler import Rule, beside_ends, labels_in
from app.ui.tokens import DARK, LIGHT

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def shown(timeline_shot, tmp_path: Path, qtbot: QtBot) -> Iterator[Shown]:
    with open_timeline(timeline_shot, tmp_path, qtbot) as made:
        yield made


def on_strip(shown: Shown, number: int, edge: float = 0.5) -> QPoint:
    """On the strip of the range: at the middle of a frame, or its left (0) or right (1) edge."""
    geometry = shown.view.geometry_now
    return QPoint(round(geometry.x(number) + edge * geometry.scale), 4)


def drag(shown: Shown, qtbot: QtBot, start: QPoint, *way: QPoint, held=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.mousePress(shown.view, LEFT, held, start)
    for at in way:
        qtbot.mouseMove(shown.view, at)
    qtbot.mouseRelease(shown.view, LEFT, held, way[-1])


def ruler_image(shown: Shown, left: int = HEADER, right: int = 1000) -> QImage:
    row = shown.view._lanes().ruler
    return shown.view.grab(QRect(left, row.top, right - left, row.height)).toImage()


@pytest.mark.parametrize("lane", ["ruler", "line"])
@pytest.mark.parametrize(("start", "end"), [(1012, 1030), (1030, 1012)])
def test_shift_and_drag_mark_a_range_without_moving_the_playhead(
    shown: Shown, qtbot: QtBot, lane: str, start: int, end: int
) -> None:
    qtbot.mousePress(shown.view, LEFT, SHIFT, shown.at(lane, start))
    qtbot.mouseMove(shown.view, shown.at(lane, end))
    assert shown.view.in_out == Span(1012, 1030)  # seen while it is drawn out
    assert shown.playhead.in_out is None
    qtbot.mouseRelease(shown.view, LEFT, SHIFT, shown.at(lane, end))
    assert shown.playhead.in_out == Span(1012, 1030)
    assert shown.playhead.number == 1001


def test_a_shift_click_alone_marks_nothing(shown: Shown, qtbot: QtBot) -> None:
    qtbot.mouseClick(shown.view, LEFT, SHIFT, shown.at("ruler", 1012))
    assert shown.playhead.in_out is None


@pytest.mark.parametrize(
    ("start", "edge", "to", "expected"),
    [
        (1020, 0.1, 1010, (1010, 1030)), (1020, 0.1, 1055, (1030, 1030)), (1030, 0.9, 1040, (1020, 1040)),
        (1030, 0.9, 1002, (1020, 1020)), (1025, 0.5, 1035, (1030, 1040)), (1025, 0.5, 1060, (1050, 1060)),
    ],
)  # fmt: skip
def test_ends_and_middle_of_the_range_are_dragged(
    shown: Shown, qtbot: QtBot, start: int, edge: float, to: int, expected: tuple
) -> None:
    shown.playhead.set_range(Span(1020, 1030))
    changes: list[Span | None] = []
    shown.playhead.range_changed.connect(lambda: changes.append(shown.playhead.in_out))
    drag(
        shown, qtbot, on_strip(shown, start, edge), on_strip(shown, (start + to) // 2, edge), on_strip(shown, to, edge)
    )
    assert changes == [Span(*expected)]  # once, at the end
    assert shown.playhead.number == 1001


def test_escape_leaves_the_range_as_it_was(shown: Shown, qtbot: QtBot) -> None:
    shown.playhead.set_range(Span(1020, 1030))
    qtbot.mousePress(shown.view, LEFT, pos=on_strip(shown, 1025))
    qtbot.mouseMove(shown.view, on_strip(shown, 1040))
    assert shown.view.in_out == Span(1035, 1045)
    qtbot.keyClick(shown.view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(shown.view, LEFT, pos=on_strip(shown, 1040))
    assert shown.view.in_out == shown.playhead.in_out == Span(1020, 1030)


def test_below_its_strip_the_ruler_scrubs_within_the_range_as_well(shown: Shown, qtbot: QtBot) -> None:
    shown.playhead.set_range(Span(1020, 1030))
    qtbot.mouseClick(shown.view, LEFT, pos=shown.at("ruler", 1025))
    assert shown.playhead.number == 1025
    assert shown.playhead.in_out == Span(1020, 1030)


def test_the_pointer_shows_what_can_be_dragged(shown: Shown, qtbot: QtBot) -> None:
    shown.playhead.set_range(Span(1020, 1030))
    for at, cursor in (
        (on_strip(shown, 1020, 0.1), Qt.CursorShape.SizeHorCursor),
        (on_strip(shown, 1025), Qt.CursorShape.OpenHandCursor),
        (on_strip(shown, 1040), Qt.CursorShape.ArrowCursor),
    ):
        qtbot.mouseMove(shown.view, at)
        assert shown.view.cursor().shape() == cursor


def test_drawing_a_range_out_past_the_edge_scrolls_along(shown: Shown, qtbot: QtBot) -> None:
    shown.view._set_geometry(shown.view.geometry_now.zoomed(4, 100))
    qtbot.mousePress(shown.view, LEFT, SHIFT, QPoint(600, 20))
    qtbot.mouseMove(shown.view, QPoint(1200, 20))
    qtbot.waitUntil(lambda: shown.view.in_out is not None and shown.view.in_out.last == 1060)
    qtbot.mouseRelease(shown.view, LEFT, SHIFT, QPoint(1200, 20))
    assert shown.playhead.in_out is not None
    assert shown.playhead.in_out.last == 1060


def test_frames_outside_the_range_are_dimmed(shown: Shown) -> None:
    shown.playhead.go(1025)

    def brightest(first: int, last: int) -> int:
        geometry = shown.view.geometry_now
        image = ruler_image(shown, round(geometry.x(first)), round(geometry.x(last)))
        return max(image.pixelColor(x, y).lightness() for x in range(image.width()) for y in range(12, 24))

    before = brightest(1045, 1058)
    shown.playhead.set_range(Span(1020, 1030))
    assert brightest(1045, 1058) < before - 40


@pytest.mark.parametrize("kind", ["frame", "timecode"])
def test_the_ends_of_the_range_cut_through_no_label(shown: Shown, kind: FrameLabel) -> None:
    for zoom in range(0, 40, 3):
        geometry = shown.view.geometry_now.zoomed(1.1**zoom, 500)
        places = labels_in(geometry, shown.view._lanes().ruler, Rule(kind, Fraction(24)))[1]
        for number in range(1010, 1040):
            ends = geometry.x(number), geometry.x(number + 5)
            moved = beside_ends(places, *ends)
            now = [place for text, place in places if text not in {each[0] for each in moved}]
            now += [free for _, _, free in moved if free is not None]
            assert not any(place.left() < x < place.right() for place in now for x in ends)
            assert not any(place.intersects(other) for place in now for other in now if other is not place)
    numbers = [text for text, _ in labels_in(shown.view.geometry_now, shown.view._lanes().ruler, Rule())[1]]
    assert "1020" in numbers
    shown.playhead.go(1045)
    shown.playhead.set_range(Span(1020, 1030))
    end = round(shown.view.geometry_now.x(1020))
    image = ruler_image(shown, end - 8, end)
    assert {image.pixelColor(x, y).name() for x in range(8) for y in range(12, 24)} == {DARK.panel}, "nothing before it"


def test_cached_frames_are_marked_and_told(shown: Shown) -> None:
    shown.playhead.last()
    before = ruler_image(shown)
    shown.view.show_cached((Span(1005, 1020),))
    after = ruler_image(shown)
    geometry = shown.view.geometry_now
    changed = [
        x for x in range(before.width()) for y in range(before.height()) if before.pixel(x, y) != after.pixel(x, y)
    ]
    assert abs(min(changed) + HEADER - geometry.x(1005)) <= 2
    assert abs(max(changed) + HEADER - geometry.x(1021)) <= 2
    assert "Cached for playback" in shown.view._tip(QPointF(shown.at("ruler", 1010)))
    assert "Cached" not in shown.view._tip(QPointF(shown.at("ruler", 1030)))


@pytest.mark.parametrize("kind", ["frame", "timecode", "feet"])
@pytest.mark.parametrize("rate", [Fraction(24), Fraction(30000, 1001)])
def test_labels_never_touch_at_any_zoom(shown: Shown, kind: FrameLabel, rate: Fraction) -> None:
    for zoom in range(40):
        geometry = shown.view.geometry_now.zoomed(1.1**zoom, 500)
        places = [place for _text, place in labels_in(geometry, shown.view._lanes().ruler, Rule(kind, rate))[1]]
        assert places
        assert all(before.right() + 4 <= after.left() for before, after in pairwise(places))
        assert all(geometry.left <= place.left() and place.right() <= geometry.right for place in places)


def test_ruler_flag_and_tips_follow_the_way_frames_are_written(shown: Shown, qtbot: QtBot) -> None:
    numbers = ruler_image(shown)
    shown.playhead.label_kind = "timecode"
    assert ruler_image(shown) != numbers
    assert "00:00:42:02" in shown.view._tip(QPointF(shown.at("ruler", 1010)))
    assert shown.view.accessibleDescription().startswith("Frame 00:00:41:17 of")


def test_another_theme_is_painted_at_once(shown: Shown, qapp) -> None:
    dark = ruler_image(shown)
    theme.apply(qapp, LIGHT)
    try:
        assert ruler_image(shown).pixelColor(400, 1).lightness() > dark.pixelColor(400, 1).lightness() + 100
    finally:
        theme.apply(qapp, DARK)
    assert ruler_image(shown) == dark


def test_zooming_in_on_the_ruler_keeps_the_frame_under_the_pointer(shown: Shown) -> None:
    at = shown.at("ruler", 1044)
    for _ in range(5):
        wheel(shown, at, 120, Qt.KeyboardModifier.ControlModifier)
    assert shown.view.geometry_now.number_at(at.x()) == 1044


@pytest.mark.parametrize(
    ("start", "edge", "to", "expected"), [(1020, 0, 1010, (1010, 1030)), (1030, 1, 1040, (1020, 1040))]
)
@pytest.mark.parametrize("beside", [-5, 2, 5])
def test_a_bracket_is_grabbed_at_any_height(
    shown: Shown, qtbot: QtBot, start: int, edge: float, to: int, expected: tuple, beside: int
) -> None:
    shown.playhead.set_range(Span(1020, 1030))
    height = shown.view._lanes().ruler.bottom - 8
    here, there = (QPoint(on_strip(shown, at, edge).x() + beside, height) for at in (start, to))
    drag(shown, qtbot, here, (here + there) / 2, there)
    assert shown.playhead.number == 1001
    assert shown.playhead.in_out == Span(*expected)


def test_the_playhead_on_an_end_of_the_range_is_the_one_that_is_dragged(shown: Shown, qtbot: QtBot) -> None:
    shown.playhead.go(1020)
    shown.playhead.set_range(Span(1020, 1030))
    drag(shown, qtbot, shown.at("ruler", 1020), shown.at("ruler", 1025))
    assert shown.playhead.number == 1025
    assert shown.playhead.in_out == Span(1020, 1030)


def test_nothing_is_left_of_a_range_that_is_scrolled_out_of_view(shown: Shown) -> None:
    shown.playhead.go(1055)
    shown.view._set_geometry(shown.view.geometry_now.zoomed_to(Span(1040, 1060)))
    before = ruler_image(shown, HEADER, HEADER + 40).copy(0, 0, 40, 10)
    shown.playhead.set_range(Span(1005, 1030))
    assert ruler_image(shown, HEADER, HEADER + 40).copy(0, 0, 40, 10) == before
