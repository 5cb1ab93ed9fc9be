"""The check view in the real window: found off the window's thread, gone through by key and list, marked as fine."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
from flawed_takes import (
    BODY_BOX,
    FOREIGN,
    HEAD_BOX,
    HEIGHT,
    SKY,
    WIDTH,
    Flats,
    Flaw,
    make_project,
    repainted,
    write_take,
)
from mouse_by_hand import move_mouse
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from app.media.keys import lay_key
from app.project.concerns import Concern
from app.project.hints import Anchor, new_hint
from app.project.model import Project, SegmentPlan, Span, with_key
from app.project.staleness import Segment, segments
from app.project.storage import open_project, save_project
from app.ui import checking as checking_module
from app.ui.checking import unread_words
from app.ui.handlers.inspecting import NOT_HERE, NOTHING
from app.ui.panels import checks_panel
from app.ui.shown_concerns import Known, Shown, Together, place
from app.ui.timeline.lanes import FOOT
from app.ui.viewer import overlay
from app.ui.viewer.compared import Compared
from engine.protocol.frames import FrameFile, FrameFileWriter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

FLAWS: dict[int, Flaw] = {
    3: repainted(2, 2, trust=60),
    5: repainted(1, 0, trust=100),
    9: repainted(1, 2),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose take has an unsure head on 3, an unpainted body on 5, and a body that flickers on 9."""
    folder = tmp_path / "flawed.shiage"
    write_take(folder, make_project(folder, tmp_path / "drawn"), FLAWS)
    return folder


@pytest.fixture
def twice(tmp_path: Path) -> Path:
    """A project whose take has both head and body unsure on 3 and on 9, and an unpainted body on 5."""
    folder = tmp_path / "twice.shiage"

    def both(frame: Flats) -> Flats:
        return repainted(2, 2, trust=60)(repainted(1, 1, trust=60)(frame))

    write_take(folder, make_project(folder, tmp_path / "drawn"), {3: both, 5: repainted(1, 0, trust=100), 9: both})
    return folder


async def looked_over(driver) -> None:
    await driver.opened()
    await driver.until(lambda: driver.workspace.checking.concerns, "the take to be looked over")
    await driver.until(lambda: not driver.workspace.frames.waiting, "a picture")
    await driver.keyboard()
    driver.page.canvas.setFocus()


async def on(driver, number: int) -> None:
    """Wait until this frame's picture is shown."""
    await driver.until(lambda: driver.workspace.playhead.number == number, f"frame {number}", 5)
    await driver.until(lambda: not driver.workspace.frames.waiting, "its picture", 5)


def seen(driver, share_x: float, share_y: float) -> tuple[int, int, int]:
    """The color painted at a place of the picture."""
    canvas = driver.page.canvas
    place = canvas.picture_rect()
    at = QPoint(round(place.left() + place.width() * share_x), round(place.top() + place.height() * share_y))
    color = canvas.grab().toImage().pixelColor(at)
    return color.red(), color.green(), color.blue()


def canvas_of(driver) -> QImage:
    return driver.page.canvas.grab().toImage()


def test_keys_go_from_place_to_place_and_mark_it_until_it_is_left(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await looked_over(driver)
        view = driver.page.check_view
        for number in (3, 5, 9, 3):
            driver.key(Qt.Key.Key_N)
            await on(driver, number)
            assert view.flashing
        driver.key(Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
        await on(driver, 9)
        await driver.until(lambda: not view.flashing, "the flash to end", 5)
        marked = canvas_of(driver)
        assert view.isVisible()
        assert seen(driver, 0.05, 0.05) == (180, 200, 220), "nothing is dimmed"
        driver.key(Qt.Key.Key_Right)
        await on(driver, 10)
        assert not view.isVisible()
        driver.key(Qt.Key.Key_Left)
        await on(driver, 9)
        await driver.until(lambda: canvas_of(driver) != marked, "the frame without a mark", 5)

    drive(body, str(project))


def test_a_place_is_no_longer_marked_when_its_frame_was_made_a_key(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await looked_over(driver)
        view, checking = driver.page.check_view, driver.workspace.checking
        driver.key(Qt.Key.Key_N)
        await on(driver, 3)
        await driver.until(lambda: not view.flashing, "the flash to end", 5)
        assert checking.current is not None
        marked = canvas_of(driver)
        document = driver.workspace.document
        picture = np.full((HEIGHT, WIDTH, 3), SKY, np.uint8)
        key = lay_key(picture, document.shot.line, 3, document.folder).key
        document.edit("Lay key", with_key(document.shot, key))
        await driver.until(lambda: not any(each.at(3) for each in checking.concerns), "the frame to need no look")
        assert checking.current is None
        assert canvas_of(driver) != marked

    drive(body, str(project))


def test_the_check_view_dims_the_frame_but_for_what_needs_a_look(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await looked_over(driver)
        view, table = driver.page.check_view, driver.window.actions_table
        driver.workspace.playhead.go(5)
        await on(driver, 5)
        sky, body_at = (0.05, 0.05), (95 / 240, 120 / 180)
        plain = seen(driver, *sky)
        assert plain == (180, 200, 220)
        driver.key(Qt.Key.Key_V)
        await driver.until(table["check_view"].isChecked, "the tick", 5)
        dimmed = seen(driver, *sky)
        assert max(dimmed) - min(dimmed) < 15
        assert view.words == "Check view: to be looked at, 1 in this frame, 3 in the shot"
        assert view.accessibleDescription() == f"{view.words}. Unpainted."
        colors = {seen(driver, body_at[0] + dx / 240, body_at[1]) for dx in range(12)}
        assert all(color != dimmed for color in colors)
        assert len(colors) > 1, "a pattern as well as a color"
        driver.workspace.playhead.go(2)
        await on(driver, 2)
        await driver.until(lambda: "nothing in this frame" in view.words, "the words", 5)
        driver.key(Qt.Key.Key_V)
        assert not table["check_view"].isChecked()
        assert seen(driver, *sky) == plain

    drive(body, str(project))


def test_the_check_view_dims_no_words_and_marks_of_the_canvas(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await looked_over(driver)
        canvas, view = driver.page.canvas, driver.page.check_view
        driver.window.resize(1600, 900)
        await driver.until(lambda: canvas.width() > 800, "room for all that is told at the foot", 5)
        canvas.show_compared(Compared("wipe", canvas.image.copy(), "Take 1", "Take 2"))
        canvas.set_zoom(3 * canvas.zoom)  # so that the picture lies under all of them
        move_mouse(canvas, QPoint(100, 100))
        told = overlay.readout_place(canvas.size())
        square = (told.topLeft() + QPointF(14, 12)).toPoint()
        line = QPoint(round(canvas._wipe_line()), canvas.height() - 60)
        plain = canvas_of(driver)
        assert plain.pixelColor(square) == canvas.color_at(*map(int, canvas.to_picture(QPointF(100, 100)).toTuple()))
        driver.key(Qt.Key.Key_V)
        await driver.until(lambda: view.on, "the check view", 5)
        dimmed = canvas_of(driver)
        assert dimmed.pixelColor(20, 20) != plain.pixelColor(20, 20), "the picture is dimmed"
        assert dimmed.pixelColor(square) == plain.pixelColor(square), "the color that is told is the true one"
        there, before = (each.pixelColor(line).lightness() for each in (dimmed, plain))
        assert abs(there - before) < 10, "the wipe's line, but for what is seen at its edges"
        driver.key(Qt.Key.Key_V)
        await driver.until(lambda: canvas_of(driver) == plain, "all as it was", 5)

    drive(body, str(project))


def test_the_box_that_lights_up_leaves_its_name_readable(
    drive: Callable, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tags: list[QRect] = []
    tag = overlay.tag

    def told(painter: QPainter, text: str, place: QRectF, mark: QColor) -> None:
        tags.append(place.toAlignedRect().adjusted(4, 4, -4, -2))
        tag(painter, text, place, mark)

    monkeypatch.setattr(overlay, "tag", told)

    async def body(driver) -> None:
        await looked_over(driver)
        view = driver.page.check_view
        driver.key(Qt.Key.Key_V)
        await driver.until(lambda: view.on, "the check view", 5)
        driver.key(Qt.Key.Key_N)
        await on(driver, 3)
        await driver.until(lambda: view.flashing and view._flashes % 2 == 1, "the box", 5)
        lit = canvas_of(driver)
        await driver.until(lambda: not view.flashing, "the flash to end", 5)
        dark = canvas_of(driver)
        assert lit != dark
        for x in range(tags[-1].left(), tags[-1].right()):
            for y in range(tags[-1].top(), tags[-1].bottom()):
                one, other = lit.pixelColor(x, y).lightness(), dark.pixelColor(x, y).lightness()
                assert abs(one - other) < 40, "the box is seen through the name's plate at most"

    drive(body, str(project))


def test_the_list_goes_there_and_fine_can_be_said_and_taken_back(drive: Callable, project: Path) -> None:
    async def mark(driver) -> None:
        await looked_over(driver)
        panel, checking, document = driver.page.panel.checks, driver.workspace.checking, driver.workspace.document
        assert panel.isVisible()
        assert panel.title.text() == "Needs a look (3)"
        assert [alike[0].first for alike in panel.listed] == [3, 5, 9]
        row = next(at for at, (concern,) in enumerate(panel.listed) if concern.kind == "hole")
        place = panel.list.visualItemRect(panel.list.item(row)).center()
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        await on(driver, 5)
        assert checking.current is panel.listed[row][0]
        driver.page.canvas.setFocus()
        titles: list[str] = []
        checking.changed.connect(lambda: titles.append(panel.title.text()))
        driver.key(Qt.Key.Key_M)
        await driver.until(lambda: panel.title.text() == "Needs a look (2)", "one less", 5)
        assert set(titles) <= {"Needs a look (3)", "Needs a look (2)"}, "a mark has nothing looked for"
        await on(driver, 9)  # on to the next
        assert [fine.kind for fine in document.shot.fine] == ["hole"]
        driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await driver.until(lambda: panel.title.text() == "Needs a look (3)", "it back", 5)
        driver.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        await driver.until(lambda: panel.title.text() == "Needs a look (2)", "one less again", 5)

    drive(mark, str(project))
    assert [fine.number for fine in open_project(project).project.shots[0].fine] == [5]

    async def again(driver) -> None:
        await looked_over(driver)
        assert [concern.kind for concern in driver.workspace.checking.concerns] == ["doubt", "flicker"]
        await driver.act("forget_fine")
        await driver.until(lambda: len(driver.workspace.checking.concerns) == 3, "all of them", 5)

    drive(again, str(project))


def test_the_list_is_in_the_order_in_which_n_goes_to_the_places(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await looked_over(driver)
        panel, checking = driver.page.panel.checks, driver.workspace.checking
        (third,), (fifth,), (ninth,) = ([concern] for concern in checking.concerns)
        # One that is seen from 3 to 9, and best on 3, comes before one that is seen from 3 to 5, and best on 5.
        long = Concern((replace(third.worst, severity=1.0), replace(ninth.worst, kind="doubt", severity=0.1)))
        short = Concern((replace(third.worst, kind="hole", severity=0.1), replace(fifth.worst, severity=0.9)))
        others = sorted([long, short], key=place)
        assert others == [long, short]
        checking._shown = replace(checking._shown, concerns=tuple(others))
        checking.changed.emit()
        assert [alike[0] for alike in panel.listed] == [long, short]
        for row, number in ((0, 3), (1, 5), (0, 3)):
            driver.key(Qt.Key.Key_N)
            await on(driver, number)
            assert checking._current in panel.listed[row]

    drive(body, str(project))


def test_several_places_of_one_kind_in_the_same_frames_are_one_row(drive: Callable, twice: Path) -> None:
    async def body(driver) -> None:
        await looked_over(driver)
        panel, checking, document = driver.page.panel.checks, driver.workspace.checking, driver.workspace.document
        rows = [panel.list.item(row).text() for row in range(panel.list.count())]
        assert rows == ["Unsure color, 3 ×2", "Unpainted, 5", "Unsure color, 9 ×2"]
        place = panel.list.visualItemRect(panel.list.item(2)).center()
        seen = []
        for _ in range(2):
            QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
            await on(driver, 9)
            seen.append(checking.current)
        assert set(seen) == set(panel.listed[2]), "another press goes to the other place"
        QTest.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert checking.current is seen[-1], "a double click is no second press"
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
        assert checking.current is seen[0]
        QTest.keyClick(panel.list, Qt.Key.Key_Delete)
        assert len(document.shot.fine) == 2
        await driver.until(lambda: panel.list.count() == 2, "one row less", 5)

    drive(body, str(twice))


def test_of_many_places_the_largest_are_listed_and_the_title_says_so(
    drive: Callable, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks_panel, "LISTED", 2)

    async def body(driver) -> None:
        await looked_over(driver)
        panel = driver.page.panel.checks
        assert [alike[0].first for alike in panel.listed] == [5, 9], "the body is larger than the head"
        assert panel.title.text() == "Needs a look (3)"
        assert panel.title.toolTip() == "The 2 largest are listed, N goes to all of them"
        driver.key(Qt.Key.Key_N)
        await on(driver, 3)

    drive(body, str(project))


def test_what_is_unpainted_in_a_key_is_listed_before_what_is_larger_in_frames(
    drive: Callable, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks_panel, "LISTED", 1)
    shot = open_project(project).project.shots[0]
    assert shot.line is not None
    picture = np.full((HEIGHT, WIDTH, 4), (*SKY[::-1], 255), np.uint8)
    left, top, width, height = HEAD_BOX
    picture[top : top + height, left : left + width] = 0
    assert cv2.imwrite(str(tmp_path / "key.png"), picture)
    key = lay_key(tmp_path / "key.png", shot.line, 1, project).key
    save_project(project, Project((with_key(shot, key),)))

    async def body(driver) -> None:
        await looked_over(driver)
        await driver.until(lambda: not driver.workspace.checking.waiting, "all of it")
        panel = driver.page.panel.checks
        assert max(driver.workspace.checking.concerns, key=lambda each: each.extent).first > 1
        assert [row[0].first for row in panel.listed] == [1]

    drive(body, str(project))


@pytest.mark.parametrize("way", ["delete", "button"])
def test_marking_a_row_goes_on_to_the_next_place_after_it(drive: Callable, twice: Path, way: str) -> None:
    async def body(driver) -> None:
        await looked_over(driver)
        panel, document = driver.page.panel.checks, driver.workspace.document
        driver.workspace.playhead.go(9)
        await on(driver, 9)
        panel.list.setCurrentRow(0)  # by an arrow key: nothing goes there yet
        if way == "delete":
            QTest.keyClick(panel.list, Qt.Key.Key_Delete)
        else:
            QTest.mouseClick(panel.fine_button, Qt.MouseButton.LeftButton)
        assert [fine.number for fine in document.shot.fine] == [3, 3]
        await on(driver, 5)

    drive(body, str(twice))


def test_what_was_found_is_there_again_without_looking(drive: Callable, project: Path, tmp_path: Path) -> None:
    drive(looked_over, str(project))
    (kept,) = project.glob("cache/checks/shot1/*.checks")
    before = kept.read_bytes(), kept.stat().st_mtime_ns

    async def again(driver) -> None:
        await looked_over(driver)
        assert len(driver.workspace.checking.concerns) == 3

    drive(again, str(project))
    assert (kept.read_bytes(), kept.stat().st_mtime_ns) == before


def test_the_timeline_marks_the_frames_and_says_why(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await looked_over(driver)
        timeline = driver.page.timeline
        driver.workspace.playhead.go(12)
        await driver.until(lambda: timeline.looks.ticks, "the ticks", 5)
        assert [number for number, _ in timeline.looks.ticks] == [3, 5, 9]
        picture = timeline.grab().toImage()
        foot = timeline._lanes().segments.bottom - FOOT - 2
        inks = {number: {picture.pixel(x, foot) for x in range(*_cell(timeline, number))} for number in (3, 4, 5, 8, 9)}
        assert inks[4] == inks[8], "nothing to see there"
        for number in (3, 5, 9):
            assert inks[number] - inks[4], f"a tick at {number}"
        words = "3 places need a look: Flicker, Unsure color, Unpainted."
        assert timeline.looks.words(Span(1, 12)) == words
        assert words in timeline._tip(driver.on_timeline(5, "segments").toPointF())
        driver.workspace.playhead.go(5)
        assert "1 place needs a look: Unpainted." in timeline.accessibleDescription()

    drive(body, str(project))


def _cell(timeline, number: int) -> tuple[int, int]:
    geometry = timeline.geometry_now
    return round(geometry.x(number)) + 1, round(geometry.x(number + 1)) - 1


def test_a_shot_in_which_all_is_well_says_so(drive: Callable, tmp_path: Path) -> None:
    folder = tmp_path / "well.shiage"
    write_take(folder, make_project(folder, tmp_path / "drawn"), {3: repainted(2, 2, trust=60)})

    async def body(driver) -> None:
        await looked_over(driver)
        panel = driver.page.panel.checks
        driver.key(Qt.Key.Key_M)
        await driver.until(lambda: driver.said == [NOT_HERE], "the notice", 5)
        driver.key(Qt.Key.Key_N)
        await on(driver, 3)
        driver.key(Qt.Key.Key_M)
        await driver.until(lambda: not panel.isVisible(), "the list to go", 5)
        driver.key(Qt.Key.Key_N)
        await driver.until(lambda: driver.said[-1] == NOTHING, "the notice", 5)

    drive(body, str(folder))


def test_what_was_found_is_put_together_off_the_window_s_thread(
    drive: Callable, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    of = Together.of

    def seen(together: Together, known: Known) -> Shown:
        threads.append(threading.current_thread())
        return of(together, known)

    monkeypatch.setattr(Together, "of", seen)
    drive(looked_over, str(project))
    assert threads
    assert threading.main_thread() not in threads


def test_boxes_are_told_in_picture_pixels(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await looked_over(driver)
        hole = next(each for each in driver.workspace.checking.concerns if each.kind == "hole")
        for told, true in zip(hole.worst.box, BODY_BOX, strict=True):
            assert abs(told - true) <= 6

    drive(body, str(project))


def test_a_color_given_with_a_hint_needs_no_look(drive: Callable, tmp_path: Path) -> None:
    folder = tmp_path / "foreign.shiage"
    write_take(folder, make_project(folder, tmp_path / "drawn"), {9: repainted(2, 3)})

    async def body(driver) -> None:
        await looked_over(driver)
        checking, document = driver.workspace.checking, driver.workspace.document
        assert "off_model" in {concern.kind for concern in checking.concerns}
        hint = new_hint(FOREIGN, Anchor(9, 95.0, 45.0))
        panel = driver.page.panel.checks
        before, heights = panel.list.height(), []
        checking.changed.connect(lambda: heights.append(panel.isVisible() and checking.waiting and panel.list.height()))
        document.edit("Put color hint", replace(document.shot, hints=(hint,)))
        assert checking.waiting
        await driver.until(lambda: heights, "it to be told that there is more to come", 5)
        assert heights == [before], "the list stays while the take is looked over again"
        await driver.until(lambda: not checking.waiting and checking.concerns, "the take to be looked over again")
        await driver.until(
            lambda: "off_model" not in {concern.kind for concern in checking.concerns}, "the color to be known", 5
        )
        document.undo_stack.undo()
        await driver.until(
            lambda: "off_model" in {concern.kind for concern in checking.concerns}, "it to be no longer", 5
        )

    drive(body, str(folder))


def test_while_nothing_is_found_yet_that_is_said_and_there_is_nothing_to_press(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await looked_over(driver)
        checking, document = driver.workspace.checking, driver.workspace.document
        panel = driver.page.panel.checks
        assert panel.title.text() == "Needs a look (3)"
        assert panel.fine_button.isEnabled()
        panel.fine_button.setFocus()
        await driver.act("play")  # meanwhile nothing is looked over
        hint = new_hint(FOREIGN, Anchor(9, 95.0, 45.0))
        fine = tuple(concern.fine for concern in checking.concerns)
        document.edit("Put color hint", replace(document.shot, hints=(hint,), fine=fine))
        await driver.until(lambda: not checking.concerns, "what is fine to be listed no more")
        assert checking.waiting
        assert panel.isVisible()
        assert panel.title.text() == "Checking the takes..."
        assert not panel.fine_button.isEnabled()
        assert not panel.view_button.isEnabled()
        assert driver.page.canvas.hasFocus()
        await driver.act("play")
        await driver.until(lambda: not checking.waiting, "the take to be looked over again")

    drive(body, str(project))


@pytest.fixture
def stepped(tmp_path: Path) -> Path:
    """A project of two segments, the second of which has a darker body and no other flaw."""
    return in_halves(tmp_path, {number: repainted(1, 3) for number in range(7, 13)})


def in_halves(tmp_path: Path, flaws: dict[int, Flaw]) -> Path:
    """A project of two segments with these flaws."""
    folder = tmp_path / "halves.shiage"
    shot = make_project(folder, tmp_path / "drawn")
    whole = write_take(folder, shot, flaws)
    halves = replace(shot, plan=SegmentPlan(6))
    save_project(folder, Project((halves,)))
    for segment in segments(halves, ()):
        cut(folder, whole.path, segment)
    (folder / whole.path).unlink()
    return folder


def cut(folder: Path, path: str, segment: Segment) -> None:
    """The frames of one segment out of a longer take, as a take of its own."""
    with FrameFile(folder / path) as file:
        first = file.header.first
        header = msgspec.structs.replace(
            file.header, first=segment.span.first, last=segment.span.last, inputs=segment.inputs
        )
        writer = FrameFileWriter(folder / "takes" / "shot1" / f"{segment.span.first}.frames", header)
        for number in range(segment.span.first, segment.span.last + 1):
            writer.append(file.indices(number - first), file.trust(number - first))
        writer.commit()


def test_an_unsure_area_is_one_concern_in_all_its_frames_also_in_the_next_segment(
    drive: Callable, tmp_path: Path
) -> None:
    folder = in_halves(tmp_path, dict.fromkeys(range(4, 11), repainted(2, 2, trust=60)))

    async def body(driver) -> None:
        await driver.opened()
        checking, document, page = driver.workspace.checking, driver.workspace.document, driver.page
        await driver.until(lambda: not checking.waiting, "both takes to be looked over")
        await driver.until(lambda: [(each.first, each.last) for each in checking.concerns] == [(4, 10)], "one", 5)
        assert [number for number, _ in page.timeline.looks.ticks] == list(range(4, 11))
        assert page.panel.checks.title.text() == "Needs a look (1)"
        await driver.keyboard()
        page.canvas.setFocus()
        driver.key(Qt.Key.Key_N)
        await on(driver, 4)
        driver.key(Qt.Key.Key_V)
        for number in (5, 9):
            driver.workspace.playhead.go(number)
            await on(driver, number)
            await driver.until(lambda: "1 in this frame, 1 in the shot" in page.check_view.words, "its mark", 5)
        page.canvas.setFocus()
        driver.key(Qt.Key.Key_M)
        await driver.until(lambda: not checking.concerns, "it to be fine", 5)
        assert len(document.shot.fine) == 1
        assert checking.ticks == ()
        document.undo_stack.undo()
        await driver.until(lambda: len(checking.concerns) == 1, "it back", 5)

    drive(body, str(folder))


def test_what_was_found_in_a_take_goes_with_it_and_comes_back_with_it(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await looked_over(driver)
        checking, document = driver.workspace.checking, driver.workspace.document
        (take,) = document.takes
        document.remove_takes((take.id,))
        assert not checking._found
        assert not checking._latest
        assert checking.at(3) == []
        await driver.until(lambda: checking.concerns == (), "it to go", 5)
        document.add_takes((take,))
        await driver.until(lambda: len(checking.concerns) == 3, "what was found")

    drive(body, str(project))


def test_a_color_step_at_a_join_is_gone_to_listed_and_told_with_the_segment(drive: Callable, stepped: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        checking, panel = driver.workspace.checking, driver.page.panel
        await driver.until(lambda: any(each.kind == "seam" for each in checking.concerns), "the join to be measured")
        (seam,) = [concern for concern in checking.concerns if concern.kind == "seam"]
        assert (seam.first, seam.last) == (7, 7)
        assert [number for number, _ in checking.ticks].count(7) == 1
        assert panel.segment.joins.text().startswith("Joins  After: clear step (")
        assert "beside a usual 0.0" in panel.segment.joins.toolTip()
        await driver.keyboard()
        driver.page.canvas.setFocus()
        driver.key(Qt.Key.Key_N)
        await on(driver, 7)
        await driver.until(lambda: panel.segment.joins.text().startswith("Joins  Before: clear step ("), "its word")
        assert "Color step at a join" in [
            panel.checks.list.item(row).text().partition(",")[0] for row in range(panel.checks.list.count())
        ]
        document = driver.workspace.document
        document.edit("fine", replace(document.shot, fine=(seam.fine,)))
        await driver.until(lambda: not any(each.kind == "seam" for each in checking.concerns), "it to be fine")
        document.undo_stack.undo()
        await driver.until(lambda: any(each.kind == "seam" for each in checking.concerns), "it to be seen again")

    drive(body, str(stepped))


def test_a_drawing_damaged_after_the_import_leaves_its_join_unmeasured_and_is_no_fault(
    drive: Callable, stepped: Path, caplog: pytest.LogCaptureFixture
) -> None:
    line = open_project(stepped).project.shots[0].line
    assert line is not None
    (stepped / line.drawing(1).path).write_bytes(b"damaged")

    async def body(driver) -> None:
        await driver.opened()
        checking = driver.workspace.checking
        await driver.until(lambda: not checking.waiting, "all to have been tried")
        assert driver.workspace.seams.after(0) is None
        assert "seam" not in {each.kind for each in checking.concerns}

    drive(body, str(stepped))
    told = [record for record in caplog.records if record.name in ("app.ui.seaming", "app.ui.checking")]
    assert {record.name for record in told} == {"app.ui.seaming", "app.ui.checking"}
    assert all(record.exc_info is None for record in told)
    assert not any("failed" in record.message for record in caplog.records)


def test_a_take_that_cannot_be_read_is_not_checked_until_its_file_is_back(
    drive: Callable, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking_module, "_AGAIN", 100)
    line = open_project(project).project.shots[0].line
    assert line is not None
    drawing = project / line.drawing(1).path
    good = drawing.read_bytes()
    drawing.write_bytes(b"damaged")

    async def body(driver) -> None:
        await driver.opened()
        checking, panel = driver.workspace.checking, driver.page.panel.checks
        await driver.until(lambda: checking.unread and not checking.waiting, "it to be known that it cannot be read")
        await driver.until(panel.unread.isVisible, "the panel to say so", 5)
        assert panel.unread.text() == unread_words((0,))
        assert panel.title.text() == "Not checked"
        assert not panel.list.isVisible()
        document = driver.workspace.document
        document.edit("Put color hint", replace(document.shot, hints=(new_hint(FOREIGN, Anchor(9, 95.0, 45.0)),)))
        assert checking.waiting
        assert not panel.list.isVisible(), "nor while it is tried again"
        document.undo_stack.undo()
        words = "Check view: nothing needs a look, not checked: 1"
        await driver.until(lambda: driver.page.check_view.words == words, "nothing to be looked at any more", 5)
        await driver.keyboard()
        driver.page.canvas.setFocus()
        driver.key(Qt.Key.Key_N)
        await driver.until(lambda: unread_words((0,)) in driver.said, "the notice", 5)
        drawing.write_bytes(good)
        await driver.until(lambda: len(checking.concerns) == 3, "it to be checked after all")
        assert checking.unread == ()
        await driver.until(lambda: not panel.unread.isVisible() and panel.list.isVisible(), "the list", 5)

    drive(body, str(project))
