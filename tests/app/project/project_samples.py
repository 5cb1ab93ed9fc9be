"""Projects that the tests of the project folder share."""

from __future__ import annotations

import sys
from fractions import Fraction
from hashlib import blake2b
from pathlib import Path

from app.project.model import (
    Drawing,
    Key,
    LineArt,
    Note,
    Project,
    Prompt,
    Reference,
    SegmentChoice,
    SegmentPlan,
    Shot,
    Span,
    TakeMark,
)
from app.project.palettes import Palette, Palettes, Swatch

ROOT = Path(__file__).parents[3]
PYTHON = sys.executable


def digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


def line_art(folder: Path | str, first: int = 1001, count: int = 24, gaps: tuple[int, ...] = ()) -> LineArt:
    """Line art named `cut 07.1001.png` and so on in `folder`."""
    frames = [
        Drawing(number) if number in gaps else Drawing(number, f"{folder}/cut 07.{number}.png", digest(str(number)))
        for number in range(first, first + count)
    ]
    return LineArt("cut 07", str(folder), 1920, 1080, tuple(frames), prefix="cut 07.", damaged=gaps[:1])


def full_project(media: Path | str) -> Project:
    """A project in which every field differs from its default."""
    shot = Shot(
        id="shot1",
        name="Cut 7 「走る」",
        rate=Fraction(24000, 1001),
        line=line_art(media, gaps=(1003, 1004)),
        keys=(
            Key(1001, "keys/1001 a.png", digest("a"), "first"),
            Key(1024, "keys/1024.png", digest("b")),
        ),
        references=(Reference("Mika", f"{media}/sheets/mika.png", digest("sheet")),),
        prompts=(Prompt("a quiet morning"), Prompt('she says "run"\nand runs', Span(1010, 1020))),
        palettes=Palettes(
            (
                Palette("day", (Swatch("skin", (255, 204, 170), ((255, 204, 170),)),)),
                Palette(
                    "night: 夜",
                    (
                        Swatch("skin", (1, 2, 3), ((255, 204, 170), (250, 200, 160))),
                        Swatch("#000000 = #000000: hair", (9, 9, 9), ((0, 0, 0),)),
                    ),
                ),
            ),
            "night: 夜",
        ),
        colorizer="longanimation",
        settings=(("steps", 30), ("strength", 1.0), ("soft", True), ("mode", "fine")),
        seed=7,
        plan=SegmentPlan(81, 9, whole=True),
        choices=(
            SegmentChoice(Span(1001, 1016), take="1001-1016_ab", locked=True),
            SegmentChoice(Span(1008, 1024), seed=12, reference=1024),
        ),
        sheets=(Reference("Mika by day", "keys/sheets/mika.png", digest("day")),),
        marks=(TakeMark("1001-1016_ab", star=True, note="hair: right"), TakeMark("1001-1016_cd", note="sleeve?")),
        notes=(Note(Span(1004, 1004), "袖 is open"), Note(Span(1010, 1020), 'the "scarf"\nmoves')),
    )
    empty = Shot(id="shot2", name="")
    return Project((shot, empty))


def numbered_state(number: int) -> Project:
    """A state in which every part tells its number, so that a mixture of two would be seen."""
    line = line_art(f"/media/{number}", first=number, count=300)
    keys = (Key(number, f"keys/{number}.png", digest(f"key {number}")),)
    return Project((Shot(id="shot1", name=f"state {number}", line=line, keys=keys, seed=number),))
