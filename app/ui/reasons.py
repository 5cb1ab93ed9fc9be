"""Why coloring or another shot cannot be asked for now: said by the tool tip, and when the key is pressed."""

from __future__ import annotations

from app.render.requests import LOCKED, NO_KEY, NO_LINE
from app.ui.situation import Situation

ALL_COLORED = "Every segment is colored, locked or on its way. Regenerate makes another variation of one."
ON_THEIR_WAY = "Every segment that needs color is being colored or waits in the queue."
ALONE = (
    "This shot stands alone. Shots stand together that were imported together, or whose projects are saved in one "
    "folder of yours (Save as)."
)
_BESIDE = ("next_shot", "previous_shot", "shot_later", "shot_earlier", "shots_bar")  # that need another shot beside
TELLING = ("generate", "generate_segment", "regenerate", *_BESIDE)
"""The actions that tell why they cannot be used."""


def why_not(action_id: str, now: Situation) -> str:
    """Why one of `TELLING` cannot be used, and what to do; empty when it can."""
    if action_id in _BESIDE:
        return ALONE if now.project and now.shots < 2 else ""
    if not now.line:
        return NO_LINE
    if not now.keys:
        return NO_KEY
    if now.cancelling:
        return "Coloring is just being stopped. Try again in a moment."
    if now.lacks:
        return now.lacks
    if action_id == "generate":
        if now.wanted:
            return ""
        return ON_THEIR_WAY if now.coloring else ALL_COLORED
    if not now.segment:
        return "No segment is selected. Click one on the timeline first."
    if now.segment_locked:
        return LOCKED
    if action_id == "regenerate" and not now.segment_colored:
        return "This segment has no color yet. Generate colors it first."
    return ""
