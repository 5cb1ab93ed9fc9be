"""Lines are colored with the bucket: seen before the click, kept in the key, carried by Draft."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from painting_hand import RED, inner, painter_in, project_to_paint
from PySide6.QtCore import QEvent, Qt

from app.media.pictures import ShotPictures
from app.ui.paint.hand import NO_LINE
from app.ui.paint.toolbox import Tool

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


VIOLET = (150, 0, 200)  # no color of the figure is like it
NEAR = 12  # levels of a channel: few pixels of thin lines are nothing but ink


@pytest.fixture
def project(make_shot: Callable, tmp_path: Path) -> Path:
    return project_to_paint(make_shot, tmp_path)


def near(color, other: tuple[int, int, int]) -> bool:
    return bool(np.abs(np.subtract(color, other, dtype=int)).max() <= NEAR)


async def ready(painter) -> None:
    """The frame's lines are known."""
    await painter.ready()
    await painter.driver.until(lambda: painter.easel.traceable, "the lines")


def a_line(painter) -> tuple[int, int]:
    """A pixel in full ink, on a long stretch of line."""
    sheet, gap = painter.easel.sheet, painter.easel.gap
    core = np.argwhere(sheet.base.lines._cover(np.arange(sheet.touched.size)).reshape(sheet.touched.shape) >= 250)
    stretches = [(sheet.stretch(gap, int(x), int(y)), (int(x), int(y))) for y, x in core[:: max(1, len(core) // 40)]]
    return max(stretches, key=lambda each: np.count_nonzero(each[0].mask))[1]


def test_a_click_colors_the_line_that_is_seen_before_it(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        toolbox = driver.workspace.toolbox
        await driver.act("fill_range")
        await driver.act("fill_lines")
        assert toolbox.tool is Tool.FILL
        assert toolbox.on_lines
        assert not toolbox.through
        await ready(painter)
        driver.workspace.current_color.set_color(RED)
        x, y = a_line(painter)
        before, first = painter.pixels(1), painter.key(1)
        painter.send(QEvent.Type.MouseMove, x, y)
        preview = painter.view._preview
        assert preview is not None
        seen, ahead = preview.area, painter.seen(x, y)
        painter.click(x, y)
        assert near(ahead, RED)
        assert painter.seen(x, y) == ahead
        await painter.settled()
        after = painter.pixels(1)
        assert near(after[y, x], RED)
        other = np.ones(after.shape[:2], bool)
        other[seen.window] = ~seen.mask
        np.testing.assert_array_equal(after[other], before[other])
        assert driver.workspace.document.undo_stack.undoText() == "Color lines"
        await driver.until(
            lambda: driver.page.panel.palettes.palette_now.swatch(RED) is not None, "a swatch of the line's color"
        )
        await asyncio.sleep(2.5)  # its key is looked through in a rest
        assert driver.page.panel.palettes.palette_now.swatch(RED) is not None
        driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert painter.key(1) == first
        assert not near(painter.seen(x, y), RED)
        driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        assert near(painter.seen(x, y), RED)
        painter.click(*inner(painter))
        assert driver.workspace.document.undo_stack.count() == 1, "it fills no area"
        assert [notice.sentence for notice in driver.window.notices.shown] == [NO_LINE]

    drive(body, str(project))


def test_a_line_keeps_its_color_when_its_key_is_opened_again_and_painted_on(drive: Callable, project: Path) -> None:
    found: list[tuple[int, int]] = []

    async def color(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("fill_lines")
        await ready(painter)
        driver.workspace.current_color.set_color(RED)
        found.append(a_line(painter))
        painter.click(*found[0])
        await painter.settled()

    async def paint(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_brush")
        assert not driver.workspace.toolbox.on_lines
        driver.workspace.current_color.set_color((20, 200, 40))
        driver.workspace.toolbox.set_size(30)
        x, y = found[0]
        painter.drag((x - 10, y), (x + 10, y))
        await painter.settled()
        assert near(painter.pixels(1)[y, x], RED)

    drive(color, str(project))
    drive(paint, str(project))


def test_draft_carries_the_color_of_a_line(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("fill_lines")
        await ready(painter)
        driver.workspace.current_color.set_color(VIOLET)
        y, x = np.argwhere(painter.easel.sheet.base.lines.ink)[0]  # over the hair, whose color nothing else has
        painter.click(int(x), int(y) + 1)
        await painter.settled()
        await driver.act("paint_none")
        document = driver.workspace.document
        option = driver.page.panel.generating.colorizer.lines
        await driver.until(option.isVisible, "the option to color lines as the keys do")
        option.click()
        await driver.act("generate")
        await driver.until(lambda: all(segment.fresh for segment in document.segments), "the takes", 240)
        await driver.idle()
        picture = ShotPictures(document.shot, document.segments, document.folder).picture(2, "picture")
        assert (np.abs(picture.astype(int) - VIOLET).max(axis=2) <= 70).sum() > 20

    drive(body, str(project))


def test_a_click_before_the_lines_are_known_colors_one_when_they_are(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("fill_lines")
        await ready(painter)
        x, y = a_line(painter)
        driver.workspace.current_color.set_color(RED)
        areas = painter.easel.sheet.areas[painter.easel.gap]
        known, areas.stretches = areas.stretches, None
        painter.click(x, y)
        assert not painter.easel.busy
        assert not driver.window.notices.shown
        areas.stretches = known
        painter.easel.changed.emit()
        await painter.settled()
        assert near(painter.pixels(1)[y, x], RED)

    drive(body, str(project))


def test_lines_are_looked_for_only_where_they_are_to_be_colored(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_fill")
        for number in (2, 1):
            driver.workspace.playhead.go(number)
            await painter.ready(number)
        sheet, easel = painter.easel.sheet, painter.easel
        await driver.until(lambda: not easel._tasks, "all that is made ready")
        assert sheet.areas[easel.gap].stretches is None, "the next frame need not wait for it"
        await driver.act("fill_lines")
        await ready(painter)
        driver.workspace.playhead.go(2)
        await painter.ready(2)
        await ready(painter)

    drive(body, str(project))
