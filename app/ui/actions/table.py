"""Every action of the window in one table, from which menus, tool bar and shortcuts are made."""

from __future__ import annotations

from app.ui.actions.action import Action
from app.ui.actions.color_menu import COLOR
from app.ui.actions.edit_menu import EDIT
from app.ui.actions.file_menu import FILE
from app.ui.actions.help_menu import HELP
from app.ui.actions.key_menu import KEY
from app.ui.actions.paint_menu import PAINT
from app.ui.actions.playback_menu import PLAYBACK
from app.ui.actions.view_menu import VIEW
from app.ui.viewer.course import Loop

MENUS = ("File", "Edit", "Key", "Paint", "Color", "View", "Playback", "Help")
MNEMONICS = {"Paint": "P&aint"}  # menus that are not opened by Alt and their first letter
ACTIONS: tuple[Action, ...] = (*FILE, *EDIT, *KEY, *PAINT, *COLOR, *VIEW, *PLAYBACK, *HELP)
BAR = "-"
LOOPS: dict[Loop, str] = {"loop": "play_round", "once": "play_once", "ping-pong": "play_ping_pong"}  # to their ids
TOOL_BAR = (
    "import_line_art", "lay_key", BAR, "undo", "redo", BAR, "generate", "regenerate", "cancel", BAR,
    "layer_picture", "layer_color", "layer_line", BAR, "fit", "actual_size", BAR, "export",
)  # fmt: skip
TRANSPORT = (
    "first", "previous_key", "previous_drawing", "step_back", "play", "step_on", "next_drawing", "next_key", "last",
)  # fmt: skip
TOOL_WORDS = {"import_line_art": "Import", "lay_key": "Lay key", "generate": "Generate", "export": "Export"}
