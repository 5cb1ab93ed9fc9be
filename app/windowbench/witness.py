"""A process beside the app that does the same little work again and again: where it is slow, so is the whole computer.

A virtual machine stands still now and then without being told: memory becomes slow to reach, every line of every
process takes many times as long, and all of it counts as its own work. What the window does in such a moment says
nothing about the window.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

EVERY = 0.03  # seconds between two works
TIMES = 8  # times as much of its own time as usual, from where a work is slow
LEAST = 0.003  # seconds that such a work takes at least
_MEMORY = 60_000_000  # bytes that are touched page by page, about what a tick of the window touches
_PAGE = 4096


@dataclass(frozen=True)
class Work:
    """One work, begun at `begun` (perf_counter) and ended at `ended`; `own` seconds of processor time."""

    begun: float
    ended: float
    own: float


class Witness:
    """The process; `slow` ends it."""

    def __init__(self, notes: Path) -> None:
        self._notes = notes
        command = [sys.executable, "-m", "app.windowbench.witness", str(notes), str(os.getpid())]
        self._process = subprocess.Popen(command)

    def slow(self) -> tuple[Work, ...]:
        """End the process; the moments in which the computer was slow."""
        self._process.terminate()
        self._process.wait()
        lines = self._notes.read_text("ascii").splitlines()[:-1]  # the last one may be cut off
        return slow(Work(*(float(part) for part in line.split())) for line in lines)


def slow(works: Iterable[Work]) -> tuple[Work, ...]:
    """Those that took many times as much processor time as the others do, and the time since the work before: the
    computer may have been slow for all of it."""
    found = tuple(works)
    if len(found) < 2:
        return ()
    most = max(TIMES * median(work.own for work in found), LEAST)
    pairs = itertools.pairwise(found)
    return tuple(Work(before.ended, work.ended, work.own) for before, work in pairs if work.own > most)


def watch(notes: Path, parent: int) -> None:
    """Work until killed, or until the app, which is the parent, is gone; note each work."""
    pages = np.ones(_MEMORY, np.uint8)
    at = np.arange(0, _MEMORY, _PAGE)
    numbers = list(range(20_000))
    with notes.open("w", encoding="ascii", buffering=1) as file:
        while os.getppid() == parent:
            time.sleep(EVERY)
            begun, own = time.perf_counter(), time.thread_time()
            sum(numbers)
            pages[at].sum()
            file.write(f"{begun:.6f} {time.perf_counter():.6f} {time.thread_time() - own:.6f}\n")


if __name__ == "__main__":
    watch(Path(sys.argv[1]), int(sys.argv[2]))
