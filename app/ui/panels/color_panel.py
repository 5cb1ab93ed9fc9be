"""The panel beside the canvas: what colors, Generate with its progress, and the selected segment with its takes."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QProgressBar, QVBoxLayout, QWidget

from app.coloring import Coloring
from app.document import Document
from app.project.model import Take
from app.project.staleness import Segment, Status, fits, usable_keys
from app.ui import theme
from app.ui.actions import Actions
from app.ui.tokens import SIZES
from app.ui.widgets import IconLabel, action_button, label

WIDTH = 272


class Tally:
    """Counts finished segments of a run, from the first job to the last."""

    def __init__(self, coloring: Coloring) -> None:
        self._coloring = coloring
        self._done = 0
        coloring.arrived.connect(self._arrived)
        coloring.changed.connect(self._changed)

    @property
    def left(self) -> int:
        """Segments still to do."""
        return sum(len(job.waiting) for job in self._coloring.queue.jobs if not job.cancelled)

    @property
    def done(self) -> int:
        """Segments finished since coloring began."""
        return self._done

    def _changed(self) -> None:
        if not self._coloring.queue.busy:
            self._done = 0

    def _arrived(self) -> None:
        self._done += 1


class ColorPanel(QWidget):
    """Follows a document and its coloring; `show_segment` chooses the segment in detail.

    Signals:
        take_chosen: the artist wants this take shown.
    """

    take_chosen = Signal(object)

    def __init__(self, document: Document, coloring: Coloring, actions: Actions) -> None:
        super().__init__()
        self._document, self._coloring = document, coloring
        self._tally = Tally(coloring)
        self._index = -1
        self._listed: object = None
        self.setMinimumWidth(WIDTH)
        self.setAccessibleName("Color")
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_m, SIZES.space_m, SIZES.space_m, SIZES.space_m)
        column.setSpacing(SIZES.space_s)
        self._build_generate(column, actions)
        column.addSpacing(SIZES.space_m)
        self._build_segment(column, actions)
        for signal in (document.changed, document.takes_changed, coloring.changed):
            signal.connect(self.refresh)
        self.refresh()

    def _build_generate(self, column: QVBoxLayout, actions: Actions) -> None:
        column.addWidget(label("Color", "heading"))
        self._engine = label("", "dim", wrap=True)
        column.addWidget(self._engine)
        self._next = label("", wrap=True)
        column.addWidget(self._next)
        row = QHBoxLayout()
        row.setSpacing(SIZES.space_s)
        self.generate_button = action_button(actions["generate"], "Generate", primary=True)
        row.addWidget(self.generate_button, 1)
        self.cancel_button = action_button(actions["cancel"], "Cancel")
        row.addWidget(self.cancel_button)
        column.addLayout(row)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Coloring progress")
        column.addWidget(self._bar)
        self._progress = label("", "dim", wrap=True)
        column.addWidget(self._progress)

    def _build_segment(self, column: QVBoxLayout, actions: Actions) -> None:
        self._title = label("", "heading")
        column.addWidget(self._title)
        row = QHBoxLayout()
        row.setSpacing(SIZES.space_s)
        self._state_icon = IconLabel("state-empty")
        self._state = label("", wrap=True)
        row.addWidget(self._state_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._state, 1)
        column.addLayout(row)
        self._takes_title = label("Takes", "dim")
        column.addWidget(self._takes_title)
        self.takes = QListWidget()
        self.takes.setAccessibleName("Takes of this segment")
        self.takes.setIconSize(QSize(16, 16))
        self.takes.itemActivated.connect(self._activated)
        self.takes.itemClicked.connect(self._activated)
        self.takes.setFixedHeight(160)
        self.takes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self.takes)
        buttons = QHBoxLayout()
        buttons.setSpacing(SIZES.space_s)
        self.regenerate_button = action_button(actions["regenerate"], "Regenerate")
        self.delete_button = action_button(actions["delete_take"], "Delete take")
        buttons.addWidget(self.regenerate_button)
        buttons.addWidget(self.delete_button)
        column.addLayout(buttons)
        self.lock_button = action_button(actions["lock"], "Lock segment")
        column.addWidget(self.lock_button)
        self._detail = (
            self._takes_title, self.takes, self.regenerate_button, self.delete_button, self.lock_button,
            self._state_icon,
        )  # fmt: skip
        column.addStretch()

    # What it shows

    @property
    def segment(self) -> Segment | None:
        """The segment in detail."""
        segments = self._document.segments
        return segments[self._index] if 0 <= self._index < len(segments) else None

    @property
    def selected_take(self) -> Take | None:
        """The take marked in the list."""
        item = self.takes.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else None

    def show_segment(self, index: int) -> None:
        """Show this segment in detail; -1 for none."""
        self._index = index
        self.refresh()

    def refresh(self) -> None:
        """Show everything as it stands."""
        self._show_generate()
        self._show_segment()

    def _show_generate(self) -> None:
        queue, shot = self._coloring.queue, self._document.shot
        hello = queue.hello
        name = "Draft" if shot.colorizer == "draft" else shot.colorizer
        self._engine.setText(f"Colorizer: {name}" + ("" if hello else " (starting...)"))
        self._next.setText(self._next_step())
        busy = queue.busy
        self._bar.setVisible(busy)
        self.cancel_button.setVisible(busy)
        self._progress.setVisible(busy)
        if busy:
            self._show_progress()

    def _next_step(self) -> str:
        """What the artist can do next, in one line."""
        shot = self._document.shot
        if shot.line is None:
            return "Drop line art on the window to begin."
        if not usable_keys(shot):
            return "Lay a colored key: drop a colored picture on its frame."
        wanted = len(self._coloring.wanted())
        if self._coloring.queue.busy:
            return ""
        if wanted == 0:
            return "Every segment is colored."
        return f"{wanted} of {len(self._document.segments)} segments to color."

    def _show_progress(self) -> None:
        queue = self._coloring.queue
        if queue.cancelling:
            self._progress.setText("Cancelling...")
            self._bar.setRange(0, 0)
            return
        done, left = self._tally.done, self._tally.left
        total = done + left
        part = 0.0
        job = queue.jobs[0] if queue.jobs else None
        if job is not None and job.progress is not None and job.progress.total:
            part = job.progress.done / job.progress.total
        self._bar.setRange(0, max(1, total * 100))
        self._bar.setValue(round((done + part) * 100))
        seconds = queue.seconds_left()
        text = f"{done} of {total} segment{'s' * (total != 1)}"
        self._progress.setText(text + (f", {time_left(seconds)} left" if seconds is not None else ""))

    def _show_segment(self) -> None:
        segment = self.segment
        for widget in self._detail:
            widget.setVisible(segment is not None)
        if segment is None:
            self._title.setText("Segment")
            self._state.setText("Click a segment on the timeline to see its takes.")
            return
        work = self._coloring.status(segment)
        self._title.setText(f"Segment {segment.index + 1}")
        word = work.status.value
        if work.status is Status.WORKING and work.total:
            word = f"Working {round(100 * work.done / work.total)} %"
        words = f"{word}, frames {segment.span.first} to {segment.span.last}"
        self._state.setText(words + (f"\n{work.sentence}" if work.sentence else ""))
        self._state_icon.show_icon(theme.tokens().state(work.status).icon, f"{work.status.name.lower()}.ink")
        self.lock_button.setText("Unlock segment" if segment.locked else "Lock segment")
        self._list_takes(segment)

    def _list_takes(self, segment: Segment) -> None:
        takes = tuple(reversed(self._document.takes_of(segment.span)))
        state = (segment.span, segment.take, segment.inputs, takes)
        if state == self._listed:
            return
        same = isinstance(self._listed, tuple) and self._listed[:2] == state[:2]
        marked = self.selected_take if same and self.selected_take in takes else segment.take
        self._listed = state
        self.takes.clear()
        self._takes_title.setText("Takes" if takes else "No takes yet")
        for take in takes:
            shown = take == segment.take
            words = take_words(self._document, take) + (", shown" if shown else "")
            if not fits(self._document.shot, take):
                words += ", from before an edit"
            item = QListWidgetItem(words)
            item.setIcon(theme.icon("done", "good") if shown else theme.icon("layer-picture", "text_dim"))
            item.setData(Qt.ItemDataRole.UserRole, take)
            item.setToolTip(f"{words}\n{take.colorizer}, {take.bytes / 1e6:.1f} MB. Click to show this take.")
            item.setSizeHint(QSize(1, 22))  # as wide as the list, so that long words end in dots
            self.takes.addItem(item)
            if take == marked:
                self.takes.setCurrentItem(item)

    def _activated(self, item: QListWidgetItem) -> None:
        take = item.data(Qt.ItemDataRole.UserRole)
        segment = self.segment
        if segment is not None and take != segment.take:
            self.take_chosen.emit(take)


def take_words(document: Document, take: Take) -> str:
    """What the artist calls a take: its place in the order of making, and when that was."""
    written = "%Y-%m-%d %H:%M" if time.time() - take.created > 86400 else "%H:%M"
    place = document.takes_of(take.span).index(take) + 1
    return f"Take {place}, {time.strftime(written, time.localtime(take.created))}"


def time_left(seconds: float) -> str:
    """A time span as an artist says it: "about 40 s", "about 3 min", "about 1 h 20 min"."""
    if seconds < 55:
        return f"about {max(5, math.ceil(seconds / 5) * 5)} s"
    minutes = max(1, round(seconds / 60))
    return f"about {minutes} min" if minutes < 60 else f"about {minutes // 60} h {minutes % 60} min"
