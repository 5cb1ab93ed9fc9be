"""What coloring will take of this computer's memory, told before torch is loaded: from sizes alone, in a moment."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

import psutil

from engine.device import nvidia_gpu
from engine.longanimation.plan import GB, MARGIN, RELEASED, TOKENS, Tier, fastest, need


@dataclass(frozen=True)
class Outlook:
    """The tier that a full segment of a 16:9 shot would be colored in with the released weights, the bytes that it
    needs and those that are free; `on_card` says of what memory."""

    tier: Tier
    needed: int
    free: int
    on_card: bool

    @property
    def sentence(self) -> str:
        """For the artist."""
        about = f"eeds about {_shown(self.needed)} of {'graphics ' if self.on_card else ''}memory"
        short = self.needed > self.free
        there = f"{', but only' if short else ','} {_shown(self.free)} is free"
        if self.on_card:
            how = f": {self.tier.words}" if self.tier.words else ""
            return f"N{about}{there}{how}."
        return f"On the processor: n{about}{there}; slow."


def outlook() -> Outlook | None:
    """Of this computer as it is now; None where it cannot be known without torch."""
    on_card = computes_on_card()
    if on_card is None:
        return None
    gpu = nvidia_gpu() if on_card else None
    return looking_at(psutil.virtual_memory().available if gpu is None else gpu[1], gpu is not None)


def looking_at(free: int, on_card: bool) -> Outlook:
    """With this many bytes free, on a card or without one."""
    tier = fastest(RELEASED, TOKENS, free - MARGIN, on_card)
    return Outlook(tier, need(RELEASED, TOKENS, tier, on_card), free, on_card)


def computes_on_card() -> bool | None:
    """Whether the torch that is installed is one for NVIDIA cards, by its files; None where they do not tell whether
    and on which card it will compute."""
    found = importlib.util.find_spec("torch")
    chosen = os.environ.get("CUDA_VISIBLE_DEVICES", "0")
    if found is None or not found.submodule_search_locations or chosen != "0":
        return None
    libraries = Path(found.submodule_search_locations[0]) / "lib"
    if any(libraries.glob("*torch_hip.*")):
        return None
    return any(libraries.glob("*torch_cuda.*"))


def _shown(size: int) -> str:
    """Bytes as an artist reads them: "14 GB", "0.4 GB"."""
    return f"{size / GB:.0f} GB" if size >= GB else f"{size / GB:.1f} GB"
