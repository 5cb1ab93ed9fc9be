"""The rows for notes on frames in the table of actions."""

from __future__ import annotations

from app.ui.actions.action import Action, line

NOTES: tuple[Action, ...] = (
    Action("note_here", "Edit", "Note on this frame...", ("Shift+M",),
           "Words for yourself or others; the mark on the timeline shows where", when=line, within="Notes",
           bar_before=True),
    Action("next_note", "Edit", "Next note", ("Alt+M",), "Go to the next frame with a note",
           when=lambda now: now.notes, within="Notes"),
    Action("previous_note", "Edit", "Previous note", ("Alt+Shift+M",), "Go to the frame with a note before this one",
           when=lambda now: now.notes, within="Notes"),
    Action("list_notes", "Edit", "All notes...", tip="Every note of the shot, to read and to go to",
           when=lambda now: now.notes, within="Notes"),
    Action("remove_note", "Edit", "Remove note", tip="Take the note off this frame", when=lambda now: now.note,
           within="Notes", bar_before=True),
)  # fmt: skip
