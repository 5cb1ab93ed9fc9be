"""`python -m engine.training.longanimation.shipping RUN FOLDER`: what a run has learned, as the small model's files."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from engine.longanimation.mini import CONFIG
from engine.training.longanimation.checkpoints import LARGEST
from engine.training.longanimation.configs import Config, TrainingError
from engine.training.longanimation.networks import Parts
from engine.training.longanimation.source import RunSource

MOST = 60_000_000
"""Bytes of all files."""


def write_model(config: Config, parts: Parts, folder: Path, facts: Mapping[str, object]) -> int:
    """Write config.json and the weights in 16 bits, in files of less than 15 MB; returns all their bytes.

    `facts`: of the training, as JSON has them. Raises TrainingError where the model is not to be shipped, OSError.
    """
    sizes = config.sizes
    if sizes is None:
        raise TrainingError("The model of the released size is not shipped; it stays with its authors.")
    modules = {
        "text": parts.text.model, "vae": parts.vae, "memory": parts.memory, "transformer": parts.transformer,
        "sketch_dit": parts.sketch_dit, "dglm": parts.dglm,
    }  # fmt: skip
    entries = {name: _halved(module.state_dict()) for name, module in modules.items()}
    total = sum(value.nbytes for values in entries.values() for value in values.values())
    if total > MOST:
        raise TrainingError(f"The model takes {total / 1e6:.0f} MB, and {MOST / 1e6:.0f} MB are shipped at most.")
    folder.mkdir(parents=True, exist_ok=True)
    for name, values in entries.items():
        for number, file in enumerate(_files(values), 1):
            save_file(file, folder / f"{name}-{number:05d}.safetensors")
    vae = {name: parts.vae.config[name] for name in sizes.vae}  # its factor was measured
    told = {
        "transformer": dict(sizes.transformer), "blocks": sizes.blocks, "control_blocks": sizes.control_blocks,
        "vae": vae, "dglm": dict(sizes.dglm), "text": sizes.text.to_dict(), "language": asdict(sizes.language),
        "tower": asdict(sizes.tower),
    }  # fmt: skip
    (folder / CONFIG).write_text(json.dumps({"sizes": told, "facts": dict(facts)}, indent=1), "utf-8")
    return total


def _halved(values: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Copies, as files know no tensors that are shared."""
    return {
        name: (value.half() if value.is_floating_point() else value).detach().cpu().contiguous().clone()
        for name, value in values.items()
    }


def _files(values: Mapping[str, Tensor]) -> Iterator[dict[str, Tensor]]:
    file: dict[str, Tensor] = {}
    for name, value in values.items():
        if file and sum(each.nbytes for each in file.values()) + value.nbytes > LARGEST:
            yield file
            file = {}
        file[name] = value
    yield file


def main(run: Path, folder: Path) -> int:
    """The exit code: 0, or 2 where it cannot be done."""
    try:
        source = RunSource(run)
        total = write_model(source.config, source.parts(torch.device("cpu")), folder, {"steps": source.steps})
    except (TrainingError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{folder}: {total / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:3])))
