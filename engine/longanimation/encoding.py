"""What a segment is conditioned on, encoded once: words, lines and the reference picture, kept under their digests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from engine.longanimation.codec import Codec, signed
from engine.longanimation.kept import KeptTensors, bytes_digest, digest
from engine.longanimation.noise import NoisePlan
from engine.longanimation.settings import Settings
from engine.longanimation.stages import Stages
from engine.protocol.messages import ColorizeShot, PromptRange, SegmentRequest

SUFFIX = "High quality, masterpiece, best quality, highres, ultra-detailed, fantastic."
"""What the authors add to every prompt."""


def words(request: ColorizeShot, segment: SegmentRequest, settings: Settings) -> str:
    """The prompt of a segment: those of all ranges that touch it, in their order, and the authors' suffix."""
    told = [prompt.text for prompt in _touching(request, segment)]
    copies = segment.index + 1 if settings.suffix_accumulates else 1
    return " ".join([*_each_once(told), *[SUFFIX] * copies])


def avoided(request: ColorizeShot, segment: SegmentRequest) -> str:
    """What a segment is led away from: such words of all ranges that touch it; empty for none, as the authors do."""
    return ", ".join(_each_once(prompt.avoid for prompt in _touching(request, segment)))


def _touching(request: ColorizeShot, segment: SegmentRequest) -> list[PromptRange]:
    return [prompt for prompt in request.prompts if prompt.first <= segment.last and segment.first <= prompt.last]


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, (text.strip() for text in texts))))


class Encoder:
    """Encodes for one shot; `check` is called before each piece of work and may raise."""

    def __init__(self, stages: Stages, settings: Settings, folder: Path, check: Callable[[], None]) -> None:
        self._stages, self._settings, self._check = stages, settings, check
        self.kept = KeptTensors(folder)

    def knows(self, *told: str) -> bool:
        """Whether all of these words were encoded before, so that `texts` loads nothing."""
        return all(self.kept.path(self._name("text", words)).exists() for words in told)

    def texts(self, prompt: str, avoid: str = "") -> tuple[Tensor, Tensor]:
        """Of the prompt and of what to avoid, empty for no words, each [1, tokens, width], on the CPU."""
        return self._text(prompt), self._text(avoid)

    def sketches(self, clip: np.ndarray, noise: NoisePlan, purpose: str) -> Tensor:
        """[1, F, c, h, w] of lines uint8 [T, H, W, 3], on the CPU."""
        drawn = (noise.seed, purpose) if self._settings.samples_sketches else ()

        def make() -> Tensor:
            with self._stages.vae() as vae:
                codec = Codec(vae, self._settings)
                return codec.sketch(signed(clip), lambda shape: noise.posterior(purpose, shape))

        return self._made("sketch", clip, drawn, make)

    def reference(self, picture: np.ndarray, posterior: Tensor) -> Tensor:
        """[1, 1, c, h, w] of a colored picture uint8 [1, H, W, 3], on the CPU; `posterior` is noise [1, c, 1, h, w]."""
        drawn = (bytes_digest(posterior.numpy().tobytes()),) if self._settings.samples_reference else ()

        def make() -> Tensor:
            with self._stages.vae() as vae:
                return Codec(vae, self._settings).reference(signed(picture), posterior)

        return self._made(f"reference {self._settings.scales_reference}", picture, drawn, make)

    def _text(self, prompt: str) -> Tensor:
        def make() -> Tensor:
            self._check()
            with self._stages.text() as encoder:
                return encoder(prompt)

        return self.kept.get(self._name("text", prompt), make)

    def _made(self, kind: str, pixels: np.ndarray, drawn: Sequence[object], make: Callable[[], Tensor]) -> Tensor:
        self._check()
        name = self._name(kind, bytes_digest(np.ascontiguousarray(pixels).data), pixels.shape, *drawn)
        return self.kept.get(name, make)

    def _name(self, *parts: object) -> str:
        return digest(self._stages.source.digest, self._stages.plan.recipe, torch.__version__, *parts)
