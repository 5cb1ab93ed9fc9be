"""Why some actions cannot be used now, in one sentence each: said by the tool tip, and when a key is pressed."""

from __future__ import annotations

from app.render.requests import LOCKED, NO_KEY, NO_LINE
from app.ui.situation import Situation

ALL_COLORED = "Every segment is colored, locked or on its way. Regenerate makes another variation of one."
ON_THEIR_WAY = "Every segment that needs color is being colored or waits in the queue."
ALONE = (
    "This shot stands alone. Shots stand together that were imported together, or whose projects are saved in one "
    "folder of yours (Save as)."
)
NOT_YET = "The color in hand is no swatch yet. Paint with it, and it becomes one."
NOT_MARKED = "No swatch is marked. Click one in the palette first."
_BESIDE = ("next_shot", "previous_shot", "shot_later", "shot_earlier", "shots_bar")  # that need another shot beside
_OF_SWATCH = ("edit_swatch", "rename_swatch", "merge_swatch")  # that are about the swatch marked
TELLING = ("generate", "generate_segment", "regenerate", *_BESIDE, *_OF_SWATCH)
"""The actions that tell why they cannot be used."""


def why_not(action_id: str, now: Situation) -> str:
    """Why one of `TELLING` cannot be used, and what to do; empty when it can."""
    if action_id in _BESIDE:
        return ALONE if now.project and now.shots < 2 else ""
    if action_id in _OF_SWATCH:
        return "" if now.swatch or not now.swatches else NOT_YET if now.paint_tool else NOT_MARKED
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
