"""Strict loading: exactly the entries that a network has; and the lists of expected names are those of the networks."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from golden import description
from safetensors.torch import save_file
from torch import nn

from engine.errors import BadWeights
from engine.longanimation import expected_keys
from engine.longanimation.models.line_extractor import LineExtractor
from engine.longanimation.weights import Checkpoint, load_strict
from engine.weights.manifest import KEYS, expected


def small() -> nn.Module:
    return nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4))


@pytest.fixture
def saved(tmp_path: Path) -> dict[str, torch.Tensor]:
    """The entries of a network, in two files."""
    torch.manual_seed(3)
    held = {name: torch.randn_like(v) if v.is_floating_point() else v for name, v in small().state_dict().items()}
    names = list(held)
    save_file({name: held[name] for name in names[:3]}, tmp_path / "m-1.safetensors")
    save_file({name: held[name] for name in names[3:]}, tmp_path / "m-2.safetensors")
    return held


def files(folder: Path) -> list[Path]:
    return [folder / "m-1.safetensors", folder / "m-2.safetensors"]


def test_a_network_without_memory_gets_its_weights_from_all_shards(saved: dict[str, torch.Tensor], tmp_path: Path):
    with torch.device("meta"):
        module = small()
    load_strict(module, files(tmp_path))
    assert all(torch.equal(module.state_dict()[name], value) for name, value in saved.items())
    assert not module.training
    assert not any(parameter.requires_grad for parameter in module.parameters())


def test_numbers_are_converted_but_counts_stay(saved: dict[str, torch.Tensor], tmp_path: Path):
    module = small()
    load_strict(module, files(tmp_path), dtype=torch.bfloat16)
    kinds = {name: value.dtype for name, value in module.state_dict().items()}
    assert kinds.pop("1.num_batches_tracked") is torch.int64
    assert set(kinds.values()) == {torch.bfloat16}


def test_what_does_not_fit_is_named_and_the_network_left_alone(saved: dict[str, torch.Tensor], tmp_path: Path):
    module = small()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    changed = {"0.weight": torch.zeros(3, 4), "0.bias": saved["0.bias"], "head": torch.zeros(1)}
    save_file(changed, tmp_path / "m-1.safetensors")
    with pytest.raises(BadWeights) as caught:
        load_strict(module, files(tmp_path))
    assert str(caught.value) == (
        "m-1.safetensors lacks 1 entry (1.weight); holds 1 entry too many (head); holds 1 entry of another shape "
        "(0.weight is [3, 4], not [4, 3]). Download it again, or choose the right one."
    )
    assert all(torch.equal(module.state_dict()[name], value) for name, value in before.items())
    save_file({"0.bias": saved["0.bias"], "1.bias": saved["1.bias"]}, tmp_path / "m-1.safetensors")
    with pytest.raises(BadWeights, match=r"m-2\.safetensors holds 1\.bias, which is in m-1\.safetensors too"):
        Checkpoint(files(tmp_path))


def test_a_truncated_file_is_refused(saved: dict[str, torch.Tensor], tmp_path: Path):
    path = tmp_path / "m-2.safetensors"
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(BadWeights, match=r"m-2\.safetensors is cut off: \d+ of \d+ bytes are there"):
        load_strict(small(), files(tmp_path))


@pytest.mark.parametrize("zipped", [True, False])
def test_the_line_extractor_loads_from_its_pickle(tmp_path: Path, zipped: bool):
    made = LineExtractor()
    torch.save(made.state_dict(), tmp_path / "sk_model.pth", _use_new_zipfile_serialization=zipped)
    with torch.device("meta"):
        module = LineExtractor()
    load_strict(module, [tmp_path / "sk_model.pth"])
    assert all(torch.equal(module.state_dict()[name], value) for name, value in made.state_dict().items())


def test_the_lists_are_those_of_the_networks():
    assert KEYS.read_text("utf-8") == expected_keys.text(), "run: python -m engine.longanimation.expected_keys"
    for name, shapes in expected_keys.lists().items():
        assert dict(expected(name)) == dict(shapes)


@pytest.mark.parity
@pytest.mark.parametrize(("name", "file"), [("control", "full_size_control_module"), ("glm", "full_size_glm_module")])
def test_the_released_modules_have_the_names_of_the_authors_classes(name: str, file: str):
    theirs = {key: tuple(shape) for key, shape in description(f"{file}.keys").items()}
    assert dict(expected(name)) == theirs
