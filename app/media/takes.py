"""Finished takes on disk: found again when a project opens, put away and brought back, and the room they take.

Layout: `takes/<shot id>/<take id>.frames`; a deleted take waits under `takes/.trash/<shot id>/`.
"""

from __future__ import annotations

import contextlib
import logging
import re
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from app.errors import ShiageError
from app.project.model import Span, Take
from app.project.take_numbers import Highest, numbered
from engine.protocol.frames import SUFFIX, FrameFileError, read_header

log = logging.getLogger(__name__)
TAKES = "takes"
TRASH = ".trash"
_PART = re.compile(r"\..*\.(\d+)\.part")
_OLD = 24 * 3600.0  # a partial file this old is nobody's work any more


class TakeError(ShiageError):
    """Takes cannot be read, put away or brought back."""


@dataclass(frozen=True)
class TakeScan:
    """Takes found, oldest first, and the files (relative to the project) that are no whole take; `highest` are the
    numbers given so far."""

    takes: tuple[Take, ...]
    damaged: tuple[str, ...] = ()
    highest: Highest = field(default_factory=dict)


@dataclass(frozen=True)
class DiskUse:
    """Bytes in a project folder."""

    takes: int
    trash: int
    keys: int
    line: int
    cache: int
    total: int


def scan_takes(folder: Path) -> TakeScan:
    """Every whole take of the project, and the names of damaged ones, which are left where they are.

    Reads headers only; still, call it off the UI thread. Raises TakeError when the folder cannot be read.
    """
    takes: list[Take] = []
    damaged: list[str] = []
    try:
        files = [path for shot in _shot_folders(folder) for path in sorted(shot.iterdir())]
    except OSError as error:
        raise TakeError(
            f'The takes of "{folder.name}" cannot be read ({error.strerror}). Check the disk, then open it again.'
        ) from error
    for path in files:
        if path.suffix == SUFFIX:
            try:
                takes.append(read_take(folder, path))
            except FrameFileError as error:
                log.warning("take left out: %s", error)
                damaged.append(path.relative_to(folder).as_posix())
    known, highest = numbered(takes, deleted_takes(folder))
    return TakeScan(known, tuple(damaged), highest)


def kept_takes(folder: Path) -> list[Take]:
    """The whole takes of a project, oldest first; nothing is put right, for it may be open elsewhere. Reads headers."""
    return _whole_takes(folder, folder / TAKES)


def deleted_takes(folder: Path) -> list[Take]:
    """The takes in the project's trash that are whole; reads headers."""
    return _whole_takes(folder, folder / TAKES / TRASH)


def _whole_takes(folder: Path, place: Path) -> list[Take]:
    takes: list[Take] = []
    with contextlib.suppress(OSError):
        for path in place.glob(f"*/*{SUFFIX}"):
            with contextlib.suppress(FrameFileError):
                takes.append(read_take(folder, path))
    return sorted(takes, key=lambda take: (take.created, take.path))


def remove_unfinished(folder: Path) -> None:
    """Remove what killed engines left half-written. Only with the project's lock: an engine at work on another computer
    is not known here."""
    with contextlib.suppress(OSError):
        for shot in _shot_folders(folder):
            for part in shot.glob(".*.part"):
                _remove_if_left(part)


def read_take(folder: Path, path: Path) -> Take:
    """The take in a finished file of the project; raises FrameFileError when the file is not whole."""
    header = read_header(path)
    if len(header.offsets) != header.last - header.first + 2 or header.first > header.last:
        raise FrameFileError(f"{path.name} holds other frames than it says")
    try:
        size = path.stat().st_size
    except OSError as error:
        raise FrameFileError(f"{path.name} cannot be read: {error}") from error
    if list(header.offsets) != sorted(header.offsets) or header.offsets[-1] >= size:
        raise FrameFileError(f"{path.name} is cut short")
    return Take(
        id=path.stem,
        shot=path.parent.name,
        span=Span(header.first, header.last),
        path=path.relative_to(folder).as_posix(),
        inputs=header.inputs,
        pixels=header.pixels,
        seed=header.seed,
        colorizer=header.colorizer,
        created=header.created,
        bytes=size,
        preset=header.info.get("preset", ""),
        weights=header.info.get("weights", ""),
        reference=_frame(header.info.get("reference", "")),
    )


def _frame(reference: str) -> int | None:
    """The frame of a key, out of what the engine writes of it: the frame and the picture's digest."""
    number = reference.partition(" ")[0]
    return int(number) if number.removeprefix("-").isdecimal() else None


def delete_take(folder: Path, take: Take) -> bool:
    """Put a take into the trash of the project, for `restore_take`; whether it was this very one. Raises TakeError.

    Colored once more from the same inputs, another one lies in its place, and stays there: the engine may put it
    there at any moment. Frames of it that are still mapped must be closed first: Windows does not move open files.
    """
    file, away = folder / take.path, _in_trash(folder, take)
    if _another(file, take):
        return False
    _move(file, away, f"Take {take.id} could not be deleted")
    if not _another(away, take):
        return True
    if not file.exists():  # it came between the look and the move
        _move(away, file, f"Take {take.id} could not be brought back")
    return False


def restore_take(folder: Path, take: Take) -> Take:
    """Bring a deleted take back. Returns it, or the one that lies in its place by now, colored once more from the same
    inputs, which stays there. Raises TakeError when the trash was emptied."""
    file = folder / take.path
    if _another(file, take):
        try:
            return read_take(folder, file)
        except FrameFileError:
            log.warning("what lies in the place of a deleted take is not whole", exc_info=True)
    _move(_in_trash(folder, take), file, f"Take {take.id} could not be brought back")
    return take


def empty_trash(folder: Path) -> int:
    """Remove deleted takes for good; returns the bytes freed. What cannot be removed now stays for another time."""
    freed = 0
    for path in _files(folder / TAKES / TRASH):
        with contextlib.suppress(OSError):
            size = path.stat().st_size
            path.unlink()
            freed += size
    return freed


def disk_use(folder: Path) -> DiskUse:
    """Bytes on disk by part of the project. Walks the folder: call it off the UI thread."""

    def room(*parts: str) -> int:
        total = 0
        for path in _files(folder.joinpath(*parts)):
            with contextlib.suppress(OSError):
                total += path.stat().st_size
        return total

    trash = room(TAKES, TRASH)
    return DiskUse(
        takes=room(TAKES) - trash, trash=trash, keys=room("keys"), line=room("line"), cache=room("cache"), total=room()
    )


def _shot_folders(folder: Path) -> list[Path]:
    takes = folder / TAKES
    if not takes.is_dir():
        return []
    return sorted(path for path in takes.iterdir() if path.is_dir() and not path.name.startswith("."))


def _remove_if_left(part: Path) -> None:
    """Remove a partial file whose writer, named in it by process id, is gone."""
    found = _PART.fullmatch(part.name)
    with contextlib.suppress(OSError):
        if (found and not _runs(int(found[1]))) or time.time() - part.stat().st_mtime > _OLD:
            part.unlink()


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE  # a dead one that nobody has buried
    except psutil.Error:
        return False


def _another(file: Path, take: Take) -> bool:
    """Whether a whole file lies there that is not this take's, but was made at another moment."""
    try:
        return read_header(file).created != take.created
    except FrameFileError:
        return False


def _in_trash(folder: Path, take: Take) -> Path:
    return folder / TAKES / TRASH / take.shot / Path(take.path).name


def _move(path: Path, to: Path, failure: str) -> None:
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        path.replace(to)
    except FileNotFoundError as error:
        raise TakeError(f"{failure}: its file is gone. Generate the segment again if you need it.") from error
    except OSError as error:
        raise TakeError(f"{failure} ({error.strerror}). Close what else shows the file, then try again.") from error


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
