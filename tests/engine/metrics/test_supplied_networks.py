"""The user's networks: their files are taken whole or refused in a sentence, and LPIPS is what its paper says."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from engine.errors import BadWeights
from engine.imaging.stills import write_png
from engine.metrics.i3d import load_i3d
from engine.metrics.inception import WIDTH, Inception, load_inception
from engine.metrics.lpips import LAYERS, LOOKED_AT, SCALE, SHIFT, Lpips, load_lpips

ROOT = Path(__file__).parents[3]


class _Films(nn.Module):
    """Answers as I3D's TorchScript does."""

    def forward(self, films: Tensor, rescale: bool, resize: bool, return_features: bool) -> Tensor:
        if not (rescale and resize and return_features):
            return films
        means = films.mean(dim=(3, 4)).flatten(1) / 255  # 3 x 16
        return torch.cat([means, torch.zeros(means.shape[0], 400 - 48)], dim=1)


def _lpips_files(folder: Path, name: str) -> tuple[Path, Path]:
    torch.manual_seed(0)
    network = Lpips(name)
    for value in network.heads.parameters():
        value.data.uniform_(0, 1)
    entries = dict(network.backbone.state_dict())
    if name == "AlexNet":
        entries["classifier.6.bias"] = torch.zeros(1000)  # its file holds more than is looked at
    torch.save(entries, folder / "backbone.pth")
    torch.save(network.heads.state_dict(), folder / "heads.pth")
    return folder / "backbone.pth", folder / "heads.pth"


def _scripted(module: nn.Module, path: Path) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.jit.script(module).save(str(path))
    return path


@pytest.mark.parametrize("name", ["AlexNet", "VGG16"])
def test_lpips_is_the_sum_over_layers_of_weighted_differences(name: str, tmp_path: Path) -> None:
    network = load_lpips(*_lpips_files(tmp_path, name))
    assert network.name == name
    one, other = torch.rand(2, 3, 64, 64), torch.rand(2, 3, 64, 64)
    told = np.zeros(2)
    seen = [(2 * v - 1 - torch.tensor(SHIFT)[:, None, None]) / torch.tensor(SCALE)[:, None, None] for v in (one, other)]
    layers = list(network.backbone.get_submodule("features").children())
    heads = list(network.heads.state_dict().values())
    for at, layer in enumerate(layers):
        seen = [layer(value) for value in seen]
        if at in LOOKED_AT[name]:
            a, b = (value.numpy() / np.linalg.norm(value.numpy(), axis=1, keepdims=True).clip(1e-9) for value in seen)
            weights = heads[LOOKED_AT[name].index(at)].numpy()[0, :, 0, 0]
            told += ((a - b) ** 2 * weights[:, None, None]).sum(axis=1).mean(axis=(1, 2))
    assert network(one, other).numpy() == pytest.approx(told, rel=1e-4)
    assert network(one, one).abs().max() == 0
    assert len([layer for layer in layers if isinstance(layer, nn.Conv2d)]) == sum(
        width > 0 for width, *_ in LAYERS[name].values()
    )


def test_files_of_lpips_that_do_not_fit_are_named(tmp_path: Path) -> None:
    backbone, heads = _lpips_files(tmp_path, "AlexNet")
    with pytest.raises(BadWeights, match=r"^heads.pth is neither AlexNet nor VGG16. LPIPS takes two files"):
        load_lpips(heads, backbone)
    short = dict(torch.load(heads))
    del short["lin2.model.1.weight"]
    torch.save(short, heads)
    with pytest.raises(BadWeights, match=r"^heads.pth lacks 1 entry \(lin2.model.1.weight\). LPIPS takes two files"):
        load_lpips(backbone, heads)
    (tmp_path / "note.pth").write_text("no weights")
    with pytest.raises(BadWeights, match=r"^note.pth .*LPIPS takes two files"):
        load_lpips(tmp_path / "note.pth", heads)


def test_inception_has_the_published_entries_and_gives_its_features(tmp_path: Path) -> None:
    torch.manual_seed(0)
    made = Inception()
    entries = made.state_dict()
    assert sum(value.numel() for value in made.parameters()) == 21_785_568, "Inception v3 without its last layer"
    for name, shape in {
        "Conv2d_1a_3x3.conv.weight": (32, 3, 3, 3), "Mixed_5d.branch_pool.bn.running_var": (64,),
        "Mixed_6e.branch7x7dbl_4.conv.weight": (192, 192, 7, 1), "Mixed_7a.branch7x7x3_4.conv.weight": (192, 192, 3, 3),
        "Mixed_7c.branch3x3dbl_3b.conv.weight": (384, 384, 3, 1), "Mixed_7c.branch1x1.conv.weight": (320, 2048, 1, 1),
    }.items():  # fmt: skip
        assert tuple(entries[name].shape) == shape
    path = tmp_path / "inception.pth"
    torch.save({**entries, "fc.bias": torch.zeros(1008)}, path)
    features = load_inception(path)(torch.randint(0, 256, (2, 3, 80, 60), dtype=torch.uint8))
    assert features.shape == (2, WIDTH)
    assert not torch.equal(features[0], features[1])
    torch.save({name: value for name, value in entries.items() if "7c" not in name}, path)
    with pytest.raises(BadWeights, match=r"^inception.pth lacks .* FID takes the Inception network of 2015"):
        load_inception(path)


def test_torchscript_is_asked_for_what_it_gives(tmp_path: Path) -> None:
    films = _scripted(_Films(), tmp_path / "i3d.pt")
    assert load_i3d(films)(torch.zeros(2, 3, 16, 8, 8, dtype=torch.uint8)).shape == (2, 400)
    with pytest.raises(BadWeights, match=r"^i3d.pt is another network.* FID takes"):
        load_inception(films)
    with pytest.raises(BadWeights, match=r'^There is no file ".*none.pt"'):
        load_i3d(tmp_path / "none.pt")
    (tmp_path / "text.pt").write_text("no script")
    with pytest.raises(BadWeights, match=r"^text.pt cannot be read as TorchScript. FVD takes"):
        load_i3d(tmp_path / "text.pt")


def test_sequences_are_measured_by_a_process_and_no_number_comes_without_its_network(tmp_path: Path) -> None:
    draw = np.random.default_rng(0)
    places: dict[str, list[str]] = {"true": [], "made": []}
    for kind, paths in places.items():
        for at in range(34):
            path = tmp_path / f"{kind}{at}.png"
            write_png(path, np.full((20, 30, 3), draw.integers(0, 255, 3), np.uint8))
            paths.append(str(path))
    backbone, heads = _lpips_files(tmp_path, "AlexNet")
    i3d = _scripted(_Films(), tmp_path / "i3d.pt")
    wish = {
        "lpips": [str(backbone), str(heads)], "inception": None, "i3d": str(i3d),
        "sequences": [
            {"group": "ours", "clip": "a", "keys": [1], **places},
            {"group": "equal", "clip": "a", "keys": [1], "true": places["true"], "made": places["true"]},
        ],
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "engine.metrics"], input=json.dumps(wish).encode(), cwd=ROOT, stdout=subprocess.PIPE,
        check=True,
    )  # fmt: skip
    facts = [json.loads(line) for line in done.stdout.splitlines()]
    clips = {fact["group"]: fact["lpips"] for fact in facts if fact["event"] == "clip"}
    groups = {fact["group"]: fact for fact in facts if fact["event"] == "group"}
    assert clips["equal"] == 0 < clips["ours"]
    assert groups["equal"]["fvd"] == pytest.approx(0, abs=1e-6)
    assert groups["ours"]["fvd"] > 0.01
    assert groups["ours"]["fvd_of"] == 2
    assert "fid" not in groups["ours"]
