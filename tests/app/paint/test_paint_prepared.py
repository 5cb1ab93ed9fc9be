"""What is found out about a frame before it is painted on makes fills quick and changes none of them by a bit."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.media.pictures import PictureKey
from app.paint.base import base_of
from app.paint.copying import Copy
from app.paint.sheet import Sheet
from app.ui.paint.readying import areas_for, made_ready
from engine.imaging import filling
from engine.imaging.compose import lay_lines
from engine.imaging.filling import areas_of
from engine.imaging.stills import write_png

WIDTH, HEIGHT = 200, 150
COLORS = ((200, 30, 30, 255), (30, 40, 220, 255), (30, 40, 228, 255), (0, 0, 0, 0), (90, 90, 90, 128))


@pytest.fixture(params=["key", "bare"])
def frame(tmp_path: Path, request: pytest.FixtureRequest) -> PictureKey:
    """Two shapes with soft colors, whose lines have a gap."""
    line, color = np.full((HEIGHT, WIDTH), 255, np.uint8), np.full((HEIGHT, WIDTH, 3), 250, np.uint8)
    for center, paint in (((70, 70), (200, 30, 30)), ((130, 80), (40, 200, 60))):
        cv2.ellipse(color, center, (45, 35), 20, 0, 360, paint, -1, cv2.LINE_AA)
        cv2.ellipse(line, center, (45, 35), 20, 0, 356, 0, 2, cv2.LINE_AA)
    cv2.line(color, (0, 3), (199, 7), (190, 210, 250), 3, cv2.LINE_AA)  # a soft edge with no line on it
    write_png(tmp_path / "line.png", line)
    write_png(tmp_path / "key.png", lay_lines(color, line, "dark"))
    key = (str(tmp_path / "key.png"), "k") if request.param == "key" else ("", "")
    return PictureKey(0, "picture", WIDTH, HEIGHT, str(tmp_path / "line.png"), "l", "dark", *key)


def sheet_of(frame: PictureKey, gaps: tuple[float, ...], prepared: bool) -> Sheet:
    base = base_of(frame)
    sheet = Sheet(base, np.full((HEIGHT, WIDTH, 4), 255, np.uint8), (), lambda box: None)
    for gap in gaps:
        sheet.set_areas(gap, areas_for(base, gap, None) if prepared else areas_of(base.lines.ink, gap))
    return sheet


def paint(sheet: Sheet, chance: random.Random, gap: float) -> None:
    """Do one thing by chance: the same one for every sheet."""
    what, x, y = chance.random(), chance.randrange(WIDTH), chance.randrange(HEIGHT)
    color, tolerance = np.array(chance.choice(COLORS), np.uint8), chance.choice((0, 8, 12, 60))
    to_x, to_y = chance.randrange(WIDTH), chance.randrange(HEIGHT)
    if what < 0.6:
        steps = 10 if what < 0.2 else 1  # by drag, or at a click
        sheet.begin()
        for step in range(steps):
            sheet.fill(gap, x + (to_x - x) * step // 10, y + (to_y - y) * step // 10, tolerance, color)
        sheet.end("Fill")
    elif what < 0.75:
        sheet.begin()
        sheet.mark((x, y), ((x + to_x) / 2, (y + to_y) / 2), (3, 9), color)
        sheet.end("Brush")
    elif what < 0.9 and sheet.done:
        sheet.step_back()
    elif sheet.undone:
        sheet.step_on()


@pytest.mark.parametrize("seed", range(4))
def test_what_is_prepared_changes_no_stroke(frame: PictureKey, seed: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(filling, "LARGE", 300)
    gaps = (0.0, 6.0)
    plain, prepared = sheet_of(frame, gaps, False), sheet_of(frame, gaps, True)
    made_up = 0
    for step in range(40):
        gap = gaps[step % 3 == 0]
        area = prepared.area(gap, 20 + seed, 120, 8)
        made_up += area is not None and area.makeup is not None
        for sheet in (plain, prepared):
            paint(sheet, random.Random(seed * 1000 + step), gap)
        for one, other in ((plain.color, prepared.color), (plain.shown, prepared.shown)):
            np.testing.assert_array_equal(one, other)
        np.testing.assert_array_equal(plain.touched, prepared.touched)
    assert made_up or not frame.key_path  # where all is clear, areas are known to have one color


def test_where_lines_lie_is_found_out_before_the_window_has_the_sheet(frame: PictureKey) -> None:
    for colors in ((), (((200, 30, 30), (30, 200, 30)),)):
        ready = made_ready(replace(frame, colors=colors))  # whose picture the sheet paints into
        sheet = ready.sheet
        found = sheet.base.lines._places
        assert found is not None
        assert sheet._lines_seen._places is found
        assert Copy(sheet.base)._lines._places is found
