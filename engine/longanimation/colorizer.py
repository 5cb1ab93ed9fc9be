"""LongAnimation as a colorizer: known to the engine at once, its networks loaded when a shot is to be colored."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from engine.errors import EngineError, MissingWeights
from engine.longanimation.outlook import outlook
from engine.longanimation.wish import wish_of
from engine.protocol.messages import ColorizerInfo, ColorizeShot, Note, Preview, Progress, SegmentDone
from engine.weights.finding import installed

if TYPE_CHECKING:
    from engine.longanimation.shot import Workshop

PACKAGES = ("torch", "diffusers", "transformers", "safetensors")


class LongAnimationColorizer:
    """Long shots colored segment by segment with a memory of what was colored before. The same request gives the same
    pixels on the same machine. Nothing here imports a model library before a shot is colored.
    """

    name = "longanimation"
    version = "1"

    def __init__(self) -> None:
        self._workshop: Workshop | None = None

    def info(self) -> ColorizerInfo:
        """Ready with its packages and its released weights; looks at file headers and at what memory is free, no
        more."""
        missing = _lacking_packages()
        if not missing:
            try:
                installed()
            except EngineError as error:
                missing = str(error)
        seen = outlook()
        if seen is None:
            return ColorizerInfo(name=self.name, version=self.version, ready=not missing, missing=missing)
        return ColorizerInfo(
            name=self.name,
            version=self.version,
            ready=not missing,
            missing=missing,
            memory_tier=seen.tier.value,
            memory_needed=seen.needed,
            memory_free=seen.free,
            memory=seen.sentence,
        )

    def colorize(
        self, shot: ColorizeShot, stop: Callable[[], bool]
    ) -> Iterator[Progress | Preview | Note | SegmentDone]:
        """Color the segments in the order given; raises EngineError, OSError."""
        if missing := _lacking_packages():
            raise MissingWeights(missing)
        wish_of(shot.settings)  # what cannot be is refused at once, not after seconds of loading torch
        for segment in shot.segments[:1]:  # said before the import, which takes seconds and, on a busy disk, far longer
            yield Progress(job=shot.job, segment=segment.index, stage="loading", done=0, total=0)
        from engine.longanimation.shot import Workshop, color  # heavy: it loads torch

        if self._workshop is None:
            self._workshop = Workshop()
        yield from color(self.name, self.version, shot, stop, self._workshop)


def _lacking_packages() -> str:
    lacking = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if not lacking:
        return ""
    return f"LongAnimation lacks {', '.join(lacking)}. Run the set-up command again with LongAnimation."
