"""Checks of real takes on disk: each flaw is found where it is and called what it is, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flawed_takes import BODY, BODY_BOX, FOREIGN, HEAD_BOX, WIDTH, Flats, Flaw, make_project, repainted, write_take

from app.media.checked import CheckStopped, check_of, checked, forget_gone
from app.project.concerns import Concern, alike
from app.project.hints import Anchor, new_hint
from app.project.model import Shot
from app.project.palettes import Color
from engine.imaging.stills import StillError


def found(
    tmp_path: Path,
    flaws: dict[int, Flaw],
    lefts: dict[int, int] | None = None,
    gaps: frozenset[int] = frozenset(),
    indexed: bool = True,
) -> tuple[Concern, ...]:
    folder = tmp_path / "flawed.shiage"
    shot = make_project(folder, tmp_path / "drawn", lefts, gaps)
    check = check_of(shot, folder, write_take(folder, shot, flaws, lefts, indexed))
    assert check is not None
    return checked(check)


def told(concerns: tuple[Concern, ...]) -> list[tuple[str, int, int]]:
    return [(concern.kind, concern.first, concern.last) for concern in concerns]


@pytest.mark.parametrize("indexed", [True, False], ids=["palette", "pixels"])
def test_frames_as_they_should_be_need_no_look(tmp_path: Path, indexed: bool) -> None:
    assert found(tmp_path, {}, indexed=indexed) == ()


def test_an_unsure_region_is_one_concern_over_its_frames(tmp_path: Path) -> None:
    unsure = repainted(2, 2, trust=60)
    (concern,) = found(tmp_path, {3: unsure, 4: unsure, 5: repainted(2, 2, trust=20)})
    assert (concern.kind, concern.first, concern.last) == ("doubt", 3, 5)
    assert concern.worst.number == 5
    assert alike(concern.worst.box, HEAD_BOX) > 0.8
    assert concern.worst.color == "#fadcbe"
    assert concern.worst.outline, "to be drawn"


def test_an_unpainted_region_is_a_hole_where_the_colorizer_was_not_sure(tmp_path: Path) -> None:
    (concern,) = found(tmp_path, {5: repainted(1, 0, trust=100)})
    assert (concern.kind, concern.first) == ("hole", 5)
    assert alike(concern.worst.box, BODY_BOX) > 0.8


def test_background_within_the_lines_is_fine_where_the_colorizer_was_sure(tmp_path: Path) -> None:
    def seen_through(frame: Flats) -> Flats:
        return repainted(1, 0, trust=250)(frame)

    assert found(tmp_path, dict.fromkeys(range(2, 13), seen_through)) == ()


def test_background_that_came_in_through_a_gap_is_a_leak(tmp_path: Path) -> None:
    concerns = found(tmp_path, {6: repainted(1, 0, trust=100)}, gaps=frozenset({6}))
    assert told(concerns) == [("leak", 6, 6)]
    assert alike(concerns[0].worst.box, BODY_BOX) > 0.7


def test_paint_that_reaches_the_border_as_in_no_key_is_a_leak(tmp_path: Path) -> None:
    (concern,) = found(tmp_path, {11: repainted(0, 1), 12: repainted(0, 1)})
    assert (concern.kind, concern.first, concern.last) == ("leak", 11, 12)
    assert concern.worst.box[2] == WIDTH


@pytest.mark.parametrize("indexed", [True, False], ids=["palette", "pixels"])
def test_a_color_that_no_key_has_is_off_the_model(tmp_path: Path, indexed: bool) -> None:
    concerns = found(tmp_path, dict.fromkeys(range(7, 13), repainted(2, 3)), indexed=indexed)
    assert told(concerns) == [("off_model", 7, 12)]


def hinted(shot: Shot, *colors: Color) -> Shot:
    return replace(shot, hints=tuple(new_hint(color, Anchor(8, 95.0, 45.0)) for color in colors))


@pytest.mark.parametrize("indexed", [True, False], ids=["palette", "pixels"])
def test_a_color_of_a_hint_is_not_off_the_model_for_as_long_as_there_is_the_hint(tmp_path: Path, indexed: bool) -> None:
    folder = tmp_path / "flawed.shiage"
    shot = make_project(folder, tmp_path / "drawn")
    take = write_take(folder, shot, dict.fromkeys(range(7, 13), repainted(2, 3)), indexed=indexed)
    for each, kinds in ((shot, ["off_model"]), (hinted(shot, FOREIGN), []), (shot, ["off_model"])):
        check = check_of(each, folder, take)
        assert check is not None
        assert [concern.kind for concern in checked(check)] == kinds, "looked at anew"


def test_a_take_without_colors_of_its_own_is_not_looked_over_again_for_a_hint(tmp_path: Path) -> None:
    folder = tmp_path / "flawed.shiage"
    shot = make_project(folder, tmp_path / "drawn")
    take = write_take(folder, shot, {5: repainted(1, 0, trust=100)})
    check = check_of(shot, folder, take)
    assert check is not None
    checked(check)
    for drawing in check.drawings:
        Path(drawing.path).unlink()  # nothing could be found without them
    for colors in ((FOREIGN,), (FOREIGN, FOREIGN), (BODY, FOREIGN)):
        check = check_of(hinted(shot, *colors), folder, take)
        assert check is not None
        assert told(checked(check)) == [("hole", 5, 5)]


@pytest.mark.parametrize("frames", [(9,), (8, 9)], ids=["one", "two"])
@pytest.mark.parametrize("indexed", [True, False], ids=["palette", "pixels"])
def test_a_color_that_comes_and_goes_while_the_lines_stand_still_flickers(
    tmp_path: Path, frames: tuple[int, ...], indexed: bool
) -> None:
    concerns = found(tmp_path, dict.fromkeys(frames, repainted(1, 2)), indexed=indexed)
    assert told(concerns) == [("flicker", frames[0], frames[-1])]


def test_what_passes_by_for_a_frame_does_not_flicker(tmp_path: Path) -> None:
    lefts = {**dict.fromkeys(range(1, 13), 20), 6: 130}
    assert found(tmp_path, {}, lefts) == ()


def test_what_lies_below_a_key_is_not_told(tmp_path: Path) -> None:
    assert found(tmp_path, {1: repainted(2, 2, trust=10)}) == ()


def test_a_take_is_looked_over_once(tmp_path: Path) -> None:
    folder = tmp_path / "flawed.shiage"
    shot = make_project(folder, tmp_path / "drawn")
    check = check_of(shot, folder, write_take(folder, shot, {5: repainted(1, 0, trust=100)}))
    assert check is not None
    first = checked(check)
    for drawing in check.drawings:
        Path(drawing.path).unlink()  # nothing could be found without them
    assert checked(check) == first
    data = check.kept.read_bytes()
    for damage in (b"", data[:20], b"?" * 40):
        check.kept.write_bytes(damage)
        with pytest.raises(StillError, match="no longer there"):
            checked(check)


def test_a_check_stops_when_it_is_asked_to_and_keeps_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "flawed.shiage"
    shot = make_project(folder, tmp_path / "drawn")
    check = check_of(shot, folder, write_take(folder, shot, {}))
    assert check is not None
    with pytest.raises(CheckStopped):
        checked(check, lambda: True)
    assert not check.kept.exists()


def test_what_was_found_in_takes_that_are_gone_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "flawed.shiage"
    shot = make_project(folder, tmp_path / "drawn")
    take = write_take(folder, shot, {})
    check = check_of(shot, folder, take)
    assert check is not None
    checked(check)
    forget_gone(folder, (take,))
    assert check.kept.exists()
    forget_gone(folder, ())
    assert not check.kept.exists()
