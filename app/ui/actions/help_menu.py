"""The Help menu: what explains and what tells of faults."""

from __future__ import annotations

from app.ui.actions.action import Action

HELP: tuple[Action, ...] = (
    Action("shortcuts", "Help", "Keyboard shortcuts", ("Shift+?", "?", "F1"), "Find any action and its key"),
    Action("go_to_menus", "Help", "Go to the menus", ("F10",), "Open the first menu; arrows go through all of them"),
    Action("show_log", "Help", "Show log"),
    Action("about", "Help", "About Shiage"),
)  # fmt: skip
