"""Plots for a report: lines over labelled axes as SVG that is readable on light and on dark paper."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence

COLORS = 9
"""Colors that the page's style names --c0 .. --c8; lines beyond them begin anew, dashed."""
WIDE, HIGH = 720, 260  # of the part with lines, in pixels
LEFT, RIGHT, TOP, FOOT = 64, 16, 12, 48
_TICKS = 6
Line = Sequence[tuple[float, float]]


def plot(across: str, up: str, lines: Mapping[str, Line]) -> str:
    """An SVG of named lines, each (x, y) in order of x, with what the axes show; "" where there is nothing to draw."""
    points = [point for line in lines.values() for point in line]
    if not points:
        return ""
    xs, ys = ticks([x for x, _ in points]), ticks([y for _, y in points])

    def place(x: float, y: float) -> tuple[float, float]:
        right = (x - xs[0]) / (xs[-1] - xs[0]) * WIDE
        down = (ys[-1] - y) / (ys[-1] - ys[0]) * HIGH
        return LEFT + right, TOP + down

    drawn: list[str] = []
    for y in ys:
        _, top = place(xs[0], y)
        drawn.append(f'<line class="grid" x1="{LEFT}" x2="{LEFT + WIDE}" y1="{top:.1f}" y2="{top:.1f}"/>')
        drawn.append(f'<text x="{LEFT - 8}" y="{top + 4:.1f}" text-anchor="end">{_number(y, ys)}</text>')
    for x in xs:
        left, _ = place(x, ys[0])
        drawn.append(f'<text x="{left:.1f}" y="{TOP + HIGH + 18}" text-anchor="middle">{_number(x, xs)}</text>')
    for at, line in enumerate(lines.values()):
        path = " ".join(f"{left:.1f},{down:.1f}" for left, down in (place(x, y) for x, y in line))
        dashes = ' stroke-dasharray="6 4"' if at >= COLORS else ""
        drawn.append(f'<polyline style="stroke:var(--c{at % COLORS})"{dashes} points="{path}"/>')
    middle = f"{TOP + HIGH / 2:.0f}"
    drawn.append(f'<text x="{LEFT + WIDE / 2:.0f}" y="{TOP + HIGH + 40}" text-anchor="middle">{_told(across)}</text>')
    drawn.append(f'<text transform="translate(14 {middle}) rotate(-90)" text-anchor="middle">{_told(up)}</text>')
    size = f'viewBox="0 0 {LEFT + WIDE + RIGHT} {TOP + HIGH + FOOT}"'
    return f'<figure><svg role="img" aria-label="{_told(up)}" {size}>{"".join(drawn)}</svg>{_legend(lines)}</figure>'


def ticks(values: Sequence[float]) -> list[float]:
    """Round numbers around the values, two at least and evenly spaced."""
    low, high = min(values), max(values)
    rough = max((high - low) / (_TICKS - 1), 1e-3 * max(1.0, abs(high)))
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [at * step for at in range(first, max(last, first + 1) + 1)]


def _number(value: float, all_: Sequence[float]) -> str:
    digits = max(0, -math.floor(math.log10(all_[1] - all_[0]) + 1e-9))
    return f"{value + 0.0:.{digits}f}"


def _legend(lines: Mapping[str, Line]) -> str:
    entries = (
        f'<span><i style="background:var(--c{at % COLORS})"></i>{_told(name)}</span>' for at, name in enumerate(lines)
    )
    return f"<figcaption>{''.join(entries)}</figcaption>"


def _told(text: str) -> str:
    return html.escape(text)
