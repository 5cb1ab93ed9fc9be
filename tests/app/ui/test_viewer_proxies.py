"""A proxy is shown while the playhead moves and the exact picture at rest; the canvas keeps its place meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shot_on_disk import add_take, frames_held, open_document

from app.document import Document
from app.media.pictures import PictureKey
from app.project.model import Span
from app.ui.viewer import at_hand, portions
from app.ui.viewer.canvas import Canvas
from app.ui.viewer.darkroom import Darkroom
from app.ui.viewer.frames import FrameSource
from app.ui.viewer.playhead import Playhead
from app.ui.viewer.reading import Course
from app.ui.viewer.sizes import Wish, in_motion
from app.ui.viewer.viewer import Viewer

SIZE, PROXY = (1600, 900), (1280, 720)
COUNT, BUDGET = 12, 256 * 1024 * 1024
PLAYING = Course(playing=True)
Shown = list[tuple[int, int]]  # frame, width of the picture


@pytest.fixture(scope="module")
def drawn(make_shot: Callable, tmp_path_factory: pytest.TempPathFactory):
    return make_shot(tmp_path_factory.mktemp("drawn"), frames=COUNT, size=SIZE)


@pytest.fixture
def document(drawn, tmp_path: Path, qapp) -> Document:
    document = open_document(tmp_path, drawn.line, drawn.color)
    line = document.shot.line
    assert line is not None
    document.edit("Size", replace(document.shot, line=replace(line, width=SIZE[0], height=SIZE[1])))
    return document


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Wish]:
    """Notes every picture that is really decoded, and in which size."""
    noted: list[Wish] = []
    real = at_hand.decode
    monkeypatch.setattr(
        at_hand, "decode", lambda wish, *more, **named: (noted.append(wish), real(wish, *more, **named))[1]
    )
    return noted


@pytest.fixture
def source(document: Document, asked: list[Wish]) -> Iterator[FrameSource]:
    made = FrameSource(document, BUDGET)
    made.set_zoom(0.5)
    yield made
    made.close()


@pytest.fixture
def shown(source: FrameSource) -> Shown:
    noted: Shown = []
    source.ready.connect(lambda number, image: noted.append((number, image.width())))
    return noted


def test_the_exact_picture_comes_at_once_where_nothing_moves(source: FrameSource, shown: Shown, qtbot: QtBot) -> None:
    source.request(1005)
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == [(1005, SIZE[0])]


def test_of_a_large_picture_the_proxy_is_shown_on_the_way_and_kept(
    make_shot: Callable, tmp_path: Path, asked: list[Wish], qtbot: QtBot
) -> None:
    size = (2560, 1440)
    drawn = make_shot(tmp_path / "drawn", frames=4, size=size)
    document = open_document(tmp_path, drawn.line, drawn.color)
    line = document.shot.line
    assert line is not None
    document.edit("Size", replace(document.shot, line=replace(line, width=size[0], height=size[1])))
    source, shown = FrameSource(document, BUDGET), Shown()
    source.ready.connect(lambda number, image: shown.append((number, image.width())))
    source.request(1002)
    qtbot.waitUntil(lambda: (1002, size[0]) in shown)
    assert shown == [(1002, PROXY[0]), (1002, size[0])]
    assert len(asked) == 1, "read once for both"
    assert source.used_bytes > (size[0] * size[1] + PROXY[0] * PROXY[1]) * 4
    source.close()


def test_playing_shows_proxies_and_the_exact_picture_where_it_stops(
    source: FrameSource, shown: Shown, qtbot: QtBot
) -> None:
    source.request(1001)
    qtbot.waitUntil(lambda: bool(shown))
    source.set_course(PLAYING)
    qtbot.waitUntil(lambda: frames_held(source) == COUNT)
    shown.clear()
    for number in range(1002, 1007):
        source.request(number)
    assert shown == [(number, PROXY[0]) for number in range(1002, 1007)]
    source.set_course(Course())
    qtbot.waitUntil(lambda: shown[-1] == (1006, SIZE[0]))
    assert len(shown) == 6


def test_a_drag_ends_on_the_exact_picture(source: FrameSource, shown: Shown, qtbot: QtBot) -> None:
    for number in range(1001, 1013):
        source.request(number)
    qtbot.waitUntil(lambda: bool(shown) and shown[-1] == (1012, SIZE[0]))
    assert [number for number, wide in shown if wide == SIZE[0]].count(1012) == 1
    source.request(1012)
    assert shown[-1] == (1012, SIZE[0])


def test_closer_than_its_proxy_a_picture_is_exact_while_playing_too(
    source: FrameSource, shown: Shown, asked: list[Wish], qtbot: QtBot
) -> None:
    source.set_zoom(1.0)
    source.request(1001)
    source.set_course(PLAYING)
    qtbot.waitUntil(lambda: frames_held(source) == COUNT)
    source.request(1002)
    assert shown[-1] == (1002, SIZE[0])
    assert not any(wish.proxy for wish in asked)


def test_the_size_wanted_in_motion_goes_by_zoom_up_to_1080p_and_is_the_proxy_above(source: FrameSource) -> None:
    key = source.described(1001)
    assert in_motion(key, 0.8) == Wish(key, proxy=True)
    assert in_motion(key, 0.81) == Wish(key, proxy=False)
    full = replace(key, width=1920, height=1080)
    assert not in_motion(full, 1.0).proxy
    assert in_motion(replace(key, width=2048, height=1080), 4.0).proxy
    assert not in_motion(replace(key, width=1280, height=720), 0.1).proxy


def test_nothing_is_read_in_advance_before_the_playhead_rests(
    source: FrameSource, asked: list[Wish], qtbot: QtBot
) -> None:
    for number in (1001, 1005, 1009, 1003, 1012, 1006):
        source.request(number)
        qtbot.wait(80)
    assert {wish.key for wish in asked} <= {source.described(at) for at in (1001, 1003, 1005, 1006, 1009, 1012)}
    qtbot.waitUntil(lambda: frames_held(source) == COUNT)
    qtbot.waitUntil(lambda: source.used_bytes == sum(wish.nbytes for wish in set(asked)))


def test_the_stripe_follows_what_is_at_hand(source: FrameSource, document: Document, qtbot: QtBot) -> None:
    with qtbot.waitSignal(source.cached_changed):
        source.request(1004)
    assert source.cached_spans() == (Span(1004, 1004),)
    qtbot.waitUntil(lambda: source.cached_spans() == (Span(1001, 1012),))
    with qtbot.waitSignal(source.cached_changed):
        source.set_layer("color")
    qtbot.waitUntil(lambda: source.cached_spans() == (Span(1001, 1012),))


def test_any_picture_can_be_fetched(source: FrameSource, tmp_path: Path, qtbot: QtBot) -> None:
    got: list[tuple[PictureKey, QImage | None, threading.Thread]] = []

    def take(key: PictureKey, image: QImage | None) -> None:
        got.append((key, image, threading.current_thread()))

    key = source.described(1003)
    source.fetch(key, take)
    source.fetch(replace(key, line_path=str(tmp_path / "none.png")), take)
    qtbot.waitUntil(lambda: len(got) == 2)
    source.fetch(key, take)
    assert len(got) == 2
    qtbot.waitUntil(lambda: len(got) == 3)
    assert {thread for _, _, thread in got} == {threading.main_thread()}
    images = [image for found, image, _ in got if found == key]
    assert all(image is not None and image.width() == SIZE[0] for image in images)
    assert [image for found, image, _ in got if found != key] == [None]


def test_the_canvas_keeps_its_place_and_playing_asks_for_what_the_wheel_needs(
    document: Document, asked: list[Wish], qtbot: QtBot
) -> None:
    canvas, playhead, source, darkroom = Canvas(), Playhead(), FrameSource(document, BUDGET), Darkroom()
    qtbot.addWidget(canvas)
    canvas.resize(800, 500)
    playhead.follow(document.shot)
    viewer = Viewer(document, playhead, source, darkroom, canvas)
    assert viewer.parent() is canvas
    canvas.show()
    qtbot.waitUntil(lambda: canvas.image.width() == SIZE[0] and frames_held(source) == COUNT)
    place = canvas.picture_rect()
    playhead.play()
    qtbot.waitUntil(lambda: canvas.image.width() == PROXY[0])
    assert canvas.picture_rect() == place
    assert any(wish.proxy for wish in asked)
    middle = QPointF(canvas.rect().center())
    for _ in range(8):
        turn = QWheelEvent(
            middle, canvas.mapToGlobal(middle), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(canvas, turn)
    assert canvas.zoom > PROXY[0] / SIZE[0]
    place = canvas.picture_rect()
    qtbot.waitUntil(lambda: canvas.image.width() == SIZE[0])
    assert playhead.playing
    assert canvas.picture_rect() == place
    playhead.pause()
    darkroom.close()
    source.close()


def test_an_edit_elsewhere_leaves_the_names_of_other_frames_as_they_are(
    document: Document, source: FrameSource
) -> None:
    document.edit("Plan", replace(document.shot, plan=replace(document.shot.plan, length=6)))
    before = {number: source.described(number) for number in range(1001, 1013)}
    line = document.shot.line
    assert line is not None
    take = add_take(document, 0)
    for number, key in before.items():
        inside = number in take.span
        assert (source.described(number) is key) is not inside
        assert source.described(number).colored is inside


def test_a_long_shot_is_looked_through_in_portions_and_the_nearest_are_read_meanwhile(
    source: FrameSource, asked: list[Wish], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(portions, "PORTION", 0)  # one frame at a time
    wanted: list[int] = []
    real = source._cache.prefetch
    monkeypatch.setattr(source._cache, "prefetch", lambda keys: (wanted.append(len(keys)), real(keys)))
    source.request(1001)
    qtbot.waitUntil(lambda: frames_held(source) == COUNT)
    assert wanted == [1, COUNT - 1]
    assert len(set(asked)) == COUNT


def test_an_edit_gives_up_what_was_being_looked_through(
    document: Document, source: FrameSource, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(portions, "PORTION", 0)
    line, real = document.shot.line, source._cache.prefetch
    assert line is not None
    cut = replace(document.shot, line=replace(line, frames=line.frames[:3]))

    def prefetch(keys: Iterable[Wish]) -> None:
        if source._gathering.busy and document.shot != cut:  # only the nearest have been looked through
            document.edit("Cut", cut)
            assert not source._gathering.busy
        real(keys)

    monkeypatch.setattr(source._cache, "prefetch", prefetch)
    source.request(1001)
    qtbot.waitUntil(lambda: frames_held(source) == 3)
