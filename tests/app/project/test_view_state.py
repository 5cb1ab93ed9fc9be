"""Where the artist was looking comes back as it was; what is damaged or outside the shot is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.project.model import Span, Take
from app.project.view_state import VIEW_FILE, Paints, ViewState, read_view, shown_before, write_view


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    paints = Paints((1, 2, 255), ((3, 4, 5),), 40, 1, 20)
    view = ViewState(1012, (1005, 1020), True, paints=paints, shown=("t1", "t2"), named=(((1, 2, 3), "Blue 2"),))
    write_view(tmp_path, view)
    assert read_view(tmp_path) == view
    assert [path.name for path in tmp_path.iterdir()] == [VIEW_FILE]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff\xfe", b"[]", b'{"number": "x"}', b'{"number": 1, "in_out": [1]}', b"[" * 100_000]
)
def test_damage_is_no_reason_to_stop(tmp_path: Path, data: bytes) -> None:
    (tmp_path / VIEW_FILE).write_bytes(data)
    assert read_view(tmp_path) is None


def test_a_folder_in_its_place_or_no_folder_at_all(tmp_path: Path) -> None:
    (tmp_path / VIEW_FILE).mkdir()
    assert read_view(tmp_path) is None
    write_view(tmp_path, ViewState(1))
    write_view(tmp_path / "gone", ViewState(1))
    assert read_view(tmp_path / "gone") is None


@pytest.mark.parametrize(
    ("kept", "left"),
    [
        (ViewState(5, (2, 8), True), ViewState(5, (2, 8), True)),
        (ViewState(50, (2, 80), True), ViewState(1)),
        (ViewState(10**30, (8, 2), True), ViewState(1)),
        (ViewState(10, (10, 10)), ViewState(10, (10, 10))),
    ],
)
def test_only_what_the_shot_has(kept: ViewState, left: ViewState) -> None:
    assert kept.within(Span(1, 10)) == left


def test_the_takes_shown_are_those_that_are_there_still(tmp_path: Path) -> None:
    take = Take("t1", "s1", Span(1, 9), "takes/t1.frames", "inputs", "pixels", 0, "draft", 1.0)
    assert shown_before(tmp_path, [take]) == {}
    write_view(tmp_path, ViewState(1, shown=("gone", "t1")))
    assert shown_before(tmp_path, [take]) == {Span(1, 9): "t1"}
