"""A file with what helps to find a fault: logs, versions, settings, the shape of a project; no pictures, no names."""

from __future__ import annotations

import contextlib
import dataclasses
import getpass
import importlib.metadata
import json
import platform
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from app import APP_VERSION, paths, settings
from app.errors import ShiageError
from app.headless.scrub import Scrubber
from app.media.takes import TakeError, scan_takes
from app.project import staleness
from app.project.errors import ProjectError
from app.project.model import Project, Shot, Span, Take
from app.project.storage import open_project
from app.project.view_state import shown_before
from app.settings import Settings

SUFFIX = ".zip"
_LOG_BYTES = 2_000_000  # of the end of each log
_ROOT = Path(__file__).resolve().parents[2]
_WORD = re.compile(r"[^\W_]{3,}")
_README = """Diagnostics of Shiage {version}

facts.txt      what `python main.py doctor` says of this computer
versions.json  versions of Python, of Shiage and of the libraries
settings.json  the preferences
project.json   the shape of the project: how many frames, keys, takes; no pictures
logs/          what Shiage has noted, the newest last

Names and paths of yours are taken out. In their place stand <home-1>, <user-1>, <project-1>, <path-1> and so on; the
same name has the same place in all files. Look through them before you send them.
"""


class BundleError(ShiageError):
    """The bundle cannot be written."""


def write_bundle(target: Path, facts: Sequence[str], folder: Path | None) -> int:
    """Write the bundle about this computer and the project in `folder`; returns its size in bytes.

    Raises BundleError. A project that cannot be opened is said in it.
    """
    target = target.absolute()
    if target.suffix.lower() != SUFFIX:
        raise BundleError(f"The bundle is a {SUFFIX} file; name it {target.name}{SUFFIX}.")
    kept, _ = settings.load()
    project, shape = _project(folder)
    scrub = Scrubber(_known(kept, folder, project), ((str(_ROOT), "app"), (sys.prefix, "python"),
                                                     (sys.base_prefix, "python")))  # fmt: skip
    parts = {
        "README.txt": _README.format(version=APP_VERSION),
        "facts.txt": scrub("\n".join(facts)) + "\n",
        "versions.json": _json(scrub.deep(_versions())),
        "settings.json": _json(scrub.deep(dataclasses.asdict(kept))),
        "project.json": _json(scrub.deep(shape)),
        **{f"logs/{name}": scrub(text) for name, text in _logs()},
    }
    part = target.with_name(f"{target.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as file:
            for name, text in parts.items():
                file.writestr(name, text.encode("utf-8", "backslashreplace"))
        part.replace(target)
        return target.stat().st_size
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise BundleError(
            f"The bundle cannot be written into {target.parent} ({error.strerror}); choose another folder."
        ) from error


def _json(content: object) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _versions() -> dict[str, Any]:
    installed = sorted({(item.metadata["Name"] or "", item.version) for item in importlib.metadata.distributions()})
    return {
        "shiage": APP_VERSION,
        "python": sys.version,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "libraries": dict(installed),
    }


def _logs() -> Iterator[tuple[str, str]]:
    """The end of each log, by its name."""
    with contextlib.suppress(OSError):
        for path in sorted(paths.log_folder().glob("*.log*")):
            with contextlib.suppress(OSError), path.open("rb") as file:
                file.seek(max(0, path.stat().st_size - _LOG_BYTES))
                yield path.name, file.read().decode("utf-8", "backslashreplace")


# The project


def _project(folder: Path | None) -> tuple[Project | None, dict[str, Any]]:
    """The project, and its shape."""
    if folder is None:
        return None, {"open": False}
    try:
        found = open_project(folder)
        takes = scan_takes(found.folder).takes
        shown = shown_before(found.folder, takes)
    except (ProjectError, TakeError) as error:
        return None, {"open": True, "cannot be read": str(error)}
    return found.project, {"open": True, "shots": [_shape(shot, takes, shown) for shot in found.project.shots]}


def _shape(shot: Shot, takes: Sequence[Take], shown_last: Mapping[Span, str]) -> dict[str, Any]:
    """What a shot is made of, in numbers and in Shiage's own words."""
    line = shot.line
    own = [take for take in takes if take.shot == shot.id]
    segments = staleness.segments(shot, own, shown_last)
    shown = {segment.take.id for segment in segments if segment.take is not None}
    drawn = None if line is None else {
        "size": [line.width, line.height], "span": list(line.span), "gaps": len(line.gaps), "holds": len(line.holds),
        "polarity": line.polarity, "missing": line.missing, "extracted": line.extracted, "kind": line.suffix,
    }  # fmt: skip
    return {
        "rate": str(shot.rate), "line": drawn, "keys": [key.number for key in shot.keys],
        "prompts": [{"span": prompt.span, "characters": len(prompt.text)} for prompt in shot.prompts],
        "palettes": [len(palette.swatches) for palette in shot.palettes.each], "hints": len(shot.hints),
        "notes": len(shot.notes),
        "colorizer": shot.colorizer, "settings": dict(shot.settings), "seed": shot.seed,
        "plan": dataclasses.asdict(shot.plan),
        "segments": [
            {"span": list(segment.span), "state": str(segment.status), "locked": segment.locked}
            for segment in segments
        ],
        "takes": [
            {"span": list(take.span), "bytes": take.bytes, "colorizer": take.colorizer, "preset": take.preset,
             "weights": take.weights, "created": take.created, "shown": take.id in shown} for take in own
        ],
    }  # fmt: skip


# What must not be seen


def _known(kept: Settings, folder: Path | None, project: Project | None) -> Iterator[tuple[str, str]]:
    """Names and paths of the artist, with the kind of placeholder for each."""
    yield str(Path.home()), "home"
    yield tempfile.gettempdir(), "temporary"
    for place in (paths.config_folder(), paths.data_folder(), paths.log_folder()):
        yield str(place), "shiage-folder"
    for name in _persons():
        yield name, "user"
    yield platform.node(), "host"
    yield platform.node().partition(".")[0], "host"
    for path in (*kept.recent, *kept.opened, *([str(folder)] if folder is not None else [])):
        yield path, "project"
        name = Path(path.replace("\\", "/")).name
        yield name, "project"
        yield name.removesuffix(".shiage"), "project"
    for path in kept.folders.values():
        yield path, "folder"
        yield from _names((Path(path).name,), "folder")
    for shot in project.shots if project is not None else ():
        yield from _names(_words(shot), "name")


def _persons() -> Iterator[str]:
    with contextlib.suppress(OSError, KeyError, ImportError):
        yield getpass.getuser()
    yield Path.home().name
    with contextlib.suppress(ImportError, KeyError):
        import pwd  # not on every system

        yield from (part for part in pwd.getpwuid(Path.home().stat().st_uid).pw_gecos.split(",") if part.strip())


def _words(shot: Shot) -> Iterator[str]:
    """Everything in a shot that its artist named or wrote."""
    yield shot.name
    yield from (said.text for said in (*shot.prompts, *shot.notes))
    yield from (mark.note for mark in shot.marks)
    yield from (text for palette in shot.palettes.each for text in (palette.name, *(s.name for s in palette.swatches)))
    files = [*(key.path for key in shot.keys), *(sheet.path for sheet in (*shot.references, *shot.sheets))]
    yield from (text for named in (*shot.keys, *shot.references, *shot.sheets) for text in (named.name,))
    if shot.line is not None:
        yield from (shot.line.name, shot.line.prefix, shot.line.source)
        files += [shot.line.source, *(frame.path for frame in shot.line.frames)]
    for path in dict.fromkeys(files):
        place = Path(path.replace("\\", "/"))
        yield from (path, place.name, str(place.parent), place.parent.name)


def _names(texts: Iterable[str], kind: str) -> Iterator[tuple[str, str]]:
    """Those that say something: not "line", "keys" or a number, which any project has."""
    for text in dict.fromkeys(texts):
        if _WORD.search(text) and text.casefold().strip(" ._-") not in _COMMON:
            yield text, kind


_COMMON = {
    "line", "lines", "keys", "key", "color", "colors", "colour", "frame", "frames", "shot", "takes", "cache", "main",
    "day", "night", "png", "red", "blue", "green", "brown", "white", "black", "gray", "grey", "beige", "yellow",
    "orange", "pink", "purple", "home", "tmp", "user", "users", "data",
}  # fmt: skip
