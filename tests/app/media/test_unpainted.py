"""What is unpainted in a key: told from the paper around the figures, from specks and from opaque pictures."""

from __future__ import annotations

import hashlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.media.unpainted import KeyLook, unpainted
from app.project.concerns import Problem
from app.project.model import Drawing, Key

WIDTH, HEIGHT = 240, 180
BODY, HEAD = (60, 80, 70, 80), (95, 45, 26)  # left, top, width, height; middle and radius
RED, SKIN, SKY = (200, 40, 30, 255), (250, 220, 190, 255), (180, 200, 220, 255)
CLEAR = (0, 0, 0, 0)


def drawn_line(gap: bool = False) -> np.ndarray:
    line = np.full((HEIGHT, WIDTH), 255, np.uint8)
    left, top, width, height = BODY
    cv2.rectangle(line, (left, top), (left + width, top + height), 0, 3)
    cv2.circle(line, HEAD[:2], HEAD[2], 0, 3)
    if gap:
        line[118:120, left + width - 5 : left + width + 5] = 255
    return line


def colored(paper=CLEAR, body=CLEAR, head=SKIN) -> np.ndarray:
    picture = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    picture[:] = paper
    left, top, width, height = BODY
    cv2.rectangle(picture, (left, top), (left + width, top + height), body, -1)
    cv2.circle(picture, HEAD[:2], HEAD[2], head, -1)
    return picture


def look(folder: Path, picture: np.ndarray, line: np.ndarray, hinted=()) -> tuple[Problem, ...]:
    paths = folder / "key.png", folder / "line.png"
    swap = cv2.COLOR_RGBA2BGRA if picture.shape[2] == 4 else cv2.COLOR_RGB2BGR
    for path, content in zip(paths, (cv2.cvtColor(picture, swap), line)):
        assert cv2.imwrite(str(path), content)
    digest = hashlib.blake2b(paths[0].read_bytes()).hexdigest()
    return unpainted(KeyLook(Key(7, str(paths[0]), digest), Drawing(7, str(paths[1]), "line"), "dark", hinted))


@pytest.mark.parametrize("paper", [CLEAR, SKY])
@pytest.mark.parametrize("gap", [False, True])
def test_an_area_that_nobody_painted_is_told_whether_the_paper_was_painted_or_not(
    tmp_path: Path, paper: tuple[int, ...], gap: bool
) -> None:
    (found,) = look(tmp_path, colored(paper), drawn_line(gap))
    assert (found.kind, found.number, found.color) == ("hole", 7, "")
    assert np.abs(np.array(found.box) - (62, 82, 67, 77)).max() <= 3
    assert found.outline


def test_paper_left_out_of_a_painted_background_is_told(tmp_path: Path) -> None:
    picture = colored(SKY, body=RED)
    picture[:40, :60] = CLEAR
    line = drawn_line()
    line[40:43, :62] = line[:43, 60:63] = 0
    (found,) = look(tmp_path, picture, line)
    assert found.box[:2] == (0, 0)


def test_nothing_is_told_of_what_is_painted_of_specks_and_of_opaque_pictures(tmp_path: Path) -> None:
    picture = colored(body=RED)
    assert look(tmp_path, picture, drawn_line()) == ()
    picture[100:104, 80:84] = CLEAR
    assert look(tmp_path, picture, drawn_line()) == ()
    assert look(tmp_path, np.full((HEIGHT, WIDTH, 3), 255, np.uint8), drawn_line()) == ()
    assert look(tmp_path, colored((255,) * 4, (255,) * 4), drawn_line()) == ()


def test_an_area_that_has_its_color_from_a_hint_is_not_told(tmp_path: Path) -> None:
    assert look(tmp_path, colored(), drawn_line(), hinted=((90.0, 120.0),)) == ()
    assert len(look(tmp_path, colored(), drawn_line(), hinted=((10.0, 10.0),))) == 1
