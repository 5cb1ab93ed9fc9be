"""The memory encoder gives the golden numbers, and reads the keys of the released checkpoint."""

from __future__ import annotations

from typing import Any

import golden
import pytest
import torch
from torch import Tensor

from engine.longanimation.models import memory_weights
from engine.longanimation.models.memory_config import Prompt, read_config
from engine.longanimation.models.memory_encoder import MemoryEncoder


def built(said: Any) -> MemoryEncoder:
    language, _ = read_config(said["config"])
    return MemoryEncoder(language, None, Prompt(tuple(said["prefix_ids"]), tuple(said["tail_ids"])))


def seeded(said: Any) -> MemoryEncoder:
    """With the seeded weights, which pass through the loading of a released checkpoint."""
    encoder = built(said)
    shapes = memory_weights.needed_shapes(encoder)
    shapes[memory_weights.VOCABULARY] = (said["config"]["vocab_size"], said["config"]["hidden_size"])
    memory_weights.load(encoder, golden.seeded(said["seed"], shapes), torch.device("cpu"), torch.float32)
    return encoder


def features_of(said: Any, given: dict[str, Tensor]) -> Tensor:
    return given["features"].unflatten(0, (said["frames"], said["tokens_per_frame"]))


@pytest.mark.parity
def test_the_memories_are_the_golden_ones():
    said, given = golden.description("memory_encoder"), golden.tensors("memory_encoder")
    encoder, features = seeded(said), features_of(said, given)
    history = encoder.extend(encoder.begin(), features)
    golden.compare("global memory", encoder.global_memory(history), given["global_memory"])
    golden.compare("local memory", encoder.local_memory(history), given["local_memory_last_20"])
    early = encoder.extend(encoder.begin(), features[:7])
    golden.compare("memory of 7 frames", encoder.global_memory(early), given["memory_first_7"])


@pytest.mark.parity
def test_a_history_grown_in_pieces_gives_the_golden_memory():
    said, given = golden.description("memory_encoder"), golden.tensors("memory_encoder")
    encoder, features = seeded(said), features_of(said, given)
    history = encoder.begin()
    for piece in features.split([7, 1, 12, 3]):
        history = encoder.extend(history, piece)
        encoder.global_memory(history)
    golden.compare("grown memory", encoder.global_memory(history), given["global_memory"])


@pytest.mark.parity
def test_the_checkpoints_keys_are_the_released_ones():
    encoder = built(golden.description("memory_encoder"))
    released = golden.description("memory_encoder.keys")
    known, unknown = memory_weights.unneeded(encoder, dict.fromkeys(released))
    assert unknown == []
    assert sorted([*memory_weights.needed_shapes(encoder), *known]) == sorted(released)
