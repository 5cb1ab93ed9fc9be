"""All shots of a folder written into one timeline from the window, in the order of their list."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from film_seen import listed
from PySide6.QtCore import Qt

from app.media.batch import find_shots, make_project
from app.media.keys import lay_key
from app.project.model import Project, with_key
from app.project.shot_list import Place, ShotList, write_list
from app.project.storage import open_project, save_project
from app.ui.dialogs.asking import Choice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_all_shots_go_into_one_timeline(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    film, out = tmp_path / "film", tmp_path / "out"
    out.mkdir()
    for name in ("sc010", "sc020"):  # one frame each, which is a key, so that nothing has to be colored first
        make_shot(tmp_path / "lineart" / name, frames=1, size=(64, 48))
    for found in find_shots([tmp_path / "lineart"]):
        project = film / f"{found.name}.shiage"
        make_project(found, project, Fraction(24))
        shot = open_project(project).project.shots[0]
        assert shot.line is not None
        key = lay_key(tmp_path / "lineart" / found.name / "color" / "0001.png", shot.line, 1, project).key
        save_project(project, Project((with_key(shot, key),)))
    write_list(film, ShotList((Place("sc020", "sc020.shiage"), Place("sc010", "sc010.shiage"))))

    async def body(driver) -> None:
        await driver.opened()
        await listed(driver, 2)
        await driver.until(driver.window.actions_table["export_timeline"].isEnabled, "the export")
        driver.key(Qt.Key.Key_E, CTRL | SHIFT)
        driver.press_button(await driver.dialog(Choice), "All shots")
        await driver.name_file(out / "film.otio")
        await driver.until(lambda: any('Wrote "film.otio" with 2 clips' in text for text in driver.said), "the export")

    drive(body, str(film / "sc010.shiage"))
    clips = list(otio.adapters.read_from_file(str(out / "film.otio")).find_clips())
    assert [clip.name for clip in clips] == ["sc020 1-1", "sc010 1-1"]
    assert len(list(out.glob("*_color_v001/*.0001.png"))) == 2
