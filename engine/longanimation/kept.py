"""Tensors kept on disk under the digest of what they were made from; all of them may be deleted at any time."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

SUFFIX = ".safetensors"


class KeptTensors:
    """Files in one folder; a missing or damaged one is made anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, name: str) -> Path:
        """Where the tensor of this name lies."""
        return self.folder / f"{name}{SUFFIX}"

    def get(self, name: str, make: Callable[[], Tensor]) -> Tensor:
        """The tensor on the CPU, made where it is not here. Raises OSError."""
        path = self.path(name)
        with contextlib.suppress(OSError, SafetensorError, KeyError):
            found = load_file(path)["tensor"]
            os.utime(path)  # used now: `prune` goes by it
            return found
        made = make().cpu().contiguous()
        write_tensors(path, {"tensor": made})
        return made

    def prune(self, budget: int) -> None:
        """Delete the files used longest ago until no more than `budget` bytes are left, and what a killed engine left.

        For one engine at a time, before it works.
        """
        for left in self.folder.glob(".*"):
            left.unlink(missing_ok=True)
        files = sorted(((path.stat(), path) for path in self.folder.glob(f"*{SUFFIX}")), key=lambda it: it[0].st_mtime)
        excess = sum(stat.st_size for stat, _ in files) - budget
        for stat, path in files:
            if excess <= 0:
                break
            path.unlink(missing_ok=True)
            excess -= stat.st_size


def write_tensors(path: Path, tensors: dict[str, Tensor], told: dict[str, str] | None = None) -> None:
    """Write one safetensors file under another name, then put it in place. Raises OSError."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        save_file(tensors, beside, told)
        beside.replace(path)
    except SafetensorError as error:  # what the disk refuses, it says in this way
        raise OSError(errno.EIO, str(error), str(path)) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def digest(*parts: object) -> str:
    """One name for these values; arrays by their bytes through `bytes_digest`."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def bytes_digest(data: bytes | memoryview) -> str:
    """One name for these bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
