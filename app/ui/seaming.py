"""The seam meter: has the step of color at each join of shown takes measured off the window's thread."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from app.document import Document
from app.media.seams import MeasureStopped, Seam, join_of, measure
from app.project.concerns import Concern
from app.project.held import shown_keys
from app.project.model import Shot, Take
from app.ui.newest import Newest, Stopped
from app.ui.quiet import Quiet
from app.ui.timeline.scene import shown_spans
from engine.imaging.stills import StillError
from engine.protocol.frames import FrameFileError

log = logging.getLogger(__name__)
_Name = tuple[str, str, int]  # the pixels of both takes, and the last frame shown of the first


@dataclass(frozen=True)
class _Task:
    """The same takes that meet at the same frame are the same task."""

    name: _Name
    shot: Shot = field(compare=False)
    folder: Path = field(compare=False)
    before: Take = field(compare=False)
    after: Take = field(compare=False)


class Seams(QObject):
    """Follows a document; a join is measured anew when either of its takes is another one.

    Signals:
        changed: more is known, or other takes meet.
    """

    changed = Signal()
    _came = Signal(object, object)  # from the worker: a name and its Seam

    def __init__(self, document: Document, quiet: Quiet) -> None:
        super().__init__()
        self._document = document
        self._known: dict[_Name, Seam | None] = {}
        self._joins: dict[int, _Name] = {}  # by the index of the segment before
        self._worker = Newest("seams", _measured, self._tell)
        self._came.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        document.changed.connect(self._follow)
        document.takes_changed.connect(self._follow)
        quiet.changed.connect(self._worker.rest)
        self._follow()

    def after(self, index: int) -> Seam | None:
        """The seam between this segment and the next one, where it is known."""
        name = self._joins.get(index)
        return self._known.get(name) if name is not None else None

    @property
    def concerns(self) -> tuple[Concern, ...]:
        """The seams that are seen, in their order."""
        found = (self.after(index) for index in sorted(self._joins))
        return tuple(Concern((seam.problem,)) for seam in found if seam is not None and seam.problem is not None)

    @property
    def waiting(self) -> int:
        """How many joins are still to be measured."""
        return sum(name not in self._known for name in self._joins.values())

    def close(self) -> None:
        """Stop the worker; from any thread."""
        self._worker.close()

    def _follow(self) -> None:
        segments = self._document.segments
        shown, keys = shown_spans([segment.span for segment in segments]), shown_keys(self._document.shot)
        joins: dict[int, _Name] = {}
        tasks: list[_Task] = []
        for index in range(len(segments) - 1):
            before, after = segments[index].take, segments[index + 1].take
            last = shown[index].last
            if before is None or after is None or (last in keys and keys.get(last) is keys.get(last + 1)):
                continue  # nothing changes there: one key is seen on both sides
            name = (before.pixels, after.pixels, last)
            joins[index] = name
            if name not in self._known:
                tasks.append(_Task(name, self._document.shot, self._document.folder, before, after))
        self._worker.want(tasks)
        if joins != self._joins:
            self._joins = joins
            self.changed.emit()

    def _tell(self, task: _Task, found: Seam | None) -> None:
        """In the worker."""
        self._came.emit(task.name, found)

    def _keep(self, name: _Name, seam: Seam | None) -> None:
        self._known[name] = seam
        if name in self._joins.values():
            self.changed.emit()


def _measured(task: _Task, stopped: Stopped) -> Seam | None:
    """In the worker, as is looking up what a join is made of: of many joins that takes the time of a picture."""
    join = join_of(task.shot, task.folder, task.before, task.after, task.name[2])
    try:
        return measure(join, stopped) if join is not None else None
    except MeasureStopped:
        return None
    except (FrameFileError, StillError, OSError) as error:  # the frame itself says so when it is looked at
        log.warning("a join cannot be measured: %s", error)
        return None
