"""How the networks share the device's memory: the tiers, which of them fits, and what a segment will take.

Nothing here loads torch before a shot is planned, so that the figures can be told at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import psutil

from engine.errors import OutOfMemory
from engine.longanimation.settings import Settings
from engine.longanimation.wish import Memory

if TYPE_CHECKING:
    import torch

GB = 1_000_000_000
ACTIVATIONS = 190_000  # bytes a token takes while both halves are denoised in 16 bits: about 5 GB at 1024 x 576
DECODING = 4_500_000_000  # bytes that tiled decoding takes
REMEMBERING = 2 * GB  # bytes beside its weights that the memory encoder takes
MARGIN = 1 * GB  # left for others on the device
CHUNK = 8192  # tokens that pass the DGLM's feed-forward at a time
TOKENS = 25_344  # of one half of a segment: 81 frames of 1024 x 576


@dataclass(frozen=True)
class Costs:
    """Bytes of weights by stage; `largest_block` is the most that streaming holds of the transformer at a time."""

    text: int
    vae: int
    memory: int
    denoising: int
    resting: int
    largest_block: int

    @property
    def together(self) -> int:
        return self.text + self.vae + self.memory + self.denoising


RELEASED = Costs(
    text=9_525_000_000,
    vae=431_000_000,
    memory=14_132_000_000,
    denoising=13_585_000_000,
    resting=1_363_000_000,
    largest_block=265_000_000,
)
"""What the released files come to in 16 bits, for telling it before they are there."""


class Tier(StrEnum):
    """From the fastest to the smallest; each gives the same picture, the last one nearly.

    RESIDENT: all networks stay on the device. SWAPPED: one stage at a time is there. STREAMED: of a large network only
    the blocks at work, the next ones on their way; guidance in two passes. COMPACT: the same with weights stored in
    8 bits.
    """

    RESIDENT = "resident"
    SWAPPED = "swapped"
    STREAMED = "streamed"
    COMPACT = "compact"

    @property
    def words(self) -> str:
        """For the artist; nothing of the fastest."""
        return {
            Tier.RESIDENT: "",
            Tier.SWAPPED: "one network is loaded at a time",
            Tier.STREAMED: "networks are brought in piece by piece, which takes longer",
            Tier.COMPACT: "networks are kept in 8 bits, which takes longer and may differ slightly",
        }[self]


@dataclass(frozen=True)
class Plan:
    """Where and how a segment is computed."""

    device: torch.device
    dtype: torch.dtype
    tier: Tier

    @property
    def streams(self) -> bool:
        return self.tier in (Tier.STREAMED, Tier.COMPACT)

    @property
    def recipe(self) -> str:
        """What of the plan the finished numbers depend on."""
        return f"{self.device.type} {self.dtype} {'guidance apart' if self.streams else 'guidance together'}" + (
            " 8 bit weights" if self.tier is Tier.COMPACT else ""
        )

    def applied(self, settings: Settings) -> Settings:
        """The settings as this plan computes them."""
        return replace(settings, speed=replace(settings.speed, guidance_batched=False)) if self.streams else settings

    def smaller(self) -> Plan:
        """The next tier. Raises OutOfMemory after the last."""
        tiers = list(Tier)
        at = tiers.index(self.tier) + 1
        if at == len(tiers):
            raise OutOfMemory("Even the smallest way to color takes more memory than there is.")
        return replace(self, tier=tiers[at])


@dataclass(frozen=True)
class Forecast:
    """What a segment will take: bytes on the device and on disk."""

    memory: int
    disk: int


def plan_for(costs: Costs, tokens: int, memory: Memory, release: bool) -> Plan:
    """The fastest tier that fits what is free now; `tokens` of one half of a segment, `release`: full-size networks."""
    import torch  # heavy: only a shot that is about to be colored waits for it

    device = torch.device("cuda" if release and torch.cuda.is_available() else "cpu")
    dtype = torch.bfloat16 if release else torch.float32
    if memory != "auto":
        return Plan(device, dtype, Tier(memory))
    free = torch.cuda.mem_get_info()[0] if device.type == "cuda" else psutil.virtual_memory().available
    return Plan(device, dtype, fastest(costs, tokens, free - (MARGIN if release else 0), device.type != "cpu"))


def fastest(costs: Costs, tokens: int, room: int, on_card: bool) -> Tier:
    """The fastest tier that fits into `room` bytes of a card or of the computer; the smallest where none does."""
    smallest = Tier.COMPACT if on_card else Tier.STREAMED  # there 8 bits leave the memory encoder's share as it is
    return next((tier for tier in Tier if need(costs, tokens, tier, on_card) <= room), smallest)


def need(costs: Costs, tokens: int, tier: Tier, on_card: bool) -> int:
    """Bytes on the device at the most demanding moment, in estimate. What is streamed rests beside a card; where there
    is none (`on_card` false), it rests in the same memory."""
    work = ACTIVATIONS * tokens
    scale = min(1.0, costs.together / GB)  # toy networks have toy needs
    decoding, remembering = int(DECODING * scale), int(REMEMBERING * scale)
    work = int(work * scale)
    if tier is Tier.RESIDENT:
        return costs.together + max(work, decoding, remembering)
    if tier is Tier.SWAPPED or not on_card:
        work = work if tier is Tier.SWAPPED else work // 2
        stages = (costs.denoising + work, costs.memory + remembering, costs.text, costs.vae + decoding)
        return max(stages)
    width = 1 if tier is Tier.STREAMED else 2
    return max(costs.resting + 2 * costs.largest_block // width + work // 2, remembering, costs.vae + decoding)
