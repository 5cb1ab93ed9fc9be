"""What is made ready before a frame is painted on, in a worker: its sheet, its areas, colors from another frame."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from app.media.pictures import PictureKey, render
from app.paint.base import Base, base_of
from app.paint.sheet import Sheet
from app.ui.paint.live import LivePicture
from engine.imaging.filling import Area, Areas, areas_of
from engine.imaging.filling_near import carried
from engine.imaging.stills import to_8_bit
from engine.imaging.stretches import Stretches


@dataclass(frozen=True)
class Ready:
    """A frame made ready to paint on."""

    sheet: Sheet
    live: LivePicture


def drawn(name: PictureKey) -> tuple[object, ...]:
    """What of a picture no stroke changes."""
    return name.width, name.height, name.line_path, name.line_digest, name.polarity, name.colors


def made_ready(name: PictureKey) -> Ready:
    """Read a frame; in a worker."""
    base = base_of(name)
    base.lines.prepare()  # before anybody has these lines as their own: in 4K it takes a whole picture's time
    live = LivePicture(name.width, name.height)
    shown = to_8_bit(render(replace(name, layer="picture")))
    cv2.cvtColor(shown, cv2.COLOR_RGB2BGRA, dst=live.pixels)
    sheet = Sheet(base, live.pixels, name.colors, lambda box: None)
    live.told = sheet.seen_at
    return Ready(sheet, live)


def carried_from(base: Base, areas: Areas, empty: np.ndarray, name: PictureKey) -> tuple[Area, np.ndarray] | None:
    """Colors from another frame for what is empty; in a worker."""
    other = base_of(name)
    return carried(base.lines.ink, areas.labels, empty, other.lines.ink, other.color) if empty.any() else None


def areas_for(base: Base, gap: float, kept: Areas | None) -> Areas:
    """The areas of a drawing, with what its colors are; in a worker."""
    areas = kept.again() if kept is not None else areas_of(base.lines.ink, gap)
    areas.look(base.color)
    areas.prepare()
    areas.find_cores(base.color)
    return areas


def stretches_for(base: Base, areas: Areas) -> Stretches:
    """The stretches of a drawing's lines between its areas; in a worker."""
    return Stretches(areas.labels, base.lines.ink, base.lines.drawn)
