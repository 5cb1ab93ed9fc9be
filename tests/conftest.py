"""Fixtures every test may use: a home of its own, a drawn shot, the real clips, a guard against left processes."""

from __future__ import annotations

import faulthandler
import gc
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest

os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM") or "offscreen"  # before any test imports Qt

ROOT = Path(__file__).resolve().parents[1]
HOME = "SHIAGE_HOME"  # app.paths keeps settings, data and logs below it
GARBAGE = 20_000  # objects made and not collected after which it is worth the time
PROCESS_GRACE = 3.0  # seconds a process may take to end after the test that started it


@dataclass(frozen=True)
class DrawnShot:
    """A drawn shot on disk: line art, and the true colors with the lines laid over them; both PNG, one file a frame."""

    folder: Path
    line: tuple[Path, ...]
    color: tuple[Path, ...]

    @property
    def line_folder(self) -> Path:
        return self.folder / "line"


def pytest_collection_finish() -> None:
    """The modules of all tests stay to the end: no need to look through them each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """Garbage goes in this thread: a worker's thread that takes down a Qt object ends the process."""
    gc.disable()
    yield
    if gc.get_count()[0] > GARBAGE:
        gc.collect()


@pytest.fixture(autouse=True)
def own_patience(request: pytest.FixtureRequest) -> None:
    """A test that names a longer time for itself is not ended, and all others with it, when faulthandler's is over."""
    named = request.node.get_closest_marker("timeout")
    if named is not None and named.args[0] > float(request.config.getini("timeout")):
        faulthandler.cancel_dump_traceback_later()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh folder for settings, data and logs, so that no test reads or touches the user's own."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv(HOME, str(folder))
    return folder


@pytest.fixture(autouse=True)
def no_process_left(home: Path) -> Iterator[None]:
    """Fail a test that leaves a process behind: a child of ours, or an orphan that still carries this test's home."""
    before = set(psutil.pids())
    yield
    deadline = time.monotonic() + PROCESS_GRACE
    while (left := _left_behind(before, home)) and time.monotonic() < deadline:
        time.sleep(0.05)
    if not left:
        return
    described = [f"{process.pid}: {_command(process)}" for process in left]
    for process in left:
        process.kill()
    pytest.fail("left running after the test: " + "; ".join(described), pytrace=False)


@pytest.fixture(scope="session")
def clips() -> Path:
    """The folder of real clips with the artists' colors; see its README for what each holds."""
    folder = ROOT.parent / "shared" / "clips"
    if not (folder / "README.md").is_file():
        pytest.skip("the real clips are not here: ../shared/clips is absent")
    return folder


@pytest.fixture(scope="session")
def make_shot() -> Callable[..., DrawnShot]:
    """`make_shot(folder, frames=24, size=(160, 120))` draws a small cartoon figure that walks and waves."""
    return draw_shot


def draw_shot(
    folder: Path,
    frames: int = 24,
    size: tuple[int, int] = (160, 120),
    first: int = 1,
    hold: int = 1,
    name: str = "{:04d}.png",
) -> DrawnShot:
    """Draw `frames` frames of `size` (width, height), numbered from `first`; each drawing stands for `hold` frames."""
    kept: dict[str, list[Path]] = {"line": [], "color": []}
    for kind in kept:
        (folder / kind).mkdir(parents=True, exist_ok=True)
    for index in range(frames):
        pictures = dict(zip(("line", "color"), draw_figure(index // hold / 24, size)))
        for kind, picture in pictures.items():
            path = folder / kind / name.format(first + index)
            assert cv2.imwrite(str(path), picture[..., ::-1] if picture.ndim == 3 else picture)
            kept[kind].append(path)
    return DrawnShot(folder, tuple(kept["line"]), tuple(kept["color"]))


def draw_figure(t: float, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """The figure `t` seconds in: line art (H, W) uint8 on white paper; colors (H, W, 3) uint8 RGB under the lines."""
    width, height = size
    line = np.full((height, width), 255, np.uint8)
    color = np.full((height, width, 3), (176, 206, 222), np.uint8)
    for shape, fill in _figure(t, width, height):
        points = np.round(shape).astype(np.int32)
        cv2.fillPoly(line, [points], 255)  # what lies behind another shape is hidden
        cv2.polylines(line, [points], True, 0, 1, cv2.LINE_AA)
        cv2.fillPoly(color, [points], fill)
        cv2.polylines(color, [points], True, (0, 0, 0), 1, cv2.LINE_AA)
    return line, color


def _figure(t: float, width: int, height: int) -> list[tuple[np.ndarray, tuple[int, int, int]]]:
    """The shapes back to front, each a polygon (N, 2) in pixels with its RGB color."""
    unit = min(width, height) / 120
    swing = np.sin(2 * np.pi * t)
    middle = np.array([width * 0.5 + 18 * unit * np.sin(np.pi * t), height * 0.52 + unit * abs(swing)])

    def limb(start: tuple[float, float], angle: float, length: float, thick: float) -> np.ndarray:
        along = np.array([np.sin(angle), np.cos(angle)])
        across = np.array([along[1], -along[0]]) * thick / 2
        at = np.array(start)
        return middle + unit * np.array(
            [at + across, at + along * length + across, at + along * length - across, at - across]
        )

    def oval(center: tuple[float, float], radii: tuple[float, float]) -> np.ndarray:
        turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)[:, None]
        return middle + unit * (np.array(center) + np.hstack([np.cos(turn), np.sin(turn)]) * radii)

    body = middle + unit * np.array([[-13, -14], [13, -14], [16, 18], [-16, 18]])
    return [
        (limb((-11, -10), 0.5 * swing - 0.4, 26, 8), (240, 200, 170)),  # the far arm
        (limb((-7, 16), 0.45 * swing, 34, 11), (60, 70, 120)),
        (limb((7, 16), -0.45 * swing, 34, 11), (72, 84, 142)),
        (body, (206, 54, 48)),
        (oval((0, -32), (17, 18)), (240, 200, 170)),  # the head, then hair, eye and the waving arm
        (oval((-3, -43), (19, 9)), (122, 74, 34)),
        (oval((7, -31), (4, 5)), (250, 250, 250)),
        (limb((11, -10), 2.2 + 0.5 * np.sin(4 * np.pi * t), 26, 8), (240, 200, 170)),
    ]


def _left_behind(before: set[int], home: Path) -> list[psutil.Process]:
    """Processes that should have ended: new children, and orphans whose environment names this test's home.

    Only processes that are new are looked at; what a test that runs beside this one has started is none of them.
    """
    found = []
    for pid in set(psutil.pids()) - before:
        try:
            process = psutil.Process(pid)
            ours = os.getpid() in {parent.pid for parent in process.parents()} or process.environ()[HOME] == str(home)
            if ours and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.Error, KeyError):  # it has just ended, is another user's, or knows of no home
            continue
    return found


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())[:200]
    except psutil.Error:
        return "(already gone)"
