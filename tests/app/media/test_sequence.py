"""Sequences are found under every common naming, told apart, and odd input gets a sentence."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.media.errors import MediaCancelled, NothingFound
from app.media.sequence import FoundSequence, find_sequences
from app.project.model import Span


def touch(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).touch()
    return folder


def only(*paths: Path) -> FoundSequence:
    (sequence,) = find_sequences(paths)
    return sequence


@pytest.mark.parametrize(
    ("names", "pattern", "first", "last"),
    [
        (["line.0001.png", "line.0002.png"], "line.####.png", 1, 2),
        (["line_0001.tif", "line_0002.tif"], "line_####.tif", 1, 2),
        (["line0001.tga", "line0002.tga"], "line####.tga", 1, 2),
        (["0001.png", "0002.png"], "####.png", 1, 2),
        (["a.1001.png", "a.1002.png"], "a.####.png", 1001, 1002),
        (["a_00000.png", "a_00001.png"], "a_#####.png", 0, 1),
        (["a0.png", "a1.png"], "a#.png", 0, 1),
        (["a-9.png", "a-10.png", "a-11.png"], "a-#.png", 9, 11),
        (["a.9999.png", "a.10000.png", "a.0001.png"], "a.####.png", 1, 10000),
        (["a.0999.png", "a.1000.png"], "a.####.png", 999, 1000),
        (["a 01.jpg", "a 02.jpeg".replace("jpeg", "jpg")], "a ##.jpg", 1, 2),
        (["A.0001.PNG", "A.0002.png"], "A.####.PNG", 1, 2),
        (["cut3_A0001_v02.png", "cut3_A0002_v02.png"], "cut3_A####_v02.png", 1, 2),
        (["2024-01-05_001.png", "2024-01-05_002.png"], "2024-01-05_###.png", 1, 2),
        (["原画_0001.psd", "原画_0002.psd"], "原画_####.psd", 1, 2),
    ],
)
def test_naming(tmp_path: Path, names: list[str], pattern: str, first: int, last: int):
    found = only(touch(tmp_path / "shot", *names))
    assert (found.pattern, found.first, found.last) == (pattern, first, last)
    assert len(found.files) == len(names)
    assert [path.name for _, path in found.files] == sorted(
        names, key=lambda name: [n for n, p in found.files if p.name == name]
    )
    # Any single file stands for its whole sequence, and so does the pattern typed by hand.
    assert only(tmp_path / "shot" / names[-1]) == found
    assert only(tmp_path / "shot" / pattern).files == found.files


def test_typed_patterns(tmp_path: Path):
    touch(tmp_path, *(f"a.{number:04d}.png" for number in range(1, 6)), "a.007.png", "b.0001.png")
    assert len(only(tmp_path / "a.%04d.png").files) == 5
    assert len(only(tmp_path / "a.@@@@.png").files) == 5
    assert len(only(tmp_path / "a.####.PNG").files) == 5
    assert len(only(tmp_path / "a.@@@.png").files) == 1
    assert len(only(tmp_path / "a.#.png").files) == 6
    assert len(only(tmp_path / "a.%d.png").files) == 6


def test_sequences_in_one_folder_are_told_apart_largest_first(tmp_path: Path):
    for layer, count in (("A", 3), ("B", 5)):
        touch(tmp_path, *(f"{layer}.{number:04d}.png" for number in range(count)))
    touch(tmp_path, *(f"A_v2.{number:04d}.png" for number in range(4)))
    touch(tmp_path, *(f"C.{number:04d}_v{version}.png" for number in range(2) for version in (1, 2)))
    touch(tmp_path, "A.0000.tif", "ref.png", "take.mp4")
    found = find_sequences([tmp_path])
    assert [sequence.pattern for sequence in found] == [
        "B.####.png",
        "A_v2.####.png",
        "A.####.png",
        "C.####_v1.png",
        "C.####_v2.png",
        "A.####.tif",
        "ref.png",
        "take.mp4",
    ]
    assert [sequence.is_movie for sequence in found] == [False] * 7 + [True]


def test_different_fillings_are_different_sequences(tmp_path: Path):
    touch(tmp_path, "a001.png", "a002.png", "a0001.png", "a0002.png", "a0003.png", "a1000.png")
    assert [(found.pattern, len(found.files)) for found in find_sequences([tmp_path])] == [
        ("a####.png", 4),
        ("a###.png", 2),
    ]


def test_a_selection_is_just_what_was_chosen(tmp_path: Path):
    touch(tmp_path, *(f"a.{number:04d}.png" for number in range(1, 10)))
    chosen = [tmp_path / f"a.{number:04d}.png" for number in (2, 3, 7)]
    found = only(*chosen)
    assert [number for number, _ in found.files] == [2, 3, 7]
    assert found.missing == (Span(4, 6),)


def test_folders(tmp_path: Path):
    touch(tmp_path / "cut" / "A", "A1.png", "A2.png")
    touch(tmp_path / "cut" / "B", "B1.png")
    assert [found.name for found in find_sequences([tmp_path / "cut"])] == ["cut A", "cut B"]
    touch(tmp_path / "cut", "line.0001.png")
    assert only(tmp_path / "cut").name == "cut"
    both = find_sequences([tmp_path / "cut" / "B", tmp_path / "cut" / "A", tmp_path / "cut" / "A"])
    assert [found.name for found in both] == ["cut A", "cut B"]


@pytest.mark.parametrize("drawings", ["A", "bg_", "", "line.", "Genga_", "frame", "img_", "動画"])
def test_a_shot_is_called_as_its_folder_where_its_drawings_are_called_as_any(tmp_path: Path, drawings: str):
    cut, other = tmp_path / "cut_012_poppy", tmp_path / "cut_013" / "A" / "line"
    for folder in (cut, other):
        touch(folder, f"{drawings}0001.png", f"{drawings}0002.png", "sheet.psd")
    assert find_sequences([cut])[0].name == find_sequences([cut / f"{drawings}0002.png"])[0].name == "cut_012_poppy"
    assert find_sequences([other])[0].name == "cut_013"
    touch(cut, "poppy_close_0001.png")
    assert only(cut / "poppy_close_0001.png").name == "poppy_close"


def test_cells_beside_each_other_are_called_as_their_shot_and_themselves(tmp_path: Path):
    touch(tmp_path / "cut_012", "A0001.png", "A0002.png", "B0001.png")
    names = ["cut_012 A", "cut_012 B"]
    assert [found.name for found in find_sequences([tmp_path / "cut_012"])] == names
    assert only(tmp_path / "cut_012" / "B0001.png").name == "cut_012 B"
    touch(tmp_path / "cut_013" / "A", "0001.png")
    assert only(tmp_path / "cut_013" / "A").name == "cut_013"
    touch(tmp_path / "cut_013" / "B", "0001.png")
    assert only(tmp_path / "cut_013" / "A").name == "cut_013 A"
    assert only(tmp_path / "cut_013" / "B" / "0001.png").name == "cut_013 B"


def test_a_folder_that_only_says_line_art_is_called_as_its_parent(tmp_path: Path):
    touch(tmp_path / "cut 12" / "LineArt", "0001.png", "0002.png")
    touch(tmp_path / "cut 13", "0001.png", "0002.png")
    assert only(tmp_path / "cut 12" / "LineArt").name == "cut 12"
    assert only(tmp_path / "cut 13").name == "cut 13"


def test_single_pictures_and_movies(tmp_path: Path):
    touch(tmp_path, "pose.png", "take 3.MOV", "take 2.mp4")
    pose = only(tmp_path / "pose.png")
    assert (pose.numbered, pose.first, pose.pattern, pose.name) == (False, 1, "pose.png", "pose")
    movie = only(tmp_path / "take 3.MOV")
    assert movie.is_movie
    assert movie.name == "take 3"


def test_a_serial_number_is_no_frame_number(tmp_path: Path):
    touch(tmp_path, "IMG_20240105123456789.png")
    assert not only(tmp_path).numbered


def test_hidden_files_and_other_kinds_are_passed_over(tmp_path: Path):
    touch(tmp_path, "a.0001.png", "._a.0001.png", ".a.0002.png", "Thumbs.db", "a.0003.txt", "notes", "a.0004.png.part")
    touch(tmp_path / "@eaDir", "a.0009.png")
    touch(tmp_path / "folder.png")
    assert len(only(tmp_path).files) == 1


def test_missing_numbers_are_runs_even_over_huge_holes(tmp_path: Path):
    touch(tmp_path, "a1.png", "a2.png", "a5.png", "a900000000.png")
    assert only(tmp_path).missing == (Span(3, 4), Span(6, 899_999_999))


@pytest.mark.parametrize(
    ("names", "wanted", "words"),
    [
        ([], "", "holds no pictures"),
        (["notes.txt"], "", "holds no pictures"),
        (["notes.txt"], "notes.txt", "not a picture or movie"),
        (["a.png"], "gone.png", "is not there"),
        (["a.0001.png"], "b.####.png", "No file in"),
        (["a.0001.png"], "nowhere/b.####.png", "is not there"),
    ],
)
def test_nothing_found_says_what_to_do(tmp_path: Path, names: list[str], wanted: str, words: str):
    folder = touch(tmp_path / "shot", *names)
    with pytest.raises(NothingFound, match=words) as caught:
        find_sequences([folder / wanted])
    assert str(caught.value).endswith(".")
    with pytest.raises(NothingFound, match="Nothing was chosen"):
        find_sequences([])


def test_20000_files_in_well_under_a_second_with_progress_and_cancel(tmp_path: Path):
    touch(tmp_path, *(f"line_{number:05d}.png" for number in range(20_000)))
    best = min(_seconds(tmp_path) for _ in range(3))
    assert best < 1.0
    counts: list[int] = []
    assert len(find_sequences([tmp_path], counts.append)[0].files) == 20_000
    assert counts == sorted(counts)
    assert counts[-1] > 19_000
    with pytest.raises(MediaCancelled):
        find_sequences([tmp_path], counts.append, lambda: True)


def _seconds(folder: Path) -> float:
    start = time.perf_counter()
    find_sequences([folder])
    return time.perf_counter() - start


def test_exports_are_not_line_art(tmp_path: Path):
    touch(tmp_path / "line", "1.png", "2.png")
    touch(
        tmp_path / "cut1_color_v001", "cut1_color_v001.0001.png", "cut1_color_v001.0002.png", "cut1_color_v001.0003.png"
    )
    touch(tmp_path, "cut1_color_v002.mov")
    assert only(tmp_path).folder == tmp_path / "line"
    # What is chosen itself is what the artist wants.
    assert only(tmp_path / "cut1_color_v002.mov").is_movie
    assert only(tmp_path / "cut1_color_v001").last == 3


def test_only_exports_are_better_than_nothing(tmp_path: Path):
    assert only(touch(tmp_path, "cut1_color_v002.mov")).is_movie


def test_a_movie_does_not_hide_the_lines_beside_it(tmp_path: Path):
    touch(tmp_path / "line", "1.png", "2.png")
    touch(tmp_path / "refs", "a1.png", "a2.png", "a3.png")
    touch(tmp_path, "reference.mov")
    line, movie = find_sequences([tmp_path])
    assert line.folder == tmp_path / "line"
    assert movie.is_movie


def test_a_movie_is_not_hidden_by_other_pictures_beside_it(tmp_path: Path):
    touch(tmp_path / "keys", "k1.png", "k10.png")
    touch(tmp_path, "lineart.mov")
    assert only(tmp_path).is_movie
