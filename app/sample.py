"""The sample shot that comes with Shiage, as a project ready for Generate."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np

from app import paths
from app.media.importer import import_line_art
from app.media.keys import lay_key
from app.project.colorizers import DRAFT, with_colorizer
from app.project.model import Project, Shot, with_key
from app.project.storage import PROJECT_FILE, SUFFIX, create_project, save_project
from engine.imaging.stills import read_still

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "sample"


def sample_picture() -> np.ndarray:
    """The sample shot's first key, (H, W, 3) uint8 RGB; off the UI thread. Raises StillError."""
    facts = json.loads((FOLDER / "shot.json").read_text("utf-8"))
    return read_still(FOLDER / next(iter(facts["keys"].values())))[..., :3]


def sample_project() -> Path:
    """The folder of this user's project of the sample shot, made where there is none yet; off the UI thread.

    Raises ShiageError.
    """
    facts = json.loads((FOLDER / "shot.json").read_text("utf-8"))
    name = str(facts["name"])
    folder = paths.data_folder() / "projects" / f"{name}{SUFFIX}"
    if (folder / PROJECT_FILE).exists():
        return folder
    folder = paths.new_project_folder(name)
    create_project(folder)
    line = import_line_art([(FOLDER / facts["line"]).parent], folder).line
    shot = with_colorizer(Shot(id="shot1", name=name, rate=Fraction(facts["fps"]), line=line), DRAFT.name)
    for number, key in facts["keys"].items():
        shot = with_key(shot, lay_key(FOLDER / key, line, int(number), folder).key)
    save_project(folder, Project((shot,)))
    return folder
