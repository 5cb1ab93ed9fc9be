"""A whole piece of work through the real window by mouse and keys, on clips; and the same killed again and again."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from app.bench import window
from app.bench.clipfolder import Clip, UnusableClip, clip_folders, key_set, read_clip
from app.bench.rig import BenchFailed, Context, Row

NONE_NAMED = "A piece of work is done on clips whose folder is named: bench piece --clips DIR."
_USUAL = ("lottie_man_card", "wbwwb_helping")
_SOONEST, _LATEST = 3.0, 40.0  # seconds until a run is killed


def measure(context: Context) -> Iterator[Row]:
    """Rows of one run for each clip, and of the runs that are killed, `window.kills` of them on the first clip.

    Raises BenchFailed.
    """
    wish = context.clips
    if wish.folder is None:
        context.note(NONE_NAMED)
        return
    folders = clip_folders(wish.folder, wish.only)
    usual = [folder for folder in folders if folder.name in _USUAL]
    clips = [read_clip(folder) for folder in (usual if usual and not wish.only else folders)]
    for clip in () if context.window.kills else clips:
        for fact in _run(context, "piece", clip, context.folder / clip.name, ""):
            if fact["event"] == "row":
                row = window.row(fact)
                yield Row(f"{clip.name}: {row.name}", row.value, row.unit, row.remark)
    if context.window.kills:
        yield from _killed(context, clips[0])


def _run(context: Context, part: str, clip: Clip, folder: Path, project: str) -> Iterator[dict[str, object]]:
    (folder / "out").mkdir(parents=True, exist_ok=True)
    try:
        first = key_set(clip, "one")[0]
    except UnusableClip:
        first = 1
    order = {
        "part": part,
        "begun": time.time(),
        "project": project,
        "line": str(clip.line[0].parent),
        "keys": {str(first): ""},
        "out": str(folder / "out"),
        "span": (1, clip.frames),
        "range": (1, clip.frames),
        "seconds": 0.0,
        "quick": context.quick,
        "explain": context.window.explain,
        "color": str(clip.color[0].parent),
    }
    return window.results(context, json.dumps(order), folder, context.window.platform, f"a piece of work, {clip.name}")


def _killed(context: Context, clip: Clip) -> Iterator[Row]:
    """Kill the app in the middle of painting and coloring, open the project again, and count what was lost."""
    folder, chance = context.folder / "killed", random.Random(1)
    project, known, lost, strokes = "", list[object](), list[int](), 0
    for at in range(context.window.kills + 1):
        last = at == context.window.kills
        opened = False
        for fact in _until_killed(context, clip, folder, project, 0.0 if last else chance.uniform(_SOONEST, _LATEST)):
            if fact["event"] == "project":
                project = str(fact["path"])
            elif fact["event"] == "opened":
                opened = True
                if fact["unread"]:
                    raise BenchFailed(f"After kill {at}, keys could not be read: {fact['unread']}.")
                lost.append(_lost(known, fact["keys"], at))
                known = [fact["keys"]]
                context.note(f"kill {at}: {fact['takes']} takes; the window said {fact['said']}")
                if last:
                    break
            elif fact["event"] == "keys":
                known.append(fact["keys"])
                strokes += 1
        if at and not opened:
            raise BenchFailed(f"After kill {at} the project did not open.")
    yield Row("kills in the middle of work", len(lost), "", f"{strokes} strokes in all; every key readable after each")
    yield Row("strokes lost by a kill, at most", max(lost, default=0), "", f"{sum(lost)} in all")


def _lost(known: list[object], found: object, kill: int) -> int:
    """How many of the newest states that were told are not what was found again."""
    if not known:
        return 0
    for back, state in enumerate(reversed(known)):
        if state == found:
            return back
    raise BenchFailed(f"After kill {kill} the project held keys as they never were: {found}.")


def _until_killed(
    context: Context, clip: Clip, folder: Path, project: str, seconds: float
) -> Iterator[dict[str, object]]:
    """What a run tells until it is killed, so many seconds after its page was there; 0 for when nobody listens."""
    timer: threading.Timer | None = None
    pid = 0
    try:
        for fact in _run(context, "go on", clip, folder, project):
            if fact["event"] == "process":
                pid = int(str(fact["pid"]))
            elif fact["event"] in ("project", "opened") and seconds:
                timer = threading.Timer(seconds, os.killpg, (pid, signal.SIGKILL))
                timer.start()
            yield fact
    except BenchFailed as error:
        if "ended with code -9" not in str(error):
            raise
    finally:
        if timer is not None:
            timer.cancel()
