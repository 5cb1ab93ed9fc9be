"""The timeline in the real window: menus on the frame under the pointer, and prompts from words to undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from app.project.model import Prompt, Span
from app.project.staleness import Status
from app.ui.dialogs.prompt_dialog import PromptDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


async def open_shot(driver, folder: Path) -> None:
    driver.drop(driver.window.welcome, QPoint(50, 50), [folder])
    await driver.opened()
    await driver.until(lambda: driver.workspace.document.shot.line, "line art")


async def choose_at(driver, at: QPoint, text: str) -> None:
    """Ask the timeline for its menu at a point and click the entry with these words."""
    timeline = driver.page.timeline
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, timeline.mapToGlobal(at))
    QApplication.sendEvent(timeline, event)
    await driver.until(QApplication.activePopupWidget, "a menu")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entries = {action.text(): action for action in menu.actions() if action.text()}
    assert text in entries, entries
    assert entries[text].isEnabled()
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(entries[text]).center())
    await driver.until(lambda: QApplication.activePopupWidget() is None, "the menu to close")


def test_the_menu_acts_on_the_frame_under_the_pointer_and_leaves_the_playhead(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=30)

    async def body(driver) -> None:
        await open_shot(driver, shot.line_folder)
        playhead, first = driver.workspace.playhead, driver.workspace.playhead.number

        def at(number: int) -> QPoint:
            return driver.on_timeline(first + number)

        await choose_at(driver, at(5), f"Set in on frame {first + 5}")
        await choose_at(driver, at(20), f"Set out on frame {first + 20}")
        assert playhead.in_out == Span(first + 5, first + 20)
        await choose_at(driver, at(9), "Clear range")
        assert playhead.in_out is None
        assert playhead.number == first
        await choose_at(driver, at(9), f"Go to frame {first + 9}")
        assert playhead.number == first + 9

        driver.drop(driver.page.timeline, driver.on_timeline(first + 2), [shot.color[2]])
        document = driver.workspace.document
        await driver.until(lambda: document.shot.keys, "a key")
        key = driver.on_timeline(first + 2, "keys")
        key.setY(driver.page.timeline._lanes().keys.top + 9)
        await choose_at(driver, key, "Move key one frame later")
        assert [key.number for key in document.shot.keys] == [first + 3]
        playhead.go(first + 20)
        key.setX(driver.on_timeline(first + 3).x())
        await choose_at(driver, key, "Remove key")
        assert document.shot.keys == ()
        assert playhead.number == first + 20

    drive(body)


def test_prompts_from_words_to_undo(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=30)

    async def body(driver) -> None:
        await open_shot(driver, shot.line_folder)
        driver.drop(driver.page.canvas, QPoint(30, 30), [shot.color[0]])
        document, timeline = driver.workspace.document, driver.page.timeline
        await driver.until(driver.window.actions_table["generate"].isEnabled, "a key, and so Generate")
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.idle()
        states = [segment.status for segment in document.segments]
        assert set(states) == {Status.READY}
        first, last = document.shot.line.span

        driver.key(Qt.Key.Key_P, CTRL | SHIFT)
        dialog = await driver.dialog(PromptDialog)
        assert any(
            "Draft does not read prompts; LongAnimation does." in label.text() for label in dialog.findChildren(QLabel)
        )
        driver.press_button(dialog, "Add")
        assert "Write some words first" in dialog.trouble.text()
        QTest.keyClicks(dialog.words, "rain")
        assert (dialog.first.value(), dialog.last.value()) == (first, last)
        QTest.keyClick(dialog.words, Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: document.shot.prompts == (Prompt("rain"),), "the prompt")
        assert [segment.status for segment in document.segments] == states  # Draft does not read words
        assert timeline.selected_prompt == 0

        driver.workspace.playhead.set_range(Span(first + 4, first + 8))
        driver.workspace.playhead.go(last)  # not in the range, which is therefore not taken
        driver.key(Qt.Key.Key_P, CTRL | SHIFT)
        dialog = await driver.dialog(PromptDialog)
        assert dialog.span == document.segments[-1].span
        driver.press_button(dialog, "Cancel")
        await driver.until(lambda: not dialog.isVisible(), "the dialog to go")
        await choose_at(driver, driver.on_timeline(first + 6), "Add prompt here...")
        dialog = await driver.dialog(PromptDialog)
        assert dialog.span == Span(first + 4, first + 8)
        dialog.range.setCurrentIndex(dialog.range.count() - 1)
        dialog.first.setValue(last)
        dialog.last.setValue(first)
        assert "lies after the last" in dialog.trouble.text()
        QTest.keyClicks(dialog.words, "red coat")
        driver.press_button(dialog, "Add")
        assert dialog.isVisible()
        dialog.first.setValue(first + 10)
        dialog.last.setValue(first + 15)
        driver.press_button(dialog, "Add")
        wanted = Span(first + 10, first + 15)
        await driver.until(lambda: Prompt("red coat", wanted) in document.shot.prompts, "the second prompt")

        at = driver.on_timeline(first + 12, "prompts")
        at.setY(timeline._lanes().prompts.bottom - 6)
        QTest.mouseDClick(timeline, LEFT, pos=at)
        dialog = await driver.dialog(PromptDialog)
        assert (dialog.text, dialog.span) == ("red coat", wanted)
        dialog.range.setCurrentIndex(0)
        assert "will replace it" in dialog.trouble.text()
        driver.press_button(dialog, "OK")
        await driver.until(lambda: document.shot.prompts == (Prompt("red coat"),), "the prompt to be moved")

        timeline.setFocus()
        driver.key(Qt.Key.Key_Delete)
        assert document.shot.prompts == ()
        assert document.shot.keys  # Delete took the prompt, not the key under the playhead
        for _ in range(4):
            driver.key(Qt.Key.Key_Z, CTRL)
        assert document.shot.prompts == ()
        for expected in (("rain",), ("rain", "red coat"), ("red coat",), ()):
            driver.key(Qt.Key.Key_Z, CTRL | SHIFT)
            assert tuple(prompt.text for prompt in document.shot.prompts) == expected

    drive(body)


def test_what_plays_without_waiting_is_marked_on_the_ruler(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=12)

    async def body(driver) -> None:
        await open_shot(driver, shot.line_folder)
        span = driver.workspace.document.shot.line.span
        await driver.until(lambda: driver.page.timeline.cached == (span,), "the shot to be cached")

    drive(body)
