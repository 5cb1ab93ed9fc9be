"""Thirty and more kinds of broken input through the real commands: each gives one sentence, and nothing is lost."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from app.cli import run
from app.project import lock
from app.project.model import Key, Project, Shot
from app.project.storage import create_project, open_project, save_project

Arguments = list[str]


@dataclass(frozen=True)
class Place:
    """A good shot of eight frames on disk, and room to break it."""

    root: Path
    line: Path
    color: Path

    @property
    def key(self) -> str:
        return f"1={self.color / '0001.png'}"

    def colorize(self, line: Path | None = None, key: str | None = None, *more: str) -> Arguments:
        """The command line on this shot, or with parts of it exchanged."""
        out = str(self.root / "out")
        return ["colorize", str(line or self.line), "--key", key or self.key, "--out", out, *more]

    def copy(self, *numbers: int) -> Path:
        """A folder of its own with these frames of the line art."""
        folder = self.root / "broken"
        folder.mkdir()
        for number in numbers or range(1, 9):
            shutil.copy(self.line / f"{number:04d}.png", folder)
        return folder

    def project(self) -> Path:
        """A saved project on the line art with its key; nothing is colored yet."""
        from app.media.importer import import_line_art
        from app.media.keys import lay_key

        folder = self.root / "walk.shiage"
        create_project(folder)
        line = import_line_art([self.line], folder).line
        laid = lay_key(self.color / "0001.png", line, 1, folder)
        save_project(folder, Project((Shot(id="shot1", name="walk", line=line, keys=(laid.key,)),)))
        return folder


@pytest.fixture
def place(tmp_path: Path, make_shot: Callable[..., object]) -> Place:
    make_shot(tmp_path / "shot", frames=8, size=(96, 72))
    return Place(tmp_path, tmp_path / "shot" / "line", tmp_path / "shot" / "color")


def no_such_folder(place: Place) -> Arguments:
    return place.colorize(place.root / "nowhere")


def empty_folder(place: Place) -> Arguments:
    (place.root / "empty").mkdir()
    return place.colorize(place.root / "empty")


def folder_of_text(place: Place) -> Arguments:
    (place.root / "notes").mkdir()
    (place.root / "notes" / "a.txt").write_text("not a picture")
    return place.colorize(place.root / "notes")


def text_named_png(place: Place) -> Arguments:
    (place.copy() / "0003.png").write_text("not a picture")
    return place.colorize(place.root / "broken")


def truncated_png(place: Place) -> Arguments:
    path = place.copy() / "0003.png"
    path.write_bytes(path.read_bytes()[:200])
    return place.colorize(place.root / "broken")


def empty_file(place: Place) -> Arguments:
    (place.copy() / "0003.png").write_bytes(b"")
    return place.colorize(place.root / "broken")


def mixed_sizes(place: Place) -> Arguments:
    cv2.imwrite(str(place.copy() / "0003.png"), np.full((50, 60), 255, np.uint8))
    return place.colorize(place.root / "broken")


def missing_and_not_wanted(place: Place) -> Arguments:
    return place.colorize(place.copy(1, 2, 5, 8), None, "--missing", "error")


def absurd_hole(place: Place) -> Arguments:
    folder = place.copy(1, 2)
    shutil.copy(place.line / "0003.png", folder / "9000001.png")
    return place.colorize(folder)


def absurd_size(place: Place) -> Arguments:
    folder = place.root / "broken"
    folder.mkdir()
    data = bytearray((place.line / "0001.png").read_bytes())
    data[16:24] = (200_000).to_bytes(4, "big") * 2
    (folder / "0001.png").write_bytes(data)
    return place.colorize(folder)


def broken_movie(place: Place) -> Arguments:
    (place.root / "walk.mp4").write_bytes(b"\0" * 5000)
    return place.colorize(place.root / "walk.mp4")


def empty_movie(place: Place) -> Arguments:
    (place.root / "walk.mov").write_bytes(b"")
    return place.colorize(place.root / "walk.mov")


def truncated_tiff(place: Place) -> Arguments:
    folder = place.root / "broken"
    folder.mkdir()
    path = folder / "0001.tif"
    Image.new("L", (96, 72), 255).save(path)
    path.write_bytes(path.read_bytes()[:300])
    return place.colorize(folder)


def truncated_psd(place: Place) -> Arguments:
    folder = place.root / "broken"
    folder.mkdir()
    (folder / "0001.psd").write_bytes(b"8BPS\0\1" + b"\0" * 20)
    return place.colorize(folder)


def pattern_without_files(place: Place) -> Arguments:
    return place.colorize(place.line / "cut_%04d.png")


def key_not_there(place: Place) -> Arguments:
    return place.colorize(None, f"1={place.root / 'nothing.png'}")


def key_is_text(place: Place) -> Arguments:
    (place.root / "key.png").write_text("hello")
    return place.colorize(None, f"1={place.root / 'key.png'}")


def key_outside_the_shot(place: Place) -> Arguments:
    return place.colorize(None, f"99={place.color / '0001.png'}")


def key_of_another_size(place: Place) -> Arguments:
    cv2.imwrite(str(place.root / "key.png"), np.zeros((100, 200, 3), np.uint8))
    return place.colorize(None, f"1={place.root / 'key.png'}")


def key_cut_short(place: Place) -> Arguments:
    data = (place.color / "0001.png").read_bytes()
    (place.root / "key.png").write_bytes(data[: len(data) // 2])
    return place.colorize(None, f"1={place.root / 'key.png'}")


def key_without_a_frame(place: Place) -> Arguments:
    return place.colorize(None, str(place.color / "0001.png"))


def unknown_colorizer(place: Place) -> Arguments:
    return place.colorize(None, None, "--colorizer", "rainbow")


def rate_of_nothing(place: Place) -> Arguments:
    return place.colorize(None, None, "--rate", "fast")


def out_is_a_file(place: Place) -> Arguments:
    (place.root / "out").write_text("in the way")
    return place.colorize()


def out_is_the_line_art(place: Place) -> Arguments:
    return place.colorize(None, None, "--out", str(place.line))


def not_a_project(place: Place) -> Arguments:
    return ["render", str(place.line)]


def project_not_there(place: Place) -> Arguments:
    return ["render", str(place.root / "gone.shiage")]


def project_is_no_json(place: Place) -> Arguments:
    folder = place.project()
    shutil.rmtree(folder / "backups", ignore_errors=True)
    (folder / "project.json").write_text("{ half a")
    return ["render", str(folder)]


def project_of_the_future(place: Place) -> Arguments:
    folder = place.project()
    data = json.loads((folder / "project.json").read_text())
    (folder / "project.json").write_text(json.dumps({**data, "format": 99}))
    return ["render", str(folder)]


def project_without_a_shot(place: Place) -> Arguments:
    create_project(place.root / "empty.shiage")
    return ["render", str(place.root / "empty.shiage")]


def project_without_a_key(place: Place) -> Arguments:
    from app.media.importer import import_line_art

    folder = place.root / "bare.shiage"
    create_project(folder)
    line = import_line_art([place.line], folder).line
    save_project(folder, Project((Shot(id="shot1", name="walk", line=line),)))
    return ["render", str(folder)]


def key_file_gone(place: Place) -> Arguments:
    folder = place.project()
    shutil.rmtree(folder / "keys")
    return ["render", str(folder)]


def line_art_gone(place: Place) -> Arguments:
    folder = place.project()
    place.line.rename(place.root / "moved")
    return ["render", str(folder)]


def key_file_replaced_by_text(place: Place) -> Arguments:
    folder = place.project()
    for path in (folder / "keys").iterdir():
        path.write_text("hello")
    return ["render", str(folder)]


def no_such_segment(place: Place) -> Arguments:
    return ["render", str(place.project()), "--segment", "7"]


def export_range_outside(place: Place) -> Arguments:
    (place.root / "delivery").mkdir()
    return [
        "export",
        str(place.project()),
        "--format",
        "png",
        "--out",
        str(place.root / "delivery"),
        "--range",
        "50-60",
    ]


def export(place: Place, kind: str, target: Path, *more: str) -> Arguments:
    """The command line for the one frame that has color: the key's."""
    arguments = ["export", str(place.project()), "--format", kind, "--out", str(target), "--range", "1-1"]
    return [*arguments, *more]


def export_alpha_in_h264(place: Place) -> Arguments:
    return export(place, "h264", place.root / "a.mp4", "--alpha")


def export_over_an_existing_movie(place: Place) -> Arguments:
    (place.root / "a.mov").write_text("the only copy")
    return export(place, "prores-4444", place.root / "a.mov")


def export_below_a_file(place: Place) -> Arguments:
    (place.root / "file").write_text("a file")
    return export(place, "png", place.root / "file" / "below")


def export_bad_timecode(place: Place) -> Arguments:
    return export(place, "prores-4444", place.root / "a.mov", "--timecode", "noon")


def export_into_the_line_art(place: Place) -> Arguments:
    return export(place, "png", place.line)


TABLE: list[tuple[Callable[[Place], Arguments], str]] = [
    (no_such_folder, "is not there"),
    (empty_folder, "no picture"),
    (folder_of_text, "no picture"),
    (text_named_png, '"0003.png"'),
    (truncated_png, '"0003.png"'),
    (empty_file, '"0003.png"'),
    (mixed_sizes, "60 x 50"),
    (missing_and_not_wanted, "3-4"),
    (absurd_hole, "nothing between"),
    (absurd_size, "0001.png"),
    (broken_movie, '"walk.mp4"'),
    (empty_movie, '"walk.mov"'),
    (truncated_tiff, '"0001.tif"'),
    (truncated_psd, '"0001.psd"'),
    (pattern_without_files, "cut_"),
    (key_not_there, '"nothing.png"'),
    (key_is_text, '"key.png"'),
    (key_outside_the_shot, "Frame 99"),
    (key_of_another_size, "200 x 100"),
    (key_cut_short, '"key.png"'),
    (key_without_a_frame, "FRAME=IMAGE"),
    (unknown_colorizer, "rainbow"),
    (rate_of_nothing, "fast"),
    (out_is_a_file, "out"),
    (out_is_the_line_art, "your own pictures"),
    (not_a_project, "not a Shiage project"),
    (project_not_there, "gone.shiage"),
    (project_is_no_json, "cannot be opened"),
    (project_of_the_future, "newer"),
    (project_without_a_shot, "no shot"),
    (project_without_a_key, "key"),
    (key_file_gone, "key"),
    (line_art_gone, "0001.png"),
    (key_file_replaced_by_text, "key"),
    (no_such_segment, "segment 7"),
    (export_range_outside, "50 to 60"),
    (export_alpha_in_h264, "alpha"),
    (export_over_an_existing_movie, "a.mov"),
    (export_below_a_file, "file"),
    (export_bad_timecode, "noon"),
    (export_into_the_line_art, "line art"),
]


def contents(root: Path) -> dict[str, str]:
    """Digest of every file that is the artist's: all but locks, caches, logs of a run, and backups."""
    kept: dict[str, str] = {}
    for path in sorted(root.rglob("*")):
        if path.is_file() and not {"cache", "backups"} & set(path.parts) and path.name not in ("lock", "queue.json"):
            kept[path.relative_to(root).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return kept


@pytest.fixture
def nothing_lost(place: Place) -> Iterator[Callable[[], None]]:
    """Call it before the command; afterwards every file there was must be as it was."""
    before: dict[str, str] = {}
    yield lambda: before.update(contents(place.root))
    after = contents(place.root)
    assert {name: after.get(name) for name in before} == before
    assert not [name for name in after if ".part" in name]


@pytest.mark.parametrize(("breaks", "words"), TABLE, ids=[case.__name__ for case, _ in TABLE])
def test_each_gives_one_sentence_and_loses_nothing(
    breaks: Callable[[Place], Arguments],
    words: str,
    place: Place,
    nothing_lost: Callable[[], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = breaks(place)
    nothing_lost()
    assert run(arguments) == 1
    said = capsys.readouterr().err.strip().splitlines()
    sentence = said[-1]
    print(f"{breaks.__name__:32} {sentence}")
    assert words in sentence
    assert sentence.endswith((".", "--help"))
    assert "Traceback" not in "".join(said)
    assert "Errno" not in sentence


def test_a_project_open_elsewhere_is_refused_and_left_alone(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    folder = place.project()
    with lock.acquire(folder):
        assert run(["render", str(folder)]) == 1
    assert "is open in Shiage" in capsys.readouterr().err


def test_a_key_beyond_the_line_art_waits_with_a_note(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    folder = place.project()
    shot = open_project(folder).project.shots[0]
    keys = (*shot.keys, Key(500, shot.keys[0].path, shot.keys[0].digest))
    save_project(folder, Project((Shot(id="shot1", name="walk", line=shot.line, keys=keys),)))
    assert run(["render", str(folder)]) == 0
    assert "1 key waits outside the line art" in capsys.readouterr().err
    assert open_project(folder).project.shots[0].keys == keys
