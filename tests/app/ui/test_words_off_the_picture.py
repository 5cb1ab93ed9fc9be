"""Words about a frame keep off its picture where there is room for them, inside of their plate, and off one another."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
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


@pytest.mark.parametrize("text", [TEXT, "No color yet on this frame. Lay a key here, or press Generate."])
def test_no_word_of_a_note_stands_alone_in_its_last_line(qtbot: QtBot, text: str) -> None:
    image = QImage(800, 450, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    for wide in range(150, 560, 10):
        plate = overlay._needed(painter, text, wide)
        metrics = QFontMetricsF(painter.font())
        lines = round((plate.height() - 16) / metrics.lineSpacing())
        even = metrics.horizontalAdvance(text) / lines
        longest = max(map(metrics.horizontalAdvance, text.split()))
        assert plate.width() - 28 <= min(wide, even + longest + 12)
    painter.end()


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
def test_what_is_said_at_the_foot_of_a_picture_lies_apart(drive: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    plates: list[QRectF] = []
    plate = overlay._plate

    def seen(painter: QPainter, place: QRectF) -> None:
        plates.append(QRectF(place))
        plate(painter, place)

    async def body(driver) -> None:
        await driver.opened()
        await driver.until(lambda: driver.workspace.document.shot.line, "line art")
        canvas = driver.page.canvas
        driver.workspace.playhead.go(6)
        await driver.until(lambda: canvas._note, "that there is no color yet")
        await driver.act("onion_skin")
        await driver.act("check_view")
        await driver.until(lambda: canvas._skin_words and driver.page.check_view.isVisible(), "all that is said")
        for size in ((960, 613), (1280, 720)):
            driver.window.resize(*size)
            plates.clear()
            canvas.grab()
            assert len(plates) == 3
            assert not [pair for pair in combinations(plates, 2) if pair[0].intersects(pair[1])], plates

    monkeypatch.setattr(overlay, "_plate", seen)
    drive(body, "--sample")
