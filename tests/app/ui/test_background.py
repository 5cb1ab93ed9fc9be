"""The line of shots in the background, with a small process in place of what colors: it ends when a test lets it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest
from PySide6.QtWidgets import QApplication

from app.project.staleness import Status
from app.render import background
from app.ui.background import Background, Was
from app.ui.errands import Errands


@dataclass
class Line:
    """A Background, its errands, and the shots that it may be given."""

    root: Path
    errands: Errands
    background: Background
    told: list[tuple[str, str]] = field(default_factory=list)

    def shot(self, name: str) -> Path:
        (self.root / name).mkdir(exist_ok=True)
        return self.root / name

    @property
    def begun(self) -> list[str]:
        """The shots whose process was begun, in that order."""
        return [line.split()[0] for line in _lines(self.root)]

    def let_end(self, folder: Path) -> None:
        (folder / "may end").touch()

    async def asked(self, folder: Path) -> None:
        """Wait until the process of a shot was told to stop."""
        await until((folder / "asked").exists)

    async def under_way(self, folder: Path) -> None:
        def told() -> bool:
            standing = self.background.standing(folder)
            return standing is not None and standing.done == 3

        await until(told)


def _lines(root: Path) -> list[str]:
    return (root / "begun").read_text().splitlines() if (root / "begun").exists() else []


def alive(root: Path) -> list[int]:
    return [int(line.split()[1]) for line in _lines(root) if psutil.pid_exists(int(line.split()[1]))]


async def until(what: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not what():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.005)


async def turns() -> None:
    """Let everything on the loop that can go on do so."""
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.fixture
def lined(qapp: QApplication, tmp_path: Path, held_background: tuple[str, ...]) -> Callable[..., None]:
    """`lined(body)` runs the coroutine `body(line)`, and ends what runs then as the app does."""

    async def run(body: Callable[[Line], Coroutine[Any, Any, None]]) -> None:
        errands = Errands()
        line = Line(tmp_path, errands, Background(errands, held_background))
        line.background.finished.connect(lambda folder: line.told.append(("finished", folder.name)))
        line.background.failed.connect(lambda folder, _: line.told.append(("failed", folder.name)))
        try:
            await body(line)
        finally:
            for folder in tmp_path.iterdir():
                if folder.is_dir():
                    line.let_end(folder)
            line.background.close()
            await errands.close()
        assert alive(tmp_path) == []

    return lambda body: asyncio.run(run(body))


def test_a_shot_that_is_still_stopping_is_waited_for(lined) -> None:
    async def body(line: Line) -> None:
        shot = line.shot("a")
        line.background.add(shot)
        await line.under_way(shot)
        stopped = asyncio.ensure_future(line.background.take_back(shot))
        await line.asked(shot)
        assert line.background.shots == ()
        opened = asyncio.ensure_future(line.background.take_back(shot))
        await turns()
        assert not opened.done()
        line.let_end(shot)
        assert await opened is Was.NOTHING
        assert alive(line.root) == []
        assert await stopped is Was.WANTED
        assert line.told == []

    lined(body)


def test_a_shot_that_is_added_while_it_still_stops_has_its_turn_again(lined) -> None:
    async def body(line: Line) -> None:
        first, second = line.shot("a"), line.shot("b")
        line.background.add(first)
        line.background.add(second)
        await line.under_way(first)
        stopped = asyncio.ensure_future(line.background.take_back(first))
        await line.asked(first)
        line.background.add(first)
        assert line.background.shots == (second, first)
        for shot in (second, first):  # neither is where the one that is stopped was
            standing = line.background.standing(shot)
            assert standing is not None
            assert (standing.status, standing.done) == (Status.QUEUED, 0)
        line.let_end(first)
        await stopped
        await line.under_way(second)
        line.let_end(second)
        await line.background.take_back(second)
        await line.under_way(first)
        assert line.begun == ["a", "b", "a"]
        assert line.told == []

    lined(body)


def test_nothing_is_begun_once_the_app_ends(lined) -> None:
    async def body(line: Line) -> None:
        first, second = line.shot("a"), line.shot("b")
        line.background.add(first)
        line.background.add(second)
        await line.under_way(first)
        stopped = asyncio.ensure_future(line.background.take_back(first))
        await line.asked(first)
        line.background.close()
        closed = asyncio.ensure_future(line.errands.close())
        await turns()
        assert not closed.done()
        line.let_end(first)
        await closed
        await stopped
        assert line.begun == ["a"]
        assert line.told == []

    lined(body)


def test_what_could_not_be_opened_is_again_what_it_was(lined) -> None:
    async def body(line: Line) -> None:
        shot = line.shot("a")
        line.background.add(shot)
        await line.under_way(shot)
        line.let_end(shot)
        psutil.Process(int(_lines(line.root)[0].split()[1])).kill()
        await until(lambda: line.told == [("failed", "a")])
        failed = line.background.standing(shot)
        assert failed is not None
        assert failed.status is Status.FAILED
        assert await line.background.take_back(shot) is Was.FAILED
        assert line.background.standing(shot) is None
        line.background.give_again(shot, Was.FAILED)
        assert line.background.standing(shot) == failed
        assert line.begun == ["a"]

    lined(body)


@pytest.mark.parametrize("begun", [True, False])
def test_whoever_stops_a_process_waits_for_its_end_however_often_that_is_asked(
    tmp_path: Path, held_background: tuple[str, ...], begun: bool
) -> None:
    shot = tmp_path / "a"
    shot.mkdir()

    async def follow() -> None:
        async for _ in background.events(shot, held_background):
            pass

    async def body() -> None:
        task = asyncio.ensure_future(follow())
        await (until(lambda: alive(tmp_path)) if begun else asyncio.sleep(0))
        for _ in range(3):
            task.cancel()
            await turns()
        await until((shot / "asked").exists)
        task.cancel()
        await turns()
        assert not task.done()
        (shot / "may end").touch()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert alive(tmp_path) == []

    asyncio.run(body())
