"""The project folder: what is saved comes back, backups, older formats, copies, and disks that refuse."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from project_samples import PYTHON, ROOT, full_project, line_art

from app.project import migrations, storage
from app.project.errors import ProjectError, ProjectWriteError
from app.project.model import Drawing, Key, Project, SegmentPlan, Shot
from app.project.palettes import Palette, Palettes, Swatch
from app.project.storage import copy_project, create_project, open_project, save_project

DATA = ROOT / "tests" / "data"


def text_of(folder: Path) -> str:
    return (folder / "project.json").read_text("utf-8")


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_everything_in_a_project_comes_back_as_it_was(tmp_path: Path):
    project = full_project(tmp_path / "media")
    folder = tmp_path / "cut 7.shiage"
    create_project(folder, project)
    opened = open_project(folder)
    assert opened.project == project
    assert opened.notes == ()
    assert [type(value) for _, value in opened.project.shots[0].settings] == [int, float, bool, str]
    before = text_of(folder)
    save_project(folder, opened.project)
    assert text_of(folder) == before
    assert names_in(folder) == ["backups", "cache", "keys", "line", "project.json", "takes"]


def test_the_file_is_for_people_to_read(tmp_path: Path):
    create_project(tmp_path / "p.shiage", full_project(tmp_path / "media"))
    lines = text_of(tmp_path / "p.shiage").splitlines()
    assert json.loads("\n".join(lines))["format"] == 6
    assert lines[1] == ' "format": 6,'
    assert '   "name": "Cut 7 「走る」",' in lines
    assert '   "rate": "24000/1001",' in lines
    assert any('{"number": 1001, "path": "keys/1001 a.png"' in line for line in lines)
    assert '    "folder": "../media/",' in lines
    assert '     "1003",' in lines
    assert any(line.endswith(' cut 07.1005.png",') for line in lines)
    assert any('"span": [1010, 1020]' in line for line in lines)
    assert any('"#ffccaa = #ffccaa: skin"' in line for line in lines)


def test_an_empty_project_and_the_project_file_itself_open(tmp_path: Path):
    create_project(tmp_path / "p.shiage")
    assert open_project(tmp_path / "p.shiage" / "project.json").project == Project()


def test_names_that_are_not_unicode_come_back(tmp_path: Path):
    odd = os.fsdecode(b"caf\xe9/l \xff.png")
    line = replace(line_art("x"), source=odd, frames=(Drawing(1, str(tmp_path / odd), "d"), Drawing(2, odd, "")))
    project = Project((Shot("s", odd, line=line, keys=(Key(1, odd, "k"),), settings=((odd, odd),)),))
    create_project(tmp_path / "p.shiage", project)
    assert open_project(tmp_path / "p.shiage").project == project


def test_5000_frames_load_in_less_than_a_tenth_of_a_second(tmp_path: Path):
    line = line_art(tmp_path / "a rather long folder name" / "line", count=5000)
    project = Project((Shot("s", "long", line=line),))
    create_project(tmp_path / "p.shiage", project)
    times: list[float] = []
    for _ in range(5):
        begun = time.perf_counter()
        opened = open_project(tmp_path / "p.shiage")
        times.append(time.perf_counter() - begun)
        assert opened.project == project
    assert min(times) < 0.1
    assert (tmp_path / "p.shiage" / "project.json").stat().st_size < 500_000


def test_creating_over_something_is_refused_and_leaves_it_alone(tmp_path: Path):
    (tmp_path / "p.shiage").mkdir()
    create_project(tmp_path / "p.shiage")  # an empty folder will do
    with pytest.raises(ProjectWriteError, match=r"There is something at .* already\. Choose another name"):
        create_project(tmp_path / "p.shiage", full_project("/media"))
    assert open_project(tmp_path / "p.shiage").project == Project()
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ProjectWriteError):
        create_project(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


# Backups


def saved_at(folder: Path, name: str, when: float) -> None:
    """Save a state as if at `when`; the clock is part of what is tested."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage.time, "time", lambda: when)
        save_project(folder, Project((Shot("s", name),)))
    os.utime(folder / "project.json", (when, when))


def states(folder: Path) -> list[str]:
    return [json.loads(path.read_text())["shots"][0]["name"] for path in sorted((folder / "backups").iterdir())]


def test_earlier_states_are_kept_some_ten_minutes_apart_and_five_at_most(tmp_path: Path):
    folder = tmp_path / "p.shiage"
    create_project(folder, Project((Shot("s", "start"),)))
    start = time.time() - 100_000
    os.utime(folder / "project.json", (start, start))
    for minute in range(1, 121):
        saved_at(folder, str(minute), start + minute * 60)
    assert states(folder) == ["81", "90", "99", "108", "117"]  # a save a minute; the state before the tenth is kept
    saved_at(folder, "next day", start + 86_400)
    assert states(folder) == ["90", "99", "108", "117", "120"]  # how it was left last evening
    assert names_in(folder / "backups")[0].startswith("project-")


def test_a_clock_set_back_does_not_stop_backups(tmp_path: Path):
    folder = tmp_path / "p.shiage"
    create_project(folder, Project((Shot("s", "start"),)))
    now = time.time()
    (folder / "backups" / "project-29990101-000000.json").write_text(text_of(folder))
    saved_at(folder, "1", now + 1)
    assert len(states(folder)) == 2
    saved_at(folder, "2", now + 2)
    assert len(states(folder)) == 2


# Older formats


def test_an_older_format_is_upgraded_and_its_file_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def keys_as_rows(data: dict[str, Any]) -> dict[str, Any]:
        for shot in data["shots"]:
            shot["keys"] = [{"number": int(at), "path": path, "digest": ""} for at, path in shot["keys"].items()]
        return data

    folder = tmp_path / "old.shiage"
    shutil.copytree(DATA / "format-0.shiage", folder)
    original = (folder / "project.json").read_bytes()
    with pytest.raises(ProjectError, match=r"has the old format 0, which this Shiage cannot read"):
        open_project(folder)
    monkeypatch.setitem(migrations.MIGRATIONS, 0, keys_as_rows)
    opened = open_project(folder)
    shot = opened.project.shots[0]
    assert [(key.number, key.path) for key in shot.keys] == [(1, "keys/first.png"), (3, "keys/third.png")]
    assert shot.line is not None
    assert shot.line.frames[2] == Drawing(3, str(tmp_path / "line" / "0003.png"), "bb")
    save_project(folder, opened.project)
    assert json.loads(text_of(folder))["format"] == 6
    assert open_project(folder).project == opened.project
    assert original in [path.read_bytes() for path in (folder / "backups").iterdir()]


def test_a_project_of_format_1_opens_as_it_was_and_its_file_is_kept(tmp_path: Path):
    folder = tmp_path / "p.shiage"
    was = full_project("/media")
    plain = replace(was.shots[0], plan=SegmentPlan(81, 9), choices=(replace(was.shots[0].choices[1], reference=None),))
    create_project(folder, was.with_shot(plain))
    content = json.loads(text_of(folder))
    content["format"] = 1
    for shot in content["shots"]:
        del shot["plan"]["whole"]
        for choice in shot["choices"]:
            del choice["reference"]
    (folder / "project.json").write_text(json.dumps(content))
    opened = open_project(folder)
    assert opened.project == was.with_shot(plain)
    assert [path.name.partition("-")[0] for path in (folder / "backups").iterdir()] == ["original"]


def test_a_palette_of_format_2_shows_each_color_for_itself(tmp_path: Path):
    folder = tmp_path / "p.shiage"
    create_project(folder, full_project("/media"))
    content = json.loads(text_of(folder))
    content["format"] = 2
    shot = content["shots"][0]
    del shot["palette"]
    shot["palettes"] = [{"name": "day", "swatches": ["#ffccaa skin", "#010203 "]}]
    (folder / "project.json").write_text(json.dumps(content))
    palettes = open_project(folder).project.shots[0].palettes
    swatches = (Swatch("skin", (255, 204, 170), ((255, 204, 170),)), Swatch("", (1, 2, 3), ((1, 2, 3),)))
    assert palettes == Palettes((Palette("day", swatches),))
    assert palettes.shown.mapping == ()


def test_a_project_of_format_3_has_no_sheets_and_no_marks(tmp_path: Path):
    folder = tmp_path / "p.shiage"
    was = full_project("/media")
    plain = replace(was.shots[0], sheets=(), marks=())
    create_project(folder, was.with_shot(plain))
    content = json.loads(text_of(folder))
    content["format"] = 3
    for shot in content["shots"]:
        del shot["sheets"], shot["marks"]
    (folder / "project.json").write_text(json.dumps(content))
    assert open_project(folder).project == was.with_shot(plain)
    assert [path.name.partition("-")[0] for path in (folder / "backups").iterdir()] == ["original"]


def test_a_project_of_format_4_has_no_notes(tmp_path: Path):
    folder = tmp_path / "p.shiage"
    was = full_project("/media")
    plain = replace(was.shots[0], notes=())
    create_project(folder, was.with_shot(plain))
    content = json.loads(text_of(folder))
    content["format"] = 4
    for shot in content["shots"]:
        del shot["notes"]
    (folder / "project.json").write_text(json.dumps(content))
    assert open_project(folder).project == was.with_shot(plain)
    assert [path.name.partition("-")[0] for path in (folder / "backups").iterdir()] == ["original"]


# Copies


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def with_files(tmp_path: Path) -> Path:
    """A project with keys, takes, and things that a copy leaves behind."""
    folder = tmp_path / "first" / "p.shiage"
    create_project(folder, full_project(tmp_path / "first" / "media"))
    for name in ("keys/1001 a.png", "line/1.png", "takes/shot1/1001-1016_ab.frames"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(name.encode() * 1000)
    for name in ("cache/big.bin", "takes/.trash/shot1/x.frames", "takes/shot1/.y.frames.1.part", "queue.json", "lock"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"left behind")
    return folder


def test_a_copy_holds_all_the_work_and_still_finds_the_media(with_files: Path, tmp_path: Path):
    told: list[tuple[int, int]] = []
    target = tmp_path / "second" / "deeper" / "q.shiage"
    before = files_of(with_files)
    opened = copy_project(with_files, target, lambda done, total: told.append((done, total)))
    assert opened == open_project(target)
    assert opened.project == open_project(with_files).project == full_project(tmp_path / "first" / "media")
    copied = files_of(target)
    assert sorted(copied) == ["keys/1001 a.png", "line/1.png", "project.json", "takes/shot1/1001-1016_ab.frames"]
    assert all(copied[name] == before[name] for name in copied if name != "project.json")
    assert files_of(with_files) == before
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] == sum(len(copied[name]) for name in copied if name != "project.json")
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_copy_into_itself_or_over_something_is_refused(with_files: Path, tmp_path: Path):
    before = files_of(tmp_path)
    for target in (with_files, with_files / "inside.shiage", with_files / "takes" / "x" / "y.shiage"):
        with pytest.raises(ProjectWriteError, match=r"cannot be copied into itself\. Choose a folder outside it"):
            copy_project(with_files, target, lambda done, total: None)
    with pytest.raises(ProjectWriteError, match=r"already\. Choose another name"):
        copy_project(with_files, tmp_path / "first", lambda done, total: None)
    assert files_of(tmp_path) == before


def test_a_stopped_copy_leaves_nothing(with_files: Path, tmp_path: Path):
    class StopCopy(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done:
            raise StopCopy

    (tmp_path / "second").mkdir()
    with pytest.raises(StopCopy):
        copy_project(with_files, tmp_path / "second" / "q.shiage", stop)
    assert names_in(tmp_path / "second") == []


def test_a_copy_that_does_not_fit_is_refused_before_it_begins(
    with_files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(storage.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(9, 9, 0))  # pyright: ignore
    with pytest.raises(ProjectWriteError, match="Free some space or choose another disk"):
        copy_project(with_files, tmp_path / "q.shiage", lambda done, total: None)
    assert names_in(tmp_path) == ["first"]


# Disks that refuse


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, 'The disk is full, so "p.shiage" was not saved. Free some space and save again.'),
        (errno.EROFS, 'Shiage may not write into "p.shiage". Save the project as a copy in a folder of yours.'),
        (errno.EIO, '"p.shiage" could not be saved (Input/output error). Check the disk and save again.'),
    ],
)
def test_a_disk_that_refuses_is_said_and_the_saved_state_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
):
    folder = tmp_path / "p.shiage"
    create_project(folder, full_project("/media"))

    def refuse(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(ProjectWriteError) as raised:
        save_project(folder, Project())
    assert str(raised.value) == sentence
    monkeypatch.undo()
    assert open_project(folder).project == full_project("/media")
    assert [name for name in names_in(folder) if name.endswith(".part")] == []


def test_a_folder_that_is_gone_is_said(tmp_path: Path):
    folder = tmp_path / "p.shiage"
    create_project(folder)
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(ProjectWriteError) as raised:
        save_project(folder, Project())
    assert str(raised.value) == (
        f'The folder "{folder}" is gone. Bring it back, or save the project as a copy elsewhere.'
    )


READ_ONLY = """
import os, sys
from pathlib import Path
from app.project.lock import acquire
from app.project.storage import open_project, save_project
from app.project.errors import ProjectWriteError
if os.geteuid() == 0:
    os.setuid(65534)
folder = Path(sys.argv[1])
for act in (lambda: acquire(folder), lambda: save_project(folder, open_project(folder).project)):
    try:
        act()
    except ProjectWriteError as error:
        print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="rights on folders work otherwise on Windows")
def test_a_folder_without_the_right_to_write_is_read_and_said():
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = Path(place) / "p.shiage"
        create_project(folder)
        for path in (folder / "backups", folder):
            path.chmod(0o555)
        run = subprocess.run([PYTHON, "-c", READ_ONLY, folder], cwd=ROOT, capture_output=True, text=True, check=False)
        for path in (folder, folder / "backups"):
            path.chmod(0o755)
    sentence = 'Shiage may not write into "p.shiage". Save the project as a copy in a folder of yours.'
    assert run.stdout.splitlines() == [sentence, sentence], run.stderr
