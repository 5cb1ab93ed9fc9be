"""Watches the window's thread: how late its heartbeat is in each phase, and what it was doing then."""

from __future__ import annotations

import gc
import os
import queue
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import thread
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import psutil
from PySide6.QtCore import QObject, Qt, QTimer

BEAT = 0.005  # seconds between two heartbeats
BAR = 0.05  # seconds of lateness that no stall may have
LATE = 0.03  # seconds of lateness from which a stall is looked into
BUSY = 0.025  # seconds of own work from which it is too
AFTER_TAKE = 0.3  # seconds after a take came that count as its arriving
_MEMORY_EVERY = 100  # beats between two looks at the memory
_WAITING = (threading.__file__, queue.__file__, selectors.__file__, subprocess.__file__)  # for something to do
_POOL = thread.__file__  # whose threads wait in no function of Python's
_SHOWN = 4  # places where other threads were found, of each stall
_ROOT = str(Path(__file__).resolve().parents[2]) + "/"


class Usage(NamedTuple):
    """What the system did for a thread, or between two looks: seconds in its own code and in the system's, pages that
    it had to be given, how often it waited or was put aside for others, and seconds for which it was ready and no
    processor was free; seconds that the host of a virtual machine gave its processors to others, all of them together;
    and seconds spent on Python's garbage."""

    user: float = 0.0
    system: float = 0.0
    pages: float = 0
    waits: float = 0
    put_aside: float = 0
    queued: float = 0.0
    stolen: float = 0.0
    garbage: float = 0.0

    def since(self, before: Usage) -> Usage:
        """What was added since an earlier look."""
        return Usage(*(now - then for now, then in zip(self, before, strict=True)))


@dataclass(frozen=True)
class Stall:
    """The window's thread answered `late` seconds late, of which it worked `own` seconds itself."""

    phase: str
    begun: float
    late: float
    own: float
    usage: Usage

    @property
    def ended(self) -> float:
        """When it was over, on the clock of `begun`."""
        return self.begun + BEAT + self.late

    def words(self) -> str:
        """How long, when, and what the time was used for."""
        used = self.usage
        return (
            f"{self.late * 1000:4.0f} ms ({self.own * 1000:.0f} own; user {used.user * 1000:.0f}, system "
            f"{used.system * 1000:.0f}, garbage {used.garbage * 1000:.0f}, no processor {used.queued * 1000:.0f}, "
            f"stolen {used.stolen * 1000:.0f} ms, {used.pages} pages, {used.waits} waits, {used.put_aside} put "
            f"aside, at {self.begun:.3f}) {self.phase}"
        )


class Heartbeat(QObject):
    """Beats in the window's thread; `phase` names what is going on. `memory` is the most this process held, bytes,
    in the phase `fullest`."""

    def __init__(self, phase: str) -> None:
        super().__init__()
        self.phase, self.memory, self.fullest = phase, 0, phase
        self.late: dict[str, list[Stall]] = {}  # the beats worth a look, by phase
        self.beaten: Callable[[], object] = lambda: None
        self.last, self._own, self._count = time.perf_counter(), time.thread_time(), 0
        self._take = 0.0
        self._garbage, self._collecting = 0.0, 0.0
        self._system = _System()
        gc.callbacks.append(self._collects)
        self._used = self._usage()
        self._process = psutil.Process()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(round(BEAT * 1000))

    def take_came(self) -> None:
        """A take has come; what stalls now is counted for that too."""
        self._take = time.perf_counter()

    def _beat(self) -> None:
        now, own, used = time.perf_counter(), time.thread_time(), self._usage()
        late = max(0.0, now - self.last - BEAT)
        phases = [self.phase]
        if self.last - self._take < AFTER_TAKE:
            phases.append("takes arriving")
        for phase in phases:
            stall = Stall(phase, self.last, late, own - self._own, used.since(self._used))
            known = self.late.setdefault(phase, [])
            if not known or max(late, stall.own) > BEAT:
                known.append(stall)
        self._count += 1
        if self._count % _MEMORY_EVERY == 0:
            held = self._process.memory_info().rss
            if held > self.memory:
                self.memory, self.fullest = held, self.phase
        self.last, self._own, self._used = time.perf_counter(), time.thread_time(), self._usage()
        self.beaten()

    def _usage(self) -> Usage:
        return Usage(*used_by_this_thread(), *self._system.read(), self._garbage)

    def _collects(self, stage: str, _: dict[str, int]) -> None:
        """Python begins or ends a look for garbage; in whichever thread."""
        if stage == "start":
            self._collecting = time.perf_counter()
        else:
            self._garbage += time.perf_counter() - self._collecting

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()
        gc.callbacks.remove(self._collects)


def used_by_this_thread() -> tuple[float, float, int, int, int]:
    """User and system seconds, pages given, waits, times put aside; zeros where the system does not tell."""
    if sys.platform != "linux":
        return 0.0, 0.0, 0, 0, 0
    import resource

    used = resource.getrusage(resource.RUSAGE_THREAD)
    return used.ru_utime, used.ru_stime, used.ru_minflt + used.ru_majflt, used.ru_nvcsw, used.ru_nivcsw


class _System:
    """What Linux tells of the thread that makes this, and of the computer, in files."""

    def __init__(self) -> None:
        self._own = self._all = -1
        if sys.platform == "linux":
            self._own = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
            self._all = os.open("/proc/stat", os.O_RDONLY)
            self._tick = 1 / os.sysconf("SC_CLK_TCK")

    def read(self) -> tuple[float, float]:
        """Seconds for which no processor was free, and those that were stolen; zeros where the system does not tell."""
        if self._own < 0:
            return 0.0, 0.0
        queued = int(os.pread(self._own, 100, 0).split()[1]) / 1e9
        return queued, int(os.pread(self._all, 200, 0).split()[8]) * self._tick


class Sampler:
    """Looks at what the window's thread does whenever its heartbeat is late, by a signal: not on Windows.

    A look from another thread would be simpler, but makes Python 3.11 crash now and then. It comes when the window's
    thread has Python's lock again: where the others are found is where they went on to after they had kept it. Looking
    takes the window's time: what is told of stalls beside it is more than without.
    """

    def __init__(self, heartbeat: Heartbeat) -> None:
        self._heartbeat = heartbeat
        self._open = True
        self._seen: dict[float, Counter[str]] = {}
        self._beside: dict[float, Counter[str]] = {}
        signal.signal(signal.SIGALRM, self._look)
        heartbeat.beaten = lambda: signal.setitimer(signal.ITIMER_REAL, BEAT + LATE / 2)
        heartbeat.beaten()

    def close(self) -> None:
        """Look no more."""
        self._open = False
        self._heartbeat.beaten = lambda: None
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _look(self, number: int, frame: FrameType | None) -> None:
        late = self._heartbeat.last
        self._seen.setdefault(late, Counter())[_where(frame)] += 1
        own = threading.get_ident()
        others = {_where(other, 2) for ident, other in sys._current_frames().items() if ident != own}
        self._beside.setdefault(late, Counter()).update(place for place in others if not _waits(place))
        if self._open:
            signal.setitimer(signal.ITIMER_REAL, BEAT)  # from now on: looks that fell into looks would be the stall

    def causes(self, most: int = 25) -> list[str]:
        """The longest stalls, each with what the thread was found at most of the time."""
        lines: list[str] = []
        found = [stall for late in self._heartbeat.late.values() for stall in late]
        found = [stall for stall in found if stall.late > LATE or stall.own > BUSY]
        for stall in sorted(found, key=lambda stall: -stall.late)[:most]:
            seen = self._seen.get(stall.begun)
            where = seen.most_common(1)[0][0] if seen else "not seen"
            lines.append(f"{stall.words()}: {where}")
            beside = self._beside.get(stall.begun, Counter[str]()).most_common(_SHOWN)
            lines += [f"      beside it, {count} times: {place}" for place, count in beside]
        return lines


def _waits(place: str) -> bool:
    return place.startswith(_WAITING) or (place.startswith(_POOL) and place.endswith(" _worker"))


def _where(frame: FrameType | None, most: int = 4) -> str:
    """The innermost place, and so many places of this project that led to it."""
    places: list[str] = []
    innermost = True
    while frame is not None and len(places) <= most:
        path = frame.f_code.co_filename
        if innermost or (path.startswith(_ROOT) and "/.venv/" not in path and "/windowbench/" not in path):
            places.append(f"{path.removeprefix(_ROOT)}:{frame.f_lineno} {frame.f_code.co_name}")
        innermost, frame = False, frame.f_back
    return " < ".join(places)
