"""Color is on the screen before its segment is done: the frame looked at first, and as it will be."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from queue_shown import begin

from app.project.staleness import Status

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL = Qt.KeyboardModifier.ControlModifier
LOOKED_AT = 9


def test_the_frame_looked_at_is_seen_in_color_while_its_segment_is_made(
    drive: Callable, make_shot: Callable, tmp_path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=48)

    async def body(driver) -> None:
        await begin(driver, shot)
        workspace, shown = driver.workspace, dict[int, QImage]()
        document, frames = workspace.document, workspace.frames

        def keep(number: int, image: QImage) -> None:
            shown[number] = image

        frames.ready.connect(keep)
        workspace.playhead.go(LOOKED_AT)
        await driver.until(lambda: not frames.waiting, "the line art")
        bare = frames.names.of(LOOKED_AT, "picture")
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: frames.described(LOOKED_AT).colored and not frames.waiting, "color")
        assert not document.takes, "long before the segment is done"
        assert workspace.coloring.status(document.segments[0]).status is Status.WORKING
        early = shown[LOOKED_AT].copy()
        assert driver.page.canvas._note == ""
        assert not frames.described(40).colored

        # It is to be seen only: what is painted on or written into files is what the project has.
        assert frames.names.of(LOOKED_AT, "picture") == bare
        assert document.segments[0].take is None

        await driver.until(lambda: document.takes, "the segment", 120)
        assert document.early_at(LOOKED_AT) is None
        driver.key(Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
        await driver.idle()
        await driver.until(lambda: frames.described(LOOKED_AT) == frames.names.of(LOOKED_AT, "picture"), "the take")
        await driver.until(lambda: not frames.waiting, "its picture")
        assert shown[LOOKED_AT] == early, "not a pixel changes when the take is there"

    drive(body, engine=slow_engine)


def test_a_frame_is_painted_on_as_it_is_seen_early(drive: Callable, make_shot: Callable, tmp_path, slow_engine) -> None:
    shot = make_shot(tmp_path / "walk", frames=24)

    async def body(driver) -> None:
        await begin(driver, shot)
        workspace = driver.workspace
        document, easel = workspace.document, workspace.easel
        workspace.playhead.go(LOOKED_AT)
        await driver.act("paint_fill")
        await driver.until(lambda: easel.ready and easel.number == LOOKED_AT, "the bare frame")
        assert not easel.sheet.color[..., 3].any()
        await driver.act("generate")
        await driver.until(lambda: document.early_at(LOOKED_AT), "color")
        await driver.until(lambda: easel.fillable and easel.sheet.color[..., 3].all(), "the colored frame")
        easel.sheet.begin()
        easel.sheet.fill(easel.gap, 4, 4, 0, np.array([1, 2, 3, 255], np.uint8))
        colors = easel.sheet.color.copy()
        assert easel.commit("Fill")
        await easel.settled()
        await driver.until(lambda: document.shot.key(LOOKED_AT), "the key")
        assert document.early_at(LOOKED_AT) is not None
        assert workspace.frames.described(LOOKED_AT) == workspace.frames.names.of(LOOKED_AT, "picture")
        await driver.act("cancel")
        await driver.idle()
        assert np.array_equal(easel.sheet.color, colors), "what was painted on stays, whatever becomes of the run"

    drive(body, engine=slow_engine)


def test_a_file_that_is_gone_is_done_without(drive: Callable, make_shot: Callable, tmp_path, slow_engine) -> None:
    shot = make_shot(tmp_path / "walk", frames=24)

    async def body(driver) -> None:
        await begin(driver, shot)
        workspace = driver.workspace
        document, frames = workspace.document, workspace.frames
        failed: list[str] = []
        frames.failed.connect(lambda number, sentence: failed.append(sentence))
        await driver.act("generate")
        await driver.until(lambda: document.early_at(2), "color")
        for file in (document.folder / "cache").rglob("early/*.frames"):
            file.unlink()
        early = document.early_at(2)
        workspace.playhead.go(3 if early.span.last < 3 else early.span.last)
        workspace.playhead.go(2)
        await driver.until(lambda: not frames.waiting, "a picture")
        assert not failed
        await driver.act("cancel")
        await driver.idle()

    drive(body, engine=slow_engine)


def test_what_was_seen_early_is_gone_when_coloring_is_cancelled(
    drive: Callable, make_shot: Callable, tmp_path, slow_engine
) -> None:
    shot = make_shot(tmp_path / "walk", frames=24)

    async def body(driver) -> None:
        await begin(driver, shot)
        workspace = driver.workspace
        workspace.playhead.go(LOOKED_AT)
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: workspace.frames.described(LOOKED_AT).colored, "color")
        await driver.until(driver.window.actions_table["cancel"].isEnabled, "the end to be offered")
        driver.key(Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
        await driver.until(lambda: not workspace.frames.described(LOOKED_AT).colored, "the line art again", 5)
        await driver.idle()
        assert not workspace.document.takes
        assert not driver.said

    drive(body, engine=slow_engine)
