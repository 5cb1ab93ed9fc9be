"""Palette files: bytes made by hand as other programs write them, what they mean, and there and back again."""

from __future__ import annotations

import struct

import pytest

from app.project.errors import PaletteFileError
from app.project.palette_files import SUFFIXES, PaletteFile, read_palette, write_palette

ENTRIES = (("Skin", (240, 200, 170)), ('Coat "shadow" <1>', (60, 10, 200)), ("髪", (0, 0, 0)), ("", (255, 255, 255)))

GPL = b"""GIMP Palette
Name: Walk day
Columns: 4
# made by hand
240 200 170\tSkin
  0   0   0\tUntitled
255 255 255
"""

TPL = """<palette name="Night">
  <version>
    71 0
  </version>
  <styles>
    <style>
      color_0 3 255 255 255 0
    </style>
    <style>
      color_1 2002 10 20 30 255 0 0 0 255 0 50 70 10
    </style>
    <style>
      |-12-3 "@Coat of wool" "Coat of wool" 3 200 30 40 255
    </style>
    <style>
      _1 髪 3 1 2 3 128
    </style>
    <style>
      chalk 1128 0.3 255 0 0 255
    </style>
  </styles>
  <stylepages>
    <page>
      <name> colors </name>
      <indices> 0 1 2 3 4 </indices>
    </page>
  </stylepages>
</palette>
"""


def utf16(text: str) -> bytes:
    units = f"{text}\0".encode("utf-16-be")
    return struct.pack(">H", len(units) // 2) + units


def ase(*blocks: tuple[int, bytes]) -> bytes:
    body = b"".join(struct.pack(">HI", kind, len(data)) + data for kind, data in blocks)
    return b"ASEF" + struct.pack(">HHI", 1, 0, len(blocks)) + body


def ase_color(name: str, space: bytes, *values: float) -> tuple[int, bytes]:
    return 1, utf16(name) + space + struct.pack(f">{len(values)}fH", *values, 0)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_there_and_back(suffix: str):
    found = read_palette(write_palette("Day & night", ENTRIES, suffix), suffix)
    assert found.entries == ENTRIES
    assert found.name == ("" if suffix == ".aco" else "Day & night")
    assert read_palette(write_palette("p", ENTRIES, suffix.upper()), suffix.upper()).entries == ENTRIES


def test_a_gimp_palette_by_hand():
    wanted = (("Skin", (240, 200, 170)), ("", (0, 0, 0)), ("", (255, 255, 255)))
    assert read_palette(GPL, ".gpl") == PaletteFile("Walk day", wanted)
    assert read_palette(b"\xef\xbb\xbf" + GPL.replace(b"\n", b"\r\n"), ".gpl").entries == wanted
    assert read_palette(b"GIMP Palette\n1 2 3 Ros\xe9\n", ".gpl").entries == (("Rosé", (1, 2, 3)),)
    text = write_palette("Walk", [("two\nlines", (1, 22, 255))], ".gpl").decode()
    assert text.splitlines() == ["GIMP Palette", "Name: Walk", "Columns: 0", "#", "  1  22 255\ttwo lines"]


def test_an_opentoonz_palette_by_hand():
    wanted = (("", (10, 20, 30)), ("Coat of wool", (200, 30, 40)), ("髪", (1, 2, 3)))
    assert read_palette(TPL.encode(), ".tpl") == PaletteFile("Night", wanted)
    written = write_palette("Night", [("Coat of wool", (200, 30, 40)), ("", (1, 2, 3))], ".tpl").decode()
    assert '"Coat of wool" 3 200 30 40 255' in written
    assert "color_2 3 1 2 3 255" in written
    assert "color_0 3 255 255 255 0" in written
    assert " 71 0 " in written
    assert "        0 1 2 \n" in written


def test_an_adobe_exchange_file_with_groups_and_every_space():
    data = ase(
        (0xC001, utf16("Mika")),
        ase_color("rgb", b"RGB ", 1.0, 0.5, 0.0),
        ase_color("ink", b"CMYK", 0.0, 1.0, 1.0, 0.2),
        (0xC002, b""),
        (0xC001, utf16("Other")),
        ase_color("lab", b"LAB ", 0.5, 0.0, 0.0),
        ase_color("gray", b"Gray", 0.25),
        (0xC002, b""),
    )
    found = read_palette(data, ".ase")
    assert found.name == "Mika"
    assert found.entries == (
        ("rgb", (255, 128, 0)), ("ink", (204, 0, 0)), ("lab", (119, 119, 119)), ("gray", (64, 64, 64)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("space", "values", "color"),
    [
        (0, (65535, 32896, 0, 0), (255, 128, 0)),
        (1, (21845, 65535, 65535, 0), (0, 255, 0)),  # a third of the way round, full and bright
        (2, (65535, 0, 0, 65535), (255, 0, 0)),  # 0 is all of an ink
        (7, (5429, 8081, 6989, 0), (255, 0, 0)),
        (7, (10000, 0, 0, 0), (255, 255, 255)),
        (8, (10000, 0, 0, 0), (255, 255, 255)),
        (8, (0, 0, 0, 0), (0, 0, 0)),
    ],
)
def test_photoshop_swatches_in_every_space(space: int, values: tuple[int, ...], color: tuple[int, int, int]):
    data = struct.pack(">2H5H", 1, 1, space, *values)
    ((name, found),) = read_palette(data, ".aco").entries
    assert name == ""
    assert max(abs(got - wanted) for got, wanted in zip(found, color, strict=True)) <= 2
    second = struct.pack(">2H5H2x", 2, 1, space, *values) + utf16("named")
    assert read_palette(data + second, ".aco").entries == (("named", found),)
    assert read_palette(second, ".aco").entries == (("named", found),)


def test_blue_of_lab_has_its_signs():
    data = struct.pack(">2H5H", 1, 1, 7, 2957, 6830, 65536 - 11200, 0)
    ((_, (red, green, blue)),) = read_palette(data, ".aco").entries
    assert blue > 240
    assert max(red, green) < 60


@pytest.mark.parametrize(
    ("data", "suffix", "sentence"),
    [
        (b"", ".gpl", "no GIMP palette"),
        (b"JASC-PAL\n0100\n", ".gpl", "no GIMP palette"),
        (b"GIMP Palette\nName: x\n", ".gpl", "holds no colors"),
        (b"GIMP Palette\n1 2\n", ".gpl", "line 2 is no color"),
        (b"GIMP Palette\n1 2 256 x\n", ".gpl", "line 2 has a value above 255"),
        (b"", ".tpl", "no whole XML"),
        (b"<palette><styles>", ".tpl", "no whole XML"),
        (b"<level/>", ".tpl", "has no styles"),
        (b"<palette><styles><style>a 3 1 1 1 1</style><style>b 3 1 x 1 1</style></styles></palette>", ".tpl", '"b"'),
        (b"<palette><styles><style>a 3 1 1 1 1</style><style>b 3 1 999 1 1</style></styles></palette>", ".tpl", '"b"'),
        (b"", ".ase", "This is no "),
        (b"ASEF\0\1\0\0", ".ase", "cut short"),
        (ase(ase_color("x", b"RGB ", 1.0)), ".ase", "cut short"),
        (ase(ase_color("x", b"HSB ", 1.0, 1.0, 1.0)), ".ase", "save it in RGB"),
        (ase(ase_color("x", b"RGB ", 1.0, float("nan"), 1.0)), ".ase", "without a value"),
        (ase(), ".ase", "holds no colors"),
        (b"", ".aco", "This is no "),
        (b"\0\1\0\2" + bytes(10), ".aco", "cut short"),
        (struct.pack(">2H5H", 1, 1, 3, 0, 0, 0, 0), ".aco", "book of inks"),
        (struct.pack(">2H5HI", 2, 1, 0, 0, 0, 0, 0, 1 << 31), ".aco", "cut short"),
        (b"x", ".act", 'not in ".act"'),
    ],
)
def test_bad_files_are_refused_with_one_sentence(data: bytes, suffix: str, sentence: str):
    with pytest.raises(PaletteFileError, match=sentence) as raised:
        read_palette(data, suffix)
    assert str(raised.value).count("\n") == 0


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_cut_or_turned_byte_leads_to_anything_but_a_sentence(suffix: str):
    whole = write_palette("Day", ENTRIES, suffix)
    for at in range(len(whole)):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            try:
                found = read_palette(data, suffix)
            except PaletteFileError:
                continue
            assert all(0 <= value <= 255 for _, color in found.entries for value in color)


def test_no_other_ending_is_written():
    with pytest.raises(PaletteFileError, match="choose one of these"):
        write_palette("Day", ENTRIES, ".txt")
