"""`colorize --colorizer longanimation`: line art and keys in, PNG files out, through the engine's tiny networks."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.media.takes import scan_takes
from app.project.storage import open_project
from engine.protocol.frames import read_header

LONGANIMATION = ("--colorizer", "longanimation", "--weights", "tiny", "--setting", "preset=quick")


def read(path: Path) -> np.ndarray:
    image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert image is not None
    return image


def test_a_shot_comes_out_as_png_files_with_its_keys_bit_for_bit(make_shot, shiage, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    shot = make_shot(tmp_path / "walk", 90, (96, 64))
    keys = ["--key", f"1={shot.color[0]}", "--key", f"70={shot.color[69]}"]
    smaller = ["--setting", "working_height=32", "--prompt", "a red coat"]
    project = tmp_path / "kept"
    done = shiage(
        "colorize", shot.line_folder, *keys, *LONGANIMATION, *smaller, "--out", tmp_path / "out", "--project", project,
        "--json",
    )  # fmt: skip
    assert done.code == 0, done.err + done.out
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [path.name for path in shot.line]
    for number in (1, 70):
        at = tmp_path / "out" / shot.line[number - 1].name
        np.testing.assert_array_equal(read(at), read(shot.color[number - 1]))
    assert [(event["first"], event["last"]) for event in done.named("segment")] == [(1, 81), (65, 90)]

    folder = tmp_path / "kept.shiage"
    (kept,) = open_project(folder).project.shots
    assert (kept.plan.length, kept.plan.overlap) == (81, 17)
    takes = scan_takes(folder).takes
    assert [take.weights for take in takes] == ["tiny", "tiny"]
    assert read_header(folder / takes[0].path).info["words"].startswith("a red coat")

    exported = shiage("export", folder, "--format", "png", "--layer", "color", "--out", tmp_path / "delivery")
    assert exported.code == 0, exported.err
    files = sorted((tmp_path / "delivery").rglob("*.png"))
    assert len(files) == 90
    np.testing.assert_array_equal(read(files[69]), read(shot.color[69]))


def test_a_setting_that_cannot_be_ends_with_a_sentence(make_shot, shiage, tmp_path) -> None:
    shot = make_shot(tmp_path / "walk", 2, (96, 64))
    done = shiage(
        "colorize", shot.line_folder, "--key", f"1={shot.color[0]}", *LONGANIMATION, "--setting", "steps=13",
        "--out", tmp_path / "out",
    )  # fmt: skip
    assert done.code == 1
    assert 'The setting "steps" must be 50 or 40' in done.err


@pytest.mark.parametrize("text", ["preset", "=final"])
def test_settings_are_names_and_values(make_shot, shiage, tmp_path, text: str) -> None:
    shot = make_shot(tmp_path / "walk", 2, (96, 64))
    done = shiage("colorize", shot.line_folder, "--key", f"1={shot.color[0]}", "--setting", text)
    assert done.code == 1
    assert "write NAME=VALUE" in done.err
