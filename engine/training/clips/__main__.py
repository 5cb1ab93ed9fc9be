"""`python -m engine.training.clips`: writes a contact sheet of made clips and tells how fast they were made."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from engine.imaging.stills import write_png
from engine.training.clips.make import SIZE, make_clip
from engine.training.clips.model import ClipError
from engine.training.clips.sheet import LOOKS, contact_sheet


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 for a wish that cannot be met."""
    wishes = _parser().parse_args(arguments)
    started = time.perf_counter()
    try:
        made = [
            make_clip(seed, (wishes.width, wishes.height), wishes.frames)
            for seed in range(wishes.seed, wishes.seed + wishes.count)
        ]
    except ClipError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    seconds = time.perf_counter() - started
    for clip in made:
        sys.stdout.write(f"{clip.seed}: {clip.caption}\n")
    write_png(wishes.sheet, contact_sheet(made, wishes.columns, wishes.look))
    sys.stdout.write(f"{wishes.sheet}: {wishes.count * wishes.frames / seconds:.1f} frames a second\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m engine.training.clips", description="Make cartoon clips and show them on a sheet."
    )
    parser.add_argument("sheet", type=Path, help="the PNG to write")
    parser.add_argument("--seed", type=int, default=0, help="the first clip's seed")
    parser.add_argument("--count", type=_some, default=8, help="how many clips")
    parser.add_argument("--frames", type=int, default=24, help="frames of each")
    parser.add_argument("--columns", type=_some, default=6, help="frames shown of each")
    parser.add_argument("--width", type=int, default=SIZE[0])
    parser.add_argument("--height", type=int, default=SIZE[1])
    parser.add_argument("--look", choices=LOOKS, default=LOOKS[0])
    return parser


def _some(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("ask for at least one")
    return count


if __name__ == "__main__":
    sys.exit(main())
