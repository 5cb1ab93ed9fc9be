"""The shots that are colored in the background, one after the other, while another one is open."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.project.staleness import Status
from app.render import background
from app.render.background import BackgroundError
from app.ui.errands import Errands
from app.ui.shot_states import InBackground


class Was(Enum):
    """What became of a shot in the background until it was opened: `WANTED` is one that is not through yet."""

    NOTHING = 0
    WANTED = 1
    FAILED = 2


class Background(QObject):
    """A line of shots, the first of which is being colored; needs a running event loop. One that is no longer wanted is
    out of the line at once, and the next one is begun when its process is gone. It ends with the `errands` it runs as,
    `close` it before them: the process stops then, and what is not done stays in the journals.

    Signals:
        changed: the folder of a shot that stands otherwise now.
        took: the folder of a shot, one more segment of which is finished.
        finished: the folder of a shot that is through.
        failed: the folder of a shot that is not colored on, and why, a sentence for the artist.
    """

    changed = Signal(object)
    took = Signal(object)
    finished = Signal(object)
    failed = Signal(object, str)

    def __init__(self, errands: Errands, command: tuple[str, ...] | None = None) -> None:
        super().__init__(errands)
        self._errands, self._command = errands, command or background.COMMAND
        self._line: list[Path] = []
        self._failed: set[Path] = set()
        self._task: asyncio.Task[None] | None = None  # what colors, or is still ending
        self._at: Path | None = None  # the shot that it is at
        self._far: InBackground = _BEGUN  # how far that is
        self._stopping = False  # whether it was told to stop
        self._closing = False

    @property
    def shots(self) -> tuple[Path, ...]:
        """The folders of the shots that are colored, and wait for it, in their order."""
        return tuple(self._line)

    @property
    def known(self) -> tuple[Path, ...]:
        """The folders of all shots that `take_back` has something to do with."""
        return (*self._line, *self._failed, *([self._at] if self._at is not None else []))

    def at_work_on(self, folder: Path) -> bool:
        """Whether the process of this shot runs, be it that it is ending."""
        return folder == self._at

    def standing(self, folder: Path) -> InBackground | None:
        """How a shot stands here; None for one that has nothing to do with the background."""
        if folder in self._line:
            return self._far if folder == self._at and not self._stopping else _WAITS
        return _FAILED if folder in self._failed else None

    def add(self, folder: Path) -> None:
        """Color what the queue of a shot has left, after those that are in the line already. It is open nowhere."""
        if folder not in self._line:
            self._failed.discard(folder)
            self._line.append(folder)
            self._next()
            self.changed.emit(folder)

    async def take_back(self, folder: Path) -> Was:
        """Have a shot to itself again: it is stopped, and let go of, once this returns."""
        was = Was.NOTHING
        if folder in self._failed:
            was = Was.FAILED
            self._failed.discard(folder)
        elif folder in self._line:
            was = Was.WANTED
            self._line.remove(folder)
        task = self._task
        if task is not None and folder == self._at:
            if not self._stopping:
                self._stopping = True
                task.cancel()
            await asyncio.wait([task])
        if was is not Was.NOTHING:
            self.changed.emit(folder)
        return was

    def give_again(self, folder: Path, was: Was) -> None:
        """A shot that was taken back is not opened after all: it is again what it was."""
        if was is Was.WANTED:
            self.add(folder)
        elif was is Was.FAILED and folder not in self._line:
            self._failed.add(folder)
            self.changed.emit(folder)

    def close(self) -> None:
        """Begin no more: the app ends."""
        self._closing = True

    def _next(self) -> None:
        if self._line and self._task is None and not self._closing:
            folder = self._line[0]
            self._at, self._far, self._stopping = folder, _BEGUN, False
            self._task = self._errands.start(self._color(folder), lasting=True)
            self._task.add_done_callback(lambda task: self._ended(folder, task))

    async def _color(self, folder: Path) -> None:
        try:
            await self._follow(folder)
        except BackgroundError as error:
            self._fail(folder, str(error))

    def _ended(self, folder: Path, task: asyncio.Task[None]) -> None:
        self._task = self._at = None
        if self._closing:
            self._line.clear()
            return
        if task.cancelled() or task.exception() is not None:  # which the errands have told
            self._fail(folder, "")
        if folder in self._line and not self._stopping:  # else it is there anew, to be colored from where it stopped
            self._line.remove(folder)
            self.finished.emit(folder)
        self._next()
        for shot in (folder, *self._line):
            self.changed.emit(shot)

    def _fail(self, folder: Path, sentence: str) -> None:
        if folder in self._line and not self._stopping:
            self._line.remove(folder)
            self._failed.add(folder)
            self.failed.emit(folder, sentence)

    async def _follow(self, folder: Path) -> None:
        async with aclosing(background.events(folder, self._command)) as events:
            async for heard in events:
                if heard.finished:
                    self.took.emit(folder)
                else:
                    self._far = InBackground(Status.WORKING, heard.done, heard.total)
                    self.changed.emit(folder)


_BEGUN, _WAITS, _FAILED = InBackground(Status.WORKING), InBackground(Status.QUEUED), InBackground(Status.FAILED)
