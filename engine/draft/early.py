"""Frames of a segment under way, in small files of their own, for whoever looks on until the segment is done."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np

from engine.protocol.frames import SUFFIX, FrameFileHeader, FrameFileWriter

log = logging.getLogger(__name__)
EVERY = 0.5
"""Seconds between two files: more of them would keep who looks on busy."""
_KEPT = 2  # segments: who looks on may still read the last one's while the take takes its place


class EarlyFolder:
    """Where such files lie. For one engine at a time."""

    def __init__(self, folder: Path) -> None:
        """Takes away what an earlier job has left there."""
        self._folder = folder
        self._segments: deque[EarlyFrames] = deque()
        for left in folder.iterdir() if folder.is_dir() else ():
            _remove(left)

    def begin(self, header: FrameFileHeader) -> EarlyFrames:
        """The frames of a segment whose file will have this header."""
        while len(self._segments) >= _KEPT:
            self._segments.popleft().remove()
        self._segments.append(EarlyFrames(self._folder, header))
        return self._segments[-1]


class EarlyFrames:
    """What is done of one segment. `append` is for one thread, `ready` for another."""

    def __init__(self, folder: Path, header: FrameFileHeader) -> None:
        self._folder, self._header = folder, header
        self._next = header.first
        self._waiting: list[np.ndarray] = []
        self._written_at = -EVERY
        self._files: list[Path] = []
        self._ready: deque[tuple[int, int, Path]] = deque()
        self._failed = False

    def append(self, frame: np.ndarray) -> None:
        """The next frame, as the segment's writer takes it, which is not written to any more. One that cannot be
        written is none: the segment is what counts."""
        self._next += 1
        if self._next > self._header.last:  # the last one comes with the segment
            return
        self._waiting.append(frame)
        if time.monotonic() - self._written_at >= EVERY:
            self._write(self._next - len(self._waiting), self._waiting)
            self._waiting = []

    def show(self, number: int, frame: np.ndarray) -> None:
        """A frame out of turn, at once; it comes again in its turn."""
        self._write(number, [frame])

    def ready(self) -> Iterator[tuple[int, int, Path]]:
        """First and last frame and the file of what has been written since this was asked last."""
        while self._ready:
            yield self._ready.popleft()

    def _write(self, first: int, frames: Sequence[np.ndarray]) -> None:
        if not self._failed:
            try:
                self._put(first, first + len(frames) - 1, frames)
            except OSError as error:
                self._failed = True
                log.warning("frames cannot be shown before their segment is done: %s", error)
            self._written_at = time.monotonic()

    def _put(self, first: int, last: int, frames: Sequence[np.ndarray]) -> None:
        header = msgspec.structs.replace(self._header, first=first, last=last)
        path = self._folder / f"{first:06d}-{last:06d}-{header.inputs[:16]}{SUFFIX}"
        writer = FrameFileWriter(path, header)
        try:
            for frame in frames:
                writer.append(frame)
            writer.commit(durable=False)
        finally:
            writer.abort()
        self._files.append(path)
        self._ready.append((first, last, path))

    def remove(self) -> None:
        """Take the files away."""
        for path in self._files:
            _remove(path)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:  # it is looked at, on Windows; the next job comes by
        log.info("%s stays for now: %s", path.name, error)
