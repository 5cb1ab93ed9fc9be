"""A real document over a drawn shot on disk, for tests of the window's parts."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.document import Document
from app.project.model import Drawing, Key, LineArt, Project, SegmentPlan, Shot, Take
from app.project.staleness import Segment
from app.render.queue import Work
from app.ui.viewer.frames import FrameSource
from engine.protocol.frames import FrameFileHeader, FrameFileWriter

SIZE = (160, 120)
PAINT = (30, 140, 220)


class States(QObject):
    """Says of each segment what the document does, or what a test has it say."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[int, Work] = {}

    def status(self, segment: Segment) -> Work:
        return self.said.get(segment.index, Work(segment.status))

    def say(self, index: int, work: Work) -> None:
        self.said[index] = work
        self.changed.emit()


def digest(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def open_document(
    folder: Path,
    line: tuple[Path, ...],
    color: tuple[Path, ...],
    keys: Collection[int] = (),
    gaps: Collection[int] = (),
) -> Document:
    """A document whose frames are numbered from 1001; `keys` lie on these numbers, `gaps` have no file."""
    frames = tuple(
        Drawing(1001 + at) if 1001 + at in gaps else Drawing(1001 + at, str(path), digest(path))
        for at, path in enumerate(line)
    )
    laid = tuple(Key(number, str(color[number - 1001]), digest(color[number - 1001])) for number in sorted(keys))
    art = LineArt("figure", str(line[0].parent), *SIZE, frames)
    shot = Shot("shot1", "figure", line=art, keys=laid, plan=SegmentPlan(length=12))
    return Document(folder, Project((shot,)))


def add_take(
    document: Document, index: int, paint: tuple[int, int, int] = PAINT, created: float = 1.0, indexed: bool = False
) -> Take:
    """Finish a segment with frames of one color, as the engine would leave it on disk; `indexed` as Draft does."""
    segment = document.segments[index]
    span, name = segment.span, f"{index}-{created}"
    path = document.folder / "takes" / f"{name}.frames"
    header = FrameFileHeader(
        first=span.first, last=span.last, width=SIZE[0], height=SIZE[1], channels=3, colorizer="draft", seed=0,
        inputs=segment.inputs, palette=(paint,) if indexed else (),
    )  # fmt: skip
    writer = FrameFileWriter(path, header)
    for _ in range(span.length):
        pixels = np.full((SIZE[1], SIZE[0], 3), paint, np.uint8)
        writer.append(np.zeros((SIZE[1], SIZE[0]), np.uint8) if indexed else pixels)
    done = writer.commit()
    take = Take(name, "shot1", span, f"takes/{name}.frames", segment.inputs, done.pixels, 0, "draft", created)
    document.add_take(take)
    return take


def frames_held(source: FrameSource) -> int:
    """How many frames play without waiting: now, where `cached_spans` may be a moment old."""
    return sum(held for _, held in source._frames())
