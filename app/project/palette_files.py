"""Palette files of other programs, bytes to named colors and back: GIMP .gpl and OpenToonz .tpl here, Adobe's beside.

Pure: no file is opened. A palette file knows names and colors; which colors of the keys they stand for is the
project's to know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from app.project.adobe_palettes import read_aco, read_ase, write_aco, write_ase
from app.project.errors import PaletteFileError
from app.project.palettes import Color

KINDS = {".gpl": "GIMP palette", ".ase": "Adobe swatch exchange", ".aco": "Adobe colors", ".tpl": "OpenToonz palette"}
"""What each kind of palette file is called, by its ending."""
SUFFIXES = tuple(KINDS)
Entry = tuple[str, Color]

_LINK = re.compile(r"[|@].*|_\d+")
_GPL_ROW = re.compile(r"\s*(\d+)\s+(\d+)\s+(\d+)(?:\s+(.*))?")
_SOLID = (3, 2001, 2002)  # OpenToonz's numbers for styles of one color: painted, and those of cleaned lines
_VERSION = "71 0"  # the last that every OpenToonz and Tahoma2D reads


@dataclass(frozen=True)
class PaletteFile:
    """What a palette file holds; the name is empty where it has none."""

    name: str
    entries: tuple[Entry, ...]


def read_palette(data: bytes, suffix: str) -> PaletteFile:
    """The palette in the bytes of a file with this ending. Raises PaletteFileError, one sentence."""
    reader = {".gpl": _read_gpl, ".tpl": _read_tpl, ".ase": _read_adobe(read_ase), ".aco": _read_adobe(read_aco)}
    kind = suffix.lower()
    if kind not in reader:
        raise PaletteFileError(
            f'A palette file ends in {", ".join(SUFFIXES[:-1])} or {SUFFIXES[-1]}, not in "{suffix}"; choose another.'
        )
    found = reader[kind](data)
    if not found.entries:
        raise PaletteFileError("This palette file holds no colors; choose another one.")
    return found


def write_palette(name: str, entries: Sequence[Entry], suffix: str) -> bytes:
    """The bytes of a palette file with this ending. Raises PaletteFileError for an ending of no kind."""
    writers = {".gpl": _write_gpl, ".tpl": _write_tpl, ".ase": write_ase, ".aco": lambda _, rows: write_aco(rows)}
    kind = suffix.lower()
    if kind not in writers:
        raise PaletteFileError(
            f'Palettes are written as {", ".join(SUFFIXES)}, not as "{suffix}"; choose one of these.'
        )
    plain = [(" ".join(row.split()), color) for row, color in entries]
    return writers[kind](" ".join(name.split()), plain)


def _read_adobe(read: Callable[[bytes], tuple[str, list[Entry]]]) -> Callable[[bytes], PaletteFile]:
    def reader(data: bytes) -> PaletteFile:
        name, entries = read(data)
        return PaletteFile(name, tuple(entries))

    return reader


# GIMP


def _read_gpl(data: bytes) -> PaletteFile:
    text = _text(data)
    lines = text.splitlines()
    if not lines or lines[0].strip() != "GIMP Palette":
        raise PaletteFileError("This is no GIMP palette. Choose another file.")
    name, entries = "", list[Entry]()
    for at, line in enumerate(lines[1:], start=2):
        head, colon, value = line.partition(":")
        row = _GPL_ROW.fullmatch(line)
        if row is not None:
            red, green, blue = (int(part) for part in row.groups()[:3])
            if max(red, green, blue) > 255:
                raise _damaged("GIMP palette", f"line {at} has a value above 255")
            label = (row[4] or "").strip()
            entries.append(("" if label == "Untitled" else label, (red, green, blue)))
        elif colon and head.strip() == "Name" and not entries:
            name = value.strip()
        elif line.strip() and not line.lstrip().startswith("#") and not (colon and head.strip() == "Columns"):
            raise _damaged("GIMP palette", f"line {at} is no color")
    return PaletteFile(name, tuple(entries))


def _write_gpl(name: str, entries: Sequence[Entry]) -> bytes:
    rows = [f"{red:3d} {green:3d} {blue:3d}\t{label or 'Untitled'}" for label, (red, green, blue) in entries]
    return "\n".join(["GIMP Palette", f"Name: {name}", "Columns: 0", "#", *rows, ""]).encode()


# OpenToonz


def _read_tpl(data: bytes) -> PaletteFile:
    """Text as OpenToonz streams it: tags, and in them values one after the other, strings of several words quoted."""
    if data[:4] == b"TPal" or data[:4] == b"TOON":
        raise PaletteFileError("This OpenToonz palette is packed; save it as text (.tpl) and choose it again.")
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise _damaged("OpenToonz palette", "it is no whole XML") from error
    styles = root.find("styles")
    if root.tag != "palette" or styles is None:
        raise PaletteFileError("This is no OpenToonz palette: it has no styles. Choose another file.")
    entries: list[Entry] = []
    for at, style in enumerate(styles.findall("style")):
        words = _words(style.text or "")
        while words and _LINK.fullmatch(words[0]):  # what ties it to a studio's palette
            words = words[1:]
        if at and len(words) >= 5 and words[1].isdigit():  # the first one stands for nothing painted
            color = _first_color(words)
            if color is not None:
                entries.append((_unnamed(words[0]), color))
    return PaletteFile(root.get("name", ""), tuple(entries))


def _words(text: str) -> list[str]:
    """The values in a tag: bare words and quoted strings."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', text)
    return [bare or re.sub(r"\\(.)", r"\1", quoted) for quoted, bare in found]


def _first_color(words: list[str]) -> Color | None:
    """Of a style of one color, r g b m follow its name and number; of others they may come later, or never."""
    if int(words[1]) not in _SOLID:
        return None
    try:
        red, green, blue = (int(word) for word in words[2:5])
    except ValueError as error:
        raise _damaged("OpenToonz palette", f'the style "{words[0]}" has no color') from error
    if not all(0 <= value <= 255 for value in (red, green, blue)):
        raise _damaged("OpenToonz palette", f'the style "{words[0]}" has a value out of range')
    return red, green, blue


def _unnamed(name: str) -> str:
    """OpenToonz calls what has no name color_7."""
    return "" if re.fullmatch(r"color_\d+", name) else name


def _write_tpl(name: str, entries: Sequence[Entry]) -> bytes:
    rows = [f"    <style>\n      {_quoted('color_0')} {_SOLID[0]} 255 255 255 0 \n    </style>"]
    for at, (label, (red, green, blue)) in enumerate(entries, start=1):
        words = escape(_quoted(label or f"color_{at}"))
        rows.append(f"    <style>\n      {words} {_SOLID[0]} {red} {green} {blue} 255 \n    </style>")
    places = " ".join(str(at) for at in range(len(entries) + 1))
    text = [
        f"<palette name={quoteattr(name)}>",
        f"  <version>\n    {_VERSION} \n  </version>",
        "  <styles>", *rows, "  </styles>",
        "  <stylepages>", "    <page>", "      <name>\n        colors \n      </name>",
        f"      <indices>\n        {places} \n      </indices>", "    </page>", "  </stylepages>",
        "  <shortcuts>\n    -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 \n  </shortcuts>", "</palette>", "",
    ]  # fmt: skip
    return "\n".join(text).encode()


def _quoted(name: str) -> str:
    r"""As OpenToonz writes a string: bare where it is one plain word, else quoted, with \ before quotes."""
    if re.fullmatch(r"[A-Za-z0-9_%.\-]+", name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


# Shared


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _damaged(what: str, why: str) -> PaletteFileError:
    return PaletteFileError(f"This {what} is damaged: {why}. Save it again in its program, or choose another one.")
