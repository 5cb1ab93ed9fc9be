"""Deleting a take again and again: each step of undo moves only what it has moved itself."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.media.importer import import_line_art
from app.media.keys import lay_key
from app.media.takes import delete_take
from app.project.model import Project, Shot, Take, with_key
from app.project.storage import create_project, save_project
from app.ui import deleting

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL = Qt.KeyboardModifier.ControlModifier
LATE = """
import pathlib, runpy, sys, time
from engine import colorizers
from engine.protocol.messages import SegmentDone

class Late(colorizers.DraftColorizer):
    def colorize(self, shot, stop):
        for event in super().colorize(shot, stop):
            if isinstance(event, SegmentDone):
                while not pathlib.Path({said!r}).exists():
                    time.sleep(0.02)
            elif pathlib.Path({again!r}).exists():
                time.sleep(0.3)
            yield event

colorizers.DraftColorizer = Late
runpy.run_module("engine", run_name="__main__")
"""


@pytest.fixture
def project(make_shot: Callable, tmp_path: Path) -> Path:
    """A saved project of four frames with a key."""
    drawn = make_shot(tmp_path / "drawn", frames=4, size=(96, 64))
    folder = tmp_path / "walk.shiage"
    create_project(folder)
    line = import_line_art([drawn.line_folder], folder).line
    shot = Shot("shot1", "walk", line=line)
    save_project(folder, Project((with_key(shot, lay_key(drawn.color[0], line, 1, folder).key),)))
    return folder


def test_deleting_twice_and_coloring_between(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        document, table, errands = driver.workspace.document, driver.window.actions_table, driver.window.errands
        failed: list[str] = []
        errands.failed.connect(failed.append)

        async def color() -> None:
            await driver.until(table["generate"].isEnabled, "a segment to color")
            driver.key(Qt.Key.Key_Return, CTRL)
            await driver.idle()
            assert len(document.takes) == 1

        async def moved() -> bool:
            """Let the files go; whether the take's is there."""
            await driver.until(lambda: not errands._tasks, "files to be moved")
            assert failed == []
            assert file.is_file() == (len(document.takes) == 1)
            return file.is_file()

        await color()
        file = driver.workspace.folder / document.takes[0].path
        await driver.act("delete_take")
        table["delete_take"].trigger()  # pressed twice, before anything could be moved
        assert document.undo_stack.count() == 1
        assert not await moved()

        await color()  # from the same inputs: the same take again
        await driver.act("delete_take")
        assert not await moved()
        stack = document.undo_stack
        assert stack.count() == 2
        stack.undo()
        stack.undo()
        assert await moved()  # what the first step deleted is there already
        stack.redo()
        assert await moved()  # and was not this step's to delete again
        stack.redo()
        assert not await moved()
        stack.undo()
        stack.redo()
        stack.undo()  # faster than any file moves
        assert await moved()

    drive(body, str(project))


def test_a_take_colored_again_while_its_file_goes_away_is_not_taken_with_it(
    drive: Callable, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(folder: Path, take: Take) -> None:
        time.sleep(1.5)  # a slow disk: many times what coloring takes
        delete_take(folder, take)

    async def body(driver) -> None:
        await driver.opened()
        document, table, errands = driver.workspace.document, driver.window.actions_table, driver.window.errands
        failed: list[str] = []
        errands.failed.connect(failed.append)

        async def color() -> None:
            await driver.until(table["generate"].isEnabled, "a segment to color")
            driver.key(Qt.Key.Key_Return, CTRL)
            await driver.idle()

        await color()
        file = driver.workspace.folder / document.takes[0].path
        monkeypatch.setattr(deleting, "delete_take", slowly)
        await driver.act("delete_take")
        await color()
        await driver.until(lambda: not errands._tasks, "the file to be moved")
        assert len(document.takes) == 1
        assert file.is_file()
        await driver.act("delete_take")
        await driver.until(lambda: not errands._tasks, "the file to be moved")
        assert failed == []
        assert not file.exists()

    drive(body, str(project))


@pytest.mark.parametrize("undone", ["before its file is there", "after its file is there"])
def test_a_deletion_undone_and_redone_before_the_engine_tells_of_the_new_file_leaves_that_alone(
    drive: Callable, project: Path, tmp_path: Path, undone: str
) -> None:
    """The engine puts the file into place and says so later: `said` has it say so, `again` makes it slow."""
    said, again, script = tmp_path / "said", tmp_path / "again", tmp_path / "late_engine.py"
    script.write_text(LATE.format(said=str(said), again=str(again)))
    said.touch()

    async def body(driver) -> None:
        await driver.opened()
        document, table, errands = driver.workspace.document, driver.window.actions_table, driver.window.errands
        failed: list[str] = []
        for signal in (errands.failed, driver.workspace.coloring.failed):
            signal.connect(failed.append)

        async def moved() -> None:
            await driver.until(lambda: not errands._tasks, "files to be moved")

        await driver.until(table["generate"].isEnabled, "a segment to color")
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.idle()
        (old,) = document.takes
        file = driver.workspace.folder / old.path
        await driver.act("delete_take")
        await moved()
        assert not file.exists()

        said.unlink()
        again.touch()
        await driver.until(table["generate"].isEnabled, "a segment to color")
        driver.key(Qt.Key.Key_Return, CTRL)
        queue = driver.workspace.coloring.queue
        await driver.until(lambda: queue.share > 0, "the second coloring to be under way")
        made = 0.0
        if undone == "before its file is there":
            assert not file.exists()
            document.undo_stack.undo()
            await moved()
            assert document.takes == (old,)
            made = file.stat().st_ino
        await driver.until(lambda: file.exists() and file.stat().st_ino != made, "the new file, untold of")
        if undone == "after its file is there":
            document.undo_stack.undo()
            await moved()
        assert queue.busy
        new = file.read_bytes()
        document.undo_stack.redo()
        await moved()
        said.touch()
        await driver.idle()
        assert failed == []
        (take,) = document.takes
        assert take.created > old.created
        assert file.read_bytes() == new
        assert [segment.take for segment in document.segments] == [take]

    drive(body, str(project), engine=(sys.executable, str(script)))
