"""How much two takes differ: not at all, a little, too much to look the same, or not to be compared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.media.alike import Difference, difference
from engine.protocol.frames import FrameFileHeader, FrameFileWriter

SIZE = (60, 100)
COLORS = ((200, 40, 30), (250, 220, 190))


def take(path: Path, *spots: tuple[int, int], first: int = 5, palette: bool = True) -> Path:
    """Four frames of one color with so many pixels of another one in a frame: (place of the frame, pixels)."""
    header = FrameFileHeader(
        width=SIZE[1], height=SIZE[0], channels=3, first=first, last=first + 3, seed=0, colorizer="draft", inputs="i",
        palette=COLORS if palette else (),
    )  # fmt: skip
    writer = FrameFileWriter(path, header)
    for at in range(4):
        ids = np.zeros(SIZE, np.uint8)
        ids.flat[: dict(spots).get(at, 0)] = 1
        writer.append(ids if palette else np.array(COLORS, np.uint8)[ids])
    writer.commit()
    return path


def never() -> bool:
    return False


@pytest.mark.parametrize("palette", [True, False])
def test_the_frame_that_differs_most_is_told(tmp_path: Path, palette: bool) -> None:
    one = take(tmp_path / "one.frames")
    other = take(tmp_path / "other.frames", (1, 3), (2, 9), palette=palette)
    assert difference(one, other, never) == Difference(9 / 6000, 7)
    assert difference(one, take(tmp_path / "same.frames", palette=palette), never) == Difference(0.0, 5)


def test_what_differs_more_or_cannot_be_compared_is_not_alike(tmp_path: Path) -> None:
    one = take(tmp_path / "one.frames")
    assert difference(one, take(tmp_path / "more.frames", (3, 13)), never) is None
    assert difference(one, take(tmp_path / "later.frames", first=6), never) is None
    assert difference(one, one, lambda: True) is None, "nobody wants to know any more"
