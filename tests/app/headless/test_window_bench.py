"""The measurement of the window runs the real app from start to export, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from app.windowbench.witness import Witness, Work, slow


@pytest.mark.slow
def test_the_window_is_measured(shiage, temporary: Path) -> None:
    words = "bench ui --quick --json --size 540p --frames 24 --seconds 1"
    done = shiage(*words.split(), *(() if os.name == "nt" else ("--explain",)))
    assert done.code == 0, done.err + done.out
    results = {result["name"].removeprefix("540p offscreen: "): result for result in done.named("result")}
    assert {
        "start to usable window, welcome page", "import", "start to usable page", "start to first picture",
        "cached step, from the hand to the painted frame, p95", "cached scrub, from the hand to the painted frame, p95",
        "first color on the screen, from Generate", "playback, frames painted", "playback, frames dropped by the clock",
        "first swatch edit, until the shown frame changes",
        "swatch edit, until the shown frame changes, p50", "swatch edit, until all thumbnails did, p95",
        "export as PNG", "memory of the app, at most",
        *(f"longest stall of the window, {phase}" for phase in (
            "import", "page building", "scrub", "timeline zoom", "generation", "takes arriving", "playback", "palette",
            "export",
        )),
    } <= set(results)  # fmt: skip
    assert results["import"]["remark"] == "24 frames"
    assert results["playback, frames painted"]["value"] > 0
    assert results["memory of the app, at most"]["remark"].startswith("of ")
    assert not list(temporary.glob("shiage-bench-*"))


@pytest.mark.slow
def test_one_phase_alone_is_measured_with_the_color_it_needs(shiage, temporary: Path) -> None:
    done = shiage(*["bench", "ui", "--quick", "--json", "--size", "540p", "--frames", "24", "--phase", "palette"])
    assert done.code == 0, done.err + done.out
    results = {result["name"].removeprefix("540p offscreen: ") for result in done.named("result")}
    assert {"first color on the screen, from Generate", "swatch edit, until the shown frame changes, p50"} <= results
    assert not any(name.startswith(("cached", "playback", "export")) or "timeline zoom" in name for name in results)


FAULTY = """
import sys, msgspec
from app.windowbench.stage import Order, perform
async def part(stage):
    raise KeyError("a part of the measurement is wrong")
sys.exit(perform(msgspec.json.decode(sys.argv[1], type=Order), part))
"""


def test_a_fault_in_a_part_ends_the_process_and_is_told(home: Path, tmp_path: Path) -> None:
    order = {
        "part": "work", "begun": 0.0, "project": "", "line": "", "keys": {}, "out": str(tmp_path), "span": (1, 2),
        "range": (1, 2), "seconds": 1.0, "quick": True, "explain": False,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", FAULTY, json.dumps(order)],
        cwd=Path(__file__).resolve().parents[3],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1] == "KeyError: 'a part of the measurement is wrong'"


def test_moments_are_found_in_which_the_whole_computer_was_slow() -> None:
    works = [Work(at, at + 0.001, 0.0005) for at in (1.0, 1.03, 1.06, 1.15, 1.18)]
    assert slow(works) == ()
    works[3] = Work(1.15, 1.20, 0.02)
    assert slow(works) == (Work(works[2].ended, 1.20, 0.02),), "and the time since the work before it"
    assert slow([Work(at, at + 0.05, 0.02) for at in (1.0, 1.1, 1.2)]) == (), "slow all the time is how it is"


def test_a_witness_works_beside_the_window_until_it_is_asked(tmp_path: Path) -> None:
    notes = tmp_path / "witness.txt"
    witness = Witness(notes)
    (child,) = psutil.Process().children()
    end = time.monotonic() + 20
    while not notes.exists() or len(notes.read_text("ascii").splitlines()) < 5:
        assert time.monotonic() < end
        time.sleep(0.05)
    witness.slow()
    assert not child.is_running()
