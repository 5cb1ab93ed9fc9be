"""Large pictures are reduced off the window's thread, and painted roughly until then."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.ui.viewer import screen
from app.ui.viewer.canvas import Canvas
from app.ui.viewer.darkroom import Darkroom
from app.ui.viewer.pixels import to_image


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    made = Canvas()
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    qtbot.waitExposed(made)
    return made


def grabbed(canvas: Canvas) -> np.ndarray:
    """(H, W, 3) uint8 RGB: what the canvas looks like."""
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return raw[:, : image.width(), 2::-1].copy()


def test_a_picture_that_there_is_no_memory_to_reduce_is_asked_for_once_and_painted_as_it_is(
    canvas: Canvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_memory(*_: object) -> QImage:
        raise MemoryError

    darkroom, made = Darkroom(), []
    darkroom.made.connect(lambda name, image: made.append(image.isNull()))
    try:
        canvas.set_darkroom(darkroom)
        canvas.clearFocus()
        reduce = screen._reduce
        monkeypatch.setattr(screen, "_reduce", no_memory)
        canvas.show_image(to_image(np.full((1600, 2000, 3), (210, 90, 30), np.uint8)))
        qtbot.waitUntil(lambda: bool(made))
        for _ in range(3):
            assert tuple(grabbed(canvas)[240, 320]) == (210, 90, 30)
            qtbot.wait(30)
        assert made == [True]
        monkeypatch.setattr(screen, "_reduce", reduce)
        canvas.show_image(to_image(np.full((1600, 2000, 3), (40, 160, 80), np.uint8)))
        qtbot.waitUntil(lambda: made == [True, False])
        assert tuple(grabbed(canvas)[240, 320]) == (40, 160, 80)
    finally:
        darkroom.close()


def test_a_large_picture_is_painted_roughly_until_the_darkroom_has_reduced_it(canvas: Canvas, qtbot: QtBot) -> None:
    darkroom = Darkroom()
    try:
        canvas.set_darkroom(darkroom)
        canvas.clearFocus()
        for color, line in (((210, 90, 30), 7), ((40, 160, 80), 11)):
            pixels = np.full((1600, 2000, 3), color, np.uint8)
            pixels[:, ::line] = 0
            canvas.show_image(to_image(pixels))
            with qtbot.waitSignal(darkroom.made):
                rough = grabbed(canvas)
            place = canvas.picture_rect().toAlignedRect()
            inside = slice(place.top() + 8, place.bottom() - 8), slice(place.left() + 8, place.right() - 8)
            whole = np.array(color) * (line - 1) / line
            assert np.abs(rough[inside].mean(axis=(0, 1)) - whole).max() < 12, (
                "at once this picture, not the one before"
            )
            exact = grabbed(canvas)
            assert np.abs(exact[inside].mean(axis=(0, 1)) - whole).max() < 2
            assert exact[inside].std() < rough[inside].std(), "lines even out"
    finally:
        darkroom.close()
