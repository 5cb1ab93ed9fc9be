"""What a Shiage that ended unexpectedly left of a project that is open nowhere now; nothing is written or locked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.media.takes import kept_takes
from app.project import lock
from app.project.errors import ProjectError
from app.project.format import decode
from app.project.staleness import segments
from app.project.storage import PROJECT_FILE
from app.project.view_state import shown_before
from app.render import journal
from app.render.left_over import left_over


@dataclass(frozen=True)
class CutOff:
    """How many segments were still to be colored, and whether their queue was paused."""

    waiting: int = 0
    paused: bool = False


def cut_off(folder: Path) -> CutOff | None:
    """What was cut off in the project in `folder`; None where nothing was. Off the UI thread; raises nothing."""
    if not lock.left_behind(folder):
        return None
    left = journal.read(folder / journal.FILE)
    if not left.entries:
        return CutOff()
    try:
        project = decode((folder / PROJECT_FILE).read_bytes(), folder).project
    except (OSError, ProjectError):
        return CutOff()
    if not project.shots:
        return CutOff()
    shot, takes = project.shots[0], kept_takes(folder)
    there = segments(shot, takes, shown_before(folder, takes))
    waiting = left_over(left, shot, takes, [segment for segment in there if segment.wanted])
    return CutOff(len(waiting.segments), left.paused)
