"""`export-timeline`: what is written is read by the library that other programs read it with."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import cv2
import opentimelineio as otio
import pytest

from app.bench.shots import draw_project
from app.media.laying_out import read_edit
from app.media.takes import scan_takes
from app.project.model import Project, SegmentChoice, Span, with_choice, with_note
from app.project.shot_list import Place, ShotList, write_list
from app.project.storage import copy_project, open_project, save_project


@pytest.fixture
def project(tmp_path: Path, shiage) -> Path:
    """18 frames in three colored segments at 23.976; the middle one has a second take."""
    folder = draw_project(tmp_path, 18, (96, 72), length=6)
    shot = replace(open_project(folder).project.shots[0], rate=Fraction(24000, 1001))
    shot = with_note(with_note(shot, "soft shadow", Span(5, 8)), "袖", Span(18, 18))
    save_project(folder, Project((shot,)))
    assert shiage("render", folder).code == 0
    save_project(folder, Project((with_choice(shot, SegmentChoice(Span(7, 12), seed=5)),)))
    assert shiage("render", folder).code == 0
    assert len(scan_takes(folder).takes) == 4
    return folder


def read(path: Path) -> otio.schema.Timeline:
    found = otio.adapters.read_from_file(str(path))
    assert isinstance(found, otio.schema.Timeline)
    return found


def pictures(file: Path, media: Any) -> list[Path]:
    """The files that a reference names, in the order of its frames."""
    assert isinstance(media, otio.schema.ImageSequenceReference)
    urls = [media.target_url_for_image_number(at) for at in range(media.number_of_images_in_sequence())]
    return [(file.parent / unquote(urlparse(url).path)) for url in urls]


def test_every_segment_is_a_clip_of_the_exported_pictures(project: Path, shiage, tmp_path: Path) -> None:
    out = tmp_path / "a cut" / "walk.otio"
    done = shiage("export-timeline", project, "--out", out, "--json")
    assert done.code == 0, done.err
    assert done.named("done")[0] | {"clips": 3, "sequences": 1, "frames": 18} == done.named("done")[0]
    timeline = read(out)
    clips = list(timeline.find_clips())
    assert [clip.name.split()[-1] for clip in clips] == ["1-6", "7-12", "13-18"]
    assert timeline.duration() == otio.opentime.RationalTime(18, 24000 / 1001)
    assert timeline.global_start_time.value == 1
    for clip, first in zip(clips, (1, 7, 13), strict=True):
        media = clip.media_reference
        assert clip.active_media_reference_key == "shown"
        assert clip.source_range.start_time.value == first
        assert clip.source_range.duration.value == 6
        assert Fraction(clip.metadata["shiage"]["rate"]) == Fraction(24000, 1001)
        assert Fraction(media.rate).limit_denominator(10000) == Fraction(24000, 1001)
        assert media.start_frame == 1
        assert media.frame_zero_padding >= 4
        assert media.available_range.start_time <= clip.source_range.start_time
        assert media.available_range.end_time_exclusive() >= clip.source_range.end_time_exclusive()
        files = pictures(out, media)
        assert len(files) == 18
        assert all(file.is_file() for file in files)
        assert media.frame_for_time(clip.source_range.start_time) == first
    told = [(at, marker.name, marker.comment, marker.marked_range.start_time.value, marker.marked_range.duration.value)
            for at, clip in enumerate(clips) for marker in clip.markers if marker.name == "Note"]  # fmt: skip
    assert told == [(0, "Note", "soft shadow", 5, 2), (1, "Note", "soft shadow", 7, 2), (2, "Note", "袖", 18, 1)]
    keys = [marker.marked_range.start_time.value for clip in clips for marker in clip.markers if marker.name != "Note"]
    assert keys == [key.number for key in open_project(project).project.shots[0].keys]


def test_takes_are_alternatives_whose_pictures_differ(project: Path, shiage, tmp_path: Path) -> None:
    out = tmp_path / "cut" / "walk.otio"
    assert shiage("export-timeline", project, "--out", out, "--takes", "all").code == 0
    first, second, third = read(out).find_clips()
    assert set(first.media_references()) == set(third.media_references()) == {"shown"}
    assert set(second.media_references()) == {"shown", "take 1"}
    other = second.media_references()["take 1"]
    files = pictures(out, other)
    assert len(files) == 6
    assert other.start_frame == 7
    shown = pictures(out, second.media_reference)[6:12]
    assert [file.name.rsplit(".", 2)[1] for file in files] == [file.name.rsplit(".", 2)[1] for file in shown]
    read_back = [cv2.imread(str(file)) for file in (*files, *shown)]
    assert {picture.shape for picture in read_back if picture is not None} == {(72, 96, 3)}
    assert all(picture is not None for picture in read_back)


def test_several_shots_follow_one_another(project: Path, shiage, tmp_path: Path) -> None:
    found = open_project(project).project.shots[0]
    assert found.line is not None
    still = replace(found, id="b", name="Second 日本", line=replace(found.line, frames=found.line.frames[:1]))
    save_project(project, Project((found, still)))  # its one frame is a key
    assert shiage("export-timeline", project, "--out", tmp_path / "two.otio").code == 0
    clips = list(read(tmp_path / "two.otio").find_clips())
    assert [clip.name for clip in clips][2:] == [f"{found.name} 13-18", "Second 日本 1-1"]
    assert [file.is_file() for file in pictures(tmp_path / "two.otio", clips[3].media_reference)] == [True]
    bare = replace(still, line=replace(found.line, frames=found.line.frames[:2]))
    save_project(project, Project((found, bare)))
    done = shiage("export-timeline", project, "--out", tmp_path / "bare.otio")
    assert done.code == 1
    assert '"Second 日本" has frames without color (1)' in done.err
    assert not (tmp_path / "bare.otio").exists()


@pytest.mark.parametrize(
    ("name", "words"), [("cut.edl", "name it cut.otio"), ("there.otio", "exists already")]
)  # fmt: skip
def test_what_cannot_be_written_is_one_sentence(project: Path, shiage, tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "there.otio").touch()
    done = shiage("export-timeline", project, "--out", tmp_path / name)
    assert done.code == 1
    assert words in done.err
    assert not list(tmp_path.glob("*_color_v*"))


def test_all_shots_of_a_folder_follow_one_another_as_their_edit_has_them(project: Path, shiage, tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.mkdir()
    for name in ("b", "a"):
        copy_project(project, film / f"{name}.shiage", lambda done, total: None)
    out = tmp_path / "cut" / "all.otio"
    assert shiage("export-timeline", film, "--out", out).code == 0
    clips = list(read(out).find_clips())
    assert len(clips) == 6
    assert len({media.target_url_base for clip in clips for media in [clip.media_reference]}) == 2
    rate = Fraction(24000, 1001)
    write_list(film, ShotList((Place("b", "b.shiage", 100, Span(7, 15)), Place("gone"), Place("a", "a.shiage", 120)),
                              "Reel", rate))  # fmt: skip
    out = tmp_path / "cut" / "placed.otio"
    done = shiage("export-timeline", film, "--out", out)
    assert done.code == 0, done.err
    timeline = read(out)
    assert timeline.global_start_time.value == 100
    track = timeline.video_tracks()[0]
    places = [(item.name, int(track.range_of_child(item).start_time.value)) for item in track]
    name = open_project(project).project.shots[0].name
    assert places == [
        (f"{name} 7-12", 0), (f"{name} 13-15", 6), ("", 9), (f"{name} 1-6", 20), (f"{name} 7-12", 26),
        (f"{name} 13-18", 32),
    ]  # fmt: skip
    again = read_edit(out)
    assert (again.rate, [event.record for event in again.events]) == (rate, [Span(100, 108)])
    assert again.notes == (f'"{name}" is used 2 times; it is one shot here.',)
    empty = shiage("export-timeline", tmp_path / "cut", "--out", tmp_path / "none.otio")
    assert empty.code == 1
    assert "is no project" in empty.err
