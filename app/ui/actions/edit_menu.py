"""The Edit menu: undo and the clipboard."""

from __future__ import annotations

from app.ui.actions.action import Action, line_idle
from app.ui.actions.notes import NOTES

EDIT: tuple[Action, ...] = (
    Action("undo", "Edit", "Undo", ("Ctrl+Z",), icon="undo", when=lambda now: now.can_undo),
    Action("redo", "Edit", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo", when=lambda now: now.can_redo),
    Action("paste_key", "Edit", "Paste as key", ("Ctrl+V",), "Lay the picture on the clipboard on this frame",
           when=line_idle, bar_before=True),
    *NOTES,
    Action("preferences", "Edit", "Preferences...", ("Ctrl+P",), "Saving, memory, look, and the key of every action",
           "settings", bar_before=True),
)  # fmt: skip
