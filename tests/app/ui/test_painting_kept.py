"""What is painted is kept: files that nothing knows go, and an app that is killed loses its last stroke at most."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from painting_hand import RED, inner, painter_in, project_to_paint

from app.paint.copying import written
from app.project import lock
from app.project.storage import BACKUPS, PROJECT_FILE, open_project, save_project
from app.project.view_state import ViewState, read_view, write_view
from engine.imaging.stills import read_still

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def project(make_shot: Callable, tmp_path: Path) -> Path:
    return project_to_paint(make_shot, tmp_path)


def test_files_of_strokes_that_nothing_knows_go_when_the_project_is_closed(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await painter.take_up("paint_fill")
        x, y = inner(painter)
        for color in (RED, (20, 200, 40), (10, 10, 200)):
            driver.workspace.current_color.set_color(color)
            painter.click(x, y)
        await painter.settled()
        assert len(list((project / "keys").glob("*_painted_*"))) == 3

    drive(body, str(project))
    key = open_project(project).project.shots[0].key(1)
    assert key is not None
    named = b"".join(path.read_bytes() for path in project.rglob("*.json")).decode()
    left = {path.name for path in (project / "keys").glob("*_painted_*")}
    assert Path(key.path).name in left
    assert all(name in named for name in left)
    assert len(left) < 3


@pytest.mark.parametrize("broken", ["missing", "damaged"])
def test_keys_that_only_a_lost_project_file_names_outlive_its_backup(
    drive: Callable, project: Path, broken: str
) -> None:
    saved = open_project(project).project
    key = written(np.full((40, 60, 3), 200, np.uint8), project, 2)
    for path in (project / BACKUPS).iterdir():
        path.unlink()
    save_project(project, saved)  # the one before becomes the backup, which does not know the key
    data = (project / PROJECT_FILE).read_bytes()
    if broken == "missing":
        (project / PROJECT_FILE).unlink()  # a shared folder that is not brought in step yet
    else:
        (project / PROJECT_FILE).write_bytes(bytes(len(data)))  # a power cut

    async def body(driver) -> None:
        await driver.opened()
        assert any("so the copy of" in sentence for sentence in driver.said)
        document = driver.workspace.document
        document.edit("Rename", replace(document.shot, name="other"))

    drive(body, str(project))
    assert open_project(project).project.shots[0].name == "other"
    assert (project / key.path).exists()


def test_a_window_that_lost_the_project_takes_nothing_from_the_one_that_has_it(drive: Callable, project: Path) -> None:
    kept: list[Path] = []

    async def body(driver) -> None:
        await driver.opened()
        with lock.acquire(project, force=True):  # "Open anyway" on another computer
            kept.append(project / written(np.full((40, 60, 3), 200, np.uint8), project, 2).path)
            write_view(project, ViewState(3))
            driver.workspace.playhead.go(2)
            driver.window.close()
            await driver.until(driver.application.finished.done, "the window to close")

    drive(body, str(project))
    view = read_view(project)
    assert kept[0].exists()
    assert view is not None
    assert view.number == 3


KILLED_APP = """
import asyncio, os, signal, sys
sys.path.insert(0, sys.argv[2])
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop
from app.application import Application

app = QApplication(["shiage"])
app.setQuitOnLastWindowClosed(False)
loop = QEventLoop(app)
asyncio.set_event_loop(loop)

async def main():
    application = Application()
    await application.open([sys.argv[1]])
    while application.window.page is None:
        await asyncio.sleep(0.01)
    page = application.window.page
    workspace = page.workspace
    application.window.actions_table["paint_brush"].trigger()
    while not (workspace.easel.ready and page.paint._ready):
        await asyncio.sleep(0.01)
    workspace.toolbox.set_size(10)
    for x, color in ((40, (220, 20, 60)), (80, (20, 200, 40)), (120, (10, 10, 200))):
        workspace.current_color.set_color(color)
        at = QPointF(page.paint.spot(x, 20))
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            QApplication.sendEvent(page.paint, QMouseEvent(
                kind, at, QPointF(page.paint.mapToGlobal(at)), Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier))
        if x < 120:
            await workspace.easel.settled()
            while workspace.easel._saving:
                await asyncio.sleep(0.005)
    print("painted", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

loop.run_until_complete(main())
"""


def test_a_killed_app_loses_at_most_its_last_stroke(project: Path, home: Path, tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED_APP)
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, str(script), str(project), str(root)], capture_output=True, text=True, timeout=120, check=False
    )
    assert "painted" in done.stdout, done.stderr
    assert done.returncode == -signal.SIGKILL
    key = open_project(project).project.shots[0].key(1)
    assert key is not None
    picture = read_still(project / key.path)
    assert tuple(picture[20, 40]) == (220, 20, 60)
    assert tuple(picture[20, 80]) == (20, 200, 40)


def test_a_project_that_was_killed_while_painting_opens_again_and_is_painted_on(
    drive: Callable, project: Path, home: Path, tmp_path: Path
) -> None:
    (project / "keys" / "0001_painted_0123456789abcdef.png").write_bytes(b"half a stroke")

    async def body(driver) -> None:
        painter = await painter_in(driver)
        assert not list((project / "keys").glob("*_painted_*"))  # nobody knows it
        await painter.take_up("paint_fill")
        driver.workspace.current_color.set_color(RED)
        x, y = inner(painter)
        painter.click(x, y)
        await painter.settled()
        assert tuple(painter.pixels(1)[y, x, :3]) == RED

    drive(body, str(project))
