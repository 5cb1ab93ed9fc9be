"""Single odd pixels: left along outlines of a part that moved on, where colors are taken over pixel by pixel."""

from __future__ import annotations

import numpy as np

_SHAPES = ((1, 1), (1, 2), (2, 1))
"""Rows and columns of what is a speck: larger ones may be meant, as the light in an eye is."""


def absorb_specks(colors: np.ndarray, where: np.ndarray) -> None:
    """Give each one or two pixels of `colors` (H, W) that lie `where` (H, W) bool says and have one other color all
    around them that color."""
    for tall, wide in _SHAPES:
        rows, columns = colors.shape[0] - tall - 1, colors.shape[1] - wide - 1
        if rows < 1 or columns < 1:
            continue

        def at(row: int, column: int, rows: int = rows, columns: int = columns) -> np.ndarray:
            return colors[row : row + rows, column : column + columns]

        around = at(0, 1)
        speck = (at(1, 1) != around) & where[1 : 1 + rows, 1 : 1 + columns]
        if tall + wide == 2 and not speck.any():
            return
        for column in range(1, wide + 1):
            speck &= (at(0, column) == around) & (at(tall + 1, column) == around)
        for row in range(1, tall + 1):
            speck &= (at(row, 0) == around) & (at(row, wide + 1) == around)
        found, beside = np.nonzero(speck)
        color = around[found, beside]
        for row in range(1, tall + 1):
            for column in range(1, wide + 1):
                colors[found + row, beside + column] = color
