"""Rows of the queue are dragged into another order, and each button takes out of it what it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget
from queue_shown import begin, rows, spans

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def drag(shown: QListWidget, row: int, to: QPoint, let_go: bool = True) -> None:
    """Drag a row of a list to a point of it, in small steps as a hand does."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    start = shown.visualItemRect(shown.item(row)).center()
    QTest.mousePress(shown.viewport(), left, none, start)
    for step in range(1, 9):
        at = QPointF(start + (to - start) * (step / 8))
        where = shown.viewport().mapToGlobal(at)
        QApplication.sendEvent(shown.viewport(), QMouseEvent(QEvent.Type.MouseMove, at, where, left, left, none))
    if let_go:
        QTest.mouseRelease(shown.viewport(), left, none, to)


def test_rows_are_dragged_into_another_order(drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine) -> None:
    shot = make_shot(tmp_path / "walk", frames=120)

    async def body(driver) -> None:
        driver.window.resize(1360, 1000)  # all five rows are in sight
        await begin(driver, shot)
        queue, shown = driver.workspace.coloring.queue, driver.page.panel.queue.list
        journal = driver.workspace.folder / "queue.json"

        def above(row: int) -> QPoint:
            return shown.visualItemRect(shown.item(row)).topLeft() + QPoint(20, 2)

        async def kept(*first: int) -> None:
            def left() -> list[int]:
                return [span[0] for entry in json.loads(journal.read_text())["entries"] for span in entry["spans"]]

            await driver.until(lambda: left() == list(first), f"{first} in the journal", 5)

        await driver.until(driver.window.actions_table["generate"].isEnabled, "Generate")
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: queue.share > 0, "the first segment under way")
        drag(shown, 4, above(2))
        assert spans(driver) == [1, 25, 97, 49, 73]
        assert rows(driver)[2] == "97-120, segment 5, Queued"
        assert shown.currentRow() == 2, "the highlight follows the segment"
        assert driver.page.segment.index == 4
        await kept(1, 25, 97, 49, 73)
        drag(shown, 1, QPoint(20, shown.viewport().height() - 1))
        assert spans(driver) == [1, 97, 49, 73, 25]
        await kept(1, 97, 49, 73, 25)
        # Nothing passes the one under way, which itself stays.
        drag(shown, 3, QPoint(20, 1))
        assert spans(driver) == [1, 73, 97, 49, 25]
        drag(shown, 0, above(3))
        assert spans(driver) == [1, 73, 97, 49, 25]
        # Dropped where it was, or let go of with Esc, a row stays.
        drag(shown, 2, above(3))
        drag(shown, 4, above(1), let_go=False)
        assert shown.dragging
        shown.setFocus()
        driver.key(Qt.Key.Key_Escape)
        assert not shown.dragging
        QTest.mouseRelease(shown.viewport(), Qt.MouseButton.LeftButton, pos=above(1))
        assert spans(driver) == [1, 73, 97, 49, 25]
        # What is colored next is what stands next.
        await driver.until(lambda: queue.running and queue.running.span.first == 73, "the second")
        driver.workspace.coloring.clear()
        await driver.idle()

    drive(body, engine=slow_engine)


def test_each_button_says_how_much_it_cancels(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=72)

    async def body(driver) -> None:
        await begin(driver, shot)
        panel, actions = driver.page.panel.queue, driver.window.actions_table
        for index in (0, 1):  # two requests, of one segment each
            driver.page.timeline.selected_segment = index
            await driver.until(actions["generate_segment"].isEnabled, "the segment")
            driver.key(Qt.Key.Key_Return, CTRL | SHIFT)
            await driver.until(lambda: driver.workspace.coloring.queue.share > 0, "the first one to be under way")
        assert spans(driver) == [1, 25]
        assert (panel.cancel_button.text(), panel.clear_button.text()) == ("Cancel one", "Cancel all")
        for button in (panel.cancel_button, panel.clear_button):
            assert button.sizeHint().width() <= button.width(), "the words have room"
        assert panel.cancel_button.toolTip().startswith("Stop the segment under way, and the others asked for with it")
        assert panel.clear_button.toolTip().startswith("Stop, and take everything that waits out of the queue")
        await driver.until(actions["cancel"].isEnabled, "Cancel")
        driver.press_button(panel, "Cancel one")
        await driver.until(lambda: spans(driver) == [25], "the first one to go")
        assert not panel.cancel_button.isVisible(), "both would do the same"
        await driver.until(actions["clear_queue"].isEnabled, "Cancel all")
        driver.press_button(panel, "Cancel")
        await driver.idle()
        assert driver.workspace.document.takes == ()

    drive(body, engine=slow_engine)


def test_what_came_together_is_counted_on_the_button_that_cancels_it(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=72)

    async def body(driver) -> None:
        await begin(driver, shot)
        panel = driver.page.panel.queue
        driver.page.timeline.selected_segment = 2
        await driver.act("lock")
        await driver.act("generate")
        await driver.until(lambda: driver.workspace.coloring.queue.share > 0, "the first one to be under way")
        assert spans(driver) == [1, 25]
        await driver.act("lock")
        await driver.act("generate_segment")
        await driver.until(lambda: len(spans(driver)) == 3, "another one, asked for by itself")
        assert panel.cancel_button.text() == "Cancel (2)"
        for button in (panel.pause_button, panel.cancel_button, panel.clear_button):
            assert button.sizeHint().width() <= button.width(), "the words have room"
        await driver.act("clear_queue")
        await driver.idle()

    drive(body, engine=slow_engine)
