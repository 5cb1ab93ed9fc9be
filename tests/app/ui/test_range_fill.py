"""Filling an area through a range of frames in the window: asked for with the bucket, answered, colored, undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from walking_project import walking_project

from app.project.model import Span, with_choice
from app.project.staleness import Status
from app.ui.dialogs.asking import Choice
from app.ui.paint.through import range_to_fill

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

WIDTH, HEIGHT = 240, 160
SKY, BODY, GREEN = (180, 200, 220), (200, 40, 30), (30, 160, 60)
LEFT, PLAIN, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def drawn(number: int, fill: bool) -> np.ndarray:
    """(H, W, 3) uint8 RGB: a body that walks to the right, alone on the sky."""
    image = np.full((HEIGHT, WIDTH, 3), SKY if fill else (255, 255, 255), np.uint8)
    left = 20 + 3 * number
    if fill:
        cv2.rectangle(image, (left, 60), (left + 60, 140), BODY, -1)
    cv2.rectangle(image, (left, 60), (left + 60, 140), (0, 0, 0), 2)
    return image


def middle(number: int) -> tuple[int, int]:
    """The middle of the body."""
    return 50 + 3 * number, 100


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return walking_project(tmp_path, drawn)


async def ready(driver) -> None:
    """The shot colored, a green bucket in the hand."""
    await driver.opened()
    await driver.keyboard()
    await driver.until(lambda: not driver.page.canvas.image.isNull(), "a picture")
    await driver.act("generate")
    await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring to begin")
    await driver.idle()
    await driver.act("paint_fill")
    driver.workspace.current_color.set_color(GREEN)


async def click(driver, number: int, keys: Qt.KeyboardModifier = PLAIN, at: tuple[int, int] | None = None) -> None:
    """Click on the body of a frame with the bucket, or on another point of the picture."""
    driver.workspace.playhead.go(number)
    view = driver.page.paint
    await driver.until(lambda: view.number == number and view._ready, f"frame {number}")
    QTest.mouseClick(view, LEFT, keys, view.spot(*(at or middle(number))).toPoint())


async def answered(driver, word: str) -> Choice:
    """What was asked, answered with the button that begins with a word."""
    dialog = await driver.dialog(Choice)
    driver.press_button(dialog, next(b.text() for b in dialog.buttons if b.text().startswith(word)))
    return dialog


def takes(driver) -> list[str | None]:
    """The takes that are shown."""
    return [each.take.id if each.take is not None else None for each in driver.workspace.document.segments]


async def color_at(driver, number: int) -> tuple[int, int, int]:
    """The color of the body in the finished picture of a frame."""
    driver.workspace.playhead.go(number)
    await driver.until(lambda: driver.page.viewer.number == number and not driver.workspace.frames.waiting, "a picture")
    await driver.until(lambda: driver.page.paint.number == number, "it to be shown")
    color = driver.page.canvas.image.pixelColor(*middle(number))
    return color.red(), color.green(), color.blue()


def test_the_range_meant_is_in_to_out_or_up_to_the_next_key(project: Path, drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        shot = driver.workspace.document.shot
        assert range_to_fill(shot, 3, None) == Span(3, 8)
        assert range_to_fill(shot, 9, None) == Span(9, 16)
        assert range_to_fill(shot, 12, None) == Span(12, 16)
        assert range_to_fill(shot, 3, Span(2, 12)) == Span(2, 12)
        assert range_to_fill(shot, 3, Span(5, 12)) == Span(3, 8), "out of the range, that range is not meant"

    drive(body, str(project))


def test_a_shift_click_of_the_bucket_fills_up_to_the_next_key_in_one_step(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        document, before, keys = driver.workspace.document, takes(driver), driver.workspace.document.shot.keys
        steps = document.undo_stack.count()
        await click(driver, 3, SHIFT)
        dialog = await answered(driver, "Fill 6 frames")
        assert dialog.text == "This area was found on 6 frames: frames 3-8."
        assert "2 segments are colored again" in dialog.detail
        await driver.until(lambda: document.shot.hints, "the fill")
        await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring to begin")
        await driver.idle()
        assert "The area takes the color on 6 frames: frames 3-8." in driver.said
        assert document.undo_stack.count() == steps + 1
        assert document.undo_stack.undoText() == "Fill through frames"
        assert document.shot.keys == keys, "no frame became a key"
        assert [one == other for one, other in zip(before, takes(driver), strict=True)] == [False, False, True, True]
        assert {each.status for each in document.segments} == {Status.READY}
        colors = [await color_at(driver, number) for number in (2, 3, 5, 8, 9, 10)]
        assert colors == [BODY, GREEN, GREEN, GREEN, BODY, BODY]
        driver.page.canvas.setFocus()
        driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert not document.shot.hints
        assert takes(driver) == before, "at once, without coloring again"

    drive(body, str(project))


def test_in_and_out_reach_over_a_key_and_the_key_stays(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        driver.workspace.playhead.set_range(Span(7, 12))
        await driver.act("fill_range")
        assert driver.window.actions_table["fill_range"].isChecked()
        await click(driver, 8)
        dialog = await answered(driver, "Fill 5 frames")
        assert "Keys among these frames stay as they are." in dialog.detail
        assert "2 segments are colored again" in dialog.detail
        await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring to begin")
        await driver.idle()
        assert [await color_at(driver, number) for number in (6, 7, 9, 10, 12, 13)] == [
            BODY, GREEN, BODY, GREEN, GREEN, BODY,
        ]  # fmt: skip

    drive(body, str(project))


def test_a_key_that_is_clicked_is_painted_as_well(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        document = driver.workspace.document
        before = document.shot
        await click(driver, 9, SHIFT)
        dialog = await answered(driver, "Fill 8 frames")
        assert dialog.text == "This area was found on 8 frames: frames 9-16."
        assert "and 4 segments are colored again (1-4)." in dialog.detail, "those before the key are made from it, too"
        assert "The key that was clicked is painted." in dialog.detail
        assert "Keys among these frames" not in dialog.detail
        assert "Other keys" not in dialog.detail
        await driver.until(lambda: document.shot.hints, "the fill")
        await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring to begin")
        await driver.idle()
        assert {each.status for each in document.segments} == {Status.READY}
        assert [await color_at(driver, number) for number in (9, 10, 16)] == [GREEN, GREEN, GREEN]
        assert "The area takes the color on 8 frames: frames 9-16." in driver.said
        assert document.shot.keys != before.keys
        assert document.undo_stack.undoText() == "Fill through frames"
        document.undo_stack.undo()
        assert document.shot == before, "in one step"

    drive(body, str(project))


def test_a_range_of_the_clicked_key_alone_is_a_fill(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        document = driver.workspace.document
        driver.workspace.playhead.set_range(Span(9, 9))
        await click(driver, 9, SHIFT)
        await driver.until(lambda: document.undo_stack.undoText() == "Fill through frames", "the fill")
        assert not document.shot.hints
        assert await color_at(driver, 9) == GREEN

    drive(body, str(project))


def test_a_key_that_is_left_while_the_area_is_looked_for_stays(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        document = driver.workspace.document
        keys = document.shot.keys
        await click(driver, 9, SHIFT)
        driver.workspace.playhead.go(11)
        dialog = await answered(driver, "Fill 7 frames")
        assert "is painted" not in dialog.detail
        assert "Keys among these frames stay as they are." in dialog.detail
        await driver.until(lambda: document.shot.hints, "the fill")
        await driver.idle()
        assert document.shot.keys == keys

    drive(body, str(project))


def test_frames_without_the_area_are_named_in_short_and_not_told_as_filled(drive: Callable, tmp_path: Path) -> None:
    def gone_later(number: int, fill: bool) -> np.ndarray:
        if number > 10:
            return np.full((HEIGHT, WIDTH, 3), SKY if fill else (255, 255, 255), np.uint8)
        return drawn(number, fill)

    async def body(driver) -> None:
        await ready(driver)
        await click(driver, 9, SHIFT)
        dialog = await answered(driver, "Fill")
        assert "Not found, and left as it is: frames 11-16." in dialog.detail.splitlines()
        told = "The area takes the color on 2 frames: frames 9-10."
        await driver.until(lambda: told in driver.said, "the notice")
        await driver.idle()

    drive(body, str(walking_project(tmp_path, gone_later)))


def test_who_does_not_want_it_has_changed_nothing(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        document, before = driver.workspace.document, driver.workspace.document.project
        await click(driver, 3, SHIFT)
        await answered(driver, "Cancel")
        await driver.until(lambda: not driver.page.hints.seen, "the dots to go")
        assert document.project == before
        assert not driver.workspace.coloring.queue.busy

    drive(body, str(project))


def test_a_locked_segment_is_named_and_left_alone(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        document = driver.workspace.document
        driver.workspace.playhead.go(6)
        await driver.act("lock")
        before = takes(driver)
        await click(driver, 3, SHIFT)
        dialog = await answered(driver, "Fill 2 frames")
        assert dialog.text == "This area was found on 2 frames: frames 3-4."
        assert "and segment 1 is colored again. Other segments stay" in dialog.detail
        assert "Not found" not in dialog.detail
        assert "Locked segments stay as they are." in dialog.detail
        await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring to begin")
        await driver.idle()
        assert [one == other for one, other in zip(before, takes(driver), strict=True)] == [False, True, True, True]
        assert document.segments[1].locked
        assert "The area takes the color on 2 frames: frames 3-4." in driver.said

    drive(body, str(project))


@pytest.mark.parametrize("number", [6, 9], ids=["between keys", "on a key"])
def test_where_all_is_locked_it_is_refused(drive: Callable, project: Path, number: int) -> None:
    async def body(driver) -> None:
        await ready(driver)
        document = driver.workspace.document
        for each in range(len(document.segments)):
            driver.workspace.playhead.go(document.segments[each].span.first)
            await driver.act("lock")
        assert all(segment.locked for segment in document.segments)
        before = document.shot.hints, takes(driver)
        await click(driver, number, SHIFT)
        told = "The locked segments of this range stay as they are. Unlock them to fill their frames."
        await driver.until(lambda: told in driver.said, "the notice", 5)
        assert (document.shot.hints, takes(driver)) == before
        assert not driver.workspace.coloring.queue.busy

    drive(body, str(project))


def test_a_take_chosen_by_hand_makes_room_and_is_back_with_undo(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        document = driver.workspace.document
        first = document.segments[0]
        chosen = with_choice(document.shot, type(first.choice)(first.span, take=first.take.id))
        document.edit("Choose take", chosen)
        steps = document.undo_stack.count()
        await click(driver, 2, SHIFT)
        await answered(driver, "Fill")
        await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring to begin")
        await driver.idle()
        assert document.undo_stack.count() == steps + 1
        assert await color_at(driver, 3) == GREEN
        document.undo_stack.undo()
        assert document.shot == chosen

    drive(body, str(project))
