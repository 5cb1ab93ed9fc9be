"""Runs pip in the environment: progress while it works, the bytes it fetched, one sentence where it fails."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from installer.faults import explain
from installer.progress import Progress, size_text

_FETCHING = re.compile(r"\s*Downloading (\S+) \(([\d.]+) (bytes|[kMG]B)\)")
_CACHED = re.compile(r"\s*Using cached (\S+) \(([\d.]+) (bytes|[kMG]B)\)")
_LOCAL = re.compile(r"\s*Processing (\S+\.whl)")
_UNIT = {"bytes": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}
_WORTH_A_LINE = 5e6  # bytes: smaller downloads are not told one by one


@dataclass
class Fetched:
    """Bytes by where they came from: over the network, out of pip's own cache, from a folder on this machine."""

    network: float = 0
    cache: float = 0
    local: float = 0

    def __iadd__(self, other: Fetched) -> Fetched:
        self.network += other.network
        self.cache += other.cache
        self.local += other.local
        return self

    def __str__(self) -> str:
        parts = (
            (self.network, "downloaded"),
            (self.cache, "from the cache"),
            (self.local, "from this machine"),
        )
        return ", ".join(f"{size_text(count)} {where}" for count, where in parts if count) or "nothing to fetch"


def install(python: Path, arguments: Sequence[str], progress: Progress, log: TextIO) -> Fetched:
    """`python -m pip install *arguments`. Raises SetupError with the sentence for what went wrong."""
    fetched = Fetched()
    said: list[str] = []

    def heard(line: str) -> str:
        said.append(line)
        return _account(line, fetched, progress)

    command = [str(python), "-m", "pip", "install", "--no-input", "--progress-bar", "off", *arguments]
    returncode = run_logged(command, progress, log, heard)
    if returncode:
        raise explain("\n".join(said), returncode)
    return fetched


def run_logged(
    command: Sequence[str], progress: Progress, log: TextIO, heard: Callable[[str], str] = lambda line: ""
) -> int:
    """Run `command` with its output in the log; each line goes to `heard`, which returns what is being done now."""
    write_log(log, f"$ {' '.join(command)}")
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUNBUFFERED": "1"}
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8", errors="replace", env=environment,
    )  # fmt: skip
    try:
        now = ""
        for line in _lines(child):
            if line is not None:
                write_log(log, line)
                now = heard(line) or now
            progress.tick(now)
        return child.wait()
    finally:
        _end(child)


def write_log(log: TextIO, line: str) -> None:
    """A full disk must not hide the sentence that says so."""
    with contextlib.suppress(OSError):
        log.write(line + "\n")
        log.flush()


def _lines(child: subprocess.Popen[str]) -> Iterable[str | None]:
    """The child's lines as they come, and None about five times a second in between."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        assert child.stdout is not None
        for line in child.stdout:
            lines.put(line.rstrip())
        lines.put(None)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    while reader.is_alive() or not lines.empty():
        try:
            yield lines.get(timeout=0.2)
        except queue.Empty:
            yield None


def _end(child: subprocess.Popen[str]) -> None:
    """After Ctrl+C pip has had the signal too: give it a moment to tidy up, then end it."""
    deadline = time.monotonic() + 5
    while child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    if child.poll() is None:
        child.kill()
        child.wait()
    if child.stdout is not None:
        child.stdout.close()


def _account(line: str, fetched: Fetched, progress: Progress) -> str:
    """Count what `line` says was fetched; returns what pip is doing now, or nothing new."""
    if found := _FETCHING.match(line):
        size = float(found[2]) * _UNIT[found[3]]
        fetched.network += size
        name = _wheel_name(found[1])
        if size >= _WORTH_A_LINE:
            progress.note(f"downloading {name}, {size_text(size)}")
        return f"{size_text(fetched.network)} so far, {name}"
    if found := _CACHED.match(line):
        fetched.cache += float(found[2]) * _UNIT[found[3]]
    elif found := _LOCAL.match(line):
        with contextlib.suppress(OSError):
            fetched.local += Path(found[1]).stat().st_size
    elif line.startswith("Installing collected packages"):
        return "unpacking"
    return ""


def _wheel_name(file: str) -> str:
    """ "numpy 2.4.6" of "numpy-2.4.6-cp311-....whl"."""
    name, _, rest = Path(file).name.partition("-")
    return f"{name} {rest.partition('-')[0]}".strip()
