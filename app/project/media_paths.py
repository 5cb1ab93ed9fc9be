"""Where a shot's media lies: paths as the model holds them, as project.json writes them, and as the disk knows them.

In the model a path is relative to the project folder (`keys/a.png`) or absolute. In the file, media that shares a
folder above the project is written `../..`, so that project and media can move together.
"""

from __future__ import annotations

import ntpath
import os
import posixpath
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

from app.project.model import LineArt, Project, Shot

_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\")


def is_absolute(path: str) -> bool:
    """Whether `path` stands by itself, on this system or another: `/a`, `C:/a`, `C:\\a`, `\\\\server\\a`."""
    return path.startswith("/") or _WINDOWS.match(path) is not None


def absolute(folder: Path, path: str) -> Path:
    """Where a file of the model lies on disk."""
    return Path(path) if is_absolute(path) else folder / path


def is_decoded(line: LineArt) -> bool:
    """Whether the drawings were written into the project: a movie's, or lines taken out of colored pictures."""
    return line.extracted or any(frame.path and not is_absolute(frame.path) for frame in line.frames)


def as_stored(folder: str) -> Callable[[str], str]:
    """How the project in the absolute `folder` writes the model's paths."""
    flavor = _flavor(folder)
    inside_out = cache(lambda parent: _stored_folder(flavor, folder, parent))

    def stored(path: str) -> str:
        if not is_absolute(path) or _flavor(path) is not flavor:
            return path
        parent, name = flavor.split(path)
        return inside_out(parent) + name

    return stored


def as_resolved(folder: str, saved_in: str) -> Callable[[str], str]:
    """How the project now in the absolute `folder` reads the paths it wrote when it was in `saved_in`.

    Media that did not move along with the project is still found where it was.
    """
    flavor = _flavor(folder)
    moved = saved_in not in ("", folder)
    now = cache(lambda parent: _joined(folder, parent))
    before = cache(lambda parent: _joined(saved_in, parent))
    listed = cache(_listing)

    def resolved(path: str) -> str:
        if is_absolute(path):
            return path.replace("/", "\\") if flavor is ntpath and _flavor(path) is ntpath else path
        parent, name = posixpath.split(path)
        if ".." not in parent.split("/"):
            return path
        here = now(parent)
        if moved and name not in listed(here) and name in listed(before(parent)):
            here = before(parent)
        return flavor.join(here, name)

    return resolved


def _flavor(path: str) -> ModuleType:
    return ntpath if _WINDOWS.match(path) else posixpath


def _stored_folder(flavor: ModuleType, folder: str, parent: str) -> str:
    """What stands before the file names of `parent`, with its closing slash."""
    slashes = parent.replace("\\", "/") if flavor is ntpath else parent
    here = slashes if slashes.endswith("/") else slashes + "/"
    try:
        shared = flavor.commonpath([folder, parent])
    except ValueError:  # other drives
        return here
    if flavor.splitdrive(shared)[1] in ("", "/", "\\"):  # only the root in common: they will not move together
        return here
    relative = flavor.relpath(parent, folder).replace(flavor.sep, "/")
    return "" if relative == "." else relative + "/"


def _joined(folder: str, parent: str) -> str:
    flavor = _flavor(folder)
    joined: str = flavor.normpath(flavor.join(folder, parent))
    return joined


def missing_media(project: Project, folder: Path) -> tuple[str, ...]:
    """Absolute paths of the line art, keys and sheets that are not on disk, in the model's order.

    Asks the disk, which may be slow over a network: call it off the UI thread.
    """
    wanted = dict.fromkeys(str(absolute(folder, path)) for shot in project.shots for path in _files(shot))
    listed = cache(_listing)

    def is_there(path: str) -> bool:
        parent, name = os.path.split(path)
        # One listing a folder instead of one question a file; the second look is for disks that ignore case.
        return name in listed(parent) or Path(path).exists()

    return tuple(path for path in wanted if not is_there(path))


def _listing(folder: str) -> frozenset[str]:
    try:
        return frozenset(path.name for path in Path(folder).iterdir())
    except OSError:
        return frozenset()


def _files(shot: Shot) -> list[str]:
    drawings = [frame.path for frame in shot.line.frames if frame.path] if shot.line else []
    return drawings + [key.path for key in shot.keys] + [sheet.path for sheet in (*shot.references, *shot.sheets)]
