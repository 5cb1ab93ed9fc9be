"""A drawn shot as the model holds it, and the real queue with the real engine behind it."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from app.project import staleness
from app.project.model import Drawing, Key, LineArt, SegmentPlan, Shot, Take
from app.project.staleness import Segment
from app.render.journal import Journal
from app.render.pace import PaceBook
from app.render.queue import RenderQueue
from app.render.requests import colorize_shot

WRAPPED = """
import os, signal, sys, time
from engine import colorizers

class Wrapped(colorizers.DraftColorizer):
    def colorize(self, shot, stop):
{body}

colorizers.DraftColorizer = Wrapped
import runpy
runpy.run_module("engine", run_name="__main__")
"""


@dataclass
class Rig:
    """A queue at work on one shot in one folder, with everything it reported."""

    folder: Path
    shot: Shot
    command: tuple[str, ...] | None = None
    book: PaceBook | None = None
    takes: list[Take] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    changes: int = 0

    def open(self) -> None:
        journal = Journal(self.folder / "queue.json")
        log = self.folder / "engine.log"
        told = self.notices.append, self.failures.append
        self.queue = RenderQueue(log, journal, self._changed, self.takes.append, *told, self.command, self.book)

    def _changed(self) -> None:
        self.changes += 1

    @property
    def segments(self) -> tuple[Segment, ...]:
        return staleness.segments(self.shot, self.takes)

    def submit(self, wanted: Sequence[Segment] | None = None, front: bool = False) -> None:
        segments = self.segments
        wanted = [segment for segment in segments if segment.wanted] if wanted is None else wanted
        request = colorize_shot(self.shot, segments, wanted, self.folder, "job")
        self.queue.submit(self.shot.id, self.folder, request, front)

    async def until(self, what: Callable[[], object], seconds: float = 90.0) -> None:
        end = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < end, f"in vain; takes {len(self.takes)}, told {self.notices + self.failures}"
            await asyncio.sleep(0.005)

    async def all_done(self, seconds: float = 120.0) -> None:
        await asyncio.wait_for(self.queue.wait_idle(), seconds)

    async def color_all(self) -> None:
        """Ask for everything that is to be colored, and wait until it is."""
        self.submit()
        await self.all_done()

    @property
    def pixels(self) -> dict[tuple[int, int], str]:
        """What was colored: span -> digest of its pixels."""
        return {(take.span.first, take.span.last): take.pixels for take in self.takes}


Play = Callable[..., Rig]


@pytest.fixture
def drawn(tmp_path: Path, make_shot) -> Callable[..., Shot]:
    """`drawn(frames=48, size=(96, 72), length=12)`: a drawn shot with a key on its first frame."""

    def build(frames: int = 48, size: tuple[int, int] = (96, 72), length: int = 12) -> Shot:
        files = make_shot(tmp_path / "media", frames, size)

        def digest(path: Path) -> str:
            return blake2b(path.read_bytes(), digest_size=16).hexdigest()

        drawings = tuple(Drawing(number, str(path), digest(path)) for number, path in enumerate(files.line, 1))
        line = LineArt("walk", str(files.line_folder), *size, drawings)
        key = Key(1, str(files.color[0]), digest(files.color[0]))
        return Shot(id="shot1", name="walk", line=line, keys=(key,), plan=SegmentPlan(length))

    return build


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """`play(shot, scenario, folder="p", body=None)` runs a coroutine with a Rig; `body` wraps the real colorizer."""

    def run(
        shot: Shot,
        scenario: Callable[[Rig], Coroutine[Any, Any, None]],
        folder: str = "p",
        body: str | None = None,
        book: PaceBook | None = None,
    ) -> Rig:
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        command = None
        if body is not None:
            script = place / "wrapped_engine.py"
            lines = "\n".join(" " * 8 + line for line in body.strip().splitlines())
            script.write_text(WRAPPED.format(body=lines))
            command = (sys.executable, str(script))

        rig = Rig(place, shot, command, book)

        async def whole() -> None:
            rig.open()
            try:
                await scenario(rig)
            finally:
                await rig.queue.close()

        asyncio.run(whole())
        return rig

    return run
