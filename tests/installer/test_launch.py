"""What the set-up ends with: the window where there is a display, else the sample shot colored and exported."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2
import pytest

from app.media.mov_atoms import read_facts
from installer import launch
from installer.environment import Environment

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a display")
@pytest.mark.parametrize(
    ("variables", "there"), [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "w"}, True)]
)
def test_a_display_is_seen(variables: dict[str, str], there: bool, monkeypatch: pytest.MonkeyPatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert launch.has_display() == there


def test_the_sample_shot_is_whole_small_and_credited():
    shot = json.loads((SAMPLE / "shot.json").read_text("utf-8"))
    frames = sorted((SAMPLE / shot["line"]).parent.glob("*.png"))
    assert [int(frame.stem[-4:]) for frame in frames] == list(range(shot["first"], shot["last"] + 1))
    pictures = [cv2.imread(str(path)) for path in [*frames, *(SAMPLE / key for key in shot["keys"].values())]]
    assert {picture.shape for picture in pictures if picture is not None} == {(640, 480, 3)}
    assert all(picture is not None for picture in pictures)
    assert all(shot["first"] <= int(number) <= shot["last"] for number in shot["keys"])
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 4e6
    assert "CC0" in (SAMPLE / "CREDITS.txt").read_text("utf-8")


def test_without_a_display_the_sample_is_colored_and_exported(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    environment = Environment(ROOT)
    environment.python = Path(sys.executable)
    out = tmp_path / "sample"
    assert launch.work_without_window(environment, out) == 0
    assert len(list((out / "png").rglob("*.png"))) == 88
    assert read_facts(out / "poppy_color.mov").frames == 88
    said = capfd.readouterr().out
    assert said.rstrip().endswith(f"ProRes 4444: {out / 'poppy_color.mov'}")

    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.suffix in (".png", ".mov")}
    assert launch.work_without_window(environment, out) == 0  # again: nothing is made twice
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.suffix in (".png", ".mov")} == before
