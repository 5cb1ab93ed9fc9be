"""Notices: few errors at a time, gone by themselves, with Esc, with their project, and when it is tried again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QEnterEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget

from app.sample import sample_project
from app.ui import notices as notices_module
from app.ui.notices import Notices, Offer
from app.ui.viewer.pixels import pixels_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_errors_leave(drive: Callable, tmp_path: Path) -> None:
    sample = sample_project()

    async def body(driver) -> None:
        await driver.opened()
        notices, projects, errands = driver.window.notices, driver.application.projects, driver.window.errands
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            errands.run(projects.open(tmp_path / name))
            await driver.until(lambda name=name: name in " ".join(driver.said), "an error")
            assert len(driver.said) == 1  # it was tried again

        notices.error("First.")
        notices.error("Second.")
        assert driver.said == ["First.", "Second."]
        driver.page.canvas.setFocus()
        driver.key(Qt.Key.Key_Escape)
        assert driver.said == ["First."]
        driver.page.timeline.setFocus()
        driver.key(Qt.Key.Key_Escape)
        assert driver.said == []
        driver.key(Qt.Key.Key_Escape)

        notices.error("Of this project.")
        notices.warn("Frame 1 of this project.")
        notices.info("A copy was saved.", Offer("Show in folder", lambda: None))
        notices.info("Every segment is colored.")
        await projects.enter(await projects.new("other"))
        assert driver.said == ["A copy was saved."]

    drive(body, str(sample))


def test_a_notice_that_goes_leaves_the_keys_to_the_canvas(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await driver.keyboard()
        done: list[str] = []
        driver.window.notices.info("Something.", Offer("Do it", lambda: done.append("it")))
        button = next(button for button in driver.window.notices.findChildren(QPushButton) if button.text() == "Do it")
        button.setFocus(Qt.FocusReason.TabFocusReason)
        await driver.until(button.hasFocus, "the button to have the keyboard", 5)
        driver.key(Qt.Key.Key_Space)
        assert done == ["it"]
        assert driver.said == []
        assert driver.page.canvas.hasFocus()

    drive(body, "--sample")


def test_what_matters_until_it_is_done_stays_until_there_is_no_point_in_it(
    drive: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices_module, "INFO_SECONDS", 0.05)
    monkeypatch.setattr(notices_module, "OFFER_SECONDS", 0.3)
    wanted = [True]

    async def body(driver) -> None:
        await driver.opened()
        window = driver.window
        show = Offer("Show in folder", lambda: None)
        window.notices.info("A copy was saved.", show)
        window.notices.info("It rests.", Offer("Resume", lambda: None, lambda: wanted[0], stays=True))
        window.notices.info("It is done.")
        await driver.until(lambda: "It is done." not in driver.said, "what offers nothing to go", 5)
        assert driver.said == ["A copy was saved.", "It rests."], "they stay longer than that one"
        for at in range(3):
            window.notices.info(f"Done {at}.")
        assert driver.said == ["A copy was saved.", "It rests.", "Done 1.", "Done 2."], "what passes makes room first"
        await driver.until(lambda: driver.said == ["It rests."], "what can be done elsewhere to go", 5)
        for at in range(4):
            window.notices.info(f"Exported {at}.", show)
        assert driver.said == ["It rests.", "Exported 1.", "Exported 2.", "Exported 3."]
        await driver.until(lambda: driver.said == ["It rests."], "what can be done elsewhere to go", 5)
        await asyncio.sleep(0.4)
        driver.workspace.playhead.go(5)
        await driver.until(lambda: not window._soon.isActive(), "a look at what can be done", 5)
        assert driver.said == ["It rests."]

        wanted[0] = False
        driver.workspace.playhead.go(6)
        await driver.until(lambda: not driver.said, "what is pointless to go", 5)

    drive(body, "--sample")


def test_a_notice_that_is_pointed_at_or_has_the_keyboard_does_not_go(
    drive: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, seconds in (("INFO_SECONDS", 0.1), ("OFFER_SECONDS", 0.1), ("LINGER_SECONDS", 0.2)):
        monkeypatch.setattr(notices_module, name, seconds)

    async def body(driver) -> None:
        await driver.opened()
        await driver.keyboard()
        notices = driver.window.notices
        notices.info("A copy was saved.", Offer("Show in folder", lambda: None))
        (notice,) = notices.shown
        at = QPointF(5, 5)
        QApplication.sendEvent(notice, QEnterEvent(at, at, at))
        await asyncio.sleep(0.5)
        assert driver.said == ["A copy was saved."], "the pointer is over it"
        left = time.monotonic()
        QApplication.sendEvent(notice, QEvent(QEvent.Type.Leave))
        await driver.until(lambda: not driver.said, "it to go", 5)
        assert time.monotonic() - left > 0.19, "some time after the pointer has left"

        notices.info("A copy was saved.", Offer("Show in folder", lambda: None))
        button = notices.findChildren(QPushButton)[-1]
        button.setFocus(Qt.FocusReason.TabFocusReason)
        await asyncio.sleep(0.5)
        assert driver.said == ["A copy was saved."], "it has the keyboard"
        driver.page.canvas.setFocus()
        await driver.until(lambda: not driver.said, "it to go", 5)

    drive(body, "--sample")


def test_esc_takes_the_newest_away_wherever_the_keyboard_is(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await driver.keyboard()
        window, notices = driver.window, driver.window.notices
        await driver.act("show_sheets")
        await driver.act("generate_segment")
        await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring")
        await driver.idle()
        await driver.until(driver.page.panel.takes.isVisible, "the list of takes", 10)
        for notice in notices.shown:
            notice.close_now()
        parts = [
            part
            for part in window.findChildren(QWidget)
            if part.focusPolicy() != Qt.FocusPolicy.NoFocus and part.isEnabled() and part.isVisibleTo(window)
        ]
        assert {driver.page.timeline, driver.page.transport.frame, driver.page.panel.takes} <= set(parts)
        for part in parts:
            notices.warn("Above.")
            part.setFocus()
            driver.key(Qt.Key.Key_Escape)
            assert driver.said == [], (part, part.accessibleName())

        await driver.act("paint_fill")
        driver.page.canvas.setFocus()
        notices.warn("Above.")
        driver.key(Qt.Key.Key_Escape)
        assert (driver.workspace.toolbox.tool, driver.said) == (None, ["Above."]), "what is in hand goes first"
        driver.key(Qt.Key.Key_Escape)
        assert driver.said == []

    drive(body, "--sample")


def test_over_a_low_picture_a_notice_says_all_of_its_sentence(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        window, canvas = driver.window, driver.page.canvas
        window.resize(1280, 720)
        await driver.until(lambda: window.height() == 720 and canvas.height() < 360, "the small size")
        canvas.set_zoom(4.0)  # it leaves no room beside it
        for times in (1, 3, 6):
            sentence = "This shot cannot be colored as it is. " * times
            window.notices.error(sentence, Offer("Reload", lambda: None))
            notice = window.notices.shown[-1]
            told = next(part for part in notice.findChildren(QLabel) if part.text().startswith("This shot"))
            button = notice.findChild(QPushButton)
            await driver.until(lambda told=told: told.height() >= told.heightForWidth(told.width()), "all of it", 5)
            assert told.text() == sentence
            assert button.visibleRegion().boundingRect() == button.rect(), "the next step is seen"
            assert (window.notices.height() < 48) == (times == 1), "no higher than it needs"
            assert window.notices.y() + window.notices.height() < canvas.mapTo(window, canvas.rect().center()).y()

    drive(body, "--sample")


def lines(said: QLabel) -> list[int]:
    """How far each line of what a notice says reaches, in px."""
    image = pixels_of(said.grab().toImage().convertToFormat(QImage.Format.Format_ARGB32)).astype(int)
    inked = np.abs(image - image[0, 0]).max(axis=2) > 60
    high = said.fontMetrics().lineSpacing()
    tops = range(said.contentsMargins().top(), said.height() - high + 1, high)
    return [int(np.flatnonzero(inked[top : top + high].any(axis=0)).max(initial=-1)) + 1 for top in tops]


def test_a_notice_ends_in_no_lone_word(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        window = driver.window
        window.resize(1600, 1000)
        await driver.until(lambda: driver.page.canvas.width() > 700, "the size")
        for sentence in (
            "This segment is being colored. Cancel it first, or wait for it and regenerate it.",
            "The disk holds little. " * 8 + "Make room for 8.3 GB.",
        ):
            window.notices.error(sentence)
            notice = window.notices.shown[-1]
            said = next(each for each in notice.findChildren(QLabel) if each.text().startswith(sentence[:9]))
            even = lambda said=said: min(lines(said)) > 0.5 * max(lines(said))  # noqa: E731
            await driver.until(even, "lines as long as one another")
            reach = lines(said)
            metrics, room = said.fontMetrics(), QRect(0, 0, said.width(), 9999)
            full = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, said.text()).height()
            assert len(reach) == round(full / metrics.lineSpacing()), "no line more than if each were filled"
            assert "8.3 GB" not in said.text(), "a number stands beside its unit"
        window.resize(1000, 1000)
        await driver.until(lambda: said.height() >= said.heightForWidth(said.width()), "all of it in a smaller window")

    drive(body, "--sample")


def test_an_offer_that_stays_makes_way_for_a_tool_in_hand(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        notices = driver.window.notices
        notices.info("3 segments were still to be colored when you left.", Offer("Go on", lambda: None, stays=True))
        notices.warn("A file is not where it was.", Offer("Find it", lambda: None, stays=True))
        await driver.act("paint_fill")
        assert driver.said == ["A file is not where it was."]

    drive(body, "--sample")


def pass_on(notices: Notices) -> None:
    """Press the word that counts the notices behind the one in view."""
    (front,) = [notice for notice in notices.shown if notice.isVisible()]
    (more,) = [part for part in front.findChildren(QToolButton) if part.text().endswith(" more")]
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)


def test_what_is_brought_forward_is_not_taken_for_the_newest(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        window, notices = driver.window, driver.window.notices
        window.resize(window.minimumSize())
        await driver.until(lambda: driver.page.canvas.height() < 300, "the small size")
        notices.error("First.")
        notices.error("Second.")
        pass_on(notices)
        notices.error("Third.")
        assert driver.said == ["Second.", "Third."], "the oldest made room"
        pass_on(notices)
        driver.page.canvas.setFocus()
        driver.key(Qt.Key.Key_Escape)
        assert driver.said == ["Third."], "the one in view went"
        notices.warn("Fourth.")
        pass_on(notices)
        assert [notice.sentence for notice in notices.shown if notice.isVisible()] == ["Third."]

    drive(body, "--sample")


def test_the_newest_are_in_view_where_there_is_no_room_for_all(drive: Callable) -> None:
    folder = "/studio/" + "a_name_without_a_place_to_break_it_" * 2

    async def body(driver) -> None:
        await driver.opened()
        window = driver.window
        window.resize(window.minimumSize())
        await driver.until(lambda: driver.page.canvas.height() < 300, "the small size")
        for at in range(4):
            window.notices.warn(f"{at}: {folder}", Offer("Show in folder", lambda: None))
        first, *_, last = window.notices.shown
        assert len(window.notices.shown) == 4
        assert [notice for notice in window.notices.shown if notice.isVisible()] == [last]
        order = window.notices.shown
        for front in (*reversed(order[:-1]), last):  # all of them in turn, and the newest again
            pass_on(window.notices)
            assert [notice for notice in window.notices.shown if notice.isVisible()] == [front]
            assert window.notices.shown == order
        top = driver.page.canvas.mapTo(window, QPoint(0, 0)).y()
        assert window.notices.y() >= top
        button = last.findChild(QPushButton)
        assert button.geometry().right() < last.width()
        while window.notices.shown[-1] is not first:
            window.notices.shown[-1].close_now()
        assert not first.isHidden()

    drive(body, "--sample")


@pytest.mark.parametrize(("picture", "size"), [
    (None, (1280, 720)), (None, (1920, 1080)), ((640, 360), (1280, 720)), ((640, 360), (1920, 1080)),
])  # fmt: skip
def test_notices_leave_the_picture_free_where_there_is_room_beside_it(
    drive: Callable, make_shot: Callable, tmp_path: Path, picture: tuple[int, int] | None, size: tuple[int, int]
) -> None:
    async def body(driver) -> None:
        if picture is not None:
            await driver.begin(make_shot(tmp_path / "walk", frames=2, size=picture).line_folder)
        await driver.opened()
        window, canvas, notices = driver.window, driver.page.canvas, driver.window.notices
        window.resize(*size)
        await driver.until(lambda: not canvas.image.isNull() and window.height() == size[1], "the picture in its size")
        await asyncio.sleep(0.1)
        before = canvas.picture_rect()
        while notices.shown:
            notices.shown[0].close_now()
        notices.info("This is said of a segment, and it offers something.", Offer("Show it", lambda: None))
        notices.warn("Your project is complete as of 14:32.")
        await asyncio.sleep(0.1)
        assert canvas.picture_rect() == before, "the picture stays where it is"
        seen = before.translated(canvas.mapTo(window, QPoint(0, 0))).toAlignedRect()
        assert not notices.geometry().intersects(seen)
        assert notices.geometry().left() >= canvas.mapTo(window, QPoint(0, 0)).x()
        for notice in notices.shown:
            for part in (each for each in notice.findChildren(QLabel) if each.isVisible() and each.text()):
                assert part.height() >= part.heightForWidth(part.width()), "all of it is read"
            for button in (each for each in notice.findChildren(QPushButton) if each.isVisible()):
                assert button.visibleRegion().boundingRect() == button.rect()
        canvas.set_zoom(8.0)
        notices.info("Something else.")
        assert notices.width() > 400, "beside it there is no room"

    drive(body, *([] if picture is not None else ["--sample"]))
