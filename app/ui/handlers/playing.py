"""What the Playback actions do, and how frames are written; how the artist likes to play is kept for next time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from app.project.timing import FrameLabel
from app.settings import Settings
from app.ui.actions import LOOPS, Handler
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.viewer.course import Loop
from app.ui.viewer.playhead import Playhead

LABELS: dict[str, FrameLabel] = {"label_frame": "frame", "label_timecode": "timecode", "label_feet": "feet"}


class Playing:
    """Moving the playhead and playing, in the way of the settings in every project."""

    def __init__(self, window: MainWindow, preferences: Preferences) -> None:
        self._window, self._preferences = window, preferences
        window.page_changed.connect(self._take_over)

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {
            **self._going(),
            **self._range(),
            "play": self._on(Playhead.toggle),
            "play_back": self._on(lambda playhead: playhead.shuttle(-1)),
            "play_on": self._on(lambda playhead: playhead.shuttle(1)),
            "stop": self._on(Playhead.pause),
            "realtime": partial(self._prefer, lambda settings: replace(settings, playback="realtime")),
            "all_frames": partial(self._prefer, lambda settings: replace(settings, playback="all frames")),
            **{name: self._loop(loop) for loop, name in LOOPS.items()},
            **{name: self._label(kind) for name, kind in LABELS.items()},
        }

    def _going(self) -> dict[str, Handler]:
        return {
            "step_back": self._on(lambda playhead: playhead.step(-1)),
            "step_on": self._on(lambda playhead: playhead.step(1)),
            "ten_back": self._on(lambda playhead: playhead.step(-10)),
            "ten_on": self._on(lambda playhead: playhead.step(10)),
            "first": self._on(Playhead.first),
            "last": self._on(Playhead.last),
            "previous_drawing": self._on(Playhead.previous_drawing),
            "next_drawing": self._on(Playhead.next_drawing),
            "previous_key": self._on(Playhead.previous_key),
            "next_key": self._on(Playhead.next_key),
        }

    def _range(self) -> dict[str, Handler]:
        return {
            "set_in": self._on(lambda playhead: playhead.set_in(playhead.number)),
            "set_out": self._on(lambda playhead: playhead.set_out(playhead.number)),
            "clear_in": self._on(Playhead.clear_in),
            "clear_out": self._on(Playhead.clear_out),
            "clear_range": self._on(lambda playhead: playhead.set_range(None)),
            "loop_range": self._on(self._toggle_range),
        }

    def _on(self, action: Callable[[Playhead], None]) -> Handler:
        def handler() -> None:
            if self._window.workspace is not None:
                action(self._window.workspace.playhead)

        return handler

    def _toggle_range(self, playhead: Playhead) -> None:
        playhead.looped_range = not playhead.looped_range
        self._show(playhead)  # the press itself has changed the mark

    def _loop(self, loop: Loop) -> Handler:
        return partial(self._prefer, lambda settings: replace(settings, loop=loop))

    def _label(self, kind: FrameLabel) -> Handler:
        return partial(self._prefer, lambda settings: replace(settings, frame_label=kind))

    def _prefer(self, change: Callable[[Settings], Settings]) -> None:
        self._preferences.edit(change)
        if self._window.workspace is not None:
            self._take_up(self._window.workspace.playhead)

    def _take_over(self) -> None:
        """Another project is shown."""
        if self._window.workspace is not None:
            playhead = self._window.workspace.playhead
            self._take_up(playhead)
            playhead.range_changed.connect(self._range_changed)

    def _range_changed(self) -> None:
        if self._window.workspace is not None:
            self._show(self._window.workspace.playhead)

    def _take_up(self, playhead: Playhead) -> None:
        settings = self._preferences.settings
        playhead.realtime = settings.playback == "realtime"
        playhead.loop = settings.loop
        playhead.label_kind = settings.frame_label
        self._show(playhead)

    def _show(self, playhead: Playhead) -> None:
        """Check what is so in the menus."""
        actions = self._window.actions_table
        for loop, name in LOOPS.items():
            actions[name].setChecked(playhead.loop == loop)
        for name, kind in LABELS.items():
            actions[name].setChecked(playhead.label_kind == kind)
        actions["realtime"].setChecked(playhead.realtime)
        actions["all_frames"].setChecked(not playhead.realtime)
        actions["loop_range"].setChecked(playhead.looped_range)
        for name in ("clear_in", "clear_out", "clear_range", "loop_range"):  # at once, for a quick next key press
            actions[name].setEnabled(playhead.in_out is not None)
