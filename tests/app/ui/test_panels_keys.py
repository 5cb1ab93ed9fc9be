"""Keys around the side panel: what a click leaves behind, and which keys the lists of queue and takes keep."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
LEFT = Qt.MouseButton.LeftButton


def test_keys_go_on_after_a_click_on_generate_and_in_the_lists(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        page, playhead = driver.page, driver.workspace.playhead
        panel, queue = page.panel, driver.workspace.coloring.queue
        await driver.until(lambda: driver.workspace.document.segments and panel.generate_button.isEnabled(), "Generate")
        page.canvas.setFocus()
        QTest.mouseClick(panel.generate_button, LEFT)
        queue.pause()
        await driver.until(lambda: not queue.pausing and not panel.generate_button.isEnabled(), "the queue to rest")
        assert page.canvas.hasFocus()

        # In the queue letters, Space and digits are the window's, arrows and Delete the list's.
        shown = panel.queue.list
        QTest.mouseClick(shown.viewport(), LEFT, pos=shown.visualItemRect(shown.item(0)).center())
        assert shown.hasFocus()
        here = playhead.number
        driver.key(Qt.Key.Key_I)
        assert playhead.in_out is not None
        for key in (Qt.Key.Key_L, Qt.Key.Key_Space):
            driver.key(key)
            assert playhead.playing, key
            driver.key(Qt.Key.Key_K)
            assert not playhead.playing
        driver.key(Qt.Key.Key_1)
        assert page.canvas.zoom == 1.0
        assert shown.currentRow() == 0
        driver.key(Qt.Key.Key_Down)
        assert shown.currentRow() == 1
        playhead.go(here)

        # The panel that goes away leaves the focus to the canvas.
        driver.key(Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        await driver.idle()
        await driver.until(page.canvas.hasFocus, "the canvas to have the focus")
        assert QApplication.focusWidget() is page.canvas

    drive(body, "--sample")


def test_the_engine_that_starts_is_told_of_where_there_is_work_for_it(drive: Callable, timeline_shot) -> None:
    async def body(driver) -> None:
        await driver.begin(timeline_shot.line_folder)
        panel = driver.page.panel
        starting = next(each for each in panel.findChildren(QLabel) if each.text() == "Starting the engine...")
        await driver.until(lambda: panel.generating.next.text().startswith("Lay a colored key"), "the next step")
        assert starting.isHidden()
        driver.drop(driver.page.timeline, driver.on_timeline(1), [timeline_shot.color[0]])
        await driver.until(starting.isVisible, "the engine to be told of")
        assert driver.workspace.coloring.queue.hello is None

    drive(body, engine=(sys.executable, "-c", "import sys; sys.stdin.read()"))  # it never says that it is there


def test_the_queue_comes_and_goes_without_moving_the_takes(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        panel, queue = driver.page.panel, driver.workspace.coloring.queue
        await driver.until(lambda: driver.workspace.document.segments and panel.generate_button.isEnabled(), "Generate")
        starting = next(each for each in panel.findChildren(QLabel) if each.text() == "Starting the engine...")
        await driver.until(lambda: queue.hello and starting.isHidden(), "the engine")
        box = panel.generating
        await driver.until(lambda: box.height() == box.heightForWidth(box.width()), "what stood below to move up")
        parts = (panel.generate_button, panel.segment, panel.lock_button)

        def places() -> list[int]:
            return [part.mapTo(panel, part.rect().topLeft()).y() for part in parts]

        before = places()
        queue.pause()
        QTest.mouseClick(panel.generate_button, LEFT)
        await driver.until(panel.queue.isVisible, "the queue")
        await driver.until(lambda: not panel.generate_button.isEnabled(), "all to be on its way")
        side = driver.page.side
        assert side.rect().contains(panel.queue.geometry()), "the queue is seen without scrolling"
        assert panel.queue.geometry().bottom() < panel.palettes.geometry().top()
        assert panel.palettes.geometry().bottom() == side.rect().bottom()
        assert places() == before

    drive(body, "--sample")
