"""The Fréchet distance against values worked out by hand, and where there are fewer features than numbers in each."""

from __future__ import annotations

import numpy as np
import pytest

from engine.metrics.frechet import frechet_distance


def test_of_two_lines_it_is_what_one_works_out() -> None:
    one, other = np.array([[0.0], [2.0]]), np.array([[5.0], [9.0]])  # means 1 and 7, variances 2 and 8
    assert frechet_distance(one, other) == pytest.approx(36 + 2 + 8 - 2 * 4)


def test_of_spreads_along_the_axes() -> None:
    one = np.array([[1.0, 0], [-1, 0], [0, 2], [0, -2]])  # variances 2/3 and 8/3
    other = np.array([[3.0, 0], [-3, 0], [0, 1], [0, -1]])  # 18/3 and 2/3
    by_hand = (2 + 8 + 18 + 2) / 3 - 2 * (np.sqrt(2 / 3 * 6) + np.sqrt(8 / 3 * 2 / 3))
    assert frechet_distance(one, other) == pytest.approx(by_hand)


def test_turned_together_it_stays_and_equal_sets_are_0_apart() -> None:
    draw = np.random.default_rng(0)
    one, other = draw.normal(size=(40, 6)), draw.normal(1, 2, size=(50, 6))
    turn = np.linalg.qr(draw.normal(size=(6, 6)))[0]
    assert frechet_distance(one @ turn, other @ turn) == pytest.approx(frechet_distance(one, other))
    assert frechet_distance(one, one[::-1]) == pytest.approx(0, abs=1e-9)


def test_as_by_roots_of_matrices_with_many_features_and_with_few() -> None:
    draw = np.random.default_rng(1)
    for count in (5, 200):
        one, other = draw.normal(size=(count, 12)), draw.normal(0.5, 1.5, size=(count + 3, 12))
        first, second = np.cov(one.T), np.cov(other.T)
        values = np.linalg.eigvals(first @ second).real.clip(0)
        apart = one.mean(axis=0) - other.mean(axis=0)
        told = apart @ apart + np.trace(first) + np.trace(second) - 2 * np.sqrt(values).sum()
        assert frechet_distance(one, other) == pytest.approx(told, rel=1e-5)


def test_one_feature_has_no_spread() -> None:
    with pytest.raises(ValueError, match="2 features"):
        frechet_distance(np.zeros((1, 3)), np.zeros((5, 3)))
