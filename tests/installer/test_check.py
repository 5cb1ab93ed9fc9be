"""The check shares the tests out among processes, unless what is said to pytest asks for one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from installer.check import shared_out

TOLD = "import os\n\n\ndef test_it() -> None:\n    print('worker', os.environ.get('PYTEST_XDIST_WORKER', 'none'))\n"


@pytest.mark.parametrize(
    ("said", "worker"),
    [([], "gw"), (["-n", "1"], "gw"), (["-n", "0"], "none"), (["-p", "no:xdist"], "none"), (["-pno:xdist"], "none")],
)
def test_what_is_said_to_pytest_goes_before(said: list[str], worker: str, tmp_path: Path) -> None:
    (tmp_path / "test_told.py").write_text(TOLD)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", *shared_out(said), *said, "-rP", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"worker {worker}" in done.stdout


def test_there_are_two_processes_at_least() -> None:
    assert int(shared_out([])[1]) >= 2
