"""The report of an evaluation: one HTML file with tables, how colors hold over the frames, and contact sheets."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from app.bench.outcome import Outcome, Result
from app.bench.plots import Line, plot
from app.project.files import write_atomic
from engine.imaging.stills import encode_png

COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("psnr", "PSNR, dB ↑", 2), ("ssim", "SSIM ↑", 4), ("lpips", "LPIPS ↓", 4), ("fid", "FID ↓", 2),
    ("fvd", "FVD ↓", 1), ("fg_accuracy", "figures right ↑", 4), ("last_accuracy", "farthest frame right ↑", 4),
    ("all_accuracy", "all right ↑", 4), ("lowfreq_decay", "low frequencies held", 3),
    ("highfreq_decay", "high frequencies held", 3), ("flicker", "flicker ↓", 5), ("key_exact", "keys exact", 4),
)  # fmt: skip
"""Names of measures, what the report calls them, and digits after the point."""
NOT_MEASURED = "not measured: no file given"
TOO_FEW = "too few frames"
SUPPLIED = ("lpips", "fid", "fvd")
SMOOTHED = 9  # distances over which a curve is averaged
LEGEND = (
    "PSNR, SSIM, LPIPS, FID and FVD are of frames reduced to 256 x 256. Frames that were given as keys are left out, "
    "but for FVD, which is of pieces of 16 frames that follow each other. Right is a color within 12 of 255 of the "
    "artist's in every channel, lines and what lies beside them left out; figures are what differs from the background "
    "of the first key. Held is the PSNR of the fifth of the frames farthest from the keys over that of the 14 nearest: "
    "1 is no decay. Flicker is the share of pixels that change from frame to frame though the artist's do not."
)
STYLE = """
:root{color-scheme:light dark;--paper:#fff;--ink:#1d2126;--faint:#5c6670;--rule:#d9dee3;--head:#f3f5f7;
--c0:#2b6cb0;--c1:#c05621;--c2:#2f855a;--c3:#6b46c1;--c4:#b83280;--c5:#4a5568;--c6:#975a16;--c7:#086f83;--c8:#9b2c2c}
@media(prefers-color-scheme:dark){:root{--paper:#16191d;--ink:#e6e9ec;--faint:#9aa5b1;--rule:#343b43;--head:#20252b;
--c0:#63b3ed;--c1:#f6ad55;--c2:#68d391;--c3:#b794f4;--c4:#f687b3;--c5:#cbd5e0;--c6:#ecc94b;--c7:#4fd1c5;--c8:#fc8181}}
body{font:15px/1.5 system-ui,sans-serif;max-width:1280px;margin:2em auto;padding:0 1.2em;background:var(--paper);
color:var(--ink)}h1{font-size:1.7em}h2{margin-top:2em;font-size:1.2em}h3{font-size:1em;margin-bottom:.3em}
p,figcaption{color:var(--faint);max-width:75em}code{background:var(--head);padding:.1em .4em;overflow-wrap:anywhere}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
td,th{padding:.35em .8em;border-bottom:1px solid var(--rule);text-align:right;white-space:nowrap}
th{background:var(--head);font-weight:600;white-space:normal;vertical-align:bottom}
td:first-child,th:first-child{text-align:left}td.none{color:var(--faint);font-size:.8em;white-space:normal;min-width:7em}
img{max-width:100%;border:1px solid var(--rule)}figure{margin:.5em 0 1.5em;max-width:860px}svg{width:100%}
svg text{fill:var(--ink);font-size:13px}svg .grid{stroke:var(--rule)}svg polyline{fill:none;stroke-width:1.8}
figcaption span{margin-right:1.4em;white-space:nowrap}
figcaption i{display:inline-block;width:1.2em;height:.25em;margin-right:.5em;vertical-align:middle}
"""


def write_report(path: Path, outcome: Outcome) -> None:
    """Write all results so far. Raises OSError."""
    title = html.escape(outcome.title)
    body = [
        f"<h1>{title}</h1>", f"<p>{html.escape(_about(outcome))}</p>",
        f"<p>Repeat it: <code>{html.escape(outcome.command)}</code></p>",
        *_means(outcome), *_curves(outcome.results), "<h2>Each clip</h2>",
        _table([(_named(one), outcome.of_result(one)) for one in outcome.results], outcome.supplied),
        f"<p>{LEGEND}</p>", "<h2>Frames</h2><p>Lines, colored, the artist's, from the first frame to the last.</p>",
        *map(_picture, outcome.results),
    ]  # fmt: skip
    meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    page = f'<!doctype html><html lang="en">{meta}<title>{title}</title><style>{STYLE}</style>'
    write_atomic(path, (page + "\n".join(body) + "</html>").encode())


def _about(outcome: Outcome) -> str:
    """How much was colored, and what a run had been trained for."""
    clips = {one.clip: one.frames for one in outcome.results}
    told = f"{sum(clips.values())} frames of {len(clips)} clip{'s' if len(clips) > 1 else ''}."
    furthest = max((one.stages for one in outcome.results), key=len, default={})  # some ways leave the last stages out
    trained = ", ".join(f"{stage}: {steps} steps" for stage, steps in furthest.items())
    return f"{told} Trained stages: {trained}." if trained else told


def _means(outcome: Outcome) -> Iterable[str]:
    """A table for each set of ways that are compared, and what its spread is of."""
    count = len(outcome.repetitions)
    for heading, variants in outcome.tables:
        rows = [(variant, outcome.mean(variant)) for variant in variants if outcome.of_variant(variant)]
        if not rows:
            continue
        yield f"<h2>{html.escape(heading)}</h2>"
        yield _table(rows, outcome.supplied)
        if count > 1:
            yield f"<p>Means over the clips; ± is the standard deviation of {count} repetitions.</p>"
    told = [
        f"{name.upper()} of {number} {'frames' if name == 'fid' else 'pieces of film'}"
        for name, number in outcome.counted.items()
    ]
    if told:
        yield f"<p>{'; '.join(told)}. Compare such distances between like numbers of the same clips only.</p>"


Cell = tuple[float, float | None]  # a value and its spread


def _table(rows: Sequence[tuple[str, Mapping[str, Cell]]], supplied: Sequence[str]) -> str:
    titles = "".join(f"<th>{title}</th>" for _, title, _ in COLUMNS)
    lines: list[str] = []
    for name, values in rows:
        cells = "".join(_cell(values.get(column), column, digits, supplied) for column, _, digits in COLUMNS)
        lines.append(f"<tr><td>{html.escape(name)}</td>{cells}</tr>")
    return f'<div class="wide"><table><tr><th></th>{titles}</tr>{"".join(lines)}</table></div>'


def _cell(value: Cell | None, column: str, digits: int, supplied: Sequence[str]) -> str:
    if value is None:
        if column in SUPPLIED and column not in supplied:
            return f'<td class="none">{NOT_MEASURED}</td>'
        return f'<td class="none">{"" if column in ("fid", "fvd") else TOO_FEW}</td>'
    spread = "" if value[1] is None else f" ± {value[1]:.{digits}f}"
    return f"<td>{value[0]:.{digits}f}{spread}</td>"


def _curves(results: Sequence[Result]) -> Iterable[str]:
    """How colors hold, after Fig. 8 of the paper."""
    across = "distance to the nearest key, frames"
    variants = list(dict.fromkeys(one.variant for one in results))
    of = {variant: [one for one in results if one.variant == variant] for variant in variants}
    yield "<h2>How colors hold</h2>"
    yield plot(across, "PSNR, dB", {name: _line(found, 1, False) for name, found in of.items()})
    yield "<p>Decay is how much of its PSNR a frame has lost against the 14 frames nearest to a key, of the blurred "
    yield "picture (low frequencies: color) and of what the blur takes away (high frequencies: lines). Each point is "
    yield f"averaged over {SMOOTHED} frames, and over those clips that have frames so far away.</p>"
    for at, what in ((2, "low"), (3, "high")):
        yield plot(
            across, f"decay of {what} frequencies, %", {name: _line(found, at, True) for name, found in of.items()}
        )


def _line(results: Sequence[Result], at: int, decay: bool) -> Line:
    """The mean over clips by distance; as a decay, of what each had near its keys."""
    by_distance: dict[int, list[float]] = {}
    for result in results:
        near = result.near(at)
        for point in result.curve:
            by_distance.setdefault(int(point[0]), []).append(100 * (near - point[at]) / near if decay else point[at])
    distances = sorted(by_distance)
    means = np.array([np.mean(by_distance[distance]) for distance in distances])
    half = min(SMOOTHED, len(means)) // 2
    return [
        (float(distance), float(means[max(0, place - half) : place + half + 1].mean()))
        for place, distance in enumerate(distances)
    ]


def _named(result: Result) -> str:
    return ", ".join(filter(None, (result.clip, result.variant, result.repetition)))


def _picture(result: Result) -> str:
    data = base64.b64encode(encode_png(result.sheet, 6)).decode()
    seconds = f", colored in {result.seconds:.0f} s" if result.seconds else ""
    title = html.escape(f"{_named(result)}: {result.frames} frames{seconds}")
    return f'<h3>{title}</h3><img alt="{title}" src="data:image/png;base64,{data}">'
