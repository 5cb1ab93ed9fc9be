"""What LongAnimation needs, read from resources/weights.toml, and the names and shapes that the files must hold."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

import msgspec

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
MANIFEST = RESOURCES / "weights.toml"
KEYS = RESOURCES / "weights_keys.toml"
ANY = -1  # a length that does not matter

Shape: TypeAlias = tuple[int, ...]
Shapes: TypeAlias = Mapping[str, Shape]

_RANGE = re.compile(r"\{(\d+)-(\d+)\}")
_NUMBER = re.compile(r"(?<=\.)(?:\d+|\{\d+-\d+\})(?=\.|$)")


class Licence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Terms of some of the parts; `accept` says that they must be accepted before a download."""

    title: str
    url: str
    accept: bool
    terms: tuple[str, ...]


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Files that are found, checked and downloaded together; the head of weights.toml says what each field means."""

    name: str
    title: str
    licence: str
    repositories: tuple[str, ...]
    folder: str
    within: str = ""
    files: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    match: dict[str, str] = {}
    marker: str = ""
    weights: str = ""
    keys: str = ""
    open: bool = False
    about: int = 0
    sha256: dict[str, str] = {}

    @property
    def index(self) -> str:
        """The name of the file that says which shard holds what."""
        return f"{self.weights}.index.json"


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that LongAnimation needs."""

    licences: dict[str, Licence]
    parts: tuple[Part, ...]


@cache
def manifest(path: Path = MANIFEST) -> Manifest:
    """The manifest; it belongs to the program, so a fault in it is a fault of ours."""
    return msgspec.toml.decode(path.read_bytes(), type=Manifest)


@cache
def expected(name: str, path: Path = KEYS) -> Shapes:
    """Every entry that the weights of this name must hold, with its shape; ANY stands for any length."""
    patterns = tomllib.loads(path.read_text("utf-8"))[name]
    return {key: tuple(shape) for pattern, shape in patterns.items() for key in expand(pattern)}


def expand(pattern: str) -> Iterable[str]:
    """The names that "blocks.{0-2}.weight" stands for."""
    pieces = _RANGE.split(pattern)
    ranges = [range(int(first), int(last) + 1) for first, last in zip(pieces[1::3], pieces[2::3])]
    for numbers in itertools.product(*ranges):
        yield "".join(text + str(number) for text, number in itertools.zip_longest(pieces[::3], numbers, fillvalue=""))


def compact(shapes: Shapes) -> dict[str, Shape]:
    """The opposite of `expand`: names of one shape that differ in a running number become one pattern."""
    merged = dict(shapes)
    for place in range(max(len(_NUMBER.findall(name)) for name in shapes)):
        groups: dict[tuple[str, str, Shape], list[tuple[int, str]]] = {}
        for name, shape in merged.items():
            numbers = list(_NUMBER.finditer(name))
            if place < len(numbers) and (at := numbers[-1 - place])[0].isdigit():
                groups.setdefault((name[: at.start()], name[at.end() :], shape), []).append((int(at[0]), name))
        for (before, after, shape), members in groups.items():
            for run in _runs(sorted(members)):
                if len(run) > 1:
                    for _, name in run:
                        del merged[name]
                    merged[f"{before}{{{run[0][0]}-{run[-1][0]}}}{after}"] = shape
    return dict(sorted(merged.items()))


def _runs(members: list[tuple[int, str]]) -> Iterable[list[tuple[int, str]]]:
    """Members with consecutive numbers, together."""
    run: list[tuple[int, str]] = []
    for member in members:
        if run and member[0] != run[-1][0] + 1:
            yield run
            run = []
        run.append(member)
    yield run
