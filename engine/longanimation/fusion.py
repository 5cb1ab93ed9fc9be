"""Color consistency fusion: two segments that share frames are blended there in the late steps (paper, Eq. 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from engine.errors import BadRequest
from engine.longanimation.kept import write_tensors
from engine.longanimation.settings import Settings

HEAD = 2
"""The first slot that is blended: 0 is the reference's, 1 is the segment's first frame alone."""


@dataclass(frozen=True)
class Join:
    """Where and when the segments of a shot are joined; equal for all of them.

    Of a segment's F slots, C are shared at either end: HEAD .. HEAD+C-1 with the segment before, the last C with the
    segment after. C = overlap // 4: a slot holds four frames. With 17 frames shared, of which the first stands alone
    in slot 1, both slots of a pair hold the same frames; with the authors' 16 they are one frame apart.

    entering, leaving: the later segment's share of each shared slot, where that one is made beside the kept one before
    it, and where the earlier one is made beside the kept one after it.
    """

    first_step: int
    recipe: str
    entering: tuple[float, ...]
    leaving: tuple[float, ...]

    @property
    def count(self) -> int:
        """How many slots are shared, C."""
        return len(self.entering)

    @property
    def head(self) -> slice:
        """Slots shared with the segment before."""
        return slice(HEAD, HEAD + self.count)

    @property
    def tail(self) -> slice:
        """Slots shared with the segment after."""
        return slice(-self.count, None)


def join_of(settings: Settings) -> Join:
    """The joins of a shot colored with these settings.

    A step is fused when its index is beyond `fusion_from` of the steps: 31 .. 49 of 50 for the authors, the same
    noise levels for every other number of steps.
    """
    first = settings.first_fused
    recipe = f"{settings.sampler} {settings.steps} {settings.overlap} {first} {settings.fuses}"
    return Join(first, recipe, *_shares(settings))


def _shares(settings: Settings) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """`Join.entering` and `Join.leaving`.

    "all" is Eq. 6: with alpha = 1 / (C + 1), the later segment's share of slot k = 1 .. C is alpha k. A shot shows the
    first half of the frames that two segments share from the earlier one, the rest from the later one, and a kept one
    does not change any more: so the picture would jump there. "unseen" gives the slots that are seen from the kept
    segment to that one whole, and goes over in the others, in steps as even as Eq. 6's: slot k holds the shared frames
    4k - 3 .. 4k, counted from 0, of which overlap // 2 are seen from the earlier segment.
    """
    count = settings.overlap // 4
    slots = range(1, count + 1)
    if settings.fuses == "all":
        alike = tuple(k / (count + 1) for k in slots)
        return alike, alike
    seen = settings.overlap // 2
    earlier, later = (seen + 2) // 4, -(-seen // 4)  # the last slot seen from the earlier one, the first from the later
    entering = tuple(max(0.0, (k - earlier) / (count + 1 - earlier)) for k in slots)
    return entering, tuple(min(1.0, k / later) for k in slots)


@dataclass(frozen=True)
class Edges:
    """What a segment keeps so that its neighbours can be fused with it, now or when they are made again.

    head, tail [fused steps, 1, C, c, h, w]: the shared slots after each fused step, as they are seen; recipe: sampling
    that neighbours must have in common.
    """

    head: Tensor
    tail: Tensor
    recipe: str

    def save(self, path: Path) -> None:
        """Raises OSError."""
        whole = {"head": self.head, "tail": self.tail}
        write_tensors(path, {name: part.cpu().contiguous() for name, part in whole.items()}, {"recipe": self.recipe})

    @staticmethod
    def load(path: Path) -> Edges:
        """Read what `save` wrote. Raises OSError where there is no file, BadRequest where it is not whole."""
        try:
            with safe_open(path, "pt") as file:
                recipe = (file.metadata() or {})["recipe"]
                return Edges(file.get_tensor("head"), file.get_tensor("tail"), recipe)
        except (SafetensorError, KeyError) as error:
            raise BadRequest(f"{path.name} is damaged; color the segment it belongs to again.") from error


class Fusion:
    """Fuses one segment with its kept neighbours while it is sampled, and records its own edges.

    A shared slot becomes (1 - share) * earlier + share * later after the sampler's step, with the shares of the join.
    Which of the two is being sampled and which was kept is a matter of the shares alone, so a segment in the middle is
    fused on both sides: its head with the tail kept by the segment before, its tail with the head kept by the one
    after. What is kept for later are the fused latents: those that are seen.
    """

    def __init__(
        self,
        join: Join,
        earlier: Edges | None = None,
        later: Edges | None = None,
        *,
        keep_as: torch.dtype = torch.float32,
    ) -> None:
        for neighbour in (earlier, later):
            if neighbour is not None and neighbour.recipe != join.recipe:
                raise BadRequest("A neighbouring segment was colored with another sampling; color both again.")
        self._join, self._earlier, self._later, self._keep_as = join, earlier, later, keep_as
        self._heads: list[Tensor] = []
        self._tails: list[Tensor] = []

    def after_step(self, index: int, latents: Tensor) -> Tensor:
        """Latents [1, F, c, h, w] after step `index`, fused where they are shared; the tensor given stays as it is.

        Raises BadRequest where a neighbour was colored at another size.
        """
        join = self._join
        if index < join.first_step:
            return latents
        at = index - join.first_step
        fused = latents.clone()
        if self._earlier is not None:
            fused[:, join.head] = _blend(self._earlier.tail[at].to(fused), fused[:, join.head], join.entering)
        if self._later is not None:
            fused[:, join.tail] = _blend(fused[:, join.tail], self._later.head[at].to(fused), join.leaving)
        self._heads.append(fused[:, join.head].to("cpu", self._keep_as, copy=True))
        self._tails.append(fused[:, join.tail].to("cpu", self._keep_as, copy=True))
        return fused

    def edges(self) -> Edges:
        """What to keep of the segment, once it is sampled to its end. Raises ValueError where no step was fused."""
        if not self._heads:
            raise ValueError("no step was fused")
        return Edges(torch.stack(self._heads), torch.stack(self._tails), self._join.recipe)


def _blend(earlier: Tensor, later: Tensor, shares: Sequence[float]) -> Tensor:
    """The shared slots [1, C, c, h, w], each with the later segment's share, in the latents' own number type."""
    if earlier.shape != later.shape:
        raise BadRequest("A neighbouring segment was colored at another size; color both again.")
    slots = zip(shares, earlier.unbind(1), later.unbind(1), strict=True)
    return torch.stack([(1 - share) * old + share * new for share, old, new in slots], dim=1)
