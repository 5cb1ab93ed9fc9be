"""The page of an open project: canvas, transport and timeline, with the color panel at the side."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.project.held import shown_key
from app.project.model import Take
from app.project.staleness import Segment
from app.ui.actions import Actions
from app.ui.paint.color_button import ColorButton
from app.ui.paint.empty_hand import EmptyHand
from app.ui.paint.options_bar import OptionsBar
from app.ui.paint.paint_view import PaintView
from app.ui.paint.swatch_row import SwatchRow
from app.ui.paint.tool_strip import ToolStrip
from app.ui.panels import sheet_panel
from app.ui.panels.color_panel import WIDTH, ColorPanel, build_panel
from app.ui.panels.compare_bar import CompareBar
from app.ui.panels.hint_bar import HintBar
from app.ui.panels.sheet_panel import SheetPanel
from app.ui.panels.transport import Transport
from app.ui.timeline.looks import Looks
from app.ui.timeline.view import TimelineView
from app.ui.turns import Later, Rank
from app.ui.viewer.canvas import Canvas
from app.ui.viewer.check_view import CheckView
from app.ui.viewer.hint_view import HintView
from app.ui.viewer.viewer import Viewer
from app.ui.widgets import Parted, scrolling_area
from app.ui.workspace import Workspace

_MOST_OF = 0.6  # of the page's width or height that the canvas's neighbours may take
_USUAL_OF = 0.4  # of its height that the timeline takes, where the artist has given it none
_LOW_OF = 0.34  # the same in a low page
_LOW = 700  # px of height below which the picture is short of room


@dataclass(frozen=True)
class Parts:
    """What a page is put together from."""

    canvas: Canvas
    viewer: Viewer
    timeline: TimelineView
    transport: Transport
    panel: ColorPanel
    strip: ToolStrip
    options: OptionsBar
    sheets: SheetPanel
    actions: Actions


async def build_page(workspace: Workspace, actions: Actions, parent: QWidget) -> ShotPage:
    """Make the page of a workspace below `parent`, where it is to stay: with another one, all of it would take up its
    look again. The loop goes round between its parts, so that nothing stands still for long."""
    canvas = Canvas(lens=workspace.lens)
    frames, darkroom, playhead = workspace.frames, workspace.darkroom, workspace.playhead
    viewer = Viewer(workspace.document, playhead, frames, darkroom, canvas)
    await asyncio.sleep(0)
    timeline = TimelineView(workspace.document, workspace.coloring, playhead, workspace.thumbnails)
    await asyncio.sleep(0)
    transport = Transport(actions, playhead, canvas)
    await asyncio.sleep(0)
    panel = await build_panel(workspace, actions)
    await asyncio.sleep(0)
    color = ColorButton(workspace.current_color, lambda: panel.palettes.palette_now, actions["paint_color"])
    panel.palettes.marked_changed.connect(color.refresh)
    swatches = SwatchRow(workspace.current_color, panel.palettes)
    strip, options = ToolStrip(actions, color), OptionsBar(workspace.toolbox, actions, swatches)
    await asyncio.sleep(0)
    sheets = SheetPanel(workspace.document, actions)
    await asyncio.sleep(0)
    parts = Parts(canvas, viewer, timeline, transport, panel, strip, options, sheets, actions)
    page = ShotPage(workspace, parts, parent)
    for _ in page.lay_out():
        await asyncio.sleep(0)
    page.join()
    return page


class ShotPage(QWidget):
    """Everything that shows one workspace, once it is laid out and joined.

    Signals:
        moved: the artist gave parts of the page another size: `Settings.layout`'s parts that changed.
    """

    moved = Signal(dict)

    def __init__(self, workspace: Workspace, parts: Parts, parent: QWidget) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.canvas, self.viewer, self.timeline = parts.canvas, parts.viewer, parts.timeline
        self.transport, self.panel = parts.transport, parts.panel
        self.strip, self.options, self.sheets = parts.strip, parts.options, parts.sheets
        self.compare_bar = CompareBar(workspace.document, workspace.playhead, self.viewer.compare, parts.actions)
        self.check_view = CheckView(self.canvas, workspace.checking, self.viewer)
        self.hints = HintView(self.canvas, workspace.hint_tracks, workspace.document, self.viewer)
        self.hint_bar = HintBar(self.hints, workspace.document)
        self.head = QStackedWidget()
        self._timeline_height: int | None = None  # as the artist wished it
        self._side_width, self._sheets_width = WIDTH, sheet_panel.WIDTH

    def join(self) -> None:
        """Have the parts follow what they show, and each other."""
        workspace = self.workspace
        self.paint = PaintView(
            self.canvas, self.viewer, workspace.easel, workspace.toolbox, workspace.current_color, workspace.frames,
            workspace.playhead, workspace.document,
        )  # fmt: skip
        self.empty_hand = EmptyHand(self.viewer.compare, workspace.toolbox, self.hints, workspace.frames)
        self.splitter.splitterMoved.connect(self._timeline_moved)
        self.across.splitterMoved.connect(self._side_moved)
        self.model.splitterMoved.connect(self._sheets_moved)
        self.sheets.folded_changed.connect(self._share)
        self.timeline.folded_changed.connect(self._share)
        self.timeline.segment_selected.connect(self.panel.show_segment)
        workspace.frames.cached_changed.connect(self._show_cached)
        workspace.checking.changed.connect(self._show_looks)
        workspace.uses.changed.connect(self._show_looks)
        workspace.document.changed.connect(Later(self, self._show_looks, Rank.TIMELINE).ask)
        workspace.playhead.moved.connect(self._follow)
        workspace.playhead.shot_changed.connect(self._follow)
        workspace.playhead.playing_changed.connect(self._follow)
        for signal in (workspace.toolbox.tool_changed, self.hints.changed):
            signal.connect(self._show_head)
        self._show_head()
        self._show_looks()
        self._follow()

    def lay_out(self) -> Iterator[None]:
        """Put the parts in their places, the outermost first: whatever gets another parent takes up its look anew.
        Each step is work for a turn of the loop."""
        self.across = Parted(Qt.Orientation.Horizontal, "Drag to make the side panel wider or narrower")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.across)
        self.splitter = Parted(Qt.Orientation.Vertical, "Drag to make the timeline higher or lower")
        self.across.addWidget(self.splitter)
        upper = QWidget()
        self.splitter.addWidget(upper)
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        _fill(self.head, self.compare_bar, self.options, self.hint_bar)
        yield
        beside_tools = QHBoxLayout()
        beside_tools.setSpacing(0)
        beside_tools.addWidget(self.strip)
        self.model = Parted(Qt.Orientation.Horizontal, "Drag to make the model sheets wider or narrower")
        self.model.addWidget(self.canvas)
        self.model.addWidget(self.sheets)
        self.model.setChildrenCollapsible(False)
        beside_tools.addWidget(self.model, 1)
        column.addLayout(beside_tools, 1)
        yield
        column.addWidget(self.transport)
        yield
        self.splitter.addWidget(self.timeline)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setChildrenCollapsible(False)
        yield
        self.side = QWidget()
        self.across.addWidget(self.side)
        beside = QVBoxLayout(self.side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        scrolled = scrolling_area()
        beside.addWidget(scrolled, 1)
        scrolled.setWidget(self.panel)
        yield
        beside.addWidget(self.panel.queue)
        beside.addWidget(self.panel.palettes)
        self.side.setMinimumWidth(self.panel.minimumWidth())
        self.across.setChildrenCollapsible(False)

    async def appear(self, inside: QWidget) -> None:
        """Let what it is inside of be painted again, and with it this page: a part in each turn of the loop."""
        parts = (self.canvas, self.timeline, self.transport, self.side, self.strip, self.head)
        for part in parts:
            part.setUpdatesEnabled(False)
        inside.setUpdatesEnabled(True)
        for part in parts:
            await asyncio.sleep(0)
            part.setUpdatesEnabled(True)

    @property
    def segment(self) -> Segment | None:
        """The segment that actions are about."""
        index, segments = self.timeline.selected_segment, self.workspace.document.segments
        return segments[index] if index is not None and index < len(segments) else None

    @property
    def key_number(self) -> int | None:
        """The frame of the key that actions are about: the one selected, else the one seen under the playhead."""
        shot, number = self.workspace.document.shot, self.workspace.playhead.number
        selected = self.timeline.selected_key
        if selected is not None and shot.key(selected) is not None:
            return selected
        seen = shown_key(shot, number)
        return seen.number if seen is not None else None

    @property
    def prompt_index(self) -> int | None:
        """The place of the prompt that actions are about: the one selected, else the shortest under the playhead."""
        prompts, number = self.workspace.document.shot.prompts, self.workspace.playhead.number
        selected = self.timeline.selected_prompt
        if selected is not None and selected < len(prompts):
            return selected
        here = [at for at, prompt in enumerate(prompts) if prompt.span is None or number in prompt.span]
        return min(here, key=lambda at: span.length if (span := prompts[at].span) else math.inf, default=None)

    def keeps(self, take: Take) -> bool:
        """Whether a locked segment shows this take, which must stay."""
        segment = self.segment
        return segment is not None and segment.locked and segment.take == take

    # Sizes

    def arrange(self, parts: Mapping[str, int]) -> None:
        """Give the page's parts the sizes of `Settings.layout`, as far as there is room."""
        self._timeline_height = parts.get("timeline", self._timeline_height)
        self._side_width = parts.get("side panel width", self._side_width)
        wanted = parts.get("side panel", 1) != 0
        if not wanted and self.side.isAncestorOf(self.focusWidget() or self):
            self.canvas.setFocus()
        self.side.setVisible(wanted)
        self._sheets_width = parts.get("sheets width", self._sheets_width)
        wanted = parts.get("sheets", 0) != 0
        if not wanted and self.sheets.isAncestorOf(self.focusWidget() or self):
            self.canvas.setFocus()
        self.sheets.setVisible(wanted)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._share()

    def show_alone(self, alone: bool, parts: Mapping[str, int]) -> None:
        """Show the picture and nothing beside it, or everything again, arranged as `Settings.layout` says."""
        if alone:
            self.canvas.setFocus()
        self.transport.setVisible(not alone)
        self.timeline.setVisible(not alone)
        self.strip.setVisible(not alone)
        self.head.setVisible(not alone)
        self.canvas.set_alone(alone)
        self.hints.set_alone(alone)
        self.arrange({**parts, "side panel": 0, "sheets": 0} if alone else parts)

    def _share(self) -> None:
        """What the artist wished for, each time anew, so that a small screen takes nothing for good."""
        self.panel.fit(self.height())
        self.timeline.set_low(self.height() < _LOW)
        side = min(self._side_width, round(self.width() * _MOST_OF))
        timeline = min(self._timeline_height or self._usual_timeline(), round(self.height() * _MOST_OF))
        self.across.setSizes([self.width() - side, side])
        self.splitter.setSizes([self.height() - timeline, timeline])
        beside = self.width() - (side if self.side.isVisibleTo(self) else 0)
        sheets = min(self._sheets_width, beside // 2)
        self.model.setSizes([beside - sheets, sheets])

    def _usual_timeline(self) -> int:
        """Px of height; in a low window the picture needs them more."""
        least = self.timeline.minimumHeight()
        share = _LOW_OF if self.height() < _LOW else _USUAL_OF
        return min(self.timeline.sizeHint().height(), max(least, round(self.height() * share)))

    def _timeline_moved(self) -> None:
        self._timeline_height = self.splitter.sizes()[1]
        self.moved.emit({"timeline": self._timeline_height})

    def _side_moved(self) -> None:
        self._side_width = self.across.sizes()[1]
        self.moved.emit({"side panel width": self._side_width})

    def _sheets_moved(self) -> None:
        if self.sheets.folded:
            return
        self._sheets_width = self.model.sizes()[1]
        self.moved.emit({"sheets width": self._sheets_width})

    def _show_head(self) -> None:
        """The tool's options over the picture, else the ways to compare: of one height, so that the picture stays."""
        painting = self.workspace.toolbox.tool is not None
        self.head.setCurrentWidget(self.options if painting else self.hint_bar if self.hints.on else self.compare_bar)

    def _show_cached(self) -> None:
        self.timeline.show_cached(self.workspace.frames.cached_spans())

    def _show_looks(self) -> None:
        hints, checking = self.workspace.document.shot.hints, self.workspace.checking
        numbers = {anchor.number for hint in hints for anchor in hint.anchors}
        looks = Looks.at(checking.concerns, checking.ticks, tuple(sorted(numbers)))
        self.timeline.show_looks(replace(looks, used=self.workspace.uses.spans))

    def _follow(self) -> None:
        """Let the segment under the resting playhead be the selected one."""
        document, playhead = self.workspace.document, self.workspace.playhead
        segment = document.segment_at(playhead.number)
        if not playhead.playing and (segment is not None or not document.segments):
            self.timeline.selected_segment = segment.index if segment is not None else None


def _fill(head: QStackedWidget, *rows: QWidget) -> None:
    """Have it show one of these rows at a time, always as high as the highest."""
    for row in rows:
        head.addWidget(row)
        for part in (row, *row.findChildren(QWidget)):
            part.ensurePolished()  # what was never shown has not been given its fonts and margins yet
    head.setFixedHeight(max(row.sizeHint().height() for row in rows))
