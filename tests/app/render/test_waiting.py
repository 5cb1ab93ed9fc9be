"""The order of what waits: pure list work, so every case can be tried."""

from __future__ import annotations

import random
from pathlib import Path

from app.project.model import Span
from app.render.journal import Entry
from app.render.waiting import Item, Waiting
from engine.protocol.messages import ColorizeShot, SegmentRequest


def request(firsts: list[int], digest: str = "a", seed: int = 0) -> ColorizeShot:
    segments = tuple(
        SegmentRequest(index=first, first=first, last=first, seed=seed, digest=f"{digest}{first}") for first in firsts
    )
    return ColorizeShot(
        job="job", colorizer="draft", width=1000, height=500, frames=(), keys=(), segments=segments, out_dir="/o",
        cache_dir="/c",
    )  # fmt: skip


def items(asked: ColorizeShot, shot: str = "s") -> list[Item]:
    return [Item(shot, Path("/p"), asked, segment) for segment in asked.segments]


def order(waiting: Waiting) -> list[int]:
    return [item.span.first for item in waiting]


def test_one_request_is_given_in_one_go_as_far_as_it_lies_together() -> None:
    waiting = Waiting()
    assert waiting.run() == []
    first, second = items(request([1, 2, 3])), items(request([4, 5]))
    waiting.add(first)
    waiting.add(second, 1)
    assert order(waiting) == [1, 4, 5, 2, 3]
    assert waiting.run() == first[:1]
    waiting.remove(first[:1])
    assert waiting.run() == second
    assert waiting.entries() == (Entry("s", ((4, 4), (5, 5), (2, 2), (3, 3))),)


def test_only_the_same_variation_out_of_other_inputs_is_outdated() -> None:
    waiting = Waiting()
    waiting.add(items(request([1, 2])))
    waiting.add(items(request([1], seed=7)))
    waiting.add(items(request([1]), shot="other"))
    found = waiting.outdated("s", request([1, 3], digest="b"))
    assert found == waiting.items[:1]
    assert waiting.outdated("s", request([1, 2, 3])) == []


def test_work_is_counted_in_megapixel_frames() -> None:
    (item,) = items(request([3]))
    assert (item.frame, item.work) == (0.5, 0.5)


def test_no_move_loses_an_item_or_passes_what_is_under_way() -> None:
    dice = random.Random(1)
    waiting, all_of_them = Waiting(), items(request(list(range(1, 13))))
    waiting.add(all_of_them)
    for _ in range(2000):
        held = dice.randint(0, 1)
        head, item = waiting.items[0], dice.choice(all_of_them)
        before = order(waiting)
        if dice.random() < 0.5:
            waiting.to_front(waiting.find("s", item.span), held)
            assert (held and item is head) or waiting.items[held] is item
        else:
            waiting.shift(item, dice.randint(-14, 14), held)
        assert sorted(order(waiting)) == sorted(before)
        assert waiting.find("s", item.span) == [item]
        if held:
            assert waiting.items[0] is head
    waiting.remove(all_of_them)
    assert not waiting
    assert waiting.find("s", Span(1, 1)) == []
