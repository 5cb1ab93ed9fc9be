"""The random numbers of a shot: one seed, own generators only, the same draws in the same order every time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from engine.longanimation.settings import NoiseKind

Shape = Sequence[int]


class SegmentNoise(Protocol):
    """The noise of one segment, float32 on the CPU whatever computes, so that every machine draws the same."""

    reference: Tensor  # [1, C, 1, h, w], for the posterior of the reference picture
    start: Tensor  # [1, F, C, h, w], the latents to begin with

    def step(self, index: int) -> Tensor:
        """[1, F, C, h, w], what a stochastic sampler adds in step `index`; asked for in order from step 0."""
        ...


@dataclass(frozen=True)
class NoisePlan:
    """Which noise each segment of a shot gets; every seed is a seed, 0 too.

    shared: every segment draws the same, as the authors' script does by starting its generator anew for each
        (and LongVie by its unified noise initialization, paper section 3.3).
    aligned: a latent's noise belongs to its place in the shot, so that the latents two segments share start equal.
    independent: every segment draws its own.
    """

    kind: NoiseKind
    seed: int

    def segment(self, index: int, first_frame: int, shape: Shape, steps: int) -> SegmentNoise:
        """The noise of the segment with this place in the plan, beginning at this frame of the shot (from 0).

        shape [1, F, C, h, w] counts the slot before the first frame.
        """
        if self.kind == "aligned":
            return _PlacedNoise(self.seed, first_frame // 4, shape)
        seed = self.seed if self.kind == "shared" else _derived(self.seed, "segment", index)
        return _DrawnNoise(seed, shape, steps)

    def posterior(self, purpose: str, shape: Sequence[int]) -> Tensor:
        """Noise for sampling a VAE posterior, a stream of its own for each purpose ("sketch 3")."""
        generator = torch.Generator().manual_seed(_derived(self.seed, "posterior", purpose))
        return torch.randn(tuple(shape), generator=generator)


class _DrawnNoise:
    """One generator, drawn in the order of the authors' pipeline: reference posterior, start, then the steps.

    Their scheduler draws twice in every step but the first and the last, and discards the first of the two draws.
    """

    def __init__(self, seed: int, shape: Shape, steps: int) -> None:
        _, _, channels, height, width = shape
        self._shape, self._last, self._next = tuple(shape), steps - 1, 0
        self._generator = torch.Generator().manual_seed(_generator_seed(seed))
        self.reference = self._draw((1, channels, 1, height, width))
        self.start = self._draw(shape)

    def step(self, index: int) -> Tensor:
        if index != self._next:
            raise ValueError(f"the noise of step {self._next} is next, not of step {index}")
        self._next += 1
        if 0 < index < self._last:
            self._draw(self._shape)
        return self._draw(self._shape)

    def _draw(self, shape: Sequence[int]) -> Tensor:
        return torch.randn(tuple(shape), generator=self._generator)


class _PlacedNoise:
    """A generator for every latent of the shot and every step; the slot before the first frame has its own."""

    def __init__(self, seed: int, first_latent: int, shape: Shape) -> None:
        _, self._slots, *picture = shape
        self._seed, self._first, self._picture = seed, first_latent, tuple(picture)
        self.reference = self._draw("reference", 0)[None, :, None]
        self.start = self._slots_of("start")

    def step(self, index: int) -> Tensor:
        return self._slots_of(f"step {index}")

    def _slots_of(self, purpose: str) -> Tensor:
        places = [-1, *range(self._first, self._first + self._slots - 1)]
        return torch.stack([self._draw(purpose, place) for place in places])[None]

    def _draw(self, purpose: str, place: int) -> Tensor:
        generator = torch.Generator().manual_seed(_derived(self._seed, purpose, place))
        return torch.randn(self._picture, generator=generator)


def _derived(seed: int, *names: object) -> int:
    """Another seed, fixed by this one and by what it is for."""
    text = ":".join(str(name) for name in (seed, *names))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


def _generator_seed(seed: int) -> int:
    """Any whole number as one that a generator takes; 0 .. 2**63 - 1 stay as they are."""
    return seed % 2**63
