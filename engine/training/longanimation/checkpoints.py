"""A run's state on disk: small files of tensors and an index, there as a whole or not at all."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from engine.training.longanimation.configs import TrainingError

LARGEST = 14_500_000
"""Bytes of tensors in a file; with its header it stays under 15 MB."""
KEPT = 2
_INDEX = "index.json"
_NAMED = "step-{:08d}"


@dataclass(frozen=True)
class State:
    """What a run is: its tensors by name, and facts as JSON has them, such as the step."""

    tensors: Mapping[str, Tensor]
    facts: Mapping[str, Any]


def save(folder: Path, step: int, state: State) -> Path:
    """Write the state of a step; of those before, the newest stay. Returns its folder. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / _NAMED.format(step)
    part = folder / f".{target.name}.part"
    for left in (part, target):
        shutil.rmtree(left, ignore_errors=True)
    part.mkdir()
    index: dict[str, Any] = {"facts": dict(state.facts), "tensors": {}}
    for number, pieces in enumerate(_files(state.tensors), 1):
        name = f"{number:05d}.safetensors"
        save_file({key: piece for key, _, piece in pieces}, part / name)
        for key, whole, _ in pieces:
            like = state.tensors[whole]
            entry = index["tensors"].setdefault(whole, {"shape": list(like.shape), "type": _type(like), "places": []})
            entry["places"].append([name, key])
    (part / _INDEX).write_text(json.dumps(index), "utf-8")
    part.rename(target)
    for old in _steps(folder)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return target


def load(folder: Path) -> State | None:
    """The newest state in a folder, or None where there is none. Raises TrainingError for a damaged one."""
    steps = _steps(folder)
    if not steps:
        return None
    newest = steps[-1]
    try:
        index = json.loads((newest / _INDEX).read_text("utf-8"))
        pieces = _pieces(newest, index["tensors"].values())
        tensors = {name: _joined(pieces, entry) for name, entry in index["tensors"].items()}
        return State(tensors, index["facts"])
    except (OSError, ValueError, KeyError, SafetensorError, RuntimeError) as error:
        raise TrainingError(
            f'The checkpoint "{newest}" is damaged ({error}). Delete it, and the training goes on from the one before.'
        ) from error


def _steps(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("step-*") if (path / _INDEX).is_file())


def _files(tensors: Mapping[str, Tensor]) -> Iterator[list[tuple[str, str, Tensor]]]:
    """Pieces of the tensors, (key, tensor's name, flat piece), file by file; large ones are cut."""
    file: list[tuple[str, str, Tensor]] = []
    room = LARGEST
    for name, value in tensors.items():
        flat = value.detach().cpu().contiguous().reshape(-1)
        for number, piece in enumerate(flat.split(LARGEST // flat.element_size())):
            if file and piece.nbytes > room:
                yield file
                file, room = [], LARGEST
            file.append((f"{name}/{number}", name, piece.clone()))
            room -= piece.nbytes
    if file:
        yield file


def _pieces(folder: Path, entries: Iterable[Mapping[str, Any]]) -> dict[str, Tensor]:
    """What the files hold, by its key; each file is opened once, as there are hundreds of tensors in one."""
    pieces: dict[str, Tensor] = {}
    for name in {name for entry in entries for name, _ in entry["places"]}:
        pieces |= load_file(folder / name)
    return pieces


def _joined(pieces: dict[str, Tensor], entry: Mapping[str, Any]) -> Tensor:
    """A tensor; its pieces are taken out, so that memory holds all of them once."""
    whole = torch.cat([pieces.pop(key) for _, key in entry["places"]])
    if len(whole) != math.prod(entry["shape"]) or _type(whole) != entry["type"]:
        raise ValueError("an entry is not as long as it was written")
    return whole.reshape(entry["shape"])


def _type(tensor: Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")
