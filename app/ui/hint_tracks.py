"""Keeps the places of color hints on every frame, followed by a worker thread as the document changes."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from app.document import Document
from app.media.hint_tracks import TRACKS, Followed, Follower, Track, wanted
from app.project.hints import Hint
from app.project.model import LineArt
from app.ui.newest import Newest, Stopped
from app.ui.quiet import Quiet
from engine.imaging.stills import StillError
from engine.imaging.tracking import Place

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Seen:
    """A hint on one frame: its place in pixels of the line art, and whether it was put there by hand."""

    hint: Hint
    place: Place
    anchored: bool


@dataclass(frozen=True)
class _Task:
    """Several with the same drawings are followed at once."""

    asked: tuple[Followed, ...]
    line: LineArt = field(compare=False)
    folder: Path = field(compare=False)


class HintTracks(QObject):
    """Where the hints of a document's shot are seen; asking never waits.

    Signals:
        changed: hints are seen in other places than before.
    """

    changed = Signal()
    _came = Signal(object, object)  # from the worker

    def __init__(self, document: Document, quiet: Quiet) -> None:
        super().__init__()
        self._document = document
        self._found: dict[Followed, Track] = {}  # the oldest first
        self._wanted: dict[str, tuple[Followed, ...]] = {}
        self._made_for: tuple[object, ...] = ()
        self._tried: tuple[Hint, ...] = ()
        self._worker = Newest("hints", _Following().tracks, self._tell)
        self._came.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        document.changed.connect(self._follow)
        quiet.changed.connect(self._worker.rest)
        self._follow()

    def at(self, number: int) -> list[Seen]:
        """The hints seen on a frame, in the order they were made; where they were put by hand, at once."""
        result: list[Seen] = []
        for hint in (*self._document.shot.hints, *self._tried):
            if not hint.holds_on(number):
                continue
            anchor = hint.anchor(number)
            if anchor is not None:
                result.append(Seen(hint, Place(anchor.x, anchor.y), True))
            elif (place := self.place(hint, number)) is not None:
                result.append(Seen(hint, place, False))
        return result

    def try_out(self, hint: Hint | None) -> None:
        """Follow a hint that the document does not have, and show where it is seen; None does so no longer."""
        self._tried = () if hint is None else (hint,)
        self._follow()

    def place(self, hint: Hint, number: int) -> Place | None:
        """Where one of the hints is seen on a frame, also beyond those on which it counts."""
        anchor = hint.anchor(number)
        if anchor is not None:
            return Place(anchor.x, anchor.y)
        tracks = (self._found.get(followed, {}) for followed in self._wanted.get(hint.id, ()))
        return next((track[number] for track in tracks if number in track), None)

    @property
    def waiting(self) -> bool:
        """Whether some are still to be followed."""
        return any(each not in self._found for parts in self._wanted.values() for each in parts)

    def close(self) -> None:
        """Stop the worker, within a drawing; from any thread."""
        self._worker.close()

    def _follow(self) -> None:
        shot = self._document.shot
        shot = replace(shot, hints=(*shot.hints, *self._tried))
        made_for = (shot.line, shot.keys, tuple((hint.id, hint.anchors) for hint in shot.hints))
        if made_for != self._made_for:
            self._made_for = made_for
            self._wanted = wanted(shot)
            self._forget()
            missing = [each for parts in self._wanted.values() for each in parts if each not in self._found]
            alike: dict[tuple[object, ...], list[Followed]] = {}
            for each in missing:
                alike.setdefault((each.first, each.drawings), []).append(each)
            if shot.line is not None:
                line, folder = shot.line, self._document.folder
                self._worker.want(_Task(tuple(some), line, folder) for some in alike.values())
        self.changed.emit()

    def _forget(self) -> None:
        """Forget the oldest that nobody wants now, as long as there are more than are to be kept."""
        used = {each for parts in self._wanted.values() for each in parts}
        for other in [each for each in self._found if each not in used]:
            if len(self._found) > TRACKS:
                del self._found[other]

    def _tell(self, task: _Task, tracks: list[Track] | None) -> None:
        """In the worker."""
        for followed, track in zip(task.asked, tracks or [{} for _ in task.asked], strict=True):
            self._came.emit(followed, track)

    def _keep(self, followed: Followed, track: Track) -> None:
        self._found[followed] = track
        self.changed.emit()


class _Following:
    """What the worker does, with what it has measured before."""

    def __init__(self) -> None:
        self._follower = Follower()

    def tracks(self, task: _Task, stopped: Stopped) -> list[Track]:
        """A track for each that was asked for; none where the drawings cannot be read."""
        try:
            for tracks in self._follower.follow(task.line, task.folder, list(task.asked)):
                if tracks is not None:
                    return tracks
                if stopped():
                    return []
        except (StillError, OSError) as error:  # the frame itself says so when it is looked at
            log.warning("hints cannot be followed: %s", error)
        return []
