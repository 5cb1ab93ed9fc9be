"""Two takes compared on the canvas: which picture is seen where, in step with the playhead, with real events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from desk import Desk, desk_on
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot
from shot_on_disk import PAINT, SIZE, add_take, open_document

from app.document import Document
from app.media.pictures import PictureKey, ShotPictures, describe_take
from app.project.model import SegmentChoice, Span, with_choice
from app.ui.viewer.compare import GAIN, difference
from app.ui.viewer.pixels import to_image

FIRST = (200, 60, 20)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def drawn(make_shot: Callable, tmp_path_factory: pytest.TempPathFactory):
    return make_shot(tmp_path_factory.mktemp("drawn"), frames=36, size=SIZE)


@pytest.fixture
def document(drawn, tmp_path: Path, qapp) -> Document:
    """Segment 1 has two takes, the newer one shown; segment 2 has one; segment 3 none."""
    made = open_document(tmp_path, drawn.line, drawn.color)
    add_take(made, 0, FIRST, 1.0)
    add_take(made, 0, PAINT, 2.0)
    add_take(made, 1, PAINT, 1.0)
    return made


@pytest.fixture
def desk(document: Document, qtbot: QtBot) -> Iterator[Desk]:
    with desk_on(document, qtbot, 500, 300) as made:
        yield made


def test_the_wipe_shows_the_take_before_on_the_other_side(desk: Desk, qtbot: QtBot) -> None:
    desk.compare.set_mode("wipe")
    qtbot.waitUntil(lambda: desk.canvas._compared.arrangement == "wipe")
    assert desk.seen(0.02) == PAINT
    assert desk.seen(0.98) == FIRST
    assert (desk.canvas._compared.left, desk.canvas._compared.right) == ("A  Take 2", "B  Take 1")
    desk.compare.swap()
    qtbot.waitUntil(lambda: desk.canvas._compared.swapped)
    assert (desk.seen(0.02), desk.seen(0.98)) == (FIRST, PAINT)
    assert (desk.canvas._compared.left, desk.canvas._compared.right) == ("B  Take 1", "A  Take 2")


def test_both_sides_follow_a_color_that_is_tried(desk: Desk, document: Document, qtbot: QtBot) -> None:
    day, night = (240, 230, 20), (10, 20, 60)
    add_take(document, 0, FIRST, 3.0, indexed=True)
    add_take(document, 0, PAINT, 4.0, indexed=True)
    desk.compare.set_mode("wipe")
    qtbot.waitUntil(lambda: desk.canvas._compared.arrangement == "wipe")
    desk.frames.try_colors(((FIRST, night), (PAINT, day)))
    qtbot.waitUntil(lambda: (desk.seen(0.02), desk.seen(0.98)) == (day, night))
    desk.frames.try_colors(None)
    qtbot.waitUntil(lambda: (desk.seen(0.02), desk.seen(0.98)) == (PAINT, FIRST))


def test_the_mouse_moves_the_line_and_not_the_picture(desk: Desk, qtbot: QtBot) -> None:
    desk.compare.set_mode("wipe")
    qtbot.waitUntil(lambda: desk.canvas._compared.arrangement == "wipe")
    place = desk.canvas.picture_rect()
    start, end = place.center().toPoint(), QPoint(round(place.left() + place.width() * 0.8), round(place.center().y()))
    qtbot.mouseMove(desk.canvas, start)
    assert desk.canvas.cursor().shape() is Qt.CursorShape.SplitHCursor
    qtbot.mousePress(desk.canvas, LEFT, pos=start)
    qtbot.mouseMove(desk.canvas, end)
    qtbot.mouseRelease(desk.canvas, LEFT, pos=end)
    assert (desk.seen(0.74), desk.seen(0.86)) == (PAINT, FIRST)
    assert desk.canvas.picture_rect() == place
    qtbot.mouseMove(desk.canvas, start)  # let go: the line stays
    assert desk.seen(0.74) == PAINT


def test_zoomed_and_panned_the_line_stays_on_its_part_of_the_picture_and_in_view(desk: Desk, qtbot: QtBot) -> None:
    desk.compare.set_mode("wipe")
    qtbot.waitUntil(lambda: desk.canvas._compared.arrangement == "wipe")
    desk.canvas.set_zoom(4, QPointF(desk.canvas.picture_rect().center()))
    line = desk.canvas._wipe_line()
    assert desk.canvas.to_picture(QPointF(line, 10)).x() == pytest.approx(SIZE[0] / 2)
    desk.canvas.lens.look_at(QPointF(0, 0))  # panned until the line is out of view on the right
    desk.canvas.update()
    assert desk.canvas._wipe_line() == desk.canvas.width()
    qtbot.mousePress(desk.canvas, LEFT, pos=QPoint(desk.canvas.width() - 3, 150))
    qtbot.mouseMove(desk.canvas, QPoint(400, 150))
    qtbot.mouseRelease(desk.canvas, LEFT, pos=QPoint(400, 150))
    assert desk.canvas._wipe_line() == pytest.approx(400, abs=1)


def test_each_segment_is_compared_with_its_own_take(desk: Desk, qtbot: QtBot) -> None:
    desk.compare.set_mode("wipe")
    desk.playhead.go(1015)
    qtbot.waitUntil(lambda: desk.canvas._compared.left == "A  Take 1")
    assert desk.canvas._compared.arrangement == "one"
    assert "Segment 2 has one take" in desk.canvas._note
    desk.playhead.go(1030)  # no color at all: what is missing there is said as ever
    qtbot.waitUntil(lambda: not desk.frames.waiting)
    assert desk.canvas._compared.left == ""
    assert "No color yet" in desk.canvas._note
    desk.playhead.go(1012)
    qtbot.waitUntil(lambda: desk.canvas._compared.arrangement == "wipe")
    assert desk.seen(0.98) == FIRST


def test_a_new_take_and_another_choice_are_followed(desk: Desk, qtbot: QtBot) -> None:
    desk.compare.set_mode("wipe")
    qtbot.waitUntil(lambda: desk.canvas._compared.arrangement == "wipe")
    third = add_take(desk.document, 0, (10, 200, 90), 3.0)
    qtbot.waitUntil(lambda: desk.canvas._compared.left == "A  Take 3")
    assert desk.canvas._compared.right == "B  Take 2"
    qtbot.waitUntil(lambda: desk.seen(0.02) == (10, 200, 90))
    desk.compare.next_other()
    qtbot.waitUntil(lambda: desk.canvas._compared.right == "B  Take 1")
    desk.compare.next_other()  # never with itself
    qtbot.waitUntil(lambda: desk.canvas._compared.right == "B  Take 2")
    first = desk.document.takes_of(third.span)[0]
    desk.document.edit("Choose take", with_choice(desk.document.shot, SegmentChoice(third.span, first.id)))
    qtbot.waitUntil(lambda: desk.canvas._compared.left == "A  Take 1")
    desk.document.remove_take(desk.document.takes_of(third.span)[1].id)
    qtbot.waitUntil(lambda: desk.compare.other(1001) == third)


def test_side_by_side_has_one_zoom_for_both(desk: Desk, qtbot: QtBot) -> None:
    desk.compare.set_mode("side")
    qtbot.waitUntil(lambda: desk.canvas._compared.arrangement == "side")
    assert desk.canvas.fitted
    half = desk.canvas.width() / 2
    for _ in range(2):
        left = QPointF(desk.canvas.picture_rect().topLeft()) + QPointF(3, 3)
        left = QPointF(max(left.x(), 3), max(left.y(), 3))
        right = left + QPointF(half, 0)
        assert (desk.at(left), desk.at(right)) == (PAINT, FIRST)
        assert desk.canvas.to_picture(left) == desk.canvas.to_picture(right)
        under = desk.canvas.to_picture(QPointF(380, 150))
        desk.canvas.zoom_by(2, QPointF(380, 150))  # over the right one
        assert (desk.canvas.to_picture(QPointF(380, 150)) - under).manhattanLength() < 0.01
    desk.compare.set_mode("off")
    assert desk.canvas._compared.arrangement == "one"


def test_the_difference_is_gray_where_both_are_the_same(desk: Desk, qtbot: QtBot) -> None:
    desk.compare.set_mode("difference")
    qtbot.waitUntil(lambda: "gray is the same" in desk.canvas._compared.left)
    expected = tuple(min(255, max(0, 128 + GAIN * (a - b))) for a, b in zip(PAINT, FIRST, strict=True))
    assert desk.seen(0.5) == expected
    qtbot.mouseMove(desk.canvas, desk.canvas.picture_rect().topLeft().toPoint() + QPoint(4, 4))
    assert desk.canvas._compared.told(desk.canvas.image, desk.canvas.picture_rect(), 0, QPointF()) == desk.canvas.image


def test_difference_of_equal_pictures_and_of_a_smaller_stand_in() -> None:
    pixels = np.random.default_rng(5).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    same = difference(to_image(pixels), to_image(pixels.copy()))
    assert all(same.pixelColor(x, y) == QColor(128, 128, 128) for x in range(0, 60, 7) for y in range(0, 40, 7))
    flat = np.full((40, 60, 3), 100, np.uint8)
    less = difference(to_image(flat[:20, :30]), to_image(flat - 3))
    assert (less.width(), less.height()) == (30, 20)
    assert less.pixelColor(5, 5) == QColor(*[128 + 3 * GAIN] * 3)


def test_blink_shows_both_in_turn(desk: Desk, qtbot: QtBot) -> None:
    desk.compare.set_mode("blink")
    for color, name in ((FIRST, "B  Take 1"), (PAINT, "A  Take 2"), (FIRST, "B  Take 1")):
        qtbot.waitUntil(lambda name=name: desk.canvas._compared.left == name)
        assert desk.seen(0.5) == color
    desk.compare.set_mode("off")
    qtbot.wait(500)
    assert desk.seen(0.5) == PAINT
    assert desk.canvas._compared.left == ""


def test_the_line_art_can_be_the_other_picture(desk: Desk, qtbot: QtBot) -> None:
    desk.compare.set_against_line(True)
    assert desk.compare.mode == "wipe"
    qtbot.waitUntil(lambda: desk.canvas._compared.right == "B  Line art")
    assert desk.seen(0.98) == (255, 255, 255)
    desk.playhead.go(1015)  # a segment with one take has line art, too
    qtbot.waitUntil(lambda: desk.canvas._compared.left == "A  Take 1")
    assert desk.canvas._compared.right == "B  Line art"
    assert desk.canvas._note == ""


def test_playing_keeps_both_pictures_on_one_frame(desk: Desk, qtbot: QtBot) -> None:
    """Each pair that is shown is of one frame, and the pairs go on with the playhead."""
    pairs: list[int] = []
    laid = desk.compare._lay_out

    def lay_out(pair, other) -> None:
        assert pair.key == describe_key(desk, pair.number)
        pairs.append(pair.number)
        laid(pair, other)

    desk.compare._lay_out = lay_out
    desk.compare.set_mode("wipe")
    desk.playhead.set_shot(desk.playhead.span, desk.playhead.rate * 2, (), ())
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(set(pairs)) > 8)
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Space)
    assert set(pairs) <= set(range(1001, 1013))


def test_when_all_frames_are_played_each_waits_for_its_other_picture(desk: Desk, qtbot: QtBot) -> None:
    desk.compare.set_mode("wipe")
    qtbot.waitUntil(lambda: desk.canvas._compared.arrangement == "wipe")
    held: list[Callable[[], object]] = []
    fetch = desk.frames.fetch
    desk.frames.fetch = lambda key, callback: held.append(partial(fetch, key, callback))
    desk.playhead.realtime = False
    with qtbot.waitSignal(desk.frames.ready, check_params_cb=lambda number, image: number == 1002):
        desk.playhead.play()
    qtbot.wait(200)
    assert desk.playhead.number == 1002
    desk.frames.fetch = fetch
    for ask in held:
        ask()
    qtbot.waitUntil(lambda: desk.playhead.number > 1003)
    desk.playhead.pause()


def test_other_pictures_are_asked_for_in_the_order_they_are_played(desk: Desk, qtbot: QtBot) -> None:
    asked: list[list[PictureKey]] = []
    desk.compare._wishes.want = lambda keys: asked.append(list(keys))
    desk.compare.set_mode("wipe")
    desk.playhead.set_range(Span(1003, 1006))
    desk.playhead.go(1004)
    qtbot.waitUntil(lambda: asked[-1] == [describe_key(desk, 1004)])
    desk.playhead.play(-1)
    with qtbot.waitSignal(desk.playhead.moved):
        pass
    desk.playhead.pause()
    playing = next(keys for keys in asked if len(keys) > 1)
    assert playing == [describe_key(desk, number) for number in (1003, 1006, 1005, 1004, 1003)]


def describe_key(desk: Desk, number: int):
    first = desk.document.takes_of(desk.document.segments[0].span)[0]
    return desk.frames.names.of_take(number, "picture", first)


def test_a_take_that_cannot_be_read_is_said_so(desk: Desk, qtbot: QtBot) -> None:
    first = desk.document.takes_of(desk.document.segments[0].span)[0]
    desk.document.path(first.path).write_bytes(b"spoiled")
    desk.compare.set_mode("wipe")
    qtbot.waitUntil(lambda: desk.canvas._compared.right == "B  Take 1 cannot be read")
    assert desk.seen(0.02) == PAINT


def test_a_take_is_named_without_the_keys_and_within_its_frames(document: Document) -> None:
    first = document.takes_of(document.segments[0].span)[0]
    named = describe_take(document.shot, document.folder, 1003, "color", first)
    assert (named.take_at, named.key_path, named.layer) == (2, "", "color")
    assert named.take_path.endswith(first.path)
    with pytest.raises(KeyError):
        describe_take(document.shot, document.folder, 1013, "color", first)


def test_comparing_and_onion_skin_change_nothing_that_is_exported(desk: Desk, qtbot: QtBot) -> None:
    def exported() -> list[np.ndarray]:
        pictures = ShotPictures(desk.document.shot, desk.document.segments, desk.document.folder)
        return [pictures.picture(number, "picture") for number in (1001, 1006, 1013)]

    before = exported()
    project, inputs = desk.document.project, [segment.inputs for segment in desk.document.segments]
    desk.playhead.go(1006)
    desk.viewer.onion.set_on(True)
    desk.compare.set_mode("wipe")
    qtbot.waitUntil(lambda: not desk.canvas._skin.isNull() and desk.canvas._compared.arrangement == "wipe")
    assert all((first == again).all() for first, again in zip(before, exported(), strict=True))
    assert desk.document.project is project
    assert [segment.inputs for segment in desk.document.segments] == inputs
    assert not desk.document.undo_stack.canUndo()
    assert desk.frames.described(1006).colored
    assert isinstance(desk.canvas.image, QImage)
    assert desk.canvas.image.pixelColor(1, 1) == QColor(*PAINT)  # the picture itself is untouched
