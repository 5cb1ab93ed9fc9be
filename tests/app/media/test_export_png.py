"""PNG sequences: bit-exact, named like the source, whole or not there at all."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import cv2
import numpy as np
import pytest
from export_shots import DrawnShot, names_in
from PIL import Image

from app.media import export_png
from app.media.export import (
    BadTarget,
    ExportCancelled,
    ExportError,
    ExportSettings,
    NotEnoughSpace,
    VerificationFailed,
    export,
)


def read(path: Path) -> np.ndarray:
    """RGB or RGBA pixels by another decoder where it can (8 bit), by OpenCV where not (16 bit)."""
    raw = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert raw is not None
    if raw.dtype == np.uint16:
        return raw[:, :, [2, 1, 0, 3][: raw.shape[2]]]
    with Image.open(path) as image:
        return np.asarray(image)


@pytest.mark.parametrize("layer", ["picture", "color", "picture_alpha", "color_alpha"])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_every_pixel_survives(tmp_path, layer, bits, dtype):
    shot = DrawnShot(dtype=dtype)
    report = export(shot, ExportSettings(format="png", target=tmp_path, name="shot", layer=layer, bits=bits))
    assert report.path == tmp_path / "shot_color_v001"
    assert names_in(tmp_path) == ["shot_color_v001"]
    assert names_in(report.path) == [f"shot_color_v001.{number}.png" for number in shot.numbers]
    for number in shot.numbers:
        plain = DrawnShot().picture(number, layer)
        meant = plain if bits == 8 else plain.astype(np.uint16) * 257
        found = read(report.path / f"shot_color_v001.{number}.png")
        assert found.dtype == meant.dtype
        assert np.array_equal(found, meant)
    assert report.frames == len(shot.numbers)
    assert report.bytes == sum(file.stat().st_size for file in report.path.iterdir())
    assert "every pixel is identical" in report.sentence()


def test_sixteen_bits_round_to_the_nearest_eight():
    values = np.arange(65536, dtype=np.uint16).reshape(256, 256, 1)
    assert np.array_equal(export_png.as_bits(values, 8), np.rint(values / 257).astype(np.uint8))
    assert np.array_equal(export_png.as_bits(export_png.as_bits(values, 8), 16) % 257, np.zeros_like(values))


def test_alpha_switch_range_padding_and_the_next_version(tmp_path):
    (tmp_path / "sc 01_color_v004.mov").write_bytes(b"")
    shot = DrawnShot(numbers=[1, 2, 3, 5, 8, 13])
    settings = ExportSettings(format="png", target=tmp_path, name="sc 01", alpha=True, range=(2, 8), padding=6)
    report = export(shot, settings)
    assert names_in(report.path) == [f"sc 01_color_v005.{number:06d}.png" for number in (2, 3, 5, 8)]
    assert {layer for _, layer in shot.asked} == {"picture_alpha"}
    assert "3 numbers between 2 and 8 have no frame" in report.sentence()


def test_frames_carry_where_they_come_from(tmp_path):
    words = {"Software": "Shiage 0.1", "keys": "仕上げ"}
    report = export(DrawnShot(), ExportSettings(format="png", target=tmp_path, name="s", provenance=words))
    with Image.open(report.path / "s_color_v001.1001.png") as image:
        image.load()
        assert {key: str(image.info[key]) for key in words} == words


def test_progress_counts_every_frame(tmp_path):
    seen: list[tuple[int, int, str]] = []
    export(DrawnShot(), ExportSettings(format="png", target=tmp_path, name="s"), lambda *step: seen.append(step))
    assert seen == [(done, 6, "Writing") for done in range(1, 7)]


@pytest.mark.parametrize("after", [0, 1, 3, 6])
def test_cancel_leaves_nothing(tmp_path, after):
    done = 0

    def count(*_: object) -> None:
        nonlocal done
        done += 1

    settings = ExportSettings(format="png", target=tmp_path, name="s")
    with pytest.raises(ExportCancelled):
        export(DrawnShot(numbers=range(40)), settings, count, lambda: done >= after)
    assert done == after
    assert names_in(tmp_path) == []


def test_a_full_disk_is_seen_before_anything_is_written(tmp_path):
    with pytest.raises(NotEnoughSpace, match=r"needs about [\d.]+ .B.* has 1\.0 MB free"):
        export(DrawnShot(), ExportSettings(format="png", target=tmp_path, name="s"), free_bytes=lambda _: 1_000_000)
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("alpha", [False, True])
def test_the_room_that_is_asked_for_is_what_frames_come_to(tmp_path, alpha):
    shot, settings = DrawnShot(numbers=range(60)), ExportSettings(format="png", target=tmp_path, name="s", alpha=alpha)
    written = export(shot, settings).bytes
    shot.asked.clear()
    with pytest.raises(NotEnoughSpace) as refused:
        export(shot, settings, free_bytes=lambda _: 64_000_000 + written)
    ((number, unit),) = re.findall(r"needs about ([\d.]+) (.B)", str(refused.value))
    told = float(number) * {"KB": 1e3, "MB": 1e6}[unit]
    assert written <= told < 1.5 * written
    assert len(set(shot.asked)) <= 12, "a few frames tell it"
    assert export(shot, settings, free_bytes=lambda _: 64_000_000 + round(1.5 * written)).bytes == written


def test_a_disk_that_fills_up_while_writing_leaves_nothing(tmp_path, monkeypatch):
    real = Path.open

    def full(self: Path, mode: str) -> object:
        if self.name.endswith("1004.png"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(self, mode)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(NotEnoughSpace, match="became full while writing; make room"):
        export(DrawnShot(), ExportSettings(format="png", target=tmp_path, name="s"))
    assert names_in(tmp_path) == []


def test_a_damaged_file_is_noticed_and_nothing_stays(tmp_path, monkeypatch):
    real = np.fromfile

    def damaged(path: Path, dtype: type) -> np.ndarray:
        data = real(path, dtype)
        return data[: data.size // 2] if "1003" in path.name else data

    monkeypatch.setattr(export_png.np, "fromfile", damaged)
    with pytest.raises(VerificationFailed, match=r"1003\.png does not read back"):
        export(DrawnShot(), ExportSettings(format="png", target=tmp_path, name="s"))
    assert names_in(tmp_path) == []


def test_a_source_that_fails_leaves_nothing(tmp_path):
    class Wrong(DrawnShot):
        def picture(self, number, layer):
            picture = super().picture(number, layer)
            return picture[:-1] if number == 1003 else picture

    with pytest.raises(ExportError, match="Frame 1003 came out as"):
        export(Wrong(), ExportSettings(format="png", target=tmp_path, name="s"))
    assert names_in(tmp_path) == []


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder that nobody can write to")
def test_a_folder_that_refuses_files_is_named():
    with pytest.raises(BadTarget, match=r"Nothing can be written into .proc \(.*\); choose another folder"):
        export(DrawnShot(), ExportSettings(format="png", target=Path("/proc"), name="s"), free_bytes=lambda _: 10**12)


def test_a_name_taken_meanwhile_is_not_overwritten(tmp_path):
    class Racing(DrawnShot):
        def picture(self, number, layer):
            (tmp_path / "s_color_v001").mkdir(exist_ok=True)
            return super().picture(number, layer)

    with pytest.raises(BadTarget, match="appeared while exporting"):
        export(Racing(), ExportSettings(format="png", target=tmp_path, name="s"))
    assert names_in(tmp_path) == ["s_color_v001"]
    assert names_in(tmp_path / "s_color_v001") == []
