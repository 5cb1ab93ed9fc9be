"""Drawings that are gone, damaged or changed on disk: what is said of them, the way out, and what it leaves behind."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton
from walking_project import walking_project

from app.media import amiss
from app.media.amiss import SEEN, Amiss, look_over
from app.media.importer import ImportOptions, import_line_art
from app.project.media_paths import absolute
from app.project.model import Project, SegmentPlan
from app.project.staleness import Status
from app.project.storage import open_project, save_project
from app.render import faults
from app.ui.dialogs.asking import Choice
from app.ui.handlers import mending
from app.ui.notices import AT_WORK, Notice
from engine.protocol.messages import Fault

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def drawn(number: int, fill: bool) -> np.ndarray:
    """(160, 240, 3) uint8 RGB: a box that walks to the right."""
    image = np.full((160, 240, 3), (180, 200, 220) if fill else (255, 255, 255), np.uint8)
    left = 20 + 3 * number
    if fill:
        cv2.rectangle(image, (left, 60), (left + 60, 140), (200, 40, 30), -1)
    cv2.rectangle(image, (left, 60), (left + 60, 140), (0, 0, 0), 2)
    return image


def path_of(project: Path, number: int) -> Path:
    """The file of a drawing."""
    return project.parent / "line" / f"walk.{number:04d}.png"


def states(driver) -> list[Status]:
    """What is shown of each segment."""
    return [driver.workspace.coloring.status(each).status for each in driver.workspace.document.segments]


async def generated(driver) -> None:
    """All that can be colored is."""
    await driver.act("generate")
    await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring to begin")
    await driver.idle()


def redraw(project: Path, number: int) -> None:
    """Have a drawing be another one."""
    cv2.imwrite(str(path_of(project, number)), drawn(number + 1, False))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Sixteen frames in segments of four, with keys on frames 1 and 9."""
    return walking_project(tmp_path, drawn)


def error_with_way_out(driver, offer: str) -> Notice | None:
    """The error that offers this; others may be shown beside it, and it is shown without at first."""
    errors = [each for each in driver.window.notices.shown if each.kind == "error"]
    return next((each for each in errors if offer in {one.text() for one in each.findChildren(QPushButton)}), None)


def test_what_failed_of_missing_drawings_can_be_mended_from_its_notice_and_is_then_as_before(
    drive: Callable, project: Path
) -> None:
    async def body(driver) -> None:
        await driver.opened()
        lines = path_of(project, 1).parent
        await driver.until(lambda: not driver.window.errands.busy, "it to rest")
        lines.rename(lines.with_name("moved"))
        await generated(driver)
        assert set(states(driver)) == {Status.FAILED}
        await driver.until(lambda: error_with_way_out(driver, "Find moved files..."), "the error and its way out")
        driver.press_button(error_with_way_out(driver, "Find moved files..."), "Find moved files...")
        await driver.name_file(lines.with_name("moved"))
        await driver.until(lambda: "16 of 16 drawings found unchanged." in driver.said, "the drawings")
        assert set(states(driver)) == {Status.EMPTY}
        await driver.until(lambda: not any(each.kind == "error" for each in driver.window.notices.shown), "its end")
        await generated(driver)
        assert set(states(driver)) == {Status.READY}

    drive(body, str(project))


def test_drawings_that_changed_while_the_shot_was_closed_are_told_of_when_it_opens(
    drive: Callable, project: Path
) -> None:
    async def quiet(driver) -> None:
        await driver.opened()
        await driver.until((project / SEEN).exists, "the drawings to be looked over")
        assert driver.said == []

    drive(quiet, str(project))
    for number in (3, 4, 7):
        redraw(project, number)

    async def body(driver) -> None:
        await driver.opened()
        words = "The line art of frames 3-4 and 7 was changed on disk."
        await driver.until(lambda: words in driver.said, "the notice")
        before = driver.workspace.document.shot.line
        driver.press_button(driver.window.notices.shown[0], "Reload")
        await driver.until(lambda: driver.workspace.document.shot.line is not before, "the drawings")
        told = "3 changed; the other drawings are as they were. Look at frames 3-4 and 7."
        await driver.until(lambda: told in driver.said, "what changed")
        await driver.until(lambda: words not in driver.said, "the notice to go")

    drive(body, str(project))


def test_a_reload_is_offered_on_while_shiage_is_at_work_and_can_be_had_afterwards(
    drive: Callable, project: Path
) -> None:
    redraw(project, 7)

    async def body(driver) -> None:
        await driver.opened()
        words = "The line art of frame 7 was changed on disk."
        await driver.until(lambda: words in driver.said, "the notice")
        (notice,) = (each for each in driver.window.notices.shown if each.sentence == words)
        button = notice.findChild(QPushButton)
        going, before = threading.Event(), driver.workspace.document.shot.line
        driver.window.errands.run(driver.window.errands.undertake("Work", lambda _: going.wait(20)))
        try:
            await driver.until(lambda: not button.isEnabled(), "the offer to wait")
            assert button.toolTip() == AT_WORK
            driver.press_button(notice, "Reload")
            assert words in driver.said
        finally:
            going.set()
        await driver.until(button.isEnabled, "the offer to stand again")
        driver.press_button(notice, "Reload")
        await driver.until(lambda: driver.workspace.document.shot.line is not before, "the drawings")
        await driver.until(lambda: words not in driver.said, "the notice to go")

    drive(body, str(project))


def test_what_is_amiss_is_read_again_only_where_a_file_is_another_by_now(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = open_project(project).project.shots[0].line
    assert line is not None
    assert look_over(line, project) == Amiss()
    read: list[str] = []
    real = amiss.file_digest
    monkeypatch.setattr(amiss, "file_digest", lambda path: (read.append(path.name), real(path))[1])
    redraw(project, 2)
    path_of(project, 5).write_bytes(b"no picture")
    path_of(project, 9).unlink()
    expected = Amiss((2,), (5,), (str(path_of(project, 9)),))
    assert look_over(line, project) == expected
    assert read == ["walk.0002.png", "walk.0005.png"]
    (project / SEEN).write_bytes(b"[")
    assert look_over(line, project) == expected


def test_a_look_at_the_drawings_that_is_cancelled_while_the_last_is_read_leaves_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = open_project(project).project.shots[0].line
    assert line is not None
    stop = threading.Event()
    real = amiss.file_digest
    last = path_of(project, line.span.last)
    monkeypatch.setattr(amiss, "file_digest", lambda path: (real(path), stop.set() if path == last else None)[0])
    look_over(line, project, stop.is_set)
    assert stop.is_set()
    assert not (project / SEEN).exists()


@pytest.mark.parametrize("whole", [False, True])
def test_a_damaged_drawing_is_said_to_be_that_and_can_be_gone_without(
    drive: Callable, project: Path, whole: bool
) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await driver.until((project / SEEN).exists, "the drawings to be looked over")
        bad = path_of(project, 11)
        bad.write_bytes(b"no picture" if whole else bad.read_bytes()[:200])
        await generated(driver)
        colored, failed = Status.READY, Status.FAILED
        assert states(driver) == [colored, colored, failed, failed], "those from the key before it on"
        await driver.until(lambda: any(each.offer for each in driver.window.notices.shown), "the way out")
        error = next(each for each in driver.window.notices.shown if each.kind == "error")
        assert "The line art of frame 11 cannot be read" in error.sentence
        assert "Reload" not in error.sentence
        driver.press_button(error, "Hold the drawing before")
        line = driver.workspace.document.shot.line
        await driver.until(lambda: driver.workspace.document.shot.line is not line, "the drawing to be left out")
        assert driver.workspace.document.shot.line.gaps == (11,)
        assert any("Frame 11 is damaged and left out." in said for said in driver.said)
        await driver.until(lambda: not any(each.kind == "error" for each in driver.window.notices.shown), "its end")
        assert states(driver) == [colored, colored, Status.EMPTY, Status.EMPTY]
        await generated(driver)
        assert set(states(driver)) == {colored}

    drive(body, str(project))


def test_reloading_a_damaged_drawing_offers_to_go_without_it(drive: Callable, project: Path) -> None:
    path_of(project, 5).write_bytes(b"no picture")
    redraw(project, 7)

    async def body(driver) -> None:
        await driver.opened()
        words = "The line art of frame 5 is damaged on disk. Save or copy it again."
        await driver.until(lambda: words in driver.said, "the notice")
        before = driver.workspace.document.shot.line
        await driver.act("reload_line_art")
        question = await driver.dialog(Choice)
        assert '"walk.0005.png"' in question.text
        driver.press_button(question, "Hold the drawing before")
        await driver.until(lambda: driver.workspace.document.shot.line is not before, "the line art")
        line = driver.workspace.document.shot.line
        assert line.holds == {5}
        assert [a.number for a, b in zip(line.frames, before.frames, strict=True) if a != b] == [5, 7]
        await driver.until(lambda: words not in driver.said, "the notice to go")

    drive(body, str(project))


def test_why_coloring_failed_is_told_at_once_also_of_segments_that_are_others_by_now(
    drive: Callable, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_on, looked = threading.Event(), threading.Event()
    real = mending.look_over

    def slow(*given):
        looked.set()
        look_on.wait(60)
        return real(*given)

    async def body(driver) -> None:
        await driver.opened()
        await driver.until((project / SEEN).exists, "the drawings to be looked over")
        monkeypatch.setattr(mending, "look_over", slow)
        document = driver.workspace.document
        path_of(project, 11).write_bytes(b"no picture")
        await driver.act("generate")
        document.edit("Segments", replace(document.shot, plan=SegmentPlan(5)))
        await driver.until(lambda: any(each.kind == "error" for each in driver.window.notices.shown), "the error")
        (error,) = (each for each in driver.window.notices.shown if each.kind == "error")
        assert error.offer is None
        await driver.until(looked.is_set, "a look at the drawings")
        look_on.set()
        await driver.until(lambda: any(each.offer for each in driver.window.notices.shown), "the way out")

    try:
        drive(body, str(project))
    finally:
        look_on.set()


def test_a_way_out_is_looked_for_only_where_the_line_art_is_to_blame(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await driver.until((project / SEEN).exists, "the drawings to be looked over")
        begun: list[str] = []
        driver.window.errands.begun.connect(begun.append)
        failures: tuple[tuple[Fault, str, int], ...] = (
            ("bad_request", 'The key on frame 1 cannot be read: "key.png" is gone; lay it again.', 0),
            ("out_of_memory", "", 0),
            ("bad_request", "The line art of frame 3 has changed since", 1),
        )
        for fault, detail, looked_for in failures:
            begun.clear()
            driver.workspace.coloring.failed.emit(faults.sentence(fault, detail))
            assert faults.sentence(fault, detail) in driver.said
            assert len(begun) == looked_for

    drive(body, str(project))


@pytest.mark.parametrize("while_open", [False, True])
def test_of_drawings_in_the_project_it_is_said_how_to_have_them_again(
    drive: Callable, project: Path, while_open: bool
) -> None:
    (shot,) = open_project(project).project.shots
    line = import_line_art([path_of(project, 1).parent], project, ImportOptions(extract=True)).line
    save_project(project, Project((replace(shot, line=line),)))
    bad = absolute(project, line.drawing(11).path)
    if not while_open:
        bad.write_bytes(b"no picture")
        cv2.imwrite(str(absolute(project, line.drawing(3).path)), drawn(9, False))

    async def body(driver) -> None:
        await driver.opened()
        where = "frame 11" if while_open else "frames 3 and 11"
        if while_open:
            await driver.until((project / SEEN).exists, "the drawings to be looked over")
            bad.write_bytes(b"no picture")
            await generated(driver)
            assert Status.FAILED in states(driver)
        words = f'The line art of {where} in the project is damaged. Import "{line.source}" again.'
        await driver.until(lambda: words in driver.said, "the notice")
        assert not any(notice.offer for notice in driver.window.notices.shown)

    drive(body, str(project))


def test_damaged_drawings_are_gone_without_only_once_nothing_else_is_under_way(drive: Callable, project: Path) -> None:
    path_of(project, 5).write_bytes(b"no picture")

    async def body(driver) -> None:
        await driver.opened()
        words = "The line art of frame 5 is damaged on disk. Save or copy it again."
        await driver.until(lambda: words in driver.said, "the notice")
        errands, document, easel = driver.window.errands, driver.workspace.document, driver.workspace.easel
        line = document.shot.line
        (notice,) = (each for each in driver.window.notices.shown if each.sentence == words)
        done = threading.Event()
        errands.run(errands.undertake("Export", lambda going: done.wait(60)))
        try:
            await driver.until(lambda: errands.busy, "other work")
            driver.press_button(notice, "Hold the drawing before")
            busy = "Shiage is still at work. Wait until that is done, or stop it, then try again."
            await driver.until(lambda: busy in driver.said, "the answer")
        finally:
            done.set()
        await driver.until(lambda: not errands.busy, "its end")
        assert document.shot.line is line

        easel._idle.clear()  # a stroke is on its way
        driver.press_button(notice, "Hold the drawing before")
        await asyncio.sleep(0.3)
        assert document.shot.line is line
        other = replace(document.shot, line=replace(line, name="other"))
        document.edit("Replace line art", other)
        easel._idle.set()
        await asyncio.sleep(0.3)
        await driver.until(lambda: not errands.busy, "it to rest")
        assert document.shot.line is other.line, "what the offer was about is no longer there"

        document.undo_stack.undo()
        await driver.act("reload_line_art")
        question = await driver.dialog(Choice)
        document.undo_stack.redo()
        driver.press_button(question, "Hold the drawing before")
        await asyncio.sleep(0.3)
        await driver.until(lambda: not errands.busy, "it to rest")
        assert document.shot.line is other.line

    drive(body, str(project))
