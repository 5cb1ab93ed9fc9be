"""The diagnostics bundle: everything that helps, and nothing that says who or where the artist is."""

from __future__ import annotations

import json
import platform
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flawed_takes import make_project, write_take

from app import paths, settings
from app.bench.shots import draw_project
from app.headless.scrub import Scrubber
from app.project.model import Project, Take, with_prompt
from app.project.storage import open_project, save_project
from app.project.view_state import ViewState, write_view
from app.settings import with_folder, with_recent

USER, STUDIO, FILM, SHOT = "grete_probe", "Atelier Sôra", "Kirschblüte & Söhne", "Geheimnis 07"


@pytest.fixture
def artist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder, a user, settings and logs that say a lot; returns the project's folder."""
    home = tmp_path / USER
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("LOGNAME", USER)
    monkeypatch.setenv("SHIAGE_HOME", str(home / "shiage"))
    drawn = draw_project(home / STUDIO, 6, (96, 72), length=6)
    folder = drawn.rename(drawn.with_name(f"{FILM}.shiage"))
    shot = open_project(folder).project.shots[0]
    shot = with_prompt(replace(shot, name=SHOT), "the heiress wears vermilion")
    save_project(folder, Project((shot,)))
    other = str(home / "Anderes" / "Zweiter Film.shiage")
    settings.save(with_folder(with_recent(with_recent(settings.Settings(), other), str(folder), 5.0), "key", str(home)))
    log = paths.log_folder() / "shiage.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    line = shot.line
    assert line is not None
    log.write_text(
        f'INFO opened "{folder}" of {USER} on {platform.node()}\n'
        f"ERROR {json.dumps(str(folder))} {Path(line.frames[0].path).as_uri()} C:\\Users\\{USER}\\Film\\a.png\n"
        f'Traceback\n  File "{Path(paths.__file__)}", line 12, in x\n'
        f"FileNotFoundError: [Errno 2] No such file: '/mnt/Produktion 5/Rolle/cut_12.tga'\n"
        f"WARNING relative Rolle77.tga was {SHOT}, in {home}/Bilder/Rolle/Blatt.png and ~/Bilder/Rolle\n",
        "utf-8",
    )
    return folder


def everything(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name).decode("utf-8") for name in file.namelist()}


def test_the_bundle_says_much_and_nothing_of_the_artist(artist: Path, tmp_path: Path, shiage: Callable) -> None:
    out = tmp_path / "out.zip"
    done = shiage("doctor", "--bundle", out, "--project", artist, "--json")
    assert done.named("bundle")[0]["bytes"] == out.stat().st_size
    found = everything(out)
    assert set(found) == {
        "README.txt", "facts.txt", "versions.json", "settings.json", "project.json",
        *(name for name in found if name.startswith("logs/")),
    }  # fmt: skip
    assert "logs/shiage.log" in found
    shape = json.loads(found["project.json"])["shots"][0]
    assert shape["line"]["size"] == [96, 72]
    assert shape["line"]["span"] == [1, 6]
    assert [segment["state"] for segment in shape["segments"]] == ["Empty"]
    assert shape["prompts"] == [{"span": None, "characters": 27}]
    assert json.loads(found["settings.json"])["theme"] == "dark"
    assert "python" in json.loads(found["versions.json"])
    assert "engine" in found["facts.txt"]
    assert "line 12, in x" in found["logs/shiage.log"]
    assert "<app>/app/paths.py" in found["logs/shiage.log"], "our own files may be named"

    shot = open_project(artist).project.shots[0]
    assert shot.line is not None
    secrets = [
        str(tmp_path / USER), USER, platform.node(), STUDIO, FILM, SHOT, "Geheimnis", "Kirschbl", "heiress",
        "vermilion", "Anderes", "Zweiter", "Produktion", "Rolle", "cut_12", "Bilder", "Blatt", str(artist),
        artist.as_uri(), json.dumps(str(artist))[1:-1], Path(shot.line.frames[0].path).name,
        Path(shot.keys[0].path).name,
    ]  # fmt: skip
    for name, text in found.items():
        seen = [secret for secret in secrets if secret.casefold() in text.casefold()]
        assert seen == [], f"{name}: {[line for line in text.splitlines() if any(s in line for s in seen)]}"
    assert not list(tmp_path.glob("*.part"))


def test_the_same_name_has_the_same_place_everywhere() -> None:
    scrub = Scrubber([("/home/ann", "home"), ("ann", "user"), ("Cut 9", "project")], [("/opt/shiage", "app")])
    text = scrub('ann saved "/home/ann/Cut 9/a b.png" and /home/ann/Cut%209/x.png by cut 9; announced /opt/shiage/a.py')
    assert text == "user-1 saved".replace("user-1", "<user-1>") + (
        ' "<path-1>" and <path-2> by <project-1>; announced <app>/a.py'
    )
    assert scrub("ann") == "<user-1>"
    assert scrub("24000/1001 and 3/4, and/or") == "24000/1001 and 3/4, and/or"


def test_a_project_that_cannot_be_read_is_said(tmp_path: Path, shiage: Callable) -> None:
    out = tmp_path / "out.zip"
    shiage("doctor", "--bundle", out, "--project", tmp_path / "gone.shiage")
    shape = json.loads(everything(out)["project.json"])
    assert "is not a Shiage project" in shape["cannot be read"]
    assert "gone" not in shape["cannot be read"]


def test_a_bundle_that_cannot_be_written_is_one_sentence(tmp_path: Path, shiage: Callable) -> None:
    done = shiage("doctor", "--bundle", tmp_path / "no" / "out.zip")
    assert done.code == 1
    assert "choose another folder" in done.err
    assert shiage("doctor", "--project", tmp_path).code == 1
    done = shiage("doctor", "--bundle", tmp_path / "out.txt")
    assert "name it out.txt.zip" in done.err


def test_the_take_that_is_told_as_shown_is_the_one_that_was(tmp_path: Path, shiage: Callable) -> None:
    """Of stale ones not the newest, but that which its artist saw last."""
    folder = tmp_path / "p.shiage"
    shot = make_project(folder, tmp_path / "drawn")
    takes = [write_take(folder, replace(shot, settings=(("gap", at),)), {}) for at in (1, 2)]
    for seen in takes:
        write_view(folder, ViewState(number=1, shown=(seen.id,)))
        shiage("doctor", "--bundle", tmp_path / "out.zip", "--project", folder)
        (shape,) = json.loads(everything(tmp_path / "out.zip")["project.json"])["shots"]
        assert [take["shown"] for take in shape["takes"]] == [take.id == seen.id for take in sorted(takes, key=by_file)]


def by_file(take: Take) -> tuple[float, str]:
    return take.created, take.path
