"""Segments are blended where and when the paper says, on one side or both, and both sides end equal."""

from __future__ import annotations

from dataclasses import replace

import pytest
import tiny
import torch

from engine.errors import BadRequest
from engine.longanimation.fusion import Edges, Fusion, Join, join_of
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


def _edges(networks: Networks, settings: Settings, index: int, *neighbours: Edges | None, seed: int = 0) -> Edges:
    fusion = Fusion(join_of(settings), *neighbours)
    return fusion.edges(_colored(networks, settings, index, fusion, seed)[:, 1:])


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


def test_blending_follows_equation_6():
    join = Join(4, 0, "")
    kept = Edges(torch.zeros(1, 1, 4, 1, 1, 1), torch.ones(1, 1, 4, 1, 1, 1), torch.zeros(1, 9, 1, 1, 1), "")
    given = torch.full((1, 10, 1, 1, 1), 11.0)
    after = Fusion(join, kept).after_step(0, given).flatten().tolist()
    assert after == pytest.approx([11, 11, 3, 5, 7, 9, 11, 11, 11, 11])
    both = Fusion(join, kept, replace(kept, head=torch.ones(1, 1, 4, 1, 1, 1))).after_step(0, given)
    assert both.flatten().tolist() == pytest.approx([11, 11, 3, 5, 7, 9, 9, 7, 5, 3])
    assert torch.equal(given, torch.full((1, 10, 1, 1, 1), 11.0))


def test_nothing_is_blended_before_the_late_steps():
    join = Join(4, 6, "")
    kept = Edges(torch.zeros(4, 1, 4, 1, 1, 1), torch.zeros(4, 1, 4, 1, 1, 1), torch.zeros(1, 9, 1, 1, 1), "")
    given = torch.ones(1, 10, 1, 1, 1)
    fusion = Fusion(join, kept)
    assert all(torch.equal(fusion.after_step(index, given), given) for index in range(6))
    assert not torch.equal(fusion.after_step(6, given), given)


def test_fusing_brings_a_segment_near_its_neighbour(networks):
    settings = _settings()
    before = _edges(networks, settings, 0)
    alone, fused = _edges(networks, settings, 1), _edges(networks, settings, 1, before)
    goal = before.latents[:, -4:]
    assert (fused.latents[:, 1:5] - goal).norm() < 0.7 * (alone.latents[:, 1:5] - goal).norm()


@pytest.mark.parametrize("sampler", ["sde", "ode", "unipc"])
def test_a_middle_segment_made_again_is_fused_on_both_sides_and_both_sides_hold_the_same(networks, sampler):
    settings = _settings(sampler)
    first = _edges(networks, settings, 0)
    middle = _edges(networks, settings, 1, first)
    last = _edges(networks, settings, 2, middle)
    fusion = Fusion(join_of(settings), first, last)
    again = fusion.edges(_colored(networks, settings, 1, fusion, seed=9)[:, 1:])
    earlier, later = fusion.settled(again.latents)
    assert earlier is not None
    assert later is not None
    assert torch.equal(earlier[:, -4:], again.latents[:, 1:5])
    assert torch.equal(later[:, 1:5], again.latents[:, -4:])
    # the rest of the neighbours stays as it was
    assert torch.equal(earlier[:, :-4], first.latents[:, :-4])
    assert torch.equal(later[:, 5:], last.latents[:, 5:])
    assert torch.equal(later[:, :1], last.latents[:, :1])
    # what is seen there is Eq. 6 of the two sides' own latents in the last step
    own = again.tail[-1] * torch.tensor([0.8, 0.6, 0.4, 0.2])[:, None, None, None]
    theirs = last.head[-1] * torch.tensor([0.2, 0.4, 0.6, 0.8])[:, None, None, None]
    torch.testing.assert_close(again.latents[:, -4:], own + theirs)


def test_what_is_kept_is_the_segments_own_unless_the_authors_way_is_asked_for(networks):
    settings = _settings()
    before = _edges(networks, settings, 0)
    own, fused = (Fusion(join_of(settings), before, keeps_fused=fused) for fused in (False, True))
    latents = [_colored(networks, settings, 1, fusion) for fusion in (own, fused)]
    assert torch.equal(*latents)
    kept = [fusion.edges(finished[:, 1:]) for fusion, finished in zip((own, fused), latents, strict=True)]
    assert torch.equal(kept[1].head[-1], latents[1][:, 2:6])
    assert not torch.equal(kept[0].head[-1], kept[1].head[-1])
    assert torch.equal(kept[0].tail, kept[1].tail)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_edges_come_back_from_their_file_bit_for_bit(tmp_path, networks, dtype):
    settings = _settings()
    fusion = Fusion(join_of(settings), keep_as=dtype)
    kept = fusion.edges(_colored(networks, settings, 0, fusion)[:, 1:])
    assert kept.head.shape == kept.tail.shape == (3, 1, 4, *tiny.SHAPE[2:])
    kept.save(tmp_path / "segment.safetensors")
    read = Edges.load(tmp_path / "segment.safetensors")
    assert read.recipe == kept.recipe
    for name in ("head", "tail", "latents"):
        assert getattr(read, name).dtype == dtype
        assert torch.equal(getattr(read, name), getattr(kept, name))
    assert [path.name for path in tmp_path.iterdir()] == ["segment.safetensors"]
    # the latents' own type is blended in, whatever the neighbours were kept as
    middle = Fusion(join_of(settings), read, read).after_step(9, torch.full(tiny.SHAPE, 1 / 3))
    assert middle[0, -4, 0, 0, 0].item() == pytest.approx(0.8 / 3 + 0.2 * read.head[-1].flatten()[0].item(), abs=1e-6)
    from_memory, from_file = (_edges(networks, settings, 1, edges).latents for edges in (kept, read))
    assert torch.equal(from_memory, from_file)


def test_a_damaged_file_is_told_in_one_sentence(tmp_path):
    path = tmp_path / "segment.safetensors"
    path.write_bytes(b"not tensors at all")
    with pytest.raises(BadRequest, match=r"segment\.safetensors is damaged"):
        Edges.load(path)


def test_neighbours_of_another_sampling_are_refused(networks):
    before = _edges(networks, _settings(), 0)
    with pytest.raises(BadRequest, match="another sampling"):
        Fusion(join_of(replace(_settings(), steps=20)), before)


def test_neighbours_of_another_size_are_refused():
    join = Join(4, 0, "")
    kept = Edges(torch.zeros(1, 1, 4, 1, 2, 2), torch.zeros(1, 1, 4, 1, 2, 2), torch.zeros(1, 9, 1, 2, 2), "")
    for neighbours in ((kept, None), (None, kept)):
        with pytest.raises(BadRequest, match="another size"):
            Fusion(join, *neighbours).after_step(0, torch.zeros(1, 10, 1, 1, 2))


def test_a_segment_alone_is_not_touched(networks):
    settings = _settings()
    noise = NoisePlan("shared", 0).segment(0, 0, tiny.SHAPE, 10)
    *_, plain = denoise(networks, tiny.conditions(networks), settings, noise)
    assert torch.equal(_colored(networks, settings, 0, Fusion(join_of(settings))), plain.latents)
