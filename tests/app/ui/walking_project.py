"""A saved project of a shot that a test draws itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.media.importer import import_line_art
from app.media.keys import lay_key
from app.project.model import Project, SegmentPlan, Shot, with_key
from app.project.palettes import Palettes
from app.project.storage import create_project, save_project
from engine.imaging.stills import write_png

FRAMES = 16


def walking_project(folder: Path, drawn: Callable[[int, bool], np.ndarray], palettes: Palettes | None = None) -> Path:
    """Sixteen frames in segments of four, with keys on frames 1 and 9.

    `drawn(number, fill)` is a frame's line art or, filled, its colors: (H, W, 3) uint8 RGB.
    """
    lines = folder / "line"
    lines.mkdir()
    for number in range(1, FRAMES + 1):
        write_png(lines / f"walk.{number:04d}.png", drawn(number, False))
    project = folder / "walk.shiage"
    create_project(project)
    line = import_line_art([lines], project).line
    shot = Shot("shot1", "walk", line=line, plan=SegmentPlan(4))
    if palettes is not None:
        shot = replace(shot, palettes=palettes)
    for number in (1, 9):
        shot = with_key(shot, lay_key(drawn(number, True), line, number, project).key)
    save_project(project, Project((shot,)))
    return project
