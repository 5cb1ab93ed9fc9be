"""The project folder: made, opened, saved so that a crash at any moment leaves a whole project, and copied.

`name.shiage/` holds `project.json`, `keys/`, `line/` (lines taken out of movies), `takes/`, `cache/`, `backups/`
(earlier states of project.json), `queue.json`, `view.json` and `lock`.
"""

from __future__ import annotations

import calendar
import contextlib
import os
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from app.project.errors import (
    NotAProjectError,
    ProjectDamagedError,
    ProjectError,
    ProjectWriteError,
    read_error,
    write_error,
)
from app.project.files import PART, write_atomic
from app.project.format import Decoded, decode, encode
from app.project.lock import Lock
from app.project.model import Project

PROJECT_FILE = "project.json"
SUFFIX = ".shiage"
BACKUPS = "backups"
BACKUPS_KEPT = 5
BACKUP_EVERY = 600.0  # seconds
_FOLDERS = ("keys", "line", "takes", "cache", BACKUPS)
_BACKUP = re.compile(r"project-(\d{8}-\d{6})\.json")
_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class OpenedProject:
    """A project as it was found. `notes` are sentences for the artist about what is not as it was saved; `from_backup`
    is true for an earlier state of it, as the last one could not be opened."""

    folder: Path
    project: Project
    notes: tuple[str, ...] = ()
    from_backup: bool = False


def create_project(folder: Path, project: Project | None = None) -> OpenedProject:
    """Make the project folder; raises ProjectError when something is there already or the disk refuses."""
    folder = _absolute(folder)
    _refuse_occupied(folder)
    try:
        for name in _FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(folder, error) from error
    project = project or Project()
    save_project(folder, project)
    return OpenedProject(folder, project)


def open_project(path: Path) -> OpenedProject:
    """The project in a folder (its project.json will do as well); take the lock first.

    A damaged project.json is kept under another name and the newest good backup opened in its place, with a note.
    Raises NotAProjectError, ProjectDamagedError, ProjectTooNewError or ProjectUnreadableError.
    """
    folder = _absolute(path.parent if path.name == PROJECT_FILE else path)
    try:
        data = (folder / PROJECT_FILE).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        found = _newest_good_backup(folder)
        if found is None:
            raise NotAProjectError(
                f'"{folder.name}" is not a Shiage project: there is no {PROJECT_FILE} in it. '
                f"Choose a folder whose name ends in {SUFFIX}."
            ) from error
        when, decoded = found
        note = f'The {PROJECT_FILE} of "{folder.name}" is missing, so the copy of {when} was opened. Check it and save.'
        return OpenedProject(folder, decoded.project, (note, *decoded.notes), from_backup=True)
    except OSError as error:
        raise read_error(folder, error) from error
    try:
        decoded = decode(data, folder)
    except ProjectDamagedError as damage:
        return _open_backup(folder, data, damage)
    if decoded.changed:
        _keep_original(folder, data, "original")
    return OpenedProject(folder, decoded.project, decoded.notes)


def save_project(folder: Path, project: Project, lock: Lock | None = None) -> None:
    """Write project.json: after any crash it is the old one or this one.

    Raises ProjectWriteError, also when somebody else has taken the `lock` meanwhile.
    """
    folder = _absolute(folder)
    if lock is not None:
        lock.check()
    try:
        _back_up(folder)
        write_atomic(folder / PROJECT_FILE, encode(project, folder))
    except OSError as error:
        raise write_error(folder, error) from error


def copy_project(
    source: Path, target: Path, progress: Callable[[int, int], None], project: Project | None = None
) -> OpenedProject:
    """Copy a project with its keys, lines and takes (Save As); nothing is seen at `target` until all of it is there.

    `progress` gets bytes done and bytes in all; what it raises stops the copy and is raised on. Cache, backups,
    deleted takes and the queue are not copied. `project` is put in place of the saved one. Raises ProjectError.
    """
    source, target = _absolute(source), _absolute(target)
    if target == source or source in target.parents:
        raise ProjectWriteError("A project cannot be copied into itself. Choose a folder outside it.")
    _refuse_occupied(target)
    opened = open_project(source) if project is None else OpenedProject(source, project)
    part = target.with_name(f".{target.name}.{os.getpid()}{PART}")
    try:
        _copy_files(source, part, progress)
        write_atomic(part / PROJECT_FILE, encode(opened.project, target))
        with contextlib.suppress(FileNotFoundError):
            target.rmdir()  # an empty folder stands in the way of the rename on Windows
        part.rename(target)
    except OSError as error:
        raise write_error(target, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return OpenedProject(target, opened.project, opened.notes)


def _absolute(folder: Path) -> Path:
    return Path(os.path.abspath(folder))  # noqa: PTH100 - without following links, which would move the project


def _refuse_occupied(folder: Path) -> None:
    try:
        occupied = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise read_error(folder, error) from error
    if occupied:
        raise ProjectWriteError(f'There is something at "{folder}" already. Choose another name.')


# Backups


def _open_backup(folder: Path, data: bytes, damage: ProjectDamagedError) -> OpenedProject:
    found = _newest_good_backup(folder)
    if found is None:
        raise ProjectDamagedError(
            f'"{folder.name}" cannot be opened: its {PROJECT_FILE} {damage}, and there is no earlier copy of it. '
            "Put back a copy of your own; keys and takes are still in the folder."
        ) from damage
    when, decoded = found
    kept = _keep_original(folder, data, "damaged")
    note = f'The {PROJECT_FILE} of "{folder.name}" {damage}, so the copy of {when} was opened. {kept}'
    return OpenedProject(folder, decoded.project, (note, *decoded.notes), from_backup=True)


def _newest_good_backup(folder: Path) -> tuple[str, Decoded] | None:
    """When it was saved, in words, and what it holds."""
    for path, saved in reversed(_backups(folder)):
        with contextlib.suppress(ProjectError, OSError):
            decoded = decode(path.read_bytes(), folder)
            return time.strftime("%Y-%m-%d %H:%M", time.localtime(saved)), decoded
    return None


def _backups(folder: Path) -> list[tuple[Path, float]]:
    """Backups and when their states were saved (seconds since 1970; the names are in UTC), oldest first."""
    found: list[tuple[Path, float]] = []
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        for path in (folder / BACKUPS).iterdir():
            match = _BACKUP.fullmatch(path.name)
            if match is not None:
                with contextlib.suppress(ValueError):
                    found.append((path, calendar.timegm(time.strptime(match[1], _STAMP))))
    return sorted(found)


def _back_up(folder: Path) -> None:
    """Keep the state about to be replaced, unless one less than BACKUP_EVERY seconds old is kept already."""
    current = folder / PROJECT_FILE
    if any(0 <= time.time() - saved < BACKUP_EVERY for _, saved in _backups(folder)):
        return
    try:
        data, saved = current.read_bytes(), current.stat().st_mtime
    except FileNotFoundError:
        return
    try:
        decode(data, folder)
    except ProjectError:
        _keep_original(folder, data, "damaged")
        return
    (folder / BACKUPS).mkdir(exist_ok=True)
    write_atomic(folder / BACKUPS / time.strftime(f"project-{_STAMP}.json", time.gmtime(saved)), data)
    for path, _ in _backups(folder)[:-BACKUPS_KEPT]:
        path.unlink(missing_ok=True)


def _keep_original(folder: Path, data: bytes, word: str) -> str:
    """Keep bytes that a save would lose; returns the sentence that says where."""
    path = folder / BACKUPS / f"{word}-{blake2b(data, digest_size=4).hexdigest()}.json"
    try:
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            write_atomic(path, data)
    except OSError:  # a folder that takes no copy takes no save either
        return f"The {word} file is untouched."
    return f"The {word} file is kept as {BACKUPS}/{path.name}."


# Copy


def _copy_files(source: Path, target: Path, progress: Callable[[int, int], None]) -> None:
    files = [path for name in ("keys", "line", "takes") for path in (source / name).rglob("*") if path.is_file()]
    files = [path for path in files if not any(part.startswith(".") for part in path.relative_to(source).parts)]
    sizes = [path.stat().st_size for path in files]
    total, done = sum(sizes), 0
    for name in _FOLDERS:
        (target / name).mkdir(parents=True)
    if shutil.disk_usage(target).free < total:
        raise ProjectWriteError(
            f'The copy needs {total / 1e9:.1f} GB and there is less on the disk of "{target.parent}". '
            "Free some space or choose another disk."
        )
    for path, size in zip(files, sizes, strict=True):
        progress(done, total)
        to = target / path.relative_to(source)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, to)
        done += size
    progress(total, total)
