"""A frame's picture is its take's colors below its lines, bit for bit, however the take is stored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.media.pictures import PictureKey, render, render_proxy
from app.project.model import Polarity
from engine.imaging.compose import lay_lines
from engine.imaging.stills import write_png
from engine.protocol.frames import FrameFileHeader, FrameFileWriter

WIDTH, HEIGHT = 61, 37


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("colors", [0, 20, 1000])
def test_every_way_of_storing_a_take_gives_its_colors_below_the_lines(
    tmp_path: Path, channels: int, colors: int
) -> None:
    rng = np.random.default_rng(3)
    line = rng.integers(0, 256, (HEIGHT, WIDTH), dtype=np.uint8)
    write_png(tmp_path / "line.png", line)
    palette = rng.integers(0, 256, (colors, channels), dtype=np.uint8)
    kind = np.uint16 if colors > 256 else np.uint8
    indices = rng.integers(0, max(1, colors), (HEIGHT, WIDTH)).astype(kind)
    pixels = palette[indices] if colors else rng.integers(0, 256, (HEIGHT, WIDTH, channels), dtype=np.uint8)
    header = FrameFileHeader(
        first=1, last=1, width=WIDTH, height=HEIGHT, channels=channels, colorizer="draft", seed=0, inputs="-",
        palette=tuple(tuple(int(value) for value in color) for color in palette),
    )  # fmt: skip
    writer = FrameFileWriter(tmp_path / "take.frames", header)
    writer.append(indices if colors else pixels)
    writer.commit()
    key = PictureKey(
        0, "color", WIDTH, HEIGHT, str(tmp_path / "line.png"), "-", "dark", take_path=str(tmp_path / "take.frames")
    )
    assert (render(key) == pixels[..., :3]).all()
    laid = np.rint(pixels[..., :3].astype(np.float64) * line[..., None] / 255)
    assert (render(replace(key, layer="picture")) == laid).all()
    assert (render_proxy(replace(key, layer="picture")) == laid).all()  # small enough to be its own proxy


@pytest.mark.parametrize("polarity", ["dark", "light", "alpha"])
@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_lines_without_color_look_as_if_laid_over_white(
    tmp_path: Path, polarity: Polarity, channels: int, depth: type
) -> None:
    shape = (HEIGHT, WIDTH) if channels == 1 else (HEIGHT, WIDTH, channels)
    line = np.random.default_rng(4).integers(0, np.iinfo(depth).max + 1, shape, dtype=depth)
    write_png(tmp_path / "line.png", line)
    white = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    key = PictureKey(0, "picture", WIDTH, HEIGHT, str(tmp_path / "line.png"), "-", polarity)
    assert (render(key) == lay_lines(white, line, polarity)).all()
    with pytest.raises(ValueError, match="do not fit"):
        render(replace(key, width=WIDTH + 1))


def test_names_of_pictures_are_equal_where_all_they_are_made_from_is() -> None:
    key = PictureKey(0, "picture", WIDTH, HEIGHT, "line.png", "a", "dark")
    same, other = replace(key), replace(key, line_digest="b")
    assert key == same
    assert hash(key) == hash(same)
    assert len({key, same, other}) == 2
