"""Notices: few errors at a time, gone with Esc, with the project they were about, and when it is tried again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.sample import sample_project
from app.ui.notices import Offer

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


def test_a_notice_that_goes_leaves_the_keys_to_the_canvas(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await driver.until(driver.window.isActiveWindow, "the window to have the keyboard", 5)
        done: list[str] = []
        driver.window.notices.info("Something.", Offer("Do it", lambda: done.append("it")))
        button = next(button for button in driver.window.notices.findChildren(QPushButton) if button.text() == "Do it")
        button.setFocus(Qt.FocusReason.TabFocusReason)
        await driver.until(button.hasFocus, "the button to have the keyboard", 5)
        driver.key(Qt.Key.Key_Space)
        assert done == ["it"]
        assert driver.said == []
        assert driver.page.canvas.hasFocus()

    drive(body, "--sample")
