"""Which flats of color a figure left behind, told by how colors meet on the keys."""

from __future__ import annotations

import cv2
import numpy as np
from shots_made import BODY, PAPER, SHADE, SKY, figure

from engine.draft.coloring import color_key
from engine.draft.drawing import Drawing, study
from engine.draft.flats import Meetings, meetings, strayed
from engine.draft.tuning import Tuning
from engine.imaging.palette import Palette, color_codes

TUNING = Tuning()


def drawn(line: np.ndarray) -> Drawing:
    return study(cv2.cvtColor(line, cv2.COLOR_RGB2GRAY), TUNING, None)


def known() -> tuple[Palette, Meetings]:
    """A key with a shadow on a body: no line between the two, a line between either and the sky."""
    codes = color_codes(figure(10, fill=True, shade=True))
    palette, key = Palette(codes), drawn(figure(10, fill=False))
    coloring = color_key(key, palette.find(codes), np.eye(len(palette), dtype=bool), TUNING)
    return palette, meetings([(key, coloring)], palette.colors)


def stray_share(painted: np.ndarray, tone: tuple[int, int, int]) -> float:
    """Of a color on a drawing without any figure, the share that is told to have strayed."""
    palette, meet = known()
    empty = np.full_like(painted, PAPER[0])
    cv2.rectangle(empty, (185, 5), (195, 25), (0, 0, 0), 2)
    drawing = drawn(empty)
    colors = palette.find(color_codes(painted))
    stray = strayed(drawing, colors, np.ones(drawing.regions.count, bool), meet)
    return 0.0 if stray is None else float(stray[(painted == tone).all(axis=2)].mean())


def test_a_shadow_alone_on_the_sky_is_left_behind() -> None:
    painted = figure(0, fill=True)
    painted[:] = SKY
    painted[60:110, 40:70] = SHADE
    assert stray_share(painted, SHADE) > 0.9


def test_colors_that_meet_without_a_line_on_the_key_do_so_elsewhere() -> None:
    painted = figure(0, fill=True)
    painted[:] = BODY
    painted[60:110, 40:70] = SHADE
    assert stray_share(painted, SHADE) == 0


def test_steps_of_a_soft_change_are_not_left_behind() -> None:
    palette = Palette(color_codes(np.array([[SKY, (190, 208, 226), BODY]], np.uint8)))
    meet = Meetings(np.zeros(0, np.int64), palette.colors)
    sky, light, body = palette.find(color_codes(np.array([[SKY, (190, 208, 226), BODY]], np.uint8)))[0]
    assert meet.odd(np.array([sky, sky]), np.array([light, body])).tolist() == [False, True]
