"""Notices: few errors at a time, gone with Esc, with the project they were about, and when it is tried again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.sample import sample_project

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_errors_leave(drive: Callable, tmp_path: Path) -> None:
    sample = sample_project()

    async def body(driver) -> None:
        await driver.opened()
        notices, projects, errands = driver.window.notices, driver.application.projects, driver.window.errands
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            errands.run(projects.open(tmp_path / name))
            await driver.until(lambda name=name: name in " ".join(driver.said), "an error")
            assert len(driver.said) == 1  # it was tried again

        notices.error("First.")
        notices.error("Second.")
        assert driver.said == ["First.", "Second."]
        driver.page.canvas.setFocus()
        driver.key(Qt.Key.Key_Escape)
        assert driver.said == ["First."]
        driver.page.timeline.setFocus()
        driver.key(Qt.Key.Key_Escape)
        assert driver.said == []
        driver.key(Qt.Key.Key_Escape)

        notices.error("Of this project.")
        notices.warn("Not about what failed.")
        await projects.enter(await projects.new("other"))
        assert driver.said == ["Not about what failed."]

    drive(body, str(sample))
