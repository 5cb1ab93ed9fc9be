"""Comparing, onion skin, zoom and full screen by key and menu in the real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from menus_by_hand import right_click
from mouse_by_hand import move_mouse
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from shot_on_disk import SIZE, add_take

from app import settings
from app.ui.paint.toolbox import Tool

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip


async def ready(driver) -> None:
    await driver.opened()
    driver.window.activateWindow()
    await driver.until(lambda: not driver.page.canvas.image.isNull(), "a picture")


def test_takes_are_compared_by_key(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=24, size=SIZE)

    async def body(driver) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [shot.line_folder])
        await ready(driver)
        document, actions, canvas = driver.workspace.document, driver.window.actions_table, driver.page.canvas
        compare = driver.page.viewer.compare
        assert not actions["compare_swap"].isEnabled()
        add_take(document, 0, (200, 60, 20), 1.0)
        add_take(document, 0, (30, 140, 220), 2.0)
        await driver.until(lambda: driver.page.panel.takes.count() == 2, "the takes in the list")
        await driver.until(actions["compare_wipe"].isEnabled, "comparing")

        driver.key(Qt.Key.Key_W)
        await driver.until(lambda: canvas._compared.arrangement == "wipe", "the wipe")
        assert actions["compare_wipe"].isChecked()
        await driver.until(actions["compare_swap"].isEnabled, "swapping")
        driver.key(Qt.Key.Key_C)
        assert compare.swapped
        await driver.until(lambda: canvas._compared.swapped, "the sides swapped")
        line = canvas._wipe
        driver.key(Qt.Key.Key_BracketRight, CTRL)
        driver.key(Qt.Key.Key_BracketRight, CTRL)
        driver.key(Qt.Key.Key_BracketLeft, CTRL)
        assert canvas._wipe == pytest.approx(line + 0.02)
        driver.key(Qt.Key.Key_W, SHIFT)
        driver.key(Qt.Key.Key_F6)
        assert compare.mode == "off"
        assert not actions["compare_wipe"].isChecked()

        for key, modifiers, mode in (
            (Qt.Key.Key_W, ALT, "side"), (Qt.Key.Key_F6, SHIFT, "difference"), (Qt.Key.Key_B, ALT, "blink"),
        ):  # fmt: skip
            driver.key(key, modifiers)
            assert compare.mode == mode
            checked = [name for name in ("off", "wipe", "side", "difference", "blink")
                       if actions[f"compare_{name}"].isChecked()]  # fmt: skip
            assert checked == [mode]
        await driver.act("compare_blink")  # again: it stays what it is, and checked
        assert actions["compare_blink"].isChecked()
        await driver.act("compare_off")

        takes = driver.page.panel.takes
        QTest.mouseClick(takes.viewport(), Qt.MouseButton.LeftButton, pos=takes.visualItemRect(takes.item(1)).center())
        await driver.until(lambda: driver.page.segment.take == document.takes[0], "the first take to be shown")
        takes.setCurrentRow(0)
        await driver.act("compare_take")
        assert compare.mode == "blink", "as takes were compared last"
        assert compare.other(driver.workspace.playhead.number) == document.takes[1]
        await driver.act("compare_line")
        assert actions["compare_line"].isChecked()
        assert compare.against_line

    drive(body)


def bar_button(driver, action_id: str) -> QToolButton:
    """The button of an action in the row above the canvas."""
    action = driver.window.actions_table[action_id]
    buttons = driver.page.compare_bar.findChildren(QToolButton)
    return next(button for button in buttons if button.defaultAction() is action)


def test_the_row_above_the_canvas_compares_and_the_way_is_remembered(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=24, size=SIZE)

    async def body(driver) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [shot.line_folder])
        await ready(driver)
        document, canvas, bar = driver.workspace.document, driver.page.canvas, driver.page.compare_bar
        compare = driver.page.viewer.compare
        assert bar.empty.isVisible(), "there are no takes yet"
        assert not bar_button(driver, "compare_side").isVisible()
        for created in (1.0, 2.0, 3.0):
            add_take(document, 0, (200, 60, round(20 * created)), created)
        await driver.until(driver.window.actions_table["compare_wipe"].isEnabled, "comparing")
        await driver.until(lambda: not bar.empty.isVisible(), "the ways to compare")
        assert not bar.other.isVisible()
        QTest.mouseClick(bar_button(driver, "compare_side"), Qt.MouseButton.LeftButton)
        await driver.until(lambda: canvas._compared.arrangement == "side", "both beside each other")
        assert bar.other.text().startswith("B: Take 2, ")
        bar.others.aboutToShow.emit()
        offered = [action.text() for action in bar.others.actions() if not action.isSeparator()]
        assert [text.partition(",")[0] for text in offered] == ["Take 2", "Take 1", "Compare with the line art"]
        bar.others.actions()[1].trigger()
        assert compare.other(1) == document.takes[0]
        assert bar.other.text().startswith("B: Take 1, ")
        QTest.mouseClick(bar_button(driver, "compare_swap"), Qt.MouseButton.LeftButton)
        await driver.until(lambda: canvas._compared.swapped, "the sides swapped")
        QTest.mouseClick(bar_button(driver, "compare_off"), Qt.MouseButton.LeftButton)
        await driver.until(lambda: canvas._compared.arrangement == "one" and not bar.other.isVisible(), "one picture")
        await driver.application.preferences.flush()
        assert settings.load()[0].compare == "side"

    drive(body)


def test_takes_are_compared_with_an_empty_hand(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=24, size=SIZE)

    async def body(driver) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [shot.line_folder])
        await ready(driver)
        workspace, page, actions = driver.workspace, driver.page, driver.window.actions_table
        document, toolbox, canvas, compare = workspace.document, workspace.toolbox, page.canvas, page.viewer.compare
        for created in (1.0, 2.0):
            add_take(document, 0, (200, 60, round(20 * created)), created)
        await driver.until(actions["compare_wipe"].isEnabled, "comparing")
        await driver.act("paint_fill")
        before = document.shot
        canvas.setFocus()
        driver.key(Qt.Key.Key_W)
        await driver.until(lambda: canvas._compared.arrangement == "wipe", "the wipe")
        assert toolbox.tool is None
        assert page.head.currentWidget() is page.compare_bar
        place, wipe = canvas.picture_rect(), canvas._wipe
        start = QPoint(round(place.left() + wipe * place.width()), round(place.center().y()))
        target = canvas.childAt(start) or canvas  # whatever takes the mouse there
        QTest.mousePress(target, Qt.MouseButton.LeftButton, pos=target.mapFrom(canvas, start))
        move_mouse(target, target.mapFrom(canvas, start + QPoint(30, 0)), Qt.MouseButton.LeftButton)
        QTest.mouseRelease(target, Qt.MouseButton.LeftButton, pos=target.mapFrom(canvas, start + QPoint(30, 0)))
        assert canvas._wipe > wipe, "the wipe was dragged"
        await workspace.easel.settled()
        assert document.shot == before, "nothing was painted"

        driver.key(Qt.Key.Key_W)
        assert compare.mode == "off"
        assert toolbox.tool is Tool.FILL, "it is taken up again"
        driver.key(Qt.Key.Key_W)
        driver.key(Qt.Key.Key_B)
        assert (compare.mode, toolbox.tool) == ("off", Tool.BRUSH), "a tool that is taken up ends comparing"
        driver.key(Qt.Key.Key_W)
        driver.key(Qt.Key.Key_H)
        assert compare.mode == "off"
        assert page.hints.on
        driver.key(Qt.Key.Key_W)
        assert compare.mode == "wipe"
        assert not page.hints.on
        driver.key(Qt.Key.Key_W)
        assert page.hints.on, "as any tool"

        await driver.act("paint_fill")
        driver.key(Qt.Key.Key_2, ALT)
        assert workspace.frames.layer == "color"
        driver.key(Qt.Key.Key_W)
        driver.key(Qt.Key.Key_W)
        assert (toolbox.tool, workspace.frames.layer) == (Tool.FILL, "color"), "what is looked at stays"
        driver.key(Qt.Key.Key_W)
        await driver.act("paint_none")
        driver.key(Qt.Key.Key_W)
        assert toolbox.tool is None, "put away on purpose"

    drive(body)


def test_a_tool_in_hand_does_not_move_the_picture(drive: Callable) -> None:
    async def body(driver) -> None:
        await ready(driver)
        page = driver.page
        seen: list[QRect] = []

        def rests() -> bool:
            seen.append(page.canvas.geometry())
            return len(seen) > 20 and all(each == seen[-1] for each in seen[-20:])

        await driver.until(rests, "what is still being laid out to have its place")
        before, place = page.canvas.geometry(), page.canvas.picture_rect()
        assert page.compare_bar.isVisible()
        for action_id in ("paint_fill", "paint_brush", "paint_none"):
            await driver.act(action_id)
            await driver.until(lambda: page.options.isVisible() == (page.workspace.toolbox.tool is not None), "the row")
            assert (page.canvas.geometry(), page.canvas.picture_rect()) == (before, place)

    drive(body, "--sample")


def test_comparing_with_a_take_of_another_segment_goes_there(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=48, size=SIZE)

    async def body(driver) -> None:
        driver.drop(driver.window.welcome, QPoint(50, 50), [shot.line_folder])
        await ready(driver)
        document, actions = driver.workspace.document, driver.window.actions_table
        playhead, compare = driver.workspace.playhead, driver.page.viewer.compare
        for created in (1.0, 2.0):
            add_take(document, 1, (200, 60, round(20 * created)), created)
        right_click(driver.page.timeline, driver.on_timeline(40, "segments"))
        menu = QApplication.activePopupWidget()
        assert menu is not None
        QTest.keyClick(menu, Qt.Key.Key_Escape)
        takes = driver.page.panel.takes
        await driver.until(lambda: takes.count() == 2, "the takes in the list")
        assert playhead.number == 1
        takes.setFocus()
        driver.key(Qt.Key.Key_Down)
        await driver.act("compare_take")
        assert playhead.number == document.segments[1].span.first == 25
        assert compare.other(25) == document.takes[0]
        await driver.until(lambda: driver.page.canvas._compared.arrangement == "wipe", "the wipe")
        playhead.go(33)
        assert actions["compare_take"].isEnabled()
        await driver.act("compare_take")
        assert playhead.number == 33, "it is there already"

    drive(body)


def test_onion_skin_by_key_and_menu(drive: Callable) -> None:
    async def body(driver) -> None:
        await ready(driver)
        actions, onion = driver.window.actions_table, driver.page.viewer.onion
        driver.workspace.playhead.go(9)
        driver.key(Qt.Key.Key_Slash)
        assert onion.on
        assert actions["onion_skin"].isChecked()
        assert actions["onion_before_3"].isChecked()
        await driver.until(lambda: not driver.page.canvas._skin.isNull(), "the skin")
        await driver.act("onion_before_1")
        await driver.act("onion_after_2")
        await driver.act("onion_frames")
        assert (onion.skin.before, onion.skin.after, onion.skin.by) == (1, 2, "frame")
        checked = {name for name in actions.by_id if name.startswith("onion") and actions[name].isChecked()}
        assert checked == {"onion_skin", "onion_before_1", "onion_after_2", "onion_frames"}
        assert not actions["onion_unpin"].isEnabled()
        await driver.act("onion_pin")
        assert onion.skin.pinned == (9,)
        driver.workspace.playhead.go(12)
        assert not actions["onion_pin"].isChecked()
        await driver.act("onion_unpin")
        assert onion.skin.pinned == ()
        driver.key(Qt.Key.Key_Slash)
        assert not onion.on
        assert driver.page.canvas._skin.isNull()

    drive(body, "--sample")


def test_zoom_steps_and_letters_in_a_text_field(drive: Callable) -> None:
    async def body(driver) -> None:
        await ready(driver)
        await driver.act("zoom_200")
        assert driver.page.canvas.zoom == 2.0
        driver.page.transport.frame.setFocus()
        for key in (Qt.Key.Key_W, Qt.Key.Key_C, Qt.Key.Key_Slash):
            driver.key(key)
        assert driver.page.viewer.compare.mode == "off"
        assert not driver.page.viewer.onion.on

    drive(body, "--sample")


def test_the_picture_alone_and_everything_back(drive: Callable) -> None:
    async def body(driver) -> None:
        await ready(driver)
        window, page = driver.window, driver.page
        parts = (window.menuBar(), window.statusBar(), page.transport, page.timeline, page.side, window._bar)
        page.canvas.set_zoom(2, page.canvas.picture_rect().center())
        page.timeline.setFocus()
        shown = [part.isVisible() for part in parts]
        sizes = page.splitter.sizes(), page.across.sizes()

        driver.key(Qt.Key.Key_F11, SHIFT)
        await driver.until(window.isFullScreen, "the full screen")
        assert not any(part.isVisible() for part in parts)
        await driver.until(lambda: page.canvas.size() == window.size(), "the canvas to take it all")
        number = driver.workspace.playhead.number
        driver.key(Qt.Key.Key_Right)
        assert driver.workspace.playhead.number == number + 1
        await driver.until(window.actions_table["leave_full_screen"].isEnabled, "a way out")
        driver.key(Qt.Key.Key_Escape)
        await driver.until(lambda: not window.isFullScreen(), "the window back")
        assert [part.isVisible() for part in parts] == shown
        await driver.until(lambda: (page.splitter.sizes(), page.across.sizes()) == sizes, "the sizes back")
        assert page.canvas.zoom == 2.0
        assert driver.workspace.playhead.number == number + 1

        driver.key(Qt.Key.Key_F11)
        await driver.until(window.isFullScreen, "the full screen")
        assert all(part.isVisible() for part in (page.transport, page.timeline, window.menuBar()))
        driver.key(Qt.Key.Key_F11)
        await driver.until(lambda: not window.isFullScreen(), "the window back")
        assert not window.alone

    drive(body, "--sample")


def test_closing_while_it_plays_compares_and_sees_through_ends_well(drive: Callable) -> None:
    async def body(driver) -> None:
        await ready(driver)
        driver.key(Qt.Key.Key_Slash)
        driver.key(Qt.Key.Key_W)
        driver.key(Qt.Key.Key_L)
        assert driver.workspace.playhead.playing
        number = driver.workspace.playhead.number
        await driver.until(lambda: driver.workspace.playhead.number != number, "it to play")

    drive(body, "--sample")
