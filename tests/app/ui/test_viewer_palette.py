"""The viewer and the small pictures in another palette: at once, from what is at hand, and back again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot
from shot_on_disk import PAINT, SIZE, add_take, open_document

from app.document import Document
from app.media import proxies, recolor
from app.project.palettes import Palette, Palettes
from app.ui.viewer import sizes
from app.ui.viewer.frames import FrameSource
from app.ui.viewer.names import PictureNames
from app.ui.viewer.thumbnails import Thumbnails

NIGHT = (20, 30, 90)
SHIRT = (206, 54, 48)
OTHER = (250, 250, 10)


@pytest.fixture(scope="module")
def drawn(make_shot: Callable, tmp_path_factory: pytest.TempPathFactory):
    return make_shot(tmp_path_factory.mktemp("drawn"), frames=24, size=SIZE)


@pytest.fixture
def document(drawn, tmp_path: Path, qapp) -> Document:
    made = open_document(tmp_path, drawn.line, drawn.color, keys=[1005])
    add_take(made, 1, indexed=True)  # frames 1013..1024
    return made


@pytest.fixture
def source(document: Document) -> Iterator[FrameSource]:
    made = FrameSource(document, 64 << 20)
    yield made
    made.close()


def paint(document: Document, source_color: tuple[int, int, int], color: tuple[int, int, int]) -> None:
    palettes = document.shot.palettes
    palette = palettes.shown.with_found((SHIRT, PAINT)).with_color(source_color, color)
    document.edit("Change swatch", replace(document.shot, palettes=palettes.with_shown(palette)))


def look(source: FrameSource, number: int, qtbot: QtBot) -> list[QImage]:
    """Show a frame; the pictures shown from now on."""
    shown: list[QImage] = []
    source.ready.connect(lambda _, image: shown.append(image))
    source.request(number)
    qtbot.waitUntil(lambda: bool(shown))
    return shown


def corner(image: QImage) -> tuple[int, int, int]:
    color = image.pixelColor(2, 2)
    return color.red(), color.green(), color.blue()


def test_a_swatch_recolors_every_frame_and_undo_brings_the_old_color_back(
    document: Document, source: FrameSource, qtbot: QtBot
):
    shown = look(source, 1020, qtbot)
    assert corner(shown[-1]) == PAINT
    before = document.segments
    paint(document, PAINT, NIGHT)
    qtbot.waitUntil(lambda: corner(shown[-1]) == NIGHT)
    for number in (1013, 1017, 1024):
        source.request(number)
        qtbot.waitUntil(lambda: not source.waiting)
        assert corner(shown[-1]) == NIGHT
    assert document.segments == before  # nothing is stale, nothing is asked of the engine
    document.undo_stack.undo()
    qtbot.waitUntil(lambda: corner(shown[-1]) == PAINT)


def test_the_frame_looked_at_is_not_read_again(document: Document, source: FrameSource, qtbot: QtBot):
    shown = look(source, 1020, qtbot)
    key = source.described(1020)
    qtbot.waitUntil(lambda: source._held.parts(key) is not None)
    Path(key.take_path).unlink()
    paint(document, PAINT, NIGHT)
    qtbot.waitUntil(lambda: corner(shown[-1]) == NIGHT)
    paint(document, PAINT, OTHER)
    qtbot.waitUntil(lambda: corner(shown[-1]) == OTHER)


def test_colors_that_are_tried_show_and_leave_nothing_behind(document: Document, source: FrameSource, qtbot: QtBot):
    shown, used = look(source, 1020, qtbot), source.used_bytes
    qtbot.waitUntil(lambda: source._held.parts(source.described(1020)) is not None)
    for color in (NIGHT, OTHER):
        source.try_colors(((PAINT, color),))
        qtbot.waitUntil(lambda color=color: corner(shown[-1]) == color)
    assert not document.undo_stack.canUndo()
    source.try_colors(None)
    qtbot.waitUntil(lambda: corner(shown[-1]) == PAINT)
    qtbot.waitUntil(lambda: source.used_bytes >= used)
    source.try_colors(((PAINT, NIGHT),))
    source.request(1021)  # whoever goes elsewhere sees what is so
    qtbot.waitUntil(lambda: not source.waiting)
    qtbot.wait(100)
    assert corner(shown[-1]) == PAINT


def test_a_large_frame_is_shown_small_and_then_exactly(
    document: Document, source: FrameSource, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sizes, "_LARGE", 100 * 100)
    monkeypatch.setattr(proxies, "WIDEST", SIZE[0] // 2)
    proxies.proxy_size.cache_clear()
    try:
        shown = look(source, 1020, qtbot)
        qtbot.waitUntil(lambda: source._held.parts(source.described(1020)) is not None)
        ways = (lambda: source.try_colors(((PAINT, NIGHT),)), lambda: paint(document, PAINT, OTHER))
        for change, color in zip(ways, (NIGHT, OTHER), strict=True):
            shown.clear()
            change()
            qtbot.waitUntil(lambda: bool(shown) and shown[-1].width() == SIZE[0])
            assert [image.width() for image in shown] == [SIZE[0] // 2, SIZE[0]]
            assert [corner(image) for image in shown] == [color, color]
    finally:
        proxies.proxy_size.cache_clear()


def test_keys_show_the_palette_and_line_art_does_not(document: Document, source: FrameSource, qtbot: QtBot):
    shown = look(source, 1005, qtbot)
    at = next((x, y) for y in range(SIZE[1]) for x in range(SIZE[0]) if shown[-1].pixelColor(x, y) == QColor(*SHIRT))
    paint(document, SHIRT, NIGHT)
    qtbot.waitUntil(lambda: shown[-1].pixelColor(*at) == QColor(*NIGHT))
    names = PictureNames(document)
    assert names.of(1005, "line").colors == ()
    assert names.key(1005).colors == names.of(1020, "color").colors != ()


def test_small_pictures_follow_and_the_old_ones_stay_until_then(document: Document, qtbot: QtBot):
    made = Thumbnails(document, PictureNames(document))
    try:
        take = document.takes[0]

        def color() -> tuple[int, ...] | None:
            image = made.take(take)
            return corner(image) if image is not None else None

        made.want([], [1005])
        qtbot.waitUntil(lambda: color() is not None and made.key(1005) is not None)
        day, key = color(), made.key(1005)
        assert day is not None
        assert key is not None
        assert abs(day[2] - PAINT[2]) < 3
        paint(document, PAINT, NIGHT)
        assert color() == day
        assert made.key(1005) is not None
        qtbot.waitUntil(lambda: abs((color() or day)[2] - NIGHT[2]) < 3)
        paint(document, SHIRT, (0, 255, 0))
        qtbot.waitUntil(lambda: (found := made.key(1005)) is not None and found != key)
    finally:
        made.close()


def test_a_name_alone_changes_no_picture(document: Document, qtbot: QtBot):
    paint(document, PAINT, NIGHT)
    names = PictureNames(document)
    before = names.of(1020, "picture")
    shown = document.shot.palettes.shown
    document.edit("Rename", replace(document.shot, palettes=Palettes((shown.with_name(PAINT, "Coat"),))))
    assert names.of(1020, "picture") is before
    document.edit("None", replace(document.shot, palettes=Palettes((Palette("Day"),))))
    assert names.of(1020, "picture").colors == ()


def test_mixtures_are_worked_out_before_the_first_edit(document: Document, source: FrameSource, qtbot: QtBot):
    recolor._mixtures.cache_clear()
    source.expect_colors(tuple(sorted((SHIRT, PAINT))))
    shown = look(source, 1020, qtbot)
    qtbot.waitUntil(lambda: recolor._mixtures.cache_info().misses == 1)  # when the frame has rested
    paint(document, PAINT, NIGHT)
    qtbot.waitUntil(lambda: corner(shown[-1]) == NIGHT)
    assert recolor._mixtures.cache_info().misses == 1
    source.expect_colors(tuple(sorted((SHIRT, PAINT, OTHER))))  # another key's color came
    qtbot.waitUntil(lambda: recolor._mixtures.cache_info().misses == 2)
