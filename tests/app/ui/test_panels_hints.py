"""Hints: one at a time, each for the next step, gone for good once known or closed, and nothing moves for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app import settings
from app.sample import sample_project
from app.ui.actions.keys import keys_of_all
from app.ui.actions.naming import with_keys_named
from app.ui.panels.hints import LEARNED, WORDS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL = Qt.KeyboardModifier.ControlModifier
SAID = {step: with_keys_named(words, keys_of_all({})) for step, words in WORDS.items()}


def test_each_step_is_hinted_at_until_it_is_taken(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=20)

    async def body(driver) -> None:
        window, hints = driver.window, driver.window.hints
        assert hints.words == ""
        driver.drop(window.welcome, QPoint(50, 50), [shot.line_folder])
        await driver.until(lambda: hints.words == SAID["key"], "the hint about keys")
        height = driver.page.height()
        driver.drop(driver.page.canvas, QPoint(30, 30), [shot.color[0]])
        await driver.until(lambda: hints.words == SAID["generate"], "the hint about Generate")
        await driver.until(window.actions_table["generate"].isEnabled, "Generate")
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: hints.words == "", "the hint to leave while coloring")
        await driver.idle()
        await driver.until(lambda: hints.words == SAID["look"], "the hint about looking")
        assert driver.page.height() == height
        for number in (3, 8, 12, 18):
            QTest.mouseClick(driver.page.timeline, Qt.MouseButton.LeftButton, pos=driver.on_timeline(number))
        assert hints.words == ""
        assert driver.page.height() == height

    drive(body)
    assert settings.load()[0].hints == {"line art": 1, "key": 1, "generate": 1, "look": 1}


def test_colors_are_hinted_at_once_all_are_there_and_playing_is_not_looking(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=60)

    async def body(driver) -> None:
        window, hints = driver.window, driver.window.hints
        await driver.begin(shot.line_folder)
        driver.drop(driver.page.canvas, QPoint(30, 30), [shot.color[0]])
        await driver.until(window.actions_table["generate"].isEnabled, "Generate")
        coloring, document = driver.workspace.coloring, driver.workspace.document
        coloring.generate_segment(0)
        await driver.idle()
        empty = len(document.segments) - 1
        await driver.until(lambda: hints.words.startswith(f"{empty} segment"), "the hint about the rest")
        assert hints.words.endswith(SAID["generate"])
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.idle()
        await driver.until(lambda: hints.words == SAID["look"], "the hint about looking")
        moved: list[int] = []
        driver.workspace.playhead.moved.connect(lambda *_: moved.append(1))
        driver.key(Qt.Key.Key_Space)
        await driver.until(lambda: len(moved) > 8, "playing")
        driver.key(Qt.Key.Key_Space)
        assert hints.words == SAID["look"]

    drive(body)


def test_what_an_edit_made_stale_is_hinted_at_and_taking_it_back_teaches_nothing(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=20)

    async def body(driver) -> None:
        window, hints = driver.window, driver.window.hints
        await driver.begin(shot.line_folder)
        driver.drop(driver.page.canvas, QPoint(30, 30), [shot.color[0]])
        await driver.until(window.actions_table["generate"].isEnabled, "Generate")
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.idle()
        await driver.until(lambda: hints.words == SAID["look"], "the hint about looking")
        for taken_back in (True, False):
            driver.workspace.playhead.go(9)
            driver.drop(driver.page.canvas, QPoint(30, 30), [shot.color[8]])
            await driver.until(lambda: hints.words == f"1 segment is stale. {SAID['again']}", "the hint about Generate")
            driver.key(*((Qt.Key.Key_Z, CTRL) if taken_back else (Qt.Key.Key_Return, CTRL)))
            await driver.idle()
            await driver.until(lambda: hints.words == SAID["look"], "the hint about looking")
            assert hints.known.get("again", 0) == (0 if taken_back else 1)

    drive(body)


def test_what_is_known_is_not_said_again(drive: Callable) -> None:
    folder = sample_project()
    settings.save(replace(settings.Settings(), hints={"generate": LEARNED - 1}))

    async def close(driver) -> None:
        await driver.opened()
        assert driver.window.hints.words == SAID["generate"]
        QTest.mouseClick(driver.window.hints._close, Qt.MouseButton.LeftButton)
        assert driver.window.hints.words == ""

    drive(close, str(folder))
    assert settings.load()[0].hints["generate"] >= LEARNED

    async def again(driver) -> None:
        await driver.opened()
        assert driver.window.hints.words == ""
        driver.key(Qt.Key.Key_Delete)  # the key on frame 1
        await driver.until(lambda: len(driver.workspace.document.shot.keys) == 1, "the key to go")
        assert driver.window.hints.words == ""

    drive(again, str(folder))
