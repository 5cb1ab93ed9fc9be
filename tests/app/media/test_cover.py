"""The small picture of a project that is not open: its first key, else its first drawing; never an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.media.cover import Cover, cover
from app.media.importer import import_line_art
from app.media.keys import lay_key
from app.project.model import Project, Shot, with_key
from app.project.palettes import Palette, Palettes, Swatch
from app.project.storage import PROJECT_FILE, create_project, save_project


def test_the_first_key_is_shown_else_the_first_drawing_and_nothing_is_written(
    make_shot: Callable, tmp_path: Path
) -> None:
    drawn = make_shot(tmp_path / "walk", frames=8, size=(160, 120))
    folder = tmp_path / "walk.shiage"
    create_project(folder)
    assert cover(folder, 96, 54) == Cover(True)
    line = import_line_art([drawn.line_folder], folder).line
    shot = Shot(id="shot1", name="walk", line=line)
    save_project(folder, Project((shot,)))
    gray = cover(folder, 96, 54).picture
    assert gray is not None
    assert gray.shape == (54, 72, 3)
    assert np.ptp(gray, axis=2).max() == 0

    shot = with_key(shot, lay_key(drawn.color[4], line, 5, folder).key)
    save_project(folder, Project((shot,)))
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    colored = cover(folder, 96, 54).picture
    assert colored is not None
    assert tuple(colored[0, 0]) == (176, 206, 222)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before

    night = Palette("Night", (Swatch("Sky", (10, 20, 60), ((176, 206, 222),)),))
    save_project(folder, Project((replace(shot, palettes=Palettes((night,))),)))
    dark = cover(folder, 96, 54).picture
    assert dark is not None
    assert tuple(dark[0, 0]) == (10, 20, 60), "in the palette that the project shows"

    (folder / shot.keys[0].path).write_bytes(b"no picture")
    assert cover(folder, 96, 54) == Cover(True)


def test_what_is_gone_or_damaged_is_no_error(tmp_path: Path) -> None:
    assert cover(tmp_path / "gone.shiage", 96, 54) == Cover(False)
    folder = tmp_path / "bad.shiage"
    create_project(folder)
    (folder / PROJECT_FILE).write_bytes(b"{")
    assert cover(folder, 96, 54) == Cover(True)
