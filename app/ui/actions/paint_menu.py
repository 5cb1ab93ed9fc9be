"""The Paint menu: tools for the picture in the viewer, and what they make of a frame."""

from __future__ import annotations

from app.ui.actions.action import Action, line
from app.ui.situation import Situation

GAPS = ("none", "small", "medium", "large")
_WITH_TOOL = "; while a paint tool is in hand, "


def _tool(now: Situation) -> bool:
    return now.paint_tool


PAINT: tuple[Action, ...] = (
    Action("paint_none", "Paint", "Put tools away", tip="The mouse moves the picture again (Esc)", icon="tool-move",
           when=line, checkable=True, heard=("Esc",)),
    Action("paint_fill", "Paint", "Fill", ("G",), f"Fill what the lines enclose; drag over more{_WITH_TOOL}F too",
           "tool-fill", line, checkable=True),
    Action("paint_brush", "Paint", "Brush", ("B",), "Paint beneath the lines; [ and ] change its size", "tool-brush",
           line, checkable=True),
    Action("paint_eraser", "Paint", "Eraser", ("E",), "Take color away; [ and ] change its size", "tool-eraser", line,
           checkable=True),
    Action("paint_picker", "Paint", "Color picker", tip=f"Paint with the color you click{_WITH_TOOL}K or Alt+click",
           icon="tool-picker", when=line, checkable=True, heard=("K",)),
    Action("brush_smaller", "Paint", "Smaller brush", tip=f"The next smaller size{_WITH_TOOL}[", when=_tool,
           repeats=True, bar_before=True, heard=("[",)),
    Action("brush_larger", "Paint", "Larger brush", tip=f"The next larger size{_WITH_TOOL}]", when=_tool,
           repeats=True, heard=("]",)),
    Action("stay_inside", "Paint", "Stay inside lines", ("Shift+L",),
           "Brush and eraser change nothing beyond the lines around the place where a stroke begins", when=line,
           checkable=True),
    *(
        Action(f"gaps_{name}", "Paint", name.capitalize(), tip=f"Gaps in lines that are closed: {name}", when=line,
               checkable=True, within="Close gaps in lines")
        for name in GAPS
    ),
    Action("paint_color", "Paint", "Color to paint with...", ("Shift+B",), "Choose any color", when=line),
    Action("paint_lines", "Paint", "Lines over colors", tip="Off: see the colors alone while painting", when=_tool,
           checkable=True, bar_before=True),
    Action("mark_unpainted", "Paint", "Mark what is unpainted", ("Shift+U",),
           "Stripes where the frame being painted has no color yet", "holes", _tool, checkable=True),
    Action("fill_range", "Paint", "Fill through frames", ("Shift+R",),
           "A click of the bucket fills from in to out, else up to the next key; Shift+click does so once", when=line,
           checkable=True, bar_before=True),
    Action("fill_lines", "Paint", "Color lines", ("Shift+T",),
           "The bucket colors lines instead of areas: each up to where other lines meet it", when=line, checkable=True),
    Action("fill_from_neighbour", "Paint", "Fill from the neighbouring frame", ("Shift+G",),
           "What is unpainted takes the colors that the nearest colored frame has there", "neighbour", line),
    Action("take_back", "Paint", "Take back correction",
           tip="Take off the key that painting made here; the frame looks again as it did without it",
           when=lambda now: now.frame_painted),
)  # fmt: skip
