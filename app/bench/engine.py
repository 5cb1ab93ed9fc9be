"""The engine process: how soon it starts and stops, and what happens when it or the app is killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import psutil

from app.bench.rig import BenchFailed, Context, Rig, Row, percentile, rig
from app.bench.shots import draw_project, draw_shot
from app.media.takes import scan_takes
from app.project import staleness
from app.project.model import Shot, Span
from app.project.storage import open_project
from app.render.engine_process import ROOT, EngineProcess
from app.render.requests import colorize_shot
from engine.protocol.messages import Cancel, ColorizeShot, JobDone, JobFailed, Progress, ToApp

_SIZE = (640, 360)
_LIMIT = 60.0  # seconds that anything here may take at most
_ORPHAN_LIMIT = 2.0  # seconds an engine may outlive its app


def measure(context: Context) -> Iterator[Row]:
    """Start time, cancel latency, engine killed and resumed, app killed and nothing left."""
    for at, bench in enumerate((_starts, _cancels, _engine_kills, _app_kills)):
        context.progress(at, 4, f"engine:{bench.__name__.replace('_', ' ')}")
        yield from bench(context)


def _starts(context: Context) -> list[Row]:
    async def starts() -> list[float]:
        seconds: list[float] = []
        for _ in range(3 if context.quick else 10):
            engine = EngineProcess(context.folder / "start.log", lambda message: None, lambda reason: None)
            begun = time.monotonic()
            await engine.start()
            seconds.append(time.monotonic() - begun)
            await engine.stop()
        return seconds

    seconds = asyncio.run(starts())
    return [Row("engine: start to hello, median", percentile(seconds, 0.5), "s", f"{len(seconds)} starts")]


# Cancel


def _cancels(context: Context) -> list[Row]:
    times = asyncio.run(_cancel_times(context, 5 if context.quick else 40))
    rows: list[Row] = []
    for name, values in (("acknowledged", [pair[0] for pair in times]), ("stopped", [pair[1] for pair in times])):
        for share in (0.5, 0.95):
            value = percentile(values, share) * 1000
            rows.append(Row(f"engine: cancel {name}, p{share * 100:.0f}", value, "ms", f"{len(values)} cancels"))
    return rows


async def _cancel_times(context: Context, count: int) -> list[tuple[float, float]]:
    """For each cancel at a random moment of coloring 1920x1080: seconds to its answer and to the end of the job."""
    shot = draw_shot(context.folder / "cancel", 24, (1920, 1080))
    told: asyncio.Queue[ToApp] = asyncio.Queue()
    engine = EngineProcess(context.folder / "cancel.log", told.put_nowait, lambda reason: None)
    await engine.start()
    times: list[tuple[float, float]] = []
    chance = random.Random(1)
    for at in range(count):
        request = _request(shot, context.folder / "cancel" / str(at))
        engine.send(request)
        await _next(told, lambda event: isinstance(event, Progress))
        await asyncio.sleep(chance.uniform(0, 0.5))
        begun = time.monotonic()
        engine.send(Cancel(job=request.job))
        await _next(told, lambda event: isinstance(event, Progress) and event.stage == "stopping")
        acknowledged = time.monotonic() - begun
        await _next(told, lambda event: isinstance(event, JobFailed | JobDone))
        times.append((acknowledged, time.monotonic() - begun))
    await engine.stop()
    return times


def _request(shot: Shot, folder: Path) -> ColorizeShot:
    segments = staleness.segments(shot, ())
    request = colorize_shot(shot, segments, segments, folder, uuid.uuid4().hex)
    return msgspec.structs.replace(request, cache_dir=str(folder / "cache"))


async def _next(told: asyncio.Queue[ToApp], wanted: Callable[[ToApp], bool]) -> None:
    async with asyncio.timeout(_LIMIT):
        while not wanted(await told.get()):
            pass


# The engine killed


def _engine_kills(context: Context) -> list[Row]:
    return asyncio.run(_kill_engines(context, 4 if context.quick else 20))


async def _kill_engines(context: Context, count: int) -> list[Row]:
    """Kill the engine at a random moment of a run, `count` times; raises BenchFailed when anything is lost."""
    folder = context.folder / "kills"
    shot = draw_shot(folder, 36, _SIZE, length=6)
    chance = random.Random(2)
    longest = 0.0
    async with rig(folder / "queue") as made:
        seconds = await made.color(shot, folder / "whole")
        whole = made.pixels
        for at in range(count):
            context.progress(at, count, "engine: killed and resumed")
            longest = max(longest, await _kill_once(made, shot, folder / str(at), chance.uniform(0.02, 0.9) * seconds))
            made.check(shot)
            if made.pixels != whole:
                raise BenchFailed(f"After kill {at + 1} the resumed frames differ from an uninterrupted run.")
    return [
        Row("engine: killed in mid-shot and resumed, pixels identical", count, f"of {count}", "no finished work lost"),
        Row("engine: longest delay by a kill", longest - seconds, "s", f"an undisturbed run takes {seconds:.2f} s"),
    ]


async def _kill_once(made: Rig, shot: Shot, folder: Path, after: float) -> float:
    """Seconds the run took; raises BenchFailed when the kill touched what was finished."""
    await made.queue.engine.start()
    begun = time.monotonic()
    made.submit(shot, folder)
    await asyncio.sleep(after)
    pid = made.queue.engine.pid
    if pid is not None:
        os.kill(pid, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    finished = {path: path.stat().st_mtime_ns for path in (folder / "takes").rglob("*.frames")}
    await asyncio.wait_for(made.queue.wait_idle(), _LIMIT)
    while pid is not None and made.queue.engine.pid == pid:  # killed at the very end: its death is yet to be seen
        await asyncio.sleep(0.01)
    for path, written in finished.items():
        if not path.exists() or path.stat().st_mtime_ns != written:
            raise BenchFailed(f"The kill touched a finished segment: {path.name}.")
    return time.monotonic() - begun


# The app killed


def _app_kills(context: Context) -> list[Row]:
    folder = context.folder / "app"
    whole = draw_project(folder / "whole", 36, _SIZE, length=6)
    _render(whole)
    gone: list[float] = []
    count = 1 if context.quick else 5
    for at in range(count):
        project = draw_project(folder / str(at), 36, _SIZE, length=6)
        gone.append(_kill_app(project))
        _render(project)
        if _pixels(project) != _pixels(whole):
            raise BenchFailed("After the app was killed and the project rendered again, frames differ or are missing.")
    return [
        Row("app: killed in mid-shot, project rendered on, pixels identical", count, f"of {count}"),
        Row("app: engine gone after the kill, longest", max(gone), "s", f"limit {_ORPHAN_LIMIT:.0f} s"),
    ]


def _command(project: Path) -> list[str]:
    return [sys.executable, str(ROOT / "main.py"), "render", str(project)]


def _render(project: Path) -> None:
    done = subprocess.run(_command(project), capture_output=True, text=True, timeout=_LIMIT * 2, check=False)
    if done.returncode != 0:
        raise BenchFailed(f"Rendering {project.name} failed: {done.stderr.strip()}")


def _kill_app(project: Path) -> float:
    """Kill a rendering app after its first finished segment; returns the seconds its engine outlived it."""
    app = subprocess.Popen(_command(project), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + _LIMIT
    while not list((project / "takes").rglob("*.frames")):
        if app.poll() is not None or time.monotonic() > end:
            app.kill()
            raise BenchFailed("The app ended before its first segment was finished.")
        time.sleep(0.01)
    engines = psutil.Process(app.pid).children(recursive=True)
    app.kill()
    begun = time.monotonic()
    app.wait()
    if not engines:
        raise BenchFailed("The app had no engine when it was killed.")
    while any(_runs(process) for process in engines):
        if time.monotonic() - begun > _ORPHAN_LIMIT:
            raise BenchFailed(f"The engine still runs {_ORPHAN_LIMIT:.0f} s after the app was killed.")
        time.sleep(0.005)
    return time.monotonic() - begun


def _runs(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def _pixels(project: Path) -> dict[Span, str]:
    """What is shown of each segment."""
    shot = open_project(project).project.shots[0]
    segments = staleness.segments(shot, scan_takes(project).takes)
    return {segment.span: segment.take.pixels for segment in segments if segment.take is not None}
