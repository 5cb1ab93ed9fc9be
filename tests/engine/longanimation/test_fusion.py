"""Segments are blended where and when the paper says, on one side or both; the product goes over where none looks."""

from __future__ import annotations

from dataclasses import replace

import pytest
import tiny
import torch

from engine.errors import BadRequest
from engine.longanimation.fusion import Edges, Fusion, join_of
from engine.longanimation.noise import NoisePlan
from engine.longanimation.sampling import Networks, denoise
from engine.longanimation.settings import STEPS, SamplerName, Settings, official, product


@pytest.fixture(scope="module")
def networks() -> Networks:
    return tiny.networks()


def _settings(sampler: SamplerName = "ode") -> Settings:
    return replace(product(), sampler=sampler, steps=10)


def _colored(networks: Networks, settings: Settings, index: int, fusion: Fusion, seed: int = 0) -> torch.Tensor:
    noise = NoisePlan("shared", seed).segment(index, 0, tiny.SHAPE, settings.steps)
    conditions = tiny.conditions(networks, seed=index)
    *_, last = denoise(networks, conditions, settings, noise, fusion)
    return last.latents


def _made(
    networks: Networks, settings: Settings, index: int, *neighbours: Edges | None, seed: int = 0
) -> tuple[torch.Tensor, Edges]:
    """The finished latents of a segment without the reference's slot, and what it keeps."""
    fusion = Fusion(join_of(settings), *neighbours)
    return _colored(networks, settings, index, fusion, seed)[:, 1:], fusion.edges()


def test_the_authors_join():
    join = join_of(official())
    assert (join.count, join.first_step, join.head) == (4, 31, slice(2, 6))
    assert list(range(22))[join.tail] == [18, 19, 20, 21]


@pytest.mark.parametrize("steps", STEPS)
def test_fusing_begins_at_the_same_noise_level_for_every_step_count(steps):
    first = join_of(replace(product(), steps=steps)).first_step
    times = [999 - 1000 // steps * index for index in range(steps)]
    assert [time for time in times if time <= 379] == times[first:]


def test_shared_slots_stand_for_the_same_frames_in_the_product_and_for_one_frame_less_with_the_authors():
    def frames(slot: int, start: int) -> range:
        return range(start + 4 * (slot - 2) + 1, start + 4 * (slot - 2) + 5)

    for settings, late in ((product(), 0), (official(), 1)):
        join, slots = join_of(settings), range(22)
        pairs = zip(slots[join.tail], slots[join.head], strict=True)
        apart = {frames(new, settings.stride).start - frames(old, 0).start for old, new in pairs}
        assert apart == {late}


def _kept(first: float, last: float) -> Edges:
    return Edges(torch.full((4, 1, 4, 1, 1, 1), first), torch.full((4, 1, 4, 1, 1, 1), last), "")


def test_all_shared_slots_go_over_by_equation_6():
    join, given = replace(join_of(official()), first_step=0, recipe=""), torch.full((1, 10, 1, 1, 1), 11.0)
    after = Fusion(join, _kept(1, 1)).after_step(0, given).flatten().tolist()
    assert after == pytest.approx([11, 11, 3, 5, 7, 9, 11, 11, 11, 11])
    both = Fusion(join, _kept(1, 1), _kept(1, 1)).after_step(0, given)
    assert both.flatten().tolist() == pytest.approx([11, 11, 3, 5, 7, 9, 9, 7, 5, 3])
    assert torch.equal(given, torch.full((1, 10, 1, 1, 1), 11.0))


def test_what_is_seen_from_the_kept_segment_is_its_own():
    join, given = replace(join_of(product()), first_step=0, recipe=""), torch.full((1, 10, 1, 1, 1), 12.0)
    after = Fusion(join, _kept(0, 0), _kept(0, 0)).after_step(0, given).flatten().tolist()
    assert after == pytest.approx([12, 12, 0, 0, 4, 8, 6, 0, 0, 0])
    # slot k holds the shared frames 4k - 3 .. 4k; of the 17, the shot shows 0 .. 7 from the earlier segment
    frames = {k: range(4 * k - 3, 4 * k + 1) for k in (1, 2, 3, 4)}
    assert {k for k, held in frames.items() if min(held) < 8} == {1, 2}
    assert {k for k, held in frames.items() if max(held) >= 8} == {2, 3, 4}


def test_nothing_is_blended_before_the_late_steps():
    join, given = replace(join_of(product()), first_step=6, recipe=""), torch.ones(1, 10, 1, 1, 1)
    fusion = Fusion(join, _kept(0, 0))
    assert all(torch.equal(fusion.after_step(index, given), given) for index in range(6))
    assert not torch.equal(fusion.after_step(6, given), given)


def test_fusing_brings_a_segment_near_its_neighbour(networks):
    settings = _settings()
    earlier, before = _made(networks, settings, 0)
    (alone, _), (fused, _) = _made(networks, settings, 1), _made(networks, settings, 1, before)
    goal = earlier[:, -4:]
    assert (fused[:, 1:5] - goal).norm() < 0.7 * (alone[:, 1:5] - goal).norm()


@pytest.mark.parametrize("sampler", ["sde", "ode", "unipc"])
def test_a_middle_segment_made_again_equals_both_neighbours_where_the_shot_goes_over(networks, sampler):
    settings = _settings(sampler)
    first, first_edges = _made(networks, settings, 0)
    middle, middle_edges = _made(networks, settings, 1, first_edges)
    last, last_edges = _made(networks, settings, 2, middle_edges)
    again, again_edges = _made(networks, settings, 1, first_edges, last_edges, seed=9)
    assert not torch.equal(again, middle)
    for made in (middle, again):
        assert torch.equal(made[:, 1:3], first[:, -4:-2])
    assert torch.equal(last[:, 1:3], middle[:, -4:-2])
    assert torch.equal(again[:, -3:], last[:, 2:5])
    # what it keeps is what is seen of it, so that its neighbours can be made again in their turn
    assert torch.equal(again_edges.tail[-1], again[:, -4:])
    assert torch.equal(again_edges.head[-1], again[:, 1:5])


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_edges_come_back_from_their_file_bit_for_bit(tmp_path, networks, dtype):
    settings = _settings()
    fusion = Fusion(join_of(settings), keep_as=dtype)
    _colored(networks, settings, 0, fusion)
    kept = fusion.edges()
    assert kept.head.shape == kept.tail.shape == (3, 1, 4, *tiny.SHAPE[2:])
    kept.save(tmp_path / "segment.safetensors")
    read = Edges.load(tmp_path / "segment.safetensors")
    assert read.recipe == kept.recipe
    for name in ("head", "tail"):
        assert getattr(read, name).dtype == dtype
        assert torch.equal(getattr(read, name), getattr(kept, name))
    assert [path.name for path in tmp_path.iterdir()] == ["segment.safetensors"]
    # the latents' own type is blended in, whatever the neighbours were kept as
    middle = Fusion(join_of(settings), read, read).after_step(9, torch.full(tiny.SHAPE, 1 / 3))
    assert middle[0, -4, 0, 0, 0].item() == pytest.approx(0.5 / 3 + 0.5 * read.head[-1].flatten()[0].item(), abs=1e-6)
    from_memory, from_file = (_made(networks, settings, 1, edges)[0] for edges in (kept, read))
    assert torch.equal(from_memory, from_file)


def test_a_damaged_file_is_told_in_one_sentence(tmp_path):
    path = tmp_path / "segment.safetensors"
    path.write_bytes(b"not tensors at all")
    with pytest.raises(BadRequest, match=r"segment\.safetensors is damaged"):
        Edges.load(path)


def test_neighbours_of_another_sampling_are_refused(networks):
    _, before = _made(networks, _settings(), 0)
    with pytest.raises(BadRequest, match="another sampling"):
        Fusion(join_of(replace(_settings(), steps=20)), before)


def test_neighbours_of_another_size_are_refused():
    join = replace(join_of(product()), first_step=0, recipe="")
    kept = Edges(torch.zeros(1, 1, 4, 1, 2, 2), torch.zeros(1, 1, 4, 1, 2, 2), "")
    for neighbours in ((kept, None), (None, kept)):
        with pytest.raises(BadRequest, match="another size"):
            Fusion(join, *neighbours).after_step(0, torch.zeros(1, 10, 1, 1, 2))


def test_a_segment_alone_is_not_touched(networks):
    settings = _settings()
    noise = NoisePlan("shared", 0).segment(0, 0, tiny.SHAPE, 10)
    *_, plain = denoise(networks, tiny.conditions(networks), settings, noise)
    assert torch.equal(_colored(networks, settings, 0, Fusion(join_of(settings))), plain.latents)
