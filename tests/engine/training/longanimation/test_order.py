"""The order in which examples are seen: each once a time around, anew each time, steps of one shape."""

from __future__ import annotations

from engine.training.longanimation.order import Order

BUCKETS = ["wide"] * 7 + ["tall"] * 6 + ["short"] * 3


def test_every_item_comes_once_a_time_around_and_in_another_order_each_time() -> None:
    order = Order(BUCKETS, 4, seed=0)
    rounds = [[order.item(16 * times + place) for place in range(16)] for times in range(3)]
    assert all(sorted(one) == list(range(16)) for one in rounds)
    assert rounds[0] != rounds[1] != rounds[2]
    assert rounds[0] != list(range(16))


def test_an_order_is_gone_on_with_anywhere_and_is_another_for_another_seed() -> None:
    order = Order(BUCKETS, 4, seed=0)
    straight = [order.item(index) for index in range(40)]
    assert [Order(BUCKETS, 4, seed=0).item(index) for index in (39, 3, 17)] == [straight[at] for at in (39, 3, 17)]
    assert [Order(BUCKETS, 4, seed=1).item(index) for index in range(40)] != straight


def test_steps_are_of_one_bucket_as_far_as_its_items_go() -> None:
    order = Order(BUCKETS, 3, seed=5)
    steps = [{BUCKETS[order.item(3 * step + place)] for place in range(3)} for step in range(5)]
    assert all(len(step) == 1 for step in steps), "2, 2 and 1 whole steps"
