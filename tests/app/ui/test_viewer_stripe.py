"""The stripe goes through a long shot in portions, and starts over when what it found counts no more."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.project.model import Span
from app.ui.viewer.stripe import Stripe


class Shot(QObject):
    """Frames of which looking at each takes a while."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.held = set(range(1, count + 1))
        self.count, self.visited, self.looks = count, 0, 0
        self.stripe = Stripe(self)
        self.stripe.due.connect(self.look)

    def look(self) -> None:
        self.looks += 1
        self.stripe.look_over(self.frames(frozenset(self.held)))

    def frames(self, held: frozenset[int]) -> Iterator[tuple[int, bool]]:
        for number in range(1, self.count + 1):
            self.visited += 1
            time.sleep(0.0005)
            yield number, number in held


def test_frames_in_a_row_are_one_span(qtbot: QtBot) -> None:
    shot = Shot(12)
    shot.held = {1, 2, 3, 7, 9, 10, 12}
    with qtbot.waitSignal(shot.stripe.changed):
        shot.stripe.look_again()
    assert shot.stripe.spans == (Span(1, 3), Span(7, 7), Span(9, 10), Span(12, 12))
    shot.held.clear()
    with qtbot.waitSignal(shot.stripe.changed):
        shot.stripe.look_again()
    assert shot.stripe.spans == ()


def test_a_long_shot_is_gone_through_in_portions(qtbot: QtBot) -> None:
    shot = Shot(100)
    shot.look()
    assert 0 < shot.visited < 100
    assert shot.stripe.spans == ()
    qtbot.waitUntil(lambda: shot.stripe.spans == (Span(1, 100),))
    assert shot.visited == 100


def test_news_in_the_middle_lead_to_another_look_and_many_to_one(qtbot: QtBot) -> None:
    shot = Shot(100)
    shot.look()
    shot.held.discard(1)
    for _ in range(50):
        shot.stripe.look_again()
    qtbot.waitUntil(lambda: shot.stripe.spans == (Span(2, 100),))
    assert shot.looks == 2


def test_what_was_found_of_another_shot_counts_no_more(qtbot: QtBot) -> None:
    shot = Shot(100)
    shot.look()
    shot.count = 3
    shot.stripe.look_again(anew=True)
    qtbot.waitUntil(lambda: shot.stripe.spans == (Span(1, 3),))
    assert shot.looks == 2
