"""LPIPS, FID and FVD of colored clips, by a process of the engine's with the networks that the user supplies."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.bench.outcome import Outcome
from app.bench.rig import BenchFailed
from app.render.engine_process import engine_environment


@dataclass(frozen=True)
class Networks:
    """Files of networks, None or () for those that are not supplied."""

    lpips: tuple[Path, ...] = ()
    inception: Path | None = None
    i3d: Path | None = None

    @property
    def measures(self) -> tuple[str, ...]:
        """What can be measured."""
        given = (("lpips", self.lpips), ("fid", self.inception), ("fvd", self.i3d))
        return tuple(name for name, files in given if files)


@dataclass(frozen=True)
class Colored:
    """A colored clip: numbers of its keys, the artist's frames and ours."""

    clip: str
    variant: str
    repetition: str
    keys: tuple[int, ...]
    true: tuple[Path, ...]
    made: tuple[Path, ...]


def check(networks: Networks) -> None:
    """Raises BenchFailed where a file is not what it should be."""
    if networks.measures:
        for _ in _told(networks, ()):
            pass


def measure(
    networks: Networks, sequences: Sequence[Colored], outcome: Outcome, progress: Callable[[int, int], None]
) -> None:
    """Add what the networks say to the outcome. Raises BenchFailed."""
    if not networks.measures:
        return
    for fact in _told(networks, sequences):
        if fact["event"] == "progress":
            progress(fact["done"], fact["total"])
        elif fact["event"] == "clip":
            variant, repetition = json.loads(fact["group"])
            outcome.lpips[fact["clip"], variant, repetition] = fact["lpips"]
        elif fact["event"] == "group":
            variant, repetition = json.loads(fact["group"])
            found = {name: fact[name] for name in ("fid", "fvd") if name in fact}
            outcome.distances[variant, repetition] = found
            outcome.counted |= {name: fact[f"{name}_of"] for name in found}


def _told(networks: Networks, sequences: Sequence[Colored]) -> Iterator[dict[str, Any]]:
    order = {
        "lpips": [str(path.absolute()) for path in networks.lpips] or None,
        "inception": _named(networks.inception),
        "i3d": _named(networks.i3d),
        "sequences": [
            {
                "group": json.dumps([one.variant, one.repetition]), "clip": one.clip, "keys": one.keys,
                "true": [str(path.absolute()) for path in one.true],
                "made": [str(path.absolute()) for path in one.made],
            }
            for one in sequences
        ],
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "engine.metrics"],
        env=engine_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        process.stdin.write(json.dumps(order).encode())
        process.stdin.close()
        for line in process.stdout:
            fact: dict[str, Any] = json.loads(line)
            if fact["event"] == "failed":
                raise BenchFailed(fact["sentence"])
            if fact["event"] == "done":
                return
            yield fact
    raise BenchFailed("The networks could not be asked; what went wrong is above.")


def _named(path: Path | None) -> str | None:
    return None if path is None else str(path.absolute())
