"""5,000 random steps of an artist in the real window: whatever is done in whatever order, the project stays whole."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.media.importer import import_line_art
from app.project.model import Project, SegmentPlan, Shot, Span, with_prompt
from app.project.staleness import Status
from app.project.storage import create_project, open_project, save_project
from app.ui.actions import ACTIONS

STEPS = int(os.environ.get("SHIAGE_WALK_STEPS", "5000"))
SEED = int(os.environ.get("SHIAGE_WALK_SEED", "7"))
LOOK_EVERY = 250  # steps between two moments in which everything is let come to rest and looked at on disk
NO_KEYS = Qt.KeyboardModifier.NoModifier

# What leaves the project, opens a dialog or another program, or changes the window rather than the shot.
LEFT_OUT = {
    "open_sample", "relink_line_art", "quit", "show_folder", "paste_key", "show_log", "about", "shortcuts", "guide",
    "take_folder", "tool_bar", "full_screen", "viewer_only", "leave_full_screen",
    *(action.id for action in ACTIONS if action.text.endswith("...")),
    *(action.id for action in ACTIONS if action.within in ("Theme", "Interface size", "Shots")),
}  # fmt: skip
USUAL, SELDOM = 4, 1
COLORING = ("generate", "generate_segment", "regenerate")
PATIENCE, LONGEST = 1.5, 15.0  # seconds to wait for color, now and then; the latter where none has come yet
WEIGHTS = {
    "undo": 50, "redo": 32, "generate": 24, "generate_segment": 10, "regenerate": 20, "cancel": 3, "pause_queue": 3,
    "clear_queue": 2, "cancel_segment": 3, "lock": 14, "delete_take": 14, "show_take": 14, "frame_to_key": 6,
    "remove_key": 6, "key_earlier": 10, "key_later": 10, "reload_line_art": 1, "save": 1, "remove_prompt": 8,
}  # fmt: skip


class Walk:
    """One artist, who does not think."""

    def __init__(self, driver, color: tuple[Path, ...], seed: int) -> None:
        self.driver, self.color, self.chance = driver, color, random.Random(seed)
        self.window, self.page = driver.window, driver.page
        self.workspace, self.document = driver.workspace, driver.workspace.document
        self.done: Counter[str] = Counter()
        self.trail: list[str] = []
        self.errors: list[str] = []
        errands, coloring = self.window.errands, self.workspace.coloring
        for signal in (errands.failed, coloring.failed, self.workspace.save_failed):
            signal.connect(self.errors.append)
        self.arrived = 0
        coloring.arrived.connect(self._count)
        self.by_hand: dict[str, Callable[[], object]] = {
            "lay key": self.lay_key, "move key": self.move_key, "add prompt": self.add_prompt,
            "move prompt": self.move_prompt, "go": self.go, "scrub": self.scrub, "click segment": self.click_segment,
            "click take": self.click_take, "wheel on timeline": self.wheel, "wheel on canvas": self.wheel_on_canvas,
            "range": self.range, "mark take": self.mark_take,
        }  # fmt: skip
        self.hand_weights = [12, 10, 8, 6, 30, 6, 25, 12, 4, 4, 4, 12]

    def _count(self, take: object) -> None:
        self.arrived += 1

    # What is done

    async def step(self) -> None:
        """Do one thing that can be done now; wait for color at times."""
        if self.chance.random() < 0.4:
            name = self.chance.choices(list(self.by_hand), self.hand_weights)[0]
            self.note(name)
            self.by_hand[name]()
            return
        table = self.window.actions_table
        able = [action for action in ACTIONS if action.id not in LEFT_OUT and table[action.id].isEnabled()]
        weights = [WEIGHTS.get(action.id, SELDOM if action.within else USUAL) for action in able]
        name = self.chance.choices(able, weights)[0].id
        self.note(name)
        table[name].trigger()
        if name in COLORING and self.chance.random() < 0.4:
            await self.watch()

    async def watch(self) -> None:
        """Wait for what is being colored, but not for long once some of it has come; a busy computer takes its time."""
        queue, begun, before = self.workspace.coloring.queue, time.monotonic(), self.arrived
        while queue.busy and not queue.paused:
            if time.monotonic() - begun > (PATIENCE if self.arrived > before else LONGEST):
                return
            await asyncio.sleep(0.005)

    def note(self, name: str) -> None:
        self.done[name] += 1
        self.trail = [*self.trail[-39:], name]

    @property
    def span(self) -> Span:
        assert self.document.shot.line is not None
        return self.document.shot.line.span

    def any_frame(self) -> int:
        return self.chance.randint(self.span.first, self.span.last)

    def any_span(self) -> Span:
        return Span(*sorted((self.any_frame(), self.any_frame())))

    def lay_key(self) -> None:
        """Drop a picture on a frame."""
        self.driver.drop(
            self.page.timeline, self.on(self.any_frame(), "line").toPoint(), [self.chance.choice(self.color)]
        )

    def move_key(self) -> None:
        """Drag a key to another frame."""
        keys = self.document.shot.keys
        if keys:
            self.drag("keys", [self.chance.choice(keys).number, self.any_frame(), self.any_frame()])

    def add_prompt(self) -> None:
        span = self.any_span() if self.chance.random() < 0.7 else None
        words = self.chance.choice(("red hood", "night", "rain, from the left", ""))
        self.document.edit("Add prompt", with_prompt(self.document.shot, words, span))

    def move_prompt(self) -> None:
        """Drag a prompt, or one of its ends; where there is none, this scrubs."""
        self.drag("prompts", [self.any_frame(), self.any_frame()])

    def go(self) -> None:
        """Click on a frame."""
        self.drag("line", [self.any_frame()])

    def scrub(self) -> None:
        """Press on the ruler, drag, let go."""
        self.drag("ruler", [self.any_frame(), self.any_frame(), self.any_frame()])

    def range(self) -> None:
        """Draw an in/out range out on the drawings, with Shift."""
        self.drag("line", [self.any_frame(), self.any_frame()], Qt.KeyboardModifier.ShiftModifier)

    def click_segment(self) -> None:
        self.drag("segments", [self.any_frame()])

    def on(self, number: int, lane: str) -> QPointF:
        """The point of a frame on a lane of the timeline, or where the timeline ends in its direction."""
        geometry, place = self.page.timeline.geometry_now, self.driver.on_timeline(number, lane)
        return QPointF(min(max(geometry.center(number), geometry.left), geometry.right - 1), place.y())

    def drag(self, lane: str, numbers: list[int], held: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Press at the first of these frames, go to each of the others, let go at the last."""
        timeline, left = self.page.timeline, Qt.MouseButton.LeftButton
        press, move, release = (
            QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease,
        )  # fmt: skip
        for kind, number in ((press, numbers[0]), *((move, number) for number in numbers[1:]), (release, numbers[-1])):
            at, buttons = self.on(number, lane), Qt.MouseButton.NoButton if kind == release else left
            QApplication.sendEvent(timeline, QMouseEvent(kind, at, timeline.mapToGlobal(at), left, buttons, held))

    def click_take(self) -> None:
        """Show a take of the segment in detail."""
        rows = self.page.panel.takes
        if rows.count():
            place = rows.visualItemRect(rows.item(self.chance.randrange(rows.count()))).center()
            QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def mark_take(self) -> None:
        """Go through the list of takes by key."""
        if self.page.panel.takes.isVisible():
            QTest.keyClick(self.page.panel.takes, self.chance.choice((Qt.Key.Key_Down, Qt.Key.Key_Up)))

    def wheel(self) -> None:
        timeline = self.page.timeline
        place = QPointF(timeline.width() * self.chance.uniform(0.2, 0.9), timeline.height() / 2)
        self.turn(timeline, place, self.chance.choice((Qt.KeyboardModifier.ControlModifier, NO_KEYS)))

    def wheel_on_canvas(self) -> None:
        canvas = self.page.canvas
        self.turn(canvas, QPointF(canvas.rect().center()), NO_KEYS)

    def turn(self, widget, place: QPointF, held: Qt.KeyboardModifier) -> None:
        turned = QPoint(0, self.chance.choice((120, -120)))
        event = QWheelEvent(
            place, widget.mapToGlobal(place), QPoint(), turned, Qt.MouseButton.NoButton, held,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)

    # What must be so

    def check(self) -> None:
        """What must be so after every step."""
        document, page, playhead = self.document, self.page, self.workspace.playhead
        shot, span = document.shot, self.span
        assert not self.errors, self.errors
        assert QApplication.activeModalWidget() is None
        covered = [
            number for segment in document.segments for number in range(segment.span.first, segment.span.last + 1)
        ]
        assert covered == list(range(span.first, span.last + 1))
        numbers = [key.number for key in shot.keys]
        assert numbers == sorted(set(numbers))
        ranges = [prompt.span for prompt in shot.prompts]
        assert len(ranges) == len(set(ranges))
        assert playhead.number in span
        assert playhead.in_out is None or (playhead.in_out.first in span and playhead.in_out.last in span)
        timeline = page.timeline
        assert timeline.selected_segment is None or timeline.selected_segment < len(document.segments)
        assert timeline.selected_key is None or shot.key(timeline.selected_key) is not None
        assert timeline.selected_prompt is None or timeline.selected_prompt < len(shot.prompts)
        known = {take.id for take in document.takes}
        assert page.panel.selected_take is None or page.panel.selected_take.id in known
        assert all(segment.take is None or segment.take.id in known for segment in document.segments)

    async def rest(self) -> None:
        """Let everything come to rest: pictures, files, coloring."""
        self.workspace.playhead.pause()
        await self.driver.until(lambda: not self.window.errands._tasks, "errands to end", 20)
        await self.driver.until(lambda: not self.workspace.frames.waiting, "the picture", 20)

    async def stop(self) -> None:
        """Empty the queue and let everything come to rest."""
        self.workspace.coloring.clear()
        await self.driver.until(lambda: not self.workspace.coloring.queue.busy, "coloring to end", 20)
        await self.rest()

    async def look(self) -> None:
        """What must be so when all is at rest."""
        await self.rest()
        self.check()
        document = self.document
        for take in document.takes:
            assert document.path(take.path).is_file(), f"the file of {take} is gone"
        for key in document.shot.keys:
            assert document.path(key.path).is_file(), f"the file of {key} is gone"
        states = {self.workspace.coloring.status(segment).status for segment in document.segments}
        busy = self.workspace.coloring.queue.busy
        assert busy or not states & {Status.QUEUED, Status.WORKING}
        assert await self.workspace.flush()
        assert self.on_disk() == document.project
        assert not self.page.canvas.image.isNull()

    def on_disk(self) -> Project:
        opened = open_project(self.workspace.folder)
        assert opened.notes == ()
        return opened.project


@pytest.mark.timeout(400)  # it shares the processors with its engine and with other tests
@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
def test_5000_random_steps_leave_a_whole_project(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    drawn = make_shot(tmp_path / "drawn", frames=12, size=(96, 64), first=101)
    folder = tmp_path / "walk.shiage"
    create_project(folder)
    line = import_line_art([drawn.line_folder], folder).line
    save_project(folder, Project((Shot("shot1", "walk", line=line, plan=SegmentPlan(4)),)))

    async def body(driver) -> None:
        await driver.opened()
        walk = Walk(driver, drawn.color, SEED)
        document = walk.document
        start = document.project
        assert start == walk.on_disk()
        await driver.until(lambda: walk.workspace.coloring.queue.hello is not None, "the engine")
        try:
            for count in range(STEPS):
                await walk.step()
                await asyncio.sleep(0)
                walk.check()
                if count % LOOK_EVERY == LOOK_EVERY - 1:
                    await walk.look()
            await walk.stop()
            await walk.look()
            assert_walked(walk)
            stack = document.undo_stack
            while stack.canRedo():  # the walk may have ended in the middle of its own undoing
                stack.redo()
            await walk.rest()
            end, takes = document.project, document.takes
            while stack.canUndo():
                stack.undo()
                walk.check()
            await walk.rest()
            assert document.project == start
            await walk.look()
            while stack.canRedo():
                stack.redo()
                walk.check()
            await walk.rest()
            assert document.project == end
            assert {take.id for take in document.takes} == {take.id for take in takes}
            await walk.look()
        except BaseException:
            print(f"seed {SEED}, after {sum(walk.done.values())} steps, the last: {', '.join(walk.trail)}")
            raise

    drive(body, str(folder))


def assert_walked(walk: Walk) -> None:
    """A walk that went nowhere proves nothing."""
    if STEPS < 5000:
        return
    assert walk.document.undo_stack.count() > 300
    assert walk.arrived > 50
    assert {"lay key", "undo", "redo", "generate", "regenerate", "lock", "delete_take", "compare_wipe"} <= set(
        walk.done
    )
