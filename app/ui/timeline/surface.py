"""What the timeline shows: follows document, states, pictures and playhead, keeps zoom and selection, paints."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from app.coloring import Coloring
from app.document import Document
from app.language import tr
from app.project.model import Span
from app.ui import theme
from app.ui.timeline import lanes
from app.ui.timeline.geometry import Geometry
from app.ui.timeline.lanes import HEADER
from app.ui.timeline.looks import Looks
from app.ui.timeline.painter import Chosen, Moving, playhead_band
from app.ui.timeline.resting import Resting, Sight
from app.ui.timeline.ruler import Marked, Rule
from app.ui.timeline.scene import Scene, scene, segment_bars
from app.ui.timeline.tips import description
from app.ui.turns import Later, Rank
from app.ui.viewer.playhead import Playhead
from app.ui.viewer.thumbnails import Thumbnails

_BAR = 12  # height of the scroll bar
_CALM = 50  # ms at least between two paintings for news from engine and thumbnails


class TimelineSurface(QWidget):
    """Ruler, line art, keys, prompts and segments of a document's shot, with the playhead over them.

    Signals:
        segment_selected, key_selected, prompt_selected: another selection, by index, frame or index; -1 for none.
        folded_changed: the row of prompts came or went, and with it the least height.
    """

    segment_selected = Signal(int)
    key_selected = Signal(int)
    prompt_selected = Signal(int)
    folded_changed = Signal()

    def __init__(self, document: Document, coloring: Coloring, playhead: Playhead, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._document, self._states, self._playhead = document, coloring, playhead
        self._scene: Scene | None = None
        self._scene_old = self._bars_old = True
        self._geometry: Geometry | None = None
        self._chosen = Chosen()
        self._moving = Moving(playhead.number)
        self._cached: tuple[Span, ...] = ()
        self.looks = Looks()
        self._range_preview: Span | None = None  # an in/out range being dragged
        self._low = self._folded = False
        self._held = False  # by a gesture: nothing scrolls by itself under the pointer
        self._thumbnails, self._resting = thumbnails, Resting(thumbnails)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self._calmed)
        self._due = False
        self._scroll_bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self._scroll_bar.valueChanged.connect(self._scrolled_by_bar)
        self._keep_room()
        self.setAccessibleName(tr("Timeline"))
        self._show_document = Later(self, self._lay_out, Rank.TIMELINE)
        self._show_states = Later(self, self._repaint_soon, Rank.TIMELINE)
        document.changed.connect(self._document_changed)
        document.takes_changed.connect(self._states_changed)
        coloring.changed.connect(self._states_changed)
        thumbnails.arrived.connect(self._pictures_arrived)
        thumbnails.unread_changed.connect(self._damage_changed)
        playhead.moved.connect(self._playhead_moved)
        playhead.range_changed.connect(self._repaint_ruler)
        playhead.label_kind_changed.connect(self._repaint_all)

    def sizeHint(self) -> QSize:
        return QSize(960, lanes.USUAL + _BAR + 20 - lanes.FOLDED * self._folded)

    def set_low(self, low: bool) -> None:
        """Whether there is little room: then prompts have no row where there are none and nothing would read them."""
        if low != self._low:
            self._low = low
            self._keep_room()
            self._repaint_all()

    # What it shows

    @property
    def scene(self) -> Scene | None:
        """What is on the timeline now; None without line art."""
        if self._scene_old:
            document = self._document
            unread = self._thumbnails.unread
            self._scene = scene(document.shot, document.segments, self._states.status, document.takes, unread)
            self._scene_old = self._bars_old = False
        elif self._bars_old and self._scene is not None:
            bars = segment_bars(self._document.shot, self._document.segments, self._states.status, self._document.takes)
            self._scene = replace(self._scene, bars=bars)
            self._bars_old = False
        return self._scene

    @property
    def geometry_now(self) -> Geometry:
        """Where frames lie now; only with line art."""
        geometry = self._current_geometry()
        assert geometry is not None
        return geometry

    def _current_geometry(self) -> Geometry | None:
        shown = self.scene
        if shown is None:
            self._geometry = None
        elif self._geometry is None:
            self._geometry = Geometry.fitted(shown.span, HEADER, self._room())
        elif self._geometry.span != shown.span:
            self._geometry = self._geometry.showing(shown.span)
        return self._geometry

    def _room(self) -> float:
        return max(1, self.width() - HEADER)

    def _lanes(self) -> lanes.Lanes:
        rows = self.scene.prompt_rows if self.scene else 1
        return lanes.lay(self.height() - _BAR, 0 if self._folded else rows)

    @property
    def lanes_now(self) -> lanes.Lanes:
        """The rows as they are laid out now."""
        return self._lanes()

    @property
    def rule(self) -> Rule:
        """How the ruler names frames."""
        return Rule(self._playhead.label_kind, self._playhead.rate)

    @property
    def in_out(self) -> Span | None:
        """The in/out range as it is shown: the playhead's, or the one being dragged."""
        return self._range_preview or self._playhead.in_out

    def show_cached(self, spans: tuple[Span, ...]) -> None:
        """Mark these frames, in order, as ones that play without waiting."""
        if spans != self._cached:
            self._cached = spans
            self._repaint_ruler()

    def show_looks(self, looks: Looks) -> None:
        """Mark where finished frames need a look."""
        if looks != self.looks:
            self.looks = looks
            self._resting.spoil_segments()
            self._repaint_soon()

    @property
    def cached(self) -> tuple[Span, ...]:
        """The frames marked as cached."""
        return self._cached

    @property
    def selected_segment(self) -> int | None:
        """Index of the selected segment."""
        return self._chosen.segment

    @selected_segment.setter
    def selected_segment(self, index: int | None) -> None:
        if index != self._chosen.segment:
            self._chosen = replace(self._chosen, segment=index)
            self._resting.spoil_segments()
            self._describe()
            self.update()
            self.segment_selected.emit(-1 if index is None else index)

    @property
    def selected_key(self) -> int | None:
        """Frame of the selected key."""
        return self._chosen.key

    @selected_key.setter
    def selected_key(self, number: int | None) -> None:
        if number is not None:
            self.selected_prompt = None
        if number != self._chosen.key:
            self._chosen = replace(self._chosen, key=number)
            self._repaint_all()
            self.key_selected.emit(-1 if number is None else number)

    @property
    def selected_prompt(self) -> int | None:
        """Place of the selected prompt among the shot's."""
        return self._chosen.prompt

    @selected_prompt.setter
    def selected_prompt(self, index: int | None) -> None:
        if index is not None:
            self.selected_key = None
        if index != self._chosen.prompt:
            self._chosen = replace(self._chosen, prompt=index)
            self._repaint_all()
            self.prompt_selected.emit(-1 if index is None else index)

    # Zoom and scroll

    def zoom_in(self) -> None:
        """Zoom in around the playhead, or the middle where it is out of view."""
        self._zoom(1.5, None)

    def zoom_out(self) -> None:
        """Zoom out around the playhead, or the middle where it is out of view."""
        self._zoom(1 / 1.5, None)

    def zoom_to_shot(self) -> None:
        """The whole shot in view."""
        self._zoom(0.0, None)

    def zoom_to_span(self, span: Span) -> None:
        """These frames as wide as there is room."""
        geometry = self._current_geometry()
        if geometry is not None:
            self._set_geometry(geometry.zoomed_to(span))

    def _zoom(self, factor: float, at: float | None) -> None:
        geometry = self._current_geometry()
        if geometry is None:
            return
        if at is None:
            x = geometry.center(self._playhead.number)
            at = x if geometry.left <= x <= geometry.right else geometry.left + geometry.width / 2
        self._set_geometry(geometry.zoomed(factor, at))

    def scroll_to(self, scroll: float) -> None:
        """Scroll to a place in px from the shot's begin."""
        geometry = self._current_geometry()
        if geometry is not None:
            self._set_geometry(geometry.scrolled_to(scroll))

    def _set_geometry(self, geometry: Geometry) -> None:
        if geometry != self._geometry:
            self._geometry = geometry
            self._sync_scroll_bar()
            self._repaint_all()

    def _sync_scroll_bar(self) -> None:
        geometry = self._geometry
        bar = self._scroll_bar
        bar.blockSignals(True)
        bar.setRange(0, round(geometry.scroll_end) if geometry else 0)
        bar.setPageStep(round(geometry.width) if geometry else 1)
        bar.setSingleStep(max(1, round(geometry.scale)) if geometry else 1)
        bar.setValue(round(geometry.scroll) if geometry else 0)
        bar.blockSignals(False)
        bar.setVisible(geometry is not None and not geometry.whole)

    def _scrolled_by_bar(self, value: int) -> None:
        self.scroll_to(float(value))

    # What happens elsewhere

    def _document_changed(self) -> None:
        shot, shown = self._document.shot, self._scene
        if self._chosen.key is not None and shot.key(self._chosen.key) is None:
            self.selected_key = None
        if self._chosen.segment is not None and self._chosen.segment >= len(self._document.segments):
            self.selected_segment = None
        if self._chosen.prompt is not None:
            was = (
                next((bar.prompt.span for bar in shown.prompts if bar.index == self._chosen.prompt), ())
                if shown
                else ()
            )
            self.selected_prompt = next((at for at, prompt in enumerate(shot.prompts) if prompt.span == was), None)
        self._scene_old = True
        self._resting.spoil()
        self._show_document.ask()

    def _lay_out(self) -> None:
        """Show the document that is another one."""
        self._keep_room()
        self._current_geometry()
        self._sync_scroll_bar()
        self._repaint_all()

    def _keep_room(self) -> None:
        """Two rows of prompts can always be read; more share what room there is."""
        shown, before = self.scene, self._folded
        rows = min(shown.prompt_rows, 2) if shown else 1
        self._folded = self._low and shown is not None and not shown.prompts and bool(shown.prompts_unread)
        least = lanes.LEAST + (rows - 1) * lanes.PROMPT_ROW - lanes.FOLDED * self._folded
        self.setMinimumSize(HEADER + 240, least + _BAR)
        if self._folded != before:
            self.updateGeometry()
            self.folded_changed.emit()

    def _states_changed(self) -> None:
        self._bars_old = True
        self._resting.spoil_segments()
        self._show_states.ask()

    def _pictures_arrived(self) -> None:
        self._resting.spoil()
        self._repaint_soon()

    def _damage_changed(self) -> None:
        self._scene_old = True
        self._pictures_arrived()

    def _repaint_soon(self) -> None:
        """Paint now, but not more often than the eye can follow: while coloring, news come by the hundred."""
        self._due = self._calm.isActive()
        if not self._due:
            self._describe()
            self.update()
            self._calm.start(_CALM)

    def _calmed(self) -> None:
        if self._due:
            self._repaint_soon()

    def _repaint_all(self) -> None:
        self._resting.spoil()
        self._describe()
        self.update()

    def _repaint_ruler(self) -> None:
        ruler = self._lanes().ruler
        self.update(QRect(0, ruler.top, self.width(), ruler.height + 1))

    def _playhead_moved(self, number: int) -> None:
        before, self._moving = self._moving.number, replace(self._moving, number=number)
        geometry = self._current_geometry()
        if geometry is None:
            return
        self._describe()
        seen = geometry if self._held else geometry.revealing(number)
        if seen != geometry:
            self._set_geometry(seen)
            return
        letters = len(self.rule.label(geometry.span.last))
        for frame in (before, number):
            band = playhead_band(geometry, frame, letters)
            self.update(QRect(band.first, 0, band.length, self.height()))

    def _describe(self) -> None:
        """Say for a screen reader where the playhead stands, and what is selected."""
        number = self._playhead.number
        words = (description(self.scene, number, self._chosen, self.rule), self.looks.words(Span(number, number)))
        self.setAccessibleDescription(tr("; ".join(filter(None, words))))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        geometry, shown = self._current_geometry(), self.scene
        if geometry is None or shown is None:
            self._paint_empty(painter)
            return
        sight, ratio = Sight(shown, geometry, self._lanes(), self.rule), self.devicePixelRatioF()
        rest = self._resting.picture(self.size(), ratio, sight, self._chosen, self._moving, self.looks)
        painter.drawPixmap(0, 0, rest)
        marked = Marked(self.in_out, self._cached)
        self._resting.painter(painter, sight).over(self._moving, marked, self._chosen)
        if self.hasFocus():
            painter.setClipping(False)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(QColor(theme.tokens().accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_empty(self, painter: QPainter) -> None:
        t = theme.tokens()
        painter.fillRect(self.rect(), QColor(t.sunken))
        painter.setFont(theme.font())
        painter.setPen(QColor(t.text if self._moving.drop is not None else t.text_dim))
        words = tr("Drop line art here: a folder, its pictures, or a movie.")
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:  # another theme
            self._repaint_all()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scroll_bar.setGeometry(HEADER, self.height() - _BAR, self.width() - HEADER, _BAR)
        if self._geometry is not None:
            self._geometry = self._geometry.resized(HEADER, self._room())
        self._sync_scroll_bar()
        self._repaint_all()
