"""The window: menus, tool bar, the page of the open project or the welcome page, notices, what is being worked on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QMenu, QStackedWidget, QWidget

from app.language import tr
from app.project.colorizers import LONGANIMATION
from app.project.held import shown_key
from app.project.staleness import Status, usable_keys
from app.ui import drops, interface_size, theme, window_place
from app.ui.actions import Actions, Handler
from app.ui.errands import Errands
from app.ui.key_guard import KeyGuard
from app.ui.notices import Notices
from app.ui.panels.busy_bar import BusyBar
from app.ui.panels.hints import Hints
from app.ui.panels.room_line import RoomLine
from app.ui.panels.shot_page import ShotPage, build_page
from app.ui.panels.shots_bar import ShotsBar
from app.ui.panels.tool_bar import ToolBar
from app.ui.panels.welcome import WelcomePage
from app.ui.situation import Situation
from app.ui.tokens import SIZES
from app.ui.widgets import below
from app.ui.workspace import Workspace

_MOVED = 400  # ms after the last move of a splitter until it is kept


class MainWindow(QMainWindow):
    """Built in two steps, because what its actions do needs the window: `install` takes the handlers.

    Signals:
        close_asked: the artist wants to close; nothing is closed until `let_close`.
        files_dropped: paths dropped on the welcome page or anywhere that has no frame of its own.
        recent_chosen: the folder of a project.
        go_on_chosen: the folder of a project that a crash cut off, to be gone on with at once.
        recent_removed: the folder of a project that should be listed no more.
        page_changed: another project, or none, is shown.
        layout_changed: the artist has moved or hidden parts of the window, which `layout_parts` holds.
        scheme_changed: the desktop has become dark or light.
        shots_changed: shots came beside the open one.
    """

    close_asked = Signal()
    files_dropped = Signal(list)
    recent_chosen = Signal(str)
    go_on_chosen = Signal(str)
    recent_removed = Signal(str)
    page_changed = Signal()
    layout_changed = Signal()
    scheme_changed = Signal()
    shots_changed = Signal()

    def __init__(self, errands: Errands) -> None:
        super().__init__()
        self.errands = errands
        self.page: ShotPage | None = None
        self._may_close = self.alone = False
        self._state_before = Qt.WindowState.WindowNoState
        self.hearing: list[Callable[[QKeyEvent], bool]] = []  # hear keys that no control needs, before any shortcut
        self._guard = KeyGuard(self, self.hearing)
        self.untaken: list[Callable[[QKeyEvent], bool]] = []  # hear keys that nobody took, until one means it
        self.stack = QStackedWidget()
        self.shots = ShotsBar()
        self.setCentralWidget(below(self.shots, self.stack))
        self.setAcceptDrops(True)
        room = self.screen().availableSize() - window_place.FRAME
        self.setMinimumSize(interface_size.LEAST.boundedTo(room))  # squeezed rather than off the screen
        self.resize(QSize(1360, 860).boundedTo(room))
        self.setWindowIcon(theme.icon("shiage"))
        self.notices = Notices(self.stack, self)
        self.hints = Hints()
        errands.failed.connect(lambda sentence: self.notices.error(sentence, about=errands.failing))
        errands.begun.connect(self.notices.begun)
        errands.stopped.connect(self.notices.info)
        errands.began.connect(self.refresh_soon)
        errands.ended.connect(self.refresh_soon)
        self.layout_parts: dict[str, int] = {}
        self._moved = QTimer(self)
        self._moved.setSingleShot(True)
        self._moved.setInterval(_MOVED)
        self._moved.timeout.connect(self.layout_changed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._refresh)

    async def install(self, handlers: Mapping[str, Handler]) -> None:
        """Make menus, tool bar and pages, joined to what they do; the loop goes round in between."""
        self.actions_table = Actions()
        await self.actions_table.make(self, handlers, self.errands.call)
        await asyncio.sleep(0)
        self.menus = self.actions_table.fill_menu_bar(self.menuBar())
        self.menus["Shots"].setToolTipsVisible(True)  # they tell why there is no other shot
        self.recent_menu = QMenu(tr("Open recent"), self)
        self.menus["File"].insertMenu(self.actions_table["open_sample"], self.recent_menu)
        self._bar = ToolBar(self.actions_table)
        self.addToolBar(self._bar)
        await asyncio.sleep(0)
        self._furnish_status_bar()
        await asyncio.sleep(0)
        self._furnish_welcome()
        await asyncio.sleep(0)
        self._refresh()

    async def show_in_turns(self) -> None:
        """Show the window: made, then painted part by part, each in a turn of its own."""
        self.winId()
        await asyncio.sleep(0)
        parts = self._bar, self.stack
        for part in parts:
            part.setUpdatesEnabled(False)
        self.show()
        for part in parts:
            await asyncio.sleep(0)
            part.setUpdatesEnabled(True)

    def _furnish_status_bar(self) -> None:
        self._saved = QLabel()
        self._saved.setProperty("role", "dim")
        status = self.statusBar()
        status.setSizeGripEnabled(False)
        status.setFixedHeight(30)
        status.setContentsMargins(0, 0, SIZES.space_m, 0)
        status.addWidget(BusyBar(self.errands), 1)
        status.addWidget(self.hints, 1)
        self.room = RoomLine([self.actions_table[name] for name in ("tidy_takes", "empty_trash", "show_folder")])
        status.addPermanentWidget(self.room)
        status.addPermanentWidget(self._saved)

    def _furnish_welcome(self) -> None:
        actions = self.actions_table
        self.welcome = WelcomePage(
            self.errands,
            *(actions[name] for name in ("open_sample", "new_from_line_art", "import_shots", "open_project")),
        )
        self.welcome.files_dropped.connect(self.files_dropped)
        self.welcome.recent_chosen.connect(self.recent_chosen)
        self.welcome.go_on_chosen.connect(self.go_on_chosen)
        self.welcome.recent_removed.connect(self.recent_removed)
        self.stack.addWidget(self.welcome)

    # What is shown

    @property
    def workspace(self) -> Workspace | None:
        """The open project."""
        return self.page.workspace if self.page is not None else None

    def show_welcome(self) -> None:
        """Let go of the page that is shown, if any, and show the welcome page."""
        old, self.page = self.page, None
        if old is not None:
            self.stack.removeWidget(old)
            old.deleteLater()
        self._show_changed(self.stack)

    async def show_workspace(self, workspace: Workspace) -> None:
        """Show this project in place of the welcome page; in steps, each too short to be felt."""
        page = await build_page(workspace, self.actions_table, self.stack)
        await asyncio.sleep(0)
        page.arrange(self.layout_parts)
        page.moved.connect(self._parts_moved)
        await asyncio.sleep(0)
        self.stack.addWidget(page)
        await asyncio.sleep(0)
        self.stack.setCurrentWidget(page)
        await asyncio.sleep(0)
        await page.appear(self.stack)
        self.page = page
        self._join(workspace, page)
        page.canvas.setFocus()
        self._show_changed(page.canvas)

    def _show_changed(self, anchor: QWidget) -> None:
        workspace = self.workspace
        canvas = self.page.canvas if self.page is not None else None
        self.notices.set_anchor(anchor, lambda: canvas.picture_rect().toAlignedRect() if canvas else QRect())
        self.hints.follow(workspace)
        self._saved.setText(tr("All changes saved" if workspace else ""))
        self.setWindowTitle(tr(f"{workspace.name} - Shiage" if workspace else "Shiage"))
        self._refresh()
        self.page_changed.emit()

    def _join(self, workspace: Workspace, page: ShotPage) -> None:
        page.canvas.zoom_changed.connect(lambda: page.canvas.fitted and self.notices.place())
        workspace.save_failed.connect(self._save_failed)
        workspace.saved.connect(self._show_saved)
        workspace.coloring.notice.connect(self.notices.warn)
        workspace.coloring.tried_again.connect(self.notices.begun)
        document = workspace.document
        for signal in (
            document.changed, document.takes_changed, workspace.coloring.changed, workspace.playhead.moved,
            workspace.playhead.playing_changed, workspace.frames.layer_changed, page.timeline.segment_selected,
            page.timeline.key_selected, page.timeline.prompt_selected, page.panel.takes.currentItemChanged,
        ):  # fmt: skip
            signal.connect(self.refresh_soon)
        document.changed.connect(self._show_unsaved)
        workspace.toolbox.tool_changed.connect(lambda: workspace.toolbox.tool and self.notices.make_way())
        workspace.easel.painted.connect(lambda _box: self.notices.make_way())
        # At once, so that two quick key presses are two steps.
        document.undo_stack.canUndoChanged.connect(self.actions_table["undo"].setEnabled)
        document.undo_stack.canRedoChanged.connect(self.actions_table["redo"].setEnabled)

    def set_recent(self, folders: tuple[str, ...], opened: Mapping[str, float]) -> None:
        """Offer these projects, with the moments they were last opened, in seconds since 1970."""
        self.welcome.set_recent(folders, opened)
        self.recent_menu.clear()
        self.recent_menu.setEnabled(bool(folders))
        for folder in folders:
            name = Path(folder).name.removesuffix(".shiage")
            action = self.recent_menu.addAction(f"{name}   ({Path(folder).parent})")
            action.triggered.connect(lambda _checked=False, folder=folder: self.recent_chosen.emit(folder))

    def _save_failed(self, sentence: str) -> None:
        self.notices.error(sentence)
        self._saved.setText(tr("Not saved"))

    def _show_saved(self) -> None:
        self._saved.setText(tr("All changes saved"))

    def _show_unsaved(self) -> None:
        self._saved.setText(tr("Saving..."))

    # What can be done

    def refresh_soon(self) -> None:
        """Look again at what can be done, once, when the events at hand are through."""
        if not self._soon.isActive():
            self._soon.start(0)

    def _refresh(self) -> None:
        now = self.situation()
        actions = self.actions_table
        actions.update(now)
        workspace = self.workspace
        stack = workspace.document.undo_stack if workspace else None
        for action_id, text in (
            ("undo", stack.undoText() if stack else ""),
            ("redo", stack.redoText() if stack else ""),
        ):
            actions[action_id].setText(tr(f"{action_id.capitalize()} {tr(text)}".strip()))
        layer = workspace.frames.layer if workspace else ""
        for name in ("picture", "color", "line"):
            actions[f"layer_{name}"].setChecked(layer == name)
        self.recent_menu.setEnabled(not now.busy and not self.recent_menu.isEmpty())
        self.welcome.set_busy(now.busy)
        actions["lock"].setChecked(now.segment_locked)
        actions["find_swatch"].setChecked(now.finding)
        actions["star_take"].setChecked(now.take_starred)
        actions["pause_queue"].setChecked(now.paused)
        self.notices.look_again()

    def situation(self) -> Situation:
        """What is so right now."""
        page = self.page
        if page is None:
            return Situation(full_screen=self.isFullScreen(), largest=self.largest_size, busy=self.errands.busy)
        workspace = page.workspace
        document, queue = workspace.document, workspace.coloring.queue
        shot, segment, number = document.shot, page.segment, workspace.playhead.number
        take, swatch = page.panel.selected_take, page.panel.palettes.marked
        work = queue.work(shot.id, segment.span) if segment is not None else None
        inside = shot.line is not None and number in shot.line.span
        painted = shown_key(shot, number)
        colored = inside and workspace.frames.names.of(number, "picture").colored
        return Situation(
            project=True,
            line=shot.line is not None,
            keys=bool(usable_keys(shot)),
            wanted=len(workspace.coloring.wanted()),
            coloring=queue.busy,
            cancelling=queue.cancelling,
            paused=queue.paused,
            lacks=workspace.coloring.lacks(),
            segment_in_queue=work is not None and work.status in (Status.QUEUED, Status.WORKING),
            segment_waits=work is not None and work.status is Status.QUEUED,
            segment=segment is not None,
            segment_locked=segment is not None and segment.locked,
            segment_colored=segment is not None and segment.take is not None,
            take=take is not None,
            take_kept=take is not None and page.keeps(take),
            take_other=take is not None and segment is not None and take != segment.take,
            take_starred=take is not None and shot.mark(take.id).star,
            frame_key=page.key_number is not None,
            prompt=page.prompt_index is not None,
            swatches=len(page.panel.palettes.palette_now.swatches),
            swatch=swatch is not None,
            finding=bool(workspace.uses.colors),
            swatch_loose=swatch is not None and page.panel.palettes.loose(swatch),
            sheet=page.sheets.sheet is not None and page.sheets.isVisible(),
            swatch_changed=swatch is not None and (swatch.changed or len(swatch.sources) > 1),
            palettes=len(shot.palettes.each),
            snaps=shot.colorizer == LONGANIMATION.name,
            frame_colored=colored,
            in_out=workspace.playhead.in_out is not None,
            comparing=page.viewer.compare.mode != "off",
            pinned=bool(page.viewer.onion.skin.pinned),
            hint=bool(page.hints.selected),
            hints=bool(shot.hints),
            note=any(number in note.span for note in shot.notes),
            notes=bool(shot.notes),
            shots=len(self.shots.buttons),
            paint_tool=workspace.toolbox.tool is not None,
            frame_painted=painted is not None and painted.painted,
            full_screen=self.isFullScreen() or self.alone,
            largest=self.largest_size,
            can_undo=document.undo_stack.canUndo(),
            can_redo=document.undo_stack.canRedo(),
            busy=self.errands.busy,
        )

    def show_alone(self, alone: bool) -> None:
        """Give the picture the whole display, or everything around it back; keys work all the same."""
        if alone == self.alone or (alone and self.page is None):
            return
        full = Qt.WindowState.WindowFullScreen
        if alone:
            self._state_before = self.windowState()
        self.alone = alone
        for part in (self.menuBar(), self.statusBar(), self.shots.area):
            part.setVisible(not alone)
        self._bar.setVisible(not alone and self.tool_bar_wanted)
        if self.page is not None:
            self.page.show_alone(alone, self.layout_parts)
        self.setWindowState(self._state_before | full if alone else self._state_before)
        self.refresh_soon()

    # Closing, dropping, layout

    def let_close(self) -> None:
        """Close now."""
        self._may_close = True
        self.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.notices.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not any(hears(event) for hears in (*self.untaken, self.notices.hears)):  # what is in hand goes first
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_asked.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if isinstance(drops.brought(event.mimeData()), list):  # of any kind: what cannot be taken is to be told
            drops.accept(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        drops.accept(event)

    def dropEvent(self, event: QDropEvent) -> None:
        found = drops.brought(event.mimeData())
        if isinstance(found, list):
            drops.accept(event)
            if drops.brings_something(event.mimeData()):
                self.files_dropped.emit(found)
            else:
                self.notices.info(drops.refusal(found))

    @property
    def layout_text(self) -> str:
        """Place and size of the window, to be kept."""
        return window_place.place_text(self)

    def restore_layout(self, text: str, parts: Mapping[str, int]) -> None:
        """Take up a kept place and size, and the `layout_parts`; nothing happens when it makes no sense."""
        self.layout_parts = dict(parts)
        self._bar.setVisible(self.tool_bar_wanted)
        window_place.take_place(self, text)

    @property
    def largest_size(self) -> int:
        """The largest interface size, in percent, with which this screen still has room for everything."""
        return interface_size.largest(self.screen().availableSize() * window_place.scale())

    @property
    def side_panel_wanted(self) -> bool:
        """Whether the artist wants the panel beside the canvas."""
        return self.layout_parts.get("side panel", 1) != 0

    @property
    def tool_bar_wanted(self) -> bool:
        """Whether the artist wants the tool bar."""
        return self.layout_parts.get("tool bar", 1) != 0

    def show_side_panel(self, wanted: bool) -> None:
        """Show or hide the panel beside the canvas."""
        self.show_part("side panel", wanted)

    def show_part(self, part: str, wanted: bool) -> None:
        """Show or hide a part of the page, by its name in `Settings.layout`."""
        self._keep(part, wanted)
        if self.page is not None:
            self.page.arrange(self.layout_parts)
        self.refresh_soon()

    def show_tool_bar(self, wanted: bool) -> None:
        """Show or hide the tool bar."""
        self._keep("tool bar", wanted)
        self._bar.setVisible(wanted)

    def _keep(self, part: str, wanted: bool) -> None:
        self.layout_parts = {**self.layout_parts, part: int(wanted)}
        self.layout_changed.emit()

    def _parts_moved(self, parts: dict[str, int]) -> None:
        self.layout_parts = {**self.layout_parts, **parts}
        self._moved.start()
