"""The metrics of `bench clips`: right on pictures whose answer is known, and the same as the scorer's by the clips."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.bench.metrics import Frame, NothingToScore, Score, commonest, lines, psnr, score, share, ssim
from engine.imaging.stills import read_still, write_png

ROOT = Path(__file__).resolve().parents[3]
SCORER = ROOT.parent / "shared" / "tools" / "score.py"
PAPER, RED, BLUE = (230, 230, 230), (200, 30, 30), (30, 30, 200)
SIDE = 64


def picture(*boxes: tuple[int, int, tuple[int, int, int]]) -> np.ndarray:
    """Paper of 64x64 with a box of 16 rows, from column to column, for each of `boxes`; the n-th in the n-th band."""
    made = np.full((SIDE, SIDE, 3), PAPER, np.uint8)
    for band, (left, right, color) in enumerate(boxes):
        made[16 * band : 16 * band + 16, left:right] = color
    return made


def scored(true: Sequence[np.ndarray], made: Sequence[np.ndarray], keys: Sequence[int] = (1,)) -> Score:
    """The score on drawings without lines."""
    blank = np.full((SIDE, SIDE), 255, np.uint8)
    frames = [Frame(blank, *pair) for pair in zip(true, made, strict=True)]
    return score(frames, keys, commonest(true[keys[0] - 1]))


def test_the_artists_own_colors_are_perfect() -> None:
    true = [picture((at, at + 16, RED)) for at in range(0, 32, 2)]
    found = scored(true, true)
    assert asdict(found) == {
        "fg_accuracy": 1, "last_accuracy": 1, "all_accuracy": 1, "psnr": pytest.approx(100), "ssim": pytest.approx(1),
        "lowfreq_decay": 1, "flicker": 0, "key_exact": 1,
    }  # fmt: skip


def test_accuracies_count_what_is_right_of_the_figure_of_all_and_of_the_farthest_frame() -> None:
    true = [picture((0, 32, RED), (0, 32, BLUE))] * 4
    half = picture((0, 32, RED), (0, 32, RED))  # half of the figure, a quarter of the frame, is wrong by an eighth
    found = scored(true, [true[0], true[0], half, picture()])
    assert found.fg_accuracy == pytest.approx((1 + 0.5 + 0) / 3)
    assert found.last_accuracy == 0
    assert found.all_accuracy == pytest.approx((1 + 7 / 8 + 3 / 4) / 3)
    assert scored(true, [half, half, true[0], true[0]], keys=(3,)).last_accuracy == 0.5, "frame 1 is two from the key"


def test_a_color_is_right_up_to_the_tolerance_and_paper_is_what_the_first_key_has_most_of() -> None:
    true = [picture((0, 32, RED))] * 2
    near, far = (picture((0, 32, (200 + off, 30, 30))) for off in (12, 13))
    assert scored(true, [true[0], near]).fg_accuracy == 1
    assert scored(true, [true[0], far]).fg_accuracy == 0
    assert tuple(commonest(true[0])) == PAPER
    assert tuple(commonest(np.array([[[1, 2, 9], [9, 2, 1]]], np.uint8))) == (9, 2, 1)


def test_lines_and_their_rims_do_not_count() -> None:
    drawing = np.full((SIDE, SIDE), 255, np.uint8)
    drawing[8, 8], drawing[40, 40] = 199, 200
    ink = lines(drawing)
    assert ink.sum() == 9
    assert ink[7:10, 7:10].all()
    true = [picture((0, 32, RED))] * 2
    wrong = true[0].copy()
    wrong[7:10, 7:10] = BLUE
    frames = [Frame(drawing, true[0], true[0]), Frame(drawing, true[1], wrong)]
    found = score(frames, (1,), commonest(true[0]))
    assert (found.fg_accuracy, found.all_accuracy, found.flicker) == (1, 1, 0)
    assert found.psnr < 40, "but they are seen"


def test_flicker_is_what_changes_where_the_artists_color_stays() -> None:
    true = [picture((0, 32, RED)), picture((0, 32, RED)), picture((0, 32, BLUE))]
    assert scored(true, true).flicker == 0, "the artist may change a color"
    flickered = [true[0], picture((0, 16, RED), (0, 32, BLUE)), true[2]]
    # Both bands differ from before in 256 and 512 of 4096 pixels; to the last one, outside of the 512 that turn blue,
    # only the lower band does.
    assert scored(true, flickered).flicker == pytest.approx((768 / 4096 + 512 / 3584) / 2)


def test_keys_count_by_their_exact_pixels_only() -> None:
    true = [picture((0, 32, RED))] * 3
    off = true[0].copy()
    off[0, 0, 0] -= 1
    found = scored(true, [true[0], true[0], off], keys=(1, 3))
    assert found.key_exact == pytest.approx((1 + 4095 / 4096) / 2)
    assert found.fg_accuracy == 1


def test_colors_that_fade_away_from_the_key_decay() -> None:
    true = [picture((0, 32, RED))] * 60
    fading = [picture((0, 32, (200 - at * 3, 30, 30))) for at in range(60)]
    assert scored(true, fading).lowfreq_decay < 0.7
    assert scored(true, fading[::-1]).lowfreq_decay > 1.3, "they may also become better"


def test_signal_to_noise_and_similarity_of_known_pictures() -> None:
    black, gray = np.zeros((256, 256, 3)), np.full((256, 256, 3), 0.1)
    assert psnr(black, gray) == pytest.approx(20)
    assert psnr(black, black) == 100
    # Without any structure the luminance term is left: (2ab + C1) / (a² + b² + C1).
    assert ssim(black, gray) == pytest.approx(1e-4 / (0.01 + 1e-4))
    noise = np.random.default_rng(1).uniform(size=(256, 256, 3))
    assert ssim(noise, noise) == pytest.approx(1)
    assert ssim(noise, 1 - noise) < -0.9, "what is light is dark"


def test_a_share_of_nothing_is_none() -> None:
    assert share(np.ones((2, 2), bool), np.zeros((2, 2), bool)) == 0


@pytest.mark.parametrize("keys", [(1, 2), (7,)])
def test_there_must_be_a_key_and_a_frame_that_is_none(keys: tuple[int, ...]) -> None:
    true = [picture()] * 2
    with pytest.raises(NothingToScore):
        score([Frame(true[0][..., 0], each, each) for each in true], keys, commonest(true[0]))


def test_the_numbers_are_those_of_the_scorer_beside_the_clips(tmp_path: Path, make_shot: Callable[..., Any]) -> None:
    if not SCORER.is_file():
        pytest.skip("the scorer is not here: ../shared/tools/score.py is absent")
    drawn = make_shot(tmp_path, frames=24, size=(200, 150))
    true, gray = ([read_still(path) for path in paths] for paths in (drawn.color, drawn.line))
    made = _spoiled(true)
    out = tmp_path / "out"
    out.mkdir()
    for number, each in enumerate(made, 1):
        write_png(out / f"{number:04d}.png", each)
    keys = (9, 1, 17)
    frames = [Frame(*each) for each in zip(gray, true, made, strict=True)]
    ours = asdict(score(frames, keys, commonest(true[keys[0] - 1])))
    command = [sys.executable, str(SCORER), str(tmp_path), str(out), "--json"]
    for key in keys:
        command += ["--key", str(key)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    theirs = json.loads(done.stdout)
    assert 0.2 < theirs["fg_accuracy"] < 0.95
    assert theirs["flicker"] > 0
    digits = {"psnr": 2, "flicker": 5, "key_exact": 6}
    for name, value in ours.items():
        assert value == pytest.approx(theirs[name], abs=0.51 * 10 ** -digits.get(name, 4)), name


def _spoiled(true: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Ever more of the colors are wrong, in other places from frame to frame; one key is not exact."""
    chance = np.random.default_rng(3)
    made: list[np.ndarray] = []
    for at, picture in enumerate(true):
        spoiled = np.ascontiguousarray(picture).copy()
        for _ in range(at // 2):
            top, left = chance.integers(0, 120), chance.integers(0, 160)
            spoiled[top : top + 30, left : left + 40] = chance.integers(0, 255, 3)
        made.append(spoiled)
    return made
