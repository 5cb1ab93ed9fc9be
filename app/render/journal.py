"""What is still to be colored, on disk, so that a crash or a power cut loses no work."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

log = logging.getLogger(__name__)
FILE = "queue.json"  # its name in the project folder


class Entry(msgspec.Struct, frozen=True):
    """One unfinished job: its shot and the (first, last) of the segments not yet done, in their order."""

    shot: str
    spans: tuple[tuple[int, int], ...]


class Journal:
    """Writes the file on a thread of its own; the newest state wins."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="journal")

    def record(self, entries: Sequence[Entry]) -> None:
        """Write this state; returns at once. No entries removes the file."""
        self._writer.submit(self._write, tuple(entries))

    def _write(self, entries: tuple[Entry, ...]) -> None:
        try:
            if not entries:
                self._path.unlink(missing_ok=True)
                return
            partial = self._path.with_name(f".{self._path.name}.part")
            with partial.open("wb") as file:
                file.write(msgspec.json.encode(entries))
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self._path)
        except OSError:
            log.exception("the queue journal cannot be written")

    def close(self) -> None:
        """Wait for what is handed over."""
        self._writer.shutdown()


def read(path: Path) -> tuple[Entry, ...]:
    """Unfinished jobs of the last run; nothing where there is no journal or it is damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Entry, ...])
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        log.warning("the queue journal cannot be read", exc_info=True)
        return ()
