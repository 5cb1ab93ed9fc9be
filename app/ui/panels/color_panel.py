"""The panel beside the canvas: Generate, the selected segment with its takes, the queue, the palette at the foot."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.coloring import Coloring
from app.document import Document
from app.language import tr
from app.project.model import Take
from app.ui.actions import Actions
from app.ui.panels import checks_panel, palette_panel, queue_panel
from app.ui.panels.checks_panel import ChecksPanel
from app.ui.panels.generate_box import GenerateBox
from app.ui.panels.palette_panel import PalettePanel
from app.ui.panels.queue_panel import QueuePanel
from app.ui.panels.takes_panel import TakesPanel
from app.ui.tokens import SIZES
from app.ui.turns import Later
from app.ui.workspace import Workspace

WIDTH = 272
_ROOMY = 800  # px from which all lists have their full height
_TAKES = 2, 6  # rows that are seen in the lowest window; those where there is room
_TAKES_FROM, _TAKE = 374, 90  # px that all else needs, and px of the window for which there is another row
_SWATCHES = 3, palette_panel.MOST  # rows that are always seen; those where there is room
_SWATCHES_FROM, _SWATCH = 260, 64  # px that all else needs, and px of the window for which there is another row
_SWATCHES_BEFORE = 20  # rows where there is room, before anything is colored
_SPARE = 30  # px that are left free then: a line that comes and goes moves no swatch


async def build_panel(workspace: Workspace, actions: Actions) -> ColorPanel:
    """Make the panel of a workspace; the loop goes round between its parts, so that nothing stands still for long."""
    document, coloring = workspace.document, workspace.coloring
    generating = GenerateBox(document, coloring, actions)
    await asyncio.sleep(0)
    queue = QueuePanel(document, coloring, actions)
    segment = TakesPanel(workspace, actions)
    await asyncio.sleep(0)
    checks, palettes = ChecksPanel(workspace.checking, actions), PalettePanel(document, actions, workspace.swatch_names)
    await asyncio.sleep(0)
    return ColorPanel(document, coloring, Boxes(generating, queue, segment, checks, palettes))


@dataclass(frozen=True)
class Boxes:
    """What the panel is put together from."""

    generating: GenerateBox
    queue: QueuePanel
    segment: TakesPanel
    checks: ChecksPanel
    palettes: PalettePanel


class ColorPanel(QWidget):
    """Follows a document and its coloring; `show_segment` chooses the segment in detail.

    The `queue` and below it the `palettes` belong below the panel, outside of what is scrolled: they are always seen,
    and whatever else comes, goes or grows moves no swatch. Before anything is colored the swatches have the room that
    takes will need; they leave it once, when coloring begins, and their buttons stay where they are.

    Signals:
        take_chosen: the artist wants this take shown.
    """

    take_chosen = Signal(object)

    def __init__(self, document: Document, coloring: Coloring, boxes: Boxes) -> None:
        super().__init__()
        self._document, self._queue = document, coloring.queue
        self._height, self._fitted = 0, document.shot.colorizer
        self.generating, self.queue, self.segment = boxes.generating, boxes.queue, boxes.segment
        self.checks, self.palettes = boxes.checks, boxes.palettes
        self.segment.chosen.connect(self.take_chosen)
        self.generate_button = self.generating.button
        self.takes = self.segment.list
        self.lock_button, self.delete_button = self.segment.lock_button, self.segment.delete_button
        self.setMinimumWidth(WIDTH)
        self.setAccessibleName(tr("Color"))
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_m, SIZES.space_s, SIZES.space_m, SIZES.space_m)
        column.setSpacing(SIZES.space_m)
        column.addWidget(self.generating)
        column.addWidget(self.segment)
        column.addWidget(self.checks)
        column.addStretch(1)
        for part in (self, self.queue, self.palettes):
            for button in part.findChildren(QPushButton):
                # A click leaves the focus where it is, else the keys would go astray when it can be used no more.
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        head = Later(self, self.generating.refresh)
        for signal in (document.changed, document.takes_changed, coloring.changed):
            for follow in (head.ask, self.queue.refresh, self.segment.refresh, self._fit_swatches):
                signal.connect(follow)
        self.refresh()

    def fit(self, height: int) -> None:
        """Be content with shorter lists where a window leaves only so many px, so that more of them is seen at once."""
        roomy = height >= _ROOMY
        for rows, most, less in (
            (self.checks.list, checks_panel.MOST, 3),
            (self.queue.list, queue_panel.MOST, 1),
        ):
            rows.show_at_most(most if roomy else less)
        least, most = _TAKES
        self.takes.show_at_most(max(least, min(most, (height - _TAKES_FROM) // _TAKE)))
        self._height = height
        self._fit_swatches(anew=True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # its parts need more or less
            self._fit_swatches()
        return super().event(event)

    def _fit_swatches(self, *, anew: bool = False) -> None:
        """Have as many rows of swatches as there is room for; more than before only `anew`, or for another colorizer,
        which needs other parts."""
        least, most = _SWATCHES
        usual = max(least, min(most, (self._height - _SWATCHES_FROM) // _SWATCH))
        layout, swatches = self.layout(), self.palettes.list
        if self._document.takes or self._queue.busy or layout is None:
            swatches.show_at_most(usual)
            return
        besides = layout.totalHeightForWidth(self.width()) + self.palettes.sizeHint().height()
        room = self._height - besides + (0 if swatches.isHidden() else swatches.height())
        anew = anew or self._fitted != self._document.shot.colorizer
        rows = (room - _SPARE if anew else room) // palette_panel.ROW_HEIGHT
        rows = max(usual, min(_SWATCHES_BEFORE, rows))
        self._fitted = self._document.shot.colorizer
        swatches.show_at_most(rows if anew else min(rows, swatches.most))

    @property
    def selected_take(self) -> Take | None:
        """The take marked in the list."""
        return self.segment.selected_take

    def show_segment(self, index: int) -> None:
        """Show this segment in detail; -1 for none."""
        self.segment.show_segment(index)

    def refresh(self) -> None:
        """Show everything as it stands."""
        for part in (self.generating, self.queue, self.segment):
            part.refresh()
