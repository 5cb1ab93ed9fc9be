"""Lines in the colors of the keys: window, export, proxy and plate show the same; takes without any are as ever."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.media.pictures import PictureKey, parts_of, render, render_proxy
from app.media.plates import plate_of
from app.project.model import Polarity
from engine.imaging.compose import lay_lines
from engine.imaging.stills import write_png
from engine.protocol.frames import FrameFileHeader, FrameFileWriter

WIDTH, HEIGHT = 61, 37
SKIN, HAIR, BROWN, NIGHT = (250, 220, 190), (60, 70, 120), (120, 60, 30), (20, 30, 90)


def take(path: Path, colors: list[tuple[int, ...]], lines: list[tuple[int, ...]], count: int = 0) -> np.ndarray:
    """A file of one frame with these colors, each several times up to `count`; its indices."""
    times = max(1, count // len(colors))
    header = FrameFileHeader(
        first=1, last=1, width=WIDTH, height=HEIGHT, channels=3, colorizer="draft", seed=0, inputs="-",
        palette=tuple(colors * times), lines=tuple(lines * times),
    )  # fmt: skip
    found = np.random.default_rng(3).integers(0, len(colors) * times, (HEIGHT, WIDTH))
    writer = FrameFileWriter(path, header)
    writer.append(found.astype(np.uint8 if len(header.palette) <= 256 else np.uint16))
    writer.commit()
    return found % len(colors)


def drawing(path: Path, channels: int) -> np.ndarray:
    """Every tone of ink, and paper; colored ink too where there are channels for it."""
    shape = (HEIGHT, WIDTH) if channels == 1 else (HEIGHT, WIDTH, channels)
    line = np.random.default_rng(4).integers(0, 256, shape, dtype=np.uint8)
    line[:12] = 255
    line[12:20] = 0
    write_png(path, line)
    return line


def named(folder: Path, polarity: Polarity = "dark") -> PictureKey:
    return PictureKey(
        0, "picture", WIDTH, HEIGHT, str(folder / "line.png"), "-", polarity, take_path=str(folder / "take.frames")
    )


@pytest.mark.parametrize("count", [0, 1000])
@pytest.mark.parametrize("polarity", ["dark", "light"])
def test_full_ink_has_the_color_of_its_line_and_less_of_it_blends(tmp_path: Path, polarity: Polarity, count: int):
    colors, lines = np.array([SKIN, HAIR]), np.array([BROWN, (0, 0, 0)])
    line = drawing(tmp_path / "line.png", 1)
    at = take(tmp_path / "take.frames", [SKIN, HAIR], [BROWN, (0, 0, 0)], count)
    cover = (255 - line if polarity == "dark" else line)[..., None] / 255
    shown = render(named(tmp_path, polarity)).astype(int)
    assert np.abs(shown - (colors[at] * (1 - cover) + lines[at] * cover)).max() <= 1
    assert (shown[cover[..., 0] == 1] == lines[at][cover[..., 0] == 1]).all()
    black = lay_lines(colors[at].astype(np.uint8), line, polarity)
    assert (shown[at == 1] == black[at == 1]).all(), "where nothing is said the lines are as drawn"
    assert (render(replace(named(tmp_path, polarity), layer="color")) == colors[at]).all()


@pytest.mark.parametrize("count", [0, 1000])
@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("polarity", ["dark", "light", "alpha"])
@pytest.mark.parametrize("mapping", [(), ((SKIN, NIGHT), (BROWN, HAIR))])
def test_every_way_of_showing_a_frame_is_the_same(tmp_path: Path, polarity, channels: int, count: int, mapping):
    drawing(tmp_path / "line.png", channels)
    take(tmp_path / "take.frames", [SKIN, HAIR], [BROWN, (0, 0, 0)], count)
    key = replace(named(tmp_path, polarity), colors=mapping)
    picture = render(key)
    assert (render_proxy(key) == picture).all()  # small enough to be its own proxy
    plate = plate_of(key, parts_of(key))
    assert (plate is None) == (polarity == "alpha" and channels == 4)
    if plate is not None:
        target = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
        plate.fill(mapping, target)
        assert (target[..., 2::-1] == picture).all()
        assert (target[..., 3] == 255).all()


def test_colored_ink_and_transparent_lines_stay_as_they_are_drawn(tmp_path: Path):
    take(tmp_path / "tinted.frames", [SKIN, HAIR], [BROWN, BROWN])
    take(tmp_path / "plain.frames", [SKIN, HAIR], [])
    red = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    red[5:9], red[12:14] = (255, 0, 0), (0, 255, 255)
    kinds: tuple[tuple[np.ndarray, Polarity], ...] = ((red, "dark"), (np.dstack([red, red[..., :1]]), "alpha"))
    for lines, polarity in kinds:
        write_png(tmp_path / "line.png", lines)
        key = named(tmp_path, polarity)
        tinted, plain = (
            render(replace(key, take_path=str(tmp_path / f"{name}.frames"))) for name in ("tinted", "plain")
        )
        assert (tinted == plain).all()


def test_another_palette_shows_line_colors_as_it_shows_the_lines_of_a_key(tmp_path: Path):
    write_png(tmp_path / "line.png", np.zeros((HEIGHT, WIDTH), np.uint8))
    for lines in ([BROWN, (0, 0, 0)], [(125, 110, 95), (0, 0, 0)], [(140, 105, 85), (0, 0, 0)]):
        at = take(tmp_path / "take.frames", [SKIN, HAIR], lines)
        thin = np.indices((HEIGHT, WIDTH)).sum(axis=0) % 2 == 0  # as lines are: no pixel lies among its like
        write_png(tmp_path / "key.png", np.where(thin[..., None], np.array(lines[0], np.uint8), np.uint8(255)))
        for mapping in (((SKIN, NIGHT),), ((SKIN, NIGHT), (BROWN, HAIR)), (((0, 0, 0), NIGHT), (SKIN, SKIN))):
            key = replace(named(tmp_path), colors=mapping)
            laid = render(replace(key, key_path=str(tmp_path / "key.png")))
            shown = render(key)
            assert (shown[thin & (at == 0)] == laid[thin & (at == 0)]).all()
            assert (shown[at == 1] == 0).all(), "black is ink as it is drawn, whatever the palette says of black flats"


@pytest.mark.parametrize("channels", [1, 3])
def test_a_picture_with_alpha_has_the_same_lines(tmp_path: Path, channels: int):
    line = drawing(tmp_path / "line.png", channels)
    at = take(tmp_path / "take.frames", [SKIN, HAIR], [BROWN, NIGHT])
    clear = render(replace(named(tmp_path), layer="picture_alpha"))
    gray = np.ones(line.shape[:2], bool) if channels == 1 else line.max(axis=2) == line.min(axis=2)
    full = gray & ((line if channels == 1 else line[..., 0]) == 0)
    assert full.any()
    assert (clear[full][:, :3] == np.array([BROWN, NIGHT])[at[full]]).all()
    opaque = (render(replace(named(tmp_path), layer="color_alpha"))[..., 3] == 255) & gray
    assert np.abs(clear[opaque][:, :3].astype(int) - render(named(tmp_path))[opaque]).max() <= 1
