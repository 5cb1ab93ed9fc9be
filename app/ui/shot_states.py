"""How the shots beside the open one stand: read from their folders as they lie there; nothing is locked or written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from app.media.cover import cover
from app.media.takes import TAKES, kept_takes
from app.project.errors import ProjectError
from app.project.format import decode
from app.project.model import Shot
from app.project.staleness import ON_ITS_WAY, Segment, Status, segments, shows_good, usable_keys
from app.project.storage import PROJECT_FILE
from app.project.timing import rate_text, seconds_at
from app.project.view_state import VIEW_FILE, shown_before
from app.render import journal
from app.ui.viewer.pixels import to_image

PICTURE = QSize(80, 45)  # px
_WORST = (Status.FAILED, Status.WORKING, Status.QUEUED, Status.STALE, Status.EMPTY)


@dataclass(frozen=True)
class InBackground:
    """How a shot stands that is colored while another is open: it waits for its turn, is `done` of `total` frames, or
    failed."""

    status: Status
    done: int = 0
    total: int = 0

    @property
    def words(self) -> str:
        """The same for the artist."""
        if self.status is Status.QUEUED:
            return "Waits for its turn"
        if self.status is Status.FAILED:
            return "Coloring stopped"
        return f"Coloring {self.done} of {self.total}" if self.total else "Coloring begins"

    @property
    def detail(self) -> str:
        """What that means, a sentence."""
        if self.status is Status.QUEUED:
            return "It is colored in the background after the shot that is colored there now."
        if self.status is Status.FAILED:
            return "Coloring in the background stopped; open it to go on."
        return "It is colored in the background; it can be opened at any time."


@dataclass(frozen=True)
class ShotState:
    """A shot as it stands: `counts` says how many of its segments are in each state, `good` how many show a good
    take, `waiting` how many were left to be colored; `background` is there while it has to do with that."""

    there: bool = False
    frames: int = 0
    rate: Fraction = Fraction(24)
    keys: int = 0
    counts: dict[Status, int] = field(default_factory=dict)
    good: int = 0
    waiting: int = 0
    picture: QImage | None = None
    background: InBackground | None = None

    @property
    def status(self) -> Status:
        """The one state that the whole shot is told by: what the background does about it, else the worst one of its
        segments."""
        if self.background is not None:
            return self.background.status
        if not self.counts:
            return Status.EMPTY
        return next((status for status in _WORST if self.counts.get(status)), Status.READY)

    @property
    def words(self) -> str:
        """How it stands, in a few words."""
        if not self.frames:
            return "No line art yet" if self.there else "Not found"
        if not self.keys and not self.good:
            return "No keys yet"
        return self.background.words if self.background is not None else self._ready

    @property
    def _ready(self) -> str:
        """How many of its segments are."""
        segments_there = sum(self.counts.values())
        told = [f"{self.good} of {segments_there} ready"]
        if self.counts.get(Status.FAILED):
            told.append(f"{self.counts[Status.FAILED]} failed")
        if self.counts.get(Status.STALE):
            told.append(f"{self.counts[Status.STALE]} stale")
        all_done = self.good == segments_there and not any(self.counts.get(status) for status in ON_ITS_WAY)
        return "Ready" if all_done else ", ".join(told)

    @property
    def detail(self) -> str:
        """All there is to say, a line each."""
        if not self.frames:
            return self.words
        seconds = f"{float(seconds_at(self.frames, self.rate)):.1f}"
        keys = "1 key" if self.keys == 1 else f"{self.keys} keys"
        lines = [
            f"{self.frames} frames, {seconds} s at {rate_text(self.rate)} fps, {keys}",
            self._ready if self.keys or self.good else self.words,
        ]
        if self.background is not None:
            lines.append(self.background.detail)
        elif self.waiting:
            lines.append("1 segment waits to be colored" if self.waiting == 1 else
                         f"{self.waiting} segments wait to be colored")  # fmt: skip
        return "\n".join(lines)


def state_of(shot: Shot, there: Sequence[Segment], statuses: Sequence[Status]) -> ShotState:
    """How a shot stands whose segments are in these states."""
    good = sum(shows_good(shot, segment, status) for segment, status in zip(there, statuses, strict=True))
    frames = shot.line.span.length if shot.line is not None else 0
    return ShotState(True, frames, shot.rate, len(usable_keys(shot)), dict(Counter(statuses)), good)


def pictured_by(shot: Shot) -> object:
    """Is another one as soon as the small picture of a shot is."""
    key = next(iter(usable_keys(shot)), None)
    return key and (key.number, key.digest), shot.line and shot.line.span.first, shot.palettes.shown.mapping


class ShotStates:
    """Reads each shot again only when its files have changed; off the UI thread."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[object, ShotState]] = {}

    def look(self, folder: Path) -> ShotState:
        """The shot of the project in `folder`; raises nothing, for what cannot be read is not there."""
        stamp = _stamp(folder)
        known = self._known.get(folder)
        if known is None or known[0] != stamp:
            known = stamp, _read(folder)
            self._known[folder] = known
        return known[1]


def _stamp(folder: Path) -> object:
    """Differs as soon as anything that counts has changed."""
    times: list[tuple[str, int]] = []
    with suppress(OSError):
        for path in (folder / PROJECT_FILE, folder / journal.FILE, folder / VIEW_FILE, *(folder / TAKES).iterdir()):
            with suppress(OSError):
                times.append((path.name, path.stat().st_mtime_ns))
    return tuple(sorted(times))


def _read(folder: Path) -> ShotState:
    try:
        project = decode((folder / PROJECT_FILE).read_bytes(), folder).project
    except (OSError, ProjectError):
        return ShotState()
    if not project.shots:
        return ShotState(True)
    shot, takes = project.shots[0], kept_takes(folder)
    there = segments(shot, takes, shown_before(folder, takes))
    state = state_of(shot, there, [segment.status for segment in there])
    found = cover(folder, 2 * PICTURE.width(), 2 * PICTURE.height())
    picture = to_image(found.picture) if found.picture is not None else None
    return replace(state, waiting=len(journal.read(folder / journal.FILE).spans(shot.id)), picture=picture)
