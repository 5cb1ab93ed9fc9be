"""Finds image sequences and movies among the paths an artist drops, types or chooses; looks at names only."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.media.errors import MediaCancelled, NothingFound
from app.media.export_names import is_exported
from app.project.model import Span
from engine.imaging.stills import SUFFIXES as PICTURES

MOVIES = frozenset({".mp4", ".mov", ".m4v", ".mkv", ".avi", ".webm", ".mpg", ".mpeg", ".mxf", ".gif"})
"""File name endings of movies, in lower case."""

Found = Callable[[int], None]  # files looked at so far
Cancelled = Callable[[], bool]

_DIGITS = re.compile(r"(\d+)")
_PATTERN = re.compile(r"%0?(\d*)d|#+|@+")
_VERSION = re.compile(r"(?:^|[^a-z])v$")
_LONGEST_NUMBER = 9  # digits; longer ones are dates or serial numbers
HIDDEN = (".", "@", "__")
"""How names begin that no artist has given."""
_LOOKS = 1024  # files between two looks at `cancelled`
# Names that say that these are the lines of a shot.
_LINES = frozenset(
    ("line", "lines", "lineart", "line art", "line_art", "line-art", "sen", "senga", "douga", "線", "線画", "動画")
)
# Names of folders that say what is in them, not which shot it is.
ANY_SHOT = _LINES | {"in", "input", "frames", "png"}
# Names of drawings that any shot may have: these, and those of cells, which are a letter or two.
_ANY_DRAWINGS = ANY_SHOT | {
    "frame", "img", "image", "images", "pic", "picture", "pictures", "drawing", "drawings", "scan", "scans", "cel",
    "cels", "cell", "cells", "seq", "sequence", "genga", "layer", "untitled", "原画", "セル"
}  # fmt: skip
_CELL = re.compile(r"[A-Za-z]{1,2}")
_UP = 3  # folders that are asked for a name: cut_012/A/line


@dataclass(frozen=True)
class FoundSequence:
    """Numbered pictures of one name in one folder, a single picture, or a movie.

    File names are prefix + number + suffix, the number filled with zeros up to `padding` digits. `files` are
    (number, path), sorted by number. A single picture without a number has number 1 and `numbered` False; so has
    a movie. `cells` says that others of the same shot lie beside it, such as B beside A.
    """

    folder: Path
    prefix: str
    padding: int
    suffix: str
    files: tuple[tuple[int, Path], ...]
    numbered: bool = True
    cells: bool = False

    @property
    def first(self) -> int:
        return self.files[0][0]

    @property
    def last(self) -> int:
        return self.files[-1][0]

    @property
    def is_movie(self) -> bool:
        return self.files[0][1].suffix.lower() in MOVIES

    @property
    def missing(self) -> tuple[Span, ...]:
        """Runs of numbers between first and last that have no file."""
        numbers = [number for number, _ in self.files]
        pairs = itertools.pairwise(numbers)
        return tuple(Span(before + 1, after - 1) for before, after in pairs if after > before + 1)

    @property
    def pattern(self) -> str:
        """The file name with # for each digit: `name.####.png`; a plain name where there is no number."""
        if not self.numbered:
            return self.files[0][1].name
        return f"{self.prefix}{'#' * self.padding}{self.suffix}"

    @property
    def name(self) -> str:
        """What an artist calls it: the prefix without its separator; where any shot may have that, the name of the
        first folder that tells shots apart, with its cell where others lie beside it (`cut_012 A`)."""
        own = self._own_name
        if self.is_movie or tells_shots_apart(own):
            return own
        folders = [self.folder, *self.folder.parents][:_UP]
        at = next((at for at, folder in enumerate(folders) if tells_shots_apart(folder.name)), None)
        if at is None:
            return own or self.folder.name or "shot"
        cells = [name for name in (*(folder.name for folder in folders[:at]), own) if name] if self.cells else []
        cell = next(filter(_CELL.fullmatch, cells), cells[-1] if cells else "")
        return f"{folders[at].name} {cell}".rstrip()

    @property
    def called_lines(self) -> bool:
        """Whether its own name, or that of its folder, says that these are lines."""
        return not _LINES.isdisjoint((self._own_name.casefold(), self.folder.name.casefold()))

    @property
    def _own_name(self) -> str:
        return self.prefix.rstrip(" ._-")


def tells_shots_apart(name: str) -> bool:
    """Whether a name is a shot's own, not that of a cell or of drawings as any shot has them."""
    return bool(name) and name.casefold() not in _ANY_DRAWINGS and _CELL.fullmatch(name) is None


def find_sequences(
    paths: Sequence[Path], found: Found = lambda count: None, cancelled: Cancelled = lambda: False
) -> tuple[FoundSequence, ...]:
    """What lies at `paths`: sequences with the most frames first, then movies.

    A folder gives all its sequences and movies, beside movies alone also those of folders called lines or the like, and
    without any those of all folders in it; exports are passed over where there is anything else. One file gives its
    whole sequence; several files give just these. A typed pattern (`name.####.png`, `name_%04d.tif`, `a@@@.png`) gives
    what matches it. Raises NothingFound, MediaCancelled.
    """
    if not paths:
        raise NothingFound("Nothing was chosen; choose a folder, pictures or a movie.")
    counter = _Counter(found, cancelled)
    files: list[Path] = []
    results: list[FoundSequence] = []
    for path in (Path(os.path.abspath(path)) for path in paths):  # noqa: PTH100 - resolve() would follow links
        if path.is_dir():
            results += _in_folder(path, counter)
        elif path.exists():
            files.append(path)
        elif _PATTERN.search(path.name):
            results.append(_typed(path, counter))
        else:
            raise NothingFound(f'"{path}" is not there; check the path or choose the files again.')
    if len(files) == 1 and files[0].suffix.lower() in PICTURES:
        results.append(_whole(files[0], counter))
    elif files:
        results += _grouped_by_folder(files)
    if not results:
        raise _nothing_in([*paths])
    once = {(sequence.folder, sequence.pattern, len(sequence.files)): sequence for sequence in results}
    return tuple(sorted(map(_beside_folders, _beside_each_other(once.values())), key=_order))


class _Counter:
    """Counts files for the progress display and stops when the artist has asked for it."""

    def __init__(self, found: Found, cancelled: Cancelled) -> None:
        self._found, self._cancelled, self._count = found, cancelled, 0

    def add(self, count: int) -> None:
        before, self._count = self._count, self._count + count
        if before == 0 or before // _LOOKS != self._count // _LOOKS:
            if self._cancelled():
                raise MediaCancelled("Looking for pictures was cancelled; nothing was imported.")
            self._found(self._count)


def _order(sequence: FoundSequence) -> tuple[bool, int, list[tuple[int, int, str]], str]:
    return sequence.is_movie, -len(sequence.files), natural(sequence.pattern), str(sequence.folder)


def _stem_and_ending(name: str) -> tuple[str, str]:
    """("name.0001", ".png"); a fraction of what Path needs, which counts for 20,000 files."""
    at = name.rfind(".")
    return (name[:at], name[at:]) if at > 0 else (name, "")


def natural(name: str) -> list[tuple[int, int, str]]:
    """A sorting key that puts `a2` before `a10`."""
    parts = _DIGITS.split(name.casefold())
    return [(1, int(part), "") if at % 2 else (0, 0, part) for at, part in enumerate(parts)]


def _nothing_in(paths: list[Path]) -> NothingFound:
    if len(paths) == 1 and paths[0].is_dir():
        return NothingFound(
            f'"{paths[0].name}" holds no pictures; choose a folder with PNG, TIFF, TGA, JPEG, WebP or PSD files.'
        )
    return NothingFound(
        f'"{paths[0].name}" is not a picture or movie Shiage reads; choose PNG, TIFF, TGA, JPEG, WebP, PSD or a movie.'
    )


def _listing(folder: Path, counter: _Counter) -> tuple[list[str], list[str]]:
    """(names of pictures and movies, names of folders) in `folder`, without hidden ones."""
    names, folders, looked = [], [], 0
    wanted = PICTURES | MOVIES
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                looked += 1
                if looked % _LOOKS == 0:
                    counter.add(_LOOKS)
                name = entry.name
                if name.startswith(HIDDEN):
                    continue
                if _stem_and_ending(name)[1].lower() in wanted:
                    if not entry.is_dir():
                        names.append(name)
                elif entry.is_dir():
                    folders.append(name)
    except OSError as error:
        reason = error.strerror or str(error)
        raise NothingFound(
            f'The folder "{folder.name}" cannot be opened ({reason}); check the disk and the rights on it.'
        ) from error
    counter.add(looked % _LOOKS)
    return names, sorted(folders, key=natural)


def folders_in(folder: Path) -> list[Path]:
    """The folders in a folder, without hidden ones and exports, in their natural order. Raises NothingFound."""
    names = _listing(folder, _Counter(lambda count: None, lambda: False))[1]
    return [folder / name for name in names if not is_exported(name)]


def _in_folder(folder: Path, counter: _Counter) -> list[FoundSequence]:
    """What a folder holds. A movie beside a folder of drawings does not hide it: it is often their reference."""
    names, folders = _listing(folder, counter)
    results = _not_exported(folder, names)
    if not all(each.is_movie for each in results):
        return results
    wanted = [name for name in folders if (not results or name.casefold() in ANY_SHOT) and not is_exported(name)]
    refused: NothingFound | None = None
    for name in wanted:
        try:
            results += _not_exported(folder / name, _listing(folder / name, counter)[0])
        except NothingFound as error:
            refused = error  # the others may hold all there is
    if refused is not None and not results:
        raise refused
    return results if results or folders else _grouped(folder, names)


def _not_exported(folder: Path, names: list[str]) -> list[FoundSequence]:
    """The sequences and movies among the names in a folder, without movies that were exported there."""
    return [each for each in _grouped(folder, names) if not (each.is_movie and is_exported(each.pattern))]


def _whole(path: Path, counter: _Counter) -> FoundSequence:
    """The sequence in its folder that this file is part of."""
    names = _listing(path.parent, counter)[0]
    for sequence in _beside_each_other(_grouped(path.parent, names)):
        if any(file == path for _, file in sequence.files):
            return sequence
    return _grouped(path.parent, [path.name])[0]  # a hidden file, chosen on purpose


def _grouped_by_folder(files: Iterable[Path]) -> list[FoundSequence]:
    folders: dict[Path, dict[str, None]] = defaultdict(dict)
    for file in files:
        if file.suffix.lower() in PICTURES | MOVIES:
            folders[file.parent][file.name] = None
    return [sequence for folder, names in folders.items() for sequence in _grouped(folder, list(names))]


def _beside_each_other(sequences: Iterable[FoundSequence]) -> list[FoundSequence]:
    """With those as cells that would otherwise be called the same."""
    found = list(sequences)
    names = Counter(each.name for each in found if not each.is_movie)
    return [replace(each, cells=each.cells or names[each.name] > 1) for each in found]


def _beside_folders(sequence: FoundSequence) -> FoundSequence:
    """As a cell where its folder is one of several that are called as cells."""
    folder = sequence.folder
    if sequence.cells or sequence.is_movie or not _CELL.fullmatch(folder.name):
        return sequence
    with contextlib.suppress(NothingFound):
        return replace(sequence, cells=sum(bool(_CELL.fullmatch(each.name)) for each in folders_in(folder.parent)) > 1)
    return sequence


def _grouped(folder: Path, names: list[str]) -> list[FoundSequence]:
    alike: dict[str, list[str]] = defaultdict(list)
    results = []
    for name in names:
        stem, ending = _stem_and_ending(name)
        if ending.lower() in MOVIES:
            results.append(_single(folder, name))
        else:
            alike[_DIGITS.sub("#", stem.casefold()) + ending.lower()].append(name)
    for group in alike.values():
        results += _numbered(folder, group)
    return results


def _single(folder: Path, name: str) -> FoundSequence:
    stem, ending = _stem_and_ending(name)
    return FoundSequence(folder, f"{stem}.", 4, ending, ((1, folder / name),), numbered=False)


def _numbered(folder: Path, names: list[str]) -> list[FoundSequence]:
    """The sequences among names of one template."""
    split = {name: _DIGITS.split(_stem_and_ending(name)[0]) for name in names}
    at = _number_place(list(split.values()))
    if at is None:
        return [_single(folder, name) for name in names]
    groups: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for name, parts in split.items():
        prefix, rest = "".join(parts[:at]), "".join(parts[at + 1 :])
        ending = name[sum(len(part) for part in parts) :]
        groups[prefix.casefold(), rest.casefold() + ending.lower()].setdefault(parts[at], name)
    results = []
    for numbers in groups.values():
        for padding, members in _by_padding(numbers):
            first = min(members, key=int)
            parts = split[members[first]]
            prefix = "".join(parts[:at])
            suffix = members[first][len(prefix) + len(first) :]
            files = sorted((int(digits), folder / name) for digits, name in members.items())
            results.append(FoundSequence(folder, prefix, padding, suffix, tuple(files)))
    return results


def _number_place(splits: list[list[str]]) -> int | None:
    """Which part of the split names counts the frames: the last number that changes and is not a version."""
    places = [at for at in range(1, len(splits[0]), 2) if max(len(parts[at]) for parts in splits) <= _LONGEST_NUMBER]
    if not places:
        return None
    # Without a change (one file) it is the number where numbers usually stand: the last one.
    changing = [at for at in places if len({parts[at] for parts in splits}) > 1] or places
    frames = [at for at in changing if not _VERSION.search(splits[0][at - 1].casefold())]
    return (frames or changing)[-1]


def _by_padding(numbers: dict[str, str]) -> list[tuple[int, dict[str, str]]]:
    """(padding, {digits: name}) of each way of writing numbers; `0999` is followed by `1000` and `10000`."""
    filled = sorted({len(digits) for digits in numbers if digits[0] == "0" and len(digits) > 1})
    groups: dict[int, dict[str, str]] = defaultdict(dict)
    for digits, name in numbers.items():
        fits = [width for width in filled if width <= len(digits)]
        groups[fits[-1] if fits else 0][digits] = name
    results = []
    for width, members in groups.items():
        lengths = {len(digits) for digits in members}
        results.append((width or (min(lengths) if len(lengths) == 1 else 1), members))
    return results


def _typed(path: Path, counter: _Counter) -> FoundSequence:
    """The files that a typed pattern means."""
    place = list(_PATTERN.finditer(path.name))[-1]
    prefix, suffix = path.name[: place.start()], path.name[place.end() :]
    least = int(place[1] or 1) if place[1] is not None else len(place[0])
    if place[0] == "#":
        least = 1  # one # stands for any number of digits in many programs
    return _like(path.parent, prefix, least, suffix, counter)


def number_in_name(path: Path) -> int | None:
    """The frame that a picture's name gives it among those beside it; None for none, as for a version alone. Asks the
    disk."""
    try:
        (found,) = find_sequences([path])
    except NothingFound:
        return None
    if not found.numbered or _VERSION.search(found.prefix.casefold()):
        return None
    return next((number for number, file in found.files if file.name == path.name), None)


def named_like(
    folder: Path, prefix: str, padding: int, suffix: str, cancelled: Cancelled = lambda: False
) -> FoundSequence:
    """The pictures in a folder that are named as those of a sequence. Raises NothingFound or MediaCancelled."""
    return _like(folder, prefix, padding, suffix, _Counter(lambda count: None, cancelled))


def _like(folder: Path, prefix: str, least: int, suffix: str, counter: _Counter) -> FoundSequence:
    wanted = re.compile(
        f"{re.escape(prefix)}(?:(\\d{{{least}}})|([1-9]\\d{{{least},}})){re.escape(suffix)}"
        if least > 1
        else f"{re.escape(prefix)}(\\d+)(){re.escape(suffix)}",
        re.IGNORECASE,
    )
    if not folder.is_dir():
        raise NothingFound(f'The folder "{folder}" is not there; check the path.')
    files: dict[int, Path] = {}
    for name in _listing(folder, counter)[0]:
        if match := wanted.fullmatch(name):
            files.setdefault(int(match[1] or match[2]), folder / name)
    found = FoundSequence(folder, prefix, least, suffix, tuple(sorted(files.items())))
    if not files:
        raise NothingFound(
            f'No file in "{folder.name}" is named like "{found.pattern}"; check the name and the number of digits.'
        )
    return found
