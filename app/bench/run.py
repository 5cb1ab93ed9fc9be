"""`bench`: runs the named measurements, each in a temporary folder, and tells every result as it comes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from app.bench import clips, draft, engine, files, longanimation, movies, paint, piece, ui
from app.bench.rig import (
    DEFAULT_CLIPS,
    DEFAULT_LONGANIMATION,
    DEFAULT_WINDOW,
    ClipsWish,
    Context,
    LongAnimationWish,
    Row,
    WindowWish,
)
from app.errors import ShiageError
from app.headless.output import Output

BENCHES: dict[str, Callable[[Context], Iterator[Row]]] = {
    "io": files.measure,
    "export": movies.measure,
    "engine": engine.measure,
    "draft": draft.measure,
    "clips": clips.measure,
    "longanimation": longanimation.measure,
    "ui": ui.measure,
    "piece": piece.measure,
    "paint": paint.measure,
}


class UnknownBench(ShiageError):
    """There is no measurement of that name."""


def bench(
    names: Sequence[str],
    output: Output,
    *,
    quick: bool = False,
    window: WindowWish = DEFAULT_WINDOW,
    network: LongAnimationWish = DEFAULT_LONGANIMATION,
    material: ClipsWish = DEFAULT_CLIPS,
) -> None:
    """Measure; raises UnknownBench, or BenchFailed when what is measured does not work."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        raise UnknownBench(f"There is nothing called {unknown[0]} to measure; choose among {', '.join(BENCHES)}.")
    count = 0
    for name in names or list(BENCHES):
        with tempfile.TemporaryDirectory(prefix="shiage-bench-", ignore_cleanup_errors=True) as folder:
            context = Context(Path(folder), quick, output.progress, output.note, window, network, material)
            for row in BENCHES[name](context):
                output.tell(
                    "result", row.line(), bench=name, name=row.name, value=row.value, unit=row.unit, remark=row.remark,
                    **row.facts,
                )  # fmt: skip
                count += 1
    output.tell("done", f"{count} things measured.", results=count)
