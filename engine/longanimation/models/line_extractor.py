"""Line art from color frames: the "informative drawings" network, which drew what LongAnimation learned from."""

from __future__ import annotations

import torch
from torch import Tensor, nn

PAPER = 0.78  # lighter than this is paper


class LineExtractor(nn.Module):
    """The released `sk_model.pth` (fine lines): 24 tensors of the same names. Chan et al. 2022. Inference only."""

    def __init__(self) -> None:
        super().__init__()
        self.model0 = nn.Sequential(nn.ReflectionPad2d(3), nn.Conv2d(3, 64, 7), nn.InstanceNorm2d(64), nn.ReLU())
        self.model1 = nn.Sequential(*_halving(64, 128), *_halving(128, 256))
        self.model2 = nn.Sequential(*(_Residual(256) for _ in range(3)))
        self.model3 = nn.Sequential(*_doubling(256, 128), *_doubling(128, 64))
        self.model4 = nn.Sequential(nn.ReflectionPad2d(3), nn.Conv2d(64, 1, 7), nn.Sigmoid())

    def forward(self, frames: Tensor) -> Tensor:
        """Lightness of the drawing [N, 1, H, W], 0 ink to 1 paper, of RGB frames [N, 3, H, W], 0 to 255.

        H and W are divisible by 4. Frames do not influence each other.
        """
        hidden = self.model0(frames / 255)
        for part in (self.model1, self.model2, self.model3, self.model4):
            hidden = part(hidden)
        return hidden


def binarized(lightness: Tensor, paper: float = PAPER) -> Tensor:
    """The sketch as the networks were trained on it: +1 for ink and -1 for paper, three channels from [N, 1, H, W]."""
    ink = torch.where(lightness > paper, -1.0, 1.0).to(lightness.dtype)
    return ink.expand(-1, 3, -1, -1)


class _Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.ReflectionPad2d(1),
            nn.Conv2d(width, width, 3),
            nn.InstanceNorm2d(width),
            nn.ReLU(),
            nn.ReflectionPad2d(1),
            nn.Conv2d(width, width, 3),
            nn.InstanceNorm2d(width),
        )

    def forward(self, hidden: Tensor) -> Tensor:
        return hidden + self.conv_block(hidden)


def _halving(before: int, after: int) -> list[nn.Module]:
    return [nn.Conv2d(before, after, 3, stride=2, padding=1), nn.InstanceNorm2d(after), nn.ReLU()]


def _doubling(before: int, after: int) -> list[nn.Module]:
    up = nn.ConvTranspose2d(before, after, 3, stride=2, padding=1, output_padding=1)
    return [up, nn.InstanceNorm2d(after), nn.ReLU()]
