"""Clips to score by: folders with line art, the artist's own colors of every frame, and which frames serve as keys."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from app.bench.rig import BenchFailed
from engine.imaging.stills import StillError, still_size

LINE, COLOR, KEYS = "line", "color", "keys.json"


@dataclass(frozen=True)
class Clip:
    """A clip: a drawing and a colored picture of one size for every frame from 1, and sets of key frames by name."""

    name: str
    line: tuple[Path, ...]
    color: tuple[Path, ...]
    keys: dict[str, tuple[int, ...]]

    @property
    def frames(self) -> int:
        return len(self.line)


class UnusableClip(BenchFailed):
    """A clip cannot be scored; the others can."""


def clip_folders(folder: Path, only: Sequence[str] = ()) -> list[Path]:
    """The folders of clips in `folder`, by name; those named in `only`, where some are. Raises BenchFailed."""
    try:
        found = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError as error:
        raise BenchFailed(f'"{folder}" cannot be read ({error.strerror}); name a folder of clips.') from error
    names = [path.name for path in found]
    if not names:
        raise BenchFailed(f'There are no clips in "{folder}": each is a folder with {LINE}, {COLOR} and {KEYS}.')
    for name in only:
        if name not in names:
            raise BenchFailed(f'There is no clip called "{name}" in "{folder}"; there are {", ".join(names)}.')
    return [path for path in found if not only or path.name in only]


def read_clip(folder: Path) -> Clip:
    """The clip in a folder: keys.json, line/0001.png.. and color/0001.png.. Raises UnusableClip."""
    keys = _keys(folder)
    pictures = {kind: _numbered(folder, kind) for kind in (LINE, COLOR)}
    last = max(max(numbers) for numbers in pictures.values())
    for kind, numbers in pictures.items():
        missing = [number for number in range(1, last + 1) if number not in numbers]
        if missing:
            rest = f", and {len(missing) - 1} more; add them" if len(missing) > 1 else "; add it"
            raise _unusable(folder, f"{kind}/{missing[0]:04d}.png is missing{rest}")
    line, color = (tuple(numbers[at] for at in range(1, last + 1)) for numbers in pictures.values())
    clip = Clip(folder.name, line, color, keys)
    for name, numbers in keys.items():
        if not numbers or not all(1 <= number <= last for number in numbers) or len(set(numbers)) == last:
            raise _unusable(
                folder, f'the keys "{name}" in {KEYS} must be some of its frames, 1 to {last}; correct them'
            )
    _check_sizes(folder, clip)
    return clip


def key_set(clip: Clip, name: str) -> tuple[int, ...]:
    """The numbers of the key frames that are called so; raises UnusableClip."""
    if name not in clip.keys:
        raise UnusableClip(
            f'Clip "{clip.name}" has no keys called "{name}" in {KEYS}; it has {", ".join(clip.keys) or "none"}.'
        )
    return clip.keys[name]


def _keys(folder: Path) -> dict[str, tuple[int, ...]]:
    """Whatever in keys.json is a list of whole numbers."""
    path = folder / KEYS
    try:
        told: object = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise _unusable(folder, f'it has no {KEYS}; write one such as {{"one": [1]}}') from error
    except (OSError, ValueError) as error:
        raise _unusable(folder, f'its {KEYS} cannot be read; write one such as {{"one": [1]}}') from error
    if not isinstance(told, dict):
        raise _unusable(folder, f'its {KEYS} holds no sets of keys; write one such as {{"one": [1]}}')
    sets: dict[str, tuple[int, ...]] = {}
    for name, numbers in cast("dict[str, object]", told).items():
        if isinstance(numbers, list) and all(type(number) is int for number in cast("list[object]", numbers)):
            sets[name] = tuple(cast("list[int]", numbers))
    return sets


def _numbered(folder: Path, kind: str) -> dict[int, Path]:
    """The pictures of a kind by their number."""
    found = {int(path.stem): path for path in (folder / kind).glob("*.png") if path.stem.isdecimal()}
    if not found:
        raise _unusable(folder, f"there are no pictures in {kind}, such as {kind}/0001.png; put them there")
    return found


def _check_sizes(folder: Path, clip: Clip) -> None:
    try:
        wanted = still_size(clip.line[0])
        for path in (*clip.line, *clip.color):
            if still_size(path) != wanted:
                raise _unusable(
                    folder, f"{path.parent.name}/{path.name} is not of the size of line/{clip.line[0].name}; replace it"
                )
    except StillError as error:
        raise UnusableClip(f'Clip "{folder.name}" is left out: {error}') from error


def _unusable(folder: Path, why: str) -> UnusableClip:
    return UnusableClip(f'Clip "{folder.name}" is left out: {why}.')
