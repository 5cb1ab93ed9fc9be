"""A memory grown frame by frame is that of all frames read at once, and costs only the end of the history."""

from __future__ import annotations

from itertools import pairwise

import pytest
import torch
from torch import Tensor

from engine.longanimation.models.memory_config import LanguageConfig, Prompt
from engine.longanimation.models.memory_encoder import MemoryEncoder, sampled

TINY = LanguageConfig(
    hidden=32, intermediate=48, layers=10, heads=4, kv_heads=2, window=3 * 144
)  # three frames at a time
PROMPT = Prompt(before=tuple(range(14)), after=tuple(range(14, 30)))
PER_FRAME = 144


@pytest.fixture(scope="module")
def encoder() -> MemoryEncoder:
    torch.manual_seed(21)
    return MemoryEncoder(TINY, None, PROMPT).eval()


@pytest.fixture(scope="module")
def features() -> Tensor:
    return torch.randn(23, PER_FRAME, 32, generator=torch.Generator().manual_seed(22))


@pytest.mark.parametrize("cuts", [[1, 2, 3, 4], [3, 6, 1], [1] * 7, [10]])
def test_growth_changes_no_bit(encoder: MemoryEncoder, features: Tensor, cuts: list[int]):
    history = encoder.begin()
    for piece in features[: sum(cuts)].split(cuts):
        history = encoder.extend(history, piece)
        count = history.frames
        fresh = encoder.extend(encoder.begin(), features[:count])
        memory = encoder.global_memory(history)
        assert memory.shape == (1, 2, 3, 14 + 18 * count + 16, 16)
        assert torch.equal(memory, encoder.global_memory(fresh))
        assert torch.equal(encoder.local_memory(history), encoder.local_memory(fresh))
    assert history.frames == sum(cuts)


def test_the_local_memory_is_that_of_the_last_twenty_frames(encoder: MemoryEncoder, features: Tensor):
    history = encoder.extend(encoder.begin(), features)
    alone = encoder.extend(encoder.begin(), features[-20:])
    assert torch.equal(encoder.local_memory(history), encoder.global_memory(alone))
    assert encoder.local_memory(history).shape[3] == 390


def test_what_was_read_is_not_read_again(encoder: MemoryEncoder, features: Tensor, monkeypatch: pytest.MonkeyPatch):
    history = encoder.extend(encoder.begin(), features[:7])
    read, lengths = encoder.language.read, []

    def counted(window, cached, beacons):
        lengths.append(window.shape[1])
        return read(window, cached, beacons)

    monkeypatch.setattr(encoder.language, "read", counted)
    encoder.global_memory(encoder.extend(history, features[7:11]))
    assert lengths == [3 * PER_FRAME * 9 // 8, 2 * PER_FRAME * 9 // 8, 16], (
        "the windows of the new frames, the prompt's end"
    )


def test_a_memory_knows_every_frame(encoder: MemoryEncoder, features: Tensor):
    changed = features.clone()
    changed[4] += 1
    before, after = (encoder.global_memory(encoder.extend(encoder.begin(), each[:8])) for each in (features, changed))
    first_of_frame = 14 + 18 * 4
    differs = (before != after).any(-1)
    assert not differs[..., :first_of_frame].any(), "frames before it do not see it"
    assert differs[..., first_of_frame : first_of_frame + 18].all()
    assert differs[..., first_of_frame + 18 :].any(), "frames after it do"


def test_a_history_keeps_only_what_it_needs(encoder: MemoryEncoder, features: Tensor):
    history = encoder.extend(encoder.begin(), features)
    assert len(history.recent) == 20
    assert history.recent.untyped_storage().nbytes() == history.recent.numel() * 4
    assert sum(part.tokens for part in history.cached) == 14 + 18 * 21
    parts = [side for part in history.cached for side in (*part.keys, *part.values)]
    assert all(part.untyped_storage().nbytes() == part.numel() * 4 for part in parts)


def test_long_histories_are_sampled_evenly():
    assert sampled(650) == list(range(650))
    chosen = sampled(1300)
    assert len(chosen) == 650
    assert (chosen[0], chosen[-1]) == (0, 1299)
    assert {later - earlier for earlier, later in pairwise(chosen)} == {2, 3}
