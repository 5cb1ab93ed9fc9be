"""The queue's journal: the newest state wins, and a damaged file is no obstacle."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.project.model import SegmentChoice, Span
from app.project.variations import Variations
from app.render import journal
from app.render.journal import Entry, Journal, Left


def test_the_newest_state_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "queue.json"
    writer = Journal(path)
    for count in range(30, 0, -1):
        many = tuple((first, first + 9) for first in range(count))
        writer.record((Entry("a", many), Entry("b", ((1, 5),))), paused=count == 1)
    writer.close()
    assert journal.read(path) == Left((Entry("a", ((0, 9),)), Entry("b", ((1, 5),))), paused=True)
    assert [entry.name for entry in tmp_path.iterdir()] == ["queue.json"]


def test_variations_are_read_back_with_what_was_chosen_before_them(tmp_path: Path) -> None:
    path, span = tmp_path / "queue.json", Span(1, 9)
    chain = tuple(SegmentChoice(span, take, seed=seed) for take, seed in (("t", 4), (None, 5), (None, 6)))
    writer = Journal(path)
    writer.record_variations("a", (Variations(chain, (5, 6)),))
    writer.record((Entry("a", (span,)),))
    writer.record_variations("a", (Variations(chain, (6,)),))
    writer.close()
    assert journal.read(path) == Left((Entry("a", (span,)),), variations={"a": (Variations(chain, (6,)),)})


def test_nothing_left_to_do_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "queue.json"
    writer = Journal(path)
    writer.record(())
    writer.record((Entry("a", ((1, 2),)),))
    writer.record(())
    writer.close()
    assert not list(tmp_path.iterdir())
    assert journal.read(path) == Left()


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[", b"null", b'[{"shot":1}]', b'[{"shot":"a","spans":[[1]]}]', b"\xff\xfe\x00", b"[" * 50_000],
    ids=["empty", "object", "cut", "null", "number", "half a span", "not text", "nested"],
)
def test_a_damaged_journal_counts_as_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "queue.json"
    path.write_bytes(data)
    assert journal.read(path) == Left()


def test_a_folder_that_is_gone_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    writer = Journal(tmp_path / "gone" / "queue.json")
    writer.record((Entry("a", ((1, 2),)),))
    writer.close()
    assert "cannot be written" in caplog.text


def test_a_journal_from_before_pauses_is_read(tmp_path: Path) -> None:
    path = tmp_path / "queue.json"
    path.write_text('[{"shot": "a", "spans": [[25, 48], [1, 24], [25, 48]]}, {"shot": "b", "spans": [[1, 5]]}]')
    left = journal.read(path)
    assert not left.paused
    assert left.spans("a") == (Span(25, 48), Span(1, 24))  # each once, in its order
    assert left.spans("c") == ()
