"""The frame under the brush: made ready off the window's thread, painted from memory, a new key with each stroke."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from PySide6.QtCore import QObject, Signal

from app.document import Document
from app.media.errors import MediaError
from app.media.pictures import PictureKey, with_key_laid
from app.paint.copying import Copy, written
from app.paint.sheet import Sheet
from app.paint.strokes import Box, Stroke
from app.project.held import painted_frame
from app.project.model import Key, Shot, with_key
from app.threads import give_way
from app.ui.paint.live import LivePicture
from app.ui.paint.readying import areas_for, carried_from, drawn, made_ready, stretches_for
from app.ui.viewer.frames import FrameSource
from app.ui.viewer.pixels import to_image
from app.ui.viewer.sizes import sentence
from engine.imaging.filling import GAPS, Areas
from engine.imaging.line import flatten
from engine.imaging.stills import StillError, to_8_bit
from engine.protocol.frames import FrameFileError

log = logging.getLogger(__name__)
CALM = 2.0  # seconds after the last stroke until what can wait is done
_LOOK = 0.2  # seconds between two looks whether anybody still paints
_KEPT = 6  # drawings whose areas are kept, for each width of gap


@dataclass(frozen=True)
class _Job:
    """A stroke on its way into the document."""

    copy: Copy
    stroke: Stroke
    strokes: tuple[Stroke, ...]
    forgotten: int
    number: int
    also: Callable[[Shot], Shot] | None = None


class Easel(QObject):
    """Follows a document; needs a running event loop.

    Signals:
        changed: another frame is ready, or none; or its areas are.
        painted: the picture of the frame changed in a box.
        working: strokes are on their way into the document, or all are there.
        failed: a sentence.
    """

    changed = Signal()
    painted = Signal(tuple)
    working = Signal()
    failed = Signal(str)

    def __init__(
        self, document: Document, frames: FrameSource, save: Callable[[], Awaitable[object]], parent: QObject
    ) -> None:
        """`save` puts the project on disk."""
        super().__init__(parent)
        self._document, self._frames, self._names, self._save = document, frames, frames.names, save
        self._reader = ThreadPoolExecutor(1, "easel")
        self._writer = ThreadPoolExecutor(1, "strokes", give_way)  # a stroke is kept while the next one is painted
        self._tasks: set[asyncio.Task[Any]] = set()
        self._jobs: deque[_Job] = deque()
        self._idle = asyncio.Event()
        self._idle.set()
        self._painted_at = 0.0
        self._rest: asyncio.Task[None] | None = None
        self._saving = False
        self._wanted: int | None = None
        self._gap, self._on_lines = 0, False
        self._opening: PictureKey | None = None
        self._refused: PictureKey | None = None
        self._name: PictureKey | None = None  # of the picture that the sheet was begun on
        self._copy: Copy | None = None
        self._areas: OrderedDict[tuple[str, str, float], Areas] = OrderedDict()
        self._preparing: set[float] = set()
        self.sheet: Sheet | None = None
        self.live: LivePicture | None = None
        self.number = 0
        document.changed.connect(self._follow)
        document.takes_changed.connect(self._follow)
        document.early_changed.connect(self._follow)

    # Which frame

    def look_at(self, number: int | None) -> None:
        """Have this frame ready to paint on, or none."""
        self._wanted = number
        self._follow()

    @property
    def ready(self) -> bool:
        """Whether the frame wanted can be painted on."""
        return self.sheet is not None and self._wanted == self.number

    @property
    def refused(self) -> bool:
        """Whether the frame wanted cannot be painted on, which `failed` has told."""
        return self._refused is not None and self._refused == self._described()

    def set_gap(self, gap: int) -> None:
        """Close gaps of this width in lines: a place in GAPS."""
        self._gap = gap
        self._prepare()

    def set_on_lines(self, on_lines: bool) -> None:
        """Know the lines between areas as well, or not: in 4K that takes half a second, in which no other frame is made
        ready."""
        self._on_lines = on_lines
        self._prepare()

    @property
    def gap(self) -> float:
        """The width of gaps in lines that are closed, in pixels."""
        return round(GAPS[self._gap] * min(self.sheet.base.shape), 1) if self.sheet is not None else 0.0

    @property
    def fillable(self) -> bool:
        """Whether a bucket knows the areas of the frame."""
        return self.ready and self.sheet is not None and self.gap in self.sheet.areas

    @property
    def traceable(self) -> bool:
        """Whether it knows the lines between them as well."""
        return self.fillable and self.sheet is not None and self.sheet.areas[self.gap].stretches is not None

    def _described(self) -> PictureKey | None:
        if self._wanted is None:
            return None
        try:
            return self._names.seen(self._wanted, "picture")  # the take will have the same pixels
        except KeyError:
            return None

    def _follow(self) -> None:
        """Have what is painted on be what the document has."""
        name = self._described()
        if name is None:
            self._put_away()
            return
        if self._busy_here:
            return  # the document does not have the last strokes yet
        if self.sheet is not None and self.number == self._wanted:
            at = self._state(name)
            if at is not None:
                self._roll(at)
                return
            self._put_away()
        if name not in (self._opening, self._refused):
            self._opening = name
            self._run(self._open(name, self._wanted))

    @property
    def _busy_here(self) -> bool:
        return bool(self._jobs) or (self.sheet is not None and self.sheet.painting)

    def _put_away(self) -> None:
        if self.sheet is not None:
            if self.sheet.painting:
                self.sheet.cancel()
            self._forget()
            self.sheet = self.live = self._name = self._copy = None
            self.changed.emit()

    def _forget(self) -> None:
        """Let go of what made fills quick on the frame before."""
        for areas in self.sheet.areas.values() if self.sheet is not None else ():
            areas.forget()

    def _state(self, name: PictureKey) -> int | None:
        """How many strokes are laid where the frame looks like this; None where it never did."""
        assert self.sheet is not None
        assert self._name is not None
        if drawn(name) != drawn(self._name):
            return None
        strokes = [*self.sheet.done, *reversed(self.sheet.undone)]
        now = len(self.sheet.done)
        fitting = [0] if self.sheet.forgotten == 0 and name == self._name else []
        for at, stroke in enumerate(strokes, start=1):
            if stroke.key is not None and name.key_digest == stroke.key.digest:
                fitting.append(at)
        return min(fitting, key=lambda at: abs(at - now), default=None)

    def _roll(self, at: int) -> None:
        assert self.sheet is not None
        if len(self.sheet.done) != at:
            self._painted_at = time.monotonic()
        while len(self.sheet.done) > at:
            self.sheet.step_back()
        while len(self.sheet.done) < at:
            self.sheet.step_on()

    # Making ready

    async def _open(self, name: PictureKey, number: int | None) -> None:
        try:
            made = await self._in_thread(self._reader, made_ready, name)
        except (StillError, FrameFileError, ValueError, MemoryError, OSError, cv2.error) as error:
            self._refused = name
            if name == self._opening:
                self.failed.emit(f"This frame cannot be painted on. {sentence(error)}")
            return
        finally:
            if self._opening == name:
                self._opening = None
        if self._described() != name or self._wanted != number or self._busy_here or number is None:
            self._follow()
            return
        self._refused = None
        self._forget()
        self.live, self.number, self._name = made.live, number, name
        made.sheet.changed = self._touched
        self.sheet = made.sheet
        self._copy = Copy(made.sheet.base)
        self.changed.emit()
        self._prepare()

    def _prepare(self) -> None:
        """Have what a bucket colors known: areas, then the lines between them where these are to be colored."""
        sheet, name = self.sheet, self._name
        if sheet is None or name is None or self.gap in self._preparing:
            return
        areas = sheet.areas.get(self.gap)
        if areas is None:
            self._preparing.add(self.gap)
            self._run(self._find_areas(sheet, name, self.gap))
        elif areas.stretches is None and self._on_lines:
            self._preparing.add(self.gap)
            self._run(self._find_stretches(sheet, areas, self.gap))

    async def _find_areas(self, sheet: Sheet, name: PictureKey, gap: float) -> None:
        try:
            kept = self._areas.get((name.line_digest or name.line_path, name.polarity, gap))
            found = await self._in_thread(self._reader, areas_for, sheet.base, gap, kept)
        finally:
            self._preparing.discard(gap)
        self._areas[name.line_digest or name.line_path, name.polarity, gap] = found
        while len(self._areas) > _KEPT:
            self._areas.popitem(last=False)
        sheet.set_areas(gap, found)
        if sheet is self.sheet:
            self.changed.emit()
        self._prepare()

    async def _find_stretches(self, sheet: Sheet, areas: Areas, gap: float) -> None:
        try:
            areas.stretches = await self._in_thread(self._reader, stretches_for, sheet.base, areas)
        finally:
            self._preparing.discard(gap)
        self.changed.emit()
        self._prepare()

    def _touched(self, box: Box) -> None:
        if self.live is not None:
            self.live.touch(box)
            self.painted.emit(box)

    # Strokes

    def commit(self, text: str, also: Callable[[Shot], Shot] | None = None) -> bool:
        """End the stroke that was begun, and bring it into the document, in one step with what is `also` done to the
        shot; whether it changed anything."""
        assert self.sheet is not None
        assert self._copy is not None
        stroke = self.sheet.end(text)
        if stroke is None:
            self._follow()
            return False
        self._painted_at = time.monotonic()
        number = painted_frame(self._document.shot, self.number)
        job = _Job(self._copy, stroke, tuple(self.sheet.done), self.sheet.forgotten, number, also)
        self._jobs.append(job)
        if self._idle.is_set():
            self._idle.clear()
            self._run(self._bring_in())
        self.working.emit()
        return True

    @property
    def busy(self) -> bool:
        """Whether strokes are on their way into the document."""
        return not self._idle.is_set()

    async def settled(self) -> None:
        """Wait until every stroke is in the document."""
        await self._idle.wait()

    async def fill_from(self, name: PictureKey) -> bool:
        """Fill what is unpainted with the colors that another frame's picture has there; whether anything was.

        Raises StillError, FrameFileError or ValueError where that cannot be read.
        """
        sheet, areas = self.sheet, self.sheet.areas.get(self.gap) if self.sheet is not None else None
        if sheet is None or areas is None:
            return False
        empty = sheet.color[..., 3] == 0
        found = await self._in_thread(self._reader, carried_from, sheet.base, areas, empty, name)
        if found is None or sheet is not self.sheet or sheet.painting or not self.ready:
            return False
        area, colors = found
        still = sheet.color[area.window][..., 3][area.mask] == 0  # meanwhile, something may have been painted
        mask = np.zeros_like(area.mask)
        mask[area.mask] = still
        sheet.begin()
        sheet.lay(replace(area, mask=mask), colors[still])
        return self.commit("Fill from neighbour")

    async def finished(self) -> None:
        """Wait until every stroke is in the document and nothing else is under way; nothing is begun any more."""
        await self.settled()
        self.look_at(None)
        while self._tasks:
            await asyncio.wait(self._tasks)

    @property
    def at_work(self) -> bool:
        """Whether somebody has painted within the last moment."""
        return self._wanted is not None and time.monotonic() < self._painted_at + CALM

    async def at_rest(self) -> None:
        """Wait until nobody has painted for a moment: for what takes the computer's time and can wait."""
        if self.at_work:
            if self._rest is None or self._rest.done():
                self._rest = self._run(self._calm())
            await asyncio.shield(self._rest)  # one looks for all who wait: there may be one for each stroke

    async def _calm(self) -> None:
        while self.at_work:
            await asyncio.sleep(_LOOK)

    async def _bring_in(self) -> None:
        try:
            while self._jobs:
                job = self._jobs[0]
                try:
                    key = await self._in_thread(self._writer, self._write, job, self._known_as(job.number))
                except (MediaError, StillError, MemoryError, cv2.error) as error:
                    self._jobs.clear()  # those after it have this one in them
                    self._put_away()
                    self.failed.emit(f"The last stroke could not be kept. {error}")
                    break
                self._enter(job, key)
        finally:
            self._jobs.clear()
            self._idle.set()
            self.working.emit()
            self._follow()

    def _known_as(self, number: int) -> PictureKey | None:
        """What the picture of a frame is called, but for its key; None where it is not shown as the key has it."""
        line = self._document.shot.line
        name = self._names.of(number, "picture") if line is not None and number in line.span else None
        return name if name is not None and not name.colors else None

    def _write(self, job: _Job, name: PictureKey | None) -> Key:
        """The key; its picture is at hand then as it will be shown. In a worker, where room is made for it too."""
        job.copy.follow(job.strokes, job.forgotten)
        picture = job.copy.picture()
        key = written(picture, self._document.folder, job.number, job.copy.line_colors())
        if name is not None:
            name = with_key_laid(name, str(self._document.folder / key.path), key.digest)
            self._frames.know(name, to_image(flatten(to_8_bit(picture), 255)))
        return key

    def _enter(self, job: _Job, key: Key) -> None:
        shot = self._document.shot
        laid = shot.key(job.number)
        if laid is not None:
            key = replace(key, name=laid.name)
        job.stroke.key = key
        last = self._jobs[-1] is job
        if last:
            self._jobs.popleft()
        if shot.line is not None and job.number in shot.line.span:
            painted = with_key(shot, key)
            self._document.edit(job.stroke.text, job.also(painted) if job.also is not None else painted)
        if not last:
            self._jobs.popleft()
        if not self._saving:
            self._run(self._keep())

    async def _keep(self) -> None:
        """Put the project on disk now: the stroke is not to be lost whatever happens next."""
        self._saving = True
        try:
            await self._save()
        finally:
            self._saving = False

    # Work

    def _in_thread(self, pool: ThreadPoolExecutor, work: Callable[..., Any], *given: object) -> Awaitable[Any]:
        return asyncio.get_running_loop().run_in_executor(pool, work, *given)

    def _run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("painting failed", exc_info=error)
            self.failed.emit("Painting on this frame failed. Go to another frame and back, and try again.")

    def close(self) -> None:
        """Stop the threads; from any thread."""
        self._reader.shutdown(cancel_futures=True)
        self._writer.shutdown(cancel_futures=True)
