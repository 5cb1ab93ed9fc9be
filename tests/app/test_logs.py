"""The log, in a process of its own: what is written, uncaught exceptions, rotation, no place to write."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(home: Path, code: str) -> tuple[int, str, str]:
    """Exit status, stderr, and the log of a program."""
    program = f"import logging, sys, threading\nfrom app import logs\npath = logs.start('app')\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"SHIAGE_HOME": str(home), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    file = home / "logs" / "app.log"
    return done.returncode, done.stderr, file.read_text("utf-8") if file.exists() else ""


def test_the_file_holds_more_than_the_terminal(tmp_path: Path):
    code = "log = logging.getLogger('app.x')\nlog.debug('one')\nlog.info('two 走')\nlog.warning('three')\nprint(path)"
    status, stderr, log = run(tmp_path, code)
    assert status == 0
    assert "two" not in stderr
    assert "WARNING app.x: three" in stderr
    assert "one" not in log
    assert "INFO MainProcess MainThread app.x: two 走" in log
    assert "three" in log


def test_what_nobody_caught_is_in_the_log_with_its_place(tmp_path: Path):
    code = (
        "def fall(): raise KeyError('lost in a thread')\n"
        "def leave(): raise SystemExit\n"
        "for act in (fall, leave):\n"
        "    thread = threading.Thread(target=act, name='reader'); thread.start(); thread.join()\n"
        "raise ValueError('lost in main')"
    )
    status, stderr, log = run(tmp_path, code)
    assert status == 1
    assert "CRITICAL" in log
    assert "uncaught exception in reader" in log
    assert "KeyError: 'lost in a thread'" in log
    assert "ValueError: lost in main" in log
    assert "ValueError: lost in main" in stderr
    assert log.count("uncaught exception") == 2


def test_ctrl_c_is_no_fault(tmp_path: Path):
    _, stderr, log = run(tmp_path, "raise KeyboardInterrupt")
    assert "KeyboardInterrupt" in stderr
    assert log == ""


def test_old_logs_make_room(tmp_path: Path):
    run(tmp_path, "for number in range(9000): logging.getLogger('app').info('%d %s', number, 'x' * 1000)")
    files = sorted((tmp_path / "logs").iterdir())
    assert [file.name for file in files] == ["app.log", "app.log.1", "app.log.2", "app.log.3"]
    assert sum(file.stat().st_size for file in files) < 8_100_000
    assert " 8999 " in (tmp_path / "logs" / "app.log").read_text()


def test_without_a_place_to_write_the_program_runs_on(tmp_path: Path):
    home = tmp_path / "file"
    home.touch()
    status, stderr, _ = run(home, "print(path, file=sys.stderr)")
    assert status == 0
    assert "no log file" in stderr
    assert stderr.endswith("None\n")


def test_without_a_terminal_the_log_is_kept_all_the_same(tmp_path: Path):
    code = "raise ValueError('under pythonw')"
    program = f"import sys\nsys.stderr = None\nfrom app import logs\nlogs.start('app')\n{code}"
    subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env={"SHIAGE_HOME": str(tmp_path), "PATH": ""}, check=False
    )
    assert "ValueError: under pythonw" in (tmp_path / "logs" / "app.log").read_text()
