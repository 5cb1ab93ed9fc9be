"""Keys on the timeline under the real mouse: dragged, put back, called off, gone to, and always to be seen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot
from timeline_shown import Shown, open_timeline

from app.project.model import with_key_moved, without_key
from app.ui import theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def shown(timeline_shot, tmp_path: Path, qtbot: QtBot) -> Iterator[Shown]:
    with open_timeline(timeline_shot, tmp_path, qtbot, gaps=[1030, 1031]) as made:
        yield made


def drag_key(shown: Shown, qtbot: QtBot, start: int, *way: int) -> None:
    qtbot.mousePress(shown.view, LEFT, pos=shown.at("keys", start))
    for number in way:
        qtbot.mouseMove(shown.view, shown.at("keys", number))


def test_dragging_a_key_asks_once_on_release(shown: Shown, qtbot: QtBot) -> None:
    before = shown.document.project
    drag_key(shown, qtbot, 1010, 1015, 1022)
    assert shown.view._moving.key == (1010, 1022)
    assert ("key_move_requested", 1010, 1022) not in shown.sent
    qtbot.mouseRelease(shown.view, LEFT, pos=shown.at("keys", 1022))
    assert shown.sent == [("key_move_requested", 1010, 1022)]
    assert shown.document.project is before  # it only asks
    assert shown.playhead.number == 1001


def test_escape_calls_the_move_of_a_key_off(shown: Shown, qtbot: QtBot) -> None:
    drag_key(shown, qtbot, 1010, 1015, 1022)
    qtbot.keyClick(shown.view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(shown.view, LEFT, pos=shown.at("keys", 1022))
    assert shown.view._moving.key is None
    assert shown.sent == []


def test_a_key_put_back_or_hardly_moved_stays(shown: Shown, qtbot: QtBot) -> None:
    drag_key(shown, qtbot, 1010, 1022, 1010)
    qtbot.mouseRelease(shown.view, LEFT, pos=shown.at("keys", 1010))
    at = shown.at("keys", 1010)
    qtbot.mousePress(shown.view, LEFT, pos=at)
    qtbot.mouseMove(shown.view, at + QPoint(3, 0))
    qtbot.mouseRelease(shown.view, LEFT, pos=at + QPoint(3, 0))
    assert shown.sent == []


def test_a_key_cannot_be_dragged_out_of_the_shot(shown: Shown, qtbot: QtBot) -> None:
    qtbot.mousePress(shown.view, LEFT, pos=shown.at("keys", 1050))
    qtbot.mouseMove(shown.view, QPoint(2000, 120))
    qtbot.mouseRelease(shown.view, LEFT, pos=QPoint(2000, 120))
    assert shown.sent == [("key_move_requested", 1050, 1060)]


def test_the_selection_follows_a_moved_key_and_leaves_a_removed_one(shown: Shown, qtbot: QtBot) -> None:
    document = shown.document
    shown.view.key_move_requested.connect(
        lambda number, to: document.edit("Move key", with_key_moved(document.shot, number, to))
    )
    drag_key(shown, qtbot, 1010, 1022)
    assert shown.view.selected_key == 1010
    qtbot.mouseRelease(shown.view, LEFT, pos=shown.at("keys", 1022))
    assert shown.view.selected_key == 1022
    document.edit("Remove key", without_key(document.shot, 1022))
    assert shown.view.selected_key is None


def test_a_double_click_on_a_key_goes_to_it(shown: Shown, qtbot: QtBot) -> None:
    qtbot.mouseClick(shown.view, LEFT, pos=shown.at("keys", 1050))
    assert shown.playhead.number == 1001
    qtbot.mouseDClick(shown.view, LEFT, pos=shown.at("keys", 1050))
    assert shown.playhead.number == 1050


def test_the_playhead_leaves_the_label_of_a_dragged_key_readable(shown: Shown, qtbot: QtBot) -> None:
    def flag() -> QImage:
        geometry, row = shown.view.geometry_now, shown.view._lanes().ruler
        return shown.view.grab(QRect(round(geometry.center(1022)) - 45, row.top, 90, row.height - 8)).toImage()

    shown.playhead.last()
    drag_key(shown, qtbot, 1010, 1022)
    alone = flag()
    for number in (1021, 1022, 1023):
        shown.playhead.go(number)
        assert flag() == alone
    shown.playhead.go(1060)
    qtbot.mouseRelease(shown.view, LEFT, pos=shown.at("keys", 1022))


def test_the_marker_of_a_key_is_seen_under_the_playhead(shown: Shown, qtbot: QtBot) -> None:
    shown.playhead.go(1010)
    middle, marker = shown.at("keys", 1010), QColor(theme.tokens().key).name()

    def color(point: QPoint) -> str:
        return shown.view.grab().toImage().pixelColor(point).name()

    qtbot.waitUntil(lambda: color(middle) == marker)
    assert color(middle + QPoint(0, 20)) != marker, "the playhead goes on below it"
    assert all(color(middle + QPoint(side, 0)) == marker for side in (-2, 2))
