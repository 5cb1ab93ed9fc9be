"""Segment bars: their words, and what is in view of a wide one looks as it does when all of it is painted."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.project.model import Span
from app.project.staleness import Status
from app.render.queue import Work
from app.ui import theme
from app.ui.timeline.bars import paint_bar, percent, short, word
from app.ui.timeline.scene import Bar

WIDE, TALL = 3000, 40


def painted(status: Status, view: QRectF) -> np.ndarray:
    image = QImage(WIDE, TALL, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(view)
    bar = Bar(0, Span(1, 81), Span(1, 81), Work(status))
    paint_bar(painter, QRectF(0, 4, WIDE, TALL - 8), 0.0, bar, False, theme.tokens())
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(TALL, WIDE, 4)[..., :3].astype(int)


@pytest.mark.parametrize("status", list(Status))
def test_what_is_in_view_of_a_wide_bar_is_what_all_of_it_shows_there(status: Status, qapp) -> None:
    whole = painted(status, QRectF(0, 0, WIDE, TALL))
    assert whole.any()
    for left, right in ((0, 700), (1001, 1800), (2300, WIDE)):
        part = painted(status, QRectF(left, 0, right - left, TALL))
        assert np.abs(part - whole)[:, left:right].max() <= 2  # Qt cuts a slanting line, and rounds
        assert not part[:, :left].any()
        assert not part[:, right:].any()


def working(done: int, total: int, stage: str = "coloring", step: int = 0, steps: int = 0) -> Work:
    return Work(Status.WORKING, done, total, stage=stage, step=step, steps=steps)


@pytest.mark.parametrize(
    ("work", "words", "shortly", "share"),
    [
        (Work(Status.WORKING), "Starting", "0 %", 0),
        (working(9, 24), "Working 37 %", "37 %", 37),
        (working(24, 24), "Working 99 %", "99 %", 99),
        (working(2, 29, step=0, steps=25), "Denoising, step 1 of 25", "Step 1 of 25", 6),
        (working(8, 29, step=6, steps=25), "Denoising, step 7 of 25", "Step 7 of 25", 27),
        (working(27, 29, step=25, steps=25), "Denoising, step 25 of 25", "Step 25 of 25", 93),
        (working(0, 29, "loading"), "Loading the model", "0 %", 0),
        (working(0, 29, "reading"), "Reading", "0 %", 0),
        (working(1, 29, "remembering"), "Recalling the shot", "3 %", 3),
        (working(28, 29, "writing"), "Writing", "96 %", 96),
        (Work(Status.QUEUED), "Queued", "0 %", 0),
    ],
)
def test_a_state_in_words_says_what_is_done_and_how_far_it_is(work: Work, words: str, shortly: str, share: int) -> None:
    assert (word(work), short(work), percent(work)) == (words, shortly, share)
