"""The View menu: layers, checks, comparing, onion skin and the window."""

from __future__ import annotations

from app.ui.actions.action import Action, comparing, line, project_open
from app.ui.situation import INTERFACE_SIZES

ZOOMS = (25, 50, 100, 200, 400, 800)  # percent
ONION_COUNTS = (0, 1, 2, 3, 4, 5)
VIEW: tuple[Action, ...] = (
    Action("layer_picture", "View", "Color and lines", ("Alt+1",), "Color with the artist's lines over it",
           "layer-picture", line, checkable=True),
    Action("layer_color", "View", "Color only", ("Alt+2",), "Color without lines", "layer-color", line,
           checkable=True),
    Action("layer_line", "View", "Lines only", ("Alt+3",), "The line art", "layer-line", line, checkable=True),
    Action("check_view", "View", "Check view", ("V", "Alt+4"),
           "Dim the colors, and mark what needs a look: unsure or unpainted regions, leaks, flicker", "check-view",
           line, checkable=True, within="Check", bar_before=True),
    Action("next_problem", "View", "Next place that needs a look", ("N",), when=line, within="Check"),
    Action("previous_problem", "View", "Previous place that needs a look", ("Shift+N",), when=line, within="Check"),
    Action("mark_fine", "View", "Mark as fine", ("M",), "The place looked at is as it should be: list it no more",
           "done", line, within="Check"),
    Action("forget_fine", "View", "List again what was marked as fine", when=line, within="Check"),
    Action("fit", "View", "Fit", ("F",), "The whole picture in view", "fit", line, bar_before=True),
    Action("actual_size", "View", "Actual size", ("1",), "One picture pixel on one pixel of the screen",
           "actual-size", line),
    Action("zoom_in", "View", "Zoom in", ("Ctrl++", "Ctrl+="), icon="zoom-in", when=line, repeats=True),
    Action("zoom_out", "View", "Zoom out", ("Ctrl+-",), icon="zoom-out", when=line, repeats=True),
    *(
        Action(f"zoom_{percent}", "View", f"{percent} %", tip=f"{percent} % of the picture's own size", when=line,
               within="Zoom")
        for percent in ZOOMS
    ),
    Action("compare_off", "View", "Off", tip="Show one take alone", when=line, checkable=True, within="Compare",
           bar_before=True),
    Action("compare_wipe", "View", "Wipe", ("W", "F6"), "Two takes with a line between them that can be moved",
           when=line, checkable=True, within="Compare"),
    Action("compare_side", "View", "Side by side", ("Alt+W",), "Two takes beside each other", when=line,
           checkable=True, within="Compare"),
    Action("compare_difference", "View", "Difference", ("Shift+F6",), "Gray where two takes are the same", when=line,
           checkable=True, within="Compare"),
    Action("compare_blink", "View", "Blink", ("Alt+B",), "Two takes in turn", when=line, checkable=True,
           within="Compare"),
    Action("compare_swap", "View", "Swap A and B", ("C",), "Exchange the sides of the takes compared", when=comparing,
           within="Compare", bar_before=True),
    Action("compare_next", "View", "Compare with another take", ("Shift+W",), "Compare with the take before B",
           when=line, within="Compare"),
    Action("compare_line", "View", "Compare with the line art", tip="The shown take beside its line art", when=line,
           checkable=True, within="Compare"),
    Action("wipe_left", "View", "Move the wipe left", ("Ctrl+[",), when=comparing, repeats=True, within="Compare"),
    Action("wipe_right", "View", "Move the wipe right", ("Ctrl+]",), when=comparing, repeats=True, within="Compare"),
    Action("onion_skin", "View", "Show onion skin", ("/",), "See through to neighbouring drawings", when=line,
           checkable=True, within="Onion skin"),
    *(
        Action(f"onion_before_{count}", "View", f"{count} before", tip=f"See through to {count} before", when=line,
               checkable=True, within="Onion skin > Before")
        for count in ONION_COUNTS
    ),
    *(
        Action(f"onion_after_{count}", "View", f"{count} after", tip=f"See through to {count} after", when=line,
               checkable=True, within="Onion skin > After")
        for count in ONION_COUNTS
    ),
    Action("onion_drawings", "View", "By drawing", tip="Count drawings, over holds", when=line, checkable=True,
           within="Onion skin", bar_before=True),
    Action("onion_frames", "View", "By frame", tip="Count frames", when=line, checkable=True, within="Onion skin"),
    Action("onion_pin", "View", "Pin this frame", tip="Keep seeing this frame's drawing wherever you go", when=line,
           checkable=True, within="Onion skin", bar_before=True),
    Action("onion_unpin", "View", "Unpin all", when=lambda now: now.pinned, within="Onion skin"),
    Action("full_screen", "View", "Full screen", ("F11",), "The window on the whole display", checkable=True,
           bar_before=True),
    Action("viewer_only", "View", "Viewer only", ("Shift+F11",), "The picture alone on the whole display; Esc leaves",
           when=line, checkable=True),
    Action("leave_full_screen", "View", "Leave full screen", ("Esc",), when=lambda now: now.full_screen),
    Action("timeline_in", "View", "Zoom timeline in", ("+", "="), when=line, repeats=True, bar_before=True),
    Action("timeline_out", "View", "Zoom timeline out", ("-",), when=line, repeats=True),
    Action("timeline_shot", "View", "Whole shot on the timeline", ("Shift+F",), when=line),
    Action("label_frame", "View", "Frame number", tip="Write frames as the numbers of their files", when=line,
           checkable=True, within="Frame label", bar_before=True),
    Action("label_timecode", "View", "Timecode", tip="Write frames as hours:minutes:seconds:frames", when=line,
           checkable=True, within="Frame label"),
    Action("label_feet", "View", "Feet and frames", tip="Write frames as feet+frames, 16 frames per foot", when=line,
           checkable=True, within="Frame label"),
    Action("side_panel", "View", "Side panel", ("Ctrl+B",), "Show or hide the panel beside the canvas",
           when=project_open, checkable=True, bar_before=True),
    Action("tool_bar", "View", "Tool bar", tip="Show or hide the row of buttons under the menus", checkable=True),
    Action("theme_dark", "View", "Dark", tip="Dark gray around the canvas", checkable=True, within="Theme",
           bar_before=True),
    Action("theme_light", "View", "Light", tip="Light gray around the canvas", checkable=True, within="Theme"),
    Action("theme_contrast", "View", "High contrast", tip="White on black, with edges that stand out", checkable=True,
           within="Theme"),
    Action("theme_system", "View", "Like the system", tip="Dark or light, as the desktop is", checkable=True,
           within="Theme"),
    *(
        Action(f"size_{percent}", "View", f"{percent} %", tip="How large words and buttons are, from the next start",
               when=lambda now, percent=percent: percent <= now.largest, checkable=True, within="Interface size")
        for percent in INTERFACE_SIZES
    ),
)  # fmt: skip
