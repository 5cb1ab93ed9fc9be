"""What is read in advance: most of it where the playhead goes, some behind, each frame once."""

from itertools import islice

from app.project.model import Span
from app.ui.viewer.reading import Course, order

SHOT = Span(1001, 1100)


def some(number: int, course: Course, count: int = 8, shot: Span = SHOT) -> list[int]:
    return list(islice(order(number, shot, course), count))


def test_the_nearest_come_first_and_three_ahead_for_each_one_behind() -> None:
    assert some(1050, Course()) == [1051, 1052, 1053, 1049, 1054, 1055, 1056, 1048]
    assert some(1050, Course(direction=-1)) == [1049, 1048, 1047, 1051, 1046, 1045, 1044, 1052]


def test_every_frame_comes_once() -> None:
    for course in (Course(), Course(direction=-1), Course(loop="ping-pong"), Course(loop="once")):
        found = list(order(1050, SHOT, course))
        assert len(found) == len(set(found))
        assert set(found) == set(range(1001, 1101)) - {1050}, course
    assert list(order(7, Span(7, 7), Course())) == []


def test_a_loop_goes_round_within_in_and_out() -> None:
    course = Course(playing=True, region=Span(1010, 1019))
    assert some(1018, course, 4) == [1019, 1010, 1011, 1017]
    assert set(order(1018, SHOT, course)) == set(range(1010, 1020)) - {1018}
    assert some(1050, course, 2) == [1010, 1011]  # playing begins where it comes in


def test_there_and_back_turns_at_the_end_and_once_halts_there() -> None:
    assert some(1098, Course(loop="ping-pong"), 4) == [1099, 1100, 1097, 1096]
    assert some(1098, Course(loop="once"), 4) == [1099, 1100, 1097, 1096]
    assert some(1002, Course(loop="once", direction=-1), 3) == [1001, 1003, 1004]


def test_faster_playing_reads_the_frames_it_shows() -> None:
    assert some(1050, Course(stride=4), 3) == [1054, 1058, 1062]
