"""A small picture of a project that is not open, by which an artist knows it again; nothing is written or locked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from app.media.pictures import describe, render
from app.project.errors import ProjectError
from app.project.format import decode
from app.project.model import Shot
from app.project.staleness import usable_keys
from app.project.storage import PROJECT_FILE
from engine.imaging.stills import StillError, to_8_bit
from engine.protocol.frames import FrameFileError


@dataclass(frozen=True)
class Cover:
    """Whether there is a project, and its picture, (H, W, 3) uint8 RGB; None where it has no picture to show."""

    there: bool
    picture: np.ndarray | None = None


def cover(folder: Path, width: int, height: int) -> Cover:
    """The first key of the project in `folder`, else its first drawing, small enough for width x height px.

    Off the UI thread; raises nothing, for what cannot be read has no cover.
    """
    try:
        project = decode((folder / PROJECT_FILE).read_bytes(), folder).project
        picture = _first(project.shots[0], folder) if project.shots else None
    except OSError:
        return Cover(False)
    except (ProjectError, StillError, FrameFileError):
        return Cover(True)
    return Cover(True, fitted(picture, width, height) if picture is not None else None)


def fitted(picture: np.ndarray, width: int, height: int) -> np.ndarray:
    """(H, W, 3) RGB as uint8, no larger than width x height px, in its own shape."""
    scale = min(width / picture.shape[1], height / picture.shape[0], 1.0)
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return cv2.resize(to_8_bit(picture), size, interpolation=cv2.INTER_AREA)


def _first(shot: Shot, folder: Path) -> np.ndarray | None:
    if shot.line is None:
        return None
    key = next(iter(usable_keys(shot)), None)
    wanted = describe(shot, (), folder, key.number if key else shot.line.span.first, "line")
    if key is not None:
        path, colors = str(folder / key.path), shot.palettes.shown.mapping
        wanted = replace(wanted, layer="picture", key_path=path, key_digest=key.digest, colors=colors)
    return render(wanted)
