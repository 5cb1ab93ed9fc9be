"""The playhead: always inside the shot, drawing by drawing and key by key, and exact in time while it plays."""

import time
from fractions import Fraction

import pytest
from pytestqt.qtbot import QtBot

from app.project.model import Span
from app.ui.viewer.playhead import Playhead

SHOT = Span(1001, 1048)
ON_TWOS = frozenset(range(1002, 1049, 2))


@pytest.fixture
def playhead(qapp) -> Playhead:
    made = Playhead()
    made.set_shot(SHOT, Fraction(24), ON_TWOS, [1010, 1030])
    return made


def test_it_begins_at_the_first_frame_and_never_leaves_the_shot(playhead: Playhead, qtbot: QtBot) -> None:
    assert playhead.number == 1001
    with qtbot.waitSignal(playhead.moved, check_params_cb=lambda number: number == 1048):
        playhead.go(5000)
    playhead.step(-100)
    assert playhead.number == 1001
    playhead.last()
    assert playhead.number == 1048
    playhead.first()
    assert playhead.number == 1001


def test_without_a_shot_nothing_moves_it(qapp) -> None:
    playhead = Playhead()
    playhead.go(5)
    playhead.step(1)
    playhead.next_key()
    playhead.play()
    assert playhead.number == 0
    assert not playhead.playing


def test_drawings_are_walked_over_their_holds(playhead: Playhead) -> None:
    playhead.next_drawing()
    assert playhead.number == 1003
    playhead.step(1)
    playhead.previous_drawing()
    assert playhead.number == 1003
    playhead.previous_drawing()
    assert playhead.number == 1001
    playhead.previous_drawing()
    assert playhead.number == 1001


def test_keys_are_walked_from_one_to_the_next(playhead: Playhead) -> None:
    visited = []
    for walk in (playhead.next_key, playhead.next_key, playhead.next_key, playhead.previous_key, playhead.previous_key):
        walk()
        visited.append(playhead.number)
    assert visited == [1010, 1030, 1030, 1010, 1010]


def test_another_shot_keeps_the_frame_where_it_can(playhead: Playhead) -> None:
    playhead.go(1020)
    playhead.set_shot(Span(1010, 1300), Fraction(25), (), ())
    assert playhead.number == 1020
    playhead.set_shot(Span(1, 12), Fraction(25), (), ())
    assert playhead.number == 1
    playhead.set_shot(None, Fraction(25), (), ())
    assert playhead.number == 0


def test_playing_keeps_to_the_clock_and_goes_round(playhead: Playhead, qtbot: QtBot) -> None:
    playhead.set_shot(Span(1, 10), Fraction(60000, 1001), (), ())
    seen: list[int] = []
    playhead.moved.connect(seen.append)
    begun = time.perf_counter()
    playhead.play()
    qtbot.waitUntil(lambda: len(seen) >= 20)
    playhead.pause()
    passed = len(seen) + playhead.dropped
    assert passed == pytest.approx((time.perf_counter() - begun) * 60000 / 1001, abs=3)
    assert min(seen) == 1
    assert max(seen) == 10


def test_in_realtime_a_late_window_drops_frames_and_counts_them(playhead: Playhead, qtbot: QtBot) -> None:
    playhead.play()
    time.sleep(0.3)  # the window is busy
    qtbot.waitUntil(lambda: playhead.number != 1001)
    assert playhead.number >= 1001 + 7
    assert playhead.dropped == playhead.number - 1001 - 1
    playhead.pause()


def test_in_play_all_no_frame_is_passed_over(playhead: Playhead, qtbot: QtBot) -> None:
    playhead.realtime = False
    seen: list[int] = []
    playhead.moved.connect(seen.append)
    playhead.play()
    time.sleep(0.3)
    qtbot.waitUntil(lambda: len(seen) >= 3)
    playhead.pause()
    assert seen == list(range(1002, 1002 + len(seen)))
    assert playhead.dropped == 0


def test_stepping_stops_playing_and_jumping_does_not(playhead: Playhead, qtbot: QtBot) -> None:
    with qtbot.waitSignal(playhead.playing_changed):
        playhead.toggle()
    playhead.go(1030)
    assert playhead.playing
    with qtbot.waitSignal(playhead.playing_changed):
        playhead.step(1)
    assert playhead.number == 1031
    assert not playhead.playing


def test_a_shot_of_one_frame_does_not_play(playhead: Playhead) -> None:
    playhead.set_shot(Span(7, 7), Fraction(24), (), ())
    playhead.play()
    assert not playhead.playing
    assert playhead.number == 7
