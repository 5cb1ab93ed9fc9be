"""What is kept of encoded pictures is found again for equal inputs, and only for these."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch

from engine.longanimation.encoding import Encoder, avoided, words
from engine.longanimation.noise import NoisePlan
from engine.longanimation.plan import Plan, Tier
from engine.longanimation.settings import NoiseKind, Settings, product
from engine.longanimation.stages import Stages
from engine.longanimation.tiny import CHANNELS, TinySource
from engine.protocol.messages import ColorizeShot, PromptRange, SegmentRequest

SHAPE = (1, 6, CHANNELS, 4, 6)
PICTURE = np.random.default_rng(1).integers(0, 256, (1, 32, 48, 3), dtype=np.uint8)


def encoder(settings: Settings, folder: Path) -> Encoder:
    stages = Stages(TinySource(), Plan(torch.device("cpu"), torch.float32, Tier.RESIDENT))
    return Encoder(stages, settings, folder, lambda: None)


@pytest.mark.parametrize(("kind", "different"), [("independent", 2), ("shared", 1), ("aligned", 1)])
def test_a_sampled_reference_is_kept_for_its_own_noise(tmp_path, kind: NoiseKind, different: int) -> None:
    encodes = encoder(replace(product(), samples_reference=True, noise=kind), tmp_path)
    seen = []
    for _ in range(2):
        for index in range(2):
            noise = NoisePlan(kind, 7).segment(index, 64 * index, SHAPE, 10)
            seen.append(encodes.reference(PICTURE, noise.reference))
    assert torch.equal(seen[0], seen[2])
    assert torch.equal(seen[1], seen[3])
    assert torch.equal(seen[0], seen[1]) == (different == 1)
    assert len(list(tmp_path.iterdir())) == different


def test_a_reference_that_is_not_sampled_is_encoded_once_for_all_noise(tmp_path) -> None:
    encodes = encoder(product(), tmp_path)
    one, other = (encodes.reference(PICTURE, torch.randn(1, CHANNELS, 1, 4, 6)) for _ in range(2))
    assert torch.equal(one, other)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_segment_is_led_away_from_the_words_of_the_ranges_that_touch_it() -> None:
    ranges = (
        PromptRange(first=1, last=99, text="a girl", avoid="rain"),
        PromptRange(first=5, last=9, text="", avoid=" text "),
        PromptRange(first=9, last=12, text="night", avoid="rain"),
        PromptRange(first=40, last=50, text="day", avoid="snow"),
    )
    request = ColorizeShot(
        job="j", colorizer="longanimation", width=8, height=8, frames=(), keys=(), segments=(), out_dir="",
        cache_dir="", prompts=ranges,
    )  # fmt: skip
    segment = SegmentRequest(index=0, first=8, last=20, seed=0, digest="")
    assert avoided(request, segment) == "rain, text"
    assert words(request, segment, product()).startswith("a girl night High")
    bare = SegmentRequest(index=0, first=8, last=20, seed=0, digest="")
    assert avoided(replace_prompts(request), bare) == "", "without such words it is as the authors have it"


def replace_prompts(request: ColorizeShot) -> ColorizeShot:
    """The same prompts with nothing to avoid."""
    prompts = tuple(PromptRange(first=one.first, last=one.last, text=one.text) for one in request.prompts)
    return msgspec.structs.replace(request, prompts=prompts)


def test_words_to_avoid_are_encoded_in_place_of_none_and_kept_apart(tmp_path) -> None:
    encodes = encoder(product(), tmp_path)
    said, none = encodes.texts("a girl")
    again, rain = encodes.texts("a girl", "rain")
    assert torch.equal(said, again)
    assert not torch.equal(none, rain)
    assert torch.equal(rain, encodes.texts("night", "rain")[1])
