"""Export in the window: where it begins, and what is said of colors that mean nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from test_choosing import begin, box, generate, pick
from test_unpainted_keys import PAPER, SAID, SHIRT, bare
from test_unpainted_keys import begin as begin_with

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


def test_areas_of_keys_that_nobody_painted_are_told_of_before_they_are_delivered(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=6, size=(320, 240))
    key = bare(shot.color[0], SHIRT, PAPER)

    async def body(driver) -> None:
        await begin_with(driver, shot.folder / "line", key)
        dialog = await ask(driver)
        left, said = "5 frames are not colored yet and will show line art on white.", SAID
        assert dialog.warning.text() == f"{left}\n{said}"
        dialog.first.setValue(2)
        assert dialog.warning.text() == left, "the key is not among these frames"
        await leave(driver, dialog)

    drive(body)


def test_a_folder_that_takes_no_export_is_told_of_in_the_dialog(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=4)
    (tmp_path / "letter.txt").write_text("no folder")

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        dialog = await ask(driver)
        export = dialog.buttons.buttons()[0]
        assert export.isEnabled()
        assert not dialog.trouble.isVisible()
        for folder, sentence in (
            (tmp_path / "letter.txt", f"{tmp_path / 'letter.txt'} is a file; choose a folder to export into."),
            (
                tmp_path / "letter.txt" / "out",
                f"Nothing can be written into {tmp_path / 'letter.txt' / 'out'} (Not a directory); "
                "choose another folder.",
            ),
            (
                shot.line_folder,
                f"{shot.line_folder} holds the line art itself; choose another folder so that nothing mixes with it.",
            ),
        ):
            dialog.folder.setText(str(folder))
            await driver.until(lambda sentence=sentence: dialog.trouble.text() == sentence, sentence, 10)
            assert dialog.trouble.isVisible()
            assert not export.isEnabled()
            QTest.keyClick(dialog, Qt.Key.Key_Return)
            assert dialog.isVisible(), "Enter does not go on either"
        dialog.folder.setText(str(tmp_path / "letter.txt"))
        await driver.until(lambda: not export.isEnabled(), "the file", 10)
        (tmp_path / "letter.txt").rename(tmp_path / "moved.txt")
        dialog.came_back.emit()  # as when its window becomes the active one again
        await driver.until(export.isEnabled, "a file that is no longer in the way", 10)
        dialog.folder.setText(str(tmp_path / "new" / "out"))
        await driver.until(export.isEnabled, "a folder that can be made")
        assert not dialog.trouble.isVisible()
        assert not (tmp_path / "new").exists(), "nothing was made to find out"
        await leave(driver, dialog)

    drive(body)


def test_what_was_chosen_is_kept_whatever_becomes_of_the_export_and_its_folder_once_it_is_there(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=4)
    out = tmp_path / "out" / "deep"
    project: list[Path] = []
    proposed: list[str] = []

    async def begins_as_it_was_left(driver) -> ExportDialog:
        dialog = await ask(driver)
        assert dialog.format.currentText() == "ProRes 4444"
        assert dialog.layer.currentText() == "Color only"
        assert dialog.alpha.isChecked()
        assert dialog.bits.currentData() == 16
        return dialog

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        project.append(driver.workspace.folder)
        dialog = await ask(driver)
        proposed.append(dialog.folder.text())
        dialog.bits.setCurrentIndex(1)
        assert dialog.bits.isVisible()
        for name, depth in (("H.264 for review", 8), ("ProRes 422 HQ", 10), ("ProRes 4444", 10)):
            pick(dialog.format, name)
            assert not dialog.bits.isVisible(), "there is nothing to choose"
            assert dialog.fixed_bits.text() == f"{depth} bits a channel"
        pick(dialog.layer, "Color only")
        dialog.alpha.setChecked(True)
        dialog.first.setValue(2)
        dialog.last.setValue(3)
        dialog.folder.setText(str(out))
        await driver.until(lambda: "_v001.mov" in dialog._result.text(), "the folder to be looked at")
        assert "counts every export of this shot in the folder, whatever its format" in dialog._result.toolTip()
        (tmp_path / "out").write_text("in the way by now")  # the dialog has not seen it
        driver.press_button(dialog, "Export")
        await driver.until(lambda: any("Nothing can be written into" in text for text in driver.said), "the error")
        (error,) = (each for each in driver.window.notices.shown if each.kind == "error")
        await driver.until(error.findChild(QPushButton).isEnabled, "the offer to stand", 5)
        driver.press_button(error, "Export again...")
        dialog = await begins_as_it_was_left(driver)
        assert not any(each.kind == "error" for each in driver.window.notices.shown)
        assert dialog.folder.text() == str(out) != proposed[0]
        assert (dialog.first.value(), dialog.last.value()) == (2, 3)
        assert "last export" not in dialog.place, "nothing went there"
        await driver.until(lambda: "Nothing can be written into" in dialog.trouble.text(), "what is in the way", 10)
        (tmp_path / "out").unlink()
        dialog.came_back.emit()
        await driver.until(lambda: "_v001.mov" in dialog._result.text(), "the folder to be looked at")
        await driver.until(dialog.buttons.buttons()[0].isEnabled, "the way to be free", 10)
        driver.press_button(dialog, "Export")
        await driver.until(lambda: any("_v001.mov" in text for text in driver.said), "the export")
        await leave(driver, await begins_as_it_was_left(driver))

    async def again(driver) -> None:
        await driver.opened()
        dialog = await begins_as_it_was_left(driver)
        assert dialog.folder.text() == str(out)
        assert dialog.place == "The folder of this shot's last export."
        await leave(driver, dialog)

    drive(body)
    drive(again, str(project[0]))


def test_a_part_of_the_shot_is_called_one_until_it_is_marked_and_the_whole_shot_is_one_click_away(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=8)
    part = "A part of the shot, which has frames 1 to 8."

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        dialog = await ask(driver)
        assert part not in dialog._result.text()
        assert not dialog.whole.isVisible()
        dialog.first.setValue(3)
        dialog.last.setValue(5)
        dialog.folder.setText(str(tmp_path / "out"))
        assert dialog._result.text().endswith(part)
        await driver.until(dialog.buttons.buttons()[0].isEnabled, "Export", 10)
        driver.press_button(dialog, "Export")
        await driver.until(lambda: any("read back" in text for text in driver.said), "the export")
        dialog = await ask(driver)
        assert (dialog.first.value(), dialog.last.value()) == (3, 5), "as the last one"
        assert dialog._result.text().endswith(part)
        driver.press_button(dialog, "Whole shot")
        assert (dialog.first.value(), dialog.last.value()) == (1, 8)
        assert part not in dialog._result.text()
        assert not dialog.whole.isVisible()
        await leave(driver, dialog)
        driver.workspace.playhead.set_in(2)
        driver.workspace.playhead.set_out(4)
        dialog = await ask(driver)
        assert (dialog.first.value(), dialog.last.value()) == (2, 4)
        assert part not in dialog._result.text(), "In and Out say it"
        assert dialog.whole.isVisible()
        await leave(driver, dialog)

    drive(body)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs permissions that bind this user")
def test_a_folder_that_may_not_be_written_into_is_told_of(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=4)
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o500)

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        dialog = await ask(driver)
        dialog.folder.setText(str(shut / "out"))
        await driver.until(lambda: "(Permission denied)" in dialog.trouble.text(), "the trouble", 10)
        assert not dialog.buttons.buttons()[0].isEnabled()
        await leave(driver, dialog)

    drive(body)
