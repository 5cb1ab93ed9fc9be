"""Proxies fit their size, are averages of what they stand for, and agree with the reduced picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.media.pictures import Layer, PictureKey, render, render_proxy
from app.media.proxies import proxy_size, reduced
from engine.imaging.stills import read_still, write_png
from engine.protocol.frames import FrameFileHeader, FrameFileWriter

SIZE = (2000, 1130)
PROXY = (1274, 720)
PAPER, PAINT = (250, 240, 200), (30, 140, 220)


@pytest.mark.parametrize(
    ("size", "proxy"),
    [
        ((1920, 1080), (1280, 720)),
        ((3840, 2160), (1280, 720)),
        ((4096, 2160), (1280, 675)),
        ((1080, 1920), (405, 720)),
        ((1280, 720), (1280, 720)),
        ((640, 480), (640, 480)),
        ((30000, 4), (1280, 1)),
    ],
)
def test_a_proxy_fits_and_keeps_its_proportions(size: tuple[int, int], proxy: tuple[int, int]) -> None:
    assert proxy_size(*size) == proxy


def test_a_whole_number_of_pixels_is_averaged() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (90, 120, 3), dtype=np.uint8)
    expected = pixels.reshape(30, 3, 40, 3, 3).mean(axis=(1, 3))
    assert np.abs(reduced(pixels, 40, 30) - expected).max() <= 0.5


@pytest.mark.parametrize("size", [(80, 60), (107, 71), (33, 29), (119, 90), (120, 90)])
def test_any_other_size_comes_close_to_the_mean(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (90, 120), dtype=np.uint8)
    soft = cv2.GaussianBlur(noise, (0, 0), 2)
    found, mean = reduced(soft, *size), cv2.resize(soft, size, interpolation=cv2.INTER_AREA)
    assert found.shape == (size[1], size[0])
    assert np.abs(found.astype(int) - mean).mean() < 2
    deep = soft.astype(np.uint16) * 257
    assert np.abs(reduced(deep, *size) / 257 - found).max() < 2  # rounded twice


@pytest.fixture
def picture(make_shot: Callable, tmp_path: Path) -> PictureKey:
    """A frame of a take in two colors below drawn lines."""
    line = read_still(make_shot(tmp_path, frames=1, size=SIZE).line[0])
    color = np.full((SIZE[1], SIZE[0], 3), PAPER, np.uint8)
    color[400:900, 500:1500] = PAINT
    write_png(tmp_path / "line.png", line)
    header = FrameFileHeader(
        first=1, last=1, width=SIZE[0], height=SIZE[1], channels=3, colorizer="draft", seed=0, inputs="-"
    )
    writer = FrameFileWriter(tmp_path / "take.frames", header)
    writer.append(color)
    writer.commit()
    return PictureKey(
        0, "picture", *SIZE, str(tmp_path / "line.png"), "-", "dark", take_path=str(tmp_path / "take.frames")
    )


@pytest.mark.parametrize("layer", ["picture", "color", "line"])
def test_a_proxy_looks_like_its_picture_reduced(picture: PictureKey, layer: Layer) -> None:
    key = replace(picture, layer=layer)
    proxy, exact = render_proxy(key), reduced(render(key), *PROXY)
    assert proxy.shape == (PROXY[1], PROXY[0], 3)
    assert np.abs(proxy.astype(int) - exact).mean() < 0.3
    assert (proxy[5, 5] == (PAPER if layer != "line" else (255, 255, 255))).all()


def test_a_proxy_of_a_transparent_drawing_and_of_a_key(picture: PictureKey, tmp_path: Path) -> None:
    ink = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    ink[200:240, 100:1900] = (200, 30, 20, 255)
    write_png(tmp_path / "ink.png", ink)
    drawn = replace(picture, line_path=str(tmp_path / "ink.png"), polarity="alpha")
    assert (render_proxy(drawn) == reduced(render(drawn), *PROXY)).all()
    keyed = replace(picture, key_path=str(tmp_path / "ink.png"))
    assert (render_proxy(keyed) == reduced(render(keyed), *PROXY)).all()


def test_lines_of_another_size_are_refused_as_for_the_picture(picture: PictureKey, tmp_path: Path) -> None:
    write_png(tmp_path / "other.png", np.zeros((10, 10), np.uint8))
    key = replace(picture, line_path=str(tmp_path / "other.png"))
    for made in (render, render_proxy):
        with pytest.raises(ValueError, match="lines of"):
            made(key)
