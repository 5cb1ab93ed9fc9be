"""One open project with all that lives and dies with it: lock, document, autosave, coloring, pictures, playhead."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil
from PySide6.QtCore import QObject, QSize, Signal

from app import paths
from app.coloring import Coloring
from app.commands import Steps
from app.document import Document
from app.media.checked import forget_gone
from app.media.keys import KEY_FOLDER
from app.media.takes import TakeScan, remove_unfinished, scan_takes
from app.paint.tidying import remove_unknown
from app.project import lock
from app.project.autosave import Autosave
from app.project.errors import ProjectError
from app.project.lock import Lock
from app.project.media_paths import missing_media
from app.project.model import Project, Span
from app.project.storage import PROJECT_FILE, OpenedProject, create_project, open_project, save_project
from app.project.view_state import Paints, ViewState, read_view, shown_by_span
from app.render import journal
from app.render.engine_process import EngineError
from app.render.journal import Left
from app.ui.checking import Checking
from app.ui.dialogs.export_dialog import Chosen
from app.ui.hint_tracks import HintTracks
from app.ui.kept_view import KeptView
from app.ui.likenesses import Likenesses
from app.ui.paint.current_color import CurrentColor
from app.ui.paint.easel import Easel
from app.ui.paint.toolbox import Toolbox
from app.ui.quiet import Quiet
from app.ui.seaming import Seams
from app.ui.swatch_names import SwatchNames
from app.ui.unpainted import UnpaintedKeys
from app.ui.uses import Uses
from app.ui.viewer.darkroom import Darkroom
from app.ui.viewer.frames import FrameSource
from app.ui.viewer.lens import Lens
from app.ui.viewer.playhead import Playhead
from app.ui.viewer.thumbnails import Thumbnails

CACHE_SHARE, CACHE_MOST = 0.25, 4 * 1024**3


@dataclass(frozen=True)
class Loaded:
    """A project read from disk, locked. `left` is what the last run did not get to; `complete` is when it was
    last safe, in seconds since 1970; `view` is where the artist was looking, `steps` what they had done."""

    opened: OpenedProject
    lock: Lock
    scan: TakeScan
    left: Left
    missing: tuple[str, ...]
    complete: float
    view: ViewState | None = None
    steps: Steps | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the artist about what is not as it was saved."""
        notes = list(self.opened.notes)
        if self.scan.damaged:
            count = len(self.scan.damaged)
            what = "A take is" if count == 1 else f"{count} takes are"
            notes.append(f"{what} damaged and left out; generate those segments again if they have no other take.")
        return tuple(notes)


def load(folder: Path, force: bool = False, steps: Steps | None = None) -> Loaded:
    """Lock and read a project; off the UI thread. `steps` are those of when it was left. Raises ProjectError or
    TakeError."""
    found = open_project(folder)  # before the lock, which would be written into any folder
    held = lock.acquire(found.folder, force=force)
    with contextlib.ExitStack() as undo:
        undo.callback(held.release)
        opened = open_project(found.folder)
        for shot in opened.project.shots:
            if shot.line is not None:
                shot.line.work_out()
        remove_unfinished(opened.folder)
        scan = scan_takes(opened.folder)
        forget_gone(opened.folder, scan.takes)
        if steps is not None and not all((opened.folder / KEY_FOLDER / name).exists() for name in steps.painted):
            steps = None  # somebody else had the project open meanwhile, and tidied up after them
        _tidy(opened, held, steps)
        left = journal.read(opened.folder / journal.FILE)
        missing = missing_media(opened.project, opened.folder)
        view = read_view(opened.folder)
        times = [take.created for take in scan.takes]
        with contextlib.suppress(OSError):
            times.append((opened.folder / PROJECT_FILE).stat().st_mtime)
        undo.pop_all()
    return Loaded(opened, held, scan, left, missing, max(times, default=time.time()), view, steps)


def _tidy(opened: OpenedProject, held: Lock, steps: Steps | None) -> None:
    """Take away painted keys that nothing names, nor any of the steps; none when somebody else has the project by now
    and may want them, nor after a backup was opened: the file that may name them can still come back."""
    with contextlib.suppress(ProjectError):
        held.check()
        if not opened.from_backup:
            remove_unknown(opened.folder, steps.painted if steps is not None else ())


def make(folder: Path, project: Project | None = None) -> Loaded:
    """Make a new project and lock it; off the UI thread. Raises ProjectError."""
    create_project(folder, project)
    return load(folder)


def cache_budget(wished: int) -> int:
    """Bytes for pictures kept in memory: as the artist wishes, else a share of this computer's memory."""
    return wished or round(min(CACHE_SHARE * psutil.virtual_memory().total, CACHE_MOST))


class Workspace(QObject):
    """An open project; needs a running event loop.

    Signals:
        save_failed: a sentence; the save is tried again by itself.
        saved: everything is on disk.
    """

    save_failed = Signal(str)
    saved = Signal()

    def __init__(
        self,
        loaded: Loaded,
        cache_bytes: int = 0,
        command: tuple[str, ...] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        opened = loaded.opened
        self.folder, self.loaded, self._lock = opened.folder, loaded, loaded.lock
        self.document = Document(opened.folder, opened.project, loaded.scan.takes, self, loaded.scan.highest)
        if loaded.steps is not None:
            self.document.take_up(loaded.steps)
        self.autosave = Autosave(
            lambda project: save_project(opened.folder, project, loaded.lock),
            self.save_failed.emit,
            lambda _: self.saved.emit(),
        )
        self.moving = asyncio.Lock()  # held while the file of a take goes into the trash or comes back
        log = paths.log_folder() / "engine.log"
        self.coloring = Coloring(self.document, log, command, self.check, self.moved)
        self.frames = FrameSource(self.document, cache_budget(cache_bytes))
        self.thumbnails = Thumbnails(self.document, self.frames.names)
        self.darkroom = Darkroom()
        self.playhead = Playhead(self)
        self.playhead.moved.connect(self.coloring.look_at)
        self.playhead.follow(self.document.shot)
        kept = loaded.view or ViewState(0)
        self.export_chosen: Chosen | None = None  # for the last one that was begun since the project is open
        self.exported, self.export_as = kept.exported, kept.export_as  # folder of the last, manner of the last begun
        quiet = Quiet(self.document, self.playhead, self)
        self.seams = Seams(self.document, quiet)
        self.uses = Uses(self.document, quiet)
        self.likenesses = Likenesses(self.document, self.coloring, quiet)
        self.unpainted = UnpaintedKeys(self.document, quiet)
        self.checking = Checking(self.document, self.playhead, self.seams, self.unpainted, quiet)
        self.hint_tracks = HintTracks(self.document, quiet)
        self.current_color, self.toolbox = CurrentColor(self), Toolbox(self)
        self.swatch_names = SwatchNames(self)
        self.easel = Easel(self.document, self.frames, self._save_now, self)
        self.lens = Lens()  # what the canvas of its page looks through
        self._take_up_again(loaded.view)
        self._look_again(loaded.view)
        self.kept_view = KeptView(self.folder, self._lock, self.view, self)
        self.toolbox.changed.connect(self.kept_view.changed)
        self.current_color.changed.connect(self.kept_view.changed)
        self.swatch_names.changed.connect(self.kept_view.changed)
        self.document.changed.connect(self._changed)
        self.coloring.changed.connect(self._spare)
        self.toolbox.tool_changed.connect(self._spare)
        self._closing = False

    @property
    def name(self) -> str:
        """What the artist calls the project."""
        return self.folder.name.removesuffix(".shiage")

    def check(self) -> None:
        """Raises ProjectWriteError once the project was opened elsewhere and is no longer ours; off the UI thread."""
        self._lock.check()

    def left_over(self) -> int:
        """How many segments the last run did not get to and are still wanted."""
        return len(self.coloring.left_over(self.loaded.left).segments)

    async def start_engine(self) -> None:
        """Have the engine ready before it is asked for; raises EngineError."""
        try:
            await self.coloring.queue.engine.start()
        except EngineError:
            if not self._closing:
                raise

    async def renew_engine(self) -> None:
        """Have an engine that has looked at this computer anew; one that colors is let finish. Raises EngineError."""
        if not self.coloring.queue.busy:
            await self.coloring.queue.engine.stop()
            await self.start_engine()
            self.coloring.changed.emit()

    async def flush(self) -> bool:
        """Save now, with every stroke; false when the disk refused, which `save_failed` has told."""
        await self.easel.settled()
        return await self._save_now()

    async def _save_now(self) -> bool:
        return await asyncio.to_thread(self.autosave.flush)

    async def moved(self) -> None:
        """Wait until the files of takes are where the artist's last step wants them."""
        await asyncio.sleep(0)  # what was asked for in this very turn gets in line first
        async with self.moving:
            pass

    async def close(self, comes_back: bool = False) -> Steps | None:
        """Stop the engine, save, let go of the folder. What is unfinished stays in the journal. Where the artist
        `comes_back`, what can be undone then is returned."""
        self._closing = True
        self.playhead.pause()
        await self.easel.finished()
        await self.kept_view.close()
        view, steps = self.view(), self.document.steps if comes_back else None
        async with contextlib.AsyncExitStack() as parts:  # from the last to the first, also when one of them fails
            # Here and now: left to the garbage collector, they might be taken down in some worker's thread.
            looking = (self.checking, self.seams, self.unpainted, self.uses, self.hint_tracks, self.likenesses)
            for part in (self, *looking, self.thumbnails, self.darkroom, self.frames):
                parts.callback(part.deleteLater)
            pictures = (self.thumbnails.close, self.darkroom.close, self.frames.close)
            workers = (*(part.close for part in looking), self.easel.close, *pictures)
            tidy = partial(_tidy, self.loaded.opened, self._lock, steps)  # when all is saved
            for close in (self._lock.release, tidy, *workers, self.autosave.close):
                parts.push_async_callback(asyncio.to_thread, close)
            if view is not None:
                parts.push_async_callback(asyncio.to_thread, self.kept_view.write, view)
            parts.push_async_callback(self.coloring.close)
        return steps

    def view(self) -> ViewState | None:
        """Where the artist is looking, what they paint with, and the takes they see though no longer fitting; None
        without line art."""
        playhead, color, toolbox = self.playhead, self.current_color, self.toolbox
        if playhead.span is None:
            return None
        in_out = (playhead.in_out.first, playhead.in_out.last) if playhead.in_out is not None else None
        chosen = color.color if color.chosen else None
        paints = Paints(chosen, color.recent, toolbox.size, toolbox.gap, toolbox.tolerance, toolbox.inside)
        export = self.exported, self.export_as
        kept = self.lens.kept, paints, self.document.stale_shown, self.swatch_names.kept
        return ViewState(playhead.number, in_out, playhead.looped_range, *export, *kept)

    def _take_up_again(self, kept: ViewState | None) -> None:
        """Paint with what the artist painted with, and show the takes that they saw."""
        if kept is not None:
            self.document.recall(shown_by_span(kept.shown, self.document.takes))
            self.current_color.recall(kept.paints.color, kept.paints.recent)
            paints = kept.paints
            self.toolbox.recall(paints.size, paints.gap, paints.tolerance, paints.inside)
            self.swatch_names.recall(kept.named)

    def _look_again(self, kept: ViewState | None) -> None:
        """Look where the artist was looking, as far as the shot still has it."""
        playhead = self.playhead
        if kept is None or playhead.span is None:
            return
        view, line = kept.within(playhead.span), self.document.shot.line
        playhead.go(view.number)
        if view.look is not None and line is not None:
            self.lens.take_up(QSize(line.width, line.height), view.look)
        if view.in_out is not None:
            playhead.set_range(Span(*view.in_out))
            playhead.looped_range = view.looped

    def _spare(self) -> None:
        queue = self.coloring.queue
        self.frames.painting = self.toolbox.tool is not None
        self.frames.set_sparing((queue.busy and not queue.paused) or self.frames.painting)

    def _changed(self) -> None:
        self.playhead.follow(self.document.shot)
        self.autosave.request(self.document.project)
