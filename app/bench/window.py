"""Runs a part of the window's measurement as a process with a home of its own, and gives on what it tells."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app import paths
from app.bench.rig import BenchFailed, Context, Row, end
from app.memory import with_large_pages

_ROOT = Path(__file__).resolve().parents[2]


def results(context: Context, order: str, folder: Path, platform: str, what: str) -> Iterator[dict[str, Any]]:
    """What the process says, fact by fact; `order` is JSON for app.windowbench, which works in `folder`.

    Faults and causes of stalls go to the context. Raises BenchFailed.
    """
    told = folder / "stderr.txt"
    with told.open("wb") as errors:
        process = subprocess.Popen(
            [*_display(platform), sys.executable, "-m", "app.windowbench", order],
            cwd=_ROOT,
            env=_environment(folder / "home", platform),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
        with process:
            try:
                yield from _facts(context, process, what)
            finally:
                end(process)
    said = told.read_text("utf-8", "replace").strip()
    if process.returncode:
        if said and process.returncode != -signal.SIGKILL:  # who kills it knows why
            context.note(said)
        raise BenchFailed(f"The window ended with code {process.returncode}: {' '.join(said.splitlines()[-1:])}")
    if said and context.window.explain:
        context.note(said)


def row(fact: dict[str, Any]) -> Row:
    """A result that was told."""
    return Row(fact["name"], fact["value"], fact["unit"], fact["remark"])


def _facts(context: Context, process: subprocess.Popen[str], what: str) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    for count, text in enumerate(process.stdout, 1):
        fact = json.loads(text)
        if fact["event"] == "failed":
            raise BenchFailed(fact["sentence"])
        if fact["event"] == "cause":
            context.note(fact["sentence"])
        else:
            context.progress(count, 0, what)
            yield fact
    process.wait()


def _environment(home: Path, platform: str) -> dict[str, str]:
    own = {paths.HOME_VARIABLE: str(home), "QT_QPA_PLATFORM": platform, "PYTHONUTF8": "1"}
    return {**with_large_pages(os.environ), **own}


def _display(platform: str) -> list[str]:
    """What gives the window a screen where there is none."""
    if platform != "xcb" or os.environ.get("DISPLAY"):
        return []
    xvfb = shutil.which("xvfb-run")
    if xvfb is None:
        raise BenchFailed("There is no screen here. Install xvfb, or measure with --platform offscreen.")
    return [xvfb, "-a", "-s", "-screen 0 1920x1080x24"]
