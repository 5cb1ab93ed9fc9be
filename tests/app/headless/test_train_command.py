"""`train`: the engine's training as a command, told in words or in lines for programs; Ctrl+C saves the step."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.slow


def command(folder: Path, stage: str, *more: str) -> list[str]:
    start = [sys.executable, "main.py", "train", "--stage", stage, "--config", "tiny", "--one-clip"]
    return [*start, "--out", str(folder), *more]


def test_a_stage_is_trained_and_ctrl_c_saves_what_was_done(tmp_path: Path, home: Path) -> None:
    process = subprocess.Popen(command(tmp_path, "codec", "--json"), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(json.loads(line))
        if seen[-1]["event"] == "step":
            process.send_signal(signal.SIGINT)
            break
    rest = [json.loads(line) for line in process.communicate(timeout=150)[0].splitlines()]
    assert process.returncode == 130
    assert seen[0]["event"] == "began"
    assert seen[0]["command"] == "train"
    saved = next(event for event in rest if event["event"] == "saved")
    assert Path(saved["checkpoint"]).is_dir()
    assert Path(saved["sample"]).is_file()
    done = subprocess.run(
        command(tmp_path, "codec", "--steps", str(saved["step"] + 1)), cwd=ROOT, capture_output=True, text=True,
        timeout=150, check=True,
    )  # fmt: skip
    assert f"step {saved['step']} of 1000, 1 examples." in done.stdout
    assert f"Step {saved['step'] + 1} of 1000 is done." in done.stdout


def test_a_stage_that_cannot_begin_says_what_to_do_first(tmp_path: Path, home: Path) -> None:
    done = subprocess.run(command(tmp_path, "2"), cwd=ROOT, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == f'Train the stage codec first: there is no checkpoint of it in "{tmp_path}".'
