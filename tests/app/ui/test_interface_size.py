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

WINDOW = """
import json, sys
from PySide6.QtWidgets import QApplication, QWidget
from app.ui.window_place import place_text, take_place
app = QApplication(["shiage"])
window = QWidget()
take_place(window, sys.argv[1])
window.show()
app.processEvents()
print(json.dumps([place_text(window), window.width(), window.height(), window.isMaximized()]))
"""


@pytest.mark.parametrize(
    ("room", "percent"),
    [((800, 800), 100), ((1280, 720), 100), ((1920, 1080), 175), ((1920, 1200), 200), ((3840, 2160), 200)],
)
def test_the_largest_size_has_room_for_the_window(room: tuple[int, int], percent: int) -> None:
    assert largest(QSize(*room)) == percent


def started(scale: float, screen: tuple[int, int], tmp_path: Path, **more: str) -> list[object]:
    """What is said at the start of a process with such a screen, and the scale that its application has."""
    return told(SCREEN, str(scale), screen, tmp_path, **more)


def told(script: str, argument: str, screen: tuple[int, int], tmp_path: Path, **more: str) -> list[object]:
    """What a script prints last, run with an argument on such a screen."""
    inherited = {name: value for name, value in os.environ.items() if name != "QT_SCALE_FACTOR"}
    done = subprocess.run(
        [sys.executable, "-c", script, argument],
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


@pytest.mark.parametrize(
    ("place", "size"),
    [
        ("0 25 1280 700", [1280, 700]),  # below its title bar, a few px of it off the screen
        ("-10 20 1200 690", [1200, 690]),
        ("300 40 1264 680", [1264, 680]),
        ("0 20 1280 720", [1280, 680]),
        ("0 20 1600 690", [1264, 690]),
    ],
)
def test_a_window_partly_off_the_screen_is_moved_and_no_smaller_than_it_must_be(
    tmp_path: Path, place: str, size: list[int]
) -> None:
    kept, *found = told(WINDOW, place, (1280, 720), tmp_path)
    assert found[:2] == size
    assert told(WINDOW, str(kept), (1280, 720), tmp_path)[1:3] == size


def test_a_window_is_as_large_as_before_at_another_interface_size(tmp_path: Path) -> None:
    screen = (3840, 2160)
    kept, *_ = told(WINDOW, "300 200 2400 1400", screen, tmp_path)
    assert kept == "300 200 2400 1400"
    for scale, wide, tall in (("1.5", 1600, 933), ("2", 1200, 700)):
        text, *size, maximized = told(WINDOW, str(kept), screen, tmp_path, QT_SCALE_FACTOR=scale)
        assert size == [wide, tall]
        assert not maximized
        sides = [int(side) for side in str(text).split()]
        assert all(abs(is_now - was) <= 1 for is_now, was in zip(sides, (300, 200, 2400, 1400), strict=True))


def test_a_maximized_window_comes_back_maximized_and_one_off_the_screen_on_it(tmp_path: Path) -> None:
    text, wide, tall, maximized = told(WINDOW, "40 60 1000 700 maximized", (1920, 1080), tmp_path)
    assert maximized
    assert int(str(wide)) > 1880, "as wide as the screen, but for a frame"
    assert int(str(tall)) > 1040
    assert text == "40 60 1000 700 maximized", "with the size that it goes back to"
    _, wide, tall, _ = told(WINDOW, "3000 100 2400 1400", (1920, 1080), tmp_path)
    assert (wide, tall) == (1920 - 16, 1080 - 40)
    before = told(WINDOW, "", (1920, 1080), tmp_path)
    assert told(WINDOW, "AdnQywAD", (1920, 1080), tmp_path) == before, "what makes no sense changes nothing"
