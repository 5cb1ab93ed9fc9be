"""Checksums of weights: a file is read as a whole once, and its sum stands while its size and time stay the same."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

FILE = "sums.json"
_CHUNK = 1 << 22
_PLACES, _PIECE = 16, 1 << 16  # of a sample


class Sum(msgspec.Struct, frozen=True):
    """sha256 of a file that had this size and was changed then."""

    size: int
    changed: int
    sha256: str


Sums = Mapping[str, Sum]


def recorded(home: Path) -> dict[str, Sum]:
    """The sums known by the files' full names; a missing or damaged list is none."""
    with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.json.decode((home / FILE).read_bytes(), type=dict[str, Sum])
    return {}


def known(path: Path, sums: Sums) -> str:
    """The sha256 of a file as it is now, empty where it was not read as a whole since it changed."""
    found, stat = sums.get(str(path.resolve())), path.stat()
    return found.sha256 if found is not None and (found.size, found.changed) == (stat.st_size, stat.st_mtime_ns) else ""


def record(home: Path, path: Path, sha256: str) -> None:
    """Note the sum of a file; what cannot be written is read again another time."""
    stat = path.stat()
    sums = {**recorded(home), str(path.resolve()): Sum(stat.st_size, stat.st_mtime_ns, sha256)}
    fresh = home / f"{FILE}.part"
    with contextlib.suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(msgspec.json.encode(sums))
        fresh.replace(home / FILE)


def summed(path: Path, told: Callable[[int], None]) -> str:
    """The sha256 of a file; `told` hears how many bytes more were read. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            told(len(chunk))
    return digest.hexdigest()


def sampled(path: Path) -> str:
    """A digest of a file's size, its beginning and pieces all through it, in a moment. Raises OSError."""
    size = path.stat().st_size
    digest = hashlib.blake2b(str(size).encode(), digest_size=16)
    with path.open("rb") as file:
        for place in range(_PLACES):
            file.seek(max(0, size - _PIECE) * place // (_PLACES - 1))
            digest.update(file.read(_PIECE))
    return digest.hexdigest()
