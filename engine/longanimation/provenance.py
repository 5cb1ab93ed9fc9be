"""What a finished segment says of its making: enough to make it again, and one name for all of it."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import msgspec
import torch

from engine import ENGINE_VERSION
from engine.longanimation.kept import digest
from engine.longanimation.plan import Plan
from engine.longanimation.reading import Canvas
from engine.longanimation.wish import Wish
from engine.protocol.messages import KeyFrame, SegmentRequest

MADE = "made"
UNTRAINED = "These weights were never trained; the colors mean nothing."


@dataclass(frozen=True)
class Making:
    """Everything that the pixels of a segment follow from. history: contents of the frames remembered; joins: the
    makings of the neighbours it is fused with; lines: digests of its drawings; way: how the networks computed, known
    once they are loaded."""

    version: str
    weights: str
    wish: Wish
    plan: Plan
    canvas: Canvas
    segment: SegmentRequest
    first_frame: int
    words: str
    lines: Sequence[str]
    reference: tuple[int | str, str]
    keys: Sequence[KeyFrame]
    history: str
    joins: tuple[str, str]
    way: str = ""
    avoided: str = ""

    @property
    def name(self) -> str:
        """Equal names are equal pixels on one machine."""
        segment, wish = self.segment, self.wish
        return digest(
            self.version, str(torch.__version__), self.weights, wish.settings, self.plan.recipe, self.canvas,
            (segment.index, segment.first, segment.last, segment.seed, segment.digest), self.first_frame, self.words,
            tuple(self.lines), self.reference, tuple((key.number, key.digest) for key in self.keys), self.history,
            self.joins, self.way, *([self.avoided] if self.avoided else []),
        )  # fmt: skip

    def info(self) -> Mapping[str, str]:
        """For a frame file's header."""
        settings = msgspec.json.encode(asdict(self.wish.settings)).decode()
        info = {
            "version": self.version,
            MADE: self.name,
            "engine": ENGINE_VERSION,
            "torch": str(torch.__version__),
            "diffusers": importlib.metadata.version("diffusers"),
            "transformers": importlib.metadata.version("transformers"),
            "computed on": _device_name(self.plan.device),
            "attention": self.way,
            "weights": self.wish.weights,
            "weights digest": self.weights,
            "preset": self.wish.preset,
            "settings": settings,
            "plan": f"{self.plan.tier}, {self.plan.recipe}",
            "canvas": f"{self.canvas.canvas_width} x {self.canvas.canvas_height}",
            "seed": str(self.segment.seed),
            "words": self.words,
            "words to avoid": self.avoided,
            "reference": f"{self.reference[0]} {self.reference[1]}",
            "keys": " ".join(f"{key.number}:{key.digest}" for key in self.keys),
            "history": self.history,
            "joins": " ".join(filter(None, self.joins)),
        }
        return {**info, "untrained": UNTRAINED} if self.wish.weights == "tiny" else info


def _device_name(device: torch.device) -> str:
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"processor ({platform.machine()}, {torch.get_num_threads()} threads)"
