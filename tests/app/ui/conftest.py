"""The real window with the real engine process, driven from a coroutine on the loop that Qt and asyncio share."""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPushButton, QWidget
from qasync import QEventLoop
from shot_on_disk import SIZE

from app.application import Application
from app.ui.dialogs.asking import Choice
from app.ui.main_window import MainWindow
from app.ui.panels.shot_page import ShotPage
from app.ui.workspace import Workspace

Body = Callable[["Driver"], Coroutine[Any, Any, None]]
HELD = """
import os, sys, time
from pathlib import Path

folder = Path(sys.argv[2])
with (folder.parent / "begun").open("a") as file:
    file.write(f"{folder.name} {os.getpid()}\\n")
print('{"event": "progress", "done": 3, "total": 16}', flush=True)
sys.stdin.read()
(folder / "asked").touch()
while not (folder / "may end").exists():
    time.sleep(0.005)
(folder / "asked").unlink()
"""


class Driver:
    """What an artist can do with the app, and what they can see."""

    def __init__(self, application: Application) -> None:
        self.application = application

    @property
    def window(self) -> MainWindow:
        return self.application.window

    @property
    def page(self) -> ShotPage:
        assert self.window.page is not None, "no project is open"
        return self.window.page

    @property
    def workspace(self) -> Workspace:
        return self.page.workspace

    @property
    def said(self) -> list[str]:
        """What the notices say."""
        return [notice.sentence for notice in self.window.notices.shown]

    async def until(self, condition: Callable[[], object], what: str = "", seconds: float = 60) -> None:
        """Wait for something to be so; the loop runs on meanwhile."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, (
                f"waited {seconds} s for {what or 'what a test waits for'}; said: {self.said}"
            )
            await asyncio.sleep(0.01)

    async def opened(self) -> None:
        await self.until(lambda: self.window.page is not None, "a project to open")

    async def begin(self, folder: Path) -> None:
        """Drop line art on the welcome page, and wait until it is in a project of its own."""
        self.drop(self.window.welcome, QPoint(50, 50), [folder])
        await self.opened()
        await self.until(lambda: self.workspace.document.shot.line, "line art")

    async def begin_without_damaged(self, folder: Path) -> None:
        """The same with line art of which drawings cannot be read: the others come in."""
        self.drop(self.window.welcome, QPoint(50, 50), [folder])
        self.press_button(await self.dialog(Choice), "Import the others")
        await self.opened()
        await self.until(lambda: self.workspace.document.shot.line, "line art")

    async def idle(self) -> None:
        """Wait until coloring is through."""
        await self.until(lambda: not self.workspace.coloring.queue.busy, "coloring to end", 120)

    async def act(self, action_id: str) -> None:
        """Choose an action, as soon as it is possible: what is possible is looked at a moment after each change."""
        action = self.window.actions_table[action_id]
        await self.until(action.isEnabled, f"{action_id} to be possible")
        action.trigger()

    async def keyboard(self) -> None:
        """Have the window get the keyboard, as a click on it does; without a window manager nobody else gives it."""
        await self._give_keyboard(self.window)

    async def _give_keyboard(self, window: QWidget) -> None:
        def given() -> bool:
            window.activateWindow()
            return window.isActiveWindow()

        await self.until(given, f"the {type(window).__name__} to have the keyboard")

    async def dialog(self, kind: type[QDialog] = QDialog) -> Any:
        """The dialog that is open now, or opens soon; it has the keyboard, so that keys go to it."""
        await self.until(lambda: isinstance(QApplication.activeModalWidget(), kind), f"a {kind.__name__}")
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        await self._give_keyboard(dialog)
        return dialog

    async def name_file(self, path: Path) -> None:
        """Type a path into the file dialog that opens, and accept it."""
        dialog = await self.dialog(QFileDialog)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        field.setText(str(path))
        dialog.accept()

    def press_button(self, within: QWidget, text: str) -> None:
        """Click the button with these words."""
        found = [b for b in within.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(within)]
        assert found, f"no button {text!r} among {[b.text() for b in within.findChildren(QPushButton)]}"
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key on what has the focus."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def drop(self, widget: QWidget, at: QPoint, paths: list[Path] | QImage) -> None:
        """Drag files, or a picture, onto a widget and let go."""
        mime = QMimeData()
        if isinstance(paths, QImage):
            mime.setImageData(paths)
        else:
            mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        action, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(at, action, mime, buttons, keys)
        QApplication.sendEvent(widget, enter)
        assert enter.isAccepted(), "the drag was refused"
        drop = QDropEvent(QPointF(at), action, mime, buttons, keys, QEvent.Type.Drop)
        QApplication.sendEvent(widget, drop)
        assert drop.isAccepted(), "the drop was refused"

    def on_timeline(self, number: int, lane: str = "line") -> QPoint:
        """The point of a frame on a lane of the timeline."""
        timeline = self.page.timeline
        lanes = timeline._lanes()
        row = getattr(lanes, lane)
        return QPoint(round(timeline.geometry_now.center(number)), round(row.top + row.height / 2))


_qt_mouse_move = QTest.mouseMove


def _mouse_move(*given: Any) -> None:
    """QTest's own, which runs the event loop on: refused within a coroutine's turn, where others could not go on."""
    assert asyncio.current_task() is None, "take move_mouse of mouse_by_hand, or call_soon"
    _qt_mouse_move(*given)


@pytest.fixture(scope="module")
def timeline_shot(make_shot: Callable, tmp_path_factory: pytest.TempPathFactory):
    """60 frames on twos, for a timeline; `timeline_shown.open_timeline` shows them."""
    return make_shot(tmp_path_factory.mktemp("drawn"), frames=60, size=SIZE, hold=2)


@pytest.fixture
def drive(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """`drive(body, *arguments)` starts the app with these arguments, runs the coroutine `body(driver)`, and quits."""
    monkeypatch.setattr(gc, "freeze", lambda: None)  # a window stays for good in the app; here it goes after its test
    monkeypatch.setattr(QTest, "mouseMove", _mouse_move)
    qapp.setQuitOnLastWindowClosed(False)
    loop = QEventLoop(qapp)
    asyncio.set_event_loop(loop)

    async def run(body: Body, arguments: tuple[str, ...], *commands: tuple[str, ...] | None) -> None:
        engine, beside = commands
        application = Application(engine, beside=beside)
        await application.open(arguments)
        application.window.activateWindow()
        try:
            await body(Driver(application))
        finally:
            if not application.finished.done():
                modal = QApplication.activeModalWidget()
                if modal is not None:
                    modal.close()
                application.window.close()
                await asyncio.wait_for(application.finished, 20)
            left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            assert not left, f"tasks left after closing: {left}"
            application.window.deleteLater()

    def start(
        body: Body, *arguments: str, engine: tuple[str, ...] | None = None, beside: tuple[str, ...] | None = None
    ) -> None:
        loop.run_until_complete(run(body, arguments, engine, beside))

    with loop:
        yield start
    asyncio.set_event_loop(None)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()  # Qt objects must go in this thread, not in one of a later test's workers


@pytest.fixture
def held_background(tmp_path: Path) -> tuple[str, ...]:
    """What stands for it and colors nothing: told to stop, it is `asked`, a file in the shot's folder says, and ends
    once there is one that says that it `may end`. Beside the folder, `begun` names each shot and its process."""
    script = tmp_path / "held_background.py"
    script.write_text(HELD)
    return sys.executable, str(script)
