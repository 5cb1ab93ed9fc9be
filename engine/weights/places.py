"""Where weights may lie: our own folder, folders the artist pointed to, the Hugging Face cache; and what was accepted.

The app names our own folder in SHIAGE_WEIGHTS when it starts a process of the engine.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from engine.errors import WeightsNotFetched

HOME_VARIABLE = "SHIAGE_WEIGHTS"
_DEEP = 5  # folders below one that was pointed to
_MOST = 20_000  # folders looked at there
_FILE = "places.json"


class _Kept(msgspec.Struct, frozen=True):
    """What is remembered: folders of the artist, and the day on which a licence was accepted, by its name."""

    folders: tuple[str, ...] = ()
    accepted: dict[str, str] = {}


@dataclass(frozen=True)
class Places:
    """Our own folder and what is remembered in it."""

    home: Path
    folders: tuple[Path, ...] = ()
    accepted: frozenset[str] = frozenset()


def own_folder() -> Path:
    """Our own folder of weights. Raises WeightsNotFetched where the app has not named it."""
    named = os.environ.get(HOME_VARIABLE, "")
    if not named:
        raise WeightsNotFetched(f"{HOME_VARIABLE} does not say where weights are kept. Start Shiage by main.py.")
    return Path(named)


def places(home: Path) -> Places:
    """What is known of places; a damaged note of it counts as none."""
    kept = _read(home)
    return Places(home, tuple(map(Path, kept.folders)), frozenset(kept.accepted))


def remember(home: Path, folder: Path) -> None:
    """Look into `folder` from now on."""
    kept = _read(home)
    name = str(folder.absolute())
    _write(home, _Kept((name, *(old for old in kept.folders if old != name)), kept.accepted))


def accept(home: Path, licence: str) -> None:
    """Note that the artist accepted this licence today."""
    kept = _read(home)
    today = datetime.date.today().isoformat()
    _write(home, _Kept(kept.folders, {licence: today} | kept.accepted))


def hub_cache() -> Path:
    """The cache that the programs of Hugging Face share on this computer."""
    if named := os.environ.get("HF_HUB_CACHE") or os.environ.get("HUGGINGFACE_HUB_CACHE"):
        return Path(named).expanduser()
    if named := os.environ.get("HF_HOME"):
        return Path(named).expanduser() / "hub"
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "huggingface" / "hub"


def hub_snapshots(repository: str) -> Iterator[Path]:
    """The versions of a repository that lie in the cache, the newest first."""
    folder = hub_cache() / f"models--{repository.replace('/', '--')}" / "snapshots"
    try:
        found = [(entry.stat().st_mtime, Path(entry.path)) for entry in os.scandir(folder) if entry.is_dir()]
    except OSError:
        return
    yield from (path for _, path in sorted(found, reverse=True))


def folders_below(root: Path) -> Iterator[tuple[Path, frozenset[str]]]:
    """`root` and the folders in it, nearest first, each with the names in it. Hidden ones are left out."""
    level, seen = [root], 0
    for _ in range(_DEEP + 1):
        below: list[Path] = []
        for folder in level:
            seen += 1
            if seen > _MOST:
                return
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
                below += [Path(entry.path) for entry in entries if entry.name[0] != "." and entry.is_dir()]
            except OSError:
                continue
            yield folder, frozenset(entry.name for entry in entries)
        level = below


def _read(home: Path) -> _Kept:
    try:
        return msgspec.json.decode((home / _FILE).read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return _Kept()


def _write(home: Path, kept: _Kept) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
        fresh = home / f"{_FILE}.part"
        fresh.write_bytes(msgspec.json.format(msgspec.json.encode(kept), indent=1))
        fresh.replace(home / _FILE)
    except OSError as error:
        raise WeightsNotFetched(
            f'"{home}" cannot be written ({error.strerror}). Check that you own it and that its disk has room.'
        ) from error
