"""Pure: a shot and the segments wanted become one self-contained ColorizeShot."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from app.errors import ShiageError
from app.project.colorizers import settings_for, sheet_of
from app.project.media_paths import is_decoded
from app.project.model import Shot
from app.project.staleness import Segment, usable_keys
from engine.protocol.messages import (
    ColorHint,
    ColorizeShot,
    HintAnchor,
    HistoryFrames,
    KeyFrame,
    LineFrame,
    PromptRange,
    Reference,
    SegmentRequest,
)

NO_LINE = "There is no line art yet. Drop a folder of line art on the window first."
NO_KEY = "There is no colored key yet. Drop a colored picture on a frame of the timeline, or paint a frame, first."
LOCKED = "This segment is locked. Unlock it first."


class RequestError(ShiageError):
    """The shot cannot be colored as it stands."""


def colorize_shot(
    shot: Shot, segments: Sequence[Segment], wanted: Sequence[Segment], folder: Path, job: str
) -> ColorizeShot:
    """The request for `wanted`, in that order, out of all `segments` of the shot; raises RequestError.

    All that is wanted is to be of one quality: see `alike`.
    """
    line = shot.line
    if line is None:
        raise RequestError(NO_LINE)
    keys = usable_keys(shot)
    if not keys:
        raise RequestError(NO_KEY)
    if line.missing == "error" and line.gaps:
        raise RequestError(
            f"Frame {line.gaps[0]} of the line art is missing. Add the file, or set missing frames to Hold or Blank."
        )
    asked, base = {segment.index for segment in wanted}, str(folder)
    laid = {key.number for key in keys}
    sheets = {segment.index: sheet_of(shot, segment.choice) for segment in wanted}
    shown = {sheet.digest: sheet for sheet in (*shot.references, *sheets.values()) if sheet is not None}
    return ColorizeShot(
        job=job,
        colorizer=shot.colorizer,
        width=line.width,
        height=line.height,
        polarity=line.polarity,
        decoded=is_decoded(line),
        frames=tuple(
            LineFrame(number=frame.number, path=_absolute(base, frame.path), digest=frame.digest)
            for frame in line.shown
        ),
        keys=tuple(KeyFrame(number=key.number, path=_absolute(base, key.path), digest=key.digest) for key in keys),
        references=tuple(
            Reference(name=sheet.name, path=_absolute(base, sheet.path), digest=sheet.digest)
            for sheet in shown.values()
        ),
        prompts=tuple(
            PromptRange(first=span.first, last=span.last, text=prompt.text, avoid=prompt.avoid)
            for prompt in shot.prompts
            for span in [prompt.span or line.span]
        ),
        segments=tuple(
            SegmentRequest(
                index=segment.index,
                first=segment.span.first,
                last=segment.span.last,
                seed=segment.seed,
                digest=segment.inputs,
                reference=segment.choice.reference if segment.choice.reference in laid else None,
                sheet=sheet.digest if (sheet := sheets[segment.index]) is not None else None,
            )
            for segment in wanted
        ),
        settings=dict(settings_for(shot, wanted[0].choice) if wanted else shot.settings),
        history=tuple(
            HistoryFrames(first=segment.span.first, last=segment.span.last, path=_absolute(base, segment.take.path))
            for segment in segments
            if segment.take is not None and segment.index not in asked
        ),
        hints=tuple(
            ColorHint(
                color=hint.color,
                anchors=tuple(HintAnchor(number=at.number, x=at.x, y=at.y) for at in hint.anchors),
                only=hint.only,
            )
            for hint in shot.hints
        ),
        out_dir=_absolute(base, f"takes/{shot.id}"),
        cache_dir=_absolute(base, "cache"),
    )


def alike(shot: Shot, wanted: Sequence[Segment]) -> list[list[Segment]]:
    """Segments in their order, as many together as one request can ask for: those of one quality."""
    groups = groupby(wanted, key=lambda segment: dict(settings_for(shot, segment.choice)))
    return [list(group) for _, group in groups]


def _absolute(folder: str, path: str) -> str:
    """The full name, as messages carry it: text that is valid Unicode, which a file name need not be."""
    whole = os.path.join(folder, path) if path else ""  # noqa: PTH118 - thousands of them, five times as fast
    if whole.isascii():
        return whole
    try:
        whole.encode()
    except UnicodeEncodeError:
        readable = whole.encode(errors="replace").decode()
        raise RequestError(
            f'"{readable}" has a name Shiage cannot pass on. Rename the file or its folder, then add it again.'
        ) from None
    return whole
