"""Takes in the window: choose, delete and bring back, lock; keys moved, used from a frame, removed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from menus_by_hand import choose, right_click
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.project.hints import Anchor, new_hint
from app.project.model import SegmentPlan
from app.project.staleness import Status
from app.ui.dialogs.export_dialog import ExportDialog
from app.ui.panels.rows import ROW
from app.ui.timeline.bars import take_words
from app.ui.timeline.scene import segment_bars
from engine.imaging.compose import lay_lines
from engine.imaging.stills import read_still
from engine.protocol.frames import FrameFile

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip


def click_take(driver, row: int) -> None:
    takes = driver.page.panel.takes
    place = takes.visualItemRect(takes.item(row)).center()
    QTest.mouseClick(takes.viewport(), Qt.MouseButton.LeftButton, pos=place)


def select(driver, index: int) -> None:
    """Select a segment with a click on its bar."""
    at = driver.on_timeline(driver.workspace.document.segments[index].span.first + 3, "segments")
    QTest.mouseClick(driver.page.timeline, Qt.MouseButton.LeftButton, pos=at)


def test_takes_and_keys_by_hand(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=10)

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        driver.drop(driver.page.canvas, QPoint(30, 30), [shot.color[0]])
        document, page = driver.workspace.document, driver.page
        await driver.until(lambda: document.shot.keys, "a key")
        actions = driver.window.actions_table
        await driver.until(actions["generate"].isEnabled, "generating")
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.idle()
        await driver.until(actions["regenerate"].isEnabled, "regenerating")
        driver.key(Qt.Key.Key_R, CTRL)
        await driver.idle()
        first, second = document.takes
        assert document.segments[0].take == second
        assert page.panel.takes.count() == 2
        assert page.panel.selected_take == second
        assert page.panel.takes.item(0).text().startswith("Take 2, ")
        assert page.panel.takes.item(0).text().endswith(", shown, variation 1")
        assert re.fullmatch(r"Take 1, \d\d:\d\d", page.panel.takes.item(1).text())  # made from what is there too
        assert page.panel.takes.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff

        table = driver.window.actions_table
        pointless = [table["show_take"], table["compare_take"]]  # for the take that is shown already
        await driver.until(lambda: not any(action.isEnabled() for action in pointless), "the marked take to be seen")
        page.panel.takes.setFocus()
        driver.key(Qt.Key.Key_Down)
        await driver.until(lambda: all(action.isEnabled() for action in pointless), "another one to be marked")
        click_take(driver, 1)  # the list has the newest first
        assert document.segments[0].take == first
        assert document.segments[0].status is Status.READY
        driver.key(Qt.Key.Key_L, CTRL)
        assert document.segments[0].status is Status.LOCKED
        await driver.until(lambda: not driver.window.actions_table["regenerate"].isEnabled(), "the lock to count")

        click_take(driver, 0)
        assert document.segments[0].take == second
        delete = driver.window.actions_table["delete_take"]
        await driver.until(lambda: page.panel.selected_take == second and not delete.isEnabled(), "the take to be kept")
        driver.key(Qt.Key.Key_L, CTRL)
        await driver.until(delete.isEnabled, "the take to be free")
        file = driver.workspace.folder / second.path
        QTest.mouseClick(page.panel.delete_button, Qt.MouseButton.LeftButton)
        await driver.until(lambda: len(document.takes) == 1 and not file.exists(), "the take to go")
        assert document.segments[0].take == first
        assert document.segments[0].status is Status.READY  # the other take with its own variation
        driver.key(Qt.Key.Key_Z, CTRL)
        await driver.until(lambda: len(document.takes) == 2, "the take to come back")
        assert document.segments[0].take == second
        assert not any("was deleted" in said for said in driver.said), "nothing is left to undo"
        driver.key(Qt.Key.Key_Z, CTRL | SHIFT)
        await driver.until(lambda: len(document.takes) == 1 and not file.exists(), "the take to go once more")
        driver.key(Qt.Key.Key_Z, CTRL)
        await driver.until(lambda: len(document.takes) == 2, "the take to come back once more")
        await driver.until(delete.isEnabled, "the take to be there")
        QTest.mouseClick(page.panel.delete_button, Qt.MouseButton.LeftButton)
        await driver.until(lambda: len(document.takes) == 1 and not file.exists(), "the take to go again")
        assert page.panel.takes.hasFocus()
        driver.press_button(driver.window.notices, "Undo")
        assert page.panel.takes.hasFocus(), "a click on a notice leaves the keys where they are"
        await driver.until(lambda: len(document.takes) == 2, "the take to come back")
        assert file.exists()

        page.canvas.setFocus()
        driver.workspace.playhead.go(5)
        await driver.until(driver.window.actions_table["frame_to_key"].isEnabled, "a finished frame")
        driver.key(Qt.Key.Key_K, CTRL | SHIFT)
        await driver.until(lambda: document.shot.key(5), "the frame as a key")
        await driver.until(driver.window.actions_table["key_later"].isEnabled, "the key to count")
        driver.key(Qt.Key.Key_Right, ALT | SHIFT)
        assert [key.number for key in document.shot.keys] == [1, 6]
        await driver.until(lambda: document.segments[0].status is Status.STALE, "the segment to be stale")
        driver.key(Qt.Key.Key_Delete)
        assert [key.number for key in document.shot.keys] == [1]
        assert document.segments[0].status is Status.READY  # made from what is there again
        assert "The key on frame 6 was removed." in driver.said
        driver.press_button(driver.window.notices, "Undo")
        assert [key.number for key in document.shot.keys] == [1, 6]
        assert not any("was removed" in said for said in driver.said), "nothing is left to undo"
        while document.undo_stack.canUndo():
            document.undo_stack.undo()
        assert document.shot.line is None
        assert len(document.takes) == 2

    drive(body)


def test_generate_says_which_take_it_shows_again_and_takes_it_back(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=20)

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        driver.drop(driver.page.canvas, QPoint(30, 30), [shot.color[0]])
        document = driver.workspace.document
        await driver.until(lambda: document.shot.keys, "a key")
        document.edit("Segments", replace(document.shot, plan=SegmentPlan(10)))
        for hints in ((), (new_hint((1, 2, 3), Anchor(3, 20.0, 20.0)),)):
            document.edit("Hints", replace(document.shot, hints=hints))
            await driver.act("generate")
            await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring to begin")
            await driver.idle()
        older, newer = zip(*(document.takes_of(segment.span) for segment in document.segments), strict=True)
        select(driver, 1)
        click_take(driver, 1)
        assert [segment.take for segment in document.segments] == [newer[0], older[1]]
        await driver.act("generate")
        assert driver.said == ["Take 2 of segment 2 fits the shot as it is and is shown again."]
        assert [segment.take for segment in document.segments] == list(newer)
        driver.press_button(driver.window.notices, "Undo")
        assert document.segments[1].take == older[1]
        assert driver.said == []
        await driver.act("generate_segment")
        assert driver.said == ["Take 2 of segment 2 fits the shot as it is and is shown again."]
        document.undo_stack.undo()
        select(driver, 0)
        click_take(driver, 1)
        await driver.act("generate")
        assert driver.said == ["2 segments show other takes again, which fit the shot as it is."]
        assert [segment.take for segment in document.segments] == list(newer)

    drive(body)


def test_takes_keep_their_numbers_when_others_are_deleted(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=10)
    folders: list[Path] = []

    def named(driver) -> list[str]:
        takes = driver.page.panel.takes
        return [takes.item(row).text().partition(",")[0] for row in range(takes.count())]

    async def regenerate(driver) -> None:
        await driver.act("regenerate")
        await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring to begin")
        await driver.idle()

    async def delete(driver, row: int, left: list[str]) -> None:
        click_take(driver, row)
        await driver.act("delete_take")
        await driver.until(lambda: named(driver) == left, "the take to go")
        await driver.until(lambda: not driver.window.errands._tasks, "its file to go")

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        driver.drop(driver.page.canvas, QPoint(30, 30), [shot.color[0]])
        document, page = driver.workspace.document, driver.page
        folders.append(driver.workspace.folder)
        await driver.until(lambda: document.shot.keys, "a key")
        await driver.act("generate")
        await driver.until(lambda: document.takes, "the take")
        await driver.idle()
        await regenerate(driver)
        await regenerate(driver)
        assert named(driver) == ["Take 3", "Take 2", "Take 1"]
        await delete(driver, 1, ["Take 3", "Take 1"])
        document.undo_stack.undo()
        await driver.until(lambda: named(driver) == ["Take 3", "Take 2", "Take 1"], "it to come back as it was")
        await delete(driver, 1, ["Take 3", "Take 1"])
        page.panel.takes.setFocus()
        driver.key(Qt.Key.Key_3)
        assert document.segments[0].take == document.takes[1]
        (bar,) = segment_bars(document.shot, document.segments, driver.workspace.coloring.status, document.takes)
        assert take_words(bar.number, bar.take, bar.takes) == "Take 3"
        driver.key(Qt.Key.Key_2)
        assert document.segments[0].take == document.takes[1], "there is none"
        driver.key(Qt.Key.Key_1)
        assert document.segments[0].take == document.takes[0]
        await delete(driver, 0, ["Take 1"])
        assert await driver.workspace.flush()

    async def again(driver) -> None:
        await driver.opened()
        await driver.until(lambda: named(driver) == ["Take 1"], "the take")
        await regenerate(driver)
        await driver.until(lambda: named(driver) == ["Take 4", "Take 1"], "a number that none has had")

    drive(body)
    drive(again, str(folders[0]))


def test_the_take_that_is_chosen_is_the_one_exported(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=10)
    inverted = QImage(str(shot.color[0]))
    inverted.invertPixels()
    seventh: list[tuple[np.ndarray, np.ndarray | None]] = []  # frame 7 of each take, and what its lines look like

    async def export(driver, name: str) -> None:
        driver.key(Qt.Key.Key_E, CTRL)
        dialog = await driver.dialog(ExportDialog)
        dialog.folder.clear()
        QTest.keyClicks(dialog.folder, str(tmp_path / name))
        driver.press_button(dialog, "Export")
        last = "*_v001/*.0010.png"  # not what is under way, which gets its name in the end
        await driver.until(lambda: list((tmp_path / name).glob(last)), "the export")
        await driver.until(lambda: not driver.window.errands.busy, "the export to end")

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        document, panel = driver.workspace.document, driver.page.panel
        for count, picture in enumerate(([shot.color[0]], inverted), 1):
            driver.drop(driver.page.canvas, QPoint(30, 30), picture)
            await driver.until(lambda: driver.workspace.coloring.wanted() and document.shot.keys, "a key")
            await driver.until(driver.window.actions_table["generate"].isEnabled, "Generate")
            driver.key(Qt.Key.Key_Return, CTRL)
            await driver.until(lambda count=count: len(document.takes) == count, "a take")
            await driver.idle()
        for take in document.takes:
            with FrameFile(document.path(take.path)) as file:
                lines = file.lines  # white ones in the second, as they are on its key
                seventh.append((file.frame(6), lines[file.indices(6)] if lines is not None else None))
        await export(driver, "second")

        # By number, by Enter, by menu; every list is the same list of takes.
        panel.takes.setFocus()
        driver.key(Qt.Key.Key_1)
        assert document.segments[0].take == document.takes[0]
        assert document.segments[0].status is Status.STALE
        assert "shown, older" in panel.takes.item(1).text()
        driver.key(Qt.Key.Key_9)  # there are not that many
        driver.key(Qt.Key.Key_Up)
        assert document.segments[0].take == document.takes[0]
        driver.key(Qt.Key.Key_Return)
        assert document.segments[0].take == document.takes[1]
        row = panel.takes.visualItemRect(panel.takes.item(1)).center()
        right_click(panel.takes.viewport(), row)
        choose("Show this take")
        assert document.segments[0].take == document.takes[0]
        right_click(driver.page.timeline, driver.on_timeline(5, "segments"))
        popup = QApplication.activePopupWidget()
        assert popup is not None
        listed = next(action.menu() for action in popup.actions() if action.text() == "Takes")
        assert isinstance(listed, QMenu)
        assert [action.isChecked() for action in listed.actions()] == [False, True]
        QTest.keyClick(popup, Qt.Key.Key_Escape)
        await driver.until(lambda: not panel.takes.item(1).data(ROW).picture.isNull(), "the take's picture")
        await export(driver, "first")

        panel.takes.setFocus()
        panel.takes.setCurrentRow(0)
        await driver.until(driver.window.actions_table["delete_take"].isEnabled, "the take to be free")
        driver.key(Qt.Key.Key_Delete)
        await driver.until(lambda: len(document.takes) == 1, "the take to go")
        assert document.shot.keys, "Delete in the list of takes is not for keys"

    drive(body)
    line = read_still(shot.line[6])
    first, second = (lay_lines(colors, line, "dark", tint) for colors, tint in seventh)
    assert [tint is None for _, tint in seventh] == [True, False]
    assert not np.array_equal(first, second)
    for name, expected in (("first", first), ("second", second)):
        (exported,) = (tmp_path / name).glob("*/*.0007.png")
        assert np.array_equal(read_still(exported), expected)


def test_the_trash_is_emptied_on_request(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        trash = driver.workspace.folder / "takes" / ".trash" / "shot1"
        trash.mkdir(parents=True)
        (trash / "old.frames").write_bytes(bytes(2_500_000))
        await driver.act("empty_trash")
        box = await driver.dialog()
        assert "That frees 2.5 MB." in box.text
        driver.press_button(box, "Empty trash")
        await driver.until(lambda: any("The trash was emptied" in text for text in driver.said), "the trash to go")
        assert list(trash.iterdir()) == []

    drive(body, "--sample")


def test_a_variation_that_looks_like_a_take_of_before_says_so(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=6)

    def rows(driver) -> list[str]:
        takes = driver.page.panel.takes
        return [takes.item(row).text() for row in range(takes.count())]

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        driver.drop(driver.page.canvas, QPoint(30, 30), [shot.color[0]])
        document = driver.workspace.document
        await driver.until(lambda: document.shot.keys, "a key")
        await driver.act("generate")
        await driver.until(lambda: document.takes, "the take")
        await driver.idle()
        await driver.act("regenerate")
        await driver.until(lambda: len(document.takes) == 2, "the variation")
        told = "Take 2 is the same as take 1 in every frame. Another key, or a hint, changes more."
        await driver.until(lambda: told in driver.said, "that it is the same")
        assert "like take 1" in rows(driver)[0]
        assert "like take" not in rows(driver)[1]
        driver.page.panel.takes.setCurrentRow(1)
        await driver.act("delete_take")
        await driver.until(lambda: len(rows(driver)) == 1, "take 1 to go")
        assert "like take" not in rows(driver)[0]

    drive(body)
