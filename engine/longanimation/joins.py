"""Which finished segments a new one is fused with: the takes beside it whose edges were kept."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from safetensors import SafetensorError
from torch import Tensor

from engine.errors import BadRequest
from engine.longanimation.fusion import Edges, join_of
from engine.longanimation.provenance import MADE
from engine.longanimation.reading import padded_length
from engine.longanimation.settings import Settings
from engine.protocol.frames import FrameFileError, FrameFileHeader, read_header
from engine.protocol.messages import SegmentRequest

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Neighbour:
    """A finished segment that shares frames with the one to color. `made` names its making; edges may be gone."""

    made: str
    edges: Edges | None


@dataclass(frozen=True)
class Neighbours:
    """The segments before and after; None where there is none that is finished."""

    earlier: Neighbour | None
    later: Neighbour | None

    @property
    def made(self) -> tuple[str, str]:
        """What of them the new segment depends on."""
        return (_used(self.earlier), _used(self.later))

    def unfused(self, segment: SegmentRequest) -> str | None:
        """A sentence where a neighbour cannot be fused with, or None."""
        sides = [
            side
            for side, neighbour in (("before", self.earlier), ("after", self.later))
            if neighbour is not None and neighbour.edges is None
        ]
        if not sides:
            return None
        return (
            f"Frames {segment.first}-{segment.last} do not run smoothly into the segment {' and '.join(sides)}, which "
            f"was colored in another way; color {'both' if len(sides) == 2 else 'it'} again for a smooth join."
        )


def neighbours(
    segment: SegmentRequest, takes: list[Path], settings: Settings, edges: Path, latents: tuple[int, ...]
) -> Neighbours:
    """Those of `takes` that share frames with the segment as the plan has it; their edges lie in the folder `edges`.

    latents [1, F, c, h, w]: the shape of the segment's own. Neighbours that were colored with another sampling or at
    another size, or whose edges were cleared away, come without edges.
    """
    headers = sorted(_headers(takes), key=lambda header: header.first)
    before = [header for header in headers if header.first < segment.first <= header.last]
    after = [header for header in headers if segment.first < header.first <= segment.last]

    def neighbour(header: FrameFileHeader, one: Span, next_: Span) -> Neighbour:
        aligned = next_[0] == one[1] - settings.overlap + 1 and _whole(*one)
        return _neighbour(header, edges, settings, latents, aligned)

    own = (segment.first, segment.last)
    return Neighbours(
        neighbour(before[-1], (before[-1].first, before[-1].last), own) if before else None,
        neighbour(after[0], own, (after[0].first, after[0].last)) if after else None,
    )


def _headers(takes: Iterable[Path]) -> Iterator[FrameFileHeader]:
    for path in takes:
        with contextlib.suppress(FrameFileError):
            yield read_header(path)


def edges_path(folder: Path, made: str) -> Path:
    """Where the edges of a segment lie, by the name of its making."""
    return folder / f"{made}.safetensors"


def _whole(first: int, last: int) -> bool:
    """Whether no frames were added to its end for the networks: only then is its end where the latents end."""
    return padded_length(last - first + 1) == last - first + 1


def _neighbour(
    header: FrameFileHeader, folder: Path, settings: Settings, latents: tuple[int, ...], aligned: bool
) -> Neighbour:
    made = header.info.get(MADE, "")
    found = None
    if made and aligned:
        with contextlib.suppress(OSError, BadRequest, SafetensorError):
            found = Edges.load(edges_path(folder, made))
    return Neighbour(made, found if found is not None and _fits(found, settings, latents) else None)


def _fits(found: Edges, settings: Settings, latents: tuple[int, ...]) -> bool:
    join = join_of(settings)
    steps = settings.steps - join.first_step

    def good(part: Tensor) -> bool:
        return tuple(part.shape) == (steps, 1, join.count, *latents[2:])

    return found.recipe == join.recipe and good(found.head) and good(found.tail)


def _used(neighbour: Neighbour | None) -> str:
    return neighbour.made if neighbour is not None and neighbour.edges is not None else ""
