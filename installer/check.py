"""The one check that developers and CI share: style, types, import contracts, then the whole test suite.

    python installer/check.py [pytest arguments]

Everything runs even where an earlier step found faults. pytest comes last and has the last word on the terminal.
The tests are shared out among as many processes as there are processors; what is said to pytest here goes before that,
such as `-n 0` for one process.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
STEPS = [
    ("style (ruff check)", ["-m", "ruff", "check", "."]),
    ("format (ruff format --check)", ["-m", "ruff", "format", "--check", "."]),
    ("types (pyright)", ["-m", "pyright", "--pythonpath", PYTHON]),
    (
        "import contracts (lint-imports)",
        ["-c", "from importlinter.cli import lint_imports_command as go; go(['--no-logo'])"],
    ),
]
ALONE = ("--pdb", "--trace", "-pno:xdist", "no:xdist")  # what pytest does in its own process only


def shared_out(pytest_arguments: list[str]) -> list[str]:
    """What has pytest share the tests out among processes; nothing where these arguments want one process."""
    if importlib.util.find_spec("xdist") is None or any(argument in ALONE for argument in pytest_arguments):
        return []
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # At least two, since tests wait much; at most eight, since each holds up to a gigabyte.
    return ["-n", str(min(max(processors, 2), 8)), "--dist", "worksteal"]


def main(pytest_arguments: list[str]) -> int:
    """Run every step; returns pytest's exit code, or 1 where only an earlier step found faults."""
    if importlib.util.find_spec("pytest") is None:
        sys.exit("The development tools are missing here: run this once: python3 installer/bootstrap.py test")
    # One thread for matrices, as in the engine: more of them wait for each other beside the processes that tests start.
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    environment = {**os.environ, **threads, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    # Where Python may not keep what it has compiled, each of the hundreds of engines compiles all of its modules again.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    total = len(STEPS) + 1
    faults = []
    for number, (what, arguments) in enumerate(STEPS, 1):
        began = time.monotonic()
        done = subprocess.run(
            [PYTHON, *arguments], cwd=ROOT, env=environment, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
        verdict = "FAULTS FOUND" if done.returncode else "clean"
        print(f"[{number}/{total}] {what}: {verdict} ({time.monotonic() - began:.1f} s)", flush=True)
        if done.returncode:
            faults.append(what)
            print(done.stdout, flush=True)
    if faults:
        print(f"Faults to mend before this can be handed on: {', '.join(faults)}. The tests follow.", flush=True)
    print(f"[{total}/{total}] tests (pytest)", flush=True)
    tests = subprocess.call(
        [PYTHON, "-m", "pytest", *shared_out(pytest_arguments), *pytest_arguments], cwd=ROOT, env=environment
    )
    return tests or int(bool(faults))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
