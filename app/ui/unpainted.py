"""Has the keys of the shot looked over off the window's thread for what nobody painted in them, and tells of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from app.document import Document
from app.media.unpainted import KeyLook, unpainted
from app.project.concerns import Concern, open_concerns
from app.project.model import Drawing, Key, Shot
from app.project.staleness import usable_keys
from app.ui.newest import Newest, Stopped
from app.ui.quiet import Quiet
from engine.imaging.stills import StillError

log = logging.getLogger(__name__)
_Name = tuple[int, str, str, tuple[tuple[float, float], ...]]
"""A key's frame, its pixels, those of the drawing there, and the hints on it."""


@dataclass(frozen=True)
class _Task:
    """The same key over the same drawing is the same task."""

    name: _Name
    key: Key = field(compare=False)
    shot: Shot = field(compare=False)
    folder: Path = field(compare=False)


class UnpaintedKeys(QObject):
    """Follows a document; a key is looked over anew when its picture, its drawing or the hints on it are others.

    Signals:
        changed: more is known, or the shot has other keys.
    """

    changed = Signal()
    _came = Signal(object, object)  # from the worker: a name and its concerns

    def __init__(self, document: Document, quiet: Quiet) -> None:
        super().__init__()
        self._document = document
        self._known: dict[_Name, tuple[Concern, ...]] = {}
        self._latest: dict[int, _Name] = {}  # of each frame, what was found last is known by
        self._names: tuple[_Name, ...] = ()
        self._worker = Newest("unpainted", _looked_over, self._tell)
        self._came.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        document.changed.connect(self._follow)
        quiet.changed.connect(self._worker.rest)
        self._follow()

    @property
    def concerns(self) -> tuple[Concern, ...]:
        """The unpainted areas of the keys, in the order of their frames; those that a key had before stay in sight
        while it is looked over again."""
        seen = (name if name in self._known else self._latest.get(name[0]) for name in self._names)
        return tuple(concern for name in seen if name is not None for concern in self._known[name])

    @property
    def waiting(self) -> int:
        """How many keys are still to be looked over."""
        return sum(name not in self._known for name in self._names)

    def left_open(self) -> dict[str, tuple[Concern, ...]]:
        """Those not marked as fine, by the pixels of their key."""
        shot, found = self._document.shot, dict[str, tuple[Concern, ...]]()
        for name in self._names:
            if concerns := open_concerns(self._known.get(name, ()), shot.fine, 1):
                found[name[1]] = (*found.get(name[1], ()), *concerns)
        return found

    def close(self) -> None:
        """Stop the worker; from any thread."""
        self._worker.close()

    def _follow(self) -> None:
        shot = self._document.shot
        tasks = [_Task(_name(shot, key), key, shot, self._document.folder) for key in usable_keys(shot)]
        names = tuple(task.name for task in tasks)
        self._worker.want([task for task in tasks if task.name not in self._known])
        if names != self._names:
            self._names = names
            self.changed.emit()

    def _tell(self, task: _Task, found: tuple[Concern, ...] | None) -> None:
        """In the worker."""
        self._came.emit(task.name, found or ())

    def _keep(self, name: _Name, found: tuple[Concern, ...]) -> None:
        self._known[name] = found
        if name in self._names:
            self._latest[name[0]] = name
            self.changed.emit()


def _name(shot: Shot, key: Key) -> _Name:
    hinted = (hint.anchor(key.number) for hint in shot.hints if hint.only is None)
    return key.number, key.digest, _drawing(shot, key).digest, tuple((at.x, at.y) for at in hinted if at is not None)


def _drawing(shot: Shot, key: Key) -> Drawing:
    assert shot.line is not None  # without it no key is usable
    return shot.line.drawing(key.number)


def _looked_over(task: _Task, _stopped: Stopped) -> tuple[Concern, ...]:
    """In the worker."""
    shot, folder, drawing = task.shot, task.folder, _drawing(task.shot, task.key)
    assert shot.line is not None
    placed = replace(drawing, path=str(folder / drawing.path) if drawing.path else "")
    look = KeyLook(replace(task.key, path=str(folder / task.key.path)), placed, shot.line.polarity, task.name[3])
    try:
        return tuple(Concern((problem,)) for problem in unpainted(look))
    except (StillError, OSError) as error:  # the key itself says so when it is looked at
        log.warning("a key cannot be looked over: %s", error)
        return ()
