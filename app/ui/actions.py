"""Every action of the window in one table, from which menus, tool bar and shortcuts are made."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from app.ui import theme
from app.ui.palette_actions import PALETTE, PALETTE_BARS
from app.ui.reasons import ASKING, why_not
from app.ui.situation import INTERFACE_SIZES, Situation
from app.ui.viewer.course import Loop

Handler = Callable[[], Coroutine[Any, Any, object] | None]
MENUS = ("File", "Edit", "Key", "Color", "View", "Playback", "Help")
BAR = "-"
ZOOMS = (25, 50, 100, 200, 400, 800)  # percent
ONION_COUNTS = (0, 1, 2, 3, 4, 5)
LOOPS: dict[Loop, str] = {"loop": "play_round", "once": "play_once", "ping-pong": "play_ping_pong"}  # to their ids


def _always(now: Situation) -> bool:
    return True


def _idle(now: Situation) -> bool:
    return not now.busy


def _project(now: Situation) -> bool:
    return now.project and not now.busy


def _open(now: Situation) -> bool:
    return now.project


def _line(now: Situation) -> bool:
    return now.line


def _line_idle(now: Situation) -> bool:
    return now.line and not now.busy


def _open_segment(now: Situation) -> bool:
    return now.segment and now.keys and not now.segment_locked and not now.cancelling and not now.lacks


def _colored_segment(now: Situation) -> bool:
    return _open_segment(now) and now.segment_colored


def _range(now: Situation) -> bool:
    return now.in_out


def _comparing(now: Situation) -> bool:
    return now.comparing


def _frame_key(now: Situation) -> bool:
    return now.frame_key


@dataclass(frozen=True)
class Action:
    """One action: shortcuts as Qt writes them, the tool tip, when it can be used. Its id names its handler.

    `within` is the menu inside of `menu` that holds it ("Outer > Inner" for one inside that), "" for none.
    """

    id: str
    menu: str
    text: str
    shortcuts: tuple[str, ...] = ()
    tip: str = ""
    icon: str = ""
    when: Callable[[Situation], bool] = _always
    checkable: bool = False
    repeats: bool = False
    bar_before: bool = False
    within: str = ""


ACTIONS: tuple[Action, ...] = (
    Action("new_from_line_art", "File", "New from line art...", ("Ctrl+N",), "Begin a new shot", when=_idle),
    Action("open_project", "File", "Open project...", ("Ctrl+O",), "Open a saved project", "open", _idle),
    Action("open_sample", "File", "Open the sample shot", when=_idle),
    Action(
        "import_line_art", "File", "Import line art...", ("Ctrl+I",),
        "Bring a folder, files or a movie of line art into this shot", "import", _idle, bar_before=True,
    ),
    Action(
        "reload_line_art", "File", "Reload changed line art", ("Ctrl+Shift+C",),
        "Read the line art from disk again; only segments with changed drawings become stale", when=_line_idle,
    ),
    Action("relink_line_art", "File", "Find moved files...", tip="Point at files that are no longer where they were",
           when=_line_idle),
    Action("shot_settings", "File", "Shot settings...", tip="Name, frame rate, lines, missing frames", icon="settings",
           when=_project),
    Action("save", "File", "Save", ("Ctrl+S",), "Everything is saved by itself; this saves now", "save", _project,
           bar_before=True),
    Action("save_as", "File", "Save as...", ("Ctrl+Shift+S",), "Copy the project and go on in the copy",
           when=_project),
    Action("save_copy", "File", "Save a copy...", tip="Copy the project and stay in this one", when=_project),
    Action("export", "File", "Export...", ("Ctrl+E",), "Write the colored frames as PNG files or a movie", "export",
           _line_idle, bar_before=True),
    Action("show_folder", "File", "Show project folder", when=_project),
    Action("empty_trash", "File", "Empty trash...", tip="Remove deleted takes of this project for good", when=_project),
    Action("quit", "File", "Quit", ("Ctrl+Q",), bar_before=True),

    Action("undo", "Edit", "Undo", ("Ctrl+Z",), icon="undo", when=lambda now: now.can_undo),
    Action("redo", "Edit", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo", when=lambda now: now.can_redo),
    Action("paste_key", "Edit", "Paste as key", ("Ctrl+V",), "Lay the picture on the clipboard on this frame",
           when=_line_idle, bar_before=True),

    Action("lay_key", "Key", "Lay key here...", ("Ctrl+K",), "Lay a colored picture on this frame", "key-add",
           _line_idle),
    Action("frame_to_key", "Key", "Use this finished frame as a key", ("Ctrl+Shift+K",),
           "What you see here becomes a key, and the segments around it can learn from it",
           when=lambda now: now.frame_colored and not now.frame_key and not now.busy),
    Action("remove_key", "Key", "Remove key", ("Delete",), "Take the key off this frame", "key-remove", _frame_key),
    Action("key_earlier", "Key", "Move key one frame earlier", ("Ctrl+Shift+Left", "Alt+Shift+Left"),
           when=_frame_key, bar_before=True),
    Action("key_later", "Key", "Move key one frame later", ("Ctrl+Shift+Right", "Alt+Shift+Right"),
           when=_frame_key),

    Action("generate", "Color", "Generate", ("Ctrl+Enter", "Ctrl+Return"),
           "Color every segment that is empty or stale", "generate",
           lambda now: now.line and now.keys and now.wanted > 0 and not now.cancelling and not now.lacks),
    Action("generate_segment", "Color", "Generate this segment", ("Ctrl+Shift+Enter", "Ctrl+Shift+Return"),
           "Color the selected segment next", when=_open_segment),
    Action("regenerate", "Color", "Regenerate as a new variation", ("Ctrl+R",),
           "Color the selected segment another way; the take there is stays", "regenerate", _colored_segment),
    Action("cancel", "Color", "Cancel what is being colored", ("Shift+X", "Ctrl+Alt+Enter", "Ctrl+Alt+Return"),
           "Stop the segment under way, and the others asked for with it; finished segments stay", "cancel",
           lambda now: now.coloring and not now.cancelling, bar_before=True),
    Action("pause_queue", "Color", "Pause coloring", ("Ctrl+Alt+P",),
           "Stop for now, or go on; everything stays in the queue", "pause", lambda now: now.coloring, checkable=True),
    Action("clear_queue", "Color", "Cancel everything in the queue", ("Ctrl+Shift+X",),
           "Stop, and take everything that waits out of the queue; finished segments stay",
           when=lambda now: now.coloring),
    Action("cancel_segment", "Color", "Cancel this segment", tip="Take the selected segment out of the queue",
           when=lambda now: now.segment_in_queue),
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

    Action("hint_tool", "Color", "Color hint tool", ("H",),
           "Click on the picture where a color is wrong: the place keeps the hint's color through the shot", when=_line,
           checkable=True, bar_before=True, within="Color hints"),
    Action("hint_menu", "Color", "Color of the hint...", ("Shift+H",), "For the selected hint, else for the next one",
           when=_line, within="Color hints"),
    Action("next_hint", "Color", "Next color hint", ("Ctrl+J",), "Select it, and go to the frame it was put on",
           when=lambda now: now.hints, within="Color hints", bar_before=True),
    Action("previous_hint", "Color", "Previous color hint", ("Ctrl+Shift+J",),
           "Select it, and go to the frame it was put on", when=lambda now: now.hints, within="Color hints"),
    Action("remove_hint", "Color", "Remove color hint", ("Backspace",), "Take the selected hint off all its frames",
           when=lambda now: now.hint, within="Color hints"),

    Action("add_prompt", "Color", "Add prompt...", ("Ctrl+Shift+P",), "Say in words what the lines do not", "prompt",
           _line_idle, bar_before=True),
    Action("edit_prompt", "Color", "Edit prompt...", tip="Change the words or frames of the prompt selected or here",
           when=lambda now: now.prompt and not now.busy),
    Action("remove_prompt", "Color", "Remove prompt", tip="Take away the prompt selected or here",
           when=lambda now: now.prompt and not now.busy),

    *(
        Action(name, "Color", text, tip=tip, when=when, within="Palette", bar_before=name in PALETTE_BARS)
        for name, text, tip, when in PALETTE
    ),

    Action("set_up_longanimation", "Color", "Set up LongAnimation...",
           tip="See which of its files are here, download them, or use those you have", bar_before=True),

    Action("layer_picture", "View", "Color and lines", ("Alt+1",), "Color with the artist's lines over it",
           "layer-picture", _line, checkable=True),
    Action("layer_color", "View", "Color only", ("Alt+2",), "Color without lines", "layer-color", _line,
           checkable=True),
    Action("layer_line", "View", "Lines only", ("Alt+3",), "The line art", "layer-line", _line, checkable=True),
    Action("check_view", "View", "Check view", ("V", "Alt+4"),
           "Dim the colors, and mark what needs a look: unsure or unpainted regions, leaks, flicker", "check-view",
           _line, checkable=True, within="Check", bar_before=True),
    Action("next_problem", "View", "Next place that needs a look", ("N",), when=_line, within="Check"),
    Action("previous_problem", "View", "Previous place that needs a look", ("Shift+N",), when=_line, within="Check"),
    Action("mark_fine", "View", "Mark as fine", ("M",), "The place looked at is as it should be: list it no more",
           "done", _line, within="Check"),
    Action("forget_fine", "View", "List again what was marked as fine", when=_line, within="Check"),
    Action("fit", "View", "Fit", ("F",), "The whole picture in view", "fit", _line, bar_before=True),
    Action("actual_size", "View", "Actual size", ("1",), "One picture pixel on one pixel of the screen",
           "actual-size", _line),
    Action("zoom_in", "View", "Zoom in", ("Ctrl++", "Ctrl+="), icon="zoom-in", when=_line, repeats=True),
    Action("zoom_out", "View", "Zoom out", ("Ctrl+-",), icon="zoom-out", when=_line, repeats=True),
    *(
        Action(f"zoom_{percent}", "View", f"{percent} %", tip=f"{percent} % of the picture's own size", when=_line,
               within="Zoom")
        for percent in ZOOMS
    ),
    Action("compare_off", "View", "Off", tip="Show one take alone", when=_line, checkable=True, within="Compare",
           bar_before=True),
    Action("compare_wipe", "View", "Wipe", ("W", "F6"), "Two takes with a line between them that can be moved",
           when=_line, checkable=True, within="Compare"),
    Action("compare_side", "View", "Side by side", ("Alt+W",), "Two takes beside each other", when=_line,
           checkable=True, within="Compare"),
    Action("compare_difference", "View", "Difference", ("Shift+F6",), "Gray where two takes are the same", when=_line,
           checkable=True, within="Compare"),
    Action("compare_blink", "View", "Blink", ("Alt+B",), "Two takes in turn", when=_line, checkable=True,
           within="Compare"),
    Action("compare_swap", "View", "Swap A and B", ("C",), "Exchange the sides of the takes compared", when=_comparing,
           within="Compare", bar_before=True),
    Action("compare_next", "View", "Compare with another take", ("Shift+W",), "Compare with the take before B",
           when=_line, within="Compare"),
    Action("compare_line", "View", "Compare with the line art", tip="The shown take beside its line art", when=_line,
           checkable=True, within="Compare"),
    Action("wipe_left", "View", "Move the wipe left", ("Ctrl+[",), when=_comparing, repeats=True, within="Compare"),
    Action("wipe_right", "View", "Move the wipe right", ("Ctrl+]",), when=_comparing, repeats=True, within="Compare"),
    Action("onion_skin", "View", "Show onion skin", ("/",), "See through to neighbouring drawings", when=_line,
           checkable=True, within="Onion skin"),
    *(
        Action(f"onion_before_{count}", "View", f"{count} before", tip=f"See through to {count} before", when=_line,
               checkable=True, within="Onion skin > Before")
        for count in ONION_COUNTS
    ),
    *(
        Action(f"onion_after_{count}", "View", f"{count} after", tip=f"See through to {count} after", when=_line,
               checkable=True, within="Onion skin > After")
        for count in ONION_COUNTS
    ),
    Action("onion_drawings", "View", "By drawing", tip="Count drawings, over holds", when=_line, checkable=True,
           within="Onion skin", bar_before=True),
    Action("onion_frames", "View", "By frame", tip="Count frames", when=_line, checkable=True, within="Onion skin"),
    Action("onion_pin", "View", "Pin this frame", tip="Keep seeing this frame's drawing wherever you go", when=_line,
           checkable=True, within="Onion skin", bar_before=True),
    Action("onion_unpin", "View", "Unpin all", when=lambda now: now.pinned, within="Onion skin"),
    Action("full_screen", "View", "Full screen", ("F11",), "The window on the whole display", checkable=True,
           bar_before=True),
    Action("viewer_only", "View", "Viewer only", ("Shift+F11",), "The picture alone on the whole display; Esc leaves",
           when=_line, checkable=True),
    Action("leave_full_screen", "View", "Leave full screen", ("Esc",), when=lambda now: now.full_screen),
    Action("timeline_in", "View", "Zoom timeline in", ("+", "="), when=_line, repeats=True, bar_before=True),
    Action("timeline_out", "View", "Zoom timeline out", ("-",), when=_line, repeats=True),
    Action("timeline_shot", "View", "Whole shot on the timeline", ("Shift+F",), when=_line),
    Action("label_frame", "View", "Frame number", tip="Write frames as the numbers of their files", when=_line,
           checkable=True, within="Frame label", bar_before=True),
    Action("label_timecode", "View", "Timecode", tip="Write frames as hours:minutes:seconds:frames", when=_line,
           checkable=True, within="Frame label"),
    Action("label_feet", "View", "Feet and frames", tip="Write frames as feet+frames, 16 frames per foot", when=_line,
           checkable=True, within="Frame label"),
    Action("side_panel", "View", "Side panel", ("Ctrl+B",), "Show or hide the panel beside the canvas", when=_open,
           checkable=True, bar_before=True),
    Action("tool_bar", "View", "Tool bar", tip="Show or hide the row of buttons under the menus", checkable=True),
    Action("theme_dark", "View", "Dark", tip="Dark gray around the canvas", checkable=True, within="Theme",
           bar_before=True),
    Action("theme_light", "View", "Light", tip="Light gray around the canvas", checkable=True, within="Theme"),
    Action("theme_system", "View", "Like the system", tip="Dark or light, as the desktop is", checkable=True,
           within="Theme"),
    *(
        Action(f"size_{percent}", "View", f"{percent} %", tip="How large words and buttons are, from the next start",
               when=lambda now, percent=percent: percent <= now.largest, checkable=True, within="Interface size")
        for percent in INTERFACE_SIZES
    ),

    Action("play", "Playback", "Play / pause", ("Space",), "Play or pause", "play", _line),
    Action("play_back", "Playback", "Play back", ("J",), "Play backwards; again for 2, 4 and 8 times as fast",
           when=_line),
    Action("play_on", "Playback", "Play on", ("L",), "Play; again for 2, 4 and 8 times as fast", when=_line),
    Action("stop", "Playback", "Stop", ("K",), when=_line),
    Action("step_back", "Playback", "One frame back", ("Left",), "One frame back", "step-back", _line, repeats=True,
           bar_before=True),
    Action("step_on", "Playback", "One frame on", ("Right",), "One frame on", "step-forward", _line, repeats=True),
    Action("ten_back", "Playback", "Ten frames back", ("Shift+Left",), when=_line, repeats=True),
    Action("ten_on", "Playback", "Ten frames on", ("Shift+Right",), when=_line, repeats=True),
    Action("first", "Playback", "First frame", ("Home",), "First frame; a looped range's in comes before it", "first",
           _line),
    Action("last", "Playback", "Last frame", ("End",), "Last frame; a looped range's out comes before it", "last",
           _line),
    Action("previous_drawing", "Playback", "Previous drawing", (",",), "Previous drawing, over holds",
           "previous-drawing", _line, repeats=True, bar_before=True),
    Action("next_drawing", "Playback", "Next drawing", (".",), "Next drawing, over holds", "next-drawing", _line,
           repeats=True),
    Action("previous_key", "Playback", "Previous key", ("Alt+Left", "Ctrl+,"), "Previous key", "previous-key", _line),
    Action("next_key", "Playback", "Next key", ("Alt+Right", "Ctrl+."), "Next key", "next-key", _line),
    Action("set_in", "Playback", "Set in", ("I", "["), "The range begins at this frame", when=_line, bar_before=True),
    Action("set_out", "Playback", "Set out", ("O", "]"), "The range ends at this frame", when=_line),
    Action("clear_in", "Playback", "Clear in", ("Shift+I",), "The range begins with the shot", when=_range),
    Action("clear_out", "Playback", "Clear out", ("Shift+O",), "The range ends with the shot", when=_range),
    Action("clear_range", "Playback", "Clear in and out", ("\\",), icon="cancel", when=_range),
    Action("loop_range", "Playback", "Play the range only", ("P",), "Play from in to out only", "loop-range", _range,
           checkable=True),
    Action("play_round", "Playback", "Loop", tip="After the last frame, the first again", icon="loop", when=_line,
           checkable=True, bar_before=True),
    Action("play_once", "Playback", "Play once", tip="Stop at the last frame", icon="play-once", when=_line,
           checkable=True),
    Action("play_ping_pong", "Playback", "Ping-pong", tip="To the last frame and back again", icon="ping-pong",
           when=_line, checkable=True),
    Action("realtime", "Playback", "Realtime", tip="Keep time; frames that are late are dropped and counted",
           icon="realtime", when=_line, checkable=True, bar_before=True),
    Action("all_frames", "Playback", "Play all frames", tip="Show every frame, late if it must be", icon="all-frames",
           when=_line, checkable=True),

    Action("shortcuts", "Help", "Keyboard shortcuts", ("Shift+?", "?", "F1"), "Find any action and its key"),
    Action("go_to_menus", "Help", "Go to the menus", ("F10",), "Open the first menu; arrows go through all of them"),
    Action("show_log", "Help", "Show log"),
    Action("about", "Help", "About Shiage"),
)  # fmt: skip

TOOL_BAR = (
    "import_line_art", "lay_key", BAR, "undo", "redo", BAR, "generate", "regenerate", "cancel", BAR,
    "layer_picture", "layer_color", "layer_line", BAR, "fit", "actual_size", BAR, "export",
)  # fmt: skip
TRANSPORT = (
    "first", "previous_key", "previous_drawing", "step_back", "play", "step_on", "next_drawing", "next_key", "last",
)  # fmt: skip


TOOL_WORDS = {"import_line_art": "Import", "lay_key": "Lay key", "generate": "Generate", "export": "Export"}


class Actions:
    """The table's QActions, joined to their handlers. `run` carries a handler out (and tells its errors)."""

    def __init__(self, window: QWidget, handlers: Mapping[str, Handler], run: Callable[[Handler], None]) -> None:
        self.by_id: dict[str, QAction] = {}
        for action in ACTIONS:
            made = QAction(action.text, window)
            made.setObjectName(action.id)
            made.setShortcuts([QKeySequence(text) for text in action.shortcuts])
            made.setAutoRepeat(action.repeats)
            made.setCheckable(action.checkable)
            if action.icon:
                made.setIcon(theme.icon(action.icon))
                made.setIconVisibleInMenu(not action.checkable)  # where the tick tells whether it is so
            made.setIconText(TOOL_WORDS.get(action.id, ""))
            made.setToolTip(tool_tip(action))
            handler = handlers[action.id]
            made.triggered.connect(lambda _checked=False, handler=handler: run(handler))
            window.addAction(made)
            self.by_id[action.id] = made

    def __getitem__(self, action_id: str) -> QAction:
        return self.by_id[action_id]

    def update(self, now: Situation) -> None:
        """Enable what can be used now; what asks for color says in its tip why it cannot be."""
        for action in ACTIONS:
            made = self.by_id[action.id]
            made.setEnabled(action.when(now))
            if action.id in ASKING:
                made.setToolTip("\n".join(filter(None, (tool_tip(action), why_not(action.id, now)))))

    def fill_menu_bar(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Every action under its menu, in the table's order; returns the menus by name."""
        menus = {name: bar.addMenu(f"&{name}") for name in MENUS}
        for action in ACTIONS:
            if action.bar_before:
                begun = action.within in menus
                menus[action.within if begun else action.menu].addSeparator()
            menu, path = menus[action.menu], ""
            for name in action.within.split(" > ") if action.within else ():
                path = f"{path} > {name}" if path else name
                menu = menus[path] if path in menus else menus.setdefault(path, menu.addMenu(name))
            menu.addAction(self.by_id[action.id])
        return menus

    def fill_tool_bar(self, bar: QToolBar, wanted: Iterable[str]) -> None:
        """These actions as buttons; BAR is a separator."""
        for action_id in wanted:
            if action_id == BAR:
                bar.addSeparator()
            else:
                bar.addAction(self.by_id[action_id])


def tool_tip(action: Action) -> str:
    """What the action does, and its first shortcut."""
    text = action.tip or action.text.removesuffix("...")
    if not action.shortcuts:
        return text
    key = QKeySequence(action.shortcuts[0]).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{text} ({key})"
