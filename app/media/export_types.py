"""What an export is asked for, what it answers, and everything that can go wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Literal, Protocol

import numpy as np

from app.errors import ShiageError
from app.project.timing import frames_in_words, rate_text
from engine.imaging.stills import StillError
from engine.protocol.frames import FrameFileError

Format = Literal["png", "prores-422hq", "prores-4444", "h264"]
Layer = Literal["picture", "color", "picture_alpha", "color_alpha"]
Transfer = Literal["bt709", "srgb"]
Progress = Callable[[int, int, str], None]  # frames done, frames in all, "Writing" or "Checking"
Cancelled = Callable[[], bool]


class ExportError(ShiageError):
    """Base of the export's errors; nothing is left under the final name when one is raised.

    ExportError
    ├── ExportCancelled      the artist stopped it
    ├── BadExportSettings    the wanted export makes no sense as it stands
    ├── BadTarget            the target cannot be written to
    ├── NotEnoughSpace       the disk is, or would become, full
    ├── EncoderFailed        the movie encoder or decoder stopped
    └── VerificationFailed   the file was written but does not hold what it should
    """


class ExportCancelled(ExportError):
    """The artist stopped the export; what was written is gone."""


class BadExportSettings(ExportError):
    """The settings contradict each other or the shot."""


class BadTarget(ExportError):
    """The target is missing, taken, not writable, or the line art's own folder."""


class NotEnoughSpace(ExportError):
    """The disk has too little room, before or while writing."""


class EncoderFailed(ExportError):
    """ffmpeg could not be started or stopped in the middle; its own words are in the log."""


class VerificationFailed(ExportError):
    """What was read back differs from what was meant."""


class FrameSource(Protocol):
    """The finished frames of a shot, in order. It must not change while an export runs.

    `picture` returns a fresh array that nobody writes to afterwards: (H, W, 3) RGB for "picture" and "color",
    (H, W, 4) RGBA with straight alpha for the "_alpha" layers; uint8 or uint16 (a movie takes the depth of its
    first frame), and the same pixels each time a frame is asked for. It is called from the thread that called
    `export`, one call at a time. It may raise StillError or FrameFileError, and ValueError for a file of another size.
    """

    @property
    def numbers(self) -> Sequence[int]: ...

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def rate(self) -> Fraction: ...

    def picture(self, number: int, layer: Layer) -> np.ndarray: ...


@dataclass(frozen=True)
class ExportSettings:
    """One wanted export.

    `target`: an existing folder, in which the next free `<name>_color_v###` is made; or, for movies only, an
    exact file name, which is replaced only with `overwrite`. `range` is first and last source number, both
    included. `alpha` turns `layer` into its variant with transparent paper. `bits` counts for PNG alone.
    `start_timecode` names the first exported frame; None means the timecode of its source number.
    `source_folder` is where the line art lies, which is never written to. `provenance` goes into the PNG text
    chunks or the movie's metadata.
    """

    format: Format
    target: Path
    name: str
    layer: Layer = "picture"
    alpha: bool = False
    bits: Literal[8, 16] = 8
    range: tuple[int, int] | None = None
    start_timecode: str | None = None
    padding: int = 4
    transfer: Transfer = "bt709"
    overwrite: bool = False
    source_folder: Path | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)

    @property
    def wanted_layer(self) -> Layer:
        """`layer` with `alpha` applied."""
        if self.layer == "picture":
            return "picture_alpha" if self.alpha else "picture"
        if self.layer == "color":
            return "color_alpha" if self.alpha else "color"
        return self.layer

    @property
    def has_alpha(self) -> bool:
        return self.wanted_layer.endswith("_alpha")


@dataclass(frozen=True)
class ExportReport:
    """What was written and what reading it back showed. Errors are in steps of 1/255.

    `color_error_*` are taken on flat areas (None when no compared frame has any), `average_error_max` on every
    frame reduced to a small picture. `tags` are the color primaries, transfer and matrix of the `colr` atom.
    `width` and `height` are the file's; `seconds` is how long the export and its check took.
    """

    path: Path
    kind: str
    frames: int
    width: int
    height: int
    rate: Fraction
    color_error_max: float | None
    color_error_mean: float | None
    average_error_max: float
    alpha_error_max: float | None
    tags: tuple[int, int, int] | None
    fourcc: str
    timecode: str
    seconds: float
    bytes: int
    notes: tuple[str, ...] = ()

    def sentence(self) -> str:
        """One line for the artist."""
        frames = frames_in_words(self.frames)
        facts = [self.kind, f"{self.width} x {self.height}"]
        if self.timecode:
            facts += [f"{rate_text(self.rate)} fps", f"timecode {self.timecode}"]
        facts.append(size_text(self.bytes))
        line = f"{frames} written to {self.path.name} ({', '.join(facts)}) and read back: {self._findings()}."
        return " ".join((line, *self.notes))

    def _findings(self) -> str:
        if not self.fourcc:
            return "every pixel is identical"
        if self.color_error_max is None:
            found = f"colors differ by at most {self.average_error_max:.2g}/255 on average (no flat areas to measure)"
        else:
            found = f"colors on flat areas differ by at most {self.color_error_max:.2g}/255"
        if self.alpha_error_max is not None:
            found += f", alpha by at most {self.alpha_error_max:.2g}/255"
        return found


def size_text(count: float) -> str:
    """A number of bytes for people: "640 KB", "12.3 MB", "4.1 GB"."""
    for unit, size in (("GB", 1e9), ("MB", 1e6)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{max(1, round(count / 1e3))} KB"


def stop_if_cancelled(cancelled: Cancelled) -> None:
    """Raise ExportCancelled once the artist has asked for it."""
    if cancelled():
        raise ExportCancelled("The export was cancelled; nothing was kept.")


def checked_picture(source: FrameSource, number: int, layer: Layer) -> np.ndarray:
    """The source's picture, contiguous. Raises ExportError when a file it is made from is gone or damaged, and when its
    shape or type is not what was promised."""
    try:
        picture = source.picture(number, layer)
    except StillError as error:
        raise ExportError(f"Frame {number} cannot be exported: {error}") from error
    except FrameFileError as error:
        raise ExportError(
            f"Frame {number} cannot be exported: {error}. Generate its segment again, then export."
        ) from error
    except ValueError as error:
        raise ExportError(
            f"Frame {number} cannot be exported: its drawing, key or take is not of the shot's size. "
            "Put the right one back, or reload the line art."
        ) from error
    shape = (source.height, source.width, 4 if layer.endswith("_alpha") else 3)
    if picture.shape != shape or picture.dtype not in (np.uint8, np.uint16):
        raise ExportError(
            f"Frame {number} came out as {picture.dtype} {picture.shape} instead of {shape}; "
            "generate its segment again, then export."
        )
    return np.ascontiguousarray(picture)
