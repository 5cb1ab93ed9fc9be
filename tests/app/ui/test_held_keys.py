"""A key is seen on all frames that hold its drawing, and an area is filled on all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from test_range_fill import BODY, GREEN, SHIFT, answered, click, color_at, drawn, ready
from walking_project import walking_project

from app.media.pictures import describe, render
from app.project.held import hold_of, shown_key, shown_keys
from app.project.hints import Anchor, Hint, new_hint
from app.project.model import Drawing, Key, LineArt, SegmentChoice, Shot, Span
from app.project.staleness import segments
from app.project.unfinished import unfinished

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

HELD = (5, 6, 7)
BLUE = (40, 60, 200)


def holding(number: int, fill: bool) -> np.ndarray:
    """The body that walks, which stands still on three frames."""
    return drawn(HELD[0] if number in HELD else number, fill)


def test_a_painted_frame_of_a_hold_is_seen_on_all_of_it_at_once(drive: Callable, tmp_path: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        document = driver.workspace.document
        assert hold_of(document.shot.line, 6) == Span(5, 7)
        assert [shown_key(document.shot, number) for number in HELD] == [None] * 3
        await click(driver, 7)
        await driver.until(lambda: document.shot.key(7), "the key")
        assert [await color_at(driver, number) for number in (4, 5, 6, 7, 8)] == [BODY, GREEN, GREEN, GREEN, BODY]

        def pictures() -> list[np.ndarray]:
            at = (document.shot, document.segments, document.folder)
            return [render(describe(*at, number, "picture")) for number in HELD]

        first, *others = pictures()
        assert all((other == first).all() for other in others), "what is exported is the same"
        driver.page.canvas.setFocus()
        driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert [await color_at(driver, number) for number in HELD] == [BODY] * 3

    drive(body, str(walking_project(tmp_path, holding)))


def test_painting_where_a_key_is_held_changes_that_key(drive: Callable, tmp_path: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        document, actions = driver.workspace.document, driver.window.actions_table
        await click(driver, 7)
        await driver.until(lambda: document.shot.key(7), "the key")
        before, count = document.shot.key(7), document.undo_stack.count()
        driver.workspace.current_color.set_color(BODY)
        await click(driver, 5)
        await driver.until(lambda: document.undo_stack.count() > count, "the stroke")
        assert [key.number for key in document.shot.keys if key.number in HELD] == [7]
        assert document.shot.key(7).digest != before.digest
        assert [await color_at(driver, number) for number in HELD] == [BODY] * 3
        document.undo_stack.undo()
        assert [await color_at(driver, number) for number in HELD] == [GREEN] * 3
        driver.workspace.playhead.go(6)
        await driver.until(actions["take_back"].isEnabled, "the correction to be one that can be taken back")
        actions["take_back"].trigger()
        assert not [key for key in document.shot.keys if key.number in HELD]
        assert "frame 7" in driver.said[-1]

    drive(body, str(walking_project(tmp_path, holding)))


def test_a_fill_through_frames_on_a_held_key_paints_that_key(drive: Callable, tmp_path: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        document = driver.workspace.document
        await click(driver, 6)
        await driver.until(lambda: document.shot.key(6), "the key")
        driver.workspace.current_color.set_color(BLUE)
        await click(driver, 7, SHIFT)
        dialog = await answered(driver, "Fill 3 frames")
        assert dialog.text == "This area was found on 3 frames: frames 6-8."
        await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring to begin")
        await driver.idle()
        assert [await color_at(driver, number) for number in (4, 5, 6, 7, 8, 9)] == [
            BODY, BLUE, BLUE, BLUE, BLUE, BODY,
        ]  # fmt: skip
        assert [key.number for key in document.shot.keys if key.number in HELD] == [6]

    drive(body, str(walking_project(tmp_path, holding)))


def test_a_key_that_is_laid_has_one_name_wherever_it_is_held(drive: Callable, tmp_path: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        document, names = driver.workspace.document, driver.workspace.frames.names
        await click(driver, 7)
        await driver.until(lambda: document.shot.key(7), "the key")
        assert len({names.of(number, "picture") for number in HELD}) == 1

    drive(body, str(walking_project(tmp_path, holding)))


def test_of_two_keys_on_a_hold_each_frame_has_the_nearest() -> None:
    shot = shot_of((5, 7))
    assert [shown_key(shot, number) for number in (4, 5, 6, 7, 8)] == [
        None, shot.key(5), shot.key(5), shot.key(7), None,
    ]  # fmt: skip


def test_a_fill_through_frames_begins_where_the_drawing_does(drive: Callable, tmp_path: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        await click(driver, 7, SHIFT)
        dialog = await answered(driver, "Fill 4 frames")
        assert dialog.text == "This area was found on 4 frames: frames 5-8."
        await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring to begin")
        await driver.idle()
        assert [await color_at(driver, number) for number in (4, 5, 6, 7, 8, 9)] == [
            BODY, GREEN, GREEN, GREEN, GREEN, BODY,
        ]  # fmt: skip
        assert not [key for key in driver.workspace.document.shot.keys if key.number in HELD]

    drive(body, str(walking_project(tmp_path, holding)))


def test_frames_that_show_a_key_need_no_look(drive: Callable, tmp_path: Path) -> None:
    async def body(driver) -> None:
        await ready(driver)
        await click(driver, 7)
        document = driver.workspace.document
        await driver.until(lambda: document.shot.key(7), "the key")
        assert tuple(shown_keys(document.shot)) == (1, *HELD, 9)
        seen = tuple(shown_keys(document.shot))
        await driver.until(lambda: driver.workspace.checking._asked.keys == seen, "the checks to know")

    drive(body, str(walking_project(tmp_path, holding)))


def shot_of(keys: tuple[int, ...], hints: tuple[Hint, ...] = (), locked: bool = False) -> Shot:
    """Twelve frames, of which 5 to 7 hold one drawing."""
    names = [f"{HELD[0] if number in HELD else number:04d}" for number in range(1, 13)]
    drawings = tuple(Drawing(number, f"{name}.png", name) for number, name in enumerate(names, 1))
    line = LineArt("walk", "", 64, 48, drawings)
    choices = (SegmentChoice(Span(1, 8), locked=True),) if locked else ()
    laid = tuple(Key(number, f"{number}.png", f"{number}") for number in keys)
    return Shot("s", "walk", line=line, keys=laid, hints=hints, choices=choices)


def test_hints_on_held_frames_are_seen_there_instead_of_the_key():
    through = new_hint((0, 0, 0), Anchor(10, 1, 1), (3, 10))
    put = new_hint((0, 0, 0), Anchor(7, 1, 1))
    elsewhere = new_hint((0, 0, 0), Anchor(3, 1, 1))
    on_key = new_hint((0, 0, 0), Anchor(6, 1, 1))
    assert [*shown_keys(shot_of((6,)))] == [5, 6, 7]
    assert [*shown_keys(shot_of((6,), (through,)))] == [6]
    assert [*shown_keys(shot_of((6,), (put,)))] == [6]
    assert [*shown_keys(shot_of((6,), (elsewhere, on_key)))] == [5, 6, 7]
    assert [*shown_keys(shot_of((6,), (through, put), locked=True))] == [5, 6, 7], "which no hint changes"
    assert [*shown_keys(replace(shot_of((6,), (through, put)), colorizer="longanimation"))] == [5, 6, 7]


def test_held_frames_that_show_a_key_are_not_told_of_as_bare():
    shot = shot_of((6,))
    assert unfinished(shot, segments(shot, [], {}), Span(1, 12)).bare == 9
