"""What an export cannot read is told of in a sentence that names the frame; nothing is left of the export."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from flawed_takes import make_project, write_take

from app.media.export import ExportError, ExportSettings, export
from app.media.pictures import ShotPictures
from app.project.staleness import segments


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("drawing gone", 'Frame 3 cannot be exported: "0003.png"'),
        ("drawing of another size", "Frame 3 cannot be exported: its drawing, key or take is not of the shot's size"),
        ("key damaged", "Frame 1 cannot be exported: "),
        ("take gone", "Frame 2 cannot be exported: .*Generate its segment again, then export"),
        ("take cut short", "Frame 2 cannot be exported: .*Generate its segment again, then export"),
    ],
)
def test_a_missing_or_damaged_file_is_named(tmp_path: Path, broken: str, words: str) -> None:
    folder, out = tmp_path / "flawed.shiage", tmp_path / "out"
    out.mkdir()
    shot = make_project(folder, tmp_path / "drawn")
    take = write_take(folder, shot, {})
    drawing, key, file = tmp_path / "drawn" / "line" / "0003.png", shot.keys[0], folder / take.path
    match broken:
        case "drawing gone":
            drawing.unlink()
        case "drawing of another size":
            assert cv2.imwrite(str(drawing), np.full((20, 30), 255, np.uint8))
        case "key damaged":
            (folder / key.path).write_bytes((folder / key.path).read_bytes()[:40])
        case "take gone":
            file.unlink()
        case _:
            file.write_bytes(file.read_bytes()[:200])
    pictures = ShotPictures(shot, segments(shot, (take,)), folder)
    with pytest.raises(ExportError, match=words):
        export(pictures, ExportSettings("png", out, "flawed"))
    assert list(out.iterdir()) == []
