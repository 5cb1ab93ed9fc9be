"""The page of an open project: canvas, transport and timeline, with the color panel at the side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.project.model import Take
from app.project.segments import segment_at
from app.project.staleness import Segment
from app.ui.actions import Actions
from app.ui.panels.color_panel import ColorPanel
from app.ui.panels.transport import Transport
from app.ui.timeline.view import TimelineView
from app.ui.viewer.canvas import Canvas
from app.ui.viewer.viewer import Viewer
from app.ui.workspace import Workspace


class ShotPage(QWidget):
    """Everything that shows one workspace."""

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        super().__init__()
        self.workspace = workspace
        self.canvas = Canvas()
        self.viewer = Viewer(workspace.document, workspace.playhead, workspace.frames, self.canvas)
        self.timeline = TimelineView(workspace.document, workspace.coloring, workspace.playhead, workspace.thumbnails)
        self.transport = Transport(actions, workspace.playhead, self.canvas)
        self.panel = ColorPanel(workspace.document, workspace.coloring, actions)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.transport)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(self.timeline)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setChildrenCollapsible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.splitter, 1)
        row.addWidget(self.panel)
        self.timeline.segment_selected.connect(self.panel.show_segment)
        workspace.playhead.moved.connect(self._follow)
        workspace.playhead.shot_changed.connect(self._follow)
        workspace.playhead.playing_changed.connect(self._follow)
        self._follow()

    @property
    def segment(self) -> Segment | None:
        """The segment that actions are about."""
        index, segments = self.timeline.selected_segment, self.workspace.document.segments
        return segments[index] if index is not None and index < len(segments) else None

    @property
    def key_number(self) -> int | None:
        """The frame of the key that actions are about: the one selected, else the one under the playhead."""
        shot, number = self.workspace.document.shot, self.workspace.playhead.number
        selected = self.timeline.selected_key
        if selected is not None and shot.key(selected) is not None:
            return selected
        return number if shot.key(number) is not None else None

    def keeps(self, take: Take) -> bool:
        """Whether a locked segment shows this take, which must stay."""
        segment = self.segment
        return segment is not None and segment.locked and segment.take == take

    def _follow(self) -> None:
        """Let the segment under the resting playhead be the selected one."""
        segments, number = self.workspace.document.segments, self.workspace.playhead.number
        if self.workspace.playhead.playing:
            return
        if not segments:
            self.timeline.selected_segment = None
        elif segments[0].span.first <= number <= segments[-1].span.last:
            self.timeline.selected_segment = segment_at([segment.span for segment in segments], number)
