"""Fine-tuning: additions of a low rank that go into the weights on saving, worse lines, 16 bits, less memory."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from beginnings import ALONE, CPU, config_of, run_of
from torch import nn

from engine.training.longanimation.adapters import Adapted, adapt, additions, merged
from engine.training.longanimation.checkpoints import load
from engine.training.longanimation.configs import MINI, TINY, TrainingError
from engine.training.longanimation.degradation import degraded, worse
from engine.training.longanimation.encoding import encode
from engine.training.longanimation.networks import build
from engine.training.longanimation.objectives import Lot
from engine.training.longanimation.run import Run, Way, inherit


def test_additions_are_nothing_at_first_and_go_into_the_weights() -> None:
    torch.manual_seed(3)
    plain = nn.Sequential(nn.Linear(12, 20), nn.GELU(), nn.Linear(20, 6))
    seen, other = torch.randn(5, 12), nn.Sequential(nn.Linear(12, 20), nn.GELU(), nn.Linear(20, 6))
    before = plain(seen).clone()
    adapt(plain, 2, seed=0)
    assert torch.equal(plain(seen), before)
    assert [name for name, value in plain.named_parameters() if value.requires_grad] == list(additions(plain)) != []
    assert sum(value.numel() for value in additions(plain).values()) == 2 * (12 + 20 + 20 + 6)
    for layer in plain:
        if isinstance(layer, Adapted):
            nn.init.normal_(layer.up)
    assert not torch.allclose(plain(seen), before)
    other.load_state_dict(merged(plain))
    assert torch.allclose(other(seen), plain(seen), atol=1e-5)


@pytest.mark.parametrize("stage", ["1", "2"])
def test_a_fine_tune_changes_additions_alone_and_is_a_plain_network_when_saved(
    stage, trained, tmp_path, examples
) -> None:
    way = Way(fine_tune=True, origin=trained, rank=2)

    def begun() -> Run:
        config = config_of(stage)
        return Run(config, stage, build(config, CPU), examples, tmp_path / "tuned", ALONE, way)

    run = begun()
    network = run.parts.sketch_dit if stage == "1" else run.parts.dglm
    started = {name: value.clone() for name, value in network.state_dict().items()}
    for _ in range(3):
        run.take_step()
    changed = {name for name, value in network.state_dict().items() if not torch.equal(value, started[name])}
    assert changed == set(additions(network))
    run.save()
    straight = run.take_step()
    again = begun()
    assert again.step == 3
    assert again.take_step() == straight, "it goes on bit for bit"
    parts = build(TINY, CPU)
    inherit(config_of(stage), parts, trained, ("codec", "base", "1", "2"))
    inherit(config_of(stage), parts, tmp_path / "tuned", (stage,))
    plain = parts.sketch_dit if stage == "1" else parts.dglm
    state = load(run.folder)
    assert state is not None
    assert all(torch.equal(value, state.tensors[f"network.{name}"]) for name, value in plain.state_dict().items())
    differs = [name for name, value in plain.state_dict().items() if not torch.equal(value, started[name])]
    assert differs
    assert all(name.endswith("weight") for name in differs)
    other = build(TINY, CPU)
    with pytest.raises(TrainingError, match="was trained with rank 2"):
        Run(config_of(stage), stage, other, examples, tmp_path / "tuned", ALONE, replace(way, rank=0))


def test_what_cannot_be_fine_tuned_is_said(trained, tmp_path, examples) -> None:
    parts = build(TINY, CPU)
    for way, told in (
        (Way(fine_tune=True), "no released weights of tiny"),
        (Way(rank=4), "Add --fine-tune"),
        (Way(fine_tune=True, origin=trained, rank=64), "Choose a smaller rank"),
    ):
        with pytest.raises(TrainingError, match=told):
            Run(TINY, "1", parts, examples, tmp_path / "no", ALONE, way)


def test_worse_lines_are_drawn_by_lot_and_only_the_lines_are_worse(examples) -> None:
    example, parts = examples.example(0), build(TINY, CPU)
    encoded = encode(example, parts)
    kinds = {"same": 0, "fainter": 0, "other": 0}
    for index in range(60):
        made = degraded(encoded, example, parts, Lot(1, index))
        again = degraded(encoded, example, parts, Lot(1, index))
        assert torch.equal(made.sketch, again.sketch)
        assert made.target is encoded.target
        share = float(made.sketch.norm() / encoded.sketch.norm())
        same = torch.allclose(made.sketch, encoded.sketch * share, atol=1e-5)
        kinds["same" if share == 1 and same else "fainter" if same else "other"] += 1
    assert kinds["same"] > 30
    assert kinds["fainter"] > 3
    assert kinds["other"] > 1
    blurred = worse(example.sketch, Lot(0, 0))
    assert blurred.shape == example.sketch.shape
    assert blurred.dtype == np.uint8
    assert len(np.unique(blurred)) > 2 == len(np.unique(example.sketch))


def test_sixteen_bits_and_less_memory_on_the_way_back(trained, tmp_path, examples) -> None:
    plain = run_of("1", trained, tmp_path / "plain", examples)
    halved = run_of("1", trained, tmp_path / "halved", examples, Way(halved=True))
    exact, rough = ([one.take_step().numbers for _ in range(2)][-1] for one in (plain, halved))
    assert rough["loss"] != exact["loss"]
    assert rough["loss"] == pytest.approx(exact["loss"], rel=0.05)
    assert {value.dtype for value in halved.parts.sketch_dit.parameters()} == {torch.float32}
    assert MINI.checkpointing is False
    config = replace(config_of("1"), checkpointing=True)
    for before in ("codec", "base"):
        (tmp_path / "again").mkdir(exist_ok=True)
        (tmp_path / "again" / before).symlink_to(trained / before)
    again = Run(config, "1", build(config, CPU), examples, tmp_path / "again", ALONE)
    less = [again.take_step().numbers for _ in range(2)][-1]
    assert less["loss"] == exact["loss"]
    other = dict(plain.parts.sketch_dit.named_parameters())
    assert all(torch.allclose(value, other[name]) for name, value in again.parts.sketch_dit.named_parameters())
