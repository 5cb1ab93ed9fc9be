"""Which take looks like one that was there before, of what is colored while the project is open."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from app.coloring import Coloring
from app.document import Document
from app.media.alike import Difference, difference
from app.project.model import Take
from app.ui.newest import Newest, Stopped
from app.ui.quiet import Quiet
from engine.protocol.frames import FrameFileError

log = logging.getLogger(__name__)
_MOST = 4  # takes of before that a new one is compared with, the newest


@dataclass(frozen=True)
class _Task:
    """A take, those of before, the newest first, and the project's folder."""

    take: Take
    before: tuple[Take, ...]
    folder: Path


@dataclass(frozen=True)
class Likeness:
    """The take that another one looks like, and how far they differ."""

    other: Take
    difference: Difference


class Likenesses(QObject):
    """Looks at each take that arrives, off the window's thread.

    Signals:
        found: a Take that looks like another one.
    """

    found = Signal(object)
    _came = Signal(object, object)  # from the worker: a Take and its Likeness

    def __init__(self, document: Document, coloring: Coloring, quiet: Quiet) -> None:
        super().__init__()
        self._document = document
        self._known: dict[str, Likeness] = {}
        self._tasks: list[_Task] = []
        self._worker = Newest("likenesses", _compared, self._tell)
        self._came.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        quiet.changed.connect(self._worker.rest)
        coloring.arrived.connect(self._look)

    def of(self, take: Take) -> Likeness | None:
        """What a take is known to look like, while that one is there too."""
        known = self._known.get(take.id)
        return known if known is not None and known.other in self._document.takes_of(take.span) else None

    def close(self) -> None:
        """Stop the worker; from any thread."""
        self._worker.close()

    def _look(self, take: Take) -> None:
        self._known.pop(take.id, None)  # of one that was deleted and is colored again
        before = [other for other in self._document.takes_of(take.span) if other.id != take.id]
        if before:
            self._tasks.append(_Task(take, tuple(reversed(before[-_MOST:])), self._document.folder))
            self._worker.want(self._tasks)

    def _tell(self, task: _Task, found: Likeness | None) -> None:
        """In the worker."""
        self._came.emit(task.take, found)

    def _keep(self, take: Take, found: Likeness | None) -> None:
        self._tasks = [task for task in self._tasks if task.take != take]
        if found is not None:
            self._known[take.id] = found
            self.found.emit(take)


def _compared(task: _Task, stopped: Stopped) -> Likeness | None:
    """In the worker: the likest of those of before, the newest where several are alike."""
    likest: Likeness | None = None
    for other in task.before:
        try:
            apart = difference(task.folder / task.take.path, task.folder / other.path, stopped)
        except (FrameFileError, OSError) as error:  # deleted meanwhile, or damaged, which showing it says
            log.info("two takes cannot be compared: %s", error)
            continue
        if apart is not None and (likest is None or apart.share < likest.difference.share):
            likest = Likeness(other, apart)
    return likest
