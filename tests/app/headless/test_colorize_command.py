"""`colorize`: every line frame comes out under its own name, keys bit for bit, the same files every time."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import cv2
import imageio_ffmpeg
import numpy as np
import psutil
import pytest

from app.media.takes import scan_takes
from app.project.storage import open_project


def read(path: Path) -> np.ndarray:
    image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert image is not None
    return image


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def small(make_shot, folder: Path, frames: int = 4, **more):
    return make_shot(folder, frames, (96, 72), **more)


def test_every_frame_comes_out_under_its_name_and_keys_bit_for_bit(make_shot, shiage, tmp_path, temporary) -> None:
    shot = small(make_shot, tmp_path / "walk", 30)
    keys = ["--key", f"1={shot.color[0]}", "--key", f"20={shot.color[19]}"]
    done = shiage("colorize", shot.line_folder, *keys, "--out", tmp_path / "out", "--json")
    assert done.code == 0
    assert done.err == ""
    assert names(tmp_path / "out") == [path.name for path in shot.line]
    for path in (tmp_path / "out").iterdir():
        assert read(path).shape == (72, 96, 3)
        assert read(path).dtype == np.uint8
    for number in (0, 19):
        np.testing.assert_array_equal(read(tmp_path / "out" / shot.line[number].name), read(shot.color[number]))
    middle = read(tmp_path / "out" / "0010.png").astype(int)
    assert (abs(middle - read(shot.color[9])) < 24).all(axis=2).mean() > 0.9  # it is the artist's picture, nearly
    assert not list(temporary.iterdir())

    segments = done.named("segment")
    assert [(event["first"], event["last"]) for event in segments] == [(1, 15), (16, 30)]
    assert [Path(file).name for event in segments for file in event["files"]] == names(tmp_path / "out")
    (final,) = done.named("done")
    assert (final["frames"], final["out"], final["project"]) == (30, str(tmp_path / "out"), None)
    progress = [event for event in done.named("progress") if event["stage"] == "coloring"]
    assert progress
    assert all(0 <= event["done"] <= event["total"] for event in progress)


def test_frames_have_the_line_colors_of_the_key(make_shot, shiage, tmp_path) -> None:
    shot = make_shot(tmp_path / "walk", 3, (320, 240))
    tint = np.array((130, 20, 90)) / 255  # of full ink, in the order of OpenCV; no color of the figure is like it
    ink = [255 - np.atleast_3d(read(path))[..., :1].astype(int) for path in shot.line]
    cv2.imwrite(str(shot.color[0]), np.rint(read(shot.color[0]) + ink[0] * tint).astype(np.uint8))
    keys, made = ["--key", f"1={shot.color[0]}"], dict[str, np.ndarray]()
    for setting in ("ask=both", "line_colors=false"):
        out = tmp_path / setting
        assert shiage("colorize", shot.line_folder, *keys, "--setting", setting, "--out", out).code == 0
        made[setting] = read(out / shot.line[2].name).astype(int)
    more = np.abs(made["ask=both"] - made["line_colors=false"] - ink[2] * tint).max(axis=2)
    assert (more[ink[2][..., 0] > 0] <= 2).mean() > 0.9
    assert (more[ink[2][..., 0] == 0] < 1).all()


def test_the_same_again_gives_the_same_bytes(make_shot, shiage, tmp_path) -> None:
    shot = small(make_shot, tmp_path / "walk", 6)
    for out in ("a", "b"):
        shiage("colorize", shot.line_folder, "--key", f"2={shot.color[1]}", "--out", tmp_path / out)
    assert names(tmp_path / "a") == names(tmp_path / "b")
    for name in names(tmp_path / "a"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        ("{:04d}.png", 0),
        ("walk.{:04d}.png", 1001),
        ("walk_{:05d}.tif", 1),
        ("walk{:d}.png", 8),
        ("a_v2.{:03d}_l.png", 1),
    ],
)
def test_frames_keep_the_source_numbers_and_naming(make_shot, shiage, tmp_path, pattern: str, first: int) -> None:
    shot = small(make_shot, tmp_path / "walk", first=first, name=pattern)
    key = f"{first + 1}={shot.color[1]}"
    assert shiage("colorize", shot.line_folder, "--key", key, "--out", tmp_path / "out").code == 0
    assert names(tmp_path / "out") == sorted(f"{path.stem}.png" for path in shot.line)
    out = tmp_path / "out" / f"{shot.line[1].stem}.png"
    np.testing.assert_array_equal(read(out), read(shot.color[1]))


def test_line_art_may_be_one_file_of_a_sequence_or_a_pattern(make_shot, shiage, tmp_path) -> None:
    shot = small(make_shot, tmp_path / "walk", 3, name="walk.{:04d}.png")
    small(make_shot, tmp_path / "walk", 2, name="other.{:04d}.png")
    for at, line in enumerate((shot.line[1], shot.line_folder / "walk.####.png", shot.line_folder / "walk.%04d.png")):
        out = tmp_path / f"out{at}"
        assert shiage("colorize", line, "--key", f"1={shot.color[0]}", "--out", out).code == 0
        assert names(out) == [path.name for path in shot.line]


def test_line_art_may_be_a_movie(make_shot, shiage, tmp_path) -> None:
    shot = make_shot(tmp_path / "walk", 5, (96, 64))
    movie = tmp_path / "walk.mov"
    writer = imageio_ffmpeg.write_frames(str(movie), (96, 64), fps=12, codec="png", pix_fmt_out="rgb24")
    writer.send(None)
    for path in shot.line:
        writer.send(np.ascontiguousarray(np.repeat(read(path)[..., None], 3, axis=2)))
    writer.close()
    project = tmp_path / "kept"
    done = shiage("colorize", movie, "--key", f"3={shot.color[2]}", "--out", tmp_path / "out", "--project", project)
    assert done.code == 0, done.err
    assert names(tmp_path / "out") == [f"walk.{number:04d}.png" for number in range(1, 6)]
    np.testing.assert_array_equal(read(tmp_path / "out" / "walk.0003.png"), read(shot.color[2]))
    assert open_project(tmp_path / "kept.shiage").project.shots[0].rate == 12


def test_lines_can_be_taken_out_of_colored_pictures(make_shot, shiage, tmp_path) -> None:
    shot = small(make_shot, tmp_path / "walk")
    arguments = ["--extract", "--key", f"1={shot.color[0]}", "--out", tmp_path / "out"]
    assert shiage("colorize", shot.folder / "color", *arguments).code == 0
    assert names(tmp_path / "out") == [path.name for path in shot.color]
    np.testing.assert_array_equal(read(tmp_path / "out" / "0001.png"), read(shot.color[0]))


@pytest.mark.parametrize(
    ("kind", "fit"), [("16 bit", None), ("rgba", None), ("gray", None), ("half size", "scale"), ("larger", "pad")]
)
def test_keys_of_other_kinds(make_shot, shiage, tmp_path, kind: str, fit: str | None) -> None:
    shot = small(make_shot, tmp_path / "walk", 2)
    key = read(shot.color[0])
    match kind:
        case "16 bit":
            key = key.astype(np.uint16) * 257 ^ 5  # not what 8 bits can hold
        case "rgba":
            key = np.dstack([key, np.full(key.shape[:2], 255, np.uint8)])
        case "gray":
            key = key[..., 1]
        case "half size":
            key = cv2.resize(key, (48, 36), interpolation=cv2.INTER_AREA)
        case _:
            key = cv2.copyMakeBorder(key, 6, 6, 8, 8, cv2.BORDER_REPLICATE)
    path = tmp_path / "key.png"
    cv2.imwrite(str(path), key)
    arguments = ["--key", f"1={path}", "--out", tmp_path / "out", *(["--fit", fit] if fit else [])]
    done = shiage("colorize", shot.line_folder, *arguments)
    assert done.code == 0, done.err
    out = read(tmp_path / "out" / "0001.png")
    if fit is None:
        wanted = key if key.ndim == 3 else np.repeat(key[..., None], 3, axis=2)
        np.testing.assert_array_equal(out, wanted[..., :3])
    assert out.shape == (72, 96, 3)


@pytest.mark.parametrize("missing", ["hold", "blank"])
def test_a_missing_drawing_is_held_or_blank_and_still_comes_out(make_shot, shiage, tmp_path, missing: str) -> None:
    shot = small(make_shot, tmp_path / "walk", 5, name="w.{:04d}.png")
    shot.line[3].unlink()
    arguments = ["--key", f"1={shot.color[0]}", "--out", tmp_path / "out", "--missing", missing]
    done = shiage("colorize", shot.line_folder, *arguments)
    assert done.code == 0
    assert "Frame 4 is missing" in done.err
    assert names(tmp_path / "out") == [f"w.{number:04d}.png" for number in range(1, 6)]
    same = np.array_equal(read(tmp_path / "out" / "w.0003.png"), read(tmp_path / "out" / "w.0004.png"))
    assert same == (missing == "hold")


def test_a_project_is_kept_and_the_other_commands_take_it_from_there(make_shot, shiage, tmp_path) -> None:
    shot = small(make_shot, tmp_path / "walk", 6)
    project = tmp_path / "kept.shiage"
    done = shiage(
        "colorize", shot.line_folder, "--key", f"1={shot.color[0]}", "--out", tmp_path / "out",
        "--project", project, "--prompt", "a girl", "--rate", "23.976", "--seed", "7",
    )  # fmt: skip
    assert done.code == 0
    assert str(project) in done.out
    saved = open_project(project).project.shots[0]
    assert (saved.seed, saved.prompts[0].text) == (7, "a girl")
    assert saved.rate.denominator == 1001
    assert len(scan_takes(project).takes) == 1
    assert not (project / "lock").exists()
    assert "nothing to color" in shiage("render", project).out
    assert shiage("export", project, "--format", "png", "--out", tmp_path / "delivery").code == 0
    exported = tmp_path / "delivery" / "walk_color_v001"
    for path, name in zip(sorted(exported.iterdir()), names(tmp_path / "out"), strict=True):
        np.testing.assert_array_equal(read(path), read(tmp_path / "out" / name))


BAD: dict[str, tuple[list[str], str]] = {
    # What is asked for, after `colorize`, and words of the sentence that comes back.
    "no line art there": (["{tmp}/none", "--key", "1={key}"], "none"),
    "an empty folder": (["{tmp}/empty", "--key", "1={key}"], "empty"),
    "a text file": (["{tmp}/notes.txt", "--key", "1={key}"], "notes.txt"),
    "no key": (["{line}"], "--key"),
    "a key without a frame": (["{line}", "--key", "{key}"], "FRAME=IMAGE"),
    "a key on a frame that is not there": (["{line}", "--key", "99={key}"], "Frame 99 is not in this shot"),
    "a key that is not there": (["{line}", "--key", "1={tmp}/none.png"], "none.png"),
    "a key that is no picture": (["{line}", "--key", "1={tmp}/notes.txt"], "notes.txt"),
    "a key of another size": (["{line}", "--key", "1={tmp}/tiny.png"], "--fit scale"),
    "two keys on one frame": (["{line}", "--key", "1={key}", "--key", "1={key}"], "Frame 1 has two keys"),
    "a rate that is none": (["{line}", "--key", "1={key}", "--rate", "fast"], "not a frame rate"),
    "an unknown colorizer": (["{line}", "--key", "1={key}", "--colorizer", "magic"], "magic"),
    "frames over the line art": (["{line}", "--key", "1={key}", "--out", "{line}"], "replace your own pictures"),
    "frames over the key": (["{line}", "--key", "1={key}", "--out", "{color}"], "replace your own pictures"),
    "frames into a file": (["{line}", "--key", "1={key}", "--out", "{tmp}/notes.txt"], "notes.txt"),
    "a project that is there": (["{line}", "--key", "1={key}", "--project", "{tmp}/there.shiage"], "already"),
    "a missing frame": (["{gap}", "--key", "1={key}", "--missing", "error"], "missing"),
    "a seed that is no number": (["{line}", "--key", "1={key}", "--seed", "x"], "--seed"),
    "an unknown option": (["{line}", "--key", "1={key}", "--sped", "1"], "--sped"),
}


@pytest.mark.parametrize(("arguments", "words"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_done_is_one_sentence_and_leaves_nothing(
    make_shot, shiage, tmp_path, temporary, monkeypatch, arguments: list[str], words: str
) -> None:
    shot = small(make_shot, tmp_path / "walk", 2)
    gap = small(make_shot, tmp_path / "gap", 3)
    gap.line[1].unlink()
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("notes")
    (tmp_path / "there.shiage").mkdir()
    (tmp_path / "there.shiage" / "mine.txt").write_text("mine")
    cv2.imwrite(str(tmp_path / "tiny.png"), np.zeros((4, 4, 3), np.uint8))
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    places = {
        "tmp": tmp_path, "line": shot.line_folder, "gap": gap.line_folder, "key": shot.color[0],
        "color": shot.folder / "color",
    }  # fmt: skip
    given = [argument.format(**places) for argument in arguments]
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    plain = shiage("colorize", *given)
    assert plain.code == 1
    assert plain.out == ""
    assert words in plain.err
    assert len(plain.err.strip().splitlines()[-1]) > 20
    assert "Traceback" not in plain.err
    as_json = shiage("colorize", *given, "--json")
    assert as_json.code == 1
    assert as_json.err == ""
    assert words in as_json.named("error")[-1]["sentence"]
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before
    assert not list(temporary.iterdir())


def test_a_project_that_nothing_could_be_put_into_is_taken_away_again(make_shot, shiage, tmp_path) -> None:
    shot = small(make_shot, tmp_path / "walk", 2)
    done = shiage("colorize", shot.line_folder, "--key", f"9={shot.color[0]}", "--project", tmp_path / "new.shiage")
    assert done.code == 1
    assert not (tmp_path / "new.shiage").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals to send")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_interrupted_it_keeps_finished_segments_and_removes_its_temporary_files(
    make_shot, start, tmp_path, temporary, number: signal.Signals
) -> None:
    shot = make_shot(tmp_path / "walk", 96, (320, 240))
    out = tmp_path / "out"
    process = start("colorize", shot.line_folder, "--key", f"1={shot.color[0]}", "--out", out, "--json")
    process.until(lambda: out.is_dir() and any(out.glob("*.png")))
    engines = process.engines()
    begun = time.monotonic()
    process.process.send_signal(number)
    done = process.end()
    assert time.monotonic() - begun < 15
    assert done.code == 130
    assert "kept" in done.named("error")[0]["sentence"]
    written = names(out)
    assert 0 < len(written) < 96
    assert len(written) == sum(len(event["files"]) for event in done.named("segment"))
    assert all(read(out / name).shape == (240, 320, 3) for name in written)
    assert not list(temporary.iterdir())
    assert not [engine for engine in engines if psutil.pid_exists(engine.pid)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
def test_interrupted_before_anything_is_done_it_ends_at_once(make_shot, start, tmp_path, temporary) -> None:
    shot = make_shot(tmp_path / "walk", 24, (320, 240))
    process = start("colorize", shot.line_folder, "--key", f"1={shot.color[0]}", "--out", tmp_path / "out")
    process.until(process.engines)
    process.process.send_signal(signal.SIGINT)
    assert process.end(15).code == 130
    assert not list(temporary.iterdir())
