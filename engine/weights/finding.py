"""Finds each part of the weights on this computer and sees, by headers alone, whether it is whole and the right one."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from engine.errors import BadWeights, MissingWeights
from engine.weights.headers import differences, shapes, shards
from engine.weights.manifest import Part, Shape, expected, manifest
from engine.weights.places import Places, folders_below, hub_snapshots, own_folder, places

Place: TypeAlias = Literal["own", "folder", "cache"]
Tree: TypeAlias = Sequence[tuple[Path, frozenset[str]]]  # folders with the names in them

NAMED = 2  # parts that are missing named at most; of more, the set-up tells


@dataclass(frozen=True)
class Found:
    """A part in a folder. `weights` are its files of weights, `others` the small ones; `fault` is empty where all is
    well and otherwise says what is wrong, `details` name every entry that differs."""

    part: Part
    place: Place
    folder: Path
    weights: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()
    fault: str = ""
    details: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in (*self.weights, *self.others))


def installed(home: Path | None = None) -> Mapping[str, Found]:
    """Every part by name, all of them sound. Raises MissingWeights, which names what is missing or wrong, where it is
    little, and says what is wrong with the first that is here."""
    looked = look(places(home or own_folder()))
    lacking = [part.title for part in manifest().parts if (found := looked[part.name]) is None or found.fault]
    if lacking:
        names = f" ({', '.join(lacking)})" if len(lacking) <= NAMED else ""
        faults = [f"; {found.fault}" for found in looked.values() if found is not None and found.fault]
        if not names and not faults:
            raise MissingWeights(
                f"LongAnimation lacks {len(lacking)} of {len(looked)} parts. "
                "Open Color > Set up LongAnimation to see what to do."
            )
        raise MissingWeights(
            f"LongAnimation lacks {len(lacking)} of {len(looked)} parts{names}{faults[0] if faults else ''}. "
            "Open Color > Set up LongAnimation to see what to do."
        )
    return {name: found for name, found in looked.items() if found is not None}


def look(where: Places) -> dict[str, Found | None]:
    """For each part the first sound place, else the first one with a fault, else None."""
    trees = [list(folders_below(folder)) for folder in where.folders]
    return {part.name: _best(_candidates(part, where, trees)) for part in manifest().parts}


def look_in(folder: Path) -> dict[str, Found | None]:
    """The same in one folder alone."""
    tree = list(folders_below(folder))
    return {part.name: _best(_in_tree(part, tree)) for part in manifest().parts}


def checked(part: Part, place: Place, folder: Path) -> Found:
    """The part as it lies in `folder`, looked at."""
    others = tuple(path for name in (*part.files, *part.also) if (path := folder / name).is_file())
    weights: tuple[Path, ...] = ()
    try:
        absent = [name for name in part.files if not (folder / name).is_file()]
        if absent:
            raise BadWeights(f"{' and '.join(absent)} {'is' if len(absent) == 1 else 'are'} missing")
        for path in others:
            _readable(path)
        if part.weights:
            weights, others = _files_of_weights(part, folder, others)
            details = _unlike(part, weights)
            if details:
                fault = f"{part.weights} {details[0]}"
                return Found(part, place, folder, weights, others, fault, tuple(details[1:]))
    except BadWeights as error:
        return Found(part, place, folder, weights, others, str(error))
    return Found(part, place, folder, weights, others)


def weight_files(part: Part, folder: Path) -> tuple[Path, ...]:
    """The files of weights of a part in `folder`: one, or the shards that the index names. Raises BadWeights."""
    single, index = folder / part.weights, folder / part.index
    if single.is_file():
        return (single,)
    if not index.is_file():
        raise BadWeights(f"{part.weights} is missing")
    names = sorted(set(shards(index).values()))
    if any("/" in name or "\\" in name for name in names):
        raise BadWeights(f"{index.name} is damaged")
    absent = [name for name in names if not (folder / name).is_file()]
    if absent:
        raise BadWeights(f"{len(absent)} of {len(names)} files are missing ({', '.join(absent)})")
    return tuple(folder / name for name in names)


def _files_of_weights(part: Part, folder: Path, others: tuple[Path, ...]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    weights = weight_files(part, folder)
    return (weights, others) if weights == (folder / part.weights,) else (weights, (*others, folder / part.index))


def _unlike(part: Part, weights: Sequence[Path]) -> list[str]:
    """How the weights differ from what is expected: a sentence's end, then every name; nothing where they agree."""
    held: dict[str, Shape] = {}
    index = shards(weights[0].parent / part.index) if weights[0].name != part.weights else {}
    for path in weights:
        inside = shapes(path)
        promised = {key for key, name in index.items() if name == path.name}
        if lost := sorted(promised - inside.keys()):
            raise BadWeights(f"{path.name} lacks {len(lost)} of the entries that the index promises, such as {lost[0]}")
        held |= inside
    unlike = differences(held, expected(part.keys), beyond=part.open)
    if not unlike:
        return []
    names = (
        *(f"missing: {name}" for name in unlike.missing),
        *(f"unexpected: {name}" for name in unlike.unexpected),
        *(f"shape: {name}" for name in unlike.misshapen),
    )
    return [str(unlike), *names]


def _readable(path: Path) -> None:
    try:
        content = path.read_bytes()
        if path.suffix == ".json":
            json.loads(content)
    except OSError as error:
        raise BadWeights(f"{path.name} cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise BadWeights(f"{path.name} is damaged") from error
    if not content:
        raise BadWeights(f"{path.name} is empty")


def _best(candidates: Iterator[Found]) -> Found | None:
    wrong: Found | None = None
    for found in candidates:
        if not found.fault:
            return found
        wrong = wrong or found
    return wrong


def _candidates(part: Part, where: Places, trees: Sequence[Tree]) -> Iterator[Found]:
    own = where.home / part.folder
    if any((own / name).is_file() for name in _probes(part)):
        yield checked(part, "own", own)
    for tree in trees:
        yield from _in_tree(part, tree)
    for repository in part.repositories:
        for snapshot in hub_snapshots(repository):
            folder = snapshot / part.within
            if any((folder / name).is_file() for name in _probes(part)):
                yield checked(part, "cache", folder)


def _in_tree(part: Part, tree: Tree) -> Iterator[Found]:
    for folder, names in tree:
        if names.intersection(_probes(part)) and _is_meant(part, folder, names):
            yield checked(part, "folder", folder)


def _probes(part: Part) -> tuple[str, ...]:
    """Files by one of which a folder that may hold the part is noticed."""
    return part.files[:1] or (part.weights, part.index)


def _is_meant(part: Part, folder: Path, names: frozenset[str]) -> bool:
    """Whether a folder holds this part rather than something of another model under the same file names."""
    if part.match:
        try:
            said = json.loads((folder / part.files[0]).read_bytes())
        except (OSError, ValueError, RecursionError):
            return folder.name == Path(part.within).name
        return isinstance(said, dict) and all(
            fnmatch.fnmatchcase(str(said.get(key)), wanted) for key, wanted in part.match.items()
        )
    if part.marker:
        try:
            index = part.index in names
            return part.marker in (shards(folder / part.index) if index else shapes(folder / part.weights))
        except BadWeights:
            return folder.name == part.within
    return True
