"""What waits in the queue is edited at its place: by key and menu, kept over a restart, refused where it is late."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from menus_by_hand import choose, right_click
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from queue_shown import begin, rows, spans

from app.coloring import UNDER_WAY
from app.project.colorizers import with_preset
from app.project.model import Span
from app.project.staleness import Status
from app.ui.dialogs.queued_dialog import VARIATION, QueuedDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


async def generate(driver) -> None:
    await driver.until(driver.window.actions_table["generate"].isEnabled, "Generate")
    driver.key(Qt.Key.Key_Return, CTRL)
    await driver.until(lambda: driver.workspace.coloring.queue.share > 0, "the first segment under way")


async def edited(driver, variation: int) -> None:
    """Type the number of a variation into the dialog that opens, and accept it."""
    dialog = await driver.dialog(QueuedDialog)
    assert VARIATION in [part.text() for part in dialog.findChildren(QLabel) if part.isVisible()]
    dialog.variation.setFocus()
    dialog.variation.selectAll()
    QTest.keyClicks(dialog.variation, str(variation))
    driver.press_button(dialog, "Change")
    await driver.until(lambda: not driver.window.errands._tasks, "the change")


async def edit_row(driver, row: int) -> None:
    """Ask for the dialog on a row's menu."""
    shown = driver.page.panel.queue.list
    await driver.until(lambda: shown.isVisible() and shown.count() > row, "the row")
    right_click(shown.viewport(), shown.visualItemRect(shown.item(row)).center())
    choose("Edit what waits...")


async def rested(driver) -> None:
    """Pause, and wait until the engine has stopped."""
    queue = driver.workspace.coloring.queue
    queue.pause()
    await driver.until(lambda: not queue.pausing, "the engine to rest")


def test_the_keyboard_going_through_the_queue_chooses_no_segment(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=120)

    async def body(driver) -> None:
        await begin(driver, shot)
        shown = driver.page.panel.queue.list
        await generate(driver)
        await driver.keyboard()
        driver.workspace.playhead.go(80)
        await driver.until(lambda: driver.page.segment.index == 3, "the segment of the playhead")
        shown.setFocus(Qt.FocusReason.TabFocusReason)
        assert shown.hasFocus()
        assert driver.page.segment.index == 3, "only passing by"
        assert not shown.selectedItems()
        QTest.keyClick(shown, Qt.Key.Key_Down)
        assert shown.currentRow() == 0
        await driver.until(lambda: driver.page.segment.index == driver.page.panel.queue._segment(0), "the first row")
        await driver.act("clear_queue")
        await driver.idle()

    drive(body)


def test_a_waiting_segment_is_edited_at_its_place(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=120)

    async def body(driver) -> None:
        driver.window.resize(1360, 1000)  # all five rows are in sight
        await begin(driver, shot)
        document, queue = driver.workspace.document, driver.workspace.coloring.queue
        shown, actions = driver.page.panel.queue.list, driver.window.actions_table
        await generate(driver)
        await driver.keyboard()

        # By Enter in the list; the place, the order and the highlight stay.
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualItemRect(shown.item(2)).center())
        await driver.until(actions["edit_queued"].isEnabled, "editing to be offered")
        shown.setFocus()
        driver.key(Qt.Key.Key_Return)
        await edited(driver, 7)
        assert spans(driver) == [1, 25, 49, 73, 97]
        assert rows(driver)[2] == "49-72, variation 7, Queued"
        assert shown.currentRow() == 2
        assert document.shot.choice(Span(49, 72)).seed == 7
        assert document.undo_stack.undoText() == "Edit queued segment"

        # By its menu; what is not changed stays what it was.
        steps = document.undo_stack.count()
        await edit_row(driver, 4)
        await edited(driver, 0)
        assert rows(driver)[4] == "97-120, segment 5, Queued"
        assert document.undo_stack.count() == steps
        asked = [item.segment.seed for item in queue.items]

        # The one under way cannot be edited, and says so.
        await edit_row(driver, 0)
        await driver.until(lambda: UNDER_WAY in driver.said, "why not", 5)
        assert [item.segment.seed for item in queue.items] == asked == [0, 0, 7, 0, 0]

        await driver.idle()
        takes = {take.span.first: take.seed for take in document.takes}
        assert takes == {1: 0, 25: 0, 49: 7, 73: 0, 97: 0}, "all that the engine was given is what was asked for"
        assert [segment.status for segment in document.segments] == [Status.READY] * 5
        await driver.until(lambda: not actions["edit_queued"].isEnabled(), "what is finished is no more in the queue")

    drive(body, engine=slow_engine)


def test_one_that_begins_while_it_is_edited_stays_as_it_is(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=48)

    async def body(driver) -> None:
        await begin(driver, shot)
        await generate(driver)
        queue = driver.workspace.coloring.queue
        await edit_row(driver, 1)
        dialog = await driver.dialog(QueuedDialog)
        dialog.variation.setValue(3)
        await driver.until(lambda: queue.running and queue.running.span.first == 25, "it to begin")
        driver.press_button(dialog, "Change")
        await driver.until(lambda: UNDER_WAY in driver.said, "why not", 5)
        assert driver.workspace.document.shot.choices == ()
        await driver.idle()
        assert [take.seed for take in driver.workspace.document.takes] == [0, 0]

    drive(body, engine=slow_engine)


def test_what_was_edited_is_there_after_a_restart(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot, project = make_shot(tmp_path / "walk", frames=72), list[Path]()

    async def ask(driver) -> None:
        await begin(driver, shot)
        project.append(driver.workspace.folder)
        await generate(driver)
        await rested(driver)
        for row, variation in ((1, 5), (2, 6)):
            await edit_row(driver, row)
            await edited(driver, variation)
        shown = driver.page.panel.queue.list
        await driver.until(lambda: shown.currentRow() == 2, "the highlight on what was edited")
        await driver.keyboard()
        shown.setFocus()
        await driver.until(driver.window.actions_table["queue_earlier"].isEnabled, "the order to be offered")
        driver.key(Qt.Key.Key_Up, ALT)
        assert spans(driver) == [1, 49, 25]

    async def go_on(driver) -> None:
        await driver.opened()
        queue = driver.workspace.coloring.queue
        await driver.until(lambda: len(queue.items) == 3, "the queue")
        assert [(item.span.first, item.segment.seed) for item in queue.items] == [(1, 0), (49, 6), (25, 5)]
        queue.resume()
        await driver.idle()
        assert {take.span.first: take.seed for take in driver.workspace.document.takes} == {1: 0, 25: 5, 49: 6}

    drive(ask, engine=slow_engine)
    left = json.loads((project[0] / "queue.json").read_text())["entries"]
    assert [span[0] for entry in left for span in entry["spans"]] == [1, 49, 25]
    drive(go_on, str(project[0]))


def test_variations_that_are_edited_come_and_go_as_others_do(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=24)

    async def body(driver) -> None:
        await begin(driver, shot)
        coloring, document = driver.workspace.coloring, driver.workspace.document
        await generate(driver)
        await driver.idle()

        # Cancelled after it was edited, it leaves the segment as it was.
        coloring.regenerate(0)
        await rested(driver)
        item = coloring.queue.items[0]
        assert coloring.change_item(item, replace(document.shot.choice(item.span), seed=4))
        assert [item.segment.seed for item in coloring.queue.items] == [4]
        coloring.clear()
        await driver.idle()
        assert document.shot.choices == ()
        assert document.segments[0].status is Status.READY

        # One that is there already is shown, and not made again.
        coloring.regenerate(0)
        await rested(driver)
        await edit_row(driver, 0)
        await edited(driver, 0)
        await driver.idle()
        assert any("there already" in text for text in driver.said)
        assert [take.seed for take in document.takes] == [0]
        assert document.segments[0].status is Status.READY

    drive(body, engine=slow_engine)


def test_what_waits_is_asked_for_anew_with_another_colorizer(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=120, size=(64, 48))

    async def body(driver) -> None:
        await begin(driver, shot)
        document, queue = driver.workspace.document, driver.workspace.coloring.queue
        await generate(driver)
        await rested(driver)
        box = driver.page.panel.generating.colorizer
        box.chosen.emit("Color with LongAnimation", with_preset(document.shot, "quick", untrained=True))
        await driver.until(lambda: any("wait in the queue as asked for before" in said for said in driver.said), "it")
        driver.press_button(driver.window.notices, "Ask anew")
        assert [(item.span, item.request.colorizer) for item in queue.items] == [
            (Span(1, 81), "longanimation"), (Span(65, 120), "longanimation"),
        ]  # fmt: skip
        assert queue.paused
        driver.workspace.coloring.clear()
        await driver.idle()

    drive(body, engine=slow_engine)
