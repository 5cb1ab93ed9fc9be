"""Broken project folders: each has its sentence, and no byte of them is lost."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from project_samples import full_project

from app.project.errors import (
    NotAProjectError,
    ProjectDamagedError,
    ProjectError,
    ProjectTooNewError,
    ProjectUnreadableError,
)
from app.project.format import decode
from app.project.model import Key, Project, with_key
from app.project.staleness import usable_keys
from app.project.storage import create_project, open_project, save_project

NO_COPY = ", and there is no earlier copy of it. Put back a copy of your own; keys and takes are still in the folder."
Break = Callable[[Path], None]


def put(data: bytes) -> Break:
    return lambda file: (file.write_bytes(data), None)[1]


def edited(edit: Callable[[dict[str, Any]], object]) -> Break:
    def act(file: Path) -> None:
        content = json.loads(file.read_text("utf-8"))
        edit(content)
        file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")

    return act


def shot(edit: Callable[[dict[str, Any]], object]) -> Break:
    return edited(lambda content: edit(content["shots"][0]))


def cut_short(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) * 2 // 3])


def drop_line(file: Path) -> None:
    rows = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([*rows[:3], "  <<<<<<< theirs", *rows[3:]]), "utf-8")


# What was done to project.json, and what it then "is" or "has" in the sentence.
DAMAGE: dict[str, tuple[Break, str]] = {
    "empty": (put(b""), "is empty"),
    "zeros after a power cut": (put(b"\0" * 4096), "is empty"),
    "cut short": (cut_short, "is cut short"),
    "a stray line": (drop_line, "is broken at line 4"),
    "a picture": (put(b"\x89PNG\r\n\x1a\n\xff\xfe\xfd"), "is not the text of a project"),
    "a list": (put(b"[1, 2]"), "is not the text of a project"),
    "bottomless": (put(b"[" * 200_000), "is not the text of a project"),
    "a number beyond sense": (put(b'{"format": ' + b"9" * 5000 + b"}"), "is not the text of a project"),
    "no format": (edited(lambda content: content.pop("format")), "does not say which format it has"),
    "an unknown old format": (
        edited(lambda content: content.update(format=0)),
        "has the old format 0, which this Shiage cannot read",
    ),
    "a wrong type": (
        shot(lambda shot: shot.update(seed="seven")),
        "holds something unexpected: expected int, got str at shots[0].seed",
    ),
    "a missing field": (
        shot(lambda shot: shot.pop("rate")),
        "holds something unexpected: object missing required field rate at shots[0]",
    ),
    "an unknown word": (
        shot(lambda shot: shot["line"].update(polarity="sideways")),
        "holds something unexpected: invalid enum value 'sideways' at shots[0].line.polarity",
    ),
    "no size": (
        shot(lambda shot: shot["line"].update(width=0)),
        "holds something unexpected: expected int >= 1 at shots[0].line.width",
    ),
    "a rate of nothing": (shot(lambda shot: shot.update(rate="24/0")), 'has the frame rate "24/0"'),
    "segments all overlap": (
        shot(lambda shot: shot.update(plan={"length": 8, "overlap": 8})),
        "has segments of 8 frames that share 8",
    ),
    "a range backwards": (
        shot(lambda shot: shot["prompts"][1].update(span=[20, 10])),
        "has a range from frame 20 back to 10",
    ),
    "two keys on a frame": (
        shot(lambda shot: shot["keys"].append(shot["keys"][0])),
        "has two keys on frame 1001",
    ),
    "line art without frames": (shot(lambda shot: shot["line"].update(frames=[])), "has line art without a frame"),
    "a frame left out": (
        shot(lambda shot: shot["line"]["frames"].pop(5)),
        "has line art in which frame 1006 is left out",
    ),
    "a frame of words": (
        shot(lambda shot: shot["line"]["frames"].insert(0, "one ab x.png")),
        'has a line art frame "one ab x.png"',
    ),
    "a swatch without color": (
        shot(lambda shot: shot["palettes"][0]["swatches"].append("skin")),
        'has a swatch "skin"',
    ),
    "a color in two swatches": (
        shot(lambda shot: shot["palettes"][0]["swatches"].append("#000000 = #ffccaa: again")),
        'has a swatch "#000000 = #ffccaa: again"',
    ),
    "two palettes of one name": (
        shot(lambda shot: shot["palettes"].append(shot["palettes"][0])),
        "has two palettes with the same name",
    ),
    "two marks for a take": (
        shot(lambda shot: shot["marks"].append(shot["marks"][0])),
        "has two marks for the same take",
    ),
    "a shot id that climbs out": (
        shot(lambda shot: shot.update(id="../shot")),
        "has a shot whose id '../shot' cannot name a folder",
    ),
    "two shots of one id": (
        edited(lambda content: content["shots"].append(content["shots"][0])),
        "has two shots with the same id",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a picture in it."""
    folder = tmp_path / "cut 7.shiage"
    create_project(folder, full_project(tmp_path / "media"))
    (folder / "keys" / "1001 a.png").write_bytes(b"work of hours")
    return folder


@pytest.mark.parametrize("case", DAMAGE)
def test_damage_without_a_copy_is_said_and_nothing_is_touched(folder: Path, case: str):
    act, reason = DAMAGE[case]
    act(folder / "project.json")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(ProjectDamagedError) as raised:
        open_project(folder)
    assert str(raised.value) == f'"cut 7.shiage" cannot be opened: its project.json {reason}{NO_COPY}'
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("case", DAMAGE)
def test_damage_with_a_copy_opens_it_says_so_and_keeps_the_damaged_bytes(folder: Path, case: str):
    act, reason = DAMAGE[case]
    project = open_project(folder).project
    shutil.copy(folder / "project.json", folder / "backups" / "project-20240310-140500.json")
    (folder / "backups" / "project-20240310-150000.json").write_bytes(b"{ not this one")
    act(folder / "project.json")
    damaged = (folder / "project.json").read_bytes()
    opened = open_project(folder)
    assert opened.project == project
    (note,) = opened.notes
    assert note.startswith(f'The project.json of "cut 7.shiage" {reason}, so the copy of 2024-03-10 ')
    kept = folder / "backups" / note.rpartition("/")[2].removesuffix(".")
    assert note.endswith(f"was opened. The damaged file is kept as backups/{kept.name}.")
    open_project(folder)
    save_project(folder, opened.project)
    assert open_project(folder).notes == ()
    assert kept.read_bytes() == damaged
    assert len(list((folder / "backups").glob("damaged-*"))) == 1


def test_a_newer_project_is_refused_and_no_older_copy_taken_for_it(folder: Path):
    shutil.copy(folder / "project.json", folder / "backups" / "project-20240310-140500.json")
    edited(lambda content: content.update(format=7, app="3.1.0", shots="in a new way"))(folder / "project.json")
    before = (folder / "project.json").read_bytes()
    with pytest.raises(ProjectTooNewError) as raised:
        open_project(folder)
    assert str(raised.value) == (
        '"cut 7.shiage" was saved by a newer Shiage (3.1.0). Update Shiage, then open it again.'
    )
    assert (folder / "project.json").read_bytes() == before


@pytest.mark.parametrize("kind", ["nothing there", "a file", "another folder"])
def test_what_is_no_project_is_said(tmp_path: Path, kind: str):
    place = tmp_path / "thing"
    if kind == "a file":
        place.write_text("hello")
    elif kind == "another folder":
        place.mkdir()
    with pytest.raises(NotAProjectError) as raised:
        open_project(place)
    assert str(raised.value) == (
        '"thing" is not a Shiage project: there is no project.json in it. Choose a folder whose name ends in .shiage.'
    )


def test_a_missing_project_file_is_replaced_by_its_copy(folder: Path):
    project = open_project(folder).project
    (folder / "project.json").rename(folder / "backups" / "project-20240310-140500.json")
    opened = open_project(folder)
    assert opened.project == project
    (note,) = opened.notes
    assert note.startswith('The project.json of "cut 7.shiage" is missing, so the copy of 2024-03-10 ')
    assert note.endswith(" was opened. Check it and save.")


def test_a_file_the_disk_does_not_give_out_is_said_and_no_older_copy_taken_for_it(folder: Path):
    (folder / "project.json").rename(folder / "backups" / "project-20240310-140500.json")
    (folder / "project.json").mkdir()  # reading it fails for everyone, root included
    with pytest.raises(ProjectUnreadableError) as raised:
        open_project(folder)
    assert str(raised.value).startswith('"cut 7.shiage" cannot be read (')
    assert str(raised.value).endswith("). Check the disk or the rights on the folder, then open it again.")


def test_a_key_outside_the_shot_waits_there_with_a_note(folder: Path):
    project = open_project(folder).project
    outside = with_key(project.shots[0], Key(2000, "keys/1001 a.png", "a"))
    save_project(folder, project.with_shot(outside))
    opened = open_project(folder)
    assert opened.project == project.with_shot(outside)
    assert opened.notes == ("1 key waits outside the line art, which has frames 1001 to 1024.",)
    assert usable_keys(opened.project.shots[0]) == project.shots[0].keys
    assert (folder / "keys" / "1001 a.png").read_bytes() == b"work of hours"


def test_keys_out_of_order_are_put_in_order(folder: Path):
    project = open_project(folder).project
    first = project.shots[0]
    save_project(folder, project.with_shot(replace(first, keys=first.keys[::-1])))
    assert open_project(folder).project == project


def test_any_damage_is_a_project_or_a_sentence(folder: Path):
    """Values swapped at random, and bytes: nothing but a Project or a ProjectError may come out."""
    data = (folder / "project.json").read_bytes()
    chance = random.Random(3)
    strange: list[Any] = [None, -1, 10**30, 1.5, "", "x", "1 ", " 1 2", [], [[]], {}, {"a": 1}, True, "..", "9" * 5000]

    def places(value: Any) -> list[tuple[Any, Any]]:
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        return [(value, at) for at, _ in inner] + [place for _, item in inner for place in places(item)]

    refused = 0
    for at in range(600):
        if at % 2:
            content = json.loads(data)
            holder, name = chance.choice(places(content))
            holder[name] = chance.choice(strange)
            broken = json.dumps(content).encode()
        else:
            spot = chance.randrange(len(data))
            broken = data[:spot] + bytes([chance.randrange(256)]) + data[spot + 1 :]
        try:
            assert isinstance(decode(broken, folder).project, Project)
        except ProjectError:
            refused += 1
    assert 100 < refused < 600
