"""The network of FID: Inception v3 as TensorFlow's weights of 2015 have it, from its entries or as TorchScript."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.errors import BadWeights
from engine.metrics.supplied import give, is_scripted, scripted

WIDTH = 2048
SIDE = 299
ORIGIN = (
    "FID takes the Inception network of 2015: pt_inception-2015-12-05-6726825d.pth of the pytorch-fid package, or "
    "NVIDIA's TorchScript inception-2015-12-05.pt."
)
Features = Callable[[Tensor], Tensor]
"""(n, WIDTH) float32 of uint8 [n, 3, H, W]."""

Kernel = int | tuple[int, int]
Step = tuple[str, int, Kernel, int]  # name, channels, kernel, stride; kernels of stride 1 keep the size
Branch = Sequence[Step]


class _Convolution(nn.Module):
    def __init__(self, wide: int, channels: int, kernel: Kernel, stride: int, padded: bool) -> None:
        super().__init__()
        sides = (kernel, kernel) if isinstance(kernel, int) else kernel
        padding = (sides[0] // 2, sides[1] // 2) if padded else 0
        self.conv = nn.Conv2d(wide, channels, sides, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(channels, eps=0.001)

    def forward(self, value: Tensor) -> Tensor:
        return functional.relu(self.bn(self.conv(value)))


class _Mixed(nn.Module):
    """Branches side by side. `split`: two steps at a branch's end that see the same. `pool`: "average", "largest" or
    "half", which leaves every other pixel and goes into no convolution."""

    def __init__(self, wide: int, branches: Sequence[Branch], pool: str, split: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._pool, self._split = pool, dict(split)
        self._names: list[list[str]] = []
        for branch in branches:
            came, names = wide, list[str]()
            for name, channels, kernel, stride in branch:
                self.add_module(name, _Convolution(came, channels, kernel, stride, stride == 1))
                names.append(name)
                came = came if name in self._split else channels  # its twin sees what it saw
            self._names.append(names)

    def forward(self, value: Tensor) -> Tensor:
        found: list[Tensor] = []
        for names in self._names:
            seen = self._pooled(value) if names == ["branch_pool"] else value
            for name in names:
                if name in self._split:
                    found += [self.get_submodule(name)(seen), self.get_submodule(self._split[name])(seen)]
                    break
                seen = self.get_submodule(name)(seen)
            else:
                found.append(seen)
        return torch.cat([*found, functional.max_pool2d(value, 3, 2)] if self._pool == "half" else found, dim=1)

    def _pooled(self, value: Tensor) -> Tensor:
        if self._pool == "largest":
            return functional.max_pool2d(value, 3, 1, 1)
        return functional.avg_pool2d(value, 3, 1, 1, count_include_pad=False)


def _fine(wide: int, pool: int) -> _Mixed:
    dense: Branch = [("branch3x3dbl_1", 64, 1, 1), ("branch3x3dbl_2", 96, 3, 1), ("branch3x3dbl_3", 96, 3, 1)]
    five: Branch = [("branch5x5_1", 48, 1, 1), ("branch5x5_2", 64, 5, 1)]
    return _Mixed(wide, [[("branch1x1", 64, 1, 1)], five, dense, [("branch_pool", pool, 1, 1)]], "average")


def _halving(wide: int) -> _Mixed:
    dense: Branch = [("branch3x3dbl_1", 64, 1, 1), ("branch3x3dbl_2", 96, 3, 1), ("branch3x3dbl_3", 96, 3, 2)]
    return _Mixed(wide, [[("branch3x3", 384, 3, 2)], dense], "half")


def _long(wide: int, c: int) -> _Mixed:
    across, down = (1, 7), (7, 1)
    seven: Branch = [("branch7x7_1", c, 1, 1), ("branch7x7_2", c, across, 1), ("branch7x7_3", 192, down, 1)]
    kernels: list[tuple[int, Kernel]] = [(c, 1), (c, down), (c, across), (c, down), (192, across)]
    dense = [(f"branch7x7dbl_{at}", channels, kernel, 1) for at, (channels, kernel) in enumerate(kernels, 1)]
    return _Mixed(wide, [[("branch1x1", 192, 1, 1)], seven, dense, [("branch_pool", 192, 1, 1)]], "average")


def _halving_again(wide: int) -> _Mixed:
    seven: Branch = [
        ("branch7x7x3_1", 192, 1, 1), ("branch7x7x3_2", 192, (1, 7), 1), ("branch7x7x3_3", 192, (7, 1), 1),
        ("branch7x7x3_4", 192, 3, 2),
    ]  # fmt: skip
    return _Mixed(wide, [[("branch3x3_1", 192, 1, 1), ("branch3x3_2", 320, 3, 2)], seven], "half")


def _wide(wide: int, pool: str) -> _Mixed:
    three: Branch = [("branch3x3_1", 384, 1, 1), ("branch3x3_2a", 384, (1, 3), 1), ("branch3x3_2b", 384, (3, 1), 1)]
    dense: Branch = [
        ("branch3x3dbl_1", 448, 1, 1), ("branch3x3dbl_2", 384, 3, 1), ("branch3x3dbl_3a", 384, (1, 3), 1),
        ("branch3x3dbl_3b", 384, (3, 1), 1),
    ]  # fmt: skip
    split = [("branch3x3_2a", "branch3x3_2b"), ("branch3x3dbl_3a", "branch3x3dbl_3b")]
    return _Mixed(wide, [[("branch1x1", 320, 1, 1)], three, dense, [("branch_pool", 192, 1, 1)]], pool, split)


class Inception(nn.Module):
    """Weights are as they are made until they are given."""

    def __init__(self) -> None:
        super().__init__()
        self.Conv2d_1a_3x3 = _Convolution(3, 32, 3, 2, False)
        self.Conv2d_2a_3x3 = _Convolution(32, 32, 3, 1, False)
        self.Conv2d_2b_3x3 = _Convolution(32, 64, 3, 1, True)
        self.Conv2d_3b_1x1 = _Convolution(64, 80, 1, 1, False)
        self.Conv2d_4a_3x3 = _Convolution(80, 192, 3, 1, False)
        self.Mixed_5b, self.Mixed_5c, self.Mixed_5d = _fine(192, 32), _fine(256, 64), _fine(288, 64)
        self.Mixed_6a = _halving(288)
        self.Mixed_6b, self.Mixed_6c = _long(768, 128), _long(768, 160)
        self.Mixed_6d, self.Mixed_6e = _long(768, 160), _long(768, 192)
        self.Mixed_7a = _halving_again(768)
        self.Mixed_7b, self.Mixed_7c = _wide(1280, "average"), _wide(2048, "largest")

    @torch.no_grad()
    def forward(self, pictures: Tensor) -> Tensor:
        """(n, WIDTH) float32 of uint8 [n, 3, H, W]."""
        size = (SIDE, SIDE)
        value = functional.interpolate(pictures.float() / 255, size, mode="bilinear", align_corners=False) * 2 - 1
        for name, layer in self.named_children():
            value = layer(value)
            if name in ("Conv2d_2b_3x3", "Conv2d_4a_3x3"):
                value = functional.max_pool2d(value, 3, 2)
        return value.mean(dim=(2, 3))


def load_inception(path: Path) -> Features:
    """From one of the files that ORIGIN names. Raises BadWeights."""
    if not is_scripted(path):
        network = Inception()
        give(network, path, ORIGIN, leave=("fc.", "AuxLogits."))
        return network
    module = scripted(path, ORIGIN)

    @torch.no_grad()
    def features(pictures: Tensor) -> Tensor:
        return module(pictures, return_features=True).float()

    checked(features, torch.zeros(1, 3, 32, 32, dtype=torch.uint8), WIDTH, path, ORIGIN)
    return features


def checked(features: Features, probe: Tensor, width: int, path: Path, origin: str) -> None:
    """Raises BadWeights where a network does not give `width` features of what it is to be shown."""
    try:
        found = tuple(features(probe).shape)
    except (RuntimeError, AttributeError) as error:
        raise BadWeights(f"{path.name} is another network: it cannot be asked for features. {origin}") from error
    if found != (1, width):
        raise BadWeights(f"{path.name} is another network: it gives {list(found)}, not [1, {width}]. {origin}")
