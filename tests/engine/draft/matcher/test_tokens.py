"""What the matcher sees of drawings is measured rightly, and moves with them."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import drawing, page

from engine.draft.drawing import study
from engine.draft.matcher.pairs import overlap, pair_features, shares
from engine.draft.matcher.tokens import CROP, POINTS, extent_of, tokens_of
from engine.draft.tuning import Tuning
from engine.imaging.regions import Regions


def test_extents_are_those_counted_pixel_by_pixel() -> None:
    labels = np.random.default_rng(3).integers(0, 7, (23, 31)).astype(np.int32)
    extent = extent_of(Regions(labels, 7))
    for region in range(7):
        rows, columns = np.nonzero(labels == region)
        assert extent.areas[region] == len(rows)
        x, y, wide, high = extent.boxes[region]
        assert (x, y, x + wide, y + high) == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        measured = [columns.mean(), rows.mean(), columns.var(), rows.var(), np.cov(columns, rows, bias=True)[0, 1]]
        assert extent.moments[region] == pytest.approx(measured)
    assert extent.on_edge.sum() == pytest.approx(1)


def test_points_lie_within_their_regions() -> None:
    studied = drawing((30, 30, 60, 80), (120, 20, 70, 50), (125, 25, 8, 8))
    height, width = studied.ink.shape
    points = studied.tokens.points
    assert points.shape == (studied.regions.count, POINTS, 2)
    x = np.rint(((points[..., 0] + 1) * width - 1) / 2).astype(int)
    y = np.rint(((points[..., 1] + 1) * height - 1) / 2).astype(int)
    own = np.arange(studied.regions.count)[:, None]
    assert (studied.regions.labels[y, x] == own).all()


def test_a_shape_that_moves_keeps_its_form_and_changes_its_place() -> None:
    here, there = drawing((30, 40, 50, 60)), drawing((130, 60, 50, 60))
    a, b = (int(one.regions.labels[y, x]) for one, x, y in ((here, 50, 60), (there, 150, 80)))
    assert (here.tokens.shapes[a] == there.tokens.shapes[b]).all()
    moved = there.tokens.geometry[b] - here.tokens.geometry[a]
    assert moved[1] == pytest.approx(100 / 240 * 2, abs=0.01)
    assert moved[2] == pytest.approx(20 / 240 * 2, abs=0.01)
    assert np.abs(np.delete(moved, [1, 2])).max() < 0.02


def test_regions_that_touch_are_known() -> None:
    studied = drawing((30, 30, 100, 100), (60, 60, 30, 30))
    labels = studied.regions.labels
    outer, ring, inner = (int(labels[y, x]) for x, y in ((5, 5), (40, 40), (75, 75)))
    touching = {frozenset(pair) for pair in studied.tokens.touching.tolist()}
    assert touching == {frozenset((outer, ring)), frozenset((ring, inner))}


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (500, 3), (17, 16)])
def test_pictures_of_any_size_have_tokens(size: tuple[int, int]) -> None:
    line = np.full(size, 255, np.uint8)
    line[0, 0] = 0
    studied = study(line, Tuning(), None)
    tokens = tokens_of(line, studied.regions, studied.extent)
    assert len(tokens) == studied.regions.count
    assert np.isfinite(tokens.geometry).all()
    assert tokens.views.shape == (studied.regions.count, CROP, CROP)


def test_what_flow_says_counts_every_pixel_once() -> None:
    rng = np.random.default_rng(1)
    target, pulled = rng.integers(0, 5, (20, 30)), rng.integers(0, 4, (20, 30))
    pixels = overlap(target, pulled, 5, 4)
    assert pixels.sum() == target.size
    assert pixels[2, 3] == ((target == 2) & (pulled == 3)).sum()
    share = shares(pixels, pixels.sum(axis=0))
    assert share[..., 0].sum(axis=1) == pytest.approx(np.ones(5))
    assert share[..., 1].sum(axis=0) == pytest.approx(np.ones(4))


def test_a_drawing_beside_itself() -> None:
    tokens = drawing((30, 40, 50, 60), (130, 60, 20, 70)).tokens
    features = pair_features(tokens, tokens, None)
    itself = np.arange(len(tokens))
    assert features[itself, itself, :7] == pytest.approx(np.zeros((len(tokens), 7)))
    assert features[itself, itself, 7] == pytest.approx(np.ones(len(tokens)))
    assert page((1, 1, 3, 3)).shape == (160, 240)
