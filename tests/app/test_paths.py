"""Folders of this computer, and names for new projects."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import paths
from app.project.storage import create_project

FOLDERS = (paths.config_folder, paths.data_folder, paths.log_folder)


def test_all_lies_under_the_home_that_is_set_and_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SHIAGE_HOME", str(tmp_path))
    found = [folder() for folder in FOLDERS]
    assert [folder.relative_to(tmp_path).as_posix() for folder in found] == ["config", "data", "logs"]
    assert paths.settings_file() == tmp_path / "config" / "settings.json"
    assert list(tmp_path.iterdir()) == []


def test_a_home_given_relative_stays_where_it_was_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHIAGE_HOME", "here")
    assert paths.data_folder() == tmp_path / "here" / "data"


def test_without_it_the_system_says_where(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SHIAGE_HOME", raising=False)
    found = [folder() for folder in FOLDERS]
    assert all(folder.is_absolute() and "Shiage" in folder.parts for folder in found)
    assert len(set(found)) == len(FOLDERS)


def test_new_projects_get_names_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SHIAGE_HOME", str(tmp_path))
    names: list[str] = []
    for _ in range(3):
        folder = paths.new_project_folder()
        create_project(folder)
        names.append(folder.relative_to(tmp_path).as_posix())
    assert names == [
        "data/projects/Untitled.shiage",
        "data/projects/Untitled 2.shiage",
        "data/projects/Untitled 3.shiage",
    ]


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("cut 07 走る", "cut 07 走る.shiage"),
        ('a/b\\c:d*e?f"g<h>i|j\n', "a_b_c_d_e_f_g_h_i_j_.shiage"),
        ("../..", "_.shiage"),
        (" . ", "Untitled.shiage"),
        ("", "Untitled.shiage"),
        ("x" * 300, "x" * 80 + ".shiage"),
    ],
)
def test_any_name_becomes_one_that_every_disk_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, folder: str
):
    monkeypatch.setenv("SHIAGE_HOME", str(tmp_path))
    assert paths.new_project_folder(name) == tmp_path / "data" / "projects" / folder
