"""What is dragged over the window: only what can be taken is shown as welcome."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication, QWidget

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

TAKEN = ("walk", "walk.v2", "walk.1", "walk.old", "cut 12.C003", "a.PNG", "a.mov", "edit.otio", "cut.shiage")
REFUSED = ("notes.txt", "NOTES.TXT", "sheet.pdf", "voice.wav", "shots.zip", "timing.xlsx", "photo.heic")


def welcome(widget: QWidget, *names: str) -> bool:
    """Whether a widget takes a drag of files with these names, which need not be there."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(f"/shots/{name}") for name in names])
    action, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), action, mime, left, none)
    QApplication.sendEvent(widget, enter)
    return enter.isAccepted()


def test_only_what_can_be_taken_is_welcome(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=4)

    async def body(driver) -> None:
        assert welcome(driver.window.welcome, "walk")
        QApplication.sendEvent(driver.window.welcome, QDragLeaveEvent())
        assert not welcome(driver.window.welcome, "notes.txt")
        await driver.begin(shot.line_folder)
        page = driver.page
        places = (page.canvas, page.timeline, driver.window)
        assert [name for name in TAKEN for place in places if not welcome(place, name)] == []
        page.canvas.set_dropping(False)
        assert [name for name in REFUSED for place in places if welcome(place, name)] == []
        assert not page.canvas.dropping
        assert welcome(page.canvas, "notes.txt", "a.png"), "one of them can be taken"
        page.canvas.set_dropping(False)
        sheets = page.sheets.view
        for name, taken in (("a.png", True), ("a.mov", False), ("notes.txt", False)):
            sheets.set_dropping(False)
            welcome(sheets, name)
            assert sheets.dropping == taken, name

    drive(body)
