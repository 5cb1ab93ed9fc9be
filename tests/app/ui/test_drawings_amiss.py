"""Drawings that are gone, damaged or changed on disk: what is said of them, the way out, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from walking_project import walking_project

from app.project.staleness import Status

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def drawn(number: int, fill: bool) -> np.ndarray:
    """(160, 240, 3) uint8 RGB: a box that walks to the right."""
    image = np.full((160, 240, 3), (180, 200, 220) if fill else (255, 255, 255), np.uint8)
    left = 20 + 3 * number
    if fill:
        cv2.rectangle(image, (left, 60), (left + 60, 140), (200, 40, 30), -1)
    cv2.rectangle(image, (left, 60), (left + 60, 140), (0, 0, 0), 2)
    return image


def path_of(project: Path, number: int) -> Path:
    """The file of a drawing."""
    return project.parent / "line" / f"walk.{number:04d}.png"


def states(driver) -> list[Status]:
    """What is shown of each segment."""
    return [driver.workspace.coloring.status(each).status for each in driver.workspace.document.segments]


async def generated(driver) -> None:
    """All that can be colored is."""
    await driver.act("generate")
    await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring to begin")
    await driver.idle()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Sixteen frames in segments of four, with keys on frames 1 and 9."""
    return walking_project(tmp_path, drawn)


def test_what_failed_of_missing_drawings_can_be_mended_from_its_notice_and_is_then_as_before(
    drive: Callable, project: Path
) -> None:
    async def body(driver) -> None:
        await driver.opened()
        lines = path_of(project, 1).parent
        await driver.until(lambda: not driver.window.errands.busy, "it to rest")
        lines.rename(lines.with_name("moved"))
        await generated(driver)
        assert set(states(driver)) == {Status.FAILED}
        await driver.until(lambda: driver.said, "the error")
        failed = driver.window.notices.shown[0]
        assert failed.kind == "error"
        driver.press_button(failed, "Find moved files...")
        await driver.name_file(lines.with_name("moved"))
        await driver.until(lambda: "16 of 16 drawings found unchanged." in driver.said, "the drawings")
        assert set(states(driver)) == {Status.EMPTY}
        await driver.until(lambda: not any(each.kind == "error" for each in driver.window.notices.shown), "its end")
        await generated(driver)
        assert set(states(driver)) == {Status.READY}

    drive(body, str(project))
