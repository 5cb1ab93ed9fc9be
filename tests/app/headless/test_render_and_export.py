"""`render` and `export` on saved projects: only what is stale, one at a time, and on after the app was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest

from app.bench.shots import draw_project
from app.headless.output import JsonLines
from app.headless.projects import opened
from app.media.takes import scan_takes
from app.project import lock, staleness
from app.project.model import Project, SegmentChoice, Shot, Span, with_choice
from app.project.palettes import Palette, Palettes
from app.project.staleness import Segment
from app.project.storage import create_project, open_project, save_project
from app.project.view_state import ViewState, write_view
from engine.imaging.stills import read_still

SIZE = (96, 72)
SKY = (188, 220, 240)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A saved project of 18 frames in three segments, nothing colored."""
    return draw_project(tmp_path, 18, SIZE, length=6)


def shot_of(project: Path) -> Shot:
    return open_project(project).project.shots[0]


def segments_of(project: Path) -> tuple[Segment, ...]:
    return staleness.segments(shot_of(project), scan_takes(project).takes)


def pixels_of(project: Path) -> list[str | None]:
    return [segment.take.pixels if segment.take else None for segment in segments_of(project)]


def takes_shown(segments: Iterable[Segment]) -> list[str]:
    return [segment.take.id for segment in segments if segment.take is not None]


def test_render_colors_what_is_empty_and_then_only_what_is_stale(project, shiage) -> None:
    done = shiage("render", project, "--json")
    assert done.code == 0
    assert [(event["first"], event["last"]) for event in done.named("segment")] == [(1, 6), (7, 12), (13, 18)]
    assert all(Path(event["file"]).is_file() for event in done.named("segment"))
    assert done.named("done")[0]["frames"] == 18
    assert done.named("done")[0]["needs_look"] == sum(event["needs_look"] for event in done.named("segment"))
    assert len(list(project.glob("cache/checks/*/*.checks"))) == 3, "the window need not look again"
    assert all(segment.fresh for segment in segments_of(project))
    assert "nothing to color" in shiage("render", project).out

    shot = with_choice(shot_of(project), SegmentChoice(segments_of(project)[1].span, seed=5))
    save_project(project, Project((shot,)))
    again = shiage("render", project, "--json")
    assert [event["first"] for event in again.named("segment")] == [7]
    assert len(scan_takes(project).takes) == 4
    assert not (project / "lock").exists()
    assert not (project / "queue.json").exists()


def test_render_may_be_asked_for_single_segments(project, shiage) -> None:
    done = shiage("render", project, "--segment", "3", "--segment", "1", "--json")
    assert [event["first"] for event in done.named("segment")] == [13, 1]
    done = shiage("render", project, "--segment", "3")
    assert done.code == 0
    assert "Segment 3 is ready and left as it is." in done.err
    done = shiage("render", project, "--segment", "4")
    assert done.code == 1
    assert "There is no segment 4; the shot has segments 1 to 3." in done.err


def test_a_locked_segment_is_never_colored(project, shiage) -> None:
    shot = with_choice(shot_of(project), SegmentChoice(segments_of(project)[0].span, locked=True))
    save_project(project, Project((shot,)))
    assert "Segment 1 is locked" in shiage("render", project, "--segment", "1").err
    assert shiage("render", project).code == 0
    assert [segment.take is None for segment in segments_of(project)] == [True, False, False]


def test_a_project_that_is_open_elsewhere_is_left_alone(project, shiage) -> None:
    with lock.acquire(project):
        done = shiage("render", project)
    assert done.code == 1
    assert "Close it there" in done.err
    assert scan_takes(project).takes == ()


def test_what_another_computer_is_at_work_on_is_left_by_commands_that_only_read(project, shiage, tmp_path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])  # no process of this computer has its number any more
    gone.wait()
    half = project / "takes" / "shot1" / f".1-6_ab.frames.{gone.pid}.part"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    shiage("export", project, "--out", tmp_path / "out")
    shiage("export-timeline", project, "--out", tmp_path / "out.otio")
    assert shiage("doctor", "--bundle", tmp_path / "out.zip", "--project", project).code == 0
    assert half.exists()
    with opened(project, JsonLines("render")):
        assert not half.exists(), "with the lock, nobody else can be at work"


def test_a_damaged_take_is_told_and_colored_again(project, shiage) -> None:
    shiage("render", project)
    whole = pixels_of(project)
    path = project / scan_takes(project).takes[1].path
    path.write_bytes(path.read_bytes()[:-9])
    done = shiage("render", project, "--json")
    assert "damaged" in done.named("note")[0]["sentence"]
    assert len(done.named("segment")) == 1
    assert pixels_of(project) == whole


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("render", "{tmp}/none.shiage"), "not a Shiage project"),
        (("render", "{tmp}"), "not a Shiage project"),
        (("render", "{bare}"), "no shot yet"),
        (("render", "{keyless}"), "no colored key"),
        (("render", "{moved}"), "cannot be read"),
        (("export", "{project}", "--format", "png", "--out", "{tmp}/out"), "17 frames (the first is 2) have no color"),
        (("export", "{project}", "--format", "gif", "--out", "{tmp}/out"), "--format"),
        (("export", "{project}", "--format", "png"), "--out"),
        (("export", "{project}", "--format", "png", "--out", "{tmp}/out", "--range", "9-1"), "--range"),
        (("export", "{bare}", "--format", "png", "--out", "{tmp}/out"), "no shot yet"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_is_one_sentence(project, shiage, tmp_path, command: tuple[str, ...], words: str) -> None:
    shot = shot_of(project)
    places = {"tmp": tmp_path, "project": project, "bare": create_project(tmp_path / "bare.shiage").folder}
    places["keyless"] = create_project(tmp_path / "k.shiage", Project((replace(shot, keys=()),))).folder
    assert shot.line is not None
    gone = tuple(replace(frame, path=frame.path + ".gone") for frame in shot.line.frames)
    moved = replace(shot, line=replace(shot.line, frames=gone))
    places["moved"] = create_project(tmp_path / "m.shiage", Project((moved,))).folder
    done = shiage(*(part.format(**places) for part in command))
    assert done.code == 1
    assert words in done.err
    assert "Traceback" not in done.err
    assert not list(tmp_path.rglob("lock"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
def test_interrupted_it_says_what_is_kept_and_goes_on_the_next_time(tmp_path, start, shiage) -> None:
    project = draw_project(tmp_path, 48, (320, 240), length=6)
    process = start("render", project)
    process.until(lambda: scan_takes(project).takes)
    process.process.send_signal(signal.SIGINT)
    done = process.end()
    assert done.code == 130
    assert "segments" in done.err
    kept = len(scan_takes(project).takes)
    assert 0 < kept < 8
    assert not (project / "lock").exists()
    assert shiage("render", project).code == 0
    assert len(scan_takes(project).takes) == 8


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
def test_killed_it_leaves_no_engine_behind_and_loses_nothing(tmp_path, start, shiage) -> None:
    project = draw_project(tmp_path / "a", 36, (320, 240), length=6)
    process = start("render", project)
    process.until(lambda: len(scan_takes(project).takes) >= 2)
    engines = process.engines()
    assert len(engines) == 1
    os.kill(process.process.pid, signal.SIGKILL)
    begun = time.monotonic()
    while any(psutil.pid_exists(engine.pid) and engine.status() != psutil.STATUS_ZOMBIE for engine in engines):
        assert time.monotonic() - begun < 2, "the engine outlived the app"
        time.sleep(0.005)
    process.end()
    kept = {take.path: (project / take.path).stat().st_mtime_ns for take in scan_takes(project).takes}
    assert (project / "lock").exists()
    assert (project / "queue.json").exists()

    done = shiage("render", project, "--json")
    assert done.code == 0
    assert len(done.named("segment")) == 6 - len(kept)
    assert {path: (project / path).stat().st_mtime_ns for path in kept} == kept
    assert not (project / "queue.json").exists()
    assert not list(project.rglob("*.part"))
    whole = draw_project(tmp_path / "b", 36, (320, 240), length=6)
    shiage("render", whole)
    assert pixels_of(project) == pixels_of(whole)


@pytest.fixture
def colored(project: Path, shiage) -> Path:
    assert shiage("render", project).code == 0
    return project


def test_a_stale_project_is_exported_with_the_takes_that_the_window_showed(colored, shiage, tmp_path) -> None:
    shown = takes_shown(segments_of(colored))
    assert len(shown) == 3
    for seed in (5, 6):  # takes that are newer, and then none that fits
        save_project(colored, Project((replace(shot_of(colored), seed=seed),)))
        if seed == 5:
            assert shiage("render", colored).code == 0
    newest = takes_shown(segments_of(colored))
    assert not set(newest) & set(shown)
    write_view(colored, ViewState(1, shown=tuple(shown)))
    with opened(colored, JsonLines("export"), locked=False) as found:
        assert takes_shown(found.segments) == shown
    write_view(colored, ViewState(1))
    with opened(colored, JsonLines("export"), locked=False) as found:
        assert takes_shown(found.segments) == newest


def test_stale_frames_are_told_of_and_exported(colored, shiage, tmp_path) -> None:
    arguments = ["export", colored, "--format", "png", "--out", tmp_path / "out"]
    assert shiage(*arguments).err == ""
    shot = shot_of(colored)
    save_project(colored, Project((with_choice(shot, SegmentChoice(Span(7, 12), seed=5)),)))
    frames = len(set(range(7, 13)) - {key.number for key in shot.keys})
    words = f"{frames} frames are stale, colored from earlier keys or lines."
    done = shiage(*arguments)
    assert (done.code, done.err) == (0, words + "\n")
    assert [note["sentence"] for note in shiage(*arguments, "--json").named("note")] == [words]
    assert shiage(*arguments, "--range", "1-6").err == "", "of the frames that are exported alone"
    timeline = shiage("export-timeline", colored, "--out", tmp_path / "cut.otio")
    assert (timeline.code, timeline.err) == (0, words + "\n")


def test_export_png_writes_the_range_under_the_source_numbers(colored, shiage, tmp_path) -> None:
    arguments = ["--format", "png", "--out", tmp_path / "new" / "folder", "--range", "5-8", "--json"]
    (done,) = shiage("export", colored, *arguments).named("done")
    folder = Path(done["path"])
    assert folder == tmp_path / "new" / "folder" / "bench_color_v001"
    assert sorted(path.name for path in folder.iterdir()) == [f"bench_color_v001.{n:04d}.png" for n in range(5, 9)]
    assert (done["frames"], done["width"], done["height"]) == (4, 96, 72)
    (second,) = shiage("export", colored, *arguments).named("done")
    assert Path(second["path"]).name == "bench_color_v002"


def test_export_png_with_alpha_and_16_bits_and_color_only(colored, shiage, tmp_path) -> None:
    arguments = ["--format", "png", "--out", tmp_path / "out", "--range", "2", "--json"]
    (done,) = shiage("export", colored, *arguments, "--alpha", "--bits", "16").named("done")
    (path,) = Path(done["path"]).iterdir()
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    assert (picture.shape, picture.dtype) == ((72, 96, 4), np.uint16)
    (done,) = shiage("export", colored, *arguments, "--layer", "color").named("done")
    (path,) = Path(done["path"]).iterdir()
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    assert (picture.shape, picture.dtype) == ((72, 96, 3), np.uint8)


def test_export_in_the_palette_that_is_named(colored, shiage, tmp_path) -> None:
    opened = open_project(colored)
    shot = opened.project.shots[0]
    day = Palette("Day").with_found((SKY,))
    night = replace(day.with_color(SKY, (10, 20, 60)), name="Night")
    save_project(colored, opened.project.with_shot(replace(shot, palettes=Palettes((day, night), "Day"))))
    arguments = ["export", colored, "--format", "png", "--out", tmp_path / "out", "--range", "2", "--json"]

    def corner(*more: str) -> list[int]:
        (done,) = shiage(*arguments, *more).named("done")
        (path,) = Path(done["path"]).iterdir()
        return read_still(path)[0, 0].tolist()

    assert corner() == corner("--palette", "Day") == list(SKY)
    assert corner("--palette", "Night") == [10, 20, 60]
    refused = shiage(*arguments, "--palette", "Dusk")
    assert refused.code == 1
    assert refused.named("error")[0]["sentence"] == 'This shot has no palette "Dusk": it has "Day", "Night".'


@pytest.mark.parametrize(("kind", "name"), [("prores-422hq", "a.mov"), ("prores-4444", "a.mov"), ("h264", "a.mp4")])
def test_export_movies(colored, shiage, tmp_path, kind: str, name: str) -> None:
    target = tmp_path / "out" / name
    arguments = ["export", colored, "--format", kind, "--out", target, "--timecode", "01:00:00:00", "--json"]
    done = shiage(*arguments)
    assert done.code == 0, done.out
    (told,) = done.named("done")
    assert Path(told["path"]) == target
    assert (told["frames"], told["timecode"], told["tags"]) == (18, "01:00:00:00", [1, 1, 1])
    assert target.stat().st_size == told["bytes"]
    refused = shiage(*arguments)
    assert refused.code == 1
    assert "exists already" in refused.named("error")[0]["sentence"]
    assert shiage(*arguments, "--overwrite").code == 0
    assert [path.name for path in target.parent.iterdir()] == [name]


def test_export_works_while_the_window_has_the_project_open(colored, shiage, tmp_path) -> None:
    with lock.acquire(colored):
        assert shiage("export", colored, "--format", "png", "--out", tmp_path / "out").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
def test_an_interrupted_export_leaves_nothing(tmp_path, start, shiage) -> None:
    project = draw_project(tmp_path, 24, (640, 480), length=24)
    assert shiage("render", project).code == 0
    out = tmp_path / "out"
    process = start("export", project, "--format", "prores-4444", "--out", out, "--json")
    process.until(lambda: out.is_dir() and any(out.iterdir()))
    process.process.send_signal(signal.SIGTERM)
    done = process.end()
    assert done.code == 130
    assert done.named("error")
    assert not list(out.iterdir())
