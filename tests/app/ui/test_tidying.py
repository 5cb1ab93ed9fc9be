"""Garbage is collected in the UI thread and nowhere else."""

import gc
import threading
from collections.abc import Iterator

import pytest

from app.ui.tidying import Tidying


class Cycle:
    """Garbage that only the collector frees, and that says in which thread it went."""

    gone: list[threading.Thread]

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        type(self).gone.append(threading.current_thread())


class Painter:
    """Whether somebody paints."""

    busy = False


@pytest.fixture
def painter() -> Painter:
    return Painter()


@pytest.fixture
def tidying(qtbot, painter: Painter) -> Iterator[Tidying]:
    made = Tidying(busy=lambda: painter.busy)
    yield made
    made.deleteLater()
    gc.unfreeze()
    gc.collect()
    gc.freeze()  # as before


def test_a_worker_that_allocates_frees_nothing_and_the_ui_thread_does(tidying: Tidying, qtbot) -> None:
    Cycle.gone = []
    thresholds = gc.get_threshold()

    def allocate() -> None:
        Cycle()
        kept = [[] for _ in range(20 * thresholds[0])]
        assert len(kept) == 20 * thresholds[0]

    gc.set_threshold(10)
    try:
        worker = threading.Thread(target=allocate)
        worker.start()
        worker.join()
        assert Cycle.gone == []
        kept = [[] for _ in range(100)]
        qtbot.waitUntil(lambda: Cycle.gone != [], timeout=10_000)
        assert len(kept) == 100
    finally:
        gc.set_threshold(*thresholds)
    assert Cycle.gone == [threading.main_thread()]


def test_not_all_is_looked_through_while_somebody_paints(tidying: Tidying, painter: Painter, qtbot) -> None:
    painter.busy = True
    looked: list[int] = []

    def note(phase: str, told: dict[str, int]) -> None:
        if phase == "stop":
            looked.append(told["generation"])

    thresholds = gc.get_threshold()
    gc.set_threshold(10, 0, 0)  # what is older is due as soon as what is young was looked through
    gc.callbacks.append(note)
    kept: list[list[list[object]]] = []
    try:
        for _ in range(4):
            seen = len(looked)
            kept.append([[] for _ in range(100)])
            qtbot.waitUntil(lambda seen=seen: len(looked) > seen, timeout=10_000)
        assert {0, 1} == set(looked)
        painter.busy = False
        kept.append([[] for _ in range(100)])
        qtbot.waitUntil(lambda: 2 in looked, timeout=10_000)
    finally:
        gc.callbacks.remove(note)
        gc.set_threshold(*thresholds)
