"""The app as a process: it opens usable without a model library, and a polite kill closes it whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.project import lock

ROOT = Path(__file__).resolve().parents[2]
ON_UNIX = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on Unix")
OPEN = """
import sys
from app import application
begun = application.Application.open
async def told(self, arguments):
    print("OPENING", flush=True)
    self.window.page_changed.connect(lambda: print("PAGE", flush=True))
    await begun(self, arguments)
    print("SHOWN", sorted({name.split(".")[0] for name in sys.modules} & {"torch", "diffusers", "transformers"}),
          flush=True)
application.Application.open = told
import main
sys.exit(main.main(sys.argv[1:]))
"""


def opening(*arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", OPEN, *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@ON_UNIX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_window_opens_and_a_signal_closes_it_whole(home: Path, number: signal.Signals) -> None:
    with opening("--sample") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "OPENING\n"
        assert process.stdout.readline() == "SHOWN []\n"
        assert process.stdout.readline() == "PAGE\n"
        folder = home / "data" / "projects" / "Poppy.shiage"
        assert (folder / lock.LOCK_FILE).exists()
        time.sleep(0.3)  # the engine is starting by now
        process.send_signal(number)
        assert process.wait(20) == 0
        assert process.stderr.read() == ""
    assert not (folder / lock.LOCK_FILE).exists()


@ON_UNIX
def test_a_signal_while_the_window_is_being_opened_closes_it_whole(home: Path) -> None:
    with opening() as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "OPENING\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stderr.read() == ""
    assert (home / "config" / "settings.json").exists()  # where the window was, kept on the way out


def test_words_that_are_no_project_go_to_the_command_line(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "paint"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "paint" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_without_a_display_the_window_says_what_to_do_instead(home: Path) -> None:
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in named}
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "--sample"],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("There is no display here")
    assert "main.py colorize" in done.stderr
    assert len(done.stderr.splitlines()) == 1


RESTARTED = """
import os, sys
from PySide6.QtCore import QProcess
from app import application

def scaled(wanted):
    os.environ["QT_SCALE_FACTOR"] = "1"
    return ""

async def ended(arguments, preferred):
    return "of two words.shiage",

application._main, application.scale_up = ended, scaled
QProcess.startDetached = lambda program, arguments: print([program, *arguments], "QT_SCALE_FACTOR" in os.environ)
application.run(sys.argv[1:])
"""


def test_the_app_starts_anew_by_the_same_command_with_the_project_that_was_open(home: Path, tmp_path: Path) -> None:
    script = tmp_path / "begin.py"
    script.write_text(RESTARTED)
    command = [sys.executable, "-X", "utf8", str(script)]
    environment = {name: value for name, value in os.environ.items() if name != "QT_SCALE_FACTOR"}
    done = subprocess.run(
        [*command, "--sample"], env={**environment, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout == f"{[*command, 'of two words.shiage']} False\n", done.stderr
