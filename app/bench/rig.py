"""What the benches share: results as rows, and a queue with its engine around one shot."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from app.errors import ShiageError
from app.headless.values import WINDOW_PHASES
from app.project import staleness
from app.project.colorizers import Value
from app.project.model import Shot, Span, Take
from app.render import journal
from app.render.journal import Journal
from app.render.queue import RenderQueue
from app.render.requests import colorize_shot

_LOOK = 0.02  # seconds between two looks at the engine's memory


class BenchFailed(ShiageError):
    """Something that is measured did not work at all, or did the wrong thing."""


@dataclass(frozen=True)
class Row:
    """One measured thing, its value shown in so many digits; `facts` are further JSON values, for a program."""

    name: str
    value: float
    unit: str
    remark: str = ""
    digits: int = 3
    facts: Mapping[str, object] = field(default_factory=dict)

    def line(self) -> str:
        """`name ........ value unit  (remark)`."""
        number = (
            f"{self.value:.0f}"
            if self.value == int(self.value) or self.value >= 1000
            else f"{self.value:.{self.digits}g}"
        )
        remark = f"  ({self.remark})" if self.remark else ""
        return f"  {self.name + ' ':.<58} {number:>8} {self.unit}{remark}"


@dataclass(frozen=True)
class WindowWish:
    """What is wanted of the window's measurement; 0 frames or seconds are as many as usual. `kills` of a piece of
    work: how often the app is killed in the middle of it. `phases` of work on a long shot: those that are measured."""

    sizes: tuple[str, ...] = ("1080p", "4k")
    frames: int = 0
    seconds: float = 0.0
    platform: str = "offscreen"
    explain: bool = False
    kills: int = 0
    phases: tuple[str, ...] = WINDOW_PHASES


DEFAULT_WINDOW = WindowWish()


@dataclass(frozen=True)
class LongAnimationWish:
    """What is wanted of LongAnimation's measurement: size WxH, "" for the usual ones; 0 steps are as many as usual."""

    size: str = ""
    weights: str = "random"
    steps: int = 0


DEFAULT_LONGANIMATION = LongAnimationWish()


@dataclass(frozen=True)
class ClipsWish:
    """Which clips are colored, from which of their sets of keys, and how.

    folder: None for none. only: names of clips, all where there are none. ablation: Draft with parts of it left out,
    one after the other. save: a file for every number as JSON.
    """

    folder: Path | None = None
    keys: tuple[str, ...] = ("one", "three", "every_50")
    only: tuple[str, ...] = ()
    colorizer: str = "draft"
    settings: tuple[tuple[str, Value], ...] = ()
    ablation: bool = False
    save: Path | None = None


DEFAULT_CLIPS = ClipsWish()


@dataclass(frozen=True)
class Context:
    """Where a bench may write, whether it should be short, whom to tell how far it is and what else there is to say."""

    folder: Path
    quick: bool
    progress: Callable[[int, int, str], None]
    note: Callable[[str], None]
    window: WindowWish = DEFAULT_WINDOW
    longanimation: LongAnimationWish = DEFAULT_LONGANIMATION
    clips: ClipsWish = DEFAULT_CLIPS


@dataclass
class Rig:
    """A queue and what came out of it; `on_change` is called whenever there is something new to know of it."""

    log: Path
    on_change: Callable[[Rig], None] = lambda _: None
    takes: list[Take] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    first_take: float | None = None

    def open(self, place: Path) -> None:
        """Start the queue, its journal at `place`; needs a running event loop."""
        told = self.notices.append
        self.queue = RenderQueue(self.log, Journal(place), self._changed, self._arrived, told, told)

    def _changed(self) -> None:
        self.on_change(self)

    def _arrived(self, take: Take) -> None:
        self.takes.append(take)
        self.first_take = self.first_take or time.monotonic()

    def submit(self, shot: Shot, folder: Path) -> None:
        """Have every segment of the shot colored into `folder`."""
        self.takes.clear()
        segments = staleness.segments(shot, ())
        self.queue.submit(shot.id, folder, colorize_shot(shot, segments, segments, folder, "bench"))

    async def color(self, shot: Shot, folder: Path) -> float:
        """Color the whole shot; returns the seconds it took. Raises BenchFailed."""
        await self.queue.engine.start()
        begun = time.monotonic()
        self.submit(shot, folder)
        await self.queue.wait_idle()
        self.check(shot)
        return time.monotonic() - begun

    def check(self, shot: Shot) -> None:
        """Whether all frames of the shot are colored; raises BenchFailed."""
        assert shot.line is not None
        frames = len({at for take in self.takes for at in range(take.span.first, take.span.last + 1)})
        if frames != shot.line.span.length:
            reason = f": {self.notices[-1]}" if self.notices else "."
            raise BenchFailed(f"Only {frames} of {shot.line.span.length} frames were colored{reason}")

    @property
    def done(self) -> int:
        """Frames colored so far, with those of the segment under way."""
        running = self.queue.running
        under_way = running.span.length * self.queue.share if running is not None else 0.0
        return int(sum(take.span.length for take in self.takes) + under_way)

    @property
    def pixels(self) -> dict[Span, str]:
        """Digest of the pixels by span."""
        return {take.span: take.pixels for take in self.takes}


@asynccontextmanager
async def rig(folder: Path, on_change: Callable[[Rig], None] = lambda _: None) -> AsyncIterator[Rig]:
    """A Rig whose engine ends with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Rig(folder / "engine.log", on_change)
    made.open(folder / journal.FILE)
    try:
        yield made
    finally:
        await made.queue.close()


@dataclass
class Memory:
    """The most memory (resident bytes) that an engine held so far."""

    peak: int = 0

    async def watch(self, pid: Callable[[], int | None]) -> None:
        """Look again and again until cancelled."""
        while True:
            found = pid()
            if found is not None:
                with contextlib.suppress(psutil.Error):
                    self.peak = max(self.peak, psutil.Process(found).memory_info().rss)
            await asyncio.sleep(_LOOK)


def end(process: subprocess.Popen[Any]) -> None:
    """Stop what is still running: a process that leads its session, and what it started."""
    if process.poll() is not None:
        return
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGTERM)


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` (0..1) of the values lie, taken from the values themselves."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
