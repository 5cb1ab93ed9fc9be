"""An evaluation's means with their spread, its plots and its card."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pytest

from app.bench.card import write_card
from app.bench.metrics import Score
from app.bench.outcome import Outcome, Result
from app.bench.plots import plot, ticks
from app.bench.report import write_report


def _result(clip: str, repetition: str, psnr: float, variant: str = "ours") -> Result:
    score = Score(0.5, 0.4, 0.9, psnr, 0.8, 0.95, 0.001, 1.0)
    curve = [(at, psnr - at / 10, psnr - at / 20, psnr) for at in range(1, 41)]
    stages = {"codec": 10, "base": 20}
    return Result(clip, variant, repetition, score, curve, 41, 2.0, stages, np.zeros((30, 60, 3), np.uint8))


def _outcome() -> Outcome:
    outcome = Outcome("run", "python main.py evaluate run", (("Means over the clips", ["ours"]),), ("lpips", "fid"))
    for repetition, values in (("seed 0", (20.0, 30.0)), ("seed 1", (22.0, 34.0))):
        for clip, value in zip(("a", "b"), values):
            outcome.results.append(_result(clip, repetition, value))
            outcome.lpips[clip, "ours", repetition] = value / 100
        outcome.distances["ours", repetition] = {"fid": 40.0}
    outcome.counted["fid"] = 80
    return outcome


def test_means_are_over_clips_and_their_spread_over_repetitions() -> None:
    mean = _outcome().mean("ours")
    assert mean["psnr"] == (pytest.approx(26.5), pytest.approx(np.sqrt(4.5)))  # of 25 and 28
    assert mean["lpips"] == (pytest.approx(0.265), pytest.approx(np.sqrt(4.5) / 100))
    assert mean["fid"] == (40.0, 0.0)
    assert "fvd" not in mean
    one = Outcome("run", "", (), results=[_result("a", "", 20.0)])
    assert one.mean("ours")["psnr"] == (20.0, None)


def test_the_report_says_what_was_not_measured_and_of_how_many_frames_a_distance_is(tmp_path: Path) -> None:
    write_report(tmp_path / "report.html", _outcome())
    page = (tmp_path / "report.html").read_text()
    assert page.count("not measured: no file given") == 5, "FVD, of the means and of each result"
    assert "26.50 ± 2.12" in page
    assert "FID of 80 frames" in page
    assert "decay of low frequencies, %" in page


def test_the_card_is_made_of_the_run_s_own_facts(tmp_path: Path) -> None:
    wish = argparse.Namespace(keys="one", seeds=2, subjects=[str(tmp_path)])
    write_card(tmp_path / "card.md", _outcome(), wish)
    card = (tmp_path / "card.md").read_text()
    assert "| codec: pictures to latents and back | 10 |" in card
    assert "| stage 2: DGLM | not trained |" in card
    assert "| FVD ↓ | not measured: no file given |" in card
    assert "| PSNR, dB ↑ | 26.50 ± 2.12 |" in card
    assert f"--stage base --steps 20 --out {tmp_path}" in card


def test_axes_have_round_numbers_around_what_is_shown() -> None:
    assert ticks([0.3, 37.0]) == [0, 10, 20, 30, 40]
    assert ticks([21.2, 21.9]) == pytest.approx([21.2, 21.4, 21.6, 21.8, 22.0])
    assert ticks([5.0, 5.0])[0] <= 5 <= ticks([5.0, 5.0])[-1]
    drawn = plot("frames", "PSNR, dB", {"a<b": [(0, 20), (40, 30)], "c": [(0, 25), (40, 25)]})
    assert drawn.count("<polyline") == 2
    assert "a&lt;b" in drawn
    assert plot("frames", "PSNR", {"a": []}) == ""
