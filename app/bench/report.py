"""The report of an evaluation: one HTML file with tables, how colors hold over the frames, and contact sheets."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from app.bench.metrics import Score
from app.project.files import write_atomic
from engine.imaging.stills import encode_png

NEAR, FAR = 14, 5  # frames nearest to a key, and the part of all that is farthest from one
METRICS = tuple(metric.name for metric in fields(Score))
WIDE, HIGH, LEFT = 640, 220, 40  # of a plot, in pixels
COLORS = ("#2b6cb0", "#c05621", "#2f855a", "#6b46c1", "#b83280", "#4a5568", "#975a16", "#086f83", "#9b2c2c")
STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:1240px;margin:2em auto;padding:0 1em;color:#222}"
    "table{border-collapse:collapse}td,th{padding:.3em .8em;border-bottom:1px solid #ddd;text-align:right}"
    "td:first-child,th:first-child{text-align:left}img{max-width:100%}svg{background:#fafafa}"
)


@dataclass(frozen=True, eq=False)
class Result:
    """A clip in one way. curve: frames that are no keys, each (distance to a key, PSNR, of its low and of its high
    frequencies). stages: steps that each stage was trained for."""

    clip: str
    variant: str
    score: Score
    curve: Sequence[tuple[int, float, float, float]]
    seconds: float
    stages: dict[str, int]
    sheet: np.ndarray

    @property
    def highfreq_decay(self) -> float:
        """PSNR of the high frequencies, the frames farthest from the keys over the nearest; 1 is no decay."""
        ordered = [high for _, _, _, high in sorted(self.curve, key=lambda point: point[0])]
        far = ordered[-max(1, len(ordered) // FAR) :]
        return float(np.mean(far) / np.mean(ordered[:NEAR]))

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "clip": self.clip, "variant": self.variant, "seconds": self.seconds, "stages": self.stages,
            **asdict(self.score), "highfreq_decay": self.highfreq_decay,
        }  # fmt: skip


def write_report(path: Path, run: str, results: Sequence[Result]) -> None:
    """Write all results so far. Raises OSError."""
    variants = list(dict.fromkeys(result.variant for result in results))
    means = [_mean(variant, [result for result in results if result.variant == variant]) for variant in variants]
    head = ("", *METRICS, "highfreq_decay")
    each = [(f"{one.clip}, {one.variant}", *asdict(one.score).values(), one.highfreq_decay) for one in results]
    furthest = max((one.stages for one in results), key=len)  # some ways leave the last stages out
    trained = ", ".join(f"{stage}: {steps} steps" for stage, steps in furthest.items())
    body = [
        f"<h1>{html.escape(run)}</h1><p>Trained stages: {trained}. PSNR and SSIM of frames reduced to 256x256. Key "
        "frames are left out. LPIPS, FID and FVD were not measured: their networks are not part of Shiage.</p>",
        "<h2>Means over the clips</h2>", _table(head, means),
        "<h2>How colors hold: PSNR of the low frequencies by the distance to the nearest key, in frames</h2>",
        _plot(variants, results),
        "<h2>Each clip</h2>", _table(head, each),
        "<h2>Lines, colored, the artist's</h2>", *map(_picture, results),
    ]  # fmt: skip
    page = f"<!doctype html><html lang=en><meta charset=utf-8><title>{html.escape(run)}</title><style>{STYLE}</style>"
    write_atomic(path, (page + "\n".join(body) + "</html>").encode())


def _mean(variant: str, results: Sequence[Result]) -> tuple[str | float, ...]:
    values = np.array([[*asdict(one.score).values(), one.highfreq_decay] for one in results])
    return (variant, *values.mean(axis=0).tolist())


def _table(head: Sequence[str], rows: Iterable[Sequence[str | float]]) -> str:
    def cell(value: str | float) -> str:
        return f"<td>{html.escape(value) if isinstance(value, str) else f'{value:.4f}'}</td>"

    titles = "".join(f"<th>{title}</th>" for title in head)
    return f"<table><tr>{titles}</tr>" + "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in rows) + "</table>"


def _plot(variants: Sequence[str], results: Sequence[Result]) -> str:
    """A line for each way: the mean over the clips, by distance."""
    lines = {variant: _line([one for one in results if one.variant == variant]) for variant in variants}
    points = [point for line in lines.values() for point in line]
    farthest = max(distance for distance, _ in points) or 1
    low, high = min(value for _, value in points), max(value for _, value in points)
    span = max(high - low, 1e-6)
    drawn = []
    for color, (variant, line) in zip(COLORS, lines.items()):
        path = " ".join(
            f"{LEFT + (WIDE - LEFT) * distance / farthest:.1f},{HIGH * (high - value) / span:.1f}"
            for distance, value in line
        )
        place = 16 + 18 * len(drawn)
        drawn.append(
            f'<polyline fill="none" stroke="{color}" stroke-width="1.5" points="{path}"/>'
            f'<text x="{WIDE + 12}" y="{place}" fill="{color}">{html.escape(variant)}</text>'
        )
    marks = f'<text x="0" y="12">{high:.1f}</text><text x="0" y="{HIGH}">{low:.1f} dB</text>'
    foot = f'<text x="{LEFT}" y="{HIGH + 18}">0</text><text x="{WIDE - 30}" y="{HIGH + 18}">{farthest}</text>'
    return f'<svg width="{WIDE + 240}" height="{HIGH + 24}">{marks}{foot}{"".join(drawn)}</svg>'


def _line(results: Sequence[Result]) -> list[tuple[int, float]]:
    by_distance: dict[int, list[float]] = {}
    for result in results:
        for distance, _, low, _ in result.curve:
            by_distance.setdefault(distance, []).append(low)
    return [(distance, float(np.mean(by_distance[distance]))) for distance in sorted(by_distance)]


def _picture(result: Result) -> str:
    data = base64.b64encode(encode_png(result.sheet, 6)).decode()
    title = html.escape(f"{result.clip}, {result.variant}, {result.seconds} s")
    return f'<h3>{title}</h3><img alt="{title}" src="data:image/png;base64,{data}">'
