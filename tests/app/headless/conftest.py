"""Runs commands as their users do: in this process where that is enough, as a process where signals matter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from app import cli

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = (sys.executable, str(ROOT / "main.py"))


@dataclass(frozen=True)
class Done:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    def named(self, event: str) -> list[dict[str, Any]]:
        return [found for found in self.events if found["event"] == event]


Shiage = Callable[..., Done]


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for temporary files, so that a test can see whether any were left."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def shiage(capsys: pytest.CaptureFixture[str]) -> Shiage:
    """`shiage("colorize", folder, "--key", ...)` runs a command in this process."""

    def run(*arguments: object) -> Done:
        capsys.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return run


class Process:
    """A command as a process of its own."""

    def __init__(self, *arguments: object, program: tuple[str, ...] = PROGRAM) -> None:
        command = [*program, *map(str, arguments)]
        pipe = subprocess.PIPE
        there = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=there)
        self.ps = psutil.Process(self.process.pid)

    def until(self, what: Callable[[], object], seconds: float = 120.0) -> None:
        end = time.monotonic() + seconds
        while not what():
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.005)

    def engines(self) -> list[psutil.Process]:
        return self.ps.children(recursive=True)

    def end(self, seconds: float = 30.0) -> Done:
        out, err = self.process.communicate(timeout=seconds)
        return Done(self.process.returncode, out, err)


@pytest.fixture
def start() -> Iterator[Callable[..., Process]]:
    """`start("render", project)` starts a command and leaves it running; `program` is what runs it."""
    started: list[Process] = []

    def run(*arguments: object, program: tuple[str, ...] = PROGRAM) -> Process:
        started.append(Process(*arguments, program=program))
        return started[-1]

    yield run
    for process in started:
        if process.process.poll() is None:
            process.process.kill()
        process.process.communicate()
