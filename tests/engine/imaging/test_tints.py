"""The colors of a picture's lines are told where it has lines in colors of its own, and nowhere else."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.imaging.compose import lay_lines, line_factor
from engine.imaging.tints import LineSight, Tints, Told, flat_numbers, merged_tints

PAPER, SKIN, HAIR = (255, 255, 255), (250, 220, 190), (60, 70, 120)
BLACK, BROWN, BLUE = (0, 0, 0), (120, 60, 30), (20, 30, 90)
COLORS = np.array([PAPER, SKIN, HAIR], np.uint8)
NUMBERS = dict(zip((PAPER, SKIN, HAIR), flat_numbers(COLORS).tolist(), strict=True))
Color = tuple[int, int, int]


def flats() -> np.ndarray:
    """(360, 480) indices: a face, half covered by hair, on paper."""
    found = np.zeros((360, 480), np.uint8)
    cv2.circle(found, (240, 180), 120, 1, -1)
    cv2.rectangle(found, (120, 60), (360, 130), 2, -1)
    return found


def drawing(shift: int = 0) -> np.ndarray:
    """(360, 480): soft lines around the flats, and within face and hair."""
    paper, found = np.full((360, 480), 255, np.uint8), flats()
    for flat in (1, 2):
        for outline in cv2.findContours((found == flat).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
            cv2.polylines(paper, [outline], True, 0, 3, cv2.LINE_AA)
    for down in (180, 210, 240):
        cv2.line(paper, (190, down), (290, down + 6), 0, 3, cv2.LINE_AA)
    for right in (160, 240, 320):
        cv2.line(paper, (right, 70), (right + 12, 118), 0, 3, cv2.LINE_AA)
    return np.roll(paper, shift, axis=(0, 1))


def painted(line: np.ndarray, face: Color, hair: Color, outside: Color | None = None) -> np.ndarray:
    """(360, 480, 3): lines of one color in the lower part, of another in the upper one."""
    tint = np.empty((*line.shape, 3), np.uint8)
    tint[:140], tint[140:] = hair, face
    if outside is not None:
        tint[flats() == 0] = outside
    return lay_lines(COLORS[flats()], line, "dark", tint)


def told_by(picture: np.ndarray, line: np.ndarray | None = None) -> Tints:
    factor = line_factor(drawing() if line is None else line, "dark")
    assert factor is not None
    return LineSight(picture, factor, flats(), COLORS).tints()


def lines_over(tints: Tints) -> dict[Color, Color]:
    told = {flat: tints.over[number].line for flat, number in NUMBERS.items() if number in tints.over}
    return {flat: line for flat, line in told.items() if line is not None}


def test_lines_are_told_exactly_over_each_flat_and_between_two():
    tints = told_by(painted(drawing(), BROWN, BLUE))
    assert lines_over(tints)[SKIN] == BROWN
    assert lines_over(tints)[HAIR] == BLUE
    between = {pair: told.line for pair, told in tints.between.items()}
    assert between[tuple(sorted((NUMBERS[PAPER], NUMBERS[SKIN])))] == BROWN
    assert between[tuple(sorted((NUMBERS[PAPER], NUMBERS[HAIR])))] == BLUE


def test_black_lines_are_told_to_be_as_they_are_drawn():
    told = told_by(painted(drawing(), BLACK, (9, 8, 12)))
    assert set(lines_over(told).values()) == {BLACK}
    assert set(lines_over(told)) == {PAPER, SKIN, HAIR}


@pytest.mark.parametrize("soft", [False, True])
def test_a_color_layer_without_lines_says_nothing(soft: bool):
    layer = COLORS[flats()]
    if soft:
        layer = cv2.GaussianBlur(layer, (5, 5), 0)
    assert told_by(layer) == Tints({}, {})


def test_flats_painted_over_or_beside_the_middle_of_a_line_are_no_line():
    wider = cv2.dilate((flats() == 1).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    layer = COLORS[flats()]
    layer[wider & (flats() == 0)] = SKIN
    assert told_by(layer) == Tints({}, {})


def test_lines_that_lie_elsewhere_than_the_drawing_has_them_say_nothing():
    assert told_by(painted(drawing(7), BROWN, BLUE)) == Tints({}, {})


def test_what_compression_leaves_of_a_line_is_still_its_color():
    ok, data = cv2.imencode(".jpg", painted(drawing(), BROWN, BLUE)[..., ::-1], [int(cv2.IMWRITE_JPEG_QUALITY), 90])
    assert ok
    read = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert read is not None
    told = lines_over(told_by(read[..., ::-1]))
    assert np.abs(np.subtract(told[SKIN], BROWN)).max() <= 12
    assert np.abs(np.subtract(told[HAIR], BLUE)).max() <= 12


def test_colored_ink_says_nothing():
    red = cv2.merge([np.full((360, 480), 255, np.uint8), drawing(), drawing()])
    assert told_by(painted(drawing(), BROWN, BLUE), red) == Tints({}, {})


def test_a_highlight_that_would_make_lines_vanish_is_none():
    assert SKIN not in lines_over(told_by(painted(drawing(), (255, 250, 245), BLUE)))
    assert lines_over(told_by(painted(drawing(), BROWN, (200, 210, 250))))[HAIR] == (200, 210, 250)


def test_gray_that_fills_something_outvotes_the_lines_it_would_be_spoiled_by():
    line = drawing()
    line[250:345, 10:110] = line[250:345, 370:470] = 200  # shadows on the paper, drawn as tone
    assert lines_over(told_by(painted(line, BROWN, BLUE), line))[PAPER] == BROWN, "which the key has in brown as well"
    picture = painted(line, BROWN, BLUE)
    picture[line == 200] = 200
    told = told_by(picture, line)
    assert lines_over(told)[PAPER] == BLACK
    assert lines_over(told)[SKIN] == BROWN


def test_where_pictures_differ_most_ink_counts():
    few, many, like = Told(BROWN, 40), Told(BLUE, 50), Told((126, 62, 30), 30)
    joined = merged_tints(Tints({1: told}, {(1, 2): told}) for told in (few, many, like))
    assert joined.over == {1: Told(BROWN, 70)}
    assert joined.between == {(1, 2): Told(BROWN, 70)}
    assert merged_tints([Tints({1: few}, {}), Tints({1: Told(BLACK, 41)}, {})]).over[1].line == BLACK
    assert merged_tints([]) == Tints({}, {})
