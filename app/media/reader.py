"""Decodes movie files to pictures, one for each frame stored in the file, in its true colors."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO

import imageio_ffmpeg
import numpy as np

from app.media.errors import MediaUnreadable
from app.project.timing import TimingError, parse_rate

_VIDEO = re.compile(r"Stream #0:\d+.*?: Video: (?P<facts>.*)")
_SIZE = re.compile(r"(?:^|, )(\d{1,5})x(\d{1,5})(?=[ ,\[]|$)")
_RATE = re.compile(r"([\d.]+)(k?) (fps|tbr)")
_COUNT = re.compile(rb"frame=\s*(\d+)")
_PIXELS = re.compile(r", (?P<name>[a-z][a-z0-9]+)(?:\((?P<tags>[^)]*)\))?(?=,|$)")
_WITH_ALPHA = re.compile(r"yuva|rgba|argb|bgra|abgr|ya8|ya16|gbrap|pal8")
_ACCURATE = "accurate_rnd+full_chroma_int+full_chroma_inp+bicubic"
_HD_HEIGHT = 720  # untagged movies from this height on are BT.709 by custom, smaller ones BT.601
_LUMA_CHROMA = ("yuv", "nv", "p0", "yuyv", "uyvy")
_MATRICES = frozenset({"bt709", "bt470bg", "smpte170m", "smpte240m", "fcc", "bt2020nc", "bt2020c"})
_HEADER_END = b"ENDHDR\n"


@dataclass(frozen=True)
class MovieFacts:
    """What a movie says of itself. `frames` is the number of pictures stored; `alpha` whether it can be transparent.

    `matrix` is the conversion to RGB that a movie without color tags is read by, "" for all others.
    """

    width: int
    height: int
    rate: Fraction | None
    frames: int
    alpha: bool
    matrix: str


def probe(path: Path) -> MovieFacts:
    """Size, rate and number of frames, without decoding any. Raises MediaUnreadable."""
    _check_there(path)
    done = _run(["-i", _argument(path), "-map", "0:v:0", "-c", "copy", "-f", "null", "-"])
    said = done.stderr.decode("utf-8", "replace")
    head = said.split("Output #0")[0]
    found = _VIDEO.search(head)
    if found is None:
        if "Audio:" in head:
            raise MediaUnreadable(f'"{path.name}" holds sound but no picture; choose a movie with pictures.')
        raise MediaUnreadable(f'"{path.name}" is not a movie Shiage can read; export it again as MP4 or MOV.')
    facts = found["facts"]
    size, counts = _SIZE.search(facts), _COUNT.findall(done.stderr)
    frames = int(counts[-1]) if counts else 0
    if size is None or frames == 0:
        raise MediaUnreadable(f'"{path.name}" holds no readable frames; copy it again or export it again.')
    width, height = int(size[1]), int(size[2])
    return MovieFacts(width, height, _rate(facts), frames, _alpha(facts), _matrix(facts, height))


def read_frames(
    path: Path, facts: MovieFacts, cancelled: Callable[[], bool] = lambda: False
) -> Generator[np.ndarray, None, None]:
    """Every stored frame once, in order: (H, W, 3) RGB, or (H, W, 4) RGBA where the movie can be transparent; uint8.

    A frame shown longer than others still comes once. Ends early, without error, when `cancelled` says so. Raises
    MediaUnreadable for what cannot be decoded, after the frames before it were given.
    """
    convert = f"in_color_matrix={facts.matrix}:" if facts.matrix else ""
    arguments = ["-i", _argument(path), "-map", "0:v:0"]
    arguments += ["-vf", f"scale={convert}out_range=full:flags={_ACCURATE}", "-fps_mode", "passthrough"]
    # PAM pictures say their own size: a turned or oddly sized movie needs no guessing.
    arguments += ["-f", "image2pipe", "-c:v", "pam", "-pix_fmt", "rgba" if facts.alpha else "rgb24", "pipe:1"]
    with tempfile.TemporaryFile() as messages:
        process = _start(["-xerror", *arguments], messages)
        assert process.stdout is not None
        try:
            given = 0
            while (frame := _next_picture(process.stdout)) is not None:
                if cancelled():
                    return
                given += 1
                yield frame
            if process.wait() != 0 or given == 0:
                raise _stopped(path, given)
        finally:
            process.kill()
            process.stdout.close()
            process.wait()


def _stopped(path: Path, given: int) -> MediaUnreadable:
    if given == 0:
        return MediaUnreadable(f'"{path.name}" cannot be decoded; copy it again or export it again as MP4 or MOV.')
    return MediaUnreadable(
        f'"{path.name}" is damaged or cut off after frame {given}; copy it again or export it again.'
    )


def _check_there(path: Path) -> None:
    try:
        with path.open("rb") as file:
            if not file.read(1):
                raise MediaUnreadable(f'"{path.name}" is empty; copy it again or export it again.')
    except FileNotFoundError as error:
        raise MediaUnreadable(f'"{path.name}" is not there; check the path or choose the movie again.') from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise MediaUnreadable(f'"{path.name}" cannot be read ({reason}); check the disk and the rights.') from error


def _argument(path: Path) -> str:
    return f"file:{path.absolute()}"  # so that no part of a name is taken for a protocol


def _command(arguments: list[str]) -> list[str]:
    try:
        return [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", *arguments]
    except RuntimeError as error:
        raise MediaUnreadable("The movie decoder is missing; repair the installation of Shiage.") from error


def _run(arguments: list[str]) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            _command(arguments), stdin=subprocess.DEVNULL, capture_output=True, check=False, creationflags=_no_window()
        )
    except OSError as error:
        raise _not_started(error) from error


def _start(arguments: list[str], messages: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            _command(["-loglevel", "error", *arguments]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=messages,
            creationflags=_no_window(),
        )
    except OSError as error:
        raise _not_started(error) from error


def _no_window() -> int:
    return subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0


def _not_started(error: OSError) -> MediaUnreadable:
    return MediaUnreadable(f"The movie decoder could not be started ({error}); repair the installation of Shiage.")


def _next_picture(stream: IO[bytes]) -> np.ndarray | None:
    """The next whole PAM picture, (H, W, C) uint8; None at the end."""
    header: dict[bytes, bytes] = {}
    while (row := stream.readline(256)) != _HEADER_END:
        if not row:
            return None
        name, _, value = row.strip().partition(b" ")
        header[name] = value
    shape = int(header[b"HEIGHT"]), int(header[b"WIDTH"]), int(header[b"DEPTH"])
    frame = np.empty(shape, np.uint8)
    left = frame.data.cast("B")
    while left:
        got = stream.readinto(left)  # type: ignore[attr-defined] - a pipe's buffered reader has it
        if not got:
            return None
        left = left[got:]
    return frame


def _rate(facts: str) -> Fraction | None:
    rates = {kind: (number, thousands) for number, thousands, kind in _RATE.findall(facts)}
    number, thousands = rates.get("fps") or rates.get("tbr") or ("", "")
    with suppress(TimingError):
        return parse_rate(number) if not thousands else None
    return None


def _alpha(facts: str) -> bool:
    return any(_WITH_ALPHA.match(match["name"]) for match in _PIXELS.finditer(facts))


def _matrix(facts: str, height: int) -> str:
    """What converts an untagged movie to RGB; tagged ones are left to ffmpeg, which reads the tag."""
    for match in _PIXELS.finditer(facts):
        if not match["name"].startswith(_LUMA_CHROMA):
            continue
        tags = [tag.split("/")[0] for tag in (match["tags"] or "").split(", ")]
        if _MATRICES.isdisjoint(tags):
            return "bt709" if height >= _HD_HEIGHT else "bt601"
    return ""
