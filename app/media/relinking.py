"""Keeps line art in step with the disk: reload what changed or was added, find it again where it moved to."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from app.media.decoded import Cancelled, Progress, each
from app.media.errors import (
    DrawingsUnreadable,
    MediaCancelled,
    MediaError,
    MediaUnreadable,
    MixedSizes,
    NothingFound,
)
from app.media.importer import LARGEST_HOLE, file_digest, listed
from app.media.sequence import HIDDEN, named_like, natural
from app.project.media_paths import is_decoded
from app.project.model import Drawing, LineArt, runs
from app.project.timing import frames_in_short
from engine.imaging.stills import StillError, read_still, still_size

_MOST_FOLDERS = 20_000  # that are looked through: a whole disk has no end
_OFTEN = 32  # folders between two reports
_Found = dict[int, Path]  # drawings by frame number


@dataclass(frozen=True)
class Relinked:
    """The line art as it is on disk now, and one sentence on what is different."""

    line: LineArt
    note: str


def _silent(done: int, total: int, what: str) -> None:
    """Show nothing."""


def reload(
    line: LineArt,
    progress: Progress = _silent,
    cancelled: Cancelled = lambda: False,
    leave_damaged: bool = False,
) -> Relinked:
    """Look at the source again: changed drawings get a new digest, new files join, lost ones become missing frames, and
    so do those that cannot be read any more with `leave_damaged`.

    New files that cannot be read stay out. Of files that were chosen out of a sequence no others join. Only sequences
    used where they lie can be reloaded. Raises DrawingsUnreadable where only some drawings are damaged, or another
    MediaError.
    """
    paths = [frame.path for frame in line.frames if frame.path]
    if is_decoded(line):
        raise MediaError(f'"{line.name}" was decoded into the project; import "{line.source}" again to renew it.')
    source = Path(line.source)
    files: Sequence[tuple[int, Path]]
    alone = source in map(Path, paths)
    if alone:  # these files were chosen, whatever else is named like them
        chosen = [(frame.number, Path(frame.path)) for frame in line.frames if frame.path]
        left_out = [  # they may be mended by now
            (number, source.with_name(f"{line.prefix}{number:0{line.padding}d}{line.suffix}"))
            for number in line.damaged
        ]
        files = sorted(file for file in (*chosen, *left_out) if file[1].exists()) or chosen
    else:
        files = named_like(source.parent, line.prefix, line.padding, line.suffix, cancelled).files
    if files[-1][0] - files[0][0] - len(files) > LARGEST_HOLE:
        raise MediaError(f'"{line.source}" now holds numbers far from each other; remove the file with the wrong one.')
    fresh = _drawings(files, line, progress, cancelled, leave_damaged)
    before = {frame.number: frame for frame in line.frames if frame.path}
    changed = [number for number, frame in fresh.items() if number in before and before[number].digest != frame.digest]
    unread = {number for number, _ in files} - fresh.keys()
    added, damaged = fresh.keys() - before.keys(), sorted(before.keys() & unread)
    lost = before.keys() - fresh.keys() - unread
    kept = fresh.keys() | unread & {*damaged, *line.damaged}  # at either end too: the shot keeps its length
    numbers = range(min(kept), max(kept) + 1)
    frames = tuple(fresh.get(number) or Drawing(number) for number in numbers)
    out = [f"{len(unread) - len(damaged)} more cannot be read."] * (len(unread) > len(damaged))
    marked = tuple(number for number in sorted(unread) if number in numbers)
    if not (changed or added or lost or damaged):
        note = " ".join([f"All {len(fresh)} drawings are as they were.", *out])
        return Relinked(replace(line, damaged=marked), note)
    counts = [f"{len(changed)} changed"] * bool(changed) + [f"{len(added)} new"] * bool(added)
    counts += [f"{len(lost)} gone"] * bool(lost)
    renewed = replace(line, frames=frames, damaged=marked, source=fresh[min(fresh)].path if alone else line.source)
    told: list[str] = []
    if counts:
        told.append(f"{', '.join(counts)}; the other drawings are as they were.")
        told.append(f"Look at {frames_in_short(runs(sorted((*changed, *added, *lost))))}.")
    if damaged:
        told.append(f"{listed(runs(damaged))} damaged and left out.")
    return Relinked(renewed, " ".join([*told, *out]))


def relink(line: LineArt, folder: Path, progress: Progress = _silent, cancelled: Cancelled = lambda: False) -> Relinked:
    """The line art with its drawings found by name in `folder`, and how many of them are the same files.

    Where it holds none, the folders in it are looked through for the one that holds most of them, before others with as
    many that hold other pictures. Drawings that are not there keep their old place. Raises MediaError when none is
    found.
    """
    wanted = {frame.number: frame for frame in line.frames if frame.path}
    names = {number: _name(frame.path).casefold() for number, frame in wanted.items()}
    try:
        found, deeper = _held(folder, names)
    except OSError as error:
        raise NothingFound(
            f'The folder "{folder}" cannot be opened; choose the one the drawings are in now.'
        ) from error
    place, worth = folder, (0, 0)
    if not found:
        for holding in _holding(deeper, names, progress, cancelled):
            if len(holding[1]) >= len(found) and (now := _worth(holding[1], wanted)) > worth:
                (place, found), worth = holding, now
    if not found:
        raise NothingFound(
            f'"{folder.name}" and the folders in it hold none of the {len(wanted)} drawings of "{line.name}"; '
            "choose the folder they are in."
        )
    fresh = _drawings(tuple(found.items()), line, progress, cancelled)
    frames = tuple(fresh.get(frame.number, frame) for frame in line.frames)
    same = sum(fresh[frame.number].digest == frame.digest for frame in wanted.values() if frame.number in fresh)
    parts = [f"{same} of {len(wanted)} drawings found unchanged"]
    if len(fresh) > same:
        other = len(fresh) - same
        parts.append("1 has another content than before" if other == 1 else f"{other} have another content than before")
    if len(wanted) > len(fresh):
        missing = len(wanted) - len(fresh)
        parts.append("1 is still missing" if missing == 1 else f"{missing} are still missing")
    places = {before.path: after.path for before, after in zip(line.frames, frames, strict=True) if before.path}
    source = places.get(line.source) or (str(place / _name(line.source)) if line.source else "")
    notes = [f"{', '.join(parts)}."]
    if place != folder:
        notes.append(f'What was found is in "{place}".')
    return Relinked(replace(line, frames=frames, source=source), " ".join(notes))


def _held(folder: Path, names: Mapping[int, str]) -> tuple[_Found, list[Path]]:
    """Which of the drawings with these names a folder holds, and the folders in it by theirs. Raises OSError."""
    files: dict[str, str] = {}
    folders: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):  # a link may lead round in a circle
                files[entry.name.casefold()] = entry.name
            elif not entry.name.startswith(HIDDEN):
                folders.append(entry.name)
    found = {number: folder / files[name] for number, name in names.items() if name in files}
    return found, [folder / name for name in sorted(folders, key=natural)]


def _holding(
    deeper: Sequence[Path], names: Mapping[int, str], progress: Progress, cancelled: Cancelled
) -> Iterator[tuple[Path, _Found]]:
    """Of these folders and those in them, the ones that hold drawings with these names: the nearest first, then by
    name. Raises MediaCancelled."""
    waiting = deque(deeper)
    for looked in range(_MOST_FOLDERS):
        if not waiting:
            return
        if cancelled():
            raise MediaCancelled("Looking for moved files was cancelled; nothing was changed.")
        if looked % _OFTEN == 0:
            progress(looked, 0, "Looking through folders")
        place = waiting.popleft()
        try:
            found, folders = _held(place, names)
        except OSError:
            continue  # the others may hold them
        waiting.extend(folders)
        if found:
            yield place, found


def _worth(found: _Found, wanted: Mapping[int, Drawing]) -> tuple[int, int]:
    """How many were found, and how many of three of them are the same as before: drawings of all shots, and the colored
    ones beside them, may have the same names."""
    numbers, same = sorted(found), 0
    for number in {numbers[0], numbers[len(numbers) // 2], numbers[-1]}:
        with contextlib.suppress(StillError, OSError):
            same += file_digest(found[number]) == wanted[number].digest
    return len(found), same


def _name(path: str) -> str:
    """The file's name in a path of this system or another."""
    return PureWindowsPath(path).name if "\\" in path else PurePosixPath(path).name


def _drawings(
    files: Sequence[tuple[int, Path]],
    line: LineArt,
    progress: Progress,
    cancelled: Cancelled,
    leave_damaged: bool = False,
) -> dict[int, Drawing]:
    """Each file as a drawing, checked to be of the line art's size, without those that cannot be read and were no part
    of it before, or are to be left out. What changed is read whole, and so is all where damaged ones are left out."""
    before = {frame.number: frame.digest for frame in line.frames if frame.path}
    bad: list[StillError] = []

    def look(numbered: tuple[int, Path]) -> Drawing | None:
        number, path = numbered
        try:
            width, height = still_size(path)
            digest = file_digest(path)
            if leave_damaged or before.get(number, digest) != digest:
                read_still(path)
        except StillError as error:
            if number in before and not leave_damaged:
                bad.append(error)
            return None
        if (width, height) != (line.width, line.height):
            raise MixedSizes(
                f'"{path.name}" is {width} x {height} but the shot is {line.width} x {line.height}; '
                "export it at that size, or import the drawings as a new shot."
            )
        return Drawing(number, str(path), digest)

    found = {
        drawing.number: drawing for drawing in each(files, look, progress, cancelled, "Reading drawings") if drawing
    }
    if bad:
        raise (DrawingsUnreadable if found else MediaUnreadable)(str(bad[0])) from bad[0]
    if not found:
        raise MediaUnreadable(f'None of the drawings of "{line.name}" can be read now. Wait until they are all there.')
    return found
