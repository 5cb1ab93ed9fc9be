"""The Color menu: coloring, takes, color hints, prompts and the palette."""

from __future__ import annotations

from app.ui.actions.action import Action, line, line_idle, segment_colored, segment_free
from app.ui.actions.color_model import COLOR_MODEL
from app.ui.actions.palette import PALETTE, PALETTE_BARS

COLOR: tuple[Action, ...] = (
    Action("generate", "Color", "Generate", ("Ctrl+Enter", "Ctrl+Return"),
           "Color every segment that is empty or stale", "generate",
           lambda now: now.line and now.keys and now.wanted > 0 and not now.cancelling and not now.lacks),
    Action("generate_segment", "Color", "Generate this segment", ("Ctrl+Shift+Enter", "Ctrl+Shift+Return"),
           "Color the selected segment next", when=segment_free),
    Action("regenerate", "Color", "Regenerate as a new variation", ("Ctrl+R",),
           "Color the selected segment another way; the take there is stays", "regenerate", segment_colored),
    Action("cancel", "Color", "Cancel coloring", ("Shift+X", "Ctrl+Alt+Enter", "Ctrl+Alt+Return"),
           "Stop the segment under way, and the others asked for with it; finished segments stay", "cancel",
           lambda now: now.coloring and not now.cancelling, bar_before=True),
    Action("pause_queue", "Color", "Pause coloring", ("Ctrl+Alt+P",),
           "Stop for now, or go on; all stays queued, the segment under way begins anew", "pause",
           lambda now: now.coloring, checkable=True),
    Action("clear_queue", "Color", "Cancel everything in the queue", ("Ctrl+Shift+X",),
           "Stop, and take everything that waits out of the queue; finished segments stay",
           when=lambda now: now.coloring),
    Action("cancel_segment", "Color", "Cancel this segment", tip="Take the selected segment out of the queue",
           when=lambda now: now.segment_in_queue),
    Action("edit_queued", "Color", "Edit what waits...", tip="Another variation, reference or quality for the selected "
           "segment, at its place in the queue", when=lambda now: now.segment_in_queue, within="Queue"),
    Action("queue_front", "Color", "Move to the front of the queue", tip="Color the selected segment next",
           when=lambda now: now.segment_waits, within="Queue"),
    Action("queue_earlier", "Color", "Earlier in the queue", ("Alt+Up",), when=lambda now: now.segment_waits,
           within="Queue"),
    Action("queue_later", "Color", "Later in the queue", ("Alt+Down",), when=lambda now: now.segment_waits,
           within="Queue"),
    Action("lock", "Color", "Lock segment", ("Ctrl+L",), "A locked segment is never colored again by itself",
           "state-locked", lambda now: now.segment, checkable=True, bar_before=True),
    Action("show_take", "Color", "Show this take", tip="Show, and export, the take marked in the list",
           when=lambda now: now.take_other),
    Action("compare_take", "Color", "Compare with this take", tip="Wipe between the shown take and the one marked",
           when=lambda now: now.take_other and now.segment_colored),
    Action("delete_take", "Color", "Delete take", (), "Put the take marked in the list into the trash", "remove",
           lambda now: now.take and not now.take_kept),
    Action("take_folder", "Color", "Show take in folder", tip="Where the file of the take marked in the list lies",
           when=lambda now: now.take),
    Action("star_take", "Color", "Star take", ("Ctrl+D",), "A starred take is kept when takes are tidied away", "star",
           lambda now: now.take, checkable=True, bar_before=True),
    Action("note_take", "Color", "Note on take...", ("F2",), "A few words on the take marked in the list", "note",
           lambda now: now.take),

    Action("hint_tool", "Color", "Color hint tool", ("H",),
           "Click on the picture where a color is wrong: the place keeps the hint's color through the shot",
           "tool-hint", line, checkable=True, bar_before=True, within="Color hints"),
    Action("hint_menu", "Color", "Color of the hint...", ("Shift+H",), "For the selected hint, else for the next one",
           when=line, within="Color hints"),
    Action("next_hint", "Color", "Next color hint", ("Ctrl+J",), "Select it, and go to the frame it was put on",
           when=lambda now: now.hints, within="Color hints", bar_before=True),
    Action("previous_hint", "Color", "Previous color hint", ("Ctrl+Shift+J",),
           "Select it, and go to the frame it was put on", when=lambda now: now.hints, within="Color hints"),
    Action("remove_hint", "Color", "Remove color hint", ("Backspace",), "Take the selected hint off all its frames",
           when=lambda now: now.hint, within="Color hints"),

    Action("add_prompt", "Color", "Add prompt...", ("Ctrl+Shift+P",), "Say in words what the lines do not", "prompt",
           line_idle, bar_before=True),
    Action("edit_prompt", "Color", "Edit prompt...", tip="Change the words or frames of the prompt selected or here",
           when=lambda now: now.prompt and not now.busy),
    Action("remove_prompt", "Color", "Remove prompt", tip="Take away the prompt selected or here",
           when=lambda now: now.prompt and not now.busy),

    *(
        Action(name, "Color", text, tip=tip, when=when, within="Palette", bar_before=name in PALETTE_BARS)
        for name, text, tip, when in PALETTE
    ),

    *COLOR_MODEL,

    Action("set_up_longanimation", "Color", "Set up LongAnimation...",
           tip="See which of its files are here, download them, or use those you have", bar_before=True),
)  # fmt: skip
