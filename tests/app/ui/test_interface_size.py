"""The interface size that is kept is the one the app starts with, as far as the screen has room for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from a_screen import on_screen
from PySide6.QtCore import QSize

from app.ui.interface_size import largest

SCREEN = """
import json, sys
from PySide6.QtWidgets import QApplication
from app.ui.interface_size import scale_up
said = scale_up(float(sys.argv[1]))
app = QApplication(["shiage"])
print(json.dumps([said, app.primaryScreen().devicePixelRatio()]))
"""


@pytest.mark.parametrize(
    ("room", "percent"),
    [((800, 800), 100), ((1280, 720), 100), ((1920, 1080), 175), ((1920, 1200), 200), ((3840, 2160), 200)],
)
def test_the_largest_size_has_room_for_the_window(room: tuple[int, int], percent: int) -> None:
    assert largest(QSize(*room)) == percent


def started(scale: float, screen: tuple[int, int], tmp_path: Path, **more: str) -> list[object]:
    """What is said at the start of a process with such a screen, and the scale that its application has."""
    inherited = {name: value for name, value in os.environ.items() if name != "QT_SCALE_FACTOR"}
    done = subprocess.run(
        [sys.executable, "-c", SCREEN, str(scale)],
        cwd=Path(__file__).resolve().parents[3],
        env={**inherited, **on_screen(tmp_path, *screen), **more},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_a_size_that_fits_is_taken(tmp_path: Path) -> None:
    assert started(2.0, (3840, 2160), tmp_path) == ["", 2.0]
    assert started(1.0, (800, 600), tmp_path) == ["", 1.0]


def test_a_size_too_large_for_the_screen_is_less_and_that_is_said(tmp_path: Path) -> None:
    said = "The interface size is 175 % here: at 200 % the window would not fit this screen."
    assert started(2.0, (1920, 1080), tmp_path) == [said, 1.75]
    said = "The interface size is 100 % here: at 150 % the window would not fit this screen."
    assert started(1.5, (1280, 720), tmp_path) == [said, 1.0]


def test_a_scale_in_the_environment_stays(tmp_path: Path) -> None:
    assert started(2.0, (1280, 720), tmp_path, QT_SCALE_FACTOR="1.25") == ["", 1.25]
