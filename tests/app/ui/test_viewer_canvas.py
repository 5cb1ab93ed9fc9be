"""The canvas: exact pixels, zoom that keeps its place, pan, drops, and words over the picture; with real events."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.tokens import DARK
from app.ui.viewer import overlay
from app.ui.viewer.canvas import BUSY_AFTER, Canvas
from app.ui.viewer.compared import Compared
from app.ui.viewer.pixels import to_image

LEFT, MIDDLE, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton


@pytest.fixture
def picture() -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, (120, 160, 3), dtype=np.uint8)


@pytest.fixture
def canvas(qtbot: QtBot, picture: np.ndarray) -> Canvas:
    made = Canvas()
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    qtbot.waitExposed(made)
    made.show_image(to_image(picture))
    return made


def grabbed(canvas: Canvas) -> np.ndarray:
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return raw[:, : image.width(), 2::-1].copy()


def wheel(canvas: Canvas, at: QPoint, delta: int) -> None:
    place = QPointF(at)
    event = QWheelEvent(
        place, canvas.mapToGlobal(place), QPoint(), QPoint(0, delta), NONE,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_at_first_the_whole_picture_is_in_view_and_centered(canvas: Canvas) -> None:
    place = canvas.picture_rect()
    assert canvas.fitted
    assert canvas.rect().contains(place.toAlignedRect())
    assert place.center() == QPointF(320, 240)
    assert place.width() / place.height() == pytest.approx(160 / 120)


def test_at_one_to_one_every_pixel_is_the_picture_s_own(canvas: Canvas, picture: np.ndarray) -> None:
    canvas.actual_size()
    canvas.clearFocus()
    left, top = round(canvas.picture_rect().left()), round(canvas.picture_rect().top())
    shown = grabbed(canvas)
    assert (shown[top : top + 120, left : left + 160] == picture).all()
    surround = QColor(DARK.canvas)
    assert tuple(shown[top - 4, left - 4]) == (surround.red(), surround.green(), surround.blue())


def test_far_in_pixels_are_squares(canvas: Canvas, picture: np.ndarray) -> None:
    canvas.set_zoom(8)
    canvas.clearFocus()
    shown = grabbed(canvas)
    for at in (QPoint(100, 100), QPoint(320, 200), QPoint(600, 400)):
        point = canvas.to_picture(QPointF(at) + QPointF(0.5, 0.5))
        assert tuple(shown[at.y(), at.x()]) == tuple(picture[int(point.y()), int(point.x())])


def test_reduced_lines_are_averaged_and_do_not_vanish(canvas: Canvas) -> None:
    lines = np.full((1200, 1600, 3), 255, np.uint8)
    lines[::10] = 0
    canvas.show_image(to_image(lines))
    middle = grabbed(canvas)[100:380, 320, 0]
    assert 0.05 < 1 - middle.mean() / 255 < 0.15  # a tenth of the picture is black
    assert all(middle[at : at + 5].min() < 250 for at in range(275))  # and every line is still there


def test_the_wheel_zooms_at_the_pointer(canvas: Canvas, qtbot: QtBot) -> None:
    at = QPoint(400, 200)
    before = canvas.to_picture(QPointF(at))
    with qtbot.waitSignal(canvas.zoom_changed):
        wheel(canvas, at, 120)
    for _ in range(5):
        wheel(canvas, at, 120)
    after = canvas.to_picture(QPointF(at))
    assert (after - before).manhattanLength() < 0.01
    zoom = canvas.zoom
    wheel(canvas, at, -120)
    assert canvas.zoom < zoom


def test_zoom_has_ends(canvas: Canvas) -> None:
    canvas.set_zoom(1e9)
    assert canvas.zoom == 64
    canvas.set_zoom(0)
    assert canvas.zoom == 1 / 32


def drag(canvas: Canvas, qtbot: QtBot, button: Qt.MouseButton) -> QPointF:
    before = canvas.picture_rect().topLeft()
    qtbot.mousePress(canvas, button, pos=QPoint(300, 200))
    qtbot.mouseMove(canvas, QPoint(250, 180))
    event_moved = canvas.picture_rect().topLeft() - before
    qtbot.mouseRelease(canvas, button, pos=QPoint(250, 180))
    return event_moved


def test_the_left_button_pans_once_zoomed_in(canvas: Canvas, qtbot: QtBot) -> None:
    assert drag(canvas, qtbot, LEFT) == QPointF(0, 0)
    canvas.set_zoom(8)
    assert drag(canvas, qtbot, LEFT) == QPointF(-50, -20)


def test_the_middle_button_and_space_pan_always(canvas: Canvas, qtbot: QtBot) -> None:
    assert drag(canvas, qtbot, MIDDLE) == QPointF(-50, -20)
    canvas.fit()
    with qtbot.assertNotEmitted(canvas.space_tapped):
        qtbot.keyPress(canvas, Qt.Key.Key_Space)
        assert drag(canvas, qtbot, LEFT) == QPointF(-50, -20)
        qtbot.keyRelease(canvas, Qt.Key.Key_Space)


def test_the_picture_is_never_lost(canvas: Canvas, qtbot: QtBot) -> None:
    for _ in range(40):
        drag(canvas, qtbot, MIDDLE)
    assert canvas.picture_rect().adjusted(-1, -1, 1, 1).contains(QPointF(320, 240))


def test_space_let_go_without_panning_is_told(canvas: Canvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.space_tapped):
        qtbot.keyClick(canvas, Qt.Key.Key_Space)


def test_another_frame_keeps_zoom_and_place(canvas: Canvas, picture: np.ndarray) -> None:
    canvas.set_zoom(5, QPointF(100, 100))
    place = canvas.picture_rect()
    canvas.show_image(to_image(picture[::-1].copy()))
    assert canvas.picture_rect() == place
    canvas.show_image(to_image(picture[:50].copy()))
    assert canvas.fitted


def test_a_frame_that_cannot_be_shown_leaves_zoom_and_place_to_the_next(canvas: Canvas, picture: np.ndarray) -> None:
    canvas.set_zoom(5, QPointF(100, 100))
    place = canvas.picture_rect()
    canvas.clear()
    assert canvas.image.isNull()
    assert not canvas.can_pan
    canvas.show_image(to_image(picture))
    assert canvas.picture_rect() == place
    canvas.clear()
    canvas.show_image(to_image(picture[:50].copy()))
    assert canvas.fitted


def test_a_wait_is_shown_only_when_it_lasts(canvas: Canvas, qtbot: QtBot) -> None:
    begun = time.perf_counter()
    canvas.set_busy(True)
    qtbot.waitUntil(lambda: canvas.busy_shown)
    assert time.perf_counter() - begun > 0.9 * BUSY_AFTER / 1000  # Qt's timers may be a twentieth early
    canvas.set_busy(False)
    assert not canvas.busy_shown
    canvas.set_busy(True)
    canvas.set_busy(False)
    qtbot.wait(BUSY_AFTER + 100)
    assert not canvas.busy_shown


@pytest.mark.parametrize("say", [lambda c: c.message("Words"), lambda c: c.note("Words"), lambda c: c.set_key(True)])
def test_words_and_badge_are_painted(canvas: Canvas, say: Callable[[Canvas], None]) -> None:
    before = grabbed(canvas)
    say(canvas)
    assert (grabbed(canvas) != before).any()


def drop(canvas: Canvas, mime: QMimeData) -> bool:
    action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(50, 60), action, mime, LEFT, none)
    entering.ignore()
    QApplication.sendEvent(canvas, entering)
    if entering.isAccepted():
        QApplication.sendEvent(canvas, QDropEvent(QPointF(50, 60), action, mime, LEFT, none, QEvent.Type.Drop))
    return entering.isAccepted()


def test_files_dropped_are_told(canvas: Canvas, qtbot: QtBot, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a b.png")), QUrl("https://example.org/c.png")])
    with qtbot.waitSignal(canvas.files_dropped) as dropped:
        assert drop(canvas, mime)
    assert dropped.args == [[tmp_path / "a b.png"]]


def test_a_picture_dropped_is_told(canvas: Canvas, qtbot: QtBot, picture: np.ndarray) -> None:
    mime = QMimeData()
    mime.setImageData(to_image(picture))
    with qtbot.waitSignal(canvas.image_dropped) as dropped:
        assert drop(canvas, mime)
    assert dropped.args is not None
    assert dropped.args[0].size() == QSize(160, 120)


def test_a_drag_without_anything_for_us_is_refused(canvas: Canvas) -> None:
    mime = QMimeData()
    mime.setText("words")
    assert not drop(canvas, mime)


def test_without_a_picture_nothing_fails(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.clear()
    canvas.set_zoom(3)
    canvas.actual_size()
    canvas.fit()
    drag(canvas, qtbot, MIDDLE)
    wheel(canvas, QPoint(10, 10), 120)
    grabbed(canvas)
    assert canvas.image.isNull()


def test_the_color_under_the_pointer_is_the_picture_s_own(
    canvas: Canvas, picture: np.ndarray, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int, str]] = []
    monkeypatch.setattr(overlay, "readout", lambda painter, room, x, y, color: told.append((x, y, color.name())))
    canvas.set_zoom(3)
    qtbot.mouseMove(canvas, QPoint(333, 222))
    point = canvas.to_picture(QPointF(333, 222))
    x, y = int(point.x()), int(point.y())
    qtbot.waitUntil(lambda: (x, y, QColor(*picture[y, x].tolist()).name()) in told)

    for hide in (
        lambda: canvas.set_telling(False),  # playing
        lambda: QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave)),
        lambda: canvas.show_image(canvas.image.scaled(80, 60), QSize(160, 120)),  # only a stand-in is there
        lambda: qtbot.mouseMove(canvas, QPoint(2, 2)),  # beside the picture
    ):
        qtbot.mouseMove(canvas, QPoint(320, 240))
        canvas.show_image(to_image(picture))
        canvas.set_telling(True)
        hide()
        QApplication.processEvents()
        told.clear()
        canvas.grab()
        assert told == []


def test_under_a_resting_pointer_the_readout_follows_what_changes(
    canvas: Canvas, picture: np.ndarray, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int, str]] = []
    monkeypatch.setattr(overlay, "readout", lambda painter, room, x, y, color: told.append((x, y, color.name())))
    other, still = 255 - picture, QPoint(420, 240)
    qtbot.mouseMove(canvas, still)

    def now(shown: np.ndarray) -> tuple[int, int, str]:
        point = canvas.to_picture(QPointF(still))
        x, y = int(point.x()), int(point.y())
        return x, y, QColor(*shown[y, x].tolist()).name()

    for change, shown in (
        (lambda: canvas.show_image(to_image(other)), other),
        (lambda: canvas.show_compared(Compared("side", to_image(picture))), picture),
        (lambda: canvas.show_compared(Compared("side", to_image(picture), swapped=True)), other),
        (lambda: canvas.show_compared(Compared()), other),
        (lambda: canvas.resize(600, 480), other),
    ):
        told.clear()
        change()
        qtbot.waitUntil(lambda: bool(told))
        assert told[-1] == now(shown)
    canvas.resize(410, 480)  # the pointer is no longer over it
    QApplication.processEvents()
    told.clear()
    canvas.grab()
    assert told == []


def test_an_onion_skin_is_seen_on_any_color(canvas: Canvas) -> None:
    def color_of(below: str) -> QColor:
        canvas.show_skin(QImage())
        plain = QImage(160, 120, QImage.Format.Format_RGB32)
        plain.fill(QColor(below))
        skin = QImage(160, 120, QImage.Format.Format_ARGB32_Premultiplied)
        skin.fill(QColor.fromRgbF(31 / 255, 118 / 255, 224 / 255, 0.78))
        canvas.show_image(plain)
        canvas.show_skin(skin)
        return QColor(*grabbed(canvas)[240, 320].tolist())

    for below in ("#ffffff", "#9ebccc", "#cb2727", "#80641f"):
        before, after = QColor(below), color_of(below)
        changes = [abs(getattr(before, part)() - getattr(after, part)()) for part in ("red", "green", "blue")]
        assert max(changes) > 50


def test_the_readout_is_painted_in_the_corner(canvas: Canvas, qtbot: QtBot) -> None:
    before = grabbed(canvas)
    qtbot.mouseMove(canvas, QPoint(320, 240))
    changed = np.argwhere((grabbed(canvas) != before).any(axis=2))
    corner = overlay.readout_place(canvas.size())
    assert changed.size
    assert all(corner.contains(QPointF(float(x), float(y))) for y, x in changed)


def test_a_smaller_image_stands_in_without_moving_anything(canvas: Canvas, picture: np.ndarray) -> None:
    canvas.set_zoom(2, QPointF(100, 100))
    place = canvas.picture_rect()
    canvas.show_image(canvas.image.scaled(80, 60), QSize(160, 120))
    assert canvas.picture_rect() == place
    assert canvas.zoom == 2
    canvas.show_image(to_image(picture))
    assert canvas.picture_rect() == place


def test_a_double_click_goes_to_the_exact_pixels_and_back(canvas: Canvas, qtbot: QtBot) -> None:
    at = QPoint(250, 180)
    under = canvas.to_picture(QPointF(at))
    qtbot.mouseDClick(canvas, LEFT, pos=at)
    assert canvas.zoom == 1.0
    assert (canvas.to_picture(QPointF(at)) - under).manhattanLength() < 0.01
    qtbot.mouseDClick(canvas, LEFT, pos=at)
    assert canvas.fitted


def test_two_fingers_pan_and_with_control_zoom(canvas: Canvas) -> None:
    canvas.set_zoom(8)
    before = canvas.picture_rect().topLeft()

    def fingers(keys: Qt.KeyboardModifier) -> None:
        place = QPointF(300, 200)
        event = QWheelEvent(
            place, canvas.mapToGlobal(place), QPoint(-30, 12), QPoint(-60, 24), NONE, keys,
            Qt.ScrollPhase.ScrollUpdate, False,
        )  # fmt: skip
        QApplication.sendEvent(canvas, event)

    fingers(Qt.KeyboardModifier.NoModifier)
    assert canvas.picture_rect().topLeft() - before == QPointF(-30, 12)
    assert canvas.zoom == 8
    fingers(Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom > 8
