"""Words about a frame keep off its picture where there is room for them, and inside of their plate."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from app.ui.viewer import overlay

TEXT = "No color yet. Drop a colored picture of this frame here, or paint it: that is the first key."


def inked(room: QSize, picture: QRectF) -> np.ndarray:
    """(H, W) bool: where a note is painted."""
    image = QImage(room, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    overlay.note(painter, TEXT, room, picture)
    painter.end()
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(room.height(), room.width(), 4)
    return raw[..., 3] > 0


@pytest.mark.parametrize(
    ("room", "picture"),
    [
        (QSize(1000, 460), QRectF(380, 0, 240, 460)),  # beside it
        (QSize(400, 600), QRectF(0, 150, 400, 300)),  # below it
    ],
)
def test_a_note_keeps_off_the_picture(qtbot: QtBot, room: QSize, picture: QRectF) -> None:
    found = inked(room, picture)
    assert found.any()
    place = picture.toRect()
    assert not found[place.top() : place.bottom() + 1, place.left() : place.right() + 1].any()


def test_a_note_lies_over_a_picture_that_leaves_no_room(qtbot: QtBot) -> None:
    found = inked(QSize(800, 450), QRectF(0, 0, 800, 450))
    rows = np.flatnonzero(found.any(axis=1))
    assert rows.size
    assert rows[0] > 225
    assert rows[-1] <= 442
