"""`bench clips` colors clips through the real engine and scores them; what cannot be scored is one sentence."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]
SCORER = ROOT.parent / "shared" / "tools" / "score.py"
METRICS = (
    "fg_accuracy", "last_accuracy", "all_accuracy", "psnr", "ssim", "lowfreq_decay", "flicker", "key_exact",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, make_shot: Callable[..., Any]) -> Path:
    """A folder with one clip of 8 frames, "walk"."""
    make_shot(tmp_path / "clips" / "walk", frames=8)
    _keys(tmp_path / "clips" / "walk", {"frames": 8, "one": [4], "three": [1, 4, 7]})
    return tmp_path / "clips"


def _keys(clip: Path, keys: object) -> None:
    (clip / "keys.json").write_text(json.dumps(keys), "utf-8")


def test_a_clip_is_colored_from_each_set_of_keys_and_the_means_are_told(shiage, folder: Path, temporary: Path) -> None:
    kept = folder.parent / "kept.json"
    done = shiage("bench", "clips", "--clips", folder, "--keys", "three,one", "--save", kept, "--json")
    assert done.code == 0, done.out
    three, one, *means = done.named("result")
    assert (three["name"], one["name"]) == ("walk, three", "walk, one")
    assert three["key_frames"] == [1, 4, 7]
    assert all(row["key_exact"] == 1 for row in (three, one))
    assert 0.5 < one["fg_accuracy"] <= 1
    assert three["value"] == three["fg_accuracy"] >= one["fg_accuracy"]
    assert one["psnr"] > 15
    assert [mean["name"] for mean in means] == ["mean of 1, three", "mean of 1, one"]
    assert {name: means[1][name] for name in METRICS} == {name: one[name] for name in METRICS}
    told = json.loads(kept.read_text("utf-8"))
    assert [row["keys"] for row in told["rows"]] == ["three", "one"]
    assert {name: told["rows"][1][name] for name in METRICS} == {name: one[name] for name in METRICS}
    assert len(told["means"]) == 2
    assert [event["done"] for event in done.named("progress")][-1] == 16
    assert not list(temporary.glob("shiage-bench-*"))


def test_the_numbers_are_those_of_colorize_and_the_scorer(shiage, folder: Path) -> None:
    if not SCORER.is_file():
        pytest.skip("the scorer is not here: ../shared/tools/score.py is absent")
    (row, _) = shiage("bench", "clips", "--clips", folder, "--keys", "one", "--json").named("result")
    clip, out = folder / "walk", folder.parent / "out"
    done = shiage("colorize", clip / "line", "--key", f"4={clip / 'color' / '0004.png'}", "--out", out)
    assert done.code == 0, done.err
    command = [sys.executable, str(SCORER), str(clip), str(out), "--key", "4", "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout)
    assert {name: row[name] for name in METRICS} == {name: theirs[name] for name in METRICS}


def test_what_cannot_be_scored_is_a_sentence_and_the_others_go_on(shiage, folder: Path) -> None:
    walk = folder / "walk"
    for name in ("broken", "few", "keyless", "odd", "small"):
        shutil.copytree(walk, folder / name)
    (folder / "keyless" / "keys.json").unlink()
    (folder / "few" / "color" / "0003.png").unlink()
    (folder / "few" / "color" / "0008.png").unlink()
    _keys(folder / "odd", {"one": [9]})
    assert cv2.imwrite(str(folder / "small" / "color" / "0002.png"), np.zeros((4, 4, 3), np.uint8))
    spoiled = folder / "broken" / "color" / "0002.png"
    spoiled.write_bytes(spoiled.read_bytes()[:200])
    done = shiage("bench", "clips", "--clips", folder, "--keys", "one,none", "--json")
    assert done.code == 0
    assert [row["name"] for row in done.named("result")] == ["walk, one", "mean of 1, one"]
    told = [note["sentence"] for note in done.named("note")]
    assert told == [
        'Clip "broken" has no keys called "none" in keys.json; it has one, three.',
        'Clip "few" is left out: color/0003.png is missing, and 1 more; add them.',
        'Clip "keyless" is left out: it has no keys.json; write one such as {"one": [1]}.',
        'Clip "odd" is left out: the keys "one" in keys.json must be some of its frames, 1 to 8; correct them.',
        'Clip "small" is left out: color/0002.png is not of the size of line/0001.png; replace it.',
        'Clip "walk" has no keys called "none" in keys.json; it has one, three.',
        'broken, one: "0002.png" is damaged or incomplete; save or copy it again.',
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("clips",), "Say where the clips are"),
        (("clips", "--clips", "{}/nowhere"), "cannot be read"),
        (("clips", "--clips", "{}/walk/line"), "There are no clips in"),
        (("clips", "--clips", "{}", "--only", "run"), 'no clip called "run" in'),
        (("clips", "--clips", "{}", "--keys", ","), "write the names of sets of keys"),
        (("clips", "--clips", "{}", "--keys", "two"), "No clip in"),
        (("clips", "--clips", "{}", "--keys", "one", "--setting", "ask=nobody"), "No clip in"),
        (("clips", "--clips", "{}", "--ablation", "--colorizer", "longanimation"), "Only parts of Draft"),
        (("clips", "--clips", "{}", "--save", "{}/nowhere/a.json"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_at_all_ends_with_a_sentence(shiage, folder: Path, words, sentence: str) -> None:
    done = shiage("bench", *(word.format(folder) for word in words))
    assert done.code == 1
    assert sentence in done.err.splitlines()[-1]
    assert "Traceback" not in done.err


@pytest.mark.slow
def test_the_ablation_tells_the_means_of_six_configurations(shiage, folder: Path) -> None:
    done = shiage("bench", "clips", "--clips", folder, "--keys", "one", "--ablation", "--json")
    assert done.code == 0, done.out
    rows = done.named("result")
    assert [row["name"].removeprefix("mean of 1, one, ") for row in rows] == [
        "ask=flow", "ask=matcher", "ask=both", "ask=both, remember=none", "ask=both, remember=local",
        "ask=both, remember=global",
    ]  # fmt: skip
    assert all(row["remark"] == f"last {row['last_accuracy']}, flicker {row['flicker']}" for row in rows)
    assert len({(row["fg_accuracy"], row["psnr"]) for row in rows}) > 1, "leaving parts out changes what is colored"
