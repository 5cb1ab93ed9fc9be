"""What a headless command says: words and a progress bar for people, or one JSON object a line for programs."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
import time
from typing import Protocol, TextIO

_BAR = 24
_EVERY = {True: 0.2, False: 0.1}  # seconds between two progress events: JSON lines, terminal


class Output(Protocol):
    """Where a command's words go. A sentence is for the artist, `facts` are JSON values for a program."""

    def progress(
        self, done: int, total: int, stage: str, seconds_left: float | None = None, unit: str = "frames"
    ) -> None:
        """How far the work is; may be called as often as one likes."""
        ...

    def tell(self, event: str, sentence: str, **facts: object) -> None:
        """Something happened: "segment", "done", "check", ..."""
        ...

    def note(self, sentence: str) -> None:
        """Something the artist should know that stops nothing."""
        ...

    def fail(self, sentence: str) -> None:
        """Why the command ended without doing all of its work."""
        ...


class JsonLines:
    """One object a line on stdout; `event` is progress, note, error or what the command names."""

    def __init__(self, command: str, out: TextIO | None = None) -> None:
        self._command, self._out = command, out or sys.stdout
        self._next = 0.0

    def progress(
        self, done: int, total: int, stage: str, seconds_left: float | None = None, unit: str = "frames"
    ) -> None:
        now = time.monotonic()
        if now < self._next and done < total:
            return
        self._next = now + _EVERY[True]
        left = None if seconds_left is None else round(seconds_left, 1)
        self._write("progress", done=done, total=total, unit=unit, stage=stage, seconds_left=left)

    def tell(self, event: str, sentence: str, **facts: object) -> None:
        self._write(event, sentence=sentence, **facts)

    def note(self, sentence: str) -> None:
        self._write("note", sentence=sentence)

    def fail(self, sentence: str) -> None:
        self._write("error", sentence=sentence)

    def _write(self, event: str, **facts: object) -> None:
        line = {"event": event, "command": self._command, **facts}
        self._out.write(json.dumps(line, default=str) + "\n")
        self._out.flush()


class HeardOrNot(JsonLines):
    """The same for a program that may be gone by now: the work is put away all the same."""

    def _write(self, event: str, **facts: object) -> None:
        with contextlib.suppress(OSError):
            super()._write(event, **facts)


class Words:
    """Results on stdout; notes, errors and (on a terminal only) a progress bar on stderr."""

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self._out, self._err = out or sys.stdout, err or sys.stderr
        self._terminal = self._err.isatty()
        self._next = 0.0
        self._shown = False

    def progress(
        self, done: int, total: int, stage: str, seconds_left: float | None = None, unit: str = "frames"
    ) -> None:
        now = time.monotonic()
        if not self._terminal or (now < self._next and done < total):
            return
        self._next = now + _EVERY[False]
        line = bar_line(done, total, stage, seconds_left, unit)
        self._err.write(f"\r{line[: shutil.get_terminal_size().columns - 1]}\x1b[K")
        self._err.flush()
        self._shown = True

    def tell(self, event: str, sentence: str, **facts: object) -> None:
        self._say(sentence, self._out)

    def note(self, sentence: str) -> None:
        self._say(sentence, self._err)

    def fail(self, sentence: str) -> None:
        self._say(sentence, self._err)

    def _say(self, sentence: str, stream: TextIO) -> None:
        if self._shown:
            self._err.write("\r\x1b[K")
            self._err.flush()
            self._shown = False
        stream.write(sentence + "\n")
        stream.flush()


def output(command: str, *, as_json: bool, attended: bool = False) -> Output:
    """The output that the command line asks for; one that is `attended` may lose whoever hears it."""
    if attended and as_json:
        return HeardOrNot(command)
    return JsonLines(command) if as_json else Words()


def bar_line(done: int, total: int, stage: str, seconds_left: float | None, unit: str = "frames") -> str:
    """`[######------]  52 % 62/120 frames, coloring, 0:35 left`; without a known total just `Looking: 62`."""
    if not total:
        return f"{stage}: {done}" if done else stage
    share = min(1.0, done / total)
    filled = int(share * _BAR)
    line = f"[{'#' * filled}{'-' * (_BAR - filled)}] {int(share * 100):3d} % {done}/{total} {unit}, {stage}"
    if seconds_left is not None:
        minutes, seconds = divmod(round(seconds_left), 60)
        line += f", {minutes}:{seconds:02d} left"
    return line
