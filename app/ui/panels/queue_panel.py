"""What is being colored and what waits: a list in its order, with how far it is, to pause, reorder and cancel."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.coloring import Coloring
from app.document import Document
from app.language import tr
from app.project.model import Span
from app.project.staleness import Status
from app.render.queue import Work
from app.render.waiting import Item
from app.ui import theme
from app.ui.actions import Actions
from app.ui.actions.naming import with_keys_named
from app.ui.panels.generate_box import time_left
from app.ui.panels.movable_rows import MovableRows
from app.ui.panels.rows import Row
from app.ui.timeline import bars
from app.ui.tokens import SIZES
from app.ui.widgets import action_button, label, set_progress

_ROW_HEIGHT, MOST = 26, 5
_TIP = (
    "Colored from top to bottom. Drag a segment, or press {queue_earlier} and {queue_later}, to move it; "
    "Enter edits it, Delete takes it out."
)


class QueuePanel(QWidget):
    """Follows the queue by being refreshed; hidden while there is nothing to color.

    Signals:
        segment_wanted: the artist wants to see this segment, by index.
        menu_wanted: a menu for a segment, by index, at a global point.
        cancel_wanted: this item is not to be colored.
        edit_wanted: the marked item is to be colored otherwise.
        focus_left: the panel goes away, and had the focus.
    """

    segment_wanted = Signal(int)
    menu_wanted = Signal(int, QPoint)
    cancel_wanted = Signal(object)
    edit_wanted = Signal()
    focus_left = Signal()

    def __init__(self, document: Document, coloring: Coloring, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("queue")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document, self._coloring, self._actions = document, coloring, actions
        self._keys: dict[str, tuple[str, ...]] = {}
        self._done = 0
        self._listed: object = None
        coloring.arrived.connect(self._arrived)
        self.setAccessibleName(tr("Queue"))
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_m, SIZES.space_m, SIZES.space_m, SIZES.space_m)
        column.setSpacing(SIZES.space_s)
        column.addWidget(label("Queue", "heading"))
        self.progress = label("", "dim", wrap=True)
        column.addWidget(self.progress)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Coloring progress"))
        column.addWidget(self.bar)
        self.list = MovableRows("Queue of segments", _ROW_HEIGHT, MOST)
        self.list.currentRowChanged.connect(self._selected)
        self.list.itemClicked.connect(lambda item: self._selected(self.list.row(item)))
        self.list.menu_wanted.connect(lambda row, at: self.menu_wanted.emit(self._segment(row), at))
        self.list.delete_pressed.connect(self._cancel_current)
        self.list.itemActivated.connect(lambda _item: self.edit_wanted.emit())
        self.list.row_moved.connect(coloring.move_item)
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(SIZES.space_xs)
        self.pause_button = action_button(actions["pause_queue"], "Pause")
        self.cancel_button = action_button(actions["cancel"], "Cancel")
        self.clear_button = action_button(actions["clear_queue"], "Cancel all")
        self.cancel_button.setIcon(QIcon())  # the room is for the words
        for button in (self.pause_button, self.cancel_button, self.clear_button):
            button.setProperty("role", "narrow")  # three of them in a panel's width
            row.addWidget(button)
        column.addLayout(row)

    # What it shows

    @property
    def marked(self) -> Item | None:
        """The item of the row that is highlighted."""
        row = self.list.marked
        return row.name if row is not None and isinstance(row.name, Item) else None

    def mark(self, item: Item) -> None:
        """Highlight the row of an item."""
        self.refresh()
        if item in self._coloring.queue.items:
            self.list.setCurrentRow(self._coloring.queue.items.index(item))

    def refresh(self) -> None:
        """Show everything as it stands."""
        queue = self._coloring.queue
        if not queue.busy and self.isAncestorOf(self.window().focusWidget() or self):
            self.focus_left.emit()
        self.setVisible(queue.busy)
        if not queue.busy:
            self._done = 0
            return
        self.pause_button.setText(tr("Resume" if queue.paused else "Pause"))
        self.pause_button.setIcon(theme.icon("play" if queue.paused else "pause"))
        self.progress.setText(tr(self._words()))
        total = self._done + len(queue.items)
        if queue.cancelling or queue.pausing:
            set_progress(self.bar, 0, 0)
        else:
            set_progress(self.bar, round((self._done + queue.share) * 100), max(1, total * 100))
        self._name_buttons()
        self._name_keys()
        self.list.setVisible(bool(queue.items))
        self._list()

    def _name_buttons(self) -> None:
        """Say how much each button cancels, in words that name no segment; one is enough where both would cancel the
        same."""
        items = self._coloring.queue.items
        together = sum(1 for item in items if item.request is items[0].request)
        self.cancel_button.setVisible(0 < together < len(items))
        self.cancel_button.setText(tr("Cancel one" if together == 1 else f"Cancel ({together})"))
        self.clear_button.setText(tr("Cancel all" if len(items) > 1 else "Cancel"))

    def _name_keys(self) -> None:
        """Tell what is done with the rows, by the keys that the actions have now."""
        if self._keys != self._actions.keys:
            self._keys = dict(self._actions.keys)
            self.list.show_rows([])  # each row tells it too
            self._listed = None
            self.list.setToolTip(tr(with_keys_named(_TIP, self._keys)))

    def _list(self) -> None:
        """All rows where the order is another one; else, as it is with each frame, only the one under way."""
        queue, places = self._coloring.queue, self._places()
        items = queue.items
        state = (items, queue.running, queue.paused, tuple(places))
        if state != self._listed:
            self._listed = state
            self.list.show_rows([self._row(item, places.get(item.span)) for item in items])
        elif queue.running is not None:
            at = items.index(queue.running)
            self.list.show_row(at, self._row(queue.running, places.get(queue.running.span)))

    def _words(self) -> str:
        queue = self._coloring.queue
        total = self._done + len(queue.items)
        count = f"{self._done} of {total} colored"
        if queue.cancelling:
            return "Cancelling..."
        if queue.pausing:
            return "Pausing..."
        if queue.paused:
            return f"Paused. {count}."
        if queue.held and queue.running is None:
            return f"Waits until the shot has what it needs. {count}."
        if queue.hello is None:
            return "Starting the engine..."
        seconds = queue.seconds_left()
        return f"{count}, {time_left(seconds)} left" if seconds is not None else count

    def _row(self, item: Item, index: int | None) -> Row:
        queue = self._coloring.queue
        what = f"segment {index + 1}" if index is not None else "no longer planned"
        seed = item.segment.seed
        if index is not None and seed != self._document.shot.seed:
            what = f"variation {seed}"
        title = f"{item.span.first}-{item.span.last}, {what}"  # frames first: the end gives way in a narrow panel
        running = item is queue.running
        status = Status.WORKING if running else Status.QUEUED
        look = theme.tokens().state(status)
        if not running:
            return Row(title, bars.word(Work(status)), icon=look.icon, ink="queued.ink", name=item)
        work = queue.work(item.shot, item.span) or Work(status)
        return Row(
            title, bars.word(work), bars.short(work), look.icon, "working.ink", share=queue.share, name=item, fixed=True
        )

    def _places(self) -> dict[Span, int]:
        return {segment.span: segment.index for segment in self._document.segments}

    def _segment(self, row: int) -> int:
        """The index of the segment in this row; -1 for none."""
        items = self._coloring.queue.items
        return self._places().get(items[row].span, -1) if 0 <= row < len(items) else -1

    # What is done with it

    def _selected(self, row: int) -> None:
        index = self._segment(row)
        if index >= 0:
            self.segment_wanted.emit(index)

    def _cancel_current(self) -> None:
        items, row = self._coloring.queue.items, self.list.currentRow()
        if 0 <= row < len(items):
            self.cancel_wanted.emit(items[row])

    def _arrived(self) -> None:
        self._done += 1
