"""Makes ProRes and H.264 movies: the exact ffmpeg recipe, and the process that is fed raw frames."""

from __future__ import annotations

import logging
import queue
import re
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import IO

import imageio_ffmpeg
import numpy as np

from app.media.export_names import disk_full
from app.media.export_types import Cancelled, EncoderFailed, ExportError, Format, Transfer, stop_if_cancelled
from app.project.timing import rate_fraction

log = logging.getLogger(__name__)

SCALER = "accurate_rnd+full_chroma_int+full_chroma_inp+bicubic"
_TRANSFERS: dict[Transfer, tuple[str, int]] = {"bt709": ("bt709", 1), "srgb": ("iec61966-2-1", 13)}
_POLL = 0.1  # seconds between two looks at `cancelled` while ffmpeg is busy


@dataclass(frozen=True)
class Recipe:
    """How one movie format is encoded, and how far its flat areas may be off when read back.

    `flat` is the width in pixels of the one-colored neighbourhood that makes a pixel count as flat; errors are in
    steps of 1/255. `average_error` bounds every frame reduced to a small picture.
    """

    label: str
    suffix: str
    fourcc: str
    codec: tuple[str, ...]
    pixels: str
    even: bool
    flat: int
    error_max: float
    error_mean: float
    average_error: float

    @property
    def bits(self) -> int:
        """For each channel, in the file."""
        return 10 if "10" in self.pixels else 8


# The quantisers are one step finer than the common ones: at 1 no flat color of a 4444 movie is off by more than
# 1/255, at 2 it is 2 to 3. 4:2:2 and 4:2:0 smear color across outlines, so their flats begin further away.
RECIPES: dict[Format, Recipe] = {
    "prores-422hq": Recipe(
        label="ProRes 422 HQ",
        suffix=".mov",
        fourcc="apch",
        codec=("-c:v", "prores_ks", "-profile:v", "3", "-qscale:v", "2", "-vendor", "apl0"),
        pixels="yuv422p10le",
        even=True,
        flat=9,
        error_max=4,
        error_mean=0.5,
        average_error=6,
    ),
    "prores-4444": Recipe(
        label="ProRes 4444",
        suffix=".mov",
        fourcc="ap4h",
        codec=("-c:v", "prores_ks", "-profile:v", "4", "-qscale:v", "1", "-vendor", "apl0"),
        pixels="yuv444p10le",
        even=False,
        flat=5,
        error_max=1.5,  # what rounds to 1/255: 16-bit frames are measured unrounded
        error_mean=0.2,
        average_error=1,
    ),
    "h264": Recipe(
        label="H.264",
        suffix=".mp4",
        fourcc="avc1",
        codec=("-c:v", "libx264", "-preset", "fast", "-crf", "16", "-movflags", "+faststart"),
        pixels="yuv420p",
        even=True,
        flat=17,
        error_max=64,
        error_mean=2,
        average_error=12,
    ),
}


@dataclass(frozen=True)
class MovieJob:
    """Everything the encoder has to know. `width` and `height` are the file's, `channels` 3 or 4, `bits` 8 or 16."""

    recipe: Recipe
    path: Path
    width: int
    height: int
    channels: int
    bits: int
    rate: Fraction
    timecode: str
    transfer: Transfer
    reel: str
    metadata: Mapping[str, str]

    @property
    def tags(self) -> tuple[int, int, int]:
        """Primaries, transfer, matrix that the file must carry."""
        return (1, _TRANSFERS[self.transfer][1], 1)


def raw_pixels(channels: int, bits: int) -> str:
    """ffmpeg's name for the numpy pictures that go in and come out."""
    return {(3, 8): "rgb24", (4, 8): "rgba", (3, 16): "rgb48le", (4, 16): "rgba64le"}[channels, bits]


def encode_arguments(job: MovieJob) -> list[str]:
    """ffmpeg's arguments for raw frames on its input.

    scale and setparams together give the BT.709 matrix and a `colr` atom; either alone, or the colorspace filter,
    loses the matrix, the atom or the alpha.
    """
    transfer = _TRANSFERS[job.transfer][0]
    pixels, alpha = job.recipe.pixels, []
    if job.channels == 4:
        pixels, alpha = "yuva444p10le", ["-alpha_bits", "16"]
    filters = (
        f"scale=in_range=full:out_range=tv:out_color_matrix=bt709:flags={SCALER},"
        f"setparams=color_primaries=bt709:color_trc={transfer}:colorspace=bt709:range=tv"
    )
    arguments = ["-f", "rawvideo", "-pixel_format", raw_pixels(job.channels, job.bits)]
    arguments += ["-video_size", f"{job.width}x{job.height}", "-framerate", rate_fraction(job.rate), "-i", "pipe:0"]
    arguments += ["-vf", filters, *job.recipe.codec, "-pix_fmt", pixels, *alpha]
    arguments += ["-timecode", job.timecode, "-video_track_timescale", str(_timescale(job.rate))]
    arguments += ["-movflags", "+use_metadata_tags"]
    for key, value in job.metadata.items():
        arguments += ["-metadata", f"{re.sub(r'[^A-Za-z0-9_.-]', '_', key)}={_plain(value)}"]
    if job.recipe.suffix == ".mov":
        arguments += ["-metadata:s:v", f"encoder=Apple {job.recipe.label}"]
        arguments += ["-metadata:s:v", f"reel_name={_plain(job.reel)}"]
    return [*arguments, "-f", job.recipe.suffix[1:], "-y", str(job.path.absolute())]


def _timescale(rate: Fraction) -> int:
    """Ticks a second such that every frame lasts a whole number of ticks: 24000 for 24 and for 24000/1001."""
    return rate.numerator if rate.numerator >= 1000 else rate.numerator * 1000


def _plain(value: str) -> str:
    """Text that can be a program's argument."""
    return value.replace("\0", "")


def start_ffmpeg(arguments: list[str], *, reads: bool) -> subprocess.Popen[bytes]:
    """ffmpeg with its input (`reads`) or its output piped, and its messages piped. Raises EncoderFailed."""
    try:
        return subprocess.Popen(
            [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-loglevel", "error", *arguments],
            stdin=subprocess.PIPE if reads else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if reads else subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0,
        )
    except (OSError, RuntimeError) as error:
        raise EncoderFailed("The movie encoder could not be started; repair the installation.") from error


class Messages:
    """Drains ffmpeg's messages in a thread, so that it never waits for a reader, and keeps the last of them."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._lines: deque[str] = deque(maxlen=50)
        self._thread = threading.Thread(target=self._drain, name="ffmpeg-messages", daemon=True)
        self._thread.start()

    def _drain(self) -> None:
        for line in self._stream:
            self._lines.append(line.decode("utf-8", "replace").rstrip())

    def text(self) -> str:
        """All kept lines; waits for the process to have closed its end."""
        self._thread.join(timeout=5)
        return "\n".join(self._lines)

    def close(self) -> None:
        self._thread.join(timeout=5)
        self._stream.close()


class MovieWriter:
    """One ffmpeg process that turns frames into a movie. Use it as a context manager: leaving it ends the process.

    Frames go through a thread, so that a stuck or dead ffmpeg never blocks the caller for good.
    """

    def __init__(self, job: MovieJob) -> None:
        self._job = job
        self._process = start_ffmpeg(encode_arguments(job), reads=True)
        assert self._process.stdin is not None
        assert self._process.stderr is not None
        self._input = self._process.stdin
        self._messages = Messages(self._process.stderr)
        self._frames: queue.Queue[np.ndarray | None] = queue.Queue(maxsize=2)
        self._feeder = threading.Thread(target=self._feed, name="ffmpeg-frames", daemon=True)
        self._feeder.start()

    def __enter__(self) -> MovieWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        with suppress(queue.Full):  # full: the feeder is writing, and the dead process ends that
            self._frames.put_nowait(None)
        self._feeder.join(timeout=5)
        with suppress(OSError):
            self._input.close()
        self._messages.close()

    def _feed(self) -> None:
        """Write queued frames until the last one, or until ffmpeg has closed its end."""
        try:
            while (frame := self._frames.get()) is not None:
                self._input.write(frame.data.cast("B"))
            self._input.close()
        except OSError:
            log.debug("ffmpeg closed its input early")

    def write(self, picture: np.ndarray, cancelled: Cancelled) -> None:
        """Hand over the next frame, (height, width, channels) of the job's bits. Raises EncoderFailed, ..."""
        self._put(np.ascontiguousarray(picture), cancelled)

    def finish(self, cancelled: Cancelled) -> None:
        """Wait until the file is complete. Raises EncoderFailed, NotEnoughSpace, ExportCancelled."""
        self._put(None, cancelled)
        while True:
            stop_if_cancelled(cancelled)
            try:
                code = self._process.wait(_POLL)
                break
            except subprocess.TimeoutExpired:
                continue
        if code != 0:
            raise self._failure()

    def _put(self, frame: np.ndarray | None, cancelled: Cancelled) -> None:
        while True:
            stop_if_cancelled(cancelled)
            if self._process.poll() is not None:
                raise self._failure()
            try:
                return self._frames.put(frame, timeout=_POLL)
            except queue.Full:
                continue

    def _failure(self) -> ExportError:
        said = self._messages.text()
        log.error("ffmpeg ended with %s: %s", self._process.returncode, said)
        if "No space left" in said:
            return disk_full(self._job.path.parent)
        return EncoderFailed("The movie encoder stopped in the middle; export again, and see the log if it repeats.")
