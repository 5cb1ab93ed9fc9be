"""Holds: the frames on which one drawing stays, and the key that tells of all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from app.project.colorizers import colorizer
from app.project.model import Key, LineArt, Shot, Span

_KEPT = "_shown_keys"  # in the shot, as `once` keeps what a shot says of itself


def hold_of(line: LineArt, number: int) -> Span:
    """The frames on which the drawing of a frame of the shot stays without a break, itself among them."""
    at = bisect_right(line.begins, number)
    after = line.begins[at] if at < len(line.begins) else line.span.last + 1
    return Span(line.begins[at - 1], after - 1)


def shown_key(shot: Shot, number: int) -> Key | None:
    """The key that is seen at a frame: its own, else the nearest one laid on its hold, which is the same drawing.

    Blank frames hold nothing. A frame that hints were given for has colors that no key has, and shows its take, unless
    that one is locked or its colorizer heeds no hints.
    """
    return shown_keys(shot).get(number)


def painted_frame(shot: Shot, number: int) -> int:
    """The frame whose key is another one once this frame is painted on: that of the key seen there, else its own."""
    key = shown_key(shot, number)
    return key.number if key is not None else number


def shown_keys(shot: Shot) -> Mapping[int, Key]:
    """The same for all frames of the shot that show a key, in order."""
    known = shot.__dict__.get(_KEPT)
    if known is None:
        known = shot.__dict__[_KEPT] = _worked_out(shot)
    return known


def _worked_out(shot: Shot) -> dict[int, Key]:
    line = shot.line
    if line is None:
        return {}
    laid: dict[Span, list[Key]] = {}
    for key in shot.keys:
        if key.number in line.span:
            laid.setdefault(hold_of(line, key.number), []).append(key)
    shown: dict[int, Key] = {}
    for hold, keys in laid.items():
        own = {key.number: key for key in keys}
        for number in range(hold.first, hold.last + 1) if line.drawing(hold.first).path else own:
            nearest = min(keys, key=lambda key: (abs(key.number - number), key.number))
            if number in own or not _hinted(shot, hold, number, own):
                shown[number] = own.get(number, nearest)
    return shown


def _hinted(shot: Shot, hold: Span, number: int, own: Mapping[int, Key]) -> bool:
    """Whether a frame without a key of its own has colors from hints: it was filled through, or one was put on its
    drawing."""
    if colorizer(shot.colorizer).refers or any(number in choice.span for choice in shot.choices if choice.locked):
        return False
    return any(
        hint.holds_on(number)
        if hint.only is not None
        else any(anchor.number not in own for anchor in hint.within(hold.first, hold.last))
        for hint in shot.hints
    )
