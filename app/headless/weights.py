"""`weights`: what LongAnimation needs and where it is; downloads what is missing or brings in what is there already."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path
from typing import Literal

from app.headless.output import Output
from app.render.weights_tool import events, size_text
from engine.protocol.weights import PartReport, Transfer, WeightsDone, WeightsNote, WeightsReport

What = Literal["list", "check", "download", "import"]
_FLAGS = {"download": "--accept-licences", "import": "--in-place"}  # check has its own
_WORDS = {"found": "OK", "missing": "MISSING", "wrong": "WRONG"}


def weights(what: What, names: list[str], flag: bool, output: Output) -> bool:
    """Do one thing and tell it; `flag` accepts licences, imports in place, or reads whole files to check them.
    Returns whether all is well then.

    Raises ShiageError.
    """
    arguments = ["list"] if what == "list" or (what == "check" and not flag) else [what, *_told_names(what, names)]
    if flag and what in _FLAGS:
        arguments.append(_FLAGS[what])
    report = asyncio.run(_told(arguments, what, output))
    lacking = [part for part in report.parts if part.state != "found"]
    return not lacking or what != "check"


def _told_names(what: What, names: list[str]) -> list[str]:
    return [str(Path(name).expanduser().absolute()) for name in names] if what == "import" else names


async def _told(arguments: list[str], what: What, output: Output) -> WeightsReport:
    report: WeightsReport | None = None
    async with aclosing(events(*arguments)) as heard:
        async for event in heard:
            match event:
                case WeightsReport():
                    report = event
                case Transfer():
                    megabytes = round(event.done / 1e6), round(event.total / 1e6)
                    output.progress(*megabytes, f"{event.stage} {event.file}", _left(event), unit="MB")
                case WeightsNote():
                    output.note(event.sentence)
                case WeightsDone() if report is not None:
                    if what in ("list", "check"):
                        _tell_all(report, what, output)
                    output.tell("done", event.sentence or summary(report), ready=ready(report), folder=report.home)
    assert report is not None, "the tool always reports before it is done"
    return report


def _tell_all(report: WeightsReport, what: What, output: Output) -> None:
    for part in report.parts:
        output.tell(
            "part", _line(part), name=part.name, state=part.state, place=part.place, folder=part.folder, size=part.size,
            licence=part.licence, origin=part.origin, fault=part.fault, details=part.details,
        )  # fmt: skip
        if what == "check":
            for detail in part.details:
                output.note(f"         {detail}")
    for licence in report.licences:
        accepted = " Accepted." if licence.accepted else " To be accepted before a download." if licence.accept else ""
        output.tell(
            "licence", f"{licence.title} ({licence.url}): {' '.join(licence.terms)}{accepted}",
            name=licence.name, url=licence.url, accept=licence.accept, accepted=licence.accepted,
        )  # fmt: skip


def _line(part: PartReport) -> str:
    size = size_text(part.size) if part.size else "small"
    where = f" in {part.folder}" if part.folder else f", to be had at {part.origin}"
    fault = f": {part.fault}" if part.fault else ""
    return f"{_WORDS[part.state]:8} {part.name}: {part.title}, {size}{where}{fault}"


def ready(report: WeightsReport) -> bool:
    """Whether nothing is missing or wrong."""
    return all(part.state == "found" for part in report.parts)


def summary(report: WeightsReport) -> str:
    """How it stands, in a sentence or two."""
    if ready(report):
        return "LongAnimation has everything that it needs."
    lacking = [part for part in report.parts if part.state != "found"]
    return (
        f"LongAnimation lacks {len(lacking)} of {len(report.parts)} parts, about "
        f"{size_text(sum(part.size for part in lacking))}. Draft works without them."
    )


def _left(event: Transfer) -> float | None:
    return (event.total - event.done) / event.speed if event.speed else None
