"""Samplers end where they should, the loop leaves nothing behind, and each speed option is exact when off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import tiny
import torch
from diffusers.schedulers.scheduling_dpm_cogvideox import CogVideoXDPMScheduler

from engine.errors import BadRequest, JobCancelled
from engine.longanimation import signals
from engine.longanimation.noise import NoisePlan
from engine.longanimation.options import SpeedOptions
from engine.longanimation.sampling import Controls, Networks, Step, denoise
from engine.longanimation.schedule import SCHEDULE, sampler
from engine.longanimation.settings import STEPS, SamplerName, Settings, product

SAMPLERS: tuple[SamplerName, ...] = ("sde", "ode", "unipc")


@pytest.fixture(scope="module")
def networks() -> Networks:
    return tiny.networks()


def _settings(sampler_name: SamplerName = "ode", steps: int = 10, **speed: Any) -> Settings:
    return replace(product(), sampler=sampler_name, steps=steps, speed=SpeedOptions(**speed))


def _colored(networks: Networks, settings: Settings, memory: bool = False) -> list[Step]:
    noise = NoisePlan("shared", 1).segment(0, 0, tiny.SHAPE, settings.steps)
    return list(denoise(networks, tiny.conditions(networks, memory=memory), settings, noise))


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("name", SAMPLERS)
def test_times_are_trailing_and_equal_for_every_sampler(name, steps):
    assert sampler(name, steps).times == tuple(range(999, 0, -1000 // steps))


def test_the_authors_times():
    assert sampler("sde", 50).times[:2] == (999, 979)
    assert sampler("sde", 50).times[-2:] == (39, 19)


@pytest.mark.parametrize("steps", [30, 15, 12, 0, -1])
def test_steps_that_do_not_divide_1000_are_refused(steps):
    with pytest.raises(BadRequest, match="do not divide 1000"):
        sampler("sde", steps)


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("name", SAMPLERS)
def test_a_true_velocity_leads_to_the_picture_it_belongs_to(name, steps):
    """With the velocity that belongs to one picture at every level, every sampler ends on that picture."""
    picture = tiny.random(*tiny.SHAPE, seed=1)
    shares = CogVideoXDPMScheduler(**SCHEDULE, snr_shift_scale=1.0).alphas_cumprod.float()
    chosen, noise = sampler(name, steps), NoisePlan("shared", 2).segment(0, 0, tiny.SHAPE, steps)
    latents = noise.start
    for index, time in enumerate(chosen.times):
        signal, spread = shares[time] ** 0.5, (1 - shares[time]) ** 0.5
        velocity = (signal * latents - picture) / spread
        latents, clean = chosen.step(index, velocity, latents, noise.step)
        torch.testing.assert_close(clean, picture, rtol=0, atol=2e-3)  # alpha bar is 0 for one, 2^-24 for others
    torch.testing.assert_close(latents, picture, rtol=0, atol=2e-3)


@pytest.mark.parametrize("name", SAMPLERS)
def test_the_last_step_ends_on_the_predicted_picture_exactly(networks, name):
    last = _colored(networks, _settings(name))[-1]
    torch.testing.assert_close(last.latents, last.clean, rtol=0, atol=1e-6)


def test_the_first_step_of_the_authors_sampler_forgets_the_start():
    """At zero signal the update is the prediction and new noise alone."""
    noise = [NoisePlan("shared", 3).segment(0, 0, tiny.SHAPE, 50) for _ in range(2)]
    velocity = tiny.random(*tiny.SHAPE)
    one, _ = sampler("sde", 50).step(0, velocity, noise[0].start, noise[0].step)
    other, _ = sampler("sde", 50).step(0, velocity, -3 * noise[1].start, noise[1].step)
    torch.testing.assert_close(one, other)


def test_the_authors_step_is_diffusers():
    """Step by step with the same draws; diffusers' class draws them itself."""
    theirs = CogVideoXDPMScheduler(**SCHEDULE, snr_shift_scale=1.0)
    theirs.set_timesteps(10)
    ours, noise = sampler("sde", 10), NoisePlan("shared", 4).segment(0, 0, tiny.SHAPE, 10)
    stream = torch.Generator().manual_seed(4)
    torch.randn(1, *tiny.SHAPE[2:3], 1, *tiny.SHAPE[3:], generator=stream)
    latents = expected = torch.randn(tiny.SHAPE, generator=stream)
    old = None
    for index, time in enumerate(ours.times):
        velocity = tiny.random(*tiny.SHAPE, seed=index)
        before = ours.times[index - 1] if index else None
        expected, old = theirs.step(velocity, old, time, before, expected, generator=stream)  # pyright: ignore
        latents, clean = ours.step(index, velocity, latents, noise.step)
        assert torch.equal(clean, old)
        assert torch.equal(latents, expected)


@pytest.mark.parametrize("name", SAMPLERS)
def test_latents_changed_from_outside_stay_changed(name):
    """UniPC's corrector would go back to the step before and undo a fusing: it rests where segments are fused."""
    shares = CogVideoXDPMScheduler(**SCHEDULE, snr_shift_scale=1.0).alphas_cumprod.float()
    change, ends = tiny.random(*tiny.SHAPE, seed=8), []
    for size in (0.0, 1.0):
        chosen, noise = sampler(name, 10, fused_from=6), NoisePlan("shared", 4).segment(0, 0, tiny.SHAPE, 10)
        latents = noise.start
        for index in range(8):
            velocity = tiny.random(*tiny.SHAPE, seed=index)
            if index == 7:  # the latents are changed, what is predicted from them is not
                share = shares[chosen.times[index]]
                latents, velocity = latents + size * change, velocity + size * (share / (1 - share)) ** 0.5 * change
            latents, _ = chosen.step(index, velocity, latents, noise.step)
        ends.append(latents)
    assert (ends[1] - ends[0]).norm() > 0.3 * change.norm()


@pytest.mark.parametrize("name", SAMPLERS)
def test_the_same_seed_gives_the_same_latents_and_leaves_the_global_generator_alone(networks, name):
    torch.manual_seed(1)
    once = _colored(networks, _settings(name))[-1].latents
    torch.manual_seed(2)
    expected = torch.random.get_rng_state()
    assert torch.equal(_colored(networks, _settings(name))[-1].latents, once)
    assert torch.equal(torch.random.get_rng_state(), expected)


def test_more_deterministic_steps_come_nearer_to_many(networks):
    goal = _colored(networks, _settings(steps=200))[-1].latents
    off = [(_colored(networks, _settings(steps=steps))[-1].latents - goal).norm().item() for steps in (10, 25, 50)]
    assert off[0] > off[1] > off[2]


def test_memory_changes_the_picture(networks):
    settings = _settings()
    plain, remembered = (_colored(networks, settings, memory=memory)[-1].latents for memory in (False, True))
    assert not torch.allclose(plain, remembered, atol=1e-3)


@pytest.mark.parametrize(("rounds", "dtype"), [(True, torch.bfloat16), (False, torch.float32)])
def test_latents_are_rounded_to_the_networks_type_only_where_asked_for(rounds, dtype):
    networks = tiny.networks()
    networks.transformer.bfloat16()
    networks.sketch_dit.bfloat16()
    given = tiny.conditions(networks)
    halved = {name: getattr(given, name).bfloat16() for name in ("sketch", "image", "text", "no_text")}
    noise = NoisePlan("shared", 1).segment(0, 0, tiny.SHAPE, 10)
    settings = replace(_settings(), rounds_latents=rounds)
    first, *_, last = denoise(networks, replace(given, **halved), settings, noise)
    assert (first.latents.dtype, last.latents.dtype) == (dtype, dtype)
    assert last.latents.isfinite().all()


def test_stopping_takes_effect_between_passes(networks):
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) == 8

    noise = NoisePlan("shared", 1).segment(0, 0, tiny.SHAPE, 10)
    steps = denoise(networks, tiny.conditions(networks), _settings(guidance_batched=False), noise, None, stop)
    seen = [next(steps)]
    with pytest.raises(JobCancelled):
        seen.extend(steps)
    assert len(seen) == 1  # four passes a step: control and transformer for each half
    assert len(asked) == 8


def _off(one: torch.Tensor, other: torch.Tensor) -> float:
    return ((one - other).norm() / other.norm()).item()


def test_halves_one_after_the_other_are_the_batch(networks):
    plain = _colored(networks, _settings(), memory=True)[-1].latents
    apart = _colored(networks, _settings(guidance_batched=False), memory=True)[-1].latents
    assert _off(apart, plain) < 1e-4


def test_options_that_are_off_change_no_bit(networks):
    plain = _colored(networks, _settings(), memory=True)[-1].latents
    off = _settings(guidance_until=1.0, control_every=1, residual_threshold=0.0, fast_attention=False)
    assert torch.equal(_colored(networks, off, memory=True)[-1].latents, plain)


@pytest.mark.parametrize("speed", [{}, {"control_every": 3, "guidance_until": 0.6}])
def test_another_seed_uses_the_control_again(networks, speed):
    settings, given = _settings(**speed), tiny.conditions(networks, memory=True)

    def ended(seed: int, controls: Controls | None) -> torch.Tensor:
        noise = NoisePlan("shared", seed).segment(0, 0, tiny.SHAPE, settings.steps)
        *_, last = denoise(networks, given, settings, noise, controls=controls)
        return last.latents

    kept: Controls = {}
    assert torch.equal(ended(1, kept), ended(1, None))
    counted: list[int] = []
    hook = networks.sketch_dit.register_forward_hook(lambda *_: counted.append(1))
    again = ended(2, kept)
    hook.remove()
    assert not counted
    assert torch.equal(again, ended(2, None))


@pytest.mark.parametrize("speed", [{}, {"control_every": 3}])
def test_the_room_that_control_signals_need_is_known_beforehand(networks, speed):
    settings, given, kept = _settings(**speed), tiny.conditions(networks), {}
    noise = NoisePlan("shared", 1).segment(0, 0, tiny.SHAPE, settings.steps)
    for _ in denoise(networks, given, settings, noise, controls=kept):
        pass
    taken = sum(part.nbytes for part in kept.values())
    width = tiny.TRANSFORMER["num_attention_heads"] * tiny.TRANSFORMER["attention_head_dim"]
    assert taken <= signals.most(given, settings, width) < 1.5 * taken


@pytest.mark.parametrize("steps", [10, 25])
def test_interpolated_control_is_near_and_computed_less_often(networks, steps):
    counted: list[int] = []
    hook = networks.sketch_dit.register_forward_hook(lambda *_: counted.append(1))
    plain = _colored(networks, _settings(steps=steps), memory=True)[-1].latents
    every = len(counted)
    near = _colored(networks, _settings(steps=steps, control_every=3), memory=True)[-1].latents
    hook.remove()
    assert every == steps
    assert len(counted) - every == (steps - 1) // 3 + 1  # 0, 3, 6 .. and the last, which is one of them here
    assert 0 < _off(near, plain) < 0.1


def test_guidance_cut_near_the_end_is_near_and_saves_passes(networks):
    sizes: list[int] = []
    hook = networks.transformer.register_forward_pre_hook(lambda _, given: sizes.append(len(given[0])))
    plain = _colored(networks, _settings(steps=25))[-1].latents
    del sizes[:]
    near = _colored(networks, _settings(steps=25, guidance_until=0.8, control_every=3))[-1].latents
    hook.remove()
    assert sizes == [2] * 20 + [1] * 5
    assert 0 < _off(near, plain) < 0.2


def test_no_guidance_at_all_is_the_prompts_half(networks):
    cut = _colored(networks, _settings(guidance_until=0.0))[-1].latents
    alone = _colored(networks, replace(_settings(), guidance=1.0))[-1].latents
    assert _off(cut, alone) < 1e-4


def test_the_residual_cache_skips_blocks_and_stays_near(networks):
    counted: list[int] = []
    hook = networks.transformer.transformer_blocks[-1].register_forward_hook(lambda *_: counted.append(1))
    plain = _colored(networks, _settings(steps=50))[-1].latents
    assert len(counted) == 50
    del counted[:]
    near = _colored(networks, _settings(steps=50, residual_threshold=0.5))[-1].latents
    skipped = 50 - len(counted)
    del counted[:]
    computed = _colored(networks, _settings(steps=50, residual_threshold=1e-9))[-1].latents
    hook.remove()
    assert skipped >= 10  # random weights move more from step to step than trained ones
    assert 0 < _off(near, plain) < 0.1
    assert len(counted) == 50
    assert _off(computed, plain) < 1e-4
