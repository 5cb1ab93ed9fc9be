"""What takes longer than a moment is seen to be at work, and stands in nobody's way."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.ui import deleting, workspace
from app.ui.handlers import keying
from app.ui.panels.busy_bar import BusyBar

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def on_a_slow_disk(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    """Have a function that works with files take its time before it does."""
    quick = getattr(module, name)

    def slow(*given, **named):
        time.sleep(0.7)
        return quick(*given, **named)

    monkeypatch.setattr(module, name, slow)


def test_laying_saving_and_bringing_back_are_seen(
    drive: Callable, make_shot: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shot = make_shot(tmp_path / "walk", frames=10)

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        document, page, actions = driver.workspace.document, driver.page, driver.window.actions_table
        await driver.until(actions["lay_key"].isEnabled, "keys to be laid")
        bar = driver.window.findChild(BusyBar)
        await driver.until(bar.isHidden, "the import to end")

        async def seen(words: str) -> None:
            await driver.until(bar.isVisible, words, 10)
            assert bar.findChild(QLabel).text() == words
            assert actions["lay_key"].isEnabled(), "the next one need not wait"
            await driver.until(bar.isHidden, "the work to end", 10)

        for module, name in ((keying, "lay_key"), (deleting, "restore_take"), (workspace, "save_project")):
            on_a_slow_disk(monkeypatch, module, name)
        driver.drop(page.canvas, QPoint(30, 30), [shot.color[0]])
        await seen("Lay key")
        assert document.shot.keys
        driver.key(Qt.Key.Key_S, CTRL)
        await seen("Save")
        assert any(text.startswith("Saved in") for text in driver.said)
        await driver.until(actions["generate"].isEnabled, "Generate")
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.idle()
        await driver.until(actions["delete_take"].isEnabled, "the take to be free")
        QTest.mouseClick(page.panel.delete_button, Qt.MouseButton.LeftButton)
        await driver.until(lambda: not document.takes, "the take to go")
        driver.key(Qt.Key.Key_Z, CTRL)
        await seen("Bring a take back")
        assert document.takes

    drive(body)


def test_many_keys_in_a_row_are_seen_as_one_piece_of_work(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=10)

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        errands, titles = driver.window.errands, list[str]()
        await driver.until(lambda: not errands.busy, "the import to end")
        errands.began.connect(lambda undertaking: titles.append(undertaking.title))
        errands.ended.connect(lambda undertaking: titles.append(f"{undertaking.title} ended"))
        driver.drop(driver.page.canvas, QPoint(30, 30), list(shot.color[:3]))
        driver.press_button(await driver.dialog(), "Lay them as keys")
        await driver.until(lambda: "Lay keys ended" in titles, "the keys")
        assert titles == ["Lay keys", *["Lay key", "Lay key ended"] * 3, "Lay keys ended"]
        assert [key.number for key in driver.workspace.document.shot.keys] == [1, 2, 3]

    drive(body)
