"""Every kind of picture comes in with its true pixels; what is broken gives a sentence."""

from __future__ import annotations

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from engine.imaging.stills import StillError, encode_png, read_still, still_size, to_8_bit, write_png

HEIGHT, WIDTH = 20, 30


@pytest.fixture
def rgb() -> np.ndarray:
    picture = np.full((HEIGHT, WIDTH, 3), (200, 100, 50), np.uint8)
    picture[5:10, 5:12] = (0, 255, 10)
    return picture


@pytest.fixture
def rgba(rgb: np.ndarray) -> np.ndarray:
    alpha = np.full((HEIGHT, WIDTH), 255, np.uint8)
    alpha[0:3], alpha[3] = 0, 128
    return np.dstack([rgb, alpha])


def psd(
    path: Path, pixels: np.ndarray, bits: int = 8, merged: bool = True, layers: int = 0, size: tuple[int, int] = (0, 0)
) -> Path:
    """Write a flattened PSD the way painting programs do: planes one after another, not compressed."""
    planes = pixels.reshape(*pixels.shape[:2], -1)
    height, width = size if any(size) else planes.shape[:2]
    mode = 1 if planes.shape[2] == 1 else 3
    flag = struct.pack(">4sHHIIBI", b"8BIM", 1057, 0, 5, 1, merged, 0)[:-3]
    data = b"8BPS" + struct.pack(">H6xHIIHH", 1, planes.shape[2], height, width, bits, mode)
    data += struct.pack(">I", 0) + struct.pack(">I", len(flag)) + flag + struct.pack(">I", 0) + struct.pack(">H", 0)
    path.write_bytes(data + np.moveaxis(planes, 2, 0).astype(">u2" if bits == 16 else np.uint8).tobytes())
    return path


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.png", {}),
        ("a.PNG", {}),
        ("a.webp", {"lossless": True}),
        ("raw.tif", {}),
        ("lzw.tiff", {"compression": "tiff_lzw"}),
        ("deflate.tif", {"compression": "tiff_adobe_deflate"}),
        ("a.tga", {}),
        ("rle.tga", {"compression": "tga_rle"}),
        ("名前 ä.png", {}),
    ],
)
def test_color_and_transparency_come_in_exactly(tmp_path: Path, rgb, rgba, name: str, options: dict):
    for picture in (rgb, rgba):
        path = tmp_path / name
        Image.fromarray(picture).save(path, **options)
        read = read_still(path)
        seen = np.ones(read.shape[:2], bool) if read.shape[2] == 3 else read[..., 3] > 0
        assert read.dtype == np.uint8
        assert np.array_equal(read[seen], picture[seen])  # WebP drops colors that nobody sees
        assert read.shape == picture.shape
        assert still_size(path) == (WIDTH, HEIGHT)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_16_bits_stay_16_bits(tmp_path: Path, rgba, suffix: str):
    deep = rgba.astype(np.uint16) * 257
    deep[7, 7] = (1, 2, 3, 65535)
    for picture in (deep, deep[..., :3], deep[..., 0]):
        path = tmp_path / f"deep{suffix}"
        stored = (
            picture
            if picture.ndim == 2
            else cv2.cvtColor(picture, [cv2.COLOR_RGB2BGR, cv2.COLOR_RGBA2BGRA][picture.shape[2] - 3])
        )
        path.write_bytes(cv2.imencode(suffix, stored)[1].tobytes())
        assert np.array_equal(read_still(path), picture)


@pytest.mark.parametrize("name", ["one.png", "one.tga", "fax.tif", "negative.tif"])
def test_1_bit_pictures_are_black_and_white(tmp_path: Path, rgb, name: str):
    options = {"fax.tif": {"compression": "group4"}, "negative.tif": {"compression": "group4", "tiffinfo": {262: 0}}}
    Image.fromarray(rgb[..., 0] > 100).save(tmp_path / name, **options.get(name, {}))
    read = read_still(tmp_path / name)
    assert read.shape == (HEIGHT, WIDTH)
    assert np.array_equal(read, np.where(rgb[..., 0] > 100, 255, 0))


@pytest.mark.parametrize(
    ("name", "see_through"), [("p.png", 0), ("p.png", bytes([0, 128])), ("p.tga", None), ("p.tif", None)]
)
def test_palettes_come_as_their_colors(tmp_path: Path, rgb, name: str, see_through):
    picture = Image.fromarray(rgb).quantize(8)
    picture.save(tmp_path / name, **({} if see_through is None else {"transparency": see_through}))
    read = read_still(tmp_path / name)
    if see_through is not None:
        assert read.shape[2] == 4
        assert read[7, 7, 3] == 0
    assert np.array_equal(read[0, 0, :3], rgb[0, 0])


def test_gray_with_transparency_becomes_rgba(tmp_path: Path, rgba):
    for name in ("la.png", "la.tga"):
        Image.fromarray(np.ascontiguousarray(rgba[..., [0, 3]])).save(tmp_path / name)
        assert np.array_equal(read_still(tmp_path / name), rgba[..., [0, 0, 0, 3]])


def test_tga_with_an_unused_fourth_byte_is_opaque(tmp_path: Path, rgba):
    rgba[..., 3] = 0
    Image.fromarray(rgba).save(tmp_path / "a.tga")
    assert np.array_equal(read_still(tmp_path / "a.tga"), rgba[..., :3])


def test_the_cameras_rotation_mark_is_ignored_by_size_and_pixels(tmp_path: Path, rgb):
    turned = Image.Exif()
    turned[0x112] = 6
    Image.fromarray(rgb).save(tmp_path / "a.jpg", exif=turned)
    assert still_size(tmp_path / "a.jpg") == (WIDTH, HEIGHT)
    assert read_still(tmp_path / "a.jpg").shape == (HEIGHT, WIDTH, 3)


def test_a_wrong_ending_does_not_hide_a_picture(tmp_path: Path, rgb):
    Image.fromarray(rgb).save(tmp_path / "a.png")
    (tmp_path / "a.png").rename(tmp_path / "b.jpg")
    assert np.array_equal(read_still(tmp_path / "b.jpg"), rgb)


def test_flattened_psd(tmp_path: Path, rgb, rgba):
    assert np.array_equal(read_still(psd(tmp_path / "c.psd", rgb)), rgb)
    assert np.array_equal(read_still(psd(tmp_path / "g.psd", rgb[..., 0])), rgb[..., 0])
    on_white = rgba.copy()  # soft edges are stored mixed with white
    share = rgba[..., 3:] / 255
    on_white[..., :3] = np.rint(rgba[..., :3] * share + 255 * (1 - share))
    read = read_still(psd(tmp_path / "a.psd", on_white))
    assert still_size(tmp_path / "a.psd") == (WIDTH, HEIGHT)
    assert np.array_equal(read[..., 3], rgba[..., 3])
    seen = rgba[..., 3] > 0
    assert np.abs(read[seen].astype(int) - rgba[seen]).max() <= 2


def broken_files(folder: Path) -> list[tuple[Path, str]]:
    """Files that cannot be read and a part of the sentence for each."""
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 256, (120, 150, 3), np.uint8))
    rows: list[tuple[Path, str]] = []
    for ending in ("png", "tif", "jpg", "webp", "tga"):
        noise.save(folder / f"whole.{ending}")
        data = (folder / f"whole.{ending}").read_bytes()
        for share in (0.02, 0.5, 0.97):
            path = folder / f"cut{share}.{ending}"
            path.write_bytes(data[: int(len(data) * share)])
            rows.append((path, "save or copy it again"))
    huge = bytearray((folder / "whole.png").read_bytes())
    huge[16:24] = struct.pack(">II", 900_000, 900_000)
    Image.fromarray(np.zeros((4, 4), np.float32)).save(folder / "float.tif")
    for name, data, words in [
        ("huge.png", bytes(huge), "900000 x 900000"),
        ("empty.png", b"", "is empty"),
        ("text.png", b"not a picture at all", "not a picture Shiage reads"),
        ("movie.png", b"\0\0\0\x20ftypisom" + bytes(64), "not a picture Shiage reads"),
    ]:
        (folder / name).write_bytes(data)
        rows.append((folder / name, words))
    (folder / "folder.png").mkdir()
    deep = psd(folder / "deep.psd", np.zeros((4, 4, 3)), bits=16)
    bare = psd(folder / "bare.psd", np.zeros((4, 4, 3), np.uint8), merged=False)
    return [
        *rows,
        (folder / "folder.png", "is a folder"),
        (folder / "gone.png", "no longer there"),
        (folder / "float.tif", "save it with 8 or 16 bits"),
        (deep, "16-bit PNG or TIFF instead"),
        (bare, "Maximize compatibility"),
        (psd(folder / "wide.psd", np.zeros((4, 4, 3)), size=(4, 90_000)), "90000 x 4"),
        (psd(folder / "short.psd", np.zeros((4, 4, 3)), size=(400, 400)), "damaged or incomplete"),
    ]


def test_broken_files_give_a_sentence_and_nothing_on_stderr(tmp_path: Path, capfd):
    rows = broken_files(tmp_path)
    assert len(rows) > 20
    for path, words in rows:
        with pytest.raises(StillError) as caught:
            read_still(path)
        sentence = str(caught.value)
        assert words in sentence, (path.name, sentence)
        assert path.name in sentence
        assert sentence.endswith(".")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("shape", [(7, 9), (7, 9, 3), (7, 9, 4)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_written_png_reads_back_bit_for_bit(tmp_path: Path, shape: tuple[int, ...], dtype: type):
    picture = np.random.default_rng(3).integers(0, np.iinfo(dtype).max + 1, shape, dtype)
    write_png(tmp_path / "a.png", picture)
    assert np.array_equal(read_still(tmp_path / "a.png"), picture)
    assert (tmp_path / "a.png").read_bytes() == encode_png(picture)
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_a_png_that_cannot_be_written_leaves_nothing(tmp_path: Path, rgb):
    (tmp_path / "taken.png").mkdir()
    with pytest.raises(StillError, match="could not be written"):
        write_png(tmp_path / "taken.png", rgb)
    assert [path.name for path in tmp_path.iterdir()] == ["taken.png"]


def test_16_bits_round_to_the_nearest_of_8():
    values = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    assert np.array_equal(to_8_bit(values), np.rint(values / 257).astype(np.uint8))
