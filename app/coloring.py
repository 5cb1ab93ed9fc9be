"""Between document and queue: what Generate, Regenerate and Cancel mean, and what comes back."""

from __future__ import annotations

import contextlib
import itertools
import uuid
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from app import paths
from app.document import Document
from app.project.colorizers import LONGANIMATION, colorizer, untrained
from app.project.model import SegmentChoice, Shot, Span, Take, with_choice
from app.project.segments import first_looked_at
from app.project.staleness import Segment, Status
from app.project.variations import Variations, asked_for, choosing
from app.render import journal, pace
from app.render.fitting import Stand, fitted
from app.render.forecast import Forecast, forecast
from app.render.free_space import FreeSpace
from app.render.journal import Journal, Left
from app.render.left_over import Wanted, left_over
from app.render.pace import PaceBook
from app.render.queue import RenderQueue, Work, at_once
from app.render.requests import LOCKED, RequestError, alike, colorize_shot
from app.render.waiting import Item
from engine.protocol.messages import ColorizeShot

UNDER_WAY = "This segment is being colored. Cancel it first, or wait for it and regenerate it."
THROUGH = "This segment is colored by now. Regenerate makes another variation."
UNPLANNED = "The shot is cut otherwise by now, so this cannot be edited. Take it out of the queue, and generate again."
OTHERWISE = {"memory", "working_height"}  # settings that make what the engine says of memory untrue


class Coloring(QObject):
    """Colors a document's shot through a RenderQueue; needs a running event loop. Once `check` raises a ShiageError,
    the project is somebody else's and nothing is written into it; `settled` is awaited before the engine writes.

    Signals:
        changed: the state or progress of some segment changed.
        arrived: a take was finished and added to the document.
        notice: a sentence for the artist: the engine was started again, or has something to say.
        failed: why segments could not be colored, a sentence for the artist.
        tried_again: such a sentence, when a segment that it spoke of is to be colored anew, or can be.
    """

    changed = Signal()
    arrived = Signal(object)
    notice = Signal(str)
    failed = Signal(str)
    tried_again = Signal(str)

    def __init__(
        self,
        document: Document,
        engine_log: Path,
        command: tuple[str, ...] | None = None,
        check: Callable[[], None] = lambda: None,
        settled: Callable[[], Awaitable[None]] = at_once,
    ) -> None:
        super().__init__(document)
        self._document = document
        self._variations: dict[Span, Variations] = {}  # on their way
        self._put_by: list[tuple[str, Span]] = []  # asked for, and not needed as the shot is now
        self._fitting = False
        self._looked_at = 0
        self._free = FreeSpace(lambda: document.folder, self.changed.emit)
        self._journal = Journal(document.folder / journal.FILE, check)
        self.queue = RenderQueue(
            engine_log,
            self._journal,
            self._queue_changed,
            self._arrived,
            self.notice.emit,
            self._failed,
            command,
            PaceBook(paths.data_folder() / pace.FILE),
            check,
            settled,
            self._early,
        )
        document.changed.connect(self._fit)

    def status(self, segment: Segment) -> Work:
        """The state of a segment: what the queue does about it, else what the document says."""
        work = self.queue.work(self._document.shot.id, segment.span)
        if work is None or (work.status is Status.FAILED and segment.status in (Status.READY, Status.LOCKED)):
            return Work(segment.status)
        return work

    def wanted(self) -> tuple[Segment, ...]:
        """Segments that Generate would color: stale or empty, not locked, not on their way already."""
        pending = self.queue.pending(self._document.shot.id)
        return tuple(segment for segment in self._document.segments if segment.wanted and segment.inputs not in pending)

    def forecast(self) -> Forecast:
        """What Generate would do now."""
        disk_told = self._free.bytes if self._trained else None
        return forecast(self._document.shot, self.wanted(), self.queue.forecast, disk_told)

    def memory(self) -> str:
        """What memory the colorizer would take and what is free, a sentence for the artist; empty where the engine
        does not know, and before it has said so."""
        hello, shot = self.queue.hello, self._document.shot
        if hello is None or not self._trained or OTHERWISE & dict(shot.settings).keys():
            return ""
        return next((info.memory for info in hello.colorizers if info.name == shot.colorizer), "")

    def lacks(self) -> str:
        """What the shot's colorizer lacks to run on this computer, a sentence for the artist; empty for nothing, and
        before the engine has said so."""
        hello, shot = self.queue.hello, self._document.shot
        if hello is None or untrained(shot.settings):
            return ""
        info = next((info for info in hello.colorizers if info.name == shot.colorizer), None)
        if info is None:
            return f"This engine has no {colorizer(shot.colorizer).shown}. Choose another colorizer."
        return "" if info.ready else info.missing

    def look_at(self, number: int) -> None:
        """Somebody looks at this frame, and wants to see it first."""
        self._looked_at = number

    def generate(self, playhead: int) -> int:
        """Color what is stale or empty; returns how many segments were queued. Those nearest to the playhead come
        first, unless each is to remember those before it.

        Raises RequestError with a sentence when the shot cannot be colored as it stands.
        """
        self.look_at(playhead)
        self._refuse_lacking()
        self._show_newest(self.wanted())
        wanted = self.wanted()
        if not colorizer(self._document.shot.colorizer).remembers:
            wanted = tuple(wanted[at] for at in first_looked_at([segment.span for segment in wanted], playhead))
        self._submit(wanted)
        return len(wanted)

    def generate_segment(self, index: int) -> bool:
        """Color one segment next if it is stale, empty or queued; returns whether it is to be colored at all. Raises
        RequestError."""
        segment = self._document.segments[index]
        if segment.locked:
            raise RequestError(LOCKED)
        if self.status(segment).status is Status.QUEUED:
            self.queue.to_front(self._document.shot.id, segment.span)
            return True
        self._refuse_lacking()
        self._show_newest([segment] if segment in self.wanted() else [])
        wanted = [segment for segment in self.wanted() if segment.index == index]
        self._submit(wanted, front=True)
        return bool(wanted)

    def regenerate(self, index: int) -> None:
        """Color one segment again as a new variation; what it was stays as a take. One undo step.

        A variation that is cancelled or fails leaves the segment as it was.
        """
        segment = self._document.segments[index]
        if segment.locked:
            raise RequestError(LOCKED)
        self._refuse_lacking()
        shot = self._document.shot
        used = {take.seed for take in self._document.takes_of(segment.span)} | {segment.seed}
        used |= {item.segment.seed for item in self.queue.items if (item.shot, item.span) == (shot.id, segment.span)}
        seed = next(seed for seed in itertools.count(1) if seed not in used)
        choice = replace(segment.choice, seed=seed, take=None)
        after = with_choice(shot, choice)
        colorize_shot(after, self._document.segments, [segment], self._document.folder, "check")  # before the edit
        self._document.edit("New variation", after)
        self._note(asked_for(self._variations.get(segment.span), segment.choice, choice))
        self._submit([self._document.segments[index]], front=True)

    def left_over(self, left: Left) -> Wanted:
        """What a run that was cut off had left and is still wanted, in its order."""
        document = self._document
        pending = self.queue.pending(document.shot.id)
        return left_over(left, document.shot, document.takes, self.wanted(), pending)

    def resume(self, left: Left) -> None:
        """Queue again what a run that was cut off had left; paused if it was. Raises RequestError."""
        document, wanted = self._document, self.left_over(left)
        self._submit(wanted.chosen)
        for one in wanted.variations:
            request = colorize_shot(one.shot, one.segments, [one.segment], document.folder, uuid.uuid4().hex)
            self.queue.submit(document.shot.id, document.folder, request)
        self._take_up(left, wanted.segments)
        if left.paused:
            self.queue.pause()

    def decline(self, left: Left) -> None:
        """Do without what a run that was cut off had left, as if that had been cancelled."""
        self._take_up(left, self.left_over(left).segments)

    def cancel(self) -> None:
        """Stop the segment under way and those queued with it; finished segments stay, and variations not finished
        are let go."""
        self._put_by.clear()
        self.queue.cancel()
        self._let_go_dropped()

    def cancel_segment(self, index: int) -> None:
        """Take one segment out of the queue; the others go on."""
        self.queue.cancel_segment(self._document.shot.id, self._document.segments[index].span)
        self._let_go_dropped()

    def cancel_item(self, item: Item) -> None:
        """Take one variation of a segment out of the queue."""
        self.queue.cancel_item(item)
        self._let_go_dropped()

    def to_front(self, index: int) -> None:
        """Color a queued segment next."""
        self.queue.to_front(self._document.shot.id, self._document.segments[index].span)

    def shift(self, index: int, by: int) -> None:
        """Color a queued segment `by` places later, or earlier."""
        self.queue.shift(self._document.shot.id, self._document.segments[index].span, by)

    def move_item(self, item: Item, before: Item | None) -> None:
        """Color what waits just before another item of the queue, or last."""
        self.queue.move(item, before)

    def change_item(self, item: Item, choice: SegmentChoice) -> bool:
        """Have what waits made as `choice` says instead, which names its seed, at the same place of the queue. One undo
        step. Returns False where that take is there already, or is on its way: nothing more is to be colored then.

        Raises RequestError with a sentence for an item that cannot be changed.
        """
        document = self._document
        segment = self.changeable(item)
        coming = self._variations.get(item.span)
        varied = coming is not None and item.segment.seed in coming.coming
        own = choice.seed if varied or choice.seed != document.shot.seed else None
        choice = replace(choice, take=None, seed=own)
        after = with_choice(document.shot, choice)
        colorize_shot(after, document.segments, [segment], document.folder, "check")  # before the edit
        with self._while_fitting():
            document.edit("Edit queued segment", after)
        segment = document.segments[segment.index]
        others = {other.segment.digest for other in self.queue.items if other is not item and other.span == item.span}
        if segment.fresh or segment.inputs in others:
            if coming is not None:
                self._note(coming.arrived((item.segment.seed,)))
            self.queue.cancel_item(item)
            return False
        if coming is not None and varied:
            self._note(coming.changed(item.segment.seed, choice))
        if segment.inputs != item.segment.digest:
            self.queue.change(item, self._request([segment]))
        return True

    def changeable(self, item: Item) -> Segment:
        """The segment of what waits. Raises RequestError, with a sentence, where that cannot be changed."""
        if item not in self.queue.items:
            raise RequestError(THROUGH)
        if item is self.queue.running:
            raise RequestError(UNDER_WAY)
        segment = next((segment for segment in self._document.segments if segment.span == item.span), None)
        if segment is None or item.shot != self._document.shot.id:
            raise RequestError(UNPLANNED)
        if segment.locked:
            raise RequestError(LOCKED)
        return segment

    def outdated(self) -> tuple[Item, ...]:
        """What waits and is no more what the shot would be colored from, as after another colorizer was chosen."""
        document, queue = self._document, self.queue
        spans = {segment.span for segment in document.segments}
        made = {segment.span: segment.inputs for segment in document.segments if segment.choice.seed is None}
        return tuple(
            item
            for item in queue.items
            if item is not queue.running
            and item.shot == document.shot.id
            and (item.span not in spans or made.get(item.span, item.segment.digest) != item.segment.digest)
        )

    @property
    def overtaken(self) -> Segment | None:
        """The segment under way, where what is being made is no more what the shot would be colored from."""
        running, document = self.queue.running, self._document
        if running is None or running.shot != document.shot.id:
            return None
        segment = next((segment for segment in document.segments if segment.span == running.span), None)
        same = segment is None or segment.seed != running.segment.seed or segment.inputs == running.segment.digest
        return None if same else segment

    def ask_anew(self) -> None:
        """Color the frames of what is outdated as the shot is now, instead. Raises RequestError."""
        self._refuse_lacking()
        old = self.outdated()
        frames = [item.span for item in old]
        self._submit(
            [
                segment
                for segment in self.wanted()
                if any(span.first <= segment.span.last and segment.span.first <= span.last for span in frames)
            ]
        )
        for item in old:
            self.queue.cancel_item(item)
        self._let_go_dropped()

    def clear(self) -> None:
        """Stop, and empty the queue."""
        self._put_by.clear()
        self.queue.clear()
        self._let_go_dropped()

    def forget_failures(self) -> None:
        """Have segments that could not be colored as they were before: what was wrong with the shot may be well now."""
        for sentence in self.queue.forget_failures(self._document.shot.id):
            self.tried_again.emit(sentence)

    async def close(self) -> None:
        """Stop the engine; what is unfinished stays in the journal."""
        await self._free.close()
        await self.queue.close()

    @property
    def _trained(self) -> bool:
        """Whether large networks are to color, whose needs are worth a word."""
        shot = self._document.shot
        return shot.colorizer == LONGANIMATION.name and not untrained(shot.settings)

    def _refuse_lacking(self) -> None:
        if sentence := self.lacks():
            raise RequestError(sentence)

    def _show_newest(self, wanted: Sequence[Segment]) -> None:
        """Let go of stale takes chosen by hand, which would hide the ones that are about to come."""
        document = self._document
        chosen = [segment for segment in wanted if segment.choice.take is not None]
        if chosen:
            colorize_shot(document.shot, document.segments, wanted, document.folder, "check")  # before the edit
        after = document.shot
        for segment in chosen:
            after = with_choice(after, replace(segment.choice, take=None))
        document.edit("Generate", after)

    def _submit(self, wanted: Sequence[Segment], front: bool = False) -> None:
        document = self._document
        requests = [self._request(group) for group in alike(document.shot, wanted) or [[]]]
        if wanted:
            before = [self.queue.work(document.shot.id, segment.span) for segment in wanted]
            for request in requests:
                self.queue.submit(document.shot.id, document.folder, request, front)
            for sentence in {work.sentence for work in before if work is not None and work.sentence}:
                self.tried_again.emit(sentence)

    def _request(self, wanted: Sequence[Segment]) -> ColorizeShot:
        return self._ask(self._document.shot, self._document.segments, wanted)

    def _ask(self, shot: Shot, segments: Sequence[Segment], wanted: Sequence[Segment]) -> ColorizeShot:
        request = colorize_shot(shot, segments, wanted, self._document.folder, uuid.uuid4().hex)
        return msgspec.structs.replace(request, watched=self._looked_at)

    def _fit(self) -> None:
        """Have what waits made from the shot as it is now, at its place. What another colorizer is to color instead is
        offered: that may take hours."""
        queue, document = self.queue, self._document
        shot, running = document.shot, queue.running
        waiting = [
            item
            for item in queue.items
            if item is not running and item.shot == shot.id and item.request.colorizer == shot.colorizer
        ]
        if self._fitting or not (waiting or self._put_by):
            return
        with self._while_fitting():
            self._make_anew(waiting, running)
            self._take_back()

    def _make_anew(self, waiting: Sequence[Item], running: Item | None) -> None:
        document, shot = self._document, self._document.shot
        stand = Stand(shot, document.segments, document.takes, self._variations, document.folder)
        fit = fitted(stand, waiting, running, self._ask)
        for item in fit.needless:
            self._put_by.append((shot.id, item.span))
            if (coming := self._variations.get(item.span)) is not None:
                self._note(coming.arrived((item.segment.seed,)))
        held = [item for item in waiting if item.held != (item in fit.held)]
        for item in held:
            item.held = item in fit.held
        if held or fit.instead:
            self.queue.renew(fit.instead)

    @contextlib.contextmanager
    def _while_fitting(self) -> Iterator[None]:
        """What is to become of the queue after an edit is seen to by whoever edits."""
        self._fitting = True
        try:
            yield
        finally:
            self._fitting = False

    def _take_back(self) -> None:
        """Color, last, what was put by and is needed again, as after an undo that was undone."""
        known = [span for shot, span in self._put_by if shot == self._document.shot.id]
        wanted = [segment for segment in self.wanted() if segment.span in known]
        if wanted:
            with contextlib.suppress(RequestError):  # another edit may make it possible
                self._submit(wanted)
                taken = {segment.span for segment in wanted}
                self._put_by = [each for each in self._put_by if each[1] not in taken]

    def _note(self, variations: Variations) -> None:
        """Keep, here and in the journal, what is on its way."""
        self._variations[variations.span] = variations
        self._variations = {span: found for span, found in self._variations.items() if found.coming}
        self._journal.record_variations(self._document.shot.id, tuple(self._variations.values()))

    def _take_up(self, left: Left, wanted: Sequence[Segment]) -> None:
        """Know again which variations of these segments are on their way, and let go of those that are not."""
        spans = {segment.span for segment in wanted}
        for found in left.variations.get(self._document.shot.id, ()):
            if found.span in spans:
                self._note(found.arrived(take.seed for take in self._document.takes_of(found.span)))
        self._let_go_dropped()

    def _let_go_dropped(self) -> None:
        """Choose what is there instead of variations that will not come, as if those had never been asked for: that
        is no step of undo, and takes none away."""
        instead: dict[SegmentChoice, SegmentChoice] = {}
        for found in tuple(self._variations.values()):
            still = {item.segment.seed for item in self.queue.items if item.span == found.span}
            left, gone = found.without(still)
            if gone:
                self._note(left)
                instead |= gone
        if instead:
            self._document.amend(lambda shot: choosing(shot, instead))

    def _queue_changed(self) -> None:
        running = self.queue.running
        if not self.queue.busy and not self._fitting:
            self._put_by.clear()
        self._document.keep_early(running.span if running is not None else None)
        self.changed.emit()

    def _early(self, item: Item, early: Take) -> None:
        line = self._document.shot.line
        if line is not None and (line.width, line.height) == (item.request.width, item.request.height):
            self._document.add_early(item.span, early)

    def _failed(self, sentence: str) -> None:
        self._let_go_dropped()
        self.failed.emit(sentence)

    def _arrived(self, take: Take) -> None:
        known = self._variations.get(take.span)
        if known is not None:
            self._note(known.arrived((take.seed,)))
        self._document.add_take(take)
        self.arrived.emit(take)
