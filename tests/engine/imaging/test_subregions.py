"""Regions are cut where a key changes color without a line: flats apart, rims and gradients not."""

from __future__ import annotations

import cv2
import numpy as np

from engine.imaging.ink import ink_mask
from engine.imaging.regions import Regions, segment
from engine.imaging.subregions import Split, split_by_color


def picture() -> tuple[Regions, np.ndarray, np.ndarray]:
    """A square drawn on paper, all in color 0, and the paper off its lines."""
    line = np.full((120, 160), 255, np.uint8)
    cv2.rectangle(line, (30, 20), (130, 100), 0, 3)
    ink = ink_mask(line)
    core = cv2.dilate(ink, np.ones((3, 3), np.uint8)) == 0
    return segment(ink, 8), np.zeros(line.shape, np.int32), core


def check(split: Split, regions: Regions) -> None:
    labels = split.regions.labels
    assert labels.dtype == np.int32
    assert np.array_equal(np.unique(labels), np.arange(split.regions.count))
    assert np.array_equal(split.parent[labels], regions.labels)
    assert (np.diff(split.parent) >= 0).all()


def test_a_shadow_is_a_region_of_its_own_up_to_the_middle_of_the_line() -> None:
    regions, colors, core = picture()
    colors[:, 80:] = 5
    colors[regions.labels == regions.labels[0, 0]] = 0
    split = split_by_color(regions, colors, core, 20)
    check(split, regions)
    assert split.regions.count == 3
    labels = split.regions.labels
    assert (labels[25:95, 35:80] == labels[60, 50]).all()
    assert (labels[25:95, 80:126] == labels[60, 100]).all()
    assert labels[60, 50] != labels[60, 100]
    assert not split.gradient.any()


def test_two_shadows_of_one_color_are_two_regions() -> None:
    regions, colors, core = picture()
    colors[30:50, 40:60] = 3
    colors[70:90, 90:120] = 3
    split = split_by_color(regions, colors, core, 20)
    check(split, regions)
    assert len({int(split.regions.labels[at]) for at in ((40, 50), (80, 100), (60, 75), (5, 5))}) == 4


def test_softened_rims_and_specks_are_no_regions() -> None:
    regions, colors, core = picture()
    cv2.circle(colors, (80, 60), 25, (7,), -1)
    away = np.hypot(*(np.indices(colors.shape) - np.array([60, 80])[:, None, None]))
    colors[(away >= 23.5) & (away < 25.5)] = 8
    colors[26:29, 36:39] = 9
    split = split_by_color(regions, colors, core, 20)
    check(split, regions)
    assert split.regions.count == 3
    assert split.regions.labels[27, 37] == split.regions.labels[30, 50]


def test_a_gradient_stays_one_region_and_is_marked() -> None:
    regions, colors, core = picture()
    inside = regions.labels == regions.labels[60, 80]
    for step in (1, 5):  # no flats at all, and bands wide enough to be taken for flats
        ramp = np.broadcast_to(np.arange(160) // step, colors.shape)
        split = split_by_color(regions, np.where(inside, ramp, 0), core, 20)
        check(split, regions)
        assert split.regions.count == regions.count
        assert split.gradient[split.regions.labels[60, 80]]
        assert not split.gradient[split.regions.labels[5, 5]]


def test_a_thin_shape_of_one_color_stays_whole_where_its_core_is_broken() -> None:
    line = np.full((60, 200), 255, np.uint8)
    for side in (20, 28):
        cv2.line(line, (10, side), (190, side), 0, 2)
    for end in (10, 190):
        cv2.line(line, (end, 20), (end, 28), 0, 2)
    line[23:26, 100] = 0
    line[24, 100] = 255
    ink = ink_mask(line)
    regions = segment(ink, 9)
    core = cv2.dilate(ink, np.ones((3, 3), np.uint8)) == 0
    colors = np.where(np.arange(200) < 60, 1, 2) * np.ones((60, 1), np.int64)
    colors[regions.labels != regions.labels[24, 50]] = 0
    split = split_by_color(regions, colors, core, 10)
    check(split, regions)
    labels = split.regions.labels
    assert labels[24, 70] == labels[24, 150] != labels[24, 30]


def test_nothing_to_split_and_no_core_give_the_regions_back() -> None:
    regions, colors, core = picture()
    for known in (core, np.zeros_like(core)):
        split = split_by_color(regions, colors, known, 20)
        check(split, regions)
        assert split.regions.count == regions.count
    one = Regions(np.zeros((1, 1), np.int32), 1)
    tiny = split_by_color(one, np.full((1, 1), 4), np.ones((1, 1), bool), 1)
    assert (tiny.regions.count, tiny.parent.tolist()) == (1, [0])
