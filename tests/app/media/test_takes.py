"""Takes on disk: found again, damaged ones left out, deleted ones brought back, room counted."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.media.takes import (
    TakeError,
    delete_take,
    disk_use,
    empty_trash,
    read_take,
    remove_unfinished,
    restore_take,
    scan_takes,
)
from app.project.model import Span
from app.project.storage import create_project
from engine.protocol.frames import FrameFile, FrameFileError, FrameFileHeader, FrameFileWriter


def write_take(folder: Path, shot: str, name: str, span: Span, created: float = 1.0, seed: int = 3) -> Path:
    """A finished file as the engine writes it: random pixels, 32 x 18."""
    path = folder / "takes" / shot / f"{name}.frames"
    header = FrameFileHeader(
        first=span.first,
        last=span.last,
        width=32,
        height=18,
        channels=3,
        colorizer="draft",
        seed=seed,
        inputs=f"inputs of {name}",
        created=created,
    )
    writer = FrameFileWriter(path, header)
    for number in range(span.length):
        writer.append(np.random.default_rng([seed, number]).integers(0, 256, (18, 32, 3), np.uint8))
    writer.commit()
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "p.shiage"
    create_project(folder)
    return folder


def test_a_project_without_takes_has_none(folder: Path):
    assert scan_takes(folder).takes == ()
    (folder / "takes").rmdir()
    assert scan_takes(folder).takes == ()


def test_takes_are_found_oldest_first_with_all_they_say_of_themselves(folder: Path):
    later = write_take(folder, "shot1", "1001-1016_ab", Span(1001, 1016), created=20.0)
    write_take(folder, "shot2", "1-2_cd", Span(1, 2), created=10.0)
    (folder / "takes" / "shot1" / "notes.txt").write_text("not a take")
    (folder / "takes" / "stray.txt").write_text("not a shot")
    scan = scan_takes(folder)
    assert scan.damaged == ()
    first, second = scan.takes
    assert (first.id, first.shot, first.path) == ("1-2_cd", "shot2", "takes/shot2/1-2_cd.frames")
    assert (second.id, second.shot, second.span) == ("1001-1016_ab", "shot1", Span(1001, 1016))
    assert (second.inputs, second.seed, second.colorizer) == ("inputs of 1001-1016_ab", 3, "draft")
    assert (second.created, second.bytes) == (20.0, later.stat().st_size)
    with FrameFile(folder / second.path) as file:
        assert len(second.pixels) == 32
        assert second.pixels == file.header.pixels
    assert read_take(folder, later) == second


def test_every_way_to_damage_a_take_leaves_it_out_by_name_and_in_place(folder: Path):
    good = write_take(folder, "shot1", "good", Span(1, 4))
    data = good.read_bytes()
    damaged = {
        "a empty": b"",
        "b few bytes": data[:7],
        "c prefix": data[:20],
        "d cut": data[:-1],
        "e half": data[: len(data) // 2],
        "f other": b"\x89PNG" + data[4:],
        "g header": data[:-40] + b"\0" * 40,
        "h frames": data.replace(b'"last":4', b'"last":5'),
        "i backwards": data.replace(b'"first":1', b'"first":9'),
        "j offsets": re.sub(rb'("offsets":\[\d+,)\d{4}', rb"\g<1>9999", data),
    }
    for name, content in damaged.items():
        assert content != data, name
        (good.parent / f"{name}.frames").write_bytes(content)
    scan = scan_takes(folder)
    assert [take.id for take in scan.takes] == ["good"]
    assert scan.damaged == tuple(f"takes/shot1/{name}.frames" for name in damaged)
    for name, content in damaged.items():
        assert (good.parent / f"{name}.frames").read_bytes() == content
    with pytest.raises(FrameFileError):
        read_take(folder, good.parent / "gone.frames")


def test_what_killed_engines_left_is_removed_and_work_under_way_is_not(folder: Path):
    shot = folder / "takes" / "shot1"
    shot.mkdir()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left, working = shot / f".1-9_x.frames.{gone.pid}.part", shot / f".1-9_y.frames.{os.getpid()}.part"
    ancient = shot / f".1-9_z.frames.{os.getpid()}.part"
    for path in (left, working, ancient):
        path.write_bytes(b"half")
    os.utime(ancient, (1, 1))
    remove_unfinished(folder)
    assert [path.name for path in shot.iterdir()] == [working.name]


def test_a_deleted_take_is_brought_back_bit_for_bit(folder: Path):
    path = write_take(folder, "shot1", "1-4_ab", Span(1, 4))
    data = path.read_bytes()
    (take,) = scan_takes(folder).takes
    delete_take(folder, take)
    assert not path.exists()
    assert scan_takes(folder).takes == ()
    restore_take(folder, take)
    assert path.read_bytes() == data
    assert scan_takes(folder).takes == (take,)


def test_takes_of_two_shots_with_one_name_do_not_meet_in_the_trash(folder: Path):
    paths = [write_take(folder, shot, "1-4_ab", Span(1, 4), seed=seed) for shot, seed in (("shot1", 1), ("shot2", 2))]
    data = [path.read_bytes() for path in paths]
    takes = scan_takes(folder).takes
    for take in takes:
        delete_take(folder, take)
    for take in takes:
        restore_take(folder, take)
    assert [path.read_bytes() for path in paths] == data


def test_a_take_that_is_not_there_has_a_sentence(folder: Path):
    write_take(folder, "shot1", "1-4_ab", Span(1, 4))
    (take,) = scan_takes(folder).takes
    with pytest.raises(TakeError, match=r"Take 1-4_ab could not be brought back: its file is gone\. Generate the seg"):
        restore_take(folder, take)
    delete_take(folder, take)
    with pytest.raises(TakeError, match=r"Take 1-4_ab could not be deleted: its file is gone\."):
        delete_take(folder, take)
    assert empty_trash(folder) == take.bytes
    with pytest.raises(TakeError, match="its file is gone"):
        restore_take(folder, take)
    odd = replace(take, path="project.json/x/1-4_ab.frames")
    with pytest.raises(TakeError, match=r"\. Close what else shows the file, then try again\."):
        delete_take(folder, odd)


def test_the_room_is_counted_by_part(folder: Path):
    path = write_take(folder, "shot1", "1-4_ab", Span(1, 4))
    other = write_take(folder, "shot1", "1-4_cd", Span(1, 4), seed=9)
    for name, size in (("keys/a.png", 100), ("line/b.png", 20), ("cache/deep/c.bin", 3)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x" * size)
    sizes = path.stat().st_size, other.stat().st_size
    use = disk_use(folder)
    assert (use.takes, use.trash, use.keys, use.line, use.cache) == (sum(sizes), 0, 100, 20, 3)
    assert use.total == sum(sizes) + 123 + (folder / "project.json").stat().st_size
    delete_take(folder, next(take for take in scan_takes(folder).takes if take.id == "1-4_cd"))
    use = disk_use(folder)
    assert (use.takes, use.trash) == sizes
    assert empty_trash(folder) == sizes[1]
    assert disk_use(folder).trash == 0
    assert empty_trash(folder) == 0


def test_a_scan_during_writing_sees_whole_takes_only(folder: Path):
    done = threading.Event()

    def write() -> None:
        for number in range(40):
            write_take(folder, "shot1", f"{number}", Span(1, 3))
        done.set()

    writing = threading.Thread(target=write)
    writing.start()
    seen = 0
    while not done.is_set():
        scan = scan_takes(folder)
        assert scan.damaged == ()
        assert len(scan.takes) >= seen
        seen = len(scan.takes)
    writing.join()
    assert len(scan_takes(folder).takes) == 40


def test_a_thousand_takes_are_found_within_a_second(folder: Path):
    path = write_take(folder, "shot1", "0", Span(1, 24))
    data = path.read_bytes()
    for number in range(1, 1000):
        (path.parent / f"{number}.frames").write_bytes(data)
    begun = time.perf_counter()
    assert len(scan_takes(folder).takes) == 1000
    assert time.perf_counter() - begun < 1.0


def test_another_take_in_the_place_of_a_deleted_one_stays_where_it_is(folder: Path):
    path = write_take(folder, "shot1", "t", Span(1, 2), created=1.0)
    old = read_take(folder, path)
    assert delete_take(folder, old)
    assert not path.exists()
    write_take(folder, "shot1", "t", Span(1, 2), created=2.0)  # colored once more from the same inputs
    new = read_take(folder, path)
    assert restore_take(folder, old) == new, "what lies there is not written over"
    assert read_take(folder, path) == new
    assert not delete_take(folder, old), "this is another one"
    assert read_take(folder, path) == new
    assert delete_take(folder, new)
    assert not path.exists()


def test_a_take_that_comes_in_the_very_moment_of_deleting_is_put_back(folder: Path, monkeypatch: pytest.MonkeyPatch):
    path = write_take(folder, "shot1", "t", Span(1, 2), created=1.0)
    old, replaced = read_take(folder, path), Path.replace

    def meanwhile(source: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", replaced)
        write_take(folder, "shot1", "t", Span(1, 2), created=2.0)
        return replaced(source, target)

    monkeypatch.setattr(Path, "replace", meanwhile)
    assert not delete_take(folder, old)
    assert read_take(folder, path).created == 2.0


def test_takes_are_numbered_by_segment_with_those_in_the_trash(folder: Path):
    for created, name in enumerate(("a", "b", "c"), 1):
        write_take(folder, "shot1", name, Span(1, 4), created)
    write_take(folder, "shot1", "other", Span(5, 8), 2.5)
    takes = {take.id: take for take in scan_takes(folder).takes}
    assert {name: take.number for name, take in takes.items()} == {"a": 1, "b": 2, "c": 3, "other": 1}
    for name in ("b", "c"):
        delete_take(folder, takes[name])
    scan = scan_takes(folder)
    assert [(take.id, take.number) for take in scan.takes] == [("a", 1), ("other", 1)]
    assert scan.highest == {("shot1", Span(1, 4)): 3, ("shot1", Span(5, 8)): 1}
    restore_take(folder, takes["c"])
    assert [take.number for take in scan_takes(folder).takes] == [1, 1, 3]
