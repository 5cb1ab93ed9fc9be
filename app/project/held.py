"""Holds: the frames on which one drawing stays, and the key that tells of all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from app.project.model import Key, LineArt, Shot, Span


def hold_of(line: LineArt, number: int) -> Span:
    """The frames on which the drawing of a frame of the shot stays without a break, itself among them."""
    at = bisect_right(line.begins, number)
    after = line.begins[at] if at < len(line.begins) else line.span.last + 1
    return Span(line.begins[at - 1], after - 1)


def shown_key(shot: Shot, number: int) -> Key | None:
    """The key that is seen at a frame: its own, else the nearest one laid on its hold, which is the same drawing.

    Blank frames hold nothing, and a frame that was filled by itself has a color that no key has.
    """
    own, line = shot.key(number), shot.line
    if own is not None or not shot.keys or line is None or not line.drawing(number).path:
        return own
    hold = hold_of(line, number)
    first = bisect_left(shot.keys, hold.first, key=lambda key: key.number)
    last = bisect_right(shot.keys, hold.last, key=lambda key: key.number)
    if first == last or any(hint.only is not None and hint.holds_on(number) for hint in shot.hints):
        return None
    return min(shot.keys[first:last], key=lambda key: (abs(key.number - number), key.number))


def keyed(shot: Shot) -> tuple[int, ...]:
    """The frames of the shot at which a key is seen, in order."""
    line = shot.line
    if line is None:
        return ()
    inside = [key.number for key in shot.keys if key.number in line.span]
    holds = {hold_of(line, number) for number in inside}
    near = {number for hold in holds for number in range(hold.first, hold.last + 1)}
    return tuple(number for number in sorted(near) if shown_key(shot, number) is not None)
