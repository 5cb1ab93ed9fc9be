"""The denoise loop: from noise to the latents of one segment, one visible step at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.errors import JobCancelled
from engine.longanimation.fusion import Fusion, join_of
from engine.longanimation.models.controlled_transformer import ControlledTransformer
from engine.longanimation.models.dglm import DGLM, ProjectedMemory
from engine.longanimation.models.residual_cache import ResidualCache
from engine.longanimation.models.rope import rotary_positions
from engine.longanimation.models.sketch_dit import SketchDiT
from engine.longanimation.noise import SegmentNoise
from engine.longanimation.schedule import sampler
from engine.longanimation.settings import Settings

Stop = Callable[[], bool]
Controls = dict[int, Tensor]
"""Control signals by step, on the CPU: about 0.3 GB a step at 1024 x 576 with both halves in 16 bits."""

OFFSET = 2.0
"""What CogVideoX 1.5 is told as `ofs`."""


@dataclass(frozen=True)
class Networks:
    """What denoises, on the device. `dglm_chunk`: tokens that pass the DGLM's feed-forward at a time."""

    transformer: ControlledTransformer
    sketch_dit: SketchDiT
    dglm: DGLM | None = None
    dglm_chunk: int | None = None


@dataclass(frozen=True)
class Conditions:
    """What one segment is colored from, on the device and in the networks' number type.

    sketch [1, F, c, h, w]: slot 0 holds the reference's lines; image [1, F, c, h, w]: the reference in slot 0, zeros
    elsewhere; text, no_text [1, T, D]: prompt and negative prompt; memory: of what was colored before, or None in the
    first segment. F is even.
    """

    sketch: Tensor
    image: Tensor
    text: Tensor
    no_text: Tensor
    memory: ProjectedMemory | None = None


@dataclass(frozen=True)
class Step:
    """After step `index` of `steps`: latents [1, F, c, h, w] and the picture predicted so far, the same shape."""

    index: int
    steps: int
    latents: Tensor
    clean: Tensor


def denoise(
    networks: Networks,
    conditions: Conditions,
    settings: Settings,
    noise: SegmentNoise,
    fusion: Fusion | None = None,
    stop: Stop = lambda: False,
    controls: Controls | None = None,
) -> Iterator[Step]:
    """Yield every step; the last one's latents without slot 0 are the segment. Raises JobCancelled, BadRequest.

    `stop` is asked before every pass through a network, several times a step. `controls`, a dictionary of the
    caller's, is filled here and used instead of the control branch when the same conditions are colored again with
    another seed and the same settings.
    """
    schedule = sampler(settings.sampler, settings.steps, join_of(settings).first_step)
    predictor = _Predictor(networks, conditions, settings, schedule.times, stop, controls)
    latents = noise.start.to(conditions.image.device)
    if settings.rounds_latents:
        latents = latents.to(conditions.image.dtype)
    for index in range(settings.steps):
        velocity = predictor.velocity(index, latents)
        latents, clean = schedule.step(index, velocity, latents, noise.step)
        if settings.rounds_latents:
            latents = latents.to(conditions.image.dtype)
        if fusion is not None:
            latents = fusion.after_step(index, latents)
        yield Step(index, settings.steps, latents, clean)


class _Predictor:
    """The guided velocity of every step: control branch, transformer, classifier-free guidance."""

    def __init__(
        self,
        networks: Networks,
        conditions: Conditions,
        settings: Settings,
        times: tuple[int, ...],
        stop: Stop,
        controls: Controls | None,
    ) -> None:
        self._networks, self._conditions, self._settings, self._stop = networks, conditions, settings, stop
        self._times = times
        device, dtype = conditions.image.device, conditions.image.dtype
        _, frames, _, height, width = conditions.image.shape
        head_dim = networks.transformer.config["attention_head_dim"]
        self._rope = rotary_positions(frames, height, width, head_dim=head_dim, device=device)
        self._ofs = torch.full((1,), OFFSET, device=device, dtype=dtype)
        self._anchors: Controls = {}  # of the steps at hand, on the device
        self._kept: Controls = {} if controls is None else controls
        self._keeps = controls is not None
        self._caches: dict[str, ResidualCache] = {}

    @torch.no_grad()
    def velocity(self, index: int, latents: Tensor) -> Tensor:
        """[1, F, c, h, w], float32."""
        speed, conditions = self._settings.speed, self._conditions
        guided = speed.guided(index, self._settings.steps)
        control = self._control(index, guided)
        seen = torch.cat([latents.to(conditions.image.dtype), conditions.image], dim=2)
        if not guided:
            return self._pass("text", index, seen, conditions.text, control).float()
        if speed.guidance_batched:
            texts = torch.cat([conditions.no_text, conditions.text])
            both = self._pass("both", index, torch.cat([seen, seen]), texts, control).float()
            free, told = both.chunk(2)
        else:
            free = self._pass("no text", index, seen, conditions.no_text, control[:1]).float()
            told = self._pass("text", index, seen, conditions.text, control[1:]).float()
        return free + self._settings.guidance * (told - free)

    def _pass(self, name: str, index: int, seen: Tensor, text: Tensor, control: Tensor) -> Tensor:
        """One pass through the transformer; the last step is never taken from the cache."""
        self._check()
        cache, threshold = None, self._settings.speed.residual_threshold
        if threshold > 0 and index + 1 < len(self._times):
            cache = self._caches.setdefault(name, ResidualCache(threshold))
        time = self._time(index, len(seen))
        return self._networks.transformer(seen, text, time, self._ofs, self._rope, control=control, cache=cache)

    def _control(self, index: int, guided: bool) -> Tensor:
        """The control signal of a step, for both halves or the prompt's alone: [2 or 1, tokens, C].

        With `control_every` k it is computed at steps 0, k, 2k .. and the last, and linear in time in between; it
        depends on nothing that is not known beforehand.
        """
        every, last = self._settings.speed.control_every, len(self._times) - 1
        before = index - index % every
        after = min(before + every, last)
        for old in [at for at in self._anchors if at < before]:
            del self._anchors[old]
        if index == before or before == after:
            return self._anchor(index, guided)
        start, end = self._anchor(before, guided), self._anchor(after, guided)
        share = (self._times[before] - self._times[index]) / (self._times[before] - self._times[after])
        return torch.lerp(start, end, share)

    def _anchor(self, index: int, guided: bool) -> Tensor:
        wanted = 2 if guided else 1
        known = self._anchors.get(index)
        if known is None and index in self._kept:
            known = self._anchors[index] = self._kept[index].to(self._ofs.device)
        if known is None or len(known) < wanted:
            known = self._anchors[index] = self._computed(index, guided)
            if self._keeps:
                self._kept[index] = known.cpu()
        return known[-wanted:]

    def _computed(self, index: int, guided: bool) -> Tensor:
        """SketchDiT, and from the second segment on the DGLM's share of the memory with it."""
        conditions = self._conditions
        seen = torch.cat([conditions.sketch, conditions.image], dim=2)
        if not guided:
            return self._control_of(index, seen, conditions.text)
        if self._settings.speed.guidance_batched:
            return self._control_of(index, torch.cat([seen, seen]), torch.cat([conditions.no_text, conditions.text]))
        return torch.cat([self._control_of(index, seen, text) for text in (conditions.no_text, conditions.text)])

    def _control_of(self, index: int, seen: Tensor, text: Tensor) -> Tensor:
        self._check()
        networks, memory = self._networks, self._conditions.memory
        control = networks.sketch_dit(seen, text, self._time(index, len(seen)), self._ofs, self._rope)
        if networks.dglm is None or memory is None:
            return control
        self._check()
        return control + networks.dglm(control, memory, networks.dglm_chunk)

    def _time(self, index: int, batch: int) -> Tensor:
        return torch.full((batch,), self._times[index], device=self._conditions.image.device)

    def _check(self) -> None:
        if self._stop():
            raise JobCancelled("the job was stopped")
