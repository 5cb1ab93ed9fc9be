"""Keeps the places of color hints on every frame, followed by a worker thread as the document changes."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from app.document import Document
from app.media.hint_tracks import TRACKS, Followed, Follower, Track, wanted
from app.project.hints import Hint
from app.project.model import LineArt
from app.ui.viewer.playhead import Playhead
from engine.imaging.stills import StillError
from engine.imaging.tracking import Place

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Seen:
    """A hint on one frame: its place in pixels of the line art, and whether it was put there by hand."""

    hint: Hint
    place: Place
    anchored: bool


class HintTracks(QObject):
    """Where the hints of a document's shot are seen; asking never waits.

    Signals:
        changed: hints are seen in other places than before.
    """

    changed = Signal()
    _came = Signal(object, object)  # from the worker

    def __init__(self, document: Document, playhead: Playhead) -> None:
        super().__init__()
        self._document = document
        self._found: OrderedDict[Followed, Track] = OrderedDict()
        self._wanted: dict[str, tuple[Followed, ...]] = {}
        self._made_for: tuple[object, ...] = ()
        self._worker = _Worker(self._came.emit)
        self._came.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        document.changed.connect(self._follow)
        playhead.playing_changed.connect(self._worker.rest)
        self._follow()

    def at(self, number: int) -> list[Seen]:
        """The hints seen on a frame, in the order they were made; where they were put by hand, at once."""
        result: list[Seen] = []
        for hint in self._document.shot.hints:
            anchor = hint.anchor(number)
            if anchor is not None:
                result.append(Seen(hint, Place(anchor.x, anchor.y), True))
                continue
            for followed in self._wanted.get(hint.id, ()):
                place = self._found.get(followed, {}).get(number)
                if place is not None:
                    result.append(Seen(hint, place, False))
                    break
        return result

    @property
    def waiting(self) -> bool:
        """Whether some are still to be followed."""
        return any(each not in self._found for parts in self._wanted.values() for each in parts)

    def close(self) -> None:
        """Stop the worker, within a drawing; from any thread."""
        self._worker.close()

    def _follow(self) -> None:
        shot = self._document.shot
        made_for = (shot.line, shot.keys, tuple((hint.id, hint.anchors) for hint in shot.hints))
        if made_for != self._made_for:
            self._made_for = made_for
            self._wanted = wanted(shot)
            missing = [each for parts in self._wanted.values() for each in parts if each not in self._found]
            if shot.line is not None:
                self._worker.want(shot.line, self._document.folder, missing)
        self.changed.emit()

    def _keep(self, followed: Followed, track: Track) -> None:
        self._found[followed] = track
        while len(self._found) > TRACKS:
            self._found.popitem(last=False)
        self.changed.emit()


class _Worker:
    """A thread that follows what was asked for last, and is done with that once something else is."""

    def __init__(self, tell: Callable[[Followed, Track], object]) -> None:
        self._tell = tell
        self._news = threading.Condition()
        self._asked: tuple[LineArt, Path, list[Followed]] | None = None
        self._turn = 0
        self._resting = self._closed = False
        self._thread: threading.Thread | None = None

    def want(self, line: LineArt, folder: Path, asked: list[Followed]) -> None:
        """Follow these and no others; the thread starts with the first hint there is."""
        with self._news:
            self._asked, self._turn = (line, folder, asked), self._turn + 1
            self._news.notify()
            if asked and self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._work, name="hints", daemon=True)
                self._thread.start()

    def rest(self, resting: bool) -> None:
        """Whether somebody else needs the computer for now."""
        with self._news:
            self._resting = resting
            self._news.notify()

    def close(self) -> None:
        with self._news:
            self._closed = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join()

    def _stopped(self, turn: int) -> bool:
        """Wait while resting; whether this is not wanted any more."""
        with self._news:
            self._news.wait_for(lambda: self._closed or not self._resting)
            return self._closed or turn != self._turn

    def _work(self) -> None:
        follower = Follower()
        while True:
            with self._news:
                self._news.wait_for(lambda: self._closed or (self._asked and self._asked[2] and not self._resting))
                if self._closed or self._asked is None:
                    return
                (line, folder, asked), turn = self._asked, self._turn
                same = [each for each in asked if (each.first, each.drawings) == (asked[0].first, asked[0].drawings)]
            tracks = self._followed(follower, line, folder, same, turn)
            with self._news:
                if self._closed:
                    return
                if turn == self._turn:
                    self._asked = (line, folder, [each for each in asked if each not in same])
                for followed, track in zip(same, tracks, strict=bool(tracks)):
                    self._tell(followed, track)

    def _followed(
        self, follower: Follower, line: LineArt, folder: Path, asked: list[Followed], turn: int
    ) -> list[Track]:
        """The tracks; none of them once something else is wanted."""
        try:
            for tracks in follower.follow(line, folder, asked):
                if tracks is not None:
                    return tracks
                if self._stopped(turn):
                    return []
        except (StillError, OSError) as error:  # the frame itself says so when it is looked at
            log.warning("hints cannot be followed: %s", error)
        return [{} for _ in asked]
