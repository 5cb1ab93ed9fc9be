"""What went, such as a prop put away, does not lend its color to what lay behind it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from shots_made import PAPER, figure

from engine.draft.drawing import Drawing, study
from engine.draft.gone import doubted, staying, without_gone
from engine.draft.sights import Sights
from engine.draft.tuning import Tuning

TUNING = Tuning()
BOARD, MARK, HEAD = (110, 75), (140, 85), (63, 38)
"""Where a board is held, a mark on it, and the figure's head, as (x, y)."""


def drawn(*, board: bool) -> Drawing:
    line = figure(6, fill=False)
    if board:
        corners = np.array([[84, 60], [172, 50], [176, 110], [92, 124]], np.int32)
        cv2.fillPoly(line, [corners], PAPER)
        cv2.polylines(line, [corners], isClosed=True, color=(0, 0, 0), thickness=2)
        cv2.circle(line, MARK, 14, (0, 0, 0), 2)
    return study(cv2.cvtColor(line, cv2.COLOR_RGB2GRAY), TUNING, None)


def at(drawing: Drawing, place: tuple[int, int]) -> int:
    return int(drawing.regions.labels[place[1], place[0]])


def test_a_board_that_is_put_away_is_gone_with_its_mark_and_the_head_stays() -> None:
    before, after = drawn(board=True), drawn(board=False)
    stays = Sights().stays(after, before, TUNING)
    assert stays[at(before, BOARD)] < 0.3
    assert stays[at(before, MARK)] < 0.3
    assert stays[at(before, HEAD)] > 0.9


def test_what_touches_only_what_went_went_with_it() -> None:
    fit = np.array([1.0, 0.1, 0.9, 0.8])
    touching = np.array([[0, 1], [1, 2], [0, 3]])
    assert staying(fit, touching).tolist() == [0.8, 0.1, 0.1, 0.8]


def test_what_touches_nothing_stays_by_its_own_lines() -> None:
    assert staying(np.array([0.4]), np.zeros((0, 2), np.int64)).tolist() == [0.4]


def test_new_lines_do_not_take_the_color_of_what_went() -> None:
    belief = np.array([[0.4, 0.35, 0.25], [0.4, 0.35, 0.25]])
    (weighed,), left = without_gone([belief], [np.array([0.0, 1.0])], [np.array([0.0, 0.1, 1.0])])
    assert weighed[0].argmax() == 2
    assert weighed[1] == pytest.approx(belief[1])
    assert left[0] < 0.3
    assert left[1] == pytest.approx(1)


def test_a_certain_match_outlives_lines_that_moved_too_far() -> None:
    belief = np.array([[0.97, 0.03]])
    (weighed,), left = without_gone([belief], [np.array([0.0])], [np.array([0.0, 1.0])])
    assert weighed == pytest.approx(belief)
    assert left[0] == pytest.approx(1)


def test_older_drawings_are_believed_less_by_as_much() -> None:
    near, old = np.array([[0.5, 0.1], [0.0, 0.0]]), np.array([[0.4], [1.0]])
    weighed, left = without_gone([near, old], [np.array([0.0, 0.0])], [np.array([0.0, 1.0])])
    assert weighed[1][0, 0] < weighed[0][0, 1] + weighed[0][0, 0]
    assert sum(one[0].sum() for one in weighed) == pytest.approx(1)
    assert weighed[1][1, 0] == pytest.approx(1)  # nothing is known of the lines of what alone is believed in
    assert left[1] == pytest.approx(1)


def test_only_lenders_with_other_lines_are_looked_into() -> None:
    belief = np.array([[0.9], [0.9], [0.05]])
    assert doubted(belief, np.array([0.0, 1.0, 0.0])).tolist() == [True, False, False]
