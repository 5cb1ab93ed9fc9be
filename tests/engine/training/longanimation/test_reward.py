"""The color consistency reward, and that its score-function gradient is the one of Eq. 2 and raises it."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from beginnings import CPU
from torch import Tensor, nn
from torch.distributions import Normal

from engine.longanimation.noise import NoisePlan
from engine.longanimation.schedule import StochasticSampler, sampler
from engine.training.longanimation.configs import TINY
from engine.training.longanimation.networks import build
from engine.training.longanimation.objectives import Lot
from engine.training.longanimation.reward import Rollout, advantages, consistency, log_chance, push, reward, rollout

SHAPE = (1, 2, 4, 2, 2)
STEPS = 5


class Leaning(nn.Module):
    """Predicts a picture that is one number everywhere; learns the number."""

    def __init__(self) -> None:
        super().__init__()
        self.level = nn.Parameter(torch.tensor(0.0))

    def velocity(self, latents: Tensor, time: int) -> Tensor:
        return 0.3 * latents - self.level


def test_the_reward_is_minus_the_squared_distance_of_keys_and_values() -> None:
    wanted = torch.randn(1, 2, 3, 7, 5, generator=torch.Generator().manual_seed(0))
    assert reward(wanted, wanted) == 0
    kept = wanted.clone()
    kept[:, 0, 1] += 2  # the keys of one of three layers
    assert reward(kept, wanted) == pytest.approx(-4)
    kept[:, 1, 2] -= 3  # the values of another
    assert reward(kept, wanted) == pytest.approx(-13)


def test_the_reward_tells_colorings_apart_that_16_bits_round_together(examples) -> None:
    parts, truth = build(TINY, CPU), examples.example(0).color
    near, far = truth.copy(), truth.copy()
    near[:, 20:22, 30:33] ^= 8
    far[:, 10:40, 10:50] ^= 64
    exact = [consistency(parts, frames, truth) for frames in (truth, near, far)]
    assert exact[0] == 0
    assert exact[0] > exact[1] > exact[2]
    with torch.autocast("cpu", torch.bfloat16):
        assert [consistency(parts, frames, truth) for frames in (truth, near, far)] == exact


def test_a_rollout_is_what_the_products_sampler_draws_from_the_same_noise() -> None:
    policy, steps = Leaning(), 10
    noise = NoisePlan("shared", 3).segment(0, 0, SHAPE, steps)

    class Same(Lot):
        def normal(self, like: Tensor) -> Tensor:
            drawn.append(noise.step(len(drawn) - 1) if drawn else noise.start)
            return drawn[-1]

    drawn: list[Tensor] = []
    taken = rollout(policy, torch.zeros(SHAPE), StochasticSampler(steps), Same(0, 0))
    schedule, again = sampler("sde", steps), NoisePlan("shared", 3).segment(0, 0, SHAPE, steps)
    latents = again.start
    with torch.no_grad():
        for index, time in enumerate(schedule.times):
            latents, _ = schedule.step(index, policy.velocity(latents, time), latents, again.step)
    assert torch.equal(taken[-1].after, latents)


def test_how_likely_a_step_was_is_the_normal_distributions_own_word() -> None:
    policy, schedule = Leaning(), StochasticSampler(STEPS)
    taken = rollout(policy, torch.zeros(SHAPE), schedule, Lot(0, 1))
    for one in taken[:-1]:
        told = log_chance(schedule, policy, one)
        assert told is not None
        velocity = policy.velocity(one.latents, schedule.times[one.index])
        mean, spread, _ = schedule.chances(one.index, velocity, one.latents, one.clean_before)
        wanted = Normal(mean, spread).log_prob(one.after).mean()
        (mine,) = torch.autograd.grad(told, policy.level, retain_graph=True)
        (theirs,) = torch.autograd.grad(wanted, policy.level)
        assert mine.item() == pytest.approx(theirs.item(), rel=1e-4)
    assert log_chance(schedule, policy, taken[-1]) is None, "the last step draws nothing"


def test_rollouts_are_judged_by_each_other() -> None:
    assert advantages([1.0]) == [0.0]
    assert advantages([2.0, 2.0, 2.0]) == [0.0, 0.0, 0.0]
    told = advantages([1.0, 2.0, 6.0])
    assert sum(told) == pytest.approx(0)
    assert told[2] == pytest.approx((6 - 1.5) / np.std([1, 2, 6]))


def test_the_gradient_raises_a_reward_that_has_none_of_its_own() -> None:
    policy, schedule, aim = Leaning(), StochasticSampler(STEPS), 0.8
    optimizer = torch.optim.Adam(policy.parameters(), lr=0.03)
    means: list[float] = []
    for step in range(60):
        rollouts = []
        for part in range(8):
            steps = rollout(policy, torch.zeros(SHAPE), schedule, Lot(5, step * 8 + part))
            rollouts.append(Rollout(steps, -abs(float(steps[-1].after.mean()) - aim)))
        optimizer.zero_grad()
        push(policy, schedule, rollouts, 1.0)
        optimizer.step()
        means.append(float(np.mean([one.reward for one in rollouts])))
    assert np.mean(means[-10:]) > np.mean(means[:5]) / 3, means
