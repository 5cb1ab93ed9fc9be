"""Movies: real ffmpeg, every statement of the file and its colors checked by decoders other than the export's."""

from __future__ import annotations

import re
import subprocess
import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import psutil
import pytest
from export_movies import FILM, job_of, settings, told_by_ffmpeg
from export_shots import DrawnShot, names_in

from app.media.export import (
    BadExportSettings,
    BadTarget,
    EncoderFailed,
    ExportCancelled,
    NotEnoughSpace,
    export,
)
from app.media.mov_atoms import read_facts
from app.media.movie import RECIPES, MovieWriter
from app.media.readback import compared_places, flat_mask

NTSC = Fraction(30000, 1001)


def encoders() -> list[psutil.Process]:
    """Running ffmpeg processes that this test started."""
    return [child for child in psutil.Process().children() if "ffmpeg" in child.name()]


FORMATS = [
    ("prores-422hq", False, "apch", "yuv422p10le"),
    ("prores-4444", False, "ap4h", "yuv444p12le"),
    ("prores-4444", True, "ap4h", "yuva444p12le"),
    ("h264", False, "avc1", "yuv420p"),
]


@pytest.mark.parametrize(("kind", "alpha", "fourcc", "pixels"), FORMATS)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_file_says_and_shows_what_was_meant(tmp_path, kind, alpha, fourcc, pixels, dtype):
    shot = DrawnShot(width=320, height=180, rate=FILM, dtype=dtype)
    report = export(shot, settings(tmp_path, kind, alpha=alpha))
    assert names_in(tmp_path) == ["shot_color_v001.mp4" if kind == "h264" else "shot_color_v001.mov"]
    facts = read_facts(report.path)
    assert (facts.fourcc, facts.frames, facts.width, facts.height) == (fourcc, 6, 320, 180)
    assert (facts.rate, facts.colr, facts.timecode_start) == (FILM, (1, 1, 1), 1001)
    if kind != "h264":
        assert (facts.frame_tags, facts.vendor) == ((1, 1, 1), "apl0")
        assert facts.compressor == f"Apple {RECIPES[kind].label}"
    told = told_by_ffmpeg(report.path)
    assert f"{pixels}(tv, bt709" in told
    assert "23.98 fps" in told
    assert "timecode        : 00:00:41:17" in told
    assert "first_frame     : 1001" in told
    assert report.color_error_max is not None
    assert report.color_error_mean is not None
    if kind == "prores-4444":
        assert report.color_error_max <= 1
    assert report.color_error_mean < (1 if kind == "h264" else 0.15)
    assert (report.alpha_error_max is not None and report.alpha_error_max <= 1) == alpha
    assert "and read back: colors on flat areas differ by at most" in report.sentence()
    assert encoders() == []


def test_a_reader_that_only_trusts_the_tags_sees_the_right_colors(tmp_path):
    shot = DrawnShot(width=320, height=180)
    report = export(shot, settings(tmp_path, layer="color"))
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-i", str(report.path)]
    command += ["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    frames = np.frombuffer(raw, np.uint8).reshape(-1, 180, 320, 3)
    for number, frame in zip(shot.numbers, frames, strict=True):
        meant = shot.picture(number, "color")
        off = np.abs(frame.astype(int) - meant)[flat_mask(meant, 5)]
        assert off.max() <= 3
        assert off.mean() < 1


@pytest.mark.parametrize("rate", [Fraction(8), Fraction(12), Fraction(25, 2), Fraction(25), FILM, NTSC, Fraction(60)])
@pytest.mark.parametrize("kind", ["prores-422hq", "h264"])
def test_every_rate_keeps_its_exact_fraction_and_frame_count(tmp_path, rate, kind):
    report = export(DrawnShot(range(1, 12), 64, 48, rate), settings(tmp_path, kind))
    facts = read_facts(report.path)
    assert (facts.rate, facts.frames) == (rate, 11)
    assert facts.timecode_start == 1


@pytest.mark.parametrize(
    ("start", "rate", "count", "drop"),
    [
        ("01:00:00:00", Fraction(24), 86400, False),
        ("01:00:00;00", NTSC, 107892, True),
        ("10:00:00:00", NTSC, 1080000, False),
    ],
)
def test_a_wanted_start_timecode_is_written(tmp_path, start, rate, count, drop):
    report = export(DrawnShot(width=64, height=48, rate=rate), settings(tmp_path, start_timecode=start))
    facts = read_facts(report.path)
    assert (facts.timecode_start, facts.timecode_drop) == (count, drop)
    assert report.timecode == start
    assert f"timecode        : {start}" in told_by_ffmpeg(report.path)


def test_a_range_starts_at_its_own_timecode(tmp_path):
    report = export(DrawnShot(range(1001, 1011), 64, 48), settings(tmp_path, range=(1004, 1008)))
    assert (report.frames, report.timecode) == (5, "00:00:41:20")


def test_the_srgb_transfer_is_tagged(tmp_path):
    for kind in ("prores-4444", "h264"):
        report = export(DrawnShot(width=64, height=48), settings(tmp_path, kind, transfer="srgb"))
        assert read_facts(report.path).colr == report.tags == (1, 13, 1)
        assert "sRGB" in report.sentence()


@pytest.mark.parametrize(
    ("kind", "alpha", "size"),
    [
        ("prores-4444", False, (161, 97)),
        ("prores-4444", True, (161, 97)),
        ("prores-422hq", False, (162, 98)),
        ("h264", False, (162, 98)),
    ],
)
def test_odd_sizes_are_kept_or_padded_by_the_edge(tmp_path, kind, alpha, size):
    report = export(DrawnShot(width=161, height=97), settings(tmp_path, kind, alpha=alpha))
    assert (report.width, report.height) == size
    assert ("needs even sizes" in report.sentence()) == (size != (161, 97))


def test_pictures_without_flat_areas_are_still_compared(tmp_path):
    class Noise(DrawnShot):
        def picture(self, number, layer):
            return np.random.default_rng(number).integers(0, 256, (self.height, self.width, 3), np.uint8)

    for kind in ("prores-422hq", "prores-4444", "h264"):
        report = export(Noise(width=320, height=180), settings(tmp_path, kind))
        assert report.color_error_max is None
        assert "no flat areas to measure" in report.sentence()


def test_a_long_shot_is_compared_on_spread_frames(tmp_path):
    report = export(DrawnShot(range(60), 64, 48), settings(tmp_path))
    assert report.frames == 60
    assert "measured on 24 frames" in report.sentence()
    assert compared_places(60) >= {0, 59}
    assert len(compared_places(5000)) == 24
    assert compared_places(3) == {0, 1, 2}


def test_a_folder_gets_the_next_version_and_a_file_its_exact_name(tmp_path):
    (tmp_path / "shot_color_v002").mkdir()
    assert export(DrawnShot(width=64, height=48), settings(tmp_path)).path.name == "shot_color_v003.mov"
    exact = tmp_path / "final.mov"
    export(DrawnShot(width=64, height=48), settings(exact))
    before = exact.read_bytes()
    with pytest.raises(BadTarget, match="exists already; choose another name, or allow it to be replaced"):
        export(DrawnShot(width=64, height=48), settings(exact))
    assert exact.read_bytes() == before
    export(DrawnShot(range(3), 64, 48), settings(exact, overwrite=True))
    assert read_facts(exact).frames == 3
    assert names_in(tmp_path) == ["final.mov", "shot_color_v002", "shot_color_v003.mov"]


def test_a_failed_replacement_keeps_the_old_file(tmp_path):
    exact = tmp_path / "final.mov"
    exact.write_bytes(b"old")
    with pytest.raises(ExportCancelled):
        export(DrawnShot(), settings(exact, overwrite=True), cancelled=lambda: True)
    assert exact.read_bytes() == b"old"
    assert names_in(tmp_path) == ["final.mov"]


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"target": Path("missing")}, BadTarget, "does not exist; make it"),
        ({"target": Path("a_file")}, BadTarget, "is a file; choose a folder"),
        ({"target": Path("missing/x.mov")}, BadTarget, "does not exist; make it"),
        ({"target": Path("x.mp4")}, BadTarget, r"is a \.mov file; name it x\.mov"),
        ({"target": Path("lines")}, BadTarget, "holds the line art itself"),
        ({"target": Path("lines/x.mov")}, BadTarget, "holds the line art itself"),
        ({"target": Path("lines/deeper")}, BadTarget, "holds the line art itself"),
        ({"range": (5, 9)}, BadExportSettings, "no frames from 5 to 9; choose a range within 1001 to 1006"),
        ({"range": (1006, 1001)}, BadExportSettings, "no frames from 1006 to 1001"),
        ({"format": "h264", "alpha": True}, BadExportSettings, "H.264 has no alpha; choose"),
        ({"format": "prores-422hq", "layer": "color_alpha"}, BadExportSettings, "ProRes 422 HQ has no alpha"),
        ({"start_timecode": "soon"}, BadExportSettings, "is not a timecode; write it"),
        ({"start_timecode": "01:00:00;00"}, BadExportSettings, "colons only"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(tmp_path, change, error, words):
    (tmp_path / "a_file").write_bytes(b"")
    (tmp_path / "lines" / "deeper").mkdir(parents=True)
    wanted = settings(tmp_path, source_folder=tmp_path / "lines")
    change = {key: tmp_path / value if key == "target" else value for key, value in change.items()}
    shot = DrawnShot()
    with pytest.raises(error, match=words):
        export(shot, replace(wanted, **change))
    assert shot.asked == []
    assert names_in(tmp_path) == ["a_file", "lines"]


def test_a_shot_without_frames_is_refused(tmp_path):
    with pytest.raises(BadExportSettings, match="import line art first"):
        export(DrawnShot(numbers=[]), settings(tmp_path))


@pytest.mark.parametrize("kind", ["prores-422hq", "prores-4444", "h264"])
def test_the_room_that_is_asked_for_is_what_frames_come_to(tmp_path, kind):
    shot = DrawnShot(numbers=range(48), width=320, height=180)
    written = export(shot, settings(tmp_path, kind)).bytes
    with pytest.raises(NotEnoughSpace) as refused:
        export(shot, settings(tmp_path, kind), free_bytes=lambda _: 64_000_000)
    ((number, unit),) = re.findall(r"needs about ([\d.]+) (.B)", str(refused.value))
    told = float(number) * {"KB": 1e3, "MB": 1e6}[unit]
    assert written <= told < (4 if kind == "h264" else 1.5) * written, "what is seen between frames far apart is more"


def test_without_room_to_try_frames_in_the_most_that_they_may_need_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    shot = DrawnShot(numbers=range(48), width=320, height=180)
    with pytest.raises(NotEnoughSpace, match=r"needs about .*make room or choose another disk"):
        export(shot, settings(tmp_path, "h264"), free_bytes=lambda _: 64_000_000)
    assert names_in(tmp_path) == []


def test_a_full_disk_is_seen_before_anything_is_written(tmp_path):
    with pytest.raises(NotEnoughSpace, match="make room or choose another disk"):
        export(DrawnShot(), settings(tmp_path), free_bytes=lambda _: 0)
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("stage", ["Writing", "Checking"])
def test_cancel_in_either_stage_leaves_nothing(tmp_path, stage):
    reached: list[int] = []

    def watch(done: int, total: int, name: str) -> None:
        if name == stage and done == 4:
            reached.append(done)

    with pytest.raises(ExportCancelled, match="cancelled; nothing was kept"):
        export(DrawnShot(range(30)), settings(tmp_path), watch, lambda: bool(reached))
    assert reached == [4]
    assert names_in(tmp_path) == []
    assert encoders() == []


class Killing(DrawnShot):
    """Kills or stops the encoder while its third frame is drawn."""

    signal = "kill"

    def picture(self, number, layer):
        if number == self.numbers[2]:
            for encoder in encoders():
                getattr(encoder, self.signal)()
        return super().picture(number, layer)


def test_a_dead_encoder_is_one_sentence_and_leaves_nothing(tmp_path, caplog):
    with pytest.raises(EncoderFailed, match="stopped in the middle; export again"):
        export(Killing(range(500), 320, 180), settings(tmp_path))
    assert "ffmpeg ended with" in caplog.text
    assert names_in(tmp_path) == []


def test_a_stuck_encoder_can_be_cancelled(tmp_path):
    shot = Killing(range(500), 640, 360)
    shot.signal = "suspend"
    looks = 0

    def cancelled() -> bool:
        nonlocal looks
        looks += 1
        return looks > 15

    with pytest.raises(ExportCancelled):
        export(shot, settings(tmp_path), cancelled=cancelled)
    assert names_in(tmp_path) == []
    assert encoders() == []


def test_an_encoder_that_refuses_says_why_in_the_log(tmp_path, caplog):
    with pytest.raises(EncoderFailed):
        export(DrawnShot(width=70000, height=2), settings(tmp_path), free_bytes=lambda _: 10**12)
    assert "ffmpeg ended with" in caplog.text
    assert len(caplog.text.splitlines()) > 1
    assert names_in(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_fills_up_while_writing_is_named(tmp_path):
    job = replace(job_of(export(DrawnShot(), settings(tmp_path))), path=Path("/dev/full"))

    def write_on() -> None:
        with MovieWriter(job) as writer:
            for number in range(100):
                writer.write(DrawnShot().picture(number, "picture"), lambda: False)
            writer.finish(lambda: False)

    with pytest.raises(NotEnoughSpace, match="became full while writing"):
        write_on()


def test_a_missing_encoder_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(tmp_path / "ffmpeg-that-is-gone"))
    with pytest.raises(EncoderFailed, match="could not be started; repair the installation"):
        export(DrawnShot(), settings(tmp_path))
    assert names_in(tmp_path) == []


def test_an_h264_movie_begins_with_its_header(tmp_path):
    data = export(DrawnShot(width=64, height=48), settings(tmp_path, "h264")).path.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_provenance_reaches_the_movie(tmp_path):
    words = {"take=1": "a=b; 仕上げ", "app": "Shiage"}
    for kind in ("prores-4444", "h264"):
        told = told_by_ffmpeg(export(DrawnShot(width=64, height=48), settings(tmp_path, kind, provenance=words)).path)
        assert "take_1          : a=b; 仕上げ" in told
        assert "app             : Shiage" in told
