"""The segments that wait to be colored, in their order. Plain Python: nothing here runs anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.project.colorizers import kind_of_run
from app.project.model import Span, Take
from app.render.journal import Entry
from engine.protocol.messages import ColorizeShot, HistoryFrames, SegmentRequest


@dataclass(eq=False)
class Item:
    """One segment to color, and the request it came with, which holds all that it is colored from. One that is `held`
    cannot be colored as its shot stands, and is not begun."""

    shot: str
    folder: Path
    request: ColorizeShot
    segment: SegmentRequest
    crashes: int = 0
    held: bool = False

    @property
    def span(self) -> Span:
        return Span(self.segment.first, self.segment.last)

    @property
    def work(self) -> float:
        """Megapixel-frames."""
        return self.span.length * self.frame

    @property
    def kind(self) -> str:
        """Of the runs that take alike long."""
        return kind_of_run(self.request.colorizer, self.request.settings.items())

    @property
    def frame(self) -> float:
        """Megapixels of one frame."""
        return self.request.width * self.request.height / 1e6


class Waiting:
    """An ordered list of items. The first `held` of them, which the engine is at, stay where they are."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._found: dict[tuple[str, Span], list[Item]] | None = None  # by segment; asked for all of them at once

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __contains__(self, item: object) -> bool:
        return item in self.items

    def run(self) -> list[Item]:
        """The first items that came with one request: what the engine can be given in one go; none while the first is
        held."""
        run: list[Item] = []
        for item in self.items:
            if item.held or (run and item.request is not run[0].request):
                break
            run.append(item)
        return run

    def find(self, shot: str, span: Span) -> list[Item]:
        """The items of one segment: its variations."""
        if self._found is None:
            self._found = {}
            for item in self.items:
                self._found.setdefault((item.shot, item.span), []).append(item)
        return list(self._found.get((shot, span), ()))

    def add(self, items: Sequence[Item], at: int | None = None) -> None:
        """Put items at the end, or before the one at place `at`."""
        at = len(self.items) if at is None else min(at, len(self.items))
        self.items[at:at] = items
        self._found = None

    def remove(self, items: Sequence[Item]) -> None:
        """Take items out; those that are not there do no harm."""
        gone = set(items)
        self.items = [item for item in self.items if item not in gone]
        self._found = None

    def put_in_place(self, instead: Mapping[Item, Sequence[Item]]) -> None:
        """Have others wait where some did; those that are not there do no harm."""
        self.items = [new for old in self.items for new in instead.get(old, (old,))]
        self._found = None

    def remember(self, done: Item, take: Take) -> None:
        """Let the items of the same shot know the take of a finished one: an engine that starts again goes on from
        it."""
        frames = HistoryFrames(first=take.span.first, last=take.span.last, path=str(done.folder / take.path))

        def knowing(request: ColorizeShot) -> ColorizeShot:
            known = [old for old in request.history if (old.first, old.last) != take.span]
            return msgspec.structs.replace(request, history=(*known, frames))

        items = [item for item in self.items if item.shot == done.shot]
        requests = {id(item.request): item.request for item in items}  # those that came together stay together
        newer = {name: knowing(request) for name, request in requests.items()}
        for item in items:
            item.request = newer[id(item.request)]

    def outdated(self, shot: str, request: ColorizeShot) -> list[Item]:
        """Items that ask for what `request` asks for out of other inputs. Another seed is another variation, which
        is wanted beside the first."""
        newer = {(segment.first, segment.last, segment.seed): segment.digest for segment in request.segments}

        def old(item: Item) -> bool:
            asked = item.segment
            return newer.get((asked.first, asked.last, asked.seed), asked.digest) != asked.digest

        return [item for item in self.items if item.shot == shot and old(item)]

    def to_front(self, items: Sequence[Item], held: int) -> None:
        """Move items before all others but the held ones."""
        moving = [item for item in items if item not in self.items[:held]]
        self.remove(moving)
        self.add(moving, held)

    def shift(self, item: Item, by: int, held: int) -> None:
        """Move an item `by` places; a held one stays, and none passes it."""
        at = self.items.index(item)
        if at >= held:
            self.items.remove(item)
            self.items.insert(max(held, at + by), item)
            self._found = None

    def move(self, item: Item, before: Item | None, held: int) -> None:
        """Put an item before another one, first where that is through by now, or at the end; a held one stays, and
        none passes it."""
        if item in self.items[held:] and item is not before:
            self.items.remove(item)
            at = len(self.items) if before is None else self.items.index(before) if before in self.items else 0
            self.items.insert(max(held, at), item)
            self._found = None

    def entries(self) -> tuple[Entry, ...]:
        """For the journal: spans in their order, those of one shot in a row together."""
        rows: list[tuple[str, list[tuple[int, int]]]] = []
        for item in self.items:
            if not rows or rows[-1][0] != item.shot:
                rows.append((item.shot, []))
            rows[-1][1].append((item.segment.first, item.segment.last))
        return tuple(Entry(shot, tuple(spans)) for shot, spans in rows)
