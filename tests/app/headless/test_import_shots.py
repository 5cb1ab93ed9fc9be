"""`import-shots`: every shot of a folder becomes a project that colors, in the order of an edit, or says why not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.media.batch import find_shots
from app.media.errors import NothingFound
from app.media.shots import shots_in
from app.project.model import Span
from app.project.shot_list import read_list
from app.project.storage import open_project


@pytest.fixture
def lineart(make_shot: Callable, tmp_path: Path) -> Path:
    """sc010/line on twos, sc020 with its drawings in itself, sc030 that is damaged, colored pictures, and a movie."""
    folder = tmp_path / "線画"
    make_shot(folder / "sc010", frames=8, size=(64, 48), hold=2)
    shot = make_shot(tmp_path / "other", frames=5, size=(80, 60), first=1001, name="b.{:04d}.png")
    (folder / "sc020").mkdir()
    for path in shot.line:
        path.rename(folder / "sc020" / path.name)
    (folder / "sc030").mkdir()
    (folder / "sc030" / "0001.png").write_bytes(b"\x89PNG no more")
    (folder / "sc040").mkdir()
    for path in shot.color:
        path.rename(folder / "sc040" / path.name)
    (folder / "empty").mkdir()
    return folder


def test_shots_are_found_with_their_holds_and_what_is_wrong_with_them(lineart: Path) -> None:
    found = {shot.name: shot for shot in find_shots([lineart])}
    assert list(found) == ["sc010", "sc020", "sc030", "sc040"]
    assert (found["sc010"].frames, found["sc010"].holds, found["sc010"].width) == (8, 4, 64)
    assert (found["sc020"].span, found["sc020"].holds) == (Span(1001, 1005), 0)
    assert "0001.png" in found["sc030"].trouble
    assert found["sc040"].colored
    assert [shot.name for shot in find_shots([lineart / "sc010", lineart / "sc020"])] == ["sc010", "sc020"]
    assert [shot.sequence.folder.name for shot in find_shots([lineart / "sc010"])] == ["line"]
    with pytest.raises(NothingFound, match="holds no shots"):
        find_shots([lineart / "empty"])


def test_sequences_of_one_folder_and_names_that_come_again_are_told_apart(tmp_path: Path) -> None:
    for name in ("a.0001.png", "a.0002.png", "b_0001.png", "one/A/0001.png", "two/A/0001.png", "two/B/0001.png"):
        path = tmp_path / "flat" / name if "/" not in name else tmp_path / "deep" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        assert cv2.imwrite(str(path), np.full((8, 8), 255, np.uint8))
    assert [(shot.name, shot.frames) for shot in find_shots([tmp_path / "flat"])] == [("flat a", 2), ("flat b", 1)]
    assert [shot.name for shot in find_shots([tmp_path / "deep"])] == ["one", "two A", "two B"]
    again = find_shots([tmp_path / "deep" / "one", tmp_path / "deep" / "one"])
    assert [shot.name for shot in again] == ["one", "one 2"]


def test_exports_and_movies_beside_the_drawings_are_not_taken_for_them(lineart: Path) -> None:
    (lineart / "sc010" / "reference.mov").touch()
    (lineart / "sc010" / "sc010_color_v001.mov").touch()
    (lineart / "sc020_color_v001.mov").touch()
    (lineart / "animatic.mov").touch()
    (lineart / "sc020" / "sc020_color_v001").mkdir()
    found = {shot.name: shot for shot in find_shots([lineart])}
    assert list(found) == ["animatic", "sc010", "sc020", "sc030", "sc040"]
    assert (found["sc010"].frames, found["sc020"].frames) == (8, 5)
    assert [shot.sequence.folder.name for shot in find_shots([lineart / "sc010"])] == ["line"]


def test_what_can_be_imported_is_and_the_rest_is_named(shiage, lineart: Path, tmp_path: Path) -> None:
    film = tmp_path / "film"
    done = shiage("import-shots", lineart, "--out", film, "--rate", "23.976", "--json")
    assert done.code == 0, done.err
    (told,) = done.named("done")
    assert told["sentence"] == '2 shots were imported into "film".'
    notes = " ".join(note["sentence"] for note in done.named("note"))
    assert "sc030: " in notes
    assert "sc040: These pictures look painted." in notes
    assert sorted(path.name for path in film.iterdir()) == ["sc010.shiage", "sc020.shiage", "shots.json"]
    shot = open_project(film / "sc010.shiage").project.shots[0]
    assert shot.line is not None
    assert (shot.name, shot.rate, len(shot.line.holds)) == ("sc010", Fraction(24000, 1001), 4)
    assert Path(shot.line.frames[0].path) == lineart / "sc010" / "line" / "0001.png"
    assert [beside.name for beside in shots_in(film)] == ["sc010", "sc020"]
    again = shiage("import-shots", lineart, "--out", film)
    assert again.code == 1
    assert "There was no shot to import." in again.err
    assert "sc010: It has a project here already." in again.err


def test_an_edit_orders_them_and_shots_that_come_later_take_their_places(shiage, lineart: Path, tmp_path: Path) -> None:
    film, edit = tmp_path / "film", tmp_path / "cut.edl"
    lines = [
        f"{at:03d}  AX  V  C  00:00:00:00 00:00:00:0{length} 00:00:0{at}:00 00:00:0{at}:0{length}\n"
        f"* FROM CLIP NAME: {name}"
        for at, (name, length) in enumerate((("SC020_v001.mov", 5), ("later", 4), ("sc010", 6)), start=1)
    ]
    edit.write_text("\n".join(lines))
    assert shiage("import-shots", lineart, "--out", film, "--edit", edit).code == 0
    assert [(shot.name, shot.folder is not None, shot.record) for shot in shots_in(film)] == [
        ("sc020", True, 24), ("later", False, 48), ("sc010", True, 72)
    ]  # fmt: skip
    (lineart / "sc040").rename(lineart / "more")
    (lineart / "empty").rename(lineart / "later")
    for at in range(1, 5):
        assert cv2.imwrite(str(lineart / "later" / f"{at:04d}.png"), np.full((48, 64), 255, np.uint8))
    assert shiage("import-shots", lineart, "--out", film, "--edit", edit).code == 0
    assert [(shot.name, shot.folder is not None) for shot in shots_in(film)] == [
        ("sc020", True), ("later", True), ("sc010", True)
    ]  # fmt: skip
    places = read_list(film)
    assert places is not None
    assert places.rate == 24
    bad = tmp_path / "bad.otio"
    bad.write_text("{")
    done = shiage("import-shots", lineart, "--out", film, "--edit", bad)
    assert done.code == 1
    assert len(done.err.strip().splitlines()) == 1
    assert "not whole" in done.err
