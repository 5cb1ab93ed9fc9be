"""Exports finished frames as a PNG sequence or a movie, proven by reading back before it says done."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from app.media.export_names import final_path, partial_path, write_failed
from app.media.export_png import as_bits, size_of, write_sequence
from app.media.export_types import (
    BadExportSettings,
    BadTarget,
    Cancelled,
    EncoderFailed,
    ExportCancelled,
    ExportError,
    ExportReport,
    ExportSettings,
    Format,
    FrameSource,
    Layer,
    NotEnoughSpace,
    Progress,
    Transfer,
    VerificationFailed,
    checked_picture,
    size_text,
    stop_if_cancelled,
)
from app.media.movie import RECIPES, MovieJob, MovieWriter
from app.media.readback import ColorErrors, small, verify_movie
from app.project.timing import TimingError, parse_timecode, rate_text, timecode

__all__ = [
    "BadExportSettings",
    "BadTarget",
    "Cancelled",
    "EncoderFailed",
    "ExportCancelled",
    "ExportError",
    "ExportReport",
    "ExportSettings",
    "Format",
    "FrameSource",
    "Layer",
    "NotEnoughSpace",
    "Progress",
    "Transfer",
    "VerificationFailed",
    "export",
    "free_space",
]

FreeSpace = Callable[[Path], int]

# Bytes a pixel of dense or slightly noisy frames; flat color needs half of it or less, and PNG a tenth.
_BYTES_PER_PIXEL = {"prores-422hq": 1.2, "prores-4444": 2.0, "h264": 0.3}
_PNG_BYTES_PER_SAMPLE = {8: 0.6, 16: 1.8}
_RESERVE = 64_000_000  # left free beside the estimate, so that the project itself can still be saved
_TRIED = 12  # frames from all over the shot that tell how large the others will be
_SPARE = 1.2  # times as large may the others be on the whole: some scenes are richer than those that were tried


def free_space(folder: Path) -> int:
    """Free bytes on the disk that `folder` lies on."""
    return shutil.disk_usage(folder).free


def export(
    source: FrameSource,
    settings: ExportSettings,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    free_bytes: FreeSpace = free_space,
) -> ExportReport:
    """Write the wanted frames, read them back, and put them under their final name.

    Blocks; call it from a worker thread. `progress` and `cancelled` are called from that thread between frames.
    Whatever goes wrong, nothing new stands under the final name and no partial file is left. Raises ExportError.
    """
    started = time.monotonic()
    numbers = chosen_numbers(source.numbers, settings.range)
    _check_settings(source, settings)
    suffix = "" if settings.format == "png" else RECIPES[settings.format].suffix
    final = final_path(settings, suffix)
    run = _Run(source, settings, numbers, final, started, progress or _no_progress, cancelled or _never)
    _check_space(run, free_bytes)
    return _export_png(run) if settings.format == "png" else _export_movie(run)


def chosen_numbers(numbers: Sequence[int], wanted: tuple[int, int] | None) -> list[int]:
    """The source numbers inside the wanted range, both ends included. Raises BadExportSettings when none are."""
    if not numbers:
        raise BadExportSettings("The shot has no frames; import line art first.")
    if wanted is None:
        return list(numbers)
    first, last = wanted
    chosen = [number for number in numbers if first <= number <= last]
    if not chosen:
        raise BadExportSettings(
            f"The shot has no frames from {first} to {last}; choose a range within {numbers[0]} to {numbers[-1]}."
        )
    return chosen


def _no_progress(done: int, total: int, stage: str) -> None:
    """For callers that do not show progress."""


def _never() -> bool:
    return False


@dataclass(frozen=True)
class _Run:
    """One export on its way, after every check that can be made beforehand."""

    source: FrameSource
    settings: ExportSettings
    numbers: Sequence[int]
    final: Path
    started: float
    progress: Progress
    cancelled: Cancelled


def _check_settings(source: FrameSource, settings: ExportSettings) -> None:
    if settings.has_alpha and settings.format in ("prores-422hq", "h264"):
        label = RECIPES[settings.format].label
        raise BadExportSettings(f"{label} has no alpha; choose ProRes 4444 or PNG, or export without alpha.")
    if settings.start_timecode is not None:
        try:
            parse_timecode(settings.start_timecode, source.rate)
        except TimingError as error:
            raise BadExportSettings(str(error)) from error


def _check_space(run: _Run, free_bytes: FreeSpace) -> None:
    """Raises NotEnoughSpace where the export would fill the disk. Only where that may be are frames tried."""
    folder = run.final.parent
    try:
        free = free_bytes(folder)
    except OSError as error:
        raise write_failed(folder, error) from error
    if free >= _most_bytes(run) + _RESERVE:
        return
    need = _tried_bytes(run)
    if free < need + _RESERVE:
        raise NotEnoughSpace(
            f"The export needs about {size_text(need)}, and {size_text(_RESERVE)} are kept for the project. The disk "
            f"of {folder} has {size_text(free)} free; make room or choose another disk."
        )


def _most_bytes(run: _Run) -> int:
    """How much room the export may need at most, for ordinary color frames."""
    source, settings = run.source, run.settings
    if settings.format == "png":
        a_pixel = _PNG_BYTES_PER_SAMPLE[settings.bits] * (4 if settings.has_alpha else 3)
    else:
        a_pixel = _BYTES_PER_PIXEL[settings.format] + (0.5 if settings.has_alpha else 0)
    return round(source.width * source.height * a_pixel * len(run.numbers)) + 100_000


def _tried_bytes(run: _Run) -> int:
    """How much room it needs by what a few of its frames come to, with some to spare."""
    count = min(_TRIED, len(run.numbers))
    tried = [run.numbers[at * len(run.numbers) // count] for at in range(count)]
    if run.settings.format == "png":
        size = 0
        for number in tried:
            stop_if_cancelled(run.cancelled)
            size += size_of(checked_picture(run.source, number, run.settings.wanted_layer), run.settings)
    else:
        try:
            with TemporaryDirectory() as folder:  # where the export goes there may be no room
                movie = Path(folder) / f"tried{RECIPES[run.settings.format].suffix}"
                _encode(replace(run, numbers=tried, progress=_no_progress), movie)
                size = movie.stat().st_size
        except (OSError, NotEnoughSpace):
            return _most_bytes(run)  # nor is there any to try in
    return round(size / count * len(run.numbers) * _SPARE)


@contextmanager
def _unfinished(final: Path, *, folder: bool) -> Iterator[Path]:
    """A temporary file or folder beside `final` that is gone afterwards, whatever happened."""
    partial = partial_path(final)
    try:
        if folder:
            partial.mkdir()
        else:
            partial.touch(exist_ok=False)
    except OSError as error:
        raise write_failed(final.parent, error) from error
    try:
        yield partial
    finally:
        if folder:
            shutil.rmtree(partial, ignore_errors=True)
        else:
            with suppress(OSError):
                partial.unlink(missing_ok=True)


def _put_in_place(partial: Path, run: _Run) -> None:
    """Give the verified export its final name. Raises BadTarget when something took that name meanwhile."""
    replacing = run.settings.overwrite and run.final == run.settings.target
    if run.final.exists() and not replacing:
        raise BadTarget(f"{run.final.name} appeared while exporting; export again to get another name.")
    try:
        partial.replace(run.final)
    except OSError as error:
        raise write_failed(run.final.parent, error) from error


def _export_png(run: _Run) -> ExportReport:
    with _unfinished(run.final, folder=True) as partial:
        size = write_sequence(
            run.source, run.settings, run.numbers, partial, run.final.name, run.progress, run.cancelled
        )
        _put_in_place(partial, run)
    alpha = " with alpha" if run.settings.has_alpha else ""
    return ExportReport(
        path=run.final,
        kind=f"PNG {run.settings.bits} bit{alpha}",
        frames=len(run.numbers),
        width=run.source.width,
        height=run.source.height,
        rate=run.source.rate,
        color_error_max=0.0,
        color_error_mean=0.0,
        average_error_max=0.0,
        alpha_error_max=0.0 if alpha else None,
        tags=None,
        fourcc="",
        timecode="",
        seconds=time.monotonic() - run.started,
        bytes=size,
        notes=_gap_note(run.numbers, "the sequence leaves them out too"),
    )


def _export_movie(run: _Run) -> ExportReport:
    with _unfinished(run.final, folder=False) as partial:
        job, smalls = _encode(run, partial)
        errors = verify_movie(job, lambda at: _movie_picture(run, at, job.bits), smalls, run.progress, run.cancelled)
        size = partial.stat().st_size
        _put_in_place(partial, run)
    return _movie_report(run, job, errors, size)


def _movie_picture(run: _Run, at: int, bits: int | None = None) -> np.ndarray:
    """The frame at index `at` as it goes into the movie: even-sized by repeating the edge where the format asks."""
    picture = checked_picture(run.source, run.numbers[at], run.settings.wanted_layer)
    if bits is not None:
        picture = as_bits(picture, bits)
    height, width = picture.shape[:2]
    if RECIPES[run.settings.format].even and (height % 2 or width % 2):
        return np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    return picture


def _encode(run: _Run, partial: Path) -> tuple[MovieJob, list[np.ndarray]]:
    """Encode all frames into `partial`; returns the job and the small picture of each frame."""
    settings, rate = run.settings, run.source.rate
    picture = _movie_picture(run, 0)
    height, width, channels = picture.shape
    job = MovieJob(
        recipe=RECIPES[settings.format],
        path=partial,
        width=width,
        height=height,
        channels=channels,
        bits=16 if picture.dtype == np.uint16 else 8,
        rate=rate,
        timecode=settings.start_timecode or timecode(run.numbers[0], rate),
        transfer=settings.transfer,
        reel=settings.name,
        metadata={
            "first_frame": str(run.numbers[0]),
            "last_frame": str(run.numbers[-1]),
            "source_frame_rate": rate_text(rate),
            **settings.provenance,
        },
    )
    smalls: list[np.ndarray] = []
    with MovieWriter(job) as writer:
        for at in range(len(run.numbers)):
            if at:
                picture = _movie_picture(run, at, job.bits)
            smalls.append(small(picture))
            writer.write(picture, run.cancelled)
            run.progress(at + 1, len(run.numbers), "Writing")
        writer.finish(run.cancelled)
    return job, smalls


def _movie_report(run: _Run, job: MovieJob, errors: ColorErrors, size: int) -> ExportReport:
    has_flats = errors.flat_count > 0
    return ExportReport(
        path=run.final,
        kind=job.recipe.label + (" with alpha" if job.channels == 4 else ""),
        frames=len(run.numbers),
        width=job.width,
        height=job.height,
        rate=job.rate,
        color_error_max=errors.flat_max if has_flats else None,
        color_error_mean=errors.flat_mean if has_flats else None,
        average_error_max=errors.average_max,
        alpha_error_max=errors.alpha_max,
        tags=job.tags,
        fourcc=job.recipe.fourcc,
        timecode=job.timecode,
        seconds=time.monotonic() - run.started,
        bytes=size,
        notes=_movie_notes(run, job, errors),
    )


def _movie_notes(run: _Run, job: MovieJob, errors: ColorErrors) -> tuple[str, ...]:
    notes = []
    if (job.width, job.height) != (run.source.width, run.source.height):
        notes.append(
            f"{job.recipe.label} needs even sizes: the last column or row was repeated, from "
            f"{run.source.width} x {run.source.height} to {job.width} x {job.height}."
        )
    if job.transfer == "srgb":
        notes.append("The transfer is tagged sRGB, for review.")
    if errors.compared < len(run.numbers):
        notes.append(f"Flat areas were measured on {errors.compared} frames spread over the movie.")
    return (*notes, *_gap_note(run.numbers, "the movie runs on without them"))


def _gap_note(numbers: Sequence[int], effect: str) -> tuple[str, ...]:
    missing = numbers[-1] - numbers[0] + 1 - len(numbers)
    if missing <= 0:
        return ()
    return (f"{missing} numbers between {numbers[0]} and {numbers[-1]} have no frame; {effect}.",)
