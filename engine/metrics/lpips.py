"""LPIPS: how different two pictures look, by the layers of a network for recognition and weights for each channel."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from engine.errors import BadWeights
from engine.metrics.supplied import give
from engine.weights.headers import shapes

SIDE = 256
ORIGIN = (
    "LPIPS takes two files: torchvision's AlexNet or VGG16 (alexnet-owt-7be5be79.pth, vgg16-397923af.pth) and the "
    "heads of the lpips package (weights/v0.1/alex.pth or vgg.pth)."
)
SHIFT, SCALE = (-0.030, -0.088, -0.188), (0.458, 0.448, 0.450)
_SLIGHT = 1e-10  # beside the length of a pixel's channels, which may all be 0

Layer = tuple[int, int, int, int]  # channels out, kernel, stride, padding; 0 channels: pooling over the kernel
ALEX: dict[int, Layer] = {
    0: (64, 11, 4, 2), 2: (0, 3, 2, 0), 3: (192, 5, 1, 2), 5: (0, 3, 2, 0), 6: (384, 3, 1, 1), 8: (256, 3, 1, 1),
    10: (256, 3, 1, 1),
}  # fmt: skip
VGG: dict[int, Layer] = {
    **dict.fromkeys((4, 9, 16, 23), (0, 2, 2, 0)),
    **{
        at: (width, 3, 1, 1)
        for width, places in ((64, (0, 2)), (128, (5, 7)), (256, (10, 12, 14)), (512, (17, 19, 21, 24, 26, 28)))
        for at in places
    },
}
LOOKED_AT = {"AlexNet": (1, 4, 7, 9, 11), "VGG16": (3, 8, 15, 22, 29)}  # layers whose output is compared
LAYERS = {"AlexNet": ALEX, "VGG16": VGG}


class Lpips(nn.Module):
    """Of "AlexNet" or "VGG16"; weights are as they are made until they are given."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self._looked_at, channels = name, LOOKED_AT[name], 3
        layers: list[nn.Module] = []
        heads: list[nn.Module] = []
        for at in range(self._looked_at[-1] + 1):
            width, kernel, stride, padding = LAYERS[name].get(at, (-1, 0, 0, 0))
            if width > 0:
                layers.append(nn.Conv2d(channels, width, kernel, stride, padding))
                channels = width
            else:
                layers.append(nn.MaxPool2d(kernel, stride) if width == 0 else nn.ReLU())
            if at in self._looked_at:
                heads.append(_Head(channels))
        self.backbone = nn.ModuleDict({"features": nn.Sequential(*layers)})
        self.heads = nn.ModuleDict({f"lin{at}": head for at, head in enumerate(heads)})

    @torch.no_grad()
    def forward(self, one: Tensor, other: Tensor) -> Tensor:
        """(n,): 0 for equal pictures; of [n, 3, H, W] with values from 0 to 1."""
        place = one.new_tensor
        shift, scale = (place(values)[None, :, None, None] for values in (SHIFT, SCALE))
        seen = [(2 * picture - 1 - shift) / scale for picture in (one, other)]
        total, at = one.new_zeros(len(one)), 0
        for number, layer in enumerate(self.backbone.get_submodule("features").children()):
            seen = [layer(value) for value in seen]
            if number in self._looked_at:
                apart = (_unit(seen[0]) - _unit(seen[1])).square()
                total += self.heads[f"lin{at}"](apart).mean(dim=(1, 2, 3))
                at += 1
        return total


class _Head(nn.Module):
    """One weight for each channel, under the names that its files have."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.model = nn.Sequential(nn.Identity(), nn.Conv2d(channels, 1, 1, bias=False))

    def forward(self, apart: Tensor) -> Tensor:
        return self.model(apart)


def load_lpips(backbone: Path, heads: Path) -> Lpips:
    """From the two files that ORIGIN names. Raises BadWeights."""
    network = Lpips(_name(backbone))
    give(network.backbone, backbone, ORIGIN, leave=("classifier.",))
    give(network.heads, heads, ORIGIN)
    return network


def _name(backbone: Path) -> str:
    """Which of the two it is, by its first layer."""
    try:
        first = shapes(backbone).get("features.0.weight")
    except BadWeights as error:
        raise BadWeights(f"{str(error).rstrip('.')}. {ORIGIN}") from error
    for name, layers in LAYERS.items():
        width, kernel, _, _ = layers[0]
        if first == (width, 3, kernel, kernel):
            return name
    raise BadWeights(f"{backbone.name} is neither AlexNet nor VGG16. {ORIGIN}")


def _unit(value: Tensor) -> Tensor:
    """Every pixel's channels at length 1."""
    return value / (value.square().sum(dim=1, keepdim=True).sqrt() + _SLIGHT)
