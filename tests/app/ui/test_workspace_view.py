"""A project opens where the artist left it: frame, in and out; nothing of that is undone or keeps it from opening."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.project.model import Span
from app.project.view_state import VIEW_FILE, Paints, read_view

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_frame_and_range_are_there_again(drive: Callable) -> None:
    folders: list[Path] = []

    async def leave(driver) -> None:
        await driver.opened()
        folders.append(driver.workspace.folder)
        driver.page.canvas.setFocus()
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_I, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_O):
            driver.key(key)
        driver.key(Qt.Key.Key_P)
        driver.key(Qt.Key.Key_Right)
        playhead = driver.workspace.playhead
        assert (playhead.number, playhead.in_out, playhead.looped_range) == (6, Span(3, 5), False)

    drive(leave, "--sample")

    async def again(driver) -> None:
        await driver.opened()
        playhead = driver.workspace.playhead
        assert (playhead.number, playhead.in_out, playhead.looped_range) == (6, Span(3, 5), False)
        assert not driver.workspace.document.undo_stack.canUndo()

    drive(again, str(folders[0]))
    (folders[0] / VIEW_FILE).write_bytes(b'{"number": ')

    async def damaged(driver) -> None:
        await driver.opened()
        assert (driver.workspace.playhead.number, driver.workspace.playhead.in_out) == (1, None)

    drive(damaged, str(folders[0]))


def test_what_was_painted_with_is_at_hand_again(drive: Callable) -> None:
    folders: list[Path] = []

    async def leave(driver) -> None:
        await driver.opened()
        folders.append(driver.workspace.folder)
        await driver.act("paint_brush")
        driver.page.canvas.setFocus()
        driver.key(Qt.Key.Key_BracketRight)
        driver.workspace.current_color.set_color((12, 200, 77))
        driver.workspace.current_color.used()
        driver.workspace.toolbox.set_tolerance(30)

    drive(leave, "--sample")

    async def again(driver) -> None:
        await driver.opened()
        color, toolbox = driver.workspace.current_color, driver.workspace.toolbox
        assert (color.color, color.chosen, color.recent) == ((12, 200, 77), True, ((12, 200, 77),))
        assert (toolbox.size, toolbox.gap, toolbox.tolerance) == (16, 2, 30)

    drive(again, str(folders[0]))
    data = (folders[0] / VIEW_FILE).read_bytes()
    (folders[0] / VIEW_FILE).write_bytes(data.replace(b"[12,200,77]", b"[12,300,77]").replace(b'"gap":2', b'"gap":9'))

    async def nonsense(driver) -> None:
        await driver.opened()
        color, toolbox = driver.workspace.current_color, driver.workspace.toolbox
        assert (color.chosen, color.recent, toolbox.gap) == (False, (), 3)

    drive(nonsense, str(folders[0]))


def test_what_is_painted_with_is_on_disk_while_the_project_is_open(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        folder, toolbox = driver.workspace.folder, driver.workspace.toolbox
        toolbox.set_size(40)
        driver.workspace.current_color.set_color((12, 200, 77))
        toolbox.set_tolerance(30)

        def kept() -> Paints | None:
            view = read_view(folder)
            return view.paints if view is not None else None

        await driver.until(lambda: kept() == Paints((12, 200, 77), (), 40, 2, 30))
        toolbox.set_size(64)
        await driver.until(lambda: (paints := kept()) is not None and paints.size == 64)

    drive(body, "--sample")
