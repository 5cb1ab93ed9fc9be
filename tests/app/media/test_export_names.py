"""Export names: safe on every system, and no version number ever used twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.media.export_names import folder_named, frame_name, make_folder, next_version, safe_name, target_trouble
from app.media.export_types import BadTarget, ExportSettings


@pytest.mark.parametrize(
    ("taken", "version"),
    [
        ([], 1),
        (["other_v007", "shot_color", "shot_color_v", "shot_color_vx", "my_shot_color_v009"], 1),
        (["shot_color_v001", "shot_color_v003"], 4),
        (["shot_color_v002.mov", "shot_color_v001"], 3),
        (["SHOT_Color_V011.MOV"], 12),
        (["shot_color_v5.mov.1a2b3c4d.partial"], 6),
        (["shot_color_v003_old", "shot_color_v1000"], 1001),
    ],
)
def test_the_next_version_is_one_above_the_highest(taken, version):
    assert next_version(taken, "shot_color") == version


def test_a_name_with_pattern_letters_is_taken_literally():
    assert next_version(["a+(b)_v004", "aab_v009"], "a+(b)") == 5


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("shot 010", "shot 010"),
        ("a/b\\c:d*e?f", "a_b_c_d_e_f"),
        (" ..", "shot"),
        ("", "shot"),
        ("..up", "up"),
        ("仕上げ", "仕上げ"),
        ("x" * 300, "x" * 80),
        ("仕上げ" * 26, "仕上げ" * 20),
        ("a" + "仕" * 79, "a" + "仕" * 59),
    ],
)
def test_names_are_safe_for_every_file_system(name, safe):
    assert safe_name(name) == safe


def test_frames_keep_the_numbers_and_padding_of_the_source():
    assert frame_name("shot_color_v003", 1001, 4) == "shot_color_v003.1001.png"
    assert frame_name("s", 7, 1) == "s.0007.png"
    assert frame_name("s", 7, 5) == "s.00007.png"
    assert frame_name("s", 123456, 4) == "s.123456.png"


def test_a_folder_is_made_only_where_an_export_may_go(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    make_folder(ExportSettings("png", tmp_path / "new" / "deep", "walk"))
    assert (tmp_path / "new" / "deep").is_dir()
    with pytest.raises(BadTarget, match="Nothing can be written into"):
        make_folder(ExportSettings("png", tmp_path / "file" / "below", "walk"))
    with pytest.raises(BadTarget, match="holds the line art itself"):
        make_folder(ExportSettings("png", tmp_path / "line" / "out", "walk", source_folder=tmp_path / "line"))
    assert not (tmp_path / "line").exists()


def test_what_is_in_the_way_of_an_export_is_known_before(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert target_trouble(ExportSettings("png", tmp_path / "new" / "deep", "walk")) == ""
    assert "Nothing can be written into" in target_trouble(ExportSettings("png", tmp_path / "file" / "below", "walk"))
    assert "holds the line art itself" in target_trouble(
        ExportSettings("png", tmp_path, "walk", source_folder=tmp_path)
    )
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_takes_files_counts_whatever_its_rights_say(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)  # as a network share that maps its users may
    assert target_trouble(ExportSettings("png", tmp_path, "walk")) == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("typed", ["~nobody-has-this-name/out", "out", "../out"])
def test_a_folder_that_is_not_typed_wholly_is_refused(tmp_path: Path, monkeypatch, typed: str) -> None:
    monkeypatch.chdir(tmp_path)
    wish = ExportSettings("png", folder_named(typed), "walk")
    assert "is not the whole path of a folder; choose the folder" in target_trouble(wish)
    with pytest.raises(BadTarget, match="is not the whole path of a folder"):
        make_folder(wish)
    assert list(tmp_path.iterdir()) == []


def test_where_no_folder_is_typed_none_is_called_wrong(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert target_trouble(ExportSettings("png", folder_named(" "), "walk")).startswith("Choose the folder")


def test_a_folder_may_be_typed_below_the_users_own(home: Path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    assert folder_named(" ~/out ") == home / "out"
