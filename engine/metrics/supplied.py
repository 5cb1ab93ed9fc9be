"""Networks that the user supplies: their files are read without running them, and refused in one sentence."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from engine.errors import BadWeights
from engine.longanimation.weights import Checkpoint
from engine.weights.headers import differences


def give(network: nn.Module, path: Path, origin: str, leave: Sequence[str] = ()) -> None:
    """Give `network` the entries of a file of weights, all of them; entries that begin with one of `leave` may stand
    beside them. Raises BadWeights, which names the file and its `origin`."""
    wanted = {name: tuple(value.shape) for name, value in _entries(network).items()}
    try:
        found = Checkpoint([path])
        counted = {name: shape for name, shape in found.shapes.items() if not name.startswith(tuple(leave))}
        counted = {name: shape for name, shape in counted.items() if not name.endswith("num_batches_tracked")}
        if unlike := differences(counted, wanted):
            raise BadWeights(f"{path.name} {unlike}. {origin}")
        network.load_state_dict({name: found[name].float() for name in wanted}, strict=False)
    except BadWeights as error:
        raise BadWeights(_told(str(error), origin)) from error
    network.requires_grad_(False).eval()


def scripted(path: Path, origin: str) -> nn.Module:
    """A network that comes as TorchScript. Raises BadWeights."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # torch means to drop TorchScript some day
            return torch.jit.load(str(path), map_location="cpu").eval()
    except (RuntimeError, ValueError, OSError) as error:
        raise BadWeights(f"{path.name} cannot be read as TorchScript. {origin}") from error


def is_scripted(path: Path) -> bool:
    """Whether a file holds TorchScript, by the names within it. Raises BadWeights where there is no file."""
    import zipfile

    if not path.is_file():
        raise BadWeights(f'There is no file "{path}".')
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(name.endswith("constants.pkl") for name in archive.namelist())


def _entries(network: nn.Module) -> Mapping[str, Tensor]:
    return {
        name: value for name, value in network.state_dict().items() if not name.endswith("num_batches_tracked")
    }  # a count that only training needs, which some files lack


def _told(sentence: str, origin: str) -> str:
    return sentence if sentence.endswith(origin) else f"{sentence.rstrip('.')}. {origin}"
