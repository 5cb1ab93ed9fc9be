"""What waits in the queue follows the shot in the window: made anew at its place when its keys, lines or settings are
others, never from what was deleted, nothing lost and nothing colored twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from queue_shown import begin, spans

from app.project.model import Span, without_key
from app.project.staleness import Status

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL = Qt.KeyboardModifier.ControlModifier
OVERTAKEN = "The segment being colored still uses the keys as they were; it will be stale."
NO_KEY = "No key is left. What waits in the queue is colored once there is a key again."
ALL = [1, 25, 49, 73, 97]


async def begun(driver, shot, *keys: int) -> None:
    """A shot with keys on the first frame and these, whose first segment is under way and whose others wait."""
    await begin(driver, shot)
    document, queue = driver.workspace.document, driver.workspace.coloring.queue
    for at, number in enumerate(keys):
        driver.drop(driver.page.timeline, driver.on_timeline(number), [shot.color[number - 1]])
        await driver.until(lambda at=at: len(document.shot.keys) == at + 2, "a key")
    await driver.until(driver.window.actions_table["generate"].isEnabled, "Generate")
    driver.workspace.playhead.go(1)
    driver.key(Qt.Key.Key_Return, CTRL)
    await driver.until(lambda: queue.running is not None and queue.share > 0, "the first segment under way")
    assert spans(driver) == ALL


def keys_asked(driver) -> dict[int, list[int]]:
    """The keys that each segment of the queue is to be colored from."""
    return {
        item.span.first: [key.number for key in item.request.keys] for item in driver.workspace.coloring.queue.items
    }


def remove(driver, number: int) -> None:
    document = driver.workspace.document
    document.edit("Remove key", without_key(document.shot, number))


def current(driver) -> bool:
    """Whether all that waits is to be made from what the shot holds."""
    document, queue = driver.workspace.document, driver.workspace.coloring.queue
    made = {segment.span: segment.inputs for segment in document.segments}
    return all(made[item.span] == item.segment.digest for item in queue.items if item is not queue.running)


def test_what_waits_is_made_without_a_key_that_was_deleted_and_what_is_under_way_goes_on(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=120)

    async def body(driver) -> None:
        await begun(driver, shot, 24)
        document, queue = driver.workspace.document, driver.workspace.coloring.queue
        running = queue.running
        remove(driver, 24)
        assert queue.running is running, "what is colored right now goes on"
        assert spans(driver) == ALL
        assert keys_asked(driver) == {1: [1, 24], 25: [1], 49: [1], 73: [1], 97: [1]}
        assert current(driver)
        assert driver.said.count(OVERTAKEN) == 1
        document.undo_stack.undo()
        assert keys_asked(driver) == {first: [1, 24] for first in ALL}
        assert current(driver)
        assert spans(driver) == ALL
        await driver.until(lambda: OVERTAKEN not in driver.said, "it to be over", 5)
        document.undo_stack.redo()
        await driver.idle()
        assert sorted(take.span.first for take in document.takes) == ALL, "each once"
        assert [segment.status for segment in document.segments] == [Status.STALE, *[Status.READY] * 4]
        assert OVERTAKEN not in driver.said

    drive(body, engine=slow_engine)


def test_the_segment_under_way_is_colored_again_where_that_is_wanted(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=120)

    async def body(driver) -> None:
        await begun(driver, shot, 24)
        document = driver.workspace.document
        remove(driver, 24)
        (notice,) = [notice for notice in driver.window.notices.shown if notice.sentence == OVERTAKEN]
        driver.press_button(notice, "Color it again")
        assert spans(driver) == ALL
        assert keys_asked(driver) == {first: [1] for first in ALL}
        await driver.idle()
        assert sorted(take.span.first for take in document.takes) == ALL, "each once"
        assert [segment.status for segment in document.segments] == [Status.READY] * 5

    drive(body, engine=slow_engine)


def test_without_any_key_what_waits_is_held_and_goes_on_once_there_is_one(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=120)

    async def body(driver) -> None:
        await begun(driver, shot)
        document, queue = driver.workspace.document, driver.workspace.coloring.queue
        remove(driver, 1)
        assert spans(driver) == ALL
        assert OVERTAKEN in driver.said
        assert NO_KEY in driver.said
        await driver.until(lambda: document.takes, "the one under way")
        assert spans(driver) == ALL[1:]
        await driver.until(lambda: queue.running is None and not queue.pausing, "nothing to be colored", 5)
        words = driver.page.panel.queue.progress.text()
        assert words == "Waits until the shot has what it needs. 1 of 5 colored."
        journal = driver.workspace.folder / "queue.json"
        await driver.until(journal.exists, "the journal")
        left = json.loads(journal.read_text())
        assert [first for entry in left["entries"] for first, _ in entry["spans"]] == ALL[1:], "nothing is lost"
        document.undo_stack.undo()
        await driver.idle()
        assert sorted(take.span.first for take in document.takes) == ALL, "each once"
        assert [segment.status for segment in document.segments] == [Status.READY] * 5
        assert NO_KEY not in driver.said

    drive(body, engine=slow_engine)


def test_variations_locked_segments_and_lines_follow_too(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=120)

    async def body(driver) -> None:
        await begun(driver, shot, 24)
        document, coloring = driver.workspace.document, driver.workspace.coloring
        queue = coloring.queue
        coloring.regenerate(2)
        driver.page.timeline.selected_segment = 3
        choice = replace(document.segments[3].choice, locked=True)
        document.edit("Lock", replace(document.shot, choices=(*document.shot.choices, choice)))
        asked = [(item.span.first, item.segment.seed) for item in queue.items]
        assert (49, 1) in asked
        assert (49, 0) in asked
        remove(driver, 24)
        assert [(item.span.first, item.segment.seed) for item in queue.items] == asked
        assert all(
            [key.number for key in item.request.keys] == [1] for item in queue.items if item is not queue.running
        )
        line = document.shot.line
        frames = tuple(replace(frame, digest="other") if frame.number > 72 else frame for frame in line.frames)
        document.edit("Lines", replace(document.shot, line=replace(line, frames=frames)))
        assert [(item.span.first, item.segment.seed) for item in queue.items] == asked
        digests = {item.span.first: {frame.digest for frame in item.request.frames} for item in queue.items}
        assert "other" in digests[97]
        document.undo_stack.undo()
        await driver.idle()
        made = sorted((take.span.first, take.seed) for take in document.takes)
        assert made == [(1, 0), (25, 0), (49, 0), (49, 1), (73, 0), (97, 0)], "each once"
        inputs = {segment.span: segment.inputs for segment in document.segments}
        fitting = {take.span.first for take in document.takes if inputs[take.span] == take.inputs}
        assert fitting == {25, 49, 73, 97}

    drive(body, engine=slow_engine)


def test_what_is_there_already_after_an_undo_is_not_colored_twice_and_not_forgotten(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=72)

    async def body(driver) -> None:
        await begin(driver, shot)
        document, queue = driver.workspace.document, driver.workspace.coloring.queue
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.idle()
        driver.drop(driver.page.timeline, driver.on_timeline(30), [shot.color[29]])
        await driver.until(lambda: len(document.shot.keys) == 2, "a key")
        await driver.until(driver.window.actions_table["generate"].isEnabled, "Generate")
        driver.workspace.playhead.go(1)
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: queue.running is not None, "the first segment under way")
        assert spans(driver) == [1, 25, 49]
        document.undo_stack.undo()
        assert spans(driver) == [1], "the others are there"
        document.undo_stack.redo()
        assert spans(driver) == [1, 25, 49]
        await driver.idle()
        assert len(document.takes) == 6
        assert [segment.status for segment in document.segments] == [Status.READY] * 3

    drive(body, engine=slow_engine)


def test_segments_that_the_shot_has_no_more_give_way_to_those_that_hold_their_frames(
    drive: Callable, make_shot: Callable, tmp_path: Path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=120)

    async def body(driver) -> None:
        await begun(driver, shot)
        document = driver.workspace.document
        plan = document.shot.plan
        document.edit("Cut", replace(document.shot, plan=replace(plan, length=40)))
        assert [item.span for item in driver.workspace.coloring.queue.items][1:] == [
            segment.span for segment in document.segments if segment.span.last > 24
        ]
        document.undo_stack.undo()
        assert spans(driver)[1:] == ALL[1:]
        assert Span(1, 24) in [item.span for item in driver.workspace.coloring.queue.items]
        await driver.idle()
        assert sorted(take.span.first for take in document.takes) == ALL, "each once"

    drive(body, engine=slow_engine)
