"""The main job in the real window: drop line art, lay keys, generate, scrub, regenerate, undo, export, reopen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.project.staleness import Status
from app.ui.dialogs.export_dialog import ExportDialog
from engine.imaging.stills import read_still

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def statuses(driver) -> list[Status]:
    coloring, document = driver.workspace.coloring, driver.workspace.document
    return [coloring.status(segment).status for segment in document.segments]


def test_from_dropped_line_art_to_exported_frames(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=60)
    folder: list[Path] = []

    async def first_day(driver) -> None:
        await driver.begin(shot.line_folder)
        document, playhead = driver.workspace.document, driver.workspace.playhead
        folder.append(driver.workspace.folder)
        assert document.shot.line.span == (1, 60)
        assert document.undo_stack.count() == 1
        assert playhead.number == 1

        driver.drop(driver.page.timeline, driver.on_timeline(1), [shot.color[0]])
        await driver.until(lambda: document.shot.keys, "a key")
        driver.drop(driver.page.timeline, driver.on_timeline(40), [shot.color[39]])
        await driver.until(lambda: len(document.shot.keys) == 2, "a second key")
        assert [key.number for key in document.shot.keys] == [1, 40]
        assert (document.folder / document.shot.keys[0].path).read_bytes() == shot.color[0].read_bytes()

        # Generate by key: what is done can be seen while the rest is still under way.
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: document.takes, "the first segment")
        assert driver.workspace.coloring.queue.busy
        assert statuses(driver)[0] is Status.READY
        assert Status.READY not in statuses(driver)[1:]
        QTest.mouseClick(driver.page.timeline, Qt.MouseButton.LeftButton, pos=driver.on_timeline(12))
        assert playhead.number == 12
        await driver.until(lambda: not driver.workspace.frames.waiting, "the frame scrubbed to")
        assert not driver.page.canvas.image.isNull()
        assert driver.workspace.coloring.queue.busy
        await driver.idle()
        assert set(statuses(driver)) == {Status.READY}

        # Regenerate the second segment; undo brings the first variation back, redo the second; no take is lost.
        QTest.mouseClick(driver.page.timeline, Qt.MouseButton.LeftButton, pos=driver.on_timeline(36, "segments"))
        assert driver.page.segment.index == 1
        before = driver.page.segment.take
        driver.key(Qt.Key.Key_R, CTRL)
        await driver.idle()
        after = driver.page.segment.take
        assert after != before
        assert after.seed != before.seed
        driver.key(Qt.Key.Key_Z, CTRL)
        assert driver.page.segment.take == before
        driver.key(Qt.Key.Key_Z, CTRL | SHIFT)
        assert driver.page.segment.take == after
        assert len(document.takes) == len(document.segments) + 1
        assert set(statuses(driver)) == {Status.READY}

        driver.key(Qt.Key.Key_E, CTRL)
        dialog = await driver.dialog(ExportDialog)
        assert not dialog.warning.isVisible()
        assert dialog.folder.text() == str(shot.line_folder.parent)  # beside the line art
        dialog.folder.clear()
        QTest.keyClicks(dialog.folder, str(tmp_path / "out"))
        driver.press_button(dialog, "Export")
        await driver.until(lambda: any("read back" in text for text in driver.said), "the export")

    drive(first_day)
    exported = sorted((tmp_path / "out").glob("*/*.png"))
    assert [path.name for path in exported] == [f"walk_color_v001.{number:04d}.png" for number in range(1, 61)]
    assert np.array_equal(read_still(exported[39]), read_still(shot.color[39]))  # the key, bit for bit

    async def second_day(driver) -> None:
        await driver.opened()
        assert [key.number for key in driver.workspace.document.shot.keys] == [1, 40]
        assert set(statuses(driver)) == {Status.READY}
        assert len(driver.workspace.document.takes) == len(driver.workspace.document.segments) + 1
        assert driver.said == []
        assert not (folder[0] / "queue.json").exists()

    assert not (folder[0] / "lock").exists()
    drive(second_day, str(folder[0]))


def test_export_says_what_has_no_color_now_and_in_what_was_written(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=20)
    (tmp_path / "out" / "walk_color_v004").mkdir(parents=True)

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        driver.drop(driver.page.canvas, QPoint(30, 30), [shot.color[0]])
        await driver.until(driver.window.actions_table["generate"].isEnabled, "Generate")
        driver.key(Qt.Key.Key_E, CTRL)
        dialog = await driver.dialog(ExportDialog)
        dialog.folder.clear()
        QTest.keyClicks(dialog.folder, str(tmp_path / "out"))
        name = "walk_color_v005/walk_color_v005.0001.png to 20"
        await driver.until(lambda: any(name in said.text() for said in dialog.findChildren(QLabel)), "the version")
        assert dialog.warning.text().startswith("19 frames are not colored yet")
        driver.press_button(dialog, "Export")
        await driver.until(lambda: any("Of these, 19 have no color yet." in text for text in driver.said), "the note")

        driver.key(Qt.Key.Key_E, CTRL)
        dialog = await driver.dialog(ExportDialog)
        assert dialog.warning.isVisible()
        driver.workspace.coloring.generate(1)  # as it goes on behind the dialog
        await driver.idle()
        assert not dialog.warning.isVisible()

    drive(body)


def test_key_of_another_size_is_fitted_as_the_artist_says(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=6)

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        big = QImage(str(shot.color[2])).scaled(320, 240)
        driver.drop(driver.page.timeline, driver.on_timeline(3), big)
        box = await driver.dialog()
        assert "320 x 240" in box.text
        driver.press_button(box, next(button.text() for button in box.buttons if button.text().startswith("Scale")))
        document = driver.workspace.document
        await driver.until(lambda: document.shot.key(3), "the key")
        stored = read_still(document.folder / document.shot.keys[0].path)
        assert stored.shape == (120, 160, 3)

        driver.drop(driver.page.canvas, QPoint(20, 20), big)
        box = await driver.dialog()
        driver.press_button(box, "Cancel")
        await driver.until(lambda: not box.isVisible(), "the question to go")
        assert [key.number for key in document.shot.keys] == [3]

    drive(body)
