"""`doctor`: looks at this computer and says in plain words what works, what is short and what to do about it."""

from __future__ import annotations

import asyncio
import importlib.metadata
import os
import platform
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import imageio_ffmpeg
import psutil

from app import APP_VERSION, paths
from app.headless.bundle import write_bundle
from app.headless.output import Output
from app.headless.weights import ready, summary
from app.render.engine_process import EngineError, EngineProcess
from app.render.weights_tool import WeightsToolError, events
from engine.protocol.weights import WeightsReport

Mark = Literal["ok", "warn", "fail"]
PACKAGES = ("PySide6-Essentials", "qasync", "numpy", "opencv-python-headless", "msgspec", "pillow", "psutil")
_GB = 1e9
_DISK_WARN, _DISK_FAIL = 5 * _GB, 0.5 * _GB
_MEMORY_WARN = 2 * _GB


@dataclass(frozen=True)
class Check:
    """One thing looked at. `value` is for programs, where there is something to count."""

    name: str
    mark: Mark
    sentence: str
    value: object = None


def doctor(output: Output, bundle: Path | None = None, project: Path | None = None) -> bool:
    """Look at everything and tell it; returns whether the draft colorizer and export can work here.

    Where a `bundle` is named, all of it is kept there, with the logs and the shape of a `project`. Raises BundleError.
    """
    checks: list[Check] = []
    lines: list[str] = []
    for check in _checks():
        checks.append(check)
        line = f"{check.mark.upper():4}  {check.name}: {check.sentence}"
        lines.append(line)
        output.tell("check", line, name=check.name, mark=check.mark, detail=check.sentence, value=check.value)
    failed = [check.name for check in checks if check.mark == "fail"]
    warned = sum(check.mark == "warn" for check in checks)
    if failed:
        sentence = f"Shiage cannot work properly here yet: see {', '.join(failed)} above."
    elif warned:
        sentence = f"Shiage can work here; {warned} {'thing' if warned == 1 else 'things'} above could be better."
    else:
        sentence = "All is well."
    if bundle is not None:
        size = write_bundle(bundle, [*lines, sentence], project)
        told = f'Diagnostics are in "{bundle}" ({size / 1000:.0f} kB), without names and paths of yours.'
        output.tell("bundle", told, path=str(bundle.absolute()), bytes=size)
    output.tell("done", sentence, ok=not failed, failed=failed, warnings=warned)
    return not failed


def _checks() -> Iterator[Check]:
    yield _python()
    yield _packages()
    yield _processor()
    yield _memory()
    yield _graphics()
    yield _ffmpeg()
    yield _folder("data folder", paths.data_folder())
    yield _folder("settings folder", paths.config_folder())
    yield _folder("log folder", paths.log_folder())
    yield _disk("disk for projects", paths.data_folder())
    yield _disk("disk for temporary files", Path(tempfile.gettempdir()))
    yield from asyncio.run(_engine())
    yield asyncio.run(_weights())


def _python() -> Check:
    version = platform.python_version()
    system = f"{platform.system()} {platform.release()}, {platform.machine()}"
    return Check("Python", "ok", f"{version} on {system}; Shiage {APP_VERSION}.", version)


def _packages() -> Check:
    found: dict[str, str] = {}
    missing: list[str] = []
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Check("packages", "fail", f"{', '.join(missing)} missing; run the set-up command again.", found)
    return Check("packages", "ok", ", ".join(f"{name} {version}" for name, version in found.items()) + ".", found)


def _processor() -> Check:
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    name = _processor_name()
    if threads < 2:
        return Check("processor", "warn", f"{name}, one thread only: the window may stutter while coloring.", threads)
    return Check("processor", "ok", f"{name}, {threads} threads.", threads)


def _processor_name() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine() or "unknown"


def _memory() -> Check:
    memory = psutil.virtual_memory()
    words = f"{memory.available / _GB:.1f} GB free of {memory.total / _GB:.1f} GB"
    if memory.available < _MEMORY_WARN:
        return Check("memory", "warn", f"{words}; close other programs before coloring.", memory.available)
    return Check("memory", "ok", f"{words}.", memory.available)


def _graphics() -> Check:
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return Check("graphics card", "ok", "no NVIDIA card found; Draft does not need one.")
    query = [tool, "--query-gpu=name,memory.total,memory.free,driver_version", "--format=csv,noheader,nounits"]
    try:
        answer = subprocess.run(query, capture_output=True, text=True, timeout=10, check=True).stdout.strip()
        cards = [[part.strip() for part in line.split(",")] for line in answer.splitlines()]
        words = [f"{c[0]}, {int(c[2]) / 1024:.1f} GB free of {int(c[1]) / 1024:.1f} GB, driver {c[3]}" for c in cards]
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return Check("graphics card", "warn", "the NVIDIA driver does not answer; restart the computer or update it.")
    if not words:
        return Check("graphics card", "ok", "no NVIDIA card found; Draft does not need one.")
    return Check("graphics card", "ok", "; ".join(words) + ".", words)


def _ffmpeg() -> Check:
    try:
        program = imageio_ffmpeg.get_ffmpeg_exe()
        version = imageio_ffmpeg.get_ffmpeg_version()
        command = [program, "-hide_banner", "-encoders"]
        run = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        return Check("ffmpeg", "fail", f"cannot be run ({error}); movies cannot be exported. Run the set-up again.")
    missing = [name for name in ("prores_ks", "libx264") if name not in run.stdout]
    if missing:
        return Check("ffmpeg", "fail", f"{version} at {program} lacks {' and '.join(missing)}; run the set-up again.")
    return Check("ffmpeg", "ok", f"{version} with ProRes and H.264.", version)


def _folder(name: str, folder: Path) -> Check:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
    except OSError as error:
        reason = error.strerror or str(error)
        return Check(name, "fail", f"{folder} cannot be written to ({reason}); make it writable.", str(folder))
    return Check(name, "ok", f"{folder} is writable.", str(folder))


def _disk(name: str, folder: Path) -> Check:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    words = f"{free / _GB:.1f} GB free at {folder}"
    if free < _DISK_FAIL:
        return Check(name, "fail", f"{words}; make room, nothing could be kept there.", free)
    if free < _DISK_WARN:
        return Check(name, "warn", f"{words}; a long shot may need more.", free)
    return Check(name, "ok", f"{words}.", free)


async def _engine() -> list[Check]:
    engine = EngineProcess(paths.log_folder() / "engine.log", lambda message: None, lambda reason: None)
    begun = time.monotonic()
    try:
        hello = await engine.start()
    except EngineError as error:
        return [Check("engine", "fail", str(error))]
    seconds = round(time.monotonic() - begun, 2)
    await engine.stop()
    words = f"version {hello.engine}, started in {seconds:.1f} s, computes on {hello.device} with "
    checks = [Check("engine", "ok", f"{words}{hello.memory / _GB:.1f} GB free.", seconds)]
    for info in hello.colorizers:
        if info.ready:
            checks.append(Check(f"colorizer {info.name}", "ok", f"version {info.version}, ready."))
        else:
            mark: Mark = "fail" if info.name == "draft" else "warn"
            checks.append(Check(f"colorizer {info.name}", mark, f"not set up: {info.missing}"))
    return checks


async def _weights() -> Check:
    """Draft needs none, so that what is missing is no fault."""
    try:
        async with aclosing(events("list")) as heard:
            async for event in heard:
                if isinstance(event, WeightsReport):
                    more = "" if ready(event) else " `python main.py weights list` tells more."
                    parts = {part.name: part.state for part in event.parts}
                    return Check("weights", "ok" if ready(event) else "warn", f"{summary(event)}{more}", parts)
    except WeightsToolError as error:
        return Check("weights", "warn", str(error))
    return Check("weights", "warn", "the search for weights told nothing; run the set-up command again.")
