"""What LongAnimation costs here: operations, seconds, memory; measured by a process of the engine's own Python."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import IO

from app.bench.rig import BenchFailed, Context, Row, end
from app.render.engine_process import engine_environment

ABSENT = "LongAnimation's libraries are not installed here; run the set-up command with LongAnimation chosen."


def measure(context: Context) -> Iterator[Row]:
    """One row for each thing the engine measured. Raises BenchFailed."""
    if importlib.util.find_spec("torch") is None:
        context.note(ABSENT)
        return
    told = context.folder / "stderr.txt"
    with told.open("wb") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "engine.longanimation.bench", *_wish(context)],
            env=engine_environment(),
            stdout=subprocess.PIPE,
            stderr=complaints,
            start_new_session=True,
        )
        with process:
            try:
                assert process.stdout is not None
                yield from _results(context, process.stdout)
                process.wait()
            finally:
                end(process)
    if process.returncode:
        last = told.read_text("utf-8", "replace").strip().splitlines()[-1:]
        raise BenchFailed(f"The engine ended with code {process.returncode}: {' '.join(last)}")


def _wish(context: Context) -> list[str]:
    wanted = context.longanimation
    words = ["--weights", wanted.weights]
    if wanted.size:
        words += ["--size", wanted.size]
    if wanted.steps or context.quick:
        words += ["--steps", str(wanted.steps or 2)]
    return words


def _results(context: Context, channel: IO[bytes]) -> Iterator[Row]:
    for line in channel:
        fact = json.loads(line)
        if fact["event"] == "failed":
            raise BenchFailed(fact["sentence"])
        if fact["event"] == "note":
            context.note(fact["sentence"])
        elif fact["event"] == "progress":
            context.progress(fact["done"], fact["total"], fact["stage"])
        else:
            yield Row(fact["name"], fact["value"], fact["unit"], fact["remark"])
