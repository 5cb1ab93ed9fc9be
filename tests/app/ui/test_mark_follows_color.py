"""With a paint tool in hand, the swatch marked in the palette is the one of the color in hand, or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from painting_hand import inner, painter_in, project_to_paint
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QColorDialog

from app.project.palettes import Color
from app.ui.panels.palette_panel import PalettePanel
from app.ui.reasons import NOT_YET

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
NEW = (30, 60, 200)


@pytest.fixture
def project(make_shot: Callable, tmp_path: Path) -> Path:
    return project_to_paint(make_shot, tmp_path)


def marked(panel: PalettePanel) -> Color | None:
    """The color in keys of the swatch that is marked."""
    swatch = panel.marked
    return swatch.id if swatch is not None else None


async def choose(driver, color: tuple[int, int, int]) -> None:
    """Paint with a color from now on, through the dialog of its key."""
    driver.key(Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    dialog = await driver.dialog(QColorDialog)
    dialog.setCurrentColor(QColor(*color))
    driver.press_button(dialog, "Use this color")
    await driver.until(lambda: driver.workspace.current_color.color == color, "the color")
    await driver.keyboard()


def test_a_color_that_is_no_swatch_yet_has_none_marked_and_the_buttons_say_why(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter, panel = await painter_in(driver), driver.page.panel.palettes
        await driver.until(lambda: len(panel.palette_now.swatches) > 1, "the swatches")
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=panel.list.visualItemRect(
            panel.list.item(1)).center())  # fmt: skip
        await painter.take_up("paint_fill")
        assert panel.marked == panel.palette_now.swatches[1]
        await choose(driver, NEW)
        assert panel.marked is None
        await driver.until(lambda: not panel.edit_button.isEnabled(), "the button to be off")
        assert NOT_YET in panel.edit_button.toolTip()
        panel.list.setFocus(Qt.FocusReason.TabFocusReason)
        assert panel.marked is None
        assert driver.workspace.current_color.color == NEW
        painter.click(*inner(painter))
        await painter.settled()
        await driver.until(lambda: panel.marked is not None, "its swatch")
        assert marked(panel) == NEW
        await driver.until(panel.edit_button.isEnabled, "the button to be on")
        assert NOT_YET not in panel.edit_button.toolTip()
        before = panel.palette_now.swatches[0].id
        driver.workspace.current_color.set_color(before)
        assert marked(panel) == before

    drive(body, str(project))


def test_a_swatch_that_is_marked_with_a_tool_in_hand_is_in_hand(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter, panel = await painter_in(driver), driver.page.panel.palettes
        await driver.until(lambda: len(panel.palette_now.swatches) > 1, "the swatches")
        current, each = driver.workspace.current_color, panel.palette_now.swatches
        await painter.take_up("paint_brush")
        assert marked(panel) == current.color, "what a tool begins with is marked too"
        panel.list.setFocus()
        driver.key(Qt.Key.Key_Home)
        driver.key(Qt.Key.Key_Down)
        assert panel.marked == each[1]
        assert current.color == each[1].id
        await driver.act("paint_none")
        panel.list.setFocus()
        driver.key(Qt.Key.Key_Up)
        assert panel.marked == each[0], "without a tool the list is gone through alone"
        assert current.color == each[1].id

    drive(body, str(project))


def test_one_click_on_a_swatch_takes_it_in_hand(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter, panel = await painter_in(driver), driver.page.panel.palettes
        await driver.until(lambda: len(panel.palette_now.swatches) > 1, "the swatches")
        current, each = driver.workspace.current_color, panel.palette_now.swatches
        for tool in ("paint_brush", "paint_fill"):
            await painter.take_up(tool)
            for at in (1, 0, 1, 0):
                place = panel.list.visualItemRect(panel.list.item(at)).center()
                QTest.mousePress(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
                assert (panel.marked, current.color) == (each[at], each[at].id)
                QTest.mouseRelease(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
                assert (panel.marked, current.color) == (each[at], each[at].id)
                assert panel.list.currentRow() == at
                assert [item.isSelected() for item in map(panel.list.item, range(2))] == [at == 0, at == 1]
                await driver.until(panel.edit_button.isEnabled, "the button to be on")

    drive(body, str(project))
