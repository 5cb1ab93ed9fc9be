"""What makes a segment stale: words only where the colorizer reads them, and only on the frames they speak of."""

from __future__ import annotations

from dataclasses import replace

from app.project.model import Drawing, LineArt, Shot, Span, with_prompt
from app.project.staleness import inputs_digest

LINE = LineArt("walk", "", 16, 9, tuple(Drawing(number, f"{number}.png", str(number)) for number in range(1, 49)))
SHOT = Shot("shot1", "walk", line=LINE)


def test_words_leave_draft_color_as_it_is():
    spoken = with_prompt(with_prompt(SHOT, "rain"), "night", Span(1, 9))
    assert inputs_digest(spoken, Span(1, 24), 0) == inputs_digest(SHOT, Span(1, 24), 0)


def test_words_count_on_their_frames_for_a_colorizer_that_reads_them():
    shot = replace(SHOT, colorizer="longanimation")
    night = with_prompt(shot, "night", Span(1, 9))
    assert inputs_digest(night, Span(1, 24), 0) != inputs_digest(shot, Span(1, 24), 0)
    assert inputs_digest(night, Span(25, 48), 0) == inputs_digest(shot, Span(25, 48), 0)
    rain = with_prompt(shot, "rain")
    assert inputs_digest(rain, Span(25, 48), 0) != inputs_digest(shot, Span(25, 48), 0)
