"""The real window on a long shot: how soon it answers, plays and shows, and how long it ever keeps one waiting."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2

from app import settings
from app.bench import window
from app.bench.rig import Context, Row
from app.bench.shots import draw_frame
from app.settings import Settings

SIZES: dict[str, tuple[int, int]] = {"540p": (960, 540), "1080p": (1920, 1080), "4k": (3840, 2160)}
_FAST = (int(cv2.IMWRITE_PNG_COMPRESSION), 1)
_FIRST = 1001
_PLAYED = {"540p": 96, "1080p": 96, "4k": 48}  # frames that are colored, played and exported
# Draft colors a frame from the keys on both sides of it: with the second key far away, the first color takes minutes.
_APART = 24
_QUICK_FRAMES, _QUICK_SECONDS = 120, 5.0


@dataclass(frozen=True)
class _Material:
    """A drawn shot on disk, with two colored pictures, by frame number."""

    line: Path
    keys: dict[int, str]
    last: int


def measure(context: Context) -> Iterator[Row]:
    """Two runs of the app for each size: bringing the shot in, and working on it. Raises BenchFailed."""
    wanted = context.window
    for size in wanted.sizes:
        folder = context.folder / size
        frames = wanted.frames or (_QUICK_FRAMES if context.quick else 1000)
        material = _draw(context, folder / "shot", frames, size)
        (folder / "out").mkdir()
        if context.quick:  # so little that not all of a short shot is at hand
            wide, high = SIZES[size]
            settings.save(Settings(cache_bytes=96 * wide * high * 4), folder / "home" / "config" / "settings.json")
        for part in ("bring in", "work"):
            for row in _run(context, part, folder, material, size):
                yield Row(f"{size} {wanted.platform}: {row.name}", row.value, row.unit, row.remark)
        shutil.rmtree(folder, ignore_errors=True)


def _draw(context: Context, folder: Path, frames: int, size: str) -> _Material:
    """Draw `frames` different drawings on two threads; OpenCV lets both run."""
    line = folder / "line"
    line.mkdir(parents=True)

    def write(index: int) -> None:
        data = cv2.imencode(".png", draw_frame(index, SIZES[size])[0], _FAST)[1]
        (line / f"line.{_FIRST + index:04d}.png").write_bytes(data.tobytes())

    with ThreadPoolExecutor(2) as pool:
        for done, _ in enumerate(pool.map(write, range(frames)), 1):
            context.progress(done, frames, f"drawing {size} line art")
    keys: dict[int, str] = {}
    for index in (0, min(_APART, frames - 1)):
        path = folder / f"key.{_FIRST + index:04d}.png"
        path.write_bytes(cv2.imencode(".png", draw_frame(index, SIZES[size])[1][..., ::-1], _FAST)[1].tobytes())
        keys[_FIRST + index] = str(path)
    return _Material(line, keys, _FIRST + frames - 1)


def _run(context: Context, part: str, folder: Path, material: _Material, size: str) -> Iterator[Row]:
    """One part in a process of its own, with a home of its own for settings, projects and logs."""
    wanted, project = context.window, folder / "out" / "project"
    order = {
        "part": part,
        "begun": time.time(),
        "project": project.read_text("utf-8") if project.exists() else "",
        "line": str(material.line),
        "keys": {str(number): path for number, path in material.keys.items()},
        "out": str(folder / "out"),
        "span": (_FIRST, material.last),
        "range": (_FIRST, min(_FIRST + (24 if context.quick else _PLAYED[size]) - 1, material.last)),
        "seconds": wanted.seconds or (_QUICK_SECONDS if context.quick else 60.0),
        "quick": context.quick,
        "explain": wanted.explain,
        "phases": wanted.phases,
    }
    found = window.results(context, json.dumps(order), folder, wanted.platform, f"window, {size}")
    yield from (window.row(fact) for fact in found if fact["event"] == "row")
