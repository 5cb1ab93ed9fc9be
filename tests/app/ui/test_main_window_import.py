"""Import in the window: what is asked, what is told, one undo step, nothing left behind when it fails."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import paths
from app.ui.dialogs.asking import Choice
from app.ui.dialogs.import_dialog import ImportDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL = Qt.KeyboardModifier.ControlModifier


def projects() -> list[Path]:
    folder = paths.data_folder() / "projects"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_gaps_and_several_sequences_are_asked_about(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    make_shot(tmp_path / "a", frames=9, name="rough_{:03d}.png")
    shot = make_shot(tmp_path / "b", frames=12, name="clean_{:03d}.png", first=101)
    for path in shot.line:
        shutil.move(path, tmp_path / "a" / "line" / path.name)
    (tmp_path / "a" / "line" / "clean_105.png").unlink()

    async def body(driver) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [tmp_path / "a" / "line"])
        dialog = await driver.dialog(ImportDialog)
        assert [dialog.found.item(row).text() for row in range(dialog.found.count())] == [
            "clean_###.png   11 frames, 101 to 112", "rough_###.png   9 frames, 1 to 9",
        ]  # fmt: skip
        assert dialog.missing.isVisible()
        assert "Frame 105 is missing." in dialog._facts.text().splitlines()
        dialog.missing.setCurrentIndex(1)
        dialog.rate.setCurrentText("abc")
        driver.press_button(dialog, "Import")
        assert "is not a frame rate" in dialog.trouble.text()
        dialog.rate.setCurrentText("23.976")
        driver.press_button(dialog, "Import")
        await driver.opened()
        await driver.until(lambda: driver.workspace.document.shot.line, "line art")
        shot, document = driver.workspace.document.shot, driver.workspace.document
        assert shot.rate == Fraction(24000, 1001)
        assert shot.line.missing == "blank"
        assert shot.line.gaps == (105,)
        assert shot.name == "clean"
        assert "Frame 105 is missing; blank frames stand in." in driver.said[0]

        # Line art dropped on a shot that has some: the artist says what it is to become; one step back undoes it.
        driver.drop(driver.page.canvas, QPoint(9, 9), [tmp_path / "b" / "color"])
        box = await driver.dialog()
        driver.press_button(box, "Replace the line art")
        dialog = await driver.dialog(ImportDialog)
        assert dialog.extract.isChecked()  # these are painted
        driver.press_button(dialog, "Import")
        await driver.until(lambda: document.shot.line.extracted, "the new line art")
        assert document.undo_stack.count() == 2
        assert driver.workspace.folder / "line" in Path(document.path(document.shot.line.frames[0].path)).parents
        driver.key(Qt.Key.Key_Z, CTRL)
        assert document.shot.line.gaps == (105,)

    drive(body)


def test_sequences_of_several_folders_are_told_apart_and_the_uncolored_one_is_chosen(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=9)

    async def body(driver) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [shot.folder])
        dialog = await driver.dialog(ImportDialog)
        names = [dialog.found.item(row).text().split()[0] for row in range(dialog.found.count())]
        assert names == ["color/####.png", "line/####.png"]
        assert dialog.chosen.sequence.files[0][1] == shot.line[0]
        assert dialog.ok.isEnabled()
        dialog.reject()

    drive(body)


def test_a_shot_of_cells_is_called_as_its_folder_and_the_cell(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot, cut = make_shot(tmp_path / "walk", frames=3), tmp_path / "cut_012_poppy"
    cut.mkdir()
    for cell in "AB":
        for number, path in enumerate(shot.line, 1):
            shutil.copy(path, cut / f"{cell}{number:04}.png")

    async def body(driver) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [cut])
        driver.press_button(await driver.dialog(ImportDialog), "Import")
        await driver.opened()
        await driver.until(lambda: driver.workspace.document.shot.line, "line art")
        named = driver.workspace.document.shot.name, driver.workspace.document.shot.line.name
        assert named == ("cut_012_poppy A", "cut_012_poppy A")
        assert driver.workspace.folder.name == "cut_012_poppy A.shiage"

    drive(body)


def test_a_name_that_says_line_art_is_chosen_before_others_that_may_be_it(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=3)
    shutil.rmtree(shot.color[0].parent)
    shutil.copytree(shot.line_folder, tmp_path / "walk" / "color")  # so pale that it could be lines
    shutil.move(shot.line_folder, tmp_path / "walk" / "線画")

    async def body(driver) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [shot.folder])
        dialog = await driver.dialog(ImportDialog)
        names = [dialog.found.item(row).text().split()[0] for row in range(dialog.found.count())]
        assert names == ["color/####.png", "線画/####.png"]
        assert dialog.chosen.sequence.folder.name == "線画"
        dialog.reject()

    drive(body)


def test_what_is_dropped_on_a_shot_is_looked_at_before_anything_is_asked(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=3)
    (tmp_path / "notes.shot").write_text("no picture")
    (tmp_path / "none").mkdir()

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        await driver.until(lambda: not driver.window.errands.busy, "the import to end")
        for path, words in (
            (tmp_path / "notes.shot", '"notes.shot" is not a pict'),
            (tmp_path / "none", '"none" holds'),
        ):
            driver.drop(driver.page.canvas, QPoint(9, 9), [path])
            await driver.until(lambda words=words: any(said.startswith(words) for said in driver.said), words)
            assert QApplication.activeModalWidget() is None

        async def answers() -> list[str]:
            driver.drop(driver.page.canvas, QPoint(9, 9), [shot.line_folder])
            box = await driver.dialog(Choice)
            assert box.buttons[0].isDefault()
            words = [button.text() for button in box.buttons]
            driver.press_button(box, "Cancel")
            await driver.until(lambda: QApplication.activeModalWidget() is None, "the question to go")
            return words

        assert await answers() == ["Begin a new shot", "Replace the line art", "Cancel"]
        driver.drop(driver.page.canvas, QPoint(9, 9), [shot.color[0]])
        await driver.until(lambda: driver.workspace.document.shot.keys, "a key")
        assert await answers() == ["Begin a new shot", "Replace the line art", "Cancel"]

    drive(body)


def test_bad_drops_are_told_and_leave_nothing(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=5)
    shot.line[3].write_bytes(shot.line[3].read_bytes()[:200])
    (tmp_path / "none").mkdir()

    async def body(driver) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [tmp_path / "none"])
        await driver.until(lambda: len(driver.said) == 1, "a notice")
        driver.drop(driver.window.welcome, QPoint(50, 50), [shot.line_folder])
        question = await driver.dialog(Choice)
        assert '"0004.png" is damaged or incomplete' in question.text
        driver.press_button(question, "Cancel")
        await driver.until(lambda: driver.window.page is None and not projects(), "the empty project to go")
        assert driver.application.preferences.settings.recent == ()

    drive(body)


def test_drawings_that_cannot_be_read_do_not_keep_the_others_out(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=5)
    whole = shot.line[2].read_bytes()
    shot.line[2].write_bytes(whole[:200])

    async def body(driver) -> None:
        await driver.begin_without_damaged(shot.line_folder)
        line = driver.workspace.document.shot.line
        assert line.holds == {3}
        assert any("left out; the drawing before is held." in said for said in driver.said)
        shot.line[2].write_bytes(whole)
        await driver.act("reload_line_art")
        await driver.until(lambda: not driver.workspace.document.shot.line.holds, "the mended drawing")

    drive(body)


def test_trouble_with_the_drawings_is_told_before_the_import(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=9)
    shot.line[4].unlink()  # there is something to ask, so the dialog comes

    async def ask(driver, sentence: str, can_go_on: bool) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [shot.line_folder])
        dialog = await driver.dialog(ImportDialog)
        assert dialog.windowTitle() == "New from line art"
        assert dialog.trouble.isVisible()
        assert sentence in dialog.trouble.text()
        assert dialog.ok.isEnabled() == can_go_on
        driver.press_button(dialog, "Cancel")
        await driver.until(lambda: not dialog.isVisible(), "the dialog to go")

    async def body(driver) -> None:
        shot.line[2].write_bytes(b"no picture any more")
        await ask(driver, '"0003.png" is damaged or', True)
        cv2.imwrite(str(shot.line[2]), np.full((50, 60, 3), 255, np.uint8))
        await ask(driver, '"0003.png" is 60 x 50 but most pictures are 160 x 120', False)
        assert projects() == []

    drive(body)


def test_a_new_import_that_fails_leaves_the_open_project_as_it_is(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    good, bad = make_shot(tmp_path / "walk", frames=6), make_shot(tmp_path / "run", frames=5)
    bad.line[3].write_bytes(bad.line[3].read_bytes()[:200])

    async def ask(driver, folder: Path) -> None:
        driver.key(Qt.Key.Key_N, CTRL)
        question = await driver.dialog(Choice)
        assert question.windowTitle() == "New from line art"
        driver.press_button(question, "A folder")
        await driver.name_file(folder)

    async def body(driver) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [good.line_folder])
        await driver.opened()
        await driver.until(lambda: driver.workspace.document.shot.line, "line art")
        page, folder = driver.page, driver.workspace.folder
        driver.workspace.playhead.go(4)
        await ask(driver, bad.line_folder)
        driver.press_button(await driver.dialog(Choice), "Cancel")
        await driver.until(lambda: any("nothing was kept" in said for said in driver.said), "the end of it")
        assert driver.page is page
        assert driver.workspace.playhead.number == 4
        assert projects() == [folder]
        assert driver.application.preferences.settings.recent == (str(folder),)
        shutil.copy(good.line[0], bad.line[3])
        await ask(driver, bad.line_folder)
        await driver.until(lambda: driver.window.page not in (None, page), "the new project")
        await driver.until(lambda: driver.workspace.document.shot.line, "its line art")
        assert len(projects()) == 2

    drive(body)


def test_changed_drawings_are_read_again(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=6)

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        before = driver.workspace.document.shot.line
        shutil.copy(shot.line[0], shot.line[2])
        await driver.until(driver.window.actions_table["reload_line_art"].isEnabled, "the reading to be offered")
        driver.key(Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
        await driver.until(lambda: driver.workspace.document.shot.line != before, "the changed drawing")
        after = driver.workspace.document.shot.line
        assert [a.number for a, b in zip(after.frames, before.frames) if a != b] == [3]
        assert any("1 changed" in text for text in driver.said)

    drive(body)


def test_keys_outside_of_what_is_left_wait(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=6)
    folder: list[Path] = []

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        document = driver.workspace.document
        driver.workspace.playhead.go(6)
        driver.drop(driver.page.canvas, QPoint(30, 30), [shot.color[5]])
        await driver.until(lambda: document.shot.key(6), "a key")
        shot.line[5].unlink()
        driver.key(Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
        await driver.until(lambda: document.shot.line.span.last == 5, "the shorter shot")
        assert "1 key waits outside the line art, which has frames 1 to 5." in driver.said
        assert document.shot.key(6) is not None
        assert not driver.window.situation().keys
        folder.append(document.folder)

    drive(body)

    async def again(driver) -> None:
        await driver.opened()
        await driver.until(lambda: not driver.page.canvas.image.isNull(), "a picture")
        assert driver.workspace.document.shot.key(6) is not None
        assert driver.said == []  # it was said when it came about

    drive(again, str(folder[0]))


def test_work_on_a_project_ends_before_the_next_one_opens(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=6)
    steps: list[float] = []

    async def body(driver) -> None:
        await driver.opened()
        first, errands = driver.workspace, driver.window.errands

        def work(going) -> None:
            while True:
                steps.append(time.monotonic())
                going.report(0, 1)
                time.sleep(0.05)

        async def edit_after() -> None:
            await errands.undertake("Slow", work)
            first.document.edit("Late", first.document.shot)

        errands.run(edit_after())
        await driver.until(lambda: steps, "the work")
        await driver.until(lambda: not driver.window.recent_menu.isEnabled(), "the menu to wait")
        projects = driver.application.projects
        await projects.enter(await projects.new("other"))
        assert driver.workspace is not first
        count = len(steps)
        await asyncio.sleep(0.12)
        assert len(steps) == count, "the thread still runs"
        driver.drop(driver.page.canvas, QPoint(30, 30), [shot.line_folder])
        await driver.until(lambda: driver.workspace.document.shot.line, "line art")

    drive(body, "--sample")


def test_enter_presses_the_button_that_has_the_keyboard(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.act("new_from_line_art")
        question = await driver.dialog(Choice)
        cancel = question.buttons[-1]
        cancel.setFocus()
        QTest.keyClick(cancel, Qt.Key.Key_Return)
        await driver.until(lambda: QApplication.activeModalWidget() is None, "the question to go")
        assert question.answer == "Cancel"

    drive(body)
