"""The two ways of coloring differ where they should, presets choose speed, and bad values get one sentence."""

from __future__ import annotations

import pytest

from engine.errors import BadRequest
from engine.longanimation.settings import PRESETS, STEPS, official, parse, product


def test_the_authors_numbers():
    settings = official()
    assert (settings.overlap, settings.stride, settings.steps, settings.guidance) == (16, 65, 50, 6.0)
    assert (settings.sampler, settings.noise) == ("sde", "shared")
    assert settings.extracts_lines
    assert not settings.lays_keys
    assert settings.suffix_accumulates
    assert not settings.scales_reference


def test_the_products_numbers():
    settings = product()
    assert (settings.overlap, settings.stride) == (17, 64)
    assert not settings.extracts_lines
    assert settings.reference_fit == settings.sketch_fit == "pad"
    assert not settings.samples_sketches
    assert settings.reference_sketch_always


def test_nothing_asked_for_is_the_products_standard():
    settings = parse({})
    assert settings.mode == "product"
    assert settings.steps == PRESETS["standard"]["steps"]


def test_official_mode_is_exactly_the_authors_way():
    assert parse({"mode": "official"}) == official()


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_has_an_even_schedule_and_fewer_steps_the_quicker_it_is(preset):
    settings = parse({"preset": preset})
    assert settings.steps in STEPS
    assert 1000 % settings.steps == 0
    assert parse({"preset": "quick"}).steps < parse({}).steps < parse({"preset": "final"}).steps


def test_one_value_overrides_the_preset():
    settings = parse({"preset": "quick", "steps": 20, "noise": "aligned", "control_every": 4, "guidance": 5})
    assert (settings.steps, settings.noise, settings.speed.control_every, settings.guidance) == (20, "aligned", 4, 5)
    assert settings.speed.guidance_until == parse({"preset": "quick"}).speed.guidance_until


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"stepz": 25}, 'no setting named "stepz"'),
        ({"steps": 4, "fusion_from": 0.8}, 'With 4 steps the setting "fusion_from" must be less than 0.8'),
        ({"speed": "fast"}, 'no setting named "speed"'),
        ({"steps": 30}, "50 or 40 or 25 or 20 or 10"),
        ({"steps": 25.0}, "50 or 40"),
        ({"steps": True}, "50 or 40"),
        ({"mode": "best"}, "official or product"),
        ({"preset": 3}, "quick or standard or final"),
        ({"guidance": "much"}, "a number from 1 to 20"),
        ({"guidance": float("nan")}, "a number from 1 to 20"),
        ({"guidance": True}, "a number from 1 to 20"),
        ({"control_every": 0}, "a whole number from 1 to 10"),
        ({"control_every": 2.5}, "a whole number from 1 to 10"),
        ({"overlap": 40}, "16 or 17"),
        ({"lays_keys": 1}, "true or false"),
        ({"guidance_until": 1.5}, "a number from 0 to 1"),
    ],
)
def test_a_bad_value_gets_one_clear_sentence(values, said):
    with pytest.raises(BadRequest, match=said) as raised:
        parse(values)
    assert str(raised.value).count(". ") == 0


def test_guidance_is_cut_after_its_share_of_the_steps():
    speed = parse({"preset": "quick"}).speed
    assert [speed.guided(step, 10) for step in range(10)] == [True] * 6 + [False] * 4
    assert all(official().speed.guided(step, 50) for step in range(50))
