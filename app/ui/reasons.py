"""Why coloring cannot be asked for now, in one sentence each: said by the tool tip, and when the key is pressed."""

from __future__ import annotations

from app.render.requests import LOCKED, NO_KEY, NO_LINE
from app.ui.situation import Situation

ALL_COLORED = "Every segment is colored, locked or on its way. Regenerate makes another variation of one."
ON_THEIR_WAY = "Every segment that needs color is being colored or waits in the queue."
ASKING = ("generate", "generate_segment", "regenerate")  # the actions that ask for color


def why_not(action_id: str, now: Situation) -> str:
    """Why one of the actions that ask for color cannot be used, and what to do; empty when it can."""
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
