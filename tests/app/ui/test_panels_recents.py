"""The welcome page: recent projects with their pictures, those that are gone marked, none usable while busy."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget

from app import settings
from app.project import lock
from app.sample import sample_project
from app.ui.panels.recents import short, when
from app.ui.panels.welcome import BeginButtons

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def remember(*folders: Path) -> None:
    """Let these be the projects of earlier runs."""
    known = settings.Settings()
    for folder in reversed(folders):
        known = settings.with_recent(known, str(folder), time.time())
    settings.save(known)


def test_recent_projects_show_their_pictures_and_open_with_a_click(drive: Callable, tmp_path: Path) -> None:
    sample, gone = sample_project(), tmp_path / "gone.shiage"
    copied = Path(shutil.copytree(sample, tmp_path / "copy.shiage"))
    remember(gone, copied, sample)

    async def body(driver) -> None:
        rows = driver.window.welcome.recents.rows
        assert list(rows) == [str(gone), str(copied), str(sample)]
        await driver.until(lambda: not rows[str(sample)]._picture.isNull(), "the pictures")
        assert rows[str(copied)].there
        assert not rows[str(gone)].there
        assert rows[str(gone)].accessibleName() == "gone, not found"
        QTest.mouseClick(rows[str(copied)], Qt.MouseButton.LeftButton)
        await driver.opened()
        assert driver.workspace.folder == copied
        recent = driver.application.preferences.settings.recent
        assert recent == (str(copied), str(gone), str(sample))

    drive(body)


def test_what_is_gone_is_taken_off_the_list_by_menu_or_key(drive: Callable, tmp_path: Path) -> None:
    one, other = tmp_path / "one.shiage", tmp_path / "other.shiage"
    remember(one, other)

    async def body(driver) -> None:
        recents = driver.window.welcome.recents
        await driver.until(lambda: not recents.rows[str(other)].there, "the look at the disk")
        QTest.mouseClick(recents.rows[str(one)], Qt.MouseButton.LeftButton)
        await driver.until(QApplication.activePopupWidget, "what can be done about it")
        assert driver.window.page is None
        popup = QApplication.activePopupWidget()
        assert popup is not None
        popup.close()
        row = recents.rows[str(one)]
        QApplication.sendEvent(row, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(9, 9), QPoint(9, 9)))
        await driver.until(QApplication.activePopupWidget, "the menu")
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert [(entry.text(), entry.isEnabled()) for entry in menu.actions()] == [
            ("Open", False), ("Remove from list", True),
        ]  # fmt: skip
        menu.setActiveAction(menu.actions()[1])
        QTest.keyClick(menu, Qt.Key.Key_Return)
        await driver.until(lambda: list(recents.rows) == [str(other)], "the row to go")
        recents.rows[str(other)].setFocus()
        QTest.keyClick(recents.rows[str(other)], Qt.Key.Key_Delete)
        await driver.until(lambda: not recents.rows, "the row to go")
        assert not recents.isVisible()

    drive(body)
    assert settings.load()[0].recent == ()


def test_nothing_is_opened_while_shiage_is_at_work(drive: Callable, tmp_path: Path) -> None:
    remember(sample_project())

    async def body(driver) -> None:
        welcome = driver.window.welcome
        (row,) = welcome.recents.rows.values()
        go_on = threading.Event()
        driver.window.errands.run(driver.window.errands.undertake("Something long", lambda _: go_on.wait(30)))
        await driver.until(lambda: not row.isEnabled(), "the list to rest")
        assert not welcome.sample_button.isEnabled()
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
        go_on.set()
        await driver.until(row.isEnabled, "the list to be of use again")
        QApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)
        assert driver.window.page is None

    drive(body)


def test_the_words_for_a_moment_and_a_folder() -> None:
    noon = time.mktime((2026, 3, 10, 12, 0, 0, 0, 0, -1))
    assert when(noon - 3600, noon) == "Opened today at 11:00"
    assert when(noon - 13 * 3600, noon) == "Opened yesterday at 23:00"
    assert when(noon - 3 * 86400, noon) == "Opened on 2026-03-07"
    assert when(0, noon) == ""
    home = Path.home()
    assert short(str(home / "films" / "a.shiage")) == os.path.join("~", "films")  # noqa: PTH118
    assert short("/mnt/a.shiage") == str(Path("/mnt"))


def test_the_three_ways_to_begin_stand_in_one_row_where_it_has_room(drive: Callable) -> None:
    words = ("Import line art...", "Import shots...", "Open project...")

    def rows(shown: QWidget) -> int:
        """In how many rows they stand, each with room for its words; 0 while they are being laid out."""
        buttons = [each for each in shown.findChildren(QPushButton) if each.text() in words]
        assert len(buttons) == len(words)
        if any(button.width() < button.sizeHint().width() for button in buttons):
            return 0
        return len({button.geometry().center().y() for button in buttons})

    async def body(driver) -> None:
        driver.window.resize(1920, 1000)
        await driver.until(lambda: rows(driver.window.welcome) == 1, "one row", 5)
        alone = BeginButtons(*(QAction() for _ in words))
        alone.show()
        for wide, wanted in ((800, 1), (320, 2), (800, 1)):
            alone.resize(wide, 100)
            await driver.until(lambda wanted=wanted: rows(alone) == wanted, f"{wanted} rows in {wide} px", 5)
        alone.close()

    drive(body)


def cut_off(folder: Path, **left: object) -> None:
    """Leave a project as a Shiage does that is killed while it is open, with this in its queue."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    held = {"pid": ended.pid, "started": "gone", "host": socket.gethostname(), "when": time.time(), "token": "t"}
    (folder / "lock").write_text(json.dumps(held))
    (folder / "queue.json").unlink(missing_ok=True)
    if left:
        (folder / "queue.json").write_text(json.dumps(left))


@pytest.mark.parametrize("paused", [False, True])
def test_what_a_crash_cut_off_is_named_and_gone_on_with_at_one_press(
    drive: Callable, tmp_path: Path, paused: bool
) -> None:
    sample = sample_project()
    other = Path(shutil.copytree(sample, tmp_path / "other.shiage"))
    remember(other, sample)
    cut_off(sample, entries=[{"shot": "shot1", "spans": [[1, 24], [25, 48], [900, 924]]}], paused=paused)

    async def body(driver) -> None:
        welcome = driver.window.welcome
        await driver.until(welcome.cut_off.isVisible, "what a crash cut off")
        words = [shown.text() for shown in welcome.cut_off.findChildren(QLabel)]
        assert words == ['Shiage closed unexpectedly while "Poppy" was open.', "2 segments were still to be colored."]
        assert {row.text(): row._state() for row in welcome.recents.rows.values()}["Poppy"] == (
            "Shiage closed unexpectedly here"
        )
        assert welcome.recents.rows[str(other)]._state().startswith("Opened today")
        driver.press_button(welcome, "Open it again" if paused else "Continue coloring")
        await driver.opened()
        assert driver.workspace.folder == sample
        queue = driver.workspace.coloring.queue
        await driver.until(lambda: len(queue.items) == 2, "coloring, without another question")
        assert queue.paused == paused
        await driver.until(lambda: any("is complete as of" in said for said in driver.said), "what is said")
        await driver.until(driver.window.actions_table["cancel"].isEnabled, "cancel to be offered")
        await driver.act("cancel")
        await driver.idle()

    drive(body)


def test_a_crash_without_anything_left_is_told_and_an_open_project_is_none(drive: Callable, tmp_path: Path) -> None:
    sample = sample_project()
    held_open = Path(shutil.copytree(sample, tmp_path / "held.shiage"))
    remember(held_open, sample)
    cut_off(sample)
    held = lock.acquire(held_open)

    async def body(driver) -> None:
        welcome = driver.window.welcome
        await driver.until(welcome.cut_off.isVisible, "what a crash cut off")
        assert welcome.cut_off.folder == str(sample)
        assert not welcome.recents.rows[str(held_open)].cut_off
        driver.press_button(welcome, "Open it again")
        await driver.opened()
        assert driver.workspace.folder == sample

    drive(body)
    held.release()

    async def after(driver) -> None:
        welcome = driver.window.welcome
        await driver.until(lambda: not welcome.recents.rows[str(sample)]._picture.isNull(), "the look at the disk")
        await driver.until(lambda: not welcome.recents.rows[str(held_open)]._picture.isNull(), "the look at the disk")
        assert not welcome.cut_off.isVisible()

    drive(after)
