"""The Help menu: what explains and what tells of faults."""

from __future__ import annotations

from app.ui.actions.action import Action, idle

HELP: tuple[Action, ...] = (
    Action("guide", "Help", "Short guide", ("Shift+F1",), "How a shot is colored, in six pictures"),
    Action("shortcuts", "Help", "Keyboard shortcuts", ("Shift+?", "?", "F1"), "Find any action and its key"),
    Action("go_to_menus", "Help", "Go to the menus", ("F10",), "Open the first menu; arrows go through all of them"),
    Action("show_log", "Help", "Show log"),
    Action("save_diagnostics", "Help", "Save diagnostics...",
           tip="Keep what helps to find a fault in one file, without names and paths of yours", when=idle),
    Action("about", "Help", "About Shiage"),
)  # fmt: skip
