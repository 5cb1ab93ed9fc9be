"""What training makes smaller: the error of the predicted velocity, and of the codec's pictures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from diffusers.schedulers.scheduling_dpm_cogvideox import CogVideoXDPMScheduler
from torch import Tensor

from engine.longanimation.codec import signed
from engine.longanimation.models.dglm import ProjectedMemory
from engine.longanimation.models.rope import rotary_positions
from engine.longanimation.sampling import OFFSET
from engine.longanimation.schedule import SCHEDULE, SHIFT
from engine.training.longanimation.clips import Example
from engine.training.longanimation.configs import Config, Stage
from engine.training.longanimation.encoding import Encoded
from engine.training.longanimation.networks import Parts

KL = 3e-4  # how much each number of the codec's latents is drawn to a normal distribution: with 1e-2 they kept no lines
LINES = 8.0  # how much squares add to the codec's error, so that what is thin and far off, as lines are, counts
SKETCHES = 0.1  # how often the codec is shown lines instead of colors
TIMES = int(SCHEDULE["num_train_timesteps"])


@dataclass(frozen=True)
class Lot:
    """The random numbers of one example in one step; all of them follow from the run's seed and its place `index`."""

    seed: int
    index: int

    @cached_property
    def generator(self) -> torch.Generator:
        """On the CPU, so that every machine draws the same."""
        return torch.Generator().manual_seed((self.seed << 40) + self.index)

    def normal(self, like: Tensor) -> Tensor:
        return torch.randn(like.shape, generator=self.generator).to(like)

    def below(self, end: int) -> int:
        """A whole number from 0 to `end` - 1."""
        return int(torch.randint(end, (1,), generator=self.generator))

    def time(self, noisier: float) -> int:
        """One of the TIMES, as `Config.noisier` says."""
        drawn = float(torch.rand(1, generator=self.generator))
        return min(TIMES - 1, int(TIMES * (1 - drawn**noisier)))

    def chance(self, share: float) -> bool:
        return bool(torch.rand(1, generator=self.generator) < share)


class Predictor:
    """The velocity that a model of this stage predicts for an example, on the parts' device."""

    def __init__(self, parts: Parts, stage: Stage, encoded: Encoded, words: bool = True) -> None:
        self._parts, self._stage = parts, stage
        self._seen = encoded = encoded.to(parts.device, parts.dtype)
        self._text = encoded.text if words else encoded.no_text
        _, frames, _, height, width = encoded.target.shape
        head = parts.transformer.config["attention_head_dim"]
        self._rope = rotary_positions(frames, height, width, head_dim=head, device=parts.device)
        self._ofs = torch.full((1,), OFFSET, device=parts.device, dtype=parts.dtype)

    def velocity(self, latents: Tensor, time: int) -> Tensor:
        """[1, F, c, h, w], float32, of noisy latents of the same shape at one of the TIMES."""
        seen, parts = self._seen, self._parts
        now = torch.full((1,), time, device=parts.device)
        given = torch.cat([latents.to(parts.dtype), seen.image], dim=2)
        control = None if self._stage == "base" else self._control(now)
        return parts.transformer(given, self._text, now, self._ofs, self._rope, control=control).float()

    def _control(self, now: Tensor) -> Tensor:
        seen, parts = self._seen, self._parts
        control = parts.sketch_dit(torch.cat([seen.sketch, seen.image], dim=2), self._text, now, self._ofs, self._rope)
        if (memory := self._memory()) is not None:
            control = control + parts.dglm(control, memory)
        return control

    def _memory(self) -> ProjectedMemory | None:
        """Projected anew each time: the projections are trained too."""
        seen = self._seen
        if self._stage not in ("2", "3") or seen.whole is None or seen.latest is None:
            return None
        return self._parts.dglm.project(seen.whole, seen.latest)


def denoising_loss(parts: Parts, stage: Stage, encoded: Encoded, config: Config, lot: Lot) -> Tensor:
    """The mean squared error of the velocity at a time drawn by lot; the prompt is sometimes left out."""
    predictor = Predictor(parts, stage, encoded, words=not lot.chance(config.words_left_out))
    time = lot.time(config.noisier)
    clean = encoded.target.to(parts.device).float()
    noise = lot.normal(clean)
    share = signal_shares()[time].to(clean)
    noisy = share.sqrt() * clean + (1 - share).sqrt() * noise
    wanted = share.sqrt() * noise - (1 - share).sqrt() * clean
    return (predictor.velocity(noisy, time) - wanted).square().mean()


def codec_loss(parts: Parts, example: Example, config: Config, lot: Lot) -> Tensor:
    """How far a crop of the frames, or of their lines, or one frame, comes back from what it went in as."""
    pictures = example.sketch if lot.chance(SKETCHES) else example.color
    if config.stills and lot.chance(config.stills):
        at = lot.below(len(pictures))
        shown = pictures[at : at + 1]
    else:
        shown = pictures[crop_with_a_line(example.sketch, config.crop, lot)]
    crop = signed(shown.copy()).to(parts.device)
    posterior = parts.vae.encode(crop, return_dict=False)[0]
    latents = posterior.mean + posterior.std * lot.normal(posterior.mean)
    back = parts.vae.decode(latents, return_dict=False)[0]
    assert isinstance(back, Tensor)
    mean, spread = posterior.mean.float(), posterior.logvar.float()
    apart = (mean.square() + spread.exp() - 1 - spread).mean() / 2
    off = back.float() - crop
    return off.abs().mean() + LINES * off.square().mean() + KL * apart


def crop_with_a_line(sketch: np.ndarray, size: tuple[int, int], lot: Lot) -> tuple[slice, slice, slice]:
    """Frames, rows and columns by lot, with a point of a line somewhere in them: most of a drawing is flat, and little
    is to be learned there."""
    side, length = size
    count, height, width, _ = sketch.shape
    at = lot.below(max(1, count - length + 1))
    rows, columns = sketch[at : at + length, ..., 0].max(0).nonzero()
    point = lot.below(max(1, len(rows)))
    row, column = (int(rows[point]), int(columns[point])) if len(rows) else (lot.below(height), lot.below(width))
    top, left = (
        max(0, min(whole - side, place - lot.below(side))) for whole, place in ((height, row), (width, column))
    )
    return slice(at, at + length), slice(top, top + side), slice(left, left + side)


def signal_shares() -> Tensor:
    """Alpha bar of each of the TIMES, as the samplers know them."""
    return CogVideoXDPMScheduler(**SCHEDULE, snr_shift_scale=SHIFT).alphas_cumprod
