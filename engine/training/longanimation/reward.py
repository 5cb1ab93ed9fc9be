"""The Color Consistency Reward (paper, Eq. 5) and the score-function gradient that follows it (Eq. 2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from engine.longanimation.codec import Codec, pixels
from engine.longanimation.schedule import StochasticSampler
from engine.longanimation.settings import product
from engine.training.longanimation.clips import Example
from engine.training.longanimation.configs import Config
from engine.training.longanimation.encoding import Encoded, remembered
from engine.training.longanimation.networks import Parts
from engine.training.longanimation.objectives import Lot, Predictor


@dataclass(frozen=True)
class Standing:
    """Where a rollout is before step `index`: its latents [1, F, c, h, w], and the picture predicted a step before."""

    index: int
    latents: Tensor
    clean_before: Tensor | None = None


@dataclass(frozen=True)
class Fork:
    """Rollouts that part in one step: from `place` each comes to one of `afters`, and `rewards` says what each is
    worth in the end."""

    place: Standing
    afters: Sequence[Tensor]
    rewards: Sequence[float]


class Policy(Protocol):
    """What predicts the velocity: `objectives.Predictor`."""

    def velocity(self, latents: Tensor, time: int) -> Tensor:
        """Of noisy latents at a time, the same shape, float32."""
        ...


def backward(
    parts: Parts, encoded: Encoded, example: Example, config: Config, lot: Lot, share: float
) -> tuple[float, float]:
    """Add `share` times the gradient of minus the expected reward of a segment; returns the mean reward of its
    rollouts and how it spreads.

    Without guidance: what is trained is what the networks say of the prompt.
    """
    sampler = StochasticSampler(config.reward_steps)
    policy = Predictor(parts, "3", encoded)
    wanted, like = remembered(parts.memory, example.color), encoded.target.to(parts.device).float()
    made = fork(policy, like, sampler, lot, config.reward_rollouts, lambda latents: score(parts, latents, wanted))
    push(policy, sampler, made, share)
    return float(np.mean(made.rewards)), float(np.std(made.rewards))


@torch.no_grad()
def fork(
    policy: Policy, like: Tensor, sampler: StochasticSampler, lot: Lot, count: int, worth: Callable[[Tensor], float]
) -> Fork:
    """`count` rollouts that are one up to a step drawn by the lot, and have the same noise after it again.

    What one is worth more than the others then comes from the noise of that step alone, which makes the estimate of
    its share of the gradient far less noisy than rollouts that differ in everything would; and that share is the same
    in expectation (Schulman et al., 2015, section 5.2: the vine). The noises of the step come in pairs that are each
    other's opposite.
    """
    noises = [lot.normal(like) for _ in range(len(sampler.times) + 1)]
    parts_at = lot.below(len(sampler.times) - 1)  # never in the last step, which draws nothing
    place = onward(policy, sampler, Standing(0, noises[0]), noises[1:], parts_at)
    drawn = [lot.normal(like) for _ in range((count + 1) // 2)]
    ends = [_step(policy, sampler, place, sign * noise) for noise in drawn for sign in (1, -1)][:count]
    rewards = [worth(onward(policy, sampler, end, noises[1:], len(sampler.times)).latents) for end in ends]
    return Fork(place, [end.latents for end in ends], rewards)


def push(policy: Policy, sampler: StochasticSampler, made: Fork, share: float) -> None:
    """Add the gradient of Eq. 2, negative, so that an optimizer raises the reward.

    A rollout's reward is judged against those of the others of the same segment, which changes the expectation of the
    gradient in nothing and its noise much, and by their spread, so that the rate means the same early and late.
    """
    place, total = made.place, torch.zeros(())
    velocity = policy.velocity(place.latents, sampler.times[place.index])
    mean, spread, _ = sampler.chances(place.index, velocity, place.latents, place.clean_before)
    for after, worth in zip(made.afters, advantages(made.rewards)):
        total = total - worth * log_chance(after, mean, spread)
    (total * (share / len(made.afters))).backward()


def reward(kept: Tensor, wanted: Tensor) -> float:
    """Minus Eq. 5: the squared distance of keys and values [1, 2, M, L, width], a mean over tokens and features
    instead of a sum, so that it does not depend on the length."""
    apart = (kept.float() - wanted.float()).square()
    return -float(apart.mean(dim=(0, 3, 4)).sum())


def consistency(parts: Parts, made: np.ndarray, truth: np.ndarray) -> float:
    """The reward of finished frames uint8 [T, H, W, 3]."""
    return reward(remembered(parts.memory, made), remembered(parts.memory, truth))


def advantages(rewards: Sequence[float]) -> list[float]:
    """How much better each is than the mean of the others, in standard deviations of all of them."""
    count, total, spread = len(rewards), sum(rewards), float(np.std(rewards))
    if count < 2 or spread == 0:
        return [0.0] * count
    return [(one - (total - one) / (count - 1)) / spread for one in rewards]


def log_chance(after: Tensor, mean: Tensor, spread: Tensor) -> Tensor:
    """The logarithm of how likely a step was, but for a constant, a mean over the latents' numbers instead of their
    sum."""
    return -((after - mean) / spread).square().mean() / 2


def score(parts: Parts, latents: Tensor, wanted: Tensor) -> float:
    """The reward of finished latents [1, F, c, h, w] with the reference's slot."""
    frames = Codec(parts.vae, product()).decode(latents[:, 1:].to(parts.dtype))
    return reward(remembered(parts.memory, np.concatenate([pixels(group) for group in frames])), wanted)


def onward(policy: Policy, sampler: StochasticSampler, place: Standing, noises: Sequence[Tensor], end: int) -> Standing:
    """The rollout from there until before the step `end`, each step with its own of the noises."""
    while place.index < end:
        place = _step(policy, sampler, place, noises[place.index])
    return place


def _step(policy: Policy, sampler: StochasticSampler, place: Standing, noise: Tensor) -> Standing:
    velocity = policy.velocity(place.latents, sampler.times[place.index])
    mean, spread, clean = sampler.chances(place.index, velocity, place.latents, place.clean_before)
    return Standing(place.index + 1, mean + spread * noise, clean)
