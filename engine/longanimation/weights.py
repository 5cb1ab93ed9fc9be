"""Gives networks their weights, strictly: exactly the entries they have, in their shapes, or one clear sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

from engine.errors import BadWeights
from engine.weights.headers import differences, shapes


class Checkpoint(Mapping[str, Tensor]):
    """The entries of one or more files; each is read from disk when it is asked for, and never kept.

    Headers are read at once. Raises BadWeights for a damaged file and for an entry that two files hold.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._places: dict[str, Path] = {}
        self._whole: dict[Path, dict[str, Tensor]] = {}
        self.shapes: dict[str, tuple[int, ...]] = {}
        for path in files:
            found = shapes(path)
            if twice := found.keys() & self._places.keys():
                raise BadWeights(f"{path.name} holds {min(twice)}, which is in {self._places[min(twice)].name} too")
            self.shapes |= found
            self._places |= dict.fromkeys(found, path)

    def __getitem__(self, name: str) -> Tensor:
        path = self._places[name]
        try:
            if path.suffix != ".safetensors":
                return self._pickled(path)[name]
            with safe_open(path, framework="pt") as file:
                return file.get_tensor(name)
        except (SafetensorError, OSError, RuntimeError) as error:
            raise BadWeights(f"{path.name} cannot be read any more. Check its disk, or download it again.") from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def _pickled(self, path: Path) -> dict[str, Tensor]:
        """A file of the old kind can only be read whole; these are small."""
        if path not in self._whole:
            self._whole[path] = torch.load(path, map_location="cpu", weights_only=True)
        return self._whole[path]


def load_strict(
    module: nn.Module, files: Sequence[Path], device: torch.device | str = "cpu", dtype: torch.dtype | None = None
) -> None:
    """Give `module`, which may be on the meta device, the tensors of `files` and make it ready for inference.

    Its parameters are replaced, one tensor at a time, on `device` and in `dtype` (as stored where that is None; other
    than floating-point numbers always stay). Raises BadWeights, which names what is missing, too much or of another
    shape; the module is then as it was. Buffers that no file holds are the module's own matter.
    """
    checkpoint = Checkpoint(files)
    wanted = {name: tuple(value.shape) for name, value in module.state_dict().items()}
    if unlike := differences(checkpoint.shapes, wanted):
        raise BadWeights(f"{files[0].name} {unlike}. Download it again, or choose the right one.")
    ready = {name: _ready(checkpoint[name], device, dtype) for name in wanted}
    module.load_state_dict(ready, strict=True, assign=True)
    module.requires_grad_(False).eval()


def _ready(value: Tensor, device: torch.device | str, dtype: torch.dtype | None) -> Tensor:
    return value.to(device, dtype if value.is_floating_point() else None)
