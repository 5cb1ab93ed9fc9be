"""The memory of a colored history: what Video-XL's network keeps of its frames, grown as frames come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from engine.longanimation.models.memory_config import LanguageConfig, Prompt, VisionConfig
from engine.longanimation.models.memory_language import BeaconLanguage, KeyValues
from engine.longanimation.models.memory_vision import Fit, FrameEncoder

LAYERS = (-9, -5, -1)  # whose keys and values the DGLM was trained on
LOCAL_FRAMES = 20
LONGEST = 650  # frames that the network reads at most


@dataclass(frozen=True)
class History:
    """What has been read: as beacons all windows that are full, as features the last frames."""

    frames: int
    cached: tuple[KeyValues, ...]  # the prompt's beginning, then the beacons of each full window
    recent: Tensor  # features [n, tokens, hidden] of the last frames, at least those outside full windows


class MemoryEncoder(nn.Module):
    """Global and local memory for the DGLM. Paper section 3.2; network and key names of Video-XL. Inference only.

    `history = encoder.begin()`, then `encoder.extend(history, encoder.features(frames))` as frames are colored, and
    `encoder.global_memory(history)`, `encoder.local_memory(history)` before a segment. A window is read once and for
    all; the memory equals that of all frames read at once. Weights: memory_weights.load. Without `vision` only ready
    features can be read.
    """

    def __init__(self, language: LanguageConfig, vision: VisionConfig | None, prompt: Prompt) -> None:
        super().__init__()
        self.prompt = prompt
        self.language = BeaconLanguage(language, len(prompt.before) + len(prompt.after))
        self.vision = None if vision is None else FrameEncoder(vision, language.hidden)
        self.frame_tokens = (vision or VisionConfig()).tokens
        self.window = language.window // self.frame_tokens  # frames

    @torch.no_grad()
    def features(self, frames: np.ndarray, fit: Fit = "letterbox") -> Tensor:
        """Features [N, tokens, hidden] of frames uint8 [N, H, W, 3]; `fit` "crop" is the authors' way."""
        assert self.vision is not None, "made without its vision side"
        return self.vision(frames, fit)

    @torch.no_grad()
    def begin(self) -> History:
        """The history of no frames."""
        weight = self.language.prompt.weight
        sink = self.language.read(weight[None, : len(self.prompt.before)], (), beacons=False)
        return History(0, (sink,), weight.new_zeros(0, self.frame_tokens, weight.shape[1]))

    @torch.no_grad()
    def extend(self, history: History, features: Tensor) -> History:
        """The history with frames more, features [N, tokens, hidden]; windows that became full are read."""
        pending = torch.cat([_unread(history, self.window), features])
        cached = history.cached
        while len(pending) >= self.window:
            window = self.language.with_beacons(pending[: self.window].flatten(0, 1))
            cached = (*cached, self.language.read(window, cached, beacons=True).beacons())
            pending = pending[self.window :]
        recent = torch.cat([history.recent, features])[-max(LOCAL_FRAMES, self.window) :].clone()
        return History(history.frames + len(features), cached, recent)

    @torch.no_grad()
    def global_memory(self, history: History) -> Tensor:
        """[1, 2, 3, L, kv_heads * head_dim]: key and value, LAYERS, then prompt, beacons of all frames, prompt."""
        cached = history.cached
        pending = _unread(history, self.window)
        if len(pending):
            window = self.language.with_beacons(pending.flatten(0, 1))
            cached = (*cached, self.language.read(window, cached, beacons=True).beacons())
        after = self.language.prompt.weight[None, len(self.prompt.before) :]
        cached = (*cached, self.language.read(after, cached, beacons=False))
        keys, values = [part.keys for part in cached], [part.values for part in cached]
        return torch.stack([torch.stack([_merged(side, at) for at in LAYERS]) for side in (keys, values)])[None]

    def local_memory(self, history: History) -> Tensor:
        """The memory of the last LOCAL_FRAMES frames alone, as they would be read from the beginning."""
        return self.global_memory(self.extend(self.begin(), history.recent[-LOCAL_FRAMES:]))


def sampled(frames: int, most: int = LONGEST) -> list[int]:
    """Which frames of a history are read: all, or of a longer one `most` evenly spread, first and last included.

    A longer history must be read anew with each growth: its sample moves.
    """
    if frames <= most:
        return list(range(frames))
    return np.linspace(0, frames - 1, most, dtype=int).tolist()


def _unread(history: History, window: int) -> Tensor:
    """Features of the frames after the last full window."""
    return history.recent[len(history.recent) - history.frames % window :]


def _merged(parts: Sequence[tuple[Tensor, ...]], layer: int) -> Tensor:
    """Of one layer, [1, heads, tokens, head_dim] in parts, as [tokens, heads * head_dim]."""
    return torch.cat([part[layer].transpose(1, 2).flatten(2) for part in parts], dim=1)[0]
