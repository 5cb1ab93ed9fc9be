"""Notes on frames: written by key, marked on the timeline, gone through, listed, undone, and there the next time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.project.model import Note, Span
from app.project.storage import open_project
from app.ui.dialogs.asking import Choice
from app.ui.dialogs.frame_notes import FrameNoteDialog, NotesDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip


async def write(driver: Any, number: int, words: str) -> None:
    driver.workspace.playhead.go(number)
    driver.key(Qt.Key.Key_M, SHIFT)
    dialog = await driver.dialog(FrameNoteDialog)
    dialog.words.selectAll()
    QTest.keyClicks(dialog.words, words)
    driver.key(Qt.Key.Key_Return, CTRL)
    await driver.until(lambda: QApplication.activeModalWidget() is None, "the dialog to close")
    await driver.keyboard()


def tip(driver: Any, number: int) -> str:
    at = driver.on_timeline(number, "ruler")
    return driver.page.timeline._tip(QPointF(at))


def ruler_of(driver: Any, number: int) -> list[int]:
    """The colors of the pixels in the strip above a frame."""
    at = driver.on_timeline(number, "ruler")
    image = driver.page.timeline.grab().toImage()
    return [image.pixel(QPoint(at.x() + dx, 4)) for dx in (-5, -3, 0, 3, 5)]


def test_notes_are_written_seen_gone_through_and_undone(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=30, size=(64, 48))
    left: list[Path] = []

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        await driver.keyboard()
        document, playhead, table = driver.workspace.document, driver.workspace.playhead, driver.window.actions_table
        await driver.until(table["note_here"].isEnabled, "line art")
        assert not table["next_note"].isEnabled()
        bare = ruler_of(driver, 20)
        await write(driver, 5, "soft shadow")
        playhead.set_range(Span(18, 22))
        await write(driver, 20, "scarf moves!")
        playhead.set_range(None)
        assert document.shot.notes == (Note(Span(5, 5), "soft shadow"), Note(Span(18, 22), "scarf moves!"))
        assert tip(driver, 5).startswith("Note on frame 5: soft shadow. Frame 5.")
        assert tip(driver, 21).startswith("Note on frames 18 to 22: scarf moves! Frame 21.")
        assert "Note" not in tip(driver, 23)
        playhead.go(1)
        assert ruler_of(driver, 18) != bare
        assert "note on frame 5" not in driver.page.timeline.accessibleDescription().lower()
        playhead.go(5)
        assert "note on frame 5: soft shadow" in driver.page.timeline.accessibleDescription().lower()

        await driver.until(table["next_note"].isEnabled, "notes")
        driver.page.canvas.setFocus()
        for key, held, number in (
            (Qt.Key.Key_M, ALT, 18), (Qt.Key.Key_M, ALT, 5), (Qt.Key.Key_M, ALT | SHIFT, 18),
            (Qt.Key.Key_M, ALT | SHIFT, 5),
        ):  # fmt: skip
            driver.key(key, held)
            assert playhead.number == number

        await write(driver, 5, "hard shadow")
        assert document.shot.notes[0] == Note(Span(5, 5), "hard shadow")
        await driver.act("undo")
        assert document.shot.notes[0] == Note(Span(5, 5), "soft shadow")

        await driver.act("list_notes")
        dialog = await driver.dialog(NotesDialog)
        assert [dialog.list.topLevelItem(at).text(0) for at in range(2)] == ["5", "18 to 22"]
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
        QTest.keyClick(dialog.list, Qt.Key.Key_Return)
        await driver.until(lambda: playhead.number == 18, "the frame of the note")

        await driver.act("remove_note")
        assert document.shot.notes == (Note(Span(5, 5), "soft shadow"),)
        assert ruler_of(driver, 20) == bare
        left.append(driver.workspace.folder)

    drive(body)
    assert open_project(left[0]).project.shots[0].notes == (Note(Span(5, 5), "soft shadow"),)


def test_a_note_without_words_or_with_frames_the_wrong_way_round_is_not_taken(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await driver.keyboard()
        await driver.until(driver.window.actions_table["note_here"].isEnabled, "line art")
        driver.key(Qt.Key.Key_M, SHIFT)
        dialog = await driver.dialog(FrameNoteDialog)
        driver.key(Qt.Key.Key_Return, CTRL)
        assert dialog.trouble.text() == "Write some words first, or cancel."
        QTest.keyClicks(dialog.words, "ma")  # letters are words here, and mark nothing as fine
        dialog.first.setValue(9)
        dialog.accept()
        assert dialog.trouble.text().startswith("The first frame lies after the last one")
        dialog.words.clear()
        driver.key(Qt.Key.Key_Escape)
        await driver.until(lambda: QApplication.activeModalWidget() is None, "the dialog to close")
        assert driver.workspace.document.shot.notes == ()

    drive(body, "--sample")


def test_what_was_typed_is_not_thrown_away_without_a_word(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await driver.keyboard()
        await driver.until(driver.window.actions_table["note_here"].isEnabled, "line art")
        driver.key(Qt.Key.Key_M, SHIFT)
        dialog = await driver.dialog(FrameNoteDialog)
        assert "Ctrl+Enter keeps the note; Enter begins a new line." in [
            part.text() for part in dialog.findChildren(QLabel)
        ]
        QTest.keyClicks(dialog.words, "ask about")
        driver.key(Qt.Key.Key_Return)
        QTest.keyClicks(dialog.words, "the scarf")
        for answer in ("Escape", "Keep writing"):
            driver.key(Qt.Key.Key_Escape)
            question = await driver.dialog(Choice)
            assert dialog.isVisible()
            if answer == "Escape":
                driver.key(Qt.Key.Key_Escape)
            else:
                driver.press_button(question, answer)
            await driver.dialog(FrameNoteDialog)
            assert dialog.text == "ask about\nthe scarf"
        dialog.close()
        driver.press_button(await driver.dialog(Choice), "Discard")
        await driver.until(lambda: QApplication.activeModalWidget() is None, "the dialog to close")
        assert driver.workspace.document.shot.notes == ()
        await driver.keyboard()
        await write(driver, driver.workspace.playhead.number, "kept")
        driver.key(Qt.Key.Key_M, SHIFT)
        await driver.dialog(FrameNoteDialog)
        driver.key(Qt.Key.Key_Escape)  # nothing was changed: nothing is asked
        await driver.until(lambda: QApplication.activeModalWidget() is None, "the dialog to close")

    drive(body, "--sample")


def test_the_bubble_of_a_note_is_hit_clicked_and_double_clicked(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=300, size=(64, 48))

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        await driver.keyboard()
        timeline, playhead = driver.page.timeline, driver.workspace.playhead
        await driver.until(driver.window.actions_table["note_here"].isEnabled, "line art")
        await write(driver, 150, "scarf moves")
        playhead.go(1)
        assert timeline.geometry_now.scale < 5, "frames are narrower than a bubble"
        ruler, middle = timeline.lanes_now.ruler, driver.on_timeline(150, "ruler").x()
        near = QPoint(middle + 9, ruler.top + 12)
        assert timeline.hit(QPointF(near)).note == 0
        assert timeline._tip(QPointF(near)) == (
            "Note on frame 150: scarf moves. Click to go there, double-click to change it."
        )
        assert timeline.hit(QPointF(middle + 9, ruler.bottom - 8)).note is None, "below it, frames are scrubbed over"
        assert timeline.hit(QPointF(middle + 14, ruler.top + 12)).note is None
        QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=near)
        assert playhead.number == 150
        playhead.set_range(Span(100, 200))
        assert timeline.hit(QPointF(near)).note == 0, "a note lies over the band of the range"
        playhead.set_range(Span(150, 200))
        begin = QPointF(timeline.geometry_now.x(150), ruler.top + 4)
        assert timeline.hit(begin).part == "start", "the ends of the range can always be dragged"
        playhead.set_range(None)
        playhead.go(1)
        QTest.mouseDClick(timeline, Qt.MouseButton.LeftButton, pos=near)
        dialog = await driver.dialog(FrameNoteDialog)
        assert dialog.words.toPlainText() == "scarf moves"
        dialog.words.setPlainText("scarf is still")
        dialog.accept()
        document, changed = driver.workspace.document, (Note(Span(150, 150), "scarf is still"),)
        await driver.until(lambda: document.shot.notes == changed, "the note to be changed", 10)
        assert playhead.number == 150

    drive(body)
