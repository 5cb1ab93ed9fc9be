"""The timeline under real mouse and keyboard events: scrubbing, keys, segments, zoom, menus and drops."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shot_on_disk import add_take
from timeline_shown import Shown, ask_menu, open_timeline, wheel

from app.document import Document
from app.project.model import Project, SegmentChoice, SegmentPlan, Span, with_choice, without_key
from app.project.segments import plan, segment_at
from app.project.staleness import Status
from app.render.queue import Work
from app.ui.timeline.scene import bar_rect, shown_spans

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


@pytest.fixture
def shown(timeline_shot, tmp_path: Path, qtbot: QtBot) -> Iterator[Shown]:
    with open_timeline(timeline_shot, tmp_path, qtbot, gaps=[1030, 1031]) as made:
        yield made


CTRL = Qt.KeyboardModifier.ControlModifier


# Scrubbing


@pytest.mark.parametrize("lane", ["ruler", "line", "keys"])
def test_a_click_goes_to_the_frame(shown: Shown, lane: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(shown.view, LEFT, pos=shown.at(lane, 1033))
    assert shown.playhead.number == 1033


def test_dragging_scrubs_and_stops_playing(shown: Shown, qtbot: QtBot) -> None:
    shown.playhead.play()
    visited: list[int] = []
    shown.playhead.moved.connect(visited.append)
    qtbot.mousePress(shown.view, LEFT, pos=shown.at("ruler", 1005))
    assert not shown.playhead.playing
    for number in (1012, 1020, 1015):
        qtbot.mouseMove(shown.view, shown.at("line", number))
    qtbot.mouseRelease(shown.view, LEFT, pos=shown.at("line", 1015))
    assert visited == [1005, 1012, 1020, 1015]
    qtbot.mouseMove(shown.view, shown.at("line", 1050))
    assert shown.playhead.number == 1015


def test_dragging_past_the_edge_scrolls_along(shown: Shown, qtbot: QtBot) -> None:
    shown.view._set_geometry(shown.view.geometry_now.zoomed(8, 100))
    assert shown.view.geometry_now.visible.first == 1001
    qtbot.mousePress(shown.view, LEFT, pos=QPoint(600, 18))
    qtbot.mouseMove(shown.view, QPoint(1400, 18))
    qtbot.waitUntil(lambda: shown.playhead.number == 1060)  # it goes on while the pointer rests
    qtbot.mouseMove(shown.view, QPoint(-300, 18))
    qtbot.waitUntil(lambda: shown.playhead.number == 1001)
    qtbot.mouseRelease(shown.view, LEFT, pos=QPoint(-300, 18))
    assert not shown.view._edge.isActive()


def test_escape_puts_the_playhead_back(shown: Shown, qtbot: QtBot) -> None:
    shown.playhead.go(1040)
    qtbot.mousePress(shown.view, LEFT, pos=shown.at("ruler", 1005))
    qtbot.keyClick(shown.view, Qt.Key.Key_Escape)
    assert shown.playhead.number == 1040
    qtbot.mouseMove(shown.view, shown.at("line", 1050))
    qtbot.mouseRelease(shown.view, LEFT, pos=shown.at("line", 1050))
    assert shown.playhead.number == 1040


def test_a_press_on_a_frame_cut_off_at_the_edge_does_not_turn_the_page(shown: Shown, qtbot: QtBot) -> None:
    shown.view._set_geometry(shown.view.geometry_now.zoomed(7.3, 100))
    before = shown.view.geometry_now
    at = QPoint(shown.view.width() - 3, 60)
    number = before.number_at(at.x())
    assert before.x(number) + before.scale > before.right
    qtbot.mouseClick(shown.view, LEFT, pos=at)
    assert shown.playhead.number == number
    assert shown.view.geometry_now == before


# Segments


def test_a_click_selects_a_segment_without_moving_the_playhead(shown: Shown, qtbot: QtBot) -> None:
    qtbot.mouseClick(shown.view, LEFT, pos=shown.at("segments", 1030))
    assert shown.view.selected_segment == 2
    assert shown.sent == [("segment_selected", 2)]
    assert shown.playhead.number == 1001
    shown.view.selected_segment = None
    assert shown.sent[-1] == ("segment_selected", -1)


def test_states_come_from_document_and_queue(shown: Shown) -> None:
    def status() -> list[Status]:
        assert shown.view.scene is not None
        return [bar.work.status for bar in shown.view.scene.bars]

    assert status() == [Status.EMPTY] * 5
    add_take(shown.document, 1)
    shown.states.say(3, Work(Status.WORKING, 43, 100))
    assert status() == [Status.EMPTY, Status.READY, Status.EMPTY, Status.WORKING, Status.EMPTY]


def test_a_segment_with_a_good_take_stays_ready_while_another_variation_is_made(shown: Shown) -> None:
    def good() -> list[bool]:
        assert shown.view.scene is not None
        return [bar.good for bar in shown.view.scene.bars]

    document = shown.document
    add_take(document, 1)
    segment = document.segments[1]
    document.edit("New variation", with_choice(document.shot, SegmentChoice(segment.span, seed=1)))
    shown.states.say(1, Work(Status.WORKING, 1, 100))
    assert good() == [False, True, False, False, False]
    document.edit("Remove key", without_key(document.shot, 1010))
    assert good() == [False] * 5  # it is from before an edit now


def test_overlapping_segments_part_their_overlap_as_the_viewer_does() -> None:
    spans = plan(Span(1, 100), SegmentPlan(24, 7))
    parts = shown_spans(spans)
    for number in range(1, 101):
        at = [index for index, part in enumerate(parts) if number in part]
        assert at == [segment_at(spans, number)]


@pytest.mark.parametrize("status", list(Status))
def test_every_state_is_painted_in_its_own_way(shown: Shown, status: Status, qtbot: QtBot) -> None:
    def bar(work: Work) -> QImage:
        shown.states.say(0, work)
        scene = shown.view.scene
        assert scene is not None
        place = bar_rect(scene.bars[0], shown.view.geometry_now, shown.view._lanes().segments)
        return shown.view.grab(place.toAlignedRect()).toImage().convertToFormat(QImage.Format.Format_Grayscale8)

    shown.playhead.last()
    mine = bar(Work(status, 43, 100))
    others = [bar(Work(other, 43, 100)) for other in Status if other is not status]
    assert all(mine != other for other in others)  # even without color


def test_takes_and_a_lock_are_seen_on_the_bar(shown: Shown) -> None:
    def bar() -> QImage:
        scene = shown.view.scene
        assert scene is not None
        place = bar_rect(scene.bars[0], shown.view.geometry_now, shown.view._lanes().segments)
        return shown.view.grab(place.toAlignedRect()).toImage().convertToFormat(QImage.Format.Format_Grayscale8)

    document = shown.document
    shown.playhead.last()
    span = document.segments[0].span
    seen = []
    add_take(document, 0, created=1.0)
    seen.append(bar())
    add_take(document, 0, created=2.0)
    seen.append(bar())
    document.edit("Choose take", with_choice(document.shot, SegmentChoice(span, take="0-1.0")))
    seen.append(bar())
    shown.states.say(0, Work(Status.QUEUED))
    seen.append(bar())
    document.edit("Lock", with_choice(document.shot, SegmentChoice(span, take="0-1.0", locked=True)))
    seen.append(bar())
    assert all(one != other for at, one in enumerate(seen) for other in seen[at + 1 :])


# Menus


@pytest.mark.parametrize(
    ("lane", "number", "expected"),
    [
        ("keys", 1010, ("key_menu_requested", 1010)),
        ("keys", 1020, ("frame_menu_requested", 1020)),
        ("line", 1040, ("frame_menu_requested", 1040)),
        ("segments", 1030, ("segment_menu_requested", 2)),
    ],
)
def test_a_menu_is_for_what_is_under_the_pointer(shown: Shown, lane: str, number: int, expected: tuple) -> None:
    at = shown.at(lane, number)
    ask_menu(shown, at)
    assert shown.sent[-1] == (*expected, shown.view.mapToGlobal(at))
    assert shown.playhead.number == 1001


def test_the_menu_key_is_for_the_frame_of_the_playhead(shown: Shown) -> None:
    shown.playhead.go(1033)
    ask_menu(shown, QPoint(5, 5), by_keyboard=True)
    assert shown.sent[-1][:2] == ("frame_menu_requested", 1033)
    shown.playhead.go(1050)
    ask_menu(shown, QPoint(5, 5), by_keyboard=True)
    assert shown.sent[-1][:2] == ("key_menu_requested", 1050)


# Zoom and scroll


def test_ctrl_and_wheel_zoom_from_the_whole_shot_to_single_frames(shown: Shown) -> None:
    at = shown.at("line", 1040)
    assert shown.view.geometry_now.whole
    for _ in range(30):
        wheel(shown, at, 120, CTRL)
    assert shown.view.geometry_now.number_at(at.x()) == 1040
    assert shown.view.geometry_now.visible.length <= 8
    assert not shown.view._scroll_bar.isHidden()
    for _ in range(30):
        wheel(shown, at, -120, CTRL)
    assert shown.view.geometry_now.whole
    assert shown.view._scroll_bar.isHidden()


def test_wheel_middle_button_and_bar_scroll(shown: Shown, qtbot: QtBot) -> None:
    shown.view._set_geometry(shown.view.geometry_now.zoomed(10, 100))
    first = shown.view.geometry_now.scroll
    wheel(shown, QPoint(500, 60), -120)
    second = shown.view.geometry_now.scroll
    qtbot.mousePress(shown.view, MIDDLE, pos=QPoint(500, 60))
    qtbot.mouseMove(shown.view, QPoint(300, 60))
    qtbot.mouseRelease(shown.view, MIDDLE, pos=QPoint(300, 60))
    third = shown.view.geometry_now.scroll
    assert first < second < third == second + 200
    shown.view._scroll_bar.setValue(0)
    assert shown.view.geometry_now.scroll == 0
    assert shown.playhead.number == 1001


def test_the_playhead_stays_in_view_while_it_moves(shown: Shown) -> None:
    shown.view._set_geometry(shown.view.geometry_now.zoomed(10, 100))
    for number in (1001, 1020, 1060, 1003):
        shown.playhead.go(number)
        assert number in shown.view.geometry_now.visible
    shown.view.zoom_to_shot()
    assert shown.view.geometry_now.whole
    shown.view.zoom_in()
    assert 1003 in shown.view.geometry_now.visible
    shown.view.zoom_out()
    assert shown.view.geometry_now.whole


# Drops


def drop(shown: Shown, at: QPoint, mime: QMimeData) -> None:
    action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(shown.view, QDragEnterEvent(QPoint(300, 60), action, mime, LEFT, none))
    QApplication.sendEvent(shown.view, QDragMoveEvent(at, action, mime, LEFT, none))
    if shown.view.scene is not None:
        assert shown.view._moving.drop == shown.view.geometry_now.number_at(at.x())
    QApplication.sendEvent(shown.view, QDropEvent(QPointF(at), action, mime, LEFT, none, QEvent.Type.Drop))
    assert shown.view._moving.drop is None


def test_files_and_pictures_land_on_the_frame_under_the_pointer(shown: Shown, tmp_path: Path) -> None:
    files, picture = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "key.png"))])
    picture.setImageData(QImage(8, 8, QImage.Format.Format_RGB32))
    drop(shown, shown.at("line", 1044), files)
    drop(shown, shown.at("keys", 1017), picture)
    assert shown.sent[0] == ("files_dropped", 1044, [tmp_path / "key.png"])
    assert shown.sent[1][:2] == ("image_dropped", 1017)


# Everything else


def test_pictures_in_view_are_made_and_then_it_rests(shown: Shown, qtbot: QtBot) -> None:
    wanted: list[tuple[list[int], list[int]]] = []
    real = shown.thumbnails.want
    shown.thumbnails.want = lambda lines, keys: (wanted.append((list(lines), list(keys))), real(lines, keys))[1]
    shown.view._repaint_all()
    qtbot.waitUntil(lambda: bool(wanted) and wanted[-1] == ([], []) and not shown.thumbnails._calm.isActive())
    assert shown.thumbnails.line(1001) is not None
    assert shown.thumbnails.key(1050) is not None
    with qtbot.assertNotEmitted(shown.thumbnails.arrived, wait=100):
        shown.view._repaint_all()


def test_tips_name_what_is_under_the_pointer(shown: Shown) -> None:
    shown.states.say(2, Work(Status.FAILED, sentence="The engine stopped."))
    assert "Key on frame 1010" in shown.view._tip(QPointF(shown.at("keys", 1010)))
    assert "Failed. The engine stopped." in shown.view._tip(QPointF(shown.at("segments", 1030)))
    assert "no file" in shown.view._tip(QPointF(shown.at("line", 1030)))
    assert "Hold" in shown.view._tip(QPointF(shown.at("line", 1002)))


def test_a_screen_reader_is_told_where_one_stands(shown: Shown) -> None:
    shown.playhead.go(1010)
    assert shown.view.accessibleName() == "Timeline"
    assert shown.view.accessibleDescription() == "Frame 1010 of 1001 to 1060, key, hold; segment 1 Empty"


def test_without_line_art_it_asks_for_it_and_takes_drops(tmp_path: Path, qtbot: QtBot) -> None:
    empty = Shown(Document(tmp_path / "New.shiage", Project()), qtbot)
    for button in (LEFT, MIDDLE):
        qtbot.mouseClick(empty.view, button, pos=QPoint(300, 60))
    wheel(empty, QPoint(300, 60), 120, CTRL)
    empty.view.zoom_in()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    drop(empty, QPoint(300, 60), mime)
    assert empty.sent == [("files_dropped", 0, [tmp_path])]
    empty.thumbnails.close()
