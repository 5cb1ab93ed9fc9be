"""The actions of the window: a module for each menu, the table of all of them, and what Qt makes of it."""

from app.ui.actions.action import Action
from app.ui.actions.table import ACTIONS, BAR, LOOPS, MENUS, TOOL_BAR, TOOL_WORDS, TRANSPORT
from app.ui.actions.view_menu import ONION_COUNTS, ZOOMS
from app.ui.actions.window_actions import Actions, Handler

__all__ = [
    "ACTIONS",
    "BAR",
    "LOOPS",
    "MENUS",
    "ONION_COUNTS",
    "TOOL_BAR",
    "TOOL_WORDS",
    "TRANSPORT",
    "ZOOMS",
    "Action",
    "Actions",
    "Handler",
]
