"""What the artist reads when the engine reports a fault: one sentence and the next step."""

from __future__ import annotations

from engine.protocol.messages import Fault


def sentence(fault: Fault, detail: str) -> str:
    """One plain sentence with the next step; `detail` of the engine is quoted only where it is plain itself."""
    match fault:
        case "bad_request":
            return f"The shot cannot be colored as it stands: {detail.strip() or 'something in it is not valid.'}"
        case "missing_weights":
            return f"{detail.strip()} Until then, color with Draft."
        case "out_of_memory":
            return "There was not enough memory. Close other programs, or use Draft, and try again."
        case "cancelled":
            return "Coloring was cancelled; what was finished is kept."
        case "internal":
            return "The engine met an error and stopped this job; finished segments are kept. Try again."


def is_of_the_line_art(said: str) -> bool:
    """Whether such a sentence says that a drawing is to blame, not a key, the engine or the computer."""
    return said.startswith(sentence("bad_request", "The line art of frame"))
