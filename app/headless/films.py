"""The options of the commands about several shots, and what carries them out; every command loads this."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from app.headless.output import Output


def timeline_options(add: Callable[..., object]) -> None:
    """What `export-timeline` can be told."""
    add("project", type=Path, metavar="PROJECT", help="a project folder, or a folder of projects: all shots in it")
    add("--out", type=Path, required=True, metavar="FILE.otio", help="the timeline; pictures go into folders beside it")
    add(
        "--takes", choices=("shown", "all"), default="shown",
        help="all: the other takes of each segment too, as alternatives in its clip (default: shown)",
    )  # fmt: skip
    add("--overwrite", action="store_true", help="replace the timeline named with --out")


def export_timeline(arguments: argparse.Namespace, words: Output) -> int:
    """Carry `export-timeline` out."""
    from app.headless.export_timeline import TimelineOrder, write_timeline

    order = TimelineOrder(arguments.out, arguments.takes == "all", arguments.overwrite)
    write_timeline(arguments.project, order, words)
    return 0


def import_options(add: Callable[..., object]) -> None:
    """What `import-shots` can be told."""
    add("sources", nargs="+", type=Path, metavar="PATH", help="a folder with a folder for each shot, or movies")
    add("--out", type=Path, required=True, metavar="FOLDER", help="where the projects go")
    add("--edit", type=Path, metavar="FILE", help="an .otio or .edl (CMX 3600) file: names, order and frames in use")
    add("--rate", metavar="FPS", help="frames per second of drawings and of an .edl (default: the edit's own, or 24)")


def import_shots(arguments: argparse.Namespace, words: Output) -> int:
    """Carry `import-shots` out; 1 where a shot could not be imported."""
    from app.headless.import_shots import ShotsOrder, import_shots
    from app.project.timing import parse_rate

    rate = parse_rate(arguments.rate) if arguments.rate else None
    done = import_shots(ShotsOrder(tuple(arguments.sources), arguments.out, arguments.edit, rate), words)
    return 1 if done.failed else 0
