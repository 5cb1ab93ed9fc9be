"""Pictures of how far training is: a segment colored by the product's own sampling, beside its lines and its truth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from engine.longanimation.codec import Codec, pixels, signed
from engine.longanimation.noise import NoisePlan
from engine.longanimation.sampling import Conditions, denoise
from engine.longanimation.settings import Settings, product
from engine.training.longanimation.clips import Example
from engine.training.longanimation.configs import Config, Stage
from engine.training.longanimation.encoding import Encoded
from engine.training.longanimation.networks import Parts

COLUMNS = 6


def settings_of(config: Config, steps: int = 10) -> Settings:
    """How samples are taken."""
    settings = replace(product(), sampler="ode", steps=steps, guidance=config.guidance)
    return settings if config.guidance != 1 else replace(settings, speed=replace(settings.speed, guidance_until=0.0))


@torch.no_grad()
def colored(parts: Parts, stage: Stage, encoded: Encoded, settings: Settings, seed: int = 0) -> np.ndarray:
    """uint8 [T, H, W, 3]: the segment as a model that has come up to this stage colors it."""
    seen, memory = encoded.to(parts.device, parts.dtype), None
    if stage in ("2", "3") and seen.whole is not None and seen.latest is not None:
        memory = parts.dglm.project(seen.whole, seen.latest)
    conditions = Conditions(seen.sketch, seen.image, seen.text, seen.no_text, memory)
    noise = NoisePlan("shared", seed).segment(0, 0, seen.target.shape, settings.steps)
    latents = seen.target
    for step in denoise(parts.denoising(memory is not None), conditions, settings, noise):
        latents = step.latents
    return _decoded(parts, latents.to(parts.dtype)[:, 1:])


@torch.no_grad()
def returned(parts: Parts, example: Example) -> np.ndarray:
    """uint8 [T, H, W, 3]: the frames as they come back from the codec alone."""
    latents = Codec(parts.vae, product()).sketch(signed(example.color), lambda shape: torch.zeros(tuple(shape)))
    return _decoded(parts, latents)


def sheet(example: Example, made: np.ndarray) -> np.ndarray:
    """uint8 (H, W, 3): lines, what was made, and the truth, some frames of each, evenly chosen."""
    places = np.linspace(0, len(made) - 1, min(COLUMNS, len(made))).round().astype(int)
    rows = (255 - example.sketch[places], made[places], example.color[places])
    return np.concatenate([np.concatenate(list(row), axis=1) for row in rows])


def data_sheet(example: Example) -> np.ndarray:
    """uint8 (H, W, 3): what is learned from: lines, colors, and the frames before, the reference first of them."""
    places = np.linspace(0, len(example.color) - 1, COLUMNS).round().astype(int)
    before = [example.reference, *(example.history if len(example.history) else example.color)]
    shown = [before[at] for at in (0, *np.linspace(1, len(before) - 1, COLUMNS - 1).round().astype(int))]
    rows = (255 - example.sketch[places], example.color[places], shown)
    return np.concatenate([np.concatenate(list(row), axis=1) for row in rows])


def psnr(made: np.ndarray, truth: np.ndarray) -> float:
    """In decibels, of uint8 pictures of one shape; 100 where they are equal."""
    error = float(np.square(made.astype(np.float64) - truth).mean()) / 255**2
    return min(100.0, -10 * np.log10(max(error, 1e-10)))


def _decoded(parts: Parts, latents: torch.Tensor) -> np.ndarray:
    return np.concatenate([pixels(group) for group in Codec(parts.vae, product()).decode(latents)])
