"""Colors while painting and exporting: the palette in the row of a tool's options, a typed number, another palette."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QLineEdit, QMenu
from test_main_window_export import ask, leave
from test_palette_in_window import NIGHT, SHIRT, begin, change_color, mark, panel

from app.ui.dialogs.swatch_dialogs import NameDialog
from app.ui.paint.color_button import ColorButton
from app.ui.paint.tool_strip import ALSO, TOOLS
from app.ui.paint.toolbox import Tool
from app.ui.widgets import MoreButton
from engine.imaging.stills import read_still

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.mark.parametrize("size", [(1280, 720), (960, 600)])
def test_a_color_of_the_palette_is_a_click_away_in_a_small_window(
    drive: Callable, timeline_shot, size: tuple[int, int]
) -> None:
    async def body(driver) -> None:
        driver.window.resize(*size)
        await begin(driver, timeline_shot)
        await driver.act("paint_brush")
        row, bar = driver.page.options.swatches, driver.page.options
        await driver.until(row.isVisible, "the colors")
        wanted = panel(driver).palette_now.swatches
        assert row.swatches == wanted
        for at in range(len(wanted)):
            inside = QRect(row.mapTo(bar, row.place(at).topLeft()), row.place(at).size())
            assert bar.rect().contains(inside), at
        current = driver.workspace.current_color
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.place(2).center())
        assert (current.color, current.chosen) == (wanted[2].id, True)
        assert row.accessibleName() == f"Colors of the palette, {wanted[2].name}"
        row.setFocus()
        number = driver.workspace.playhead.number
        QTest.keyClick(row, Qt.Key.Key_Left)
        assert (current.color, driver.workspace.playhead.number) == (wanted[1].id, number)
        lowest = max(part.mapTo(driver.page.strip, part.rect().bottomLeft()).y() for part in driver.page.strip.shown)
        assert lowest <= driver.page.strip.height(), "buttons of the strip of tools are whole"

    drive(body)


def test_a_color_without_room_in_the_row_is_in_it_while_it_is_painted_with(drive: Callable, timeline_shot) -> None:
    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        await driver.act("paint_brush")
        row, wanted = driver.page.options.swatches, panel(driver).palette_now.swatches
        row.setFixedWidth(row.place(2).left())
        await driver.until(lambda: row.width() < 3 * row.place(0).width(), "two squares")
        driver.workspace.current_color.set_color(wanted[-1].id)
        assert row.swatches == (wanted[0], wanted[-1])

    drive(body)


def test_the_number_of_a_color_is_typed_without_a_click(drive: Callable, timeline_shot) -> None:
    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        await driver.act("paint_color")
        dialog = await driver.dialog(QColorDialog)
        field = next(each for each in dialog.findChildren(QLineEdit) if each.text().startswith("#"))
        await driver.until(field.hasFocus, "the field of the number to have the keyboard")
        QTest.keyClicks(field, "#123456")
        QTest.keyClick(field, Qt.Key.Key_Return)
        await driver.until(lambda: driver.workspace.current_color.color == (0x12, 0x34, 0x56), "the color")

    drive(body)


def test_another_palette_than_the_shown_one_is_exported(drive: Callable, timeline_shot, tmp_path: Path) -> None:
    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        dialog = await ask(driver)
        assert not dialog.palettes.isVisible(), "there is nothing to choose"
        await leave(driver, dialog)
        await driver.act("clone_palette")
        (await driver.dialog(NameDialog)).accept()
        await driver.until(lambda: len(driver.workspace.document.shot.palettes.each) == 2, "the clone")
        await change_color(driver, SHIRT, NIGHT)
        dialog = await ask(driver)
        assert (dialog.palettes.isVisible(), dialog.palette_name) == (True, "Night")
        for at, name in enumerate(("Day", "Night")):
            if dialog is None:
                dialog = await ask(driver)
            out = tmp_path / name
            dialog.palettes.setCurrentIndex(at)
            dialog.first.setValue(1)
            dialog.last.setValue(1)
            dialog.folder.setText(str(out))
            driver.press_button(dialog, "Export")
            await driver.until(lambda out=out: list(out.rglob("*.png")) and not driver.window.errands.busy, name)
            dialog = None
        assert driver.workspace.document.shot.palettes.shown.name == "Night"

    drive(body)
    made = {name: read_still(next((tmp_path / name).rglob("*.png")))[..., :3] for name in ("Day", "Night")}
    for name, has, lacks in (("Day", SHIRT, NIGHT), ("Night", NIGHT, SHIRT)):
        assert np.count_nonzero((made[name] == has).all(axis=2)) > 100
        assert np.count_nonzero((made[name] == lacks).all(axis=2)) == 0


def test_the_dialog_says_what_place_it_exports_to(drive: Callable, timeline_shot, tmp_path: Path) -> None:
    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        dialog = await ask(driver)
        assert dialog.place == "The folder above the line art; no file is written among the drawings."
        dialog.folder.setText(str(tmp_path / "elsewhere"))
        await asyncio.sleep(0)
        assert dialog.place == ""
        dialog.folder.setText(str(Path.home()))
        assert dialog.place == "Your own folder; choose another one where the shot belongs."
        dialog.folder.setText(str(driver.workspace.folder.parent))
        assert dialog.place == "The folder that holds the project."
        await leave(driver, dialog)

    drive(body)


def test_a_single_palette_offers_no_choice(drive: Callable, timeline_shot) -> None:
    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        mark(driver, SHIRT)
        await change_color(driver, SHIRT, NIGHT)
        assert len(driver.workspace.document.shot.palettes.each) == 1
        assert not panel(driver).box.isVisibleTo(panel(driver))

    drive(body)


def test_tools_without_room_are_in_a_menu_at_the_foot_of_the_strip(drive: Callable, timeline_shot) -> None:
    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        strip = driver.page.strip
        strip.setFixedHeight(500)
        await driver.until(strip.more_button.isHidden, "room for all")
        strip.setFixedHeight(150)
        await driver.until(strip.more_button.isVisible, "the button for the others")
        assert strip.more_button.geometry().bottom() <= strip.height()
        menu = strip.more_button.menu()
        menu.aboutToShow.emit()
        texts = [action.text() for action in menu.actions()]
        kept = {part.defaultAction().text() for part in strip.shown if part.defaultAction() is not None}
        every = [driver.window.actions_table[name] for name in (*TOOLS, *ALSO)]
        assert texts == [action.text() for action in every if action.text() not in kept]
        assert "Eraser" in texts
        assert any(isinstance(part, ColorButton) for part in strip.shown), "the color that is painted with is seen"
        next(action for action in menu.actions() if action.text() == "Eraser").trigger()
        await driver.until(lambda: driver.workspace.toolbox.tool is Tool.ERASER, "the eraser in hand")

    drive(body)


def test_switches_without_room_are_in_a_menu_at_the_end_of_the_row(drive: Callable, timeline_shot) -> None:
    async def body(driver) -> None:
        await begin(driver, timeline_shot)
        await driver.act("paint_fill")
        options, names = driver.page.options, ("fill_range", "fill_lines", "paint_lines", "mark_unpainted")
        more = options.findChild(MoreButton)
        options.setFixedWidth(1600)
        await driver.until(more.isHidden, "room for all")
        options.setFixedWidth(260)
        await driver.until(more.isVisible, "the button for the others")
        more.menu().aboutToShow.emit()
        listed = more.menu().actions()
        assert set(listed) <= {driver.window.actions_table[name] for name in names}
        marked = driver.window.actions_table["mark_unpainted"]
        assert marked in listed
        await driver.until(marked.isEnabled, "the tool to be known in the menus")
        before = driver.workspace.toolbox.holes_shown
        marked.trigger()
        await driver.until(lambda: driver.workspace.toolbox.holes_shown != before, "the switch to turn")

    drive(body)


def test_without_a_color_to_choose_the_button_asks_for_one_at_once(drive: Callable, timeline_shot) -> None:
    async def body(driver) -> None:
        await driver.begin(timeline_shot.line_folder)
        button = driver.page.strip.findChild(ColorButton)
        await driver.act("paint_fill")

        async def opened(press: Callable[[], None]) -> bool:
            """Whether that opened a menu, rather than the dialog; it is closed again."""
            QTimer.singleShot(0, press)  # not from here: a menu is waited for where it is asked for
            menu, modal = QApplication.activePopupWidget, QApplication.activeModalWidget
            await driver.until(lambda: menu() or modal(), "what the button opens")
            found, shown = menu() is not None, menu() or modal()
            assert isinstance(shown, QMenu if found else QColorDialog)
            shown.close()
            await driver.until(lambda: menu() is None and modal() is None, "it to close")
            return found

        assert not await opened(lambda: QTest.mouseClick(button, Qt.MouseButton.LeftButton)), "a menu of one entry"
        assert not await opened(lambda: QTest.keyClick(button, Qt.Key.Key_Space))
        driver.drop(driver.page.timeline, driver.on_timeline(1), [timeline_shot.color[0]])
        await driver.until(lambda: panel(driver).palette_now.swatches, "the swatches")
        assert await opened(lambda: QTest.mousePress(button, Qt.MouseButton.LeftButton))

    drive(body)
