"""What Generate, Regenerate and Cancel do to a document, with the real engine."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from app.coloring import Coloring
from app.document import Document
from app.media.importer import import_line_art
from app.media.keys import lay_key
from app.media.pictures import parts_of, render
from app.project.model import Project, SegmentChoice, SegmentPlan, Shot, with_choice, with_key
from app.project.staleness import Status
from app.render import journal
from app.render.forecast import Forecast
from app.ui.viewer.names import PictureNames

Body = Callable[[Document, Coloring], Coroutine[None, None, None]]
Play = Callable[[Body], None]


@pytest.fixture
def play(tmp_path: Path, make_shot: Callable[..., object], qapp) -> Iterator[Play]:
    """Runs a coroutine on a shot of 12 frames in three segments, keyed on frame 1."""
    make_shot(tmp_path / "shot", frames=12, size=(96, 72))
    folder = tmp_path / "walk.shiage"
    folder.mkdir()
    line = import_line_art([tmp_path / "shot" / "line"], folder).line
    key = lay_key(tmp_path / "shot" / "color" / "0001.png", line, 1, folder).key
    shot = Shot(id="shot1", name="walk", line=line, keys=(key,), plan=SegmentPlan(4))

    async def run(body: Body) -> None:
        document = Document(folder, Project((shot,)))
        coloring = Coloring(document, tmp_path / "engine.log")
        try:
            await body(document, coloring)
        finally:
            await coloring.close()
            document.deleteLater()

    yield lambda body: asyncio.run(run(body))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()  # Qt objects must go while the application is there


def statuses(document: Document) -> list[Status]:
    return [segment.status for segment in document.segments]


def test_a_variation_becomes_the_take_shown_and_undo_brings_the_old_one_back(play: Play) -> None:
    async def body(document: Document, coloring: Coloring) -> None:
        coloring.generate(1)
        await coloring.queue.wait_idle()
        old = document.segments[1].take
        coloring.regenerate(1)
        await coloring.queue.wait_idle()
        new = document.segments[1].take
        assert statuses(document) == [Status.READY] * 3
        assert old is not None
        assert new is not None
        assert (old.seed, new.seed) == (0, 1)
        document.undo_stack.undo()
        assert document.segments[1].take == old
        assert len(document.takes_of(old.span)) == 2

    play(body)


def test_a_cancelled_variation_leaves_the_segment_as_it_was(play: Play) -> None:
    async def body(document: Document, coloring: Coloring) -> None:
        coloring.generate(1)
        await coloring.queue.wait_idle()
        before = document.shot
        coloring.regenerate(2)
        assert document.shot != before
        coloring.cancel()
        await coloring.queue.wait_idle()
        assert document.shot == before
        assert statuses(document) == [Status.READY] * 3
        assert not coloring.wanted()

    play(body)


def test_of_two_variations_the_one_that_is_not_cancelled_stays_the_choice(play: Play) -> None:
    async def body(document: Document, coloring: Coloring) -> None:
        coloring.generate(1)
        await coloring.queue.wait_idle()
        before = document.shot
        coloring.queue.pause()
        coloring.regenerate(0)
        coloring.queue.pause()
        coloring.regenerate(0)
        assert [item.segment.seed for item in coloring.queue.items] == [2, 1]
        coloring.cancel_segment(0)
        assert document.shot == before  # not the first variation, which was never made
        assert statuses(document) == [Status.READY] * 3

        coloring.regenerate(0)
        coloring.queue.pause()
        coloring.regenerate(0)
        newer, older = coloring.queue.items
        coloring.queue.resume()
        while len(document.takes) < 4:
            await asyncio.sleep(0.01)
        coloring.cancel_item(older)
        await coloring.queue.wait_idle()
        assert statuses(document) == [Status.READY] * 3
        shown = document.segments[0].take
        assert shown is not None
        assert shown.seed == newer.segment.seed

    play(body)


def test_of_two_variations_in_the_queue_the_older_one_is_chosen_when_the_newer_one_is_cancelled(play: Play) -> None:
    async def body(document: Document, coloring: Coloring) -> None:
        coloring.generate(1)
        await coloring.queue.wait_idle()
        before = document.shot
        coloring.regenerate(0)
        coloring.queue.pause()
        first = document.shot
        coloring.regenerate(0)
        newer, older = coloring.queue.items
        coloring.cancel_item(newer)
        assert document.shot == first
        document.undo_stack.undo()
        assert document.shot == before
        document.undo_stack.redo()
        assert document.shot == first
        assert not document.undo_stack.canRedo(), "nothing is left of what was cancelled"
        coloring.queue.resume()
        await coloring.queue.wait_idle()
        assert statuses(document) == [Status.READY] * 3
        shown = document.segments[0].take
        assert shown is not None
        assert shown.seed == older.segment.seed

    play(body)


def test_a_variation_that_fails_or_is_cancelled_takes_no_redo_away(play: Play) -> None:
    async def body(document: Document, coloring: Coloring) -> None:
        coloring.generate(1)
        await coloring.queue.wait_idle()
        before, steps = document.shot, document.undo_stack.count()
        failed: list[str] = []
        coloring.failed.connect(failed.append)
        for fails in (True, False):
            coloring.regenerate(2)
            if fails:
                for file in (document.path("..") / "shot" / "line").iterdir():
                    file.rename(file.with_suffix(".away"))
            document.edit("Rename", replace(document.shot, name="run"))
            document.undo_stack.undo()
            if not fails:
                coloring.cancel()
            await coloring.queue.wait_idle()
            assert len(failed) == 1
            assert document.shot == before
            assert statuses(document) == [Status.READY] * 3
            document.undo_stack.redo()
            assert document.shot == replace(before, name="run")
            document.undo_stack.undo()
            assert document.shot == before
            assert document.undo_stack.index() == steps, "what came to nothing is no step"

    play(body)


def test_a_variation_found_again_in_the_journal_can_be_cancelled(play: Play, tmp_path: Path) -> None:
    async def body(document: Document, coloring: Coloring) -> None:
        coloring.generate(1)
        await coloring.queue.wait_idle()
        before = document.shot
        coloring.regenerate(2)
        coloring.queue.pause()
        await coloring.close()
        left = journal.read(document.folder / journal.FILE)

        again = Document(document.folder, document.project, document.takes)
        recovered = Coloring(again, tmp_path / "engine.log")
        recovered.resume(left)
        assert [(item.segment.index, item.segment.seed) for item in recovered.queue.items] == [(2, 1)]
        recovered.cancel_segment(2)
        await recovered.queue.wait_idle()
        assert again.shot == before
        assert not again.undo_stack.canUndo()
        await recovered.close()
        again.deleteLater()

    play(body)


def test_all_variations_of_a_segment_found_again_in_the_journal_are_colored(play: Play, tmp_path: Path) -> None:
    async def body(document: Document, coloring: Coloring) -> None:
        coloring.generate(1)
        await coloring.queue.wait_idle()
        for _ in range(2):
            coloring.queue.pause()
            coloring.regenerate(2)
        await coloring.close()
        left = journal.read(document.folder / journal.FILE)

        again = Document(document.folder, document.project, document.takes)
        recovered = Coloring(again, tmp_path / "engine.log")
        assert len(recovered.left_over(left).segments) == 2
        recovered.resume(left)
        assert [item.segment.seed for item in recovered.queue.items] == [2, 1]
        recovered.queue.resume()
        await recovered.queue.wait_idle()
        assert {take.seed for take in again.takes_of(again.segments[2].span)} == {0, 1, 2}
        shown = again.segments[2].take
        assert shown is not None
        assert shown.seed == 2
        await recovered.close()
        again.deleteLater()

    play(body)


def test_no_variation_found_again_in_the_journal_is_colored_twice(play: Play, tmp_path: Path) -> None:
    async def body(document: Document, coloring: Coloring) -> None:
        coloring.generate(1)
        await coloring.queue.wait_idle()
        for _ in range(2):
            coloring.queue.pause()
            coloring.regenerate(2)
        await coloring.close()
        left = journal.read(document.folder / journal.FILE)

        again = Document(document.folder, document.project, document.takes)
        recovered = Coloring(again, tmp_path / "engine.log")
        recovered.generate(1)
        recovered.queue.pause()
        assert [one.segment.seed for one in recovered.left_over(left).variations] == [1], "the other is on its way"
        recovered.resume(left)
        assert [item.segment.seed for item in recovered.queue.items] == [2, 1]
        assert not recovered.left_over(left).segments, "no point in offering to go on"
        await recovered.close()
        again.deleteLater()

    play(body)


def test_a_queued_segment_is_brought_forward_by_generating_it(play: Play) -> None:
    async def body(document: Document, coloring: Coloring) -> None:
        assert coloring.forecast() == Forecast(3, 12, None)
        coloring.generate(1)
        coloring.queue.pause()
        assert coloring.generate_segment(2)
        assert [item.segment.index for item in coloring.queue.items] == [2, 0, 1]
        coloring.queue.resume()
        await coloring.queue.wait_idle()
        assert coloring.forecast() == Forecast(0, 0, coloring.queue.forecast("draft", 0))

    play(body)


def test_generate_lets_go_of_a_stale_take_chosen_by_hand(play: Play) -> None:
    async def body(document: Document, coloring: Coloring) -> None:
        coloring.generate(1)
        await coloring.queue.wait_idle()
        first = document.segments[0].take
        assert first is not None
        document.edit("Choose", with_choice(document.shot, SegmentChoice(first.span, first.id)))
        line = document.shot.line
        assert line is not None
        laid = lay_key(document.path("..") / "shot" / "color" / "0003.png", line, 3, document.folder)
        document.edit("Lay key", with_key(document.shot, laid.key))
        assert document.segments[0].status is Status.STALE
        coloring.generate(1)
        await coloring.queue.wait_idle()
        assert statuses(document) == [Status.READY] * 3
        assert document.segments[0].take != first

    play(body)


def test_an_edit_recolors_only_what_depends_on_it(play: Play) -> None:
    async def body(document: Document, coloring: Coloring) -> None:
        coloring.generate(1)
        await coloring.queue.wait_idle()
        line = document.shot.line
        assert line is not None
        laid = lay_key(document.path("..") / "shot" / "color" / "0010.png", line, 10, document.folder)
        document.edit("Lay key", with_key(document.shot, laid.key))
        assert statuses(document) == [Status.STALE] * 3, "one key before made all of them listen to it"
        coloring.generate(1)
        await coloring.queue.wait_idle()
        again = lay_key(document.path("..") / "shot" / "color" / "0012.png", line, 12, document.folder)
        document.edit("Lay key", with_key(document.shot, again.key))
        assert statuses(document) == [Status.READY, Status.READY, Status.STALE]
        assert coloring.generate(1) == 1
        await coloring.queue.wait_idle()

    play(body)


def test_frames_of_the_segment_under_way_are_seen_before_it_is_done(play: Play) -> None:
    async def body(document: Document, coloring: Coloring) -> None:
        names, seen = PictureNames(document), set[tuple[int, str]]()

        def look() -> None:
            for number in range(1, 13):
                if names.seen(number, "picture") != names.of(number, "picture"):
                    key = names.seen(number, "picture")
                    seen.add((number, key.take_path))
                    assert key.take_at == 0
                    assert key is names.seen(number, "picture"), "one name as long as nothing changes"
                    picture = render(key, parts_of(key))
                    assert picture.shape[:2] == (72, 96)
                    assert names.seen(number, "line") == names.of(number, "line")

        document.early_changed.connect(look)
        coloring.generate(5)
        await coloring.queue.wait_idle()
        assert {number for number, _ in seen} >= {5}
        assert not any(document.early_at(number) for number in range(1, 13)), "now the takes are shown"
        assert statuses(document) == [Status.READY] * 3
        assert len(document.takes) == 3

    play(body)


def test_what_was_seen_early_goes_with_a_pause_and_with_other_line_art(play: Play) -> None:
    async def body(document: Document, coloring: Coloring) -> None:
        came = asyncio.Event()
        document.early_changed.connect(came.set)
        coloring.generate(5)
        await came.wait()
        assert document.early_at(5) is not None
        before = document.shot
        line = before.line
        assert line is not None
        document.edit("Relink", replace(before, line=replace(line, name="again")))
        assert document.early_at(5) is None
        coloring.clear()
        await coloring.queue.wait_idle()

        came.clear()
        coloring.regenerate(1)
        await came.wait()
        assert document.early_at(5) is not None
        coloring.queue.pause()
        assert document.early_at(5) is None
        coloring.cancel()
        await coloring.queue.wait_idle()

    play(body)


def test_nothing_is_seen_early_that_would_not_be_shown_once_it_is_done(play: Play) -> None:
    async def body(document: Document, coloring: Coloring) -> None:
        coloring.generate(5)
        await coloring.queue.wait_idle()
        old = document.segments[1].take
        assert old is not None
        came = asyncio.Event()
        document.early_changed.connect(came.set)

        async def regenerated() -> None:
            came.clear()
            coloring.regenerate(1)
            await came.wait()
            assert document.early_at(5) is not None

        await regenerated()
        varied = document.shot
        document.undo_stack.undo()  # the old take is ready again
        assert document.early_at(5) is None
        document.undo_stack.redo()
        assert document.early_at(5) is not None
        document.edit("Choose", with_choice(varied, replace(document.segments[1].choice, take=old.id)))
        assert document.early_at(5) is None
        document.undo_stack.undo()
        document.edit("Lock", with_choice(varied, replace(document.segments[1].choice, locked=True)))
        assert document.early_at(5) is None
        document.undo_stack.undo()
        document.edit("Cut otherwise", replace(varied, plan=SegmentPlan(6)))
        assert document.early_at(5) is None
        document.undo_stack.undo()
        assert document.early_at(5) is not None
        coloring.clear()
        assert document.early_at(5) is None
        await coloring.queue.wait_idle()

    play(body)


def test_frames_of_another_size_are_not_seen_early(play: Play) -> None:
    async def body(document: Document, coloring: Coloring) -> None:
        line, came = document.shot.line, list[object]()
        assert line is not None
        document.early_changed.connect(lambda: came.append(document.early_at(5)))
        coloring.generate(5)
        document.edit("Relink", replace(document.shot, line=replace(line, width=50, height=40)))
        await coloring.queue.wait_idle()
        assert not any(came)

    play(body)
