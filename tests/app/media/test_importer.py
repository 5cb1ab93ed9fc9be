"""Dropped pictures and movies become line art: holds, gaps, polarity, extraction; what cannot be is a sentence."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from movies_made import line_frames, make_movie

from app.media.errors import (
    DrawingsUnreadable,
    MediaCancelled,
    MediaError,
    MediaUnreadable,
    MissingFrames,
    MixedSizes,
)
from app.media.importer import ImportOptions, import_line_art
from app.media.relinking import relink, reload
from app.project.media_paths import absolute
from app.project.model import MissingPolicy, Span
from engine.imaging.line import line_layer
from engine.imaging.stills import read_still, write_png


def page(at: int = 0, size: tuple[int, int] = (160, 128)) -> np.ndarray:
    return line_frames(at + 1, size=size)[at][..., 0]


def painted(at: int = 0) -> np.ndarray:
    picture = np.full((128, 160, 3), (120, 170, 220), np.uint8)
    cv2.circle(picture, (40 + 6 * at, 64), 25, (230, 60, 50), -1, cv2.LINE_AA)
    cv2.circle(picture, (40 + 6 * at, 64), 25, (0, 0, 0), 3, cv2.LINE_AA)
    return picture


def draw(folder: Path, numbers: dict[int, int], name: str = "line", picture=page) -> Path:
    """Write drawings: number -> which drawing it shows."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, at in numbers.items():
        write_png(folder / f"{name}.{number:04d}.png", picture(at))
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "shot.shiage").mkdir()
    return tmp_path / "shot.shiage"


def test_a_sequence_is_used_where_it_lies(tmp_path: Path, project: Path):
    folder = draw(tmp_path / "cut", {1001: 0, 1002: 0, 1003: 1, 1004: 1, 1005: 1, 1006: 2})
    result = import_line_art([folder], project)
    line = result.line
    assert (line.name, line.span, line.width, line.height) == ("cut", Span(1001, 1006), 160, 128)
    assert (line.prefix, line.padding, line.suffix, line.polarity) == ("line.", 4, ".png", "dark")
    assert line.holds == {1002, 1004, 1005}
    assert Path(line.frames[0].path) == folder / "line.1001.png"
    assert Path(line.source) == folder / "line.####.png"
    assert (result.rate, result.notes, result.colored) == (None, (), False)
    assert list(project.iterdir()) == []


def test_the_same_drawing_in_two_files_is_a_hold_only_side_by_side(tmp_path: Path, project: Path):
    folder = draw(tmp_path / "cut", {1: 0, 2: 1, 3: 0})
    assert import_line_art([folder], project).line.holds == frozenset()


@pytest.mark.parametrize(
    ("numbers", "policy", "note"),
    [
        ([1, 2, 4], "hold", "Frame 3 is missing; the drawing before is held."),
        ([1, 2, 4], "blank", "Frame 3 is missing; blank frames stand in."),
        ([1, 2, 6, 8], "hold", "Frames 3-5 and 7 are missing; the drawing before is held."),
        ([1, 3, 5, 7], "hold", "Drawings are numbered in steps of 2; each is held for 2 frames."),
        (
            [1, 3, 5, 7, 9, 11, 13, 16, 19],
            "hold",
            "Frames 2, 4, 6, 8, 10, 12 and 4 more are missing; the drawing before is held.",
        ),
    ],
)
def test_missing_numbers(tmp_path: Path, project: Path, numbers: list[int], policy, note: str):
    folder = draw(tmp_path / "cut", {number: at for at, number in enumerate(numbers)})
    result = import_line_art([folder], project, ImportOptions(missing=policy))
    assert result.notes == (note,)
    assert result.line.span == Span(numbers[0], numbers[-1])
    assert set(result.line.gaps) == set(range(numbers[0], numbers[-1] + 1)) - set(numbers)
    gap = result.line.gaps[0]
    assert (result.line.drawing(gap).path != "") == (policy == "hold")


def test_other_sequences_are_named(tmp_path: Path, project: Path):
    folder = draw(draw(tmp_path / "cut", {1: 0, 2: 1, 3: 2}, "A"), {1: 0}, "B")
    (note,) = import_line_art([folder], project).notes
    assert note == 'Also found and left out: "B.####.png" (1 frame); import each as a shot of its own if you need it.'


def test_a_single_picture_is_a_shot_of_one_frame(tmp_path: Path, project: Path):
    write_png(tmp_path / "pose.png", page())
    line = import_line_art([tmp_path / "pose.png"], project, ImportOptions(first_number=12, name="Pose A")).line
    assert (line.name, line.span, line.source) == ("Pose A", Span(12, 12), str(tmp_path / "pose.png"))


@pytest.mark.parametrize(
    ("picture", "polarity"),
    [
        (page, "dark"),
        (lambda at: 255 - page(at), "light"),
        (lambda at: np.dstack([np.zeros((128, 160, 3), np.uint8), 255 - page(at)]), "alpha"),
        (lambda at: page(at).astype(np.uint16) * 257, "dark"),
        (lambda at: page(at) if at else np.full((128, 160), 0, np.uint8), "dark"),  # a black frame among others
    ],
)
def test_polarity_is_found_and_can_be_set(tmp_path: Path, project: Path, picture, polarity: str):
    folder = draw(tmp_path / "cut", {1: 0, 2: 1, 3: 2}, picture=picture)
    result = import_line_art([folder], project)
    assert result.line.polarity == polarity
    assert bool(result.notes) == (polarity == "light")
    assert import_line_art([folder], project, ImportOptions(polarity="light")).line.polarity == "light"


def test_painted_pictures_are_offered_for_extraction_and_extracted(tmp_path: Path, project: Path):
    folder = draw(tmp_path / "cut", {5: 0, 6: 0, 7: 1}, "fin", painted)
    plain = import_line_art([folder], project)
    assert plain.colored
    assert "look painted" in plain.notes[0]
    steps: list[tuple[int, int, str]] = []
    line = import_line_art([folder], project, ImportOptions(extract=True), lambda *step: steps.append(step)).line
    assert (line.name, line.extracted, line.polarity, line.holds) == ("fin_lines", True, "dark", {6})
    assert [frame.path for frame in line.frames] == [
        "line/fin_lines/fin_lines.0005.png",
        "line/fin_lines/fin_lines.0005.png",
        "line/fin_lines/fin_lines.0007.png",
    ]
    ink = line_layer(read_still(absolute(project, line.frames[2].path)), "dark")
    assert ink[64, 21] < 60
    assert ink[5, 5] == 255
    assert (2, 2, "Taking out the lines") in steps
    again = import_line_art([folder], project, ImportOptions(extract=True)).line
    assert again.frames[0].path == "line/fin_lines_2/fin_lines.0005.png"
    with pytest.raises(MediaError, match="was decoded into the project"):
        reload(line)


def test_a_movie_is_decoded_once_and_its_holds_are_found(tmp_path: Path, project: Path):
    options = ("-pix_fmt", "yuv420p", "-crf", "18")
    movie = make_movie(tmp_path / "Cut 7.mp4", line_frames(12, hold=2), *options, rate="24000/1001")
    result = import_line_art([movie], project, ImportOptions(first_number=101))
    line = result.line
    assert (result.rate, line.name, line.span) == (Fraction(24000, 1001), "Cut 7", Span(101, 112))
    assert line.holds == set(range(102, 113, 2))
    assert line.frames[3].path == "line/Cut 7/Cut 7.0103.png"
    stored = read_still(project / line.frames[3].path)
    assert stored.shape == (128, 160)
    assert np.abs(stored.astype(int) - page(1)).mean() < 2
    assert len(list((project / "line" / "Cut 7").iterdir())) == 6


def test_a_transparent_movie_keeps_its_lines(tmp_path: Path, project: Path):
    frames = [np.dstack([np.zeros((128, 160, 3), np.uint8), 255 - page(at)]) for at in range(3)]
    options = ("-c:v", "prores_ks", "-profile:v", "4", "-pix_fmt", "yuva444p10le", "-alpha_bits", "16")
    line = import_line_art([make_movie(tmp_path / "a.mov", frames, *options)], project).line
    assert line.polarity == "alpha"
    ink = line_layer(read_still(project / line.frames[1].path), "alpha")
    assert np.abs(ink.astype(int) - page(1)).max() <= 2


def test_lines_are_taken_out_of_a_painted_movie(tmp_path: Path, project: Path):
    movie = make_movie(tmp_path / "a.mp4", [painted(at) for at in range(3)], "-pix_fmt", "yuv420p", "-crf", "16")
    assert import_line_art([movie], project).colored
    line = import_line_art([movie], project, ImportOptions(extract=True, name="lines")).line
    assert line.extracted
    assert read_still(project / line.frames[0].path).shape == (128, 160)


@pytest.mark.parametrize("kind", ["movie", "extract"])
@pytest.mark.parametrize("after", [0, 3])
def test_a_cancelled_import_leaves_nothing(tmp_path: Path, project: Path, kind: str, after: int):
    if kind == "movie":
        source = make_movie(tmp_path / "a.mp4", line_frames(12), "-pix_fmt", "yuv420p")
    else:
        source = draw(tmp_path / "cut", {number: number for number in range(12)}, picture=painted)
    asked = iter(range(1000))
    with pytest.raises(MediaCancelled):
        import_line_art(
            [source], project, ImportOptions(extract=kind == "extract"), cancelled=lambda: next(asked) > after
        )
    assert list(project.rglob("*")) == []


def test_a_movie_damaged_half_way_leaves_nothing(tmp_path: Path, project: Path):
    movie = make_movie(
        tmp_path / "a.mp4", line_frames(40), "-pix_fmt", "yuv420p", "-g", "1", "-bf", "0", "-threads", "1"
    )
    data = bytearray(movie.read_bytes())
    start, end = data.index(b"mdat") + 4, data.index(b"moov")
    data[(start + end) // 2 : (start + end) // 2 + 400] = bytes(400)
    movie.write_bytes(data)
    with pytest.raises(MediaUnreadable):
        import_line_art([movie], project)
    assert list(project.rglob("*")) == []


def broken(folder: Path, kind: str) -> tuple[Path, ImportOptions, type[MediaError], str]:
    """A folder with one fault in it, and what is to be said of it."""
    draw(folder, {1: 0, 2: 1, 3: 2})
    second = folder / "line.0002.png"
    if kind == "sizes":
        write_png(second, page(1, (80, 64)))
        return folder, ImportOptions(), MixedSizes, '"line.0002.png" is 80 x 64 but most pictures are 160 x 128'
    if kind == "cut off":
        second.write_bytes(second.read_bytes()[:-20])
        return folder, ImportOptions(), MediaUnreadable, '"line.0002.png" is damaged or incomplete'
    if kind == "not a picture":
        second.write_text("oops")
        (folder / "line.0003.png").write_bytes(b"")
        return folder, ImportOptions(), MediaUnreadable, "1 more of these files cannot be read either"
    if kind == "far apart":
        write_png(folder / "line.1000001.png", page())
        return folder, ImportOptions(), MissingFrames, "nothing between 3 and 1000001"
    second.unlink()
    return folder, ImportOptions(missing="error"), MissingFrames, "Frame 2 is missing; add the files"


@pytest.mark.parametrize("kind", ["sizes", "cut off", "not a picture", "far apart", "gap refused"])
def test_broken_sequences_give_a_sentence(tmp_path: Path, project: Path, kind: str):
    folder, options, error, words = broken(tmp_path / "cut", kind)
    with pytest.raises(error) as caught:
        import_line_art([folder], project, options)
    assert words in str(caught.value)
    assert str(caught.value).endswith(".")
    assert list(project.iterdir()) == []


@pytest.mark.parametrize(
    ("bad", "policy", "words"),
    [
        ((2,), "hold", "Frame 2 is damaged and left out; the drawing before is held."),
        ((2, 3), "blank", "Frames 2-3 are damaged and left out; blank frames stand in."),
        ((1,), "hold", "Frame 1 is damaged and left out."),
    ],
)
def test_drawings_that_cannot_be_read_are_left_out_where_that_is_wanted(
    tmp_path: Path, project: Path, bad: tuple[int, ...], policy: MissingPolicy, words: str
):
    folder = tmp_path / "cut"
    draw(folder, {1: 0, 2: 1, 3: 2, 4: 3})
    good = (folder / "line.0004.png").read_bytes()
    for number in bad:
        (folder / f"line.{number:04d}.png").write_bytes(good[:-20])
    with pytest.raises(DrawingsUnreadable):
        import_line_art([folder], project, ImportOptions(missing=policy))
    result = import_line_art([folder], project, ImportOptions(missing=policy, leave_damaged=True))
    line = result.line
    assert [frame.number for frame in line.frames if frame.path] == [at for at in (1, 2, 3, 4) if at not in bad]
    assert result.notes[0] == words
    assert line.damaged == tuple(number for number in bad if number > 1)
    left = reload(line)
    assert left.line == line
    assert f"{len(bad)} more cannot be read." in left.note

    for number in bad:
        (folder / f"line.{number:04d}.png").write_bytes(good)
    mended = reload(line)
    assert [frame.number for frame in mended.line.frames if frame.path] == [1, 2, 3, 4]
    assert mended.line.damaged == ()
    assert f"{len(bad)} new" in mended.note


def test_pictures_of_which_none_can_be_read_are_refused(tmp_path: Path, project: Path):
    folder = tmp_path / "cut"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"line.{number:04d}.png").write_text("oops")
    with pytest.raises(MediaUnreadable) as caught:
        import_line_art([folder], project, ImportOptions(leave_damaged=True))
    assert not isinstance(caught.value, DrawingsUnreadable)


def test_a_project_that_cannot_be_written_gives_a_sentence(tmp_path: Path, project: Path):
    (project / "line").write_text("in the way")
    movie = make_movie(tmp_path / "a.mp4", line_frames(2), "-pix_fmt", "yuv420p")
    with pytest.raises(MediaError, match="could not be written"):
        import_line_art([movie], project)


def test_reload_finds_changed_added_and_lost_drawings(tmp_path: Path, project: Path):
    folder = draw(tmp_path / "cut", {1: 0, 2: 1, 3: 2})
    line = import_line_art([folder], project, ImportOptions(name="My shot", polarity="dark")).line
    same = reload(line)
    assert (same.line, same.note) == (line, "All 3 drawings are as they were.")
    draw(folder, {2: 7, 5: 4})
    (folder / "line.0003.png").unlink()
    fresh = reload(line)
    assert fresh.note == "1 changed, 1 new, 1 gone; the other drawings are as they were. Look at frames 2-3 and 5."
    assert (fresh.line.name, fresh.line.span, fresh.line.gaps) == ("My shot", Span(1, 5), (3, 4))
    assert fresh.line.frames[0] == line.frames[0]
    assert fresh.line.frames[1].digest != line.frames[1].digest
    write_png(folder / "line.0002.png", page(1, (80, 64)))
    with pytest.raises(MixedSizes, match="but the shot is 160 x 128"):
        reload(line)


def test_files_chosen_out_of_a_sequence_stay_alone(tmp_path: Path, project: Path):
    folder = draw(tmp_path / "cut", dict.fromkeys(range(1, 9), 0))
    chosen = [folder / f"line.{number:04d}.png" for number in (2, 3, 5)]
    line = import_line_art(chosen, project).line
    assert (reload(line).line, reload(line).note) == (line, "All 3 drawings are as they were.")
    chosen[0].unlink()
    fresh = reload(line).line
    assert [frame.path for frame in fresh.frames if frame.path] == [str(chosen[1]), str(chosen[2])]
    assert reload(fresh).note == "All 2 drawings are as they were."
    found = relink(fresh, folder.rename(tmp_path / "moved")).line
    assert reload(found).line == found


def test_a_damaged_one_of_chosen_files_is_looked_at_again(tmp_path: Path, project: Path):
    folder = draw(tmp_path / "cut", dict.fromkeys(range(1, 9), 0))
    chosen = [folder / f"line.{number:04d}.png" for number in (2, 3, 5)]
    line = import_line_art(chosen, project).line
    whole = chosen[1].read_bytes()
    chosen[1].write_bytes(whole[:-20])
    left = reload(line, leave_damaged=True).line
    assert (left.gaps, left.damaged) == ((3, 4), (3,))
    again = reload(left)
    assert (again.line, again.note) == (left, "All 2 drawings are as they were. 1 more cannot be read.")
    chosen[1].write_bytes(whole)
    assert reload(left).line == line


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize(("bad", "shown"), [((1,), ["", "2", "3", "4"]), ((3, 4), ["1", "2", "2", "2"])])
def test_a_shot_keeps_its_length_where_its_ends_are_damaged(
    tmp_path: Path, project: Path, bad: tuple[int, ...], shown: list[str], alone: bool
):
    folder = draw(tmp_path / "cut", {at: at for at in range(1, 6 if alone else 5)})
    files = [folder / f"line.{number:04d}.png" for number in (1, 2, 3, 4)]
    line = import_line_art(files, project).line
    whole = {number: files[number - 1].read_bytes() for number in bad}
    for number, data in whole.items():
        files[number - 1].write_bytes(data[:-20])
    left = reload(line, leave_damaged=True).line
    assert (left.span, left.gaps, left.damaged) == (Span(1, 4), bad, bad)
    assert [Path(frame.path).stem[-1:] for frame in left.shown] == shown
    assert reload(left).line == left
    for number, data in whole.items():
        files[number - 1].write_bytes(data)
    assert reload(left).line.frames == line.frames


@pytest.mark.parametrize("name", ["line_{:04d}@2x.png", "line.{:04d}.#1.png"])
def test_names_with_signs_behind_the_number_are_reloaded(tmp_path: Path, project: Path, name: str):
    for number in (1, 2, 3):
        write_png(tmp_path / name.format(number), page(number))
    line = import_line_art([tmp_path / name.format(1)], project).line
    assert line.span == Span(1, 3)
    assert reload(line).note == "All 3 drawings are as they were."
    write_png(tmp_path / name.format(4), page(4))
    assert reload(line).note == "1 new; the other drawings are as they were. Look at frame 4."


def test_relink_matches_by_name_and_checks_by_content(tmp_path: Path, project: Path):
    folder = draw(tmp_path / "cut", {1: 0, 2: 1, 3: 2})
    line = import_line_art([folder], project).line
    moved = folder.rename(tmp_path / "moved")
    empty = tmp_path / "empty"
    (empty / "deep").mkdir(parents=True)
    with pytest.raises(MediaError, match='"empty" and the folders in it hold none of the 3 drawings'):
        relink(line, empty)
    found = relink(line, moved)
    assert found.note == "3 of 3 drawings found unchanged."
    assert [Path(frame.path).parent for frame in found.line.frames] == [moved] * 3
    assert reload(found.line).note == "All 3 drawings are as they were."
    draw(moved, {2: 9})
    (moved / "line.0003.png").unlink()
    partly = relink(line, moved)
    assert partly.note == "1 of 3 drawings found unchanged, 1 has another content than before, 1 is still missing."
    assert partly.line.frames[2] == line.frames[2]


def test_relink_looks_through_the_folders_in_the_one_that_is_chosen(tmp_path: Path, project: Path):
    line = import_line_art([draw(tmp_path / "before", {1: 0, 2: 1, 3: 2, 4: 3})], project).line
    moved = (tmp_path / "before").rename(tmp_path / "gone")
    disk = tmp_path / "disk"
    draw(disk / "a", {1: 0, 2: 1})  # some of them, nearer
    draw(disk / "b" / "color", {1: 5, 2: 6, 3: 7, 4: 8})  # other pictures of the same names
    draw(disk / ".trash", {1: 0, 2: 1, 3: 2, 4: 3})
    (disk / "b" / "round").symlink_to(disk, target_is_directory=True)
    here = moved.rename(disk / "b" / "line")
    found = relink(line, disk)
    assert [Path(frame.path).parent for frame in found.line.frames] == [here] * 4
    assert found.note == f'4 of 4 drawings found unchanged. What was found is in "{here}".'
    assert Path(found.line.source).parent == here
    assert reload(found.line).note == "All 4 drawings are as they were."
    draw(disk / "z" / "copy", {1: 0, 2: 1, 3: 2, 4: 3})
    draw(disk / "y", {1: 0, 2: 1, 3: 2, 4: 3})
    assert Path(relink(line, disk).line.frames[0].path).parent == disk / "y", "the nearest of those alike"
    assert Path(relink(line, disk / "a").line.frames[0].path).parent == disk / "a", "what is chosen goes first"
    with pytest.raises(MediaCancelled):
        relink(line, disk, cancelled=lambda: True)


def test_the_real_clips_come_in_as_line_art(clips: Path, project: Path):
    for clip in sorted(path.parent for path in clips.glob("*/meta.json")):
        result = import_line_art([clip / "line"], project)
        files = sorted((clip / "line").glob("*.png"))
        assert result.line.span == Span(1, len(files)), clip.name
        assert (result.line.polarity, result.colored, result.notes) == ("dark", False, ()), clip.name
