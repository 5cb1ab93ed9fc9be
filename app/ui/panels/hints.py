"""The one hint at a time that says an artist's next step, and leaves for good once the step is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from app.language import tr
from app.project.colorizers import SET_UP
from app.project.staleness import Status, usable_keys
from app.ui import theme
from app.ui.actions.keys import keys_of_all
from app.ui.actions.naming import with_keys_named
from app.ui.tokens import SIZES
from app.ui.turns import Later, Rank
from app.ui.widgets import IconLabel, label
from app.ui.workspace import Workspace

Step = Literal["line art", "key", "generate", "again", "look"]
LEARNED = 3  # times a step is done until its hint stays away
_LOOKED = 4  # moves of the playhead over a colored shot until the artist has looked at it
WORDS: dict[Step, str] = {
    "line art": "Drop a folder of line art, or a movie, on the window.",
    "key": "Go to a frame and drop a colored picture of it there, or paint it ({paint_fill} fills): a key.",
    "generate": "Press Generate ({generate}). More keys make it more like you want it.",
    "again": "Generate ({generate}) colors only what is stale again, {generate_segment} only the selected segment.",
    "look": "Drag along the timeline to see the colors. {regenerate} makes another take, {compare_wipe} compares them; "
    "{export} exports.",
}
_AFTER: dict[Step, tuple[Step, ...]] = {
    "line art": ("key", "generate", "look"), "key": ("generate", "look"), "generate": ("look",), "again": ("look",),
    "look": (),
}  # fmt: skip


def step_of(workspace: Workspace) -> Step:
    """Where the work on the open shot stands."""
    shot = workspace.document.shot
    if shot.line is None:
        return "line art"
    if not usable_keys(shot):
        return "key"
    if _empty(workspace):
        return "generate"
    return "again" if _stale(workspace) else "look"


def _failed(workspace: Workspace) -> int:
    """Segments whose coloring failed."""
    coloring = workspace.coloring
    return sum(coloring.status(segment).status is Status.FAILED for segment in workspace.document.segments)


def _empty(workspace: Workspace) -> int:
    """How many segments have no color yet."""
    return sum(segment.take is None for segment in workspace.document.segments)


def _stale(workspace: Workspace) -> int:
    """How many segments an edit made stale."""
    return sum(segment.status is Status.STALE for segment in workspace.document.segments)


class _Line(QLabel):
    """Words in one line, which end in dots where there is no room for all of them; `said` is what they are in full."""

    def __init__(self) -> None:
        super().__init__()
        self.said = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, words: str) -> None:
        """Say something else."""
        self.said = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self.said, Qt.TextElideMode.ElideRight, self.width()))


class Hints(QWidget):
    """A line in the status bar, which moves nothing else when it comes and goes.

    `known` is how often each step was done, as `Settings.hints` holds it.

    Signals:
        learned: `known` has changed.
    """

    learned = Signal(dict)

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, int] = {}
        self._keys: Mapping[str, tuple[str, ...]] = keys_of_all({})
        self._workspace: Workspace | None = None
        self._step: Step | None = None
        self._later = Later(self, self.refresh, Rank.AROUND)
        self._looks = self._takes = 0
        self._words = _Line()
        self._close = QToolButton()
        self._close.setIcon(theme.icon("cancel", "text_dim"))
        self._close.setIconSize(QSize(10, 10))
        self._close.setToolTip(tr("Do not show this hint again"))
        self._close.setAccessibleName(tr("Do not show this hint again"))
        self._close.clicked.connect(self._dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.space_s, 0, 0, 0)
        row.setSpacing(SIZES.space_s)
        row.addWidget(IconLabel("info", "accent"))
        row.addWidget(label("Next", "info-word"))
        row.addWidget(self._words, 1)
        row.addWidget(self._close)
        self.hide()

    @property
    def words(self) -> str:
        """The hint that is shown; empty for none."""
        return "" if self.isHidden() else self._words.said

    def set_keys(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Name these keys of actions, by id, from now on."""
        self._keys = keys
        self.refresh()

    def follow(self, workspace: Workspace | None) -> None:
        """Speak of this project from now on."""
        self._workspace, self._step, self._looks = workspace, None, 0
        if workspace is not None:
            for signal in (workspace.document.changed, workspace.document.takes_changed, workspace.coloring.changed):
                signal.connect(self._later.ask)
            workspace.playhead.moved.connect(self._looked)
        self.refresh()

    def refresh(self) -> None:
        """Show the next step, unless it is known or under way."""
        if self._workspace is None:
            self.hide()
            return
        step = step_of(self._workspace)
        before, self._step = self._step, step
        takes = len(self._workspace.document.takes)
        grown, self._takes = takes > self._takes, takes
        if before is not None and step in _AFTER[before] and (grown or before != "again"):  # undo colors nothing
            self._learn(before, 1)
        known = self.known.get(step, 0) >= LEARNED or (step == "look" and self._looks >= _LOOKED)
        words = with_keys_named(WORDS[step], self._keys)
        if step == "generate" and self._workspace.document.takes:
            empty = _empty(self._workspace)
            still = "1 segment is still empty" if empty == 1 else f"{empty} segments are still empty"
            words = f"{still}. {words}"
        if step == "again":
            stale = _stale(self._workspace)
            words = f"{'1 segment is stale' if stale == 1 else f'{stale} segments are stale'}. {words}"
        if step == "generate" and (failed := _failed(self._workspace)):
            words = (
                "1 segment could not be colored. Click it on the timeline to read why, mend that, then press Generate."
            )
            if failed > 1:
                words = (
                    f"{failed} segments could not be colored. Click one on the timeline to read why, mend that, "
                    "then press Generate."
                )
        if step in ("generate", "again"):
            lacks = self._workspace.coloring.lacks()
            words = SET_UP if lacks.endswith(SET_UP) else lacks or words  # what is lacking is told where it is chosen
        self._words.say(tr(words))
        self.setVisible(not known and not self._workspace.coloring.queue.busy)

    def _looked(self) -> None:
        playing = self._workspace is not None and self._workspace.playhead.playing  # nobody drags then
        if self._step == "look" and not self.isHidden() and not playing:
            self._looks += 1
            if self._looks == _LOOKED:
                self._learn("look", 1)
                self.refresh()

    def _learn(self, step: Step, times: int) -> None:
        self.known = {**self.known, step: self.known.get(step, 0) + times}
        self.learned.emit(self.known)

    def _dismiss(self) -> None:
        if self._step is not None:
            self._learn(self._step, LEARNED)
            self.refresh()
