"""The playhead: always inside the shot, drawing by drawing and key by key, and exact in time while it plays."""

import time
from fractions import Fraction
from statistics import median

import pytest
from pytestqt.qtbot import QtBot

from app.project.model import Span
from app.ui.viewer.playhead import Playhead

SHOT = Span(1001, 1048)
ON_TWOS = tuple(range(1001, 1049, 2))


@pytest.fixture
def playhead(qapp) -> Playhead:
    made = Playhead()
    made.moved.connect(made.shown)  # every picture is at hand
    made.set_shot(SHOT, Fraction(24), ON_TWOS, (1010, 1030))
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


class Clocked:
    """Notes each move of a playhead that is about to play `rate` frames a second: how many frames behind it was."""

    def __init__(self, playhead: Playhead, rate: Fraction) -> None:
        self._playhead, self._rate = playhead, rate
        self.seen: list[int] = []
        self.behind: list[float] = []
        playhead.moved.connect(self._moved)
        self._begun = time.perf_counter()

    def _moved(self, number: int) -> None:
        self.seen.append(number)
        self.behind.append((time.perf_counter() - self._begun) * float(self._rate) - self.passed)

    @property
    def passed(self) -> int:
        """Frames whose time has come."""
        return len(self.seen) + self._playhead.dropped

    def check(self) -> None:
        """No frame comes before its time, and most within it: only a busy computer makes some of them late."""
        assert min(self.behind) >= 0
        assert median(self.behind) < 1


def test_playing_keeps_to_the_clock_and_goes_round(playhead: Playhead, qtbot: QtBot) -> None:
    rate = Fraction(60000, 1001)
    playhead.set_shot(Span(1, 40), rate, (), ())
    clocked = Clocked(playhead, rate)
    playhead.play()
    qtbot.waitUntil(lambda: clocked.passed >= 50 and len(clocked.seen) >= 20)
    assert 0 < playhead.measured < 90
    playhead.pause()
    assert playhead.measured == 0
    clocked.check()
    assert playhead.number == 1 + clocked.passed % 40
    assert set(clocked.seen) <= set(range(1, 41))


def test_backwards_it_keeps_to_the_clock_too(playhead: Playhead, qtbot: QtBot) -> None:
    playhead.set_shot(Span(1, 40), Fraction(60), (), ())
    clocked = Clocked(playhead, Fraction(60))
    playhead.play(-1)
    assert playhead.direction == -1
    qtbot.waitUntil(lambda: clocked.passed >= 50 and len(clocked.seen) >= 20)
    playhead.pause()
    clocked.check()
    assert playhead.number == 1 + -clocked.passed % 40
    assert playhead.direction == 1


def test_in_realtime_a_late_window_drops_frames_and_counts_them(playhead: Playhead, qtbot: QtBot) -> None:
    playhead.moved.connect(lambda _: playhead.pause())  # at the first move, before another can follow
    with qtbot.waitSignal(playhead.moved):
        playhead.play()
        time.sleep(0.3)  # the window is busy
    assert playhead.number >= 1001 + 7
    assert playhead.dropped == playhead.number - 1001 - 1
    assert playhead.dropped > 0  # still to be read
    playhead.play()
    assert playhead.dropped == 0


def test_in_realtime_a_picture_that_did_not_come_in_time_is_dropped(qtbot: QtBot) -> None:
    playhead = Playhead()
    playhead.set_shot(Span(1001, 9000), Fraction(60), (), ())
    playhead.shown(1001)
    seen: list[int] = []
    playhead.moved.connect(seen.append)
    playhead.play()
    qtbot.waitUntil(lambda: len(seen) >= 4)
    playhead.pause()
    assert playhead.dropped == playhead.number - 1001 - 1  # all but the last, whose time is not over
    assert playhead.measured == 0


def test_when_all_frames_are_played_none_is_passed_over(playhead: Playhead, qtbot: QtBot) -> None:
    playhead.realtime = False
    seen: list[int] = []
    playhead.moved.connect(seen.append)
    playhead.play()
    time.sleep(0.3)
    qtbot.waitUntil(lambda: len(seen) >= 3)
    playhead.pause()
    assert seen == list(range(1002, 1002 + len(seen)))
    assert playhead.dropped == 0


def test_when_all_frames_are_played_each_waits_for_its_picture(qtbot: QtBot) -> None:
    playhead = Playhead()
    playhead.set_shot(SHOT, Fraction(100), (), ())
    playhead.realtime = False
    playhead.play()
    assert not playhead._beat.waiting  # its picture is still to come, and no time is waited for
    playhead.shown(1040)  # another one's
    assert not playhead._beat.waiting
    assert playhead.number == 1001
    for number in (1001, 1002, 1003):
        with qtbot.waitSignal(playhead.moved, check_params_cb=lambda at, number=number: at == number + 1):
            playhead.shown(number)
        assert playhead.number == number + 1
        assert not playhead._beat.waiting
    playhead.realtime = True  # which waits for nothing
    qtbot.waitUntil(lambda: playhead.number > 1006)
    playhead.pause()


@pytest.mark.parametrize("realtime", [True, False])
def test_shuttling_doubles_and_turning_round_begins_anew(playhead: Playhead, qtbot: QtBot, realtime: bool) -> None:
    playhead.realtime = realtime
    paces = []
    for direction in (1, 1, 1, 1, 1, -1, -1, 1):
        playhead.shuttle(direction)
        paces.append(playhead.direction * playhead.speed)
    assert paces == [1, 2, 4, 8, 8, -1, -2, 1]
    playhead.go(1001)
    playhead.shuttle(1)
    playhead.shuttle(1)
    seen: list[int] = []
    playhead.moved.connect(seen.append)
    qtbot.waitUntil(lambda: len(seen) >= 3)
    playhead.pause()
    stride = 4 if realtime else 1
    assert {number % stride for number in seen} == {1001 % stride}
    assert (playhead.direction, playhead.speed) == (1, 1)


def test_once_through_halts_at_the_end_and_sets_out_again_from_the_beginning(playhead: Playhead, qtbot: QtBot) -> None:
    playhead.set_shot(Span(1, 6), Fraction(100), (), ())
    playhead.loop = "once"
    playhead.go(4)
    with qtbot.waitSignal(playhead.playing_changed, check_params_cb=lambda playing: not playing):
        playhead.play()
    assert playhead.number == 6
    seen: list[int] = []
    playhead.moved.connect(seen.append)
    playhead.play()
    assert playhead.number == 1
    qtbot.waitUntil(lambda: not playhead.playing)
    assert seen == sorted(seen)
    assert len(seen) + playhead.dropped == 6
    with qtbot.waitSignal(playhead.playing_changed, check_params_cb=lambda playing: not playing):
        playhead.play(-1)
    assert playhead.number == 1


def test_there_and_back_shows_each_end_once(playhead: Playhead, qtbot: QtBot) -> None:
    playhead.set_shot(Span(1, 4), Fraction(50), (), ())
    playhead.loop = "ping-pong"
    playhead.realtime = False  # so that a busy computer leaves none out
    seen: list[tuple[int, int]] = []
    playhead.moved.connect(lambda number: seen.append((number, playhead.direction)))
    playhead.play()
    qtbot.waitUntil(lambda: len(seen) >= 8)
    playhead.pause()
    assert seen[:8] == [(2, 1), (3, 1), (4, -1), (3, -1), (2, -1), (1, 1), (2, 1), (3, 1)]


def test_in_and_out_are_set_kept_in_the_shot_and_cleared(playhead: Playhead, qtbot: QtBot) -> None:
    with qtbot.waitSignal(playhead.range_changed):
        playhead.set_in(1010)
    assert playhead.in_out == Span(1010, 1048)
    assert playhead.looped_range
    playhead.set_out(1020)
    assert playhead.in_out == Span(1010, 1020)
    playhead.set_out(1005)  # before in
    assert playhead.in_out == Span(1001, 1005)
    playhead.set_in(1030)  # after out
    assert playhead.in_out == Span(1030, 1048)
    playhead.set_range(Span(1020, 1010))
    assert playhead.in_out == Span(1010, 1020)
    playhead.clear_in()
    assert playhead.in_out == Span(1001, 1020)
    playhead.clear_out()
    assert playhead.in_out is None
    assert not playhead.looped_range
    playhead.looped_range = True
    assert not playhead.looped_range  # there is nothing to stay in
    playhead.set_range(Span(900, 5000))
    assert playhead.in_out == SHOT
    playhead.set_range(Span(1, 5))
    assert playhead.in_out is None


def test_another_shot_cuts_the_range_to_what_it_has(playhead: Playhead) -> None:
    playhead.set_range(Span(1010, 1040))
    playhead.looped_range = False
    playhead.set_shot(Span(1020, 1100), Fraction(24), (), ())
    assert playhead.in_out == Span(1020, 1040)
    assert not playhead.looped_range  # as it was
    playhead.set_shot(Span(1, 10), Fraction(24), (), ())
    assert playhead.in_out is None


def test_playing_stays_in_the_range_while_it_is_looped(playhead: Playhead, qtbot: QtBot) -> None:
    playhead.set_shot(SHOT, Fraction(100), (), ())
    playhead.set_range(Span(1010, 1014))
    seen: list[int] = []
    playhead.play()
    assert playhead.number == 1010  # from outside it sets out where the range begins
    playhead.moved.connect(seen.append)
    qtbot.waitUntil(lambda: len(seen) >= 8)
    assert set(seen) <= set(range(1010, 1015))
    playhead.go(1040)
    seen.clear()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0] == 1010
    playhead.looped_range = False
    qtbot.waitUntil(lambda: playhead.number > 1014)
    playhead.set_range(Span(1012, 1012))
    assert not playhead.playing  # one frame stands still
    playhead.play()
    assert not playhead.playing


def test_home_and_end_stop_at_a_looped_range_first(playhead: Playhead) -> None:
    playhead.set_range(Span(1010, 1020))
    playhead.go(1015)
    visited = []
    for walk in (playhead.first, playhead.first, playhead.first, playhead.last, playhead.last, playhead.first):
        walk()
        visited.append(playhead.number)
    assert visited == [1010, 1001, 1001, 1020, 1048, 1010]
    playhead.looped_range = False
    playhead.first()
    assert playhead.number == 1001


def test_frames_are_written_as_the_artist_likes(playhead: Playhead, qtbot: QtBot) -> None:
    assert playhead.label(1001) == "1001"
    with qtbot.waitSignal(playhead.label_kind_changed):
        playhead.label_kind = "feet"
    assert playhead.label(1001) == "62+09"


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
