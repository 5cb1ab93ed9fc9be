"""The network of FVD: I3D, which sees short pieces of film, as the TorchScript that FVD's users share."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from engine.metrics.inception import Features, checked
from engine.metrics.supplied import is_scripted, scripted

LENGTH = 16
"""Frames of a piece of film."""
WIDTH = 400
ORIGIN = "FVD takes I3D trained on Kinetics-400 as TorchScript: i3d_torchscript.pt, as StyleGAN-V's authors made it."


def load_i3d(path: Path) -> Features:
    """Gives (n, WIDTH) float32 of uint8 [n, 3, LENGTH, H, W]. Raises BadWeights."""
    is_scripted(path)  # says so where there is no file
    module = scripted(path, ORIGIN)

    @torch.no_grad()
    def features(films: Tensor) -> Tensor:
        return module(films.float(), rescale=True, resize=True, return_features=True).float()

    checked(features, torch.zeros(1, 3, LENGTH, 64, 64, dtype=torch.uint8), WIDTH, path, ORIGIN)
    return features
