"""Colorings kept on disk under the digest of what they were made from; all of it may be deleted at any time."""

from __future__ import annotations

import os
import struct
import zlib
from concurrent.futures import Executor, Future
from pathlib import Path

import numpy as np

from engine.draft.coloring import Coloring
from engine.draft.trail import SPACING, Trail

_HEAD = struct.Struct("<4sIIIII")
_TRAIL = struct.Struct(f"<{1 + len(SPACING)}i")
_MAGIC = b"SHD3"


class ColoringStore:
    """Files of one (height, width); a missing, foreign or damaged file is no file. Written in `pool`, one at a time,
    while the next drawing is colored."""

    def __init__(self, folder: Path, height: int, width: int, pool: Executor) -> None:
        self._folder = folder
        self._shape = (height, width)
        self._pool = pool
        self._writing: tuple[str, Future[None]] | None = None

    def save(self, name: str, coloring: Coloring, trail: Trail) -> None:
        """Begin to write, under a temporary name first. Raises OSError where the one before could not be written."""
        self.settle()
        self._writing = (name, self._pool.submit(self._write, name, coloring, trail))

    def settle(self) -> None:
        """Wait until all is written. Raises OSError."""
        writing, self._writing = self._writing, None
        if writing is not None:
            writing[1].result()

    def _write(self, name: str, coloring: Coloring, trail: Trail) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        body = zlib.compress(
            np.ascontiguousarray(coloring.colors, "<u2").tobytes()
            + np.ascontiguousarray(coloring.labels, "<u2").tobytes()
            + np.ascontiguousarray(coloring.sure, "<f4").tobytes()
            + np.ascontiguousarray(coloring.best, "<u2").tobytes()
            + coloring.mixed.tobytes()
            + _TRAIL.pack(trail.depth, *trail.marks),
            1,
        )
        path = self._path(name)
        partial = path.with_name(f".{path.name}.{os.getpid()}.part")
        partial.write_bytes(_HEAD.pack(_MAGIC, *self._shape, len(coloring.sure), len(body), zlib.crc32(body)) + body)
        partial.replace(path)

    def prune(self, budget: int) -> None:
        """Delete the files used longest ago until no more than `budget` bytes are left. Raises OSError.

        For one engine at a time, before it works: half-written files are taken for those of a killed one.
        """
        for left in self._folder.glob(".*.part"):  # a killed engine's
            left.unlink(missing_ok=True)
        files = sorted(
            ((path.stat(), path) for path in self._folder.glob("*.color")), key=lambda file: file[0].st_mtime
        )
        excess = sum(stat.st_size for stat, _ in files) - budget
        for stat, path in files:
            if excess <= 0:
                break
            path.unlink(missing_ok=True)
            excess -= stat.st_size

    def has(self, name: str) -> bool:
        """Whether there seems to be one; only `load` knows."""
        if self._writing is not None and self._writing[0] == name:
            return True
        return self._path(name).exists()

    def load(self, name: str) -> tuple[Coloring, Trail] | None:
        """The coloring and the trail of its drawing, or None. Raises OSError where the one last saved could not be
        written."""
        if self._writing is not None and self._writing[0] == name:
            self.settle()
        try:
            data = self._path(name).read_bytes()
            os.utime(self._path(name))  # used now: `prune` goes by it
            magic, height, width, count, length, check = _HEAD.unpack_from(data)
            body, size = data[_HEAD.size :], height * width
            if magic != _MAGIC or (height, width) != self._shape or len(body) != length or zlib.crc32(body) != check:
                return None
            if count > size:
                return None
            whole = 4 * size + 7 * count + _TRAIL.size
            raw = zlib.decompress(body, bufsize=whole)
        except (OSError, struct.error, zlib.error):
            return None
        if len(raw) != whole:
            return None
        depth, *marks = _TRAIL.unpack_from(raw, 4 * size + 7 * count)
        coloring = Coloring(
            colors=np.frombuffer(raw, "<u2", size).astype(np.uint16).reshape(self._shape),
            labels=np.frombuffer(raw, "<u2", size, 2 * size).astype(np.int32).reshape(self._shape),
            sure=np.frombuffer(raw, "<f4", count, 4 * size).astype(np.float32),
            best=np.frombuffer(raw, "<u2", count, 4 * size + 4 * count).astype(np.uint16),
            mixed=np.frombuffer(raw, np.bool_, count, 4 * size + 6 * count),
        )
        return coloring, Trail(depth, tuple(marks))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.color"
