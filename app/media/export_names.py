"""Where an export goes: safe names, version numbers, and the checks on the target before anything is written."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryFile
from uuid import uuid4

from app.media.export_types import BadTarget, ExportError, ExportSettings, NotEnoughSpace
from app.project.model import LineArt

PARTIAL = ".partial"
_EXPORTED = re.compile(r".+_color_v\d{3,}(?:\..*)?", re.IGNORECASE)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_LONGEST = 80  # characters of the shot's name kept, so that name + version + number fits every file system
_LONGEST_BYTES = 180  # of the same: many file systems count bytes, and a character of Japanese has three


def safe_name(name: str) -> str:
    """The shot's name as it can stand in a file name on every system; "shot" when nothing is left of it."""
    kept = _UNSAFE.sub("_", name).strip(" .")[:_LONGEST]
    while len(kept.encode("utf-8", "surrogatepass")) > _LONGEST_BYTES:
        kept = kept[:-1]
    return kept.rstrip(" .") or "shot"


def source_folder(line: LineArt) -> Path | None:
    """The folder that line art is used from where it lies, into which nothing is written; None where the project has
    the drawings itself, as those of a movie."""
    drawing = next((Path(frame.path) for frame in line.frames if frame.path), None)
    return drawing.parent if drawing is not None and drawing.is_absolute() else None


def next_version(taken: Iterable[str], stem: str) -> int:
    """The number after the highest version of `stem` among the names `taken` (folders or files of any kind).

    `shot_v003`, `shot_v003.mov` and an unfinished `shot_v003.mov.x.partial` all count, in any letter case, so one
    number never stands for two different exports.
    """
    pattern = re.compile(re.escape(stem) + r"_v(\d+)(?:\..*)?", re.IGNORECASE)
    return max((int(found[1]) for name in taken if (found := pattern.fullmatch(name))), default=0) + 1


def is_exported(name: str) -> bool:
    """Whether a folder or movie has the name of an export."""
    return _EXPORTED.fullmatch(name) is not None


def frame_name(stem: str, number: int, padding: int) -> str:
    """`shot_color_v003.1001.png`: a dot, at least four digits."""
    return f"{stem}.{number:0{max(4, padding)}d}.png"


def folder_named(text: str) -> Path:
    """The folder that was typed; one below a user who is not known here stays as it is, which is no whole path."""
    path = Path(text.strip())
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def typing_trouble(folder: Path) -> str:
    """What is wrong with a folder as it was typed, a sentence; empty for nothing."""
    if folder.is_absolute():
        return ""
    if folder == Path():  # nothing was typed
        return "Choose the folder, or type its whole path."
    return f'"{folder}" is not the whole path of a folder; choose the folder, or type its whole path.'


def final_path(settings: ExportSettings, suffix: str) -> Path:
    """Where the export will stand when it is done; checks that it may stand there.

    `suffix` is ".mov" or ".mp4", or "" for a PNG folder. Raises BadTarget with the sentence for the artist.
    """
    target = settings.target
    if not target.is_dir() and suffix and target.suffix.lower() in (".mov", ".mp4", ".m4v"):
        return _exact_file(settings, suffix)
    _check_folder(target, settings.source_folder)
    stem = f"{safe_name(settings.name)}_color"
    try:
        taken = [entry.name for entry in target.iterdir()]
    except OSError as error:
        raise BadTarget(f"The folder {target} cannot be read; choose another folder.") from error
    return target / f"{stem}_v{next_version(taken, stem):03d}{suffix}"


def _exact_file(settings: ExportSettings, suffix: str) -> Path:
    target = settings.target
    if target.suffix.lower() != suffix:
        raise BadTarget(f"This kind of movie is a {suffix} file; name it {target.stem}{suffix}.")
    _check_folder(target.parent, settings.source_folder)
    if target.exists() and not settings.overwrite:
        raise BadTarget(f"{target.name} exists already; choose another name, or allow it to be replaced.")
    return target


def _check_folder(folder: Path, source: Path | None) -> None:
    if not folder.exists():
        raise BadTarget(f"The folder {folder} does not exist; make it, or choose another one.")
    _check_place(folder, source)


def make_folder(settings: ExportSettings) -> None:
    """Make the folder to export into where it is not there yet; raises ExportError, and makes none it may not use."""
    folder = settings.target
    try:
        _check_place(folder, settings.source_folder)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_failed(folder, error) from error


def _check_place(folder: Path, source: Path | None) -> None:
    if trouble := typing_trouble(folder):
        raise BadTarget(trouble)
    if folder.is_file():
        raise BadTarget(f"{folder} is a file; choose a folder to export into.")
    if source is not None and folder.resolve().is_relative_to(source.resolve()):
        raise BadTarget(f"{folder} holds the line art itself; choose another folder so that nothing mixes with it.")


def target_trouble(settings: ExportSettings) -> str:
    """What stands in the way of an export into the folder, a sentence; empty for nothing, as far as can be known
    without leaving anything there. Asks the disk."""
    folder = settings.target
    try:
        _check_place(folder, settings.source_folder)
        nearest = next((each for each in (folder, *folder.parents) if each.exists()), folder)
        if not nearest.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(nearest, os.W_OK | os.X_OK):  # as the rights say; a network share may know better
            with TemporaryFile(dir=nearest):
                pass
    except BadTarget as error:
        return str(error)
    except OSError as error:
        return str(write_failed(folder, error))
    return ""


def partial_path(final: Path) -> Path:
    """A free temporary name beside `final`, on the same disk."""
    return final.with_name(f"{final.name}.{uuid4().hex[:8]}{PARTIAL}")


def write_failed(folder: Path, error: OSError) -> ExportError:
    """The error for a folder that refuses files, or a disk that filled up."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(folder)
    reason = error.strerror or str(error)
    return BadTarget(f"Nothing can be written into {folder} ({reason}); choose another folder.")


def disk_full(folder: Path) -> NotEnoughSpace:
    """The error for a disk that filled up while writing."""
    return NotEnoughSpace(f"The disk of {folder} became full while writing; make room or choose another disk.")
