"""Adobe's palette files, bytes to named colors and back: swatch exchange (.ase, with groups) and Photoshop (.aco).

Read in every color space the two know, turned into sRGB without profiles; written in RGB. Big-endian throughout.
"""

from __future__ import annotations

import colorsys
import math
import struct
from collections.abc import Sequence

from app.project.errors import PaletteFileError
from app.project.palettes import Color

Entry = tuple[str, Color]

_ASE = b"ASEF"
_COLOR, _GROUP, _END = 0x0001, 0xC001, 0xC002  # kinds of block in an .ase
_NORMAL = 2  # a color that is neither global nor a spot color
_FLOATS = {b"RGB ": 3, b"CMYK": 4, b"LAB ": 3, b"Gray": 1}


class _Reader:
    """Takes values off the front of bytes; raises PaletteFileError where they end too early."""

    def __init__(self, data: bytes, what: str) -> None:
        self._data, self._at, self._what = data, 0, what

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def bytes(self, count: int) -> bytes:
        if count < 0 or count > self.left:
            raise _cut_short(self._what)
        self._at += count
        return self._data[self._at - count : self._at]

    def values(self, kinds: str) -> tuple[float, ...]:
        return struct.unpack(f">{kinds}", self.bytes(struct.calcsize(f">{kinds}")))

    def number(self, kind: str) -> int:
        return int(self.values(kind)[0])

    def name(self, units: int) -> str:
        return self.bytes(units * 2).decode("utf-16-be", "replace").partition("\0")[0].strip()


def read_ase(data: bytes) -> tuple[str, list[Entry]]:
    """The name of the first group, and all colors in their order. Raises PaletteFileError."""
    what = "Adobe swatch exchange file"
    if data[:4] != _ASE:
        raise PaletteFileError(f"This is no {what}. Choose another file.")
    reader = _Reader(data, what)
    reader.bytes(8)
    name, entries = "", list[Entry]()
    for _ in range(reader.number("I")):
        kind, size = reader.number("H"), reader.number("I")
        block = _Reader(reader.bytes(size), what)
        if kind == _GROUP:
            name = name or block.name(block.number("H"))
        elif kind == _COLOR:
            label = block.name(block.number("H"))
            space = block.bytes(4)
            if space not in _FLOATS:
                raise PaletteFileError(
                    f'This {what} has a color in "{space!r}"; save it in RGB, or choose another one.'
                )
            entries.append((label, _from_ase(space, block.values("f" * _FLOATS[space]))))
    return name, entries


def _from_ase(space: bytes, values: tuple[float, ...]) -> Color:
    if not all(math.isfinite(value) for value in values):
        raise PaletteFileError("This Adobe swatch exchange file has a color without a value; choose another one.")
    if space == b"RGB ":
        return _color(*values)
    if space == b"CMYK":
        return _from_cmyk(*values)
    if space == b"LAB ":
        return _from_lab(values[0] * 100, values[1], values[2])
    return _color(values[0], values[0], values[0])


def write_ase(name: str, entries: Sequence[Entry]) -> bytes:
    """One group of RGB colors."""
    group = _name(name)
    blocks = [struct.pack(">HI", _GROUP, len(group)) + group]
    for label, color in entries:
        body = _name(label) + b"RGB " + struct.pack(">3fH", *(value / 255 for value in color), _NORMAL)
        blocks.append(struct.pack(">HI", _COLOR, len(body)) + body)
    blocks.append(struct.pack(">HI", _END, 0))
    return _ASE + struct.pack(">HHI", 1, 0, len(blocks)) + b"".join(blocks)


def _name(text: str) -> bytes:
    """Its length in 16-bit units with the zero behind it, then both."""
    units = f"{text}\0".encode("utf-16-be", "replace")
    return struct.pack(">H", len(units) // 2) + units


def read_aco(data: bytes) -> tuple[str, list[Entry]]:
    """No name, and the colors: with their names where the file has the second part. Raises PaletteFileError."""
    what = "Photoshop swatches file"
    reader = _Reader(data, what)
    version = reader.number("H") if reader.left >= 4 else 0
    if version not in (1, 2):
        raise PaletteFileError(f"This is no {what}. Choose another file.")
    entries = _aco_part(reader, version)
    if version == 1 and reader.left >= 4 and reader.number("H") == 2:
        entries = _aco_part(reader, 2)
    return "", entries


def _aco_part(reader: _Reader, version: int) -> list[Entry]:
    entries: list[Entry] = []
    for _ in range(reader.number("H")):
        space = reader.number("H")
        values = reader.values("4H")
        label = reader.name(reader.number("I")) if version == 2 else ""
        entries.append((label, _from_aco(space, values)))
    return entries


def _from_aco(space: int, values: tuple[float, ...]) -> Color:
    full = [value / 65535 for value in values]
    if space == 0:
        return _color(*full[:3])
    if space == 1:
        return _color(*colorsys.hsv_to_rgb(*full[:3]))
    if space == 2:
        return _from_cmyk(*(1 - value for value in full))
    if space == 7:
        light, *rest = values[:3]
        a, b = (value - 65536 if value >= 32768 else value for value in rest)
        return _from_lab(light / 100, a / 100, b / 100)
    if space == 8:
        return _color(*[values[0] / 10000] * 3)
    raise PaletteFileError("This Photoshop swatches file has a color of a book of inks; save it in RGB first.")


def write_aco(entries: Sequence[Entry]) -> bytes:
    """Both parts: the first for old readers, the second with names."""
    first = [struct.pack(">5H", 0, *(value * 257 for value in color), 0) for _, color in entries]
    second: list[bytes] = []
    for plain, (label, _) in zip(first, entries, strict=True):
        named = _name(label)
        second.append(plain + b"\0\0" + named)  # the length of a name has four bytes here
    count = len(entries)
    return struct.pack(">2H", 1, count) + b"".join(first) + struct.pack(">2H", 2, count) + b"".join(second)


def _from_cmyk(cyan: float, magenta: float, yellow: float, black: float) -> Color:
    return _color(*((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow)))


def _from_lab(light: float, a: float, b: float) -> Color:
    """CIE Lab under D50, as Adobe means it, in sRGB: by Bradford's adaptation to D65."""
    y = (light + 16) / 116
    x, y, z = (
        white * (root**3 if root > 6 / 29 else (root - 4 / 29) * 3 * (6 / 29) ** 2)
        for white, root in zip((0.96422, 1.0, 0.82521), (y + a / 500, y, y - b / 200), strict=True)
    )
    linear = (
        3.1338561 * x - 1.6168667 * y - 0.4906146 * z,
        -0.9787684 * x + 1.9161415 * y + 0.0334540 * z,
        0.0719453 * x - 0.2289914 * y + 1.4052427 * z,
    )
    return _color(*(12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in linear))


def _color(red: float, green: float, blue: float) -> Color:
    """0 to 1 as 0 to 255; what is beyond is cut off."""
    r, g, b = (round(min(1.0, max(0.0, value)) * 255) for value in (red, green, blue))
    return r, g, b


def _cut_short(what: str) -> PaletteFileError:
    return PaletteFileError(f"This {what} is cut short. Copy it again, or choose another one.")
