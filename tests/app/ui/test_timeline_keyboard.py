"""The timeline by keyboard alone: from lane to lane, from item to item, Enter, Delete, menus, and what is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer, QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot
from shot_on_disk import add_take
from timeline_shown import Shown, ask_menu, open_timeline

from app.project.model import SegmentChoice, Span, with_choice, with_prompt
from app.project.staleness import Status
from app.render.queue import Work

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
UP, DOWN, ENTER = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return


@pytest.fixture
def shown(timeline_shot, tmp_path: Path, qtbot: QtBot) -> Iterator[Shown]:
    with open_timeline(timeline_shot, tmp_path, qtbot, gaps=[1030]) as made:
        document = made.document
        document.edit("Add prompt", with_prompt(document.shot, "rain"))
        document.edit("Add prompt", with_prompt(document.shot, "red coat", Span(1011, 1030)))
        made.view.setFocus()
        yield made


def chosen(shown: Shown) -> tuple[int | None, int | None, int | None]:
    view = shown.view
    return view.selected_key, view.selected_prompt, view.selected_segment


def test_up_and_down_go_from_lane_to_lane_to_what_is_nearest(shown: Shown, qtbot: QtBot) -> None:
    shown.playhead.go(1020)
    found = []
    for key in (DOWN, DOWN, DOWN, DOWN, UP, UP, UP):
        qtbot.keyClick(shown.view, key)
        found.append(chosen(shown))
    keys, prompts, segments = (1010, None, None), (None, 0, None), (None, None, 1)
    assert found[:2] == [keys, prompts]
    assert found[2:4] == [segments, segments]  # there is nothing below
    assert [value[:2] for value in found[4:]] == [(None, 1), (1010, None), (1010, None)]
    assert shown.playhead.number == 1020


def test_ctrl_and_arrows_go_along_a_lane(shown: Shown, qtbot: QtBot) -> None:
    shown.playhead.go(1020)
    qtbot.keyClick(shown.view, Qt.Key.Key_Right, CTRL)
    assert shown.view.selected_key == 1050
    qtbot.keyClick(shown.view, Qt.Key.Key_Right, CTRL)
    assert shown.view.selected_key == 1050
    qtbot.keyClick(shown.view, Qt.Key.Key_Left, CTRL)
    assert shown.view.selected_key == 1010
    qtbot.mouseClick(shown.view, LEFT, pos=shown.at("segments", 1030))
    qtbot.keyClick(shown.view, Qt.Key.Key_Right, CTRL)
    assert chosen(shown) == (None, None, 3)


def test_a_selected_item_out_of_view_is_brought_in(shown: Shown, qtbot: QtBot) -> None:
    shown.view.zoom_to_span(Span(1001, 1006))
    qtbot.keyClick(shown.view, Qt.Key.Key_Right, CTRL)
    qtbot.keyClick(shown.view, Qt.Key.Key_Right, CTRL)
    assert shown.view.selected_key == 1050
    assert 1050 in shown.view.geometry_now.visible


def test_enter_goes_to_a_key_changes_a_prompt_and_zooms_to_a_segment(shown: Shown, qtbot: QtBot) -> None:
    shown.playhead.go(1020)
    for _ in range(3):
        qtbot.keyClick(shown.view, DOWN)
        qtbot.keyClick(shown.view, ENTER)
    assert shown.playhead.number == 1010
    assert ("prompt_edit_requested", 0) in shown.sent
    assert not shown.view.geometry_now.whole
    assert shown.view.selected_segment is not None


def test_delete_asks_to_remove_a_prompt_and_leaves_keys_to_the_window(shown: Shown, qtbot: QtBot) -> None:
    shown.view.selected_prompt = 1
    qtbot.keyClick(shown.view, Qt.Key.Key_Delete)
    assert shown.sent[-1] == ("prompt_remove_requested", 1)
    shown.view.selected_key = 1010
    shown.sent.clear()
    qtbot.keyClick(shown.view, Qt.Key.Key_Delete)
    assert shown.sent == []


def test_the_menu_key_is_for_the_item_the_keyboard_is_on(shown: Shown, qtbot: QtBot) -> None:
    shown.playhead.go(1020)
    names = []
    for _ in range(3):
        qtbot.keyClick(shown.view, DOWN)
        ask_menu(shown, QPoint(5, 5), by_keyboard=True)
        names.append(shown.sent[-1][:2])
    assert names == [("key_menu_requested", 1010), ("prompt_menu_requested", 0), ("segment_menu_requested", 1)]
    qtbot.mouseClick(shown.view, LEFT, pos=shown.at("ruler", 1025))
    ask_menu(shown, QPoint(5, 5), by_keyboard=True)
    assert shown.sent[-1][:2] == ("frame_menu_requested", 1025)


def test_keys_do_nothing_while_something_is_dragged(shown: Shown, qtbot: QtBot) -> None:
    qtbot.mousePress(shown.view, LEFT, pos=shown.at("keys", 1010))
    qtbot.mouseMove(shown.view, shown.at("keys", 1022))
    qtbot.keyClick(shown.view, DOWN)
    assert chosen(shown)[:2] == (1010, None)
    qtbot.mouseRelease(shown.view, LEFT, pos=shown.at("keys", 1022))
    assert ("key_move_requested", 1010, 1022) in shown.sent


def test_a_screen_reader_is_told_frame_segment_take_and_selection(shown: Shown) -> None:
    document = shown.document
    for created in (1.0, 2.0, 3.0):
        add_take(document, 1, created=created)
    document.edit("Choose take", with_choice(document.shot, SegmentChoice(Span(1013, 1024), take="1-2.0")))
    shown.playhead.go(1013)
    said = shown.view.accessibleDescription
    assert said() == "Frame 1013 of 1001 to 1060; segment 2 Ready, take 2 of 3"
    shown.playhead.go(1050)
    assert said().startswith("Frame 1050 of 1001 to 1060, key, hold; segment 5 Empty")
    shown.playhead.go(1030)
    assert ", missing;" in said()
    shown.view.selected_prompt = 1
    assert said().endswith("selected: prompt for frames 1011 to 1030, red coat")
    assert "Ready, take 2 of 3" in shown.view._tip(QPointF(shown.at("segments", 1020)))


def test_a_double_click_on_a_segment_zooms_to_it(shown: Shown, qtbot: QtBot) -> None:
    qtbot.mouseDClick(shown.view, LEFT, pos=shown.at("segments", 1030))
    visible = shown.view.geometry_now.visible
    assert (visible.first, visible.last) == pytest.approx((1025, 1036), abs=1)
    assert shown.playhead.number == 1001


def test_news_by_the_hundred_are_painted_some_twenty_times_a_second(shown: Shown, qtbot: QtBot) -> None:
    painted: list[None] = []
    real = shown.view.paintEvent
    shown.view.paintEvent = lambda event: (painted.append(None), real(event))[1]
    qtbot.wait(120)
    painted.clear()
    clock = QElapsedTimer()
    clock.start()
    for done in range(60):
        shown.states.say(3, Work(Status.WORKING, done, 100))
        qtbot.wait(5)
    qtbot.waitUntil(lambda: not shown.view._calm.isActive())
    assert 1 <= len(painted) <= clock.elapsed() / 50 + 1
    assert shown.view.scene is not None
    assert shown.view.scene.bars[3].work.done == 59
