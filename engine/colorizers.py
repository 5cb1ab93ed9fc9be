"""The seam between the worker and what colors: the Colorizer protocol and the table of colorizers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, TypeAlias

from engine.draft.colorizer import DraftColorizer
from engine.longanimation.colorizer import LongAnimationColorizer
from engine.protocol.messages import ColorizerInfo, ColorizeShot, FramesReady, Note, Preview, Progress, SegmentDone

Event: TypeAlias = Progress | Preview | FramesReady | Note | SegmentDone


class Colorizer(Protocol):
    """Colors the segments of a request in their order.

    `colorize` is a generator: it yields Progress often (at least once a frame, or ten times a second), and
    SegmentDone after the segment's frame file is in place; where somebody looks on, FramesReady before that if it
    can. It calls `stop` at least once a frame and raises `JobCancelled` when it says True. The same request gives the
    same bytes of pixels, watched or not.
    """

    name: str
    version: str

    def info(self) -> ColorizerInfo:
        """Whether it can run here, and what it lacks."""
        ...

    def colorize(self, shot: ColorizeShot, stop: Callable[[], bool]) -> Iterator[Event]:
        """Color `shot`; raises EngineError."""
        ...


def available() -> dict[str, Colorizer]:
    """Every colorizer by name, built afresh."""
    colorizers: list[Colorizer] = [DraftColorizer(), LongAnimationColorizer()]
    return {colorizer.name: colorizer for colorizer in colorizers}
