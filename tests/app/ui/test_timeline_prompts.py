"""The prompt lane under real mouse events: bars, rows, dragging ends and middle, menus."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from timeline_shown import Shown, ask_menu, open_timeline

from app.language import tr, use
from app.project.colorizers import DRAFT, LONGANIMATION, with_colorizer
from app.project.model import Prompt, Span, with_key, with_prompt, with_prompt_moved
from app.ui.timeline import bars
from app.ui.timeline.lanes import HEADER, lay
from app.ui.timeline.scene import prompt_bars, prompt_rect

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
UNREAD = "Draft does not read prompts; LongAnimation does."
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def shown(timeline_shot, tmp_path: Path, qtbot: QtBot) -> Iterator[Shown]:
    with open_timeline(timeline_shot, tmp_path, qtbot) as made:
        document = made.document
        document.edit("Add prompt", with_prompt(document.shot, "rain"))
        document.edit("Add prompt", with_prompt(document.shot, "red coat", Span(1011, 1030)))
        made.view.prompt_move_requested.connect(
            lambda index, span: document.edit(
                "Move prompt", with_prompt_moved(document.shot, document.shot.prompts[index].span, span)
            )
        )
        yield made


def on(shown: Shown, index: int, part: str = "middle") -> QPoint:
    """A point on a prompt's bar."""
    scene = shown.view.scene
    assert scene is not None
    bar = next(bar for bar in scene.prompts if bar.index == index)
    place = prompt_rect(bar, scene.prompt_rows, shown.view.geometry_now, shown.view._lanes().prompts)
    x = {"start": place.left() + 2, "middle": place.center().x(), "end": place.right() - 2}[part]
    return QPointF(x, place.center().y()).toPoint()


def by(shown: Shown, at: QPoint, frames: int) -> QPoint:
    return at + QPoint(round(frames * shown.view.geometry_now.scale), 0)


def test_prompts_that_cover_each_other_lie_in_rows() -> None:
    prompts = [Prompt("rain"), Prompt("a", Span(1, 9)), Prompt("b", Span(5, 12)), Prompt("c", Span(10, 20))]
    bars = prompt_bars((*prompts, Prompt("gone", Span(90, 99))), Span(1, 24))
    assert [(bar.prompt.text, bar.span, bar.row) for bar in bars] == [
        ("rain", (1, 24), 0), ("a", (1, 9), 1), ("b", (5, 12), 2), ("c", (10, 20), 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "frames", "expected"),
    [("start", -5, (1006, 1030)), ("end", 8, (1011, 1038)), ("middle", 12, (1023, 1042)), ("middle", 99, (1041, 1060))],
)
def test_dragging_a_bar_changes_its_frames_as_one_step(
    shown: Shown, qtbot: QtBot, part: str, frames: int, expected: tuple
) -> None:
    document, start = shown.document, on(shown, 1, part)
    steps = document.undo_stack.count()
    qtbot.mousePress(shown.view, LEFT, pos=start)
    for part_way in (frames // 2, frames):
        qtbot.mouseMove(shown.view, by(shown, start, part_way))
    assert shown.view._moving.prompt == (1, Span(*expected))
    assert document.undo_stack.count() == steps
    qtbot.mouseRelease(shown.view, LEFT, pos=by(shown, start, frames))
    assert document.shot.prompts == (Prompt("rain"), Prompt("red coat", Span(*expected)))
    assert document.undo_stack.count() == steps + 1
    assert shown.view.selected_prompt == 1
    document.undo_stack.undo()
    assert document.shot.prompts[1].span == Span(1011, 1030)
    assert shown.playhead.number == 1001


def test_escape_and_a_click_leave_the_prompt_where_it_is(shown: Shown, qtbot: QtBot) -> None:
    start, before = on(shown, 1), shown.document.project
    qtbot.mousePress(shown.view, LEFT, pos=start)
    qtbot.mouseMove(shown.view, by(shown, start, 9))
    qtbot.keyClick(shown.view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(shown.view, LEFT, pos=by(shown, start, 9))
    qtbot.mouseClick(shown.view, LEFT, pos=start)
    assert shown.view._moving.prompt is None
    assert shown.document.project is before
    assert shown.view.selected_prompt == 1


def test_an_edit_in_between_calls_the_drag_off(shown: Shown, qtbot: QtBot) -> None:
    start, document = on(shown, 1), shown.document
    qtbot.mousePress(shown.view, LEFT, pos=start)
    qtbot.mouseMove(shown.view, by(shown, start, 9))
    document.undo_stack.undo()  # the prompt is no longer there
    qtbot.mouseMove(shown.view, by(shown, start, 12))
    qtbot.mouseRelease(shown.view, LEFT, pos=by(shown, start, 12))
    assert document.shot.prompts == (Prompt("rain"),)
    assert "prompt_move_requested" not in [name for name, *_ in shown.sent]


def test_the_whole_shot_has_nowhere_to_go_but_its_ends_make_it_a_range(shown: Shown, qtbot: QtBot) -> None:
    start = on(shown, 0)
    qtbot.mousePress(shown.view, LEFT, pos=start)
    qtbot.mouseMove(shown.view, by(shown, start, 9))
    qtbot.mouseRelease(shown.view, LEFT, pos=by(shown, start, 9))
    assert shown.document.shot.prompts[0].span is None
    start = on(shown, 0, "start")
    qtbot.mousePress(shown.view, LEFT, pos=start)
    qtbot.mouseMove(shown.view, by(shown, start, 20))
    qtbot.mouseRelease(shown.view, LEFT, pos=by(shown, start, 20))
    assert Prompt("rain", Span(1021, 1060)) in shown.document.shot.prompts


def test_a_double_click_changes_a_prompt_or_adds_one(shown: Shown, qtbot: QtBot) -> None:
    qtbot.mouseDClick(shown.view, LEFT, pos=on(shown, 1))
    assert shown.sent[-1] == ("prompt_edit_requested", 1)
    free = QPoint(shown.at("prompts", 1045).x(), on(shown, 1).y())
    qtbot.mouseDClick(shown.view, LEFT, pos=free)
    assert shown.sent[-1] == ("prompt_add_requested", 1045)


def test_menu_and_tip_are_for_the_prompt_under_the_pointer(shown: Shown) -> None:
    at = on(shown, 1)
    ask_menu(shown, at)
    number = shown.view.geometry_now.number_at(at.x())
    assert shown.sent[-1] == ("prompt_menu_requested", 1, number, shown.view.mapToGlobal(at))
    assert "frames 1011 to 1030: red coat" in shown.view._tip(QPointF(at))
    assert "whole shot: rain" in shown.view._tip(QPointF(on(shown, 0)))
    assert shown.playhead.number == 1001


def test_selection_stays_on_its_prompt_and_is_one_with_keys(shown: Shown, qtbot: QtBot) -> None:
    document, view = shown.document, shown.view
    qtbot.mouseClick(view, LEFT, pos=on(shown, 1))
    document.edit("Add prompt", with_prompt(document.shot, "before", Span(1002, 1004)))
    assert view.selected_prompt == 2
    assert document.shot.prompts[2].text == "red coat"
    document.edit("Remove prompt", with_prompt(document.shot, "", Span(1011, 1030)))
    assert view.selected_prompt is None
    view.selected_prompt = 0
    view.selected_key = 1010
    assert view.selected_prompt is None
    view.selected_prompt = 0
    assert view.selected_key is None


def test_without_prompts_the_lane_says_how_to_add_one_and_frames_stay(shown: Shown, timeline_shot) -> None:
    document = shown.document
    assert shown.view._lanes().prompts.height > 30
    assert lay(shown.view.minimumHeight() - 12, 2).prompts.height > 30  # also where there is least room
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert shown.view._lanes().prompts.height <= 22
    assert "add a prompt" in shown.view._tip(QPointF(shown.at("prompts", 1020)))
    document.edit("Lay key", with_key(document.shot, document.shot.keys[0]))
    assert document.shot.prompts == ()


def test_the_playhead_does_not_go_through_the_words_that_say_how_to_add_a_prompt(
    timeline_shot, tmp_path: Path, qtbot: QtBot
) -> None:
    with open_timeline(timeline_shot, tmp_path, qtbot) as made:
        row = made.view._lanes().prompts

        def words() -> QImage:
            place = QRect(HEADER + 4, row.top + 2, 160, row.height - 4)
            return made.view.grab(place).toImage()

        made.playhead.go(1060)
        far = words()
        for number in (1001, 1003, 1008):
            made.playhead.go(number)
            assert words() == far, f"with the playhead on {number}"
        made.document.edit("Add prompt", with_prompt(made.document.shot, "rain"))
        made.playhead.go(1001)
        assert words() != far


def test_that_prompts_do_not_count_is_said_where_they_are_typed(shown: Shown) -> None:
    document = shown.document
    for name, said in ((DRAFT.name, UNREAD), (LONGANIMATION.name, "")):
        document.edit("Choose colorizer", with_colorizer(document.shot, name))
        assert shown.view.scene is not None
        assert shown.view.scene.prompts_unread == said
        for index in (0, 1):
            assert (UNREAD in shown.view._tip(QPointF(on(shown, index)))) == bool(said)


def test_how_to_change_prompts_is_said_in_japanese_whether_they_count_or_not(shown: Shown) -> None:
    document = shown.document
    use("ja")
    try:
        for name in (DRAFT.name, LONGANIMATION.name):
            document.edit("Choose colorizer", with_colorizer(document.shot, name))
            for index in (0, 1):
                assert "ダブルクリックで" in tr(shown.view._tip(QPointF(on(shown, index)))), name
        document.edit("Remove prompts", replace(document.shot, prompts=()))
        said = tr(shown.view._tip(QPointF(shown.at("prompts", 1020))))
        assert said == "ダブルクリックでこのセグメントのプロンプトを追加します。"
    finally:
        use("en")


def test_what_to_avoid_is_said_in_japanese_and_the_artists_words_stay(shown: Shown) -> None:
    use("ja")
    try:
        assert bars.said(Prompt("Fill", None)) == "Fill", "it is somebody's word, not the tool"
        assert bars.said(Prompt("warm\n light", None, "red hair")) == "warm light (避ける: red hair)"
        assert bars.said(Prompt("", None, "red hair")) == "避ける: red hair"
        prompt = with_prompt(shown.document.shot, "rain", None, "red hair").prompts
        shown.document.edit("Edit prompt", replace(shown.document.shot, prompts=prompt))
        for index, each in enumerate(prompt):
            if each.avoid:
                assert "(避ける: red hair)" in tr(shown.view._tip(QPointF(on(shown, index))))
    finally:
        use("en")
