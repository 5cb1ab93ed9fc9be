"""Work of the window that can wait for a later turn of the event loop: one piece a turn, so that no turn is long."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import IntEnum

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from shiboken6 import isValid

_HELD = 0.06  # seconds that all of it waits for the picture the artist looks at, from the last time that was asked


class Rank(IntEnum):
    """What comes before what: where the artist looks first, first."""

    TIMELINE = 0
    PANELS = 1
    AROUND = 2
    """Menus, tool bar, status bar, and what is got ready for later."""


class Later(QObject):
    """A piece of work that something makes due, again and again: `ask` has it done once, soon.

    Each is done in a turn of its own, those of the first rank first, then those asked for first. Who reads what the
    work brings up to date calls `now` before. It goes with its `owner`.
    """

    def __init__(self, owner: QObject, work: Callable[[], object], rank: Rank = Rank.PANELS) -> None:
        super().__init__(owner)
        self.rank = rank
        self._work, self._due = work, False

    @property
    def due(self) -> bool:
        """Whether it was asked for and is still to be done."""
        return self._due

    def ask(self) -> None:
        """Have it done in one of the next turns."""
        if not self._due:
            self._due = True
            _line.put(self)

    def now(self) -> None:
        """Do it here, if it is due."""
        if self._due:
            self._due = False
            self._work()


class _Line:
    """All that is due in the app: turns are the window's thread's, of which there is one."""

    def __init__(self) -> None:
        self._waiting: list[Later] = []
        self._next: QTimer | None = None
        self._held_until = 0.0  # time.monotonic()

    def put(self, piece: Later) -> None:
        self._waiting.append(piece)
        self._go_on()

    def hold(self) -> None:
        self._held_until = time.monotonic() + _HELD

    def let_go(self) -> None:
        if self._held_until:
            self._held_until = 0.0
            self._go_on(anew=True)

    def _go_on(self, anew: bool = False) -> None:
        """Have the next turn come; with `anew`, from now on."""
        if self._waiting and (anew or not self._timer.isActive()):
            self._timer.start(max(0, round((self._held_until - time.monotonic()) * 1000)))

    @property
    def _timer(self) -> QTimer:
        """One that is kept: after a `QTimer.singleShot` of nothing, Qt goes on with the next one before it looks at
        anything else, and two pieces make one turn."""
        if self._next is None or not isValid(self._next):
            self._next = QTimer(QCoreApplication.instance())
            self._next.setSingleShot(True)
            self._next.timeout.connect(self._turn)
        return self._next

    def _turn(self) -> None:
        self._waiting = [piece for piece in self._waiting if isValid(piece) and piece.due]
        if not self._waiting:
            return
        if time.monotonic() < self._held_until:
            self._go_on()
            return
        piece = min(self._waiting, key=lambda each: each.rank)  # of one rank, the first
        self._waiting.remove(piece)
        try:
            piece.now()
        finally:  # whatever goes wrong there, the others get their turn
            self._go_on(anew=True)


_line = _Line()


def hold() -> None:
    """Have all that is due wait until `let_go`, or for a moment: what the artist looks at comes first. Where that is
    asked for again and again, as by a stroke, it waits as long."""
    _line.hold()


def let_go() -> None:
    """What was looked for is there."""
    _line.let_go()
