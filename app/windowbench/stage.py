"""The real app in this process, with the watchers on it: what every part of the measurement stands on."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from app import settings
from app.application import Application
from app.bench.rig import BenchFailed, Row
from app.memory import spare_what_is_loaded
from app.ui.handlers.looks import dress
from app.ui.panels.shot_page import ShotPage
from app.windowbench.paints import Paints
from app.windowbench.watch import BAR, Heartbeat, Sampler, Stall
from app.windowbench.witness import Witness, Work

PATIENCE = 120.0  # seconds for anything to come about


class Order(msgspec.Struct, frozen=True):
    """What is wanted measured. `begun` is time.time() when this process was asked for; `color` is the folder of what a
    whole piece of work is to come to; `phases` are those of the work on a long shot that are wanted."""

    part: str
    begun: float
    project: str
    line: str
    keys: dict[int, str]
    out: str
    span: tuple[int, int]
    range: tuple[int, int]
    seconds: float
    quick: bool
    explain: bool
    color: str = ""
    phases: tuple[str, ...] = ()


class Stage:
    """One run of the app and its watchers."""

    def __init__(self, order: Order, application: Application, heartbeat: Heartbeat) -> None:
        self.order, self.application, self.heartbeat = order, application, heartbeat
        self.paints: Paints | None = None
        application.window.page_changed.connect(self._page_changed)

    @property
    def page(self) -> ShotPage:
        """The page of the open project."""
        assert self.application.window.page is not None
        return self.application.window.page

    @property
    def painted(self) -> Paints:
        """The watcher of the open page's canvas."""
        assert self.paints is not None
        return self.paints

    def _page_changed(self) -> None:
        if self.paints is not None:
            self.paints.close()
            self.paints = None
        page = self.application.window.page
        if page is not None:
            self.paints = Paints(page)
            page.workspace.coloring.arrived.connect(lambda _: self.heartbeat.take_came())

    @property
    def age(self) -> float:
        """Seconds since this process was asked for."""
        return time.time() - self.order.begun

    async def until(self, condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
        """Wait for something to be so; raises BenchFailed."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                said = [notice.sentence for notice in self.application.window.notices.shown]
                dialog = QApplication.activeModalWidget()
                asked = f", and asked: {dialog.windowTitle()}" if dialog is not None else ""
                raise BenchFailed(f"Waited {seconds:.0f} s for {what}; the window said: {said}{asked}")
            await asyncio.sleep(0.01)

    def tell(self, name: str, value: float, unit: str, remark: str = "") -> None:
        """Hand a result over."""
        say(event="row", **asdict(Row(name, value, unit, remark)))

    def tell_stalls(self, slow: Sequence[Work]) -> None:
        """Hand over the longest stall of each phase, apart from those in which the whole computer was slow."""
        for phase, stalls in self.heartbeat.late.items():
            excused = [stall for stall in stalls if _during(stall, slow)]
            own = [stall for stall in stalls if stall not in excused]
            remark = f"own work at most {_most(stall.own for stall in own):.0f} ms"
            if excused:
                late = _most(stall.late for stall in excused)
                remark += f"; {len(excused)} more, up to {late:.0f} ms, while the whole computer was slow"
            self.tell(f"longest stall of the window, {phase}", _most(stall.late for stall in own), "ms", remark)
            for stall in own:
                if stall.late > BAR:
                    say(event="cause", sentence=stall.words())


def _during(stall: Stall, slow: Sequence[Work]) -> bool:
    return any(moment.begun < stall.ended and stall.begun < moment.ended for moment in slow)


def _most(seconds: Iterable[float]) -> float:
    """The most, in ms."""
    return max(seconds, default=0.0) * 1000


def say(**facts: object) -> None:
    """One JSON line to who started this process."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


@asynccontextmanager
async def _stage(order: Order) -> AsyncIterator[Stage]:
    witness = Witness(Path(order.out, "witness.txt"))
    heartbeat = Heartbeat("start")
    sampler = Sampler(heartbeat) if order.explain else None
    preferred = settings.load()
    application = Application(preferred=preferred)
    stage = Stage(order, application, heartbeat)
    yield stage
    heartbeat.phase = "leaving"
    application.window.close()
    await asyncio.wait_for(application.finished, 60)
    heartbeat.stop()
    stage.tell_stalls(witness.slow())
    if sampler is not None:
        sampler.close()
        for cause in sampler.causes():
            say(event="cause", sentence=cause)


def perform(order: Order, part: Callable[[Stage], Coroutine[Any, Any, None]]) -> int:
    """Run the app as `app.application.run` does, with one part of the measurement in it; returns the exit code."""
    app = QApplication(["shiage"])
    app.setQuitOnLastWindowClosed(False)
    dress(settings.load()[0])
    spare_what_is_loaded()
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)

    async def run() -> None:
        async with _stage(order) as stage:
            await part(stage)

    done = False
    with loop:
        try:
            loop.run_until_complete(run())
            done = True
        except BenchFailed as error:
            say(event="failed", sentence=str(error))
        finally:
            if not done:
                if sys.exc_info()[0] is not None:
                    traceback.print_exc()
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(1)  # the app is in no state to be closed, and its threads would keep the process
    return 0
