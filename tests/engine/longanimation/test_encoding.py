"""What is kept of encoded pictures is found again for equal inputs, and only for these."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.longanimation.encoding import Encoder
from engine.longanimation.noise import NoisePlan
from engine.longanimation.plan import Plan, Tier
from engine.longanimation.settings import NoiseKind, Settings, product
from engine.longanimation.stages import Stages
from engine.longanimation.tiny import CHANNELS, TinySource

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
