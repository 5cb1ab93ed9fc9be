"""The one check that developers and CI share: style, types, import contracts, then the whole test suite.

    python installer/check.py [pytest arguments]

Everything runs even where an earlier step found faults. Types are looked at beside the tests, which often wait; what is
wrong with them is told last. The tests are shared out among one process more than there are processors; what is said to
pytest here goes before that, such as `-n 0` for one process.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
STEPS = [
    ("style (ruff check)", ["-m", "ruff", "check", "."]),
    ("format (ruff format --check)", ["-m", "ruff", "format", "--check", "."]),
    (
        "import contracts (lint-imports)",
        ["-c", "from importlinter.cli import lint_imports_command as go; go(['--no-logo'])"],
    ),
]
TYPES = ["-m", "pyright", "--pythonpath", PYTHON]
ALONE = ("--pdb", "--trace", "-pno:xdist", "no:xdist")  # what pytest does in its own process only


def shared_out(pytest_arguments: list[str]) -> list[str]:
    """What has pytest share the tests out among processes; nothing where these arguments want one process."""
    if importlib.util.find_spec("xdist") is None or any(argument in ALONE for argument in pytest_arguments):
        return []
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # One more than there are processors, since tests wait much; at most eight, since each holds up to a gigabyte.
    return ["-n", str(min(processors + 1, 8)), "--dist", "worksteal"]


def main(pytest_arguments: list[str]) -> int:
    """Run every step; returns pytest's exit code, or 1 where only another step found faults."""
    if importlib.util.find_spec("pytest") is None:
        sys.exit("The development tools are missing here: run this once: python3 installer/bootstrap.py test")
    # One thread for matrices, as in the engine: more of them wait for each other beside the processes that tests start.
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    environment = {**os.environ, **threads, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    # Where Python may not keep what it has compiled, each of the hundreds of engines compiles all of its modules again.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    total = len(STEPS) + 2
    types = _started(TYPES, environment)
    faults = [
        what
        for number, (what, command) in enumerate(STEPS, 1)
        if not _clean(f"[{number}/{total}] {what}", _started(command, environment))
    ]
    if faults:
        print(f"Faults to mend before this can be handed on: {', '.join(faults)}. The tests follow.", flush=True)
    print(f"[{total - 1}/{total}] tests (pytest)", flush=True)
    tests = subprocess.call(
        [PYTHON, "-m", "pytest", *shared_out(pytest_arguments), *pytest_arguments], cwd=ROOT, env=environment
    )
    typed = _clean(f"[{total}/{total}] types (pyright)", types)
    return tests or int(bool(faults) or not typed)


def _started(command: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [PYTHON, *command], cwd=ROOT, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace",
    )  # fmt: skip


def _clean(what: str, step: subprocess.Popen[str]) -> bool:
    """Whether a step found nothing, once it has ended; says so, or what it found."""
    found, _ = step.communicate()
    print(f"{what}: {'FAULTS FOUND' if step.returncode else 'clean'}", flush=True)
    if step.returncode:
        print(found, flush=True)
    return not step.returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
