"""Stars and notes on takes, tidying away those nobody needs, and the room on disk: by hand, with undo, kept on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from flawed_takes import make_project, write_take
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.media.takes import disk_use
from app.project.model import TakeMark
from app.project.storage import open_project
from app.ui.dialogs.note_dialog import NoteDialog
from app.ui.handlers.minding import NOTHING_SPARE
from app.ui.panels.rows import ROW
from engine.protocol.frames import FrameFile, FrameFileHeader, FrameFileWriter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL = Qt.KeyboardModifier.ControlModifier
TAKES = 4


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose one segment has four takes, the oldest of which is shown: it fits."""
    folder = tmp_path / "many.shiage"
    first = write_take(folder, make_project(folder, tmp_path / "drawn"), {})
    for count in range(1, TAKES):
        again(folder / first.path, count)
    return folder


def again(path: Path, count: int) -> None:
    """The same frames as another take, made later."""
    with FrameFile(path) as file:
        header = replace_header(file, count)
        writer = FrameFileWriter(path.with_name(f"{path.stem[:-2]}{count:02d}.frames"), header)
        for at in range(len(file)):
            writer.append(file.indices(at), file.trust(at))
        writer.commit()


def replace_header(file: FrameFile, count: int) -> FrameFileHeader:

    return msgspec.structs.replace(file.header, created=1.0 + count, seed=count, inputs=f"other {count}")


async def marked(driver, row: int) -> None:
    """Mark a row of the list of takes, the newest being the first."""
    takes = driver.page.panel.takes
    await driver.until(lambda: takes.count() == TAKES, "the takes")
    takes.setFocus()
    takes.setCurrentRow(row)
    await driver.until(driver.window.actions_table["star_take"].isEnabled, "the action")


def test_a_star_and_a_note_are_seen_undone_and_saved(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        document, panel, table = driver.workspace.document, driver.page.panel, driver.window.actions_table
        await marked(driver, 2)
        take = panel.selected_take
        driver.key(Qt.Key.Key_D, CTRL)
        await driver.until(table["star_take"].isChecked, "the tick")
        assert document.shot.marks == (TakeMark(take.id, star=True),)
        row = panel.takes.item(2)
        assert row.data(ROW).starred
        assert row.text().endswith("starred")
        assert panel.segment.star_button.accessibleDescription() == "On"

        driver.key(Qt.Key.Key_F2)
        dialog = await driver.dialog(NoteDialog)
        QTest.keyClicks(dialog.note, "sleeve is right")
        driver.press_button(dialog, "Set note")
        await driver.until(lambda: document.shot.mark(take.id).note, "the note")
        assert '"sleeve is right"' in row.text()

        assert [document.undo_stack.text(at) for at in range(2)] == ["Star take", "Note on a take"]
        document.undo_stack.undo()
        assert document.shot.mark(take.id) == TakeMark(take.id, star=True)
        document.undo_stack.redo()
        QTest.mouseClick(panel.segment.star_button, Qt.MouseButton.LeftButton)
        await driver.until(lambda: not table["star_take"].isChecked(), "the star to go")
        assert not row.data(ROW).starred
        assert await driver.workspace.flush()
        assert open_project(project).project.shots[0].marks == (TakeMark(take.id, note="sleeve is right"),)

    drive(body, str(project))


def test_tidying_asks_keeps_what_is_shown_or_starred_and_is_one_step_of_undo(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        document, window = driver.workspace.document, driver.window
        await marked(driver, 0)
        driver.key(Qt.Key.Key_D, CTRL)
        starred, shown = document.takes[-1], document.segments[0].take
        before = disk_use(project)
        await driver.until(window.room.isVisible, "the room on disk")
        await driver.act("tidy_takes")
        question = await driver.dialog()
        assert question.text.startswith("Put 2 takes into the trash, ")
        driver.press_button(question, "Cancel")
        await driver.until(lambda: not window.errands._tasks, "the question to go")
        assert len(document.takes) == TAKES

        await driver.act("tidy_takes")
        driver.press_button(await driver.dialog(), "Tidy away")
        await driver.until(lambda: document.takes == (shown, starred), "two takes to go")
        await driver.until(lambda: disk_use(project).trash, "their files to go")
        await driver.until(lambda: "trash" in window.room.accessibleDescription(), "the room to be told anew")
        assert "2 takes went into the trash." in driver.said
        await driver.act("tidy_takes")
        await driver.until(lambda: NOTHING_SPARE in driver.said, "the word that there are no others")
        document.undo_stack.undo()
        await driver.until(lambda: len(document.takes) == TAKES, "the takes to come back")

        def back() -> bool:  # what is found out about takes is kept beside them, whenever that comes
            now = disk_use(project)
            return (now.takes, now.trash) == (before.takes, before.trash)

        await driver.until(back, "their files")

    drive(body, str(project))


def test_more_than_the_budget_is_said_by_word_and_icon(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        window, preferences = driver.window, driver.application.preferences
        await driver.until(window.room.isVisible, "the room on disk")
        assert window.room.text() == "Takes 0 MB of 20 GB"
        preferences.edit(lambda settings: replace(settings, takes_bytes=1))
        assert window.room.text() == "Over: Takes 0 MB of 0 MB"
        preferences.edit(lambda settings: replace(settings, takes_bytes=0))
        assert window.room.text() == "Takes 0 MB"
        names = [action.objectName() for action in window.room.menu().actions()]
        assert names == ["tidy_takes", "empty_trash", "show_folder"]

    drive(body, str(project))
