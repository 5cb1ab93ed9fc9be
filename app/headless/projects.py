"""Opening a saved project for a headless command: locked, with its takes and segments as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import ShiageError
from app.headless.output import Output
from app.media.takes import remove_unfinished, scan_takes
from app.project import lock, staleness
from app.project.model import Project, Shot, Span, Take
from app.project.staleness import Segment
from app.project.storage import open_project
from app.project.view_state import shown_before


class NothingToDo(ShiageError):
    """The project holds nothing that the command could work on."""


@dataclass(frozen=True)
class OpenShot:
    """The shot of an opened project, as it stands on disk."""

    folder: Path
    project: Project
    shot: Shot
    takes: tuple[Take, ...]
    before: Mapping[Span, str] = field(default_factory=dict)  # what its segments showed, as in the window

    @property
    def segments(self) -> tuple[Segment, ...]:
        return staleness.segments(self.shot, self.takes, self.before)


@contextmanager
def opened(path: Path, output: Output, *, locked: bool = True) -> Iterator[OpenShot]:
    """The project's shot, locked while inside; what was not as it was saved is noted.

    Not `locked` is for reading only. Raises ProjectError, TakeError or NothingToDo.
    """
    found = open_project(path)  # before the lock, which would be written into any folder
    with lock.acquire(found.folder) if locked else nullcontext():
        found = open_project(path)
        for note in found.notes:
            output.note(note)
        if locked:
            remove_unfinished(found.folder)
        scan = scan_takes(found.folder)
        for name in scan.damaged:
            output.note(f"{name} is damaged and left out; its segment is colored again if it has no other take.")
        if not found.project.shots:
            raise NothingToDo(f'"{found.folder.name}" has no shot yet. Open it and import line art first.')
        before = shown_before(found.folder, scan.takes)
        yield OpenShot(found.folder, found.project, found.project.shots[0], scan.takes, before)
