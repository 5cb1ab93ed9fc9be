"""Speed of the draft colorizer, and whether its memory stays flat as shots get longer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

from app.bench.rig import Context, Memory, Row, rig
from app.bench.shots import draw_shot

SIZES = ((1024, 576), (1920, 1080))
_MB = 1e6


def measure(context: Context) -> Iterator[Row]:
    """Frames a second at two sizes, time to the first color, peak memory of a short and a long shot."""
    frames = 24 if context.quick else 96
    for at, size in enumerate(SIZES):
        context.progress(at, 4, f"draft {size[0]}x{size[1]}")
        yield from asyncio.run(_speed(context, frames, size))
    counts = (60, 120) if context.quick else (120, 600)
    peaks: list[int] = []
    for at, count in enumerate(counts):
        context.progress(2 + at, 4, f"draft memory, {count} frames")
        peaks.append(asyncio.run(_peak(context, count)))
        yield Row(f"draft: peak memory of the engine, {count} frames, 1024x576", peaks[-1] / _MB, "MB")
    yield Row("draft: memory of the long shot against the short one", peaks[1] / peaks[0], "times")


async def _speed(context: Context, frames: int, size: tuple[int, int]) -> list[Row]:
    name = f"{size[0]}x{size[1]}"
    folder = context.folder / name
    shot = draw_shot(folder, frames, size, length=12)
    async with rig(folder / "run") as made:
        begun = time.monotonic()
        seconds = await made.color(shot, folder / "run")
    assert made.first_take is not None
    first = made.first_take - begun
    return [
        Row(f"draft: speed at {name}", frames / seconds, "frames/s", f"{frames} frames"),
        Row(f"draft: first segment ready at {name}, engine start included", first, "s", "12 frames"),
    ]


async def _peak(context: Context, count: int) -> int:
    folder = context.folder / f"memory{count}"
    shot = draw_shot(folder, count, SIZES[0])
    memory = Memory()
    async with rig(folder / "run") as made:
        watching = asyncio.ensure_future(memory.watch(lambda: made.queue.engine.pid))
        await made.color(shot, folder / "run")
        watching.cancel()
    return memory.peak
