"""Frames of a segment under way, in small files of their own, for whoever looks on until the segment is done."""

from __future__ import annotations

import itertools
import logging
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from engine.protocol.frames import SUFFIX, FrameFileHeader, FrameFileWriter

log = logging.getLogger(__name__)
EVERY = 0.5
"""Seconds between two files: more of them would keep who looks on busy."""
ROOM = 64 << 20
"""Bytes of frames that wait to be written. Frames that come faster than that are as good as there."""


class EarlyFolder:
    """Where such files lie. For one engine at a time."""

    def __init__(self, folder: Path, job: str) -> None:
        """Takes away what an earlier job has left there."""
        self._folder, self._job = folder, job
        self._numbers = itertools.count()
        self._last: EarlyFrames | None = None
        self._before: EarlyFrames | None = None
        with suppress(OSError):
            for left in folder.iterdir():
                _remove(left)

    def begin(self, header: FrameFileHeader) -> EarlyFrames:
        """The frames of a segment whose file will have this header. Those of the segment before stay: who looks on may
        still read one while the take comes in its place."""
        if self._before is not None:
            self._before.remove()
        self._before, self._last = self._last, EarlyFrames(self, header)
        return self._last

    def write(self, header: FrameFileHeader, frames: Sequence[np.ndarray]) -> Path:
        """A file of some frames, under a name that was never used. Raises OSError."""
        path = self._folder / f"{self._job}-{next(self._numbers):06d}{SUFFIX}"
        writer = FrameFileWriter(path, header)
        try:
            for frame in frames:
                writer.append(frame)
            writer.commit(durable=False)
        finally:
            writer.abort()
        return path

    def close(self) -> None:
        """Take away what nobody can be reading any more: all but the last segment's."""
        if self._before is not None:
            self._before.remove()
            self._before = None


class EarlyFrames:
    """What is done of one segment. `append` and `show` are for one thread, `ready` for another."""

    def __init__(self, folder: EarlyFolder, header: FrameFileHeader) -> None:
        self._folder, self._header = folder, header
        self._next = header.first
        self._waiting: list[np.ndarray] = []
        self._written_at = -EVERY
        self._files: list[Path] = []
        self._ready: deque[tuple[int, int, Path]] = deque()
        self._failed = False

    def append(self, frame: np.ndarray) -> None:
        """The next frame, as the segment's writer takes it, which is not written to any more."""
        self._next += 1
        if self._next > self._header.last:  # the last one comes with the segment, and so does what still waits
            self._waiting = []
            return
        self._waiting.append(frame)
        if time.monotonic() - self._written_at >= EVERY:
            self._write(self._next - len(self._waiting), self._waiting)
            self._waiting = []
        elif sum(each.nbytes for each in self._waiting) > ROOM:
            self._waiting = []

    def show(self, number: int, frame: np.ndarray) -> None:
        """A frame out of turn, at once; it comes again in its turn."""
        self._write(number, [frame])

    def ready(self) -> Iterator[tuple[int, int, Path]]:
        """First and last frame and the file of what has been written since this was asked last."""
        while self._ready:
            yield self._ready.popleft()

    def _write(self, first: int, frames: Sequence[np.ndarray]) -> None:
        """What cannot be written is not seen early: the segment is what counts."""
        if self._failed:
            return
        last = first + len(frames) - 1
        try:
            path = self._folder.write(self._header.of_frames(first, last), frames)
        except (OSError, MemoryError) as error:
            self._failed = True
            log.warning("frames cannot be shown before their segment is done: %s", error)
            return
        self._files.append(path)
        self._ready.append((first, last, path))
        self._written_at = time.monotonic()

    def remove(self) -> None:
        """Take the files away."""
        for path in self._files:
            _remove(path)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:  # it is looked at, on Windows; the next job comes by
        log.info("%s stays for now: %s", path.name, error)
