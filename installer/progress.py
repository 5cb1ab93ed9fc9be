"""Tells what the set-up is doing: step n of m, how long, how much was fetched; one live line on a terminal."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TextIO

HEARTBEAT = 20.0  # seconds between signs of life where no terminal shows a live line


class Progress:
    """Prints `[n/m] what ... result  seconds`; on a terminal the line is rewritten while the step runs."""

    def __init__(self, steps: int, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._live = self._out.isatty()
        self._steps = steps
        self._step = 0
        self._what = ""
        self._began = self._said = time.monotonic()

    def begin(self, what: str) -> None:
        """Start the next step."""
        self._step += 1
        self._what = what
        self._began = self._said = time.monotonic()
        if self._live:
            self._rewrite(self._head())
        else:
            self._line(self._head() + " ...")

    def tick(self, detail: str = "") -> None:
        """Show that the step is still running, and what it is at. May be called as often as one likes."""
        text = f"{self._head()} ... {self._seconds()}" + (f", {detail}" if detail else "")
        if self._live:
            self._rewrite(text)
        elif time.monotonic() - self._said > HEARTBEAT:
            self._line(text)

    def note(self, text: str) -> None:
        """One lasting line about the step."""
        self._clear()
        self._line(f"      {text}")

    def end(self, result: str = "done") -> None:
        """The step is over; `result` says how it went."""
        self._clear()
        self._line(f"{self._head()}: {result} ({self._seconds()})")

    def abandon(self) -> None:
        """Leave the terminal clean before a sentence about a failure."""
        self._clear()

    def _head(self) -> str:
        return f"[{self._step}/{self._steps}] {self._what}"

    def _seconds(self) -> str:
        seconds = int(time.monotonic() - self._began)
        return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min {seconds % 60} s"

    def _line(self, text: str) -> None:
        self._said = time.monotonic()
        print(text, file=self._out, flush=True)

    def _rewrite(self, text: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        print("\r" + text[:width].ljust(width), end="", file=self._out, flush=True)

    def _clear(self) -> None:
        if self._live:
            self._rewrite("")
            print("\r", end="", file=self._out, flush=True)


def size_text(count: float) -> str:
    """Bytes as people read them: "0 B", "12.3 MB", "2.4 GB"."""
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit in ("B", "kB") else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"
