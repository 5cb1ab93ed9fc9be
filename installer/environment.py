"""Makes the virtual environment and keeps it as pyproject.toml asks; costs nothing where that is already so."""

from __future__ import annotations

import datetime
import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path
from typing import TextIO

from installer.faults import DISK_FULL, SetupError
from installer.parts import Part
from installer.pip_runs import Fetched, install, run_logged
from installer.progress import Progress, size_text


class Environment:
    """The `.venv` of one checkout. What is finished stands in its stamp; a marker stays while work is under way."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        windows = os.name == "nt"
        self.python = self.folder / ("Scripts/python.exe" if windows else "bin/python")
        self._stamp = self.folder / "shiage-setup.json"
        self._marker = self.folder / "shiage-unfinished"

    def missing(self, parts: list[Part]) -> list[Part]:
        """The parts that are not installed as they are wanted now."""
        if not self._sound():
            return parts
        done = self._done()
        return [part for part in parts if done.get(part.name) not in (part.digest, _tried_today(part))]

    def install(self, parts: list[Part], progress: Progress, log: TextIO) -> Fetched:
        """Make the environment where there is none and install `parts`. Raises SetupError."""
        self._check_space(parts)
        if not self._sound():
            self._make(progress, log)
        self._marker.touch()
        total = Fetched()
        try:
            for part in parts:
                total += self._install_part(part, progress, log)
        except SetupError as error:
            if error.network:  # nothing was unpacked yet, so there is nothing to mend
                self._marker.unlink()
            raise
        self._marker.unlink()
        return total

    def steps(self, parts: list[Part]) -> int:
        """How many steps `install` will tell about."""
        return len(parts) + (not self._sound())

    def knows(self, word: str) -> bool:
        """Whether `word` was learned about this environment before."""
        return word in self._done()

    def learn(self, word: str) -> None:
        """Keep `word` in the stamp."""
        self._write_stamp(word, "yes")

    def _sound(self) -> bool:
        return self.python.exists() and not self._marker.exists()

    def _done(self) -> dict[str, str]:
        try:
            done = json.loads(self._stamp.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return done if isinstance(done, dict) else {}

    def _make(self, progress: Progress, log: TextIO) -> None:
        if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            raise SetupError(
                "Python's module for virtual environments is missing: install it "
                f"(on Debian and Ubuntu: sudo apt install python{version}-venv) and run the same command again."
            )
        if self.folder.exists():
            if not ((self.folder / "pyvenv.cfg").exists() or self._marker.exists()):
                raise SetupError(
                    f"{self.folder} is in the way and no virtual environment: move it and run the command again."
                )
            progress.begin("Virtual environment, again from the start: the last set-up did not finish")
            shutil.rmtree(self.folder)
        else:
            progress.begin("Virtual environment")
        self.folder.mkdir()
        self._marker.touch()
        if run_logged([sys.executable, "-m", "venv", str(self.folder)], progress, log):
            raise SetupError(
                "The virtual environment could not be made: check that this Python is complete "
                "(on Debian and Ubuntu: sudo apt install python3-venv) and that the disk is not full."
            )
        progress.end()

    def _install_part(self, part: Part, progress: Progress, log: TextIO) -> Fetched:
        progress.begin(part.title)
        try:
            fetched = self._first_that_works(part, progress, log)
        except SetupError as error:
            if part.needed or not (error.network or error.unavailable):
                raise
            if error.unavailable:
                why = "there is no build of it for this system and this Python"
                self._write_stamp(part.name, part.digest)
            else:
                why = "its server cannot be reached; it is tried again from tomorrow on"
                self._write_stamp(part.name, _tried_today(part))
            progress.end(f"left out (the Draft colorizer works without it): {why}")
            return Fetched()
        self._write_stamp(part.name, part.digest)
        progress.end(str(fetched))
        return fetched

    def _first_that_works(self, part: Part, progress: Progress, log: TextIO) -> Fetched:
        *earlier, last = part.attempts()
        for arguments in earlier:
            try:
                return install(self.python, arguments, progress, log)
            except SetupError as error:
                if not error.unavailable:
                    raise
        return install(self.python, last, progress, log)

    def _write_stamp(self, word: str, value: str) -> None:
        fresh = self._stamp.with_suffix(".part")
        fresh.write_text(json.dumps(self._done() | {word: value}, indent=1), "utf-8")
        fresh.replace(self._stamp)

    def _check_space(self, parts: list[Part]) -> None:
        need = sum(part.space for part in parts)
        free = shutil.disk_usage(self.root).free
        if free < need:
            raise SetupError(
                f"The set-up needs about {size_text(need)} and the disk has {size_text(free)} left: "
                "free some space and run the same command again."
            )


def _tried_today(part: Part) -> str:
    return f"{part.digest} tried {datetime.date.today().isoformat()}"


def disk_full(error: OSError) -> SetupError | None:
    """The sentence for an OSError of our own files, where the disk is what failed."""
    return SetupError(DISK_FULL) if error.errno in (28, 122) else None
