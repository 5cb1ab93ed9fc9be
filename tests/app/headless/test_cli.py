"""The command line itself: help, wrong words, what is loaded, the doctor, the benches, and how words come out."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from app import cli
from app.headless.output import JsonLines, Words, bar_line

ROOT = Path(__file__).resolve().parents[3]


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str, capsys) -> None:
    with pytest.raises(SystemExit) as left:
        cli.run([command, "--help"])
    assert left.value.code == 0
    words = capsys.readouterr().out
    assert f"Example:\n  python main.py {command}" in words
    assert "--json" in words


def test_the_commands_load_neither_qt_nor_a_model_library_nor_more_than_they_need() -> None:
    script = (
        "import sys, app.cli, app.headless.colorize, app.headless.render, app.headless.export, app.headless.doctor, "
        "app.bench.run\n"
        "print([name for name in ('PySide6', 'qasync', 'torch', 'diffusers', 'transformers') if name in sys.modules])"
    )
    assert python("-c", script).stdout.strip() == "[]"
    assert python("-c", "import sys, app.cli; print('cv2' in sys.modules)").stdout.strip() == "False"


def test_the_door_runs_commands_as_a_process() -> None:
    done = python("main.py", "--version")
    assert (done.returncode, done.stdout) == (0, "Shiage 0.1.0\n")
    done = python("main.py", "colorize", "/nowhere", "--key", "1=/none.png")
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("arguments", [["colorise"], ["bench", "--quik"], ["render"]])
def test_wrong_words_are_one_sentence_and_exit_code_1(shiage, arguments: list[str]) -> None:
    done = shiage(*arguments)
    assert done.code == 1
    assert len(done.err.splitlines()) == 1
    assert "--help" in done.err


def test_a_reader_that_has_seen_enough_is_no_error_worth_a_traceback() -> None:
    script = f"{sys.executable} main.py doctor | head -n 1"
    done = subprocess.run(script, shell=True, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_the_doctor_looks_at_everything_and_starts_the_engine(shiage) -> None:
    done = shiage("doctor", "--json")
    assert done.code == 0
    checks = {event["name"]: event for event in done.named("check")}
    assert {
        "Python", "packages", "processor", "memory", "graphics card", "ffmpeg", "data folder", "settings folder",
        "log folder", "disk for projects", "disk for temporary files", "engine", "colorizer draft",
        "colorizer longanimation", "weights",
    } == set(checks)  # fmt: skip
    assert all(check["mark"] in ("ok", "warn") for check in checks.values())
    assert 0 < checks["engine"]["value"] < 30
    assert done.named("done")[0]["ok"] is True


def test_the_doctor_finds_what_is_wrong(shiage, tmp_path, monkeypatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SHIAGE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(tmp_path / "no-ffmpeg"))
    done = shiage("doctor")
    assert done.code == 1
    assert "FAIL  ffmpeg" in done.out
    assert "FAIL  data folder" in done.out
    assert "OK    engine" in done.out  # it does without its log
    assert done.out.splitlines()[-1].startswith("Shiage cannot work properly here yet: see ffmpeg, data folder")


def test_a_bench_tells_its_results(shiage) -> None:
    done = shiage("bench", "io", "--quick", "--json")
    assert done.code == 0
    results = done.named("result")
    assert len(results) == 10
    assert all(result["value"] > 0 and result["unit"] in ("ms", "KB") for result in results)
    words = shiage("bench", "nothing")
    assert words.code == 1
    assert "choose among io, export, engine, draft" in words.err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_that_makes_way_for_words() -> None:
    out, err = io.StringIO(), Terminal()
    words = Words(out, err)
    words.progress(1, 4, "coloring", 75.0)
    words.progress(2, 4, "coloring")  # too soon to be shown
    words.progress(4, 4, "coloring")  # the end always is
    words.tell("segment", "Frames 1-4 are ready.")
    words.note("A note.")
    assert out.getvalue() == "Frames 1-4 are ready.\n"
    shown = err.getvalue()
    assert "[######------------------]  25 % 1/4 frames, coloring, 1:15 left" in shown
    assert "50 %" not in shown
    assert "100 % 4/4" in shown
    assert shown.endswith("\r\x1b[KA note.\n")


def test_without_a_terminal_there_is_no_bar() -> None:
    out, err = io.StringIO(), io.StringIO()
    words = Words(out, err)
    words.progress(4, 4, "coloring")
    words.fail("No.")
    assert (out.getvalue(), err.getvalue()) == ("", "No.\n")


def test_json_lines_are_one_object_each_and_not_too_many() -> None:
    out = io.StringIO()
    lines = JsonLines("render", out)
    for done in range(1001):
        lines.progress(done, 1000, "coloring", 1.23456)
    lines.tell("done", 'Ready, "all"\nof it – 仕上げ', path=Path("/x"))
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(found) < 20
    assert found[-2]["done"] == 1000
    assert found[0] == {
        "event": "progress", "command": "render", "done": 0, "total": 1000, "unit": "frames",
        "stage": "coloring", "seconds_left": 1.2,
    }  # fmt: skip
    assert found[-1]["sentence"] == 'Ready, "all"\nof it – 仕上げ'
    assert out.getvalue().isascii()


@pytest.mark.parametrize(("done", "total", "share"), [(0, 4, "  0 %"), (5, 4, "100 %"), (999, 1000, " 99 %")])
def test_the_bar_stays_within_its_bounds(done: int, total: int, share: str) -> None:
    assert share in bar_line(done, total, "coloring", None)


def test_work_of_unknown_length_is_counted_without_a_bar() -> None:
    assert bar_line(62, 0, "Looking for pictures", None) == "Looking for pictures: 62"


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e999"])
def test_a_setting_that_is_no_number_to_work_with_is_refused(shiage, number: str) -> None:
    done = shiage("colorize", "line", "--setting", f"guidance={number}")
    assert done.code == 1
    assert "is no number that can be worked with" in done.err
