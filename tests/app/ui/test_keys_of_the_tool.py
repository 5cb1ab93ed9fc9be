"""With a paint tool in hand, keys are the tool's wherever a click was before: the picture gets the keyboard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from painting_hand import Painter, inner, painter_in, project_to_paint
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.ui.paint.paint_view import HOLD
from app.ui.paint.toolbox import Tool

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def project(make_shot: Callable, tmp_path: Path) -> Path:
    return project_to_paint(make_shot, tmp_path)


async def point_at(driver, widget: QWidget, at: QPoint | QPointF) -> None:
    """Move the pointer there as the window system does, so that widgets are left and entered."""
    at = at.toPoint() if isinstance(at, QPointF) else at
    window = driver.window
    # not from within a task: it lets others run on
    asyncio.get_running_loop().call_soon(QTest.mouseMove, window.windowHandle(), widget.mapTo(window, at))
    await asyncio.sleep(0.05)  # until it is told there


async def with_a_brush(driver) -> Painter:
    """Take up the brush, and click the timeline."""
    painter = await painter_in(driver)
    await painter.take_up("paint_brush")
    timeline = driver.page.timeline
    await point_at(driver, timeline, driver.on_timeline(3))
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=driver.on_timeline(3))
    assert timeline.hasFocus(), "the timeline is where the click was"
    await painter.ready()
    return painter


def test_a_tool_that_is_chosen_gives_the_picture_the_keyboard(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await painter_in(driver)
        page, toolbox = driver.page, driver.workspace.toolbox
        await driver.until(page.panel.palettes.list.count, "the palette")
        for part in (page.timeline, page.panel.palettes.list):
            part.setFocus()
            driver.key(Qt.Key.Key_B)
            assert toolbox.tool is Tool.BRUSH
            assert page.canvas.hasFocus()
            size = toolbox.size
            driver.key(Qt.Key.Key_BracketRight)
            assert toolbox.size > size
            assert driver.workspace.playhead.in_out is None, "the bracket set a point of the range"
            part.setFocus()
            await driver.act("paint_picker")  # by menu or tool bar
            assert page.canvas.hasFocus()
            part.setFocus()
            await driver.act("hint_tool")
            assert page.canvas.hasFocus()
            part.setFocus()
            await driver.act("paint_none")
            assert part.hasFocus(), "without a tool, the keyboard stays where it is"

    drive(body, str(project))


def test_the_pointer_brings_the_keyboard_to_the_picture_with_a_tool(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await with_a_brush(driver)
        canvas, toolbox = driver.page.canvas, driver.workspace.toolbox
        await point_at(driver, canvas, painter.spot(*inner(painter)))
        assert canvas.hasFocus()
        size = toolbox.size
        driver.key(Qt.Key.Key_BracketRight)
        assert toolbox.size > size
        assert driver.workspace.playhead.in_out is None, "the bracket set a point of the range"
        driver.key(Qt.Key.Key_K)
        assert toolbox.tool is Tool.PICKER
        QTest.keyPress(canvas, Qt.Key.Key_Space)
        assert painter.view.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents), "Space does not pan"
        QTest.keyRelease(canvas, Qt.Key.Key_Space)

    drive(body, str(project))


def test_a_click_beside_the_picture_leaves_the_tool_its_keys(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await with_a_brush(driver)
        page, toolbox, playhead = driver.page, driver.workspace.toolbox, driver.workspace.playhead
        await driver.until(page.panel.palettes.list.count, "the palette")
        swatches = page.panel.palettes.list
        for part in (page.timeline, swatches, page.panel.generate_button):
            await driver.act("paint_brush")
            part.setFocus()
            size = toolbox.size
            driver.key(Qt.Key.Key_BracketRight)
            driver.key(Qt.Key.Key_BracketRight)
            driver.key(Qt.Key.Key_BracketLeft)
            assert toolbox.size > size
            assert playhead.in_out is None, "the bracket set a point of the range"
            driver.key(Qt.Key.Key_K)
            assert toolbox.tool is Tool.PICKER
            driver.key(Qt.Key.Key_F)
            assert toolbox.tool is Tool.FILL
            assert part.hasFocus()
        await driver.act("paint_brush")
        page.timeline.setFocus()
        QTest.keyPress(page.timeline, Qt.Key.Key_K)
        assert toolbox.tool is Tool.PICKER
        await asyncio.sleep(HOLD + 0.05)
        QTest.keyRelease(page.timeline, Qt.Key.Key_K)
        assert toolbox.tool is Tool.BRUSH, "a key that is held picks for as long"
        swatches.setFocus()
        driver.key(Qt.Key.Key_Home)
        driver.key(Qt.Key.Key_Down)
        assert swatches.currentRow() == 1, "arrows are the list's"
        page.transport.frame.setFocus()
        driver.key(Qt.Key.Key_K)
        driver.key(Qt.Key.Key_BracketRight)
        assert toolbox.tool is Tool.BRUSH, "in a field keys are text"
        await driver.act("paint_none")
        page.timeline.setFocus()
        driver.key(Qt.Key.Key_BracketRight)
        assert playhead.in_out is not None, "without a tool they are the window's"

    drive(body, str(project))


def test_a_pen_brings_it_too(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await with_a_brush(driver)
        painter.hover_pen(*inner(painter))
        assert driver.page.canvas.hasFocus()

    drive(body, str(project))


def test_the_pointer_leaves_the_keyboard_where_something_is_written_and_without_a_tool(
    drive: Callable, project: Path
) -> None:
    async def body(driver) -> None:
        painter = await with_a_brush(driver)
        page, window, toolbox = driver.page, driver.window, driver.workspace.toolbox
        middle = QPointF(painter.spot(*inner(painter)))
        page.transport.frame.setFocus()
        await point_at(driver, page.canvas, middle)
        assert page.transport.frame.hasFocus()
        driver.key(Qt.Key.Key_E)
        assert toolbox.tool is Tool.BRUSH, "letters are text while a field has the keyboard"
        await driver.act("paint_none")
        await point_at(driver, page.timeline, driver.on_timeline(4))
        page.timeline.setFocus()
        await point_at(driver, page.canvas, middle)
        assert page.timeline.hasFocus()
        assert window.isActiveWindow()

    drive(body, str(project))
