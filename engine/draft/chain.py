"""Colors carried from one key in one direction, drawing by drawing, remembered on disk."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

import numpy as np

from engine.draft.blend import Word
from engine.draft.carry import Memory, Source, carry, memory_of
from engine.draft.coloring import Coloring, plain, renumbered
from engine.draft.flats import Meetings, meetings
from engine.draft.hints import Spot, overridden
from engine.draft.reading import Shot
from engine.draft.recent import Recent
from engine.draft.store import ColoringStore
from engine.draft.trail import START, Trail
from engine.draft.tuning import Tuning
from engine.imaging.lookup import for_each_pixel
from engine.imaging.palette import Palette

CHAIN_VERSION = "9"
"""Changed whenever the same drawings and keys would be colored otherwise."""


class Chain:
    """What the key at position `key` says of the frames after it (`step` 1) or before it (`step` -1).

    The coloring of a frame is a function of the key, the one on the other side of it, their drawings, those between,
    the hints and the tuning alone. Colors are numbered by `palette`, which has those of both keys.
    """

    def __init__(self, shot: Shot, key: int, step: int, tuning: Tuning, store: ColoringStore) -> None:
        self._shot = shot
        self.key = key
        self.step = step
        self._tuning = tuning
        self._store = store
        self._recent: Recent[int, Coloring] = Recent(3)
        request = shot.request
        self._stretch = shot.hints.stretch(key, step)
        self._facing = shot.key_after(key, step)
        taught = "" if shot.matcher is None else shot.matcher.digest
        keys = [
            (at - key, shot.keys[at].digest, shot.drawing_name(at), shot.hints.colors(at).tolist())
            for at in self._keys()
        ]
        made_from = repr((CHAIN_VERSION, taught, step, keys, request.polarity, shot.work_size, tuning))
        self._memories: Recent[int, Memory] = Recent(8)
        self._trails: dict[int, Trail] = {key: START}
        self._names = [_digest(made_from)]
        self._origins = [key]
        self._first_seen = {shot.drawing_name(key): key}

    @cached_property
    def palette(self) -> Palette:
        """The colors of the chain's two keys."""
        codes = [self._shot.key(at, self._tuning).palette.codes for at in self._keys()]
        return Palette(np.concatenate(codes))

    def _keys(self) -> list[int]:
        return [self.key] if self._facing is None else [self.key, self._facing]

    @cached_property
    def _colored(self) -> dict[int, Coloring]:
        """The keys' own colorings in the chain's palette."""
        keys = {at: self._shot.key(at, self._tuning) for at in self._keys()}
        return {at: renumbered(key.coloring, self.palette.find(key.palette.codes)) for at, key in keys.items()}

    @cached_property
    def _meet(self) -> Meetings:
        """How the colors meet on the chain's keys."""
        keys = [(self._shot.drawing(at, self._tuning), key) for at, key in self._colored.items()]
        return meetings(keys, self.palette.colors)

    def _extend(self, at: int) -> None:
        """Know names and origins of all frames up to `at`."""
        while len(self._names) <= abs(at - self.key):
            place = self.key + self.step * len(self._names)
            drawing, spots = self._shot.drawing_name(place), self._spots(place)
            drawing += repr(spots) if spots else ""
            self._names.append(_digest(self._names[-1], drawing))
            self._origins.append(self._first_seen.setdefault(drawing, place))

    def _spots(self, at: int) -> tuple[Spot, ...]:
        return self._shot.hints.seen(at, self._stretch)

    def fills(self, at: int) -> tuple[Spot, ...]:
        """What is filled on this frame alone; on a key's own frame nothing."""
        return self._shot.hints.filled(at, self._stretch) if at not in self._shot.keys else ()

    def follow_hints(self, at: int) -> Iterator[None]:
        """Find out where hints are seen along the chain up to frame `at`; yields before each drawing that is looked
        at."""
        if at != self.key:  # which is colored as it was painted
            yield from self._shot.hints.follow(self._stretch, *sorted((self.key + self.step, at)))

    def origin(self, at: int) -> int:
        """The first frame of the chain with the same drawing, and the same hints on it."""
        self._extend(at)
        return self._origins[abs(at - self.key)]

    def _name(self, at: int) -> str:
        self._extend(at)
        return self._names[abs(at - self.key)]

    def _source(self, at: int) -> int:
        """Where the colors of the drawing first seen at `at` come from: the last one before it with any ink."""
        before = at - self.step
        while before != self.key and self._shot.blank(before):
            before -= self.step
        return self.origin(before)

    def missing(self, at: int) -> int:
        """About how many drawings `walk` has to color; reads none of them."""
        count, place = 0, self.origin(at)
        while place != self.key and not self._store.has(self._name(place)):
            count += 1
            place = self.origin(place - self.step)
        return count

    def walk(self, at: int) -> Iterator[bool]:
        """Make the coloring of frame `at`: yields True before each drawing it colors, False before one it looks at.

        From drawing to drawing back along what each is colored from, not from frame to frame: a drawing that comes
        again may stand on ones long before its neighbours.
        """
        todo: list[int] = []
        place = self.origin(at)
        while place != self.key and self._find(place) is None:
            todo.append(place)
            yield False
            place = self._source(place)
        todo.reverse()
        for place, following in itertools.zip_longest(todo, todo[1:]):
            yield True
            if following is not None:
                self.expect(following)
            self._color(place)

    def expect(self, at: int) -> None:
        """Begin to study the drawing of a frame that `walk` will be asked for next."""
        if self.origin(at) == at and not self._at_hand(at):
            self._shot.expect(at, self._tuning)

    def _at_hand(self, at: int) -> bool:
        return at == self.key or self._recent.find(at) is not None or self._store.has(self._name(at))

    def coloring(self, at: int) -> Coloring:
        """The coloring of frame `at`, colored now if need be."""
        for _ in self.walk(at):
            pass
        found = self._find(self.origin(at))
        assert found is not None
        return found

    def word(self, at: int, palette: Palette) -> Word:
        """What the chain says of frame `at`, in the indices of a palette that has its colors and those of `fills`.

        Of the key's own drawing the key alone is asked: the one on the other side may be unreadable. What is filled on
        this frame alone comes last, and is kept nowhere: nothing is carried on from it.
        """
        origin = self.origin(at)
        if origin == self.key:
            key = self._shot.key(self.key, self._tuning)
            coloring, codes = key.coloring, key.palette.codes
        else:
            coloring, codes = self.coloring(at), self.palette.codes
        table = palette.find(codes)
        told = replace(coloring, colors=for_each_pixel(table, coloring.colors), best=table[coloring.best])
        told = overridden(told, self.fills(at), palette)
        return Word(told.colors, told.trust, abs(origin - self.key))

    def _find(self, at: int) -> Coloring | None:
        if at == self.key:
            return self._colored[at]
        found = self._recent.find(at)
        if found is None and (stored := self._store.load(self._name(at))) is not None:
            found, self._trails[at] = stored
            self._recent.put(at, found)
        return found

    def _color(self, at: int) -> None:
        key = self._shot.key(self.key, self._tuning)
        target = self._shot.drawing(at, self._tuning)
        before = self._source(at)
        came = self._coloring_and_trail(before)
        trail = came[1].onward(before - self.key)
        if target.blank and not key.behind:
            made = plain(int(self.palette.find(key.palette.codes[[key.background]])[0]), target)
        else:
            # The drawing before follows small motion best; keys restore what had turned or vanished.
            keys = self._keys() if self._tuning.remember in ("both", "global") else []
            marks = trail.marks if self._shot.matcher is not None and self._tuning.recalls else ()
            sources = [self._source_of(place, at) for place in dict.fromkeys((before, *keys))]
            older = [self._memory(self.key + mark, at) for mark in marks if self.key + mark not in (before, self.key)]
            shot = self._shot
            made = carry(target, sources, older, self._meet, self._tuning, shot.sights, shot.pool, shot.matcher)
        made = overridden(made, self._spots(at), self.palette)
        self._recent.put(at, made)
        self._trails[at] = trail
        self._store.save(self._name(at), made, trail)

    def _coloring_and_trail(self, at: int) -> tuple[Coloring, Trail]:
        return self.coloring(at), self._trails[self.origin(at)]

    def _source_of(self, place: int, target: int) -> Source:
        coloring = self._colored[place] if place in self._colored else self.coloring(place)
        drawing = self._shot.drawing(place, self._tuning)
        return Source(drawing, coloring, key=place in self._colored, distance=abs(place - target))

    def _memory(self, place: int, target: int) -> Memory:
        """What is kept of a drawing long before; looked at anew where an earlier run had colored it."""
        kept = self._memories.get(
            place, lambda: memory_of(self._shot.drawing(place, self._tuning), self.coloring(place))
        )
        return kept.seen_from(abs(place - target))


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
