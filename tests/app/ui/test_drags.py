"""Drags over the window: what can be taken is shown as welcome, and copied; of the rest it is told why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.panels.welcome import WelcomePage
from app.ui.timeline.view import TimelineView
from app.ui.viewer.drop_target import DropTarget

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

COPY, MOVE, LINK = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction, Qt.DropAction.LinkAction
LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier  # which proposes to move
TAKEN = ("walk", "walk.v2", "walk.1", "walk.old", "cut 12.C003", "a.PNG", "a.mov", "edit.otio", "cut.shiage")
REFUSED = ("notes.txt", "NOTES.TXT", "sheet.pdf", "voice.wav", "shots.zip", "timing.xlsx", "photo.heic")


def of_files(*names: str) -> QMimeData:
    """Files with these names, which need not be there."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(f"/shots/{name}") for name in names])
    return mime


def dragged(widget: QWidget, mime: QMimeData, offered: Qt.DropAction) -> QDropEvent:
    """Drag something over a widget, and let go of it there; what became of it."""
    at = QPoint(20, 20)
    for event in (
        QDragEnterEvent(at, offered, mime, LEFT, SHIFT),
        QDragMoveEvent(at, offered, mime, LEFT, SHIFT),
        QDropEvent(QPointF(at), offered, mime, LEFT, SHIFT, QEvent.Type.Drop),
    ):
        assert offered is MOVE or event.dropAction() is MOVE, "what is proposed"
        QApplication.sendEvent(widget, event)
        assert event.isAccepted(), "no drop would come"
        assert offered is MOVE or event.dropAction() is COPY, type(event).__name__
    return event


def welcome(widget: DropTarget | TimelineView, *names: str) -> bool:
    """Whether a widget shows a drag of files with these names as welcome; it goes away again."""
    mime = of_files(*names)
    QApplication.sendEvent(widget, QDragEnterEvent(QPoint(20, 20), COPY, mime, LEFT, SHIFT))
    if isinstance(widget, WelcomePage):
        shown = widget._place.hot
    else:
        shown = widget.dropping if isinstance(widget, DropTarget) else widget._moving.drop is not None
    QApplication.sendEvent(widget, QDragLeaveEvent())
    return shown


def test_only_what_can_be_taken_is_welcome(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=4)

    async def body(driver) -> None:
        assert welcome(driver.window.welcome, "walk")
        assert not welcome(driver.window.welcome, "notes.txt")
        await driver.begin(shot.line_folder)
        page = driver.page
        places = (page.canvas, page.timeline)
        assert [name for name in TAKEN for place in places if not welcome(place, name)] == []
        assert [name for name in REFUSED for place in places if welcome(place, name)] == []
        assert welcome(page.canvas, "notes.txt", "a.png"), "one of them can be taken"
        for name, taken in (("a.png", True), ("a.mov", False), ("notes.txt", False)):
            assert welcome(page.sheets.view, name) == taken, name

    drive(body)


def test_files_are_copied_and_never_moved(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=4)

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        page, window, brought = driver.page, driver.window, []
        for signal in (window.files_dropped, page.canvas.files_dropped, page.timeline.files_dropped,
                       page.sheets.view.files_dropped):  # fmt: skip
            signal.disconnect()
            signal.connect(lambda *_given: brought.append(True))
        places = (window.welcome, page.canvas, page.timeline, page.sheets.view, window)
        for place in places:
            dragged(place, of_files("a.png"), COPY | MOVE | LINK)
        for place in places:
            drop = dragged(place, of_files("a.png"), MOVE)
            assert drop.dropAction() is Qt.DropAction.IgnoreAction, (
                "told that they were moved, who gave them deletes them"
            )
        assert len(brought) == 2 * len(places)

    drive(body)


def test_what_cannot_be_taken_is_told(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=4)
    taken = "Drop PNG, TIFF, TGA, JPEG, WebP or PSD pictures, a folder of them, or a movie."

    async def body(driver) -> None:
        dragged(driver.window.welcome, of_files("notes.txt"), COPY | MOVE | LINK)
        assert driver.said == [f'"notes.txt" is neither a picture nor a movie. {taken}']
        await driver.begin(shot.line_folder)
        for place in (driver.page.canvas, driver.page.timeline, driver.page.sheets.view, driver.window):
            driver.window.notices.over(driver.said[-1])
            dragged(place, of_files("notes.txt", "timing.xlsx"), COPY | MOVE | LINK)
            assert driver.said[-1] == f"None of these 2 files is a picture or a movie. {taken}"
        assert driver.workspace.document.undo_stack.count() == 1, "nothing was imported"

    drive(body)
