"""Marks on the timeline where frames need a look."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage, QPainter

from app.project.model import Span
from app.ui import theme
from app.ui.timeline.geometry import Geometry
from app.ui.timeline.lanes import SEGMENTS, Lane
from app.ui.timeline.looks import Looks, paint_looks


def test_an_icon_stands_clear_of_the_foot_of_its_lane(qapp) -> None:
    lane = Lane("segments", 4, SEGMENTS)
    image = QImage(400, lane.bottom + 20, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_looks(painter, Looks(icons=((6, 1.0),)), Geometry.fitted(Span(1, 12), 0, 400), lane, theme.tokens())
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    (painted,) = np.nonzero((pixels[..., 3] > 0).any(axis=1))
    whole = theme.icon_image("look-ground", theme.tokens().sunken, 16)
    ground = np.frombuffer(whole.constBits(), np.uint8).reshape(16, 16, 4)[..., 3]
    assert len(painted) == np.count_nonzero((ground > 0).any(axis=1))
    assert painted.max() < lane.bottom - 1
