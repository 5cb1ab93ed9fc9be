"""What stands on the canvas and in the hint when a segment could not be colored: not that it is merely empty."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.media.batch import find_shots, make_project
from app.media.keys import lay_key
from app.project.model import Project, with_key
from app.project.storage import open_project, save_project
from app.ui.viewer import viewer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_a_failed_segment_is_told_from_an_empty_one(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    drawn = make_shot(tmp_path / "walk", frames=6, size=(64, 48))
    project = tmp_path / "walk.shiage"
    make_project(find_shots([tmp_path / "walk"])[0], project, Fraction(24))
    shot = open_project(project).project.shots[0]
    assert shot.line is not None
    key = lay_key(drawn.color[0], shot.line, 1, project).key
    save_project(project, Project((with_key(shot, key),)))

    async def body(driver) -> None:
        await driver.opened()
        driver.workspace.playhead.go(4)
        canvas, hints = driver.page.canvas, driver.window.hints
        await driver.until(lambda: canvas._note == viewer.NO_COLOR, "the line art")
        (project / key.path).unlink()
        driver.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await driver.until(lambda: canvas._note == viewer.FAILED, "the failure")
        await driver.until(lambda: hints.words.startswith("1 segment could not be colored."), "the hint")

    drive(body, str(project))
