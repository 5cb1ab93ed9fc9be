"""The list of shots beside their projects: it comes back as it was written, and a damaged one is not lost."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from app.project.model import Span
from app.project.shot_list import LIST_FILE, Place, ShotList, read_list, write_list

LIST = ShotList((Place("sc010", "sc010.shiage", 86400, Span(1, 48)), Place("sc020")), "カット", Fraction(24000, 1001))


def test_a_list_comes_back_as_it_was(tmp_path: Path) -> None:
    assert read_list(tmp_path) is None
    write_list(tmp_path, LIST)
    assert read_list(tmp_path) == LIST
    write_list(tmp_path, LIST.moved("sc010.shiage", 1))
    found = read_list(tmp_path)
    assert found is not None
    assert [place.name for place in found.shots] == ["sc020", "sc010"]
    assert [path.name for path in tmp_path.iterdir()] == [LIST_FILE]


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b"\xff\xfe", b'{"format": 1, "shots": [{"name": 3}]}'])
def test_a_damaged_list_is_kept_beside_the_new_one(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / LIST_FILE).write_bytes(damaged)
    assert read_list(tmp_path) is None
    write_list(tmp_path, LIST)
    assert read_list(tmp_path) == LIST
    assert (tmp_path / f"{LIST_FILE}.bad").read_bytes() == damaged


def test_no_place_points_out_of_the_folder(tmp_path: Path) -> None:
    write_list(tmp_path, ShotList((Place("sc010", "../elsewhere.shiage"),)))
    found = read_list(tmp_path)
    assert found is not None
    assert found.shots == (Place("sc010"),)
