"""Tools are taken up by keys, held for a moment, and left in hand; Alt picks and Space pans meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from mouse_by_hand import move_mouse
from painting_hand import RED, inner, painter_in, project_to_paint
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.notices import Offer
from app.ui.paint.paint_view import HOLD
from app.ui.paint.toolbox import Tool

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def project(make_shot: Callable, tmp_path: Path) -> Path:
    return project_to_paint(make_shot, tmp_path)


def test_tools_are_taken_up_by_keys_of_the_canvas_alone_and_escape_puts_them_away(
    drive: Callable, project: Path
) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        toolbox, canvas, field = driver.workspace.toolbox, driver.page.canvas, driver.page.transport.frame
        canvas.setFocus()
        canvas.zoom_by(2)
        driver.key(Qt.Key.Key_F)
        assert canvas.fitted  # without a tool in hand, F fits
        assert toolbox.tool is None
        for key, tool in ((Qt.Key.Key_B, Tool.BRUSH), (Qt.Key.Key_E, Tool.ERASER), (Qt.Key.Key_F, Tool.FILL),
                          (Qt.Key.Key_K, Tool.PICKER), (Qt.Key.Key_G, Tool.FILL)):  # fmt: skip
            driver.key(key)
            assert toolbox.tool is tool
        size = toolbox.size
        driver.key(Qt.Key.Key_BracketRight)
        assert toolbox.size > size
        driver.key(Qt.Key.Key_BracketLeft)
        assert toolbox.size == size
        assert driver.workspace.playhead.in_out is None
        driver.key(Qt.Key.Key_Escape)
        assert toolbox.tool is None
        field.setFocus()
        for key in (Qt.Key.Key_B, Qt.Key.Key_E, Qt.Key.Key_F, Qt.Key.Key_G):
            driver.key(key)
            assert toolbox.tool is None
        await painter.driver.until(lambda: True)

    drive(body, str(project))


def test_escape_puts_the_tool_away_wherever_the_keyboard_is(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await painter_in(driver)
        toolbox, page = driver.workspace.toolbox, driver.page
        await driver.until(page.panel.palettes.list.count, "the palette")
        for part in (page.panel.palettes.list, page.timeline):
            for action_id in ("paint_brush", "hint_tool"):
                await driver.act(action_id)
                part.setFocus()
                driver.key(Qt.Key.Key_Escape)
                assert toolbox.tool is None
                assert not page.hints.on

    drive(body, str(project))


def test_what_only_a_tool_does_is_not_lit_without_one(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await painter_in(driver)
        toolbox, table = driver.workspace.toolbox, driver.window.actions_table
        await driver.act("paint_fill")
        await driver.act("mark_unpainted")
        await driver.act("fill_range")
        assert table["mark_unpainted"].isChecked()
        assert table["fill_range"].isChecked()
        driver.page.canvas.setFocus()
        driver.key(Qt.Key.Key_Escape)
        assert toolbox.tool is None
        assert not table["mark_unpainted"].isChecked()
        assert not table["fill_range"].isChecked()
        await driver.act("fill_range")
        assert toolbox.tool is Tool.FILL, "asked for without a tool, it takes up the bucket"
        assert table["fill_range"].isChecked()
        assert table["mark_unpainted"].isChecked(), "with a tool in hand it is marked again"

    drive(body, str(project))


def test_the_colors_stay_at_their_place_with_another_tool_and_the_ring_follows_the_size(
    drive: Callable, project: Path
) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_fill")
        await driver.until(driver.page.options.swatches.isVisible, "the palette's colors")
        places = set()
        for name in ("paint_fill", "paint_brush", "paint_eraser", "paint_picker"):
            await driver.act(name)
            await asyncio.sleep(0.05)  # until it is laid out
            places.add(driver.page.options.swatches.mapTo(driver.page, QPoint(0, 0)).x())
        assert len(places) == 1
        await painter.take_up("paint_brush")
        driver.workspace.toolbox.set_size(12)
        painter.send(QEvent.Type.MouseMove, 96, 64)
        before = driver.page.canvas.grab().toImage()
        driver.page.canvas.setFocus()
        for _ in range(6):
            driver.key(Qt.Key.Key_BracketRight)
        await driver.until(lambda: driver.page.canvas.grab().toImage() != before, "the ring in its new size")

    drive(body, str(project))


def test_a_tool_whose_key_is_held_gives_the_one_before_back(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await painter_in(driver)
        toolbox, canvas = driver.workspace.toolbox, driver.page.canvas
        canvas.setFocus()
        driver.key(Qt.Key.Key_B)
        QTest.keyPress(canvas, Qt.Key.Key_E)
        assert toolbox.tool is Tool.ERASER
        await asyncio.sleep(HOLD + 0.05)
        QTest.keyRelease(canvas, Qt.Key.Key_E)
        assert toolbox.tool is Tool.BRUSH

    drive(body, str(project))


def test_shift_that_is_let_go_of_in_a_dialog_fills_no_range(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await painter_in(driver)
        canvas, view = driver.page.canvas, driver.page.paint
        await driver.act("paint_fill")
        canvas.setFocus()
        QTest.keyPress(canvas, Qt.Key.Key_Shift)
        assert view._through
        await driver.act("paint_color")
        dialog = await driver.dialog()
        QTest.keyRelease(dialog, Qt.Key.Key_Shift)
        assert not view._through
        dialog.close()
        await driver.until(lambda: QApplication.activeModalWidget() is None, "the dialog to close")

    drive(body, str(project))


def test_another_key_let_go_leaves_a_tool_in_hand(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        toolbox, canvas = driver.workspace.toolbox, driver.page.canvas
        await driver.act("paint_brush")  # by its button: no key is down
        await asyncio.sleep(HOLD + 0.05)
        canvas.setFocus()
        driver.key(Qt.Key.Key_BracketRight)
        assert toolbox.tool is Tool.BRUSH
        driver.page.timeline.setFocus()
        driver.key(Qt.Key.Key_G)  # taken up where the canvas hears no key
        assert toolbox.tool is Tool.FILL
        await asyncio.sleep(HOLD + 0.05)
        canvas.setFocus()
        driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert toolbox.tool is Tool.FILL
        await painter.easel.settled()

    drive(body, str(project))


def test_alt_picks_a_color_and_space_pans_with_a_tool_in_hand(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_fill")
        x, y = inner(painter)
        there = painter.easel.sheet.color_at(x, y)
        painter.click(x, y, Qt.KeyboardModifier.AltModifier)
        assert driver.workspace.current_color.color == there
        assert driver.workspace.document.undo_stack.count() == 0
        canvas = driver.page.canvas
        canvas.setFocus()
        QTest.keyPress(canvas, Qt.Key.Key_Space)
        assert painter.view.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        QTest.keyRelease(canvas, Qt.Key.Key_Space)
        assert not painter.view.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    drive(body, str(project))


@pytest.mark.parametrize("told", [True, False])  # X11 does not always say that a key is only repeated
def test_space_that_the_keyboard_repeats_pans_on_and_plays_nothing(drive: Callable, project: Path, told: bool) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_brush")
        await painter.ready()
        canvas, playhead = driver.page.canvas, driver.workspace.playhead
        undo = driver.workspace.document.undo_stack
        canvas.setFocus()

        def send(kind: QEvent.Type, again: bool = False) -> None:
            event = QKeyEvent(kind, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", again)
            QApplication.sendEvent(canvas, event)

        def panning() -> bool:
            return painter.view.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

        async def hold(drag: bool) -> None:
            place = canvas.picture_rect()
            for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
                send(kind)
            assert panning()
            if drag:
                QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
            await asyncio.sleep(0.25)
            for step in range(3):
                send(QEvent.Type.KeyRelease, told)
                assert panning(), "the next click paints"
                for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
                    send(kind, told)
                if drag:
                    move_mouse(canvas, QPoint(110 + 10 * step, 100))
                await asyncio.sleep(0.06)
                assert panning()
                assert not playhead.playing
            if drag:
                QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(130, 100))
                assert canvas.picture_rect() != place
            send(QEvent.Type.KeyRelease)
            await driver.until(lambda: not panning(), "the tool")

        await hold(drag=True)
        assert not playhead.playing, "it has panned"
        await hold(drag=False)
        assert playhead.playing, "it has not"
        playhead.pause()
        assert undo.count() == 0

    drive(body, str(project))


def test_gaps_that_are_closed_otherwise_while_the_bucket_is_dragged_end_what_it_fills(
    drive: Callable, project: Path
) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_fill")
        driver.workspace.current_color.set_color(RED)
        x, y = inner(painter)
        painter.send(QEvent.Type.MouseButtonPress, x, y)
        driver.workspace.toolbox.set_gap(0)
        assert not painter.easel.fillable
        painter.send(QEvent.Type.MouseMove, 2, 2)
        painter.send(QEvent.Type.MouseButtonRelease, 2, 2)
        await painter.settled()
        assert painter.pixels(1)[y, x, :3].tolist() == list(RED)

    drive(body, str(project))


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_infos_over_the_picture_leave_when_a_stroke_begins(
    drive: Callable, project: Path, size: tuple[int, int]
) -> None:
    async def body(driver) -> None:
        driver.window.resize(*size)
        painter = await painter_in(driver)
        notices, canvas = driver.window.notices, driver.page.canvas
        while canvas.picture_rect().width() < canvas.width():  # so that there is no room beside the picture
            await driver.act("zoom_in")
        await painter.take_up("paint_brush")
        notices.warn("The disk is almost full.")
        notices.info("Something was done.", Offer("Undo", lambda: None))
        notices.info("On this line it is not clear which area you mean.")
        await driver.until(notices.shown[-1].isVisible, "the notices")
        painter.send(QEvent.Type.MouseMove, *inner(painter))
        assert len(driver.said) == 3, "the pointer alone sends nothing away"
        painter.send(QEvent.Type.MouseButtonPress, *inner(painter))
        assert driver.said == ["The disk is almost full."]
        painter.send(QEvent.Type.MouseButtonRelease, *inner(painter))
        await painter.settled()
        await painter.take_up("paint_fill")
        notices.info("Something was done.")
        painter.click(*inner(painter))
        assert driver.said == ["The disk is almost full."]
        await painter.settled()

    drive(body, str(project))


def test_the_menu_shows_the_key_that_picks_over_the_picture(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await painter_in(driver)
        table, toolbox, playhead = driver.window.actions_table, driver.workspace.toolbox, driver.workspace.playhead
        assert table["paint_picker"].shortcut().toString() == "K"
        await driver.act("play")
        driver.page.canvas.setFocus()
        driver.key(Qt.Key.Key_K)
        assert not playhead.playing, "without a tool in hand it stops"
        assert toolbox.tool is None
        driver.key(Qt.Key.Key_B)
        driver.key(Qt.Key.Key_K)
        assert toolbox.tool is Tool.PICKER

    drive(body, str(project))
