"""The plan of segments: every length of shot, no frame lost, the overlap as asked."""

from __future__ import annotations

import pytest

from app.project.model import SegmentPlan, Span
from app.project.segments import first_looked_at, plan, segment_at

WIDE = [SegmentPlan(*cut) for cut in ((24, 0), (16, 4), (81, 9), (81, 27), (600, 100), (5000, 0))]
NARROW = [SegmentPlan(*cut) for cut in ((1, 0), (2, 1), (3, 0), (5, 3), (49, 48), (5000, 4999))]
CUTS = [*WIDE, *NARROW]


def name(cut: SegmentPlan) -> str:
    return f"{cut.length}-{cut.overlap}"


def check_plan(total: int, cut: SegmentPlan) -> None:
    spans = plan(Span(1001, 1000 + total), cut)
    where = f"{total} frames in {cut}: {spans[-3:]}"
    assert spans[0].first == 1001, where
    assert spans[-1].last == 1000 + total, where
    least = min(max(1, cut.length // 3), (cut.length - cut.overlap + 1) // 2)  # new frames a segment brings
    last = None
    for first, after in spans:
        assert after - first + 1 <= cut.length, where
        if last is not None:
            assert last - first + 1 == cut.overlap, where
            assert after - last >= least, where
        last = after
    assert all(after - first + 1 == cut.length for first, after in spans[:-2]), where


@pytest.mark.parametrize("cut", WIDE, ids=name)
def test_every_frame_of_every_length_to_5000_is_covered_in_order_with_the_overlap_asked(cut: SegmentPlan):
    for total in range(1, 5001):
        check_plan(total, cut)


@pytest.mark.parametrize("cut", NARROW, ids=name)
def test_plans_of_tiny_steps_hold_too(cut: SegmentPlan):
    for total in [*range(1, 301), 1000, 4999, 5000]:
        check_plan(total, cut)


def test_a_short_rest_is_shared_out_instead_of_left_as_a_stub():
    spans = plan(Span(1, 50), SegmentPlan(24, 0))
    assert [span.length for span in spans] == [24, 13, 13]
    assert [span.length for span in plan(Span(1, 48), SegmentPlan(24, 0))] == [24, 24]
    assert [span.length for span in plan(Span(1, 56), SegmentPlan(24, 0))] == [24, 24, 8]


def test_a_shot_shorter_than_a_segment_is_one_segment():
    for total in range(1, 82):
        assert plan(Span(0, total - 1), SegmentPlan(81, 9)) == (Span(0, total - 1),)


def test_a_plan_of_whole_segments_cuts_each_to_its_full_length_but_the_last():
    cut = SegmentPlan(81, 17, whole=True)
    for total in range(1, 2001):
        spans = plan(Span(1, total), cut)
        assert [span.first for span in spans] == list(range(1, 64 * len(spans), 64)), total
        assert {span.length for span in spans[:-1]} <= {81}, total
        assert spans[-1].last == total
        assert len(spans) == 1 or 18 <= spans[-1].length <= 81, total


@pytest.mark.parametrize(("length", "overlap"), [(0, 0), (-5, 0), (4, 4), (4, 5), (4, -1)])
def test_a_cut_that_cannot_be_is_refused(length: int, overlap: int):
    with pytest.raises(ValueError, match="cannot share"):
        plan(Span(1, 10), SegmentPlan(length, overlap))


def test_an_overlap_is_shown_by_the_later_segment_from_its_middle_on():
    spans = plan(Span(1, 28), SegmentPlan(16, 4))
    assert spans == (Span(1, 16), Span(13, 28))
    assert [segment_at(spans, number) for number in range(12, 18)] == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("cut", CUTS, ids=name)
def test_every_frame_is_shown_by_one_segment_that_holds_it_and_never_goes_back(cut: SegmentPlan):
    spans = plan(Span(1, 300), cut)
    shown = [segment_at(spans, number) for number in range(1, 301)]
    assert all(number in spans[at] for number, at in enumerate(shown, 1))
    assert shown == sorted(shown)
    if cut.overlap < cut.length // 2:
        assert set(shown) == set(range(len(spans)))


def test_a_frame_outside_the_shot_is_in_no_segment():
    with pytest.raises(IndexError):
        segment_at((Span(1, 4),), 5)


def test_what_the_playhead_looks_at_comes_first_then_what_is_near_ahead_before_behind():
    spans = plan(Span(1, 55), SegmentPlan(11, 0))
    assert first_looked_at(spans, 28) == [2, 3, 1, 4, 0]  # equally near: the one ahead
    assert first_looked_at(spans, 24) == [2, 1, 3, 0, 4]
    assert first_looked_at(spans, 1) == [0, 1, 2, 3, 4]
    assert first_looked_at(spans, 999) == [4, 3, 2, 1, 0]
    assert first_looked_at((), 5) == []
