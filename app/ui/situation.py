"""What is so in the window right now, as far as what can be done depends on it."""

from __future__ import annotations

from dataclasses import dataclass

INTERFACE_SIZES = (100, 125, 150, 175, 200)  # percent


@dataclass(frozen=True)
class Situation:
    """What is so right now, as far as actions depend on it. `frame_*` speak of the frame under the playhead."""

    project: bool = False
    line: bool = False
    keys: bool = False
    wanted: int = 0
    coloring: bool = False
    cancelling: bool = False
    paused: bool = False
    lacks: str = ""  # what the shot's colorizer lacks here, a sentence
    segment: bool = False
    segment_locked: bool = False
    segment_colored: bool = False
    segment_in_queue: bool = False
    segment_waits: bool = False
    take: bool = False
    take_kept: bool = False
    take_other: bool = False
    take_starred: bool = False
    frame_key: bool = False
    prompt: bool = False
    swatches: int = 0  # of the palette that is shown
    swatch: bool = False
    swatch_changed: bool = False
    swatch_loose: bool = False  # none of the keys has it
    finding: bool = False  # frames with a swatch are looked for
    sheet: bool = False  # a model sheet is shown
    snaps: bool = False  # the shot's colorizer can be told to keep to the swatches
    palettes: int = 0
    frame_colored: bool = False
    in_out: bool = False
    comparing: bool = False
    pinned: bool = False
    hint: bool = False  # one is selected
    hints: bool = False
    paint_tool: bool = False  # one is in hand
    frame_painted: bool = False  # its key was made by painting
    note: bool = False  # one lies on the frame
    notes: bool = False
    shots: int = 0  # that lie beside one another, with the open one
    full_screen: bool = False
    largest: int = INTERFACE_SIZES[-1]  # percent: the interface size with which the window still fits its screen
    can_undo: bool = False
    can_redo: bool = False
    busy: bool = False
