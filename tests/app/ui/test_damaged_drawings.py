"""Drawings that cannot be read are marked on the timeline: those left out of an import, and those damaged since."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot
from timeline_shown import Shown, open_timeline

from app.language import tr, use
from app.project.model import Span
from app.project.storage import open_project
from app.ui import theme
from app.ui.timeline import accessible

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
LEFT_OUT = (
    "Damaged: the file of frame 1030 cannot be read; the drawing before is held. "
    "Save or copy the drawing again, then choose File > Reload changed line art."
)


@pytest.fixture
def shown(timeline_shot, tmp_path: Path, qtbot: QtBot) -> Iterator[Shown]:
    """1030 was left out of the import, 1032 has no file."""
    with open_timeline(timeline_shot, tmp_path, qtbot, gaps=[1030, 1032]) as made:
        shot = made.document.shot
        assert shot.line is not None
        made.document.edit("Reload", replace(shot, line=replace(shot.line, damaged=(1030,))))
        yield made


def marked(shown: Shown) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """What is damaged and what is missing, as the timeline has it."""
    scene = shown.view.scene
    assert scene is not None
    return scene.damaged, scene.gaps


def cell(shown: Shown, number: int) -> list[int]:
    """The pixels of a frame in the lane of line art."""
    geometry, lane = shown.view.geometry_now, shown.view.lanes_now.line
    left, right = round(geometry.x(number)) + 1, round(geometry.x(number + 1)) - 1
    image = shown.view.grab(QRect(0, lane.top, shown.view.width(), lane.height)).toImage()
    return [image.pixel(x, y) for x in range(left, right) for y in range(image.height())]


def test_what_was_left_out_of_an_import_is_not_marked_as_missing(shown: Shown) -> None:
    assert marked(shown) == ((Span(1030, 1030),), (Span(1032, 1032),))
    assert shown.view._tip(QPointF(shown.at("line", 1030))) == LEFT_OUT
    assert shown.view._tip(QPointF(shown.at("line", 1032))).startswith("Missing: frame 1032")
    shown.playhead.go(1030)
    assert "Frame 1030 of 1001 to 1060, damaged; " in shown.view.accessibleDescription()
    told = [item for item in accessible.items(shown.view) if "cannot be read" in item.name]
    assert [item.name for item in told] == [LEFT_OUT.partition(". ")[0]]
    assert told[0].place.contains(shown.at("line", 1030))


def test_where_a_shot_begins_with_a_damaged_drawing_none_is_said_to_be_held(
    timeline_shot, tmp_path: Path, qtbot: QtBot
) -> None:
    with open_timeline(timeline_shot, tmp_path, qtbot, gaps=[1001]) as shown:
        shot = shown.document.shot
        assert shot.line is not None
        shown.document.edit("Reload", replace(shot, line=replace(shot.line, damaged=(1001,))))
        tip = shown.view._tip(QPointF(shown.at("line", 1001)))
        assert tip.startswith("Damaged: the file of frame 1001 cannot be read. Save or copy the drawing again")


def test_what_was_decoded_is_to_be_imported_again(shown: Shown) -> None:
    shot = shown.document.shot
    assert shot.line is not None
    shown.document.edit("Decode", replace(shot, line=replace(shot.line, extracted=True, source="/walk.mov")))
    assert shown.view._tip(QPointF(shown.at("line", 1030))).endswith('is held. Import "/walk.mov" again.')


@pytest.mark.parametrize("scale", [1, 8])
def test_damaged_is_told_from_missing_by_pattern(shown: Shown, scale: float) -> None:
    shown.view._set_geometry(shown.view.geometry_now.zoomed(scale, shown.at("line", 1031).x()))
    shown.playhead.go(1001)
    ground = QColor(theme.tokens().failed.fill).rgb()
    damaged, missing = (sum(each != ground for each in cell(shown, number)) for number in (1030, 1032))
    assert missing
    assert damaged > 1.15 * missing, "hatched both ways"


def test_a_drawing_damaged_since_is_marked_until_it_can_be_read(shown: Shown, qtbot: QtBot) -> None:
    document, view = shown.document, shown.view
    assert document.shot.line is not None
    path = Path(document.shot.line.drawing(1041).path)
    whole = path.read_bytes()
    document.edit("Rename", replace(document.shot, name="other"))  # nothing is read yet
    path.write_bytes(whole[:60])
    try:
        view._set_geometry(view.geometry_now.zoomed_to(Span(1035, 1048)))
        qtbot.waitUntil(lambda: shown.thumbnails.unread == (1041, 1042))
        assert marked(shown)[0] == (Span(1030, 1030), Span(1041, 1042))
        tip = view._tip(QPointF(shown.at("line", 1041)))
        assert tip.startswith("Damaged: the file of frame 1041 cannot be read. Save or copy the drawing again")
    finally:
        path.write_bytes(whole)
    shown.thumbnails.look_again()
    qtbot.waitUntil(lambda: shown.thumbnails.unread == ())
    assert marked(shown)[0] == (Span(1030, 1030),)


def test_a_drawing_that_is_gone_is_not_called_damaged(shown: Shown, qtbot: QtBot) -> None:
    assert shown.document.shot.line is not None
    path = Path(shown.document.shot.line.drawing(1041).path)
    moved = path.rename(path.with_suffix(".moved"))
    try:
        shown.view._set_geometry(shown.view.geometry_now.zoomed_to(Span(1035, 1048)))
        qtbot.waitUntil(lambda: shown.thumbnails.line(1043) is not None and not shown.thumbnails.waiting)
        assert shown.thumbnails.unread == ()
    finally:
        moved.rename(path)


@pytest.mark.parametrize("error", [MemoryError(), OSError(errno.EIO, "Input/output error")], ids=["memory", "disk"])
def test_a_drawing_that_is_only_out_of_reach_for_now_is_not_called_damaged(
    shown: Shown, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    line, read = shown.document.shot.line, Path.read_bytes
    assert line is not None
    path = Path(line.drawing(1041).path)

    def read_bytes(this: Path) -> bytes:
        if this == path:
            raise error
        return read(this)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    shown.view._set_geometry(shown.view.geometry_now.zoomed_to(Span(1035, 1048)))
    qtbot.waitUntil(lambda: shown.thumbnails.line(1043) is not None and not shown.thumbnails.waiting)
    assert shown.thumbnails.line(1041) is None
    assert shown.thumbnails.unread == ()


def test_it_is_said_in_japanese(shown: Shown) -> None:
    use("ja")
    try:
        assert tr(LEFT_OUT).startswith("破損：フレーム1030のファイルを読み込めません")
    finally:
        use("en")


def test_a_damaged_drawing_stays_marked_when_the_project_is_opened_again(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=5)
    whole = shot.line[2].read_bytes()
    shot.line[2].write_bytes(whole[:200])
    folder: list[Path] = []

    async def bring_in(driver) -> None:
        await driver.begin_without_damaged(shot.line_folder)
        assert any("Frame 3 is damaged and left out; the drawing before is held." in said for said in driver.said)
        folder.append(driver.workspace.folder)

    drive(bring_in)
    line = open_project(folder[0]).project.shots[0].line
    assert line is not None
    assert line.damaged == (3,)

    async def again(driver) -> None:
        await driver.opened()
        timeline = driver.page.timeline
        assert timeline._tip(driver.on_timeline(3).toPointF()).startswith("Damaged: the file of frame 3 cannot be read")
        driver.workspace.playhead.go(3)
        note = "The file of frame 3 cannot be read; the drawing before is held."
        await driver.until(lambda: driver.page.canvas._note == note, "the note on the picture", 5)
        shot.line[2].write_bytes(whole)
        await driver.act("reload_line_art")
        await driver.until(lambda: timeline.scene.damaged == (), "the mark to go")

    drive(again, str(folder[0]))
