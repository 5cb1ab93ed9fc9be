"""What colors the shot: chosen in the panel, tried with LongAnimation's untrained networks, seen while it works."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from menus_by_hand import right_click
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QWidget

from app.project.colorizers import SET_UP
from app.project.model import SegmentPlan, Span
from app.project.staleness import Status
from app.ui.dialogs.weights_dialog import WeightsDialog
from app.ui.panels.colorizer_box import UNTRAINED
from app.ui.viewer import viewer as words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
CTRL = Qt.KeyboardModifier.ControlModifier
LACKS = "LongAnimation lacks 9 of 9 parts."
LACKING = f"{LACKS} {SET_UP}"


def pick(box: QComboBox, text: str) -> None:
    """Choose an entry by the keyboard."""
    assert box.isVisible(), text
    box.setFocus()
    away = box.findText(text) - box.currentIndex()
    for _ in range(abs(away)):
        QTest.keyClick(box, Qt.Key.Key_Down if away > 0 else Qt.Key.Key_Up)
    assert box.currentText() == text


def wheel(over: QWidget, notches: int) -> None:
    """Turn the wheel with the pointer over a widget."""
    at = QPointF(over.rect().center())
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    turned = QPoint(0, 120 * notches)
    event = QWheelEvent(at, over.mapToGlobal(at), QPoint(), turned, buttons, Qt.KeyboardModifier(0), phase, False)
    QApplication.sendEvent(over, event)


def close_popup() -> None:
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()


def box(driver):
    return driver.page.panel.generating.colorizer


def planned(driver) -> list[tuple[int, int]]:
    return [tuple(segment.span) for segment in driver.workspace.document.segments]


def tip(driver) -> str:
    """What the timeline says of the first segment under the pointer."""
    return driver.page.timeline._tip(QPointF(driver.on_timeline(5, "segments")))


async def begin(driver, shot, *keys: int) -> None:
    """Line art with keys, and the engine ready."""
    await driver.begin(shot.line_folder)
    for count, number in enumerate(keys, 1):
        driver.drop(driver.page.timeline, driver.on_timeline(number), [shot.color[number - 1]])
        await driver.until(lambda count=count: len(driver.workspace.document.shot.keys) == count, "a key")
    await driver.until(lambda: box(driver).colorizer.count() == 2, "the engine")


async def generate(driver) -> None:
    await driver.until(driver.window.actions_table["generate"].isEnabled, "Generate to be offered")
    driver.key(Qt.Key.Key_Return, CTRL)


def test_a_colorizer_is_chosen_as_one_step_and_what_was_planned_before_comes_back(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=100, size=(64, 48))

    async def body(driver) -> None:
        await begin(driver, shot, 1)
        document, panel, queue = driver.workspace.document, driver.page.panel, driver.workspace.coloring.queue
        actions, chooser = driver.window.actions_table, box(driver)
        drafts = [(1, 24), (25, 48), (49, 72), (73, 86), (87, 100)]
        assert planned(driver) == drafts
        assert not chooser.preset.isVisible()
        driver.workspace.playhead.go(90)
        steps = document.undo_stack.count()

        pick(chooser.colorizer, "LongAnimation")
        assert planned(driver) == [(1, 81), (65, 100)]
        assert document.shot.plan == SegmentPlan(81, 17, whole=True)
        assert document.shot.settings == (("preset", "standard"),)
        assert document.undo_stack.count() == steps + 1
        assert driver.page.segment.span == Span(65, 100), "the segment at the playhead"
        await driver.until(lambda: chooser.note.text() == LACKS, "what it lacks", 5)
        assert chooser.set_up.isVisible(), "what is to be done is not said above the button that does it"
        await driver.until(lambda: not actions["generate"].isEnabled(), "Generate to be refused")
        assert panel.generate_button.toolTip().endswith("\n" + LACKING), "the button says why"
        assert driver.window.hints.words == SET_UP, "and nothing says to press it"
        driver.page.canvas.setFocus()
        driver.key(Qt.Key.Key_Return, CTRL)
        await driver.until(lambda: driver.said[-1:] == [LACKING], "and so does its key", 5)
        assert not queue.busy
        driver.press_button(driver.window.notices, "Set up LongAnimation...")
        await driver.until(lambda: isinstance(QApplication.activeWindow(), WeightsDialog), "the set-up it offers")
        offered = QApplication.activeWindow()
        assert offered is not None
        offered.close()
        chooser.set_up.click()
        await driver.until(lambda: isinstance(QApplication.activeWindow(), WeightsDialog), "the set-up")
        set_up = QApplication.activeWindow()
        assert set_up is not None
        set_up.close()
        driver.window.activateWindow()
        await driver.until(lambda: QApplication.activeWindow() is driver.window, "the window")

        pick(chooser.preset, "Final")
        await driver.until(actions["undo"].isEnabled, "undo")
        driver.page.canvas.setFocus()
        for told, name in ((("preset", "standard"), "longanimation"), (("line_colors", True), "draft")):
            driver.key(Qt.Key.Key_Z, CTRL)
            assert document.shot.colorizer == name
            assert document.shot.settings == (told,)
        assert planned(driver) == drafts
        await driver.until(lambda: not chooser.note.isVisible(), "nothing to be said", 5)
        assert not chooser.set_up.isVisible()

        # In the order of the shot, as each remembers those before; Draft begins at the playhead.
        pick(chooser.colorizer, "LongAnimation")
        await driver.until(chooser.details.isVisible, "what LongAnimation has to choose from", 5)
        assert not chooser.weights.isVisible()
        QTest.mouseClick(chooser.details, Qt.MouseButton.LeftButton)
        pick(chooser.weights, "Tiny (untrained)")
        await driver.until(lambda: chooser.note.text() == UNTRAINED, "what these are", 5)
        assert not chooser.set_up.isVisible()
        for name, order in (("LongAnimation", [1, 65]), ("Draft", [87, 73, 49, 25, 1])):
            pick(chooser.colorizer, name)
            await generate(driver)
            assert [item.span.first for item in queue.items] == order
            driver.workspace.coloring.clear()
            await driver.idle()
        said = panel.generating.next
        await driver.until(lambda: said.text().startswith("5 segments to color, 100 frames"), "what is to be done", 5)

    drive(body)


def test_the_quality_and_weights_chosen_last_are_offered_to_the_next_shot(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=4, size=(64, 48))

    async def first(driver) -> None:
        await begin(driver, shot, 1)
        pick(box(driver).colorizer, "LongAnimation")
        assert driver.workspace.document.shot.settings == (("preset", "standard"),)
        QTest.mouseClick(box(driver).details, Qt.MouseButton.LeftButton)
        pick(box(driver).preset, "Final")
        pick(box(driver).weights, "Tiny (untrained)")

    async def another_day(driver) -> None:
        await begin(driver, make_shot(tmp_path / "run", frames=4, size=(64, 48)), 1)
        assert driver.workspace.document.shot.colorizer == "draft"
        pick(box(driver).colorizer, "LongAnimation")
        assert dict(driver.workspace.document.shot.settings) == {"preset": "final", "weights": "tiny"}

    drive(first)
    drive(another_day)


def test_colors_that_go_out_of_sight_are_said_to_be_kept(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=30, size=(64, 48))
    kept = "LongAnimation cuts the shot into other segments. What Draft colored is kept: choose Draft to see it again."

    async def body(driver) -> None:
        await begin(driver, shot, 1)
        document, chooser = driver.workspace.document, box(driver).colorizer
        for name in ("LongAnimation", "Draft"):
            pick(chooser, name)
        assert kept not in driver.said, "nothing was colored"
        await generate(driver)
        await driver.idle()
        drafts = [segment.take for segment in document.segments]
        assert len(drafts) == 2
        assert None not in drafts
        pick(chooser, "LongAnimation")
        assert [segment.take for segment in document.segments] == [None]
        assert driver.said[-1] == kept
        pick(chooser, "Draft")
        assert [segment.take for segment in document.segments] == drafts
        assert driver.said[-1] == kept, "and no more"

    drive(body)


def test_the_wheel_scrolls_past_what_colors_the_shot(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=6, size=(64, 48))

    async def body(driver) -> None:
        await begin(driver, shot, 1)
        document, chooser = driver.workspace.document, box(driver).colorizer
        driver.page.canvas.setFocus()
        steps = document.undo_stack.count()
        wheel(chooser, -1)
        assert document.undo_stack.count() == steps
        assert chooser.currentText() == "Draft"
        chooser.setFocus()
        await driver.until(chooser.hasFocus, "the keyboard in the box", 5)
        wheel(chooser, -1)
        assert document.shot.colorizer == "longanimation"

    drive(body)


@pytest.mark.timeout(400)  # its engine loads torch, after the window's own work: a busy computer takes its time
def test_untrained_networks_show_the_way_through_step_by_step_and_are_called_so(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=20, size=(64, 48))
    seen: set[str] = set()
    previews: list[QImage] = []

    async def body(driver) -> None:
        await begin(driver, shot, 1)
        document, panel, coloring = driver.workspace.document, driver.page.panel, driver.workspace.coloring
        chooser, canvas, rows = box(driver), driver.page.canvas, panel.queue.list
        pick(chooser.colorizer, "LongAnimation")
        QTest.mouseClick(chooser.details, Qt.MouseButton.LeftButton)
        pick(chooser.weights, "Tiny (untrained)")
        pick(chooser.preset, "Quick")
        small = replace(document.shot, settings=(*document.shot.settings, ("working_height", 32)))
        document.edit("Color small", small)
        assert panel.generating.next.text() == (
            "1 segment to color, 20 frames. First time on this computer: no forecast yet."
        )
        driver.workspace.playhead.go(9)
        await driver.until(lambda: canvas._note == words.NO_COLOR, "the line art")
        bare, said = canvas.image, driver.said
        await generate(driver)
        while coloring.queue.busy:
            seen.update(rows.item(row).text() for row in range(rows.count()))
            if canvas._note.startswith("Preview"):
                previews.append(canvas.image)
                seen.add(canvas._note)
            await asyncio.sleep(0.01)
        assert any(row.startswith("1-20, segment 1, Denoising, step ") and row.endswith(" of 10") for row in seen)
        assert "1-20, segment 1, Loading the model" in seen
        assert "1-20, segment 1, Looking at the lines" in seen
        ending = " of 10, untrained weights: this segment as it stands, moving."
        assert any(note.startswith("Preview, step ") and note.endswith(ending) for note in seen)
        assert all(not preview.isNull() and preview != bare for preview in previews)

        await driver.until(lambda: canvas._note == "" and canvas.image not in previews, "the finished color")
        (segment,) = document.segments
        assert segment.status is Status.READY
        assert (segment.take.colorizer, segment.take.preset, segment.take.weights) == ("longanimation", "quick", "tiny")
        said_of_it = panel.takes.item(0).text()
        assert "shown" in said_of_it
        assert said_of_it.endswith("untrained, Quick")
        assert panel.takes.item(0).toolTip().startswith(said_of_it), "all of it, where the row has no room"
        assert segment.take.reference == 1
        assert "Colored with untrained weights." in tip(driver)
        assert set(driver.said) <= set(said), "nothing went wrong"

        # How long it takes is known of this kind of run alone.
        size = 64 * 48 * 20 / 1e6
        assert coloring.queue.forecast("longanimation quick untrained", size) > 0
        for kind in ("longanimation quick", "longanimation standard untrained", "draft"):
            assert coloring.queue.forecast(kind, size) is None

        # What one colorizer made is there again when one goes back to it.
        pick(chooser.colorizer, "Draft")
        assert document.segments[0].status is Status.STALE
        await generate(driver)
        await driver.idle()
        assert document.segments[0].take.colorizer == "draft"
        assert document.segments[0].status is Status.READY
        pick(chooser.colorizer, "LongAnimation")
        document.edit("Color small", small)
        assert document.segments[0].take == segment.take
        assert document.segments[0].status is Status.READY

    drive(body)


def test_the_key_of_a_segment_is_chosen_in_its_menu(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=100, size=(64, 48))

    def entries(driver) -> QMenu | None:
        """The menu of the first segment, opened by the right button; in it, that of its reference."""
        right_click(driver.page.timeline, QPoint(driver.on_timeline(5, "segments")))
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, QMenu)
        inner = [action.menu() for action in popup.actions() if action.text().startswith("Reference")]
        return next((menu for menu in inner if isinstance(menu, QMenu)), None)

    async def body(driver) -> None:
        await begin(driver, shot, 1, 90)
        document = driver.workspace.document
        assert entries(driver) is None, "Draft refers to no one key"
        close_popup()
        pick(box(driver).colorizer, "LongAnimation")
        menu = entries(driver)
        assert menu is not None
        assert menu.title() == "Reference: Automatic (key 1 or 90)"
        assert [(each.text(), each.isChecked()) for each in menu.actions()] == [
            ("Automatic (key 1 or 90)", True), ("Key on frame 1", False), ("Key on frame 90", False),
        ]  # fmt: skip
        first, second = (segment.inputs for segment in document.segments)
        menu.actions()[2].trigger()
        close_popup()
        assert document.shot.choice(Span(1, 81)).reference == 90
        assert [segment.inputs == before for segment, before in zip(document.segments, (first, second))] == [
            False, True,
        ]  # fmt: skip
        assert "Reference: key on frame 90." in tip(driver)
        menu = entries(driver)
        assert menu is not None
        assert menu.title() == "Reference: Key on frame 90"
        close_popup()
        driver.page.canvas.setFocus()
        await driver.until(driver.window.actions_table["undo"].isEnabled, "undo")
        driver.key(Qt.Key.Key_Z, CTRL)
        assert document.segments[0].inputs == first
        assert "Reference" not in tip(driver)

    drive(body)
