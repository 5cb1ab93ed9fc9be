"""The measure of regions: right ones score full, leaks and needless cuts are told apart."""

from __future__ import annotations

import numpy as np

from engine.imaging.regions import Regions
from engine.training.segments import Sample, main, mean_score, score_sample


def sample() -> Sample:
    """Two boxes, left and right of a line, on no other paper."""
    areas = np.where(np.arange(60) < 30, 1, 2) * np.ones((40, 1), np.int32)
    line = np.full((40, 60), 255, np.uint8)
    line[:, 30] = 0
    color = np.array([(0, 0, 0), (200, 0, 0), (0, 0, 200)], np.uint8)[areas]
    return Sample(line, color, np.array([255, 255, 255]), areas.astype(np.int32))


def test_right_leaking_and_needless_regions() -> None:
    columns = np.arange(60) * np.ones((40, 1), np.int32)
    right = score_sample(sample(), lambda ink, gap: Regions(np.where(columns < 30, 0, 1).astype(np.int32), 2))
    leaking = score_sample(sample(), lambda ink, gap: Regions(np.zeros(ink.shape, np.int32), 1))
    cut = score_sample(sample(), lambda ink, gap: Regions((columns // 15).astype(np.int32), 4))
    assert (right.oracle, right.pieces, right.mixed) == (1, 1, 0)
    assert (cut.oracle, cut.pieces, cut.mixed) == (1, 2, 0)
    assert 0.45 < leaking.oracle < 0.55
    assert leaking.mixed is not None
    assert 0.45 < leaking.mixed < 0.55
    assert mean_score([right, cut]).pieces == 1.5


def test_a_folder_without_clips_is_told(tmp_path, capsys) -> None:
    assert main(["--count", "0", "--clips", str(tmp_path)]) == 2
    assert "There are no clips" in capsys.readouterr().err
