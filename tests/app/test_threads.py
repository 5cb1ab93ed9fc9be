"""Turns of threads that can wait: only so many at a time, in their order, and one may let the others have theirs."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from app.threads import NICENESS, Turns, Worker, come_first, helpers

LONG = 20  # seconds


def waits(turns: Turns, pool: ThreadPoolExecutor, order: list[str], name: str) -> Future[None]:
    """Another thread that wants a turn now, and names itself in `order` when it has it."""

    def take() -> None:
        asks.set()
        with turns.one():
            order.append(name)

    asks = threading.Event()
    future = pool.submit(take)
    assert asks.wait(LONG)
    time.sleep(0.05)  # until it stands in the row; nothing tells of that
    return future


def test_who_begins_a_worker_does_not_wait_until_it_runs(monkeypatch):
    """Python's own `start` waits, here in the thread that begins workers, which is kept from it for a while."""
    free, begun, ran, begin = threading.Event(), [], threading.Event(), threading.Thread.start

    def start(thread: threading.Thread) -> None:
        begun.append(threading.current_thread().name)
        assert free.wait(LONG)
        begin(thread)

    before = Worker("before", lambda: None)
    before.start()
    before.join()  # the thread that begins the others is there
    monkeypatch.setattr(threading.Thread, "start", start)
    worker = Worker("later", ran.set)
    worker.start()
    assert worker.is_alive(), "nobody is to begin a second one"
    assert not ran.is_set()
    free.set()
    worker.join(LONG)
    assert ran.is_set()
    assert not worker.is_alive()
    assert begun
    assert threading.current_thread().name not in begun


def test_no_more_have_a_turn_than_there_are():
    turns, most, now = Turns(2), [0], [0]
    lock = threading.Lock()

    def work() -> None:
        for _ in range(50):
            with turns.one():
                with lock:
                    now[0] += 1
                    most[0] = max(most[0], now[0])
                time.sleep(0.0001)
                with lock:
                    now[0] -= 1

    with ThreadPoolExecutor(6) as pool:
        for future in [pool.submit(work) for _ in range(6)]:
            future.result(LONG)
    assert most == [2]


def test_turns_come_in_the_order_they_were_asked_for():
    turns, order = Turns(1), list[str]()
    with ThreadPoolExecutor(3) as pool:
        turns.begin()
        others = [waits(turns, pool, order, name) for name in ("first", "second", "third")]
        assert order == []
        turns.end()
        for other in others:
            other.result(LONG)
    assert order == ["first", "second", "third"]


def test_in_the_midst_of_a_turn_those_who_wait_may_go_first():
    turns, order = Turns(1), list[str]()
    with ThreadPoolExecutor(2) as pool, turns.one():
        turns.pass_on()  # nobody waits
        others = [waits(turns, pool, order, name) for name in ("first", "second")]
        turns.pass_on()
        order.append("own")
        assert order == ["first", "second", "own"]
        for other in others:
            other.result(LONG)


def test_a_failure_ends_the_turn():
    turns = Turns(1)
    with pytest.raises(ValueError, match="in the midst"), turns.one():
        raise ValueError("in the midst")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(turns.begin).result(LONG)


def slice_of_this_thread() -> int:
    """In nanoseconds, as the system tells it (sched_getattr)."""
    told = (ctypes.c_uint64 * 6)()  # size and policy, flags, nice and priority, runtime, deadline, period
    number = {"x86_64": 315, "aarch64": 275}[platform.machine()]
    assert ctypes.CDLL(None).syscall(number, 0, told, ctypes.sizeof(told), 0) == 0
    return told[3]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems put whoever has the keyboard first by themselves")
def test_the_windows_thread_gets_a_processor_in_short_slices_and_those_begun_by_it_do_not():
    if platform.machine() not in ("x86_64", "aarch64") or version() < (6, 12):
        pytest.skip("this system knows no slices of single threads")

    def first() -> tuple[int, int]:
        come_first()
        with ThreadPoolExecutor(1) as pool:
            return slice_of_this_thread(), pool.submit(slice_of_this_thread).result(LONG)

    with ThreadPoolExecutor(1) as pool:
        usual = pool.submit(slice_of_this_thread).result(LONG)
        own, begun_by_it = pool.submit(first).result(LONG)
    assert own < usual / 4
    assert begun_by_it == usual


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know no niceness of single threads")
def test_helpers_give_way_and_so_does_what_they_begin():
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def begun() -> int:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(niceness).result(LONG)

    with helpers() as pool:
        assert pool.submit(niceness).result(LONG) == pool.submit(begun).result(LONG) == NICENESS
    assert niceness() < NICENESS


def version() -> tuple[int, ...]:
    """Of the system's kernel."""
    return tuple(int(part) for part in platform.release().split("-")[0].split(".")[:2])
