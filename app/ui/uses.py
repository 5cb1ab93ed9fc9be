"""Finds the frames in which a swatch is used, off the window's thread."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from app.document import Document
from app.media.whereabouts import SearchStopped, used_in_key, used_in_take
from app.project.held import shown_keys
from app.project.model import Span, runs
from app.project.palettes import Color
from app.ui.newest import Newest, Stopped
from app.ui.quiet import Quiet
from app.ui.timeline.scene import shown_spans
from engine.imaging.stills import StillError
from engine.protocol.frames import FrameFileError

log = logging.getLogger(__name__)
_Name = tuple[str, tuple[Color, ...]]  # a key's or a take's pixels, and what is looked for in it


@dataclass(frozen=True)
class _Task:
    """The same colors in the same picture are the same task."""

    name: _Name
    path: Path = field(compare=False)
    key: bool = field(compare=False)


class Uses(QObject):
    """Follows a document while something is looked for: a key's own picture counts on its frame, else the take shown.

    Signals:
        changed: other frames are known, or nothing is looked for any more.
    """

    changed = Signal()
    _came = Signal(object, object)  # from the worker: a name and the frames, counted from 0

    def __init__(self, document: Document, quiet: Quiet) -> None:
        super().__init__()
        self._document = document
        self.colors: tuple[Color, ...] = ()
        self._known: dict[_Name, tuple[int, ...]] = {}
        self._frames: tuple[int, ...] = ()
        self._waiting = 0
        self._worker = Newest("uses", _look, self._tell)
        self._came.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        document.changed.connect(self._follow)
        document.takes_changed.connect(self._follow)
        quiet.changed.connect(self._worker.rest)

    @property
    def frames(self) -> tuple[int, ...]:
        """The frames known to show it, in order."""
        return self._frames

    @property
    def spans(self) -> tuple[Span, ...]:
        """The same as spans."""
        return runs(self._frames)

    @property
    def waiting(self) -> bool:
        """Whether any take or key is still looked through."""
        return self._waiting > 0

    def look_for(self, colors: tuple[Color, ...]) -> None:
        """Look for these colors, as keys have them; none ends it."""
        self.colors = colors
        self._follow()
        self.changed.emit()

    def next(self, number: int, way: int) -> int | None:
        """The nearest frame after (1) or before (-1) this one that shows it and begins a run, round the ends."""
        starts = [span.first for span in self.spans]
        if not starts:
            return None
        if way > 0:
            return next((start for start in starts if start > number), starts[0])
        return next((start for start in reversed(starts) if start < number), starts[-1])

    def close(self) -> None:
        """Stop the worker; from any thread."""
        self._worker.close()

    def _follow(self) -> None:
        if not self.colors:
            self._worker.want(())
            self._show((), 0)
            return
        document, frames, tasks = self._document, set[int](), list[_Task]()
        keyed = shown_keys(document.shot)
        having = {
            key.number
            for key in dict.fromkeys(keyed.values())
            if self._ask((key.digest, self.colors), document.path(key.path), True, tasks)
        }
        frames |= {number for number, key in keyed.items() if key.number in having}
        segments = document.segments
        for segment, shown in zip(segments, shown_spans([each.span for each in segments]), strict=True):
            if segment.take is not None:
                path = document.path(segment.take.path)
                known = self._ask((segment.take.pixels, self.colors), path, False, tasks)
                frames |= {at + segment.span.first for at in known if at + segment.span.first in shown} - keyed.keys()
        self._worker.want(tasks)
        self._show(tuple(sorted(frames)), len(tasks))

    def _ask(self, name: _Name, path: Path, key: bool, tasks: list[_Task]) -> tuple[int, ...]:
        """What is known of a picture; a task more where nothing is."""
        if name not in self._known:
            tasks.append(_Task(name, path, key))
        return self._known.get(name, ())

    def _show(self, frames: tuple[int, ...], waiting: int) -> None:
        if (frames, waiting) != (self._frames, self._waiting):
            self._frames, self._waiting = frames, waiting
            self.changed.emit()

    def _tell(self, task: _Task, found: tuple[int, ...] | None) -> None:
        """In the worker."""
        self._came.emit(task.name, found or ())

    def _keep(self, name: _Name, found: tuple[int, ...]) -> None:
        self._known[name] = found
        self._follow()


def _look(task: _Task, stopped: Stopped) -> tuple[int, ...]:
    colors = task.name[1]
    try:
        return (0,) * used_in_key(task.path, colors) if task.key else used_in_take(task.path, colors, stopped)
    except SearchStopped:
        return ()
    except (FrameFileError, StillError, OSError) as error:  # the frame itself says so when it is looked at
        log.warning("a swatch cannot be looked for: %s", error)
        return ()
