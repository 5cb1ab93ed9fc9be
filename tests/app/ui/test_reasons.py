"""Why coloring cannot be asked for, in words that are so at that moment."""

from __future__ import annotations

from app.ui.reasons import ALL_COLORED, ON_THEIR_WAY, why_not
from app.ui.situation import Situation


def test_segments_that_are_being_colored_are_not_said_to_have_color() -> None:
    colored = Situation(project=True, line=True, keys=True)
    assert why_not("generate", colored) == ALL_COLORED
    assert why_not("generate", Situation(project=True, line=True, keys=True, coloring=True)) == ON_THEIR_WAY
    assert why_not("generate", Situation(project=True, line=True, keys=True, coloring=True, wanted=1)) == ""
