"""Movies give every stored frame once, in their true colors; what is broken gives a sentence."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from movies_made import line_frames, make_movie

from app.media.errors import MediaUnreadable
from app.media.reader import probe, read_frames

RED, GREEN, BLUE, SKIN = (220, 40, 30), (20, 160, 60), (30, 50, 200), (250, 205, 180)


def flats(height: int, width: int = 128) -> np.ndarray:
    """Four wide bars of flat color."""
    picture = np.empty((height, width, 3), np.uint8)
    for at, color in enumerate((RED, GREEN, BLUE, SKIN)):
        picture[:, at * width // 4 : (at + 1) * width // 4] = color
    return picture


def tagged(matrix: str) -> tuple[str, ...]:
    """Output options for a movie converted by this matrix and saying so."""
    space = {"bt709": "bt709", "bt601": "smpte170m"}[matrix]
    return ("-vf", f"scale=out_color_matrix={matrix}:out_range=tv,setparams=colorspace={space}:range=tv")


def untagged(matrix: str) -> tuple[str, ...]:
    return ("-vf", f"scale=out_color_matrix={matrix}:out_range=tv,setparams=colorspace=unknown")


@pytest.mark.parametrize(
    ("name", "height", "options"),
    [
        ("hd.mp4", 720, (*untagged("bt709"), "-pix_fmt", "yuv444p")),
        ("sd.mp4", 480, (*untagged("bt601"), "-pix_fmt", "yuv444p")),
        ("sd709.mp4", 480, (*tagged("bt709"), "-pix_fmt", "yuv444p")),
        ("hd601.mkv", 720, (*tagged("bt601"), "-pix_fmt", "yuv444p")),
        (
            "full.mp4",
            480,
            ("-vf", "scale=out_color_matrix=bt601:out_range=pc", "-pix_fmt", "yuv444p", "-color_range", "pc"),
        ),
        ("prores.mov", 480, (*tagged("bt709"), "-c:v", "prores_ks", "-profile:v", "4", "-pix_fmt", "yuv444p10le")),
        ("exact.mkv", 480, ("-c:v", "ffv1", "-pix_fmt", "gbrp")),
        ("jpegs.avi", 480, ("-c:v", "mjpeg", "-q:v", "1", "-pix_fmt", "yuvj444p")),
    ],
)
def test_colors_do_not_shift(tmp_path: Path, name: str, height: int, options: tuple[str, ...]):
    picture = flats(height)
    path = make_movie(tmp_path / name, [picture] * 2, *options)
    facts = probe(path)
    assert (facts.width, facts.height, facts.frames, facts.alpha) == (128, height, 2, False)
    for frame in read_frames(path, facts):
        middle = frame[height // 2, 16::32].astype(int)
        assert np.abs(middle - picture[height // 2, 16::32]).max() <= 3


@pytest.mark.parametrize(
    ("rate", "exact"),
    [
        ("24", Fraction(24)),
        ("24000/1001", Fraction(24000, 1001)),
        ("30000/1001", Fraction(30000, 1001)),
        ("12", Fraction(12)),
    ],
)
def test_rate_and_every_frame(tmp_path: Path, rate: str, exact: Fraction):
    path = make_movie(tmp_path / "a.mp4", line_frames(13), "-pix_fmt", "yuv420p", rate=rate)
    facts = probe(path)
    assert (facts.rate, facts.frames) == (exact, 13)
    frames = list(read_frames(path, facts))
    assert len(frames) == 13
    assert all(np.abs(before.astype(int) - after).max() > 100 for before, after in pairwise(frames))


def test_a_varying_rate_neither_drops_nor_repeats(tmp_path: Path):
    frames = line_frames(9)
    options = ("-vf", "setpts='(N+3*mod(N,2))/24/TB'", "-fps_mode", "vfr", "-c:v", "ffv1")
    path = make_movie(tmp_path / "a.mkv", frames, *options)
    facts = probe(path)
    assert len(list(read_frames(path, facts))) == facts.frames


def test_transparency_is_kept(tmp_path: Path):
    frame = np.zeros((64, 96, 4), np.uint8)
    frame[20:40, 20:60] = (0, 0, 0, 255)
    options = ("-c:v", "prores_ks", "-profile:v", "4", "-pix_fmt", "yuva444p10le", "-alpha_bits", "16")
    path = make_movie(tmp_path / "a.mov", [frame] * 2, *options)
    facts = probe(path)
    assert facts.alpha
    (first, _) = read_frames(path, facts)
    assert np.abs(first[..., 3].astype(int) - frame[..., 3]).max() <= 1


def test_gif(tmp_path: Path):
    path = make_movie(tmp_path / "a.gif", line_frames(3), rate="10")
    facts = probe(path)
    assert (facts.rate, len(list(read_frames(path, facts)))) == (Fraction(10), 3)


def test_odd_names_are_only_names(tmp_path: Path):
    path = make_movie(tmp_path / "-i 100% 線画 'a'.mp4", line_frames(2), "-pix_fmt", "yuv420p")
    assert len(list(read_frames(path, probe(path)))) == 2


def test_stopping_early_leaves_no_process(tmp_path: Path):
    path = make_movie(tmp_path / "a.mp4", line_frames(30), "-pix_fmt", "yuv420p")
    reading = read_frames(path, probe(path))
    next(reading)
    reading.close()  # conftest fails the test if ffmpeg lives on
    stop = iter([False, False, True])
    assert len(list(read_frames(path, probe(path), lambda: next(stop)))) == 2


def test_broken_movies_give_a_sentence(tmp_path: Path):
    good = make_movie(tmp_path / "good.mp4", line_frames(12), "-pix_fmt", "yuv420p")
    sound = tmp_path / "sound.mp4"
    make_sound(sound)
    data = good.read_bytes()
    rows = [
        ("cut.mp4", data[:-400], "not a movie Shiage can read"),
        ("empty.mov", b"", "is empty"),
        ("text.mov", b"hello " * 500, "not a movie Shiage can read"),
        ("sound.mp4", None, "sound but no picture"),
        ("gone.mp4", None, "is not there"),
    ]
    for name, content, words in rows:
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(MediaUnreadable, match=words) as caught:
            probe(tmp_path / name)
        assert str(caught.value).endswith(".")


def test_a_movie_damaged_in_the_middle_says_so(tmp_path: Path):
    path = make_movie(
        tmp_path / "a.mp4", line_frames(40), "-pix_fmt", "yuv420p", "-bf", "0", "-g", "1", "-threads", "1"
    )
    data = bytearray(path.read_bytes())
    start = data.index(b"mdat") + 4
    end = data.index(b"moov")
    middle = (start + end) // 2
    data[middle : middle + (end - start) // 4] = bytes((end - start) // 4)
    path.write_bytes(data)
    given: list[np.ndarray] = []
    with pytest.raises(MediaUnreadable, match=r"cut off after frame|cannot be decoded"):
        given.extend(read_frames(path, probe(path)))
    assert len(given) < 40


def make_sound(path: Path) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", "-f", "lavfi", "-i", "sine", "-t", "0.2"]
    subprocess.run([*command, str(path)], check=True, timeout=60)
