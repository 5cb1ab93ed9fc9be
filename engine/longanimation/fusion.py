"""Color consistency fusion: two segments that share frames are blended there in the late steps (paper, Eq. 6)."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from engine.errors import BadRequest
from engine.longanimation.settings import Settings

HEAD = 2
"""The first slot that is blended: 0 is the reference's, 1 is the segment's first frame alone."""


@dataclass(frozen=True)
class Join:
    """Where and when the segments of a shot are joined; equal for all of them.

    Of a segment's F slots, C are shared at either end: HEAD .. HEAD+C-1 with the segment before, the last C with the
    segment after. C = overlap // 4: a slot holds four frames. With 17 frames shared, of which the first stands alone
    in slot 1, both slots of a pair hold the same frames; with the authors' 16 they are one frame apart.
    """

    count: int
    first_step: int
    recipe: str

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
    first = int(settings.fusion_from * settings.steps) + 1
    recipe = f"{settings.sampler} {settings.steps} {settings.overlap} {first}"
    return Join(settings.overlap // 4, first, recipe)


@dataclass(frozen=True)
class Edges:
    """What a segment keeps so that its neighbours can be fused with it, now or when they are made again.

    head, tail [fused steps, 1, C, c, h, w]: the shared slots after each fused step; latents [1, F-1, c, h, w]: the
    finished segment without the reference's slot; recipe: sampling that neighbours must have in common.
    """

    head: Tensor
    tail: Tensor
    latents: Tensor
    recipe: str

    def save(self, path: Path) -> None:
        """Write one safetensors file under another name, then put it in place. Raises OSError."""
        whole = {"head": self.head, "tail": self.tail, "latents": self.latents}
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            save_file({name: part.cpu().contiguous() for name, part in whole.items()}, beside, {"recipe": self.recipe})
            beside.replace(path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                beside.unlink()

    @staticmethod
    def load(path: Path) -> Edges:
        """Read what `save` wrote. Raises OSError where there is no file, BadRequest where it is not whole."""
        try:
            with safe_open(path, "pt") as file:
                recipe = (file.metadata() or {})["recipe"]
                head, tail, latents = (file.get_tensor(name) for name in ("head", "tail", "latents"))
                return Edges(head, tail, latents, recipe)
        except (SafetensorError, KeyError) as error:
            raise BadRequest(f"{path.name} is damaged; color the segment it belongs to again.") from error


class Fusion:
    """Fuses one segment with its kept neighbours while it is sampled, and records its own edges.

    Eq. 6 with alpha = 1 / (C + 1): shared slot k = 1 .. C becomes (1 - alpha k) * earlier + alpha k * later, after the
    sampler's step. Which of the two is being sampled and which was kept makes no difference, so a segment in the middle
    is fused on both sides: its head with the tail kept by the segment before, its tail with the head kept by the one
    after.

    The overlap belongs to the join, not to a segment. Whichever side is sampled last ends holding the fused latents;
    `settled` hands them to the kept neighbours, and both sides then decode the same picture there. What is kept for
    later is in the product the segment's own latents before they are fused (`keeps_fused` off): a neighbour made again
    must not find the colors of its former self in them.
    """

    def __init__(
        self,
        join: Join,
        earlier: Edges | None = None,
        later: Edges | None = None,
        *,
        keeps_fused: bool = False,
        keep_as: torch.dtype = torch.float32,
    ) -> None:
        for neighbour in (earlier, later):
            if neighbour is not None and neighbour.recipe != join.recipe:
                raise BadRequest("A neighbouring segment was colored with another sampling; color both again.")
        self._join, self._earlier, self._later = join, earlier, later
        self._keeps_fused, self._keep_as = keeps_fused, keep_as
        self._heads: list[Tensor] = []
        self._tails: list[Tensor] = []

    def after_step(self, index: int, latents: Tensor) -> Tensor:
        """Latents [1, F, c, h, w] after step `index`, fused where they are shared; the tensor given stays as it is.

        Raises BadRequest where a neighbour was colored at another size.
        """
        if index < self._join.first_step:
            return latents
        at = index - self._join.first_step
        fused = latents.clone()
        if self._earlier is not None:
            fused[:, self._join.head] = self._blend(self._earlier.tail[at].to(fused), fused[:, self._join.head])
        if self._later is not None:
            fused[:, self._join.tail] = self._blend(fused[:, self._join.tail], self._later.head[at].to(fused))
        kept = fused if self._keeps_fused else latents
        self._heads.append(kept[:, self._join.head].to("cpu", self._keep_as, copy=True))
        self._tails.append(kept[:, self._join.tail].to("cpu", self._keep_as, copy=True))
        return fused

    def edges(self, latents: Tensor) -> Edges:
        """What to keep of the segment whose finished latents [1, F-1, c, h, w] these are."""
        finished = latents.to("cpu", self._keep_as)
        empty = finished[None, :, :0]
        head, tail = (torch.stack(parts) if parts else empty for parts in (self._heads, self._tails))
        return Edges(head, tail, finished, self._join.recipe)

    def settled(self, latents: Tensor) -> tuple[Tensor | None, Tensor | None]:
        """The finished latents of the earlier and the later neighbour with this segment's fused overlap in them."""
        own = latents.to("cpu", self._keep_as)
        # without the reference's slot the head begins one slot sooner
        head = slice(self._join.head.start - 1, self._join.head.stop - 1)
        earlier = later = None
        if self._earlier is not None:
            earlier = self._earlier.latents.clone()
            earlier[:, self._join.tail] = own[:, head]
        if self._later is not None:
            later = self._later.latents.clone()
            later[:, head] = own[:, self._join.tail]
        return earlier, later

    def _blend(self, earlier: Tensor, later: Tensor) -> Tensor:
        """Eq. 6 over C slots [1, C, c, h, w], in the latents' own number type."""
        if earlier.shape != later.shape:
            raise BadRequest("A neighbouring segment was colored at another size; color both again.")
        alpha = 1 / (self._join.count + 1)
        pairs = zip(earlier.unbind(1), later.unbind(1), strict=True)
        return torch.stack([(1 - alpha * k) * old + alpha * k * new for k, (old, new) in enumerate(pairs, 1)], dim=1)
