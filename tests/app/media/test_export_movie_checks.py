"""What reading a movie back notices: another statement, other colors, lost alpha, damage; and what it must let pass."""

from __future__ import annotations

import re
import struct
import subprocess
from dataclasses import replace

import imageio_ffmpeg
import numpy as np
import pytest
from export_movies import FILM, job_of, settings, told_by_ffmpeg
from export_shots import DrawnShot, names_in

from app.media.export import ExportError, VerificationFailed, export
from app.media.mov_atoms import MovieUnreadable, read_facts
from app.media.movie import RECIPES, encode_arguments
from app.media.readback import ColorErrors, check_colors, check_facts, small, verify_movie


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"recipe": RECIPES["prores-422hq"]}, r"wrong codec \(ap4h instead of apch\)"),
        ({"width": 66}, "wrong size"),
        ({"rate": FILM}, "wrong rate"),
        ({"transfer": "srgb"}, "wrong color tags"),
        ({"timecode": "00:00:00:01"}, "wrong timecode"),
    ],
)
def test_a_file_that_says_something_else_is_refused(tmp_path, change, words):
    job = job_of(export(DrawnShot(width=64, height=48), settings(tmp_path)))
    assert check_facts(job, 6).frames == 6
    with pytest.raises(VerificationFailed, match=words):
        check_facts(replace(job, **change), 6)
    with pytest.raises(VerificationFailed, match="wrong frame count"):
        check_facts(job, 7)


def test_frames_that_changed_between_writing_and_checking_are_noticed(tmp_path):
    class Restless(DrawnShot):
        def picture(self, number, layer):
            picture = super().picture(number, layer)
            return 255 - picture if len(self.asked) > len(self.numbers) else picture

    with pytest.raises(VerificationFailed, match="not true to the frames: colors on flat areas off by"):
        export(Restless(), settings(tmp_path))
    assert names_in(tmp_path) == []


def test_the_untagged_conversion_would_be_refused(tmp_path):
    """The naive command (BT.601 matrix, no tags) fails the same checks that a real export passes."""
    shot = DrawnShot(width=320, height=180)
    report = export(shot, settings(tmp_path))
    job = replace(job_of(report), path=tmp_path / "naive.mov")
    arguments = encode_arguments(job)
    at = arguments.index("-vf")
    naive = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", *arguments[:at], *arguments[at + 2 :]]
    frames = b"".join(shot.picture(number, "picture").tobytes() for number in shot.numbers)
    subprocess.run(naive, input=frames, check=True)
    with pytest.raises(VerificationFailed, match="color tags"):
        check_facts(job, 6)


def test_lost_alpha_is_refused(tmp_path):
    errors = ColorErrors()
    meant = DrawnShot().picture(1001, "picture_alpha")
    lost = meant.copy()
    lost[:, :, 3] = 255
    errors.add_frame(meant, lost, 5)
    job = job_of(export(DrawnShot(width=64, height=48), settings(tmp_path)))
    with pytest.raises(VerificationFailed, match="alpha off by"):
        check_colors(job, errors)


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.9, 0.99])
def test_a_cut_off_movie_is_unreadable_or_undecodable(tmp_path, kept):
    report = export(DrawnShot(width=64, height=48), settings(tmp_path))
    data = report.path.read_bytes()
    cut = tmp_path / "cut.mov"
    cut.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(MovieUnreadable):
        read_facts(cut)
    with pytest.raises(VerificationFailed, match="cannot be read back"):
        check_facts(replace(job_of(report), path=cut), 6)


def with_wide_numbers(data: bytes) -> bytes:
    """The same movie as ffmpeg writes it beyond 4 GB: 64-bit size of the samples, 64-bit offsets (co64)."""
    at = data.index(b"mdat") - 12
    assert data[at : at + 8] == b"\0\0\0\x08wide"
    size = struct.unpack_from(">I", data, at + 8)[0]
    moov = data.index(b"moov") - 4
    samples = struct.pack(">I4sQ", 1, b"mdat", size + 8) + data[at + 16 : moov]
    return data[:at] + samples + with_wide_offsets(data[moov:])


def with_wide_offsets(atoms: bytes) -> bytes:
    done = b""
    while atoms:
        size, kind = struct.unpack_from(">I4s", atoms)
        body, atoms = atoms[8:size], atoms[size:]
        if kind in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
            body = with_wide_offsets(body)
        elif kind == b"stco":
            count = struct.unpack_from(">I", body, 4)[0]
            offsets = struct.unpack_from(f">{count}I", body, 8)
            kind, body = b"co64", body[:8] + struct.pack(f">{count}Q", *offsets)
        done += struct.pack(">I4s", len(body) + 8, kind) + body
    return done


def test_movies_beyond_four_gigabytes_are_read_alike(tmp_path):
    report = export(DrawnShot(width=64, height=48), settings(tmp_path))
    large = tmp_path / "large.mov"
    large.write_bytes(with_wide_numbers(report.path.read_bytes()))
    assert b"co64" in large.read_bytes()
    assert read_facts(large) == read_facts(report.path)
    assert "24 fps" in told_by_ffmpeg(large)


def test_a_damaged_frame_is_noticed(tmp_path):
    shot = DrawnShot(width=160, height=96)
    report = export(shot, settings(tmp_path))
    data = bytearray(report.path.read_bytes())
    at = [found.start() for found in re.finditer(b"icpf", data)][3]
    data[at + 30 : at + 3000] = bytes(2970)
    broken = tmp_path / "broken.mov"
    broken.write_bytes(data)
    job = replace(job_of(report), path=broken)
    pictures = [shot.picture(number, "picture") for number in shot.numbers]
    smalls = [small(picture) for picture in pictures]
    with pytest.raises(ExportError, match=r"could not be decoded|instead of 6|not true to the frames"):
        verify_movie(job, pictures.__getitem__, smalls, lambda *_: None, lambda: False)
    assert verify_movie(job_of(report), pictures.__getitem__, smalls, lambda *_: None, lambda: False).compared == 6


def test_sixteen_bit_frames_of_every_kind_pass_their_own_check(tmp_path):
    """10-bit rounding puts finely measured colors further off than 8-bit ones; that alone is no failure."""

    class Ramp(DrawnShot):
        def picture(self, number, layer):
            blocks = np.random.default_rng(number).integers(0, 65536, (self.height // 16, self.width // 16, 3))
            return blocks.astype(np.uint16).repeat(16, axis=0).repeat(16, axis=1)

    report = export(Ramp(width=640, height=320), settings(tmp_path))
    assert report.color_error_max is not None
    assert 0.2 < report.color_error_max < 1.5
