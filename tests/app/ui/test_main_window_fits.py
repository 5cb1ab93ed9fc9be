"""What must fit: words on buttons, the window on its screen, the zoom and the frame beside the transport."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from mouse_by_hand import move_mouse
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionButton, QWidget
from pytestqt.qtbot import QtBot

from app.media.importer import import_line_art
from app.media.keys import lay_key
from app.media.sheets import bring_in
from app.project.colorizers import DRAFT, LONGANIMATION, with_colorizer
from app.project.model import Project, Shot, Span, with_key, with_prompt, with_sheet
from app.project.shot_list import Place, ShotList, write_list
from app.project.storage import create_project, save_project
from app.ui import theme
from app.ui.dialogs.asking import Choice
from app.ui.interface_size import LEAST
from app.ui.panels.rows import ROW
from app.ui.tokens import SIZES

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def themed(qapp: QApplication):
    theme.apply(qapp)
    yield
    qapp.setStyleSheet("")


@pytest.mark.parametrize(
    "answers",
    [
        ("A folder", "Files or a movie", "Cancel"),
        ("Replace the line art", "Begin a new shot", "Cancel"),
        ("Scale it from 500 x 300 to 600 x 360, and fill the rest with the color of its border.", "Cancel"),
        ("Scale it from 6800 x 9000 to 12800 x 7200 pixels, keeping its shape", "Place it as it is", "Cancel"),
    ],
)
def test_every_answer_is_read_in_full(qtbot: QtBot, themed: None, answers: tuple[str, ...]) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = Choice(parent, "Line art", "What should it become?", answers)
    dialog.show()
    for button in dialog.buttons:
        option = QStyleOptionButton()
        option.initFrom(button)
        inside = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button)
        assert button.fontMetrics().horizontalAdvance(button.text()) <= inside.width()
        assert button.geometry().right() < dialog.width()
    assert dialog.width() <= 1280


def test_window_and_transport(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=30)

    async def body(driver) -> None:
        room = driver.window.screen().availableSize()
        least = driver.window.minimumSize()
        assert driver.window.width() <= max(least.width(), room.width())
        assert driver.window.height() <= max(least.height(), room.height())
        driver.drop(driver.window.welcome, QPoint(50, 50), [shot.line_folder])
        await driver.opened()
        page = driver.page
        await driver.until(lambda: not page.canvas.image.isNull(), "a picture")
        transport, playhead = page.transport, driver.workspace.playhead
        assert transport._zoom.text() == f"{round(page.canvas.zoom * 100)} %"

        driver.window.activateWindow()
        transport.frame.setFocus()
        await driver.until(transport.frame.hasFocus, "the focus")
        transport.frame.selectAll()
        QTest.keyClicks(transport.frame, "27")
        QTest.keyClick(transport.frame, Qt.Key.Key_Return)
        assert playhead.number == 27
        assert page.canvas.hasFocus()

        widths = set()
        for number in (1, 9, 10, 30):
            playhead.go(number)
            await asyncio.sleep(0.01)
            widths.add(transport._of.width())
        assert len(widths) == 1

        playhead.go(24)
        playhead.play()
        await driver.until(lambda: playhead.number > 25, "the second segment", 5)
        playhead.pause()
        number = playhead.number
        assert page.segment is not None
        assert number in page.segment.span

    drive(body)


@pytest.mark.parametrize("kind", ["frame", "timecode"])
def test_what_a_small_window_needs_stays_under_the_canvas(drive: Callable, themed: None, kind: str) -> None:
    async def body(driver) -> None:
        await driver.opened()
        page, playhead = driver.page, driver.workspace.playhead
        transport = page.transport
        playhead.label_kind = kind
        playhead.set_range(Span(5, 14))
        page.setMinimumWidth(960)
        driver.window.resize(960, 600)
        await driver.until(lambda: page.width() == 960, "the small size")
        await asyncio.sleep(0.05)
        for button in (transport._loop, transport._mode, transport._loops):
            assert button.isVisible()
            assert button.width() >= button.sizeHint().width()
        assert kind == "timecode" or (transport._range.isVisible() and transport._range.text() == "5-14")
        page.setMinimumWidth(1900)
        await driver.until(lambda: page.width() == 1900, "the large size")
        await asyncio.sleep(0.05)
        assert transport._range.isVisible()
        assert transport._range.text().startswith("In ")
        assert all(part.isVisible() for part in (transport._of, transport._also, transport._clears, transport._rate))

    drive(body, "--sample")


def test_palette_and_queue_are_seen_in_a_window_of_720_lines(drive: Callable, themed: None) -> None:
    async def body(driver) -> None:
        await driver.opened()
        page, panel = driver.page, driver.page.panel
        swatches, queue = panel.palettes.list, panel.queue
        driver.window.resize(1280, 720)
        await driver.until(swatches.count, "the palette")
        await driver.until(lambda: inside(panel.palettes.clone_button, page.side), "all of the palette in sight", 5)
        driver.workspace.coloring.queue.pause()
        await driver.act("generate")
        parts = (queue.progress, queue.list, queue.pause_button)
        await driver.until(lambda: all(inside(part, page.side) for part in parts), "the queue in sight", 10)
        room = swatches.viewport().width() - 36 - 4 * SIZES.space_s
        for at in range(swatches.count()):
            row = swatches.item(at).data(ROW)
            assert theme_width(swatches, row.title + row.short) <= room, (row.title, row.short)

    drive(body, "--sample")


@pytest.mark.parametrize(("size", "seen"), [((1280, 720), 5), ((1920, 1080), 11)])
def test_the_palette_stays_as_it_is_while_segments_are_colored(
    drive: Callable, themed: None, size: tuple[int, int], seen: int
) -> None:
    async def body(driver) -> None:
        await driver.opened()
        page, panel = driver.page, driver.page.panel
        swatches, queue = panel.palettes.list, driver.workspace.coloring.queue
        driver.window.setFixedSize(*size)
        await driver.until(lambda: driver.window.height() == size[1] and swatches.count() > 3, "the palette")

        def place() -> tuple[int, int]:
            return swatches.mapTo(page, QPoint(0, 0)).y(), swatches.height()

        await driver.until(lambda: inside(swatches, page.side), "the palette in sight", 5)
        await asyncio.sleep(0.1)
        roomy, button = place(), panel.palettes.edit_button.mapTo(page, QPoint(0, 0))
        assert panel.parentWidget().height() >= panel.sizeHint().height()
        queue.pause()
        await driver.act("generate")
        await driver.until(panel.queue.isVisible, "the queue")
        await asyncio.sleep(0.1)
        before = place()
        assert before[1] >= seen * swatches.sizeHintForRow(0)
        assert roomy[1] >= min(before[1] + swatches.sizeHintForRow(0), swatches.count() * swatches.sizeHintForRow(0))
        assert panel.palettes.edit_button.mapTo(page, QPoint(0, 0)) == button
        assert inside(swatches, page.side)
        queue.resume()
        await driver.idle()
        await driver.until(lambda: panel.checks.isVisible() and not panel.queue.isVisible(), "what needs a look")
        await asyncio.sleep(0.1)
        assert place() == before
        assert size[1] < 1000 or panel.parentWidget().height() >= panel.sizeHint().height() + panel.takes.height()

    drive(body, "--sample")


def inside(part: QWidget, around: QWidget) -> bool:
    """Whether all of a part is seen."""
    return part.isVisible() and part.visibleRegion().boundingRect() == part.rect() and around.isAncestorOf(part)


def theme_width(around: QWidget, words: str) -> int:
    return QFontMetrics(theme.font(), around).horizontalAdvance(words)


def test_the_timeline_is_made_higher_by_the_handle_over_it(drive: Callable, themed: None) -> None:
    async def body(driver) -> None:
        await driver.opened()
        page = driver.page
        driver.window.resize(1280, 720)
        await asyncio.sleep(0.1)
        handle, before = page.splitter.handle(1), page.timeline.height()
        assert handle.height() >= 8
        colors = {handle.grab().toImage().pixelColor(x, handle.height() // 2).name() for x in (4, handle.width() // 2)}
        assert len(colors) == 2, "it shows where to take hold"
        number, at = driver.workspace.playhead.number, handle.rect().center()
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=at)
        move_mouse(handle, at - QPoint(0, 40), Qt.MouseButton.LeftButton)
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=at - QPoint(0, 40))
        assert page.timeline.height() > before + 20
        assert driver.workspace.playhead.number == number

    drive(body, "--sample")


def test_in_a_low_window_the_picture_has_the_room_unless_the_artist_gave_it_to_the_timeline(
    drive: Callable, themed: None
) -> None:
    async def body(driver) -> None:
        await driver.opened()
        window, page = driver.window, driver.page
        page.setFixedSize(1097, 480)
        await driver.until(lambda: page.timeline.height() == page.timeline.minimumHeight(), "a low timeline")
        page.setFixedSize(1920, 1000)
        await driver.until(lambda: page.timeline.height() == page.timeline.sizeHint().height(), "the usual one")
        usual = page.timeline.height()
        window.restore_layout("", {"timeline": usual + 10})
        page.arrange(window.layout_parts)
        page.setFixedSize(1097, 520)
        await driver.until(lambda: page.timeline.height() == usual + 10, "the one that was wished for")

    drive(body, "--sample")


def test_in_a_low_window_prompts_have_a_row_only_where_they_count(drive: Callable, themed: None) -> None:
    async def body(driver) -> None:
        await driver.opened()
        page, document = driver.page, driver.workspace.document
        timeline, rows = page.timeline, lambda: driver.page.timeline.lanes_now
        assert document.shot.colorizer == DRAFT.name
        page.setFixedSize(1097, 900)
        await driver.until(lambda: rows().prompts.height, "the row of a high window")
        page.setFixedSize(1097, 560)
        await driver.until(lambda: not rows().prompts.height, "no row")
        assert rows().segments.top == rows().keys.bottom + 1
        assert "prompts" not in {rows().at(y) for y in range(timeline.height())}
        without, most = page.canvas.height(), 560 * 0.35
        assert timeline.height() <= most
        document.edit("Add prompt", with_prompt(document.shot, "rain"))
        await driver.until(lambda: rows().prompts.height, "the row of a prompt")
        assert page.canvas.height() <= without
        document.undo_stack.undo()
        await driver.until(lambda: not rows().prompts.height, "no row without it")
        assert page.canvas.height() == without
        document.edit("Choose colorizer", with_colorizer(document.shot, LONGANIMATION.name))
        await driver.until(lambda: rows().prompts.height, "the row of a colorizer that reads prompts")

    drive(body, "--sample")


@pytest.mark.parametrize(("size", "rows"), [((1280, 720), 2), ((1920, 1080), 3)])
def test_takes_have_room_in_the_side_panel(
    drive: Callable, themed: None, make_shot: Callable, tmp_path: Path, size: tuple[int, int], rows: int
) -> None:
    drawn = make_shot(tmp_path / "walk", frames=4)
    folders = [tmp_path / "film" / f"{name}.shiage" for name in ("sc010", "sc020")]
    for folder in folders:  # the bar of the shots takes its room too
        create_project(folder)
        line = import_line_art([drawn.line_folder], folder).line
        shot = with_key(Shot("shot1", folder.stem, line=line), lay_key(drawn.color[0], line, 1, folder).key)
        save_project(folder, Project((with_colorizer(shot, DRAFT.name),)))
    write_list(folders[0].parent, ShotList(tuple(Place(folder.stem, folder.name) for folder in folders)))

    async def body(driver) -> None:
        await driver.opened()
        page, queue, takes = driver.page, driver.workspace.coloring.queue, driver.page.panel.takes
        driver.window.setFixedSize(*size)
        await driver.until(driver.window.shots.isVisible, "the bar of the shots")
        for at, action in enumerate(("generate", "regenerate", "regenerate")):
            await driver.act(action)
            await driver.until(lambda at=at: takes.count() > at and not queue.busy, "another take")
        await driver.until(lambda: not page.panel.queue.isVisible(), "the queue to go", 10)
        await asyncio.sleep(0.2)
        seen = takes.viewport().visibleRegion().boundingRect()
        whole = [at for at in range(3) if seen.contains(takes.visualItemRect(takes.item(at)))]
        assert whole == list(range(rows))
        assert inside(page.panel.generate_button, page.side)

    drive(body, str(folders[0]))


def test_nothing_lies_over_anything_in_the_smallest_window(
    drive: Callable, themed: None, make_shot: Callable, tmp_path: Path
) -> None:
    drawn = make_shot(tmp_path / "walk", frames=4)
    folder = tmp_path / "film" / "sc010.shiage"
    create_project(folder)
    line = import_line_art([drawn.line_folder], folder).line
    shot = with_prompt(with_prompt(Shot("shot1", "sc010", line=line), "Evening"), "Rain", Span(1, 2))
    shot = with_sheet(with_colorizer(shot, DRAFT.name), bring_in(drawn.color[0], folder))
    save_project(folder, Project((shot,)))
    write_list(folder.parent, ShotList((Place("sc010", folder.name), Place("sc020"))))

    async def body(driver) -> None:
        await driver.opened()
        page, window = driver.page, driver.window
        window.resize(*LEAST.toTuple())
        await driver.until(window.shots.isVisible, "the bar of the shots")
        await driver.act("show_sheets")
        await driver.until(page.sheets.view.isVisible, "the sheet")
        await asyncio.sleep(0.2)
        assert window.size() == LEAST
        for part in (page.canvas, page.sheets.view, page.sheets, page.transport, page.timeline):
            assert part.visibleRegion().boundingRect() == part.rect(), type(part).__name__
        assert not page.sheets.swatches_button.isVisible(), "where it would lie over the sheet"
        window.resize(1280, 800)
        await driver.until(page.sheets.swatches_button.isVisible, "room for the button", 5)
        await asyncio.sleep(0.1)
        assert inside(page.sheets.swatches_button, page.sheets)
        assert page.sheets._foot.y() > page.sheets.view.geometry().bottom()

    drive(body, str(folder))


def test_a_step_without_room_for_its_words_ends_in_dots(drive: Callable, themed: None) -> None:
    async def body(driver) -> None:
        await driver.opened()
        hints = driver.window.hints
        await driver.until(hints.isVisible, "the next step")
        hints._words.say("Go to the frame that shows the most of the figure. " * 5)
        for wide in (960, 1280):
            driver.window.resize(wide, 600)
            await asyncio.sleep(0.1)
            shown = hints._words.text()
            assert shown.endswith("\N{HORIZONTAL ELLIPSIS}")
            assert hints._words.fontMetrics().horizontalAdvance(shown) <= hints._words.width()
            assert hints.words == hints._words.toolTip()

    drive(body, "--sample")
