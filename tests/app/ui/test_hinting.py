"""Color hints in the window: put, dragged, recolored and removed with mouse and keys, followed, and heeded by the
engine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from mouse_by_hand import move_mouse
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QLineEdit, QMenu
from walking_project import walking_project

from app.project.model import without_key
from app.project.palettes import Palette, Palettes
from app.project.staleness import Status
from app.ui.handlers.hinting import ON_KEY

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

WIDTH, HEIGHT = 240, 160
SKY, BODY, HAT = (180, 200, 220), (200, 40, 30), (30, 160, 60)
LEFT, CLICK = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drawn(number: int, fill: bool) -> np.ndarray:
    """(H, W, 3) uint8 RGB: a body that walks to the right; a hat is on it from frame 3 on, but on none of the keys."""
    image = np.full((HEIGHT, WIDTH, 3), SKY if fill else (255, 255, 255), np.uint8)
    left = 20 + 3 * number
    shapes = [((left, 80), (left + 60, 140), BODY)]
    if number not in (1, 2, 9):
        shapes.append(((left + 10, 40), (left + 50, 78), HAT))
    for corner, other, color in shapes:
        if fill:
            cv2.rectangle(image, corner, other, color, -1)
        cv2.rectangle(image, corner, other, (0, 0, 0), 2)
    return image


def hat(number: int) -> tuple[float, float]:
    """The middle of the hat."""
    return 50.0 + 3 * number, 59.0


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return walking_project(tmp_path, drawn, Palettes((Palette("Day").with_found([SKY, BODY]),), "Day"))


def on_canvas(driver, x: float, y: float) -> QPoint:
    place = driver.page.canvas.picture_rect()
    return QPointF(
        place.left() + (x + 0.5) * place.width() / WIDTH, place.top() + (y + 0.5) * place.height() / HEIGHT
    ).toPoint()


def click(driver, x: float, y: float, keys: Qt.KeyboardModifier = CLICK) -> None:
    """Click on a point of the picture: on whatever lies there."""
    at = on_canvas(driver, x, y)
    QTest.mouseClick(driver.page.canvas.childAt(at) or driver.page.canvas, LEFT, keys, at)


async def go(driver, number: int) -> None:
    driver.workspace.playhead.go(number)
    await driver.until(lambda: driver.page.viewer.number == number, f"frame {number} to be shown")


async def ready(driver) -> None:
    """The shot colored as far as it goes, and the tool in the hand."""
    await driver.opened()
    await driver.until(lambda: not driver.page.canvas.image.isNull(), "a picture")
    await driver.until(lambda: not driver.window.errands._tasks, "the project to have been opened")
    table = driver.window.actions_table
    await driver.until(table["hint_tool"].isEnabled, "the tool")
    driver.page.canvas.setFocus()
    driver.key(Qt.Key.Key_H)
    await driver.until(lambda: driver.page.hints.on, "the tool in hand", 5)
    assert table["hint_tool"].isChecked()


async def generate(driver) -> None:
    await driver.act("generate")
    await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring to begin")
    await driver.idle()


def statuses(driver) -> list[Status]:
    return [segment.status for segment in driver.workspace.document.segments]


async def seen_color(driver, number: int, x: float, y: float) -> tuple[int, int, int]:
    """The color of the finished picture of a frame, as the canvas has it."""
    await go(driver, number)
    await driver.until(lambda: not driver.workspace.frames.waiting, "the picture")
    color = driver.page.canvas.image.pixelColor(round(x), round(y))
    return color.red(), color.green(), color.blue()


def test_a_hint_makes_a_wrong_region_right_on_the_frames_around_it(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        await generate(driver)
        for number in (4, 7):
            assert await seen_color(driver, number, *hat(number)) != HAT, "no key has a hat: it is colored wrongly"
        await go(driver, 5)
        driver.page.hints.set_color(HAT)
        click(driver, *hat(5))
        document = driver.workspace.document
        assert [(hint.color, hint.anchors[0].number) for hint in document.shot.hints] == [(HAT, 5)]
        assert statuses(driver) == [Status.STALE, Status.STALE, Status.READY, Status.READY], "up to the key on 9"
        palettes = driver.page.panel.palettes
        await driver.until(lambda: HAT in {each.id for each in palettes.palette_now.swatches}, "a swatch of its color")
        before = [segment.take for segment in document.segments]
        await generate(driver)
        assert statuses(driver) == 4 * [Status.READY]
        assert [segment.take for segment in document.segments[2:]] == before[2:], (
            "what depends on nothing new was left alone"
        )
        for number in (3, 4, 5, 6, 7, 8):
            assert await seen_color(driver, number, *hat(number)) == HAT
            assert await seen_color(driver, number, hat(number)[0], 110) == BODY
        assert await seen_color(driver, 14, *hat(14)) != HAT, "another stretch between keys"

    drive(body, str(project))


def test_why_a_key_stays_as_it_is_painted_is_said_when_a_hint_is_put_on_it(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        document, view = driver.workspace.document, driver.page.hints
        view.set_color(HAT)
        await go(driver, 5)
        click(driver, *hat(5))
        assert ON_KEY not in driver.said, "no key is there"
        await go(driver, 9)
        click(driver, 70, 110)
        assert [hint.anchors[0].number for hint in document.shot.hints] == [5, 9]
        await driver.until(lambda: driver.said[-1:] == [ON_KEY], "the sentence", 5)
        await generate(driver)
        assert await seen_color(driver, 9, 75, 115) == BODY, "as it is painted"
        assert await seen_color(driver, 8, 72, 115) == HAT, "and the frame beside it as the hint says"

    drive(body, str(project))


def test_dots_follow_the_region_and_are_hidden_where_it_is_not(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        await go(driver, 5)
        driver.page.hints.set_color(HAT)
        click(driver, *hat(5))
        tracks = driver.workspace.hint_tracks
        assert [seen.anchored for seen in tracks.at(5)] == [True]
        await driver.until(lambda: not tracks.waiting, "the hint to be followed")
        for number in range(3, 9):
            (seen,) = tracks.at(number)
            assert abs(seen.place.x - hat(number)[0]) < 8
            assert seen.anchored == (number == 5)
        assert not [number for number in (1, 2, 9, 10, 16) if tracks.at(number)]
        await go(driver, 7)
        dot = driver.page.hints.on_canvas(driver.page.hints.seen[0]).toPoint()
        assert driver.page.grab().toImage().pixelColor(driver.page.canvas.mapTo(driver.page, dot)).getRgb()[:3] == HAT
        await go(driver, 2)
        assert driver.page.hints.seen == []

    drive(body, str(project))


def test_dots_are_small_on_a_small_picture_and_off_the_picture_alone(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        view, canvas = driver.page.hints, driver.page.canvas
        await go(driver, 5)
        view.set_color(HAT)
        click(driver, *hat(5))
        await driver.act("hint_tool")
        await driver.until(lambda: not view.on and view.seen, "the tool to be put away", 5)
        await driver.until(view.isVisible, "the dot", 5)
        canvas.set_zoom(2.0, QPointF())
        await driver.until(lambda: canvas.zoom > 1, "a large picture", 5)
        large = view.dot
        canvas.set_zoom(0.2, QPointF())
        await driver.until(lambda: canvas.zoom < 0.5, "a small picture", 5)
        assert view.dot <= large / 2
        driver.window.show_alone(True)
        assert not view.isVisible()
        driver.window.show_alone(False)
        assert view.isVisible()

    drive(body, str(project))


def test_a_hint_dragged_on_another_frame_is_anchored_there_too(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        await go(driver, 5)
        driver.page.hints.set_color(HAT)
        click(driver, *hat(5))
        tracks, document = driver.workspace.hint_tracks, driver.workspace.document
        await driver.until(lambda: not tracks.waiting, "the hint to be followed")
        await go(driver, 8)
        (seen,) = driver.page.hints.seen
        start, end = driver.page.hints.on_canvas(seen).toPoint(), on_canvas(driver, hat(8)[0], 110)
        view = driver.page.hints
        QTest.mousePress(view, LEFT, CLICK, start)
        for step in range(1, 6):
            move_mouse(view, start + (end - start) * step / 5, LEFT)
        assert len(document.shot.hints[0].anchors) == 1, "while it is dragged, nothing is decided"
        QTest.mouseRelease(view, LEFT, CLICK, end)
        (hint,) = document.shot.hints
        assert [anchor.number for anchor in hint.anchors] == [5, 8]
        assert abs(hint.anchors[1].y - 110) < 2
        document.undo_stack.undo()
        assert [anchor.number for anchor in document.shot.hints[0].anchors] == [5]
        QTest.mouseClick(view, LEFT, CLICK, start)
        assert document.shot.hints == (hint.__class__(hint.id, hint.color, hint.anchors[:1]),), "a click selects"
        assert view.selected == hint.id
        driver.key(Qt.Key.Key_Delete)
        assert document.shot.hints == ()
        assert document.shot.key(9) is not None
        document.undo_stack.undo()
        assert len(document.shot.hints) == 1
        document.undo_stack.undo()
        assert document.shot.hints == ()

    drive(body, str(project))


def test_colors_are_picked_from_the_picture_and_chosen_in_the_menu(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        view, document = driver.page.hints, driver.workspace.document
        await go(driver, 1)
        await driver.until(lambda: not driver.workspace.frames.waiting, "the key's picture")
        click(driver, 150, 20)  # without a color: the palette opens there, and what is chosen is put
        await driver.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "the palette", 5)
        asked = QApplication.activePopupWidget()
        assert isinstance(asked, QMenu)
        body_name = next(s.name for s in driver.page.panel.palettes.palette_now.swatches if s.color == BODY)
        next(action for action in asked.actions() if action.text() == body_name).trigger()
        asked.close()
        assert [(hint.color, hint.anchors[0].number) for hint in document.shot.hints] == [(BODY, 1)]
        document.undo_stack.undo()
        assert document.shot.hints == ()
        click(driver, 50, 110, Qt.KeyboardModifier.AltModifier)
        assert view.color == BODY
        click(driver, 150, 20)
        assert document.shot.hints[0].color == BODY
        driver.key(Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
        await driver.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "the menu", 5)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        colors = menu.actions()[0].menu()
        assert isinstance(colors, QMenu)
        sky = next(swatch.name for swatch in document.shot.palettes.shown.swatches if swatch.color == SKY)
        next(action for action in colors.actions() if action.text() == sky).trigger()
        menu.close()
        assert document.shot.hints[0].color == SKY == view.color

    drive(body, str(project))


async def another_color(driver, number: str, inner: bool = False) -> None:
    """Choose "Another color..." in the menu that opens, or in its first entry's, and type this number."""
    await driver.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "the menu", 5)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    colors = menu.actions()[0].menu() if inner else menu
    assert isinstance(colors, QMenu)
    assert colors.actions()[-1].text() == "Another color..."
    colors.actions()[-1].trigger()
    menu.close()
    dialog = await driver.dialog(QColorDialog)
    field = next(each for each in dialog.findChildren(QLineEdit) if each.text().startswith("#"))
    await driver.until(field.hasFocus, "the field of the number to have the keyboard")
    QTest.keyClicks(field, number)
    QTest.keyClick(field, Qt.Key.Key_Return)
    await driver.until(lambda: QApplication.activeModalWidget() is None, "the dialog to go", 5)


def test_a_hint_can_have_a_color_that_no_palette_has(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        view, document = driver.page.hints, driver.workspace.document

        def colors() -> list[tuple[int, int, int]]:
            return [hint.color for hint in document.shot.hints]

        await go(driver, 5)
        click(driver, *hat(5))
        await another_color(driver, "#1ea03c")
        await driver.until(lambda: colors() == [HAT], "the hint in that color", 5)
        assert (document.shot.hints[0].anchors[0].number, view.color) == (5, HAT)
        driver.page.canvas.setFocus()
        driver.key(Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
        await another_color(driver, "#123456", inner=True)
        await driver.until(lambda: colors() == [(0x12, 0x34, 0x56)], "another one", 5)
        document.undo_stack.undo()
        assert colors() == [HAT]
        view.select("")
        driver.page.canvas.setFocus()
        driver.key(Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
        await another_color(driver, "#654321")
        await driver.until(lambda: view.color == (0x65, 0x43, 0x21), "the color of the next hint", 5)
        assert colors() == [HAT]

    drive(body, str(project))


def test_how_the_tool_works_is_said_beside_the_picture_and_not_on_it(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        page = driver.page
        await go(driver, 1)
        assert page.head.currentWidget() is page.hint_bar
        assert page.hint_bar.way.isVisible()
        assert page.hint_bar.color.isHidden()
        driver.key(Qt.Key.Key_H)
        await driver.until(lambda: not page.hints.on, "the tool away", 5)
        assert page.head.currentWidget() is page.compare_bar
        await driver.until(lambda: not page.canvas.busy_shown, "the frame to be shown in full")
        bare = page.canvas.grab().toImage()
        driver.key(Qt.Key.Key_H)
        await driver.until(lambda: page.hints.on, "the tool in hand", 5)
        assert page.canvas.grab().toImage() == bare, "the badge of the key and the picture are seen as before"
        page.hints.set_color(HAT)
        assert page.hint_bar.color.isVisible()
        table = driver.window.actions_table
        assert not table["paint_none"].isChecked(), "one tool is lit"
        middle = page.hint_bar.color.grab().toImage().pixelColor(10, 10)
        assert (middle.red(), middle.green(), middle.blue()) == HAT
        await driver.act("paint_none")
        assert not page.hints.on
        assert table["paint_none"].isChecked()
        assert page.head.currentWidget() is page.compare_bar

    drive(body, str(project))


def test_the_frames_on_which_a_hint_counts_are_said_once_it_is_put(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        bar, document = driver.page.hint_bar, driver.workspace.document
        driver.page.hints.set_color(HAT)
        assert bar.reach.isHidden()
        await go(driver, 12)
        click(driver, *hat(12))
        assert len(document.shot.hints) == 1
        assert bar.reach.isVisible()
        assert bar.reach.text() == "The selected hint counts on frames 9-16, as far as the next keys."
        document.edit("Remove key", without_key(document.shot, 9))
        assert bar.reach.text() == "The selected hint counts on frames 1-16, as far as the next keys."
        document.undo_stack.undo()
        document.undo_stack.undo()
        assert bar.reach.isHidden()

    drive(body, str(project))


def test_hints_are_gone_through_by_key_and_the_letter_is_dead_in_a_text_field(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        view, table = driver.page.hints, driver.window.actions_table
        view.set_color(HAT)
        for number in (12, 5):
            await go(driver, number)
            click(driver, *hat(number))
        await driver.until(table["next_hint"].isEnabled, "next hint")
        view.select("")
        for number in (5, 12, 5):
            await driver.act("next_hint")
            await driver.until(lambda number=number: driver.workspace.playhead.number == number, "the next hint", 5)
        assert driver.page.timeline.looks.hints == (5, 12)
        await driver.until(table["remove_hint"].isEnabled, "remove", 5)
        driver.page.canvas.setFocus()
        driver.key(Qt.Key.Key_Backspace)
        assert [hint.anchors[0].number for hint in driver.workspace.document.shot.hints] == [12]
        driver.key(Qt.Key.Key_H)
        await driver.until(lambda: not view.on, "the tool away", 5)
        await asyncio.sleep(0.05)
        click(driver, *hat(5))
        assert len(driver.workspace.document.shot.hints) == 1, "without the tool, a click puts no hint"

    drive(body, str(project))


def test_esc_calls_off_a_drag_first_and_then_puts_the_tool_away(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        await go(driver, 5)
        document, view = driver.workspace.document, driver.page.hints
        view.set_color(HAT)
        click(driver, *hat(5))
        before = document.shot.hints
        start, end = (on_canvas(driver, hat(5)[0] + away, hat(5)[1]) for away in (0, 30))
        QTest.mousePress(view, LEFT, CLICK, start)
        move_mouse(view, end, LEFT)
        driver.key(Qt.Key.Key_Escape)
        QTest.mouseRelease(view, LEFT, CLICK, end)
        assert (document.shot.hints, view.on) == (before, True), "the drag is called off, the tool stays"
        driver.key(Qt.Key.Key_Escape)
        assert not view.on
        assert not driver.window.actions_table["hint_tool"].isChecked()
        assert driver.window.actions_table["paint_none"].isChecked()

    drive(body, str(project))
