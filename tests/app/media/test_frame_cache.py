"""The cache stays in its budget, reads what is asked for first, and hands errors on."""

from __future__ import annotations

import os
import sys
import threading
import time
import weakref
from collections.abc import Iterator

import numpy as np
import pytest

from app.media.frame_cache import FrameCache
from app.threads import Turns

WAIT = 5.0


class Decoder:
    """Decodes any key to 100 bytes; keys are noted in order; `gate` holds every decode back while closed."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.started = threading.Semaphore(0)

    def __call__(self, key: str) -> np.ndarray:
        self.order.append(key)
        self.started.release()
        assert self.gate.wait(WAIT)
        if key.startswith("bad"):
            raise ValueError(key)
        return np.zeros(1000 if key.startswith("big") else 100, np.uint8)


class Answers:
    """Collects what the callbacks get."""

    def __init__(self) -> None:
        self.got: dict[str, object] = {}
        self._one = threading.Semaphore(0)

    def __call__(self, key: str, result: object) -> None:
        self.got[key] = result
        self._one.release()

    def wait(self, count: int = 1) -> None:
        for _ in range(count):
            assert self._one.acquire(timeout=WAIT)


@pytest.fixture
def decoder() -> Decoder:
    return Decoder()


@pytest.fixture
def cache(decoder: Decoder) -> Iterator[FrameCache[str, np.ndarray]]:
    cache = FrameCache(500, 1, decoder)
    yield cache
    decoder.gate.set()
    cache.close()


def ask(cache: FrameCache[str, np.ndarray], *keys: str) -> Answers:
    answers = Answers()
    for key in keys:
        cache.request(key, answers)
        answers.wait()
    return answers


def held_back(cache: FrameCache[str, np.ndarray], decoder: Decoder, answers: Answers) -> None:
    """Let the worker start on "first" and hold it there."""
    decoder.gate.clear()
    cache.request("first", answers)
    assert decoder.started.acquire(timeout=WAIT)


def test_a_picture_is_decoded_once_and_then_at_hand(cache, decoder):
    assert cache.get("a") is None
    answers = ask(cache, "a", "a")
    assert answers.got["a"] is cache.get("a")
    assert decoder.order == ["a"]
    assert cache.cached() == {"a"}
    assert cache.used_bytes == 100


def test_least_recently_used_pictures_make_room(cache):
    ask(cache, "a", "b", "c", "d", "e")
    cache.get("a")
    ask(cache, "f")
    assert cache.cached() == {"a", "c", "d", "e", "f"}
    assert cache.used_bytes == 500


def test_what_was_made_elsewhere_is_kept_within_the_budget(cache, decoder):
    ask(cache, "a", "b", "c", "d", "e")
    made = np.ones(100, np.uint8)
    cache.put("f", made)
    assert cache.get("f") is made
    assert cache.cached() == {"b", "c", "d", "e", "f"}
    cache.put("f", np.zeros(100, np.uint8))
    assert cache.get("f") is made, "at hand already"
    assert "f" not in decoder.order


def test_a_smaller_budget_counts_at_once(cache):
    ask(cache, "a", "b", "c", "d", "e")
    cache.get("a")
    cache.set_budget(250)
    assert cache.cached() == {"e", "a"}
    ask(cache, "f")
    assert cache.used_bytes == 200


@pytest.mark.parametrize("key", ["big", "bad"])
def test_what_was_handed_over_is_not_held_on_to(cache: FrameCache[str, np.ndarray], key: str) -> None:
    answers = ask(cache, key)
    asker = weakref.ref(answers)
    picture = weakref.ref(answers.got["big"]) if key == "big" else lambda: None
    del answers
    end = time.monotonic() + WAIT
    while (asker() is not None or picture() is not None) and time.monotonic() < end:
        time.sleep(0.001)  # the worker is on its way to the next key
    assert asker() is None
    assert picture() is None


def test_a_picture_over_the_budget_is_given_but_not_kept(cache):
    ask(cache, "a")
    answers = ask(cache, "big")
    assert isinstance(answers.got["big"], np.ndarray)
    assert cache.cached() == {"a"}


def test_what_is_asked_for_jumps_the_queue_newest_first(cache, decoder):
    answers = Answers()
    held_back(cache, decoder, answers)
    cache.prefetch(["ahead1", "ahead2"])
    cache.request("older", answers)
    cache.request("newer", answers)
    cache.request("older2", answers)
    cache.request("newer", answers)
    decoder.gate.set()
    answers.wait(5)
    while "ahead2" not in cache.cached():
        assert decoder.started.acquire(timeout=WAIT)
    assert decoder.order == ["first", "newer", "older2", "older", "ahead1", "ahead2"]


def test_a_new_prefetch_replaces_the_old_one(cache, decoder):
    answers = Answers()
    held_back(cache, decoder, answers)
    cache.prefetch(["old1", "old2"])
    cache.prefetch(["new", "first"])
    decoder.gate.set()
    answers.wait()
    ask(cache, "last")
    cache.close()
    assert set(decoder.order) <= {"first", "new", "last"}
    assert decoder.order.count("first") == 1


def test_what_was_taken_back_is_not_decoded_unless_somebody_else_wants_it(cache, decoder):
    answers, other = Answers(), Answers()
    held_back(cache, decoder, answers)
    for key in ("gone", "shared"):
        cache.request(key, answers)
    cache.request("shared", other)
    for key in ("gone", "shared", "never asked"):
        cache.withdraw(key, answers)
    decoder.gate.set()
    other.wait()
    ask(cache, "last")
    assert decoder.order == ["first", "shared", "last"]
    assert set(answers.got) == {"first"}


def test_taken_back_while_being_decoded_it_is_kept_but_not_told(cache, decoder):
    answers = Answers()
    held_back(cache, decoder, answers)
    cache.withdraw("first", answers)
    decoder.gate.set()
    ask(cache, "last")
    assert answers.got == {}
    assert cache.cached() == {"first", "last"}


def test_reading_ahead_can_be_given_up(cache, decoder):
    answers = Answers()
    held_back(cache, decoder, answers)
    cache.prefetch(["ahead1", "ahead2"])
    cache.cancel_ahead()
    decoder.gate.set()
    ask(cache, "last")
    assert decoder.order == ["first", "last"]


def test_one_worker_is_left_for_what_is_asked_for(decoder):
    cache: FrameCache[str, np.ndarray] = FrameCache(500, 2, decoder, reading_ahead=1)
    answers = Answers()
    decoder.gate.clear()
    cache.prefetch(["ahead1", "ahead2"])
    assert decoder.started.acquire(timeout=WAIT)
    cache.request("wished", answers)
    assert decoder.started.acquire(timeout=WAIT)
    assert decoder.order == ["ahead1", "wished"]
    decoder.gate.set()
    answers.wait()
    assert decoder.started.acquire(timeout=WAIT)
    cache.close()
    assert decoder.order == ["ahead1", "wished", "ahead2"]


def test_news_come_with_each_picture_at_hand_and_not_with_errors(decoder):
    news = threading.Semaphore(0)
    cache: FrameCache[str, np.ndarray] = FrameCache(500, 1, decoder, changed=news.release)
    ask(cache, "bad", "a", "a", "b")
    assert news.acquire(timeout=WAIT)
    assert news.acquire(timeout=WAIT)
    cache.close()
    assert not news.acquire(blocking=False)


def test_prefetching_keeps_what_lies_ahead(cache, decoder):
    ask(cache, "a", "b", "c", "d", "e")
    cache.prefetch(["a", "b", "f"])
    while "f" not in cache.cached():
        assert decoder.started.acquire(timeout=WAIT)
    assert {"a", "b", "f"} <= cache.cached()


def test_errors_reach_the_asker_and_are_kept_until_tried_again(cache, decoder):
    answers = ask(cache, "bad", "a")
    assert isinstance(answers.got["bad"], ValueError)
    assert cache.get("bad") is None
    cache.prefetch(["bad", "b"])
    ask(cache, "c")
    assert decoder.order.count("bad") == 1
    ask(cache, "bad")
    assert decoder.order.count("bad") == 2


def test_everyone_who_asked_is_answered_by_one_decode(cache, decoder):
    first, second = Answers(), Answers()
    held_back(cache, decoder, first)
    cache.request("first", second)
    decoder.gate.set()
    first.wait()
    second.wait()
    assert decoder.order == ["first"]


def test_close_ends_the_threads_and_drops_open_wishes(decoder):
    before = set(threading.enumerate())
    cache: FrameCache[str, np.ndarray] = FrameCache(500, 2, decoder)
    answers, dropped = Answers(), Answers()
    decoder.gate.clear()
    for key in ("first", "second"):
        cache.request(key, answers)
        assert decoder.started.acquire(timeout=WAIT)
    cache.request("third", dropped)
    closing = threading.Thread(target=cache.close)
    closing.start()
    decoder.gate.set()
    closing.join(WAIT)
    assert not closing.is_alive()
    cache.request("fourth", dropped)
    cache.close()
    assert set(threading.enumerate()) <= before
    assert decoder.order == ["first", "second"]
    assert dropped.got == {}


def test_many_threads_at_once_stay_within_the_budget():
    cache: FrameCache[int, np.ndarray] = FrameCache(10_000, 3, lambda key: np.full(100 + key % 7, key % 256, np.uint8))
    wrong: list[int] = []

    def check(asked: int, got: np.ndarray | Exception) -> None:
        if isinstance(got, Exception) or got[0] != asked % 256:
            wrong.append(asked)

    def hammer(seed: int) -> None:
        rng = np.random.default_rng(seed)
        for key in rng.integers(0, 300, 300).tolist():
            cache.request(key, check)
            cache.prefetch(range(key, key + 5))
            if cache.used_bytes > 10_000:
                wrong.append(-1)

    threads = [threading.Thread(target=hammer, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    cache.close()
    assert wrong == []
    assert cache.used_bytes == sum(picture.nbytes for key in cache.cached() if (picture := cache.get(key)) is not None)


def test_those_who_read_ahead_help_where_more_is_asked_for_than_is_kept_free(decoder):
    cache: FrameCache[str, np.ndarray] = FrameCache(500, 3, decoder, reading_ahead=2)
    answers = Answers()
    decoder.gate.clear()
    for key in ("a", "b", "c"):
        cache.request(key, answers)
    for _ in range(3):
        assert decoder.started.acquire(timeout=WAIT), "all three at once"
    decoder.gate.set()
    answers.wait(3)
    cache.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a niceness for each thread")
def test_what_reads_ahead_gives_way_and_what_is_asked_for_does_not():
    nice: dict[str, int] = {}
    begun, asked = threading.Semaphore(0), threading.Event()

    def decode(key: str) -> np.ndarray:
        nice[key] = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        begun.release()
        assert asked.wait(WAIT)
        return np.zeros(8, np.uint8)

    cache: FrameCache[str, np.ndarray] = FrameCache(500, 2, decode, reading_ahead=1)
    cache.prefetch(["ahead"])
    assert begun.acquire(timeout=WAIT)
    cache.request("asked", lambda key, found: None)
    assert begun.acquire(timeout=WAIT)
    asked.set()
    cache.close()
    assert nice["ahead"] > nice["asked"]


def test_what_is_read_in_advance_waits_for_its_turn_and_what_is_asked_for_does_not(decoder):
    turns = Turns(1)
    cache = FrameCache(500, 2, decoder, reading_ahead=1, turns=turns)
    turns.begin()
    cache.prefetch(["near"])
    ask(cache, "now")
    time.sleep(0.05)
    assert decoder.order == ["now"]
    turns.end()
    ask(cache, "near")  # whoever reads it
    cache.close()
    with turns.one():  # none was kept
        assert decoder.order == ["now", "near"]
