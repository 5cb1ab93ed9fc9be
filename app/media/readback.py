"""Reads a finished movie back and measures it against the frames it was made from."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader
from typing import cast

import cv2
import numpy as np

from app.media.export_types import (
    Cancelled,
    EncoderFailed,
    Progress,
    VerificationFailed,
    stop_if_cancelled,
)
from app.media.mov_atoms import MovieFacts, MovieUnreadable, read_facts
from app.media.movie import SCALER, Messages, MovieJob, raw_pixels, start_ffmpeg
from app.project.timing import is_drop, parse_timecode

log = logging.getLogger(__name__)

_SMALL = (64, 36)  # width and height of the small picture that is kept of every frame
_MOST_COMPARED = 24  # frames compared pixel by pixel; all of them in short exports


@dataclass
class ColorErrors:
    """Running differences between meant and read pictures, in steps of 1/255."""

    flat_max: float = 0.0
    flat_sum: float = 0.0
    flat_count: int = 0
    average_max: float = 0.0
    alpha_max: float | None = None
    compared: int = 0

    @property
    def flat_mean(self) -> float:
        return self.flat_sum / max(1, self.flat_count)

    def add_frame(self, meant: np.ndarray, read: np.ndarray, flat: int) -> None:
        """Compare two (H, W, C) pictures pixel by pixel: color on flat areas, alpha everywhere."""
        unit = _unit(meant)
        off = cv2.absdiff(meant, read)
        chosen = flat_mask(meant, flat)
        if meant.shape[2] == 4:
            chosen &= meant[:, :, 3] > 0  # what lies under fully transparent paper is never seen
            self.alpha_max = max(self.alpha_max or 0.0, float(off[:, :, 3].max()) / unit)
            off = np.ascontiguousarray(off[:, :, :3])
        # Masking is many times faster than picking the chosen pixels out; masked ones add nothing.
        flats = cv2.bitwise_and(off, off, mask=chosen.view(np.uint8))
        self.flat_max = max(self.flat_max, float(flats.max()) / unit)
        self.flat_sum += float(flats.sum(dtype=np.uint64)) / unit
        self.flat_count += 3 * int(np.count_nonzero(chosen))
        self.compared += 1

    def add_small(self, meant: np.ndarray, read: np.ndarray) -> None:
        """Compare two small pictures by their mean difference."""
        self.average_max = max(self.average_max, float(cv2.absdiff(meant, read).mean()) / _unit(meant))


def _unit(picture: np.ndarray) -> float:
    """How many steps of the picture's type are one step of 1/255."""
    return 257.0 if picture.dtype == np.uint16 else 1.0


def flat_mask(picture: np.ndarray, size: int) -> np.ndarray:
    """(H, W) bool: pixels of an (H, W, C) picture whose size x size neighbourhood is one color."""
    block = np.ones((size, size), np.uint8)
    spread = cv2.absdiff(cv2.dilate(picture, block), cv2.erode(picture, block))
    return np.bitwise_or.reduce([spread[:, :, channel] for channel in range(spread.shape[2])]) == 0


def small(picture: np.ndarray) -> np.ndarray:
    """The picture averaged down to at most 64 x 36, in its own type."""
    size = (min(picture.shape[1], _SMALL[0]), min(picture.shape[0], _SMALL[1]))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def compared_places(count: int, most: int = _MOST_COMPARED) -> frozenset[int]:
    """Evenly spread indices of the frames that are compared pixel by pixel, first and last among them."""
    if count <= most:
        return frozenset(range(count))
    return frozenset(round(i * (count - 1) / (most - 1)) for i in range(most))


def decoded_frames(job: MovieJob) -> Iterator[np.ndarray]:
    """Each frame of the job's movie as (height, width, channels), decoded as the tags demand, rounded accurately.

    The array is used again for the next frame. Raises EncoderFailed.
    """
    filters = f"scale=in_range=tv:in_color_matrix=bt709:out_range=full:flags={SCALER}"
    arguments = ["-i", str(job.path.absolute()), "-map", "0:v:0", "-vf", filters, "-fps_mode", "passthrough"]
    arguments += ["-f", "rawvideo", "-pix_fmt", raw_pixels(job.channels, job.bits), "pipe:1"]
    process = start_ffmpeg(arguments, reads=False)
    output = cast(BufferedReader, process.stdout)
    assert process.stderr is not None
    messages = Messages(process.stderr)
    frame = np.empty((job.height, job.width, job.channels), np.uint16 if job.bits == 16 else np.uint8)
    whole = frame.nbytes
    try:
        while (got := output.readinto(frame.data.cast("B"))) == whole:
            yield frame
        if process.wait() != 0 or got:
            log.error("decoding the finished movie failed: %s", messages.text())
            raise EncoderFailed("The finished movie could not be decoded; export again, and see the log if it repeats.")
    finally:
        if process.poll() is None:
            process.kill()
        output.close()
        process.wait()
        messages.close()


def check_facts(job: MovieJob, frames: int) -> MovieFacts:
    """The finished movie's own statements when all are as meant; VerificationFailed names the first that is not."""
    try:
        facts = read_facts(job.path)
    except (MovieUnreadable, OSError) as error:
        raise VerificationFailed(f"The finished movie cannot be read back ({error}); export again.") from error
    start = parse_timecode(job.timecode, job.rate)
    prores = job.recipe.suffix == ".mov"
    wanted = {
        "codec": (facts.fourcc, job.recipe.fourcc),
        "size": ((facts.width, facts.height), (job.width, job.height)),
        "frame count": (facts.frames, frames),
        "rate": (facts.rate, job.rate),
        "color tags": (facts.colr, job.tags),
        "frame color tags": (facts.frame_tags, job.tags if prores else None),
        "vendor": (facts.vendor, "apl0" if prores else ""),
        "timecode": ((facts.timecode_start, facts.timecode_drop), (start, is_drop(job.timecode))),
    }
    for what, (found, meant) in wanted.items():
        if found != meant:
            log.error("%s is %s instead of %s", what, found, meant)
            raise VerificationFailed(
                f"The finished movie has the wrong {what} ({found} instead of {meant}); "
                "nothing was kept. Export again, or choose another format."
            )
    return facts


def verify_movie(
    job: MovieJob,
    meant: Callable[[int], np.ndarray],
    smalls: Sequence[np.ndarray],
    progress: Progress,
    cancelled: Cancelled,
) -> ColorErrors:
    """Decode every frame of the finished movie and hold it against what was meant.

    `smalls` are the small pictures of all frames in order, `meant(index)` gives a frame in full. Raises
    VerificationFailed when colors or alpha are further off than the format's recipe allows.
    """
    check_facts(job, len(smalls))
    places = compared_places(len(smalls))
    errors = ColorErrors()
    seen = 0
    for frame in decoded_frames(job):
        stop_if_cancelled(cancelled)
        if seen < len(smalls):
            errors.add_small(smalls[seen], small(frame))
        if seen in places:
            errors.add_frame(meant(seen), frame, job.recipe.flat)
        seen += 1
        progress(min(seen, len(smalls)), len(smalls), "Checking")
    if seen != len(smalls):
        raise VerificationFailed(f"The finished movie shows {seen} frames instead of {len(smalls)}; export again.")
    check_colors(job, errors)
    return errors


def check_colors(job: MovieJob, errors: ColorErrors) -> None:
    """Raise VerificationFailed when the errors are beyond what the job's recipe allows."""
    recipe = job.recipe
    beyond = {
        "colors on flat areas": (errors.flat_max, recipe.error_max),
        "colors on flat areas on average": (errors.flat_mean, recipe.error_mean),
        "colors of whole frames": (errors.average_max, recipe.average_error),
        "alpha": (errors.alpha_max or 0.0, 1.0),
    }
    for what, (found, allowed) in beyond.items():
        if found > allowed:
            log.error("%s: %.3f/255 off, %.3f allowed (%s)", what, found, allowed, errors)
            raise VerificationFailed(
                f"The finished movie is not true to the frames: {what} off by {found:.2g}/255, at most {allowed:g} "
                "is allowed. Nothing was kept; export as PNG or ProRes 4444 instead."
            )
