"""Specks of one or two pixels go into what surrounds them; what may be meant stays."""

from __future__ import annotations

import numpy as np
import pytest

from engine.draft.specks import absorb_specks


def _cleaned(rows: list[str], where: np.ndarray | None = None) -> list[str]:
    colors = np.array([[int(color) for color in row] for row in rows], np.uint16)
    absorb_specks(colors, np.ones(colors.shape, bool) if where is None else where)
    return ["".join(str(color) for color in row) for row in colors.tolist()]


@pytest.mark.parametrize(
    "speck",
    [
        ["0000", "0100", "0000", "0000"],
        ["0000", "0110", "0000", "0000"],
        ["0000", "0120", "0000", "0000"],
        ["0000", "0100", "0100", "0000"],
        ["0000", "0200", "0100", "0000"],
        ["00000", "01000", "00100", "00010", "00000"],  # a trail of single pixels
    ],
)
def test_one_or_two_odd_pixels_take_the_color_around_them(speck: list[str]) -> None:
    assert set("".join(_cleaned(speck))) == {"0"}


@pytest.mark.parametrize(
    "meant",
    [
        ["00000", "01110", "00000"],  # a thin line
        ["0000", "0110", "0110", "0000"],  # the light in an eye
        ["00000", "01200", "00220", "00000"],  # more than one color around
        ["1000", "0000", "0000", "0001"],  # on the border of the picture, where not all around is known
        ["0011", "0011", "0011"],  # a border
        ["01", "10"],
        ["1"],
    ],
)
def test_what_may_be_meant_stays(meant: list[str]) -> None:
    assert _cleaned(meant) == meant


def test_specks_elsewhere_are_left_alone() -> None:
    where = np.zeros((3, 7), bool)
    where[:, 4:] = True
    assert _cleaned(["0000000", "0100010", "0000000"], where) == ["0000000", "0100000", "0000000"]
