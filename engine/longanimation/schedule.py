"""The samplers: times and one step from noise level to noise level; the one place that knows how they differ."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import torch
from diffusers.schedulers.scheduling_dpm_cogvideox import CogVideoXDPMScheduler
from diffusers.schedulers.scheduling_dpmsolver_multistep import DPMSolverMultistepScheduler
from diffusers.schedulers.scheduling_unipc_multistep import UniPCMultistepScheduler
from torch import Tensor

from engine.errors import BadRequest, BadWeights
from engine.longanimation.settings import SamplerName

SCHEDULE: Mapping[str, Any] = {  # CogVideoX1.5-5B-I2V; `check_schedule` sees that its folder says the same
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "prediction_type": "v_prediction",
    "timestep_spacing": "trailing",
    "rescale_betas_zero_snr": True,
}
SHIFT = 1.0  # of the signal-to-noise ratio; 3.0 in CogVideoX 1.0, of which not every sampler here knows

Noise = Callable[[int], Tensor]


def check_schedule(said: Mapping[str, Any]) -> None:
    """Raises BadWeights where a scheduler_config.json tells of other noise levels than those that are sampled here."""
    for name, value in {**SCHEDULE, "snr_shift_scale": SHIFT}.items():
        if said.get(name, value) != value:
            raise BadWeights(f"scheduler_config.json says {name} is {said[name]!r}, not {value!r}. Download it again.")


class Sampler(Protocol):
    """Takes one segment's latents from noise to picture. Made anew for each segment: it remembers past steps."""

    times: tuple[int, ...]

    def step(self, index: int, velocity: Tensor, latents: Tensor, noise: Noise) -> tuple[Tensor, Tensor]:
        """Latents after step `index`, and the picture predicted in it (x0), both float32.

        velocity: the guided prediction, float32; latents as they went in; noise(index) is asked for in stochastic
        samplers alone. The last step ends on x0 exactly.
        """
        ...


def sampler(name: SamplerName, steps: int, fused_from: int | None = None) -> Sampler:
    """The sampler of this name; `fused_from` is the first step after which latents are changed from outside.

    Raises BadRequest where the number of steps does not divide the 1000 times of training: the trailing schedule
    would end beside the last noise level.
    """
    if steps < 1 or SCHEDULE["num_train_timesteps"] % steps:
        raise BadRequest(f"{steps} steps do not divide 1000; use 50, 40, 25, 20 or 10.")
    if name == "sde":
        return StochasticSampler(steps)
    if name == "ode":
        return _Deterministic(DPMSolverMultistepScheduler(**SCHEDULE, algorithm_type="dpmsolver++"), steps)
    # The corrector goes back to the step before and would undo a fusing.
    uncorrected = [] if fused_from is None else list(range(fused_from, steps))
    return _Deterministic(UniPCMultistepScheduler(**SCHEDULE, disable_corrector=uncorrected), steps)


class StochasticSampler:
    """The authors' sampler: second-order DPM-Solver++ as an SDE, with diffusers' CogVideoXDPMScheduler's factors.

    Written out here because that class draws its noise itself and discards half of it.
    """

    def __init__(self, steps: int) -> None:
        self._factors = CogVideoXDPMScheduler(**SCHEDULE, snr_shift_scale=SHIFT)
        self._factors.set_timesteps(steps)
        self.times = tuple(int(time) for time in self._factors.timesteps)
        self._before: Tensor | None = None

    def step(self, index: int, velocity: Tensor, latents: Tensor, noise: Noise) -> tuple[Tensor, Tensor]:
        mean, spread, clean = self.chances(index, velocity, latents, self._before)
        self._before = clean
        return mean + spread * noise(index).to(latents.device, latents.dtype), clean

    def chances(
        self, index: int, velocity: Tensor, latents: Tensor, clean_before: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """What the latents after this step are drawn from, a normal distribution: its mean, its standard deviation
        (one number, 0 in the last step), and the picture predicted in it. clean_before: that of the step before."""
        now, after, before = self._levels(index)
        clean = now**0.5 * latents - (1 - now) ** 0.5 * velocity
        h, r, _, _ = self._factors.get_variables(now, after, before)
        factors = self._factors.get_mult(h, r, now, after, before)
        aim = clean
        if clean_before is not None and index + 1 < len(self.times):
            aim = factors[2] * clean - factors[3] * clean_before  # pyright: ignore[reportGeneralTypeIssues]
        spread = (1 - after) ** 0.5 * (1 - (-2 * h).exp()) ** 0.5
        return factors[0] * latents - factors[1] * aim, spread, clean

    def _levels(self, index: int) -> tuple[Tensor, Tensor, Tensor | None]:
        """Signal shares (alpha bar) of this step, the next and the one before."""
        shares, last = self._factors.alphas_cumprod, len(self.times) - 1
        after = self._factors.final_alpha_cumprod if index == last else shares[self.times[index + 1]]
        return shares[self.times[index]], after, shares[self.times[index - 1]] if index else None


class _Deterministic:
    """An ODE solver of diffusers with the same noise levels: the same seed needs fewer steps, and draws no more."""

    def __init__(self, solver: DPMSolverMultistepScheduler | UniPCMultistepScheduler, steps: int) -> None:
        self._solver = solver
        with warnings.catch_warnings():  # diffusers hands numpy 2 a tensor in a way it will not take for ever
            warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
            solver.set_timesteps(steps)
        self.times = tuple(int(time) for time in solver.timesteps)

    def step(self, index: int, velocity: Tensor, latents: Tensor, noise: Noise) -> tuple[Tensor, Tensor]:
        time = self._solver.timesteps[index]
        after = self._solver.step(velocity, time, latents.float(), return_dict=False)[0]
        clean = self._solver.model_outputs[-1]
        assert isinstance(clean, Tensor)
        return after.to(torch.float32), clean
