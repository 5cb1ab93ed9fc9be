"""Movies that the export tests write: how they are asked for, what they should be, what ffmpeg says of them."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg

from app.media.export import ExportReport, ExportSettings
from app.media.movie import RECIPES, MovieJob

FILM = Fraction(24000, 1001)


def settings(target: Path, kind: str = "prores-4444", **more: object) -> ExportSettings:
    return replace(ExportSettings(format="prores-4444", target=target, name="shot"), format=kind, **more)


def told_by_ffmpeg(path: Path) -> str:
    """What ffmpeg itself prints about a file."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def job_of(report: ExportReport) -> MovieJob:
    """The job that an export as 8-bit ProRes 4444 without alpha carried out."""
    return MovieJob(
        recipe=RECIPES["prores-4444"],
        path=report.path,
        width=report.width,
        height=report.height,
        channels=3,
        bits=8,
        rate=report.rate,
        timecode=report.timecode,
        transfer="bt709",
        reel="shot",
        metadata={},
    )
