"""Pictures for the viewer: the newest wish wins, only what changed is decoded again, and failures say what to do."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot
from shot_on_disk import PAINT, SIZE, add_take, digest, frames_held, open_document

from app.document import Document
from app.media.pictures import PictureKey
from app.project.model import Key, with_key
from app.ui.viewer import at_hand
from app.ui.viewer.frames import SETTLE, SPARING, FrameSource
from app.ui.viewer.pixels import to_image
from engine.imaging.stills import read_still

BUDGET = 64 * 1024 * 1024


@pytest.fixture(scope="module")
def drawn(make_shot: Callable, tmp_path_factory: pytest.TempPathFactory):
    return make_shot(tmp_path_factory.mktemp("drawn"), frames=36, size=SIZE, hold=2)


@pytest.fixture
def document(drawn, tmp_path: Path, qapp) -> Document:
    return open_document(tmp_path, drawn.line, drawn.color, keys=[1005])


@pytest.fixture
def source(document: Document) -> Iterator[FrameSource]:
    made = FrameSource(document, BUDGET)
    yield made
    made.close()


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[PictureKey]:
    """Notes every picture that is really decoded."""
    noted: list[PictureKey] = []
    real = at_hand.decode
    monkeypatch.setattr(
        at_hand, "decode", lambda wish, *more, **named: (noted.append(wish.key), real(wish, *more, **named))[1]
    )
    return noted


def fetch(source: FrameSource, number: int, qtbot: QtBot) -> QImage:
    got: list[tuple[int, QImage]] = []
    source.ready.connect(lambda number, image: got.append((number, image)))
    source.request(number)
    qtbot.waitUntil(lambda: bool(got))
    assert got[-1][0] == number
    return got[-1][1]


def pixels(image: QImage) -> np.ndarray:
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return raw[:, : image.width(), 2::-1]


def test_a_key_is_shown_bit_for_bit(source: FrameSource, drawn, qtbot: QtBot) -> None:
    stored = read_still(drawn.color[4])
    assert (pixels(fetch(source, 1005, qtbot)) == stored).all()


def test_a_frame_without_color_shows_its_line_art(source: FrameSource, drawn, qtbot: QtBot) -> None:
    stored = read_still(drawn.line[10])
    assert (pixels(fetch(source, 1011, qtbot)) == stored[..., None]).all()


def test_sixteen_bits_are_shown_at_the_nearest_of_eight(qapp) -> None:
    deep = np.random.default_rng(1).integers(0, 65536, (31, 33, 3), dtype=np.uint16)
    assert (pixels(to_image(deep)) == np.rint(deep / 257)).all()
    assert (pixels(to_image(deep[..., 0])) == np.rint(deep[..., :1] / 257)).all(), "gray too"


def test_signals_come_in_the_thread_of_the_window(source: FrameSource, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []
    source.ready.connect(lambda number, image: threads.append(threading.current_thread()))
    source.request(1020)
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.main_thread()]


def test_while_scrubbing_only_the_newest_wish_is_answered(source: FrameSource, qtbot: QtBot) -> None:
    shown: list[int] = []
    source.ready.connect(lambda number, image: shown.append(number))
    for number in range(1001, 1037):
        source.request(number)
    qtbot.waitUntil(lambda: not source.waiting)
    qtbot.wait(50)
    assert shown[-1] == 1036
    assert shown.count(1036) == 1


def test_a_picture_at_hand_comes_at_once_and_reading_ahead_brings_the_rest(source: FrameSource, qtbot: QtBot) -> None:
    fetch(source, 1001, qtbot)
    qtbot.waitUntil(lambda: frames_held(source) == 36)
    shown: list[int] = []
    source.ready.connect(lambda number, image: shown.append(number))
    source.request(1017)
    assert shown == [1017]
    assert not source.waiting


def test_while_the_engine_colors_little_is_read_in_advance_and_all_of_it_afterwards(
    source: FrameSource, qtbot: QtBot
) -> None:
    source.set_sparing(True)
    fetch(source, 1001, qtbot)
    qtbot.waitUntil(lambda: frames_held(source) > SPARING)
    qtbot.wait(2 * SETTLE)
    assert frames_held(source) < 36
    source.set_sparing(False)
    qtbot.waitUntil(lambda: frames_held(source) == 36)


def test_an_earlier_picture_stands_in_until_the_right_one_is_there(source: FrameSource, qtbot: QtBot) -> None:
    fetch(source, 1011, qtbot)
    steps: list[tuple[str, int]] = []
    source.stand_in.connect(lambda number, image: steps.append(("stand-in", number)))
    source.ready.connect(lambda number, image: steps.append(("ready", number)))
    source.request(1015)
    qtbot.waitUntil(lambda: ("ready", 1015) in steps)
    assert steps == [("stand-in", 1012), ("ready", 1015)]  # it holds the drawing of 1011


def test_held_frames_are_decoded_once(document: Document, decoded: list, qtbot: QtBot) -> None:
    source = FrameSource(document, BUDGET)
    source.set_layer("line")
    fetch(source, 1011, qtbot)
    fetch(source, 1012, qtbot)
    source.close()
    assert [Path(key.line_path).name for key in decoded] == ["0011.png"]


def test_a_finished_segment_is_shown_where_one_looks_and_nothing_else_is_decoded_again(
    document: Document, decoded: list, qtbot: QtBot
) -> None:
    source = FrameSource(document, BUDGET)
    fetch(source, 1020, qtbot)
    qtbot.waitUntil(lambda: frames_held(source) == 36)
    before = len(decoded)
    with qtbot.waitSignal(source.ready) as shown:
        add_take(document, 1)  # frames 1013..1024
    qtbot.waitUntil(lambda: frames_held(source) == 36)
    source.close()
    assert shown.args is not None
    number, image = shown.args
    assert number == 1020
    assert image.pixelColor(2, 2) == QColor(*PAINT)
    assert len(decoded) - before == 12
    assert {key.take_path != "" for key in decoded[before:]} == {True}


def test_an_edit_elsewhere_does_not_show_the_frame_again(
    document: Document, source: FrameSource, drawn, qtbot: QtBot
) -> None:
    fetch(source, 1020, qtbot)
    with qtbot.assertNotEmitted(source.ready, wait=100):
        key = Key(1030, str(drawn.color[29]), digest(drawn.color[29]))
        document.edit("Lay key", with_key(document.shot, key))
    with qtbot.waitSignal(source.ready):
        document.edit("Lay key", with_key(document.shot, Key(1020, key.path, key.digest)))


def test_layers_show_color_alone_and_lines_alone(document: Document, source: FrameSource, qtbot: QtBot) -> None:
    add_take(document, 1)
    both = pixels(fetch(source, 1020, qtbot))
    with qtbot.waitSignal(source.ready) as shown:
        source.set_layer("color")
    assert shown.args is not None
    color = pixels(shown.args[1])
    with qtbot.waitSignal(source.ready) as shown:
        source.set_layer("line")
    assert shown.args is not None
    line = pixels(shown.args[1])
    assert (color == PAINT).all()
    assert line.min() == 0
    assert (both[line.min(axis=2) == 0] == 0).all()
    assert (both[line.min(axis=2) == 255] == PAINT).all()


def test_a_file_that_is_gone_is_told_and_shown_again_once_it_is_back(
    document: Document, source: FrameSource, drawn, qtbot: QtBot, tmp_path: Path
) -> None:
    away = tmp_path / "away.png"
    drawn.line[20].rename(away)
    try:
        with qtbot.waitSignal(source.failed) as failed:
            source.request(1021)
    finally:
        away.rename(drawn.line[20])
    assert failed.args is not None
    assert failed.args[0] == 1021
    assert "0021.png" in failed.args[1]
    fetch(source, 1021, qtbot)


def test_damaged_color_says_what_to_do(document: Document, source: FrameSource, qtbot: QtBot) -> None:
    take = add_take(document, 1)
    path = document.path(take.path)
    path.write_bytes(path.read_bytes()[:200])
    with qtbot.waitSignal(source.failed) as failed:
        source.request(1020)
    assert failed.args is not None
    assert "generate its segment again" in failed.args[1]


def test_line_art_of_another_size_says_what_to_do(document: Document, source: FrameSource, drawn, qtbot) -> None:
    kept = drawn.line[24].read_bytes()
    cv2.imwrite(str(drawn.line[24]), np.zeros((10, 10), np.uint8))
    try:
        with qtbot.waitSignal(source.failed) as failed:
            source.request(1025)
    finally:
        drawn.line[24].write_bytes(kept)
    assert failed.args is not None
    assert "import the line art again" in failed.args[1]
