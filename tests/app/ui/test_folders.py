"""Where file dialogs start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_a_key_is_looked_for_beside_the_line_art_and_then_where_the_last_one_was(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=6)

    async def body(driver) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [shot.line_folder])
        await driver.opened()
        document = driver.workspace.document
        await driver.until(lambda: document.shot.line, "line art")
        await driver.until(driver.window.actions_table["lay_key"].isEnabled, "Lay key")
        for number, start in ((1, shot.line_folder.parent), (2, shot.color[0].parent)):
            driver.workspace.playhead.go(number)
            driver.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
            dialog = await driver.dialog(QFileDialog)
            assert Path(dialog.directory().absolutePath()) == start
            await driver.name_file(shot.color[number - 1])
            await driver.until(lambda number=number: document.shot.key(number), "the key")

    drive(body)
