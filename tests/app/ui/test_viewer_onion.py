"""Onion skin: which drawings are seen through, in which colors, and only while nothing plays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from desk import Desk, desk_on
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot
from shot_on_disk import SIZE, open_document

from app.document import Document
from app.project.model import Drawing, LineArt
from app.ui import theme
from app.ui.viewer.canvas import Canvas
from app.ui.viewer.onion import MOST, Skin, compose, ghosts
from app.ui.viewer.pixels import to_image


def line(digests: str, first: int = 1) -> LineArt:
    """Line art with one frame for each letter; the same letter is the same drawing, "-" a missing file."""
    frames = tuple(
        Drawing(first + at) if digest == "-" else Drawing(first + at, f"{digest}.png", digest)
        for at, digest in enumerate(digests)
    )
    return LineArt("art", "", 10, 10, frames)


def numbers(art: LineArt, number: int, skin: Skin) -> list[int]:
    return [ghost.number for ghost in ghosts(art, number, skin)]


def test_drawings_are_counted_over_holds_the_nearest_on_top() -> None:
    art = line("aabbbccdd")
    assert numbers(art, 7, Skin()) == [1, 3]  # at c: b is nearest, then a; the last one is painted last
    assert numbers(art, 9, Skin(before=2)) == [3, 6]
    assert numbers(art, 4, Skin(before=1, after=2)) == [8, 1, 6]
    found = ghosts(art, 9, Skin())
    assert [ghost.opacity for ghost in found] == sorted(ghost.opacity for ghost in found)


def test_frames_are_counted_one_by_one_without_the_drawing_looked_at() -> None:
    art = line("aabbbccdd")
    assert numbers(art, 5, Skin(by="frame")) == [2]  # 3 and 4 hold the same drawing
    assert numbers(art, 6, Skin(before=1, after=2, by="frame")) == [8, 5]


def test_ends_missing_files_and_pins() -> None:
    art = replace(line("ab-cd"), missing="blank")
    assert numbers(art, 1, Skin(before=3)) == []
    assert numbers(art, 5, Skin(before=3)) == [2, 4]  # the blank drawing counts, but there is nothing to see
    assert set(numbers(art, 4, Skin(before=0, pinned=(1, 4, 99)))) == {1}


def test_ink_takes_the_tint_and_paper_stays_clear() -> None:
    drawing = np.full((8, 8, 3), 255, np.uint8)
    drawing[2] = 0
    near, far = drawing.copy(), drawing.copy()
    far[5] = 0
    made = compose([(to_image(far), (200, 0, 0), 0.4), (to_image(near), (0, 0, 200), 0.6)])
    assert made.size() == to_image(drawing).size()
    assert made.pixelColor(0, 0).alpha() == 0
    assert made.pixelColor(3, 5).alphaF() == pytest.approx(0.4, abs=0.01)
    assert made.pixelColor(3, 5).red() == pytest.approx(200, abs=3)
    both = made.pixelColor(3, 2)
    assert both.alphaF() == pytest.approx(1 - 0.4 * 0.6, abs=0.01)
    assert both.blue() > both.red()  # the nearest lies on top


def test_lines_are_seen_on_dark_and_on_light_and_leave_the_drawings_own_alone() -> None:
    own, other = np.full((16, 16, 3), 255, np.uint8), np.full((16, 16, 3), 255, np.uint8)
    own[:, 4] = other[:, 4] = 0  # this one has not moved
    other[:, 10] = 0
    skin = compose([(to_image(other), (224, 81, 42), 0.5)], to_image(own))
    for ground in (0, 60, 130, 200, 255):
        canvas = to_image(np.full((16, 16, 3), ground, np.uint8)).convertToFormat(QImage.Format.Format_RGB32)
        painter = QPainter(canvas)
        painter.drawImage(0, 0, skin)
        painter.end()
        beside, line, edge = (canvas.pixelColor(x, 8) for x in (7, 10, 11))
        assert beside.red() == ground
        shown = max(abs(line.red() - ground), abs(line.blue() - ground), edge.red() - ground)
        assert shown >= 40, f"at half its strength on {ground}"
        for x in (3, 4, 5):  # neither tint nor edge
            assert canvas.pixelColor(x, 8).red() == ground


@pytest.fixture(scope="module")
def drawn(make_shot: Callable, tmp_path_factory: pytest.TempPathFactory):
    return make_shot(tmp_path_factory.mktemp("drawn"), frames=12, size=SIZE)


@pytest.fixture
def document(drawn, tmp_path: Path, qapp) -> Document:
    return open_document(tmp_path, drawn.line, drawn.color)


@pytest.fixture
def desk(document: Document, qtbot: QtBot) -> Iterator[Desk]:
    with desk_on(document, qtbot, 500, 400) as made:
        made.playhead.go(1006)
        qtbot.waitUntil(made.settled)
        yield made


def painted(canvas: Canvas) -> np.ndarray:
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return raw[..., 2::-1].astype(int)


def test_it_lies_over_the_picture_below_its_lines_and_goes_again(desk: Desk, qtbot: QtBot) -> None:
    desk.canvas.note("")  # what is said at the foot makes way for what the skin is
    before = painted(desk.canvas)
    desk.onion.set_on(True)
    qtbot.waitUntil(lambda: not desk.canvas._skin.isNull())
    assert desk.canvas._skin_words == "Onion skin: 3 before"
    after = painted(desk.canvas)
    place = desk.canvas.picture_rect().toAlignedRect()
    inside = (slice(place.top() + 2, place.bottom() - 2), slice(place.left() + 2, place.right() - 2))
    dark = before[inside].max(axis=2) < 40
    assert dark.any()
    assert after[inside][dark].mean(axis=1).max() < 90  # lines stay dark
    tinted = after[inside][(before[inside] - after[inside]).max(axis=2) > 60]
    assert tinted.size
    assert tinted[:, 0].mean() > tinted[:, 2].mean() + 40  # before is warm
    desk.onion.set_on(False)
    assert (painted(desk.canvas) == before).all()


def test_what_comes_after_is_cool_and_pins_stay(desk: Desk, qtbot: QtBot) -> None:
    desk.onion.set_skin(Skin(before=0, after=2))
    assert desk.onion.on
    qtbot.waitUntil(lambda: desk.canvas._skin_words == "Onion skin: 2 after")
    colors = {desk.canvas._skin.pixelColor(x, y).name() for x in range(SIZE[0]) for y in range(0, SIZE[1], 3)}
    cool = QColor(theme.tokens().skin_after)
    assert any(abs(QColor(name).hue() - cool.hue()) < 12 for name in colors)
    desk.onion.toggle_pin(1002)
    qtbot.waitUntil(lambda: desk.canvas._skin_words == "Onion skin: 2 after, 1 pinned")
    desk.playhead.go(1012)
    qtbot.waitUntil(lambda: desk.canvas._skin_words == "Onion skin: 1 pinned")
    desk.onion.toggle_pin(1002)
    qtbot.waitUntil(lambda: desk.canvas._skin_words == "Onion skin: no other drawing here")
    assert desk.canvas._skin.isNull()


def test_it_follows_the_playhead_and_rests_while_playing(desk: Desk, qtbot: QtBot) -> None:
    desk.onion.set_on(True)
    qtbot.waitUntil(lambda: not desk.canvas._skin.isNull())
    first = desk.canvas._skin
    desk.playhead.go(1009)
    qtbot.waitUntil(lambda: desk.canvas._skin.cacheKey() != first.cacheKey())
    desk.playhead.go(1006)  # kept: there at once
    assert desk.canvas._skin.cacheKey() == first.cacheKey()
    desk.playhead.play()
    assert desk.canvas._skin.isNull()
    desk.playhead.pause()
    qtbot.waitUntil(lambda: not desk.canvas._skin.isNull())


def test_a_drawing_that_cannot_be_read_is_left_out(desk: Desk, drawn, tmp_path: Path, qtbot: QtBot) -> None:
    desk.playhead.go(1010)
    drawn.line[7].rename(tmp_path / "away.png")
    try:
        desk.onion.set_skin(Skin(before=2))
        qtbot.waitUntil(lambda: not desk.canvas._skin.isNull())
    finally:
        (tmp_path / "away.png").rename(drawn.line[7])


def test_counts_have_ends(desk: Desk) -> None:
    desk.onion.set_skin(Skin(before=9, after=-2))
    assert (desk.onion.skin.before, desk.onion.skin.after) == (MOST, 0)
