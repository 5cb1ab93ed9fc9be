"""Playhead, pictures and canvas together: what is looked at is shown, and what is missing is said."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from desk import Desk, desk_on
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot
from shot_on_disk import PAINT, SIZE, add_take, frames_held, open_document

from app.document import Document
from app.project.model import Project, with_key, without_key
from app.ui.viewer import viewer as words


@pytest.fixture(scope="module")
def drawn(make_shot: Callable, tmp_path_factory: pytest.TempPathFactory):
    return make_shot(tmp_path_factory.mktemp("drawn"), frames=36, size=SIZE)


@pytest.fixture
def document(drawn, tmp_path: Path, qapp) -> Document:
    return open_document(tmp_path, drawn.line, drawn.color, keys=[1005], gaps=[1008])


@pytest.fixture
def looking(document: Document, qtbot: QtBot) -> Iterator[Desk]:
    with desk_on(document, qtbot, 400, 300) as made:
        yield made


def test_the_frame_under_the_playhead_is_shown(looking: Desk, qtbot: QtBot) -> None:
    first = looking.canvas.image
    assert (first.width(), first.height()) == SIZE
    looking.playhead.go(1020)
    qtbot.waitUntil(looking.settled)
    assert looking.canvas.image != first


def test_a_key_wears_its_badge_on_the_picture_layer_only(looking: Desk, qtbot: QtBot) -> None:
    looking.playhead.go(1005)
    qtbot.waitUntil(looking.settled)
    assert looking.canvas._key
    looking.frames.set_layer("line")
    assert not looking.canvas._key


def test_a_frame_without_color_says_the_next_step(looking: Desk, drawn, qtbot: QtBot) -> None:
    assert looking.canvas._note == words.NO_COLOR
    looking.document.edit("Remove key", without_key(looking.document.shot, 1005))
    assert looking.canvas._note == words.NO_KEYS
    looking.document.undo_stack.undo()
    add_take(looking.document, 0)
    qtbot.waitUntil(looking.settled)
    assert looking.canvas._note == ""
    assert looking.canvas.image.pixelColor(1, 1) == QColor(*PAINT)


def test_a_missing_frame_says_what_is_shown_instead(looking: Desk) -> None:
    looking.playhead.go(1008)
    assert "Frame 1008 has no file" in looking.canvas._note
    assert "held" in looking.canvas._note
    shot = looking.document.shot
    assert shot.line is not None
    looking.document.edit("Blank", replace(shot, line=replace(shot.line, missing="blank")))
    assert "blank" in looking.canvas._note


def test_an_unreadable_frame_says_so_and_the_next_frame_clears_it(
    looking: Desk, drawn, tmp_path: Path, qtbot: QtBot
) -> None:
    drawn.line[29].rename(tmp_path / "away.png")
    try:
        looking.playhead.go(1030)
        qtbot.waitUntil(lambda: looking.canvas._message != "")
        assert "0030.png" in looking.canvas._message
    finally:
        (tmp_path / "away.png").rename(drawn.line[29])
    looking.playhead.go(1012)
    qtbot.waitUntil(looking.settled)
    assert looking.canvas._message == ""
    assert not looking.canvas.image.isNull()


def test_without_line_art_the_canvas_asks_for_it(tmp_path: Path, qtbot: QtBot) -> None:
    empty = Desk(Document(tmp_path / "New.shiage", Project()))
    qtbot.addWidget(empty.canvas)
    assert empty.canvas._message == words.NO_LINE
    assert empty.canvas.image.isNull()
    empty.close()


def test_space_on_the_canvas_plays_and_every_frame_shown_was_asked_for(looking: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: frames_held(looking.frames) == 36)
    looking.playhead.set_shot(looking.playhead.span, Fraction(60), (), ())
    shown: list[int] = []
    looking.frames.ready.connect(lambda number, image: shown.append(number))
    qtbot.keyClick(looking.canvas, Qt.Key.Key_Space)
    assert looking.playhead.playing
    qtbot.waitUntil(lambda: len(shown) > 45)
    qtbot.keyClick(looking.canvas, Qt.Key.Key_Space)
    assert not looking.playhead.playing
    steps = {(after - before) % 36 for before, after in pairwise(shown)}
    assert 1 in steps


def test_moving_a_key_onto_the_frame_looked_at_shows_it(looking: Desk, qtbot: QtBot) -> None:
    before = looking.canvas.image
    key = looking.document.shot.key(1005)
    assert key is not None
    looking.document.edit("Lay key", with_key(looking.document.shot, replace(key, number=1001)))
    qtbot.waitUntil(looking.settled)
    assert looking.canvas.image != before
    assert looking.canvas._key
