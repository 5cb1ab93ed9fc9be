"""The Color Consistency Reward (paper, Eq. 5) and the score-function gradient that follows it (Eq. 2)."""

from __future__ import annotations

from collections.abc import Sequence
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
class Taken:
    """One step of a rollout: from `latents`, having predicted `clean_before` in the step before, to `after`."""

    index: int
    latents: Tensor
    clean_before: Tensor | None
    after: Tensor


@dataclass(frozen=True)
class Rollout:
    """How a segment came about by chance, step by step, and what it is worth."""

    steps: Sequence[Taken]
    reward: float


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
    rollouts = []
    for _ in range(config.reward_rollouts):
        steps = rollout(policy, like, sampler, lot)
        rollouts.append(Rollout(steps, score(parts, steps[-1].after, wanted)))
    push(policy, sampler, rollouts, share)
    rewards = np.array([one.reward for one in rollouts])
    return float(rewards.mean()), float(rewards.std())


def push(policy: Policy, sampler: StochasticSampler, rollouts: Sequence[Rollout], share: float) -> None:
    """Add the gradient of Eq. 2, negative, so that an optimizer raises the reward.

    A rollout's reward is judged against those of the others of the same segment, which changes the expectation of the
    gradient in nothing and its noise much, and by their spread, so that the rate means the same early and late. Steps
    are passed through once more with gradients, one at a time: memory holds one.
    """
    for one, worth in zip(rollouts, advantages([one.reward for one in rollouts])):
        for taken in one.steps:
            chance = log_chance(sampler, policy, taken)
            if chance is not None:
                (chance * (-worth * share / len(rollouts))).backward()


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


def log_chance(sampler: StochasticSampler, policy: Policy, taken: Taken) -> Tensor | None:
    """The logarithm of how likely this step was, but for a constant, a mean over the latents' numbers instead of their
    sum; None for the last step, which draws nothing."""
    if taken.index + 1 == len(sampler.times):
        return None
    velocity = policy.velocity(taken.latents, sampler.times[taken.index])
    mean, spread, _ = sampler.chances(taken.index, velocity, taken.latents, taken.clean_before)
    return -((taken.after - mean) / spread).square().mean() / 2


def score(parts: Parts, latents: Tensor, wanted: Tensor) -> float:
    """The reward of finished latents [1, F, c, h, w] with the reference's slot."""
    frames = Codec(parts.vae, product()).decode(latents[:, 1:].to(parts.dtype))
    return reward(remembered(parts.memory, np.concatenate([pixels(group) for group in frames])), wanted)


@torch.no_grad()
def rollout(policy: Policy, like: Tensor, sampler: StochasticSampler, lot: Lot) -> list[Taken]:
    """From noise of the shape of `like` to latents, every step drawn by the lot."""
    latents, before, steps = lot.normal(like), None, []
    for index, time in enumerate(sampler.times):
        mean, spread, clean = sampler.chances(index, policy.velocity(latents, time), latents, before)
        after = mean + spread * lot.normal(latents)
        steps.append(Taken(index, latents, before, after))
        latents, before = after, clean
    return steps
