"""Where Shiage keeps its own things on this computer; all of it under SHIAGE_HOME where that is set."""

from __future__ import annotations

import os
import re
from pathlib import Path

import platformdirs

HOME_VARIABLE = "SHIAGE_HOME"
_NAME = "Shiage"
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # characters that some disk does not take in a name


def config_folder() -> Path:
    """Settings."""
    return _home("config") or platformdirs.user_config_path(_NAME, appauthor=False, roaming=True)


def data_folder() -> Path:
    """Projects without a place of their own yet, weights."""
    return _home("data") or platformdirs.user_data_path(_NAME, appauthor=False)


def weights_folder() -> Path:
    """Weights of models, for the engine."""
    return data_folder() / "weights"


def log_folder() -> Path:
    """Log files."""
    return _home("logs") or platformdirs.user_log_path(_NAME, appauthor=False)


def settings_file() -> Path:
    """The settings of this user."""
    return config_folder() / "settings.json"


def new_project_folder(name: str = "Untitled") -> Path:
    """A folder for a new project that does not exist yet: "Untitled.shiage", "Untitled 2.shiage" and so on."""
    fit = _UNFIT.sub("_", name).strip(" .")[:80] or "Untitled"
    return free_project(data_folder() / "projects", fit)


def free_project(place: Path, name: str) -> Path:
    """A project of this name in a folder that does not exist yet: with a number behind the name where it does."""
    folder, number = place / f"{name}.shiage", 1
    while folder.exists():
        number += 1
        folder = place / f"{name} {number}.shiage"
    return folder


def _home(part: str) -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).expanduser().absolute() / part if home else None
