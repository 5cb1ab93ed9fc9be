"""The network in numpy gives the numbers that the one of the training gives, whatever its size and the drawing's."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from drawn import drawing

from engine.draft.drawing import study
from engine.draft.matcher.known import Known, kind_of
from engine.draft.matcher.layers import gelu
from engine.draft.matcher.matching import Matcher
from engine.draft.matcher.pairs import pair_features
from engine.draft.matcher.tokens import Tokens
from engine.draft.matcher.weights import WEIGHTS, Size, load_weights
from engine.draft.tuning import Tuning
from engine.training.clips import make_clip
from engine.training.matcher.network import SegmentMatcher
from engine.training.matcher.saving import save_weights, weights_of
from engine.training.matcher.seeing import seen_of

SIZES = [
    Size(width=32, heads=2, within=1, across=1, channels=(4, 8, 8)),
    Size(width=24, heads=3, within=0, across=3, channels=(8, 12)),
]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """More only wait for each other in a network this small."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def tokens() -> list[Tokens]:
    """Those of some drawings of made-up clips, wide and high."""
    lines = [frame.line for size in ((320, 180), (210, 330)) for frame in make_clip(44, size, 12).frames[::6]]
    return [study(line, Tuning(), None).tokens for line in lines]


def shipped() -> SegmentMatcher:
    weights = load_weights(WEIGHTS)
    network = SegmentMatcher(weights.size)
    network.load_state_dict({name: torch.from_numpy(values) for name, values in weights.arrays.items()})
    return network


def lively(size: Size) -> SegmentMatcher:
    """Random weights, those too that begin as zeros and ones; larger ones, so that chances are not all alike."""
    torch.manual_seed(3)
    network = SegmentMatcher(size)
    with torch.no_grad():
        for values in network.parameters():
            values.add_(torch.randn_like(values) * 0.1)
    return network


def memory(matcher: Matcher, target: Tokens, known: list[Tokens]) -> list[Known]:
    rng = np.random.default_rng(8)
    flows = [rng.random((len(target), len(one), 2)).astype(np.float32) for one in known]
    looks = {id(one): matcher.look(one) for one in {id(one): one for one in known}.values()}
    return [
        Known(one, looks[id(one)], flow if at else None, rng.random(len(one)).astype(np.float32), at == 1, 3 * at)
        for at, (one, flow) in enumerate(zip(known, flows))
    ]


def in_torch(network: SegmentMatcher, target: Tokens, known: list[Known]) -> tuple[np.ndarray, np.ndarray]:
    """Look and chances by the network of the training, which looks at what is known itself."""
    with torch.inference_mode():
        seen = seen_of(target)
        look = network.look(seen)
        pairs = np.concatenate([pair_features(target, one.tokens, one.flow) for one in known], axis=1)
        kinds = np.concatenate([kind_of(one.sure, one.key, one.distance) for one in known])
        looks = {of: network.look(seen_of(one)) for of, one in {id(one.tokens): one.tokens for one in known}.items()}
        remembered = torch.cat([looks[id(one.tokens)] for one in known])
        logits = network.match(look, seen, remembered, torch.from_numpy(pairs), torch.from_numpy(kinds))
        return look.numpy(), logits.double().softmax(dim=-1).numpy()


@pytest.mark.parametrize("size", [None, *SIZES], ids=["shipped", "small", "none within"])
def test_looks_and_chances_are_those_of_the_training(size: Size | None, tokens: list[Tokens]) -> None:
    network = shipped() if size is None else lively(size)
    matcher = Matcher(weights_of(network), "a")
    for target in tokens:
        known = memory(matcher, target, tokens)
        look, chances = in_torch(network, target, known)
        assert np.abs(matcher.look(target) - look).max() < 1e-4 * max(1, np.abs(look).max())
        found = matcher.chances(target, matcher.look(target), known)
        assert found.shape == (len(target), 1 + sum(len(one) for one in tokens))
        assert np.abs(found - chances).max() < 1e-4
        assert chances.std() > 1e-3, "alike chances would prove nothing"


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (300, 3), (17, 16)])
def test_drawings_of_any_size_are_seen_alike(shape: tuple[int, int]) -> None:
    line = np.full(shape, 255, np.uint8)
    line[0, 0] = 0
    one = study(line, Tuning(), None).tokens
    network = shipped()
    matcher = Matcher(weights_of(network), "a")
    known = memory(matcher, one, [one])
    look, chances = in_torch(network, one, known)
    assert np.abs(matcher.look(one) - look).max() < 1e-3
    assert np.abs(matcher.chances(one, matcher.look(one), known) - chances).max() < 1e-4


def test_many_pairs_are_worked_on_in_parts(tokens: list[Tokens]) -> None:
    target = tokens[0]
    network = shipped()
    matcher = Matcher(weights_of(network), "a")
    many = tokens * (5000 // sum(len(one) for one in tokens) + 1)
    known = memory(matcher, target, many)
    assert (
        np.abs(matcher.chances(target, matcher.look(target), known) - in_torch(network, target, known)[1]).max() < 1e-4
    )


def test_the_same_drawing_looks_the_same_every_time(tokens: list[Tokens]) -> None:
    one, other = (Matcher(load_weights(WEIGHTS), "a") for _ in range(2))
    for target in tokens:
        known = memory(one, target, tokens)
        look = one.look(target)
        assert np.array_equal(look, other.look(target))
        assert np.array_equal(one.chances(target, look, known), other.chances(target, look, known))


def test_weights_come_back_as_they_were_written(tmp_path: Path) -> None:
    network = SegmentMatcher(SIZES[0])
    path = tmp_path / "small.safetensors"
    save_weights(path, network, {"made": "today"})
    again = load_weights(path)
    assert again.size == network.size
    tokens = drawing((60, 60, 50, 60), (75, 34, 20, 24)).tokens
    assert np.array_equal(Matcher(weights_of(network), "a").look(tokens), Matcher(again, "b").look(tokens))
    assert [left.name for left in tmp_path.iterdir()] == ["small.safetensors"]


@pytest.mark.parametrize("shape", [(0,), (1,), (7, 3), (70_000,)])
def test_gelu_is_exact_to_a_millionth(shape: tuple[int, ...]) -> None:
    x = np.random.default_rng(2).normal(0, 4, shape).astype(np.float32)
    right = np.array([value * 0.5 * math.erfc(-value / math.sqrt(2)) for value in x.ravel().tolist()]).reshape(shape)
    made = gelu(x.copy())
    assert made.shape == shape
    assert made == pytest.approx(right, abs=1e-6)


def test_gelu_of_numbers_far_from_zero() -> None:
    assert gelu(np.array([-1e6, -50, 50, 1e6], np.float32)) == pytest.approx([0, 0, 50, 1e6], abs=1e-6)
