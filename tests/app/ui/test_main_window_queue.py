"""The queue in the window: watch, pause and reorder by key, button and menu; how it comes back."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from menus_by_hand import choose, right_click
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from queue_shown import begin, rows, spans

from app.project import lock
from app.project.staleness import Status
from app.sample import sample_project
from app.ui.viewer import viewer as words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip


def test_the_queue_by_hand(drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine) -> None:
    shot = make_shot(tmp_path / "walk", frames=120)

    async def body(driver) -> None:
        await begin(driver, shot)
        panel, queue = driver.page.panel, driver.workspace.coloring.queue
        actions = driver.window.actions_table
        assert not panel.queue.isVisible()
        assert panel.generating.next.text() == (
            "5 segments to color, 120 frames. First time on this computer: no forecast yet."
        )
        driver.key(Qt.Key.Key_Return, CTRL)
        assert panel.queue.isVisible()
        assert spans(driver) == [1, 25, 49, 73, 97]
        await driver.until(lambda: queue.share > 0.1, "progress")
        assert rows(driver)[0].startswith("1-24, segment 1, Working ")
        assert rows(driver)[1] == "25-48, segment 2, Queued"
        for number, said in ((30, words.QUEUED), (5, words.WORKING)):
            driver.workspace.playhead.go(number)
            await driver.until(lambda said=said: driver.page.canvas._note == said, said)
        assert panel.queue.progress.text().startswith("0 of 5 colored")

        await driver.until(actions["pause_queue"].isEnabled, "the pause to be offered")
        driver.key(Qt.Key.Key_P, CTRL | ALT)
        await driver.until(lambda: not queue.pausing, "the engine to rest")
        assert panel.queue.progress.text() == "Paused. 0 of 5 colored."
        assert rows(driver)[0] == "1-24, segment 1, Queued"
        assert driver.page.canvas._note == words.PAUSED
        assert panel.queue.pause_button.text() == "Resume"
        paused = "Coloring is paused. Resume goes on with what is in the queue."
        await driver.until(lambda: panel.generating.next.text() == paused, "the panel to say so too")

        # A row is its segment: clicked, moved by key and by menu, taken out.
        shown = panel.queue.list
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualItemRect(shown.item(3)).center())
        assert driver.page.segment.index == 3
        await driver.until(actions["queue_earlier"].isEnabled, "the order to be offered")
        shown.setFocus()
        driver.key(Qt.Key.Key_Up, ALT)
        assert spans(driver) == [1, 25, 73, 49, 97]
        assert shown.currentRow() == 2, "the highlight follows the segment"
        driver.key(Qt.Key.Key_Down, ALT)
        assert spans(driver) == [1, 25, 49, 73, 97]
        assert shown.currentRow() == 3
        right_click(shown.viewport(), shown.visualItemRect(shown.item(4)).center())
        choose("Move to the front of the queue")
        assert spans(driver) == [97, 1, 25, 49, 73]
        shown.setCurrentRow(2)
        driver.key(Qt.Key.Key_Delete)
        assert spans(driver) == [97, 1, 49, 73]
        assert not shown.selectedItems()
        driver.key(Qt.Key.Key_Delete)
        assert spans(driver) == [97, 1, 49, 73], "nothing is marked, so nothing goes"
        assert driver.workspace.document.shot.keys, "Delete in the queue is not for keys"

        # What is asked for now waits as well, and the artist is told so.
        driver.page.timeline.selected_segment = 1
        await driver.until(actions["generate_segment"].isEnabled, "the segment")
        driver.key(Qt.Key.Key_Return, CTRL | SHIFT)
        assert spans(driver) == [25, 97, 1, 49, 73]
        assert any("Coloring is paused" in text for text in driver.said)
        driver.press_button(driver.window.notices, "Resume")
        await driver.until(lambda: queue.share > 0.1, "the work to go on")
        assert queue.running.span.first == 25

        # On the timeline's menu: the running one alone, and then all.
        right_click(driver.page.timeline, driver.on_timeline(30, "segments"))
        choose("Cancel this segment")
        await driver.until(lambda: queue.running and queue.running.span.first == 97, "the next one")
        assert driver.workspace.coloring.status(driver.workspace.document.segments[1]).status is Status.EMPTY
        await driver.until(actions["clear_queue"].isEnabled, "clear to be offered")
        driver.key(Qt.Key.Key_X, CTRL | SHIFT)
        await driver.idle()
        assert not panel.queue.isVisible()
        assert driver.said[-1:] != ["The engine stopped unexpectedly"]

    drive(body, engine=slow_engine)


def test_keys_that_cannot_color_say_why(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=12)

    async def body(driver) -> None:
        async def refused(key: Qt.Key, modifiers: Qt.KeyboardModifier, sentence: str) -> None:
            for notice in driver.window.notices.shown:
                notice.close_now()
            driver.key(key, modifiers)
            await driver.until(lambda: driver.said, sentence, 5)
            assert driver.said == [sentence]

        driver.drop(driver.window.welcome, QPoint(50, 50), [shot.line_folder])
        await driver.opened()
        document, actions = driver.workspace.document, driver.window.actions_table
        await driver.until(lambda: document.shot.line, "line art")
        await driver.until(actions["lay_key"].isEnabled, "the line art to be seen")
        no_key = (
            "There is no colored key yet. Drop a colored picture on a frame of the timeline, or paint a frame, first."
        )
        for place in (driver.page.canvas, driver.page.timeline, driver.page.transport.frame):
            place.setFocus()
            for key in (Qt.Key.Key_Return, Qt.Key.Key_R):
                await refused(key, CTRL, no_key)
        driver.drop(driver.page.timeline, driver.on_timeline(1), [shot.color[0]])
        await driver.until(actions["generate"].isEnabled, "Generate")
        driver.page.canvas.setFocus()
        await refused(Qt.Key.Key_R, CTRL, "This segment has no color yet. Generate colors it first.")
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.idle()
        await driver.until(lambda: not actions["generate"].isEnabled(), "nothing left to generate")
        await refused(
            Qt.Key.Key_Return, CTRL,
            "Every segment is colored, locked or on its way. Regenerate makes another variation of one.",
        )  # fmt: skip
        driver.key(Qt.Key.Key_L, CTRL)
        await driver.until(lambda: not actions["regenerate"].isEnabled(), "the lock to count")
        for key, modifiers in ((Qt.Key.Key_R, CTRL), (Qt.Key.Key_Enter, CTRL | SHIFT)):
            await refused(key, modifiers, "This segment is locked. Unlock it first.")
        assert len(document.takes) == 1

    drive(body)


def test_what_went_wrong_with_coloring_goes_when_it_is_begun_again(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=48)

    async def body(driver) -> None:
        await begin(driver, shot)
        document, actions, notices = driver.workspace.document, driver.window.actions_table, driver.window.notices

        def errors() -> list[str]:
            return [notice.sentence for notice in notices.shown if notice.kind == "error"]

        # What cannot even be asked for: a frame is missing, and that is to stop coloring.
        frames = tuple(
            replace(frame, path="", digest="") if frame.number == 5 else frame for frame in document.shot.line.frames
        )
        whole = document.shot
        document.edit("Gap", replace(whole, line=replace(whole.line, frames=frames, missing="error")))
        await driver.until(actions["generate"].isEnabled, "Generate")
        driver.key(Qt.Key.Key_Return, CTRL)
        assert [text[:34] for text in errors()] == ["Frame 5 of the line art is missing"]
        document.undo_stack.undo()
        driver.key(Qt.Key.Key_Return, CTRL)
        assert errors() == []
        await driver.idle()

        # What fails while it is colored.
        for path in shot.line:
            path.rename(path.with_suffix(".away"))
        shutil.rmtree(driver.workspace.folder / "cache")
        driver.page.timeline.selected_segment = 1
        await driver.until(actions["regenerate"].isEnabled, "Regenerate")
        driver.key(Qt.Key.Key_R, CTRL)
        await driver.until(errors, "the failure")
        (failure,) = errors()
        for path in shot.line:
            path.with_suffix(".away").rename(path)
        driver.page.timeline.selected_segment = 0
        await driver.until(actions["regenerate"].isEnabled, "Regenerate")
        driver.key(Qt.Key.Key_R, CTRL)
        assert errors() == [failure], "another segment"
        await driver.idle()
        driver.page.timeline.selected_segment = 1
        await driver.until(actions["regenerate"].isEnabled, "Regenerate")
        driver.key(Qt.Key.Key_R, CTRL)
        assert errors() == []
        await driver.idle()

    drive(body)


def test_a_segment_that_is_locked_while_a_variation_waits_keeps_its_own(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=12)

    async def body(driver) -> None:
        await begin(driver, shot)
        document, actions = driver.workspace.document, driver.window.actions_table
        await driver.until(actions["generate"].isEnabled, "Generate")
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: document.takes, "a take")
        (first,) = document.takes
        await driver.until(actions["regenerate"].isEnabled, "Regenerate")
        driver.key(Qt.Key.Key_R, CTRL)
        assert document.segments[0].seed == 1
        await driver.until(actions["lock"].isEnabled, "Lock")
        driver.key(Qt.Key.Key_L, CTRL)
        assert document.segments[0].locked
        await driver.idle()
        assert [take.seed for take in document.takes] == [0, 1]
        await driver.until(actions["lock"].isChecked, "the lock to be seen")
        driver.key(Qt.Key.Key_L, CTRL)
        assert document.segments[0].take == first
        assert document.segments[0].status is Status.READY, "the take is what its variation gives"

    drive(body, engine=slow_engine)


def test_coloring_with_keys_that_were_changed_is_told_once(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=60)

    async def body(driver) -> None:
        await begin(driver, shot)
        said = "The segment being colored still uses the keys as they were; it will be stale."
        driver.key(Qt.Key.Key_Return, CTRL)
        queue = driver.workspace.coloring.queue
        await driver.until(lambda: queue.share > 0.02, "progress")
        assert said not in driver.said
        while driver.workspace.document.shot.keys:
            driver.key(Qt.Key.Key_Z, CTRL)
        assert queue.busy
        assert driver.said.count(said) == 1
        driver.workspace.coloring.cancel()
        await driver.idle()
        await driver.until(lambda: said not in driver.said, "it to be over", 5)

    drive(body, engine=slow_engine)


def test_a_paused_queue_comes_back_paused(drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine) -> None:
    shot = make_shot(tmp_path / "walk", frames=72)
    folder: list[Path] = []

    async def leave(driver) -> None:
        await begin(driver, shot)
        folder.append(driver.workspace.folder)
        driver.key(Qt.Key.Key_Return, CTRL)
        queue = driver.workspace.coloring.queue
        await driver.until(lambda: queue.share > 0.1, "progress")
        QTest.mouseClick(driver.page.panel.queue.pause_button, Qt.MouseButton.LeftButton)
        await driver.until(lambda: queue.paused and not queue.pausing, "the engine to rest")
        driver.workspace.coloring.to_front(2)

    drive(leave, engine=slow_engine)

    async def go_on(driver) -> None:
        await driver.opened()
        await driver.until(lambda: driver.said, "the notice")
        assert driver.said == ["3 segments wait in the queue, which is paused."]
        queue = driver.workspace.coloring.queue
        assert queue.paused
        assert spans(driver) == [49, 1, 25]
        assert driver.page.panel.queue.pause_button.text() == "Resume"
        driver.press_button(driver.window.notices, "Resume")
        await driver.until(lambda: queue.running, "the work to go on")
        assert queue.running.span.first == 49
        await driver.until(lambda: driver.workspace.document.takes, "a segment")
        forecast = driver.page.panel.generating.next.text()
        assert "no forecast" not in forecast
        driver.key(Qt.Key.Key_X, SHIFT)
        await driver.idle()
        assert "on this computer." in driver.page.panel.generating.next.text()

    drive(go_on, str(folder[0]), engine=slow_engine)


def test_after_a_crash_a_paused_queue_is_paused_too(drive: Callable) -> None:
    folder = sample_project()
    left_behind = {"pid": 2**22 - 1, "started": "gone", "host": os.uname().nodename, "when": time.time(), "token": "t"}
    (folder / "lock").write_text(json.dumps(left_behind))
    left = {"paused": True, "entries": [{"shot": "shot1", "spans": [[49, 72], [1, 24]]}]}
    (folder / "queue.json").write_text(json.dumps(left))

    async def body(driver) -> None:
        await driver.opened()
        await driver.until(lambda: driver.said, "the notice")
        (said,) = driver.said
        assert said.startswith("Shiage closed unexpectedly. Your project is complete as of ")
        assert said.endswith(" 2 segments wait in the queue, which is paused.")
        assert spans(driver) == [49, 1]
        assert driver.workspace.coloring.queue.paused

    drive(body, str(folder))
    assert json.loads((folder / "queue.json").read_text()) == left


def test_a_project_that_was_opened_elsewhere_is_left_alone(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=72)

    async def body(driver) -> None:
        await begin(driver, shot)
        folder, document = driver.workspace.folder, driver.workspace.document
        actions, queue = driver.window.actions_table, driver.workspace.coloring.queue
        await driver.until(actions["generate"].isEnabled, "Generate")
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: document.takes, "a take")
        await driver.until(lambda: queue.share > 0.02, "the second segment")
        theirs = await asyncio.to_thread(lock.acquire, folder, force=True)
        (folder / "queue.json").write_text("theirs")
        told = f'"{folder.name}" was opened elsewhere, so it is no longer saved from here. '
        told += "Save a copy to keep what you did."
        await driver.until(lambda: told in driver.said, "the notice")
        await driver.idle()
        assert len(document.takes) == 1
        there = sorted(folder.glob("takes/*/*.frames"))
        assert len(there) == 2, "the segment that was under way is whole; the third is not begun"

        # Nor is anything begun, put away or written down from here on.
        await driver.until(actions["generate"].isEnabled, "Generate")
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.idle()
        await driver.act("delete_take")
        await driver.until(lambda: not driver.window.errands._tasks, "the deletion to be refused")
        assert len(document.takes) == 1
        assert sorted(folder.glob("takes/*/*.frames")) == there
        assert (folder / "queue.json").read_text() == "theirs"
        assert all(segment.status in (Status.READY, Status.EMPTY) for segment in document.segments)
        await asyncio.to_thread(theirs.check)
        driver.window.close()
        driver.press_button(await driver.dialog(), "Close without saving")
        await driver.until(driver.application.finished.done, "the end")

    drive(body, engine=slow_engine)
