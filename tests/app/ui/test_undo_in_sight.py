"""Undo and redo are seen: the playhead goes to the frame that they change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from painting_hand import RED, inner, painter_in, project_to_paint

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def project(make_shot: Callable, tmp_path: Path) -> Path:
    return project_to_paint(make_shot, tmp_path)


def test_undo_and_redo_go_to_the_frame_that_they_change(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter, playhead = await painter_in(driver), driver.workspace.playhead
        document = driver.workspace.document
        playhead.go(9)
        await painter.take_up("paint_fill")
        driver.workspace.current_color.set_color(RED)
        painter.click(*inner(painter))
        await painter.settled()
        assert painter.key(9) is not None
        playhead.go(1)
        await driver.act("undo")
        assert painter.key(9) is None
        assert playhead.number == 9
        playhead.go(3)
        await driver.act("redo")
        assert painter.key(9) is not None
        assert playhead.number == 9
        playhead.go(3)
        document.edit("Seed", replace(document.shot, seed=7))
        await driver.act("undo")
        assert playhead.number == 3, "what is of no frame leaves the playhead alone"

    drive(body, str(project))
