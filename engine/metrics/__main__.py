"""`python -m engine.metrics`: LPIPS, FID and FVD of sequences, by networks that the user supplies.

Reads one JSON object from stdin: `lpips` two files, `inception` and `i3d` a file each, or null; `sequences`, each with
its `group`, its `clip`, and the files of its `true` and `made` frames; `keys`, the numbers of frames, from 1, that were
given and are not judged. Prints one JSON object a line. Without sequences the files are only checked.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor

from engine.errors import BadWeights, EngineError
from engine.imaging.line import flatten
from engine.imaging.stills import StillError, read_still, to_8_bit
from engine.metrics.frechet import FEWEST, frechet_distance
from engine.metrics.i3d import LENGTH, load_i3d
from engine.metrics.inception import Features, load_inception
from engine.metrics.lpips import SIDE, Lpips, load_lpips

AT_ONCE = 8  # pictures


@dataclass
class _Networks:
    lpips: Lpips | None
    inception: Features | None
    i3d: Features | None


@dataclass
class _Group:
    """Features of all sequences of a group so far."""

    frames: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)
    films: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)


def main() -> int:
    """The exit code: 0, or 2 where nothing can be measured."""
    wish: dict[str, Any] = json.load(sys.stdin)
    try:
        networks = _networks(wish)
        for fact in _measured(networks, wish.get("sequences", [])):
            _say(**fact)
    except (EngineError, StillError) as error:
        _say(event="failed", sentence=str(error))
        return 2
    _say(event="done")
    return 0


def _networks(wish: Mapping[str, Any]) -> _Networks:
    lpips = [Path(path) for path in wish.get("lpips") or ()]
    for path in lpips:
        if not path.is_file():
            raise BadWeights(f'There is no file "{path}".')
    inception, i3d = wish.get("inception"), wish.get("i3d")
    return _Networks(
        load_lpips(*lpips) if lpips else None,
        load_inception(Path(inception)) if inception else None,
        load_i3d(Path(i3d)) if i3d else None,
    )


def _measured(networks: _Networks, sequences: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    groups: dict[str, _Group] = {}
    known: dict[str, tuple[np.ndarray, np.ndarray]] = {}  # features of the true frames, by clip
    for done, one in enumerate(sequences):
        yield {"event": "progress", "done": done, "total": len(sequences)}
        true, made = (_frames(one[kind]) for kind in ("true", "made"))
        judged = [at for at in range(len(true)) if at + 1 not in one["keys"]]
        group = groups.setdefault(one["group"], _Group())
        if networks.lpips is not None:
            value = _lpips(networks.lpips, true[judged], made[judged])
            yield {"event": "clip", "group": one["group"], "clip": one["clip"], "lpips": value}
        if one["clip"] not in known:
            known[one["clip"]] = _features(networks, true, judged)
        for all_, of_true, of_made in zip(
            (group.frames, group.films), known[one["clip"]], _features(networks, made, judged)
        ):
            all_.append((of_true, of_made))
    for name, group in groups.items():
        yield {"event": "group", "group": name, **_distance("fid", group.frames), **_distance("fvd", group.films)}


def _distance(name: str, found: Sequence[tuple[np.ndarray, np.ndarray]]) -> dict[str, Any]:
    """The distance and of how many features it is; none of too few."""
    true, made = (np.concatenate(each) for each in zip(*found))
    if len(true) < FEWEST:
        return {}
    return {name: frechet_distance(true, made), f"{name}_of": len(true)}


def _lpips(network: Lpips, true: Tensor, made: Tensor) -> float:
    parts = [
        network(true[at : at + AT_ONCE].float() / 255, made[at : at + AT_ONCE].float() / 255)
        for at in range(0, len(true), AT_ONCE)
    ]
    return float(torch.cat(parts).mean())


def _features(networks: _Networks, frames: Tensor, judged: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Of the frames that are judged, and of all pieces of film that follow each other; none without a network."""
    films = [
        frames[at : at + LENGTH].transpose(0, 1)[None] for at in range(0, len(frames) - LENGTH + 1, LENGTH)
    ]  # [1, 3, LENGTH, H, W]
    groups = [frames[judged[at : at + AT_ONCE]] for at in range(0, len(judged), AT_ONCE)]
    return _all(networks.inception, groups), _all(networks.i3d, films)


def _all(network: Features | None, parts: Sequence[Tensor]) -> np.ndarray:
    if network is None or not parts:
        return np.zeros((0, 1), np.float32)
    return np.concatenate([network(part).cpu().numpy() for part in parts])


def _frames(paths: Sequence[str]) -> Tensor:
    """uint8 [n, 3, SIDE, SIDE], as PSNR and SSIM are measured."""
    return torch.from_numpy(np.stack([_reduced(Path(path)) for path in paths])).permute(0, 3, 1, 2).contiguous()


def _reduced(path: Path) -> np.ndarray:
    picture = flatten(to_8_bit(read_still(path)), 255)
    picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB) if picture.ndim == 2 else picture
    return cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA)


def _say(**fact: object) -> None:
    sys.stdout.write(json.dumps(fact) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
