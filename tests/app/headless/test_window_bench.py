"""The measurement of the window runs the real app from start to export, and leaves nothing behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.mark.slow
def test_the_window_is_measured(shiage, temporary: Path) -> None:
    words = "bench ui --quick --json --size 540p --frames 24 --seconds 1"
    done = shiage(*words.split(), *(() if os.name == "nt" else ("--explain",)))
    assert done.code == 0, done.err + done.out
    results = {result["name"].removeprefix("540p offscreen: "): result for result in done.named("result")}
    assert {
        "start to usable window, welcome page", "import", "start to usable page", "start to first picture",
        "cached step, from the hand to the painted frame, p95", "cached scrub, from the hand to the painted frame, p95",
        "first color, from Generate", "playback, frames painted", "playback, frames dropped by the clock",
        "export as PNG", "memory of the app, at most",
        *(f"longest stall of the window, {phase}" for phase in (
            "import", "page building", "scrub", "timeline zoom", "generation", "takes arriving", "playback", "export",
        )),
    } <= set(results)  # fmt: skip
    assert results["import"]["remark"] == "24 frames"
    assert results["playback, frames painted"]["value"] > 0
    assert results["memory of the app, at most"]["remark"].startswith("pictures take ")
    assert not list(temporary.glob("shiage-bench-*"))
