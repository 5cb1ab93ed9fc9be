"""How fast segments went on this computer, kept beside the project's cache: what a forecast of seconds goes by."""

from __future__ import annotations

import contextlib
import os
import statistics
from pathlib import Path

import msgspec

KEPT = 9  # of each kind
Rates = dict[str, tuple[float, ...]]


class Pace:
    """Seconds a token and step by kind of run, the newest last; a missing or damaged file is no past."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rates: Rates = {}
        with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
            self._rates = msgspec.json.decode(path.read_bytes(), type=Rates)

    def seconds(self, kind: str, work: int) -> float | None:
        """For so many tokens times steps; None where nothing like it was done."""
        rates = self._rates.get(kind)
        return statistics.median(rates) * work if rates else None

    def add(self, kind: str, seconds: float, work: int) -> None:
        """Remember that `work` took `seconds`. What cannot be kept is of no matter."""
        self._rates[kind] = (*self._rates.get(kind, ()), seconds / max(1, work))[-KEPT:]
        beside = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            beside.write_bytes(msgspec.json.encode(self._rates))
            beside.replace(self._path)
