"""What a file of weights holds, by its header alone: names and shapes; a damaged file is told from a whole one.

safetensors: eight bytes (little-endian) with the length of a JSON object, then the object: name -> dtype, shape and the
two offsets of the data; then the data without gaps up to the end of the file.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from pathlib import Path

import msgspec

from engine.errors import BadWeights
from engine.weights.manifest import ANY, Shape, Shapes
from engine.weights.pickled import pickled_shapes

_LONGEST = 100_000_000  # bytes of a header: the limit of the format's own library
_BITS = {
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "I16": 16, "U16": 16, "F16": 16, "BF16": 16, "I32": 32,
    "U32": 32, "F32": 32, "F64": 64, "I64": 64, "U64": 64,
}  # fmt: skip
_NAMED = 3  # names in a sentence


class _Entry(msgspec.Struct):
    dtype: str
    shape: tuple[int, ...]
    data_offsets: tuple[int, int]


class _Index(msgspec.Struct):
    weight_map: dict[str, str]


@dataclass(frozen=True)
class Differences:
    """What the weights lack, hold beyond, or hold in another shape than they should."""

    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    misshapen: tuple[str, ...] = ()  # each with both shapes

    def __bool__(self) -> bool:
        return bool(self.missing or self.unexpected or self.misshapen)

    def __str__(self) -> str:
        """In few words: "lacks 2 entries (a, b); 1 has another shape (c is [3], not [4])"."""
        words = (
            (self.missing, "lacks {} entries ({})"),
            (self.unexpected, "holds {} entries too many ({})"),
            (self.misshapen, "holds {} entries of another shape ({})"),
        )
        return "; ".join(text.format(len(names), _some(names)) for names, text in words if names).replace(
            " 1 entries", " 1 entry"
        )


def differences(found: Shapes, wanted: Shapes, *, beyond: bool = False) -> Differences:
    """Compare what was found with what is wanted; `beyond` allows entries that nobody asked for."""
    return Differences(
        missing=tuple(name for name in wanted if name not in found),
        unexpected=() if beyond else tuple(name for name in found if name not in wanted),
        misshapen=tuple(
            f"{name} is {list(found[name])}, not {_told(shape)}"
            for name, shape in wanted.items()
            if name in found and not _fits(found[name], shape)
        ),
    )


def shapes(path: Path) -> dict[str, Shape]:
    """Names and shapes in one file, .safetensors or .pth. Raises BadWeights, which tells what is wrong with it."""
    try:
        if path.suffix == ".safetensors":
            return _safetensors(path)
        return pickled_shapes(path)
    except OSError as error:
        raise BadWeights(f"{path.name} cannot be read ({error.strerror})") from error


def shards(index: Path) -> dict[str, str]:
    """Which file beside `index` holds which entry. Raises BadWeights."""
    try:
        return msgspec.json.decode(index.read_bytes(), type=_Index).weight_map
    except OSError as error:
        raise BadWeights(f"{index.name} cannot be read ({error.strerror})") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadWeights(f"{index.name} is damaged") from error


def _safetensors(path: Path) -> dict[str, Shape]:
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
        if not 2 <= length <= _LONGEST:
            raise BadWeights(_no_weights(path, size))
        if 8 + length > size:
            raise BadWeights(f"{path.name} is cut off: {size} bytes are there, and its header alone is longer")
        header = file.read(length)
    try:
        content = json.loads(header)
        entries = {name: msgspec.convert(entry, _Entry) for name, entry in content.items() if name != "__metadata__"}
    except (ValueError, AttributeError, RecursionError) as error:
        raise BadWeights(f"{path.name} is damaged: its header cannot be read") from error
    end = 8 + length + _data_length(path, entries)
    if end != size:
        what = "is cut off" if end > size else "is longer than it should be"
        raise BadWeights(f"{path.name} {what}: {size} of {end} bytes are there")
    return {name: entry.shape for name, entry in entries.items()}


def _data_length(path: Path, entries: dict[str, _Entry]) -> int:
    end = 0
    for name, entry in sorted(entries.items(), key=lambda item: item[1].data_offsets):
        first, last = entry.data_offsets
        bits = _BITS.get(entry.dtype)
        if first != end or (bits is not None and (last - first) * 8 != bits * math.prod(entry.shape)):
            raise BadWeights(f"{path.name} is damaged: the place of {name} in it cannot be right")
        end = last
    return end


def _no_weights(path: Path, size: int) -> str:
    with path.open("rb") as file:
        pointer = file.read(40).startswith(b"version https://git-lfs")
    if pointer:
        return f"{path.name} is only the note that Git LFS leaves in place of a large file"
    return f"{path.name} is no safetensors file" if size else f"{path.name} is empty"


def _fits(found: Shape, wanted: Shape) -> bool:
    return len(found) == len(wanted) and all(right in (ANY, left) for left, right in zip(found, wanted))


def _told(shape: Shape) -> str:
    return "[" + ", ".join("any" if length == ANY else str(length) for length in shape) + "]"


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names[:_NAMED]) + (", ..." if len(names) > _NAMED else "")
