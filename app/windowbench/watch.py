"""Watches the window's thread: how late its heartbeat is in each phase, and what it was doing then."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import psutil
from PySide6.QtCore import QObject, Qt, QTimer

BEAT = 0.005  # seconds between two heartbeats
LATE = 0.03  # seconds of lateness from which a stall is looked into
AFTER_TAKE = 0.3  # seconds after a take came that count as its arriving
_MEMORY_EVERY = 100  # beats between two looks at the memory
_ROOT = str(Path(__file__).resolve().parents[2]) + "/"


@dataclass(frozen=True)
class Stall:
    """The window's thread answered `late` seconds late, of which it worked `own` seconds itself."""

    phase: str
    begun: float
    late: float
    own: float


class Heartbeat(QObject):
    """Beats in the window's thread; `phase` names what is going on. `memory` is the most this process held, bytes."""

    def __init__(self, phase: str) -> None:
        super().__init__()
        self.phase, self.memory = phase, 0
        self.stalls: list[Stall] = []
        self.longest: dict[str, Stall] = {}
        self.busiest: dict[str, float] = {}  # the most own work between two beats, seconds by phase
        self.beaten: Callable[[], object] = lambda: None
        self.last, self._own, self._count = time.perf_counter(), time.thread_time(), 0
        self._take = 0.0
        self._process = psutil.Process()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(round(BEAT * 1000))

    def take_came(self) -> None:
        """A take has come; what stalls now is counted for that too."""
        self._take = time.perf_counter()

    def _beat(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        late = max(0.0, now - self.last - BEAT)
        phases = [self.phase]
        if self.last - self._take < AFTER_TAKE:
            phases.append("takes arriving")
        for phase in phases:
            stall = Stall(phase, self.last, late, own - self._own)
            if late > LATE:
                self.stalls.append(stall)
            if phase not in self.longest or late > self.longest[phase].late:
                self.longest[phase] = stall
            self.busiest[phase] = max(self.busiest.get(phase, 0.0), stall.own)
        self._count += 1
        if self._count % _MEMORY_EVERY == 0:
            self.memory = max(self.memory, self._process.memory_info().rss)
        self.last, self._own = time.perf_counter(), time.thread_time()
        self.beaten()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()


class Sampler:
    """Looks at what the window's thread does whenever its heartbeat is late, by a signal: not on Windows.

    A look from another thread would be simpler, but makes Python 3.11 crash now and then.
    """

    def __init__(self, heartbeat: Heartbeat) -> None:
        self._heartbeat = heartbeat
        self._seen: dict[float, Counter[str]] = {}
        signal.signal(signal.SIGALRM, self._look)
        heartbeat.beaten = lambda: signal.setitimer(signal.ITIMER_REAL, BEAT + LATE / 2, BEAT)
        heartbeat.beaten()

    def close(self) -> None:
        """Look no more."""
        self._heartbeat.beaten = lambda: None
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _look(self, number: int, frame: FrameType | None) -> None:
        self._seen.setdefault(self._heartbeat.last, Counter())[_where(frame)] += 1

    def causes(self, most: int = 25) -> list[str]:
        """The longest stalls, each with what the thread was found at most of the time."""
        lines: list[str] = []
        for stall in sorted(self._heartbeat.stalls, key=lambda stall: -stall.late)[:most]:
            seen = self._seen.get(stall.begun)
            where = seen.most_common(1)[0][0] if seen else "not seen"
            lines.append(f"{stall.late * 1000:4.0f} ms ({stall.own * 1000:.0f} own) {stall.phase}: {where}")
        return lines


def _where(frame: FrameType | None) -> str:
    """The innermost place, and the four places of this project that led to it."""
    places: list[str] = []
    innermost = True
    while frame is not None and len(places) < 5:
        path = frame.f_code.co_filename
        if innermost or (path.startswith(_ROOT) and "/.venv/" not in path and "/windowbench/" not in path):
            places.append(f"{path.removeprefix(_ROOT)}:{frame.f_lineno} {frame.f_code.co_name}")
        innermost, frame = False, frame.f_back
    return " < ".join(places)
