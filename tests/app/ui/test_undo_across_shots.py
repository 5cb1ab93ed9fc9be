"""What was done in a shot can be undone after another one was open meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from film_seen import in_shot, listed
from painting_hand import RED, inner, painter_in
from PySide6.QtCore import Qt

from app.media.importer import import_line_art
from app.media.keys import lay_key
from app.project.model import Project, Shot, with_key
from app.project.shot_list import Place, ShotList, write_list
from app.project.storage import create_project, open_project, save_project
from app.ui.workspace import load

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def film(make_shot: Callable, tmp_path: Path) -> Path:
    """Two shots of six frames beside one another, with a key each."""
    drawn = make_shot(tmp_path / "drawn", frames=6)
    folder = tmp_path / "film"
    for name in ("sc010", "sc020"):
        project = folder / f"{name}.shiage"
        create_project(project)
        line = import_line_art([drawn.line_folder], project).line
        shot = with_key(Shot("shot1", name, line=line), lay_key(drawn.color[0], line, 1, project).key)
        save_project(project, Project((shot,)))
    write_list(folder, ShotList(tuple(Place(name, f"{name}.shiage") for name in ("sc010", "sc020"))))
    return folder


def rename(driver, name: str) -> None:
    document = driver.workspace.document
    document.edit("Rename", replace(document.shot, name=name))


async def go(driver, key: Qt.Key, name: str) -> None:
    driver.key(key, CTRL)
    await in_shot(driver, name)
    await listed(driver, 2)


def test_each_shot_keeps_its_steps_of_undo(drive: Callable, film: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await listed(driver, 2)
        await painter.take_up("paint_fill")
        driver.workspace.current_color.set_color(RED)
        x, y = inner(painter)
        before = painter.pixels(1)[y, x, :3].tolist()
        driver.workspace.current_color.set_color(RED)
        painter.click(x, y)
        await painter.settled()
        driver.workspace.current_color.set_color((20, 200, 40))
        painter.click(x, y)
        await painter.settled()
        rename(driver, "run")
        driver.window.actions_table["undo"].trigger()
        await driver.act("paint_none")

        await go(driver, Qt.Key.Key_PageDown, "sc020")
        assert not driver.window.actions_table["undo"].isEnabled(), "nothing was done in this one"
        rename(driver, "jump")
        await go(driver, Qt.Key.Key_PageUp, "sc010")
        document, undo = driver.workspace.document, driver.window.actions_table["undo"]
        assert undo.isEnabled()
        assert document.undo_stack.redoText() == "Rename"
        painter = await painter_in(driver)
        await driver.act("redo")
        assert document.shot.name == "run"
        undo.trigger()
        undo.trigger()
        assert painter.pixels(1)[y, x, :3].tolist() == list(RED), "the file of the stroke before is still there"
        undo.trigger()
        assert painter.pixels(1)[y, x, :3].tolist() == before
        assert not document.undo_stack.canUndo()

        await go(driver, Qt.Key.Key_PageDown, "sc020")
        await driver.act("undo")
        assert driver.workspace.document.shot.name == "sc020"

    drive(body, str(film / "sc010.shiage"))
    assert open_project(film / "sc010.shiage").project.shots[0].name == "sc010"


def test_a_shot_that_was_changed_elsewhere_meanwhile_has_nothing_to_undo(drive: Callable, film: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await listed(driver, 2)
        rename(driver, "run")
        await go(driver, Qt.Key.Key_PageDown, "sc020")
        saved = open_project(film / "sc010.shiage").project
        save_project(film / "sc010.shiage", Project((replace(saved.shots[0], name="walk"),)))
        await go(driver, Qt.Key.Key_PageUp, "sc010")
        assert driver.workspace.document.shot.name == "walk"
        assert not driver.workspace.document.undo_stack.canUndo()

    drive(body, str(film / "sc010.shiage"))


def test_what_was_tidied_up_elsewhere_meanwhile_is_not_brought_back(drive: Callable, film: Path) -> None:
    async def body(driver) -> None:
        painter = await painter_in(driver)
        await listed(driver, 2)
        await painter.take_up("paint_fill")
        x, y = inner(painter)
        for color in (RED, (20, 200, 40)):
            driver.workspace.current_color.set_color(color)
            painter.click(x, y)
            await painter.settled()
        await driver.act("paint_none")
        await go(driver, Qt.Key.Key_PageDown, "sc020")
        held = (await asyncio.to_thread(load, film / "sc010.shiage")).lock
        await asyncio.to_thread(held.release)
        await go(driver, Qt.Key.Key_PageUp, "sc010")
        assert not driver.workspace.document.undo_stack.canUndo(), "the file of the first stroke is gone"
        painter = await painter_in(driver)
        assert painter.pixels(1)[y, x, :3].tolist() == [20, 200, 40]

    drive(body, str(film / "sc010.shiage"))
