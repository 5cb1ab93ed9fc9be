"""A whole piece of work by one hand: bare line art, a key painted here, color, two corrections, takes, the export."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from app.bench.metrics import Frame, commonest, score
from app.media.pictures import render
from app.project.model import Span
from app.ui.dialogs.asking import Choice
from app.ui.dialogs.export_dialog import ExportDialog
from app.ui.paint.toolbox import SIZES
from app.windowbench.eye import Wrong, deepest, most_wrong, outlines, painted_so, wrong_pixels
from app.windowbench.hand import Hand
from app.windowbench.stage import Stage, say
from engine.imaging.line import line_layer
from engine.imaging.stills import StillError, read_still

_LONG = 900.0  # seconds for a shot to be colored on a small computer
_MOST_PARTS = 100  # that are painted on one frame
_ENOUGH = 0.002  # of the pixels: what may stay wrong on a frame that is painted by hand
_CORRECTIONS = 2
_THIN, _BROAD = 4, 60  # px of the brush that goes round a shape, and at most


class Piece:
    """The work on one clip; `order.line` has the drawings, `order.color` the colors that the artist is after."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.hand = stage, Hand(stage)
        drawings = sorted(Path(stage.order.line).glob("*.png"))
        self.lines = [path for path in drawings if path.stem.isdecimal()]
        self.true = [Path(stage.order.color, path.name) for path in self.lines]
        self.painted: list[int] = []
        self._told: dict[str, str] = {}

    async def drop(self) -> None:
        """Drop the line art on the window."""
        stage, window = self.stage, self.stage.application.window
        await stage.application.open(())
        stage.heartbeat.phase = "import"
        window.files_dropped.emit([Path(stage.order.line)])
        await stage.until(lambda: window.page is not None, "the new project")
        document = stage.page.workspace.document
        await stage.until(lambda: document.shot.line is not None and not window.errands.busy, "the line art")
        document.changed.connect(self._note_strokes)
        say(event="project", path=str(document.folder))

    async def reopen(self) -> None:
        """Open the project that an earlier run was painting in, and tell what is in it."""
        stage, window = self.stage, self.stage.application.window
        await stage.application.open([stage.order.project])
        await stage.until(lambda: window.page is not None, "the page")
        document = stage.page.workspace.document
        await stage.until(lambda: document.shot.line is not None and not window.errands.busy, "the line art")
        keys = {str(key.number): key.path for key in document.shot.keys}
        unread = [path for path in keys.values() if await asyncio.to_thread(_damaged, document.path(path))]
        said = [notice.sentence for notice in window.notices.shown]
        if stage.page.workspace.left_over() and not stage.page.workspace.loaded.left.paused:
            dialog = await self.hand.dialog(Choice)
            assert isinstance(dialog, Choice)
            said.append(dialog.text)
            await self.hand.press(Qt.Key.Key_Return, on=dialog.buttons[0])  # go on with what was being colored
            await stage.until(lambda: QApplication.activeModalWidget() is None, "the question to go")
        say(event="opened", keys=keys, unread=unread, takes=len(document.takes), said=said)
        document.changed.connect(self._note_strokes)

    def _note_strokes(self) -> None:
        """Tell what keys there are now that there are others."""
        keys = {str(key.number): key.path for key in self.stage.page.workspace.document.shot.keys}
        if keys != self._told:
            self._told = keys
            say(event="keys", keys=keys)

    # Painting

    async def paint(self, number: int) -> bool:
        """Paint what is wrong on a frame, the largest part first, until it is right or clicking helps no more; whether
        there was anything to paint."""
        stage, workspace = self.stage, self.stage.page.workspace
        easel = workspace.easel
        stage.heartbeat.phase = "painting"
        await self.hand.go(number)
        stage.page.canvas.setFocus()
        if workspace.toolbox.tool is None:
            await self.hand.press(Qt.Key.Key_G)
        await stage.until(lambda: easel.ready and easel.number == number and easel.fillable, "the frame to be ready")
        true, drawing = await asyncio.to_thread(self._read, number)
        given_up = np.zeros(drawing.shape, bool)
        begun, clicks = time.perf_counter(), self.hand.clicks
        for _ in range(_MOST_PARTS):
            wrong = await asyncio.to_thread(wrong_pixels, await self._color(), true, drawing)
            part = await asyncio.to_thread(most_wrong, wrong, true, given_up)
            if part is None or wrong.mean() < _ENOUGH:
                break
            await self._mend(part, true, drawing, given_up)
        await easel.settled()
        wrong = wrong_pixels(await self._color(), true, drawing)
        self.painted.append(number)
        stage.tell(
            f"frame {number}, painted by hand", time.perf_counter() - begun, "s",
            f"{self.hand.clicks - clicks} clicks; {wrong.mean():.2%} of it still wrong",
        )  # fmt: skip
        return self.hand.clicks > clicks

    async def _mend(self, part: Wrong, true: np.ndarray, drawing: np.ndarray, given_up: np.ndarray) -> None:
        """Fill a part; what leaks is taken back, and the shape, which has no line of its own then, is drawn round with
        the brush and filled; what cannot be filled even so is dabbed."""

        async def wrong() -> int:
            return int((await asyncio.to_thread(wrong_pixels, await self._color(), true, drawing)).sum())

        await self._take_color(part, drawing)
        if await self._fill(part.x, part.y, wrong):
            return
        wide = await self._take_brush(min(_THIN, round(part.inside)))
        for way in outlines(part.mask, wide):
            await self.hand.draw(way)
        await self.hand.press(Qt.Key.Key_G)
        left = part.mask & await asyncio.to_thread(wrong_pixels, await self._color(), true, drawing)
        inside = deepest(left)
        if inside is not None and await self._fill(*inside, wrong):
            return
        await self._take_brush(min(round(part.inside * 1.8), _BROAD))
        await self.hand.click_picture(part.x, part.y)
        await self.hand.press(Qt.Key.Key_G)
        size = max(3, round(part.inside))
        given_up[max(0, part.y - size) : part.y + size, max(0, part.x - size) : part.x + size] = True

    async def _fill(self, x: int, y: int, wrong: Callable[[], Awaitable[int]]) -> bool:
        """Click with the bucket; whether less is `wrong` then, and the fill taken back where not."""
        before, done = await wrong(), self._laid()
        await self.hand.click_picture(x, y)
        if self._laid() > done and await wrong() < before:
            return True
        if self._laid() > done:
            await self.hand.undo()
            await self.stage.page.workspace.easel.settled()
            await self.stage.until(lambda: self._laid() <= done, "the fill to be taken back")
        return False

    def _laid(self) -> int:
        sheet = self.stage.page.workspace.easel.sheet
        return len(sheet.done) if sheet is not None else 0

    async def _take_brush(self, wide: int) -> int:
        """Take up the brush, of no more than so many pixels; how many it has."""
        toolbox, hand = self.stage.page.workspace.toolbox, self.hand
        await hand.press(Qt.Key.Key_B)
        while toolbox.size > max(wide, SIZES[0]):
            await hand.press(Qt.Key.Key_BracketLeft)
        while toolbox.size < wide and SIZES[SIZES.index(toolbox.size) + 1] <= wide:
            await hand.press(Qt.Key.Key_BracketRight)
        return toolbox.size

    async def _take_color(self, part: Wrong, drawing: np.ndarray) -> None:
        """Have the color of a part: picked from the frame where it is there already, typed where it is not."""
        workspace = self.stage.page.workspace
        if workspace.current_color.color == part.color and workspace.current_color.chosen:
            return
        at = await asyncio.to_thread(painted_so, await self._color(), part.color, drawing)
        if at is not None:
            await self.hand.pick(*at)
        if workspace.current_color.color != part.color:
            await self.hand.type_color(part.color)

    async def _color(self) -> np.ndarray:
        """The colors of the frame, once it can be painted: it is got ready anew where a take comes in between."""
        easel = self.stage.page.workspace.easel
        await self.stage.until(lambda: easel.sheet is not None, "the frame to be ready again")
        assert easel.sheet is not None
        return easel.sheet.color

    def _read(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """The true colors (H, W, 3) and the drawing (H, W) of a frame."""
        at = number - 1
        return np.ascontiguousarray(read_still(self.true[at])[..., :3]), line_layer(read_still(self.lines[at]), "dark")

    # Coloring

    async def color(self, what: str) -> None:
        """Ctrl+Enter; tell what was colored again, and what of it did not depend on what was painted."""
        stage, workspace = self.stage, self.stage.page.workspace
        document = workspace.document
        stage.heartbeat.phase = "generation"
        await stage.until(lambda: any(segment.wanted for segment in document.segments), "something to color")
        before = {segment.span: segment.take for segment in document.segments}
        stale = [segment.span for segment in document.segments if segment.wanted]
        begun = time.perf_counter()
        await self.hand.generate()
        await stage.until(lambda: not any(segment.wanted for segment in document.segments), "the colors", _LONG)
        await stage.until(lambda: not workspace.coloring.queue.busy, "the queue", _LONG)
        fresh = [segment.span for segment in document.segments if segment.take != before[segment.span]]
        strange = [span for span in fresh if not self._depends(span)] if any(before.values()) else []
        stage.tell(
            f"{what}: coloring", time.perf_counter() - begun, "s",
            f"{len(fresh)} of {len(before)} segments ({_words(fresh)}); {len(stale)} were stale; "
            f"{len(strange)} did not depend on it",
        )  # fmt: skip

    def _depends(self, span: Span) -> bool:
        """Whether a segment has a frame between the key painted last and the nearest keys on both sides of that."""
        key = self.painted[-1]
        others = [number for number in self.painted[:-1] if number != key]
        low = max((number for number in others if number < key), default=1)
        high = min((number for number in others if number > key), default=len(self.lines))
        return span.first <= high and span.last >= low

    async def judge(self, what: str) -> int:
        """Tell how right the shot is; returns its worst frame."""
        names = self.stage.page.workspace.frames.names
        keys = [names.of(number, "picture") for number in range(1, len(self.lines) + 1)]

        def work() -> tuple[float, float, dict[int, float]]:
            paper = commonest(self._read(self.painted[0])[0])
            frames: list[Frame] = []
            worst: dict[int, float] = {}
            for number, key in enumerate(keys, 1):
                true, drawing = self._read(number)
                frame = Frame(drawing, true, np.ascontiguousarray(render(key)[..., :3]))
                frames.append(frame)
                if number not in self.painted:
                    worst[number] = float(wrong_pixels(_opaque(frame.made), true, drawing).mean())
            found = score(frames, self.painted, paper)
            return found.fg_accuracy, found.last_accuracy, worst

        accuracy, last, worst = await asyncio.to_thread(work)
        self.stage.tell(f"{what}: fg_accuracy", accuracy, "", f"farthest frame {last:.4f}")
        return max(worst, key=lambda number: worst[number])

    # Takes, export

    async def vary(self) -> None:
        """Color a segment as a new variation, look at both, and choose the first one again."""
        stage, page = self.stage, self.stage.page
        document = page.workspace.document
        stage.heartbeat.phase = "takes"
        segment = document.segments[len(document.segments) // 2]
        await self.hand.go(segment.span.first + 1)
        page.timeline.selected_segment = segment.index
        page.panel.show_segment(segment.index)
        first = segment.take
        assert first is not None
        await self.hand.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        await stage.until(lambda: document.segments[segment.index].take != first, "another take", _LONG)
        await stage.until(lambda: not page.workspace.coloring.queue.busy, "the queue", _LONG)
        await self.hand.press(Qt.Key.Key_W)
        await asyncio.sleep(0.5)
        await self.hand.press(Qt.Key.Key_W)
        rows, takes = page.panel.segment.list, document.takes_of(segment.span)
        await stage.until(lambda: rows.count() == len(takes), "the list of takes")
        item = rows.item(len(takes) - 1 - takes.index(first))  # the newest one is at the top
        rows.scrollToItem(item)
        row = rows.visualItemRect(item)
        await self.hand.click(rows.viewport(), QPoint(row.left() + 60, row.center().y()))
        await stage.until(lambda: document.segments[segment.index].take == first, "the first take to be shown")

    async def export(self) -> None:
        """Ctrl+E, the folder, Enter."""
        stage, window = self.stage, self.stage.application.window
        stage.heartbeat.phase = "export"
        stage.page.canvas.setFocus()
        await self.hand.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        dialog = await self.hand.dialog(ExportDialog)
        assert isinstance(dialog, ExportDialog)
        dialog.folder.setText(stage.order.out)
        await self.hand.press(Qt.Key.Key_Return, on=dialog)
        written = Path(stage.order.out)
        # A short one is over before anybody looks.
        await stage.until(lambda: window.errands.busy or any(written.rglob("*.png")), "the export to begin")
        await stage.until(lambda: not window.errands.busy, "the export to end")
        files = len(list(written.rglob("*.png")))
        stage.tell("exported pictures", files, "files", f"of {len(self.lines)} frames")


async def piece(stage: Stage) -> None:
    """All of it; tells the clicks, the keys pressed, and the time."""
    work, begun = Piece(stage), time.perf_counter()
    await work.drop()
    first = int(next(iter(stage.order.keys)))
    await work.paint(first)
    await work.color("first key")
    worst = await work.judge("first key")
    for count in range(1, _CORRECTIONS + 1):
        if not await work.paint(worst):
            break  # nothing is wrong even on the worst frame
        await work.color(f"correction {count}, frame {worst}")
        worst = await work.judge(f"correction {count}")
    await work.vary()
    await work.export()
    stage.tell("the whole piece of work", time.perf_counter() - begun, "s")
    stage.tell("clicks", work.hand.clicks, "")
    stage.tell("keys pressed", work.hand.keys, "")


async def go_on(stage: Stage) -> None:
    """Open what an earlier run left, or begin, and paint and color until this process is killed."""
    work, chance = Piece(stage), random.Random(stage.order.begun)
    say(event="process", pid=os.getpid())
    if stage.order.project:
        await work.reopen()
    else:
        await work.drop()
    while True:
        if chance.random() < 0.5 and stage.application.window.actions_table["generate"].isEnabled():
            await work.hand.generate()
        await work.paint(chance.randrange(1, len(work.lines) + 1))


def _opaque(picture: np.ndarray) -> np.ndarray:
    return np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)])


def _words(spans: list[Span]) -> str:
    return ", ".join(f"{span.first}-{span.last}" for span in spans) or "none"


def _damaged(path: Path) -> bool:
    try:
        read_still(path)
    except StillError:
        return True
    return False
