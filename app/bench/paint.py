"""Painting in the real window: how soon fills, strokes and undo are on the screen, and how long it stands still."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import cv2

from app.bench import window
from app.bench.rig import Context, Row
from app.bench.shots import draw_frame
from app.bench.ui import SIZES

_FRAMES, _FIRST = 4, 1001
_FAST = (int(cv2.IMWRITE_PNG_COMPRESSION), 1)


def measure(context: Context) -> Iterator[Row]:
    """A run for each size on a short shot whose first frame has a key. Raises BenchFailed."""
    wanted = context.window
    for size in wanted.sizes:
        folder = context.folder / size
        (folder / "shot" / "line").mkdir(parents=True)
        (folder / "out").mkdir()
        key = _draw(folder / "shot", SIZES[size])
        order = {
            "part": "paint",
            "begun": time.time(),
            "project": "",
            "line": str(folder / "shot" / "line"),
            "keys": {str(_FIRST): str(key)},
            "out": str(folder / "out"),
            "span": (_FIRST, _FIRST + _FRAMES - 1),
            "range": (_FIRST, _FIRST + _FRAMES - 1),
            "seconds": 0.0,
            "quick": context.quick,
            "explain": wanted.explain,
        }
        for fact in window.results(context, json.dumps(order), folder, wanted.platform, f"painting, {size}"):
            if fact["event"] == "row":
                row = window.row(fact)
                yield Row(f"{size} {wanted.platform}: {row.name}", row.value, row.unit, row.remark)
        shutil.rmtree(folder, ignore_errors=True)


def _draw(folder: Path, size: tuple[int, int]) -> Path:
    """Draw the shot's lines, and the first frame's colors: their file."""
    for index in range(_FRAMES):
        data = cv2.imencode(".png", draw_frame(index, size)[0], _FAST)[1]
        (folder / "line" / f"line.{_FIRST + index:04d}.png").write_bytes(data.tobytes())
    key = folder / f"key.{_FIRST}.png"
    key.write_bytes(cv2.imencode(".png", draw_frame(0, size)[1][..., ::-1], _FAST)[1].tobytes())
    return key
