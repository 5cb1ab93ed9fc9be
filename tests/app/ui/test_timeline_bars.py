"""Segment bars: what is in view of a wide one looks as it does when all of it is painted."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.project.model import Span
from app.project.staleness import Status
from app.render.queue import Work
from app.ui import theme
from app.ui.timeline.bars import paint_bar
from app.ui.timeline.scene import Bar

WIDE, TALL = 3000, 40


def painted(status: Status, view: QRectF) -> np.ndarray:
    image = QImage(WIDE, TALL, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(view)
    bar = Bar(0, Span(1, 81), Span(1, 81), Work(status))
    paint_bar(painter, QRectF(0, 4, WIDE, TALL - 8), 0.0, bar, False, theme.tokens())
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(TALL, WIDE, 4)[..., :3].astype(int)


@pytest.mark.parametrize("status", list(Status))
def test_what_is_in_view_of_a_wide_bar_is_what_all_of_it_shows_there(status: Status, qapp) -> None:
    whole = painted(status, QRectF(0, 0, WIDE, TALL))
    assert whole.any()
    for left, right in ((0, 700), (1001, 1800), (2300, WIDE)):
        part = painted(status, QRectF(left, 0, right - left, TALL))
        assert np.abs(part - whole)[:, left:right].max() <= 2  # Qt cuts a slanting line, and rounds
        assert not part[:, :left].any()
        assert not part[:, right:].any()
