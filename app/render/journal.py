"""What is still to be colored, on disk, so that a crash or a power cut loses no work."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from app.errors import ShiageError
from app.project.model import Span
from app.project.staleness import Segment
from app.project.variations import Variations

log = logging.getLogger(__name__)
FILE = "queue.json"  # its name in the project folder


class Entry(msgspec.Struct, frozen=True):
    """One unfinished job: its shot and the (first, last) of the segments not yet done, in their order."""

    shot: str
    spans: tuple[tuple[int, int], ...]


class Left(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a run has left to do, whether its artist had paused it, and which of it are variations, by shot."""

    entries: tuple[Entry, ...] = ()
    paused: bool = False
    variations: dict[str, tuple[Variations, ...]] = {}

    def spans(self, shot: str) -> tuple[Span, ...]:
        """The segments of a shot that are left, each once, in their order."""
        found = [Span(*span) for entry in self.entries if entry.shot == shot for span in entry.spans]
        return tuple(dict.fromkeys(found))

    def over(self, shot: str, wanted: Sequence[Segment]) -> tuple[Segment, ...]:
        """Those of the `wanted` segments of a shot that are left, in the order in which they were to be colored."""
        by_span = {segment.span: segment for segment in wanted}
        return tuple(by_span[span] for span in self.spans(shot) if span in by_span)


_LEFT = msgspec.json.Decoder(Left | tuple[Entry, ...])  # learned now: threads that learn a type at once crash


class Journal:
    """Writes the file on a thread of its own; the newest state wins. Nothing is written once `check` raises a
    ShiageError: the project is somebody else's then. `left` is what the file says where that is taken up: the
    variations on their way stay in it."""

    def __init__(self, path: Path, check: Callable[[], None] = lambda: None, left: Left | None = None) -> None:
        self._path, self._check = path, check
        self._left = left or Left()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="journal")

    def record(self, entries: tuple[Entry, ...], paused: bool = False) -> None:
        """Write what is left to do; returns at once. No entries removes the file."""
        self._write_soon(msgspec.structs.replace(self._left, entries=entries, paused=paused))

    def add(self, entry: Entry) -> None:
        """Write that this is left as well; returns at once."""
        self._write_soon(msgspec.structs.replace(self._left, entries=(*self._left.entries, entry)))

    def record_variations(self, shot: str, variations: tuple[Variations, ...]) -> None:
        """Write which variations of a shot's segments are on their way; returns at once."""
        if variations != self._left.variations.get(shot, ()):
            all_of_them = {**self._left.variations, shot: variations}
            self._write_soon(msgspec.structs.replace(self._left, variations=all_of_them))

    def _write_soon(self, left: Left) -> None:
        self._left = left
        self._writer.submit(self._write, left)

    def _write(self, left: Left) -> None:
        try:
            self._check()
        except ShiageError as error:
            log.info("the queue journal is not written: %s", error)
            return
        try:
            if not left.entries:
                self._path.unlink(missing_ok=True)
                return
            partial = self._path.with_name(f".{self._path.name}.part")
            with partial.open("wb") as file:
                file.write(msgspec.json.encode(left))
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self._path)
        except OSError:
            log.exception("the queue journal cannot be written")

    def close(self) -> None:
        """Wait for what is handed over."""
        self._writer.shutdown()


def read(path: Path) -> Left:
    """What the last run left; nothing where there is no journal or it is damaged. A file that is only a list of
    entries was written before queues could be paused."""
    try:
        found = _LEFT.decode(path.read_bytes())
    except FileNotFoundError:
        return Left()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        log.warning("the queue journal cannot be read", exc_info=True)
        return Left()
    return found if isinstance(found, Left) else Left(found)
