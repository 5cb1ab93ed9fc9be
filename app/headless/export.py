"""`export`: finished frames of a saved project as a PNG sequence or a movie; no engine needed."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from app import APP_VERSION
from app.errors import ShiageError
from app.headless.interrupts import Interrupted, calling
from app.headless.output import Output
from app.headless.projects import opened
from app.media.export import BadTarget, ExportCancelled, ExportReport, ExportSettings, Format, Layer
from app.media.export import export as export_frames
from app.media.export_names import source_folder
from app.media.pictures import ShotPictures
from app.project.model import LineArt, Shot, Span
from app.project.unfinished import unfinished


class NotColored(ShiageError):
    """Frames that were asked for have no color yet."""


class NoSuchPalette(ShiageError):
    """The shot has no palette of the name that was asked for."""


@dataclass(frozen=True)
class Wish:
    """What the command line asks for. `target` is a folder (made where there is none) or a movie's file name."""

    format: Format
    target: Path
    layer: Layer = "picture"
    alpha: bool = False
    bits: Literal[8, 16] = 8
    range: tuple[int, int] | None = None
    timecode: str | None = None
    overwrite: bool = False
    palette: str = ""  # of this name, instead of the one that is shown


def export(project: Path, wish: Wish, output: Output) -> ExportReport:
    """Write the wanted frames, read them back and say what was found. Raises ShiageError."""
    with opened(project, output, locked=False) as shot:
        line = shot.shot.line
        if line is None:
            raise NotColored("The project has no line art yet. Open it and import some first.")
        pictures = ShotPictures(_in_palette(shot.shot, wish.palette), shot.segments, shot.folder)
        first, last = wish.range or line.span
        bare = pictures.uncolored(first, last)
        if bare:
            raise NotColored(
                f"{_frames(bare)} no color yet. Run the render command first, or choose another range with --range."
            )
        settings = _settings(wish, shot.shot, line)
        if left := unfinished(shot.shot, shot.segments, Span(first, last)).sentence():
            output.note(left)
        stop = threading.Event()
        with calling(stop.set):
            try:
                report = export_frames(pictures, settings, output.progress, stop.is_set)
            except ExportCancelled as error:
                raise Interrupted("Stopped; nothing was left of the unfinished export.") from error
    output.tell(
        "done",
        report.sentence(),
        path=str(report.path),
        frames=report.frames,
        width=report.width,
        height=report.height,
        bytes=report.bytes,
        kind=report.kind,
        seconds=round(report.seconds, 2),
        color_error_max=report.color_error_max,
        alpha_error_max=report.alpha_error_max,
        tags=report.tags,
        timecode=report.timecode,
    )
    return report


def _in_palette(shot: Shot, name: str) -> Shot:
    """The shot as it is shown in the palette of this name; as it is where there is none. Raises NoSuchPalette."""
    if not name:
        return shot
    if shot.palettes.named(name) is None:
        names = ", ".join(f'"{each.name}"' for each in shot.palettes.each)
        has = f"it has {names}" if names else "it has none yet; change a swatch in the window first"
        raise NoSuchPalette(f'This shot has no palette "{name}": {has}.')
    return replace(shot, palettes=shot.palettes.choose(name))


def _settings(wish: Wish, shot: Shot, line: LineArt) -> ExportSettings:
    """What the exporter is to do, with all it needs to know of the shot; makes the folder that was named."""
    return ExportSettings(
        format=wish.format,
        target=_ready_target(wish),
        name=shot.name,
        layer=wish.layer,
        alpha=wish.alpha,
        bits=wish.bits,
        range=wish.range,
        start_timecode=wish.timecode,
        padding=line.padding,
        overwrite=wish.overwrite,
        source_folder=source_folder(line),
        provenance={"Software": f"Shiage {APP_VERSION}", "Shot": shot.name},
    )


def _ready_target(wish: Wish) -> Path:
    """The target as the exporter takes it: absolute, and a folder that was named is there."""
    target = wish.target.absolute()
    folder = target.parent if wish.format != "png" and target.suffix else target
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadTarget(f"The folder {folder} cannot be made ({error.strerror}); choose another one.") from error
    return target


def _frames(numbers: tuple[int, ...]) -> str:
    if len(numbers) == 1:
        return f"Frame {numbers[0]} has"
    return f"{len(numbers)} frames (the first is {numbers[0]}) have"
