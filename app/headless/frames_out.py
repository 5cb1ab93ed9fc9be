"""Writes the colored frames of finished segments as PNG files named as the line art is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.errors import ShiageError
from app.media.pictures import describe, render
from app.media.sequence import FoundSequence
from app.project import staleness
from app.project.model import LineArt, Shot, Take
from app.project.segments import segment_at
from engine.imaging.stills import StillError, write_png
from engine.protocol.frames import FrameFileError


class FramesNotWritten(ShiageError):
    """The folder does not take the frames; those already there are whole."""


class FramesOut:
    """One PNG for each frame of a shot, written as segments finish; every file is whole or not there."""

    def __init__(self, out: Path, shot: Shot, project: Path, names: dict[int, str]) -> None:
        """`names` gives each frame's file name by number."""
        self._out, self._shot, self._project, self._names = out, shot, project, names
        self._takes: list[Take] = []
        self.written = 0

    def prepare(self, sources: Iterable[Path]) -> None:
        """Make the folder and check that no frame would replace one of `sources`. Raises FramesNotWritten."""
        taken = {path.resolve() for path in sources}
        if any((self._out / name).resolve() in taken for name in self._names.values()):
            raise FramesNotWritten(
                f"The colored frames would replace your own pictures in {self._out}; choose another folder with --out."
            )
        try:
            self._out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or str(error)
            raise FramesNotWritten(
                f"The folder {self._out} cannot be made ({reason}); choose another one with --out."
            ) from error

    def write(self, take: Take) -> list[Path]:
        """Write the frames that `take` shows; raises FramesNotWritten."""
        self._takes.append(take)
        segments = staleness.segments(self._shot, self._takes)
        spans = [segment.span for segment in segments]
        files: list[Path] = []
        for number in range(take.span.first, take.span.last + 1):
            if spans[segment_at(spans, number)] != take.span:
                continue  # of two segments that share a frame, one shows it
            path = self._out / self._names[number]
            try:
                write_png(path, render(describe(self._shot, segments, self._project, number, "picture")))
            except (StillError, FrameFileError) as error:
                raise FramesNotWritten(f"Frame {number} is not written: {error}") from error
            files.append(path)
        self.written += len(files)
        return files


def frame_names(line: LineArt, source: FoundSequence) -> dict[int, str]:
    """File names by frame number: those of the source's own files, and names made like them where it has none."""
    own = {} if source.is_movie else {number: f"{path.stem}.png" for number, path in source.files}
    if not source.numbered and len(own) == 1:
        own = {line.span.first: next(iter(own.values()))}
    prefix, padding, suffix = (
        (source.prefix, source.padding, source.suffix) if source.numbered else (line.prefix, line.padding, line.suffix)
    )
    ending = Path(f"x{suffix}").stem[1:]
    return {
        number: own.get(number, f"{prefix}{number:0{padding}d}{ending}.png")
        for number in range(line.span.first, line.span.last + 1)
    }
