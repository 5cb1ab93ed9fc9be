"""Noise is fixed by the seed, drawn in the authors' order, shared as the plan says, and leaves other draws alone."""

from __future__ import annotations

import pytest
import torch

from engine.longanimation.noise import NoisePlan, SegmentNoise

SHAPE = (1, 22, 4, 3, 5)
STEPS = 4


def _all(noise: SegmentNoise) -> list[torch.Tensor]:
    return [noise.reference, noise.start, *(noise.step(index) for index in range(STEPS))]


def _equal(one: list[torch.Tensor], other: list[torch.Tensor]) -> bool:
    return all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


def test_the_draws_come_in_the_authors_order():
    stream = torch.Generator().manual_seed(7)
    reference = torch.randn(1, 4, 1, 3, 5, generator=stream)
    start = torch.randn(SHAPE, generator=stream)
    first = torch.randn(SHAPE, generator=stream)
    torch.randn(SHAPE, generator=stream)
    second = torch.randn(SHAPE, generator=stream)
    torch.randn(SHAPE, generator=stream)
    third = torch.randn(SHAPE, generator=stream)
    last = torch.randn(SHAPE, generator=stream)
    noise = NoisePlan("shared", 7).segment(0, 0, SHAPE, STEPS)
    assert _equal(_all(noise), [reference, start, first, second, third, last])


def test_steps_are_drawn_in_order_or_not_at_all():
    noise = NoisePlan("shared", 7).segment(0, 0, SHAPE, STEPS)
    noise.step(0)
    with pytest.raises(ValueError, match="step 1 is next"):
        noise.step(2)


def test_shared_noise_is_equal_for_every_segment():
    plan = NoisePlan("shared", 3)
    assert _equal(_all(plan.segment(0, 0, SHAPE, STEPS)), _all(plan.segment(5, 320, SHAPE, STEPS)))


def test_aligned_noise_is_equal_where_segments_share_frames():
    plan = NoisePlan("aligned", 3)
    earlier, later = (_all(plan.segment(index, 64 * index, SHAPE, STEPS)) for index in (1, 2))
    assert torch.equal(earlier[0], later[0])
    for old, new in zip(earlier[1:], later[1:], strict=True):
        assert torch.equal(old[:, 0], new[:, 0])  # the reference's slot
        assert torch.equal(old[:, 17:], new[:, 1:6])  # 17 frames: one alone and four times four
        assert not torch.equal(old[:, 1:], new[:, 1:])
    places = [slot for part in earlier[1:] for slot in part[0]]
    assert len({slot.numpy().tobytes() for slot in places}) == len(places)


def test_independent_noise_differs_between_segments_and_comes_again():
    plan = NoisePlan("independent", 3)
    one = _all(plan.segment(0, 0, SHAPE, STEPS))
    assert _equal(one, _all(plan.segment(0, 0, SHAPE, STEPS)))
    other = _all(plan.segment(1, 64, SHAPE, STEPS))
    assert not any(torch.equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", ["shared", "aligned", "independent"])
def test_every_seed_is_a_seed(kind):
    seen = []
    for seed in (0, 1, -1, 2**63 - 1, 2**70 + 3):
        once, again = (NoisePlan(kind, seed).segment(0, 0, SHAPE, STEPS) for _ in range(2))
        assert torch.equal(once.start, again.start)
        seen.append(once.start.numpy().tobytes())
    assert len(set(seen)) == len(seen) - (kind == "shared")  # there -1 and 2**63 - 1 are one generator's seed


@pytest.mark.parametrize("kind", ["shared", "aligned", "independent"])
def test_the_noise_is_normal(kind):
    start = NoisePlan(kind, 0).segment(0, 0, (1, 22, 4, 30, 50), STEPS).start
    assert abs(start.mean().item()) < 0.01
    assert abs(start.std().item() - 1) < 0.01


@pytest.mark.parametrize("kind", ["shared", "aligned", "independent"])
def test_the_global_generator_is_left_alone(kind):
    torch.manual_seed(11)
    expected = torch.rand(4)
    torch.manual_seed(11)
    plan = NoisePlan(kind, 3)
    _all(plan.segment(1, 64, SHAPE, STEPS))
    plan.posterior("sketch 1", (2, 3))
    assert torch.equal(torch.rand(4), expected)
