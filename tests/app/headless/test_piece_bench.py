"""A piece of work is done by mouse and keys from bare line art to the export, and survives being killed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def clips_made(make_shot: Callable, tmp_path: Path) -> Path:
    """A folder with one clip of twelve frames."""
    make_shot(tmp_path / "clips" / "walk", frames=12, size=(160, 120))
    (tmp_path / "clips" / "walk" / "keys.json").write_text(json.dumps({"one": [1]}))
    return tmp_path / "clips"


def test_a_piece_of_work_goes_from_bare_line_art_to_the_export(shiage, clips_made: Path, temporary: Path) -> None:
    done = shiage("bench", "piece", "--clips", clips_made, "--json")
    assert done.code == 0, done.err + done.out
    results = {result["name"].removeprefix("walk: "): result for result in done.named("result")}
    assert results["exported pictures"]["value"] == 12
    assert results["first key: fg_accuracy"]["value"] > 0.8
    assert results["clicks"]["value"] > 5
    assert results["keys pressed"]["value"] > 20
    colored = [result["remark"] for name, result in results.items() if name.endswith("coloring")]
    assert colored
    assert all(remark.endswith("; 0 did not depend on it") for remark in colored)
    assert not list(temporary.glob("shiage-bench-*"))


def test_a_killed_window_loses_at_most_the_last_stroke(shiage, clips_made: Path) -> None:
    done = shiage("bench", "piece", "--clips", clips_made, "--kills", "2", "--json")
    assert done.code == 0, done.err + done.out
    results = {result["name"]: result["value"] for result in done.named("result")}
    assert results["kills in the middle of work"] == 2
    assert results["strokes lost by a kill, at most"] <= 1
