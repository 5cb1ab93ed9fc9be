"""Where file dialogs start."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from imageio_ffmpeg import get_ffmpeg_exe
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app import paths
from app.document import Document
from app.media.export import export
from app.media.export_names import target_trouble
from app.media.importer import import_line_art
from app.media.pictures import ShotPictures
from app.project.model import Project, Shot, Span
from app.project.storage import create_project, save_project
from app.ui.dialogs.asking import Choice
from app.ui.dialogs.export_dialog import ExportDialog
from app.ui.folders import start_folder

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_a_key_is_looked_for_beside_the_line_art_and_then_where_the_last_one_was(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=6)

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        document = driver.workspace.document
        await driver.until(driver.window.actions_table["lay_key"].isEnabled, "Lay key")
        for number, start in ((1, shot.line_folder.parent), (2, shot.color[0].parent)):
            driver.workspace.playhead.go(number)
            driver.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
            dialog = await driver.dialog(QFileDialog)
            assert Path(dialog.directory().absolutePath()) == start
            await driver.name_file(shot.color[number - 1])
            await driver.until(lambda number=number: document.shot.key(number), "the key")

    drive(body)


def test_line_art_after_the_sample_is_looked_for_in_the_artists_own_folder(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await driver.act("new_from_line_art")
        driver.press_button(await driver.dialog(), "A folder")
        dialog = await driver.dialog(QFileDialog)
        assert Path(dialog.directory().absolutePath()) == Path.home()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await driver.until(lambda: QApplication.activeModalWidget() is None, "the dialog to close")

    drive(body, "--sample")


def test_an_export_begins_with_the_range_beside_the_project(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    drawn = make_shot(tmp_path / "drawn", frames=12)
    folder = tmp_path / "shows" / "walk.shiage"
    create_project(folder)
    line = import_line_art([drawn.line_folder], folder).line
    save_project(folder, Project((Shot("shot1", "walk", line=line),)))

    async def begins_with(driver, first: int, last: int, place: Path) -> None:
        await driver.opened()
        await driver.keyboard()
        await driver.until(driver.window.actions_table["export"].isEnabled, "Export")
        driver.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        dialog = await driver.dialog(ExportDialog)
        assert (dialog.first.value(), dialog.last.value()) == (first, last)
        assert dialog.settings.range == (first, last)
        assert Path(dialog.folder.text()) == place
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await driver.until(lambda: QApplication.activeModalWidget() is None, "the dialog to close")
        await driver.until(driver.window.isActiveWindow, "the window to have the keyboard again", 5)

    async def own(driver) -> None:
        await begins_with(driver, 1, 12, folder.parent)
        for number, key in ((4, Qt.Key.Key_I), (9, Qt.Key.Key_O)):
            driver.workspace.playhead.go(number)
            driver.key(key)
        assert driver.workspace.playhead.in_out == Span(4, 9)
        await begins_with(driver, 4, 9, folder.parent)

    async def sample(driver) -> None:
        await begins_with(driver, 1, 88, paths.data_folder() / "projects")

    drive(own, str(folder))
    drive(sample, "--sample")


def test_a_shot_from_a_movie_is_exported_into_the_folder_that_is_proposed(qtbot: QtBot, tmp_path: Path) -> None:
    movie = tmp_path / "media" / "walk.mov"
    movie.parent.mkdir()
    picture = ("-f", "lavfi", "-i", "testsrc=size=64x48:rate=24", "-frames:v", "3")
    subprocess.run([get_ffmpeg_exe(), "-loglevel", "error", *picture, str(movie)], check=True, timeout=60)
    folder = paths.new_project_folder("walk")
    create_project(folder)
    line = import_line_art([movie], folder).line
    document = Document(folder, Project((Shot("shot1", "walk", line=line),)))
    window = QWidget()
    qtbot.addWidget(window)
    dialog = ExportDialog(window, document, start_folder("", document, write=True))
    assert dialog.settings.target == movie.parent
    assert target_trouble(dialog.settings) == ""
    pictures = ShotPictures(document.shot, document.segments, folder)
    report = export(pictures, dialog.settings)
    assert report.path.parent == movie.parent


def test_line_art_for_a_shot_that_was_worked_on_is_asked_about(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    other, another = make_shot(tmp_path / "other", frames=5), make_shot(tmp_path / "another", frames=7)

    async def chosen(driver, answer: str) -> None:
        await driver.act("import_line_art")
        driver.press_button(await driver.dialog(), "A folder")
        await driver.name_file(other.line_folder)
        driver.press_button(await driver.dialog(Choice), answer)

    async def body(driver) -> None:
        await driver.opened()
        document = driver.workspace.document
        before = document.project
        await chosen(driver, "Cancel")
        await driver.until(lambda: not driver.window.errands.busy, "nothing")
        assert document.project == before
        await chosen(driver, "Begin a new shot")
        await driver.until(lambda: driver.window.page and driver.workspace.document is not document, "the new shot")
        assert document.project == before
        document = driver.workspace.document
        await driver.until(lambda: document.shot.line and not driver.window.errands.busy, "the line art")
        await driver.act("import_line_art")  # nothing was done to it: there is nothing to ask
        driver.press_button(await driver.dialog(), "A folder")
        await driver.name_file(another.line_folder)
        await driver.until(lambda: document.shot.line.span.length == 7, "the line art replaced")

    drive(body, "--sample")
