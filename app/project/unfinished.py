"""What is not as it should be in frames that are to be exported, counted and said in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.project.colorizers import TINY
from app.project.held import shown_keys
from app.project.model import Shot, Span
from app.project.staleness import Segment


@dataclass(frozen=True)
class Unfinished:
    """Frames in a range without color, frames whose color is from earlier inputs, and frames whose color means
    nothing, as the networks that made it were never trained."""

    bare: int
    stale: int
    untrained: int = 0

    def sentence(self) -> str:
        """What the artist should know before exporting; empty when all is well."""
        bare = f"{_frames(self.bare)} not colored yet and will show line art on white"
        stale = f"{_frames(self.stale)} stale, colored from earlier keys or lines"
        raw = f"{_frames(self.untrained)} colored with untrained weights: those colors mean nothing"
        parts = [part for count, part in ((self.bare, bare), (self.stale, stale), (self.untrained, raw)) if count]
        return "; ".join(parts) + "." if parts else ""

    def exported(self) -> str:
        """What is to be said once these are exported: of color that is missing or means nothing."""
        have = "has" if self.bare == 1 else "have"
        bare = f"{self.bare} {have} no color yet"
        raw = f"{_frames(self.untrained)} colored with untrained weights"
        parts = [part for count, part in ((self.bare, bare), (self.untrained, raw)) if count]
        return f"Of these, {' and '.join(parts)}." if parts else ""


def unfinished(shot: Shot, segments: Sequence[Segment], wanted: Span) -> Unfinished:
    """Count what is not as it should be in these frames; what shows a key is always as it should be."""
    keys = shown_keys(shot).keys()
    bare: set[int] = set()
    stale: set[int] = set()
    untrained: set[int] = set()
    for segment in segments:
        numbers = set(range(max(segment.span.first, wanted.first), min(segment.span.last, wanted.last) + 1)) - keys
        if segment.take is None:
            bare |= numbers
            continue
        if segment.take.weights == TINY:
            untrained |= numbers
        if not segment.fresh and not segment.locked:
            stale |= numbers
    return Unfinished(len(bare), len(stale - bare), len(untrained - bare))


def together(each: Iterable[Unfinished]) -> Unfinished:
    """What is not as it should be in several shots."""
    counts = [(one.bare, one.stale, one.untrained) for one in each]
    bare, stale, untrained = (sum(kind) for kind in zip(*counts, strict=True)) if counts else (0, 0, 0)
    return Unfinished(bare, stale, untrained)


def _frames(count: int) -> str:
    return "1 frame is" if count == 1 else f"{count} frames are"
