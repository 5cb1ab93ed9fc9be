"""Speed of every export format, the check by reading back included."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from app.bench.rig import Context, Row
from app.bench.shots import draw_frame
from app.media.export import ExportSettings, Format, Layer, export

_SIZE = (1920, 1080)
_FORMATS: tuple[Format, ...] = ("png", "prores-422hq", "prores-4444", "h264")


class _Drawn:
    """Colored frames drawn beforehand, as a source of an export."""

    def __init__(self, count: int) -> None:
        self.numbers: Sequence[int] = range(1, count + 1)
        self.width, self.height = _SIZE
        self.rate = Fraction(24)
        self._pictures = [draw_frame(index, _SIZE)[1] for index in range(min(count, 12))]

    def picture(self, number: int, layer: Layer) -> np.ndarray:
        return self._pictures[number % len(self._pictures)]


def measure(context: Context) -> Iterator[Row]:
    """Frames a second of 1920x1080 flat color, for each format."""
    source = _Drawn(12 if context.quick else 72)
    for at, kind in enumerate(_FORMATS):
        context.progress(at, len(_FORMATS), f"export {kind}")
        begun = time.monotonic()
        report = export(source, ExportSettings(format=kind, target=context.folder, name=kind))
        seconds = time.monotonic() - begun
        size = report.bytes / report.frames / 1e3
        remark = f"{size:.0f} KB a frame"
        yield Row(
            f"export: {report.kind}, 1920x1080, written and verified", report.frames / seconds, "frames/s", remark
        )
