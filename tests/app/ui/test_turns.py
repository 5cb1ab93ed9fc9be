"""Work that can wait is done one piece a turn: in its order, once, when it is let go, never for what is gone."""

from __future__ import annotations

import itertools
import time
from functools import partial

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from app.ui import turns
from app.ui.turns import Later, Rank


def test_each_piece_has_a_turn_of_its_own_the_first_rank_first(qtbot: QtBot) -> None:
    owner, done = QObject(), []
    around = Later(owner, lambda: done.append("around"), Rank.AROUND)
    panel = Later(owner, lambda: done.append("panel"))
    timeline = Later(owner, lambda: done.append("timeline"), Rank.TIMELINE)
    between = QTimer(owner)
    between.timeout.connect(lambda: done.append("turn"))
    between.start(0)
    for piece in (around, panel, timeline, around):
        piece.ask()
    assert done == []
    qtbot.waitUntil(lambda: "around" in done)
    qtbot.waitUntil(lambda: done[-1] == "turn" and done[-2] == "turn")
    work = [each for each in done if each != "turn"]
    assert work == ["timeline", "panel", "around"]
    places = [done.index(each) for each in work]
    assert all(later - earlier > 1 for earlier, later in itertools.pairwise(places))


def test_between_two_pieces_all_else_that_is_due_has_its_turn(qtbot: QtBot) -> None:
    """One timer that is due after each piece is what a key or a click would be."""
    owner, done = QObject(), []
    beat = QTimer(owner)
    beat.timeout.connect(lambda: done.append("beat"))

    def work(name: int) -> None:
        time.sleep(0.01)
        done.append(str(name))

    pieces = [Later(owner, partial(work, name)) for name in range(6)]
    for piece in pieces:
        piece.ask()
    beat.start(1)
    qtbot.waitUntil(lambda: "5" in done)
    assert [each for each in done if each != "beat"] == [str(name) for name in range(6)]
    assert not [pair for pair in itertools.pairwise(done[done.index("1") :]) if "beat" not in pair]


def test_who_needs_it_sooner_has_it_done_and_only_once(qtbot: QtBot) -> None:
    owner, done = QObject(), []
    piece, last = Later(owner, lambda: done.append(1)), Later(owner, lambda: done.append(2), Rank.AROUND)
    piece.now()
    assert done == []  # it was not due
    piece.ask()
    last.ask()
    piece.now()
    assert done == [1]
    assert not piece.due
    qtbot.waitUntil(lambda: 2 in done)
    assert done == [1, 2]


def test_what_is_gone_does_nothing_and_a_fault_stops_nobody_else(qtbot: QtBot) -> None:
    gone, owner, done = QObject(), QObject(), []

    def fail() -> None:
        raise RuntimeError("on purpose")

    Later(gone, lambda: done.append("gone"), Rank.TIMELINE).ask()
    failing = Later(owner, fail)
    failing.ask()
    Later(owner, lambda: done.append("last"), Rank.AROUND).ask()
    del gone
    with qtbot.captureExceptions() as faults:
        qtbot.waitUntil(lambda: "last" in done)
    assert done == ["last"]
    assert [str(fault[1]) for fault in faults] == ["on purpose"]


def test_all_of_it_waits_for_what_the_artist_looks_for(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, done = QObject(), []
    piece = Later(owner, lambda: done.append("work"))
    monkeypatch.setattr(turns, "_HELD", 3600.0)
    turns.hold()
    piece.ask()
    QTimer.singleShot(0, lambda: done.append("seen"))
    qtbot.waitUntil(lambda: "seen" in done)
    assert done == ["seen"]
    turns.let_go()
    qtbot.waitUntil(lambda: done == ["seen", "work"])
    monkeypatch.setattr(turns, "_HELD", 0.01)
    turns.hold()  # and nobody ever lets go
    piece.ask()
    qtbot.waitUntil(lambda: done == ["seen", "work", "work"])
