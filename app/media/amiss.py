"""What became of a shot's drawings on disk since they were read: changed, damaged or gone."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.media.decoded import Cancelled
from app.media.importer import file_digest
from app.project.files import write_atomic
from app.project.media_paths import absolute
from app.project.model import LineArt
from engine.imaging.stills import StillError, read_still

SEEN = Path("cache", "drawings.json")
"""Where it stands which files had which content, so that only those are read again that are others by now."""

_Seen = dict[str, tuple[int, int, str]]  # size, time of the last change and digest, by the drawing's path


@dataclass(frozen=True)
class Amiss:
    """Numbers of drawings that are others than the shot's, or cannot be read; full paths of those that are gone."""

    changed: tuple[int, ...] = ()
    damaged: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()


def look_over(line: LineArt, folder: Path, cancelled: Cancelled = lambda: False, thorough: bool = False) -> Amiss:
    """What is amiss with the drawings of the project in `folder`; nothing once `cancelled`. A file of the size and time
    that it had when it was read last counts as the same; where it is `thorough`, each picture is read whole."""
    before, now = _seen(folder), _Seen()
    changed: list[int] = []
    damaged: list[int] = []
    missing: list[str] = []
    for frame in line.frames:
        if cancelled():
            return Amiss()
        if not frame.path:
            continue
        path = absolute(folder, frame.path)
        try:
            stat = path.stat()
        except OSError:
            missing.append(str(path))
            continue
        size, time, digest = before.get(frame.path, (0, 0, ""))
        try:
            if (size, time) != (stat.st_size, stat.st_mtime_ns) or not digest:
                digest = file_digest(path)
            if thorough or digest != frame.digest:
                read_still(path)
        except StillError:
            damaged.append(frame.number)
            continue
        now[frame.path] = (stat.st_size, stat.st_mtime_ns, digest)
        if digest != frame.digest:
            changed.append(frame.number)
    if now != before and not cancelled():  # the project may be another program's by then
        with contextlib.suppress(OSError):  # it is read again next time, and that is all
            write_atomic(folder / SEEN, msgspec.json.encode(now))
    return Amiss(tuple(changed), tuple(damaged), tuple(missing))


def _seen(folder: Path) -> _Seen:
    try:
        return msgspec.json.decode((folder / SEEN).read_bytes(), type=_Seen)
    except (OSError, ValueError):
        return {}
