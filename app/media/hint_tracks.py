"""Where color hints are seen on the frames of a shot, followed as the engine does. Not for the window's own thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np

from app.project.hints import Anchor, stretches
from app.project.model import LineArt, Polarity, Shot
from app.project.staleness import usable_keys
from engine.imaging.line import line_layer
from engine.imaging.stills import StillError, read_still
from engine.imaging.tracking import Motion, Place, Reel, Sketch, follow, motion, sketch

SKETCHES, MOTIONS, TRACKS = 96, 192, 512  # kept; about 0.9 MB, 0.5 MB and 10 KB each

Track = Mapping[int, Place]
"""The place on each frame on which the hint is seen, in pixels of the line art."""
_Thing = TypeVar("_Thing")


@dataclass(frozen=True)
class Followed:
    """What a track is made from: the drawings of the frames from `first` on, and the anchors on them.

    Equal ones have equal tracks, whichever hint they belong to.
    """

    first: int
    drawings: tuple[str, ...]
    polarity: Polarity
    anchors: tuple[Anchor, ...]


def wanted(shot: Shot) -> dict[str, tuple[Followed, ...]]:
    """For each hint, by its id, what is to be followed: one for each stretch between keys with an anchor."""
    line = shot.line
    if line is None or not shot.hints:
        return {}
    names = [frame.digest or frame.path for frame in line.shown]
    numbers = [key.number for key in usable_keys(shot)]
    parts: list[tuple[int, int, tuple[str, ...]]] = []
    for first, last in stretches(line.span.first, line.span.last, numbers):
        parts.append((first, last, tuple(names[first - line.span.first : last - line.span.first + 1])))
    return {
        hint.id: tuple(
            Followed(first, drawings, line.polarity, anchors)
            for first, last, drawings in parts
            if (anchors := hint.within(first, last))
        )
        for hint in shot.hints
    }


class _Kept(Generic[_Thing]):
    """The things used last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[object, _Thing] = OrderedDict()

    def get(self, name: object, make: Callable[[], _Thing]) -> _Thing:
        if name not in self._things:
            self._things[name] = make()
        self._things.move_to_end(name)
        while len(self._things) > self._most:
            self._things.popitem(last=False)
        return self._things[name]


class Follower:
    """Follows hints; what it has read and measured is kept for the next ones. For one thread."""

    def __init__(self) -> None:
        self._sketches: _Kept[Sketch] = _Kept(SKETCHES)
        self._motions: _Kept[Motion] = _Kept(MOTIONS)

    def follow(self, line: LineArt, folder: Path, asked: list[Followed]) -> Iterator[list[Track] | None]:
        """Follow several with the same drawings at once: None before each drawing that is looked at, at last the
        tracks. Raises StillError or OSError."""
        first, drawings = asked[0].first, asked[0].drawings
        files = {frame.digest or frame.path: folder / frame.path for frame in line.shown if frame.path}

        def drawn(at: int) -> Sketch:
            name = drawings[at]
            return self._sketches.get((name, line.polarity), lambda: sketch(_read(files[name], line)))

        def moved(one: int, other: int) -> Motion:
            name = (drawings[one], drawings[other])
            if name > name[::-1]:  # there and back are measured at once
                turned = moved(other, one)
                return Motion(turned.back, turned.there)
            return self._motions.get((name, line.polarity), lambda: motion(drawn(one), drawn(other)))

        points = [{anchor.number - first: Place(anchor.x, anchor.y) for anchor in each.anchors} for each in asked]
        steps = follow(Reel(drawings, drawn, moved), points)
        while True:
            try:
                next(steps)
            except StopIteration as done:
                yield [{at + first: place for at, place in track.items()} for track in done.value]
                return
            yield None


def _read(path: Path, line: LineArt) -> np.ndarray:
    image = read_still(path)
    if image.shape[1::-1] != (line.width, line.height):
        raise StillError(f'"{path.name}" is not of the size of the line art.')
    return line_layer(image, line.polarity)
