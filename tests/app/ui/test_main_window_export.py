"""Export in the window: where it begins, and what is said of colors that mean nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from test_choosing import begin, box, generate, pick

from app.ui.dialogs.export_dialog import ExportDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL = Qt.KeyboardModifier.ControlModifier


async def ask(driver) -> ExportDialog:
    """The Export dialog, opened by its key."""
    await driver.until(driver.window.actions_table["export"].isEnabled, "Export")
    await driver.keyboard()
    driver.key(Qt.Key.Key_E, CTRL)
    return await driver.dialog(ExportDialog)


async def leave(driver, dialog: ExportDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    await driver.until(lambda: QApplication.activeModalWidget() is None, "the dialog to close")


def test_each_project_has_a_folder_of_its_own_for_exports(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    first, second = (make_shot(tmp_path / name / "shot", frames=4) for name in ("one", "two"))
    out = tmp_path / "deliveries"
    folder: list[Path] = []

    async def body(driver) -> None:
        await driver.begin(first.line_folder)
        folder.append(driver.workspace.folder)
        dialog = await ask(driver)
        dialog.folder.clear()
        QTest.keyClicks(dialog.folder, str(out))
        driver.press_button(dialog, "Export")
        await driver.until(lambda: any("read back" in text for text in driver.said), "the export")
        dialog = await ask(driver)
        assert dialog.folder.text() == str(out), "where this one went before"
        await leave(driver, dialog)

    async def another(driver) -> None:
        await driver.begin(second.line_folder)
        dialog = await ask(driver)
        assert dialog.folder.text() == str(second.line_folder.parent), "beside its own line art"
        await leave(driver, dialog)

    async def again(driver) -> None:
        await driver.opened()
        dialog = await ask(driver)
        assert dialog.folder.text() == str(out)
        await leave(driver, dialog)

    drive(body)
    drive(another)
    drive(again, str(folder[0]))


def test_colors_of_untrained_networks_are_told_of_before_and_after_they_are_exported(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=6, size=(64, 48))

    async def body(driver) -> None:
        await begin(driver, shot, 1)
        document, chooser = driver.workspace.document, box(driver)
        pick(chooser.colorizer, "LongAnimation")
        QTest.mouseClick(chooser.details, Qt.MouseButton.LeftButton)
        pick(chooser.weights, "Tiny (untrained)")
        pick(chooser.preset, "Quick")
        settings = (*document.shot.settings, ("working_height", 32))
        document.edit("Color small", replace(document.shot, settings=settings))
        await generate(driver)
        await driver.idle()
        dialog = await ask(driver)
        assert dialog.warning.isVisible()
        assert dialog.warning.text() == (
            "5 frames are colored with untrained weights: those colors mean nothing."  # and the key is a key
        )
        dialog.folder.clear()
        QTest.keyClicks(dialog.folder, str(tmp_path / "out"))
        driver.press_button(dialog, "Export")
        said = "Of these, 5 frames are colored with untrained weights."
        await driver.until(lambda: any(text.endswith(said) for text in driver.said), "the note")

    drive(body)
