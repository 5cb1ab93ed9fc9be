"""Has the shown takes checked off the window's thread, and knows what in the shot needs a look."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.document import Document
from app.media.checked import Check, CheckStopped, check_of, checked, hint_colors
from app.project.concerns import Concern, Problem
from app.project.held import shown_keys
from app.project.model import Shot, Span, Take
from app.project.palettes import Color
from app.ui.newest import Newest, Stopped
from app.ui.quiet import Quiet
from app.ui.seaming import Seams
from app.ui.shown_concerns import Found, Known, Name, Shown, Together, place
from app.ui.timeline.scene import shown_spans
from app.ui.unpainted import UnpaintedKeys
from app.ui.viewer.playhead import Playhead
from engine.imaging.stills import StillError
from engine.protocol.frames import FrameFileError

log = logging.getLogger(__name__)
_Model = tuple[str, tuple[Color, ...]]  # model sheets, and colors of hints
_Name = tuple[str, str, _Model]
"""A take's id and pixels, and what it is checked against beside the keys."""
_CALM = 60  # ms between two moments in which new findings are put together
_AGAIN = 4000  # ms until files that could not be read are looked at again
_Stamp = tuple[tuple[int, int] | None, ...]  # when each file was written and its size; None where it is not there


@dataclass(frozen=True)
class _Wanted:
    """A take to be checked, the frames at which it is seen, and the segment that shows it."""

    segment: int
    take: Take
    shown: Span
    model: _Model

    @property
    def name(self) -> _Name:
        return *_of(self.take), self.model


@dataclass(frozen=True)
class _Task:
    """The same take is the same task, whatever else changes around it. One that could not be read was `tried`."""

    name: _Name
    take: Take = field(compare=False)
    shot: Shot = field(compare=False)
    folder: Path = field(compare=False)
    tried: _Unread | None = field(compare=False)


@dataclass(frozen=True)
class _Unread:
    """A take of which something could not be read, with its files as they were; without them it failed otherwise, and
    is not tried again."""

    files: _Stamp = ()


class Checking(QObject):
    """Follows a document: `concerns` are those of the takes it shows, of their joins and of its keys, but for those
    marked as fine. Takes of which something cannot be read are looked at again once their files are others.

    Nothing is looked at while there is quiet. What was found is put together on a thread of its own: in a long shot
    that takes many times as long as the window has for a picture.

    Signals:
        changed: `concerns`, `current`, `waiting` or `unread` are others.
    """

    changed = Signal()
    _came = Signal(object, object)  # from the worker: a take's name, and its concerns or why there are none
    _put = Signal(object, object)  # from the other one: what was Known, and what is Shown of it

    def __init__(
        self, document: Document, playhead: Playhead, seams: Seams, unpainted: UnpaintedKeys, quiet: Quiet
    ) -> None:
        super().__init__()
        self._document, self._playhead, self._seams, self._unpainted = document, playhead, seams, unpainted
        self._found: dict[_Name, tuple[Concern, ...]] = {}
        self._unread: dict[_Name, _Unread] = {}
        self._latest: dict[Name, _Name] = {}  # of each take, what was found last is known by
        self._wanted: tuple[_Wanted, ...] = ()
        self._model: _Model = ("", ())
        self._asked = self._told = Known()  # what was given to be put together last, and what was
        self._shown = Shown()
        self._current: Concern | None = None
        self._calm = QTimer(self)  # takes that were checked before come by the hundred
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM)
        self._calm.timeout.connect(self._collect)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN)
        self._again.timeout.connect(self._want)
        self._worker = Newest("checks", _check, self._tell)
        self._came.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        together = Together()
        self._joiner = Newest("concerns", lambda known, _: together.of(known), self._put.emit)
        self._put.connect(self._show, Qt.ConnectionType.QueuedConnection)
        document.changed.connect(self._follow)
        document.takes_changed.connect(self._follow)
        quiet.changed.connect(self._worker.rest)
        seams.changed.connect(self._calm.start)
        unpainted.changed.connect(self._calm.start)
        self._follow()

    # What there is

    @property
    def concerns(self) -> tuple[Concern, ...]:
        """What needs a look, in the order of the frames where it is seen best; the worst first of one frame."""
        return self._shown.concerns

    @property
    def waiting(self) -> int:
        """How many takes, joins and keys are still to be checked, and one while what was found in them is put
        together."""
        unknown = sum(not self._is_known(wanted) for wanted in self._wanted)
        asked, told = self._asked, self._told
        more = self._calm.isActive() or (asked.takes, asked.others) != (told.takes, told.others)
        return unknown + self._seams.waiting + self._unpainted.waiting + more

    @property
    def unread(self) -> tuple[int, ...]:
        """The segments whose takes could not be checked, because a file cannot be read."""
        return tuple(wanted.segment for wanted in self._wanted if wanted.name in self._unread)

    def at(self, number: int) -> list[tuple[Concern, Problem]]:
        """What needs a look in a frame, the worst first."""
        segment = self._document.segment_at(number)
        take = segment.take if segment is not None else None
        known = self._shown.takes.get(_of(take)) if take is not None else None
        concerns = known.by_frame.get(number, ()) if known is not None else ()
        concerns = (*concerns, *self._shown.others.by_frame.get(number, ()))
        here = [(concern, concern.at(number)) for concern in concerns]
        seen = [(concern, problem) for concern, problem in here if problem is not None]
        return sorted(seen, key=lambda each: -each[1].severity)

    def in_key(self, concern: Concern) -> bool:
        """Whether it is an unpainted area of a key."""
        return concern.kind == "hole" and self._document.shot.key(concern.first) is not None

    @property
    def ticks(self) -> tuple[tuple[int, float], ...]:
        """The frames in which anything needs a look, in order, each with the severity of the worst."""
        return self._shown.ticks

    @property
    def current(self) -> Concern | None:
        """The one the artist looks at: chosen before and still seen here, else the worst of the playhead's frame."""
        here = [concern for concern, _ in self.at(self._playhead.number)]
        if self._current in here:  # it may be gone by now: the frame was painted, or the segment colored anew
            return self._current
        return here[0] if here else None

    def choose(self, concern: Concern | None) -> None:
        """Look at this one: the playhead goes where it is seen best."""
        self._current = concern
        if concern is not None:
            self._playhead.pause()
            self._playhead.go(concern.worst.number)
        self.changed.emit()

    def next(self, way: int) -> Concern | None:
        """The one after (1) or before (-1) the playhead, round the ends of the shot; None where there is none."""
        if not self.concerns:
            return None
        number, current = self._playhead.number, self._current
        if current in self.concerns and current is not None and current.worst.number == number:
            return self.concerns[(self.concerns.index(current) + way) % len(self.concerns)]
        if way > 0:
            return next((each for each in self.concerns if each.worst.number >= number), self.concerns[0])
        return next((each for each in reversed(self.concerns) if each.worst.number <= number), self.concerns[-1])

    def after(self, marked: Sequence[Concern]) -> Concern | None:
        """The first one after these that is none of them, round the end of the shot; None where there is none."""
        others, first = [each for each in self.concerns if each not in marked], min(map(place, marked))
        return next((each for each in others if place(each) >= first), others[0] if others else None)

    def close(self) -> None:
        """Stop the workers; from any thread."""
        self._worker.close()
        self._joiner.close()

    # Following

    def _follow(self) -> None:
        """Other takes are shown, or other marks set."""
        document = self._document
        self._model = " ".join(sheet.digest for sheet in document.shot.sheets), hint_colors(document.shot)
        segments = document.segments
        wanted: list[_Wanted] = []
        for segment, shown in zip(segments, shown_spans([each.span for each in segments])):
            if segment.take is not None:
                wanted.append(_Wanted(segment.index, segment.take, shown, self._model))
        self._wanted = tuple(wanted)
        self._forget()
        self._want()
        self._collect()

    def _forget(self) -> None:
        """Let go of what was found in takes that are gone; one that comes back is looked at again, which was kept."""
        there = {_of(take) for take in self._document.takes}
        for known in (self._found, self._unread):
            for name in [name for name in known if name[:2] not in there]:
                del known[name]
        self._latest = {take: name for take, name in self._latest.items() if take in there}

    def _want(self) -> None:
        """Have those checked that are not yet, last those that could not be."""
        tasks: list[_Task] = []
        for each in self._wanted:
            tried = self._unread.get(each.name)
            if each.name not in self._found and (tried is None or tried.files):
                tasks.append(_Task(each.name, each.take, self._document.shot, self._document.folder, tried))
        self._worker.want(sorted(tasks, key=lambda task: task.tried is not None))

    def _is_known(self, wanted: _Wanted) -> bool:
        return wanted.name in self._found or wanted.name in self._unread

    def _tell(self, task: _Task, found: tuple[Concern, ...] | _Unread | None) -> None:
        """In the worker."""
        self._came.emit(task.name, _Unread() if found is None else found)

    def _keep(self, name: _Name, found: tuple[Concern, ...] | _Unread) -> None:
        before = self._unread.pop(name, None)
        if isinstance(found, _Unread):
            self._unread[name] = found
            if found.files:
                self._again.start()
        else:
            self._found[name] = found
            self._latest[name[:2]] = name
        if found != before and not self._calm.isActive():
            self._calm.start()

    def _collect(self) -> None:
        """Have put together what is known of all takes that are shown."""
        shot, found = self._document.shot, list[Found]()
        for wanted in self._wanted:
            name = wanted.name if wanted.name in self._found else self._latest.get(_of(wanted.take))
            if name is not None:  # what was found before stays in sight while a take is looked over again
                found.append(Found(name[:2], wanted.shown, self._found[name]))
        size = (shot.line.width, shot.line.height) if shot.line is not None else (0, 0)
        others = (*self._seams.concerns, *self._unpainted.concerns)
        self._asked = Known(tuple(found), others, tuple(shown_keys(shot)), shot.fine, size)
        self._joiner.want([self._asked])

    def _show(self, known: Known, shown: Shown | None) -> None:
        self._told = known
        if shown is not None:
            self._shown = shown
        self.changed.emit()


def _of(take: Take) -> Name:
    return take.id, take.pixels


def _check(task: _Task, stopped: Stopped) -> tuple[Concern, ...] | _Unread:
    check = check_of(task.shot, task.folder, task.take)
    if check is None:
        return ()
    files = _files(check)
    if task.tried is not None and task.tried.files == files:
        return task.tried
    try:
        return checked(check, stopped)
    except CheckStopped:
        return ()
    except (FrameFileError, StillError, OSError) as error:
        log.warning("a take cannot be checked: %s", error)
        return _Unread(files)


def _files(check: Check) -> _Stamp:
    """The take's file and those of its drawings, as they are now."""
    stamps: list[tuple[int, int] | None] = []
    for path in dict.fromkeys([check.path, *(Path(each.path) for each in check.drawings if each.path)]):
        try:
            found = path.stat()
        except OSError:
            stamps.append(None)
        else:
            stamps.append((found.st_mtime_ns, found.st_size))
    return tuple(stamps)


def unread_words(segments: Sequence[int]) -> str:
    """That these could not be checked, and what to do."""
    if len(segments) == 1:
        what = f"Segment {segments[0] + 1} was not checked: its take or one of its drawings cannot be read."
        return f"{what} Put the file back; the check then follows by itself."
    what = f"{len(segments)} segments were not checked: their takes or drawings cannot be read."
    return f"{what} Put the files back; the check then follows by itself."
