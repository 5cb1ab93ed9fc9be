"""Where media lies: written relative beside the project, found again after moves, led to a new place."""

from __future__ import annotations

from pathlib import Path

import pytest
from project_samples import full_project, line_art

from app.project.media_paths import absolute, as_resolved, as_stored, is_absolute, missing_media
from app.project.model import Key, Project, Reference, Shot
from app.project.storage import create_project, open_project, save_project

# the project's folder, a path in the model, what the file says
STORED = [
    ("/home/mika/p.shiage", "keys/a.png", "keys/a.png"),
    ("/home/mika/p.shiage", "", ""),
    ("/home/mika/p.shiage", "/home/mika/p.shiage/line/1.png", "line/1.png"),
    ("/home/mika/p.shiage", "/home/mika/cuts/07/1.png", "../cuts/07/1.png"),
    ("/home/mika/p.shiage", "/home/1.png", "../../1.png"),
    ("/home/mika/p.shiage", "/home/mika/..odd/1.png", "../..odd/1.png"),
    ("/home/mika/p.shiage", "/mnt/studio/1.png", "/mnt/studio/1.png"),
    ("/home/mika/p.shiage", "/1.png", "/1.png"),
    ("/home/mika/p.shiage", "C:/cuts/1.png", "C:/cuts/1.png"),
    ("C:\\work\\p.shiage", "keys/a.png", "keys/a.png"),
    ("C:\\work\\p.shiage", "C:\\work\\cuts\\1.png", "../cuts/1.png"),
    ("C:\\work\\p.shiage", "c:/WORK/cuts/1.png", "../cuts/1.png"),
    ("C:\\work\\p.shiage", "C:\\work\\p.shiage\\line\\1.png", "line/1.png"),
    ("C:\\work\\p.shiage", "C:\\other\\1.png", "C:/other/1.png"),
    ("C:\\work\\p.shiage", "D:\\cuts\\1.png", "D:/cuts/1.png"),
    ("C:\\work\\p.shiage", "\\\\nas\\cuts\\1.png", "//nas/cuts/1.png"),
]


@pytest.mark.parametrize(("folder", "path", "expected"), STORED)
def test_paths_are_written_relative_where_project_and_media_can_move_together(folder: str, path: str, expected: str):
    assert as_stored(folder)(path) == expected


@pytest.mark.parametrize(("folder", "path", "stored"), STORED)
def test_what_is_written_is_read_back(folder: str, path: str, stored: str):
    found = as_resolved(folder, folder)(stored)
    windows = folder.startswith("C:")
    if is_absolute(path) and path.replace("\\", "/").casefold().startswith(folder.replace("\\", "/").casefold()):
        assert found == stored  # inside the project: relative from now on
    elif windows:
        assert found.replace("/", "\\").casefold() == path.replace("/", "\\").casefold() or found == path
    else:
        assert found == path


def test_absolute_paths_of_any_system_are_known():
    assert all(is_absolute(path) for path in ("/a", "C:/a", "c:\\a", "\\\\nas\\a"))
    assert not any(is_absolute(path) for path in ("", "a", "keys/a", "../a", "a:b/c", "C:a"))
    assert absolute(Path("/p"), "keys/a.png") == Path("/p/keys/a.png")
    assert absolute(Path("/p"), "/m/a.png") == Path("/m/a.png")


def make_media(project: Project, folder: Path) -> None:
    for shot in project.shots:
        pictures = [each.path for each in (*shot.keys, *shot.references, *shot.sheets)]
        pictures += [frame.path for frame in shot.line.frames] if shot.line else []
        for path in filter(None, pictures):
            absolute(folder, path).parent.mkdir(parents=True, exist_ok=True)
            absolute(folder, path).touch()


def test_project_and_media_moved_together_are_found_in_the_new_place(tmp_path: Path):
    here, there = tmp_path / "here", tmp_path / "there"
    project = full_project(here / "media")
    make_media(project, here / "p.shiage")
    save_project(here / "p.shiage", project)
    assert missing_media(project, here / "p.shiage") == ()
    here.rename(there)
    moved = open_project(there / "p.shiage").project
    assert moved == full_project(there / "media")
    assert missing_media(moved, there / "p.shiage") == ()


def test_a_project_moved_alone_still_finds_its_media(tmp_path: Path):
    here, there = tmp_path / "here", tmp_path / "there"
    project = full_project(here / "media")
    make_media(project, here / "p.shiage")
    save_project(here / "p.shiage", project)
    (there / "deep").mkdir(parents=True)
    (here / "p.shiage").rename(there / "deep" / "p.shiage")
    moved = open_project(there / "deep" / "p.shiage")
    assert moved.project == project
    save_project(moved.folder, moved.project)
    assert open_project(moved.folder).project == project
    assert '"folder": "../../../here/media/"' in (moved.folder / "project.json").read_text()


def test_missing_media_are_named_once_in_order(tmp_path: Path):
    folder, media = tmp_path / "p.shiage", tmp_path / "media"
    sheet = Reference("Mika", "refs/mika.png", "m")
    shot = Shot("s", "s", line=line_art(media, 1, 4, gaps=(3,)), keys=(Key(1, "keys/1.png", "k"),), references=(sheet,))
    project = Project((shot, Shot("t", "t", line=line_art(media, 1, 2))))
    create_project(folder, project)
    make_media(project, folder)
    assert missing_media(project, folder) == ()
    for path in (media / "cut 07.0002.png", media / "cut 07.2.png", folder / "keys" / "1.png"):
        path.unlink(missing_ok=True)
    assert missing_media(project, folder) == (str(media / "cut 07.2.png"), str(folder / "keys" / "1.png"))
