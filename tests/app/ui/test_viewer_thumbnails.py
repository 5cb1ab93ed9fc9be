"""Small pictures: made in the background, those asked for last first, shared by held frames."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from shot_on_disk import SIZE, add_take, digest, open_document

from app.document import Document
from app.media.pictures import PictureKey
from app.project.model import Key, with_key
from app.ui.viewer.names import PictureNames
from app.ui.viewer.thumbnails import CALM, HEIGHT, NEXT, Thumbnails


@pytest.fixture(scope="module")
def drawn(make_shot: Callable, tmp_path_factory: pytest.TempPathFactory):
    return make_shot(tmp_path_factory.mktemp("drawn"), frames=24, size=SIZE, hold=2)


@pytest.fixture
def document(drawn, tmp_path: Path, qapp) -> Document:
    return open_document(tmp_path, drawn.line, drawn.color, keys=[1005])


@pytest.fixture
def thumbnails(document: Document) -> Iterator[Thumbnails]:
    made = Thumbnails(document, PictureNames(document))
    yield made
    made.close()


def test_asking_never_waits_and_what_is_wanted_arrives(thumbnails: Thumbnails, qtbot: QtBot) -> None:
    assert thumbnails.line(1010) is None
    assert thumbnails.key(1005) is None
    thumbnails.want([1010], [1005])
    qtbot.waitUntil(lambda: thumbnails.line(1010) is not None and thumbnails.key(1005) is not None)
    line, key = thumbnails.line(1010), thumbnails.key(1005)
    assert line is not None
    assert key is not None
    assert line.height() == key.height() == HEIGHT
    assert line.width() == round(SIZE[0] * HEIGHT / SIZE[1])


def test_lines_stay_dark_on_paper_that_does_not_glare(thumbnails: Thumbnails, qtbot: QtBot) -> None:
    thumbnails.want([1001], [])
    qtbot.waitUntil(lambda: thumbnails.line(1001) is not None)
    image = thumbnails.line(1001)
    assert image is not None
    shades = [image.pixelColor(x, y).lightness() for x in range(image.width()) for y in range(image.height())]
    assert min(shades) < 60
    assert 200 < max(shades) < 235


def test_a_held_frame_has_the_picture_of_its_drawing(thumbnails: Thumbnails, qtbot: QtBot) -> None:
    thumbnails.want([1003], [])
    qtbot.waitUntil(lambda: thumbnails.line(1003) is not None)
    assert thumbnails.line(1004) is not None
    assert thumbnails.line(1005) is None


def test_what_is_no_longer_wanted_is_given_up(thumbnails: Thumbnails, qtbot: QtBot) -> None:
    thumbnails.want(range(1001, 1021), [])
    thumbnails.want([1023], [])
    qtbot.waitUntil(lambda: thumbnails.line(1023) is not None)
    qtbot.wait(100)
    made = sum(1 for number in range(1001, 1021, 2) if thumbnails.line(number) is not None)
    assert made <= 1  # the one that was in work


def test_another_key_on_the_frame_gets_another_picture(
    thumbnails: Thumbnails, document: Document, drawn, qtbot: QtBot
) -> None:
    thumbnails.want([], [1005])
    qtbot.waitUntil(lambda: thumbnails.key(1005) is not None)
    other = drawn.color[15]
    document.edit("Lay key", with_key(document.shot, Key(1005, str(other), digest(other))))
    assert thumbnails.key(1005) is None


def test_an_unreadable_file_is_tried_again_after_an_edit_only(
    thumbnails: Thumbnails, document: Document, drawn, qtbot: QtBot, tmp_path: Path
) -> None:
    away = tmp_path / "away.png"
    drawn.line[6].rename(away)
    try:
        thumbnails.want([1007], [])
        qtbot.waitUntil(lambda: bool(thumbnails._spoiled))
    finally:
        away.rename(drawn.line[6])
    thumbnails.want([1007], [])
    with qtbot.assertNotEmitted(thumbnails.arrived, wait=100):
        pass
    document.changed.emit()
    thumbnails.want([1007], [])
    qtbot.waitUntil(lambda: thumbnails.line(1007) is not None)


def test_a_burst_of_pictures_is_told_a_few_times(thumbnails: Thumbnails, qtbot: QtBot) -> None:
    told: list[None] = []
    thumbnails.arrived.connect(lambda: told.append(None))
    thumbnails.want(range(1001, 1025), [1005])
    qtbot.waitUntil(lambda: all(thumbnails.line(number) is not None for number in range(1001, 1025)))
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(2 * CALM)
    assert len(told) <= 6  # of 12 drawings and a key


def test_many_takes_do_not_keep_a_frame_waiting(thumbnails: Thumbnails, document: Document, qtbot: QtBot) -> None:
    takes = [add_take(document, 0, (at, 0, 0), created=float(at)) for at in range(NEXT + 8)]
    made: list[PictureKey] = []
    thumbnails._came.connect(lambda key, image: made.append(key))
    with thumbnails._news:  # the worker waits until all is asked for
        for take in takes:
            assert thumbnails.take(take) is None
        thumbnails.want([1010], [])
    qtbot.waitUntil(lambda: thumbnails.line(1010) is not None)
    assert [key.layer for key in made].index("line") <= 2
    qtbot.waitUntil(lambda: thumbnails.take(takes[-1]) is not None)
    image = thumbnails.take(takes[-1])
    assert image is not None
    assert image.pixelColor(1, 1).red() == NEXT + 7
