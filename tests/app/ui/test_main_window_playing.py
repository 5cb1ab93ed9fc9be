"""Playing as an artist does it: every key of it on the real window, the row under the canvas, and what is kept."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QToolTip, QWidget

from app.project.model import Span
from app.ui.panels.transport import Transport

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def walk(make_shot: Callable, tmp_path: Path) -> Path:
    return make_shot(tmp_path / "walk", frames=40).line_folder


async def begin(driver, folder: Path) -> None:
    driver.drop(driver.window.welcome, QPoint(50, 50), [folder])
    await driver.opened()
    await driver.until(lambda: not driver.page.canvas.image.isNull(), "a picture")
    await driver.until(driver.window.actions_table["play"].isEnabled, "playing to be possible")
    driver.window.activateWindow()
    driver.page.canvas.setFocus()


def checked(driver, *names: str) -> list[str]:
    return [name for name in names if driver.window.actions_table[name].isChecked()]


def test_j_k_l_and_space(drive: Callable, walk: Path) -> None:
    async def body(driver) -> None:
        await begin(driver, walk)
        playhead, rate = driver.workspace.playhead, driver.page.transport._rate
        driver.key(Qt.Key.Key_L)
        assert (playhead.playing, playhead.direction, playhead.speed) == (True, 1, 1)
        await driver.until(lambda: playhead.number > 3, "frames to pass")
        await driver.until(lambda: "measured" in rate.text() and playhead.measured > 0, "the measured rate")
        driver.key(Qt.Key.Key_L)
        driver.key(Qt.Key.Key_L)
        assert (playhead.direction, playhead.speed) == (1, 4)
        assert rate.text().startswith("96 fps (4x)")
        driver.key(Qt.Key.Key_J)
        assert (playhead.direction, playhead.speed) == (-1, 1)
        driver.key(Qt.Key.Key_J)
        assert rate.text().startswith("48 fps (-2x)")
        driver.key(Qt.Key.Key_K)
        assert not playhead.playing
        assert rate.text() == "24 fps"
        driver.key(Qt.Key.Key_J)
        assert (playhead.playing, playhead.direction) == (True, -1)
        driver.key(Qt.Key.Key_Space)
        assert not playhead.playing
        driver.key(Qt.Key.Key_Space)
        assert (playhead.playing, playhead.direction, playhead.speed) == (True, 1, 1)
        driver.key(Qt.Key.Key_K)

    drive(body)


def test_in_and_out(drive: Callable, walk: Path) -> None:
    async def body(driver) -> None:
        await begin(driver, walk)
        playhead, transport = driver.workspace.playhead, driver.page.transport
        driver.window.resize(1280, 800)
        assert transport._loops.isHidden()
        for keys in ((Qt.Key.Key_I, Qt.Key.Key_O), (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight)):
            playhead.go(10)
            driver.key(keys[0])
            assert playhead.in_out == Span(10, 40)
            playhead.go(14)
            driver.key(keys[1])
            assert playhead.in_out == Span(10, 14)
            assert transport._range.text() == "In 10  Out 14"
            assert not transport._loops.isHidden()
            assert checked(driver, "loop_range")
            driver.key(Qt.Key.Key_Backslash)
            assert playhead.in_out is None
            assert transport._loops.isHidden()
        playhead.set_range(Span(10, 14))
        driver.key(Qt.Key.Key_Home)
        assert playhead.number == 10
        driver.key(Qt.Key.Key_Home)
        assert playhead.number == 1
        driver.key(Qt.Key.Key_P)
        assert not playhead.looped_range
        assert not checked(driver, "loop_range")
        assert transport._range.text() == "In 10  Out 14 (off)"
        driver.key(Qt.Key.Key_P)
        assert playhead.looped_range
        seen: list[int] = []
        driver.key(Qt.Key.Key_Space)
        playhead.moved.connect(seen.append)
        await driver.until(lambda: len(seen) > 6, "the range to come round")
        assert set(seen) <= set(range(10, 15))
        driver.key(Qt.Key.Key_K)
        driver.key(Qt.Key.Key_I, SHIFT)
        assert playhead.in_out == Span(1, 14)
        driver.key(Qt.Key.Key_O, SHIFT)
        assert playhead.in_out is None
        driver.key(Qt.Key.Key_P)
        assert not playhead.looped_range

        playhead.set_range(Span(3, 9))
        await asyncio.sleep(0.1)
        clear = transport._clears.findChildren(QToolButton)[-1]
        QTest.mouseClick(clear, Qt.MouseButton.LeftButton)
        assert playhead.in_out is None

    drive(body)


def test_how_to_play_is_chosen_and_kept_for_every_project(drive: Callable, walk: Path) -> None:
    loops, modes = ("play_round", "play_once", "play_ping_pong"), ("realtime", "all_frames")
    labels = ("label_frame", "label_timecode", "label_feet")

    async def choose(driver) -> None:
        await begin(driver, walk)
        playhead, transport = driver.workspace.playhead, driver.page.transport
        assert checked(driver, *loops, *modes, *labels) == ["play_round", "realtime", "label_frame"]
        assert (transport._loop.text(), transport._mode.text()) == ("Loop", "Realtime")
        assert transport.frame.text() == "1"
        for button, steps, result in ((transport._loop, 3, "ping-pong"), (transport._mode, 2, False)):
            pick(button, steps)
            assert result in (playhead.loop, playhead.realtime)
        await driver.act("label_feet")
        await driver.act("label_feet")  # again: stays
        assert checked(driver, *loops, *modes, *labels) == ["play_ping_pong", "all_frames", "label_feet"]
        assert (transport._loop.text(), transport._mode.text()) == ("Ping-pong", "Play all frames")
        assert (transport.frame.text(), transport._of.text()) == ("0+01", "of 0+01-2+08")
        assert transport._also.text() == "frame 1"

    async def again(driver) -> None:
        await begin(driver, walk)
        playhead = driver.workspace.playhead
        assert (playhead.loop, playhead.realtime, playhead.label_kind) == ("ping-pong", False, "feet")
        assert checked(driver, *loops, *modes, *labels) == ["play_ping_pong", "all_frames", "label_feet"]
        seen: list[int] = []
        playhead.moved.connect(seen.append)
        driver.key(Qt.Key.Key_L)
        await driver.until(lambda: len(seen) >= 5, "frames to pass")
        driver.key(Qt.Key.Key_K)
        assert seen == list(range(2, 2 + len(seen)))
        assert playhead.dropped == 0

    drive(choose)
    drive(again)


def pick(button: QToolButton, steps: int) -> None:
    """Choose the `steps`-th entry of a button's menu, as the arrows and Enter do."""
    menu = button.menu()
    menu.popup(button.mapToGlobal(QPoint(0, 0)))
    for _ in range(steps):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def test_the_frame_field_takes_numbers_steps_and_timecode(drive: Callable, walk: Path) -> None:
    async def body(driver) -> None:
        await begin(driver, walk)
        playhead, field, canvas = driver.workspace.playhead, driver.page.transport.frame, driver.page.canvas

        def type_in(text: str, end: Qt.Key = Qt.Key.Key_Return) -> int:
            QTest.mouseClick(field, Qt.MouseButton.LeftButton)
            field.selectAll()
            QTest.keyClicks(field, text)
            QTest.keyClick(field, end)
            return playhead.number

        assert [type_in(text) for text in ("12", "+10", "-5", "00:00:01:06", "9999")] == [12, 22, 17, 30, 40]
        assert canvas.hasFocus()
        assert type_in("20", Qt.Key.Key_Escape) == 40
        assert field.text() == "40"
        assert canvas.hasFocus()
        assert type_in("1+1") == 40  # feet, while frames are numbers
        assert "type 40" in QToolTip.text()
        assert field.hasFocus()
        QTest.keyClick(field, Qt.Key.Key_Escape)
        QTest.mouseClick(field, Qt.MouseButton.LeftButton)
        QTest.keyClick(field, Qt.Key.Key_Down)
        QTest.keyClick(field, Qt.Key.Key_Down)
        QTest.keyClick(field, Qt.Key.Key_Up)
        assert playhead.number == 39
        field.selectAll()
        QTest.keyClicks(field, "7")
        playhead.go(21)
        assert field.text() == "7"  # what is being typed stays
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert playhead.number == 7
        await driver.act("label_timecode")
        assert field.text() == "00:00:00:07"
        assert [type_in("00:00:01:00"), type_in("30")] == [24, 30]
        await driver.act("label_feet")
        assert field.text() == "1+14"
        assert type_in("1+08") == 24

    drive(body)


def test_dropped_frames_are_counted_in_words_until_the_next_time(drive: Callable, walk: Path) -> None:
    async def body(driver) -> None:
        await begin(driver, walk)
        playhead, dropped = driver.workspace.playhead, driver.page.transport._dropped
        assert dropped.isHidden()
        driver.key(Qt.Key.Key_L)
        QTest.qSleep(400)  # the window is busy
        await driver.until(lambda: playhead.dropped > 0, "dropped frames")
        driver.key(Qt.Key.Key_K)
        assert dropped.text() == f"● {playhead.dropped} dropped"
        assert not dropped.isHidden()
        playhead.go(1)
        driver.key(Qt.Key.Key_L)
        assert playhead.dropped == 0
        assert dropped.isHidden()
        driver.key(Qt.Key.Key_K)

    drive(body)


def test_the_row_leaves_out_what_has_no_room_and_clips_nothing(drive: Callable, walk: Path) -> None:
    async def body(driver) -> None:
        await begin(driver, walk)
        window, transport, playhead = driver.window, driver.page.transport, driver.workspace.playhead
        await driver.act("label_timecode")
        playhead.set_range(Span(5, 20))
        sides = [child for side in (transport._left, transport._right) for child in side._ranks]

        async def shown_at(width: int) -> list[QWidget]:
            """What is shown once the window has this width: a layout is made anew as often as a part of it changes."""
            window.resize(width, 800)
            with contextlib.suppress(AssertionError):
                await driver.until(lambda: not wrong_at(transport, width), "the row to be laid out", 20)
            assert wrong_at(transport, width) == []
            return [child for child in sides if child.isVisible()]

        widest = await shown_at(1800)
        assert transport._range.text() == "In 00:05  Out 00:20"
        style = transport._loop.toolButtonStyle()
        assert style == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        await shown_at(1280)
        assert len(await shown_at(960)) < len(widest)
        assert transport._loop.toolButtonStyle() != style
        assert await shown_at(1800) == widest
        assert transport._loop.toolButtonStyle() == style

    drive(body)


def wrong_at(transport: Transport, width: int) -> list[str]:
    """What is not as it should be in the row under the canvas of a window of this width."""
    wrong: list[str] = []
    placed = [(row, child) for row in (transport._left, transport._right) for child in row._ranks]
    for row, child in placed:
        if not child.isVisible():
            continue
        if child.width() < min(child.sizeHint().width(), child.maximumWidth()):
            wrong.append(f"{child} is squeezed")
        if not row.rect().contains(child.geometry()):
            wrong.append(f"{child} is cut off")
    if abs(transport._left.width() - transport._right.width()) > 2:
        wrong.append("the frame is not in the middle")
    always = (transport.frame, transport._loops, transport._loop, transport._mode)
    wrong += [f"{child} is left out" for child in always if not child.isVisible()]
    if transport._rate.isVisible() != (width >= 1280):
        wrong.append("the rate is wrongly shown or hidden")
    if transport.window().width() != width:
        wrong.append("the window has another width")
    return wrong
