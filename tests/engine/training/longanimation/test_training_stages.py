"""The stages of training, with tiny networks: what each changes, what it learns, and that a run goes on exactly."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from beginnings import ALONE, CPU, run_of
from torch import Tensor

from engine.longanimation.codec import signed
from engine.longanimation.models.rope import rotary_positions
from engine.training.longanimation.checkpoints import load
from engine.training.longanimation.clips import Example, MadeExamples
from engine.training.longanimation.configs import STAGES, TINY, TRAINED, Stage, TrainingError
from engine.training.longanimation.encoding import encode
from engine.training.longanimation.keeping import KeptExamples
from engine.training.longanimation.networks import Parts, begin, build
from engine.training.longanimation.objectives import Lot, codec_loss, denoising_loss
from engine.training.longanimation.run import Run


def weights(parts: Parts) -> dict[str, Tensor]:
    return {f"{at}.{name}": value for at, one in enumerate(parts.all) for name, value in one.state_dict().items()}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_changes_exactly_the_weights_that_it_trains(stage: Stage, trained, tmp_path, examples) -> None:
    run = run_of(stage, trained, tmp_path / "run", examples)
    chosen = run.parts.module(TRAINED[stage])
    before = copy.deepcopy(weights(run.parts))
    own = {id(value) for value in chosen.state_dict(keep_vars=True).values()}
    names = {
        f"{at}.{name}"
        for at, one in enumerate(run.parts.all)
        for name, value in one.state_dict(keep_vars=True).items()
        if id(value) in own
    }
    for _ in range(4):  # what begins at zero lets no gradient through to what is before it in the first step
        run.take_step()
    changed = {name for name, value in weights(run.parts).items() if not torch.equal(value, before[name])}
    assert changed == names
    reached = {name for name, value in chosen.named_parameters() if value.grad is not None and value.grad.any()}
    assert {name for name, _ in chosen.named_parameters()} == reached
    others = [one for one in run.parts.all if one is not chosen]
    assert not any(value.requires_grad or value.grad is not None for one in others for value in one.parameters())


@pytest.mark.parametrize("stage", STAGES)
def test_going_on_is_bit_for_bit_as_if_never_stopped(stage: Stage, trained, tmp_path, examples) -> None:
    whole = run_of(stage, trained, tmp_path / "whole", examples)
    straight = [whole.take_step() for _ in range(3)][-1]
    first = run_of(stage, trained, tmp_path / "parts", examples)
    for _ in range(2):
        first.take_step()
    first.save()
    second = run_of(stage, trained, tmp_path / "parts", examples)
    assert second.step == 2
    assert second.take_step() == straight
    mine, other = weights(second.parts), weights(whole.parts)
    assert all(torch.equal(value, other[name]) for name, value in mine.items())


def judged(run: Run, example: Example) -> float:
    """The mean loss over the same times and noise, whenever it is asked."""
    lots = [Lot(99, index) for index in range(24)]
    with torch.no_grad():
        if run.stage == "codec":
            return float(np.mean([float(codec_loss(run.parts, example, run.config, lot)) for lot in lots]))
        encoded = encode(example, run.parts)
        return float(np.mean([float(denoising_loss(run.parts, run.stage, encoded, run.config, lot)) for lot in lots]))


@pytest.mark.parametrize(
    ("stage", "steps", "to"), [("codec", 25, 0.75), ("base", 25, 0.75), ("1", 25, 0.85), ("2", 25, 0.9)]
)
def test_a_stage_learns_one_clip(stage: Stage, steps: int, to: float, trained, tmp_path, pictures) -> None:
    one = KeptExamples(MadeExamples(TINY, count=1), pictures)
    run = run_of(stage, trained, tmp_path / "run", one, rate=5e-3)
    before = judged(run, one.example(0))
    for _ in range(steps):
        run.take_step()
    after = judged(run, one.example(0))
    assert after < to * before, (before, after)


def test_the_sketch_dit_begins_as_the_first_blocks_of_the_base() -> None:
    parts = build(TINY, CPU)
    begin(parts, "1", seed=0)
    _, _, channels, height, width = shape = (1, 6, 4, 6, 8)
    draw = torch.Generator().manual_seed(3)
    latents = torch.randn(shape, generator=draw)
    seen = torch.cat([latents, latents], dim=2)
    text, rope = torch.randn(1, 16, 16, generator=draw), rotary_positions(6, height, width, head_dim=16)
    time, ofs = torch.tensor([500]), torch.tensor([2.0])
    assert not parts.sketch_dit(seen, text, time, ofs, rope).any()
    control = parts.sketch_dit(seen, text, time, ofs, rope)
    free = parts.transformer(seen, text, time, ofs, rope)
    assert torch.equal(parts.transformer(seen, text, time, ofs, rope, control=control), free)
    for name, value in parts.sketch_dit.transformer_blocks.state_dict().items():
        assert torch.equal(value, parts.transformer.transformer_blocks.state_dict()[name])
    assert channels == 4


def test_the_codecs_factor_has_its_channels_spread_as_noise_wherever_their_means_lie(tmp_path, examples) -> None:
    run = run_of("codec", tmp_path, tmp_path / "run", examples)
    with torch.no_grad():
        bias = run.parts.vae.encoder.conv_out.conv.bias
        assert bias is not None
        bias[:4] += torch.tensor([5.0, -3.0, 0.0, 1.0])
    run.save()
    state = load(run.folder)
    assert state is not None
    with torch.no_grad():
        pictures = [signed(examples.example(item).color) for item in (0, 1)]
        found = [run.parts.vae.encode(picture, return_dict=False)[0].mean[0] for picture in pictures]
    latents = torch.cat(found, dim=1).flatten(1) * state.facts["scaling_factor"]
    assert latents.var(dim=1).mean().item() == pytest.approx(1, abs=1e-3)
    assert latents.mean(dim=1).abs().max() > 1


def test_a_stage_asks_for_the_ones_before_it(tmp_path, examples) -> None:
    with pytest.raises(TrainingError, match="Train the stage codec first"):
        Run(TINY, "1", build(TINY, CPU), examples, tmp_path, ALONE)


def test_checkpoints_are_small_files_and_the_newest_stay(trained, tmp_path, examples, monkeypatch) -> None:
    monkeypatch.setattr("engine.training.longanimation.checkpoints.LARGEST", 20_000)
    run = run_of("base", trained, tmp_path / "run", examples)
    places = []
    for _ in range(3):
        run.take_step()
        places.append(run.save())
    place = places[-1]
    files = list(place.glob("*.safetensors"))
    assert len(files) > 10
    assert max(file.stat().st_size for file in files) < 60_000  # and a header
    assert sorted(path.name for path in run.folder.glob("step-*")) == ["step-00000002", "step-00000003"]
    state = load(run.folder)
    assert state is not None
    assert torch.equal(state.tensors["network.proj_out.weight"], run.parts.transformer.proj_out.weight)
    (place / "00001.safetensors").write_bytes(b"nothing")
    with pytest.raises(TrainingError, match="damaged"):
        load(run.folder)
