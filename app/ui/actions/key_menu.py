"""The Key menu: keys on frames."""

from __future__ import annotations

from app.ui.actions.action import Action, frame_key, line_idle

KEY: tuple[Action, ...] = (
    Action("lay_key", "Key", "Lay key here...", ("Ctrl+K",), "Lay a colored picture on this frame", "key-add",
           line_idle),
    Action("frame_to_key", "Key", "Use this finished frame as a key", ("Ctrl+Shift+K",),
           "What you see here becomes a key, and the segments around it can learn from it",
           when=lambda now: now.frame_colored and not now.frame_key and not now.busy),
    Action("remove_key", "Key", "Remove key", ("Delete",), "Take the key off this frame", "key-remove", frame_key),
    Action("key_earlier", "Key", "Move key one frame earlier", ("Ctrl+Shift+Left", "Alt+Shift+Left"),
           when=frame_key, bar_before=True),
    Action("key_later", "Key", "Move key one frame later", ("Ctrl+Shift+Right", "Alt+Shift+Right"),
           when=frame_key),
)  # fmt: skip
