"""Projects in the window: the sample, recovery after a crash, save as, in use elsewhere, closing while coloring."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from app.media.importer import import_line_art
from app.project import lock
from app.project.model import Project, Reference, Shot
from app.project.staleness import Status
from app.project.storage import create_project, open_project, save_project
from app.sample import sample_project
from app.ui.paint.toolbox import Tool

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def engines(home: Path) -> list[psutil.Process]:
    children = psutil.Process().children(recursive=True)
    return [child for child in children if "engine" in " ".join(child.cmdline()) and child.status() != "zombie"]


def test_sample_is_ready_to_generate_and_closing_while_coloring_is_clean(drive: Callable, home: Path) -> None:
    folder: list[Path] = []

    async def begin(driver) -> None:
        QTest.mouseClick(driver.window.welcome.sample_button, Qt.MouseButton.LeftButton)
        await driver.opened()
        folder.append(driver.workspace.folder)
        assert driver.workspace.document.shot.name == "Poppy"
        assert len(driver.workspace.document.shot.keys) == 2
        assert driver.page.panel.generate_button.isEnabled()
        await driver.until(lambda: driver.workspace.coloring.queue.hello, "the engine")
        QTest.mouseClick(driver.page.panel.generate_button, Qt.MouseButton.LeftButton)
        assert driver.workspace.coloring.queue.busy
        await driver.until(lambda: driver.workspace.coloring.queue.share, "progress")
        driver.window.close()
        await driver.until(driver.application.finished.done, "the window to close", 10)
        assert not driver.window.isVisible()
        assert engines(home) == []

    drive(begin)
    assert not (folder[0] / "lock").exists()
    assert (folder[0] / "queue.json").exists()

    async def go_on(driver) -> None:
        await driver.opened()
        await driver.until(lambda: any("still to be colored" in text for text in driver.said), "the notice")
        driver.press_button(driver.window.notices, "Continue coloring")
        assert driver.workspace.coloring.queue.busy
        await driver.until(driver.window.actions_table["cancel"].isEnabled, "cancel to be offered")
        driver.key(Qt.Key.Key_X, SHIFT)
        await driver.idle()
        assert not driver.workspace.document.segments[3].fresh

    drive(go_on, str(folder[0]))
    assert not (folder[0] / "queue.json").exists()
    assert sample_project() == folder[0]  # the same project again, not another copy


def leave_behind(folder: Path) -> None:
    """The lock of a Shiage that crashed."""
    left_behind = {"pid": 2**22 - 1, "started": "gone", "host": os.uname().nodename, "when": time.time(), "token": "t"}
    (folder / "lock").write_text(json.dumps(left_behind))


def test_a_variation_not_gone_on_with_after_a_crash_leaves_the_segment_as_it_was(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=6, size=(64, 48))
    folders: list[Path] = []

    async def begin(driver) -> None:
        await driver.begin(shot.line_folder)
        folders.append(driver.workspace.folder)
        document, actions = driver.workspace.document, driver.window.actions_table
        driver.drop(driver.page.timeline, driver.on_timeline(1), [shot.color[0]])
        await driver.until(actions["generate"].isEnabled, "Generate")
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: document.segments[0].take, "a take")
        await driver.until(actions["regenerate"].isEnabled, "Regenerate")
        driver.workspace.coloring.queue.pause()  # so that it is surely not there yet
        driver.key(Qt.Key.Key_R, CTRL)
        await driver.until(lambda: driver.workspace.coloring.queue.items, "the variation in the queue")

    drive(begin)
    (folder,) = folders
    leave_behind(folder)
    journal = json.loads((folder / "queue.json").read_text())
    (folder / "queue.json").write_text(json.dumps(journal | {"paused": False}))

    async def decline(driver) -> None:
        box = await driver.dialog()
        document = driver.workspace.document
        assert document.segments[0].status is Status.STALE
        driver.press_button(box, "Not now")
        await driver.until(lambda: document.segments[0].status is Status.READY, "the take to be chosen again", 10)
        assert not driver.workspace.coloring.queue.busy
        assert not document.undo_stack.canUndo()

    drive(decline, str(folder))
    assert not (folder / "queue.json").exists()


def test_after_a_crash_the_artist_is_asked_to_go_on(drive: Callable) -> None:
    folder = sample_project()
    leave_behind(folder)
    (folder / "queue.json").write_text(json.dumps([{"shot": "shot1", "spans": [[1, 24], [25, 48], [900, 924]]}]))

    async def body(driver) -> None:
        box = await driver.dialog()
        assert "Shiage closed unexpectedly. Your project is complete as of" in box.text
        assert box.detail == "2 segments were still to be colored."
        driver.press_button(box, "Continue coloring")
        await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring")
        assert len(driver.workspace.coloring.queue.items) == 2
        assert [notice.kind for notice in driver.window.notices.shown if notice.sentence == box.text] == ["warning"]
        await driver.until(driver.window.actions_table["cancel"].isEnabled, "cancel to be offered")
        driver.key(Qt.Key.Key_X, SHIFT)
        await driver.idle()

    drive(body, str(folder))


@pytest.mark.parametrize("way", ["command line", "recent project"])
def test_after_a_crash_that_is_told_and_stays(drive: Callable, way: str) -> None:
    folder = sample_project()

    async def before(driver) -> None:
        await driver.opened()

    async def body(driver) -> None:
        if way == "recent project":
            row = driver.window.welcome.recents.rows[str(folder)]
            await driver.until(lambda: row.there, "the look at the disk")
            QTest.mouseClick(row, Qt.MouseButton.LeftButton)
        await driver.opened()
        await driver.until(lambda: driver.said, "the notice")
        (notice,) = driver.window.notices.shown
        assert notice.sentence.startswith("Shiage closed unexpectedly. Your project is complete as of ")
        assert notice.kind == "warning", "it does not go by itself"

    drive(before, str(folder))
    leave_behind(folder)
    drive(body, *([str(folder)] if way == "command line" else []))


def test_project_open_elsewhere_is_not_touched(drive: Callable, tmp_path: Path) -> None:
    folder = sample_project()
    held = lock.acquire(folder)

    async def body(driver) -> None:
        box = await driver.dialog()
        assert "is open in Shiage on this computer since" in box.text
        driver.press_button(box, "Cancel")
        await driver.until(lambda: not box.isVisible(), "the question to go")
        assert driver.window.page is None

        driver.window.recent_chosen.emit(str(folder))
        box = await driver.dialog()
        QTest.keyClick(box, Qt.Key.Key_Escape)
        await driver.until(lambda: not box.isVisible(), "the question to go")
        await driver.until(lambda: not driver.application.projects._switching.locked(), "the answer to count")
        assert driver.window.page is None

    drive(body, str(folder))
    held.check()
    held.release()
    assert not (folder / "lock").exists()


def test_save_as_goes_on_in_the_copy(drive: Callable, tmp_path: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        first = driver.workspace.folder
        driver.key(Qt.Key.Key_Delete)  # the key on frame 1
        await driver.until(lambda: len(driver.workspace.document.shot.keys) == 1, "the key to go")
        driver.key(Qt.Key.Key_S, CTRL | SHIFT)
        await driver.name_file(tmp_path / "mine.shiage")
        await driver.until(lambda: driver.window.page and driver.workspace.folder != first, "the copy to open")
        assert driver.workspace.folder == tmp_path / "mine.shiage"
        assert len(driver.workspace.document.shot.keys) == 1
        assert driver.window.windowTitle() == "mine - Shiage"
        assert not (first / "lock").exists()

    drive(body, "--sample")
    assert len(open_project(tmp_path / "mine.shiage").project.shots[0].keys) == 1


def test_save_as_begins_beside_the_project_with_a_free_name(drive: Callable, tmp_path: Path) -> None:
    folder = tmp_path / "shows" / "walk.shiage"
    create_project(folder)

    async def body(driver) -> None:
        await driver.opened()
        await driver.keyboard()
        for typed, name in ((None, "walk 2.shiage"), ("mine", "mine.shiage")):
            await driver.act("save_as")
            dialog = await driver.dialog(QFileDialog)
            assert Path(dialog.directory().absolutePath()) == folder.parent
            field = dialog.findChild(QLineEdit, "fileNameEdit")
            if typed is None:
                assert field.text() == name
            else:
                field.setText(typed)
            dialog.accept()
            copy = folder.with_name(name)
            await driver.until(lambda copy=copy: driver.window.page and driver.workspace.folder == copy, "the copy", 10)
            await driver.until(lambda copy=copy: f'Saved as "{copy}".' in driver.said, "the notice", 5)

    drive(body, str(folder))


def test_what_is_no_project_is_told_and_forgotten(drive: Callable, tmp_path: Path) -> None:
    (tmp_path / "empty.shiage").mkdir()

    async def body(driver) -> None:
        await driver.until(lambda: driver.said, "a notice")
        assert driver.said == [
            '"empty.shiage" is not a Shiage project: there is no project.json in it. '
            "Choose a folder whose name ends in .shiage."
        ]
        assert driver.window.page is None

    drive(body, str(tmp_path / "empty.shiage"))
    assert list((tmp_path / "empty.shiage").iterdir()) == []


def test_media_that_moved_is_found_again(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=8)
    folder: list[Path] = []

    async def bring_in(driver) -> None:
        await driver.begin(shot.line_folder)
        folder.append(driver.workspace.folder)

    drive(bring_in)
    moved = shot.line_folder.rename(tmp_path / "moved")
    left = shot.folder / "left.png"
    (moved / "0008.png").rename(left)
    (tmp_path / "empty").mkdir()

    async def find(driver) -> None:
        def told(words: str) -> bool:
            return any(words in text for text in driver.said)

        driver.window.resize(1360, 1000)  # room for one above the other
        await driver.until(lambda: told("not where the project expects"), "the notice")
        driver.press_button(driver.window.notices, "Find moved files...")
        await driver.name_file(tmp_path / "empty")
        await driver.until(lambda: told('"empty" and the folders in it hold none of the 8 drawings'), "the error")
        assert told("not where the project expects"), "it is offered on"
        driver.press_button(driver.window.notices, "Find moved files...")
        QTest.keyClick(await driver.dialog(QFileDialog), Qt.Key.Key_Escape)
        await driver.until(lambda: QApplication.activeModalWidget() is None, "the dialog to close")
        assert told("not where the project expects")
        shutil.move(shot.folder / "color", tmp_path / "elsewhere")  # its names are the same
        (tmp_path / "elsewhere" / "0008.png").unlink()
        driver.press_button(driver.window.notices, "Find moved files...")
        await driver.name_file(tmp_path)  # the folder above
        line = driver.workspace.document.shot.line
        await driver.until(lambda: driver.workspace.document.shot.line is not line, "the drawings")
        paths = [frame.path for frame in driver.workspace.document.shot.line.frames]
        assert paths[:7] == [str(moved / f"{number:04d}.png") for number in range(1, 8)]
        assert driver.workspace.document.undo_stack.undoText() == "Find moved files"
        await driver.until(lambda: not told("not where the project expects"), "the notice to go")
        found = driver.window.notices.shown[-1]
        assert found.sentence == (
            f'7 of 8 drawings found unchanged, 1 is still missing. What was found is in "{moved}".'
        )
        left.rename(moved / "0008.png")
        driver.press_button(found, "Find moved files...")
        await driver.name_file(moved)
        await driver.until(lambda: told("8 of 8 drawings found unchanged."), "the last one")
        await driver.until(lambda: found not in driver.window.notices.shown, "what is done to be offered no more")

    drive(find, str(folder[0]))
    line = open_project(folder[0]).project.shots[0].line
    assert line is not None
    assert line.source == str(moved / "####.png")


def test_a_model_sheet_that_is_gone_is_taken_for_no_drawing(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    drawn, folder = make_shot(tmp_path / "walk", frames=3), tmp_path / "walk.shiage"
    create_project(folder)
    sheet = Reference("Poppy", "keys/sheets/gone.png", "d")
    line = import_line_art([drawn.line_folder], folder).line
    save_project(folder, Project((Shot("shot1", "walk", line=line, sheets=(sheet,)),)))

    async def body(driver) -> None:
        told = 'The file "gone.png" is not where the project expects it.'
        await driver.until(lambda: told in driver.said, "the notice")
        assert all(each.offer is None for each in driver.window.notices.shown if each.sentence == told)
        await driver.act("relink_line_art")
        none = "No drawing is missing: all line art is where it should be."
        await driver.until(lambda: none in driver.said, "that none is missing")

    drive(body, str(folder))


def test_without_an_engine_everything_but_coloring_works(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.until(lambda: driver.said, "a notice")
        assert driver.said == [
            "The engine stopped while starting. See the engine log, or run the set-up command again."
        ]
        assert driver.window.notices.shown[0].kind == "error"
        driver.key(Qt.Key.Key_End)
        assert driver.workspace.playhead.number == 88
        await driver.until(lambda: not driver.workspace.frames.waiting, "the last frame")
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.idle()
        segment = driver.workspace.document.segments[3]
        assert driver.workspace.coloring.status(segment).status is Status.FAILED

    drive(body, "--sample", engine=(sys.executable, "-c", "raise SystemExit(3)"))


def test_the_window_closes_and_lets_go_even_when_a_part_does_not(drive: Callable) -> None:
    folder: list[Path] = []

    async def body(driver) -> None:
        await driver.opened()
        workspace = driver.workspace
        folder.append(workspace.folder)
        close = workspace.thumbnails.close

        def close_badly() -> None:
            close()
            raise RuntimeError("a worker that does not end")

        workspace.thumbnails.close = close_badly
        driver.window.close()
        await driver.until(driver.application.finished.done, "the window to close", 10)
        assert engines(workspace.folder) == []

    drive(body, "--sample")
    assert not (folder[0] / "lock").exists()


def test_closing_while_the_engine_is_starting_keeps_what_waits(drive: Callable) -> None:
    folder: list[Path] = []
    wanted: list[list[int]] = []

    async def body(driver) -> None:
        await driver.opened()
        queue = driver.workspace.coloring.queue
        folder.append(driver.workspace.folder)
        await driver.act("generate")
        wanted.extend([item.span.first, item.span.last] for item in queue.items)
        await driver.until(lambda: queue.engine.pid, "a process")
        driver.window.close()
        await driver.until(driver.application.finished.done, "the window to close", 10)
        assert queue.engine.pid is None

    drive(body, "--sample", engine=(sys.executable, "-S", "-c", "import time; time.sleep(60)"))
    assert wanted
    (left,) = json.loads((folder[0] / "queue.json").read_text())["entries"]
    assert left["spans"] == wanted


def test_save_as_keeps_what_is_in_hand(drive: Callable, tmp_path: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        first = driver.workspace
        first.current_color.set_color((12, 34, 56))
        first.toolbox.recall(40, 1, 20, True)
        first.toolbox.show_as(lines=False)
        first.playhead.go(3)
        await driver.act("paint_brush")
        driver.key(Qt.Key.Key_S, CTRL | SHIFT)
        await driver.name_file(tmp_path / "mine.shiage")
        await driver.until(lambda: driver.window.page and driver.workspace is not first, "the copy to open")
        color, toolbox = driver.workspace.current_color, driver.workspace.toolbox
        await driver.until(lambda: toolbox.tool is Tool.BRUSH, "the brush to be in hand again", 5)
        assert (color.color, color.chosen) == ((12, 34, 56), True)
        assert (toolbox.size, toolbox.gap, toolbox.tolerance, toolbox.inside) == (40, 1, 20, True)
        assert not toolbox.lines_shown
        assert driver.workspace.playhead.number == 3
        assert driver.window.actions_table["paint_brush"].isChecked()

    drive(body, "--sample")
