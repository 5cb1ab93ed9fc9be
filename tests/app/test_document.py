"""The document: edits are undoable, takes are not, and segments always say how they stand."""

import gc
from dataclasses import replace
from pathlib import Path

import pytest

from app.commands import EditProject
from app.document import Document
from app.project.model import Drawing, Key, LineArt, Project, SegmentChoice, Shot, Span, Take, with_choice, with_key
from app.project.staleness import Status


def line_art(count: int = 60) -> LineArt:
    frames = tuple(Drawing(number, f"/line/{number}.png", f"d{number}") for number in range(1, count + 1))
    return LineArt("walk", "/line", 64, 48, frames)


@pytest.fixture
def document(tmp_path: Path) -> Document:
    shot = Shot(id="a", name="walk", line=line_art(), keys=(Key(1, "keys/1.png", "k1"),))
    return Document(tmp_path, Project((shot,)))


def take(document: Document, index: int, inputs: str | None = None, created: float = 1.0) -> Take:
    segment = document.segments[index]
    made_from = segment.inputs if inputs is None else inputs
    name = f"{segment.span.first}-{made_from[:8]}"
    return Take(name, "a", segment.span, f"takes/{name}.frames", made_from, "p", 0, "draft", created)


def test_an_empty_project_gets_a_shot_to_work_on(tmp_path: Path, qapp) -> None:
    document = Document(tmp_path / "Walk.shiage", Project())
    assert document.shot.name == "Walk"
    assert document.segments == ()


def test_every_edit_is_undone_and_redone(document: Document, qtbot) -> None:
    start = document.project
    with qtbot.waitSignal(document.changed):
        document.edit("Lay key", with_key(document.shot, Key(30, "keys/30.png", "k30")))
    document.edit("Rename", replace(document.shot, name="run"))
    end = document.project
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.project == start
    document.undo_stack.redo()
    document.undo_stack.redo()
    assert document.project == end


def test_an_edit_that_changes_nothing_is_no_undo_step(document: Document) -> None:
    document.edit("Nothing", document.shot)
    assert document.undo_stack.count() == 0


def test_a_take_makes_its_segment_ready_and_survives_undo(document: Document) -> None:
    assert [segment.status for segment in document.segments] == [Status.EMPTY] * 3
    document.edit("Rename", replace(document.shot, name="run"))
    document.add_take(take(document, 0))
    assert document.segments[0].status is Status.READY
    document.undo_stack.undo()
    assert document.segments[0].status is Status.READY


def test_a_key_makes_only_dependent_segments_stale_and_undo_makes_them_ready_again(document: Document) -> None:
    document.edit("Lay key", with_key(document.shot, Key(30, "keys/30.png", "k30")))
    for index in range(3):
        document.add_take(take(document, index))
    document.edit("Lay key", with_key(document.shot, Key(55, "keys/55.png", "k55")))
    assert [segment.status for segment in document.segments] == [Status.READY, Status.STALE, Status.STALE]
    document.undo_stack.undo()
    assert [segment.status for segment in document.segments] == [Status.READY] * 3


def test_the_newest_fitting_take_is_shown_before_a_newer_one_that_does_not_fit(document: Document) -> None:
    document.add_take(take(document, 0, created=1))
    document.add_take(take(document, 0, "other" * 6, created=2))
    shown = document.segments[0].take
    assert shown is not None
    assert shown.created == 1


def test_an_edit_brings_back_no_take_that_was_given_up(document: Document) -> None:
    def shown(of: Document) -> list[str]:
        return [segment.take.id for segment in of.segments if segment.take is not None]

    def color(created: float) -> None:
        for each in [take(document, index, created=created) for index in range(3)]:
            document.add_take(each)

    color(1)
    first = shown(document)
    document.edit("Paint", with_key(document.shot, Key(30, "keys/30.png", "k30")))
    assert shown(document) == first  # stale, and still what it was
    color(2)
    second = shown(document)
    assert not set(first[1:]) & set(second[1:])
    document.undo_stack.undo()
    assert shown(document) == first
    document.edit("Paint", with_key(document.shot, Key(40, "keys/40.png", "k40")))
    assert document.segments[1].status is Status.STALE
    assert shown(document) == first
    document.edit("Paint", with_key(document.shot, Key(40, "keys/40.png", "k40b")))  # nothing looked in between
    document.edit("Rename", replace(document.shot, name="run"))
    assert shown(document) == first
    document.edit("Plan", replace(document.shot, plan=replace(document.shot.plan, length=60)))
    assert shown(document) == []
    document.undo_stack.undo()
    assert shown(document) == first


def test_a_take_chosen_and_not_chosen_any_more_leaves_what_was_shown_before(document: Document) -> None:
    old, new = take(document, 0, "a" * 16, created=1), take(document, 0, "b" * 16, created=2)
    for each in (new, old):
        document.add_take(each)
    assert document.segments[0].take == old  # it came last
    document.edit("Choose", with_choice(document.shot, SegmentChoice(Span(1, 24), new.id)))
    document.edit("Rename", replace(document.shot, name="run"))
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.segments[0].take == old
    document.remove_take(old.id)
    assert document.segments[0].take == new
    document.add_takes((old,))
    assert document.segments[0].take == new  # brought back, not made
    assert Document(document.folder, document.project, (old, new)).segments[0].take == new


def test_a_chosen_take_stays_and_a_locked_segment_is_never_wanted(document: Document) -> None:
    old = take(document, 0, "older" * 6, created=1)
    document.add_take(old)
    document.add_take(take(document, 0, created=2))
    span = document.segments[0].span
    document.edit("Choose", with_choice(document.shot, SegmentChoice(span, old.id, locked=True)))
    segment = document.segments[0]
    assert segment.take == old
    assert segment.status is Status.LOCKED
    assert not segment.wanted


def test_removing_the_chosen_take_falls_back_to_what_is_left(document: Document) -> None:
    first, second = take(document, 0, "a" * 16, created=1), take(document, 0, "b" * 16, created=2)
    document.add_take(first)
    document.add_take(second)
    document.edit("Choose", with_choice(document.shot, SegmentChoice(Span(1, 24), first.id)))
    document.remove_take(first.id)
    assert document.segments[0].take == second


def test_undo_steps_that_are_dropped_are_freed(document: Document) -> None:
    for number in range(2, 52):
        document.edit("Lay key", with_key(document.shot, Key(number, "k.png", f"k{number}")))
    assert sum(type(thing) is EditProject for thing in gc.get_objects()) >= 50
    document.undo_stack.clear()
    gc.collect()
    assert not any(type(thing) is EditProject for thing in gc.get_objects())


def test_every_frame_has_its_segment_and_none_beside_the_shot(document: Document) -> None:
    document.edit("Plan", replace(document.shot, plan=replace(document.shot.plan, length=20, overlap=4)))
    shown = [document.segment_at(number) for number in range(1, 61)]
    places = [segment.index for segment in shown if segment is not None]
    assert len(places) == 60
    assert places == sorted(places)
    assert set(places) == {segment.index for segment in document.segments}
    assert document.segment_at(0) is None
    assert document.segment_at(61) is None
    document.edit("Plan", replace(document.shot, plan=replace(document.shot.plan, length=60)))
    assert document.segment_at(60) == document.segments[0]
    document.edit("Empty", replace(document.shot, line=None))
    assert document.segment_at(1) is None


def test_steps_that_move_no_files_are_taken_up_by_the_project_opened_anew(document: Document, qtbot) -> None:
    moved: list[str] = []
    document.edit("Rename", replace(document.shot, name="run"))
    shown = document.shot
    document.delete_takes("Delete take", shown, lambda: moved.append("away"), lambda: moved.append("back"))
    document.edit("Rename", replace(shown, name="jump"))
    jump = document.project
    document.edit("Rename", replace(shown, name="fly"))
    document.undo_stack.undo()
    steps = document.steps
    assert [step.text for step in steps.each] == ["Rename", "Rename"]
    assert steps.done == 1

    again = Document(document.folder, jump)
    with qtbot.assertNotEmitted(again.changed):
        assert again.take_up(steps)
    assert again.project == jump
    again.undo_stack.redo()
    assert again.shot.name == "fly"
    again.undo_stack.undo()
    again.undo_stack.undo()
    assert again.shot.name == "run"
    assert not again.undo_stack.canUndo(), "the take was put away before that"
    assert moved == ["away"]

    other = Document(document.folder, steps.each[0].before)
    assert not other.take_up(steps)
    assert not other.undo_stack.canUndo()
