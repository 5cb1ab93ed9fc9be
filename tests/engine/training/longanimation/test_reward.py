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
from engine.training.longanimation.reward import (
    Standing,
    advantages,
    consistency,
    fork,
    log_chance,
    onward,
    push,
    reward,
)

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
    drawn = [noise.step(index) for index in range(steps)]
    with torch.no_grad():
        done = onward(policy, StochasticSampler(steps), Standing(0, noise.start), drawn, steps)
    schedule, again = sampler("sde", steps), NoisePlan("shared", 3).segment(0, 0, SHAPE, steps)
    latents = again.start
    with torch.no_grad():
        for index, time in enumerate(schedule.times):
            latents, _ = schedule.step(index, policy.velocity(latents, time), latents, again.step)
    assert torch.equal(done.latents, latents)


def test_rollouts_part_in_one_step_and_share_all_other_noise() -> None:
    policy, schedule, ends = Leaning(), StochasticSampler(STEPS), []

    def worth(latents: Tensor) -> float:
        ends.append(latents)
        return float(latents.mean())

    seen: set[int] = set()
    for index in range(24):
        ends.clear()
        made = fork(policy, torch.zeros(SHAPE), schedule, Lot(0, index), 5, worth)
        seen.add(made.place.index)
        assert made.rewards == [float(end.mean()) for end in ends]
        middle = (made.afters[0] + made.afters[1]) / 2
        assert torch.allclose(middle, (made.afters[2] + made.afters[3]) / 2, atol=1e-5), "opposite noises"
        # Leaning is linear, so that what lies between two parted rollouts is between their ends too.
        assert torch.allclose((ends[0] + ends[1]) / 2, (ends[2] + ends[3]) / 2, atol=1e-5), "the same noise again"
        assert len({float(end.mean()) for end in ends}) == 5
    assert seen == set(range(STEPS - 1)), "in any step but the last, which draws nothing"


def test_how_likely_a_step_was_is_the_normal_distributions_own_word() -> None:
    mean = torch.randn(SHAPE, generator=torch.Generator().manual_seed(1)).requires_grad_()
    after, spread = torch.randn(SHAPE, generator=torch.Generator().manual_seed(2)), torch.tensor(0.3)
    (mine,) = torch.autograd.grad(log_chance(after, mean, spread), mean)
    (theirs,) = torch.autograd.grad(Normal(mean, spread).log_prob(after).mean(), mean)
    assert torch.allclose(mine, theirs)


def test_the_estimate_is_the_gradient_of_the_expected_reward() -> None:
    """Of a reward that can be differentiated, over every step in which rollouts may part."""
    policy, schedule = Leaning(), StochasticSampler(3)
    estimates: dict[int, list[float]] = {}
    for index in range(600):
        made = fork(policy, torch.zeros(SHAPE), schedule, Lot(3, index), 8, lambda latents: float(latents.mean()))
        spread = float(np.std(made.rewards))
        policy.level.grad = None
        push(policy, schedule, made, 1.0)
        assert policy.level.grad is not None
        # Back to units: of the reward, and of all of the latents' numbers; a pair's baseline counts its other half.
        found = -float(policy.level.grad) * spread * int(np.prod(SHAPE)) * 7 / 8
        estimates.setdefault(made.place.index, []).append(found)
    noises = [torch.zeros(SHAPE)] * 3
    for parted, found in estimates.items():
        ends = []
        for level in (0.0, 1e-2):  # the level counts in the step where they part alone
            now, other = Leaning(), Leaning()
            now.level.data += level
            place = onward(other, schedule, Standing(0, torch.zeros(SHAPE)), noises, parted)
            place = onward(now, schedule, place, noises, parted + 1)
            ends.append(float(onward(other, schedule, place, noises, 3).latents.detach().mean()))
        truth = (ends[1] - ends[0]) / 1e-2
        assert np.mean(found) == pytest.approx(truth, abs=4 * np.std(found) / len(found) ** 0.5)
        assert abs(truth) > 10 * np.std(found) / len(found) ** 0.5, "else this would say nothing"


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
        made = fork(
            policy, torch.zeros(SHAPE), schedule, Lot(5, step), 8, lambda latents: -abs(float(latents.mean()) - aim)
        )
        optimizer.zero_grad()
        push(policy, schedule, made, 1.0)
        optimizer.step()
        means.append(float(np.mean(made.rewards)))
    assert np.mean(means[-10:]) > np.mean(means[:5]) / 3, means
