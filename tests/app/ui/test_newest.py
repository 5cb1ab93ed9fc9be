"""One worker for the newest wish: what is still wished for goes on, what is not is given up, and it can rest."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import pytest

from app.threads import in_advance
from app.ui.newest import Newest, Stopped

LONG = 20  # seconds


class Bench:
    """A worker whose tasks begin, and end or ask whether to go on, as the test says."""

    def __init__(self) -> None:
        self.begun: SimpleQueue[str] = SimpleQueue()
        self.steps: SimpleQueue[str] = SimpleQueue()
        self.asked: SimpleQueue[bool] = SimpleQueue()
        self.told: SimpleQueue[tuple[str, str | None]] = SimpleQueue()
        self.worker: Newest[str, str] = Newest("bench", self._work, lambda task, made: self.told.put((task, made)))

    def _work(self, task: str, stopped: Stopped) -> str:
        self.begun.put(task)
        while (step := self.steps.get(timeout=LONG)) == "ask":
            stop = stopped()
            self.asked.put(stop)
            if stop:
                return "half"
        if step == "fail":
            raise ValueError(task)
        return f"{task} done"

    def begins(self) -> str:
        return self.begun.get(timeout=LONG)

    def asks(self) -> bool:
        self.steps.put("ask")
        return self.asked.get(timeout=LONG)

    def tells(self) -> tuple[str, str | None]:
        return self.told.get(timeout=LONG)


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.steps.put("end")
    made.worker.close()


def test_what_is_wished_for_is_done_in_its_order(bench: Bench):
    bench.worker.want(["one", "two"])
    for task in ("one", "two"):
        assert bench.begins() == task
        bench.steps.put("end")
        assert bench.tells() == (task, f"{task} done")


def test_a_task_still_wished_for_goes_on_and_is_not_done_again(bench: Bench):
    bench.worker.want(["one", "two"])
    assert bench.begins() == "one"
    bench.worker.want(["three", "one"])
    assert not bench.asks()
    bench.steps.put("end")
    assert bench.tells() == ("one", "one done")
    assert bench.begins() == "three"


def test_a_task_no_longer_wished_for_is_given_up_and_not_told(bench: Bench):
    bench.worker.want(["one"])
    assert bench.begins() == "one"
    bench.worker.want(["two"])
    assert bench.asks()
    assert bench.begins() == "two"
    bench.worker.want(["two", "one"])
    bench.steps.put("end")
    assert bench.tells() == ("two", "two done")
    assert bench.begins() == "one"


def test_a_failure_is_told_and_the_next_one_begins(bench: Bench, caplog: pytest.LogCaptureFixture):
    bench.worker.want(["one", "two"])
    assert bench.begins() == "one"
    bench.steps.put("fail")
    assert bench.tells() == ("one", None)
    assert "a task of bench failed" in caplog.text
    assert bench.begins() == "two"


def test_it_rests_between_tasks_and_within_them(bench: Bench):
    bench.worker.want(["one", "two"])
    assert bench.begins() == "one"
    bench.worker.rest(True)
    bench.steps.put("ask")
    bench.steps.put("end")
    assert bench.asked.empty()
    bench.worker.rest(False)
    assert bench.asked.get(timeout=LONG) is False
    assert bench.tells() == ("one", "one done")
    assert bench.begins() == "two"


def test_others_that_can_wait_have_the_turn_while_it_rests(bench: Bench):
    bench.worker.want(["one"])
    assert bench.begins() == "one"
    bench.worker.rest(True)
    bench.steps.put("ask")
    while bench.steps.qsize():
        time.sleep(0.001)
    with ThreadPoolExecutor(in_advance.most) as pool:
        others = threading.Barrier(in_advance.most, timeout=LONG)

        def work() -> None:
            with in_advance.one():
                others.wait()

        for future in [pool.submit(work) for _ in range(in_advance.most)]:
            future.result(LONG)
    bench.worker.rest(False)
    assert bench.asked.get(timeout=LONG) is False


def closing(worker: Newest[str, str]) -> Callable[[], None]:
    ended = threading.Thread(target=worker.close)
    ended.start()
    return lambda: ended.join(LONG)


def test_closing_ends_a_task_that_asks_and_begins_no_other(bench: Bench):
    bench.worker.want(["one", "two"])
    assert bench.begins() == "one"
    wait = closing(bench.worker)
    while not bench.asks():
        pass
    wait()
    bench.worker.want(["three"])
    assert bench.told.empty()
    assert bench.begun.empty()
