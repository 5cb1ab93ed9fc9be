"""Builds every long-lived object of the app, joins them, and runs the loop that Qt and asyncio share."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtCore import QProcess, QTimer
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from app import APP_VERSION, logs, settings
from app.media.opencv_threads import begin_opencv_threads
from app.memory import spare_what_is_loaded, use_heaps
from app.settings import Settings
from app.threads import come_first, helpers, take_short_turns
from app.ui.background import Background
from app.ui.choosing import Choosing
from app.ui.errands import FAULT, Errands
from app.ui.handlers.bringing_shots import BringingShots
from app.ui.handlers.coloring import ColorActions
from app.ui.handlers.exporting import Exporting
from app.ui.handlers.helping import Helping
from app.ui.handlers.hinting import Hinting
from app.ui.handlers.importing import Importing
from app.ui.handlers.inspecting import Inspecting
from app.ui.handlers.keying import Keying
from app.ui.handlers.looking import Looking
from app.ui.handlers.looks import Looks, dress
from app.ui.handlers.mending import Mending
from app.ui.handlers.minding import Minding
from app.ui.handlers.noting import Noting
from app.ui.handlers.playing import Playing
from app.ui.handlers.preferring import Preferring
from app.ui.handlers.projects import Projects
from app.ui.handlers.prompting import Prompting
from app.ui.handlers.queueing import Queueing
from app.ui.handlers.setting_up import SettingUp
from app.ui.handlers.sharing import Sharing
from app.ui.handlers.sheeting import Sheeting
from app.ui.handlers.showing import Showing
from app.ui.handlers.swatching import Swatching
from app.ui.handlers.switching import Switching
from app.ui.handlers.timeline_exporting import TimelineExporting
from app.ui.interface_size import VARIABLE, scale_up
from app.ui.main_window import MainWindow
from app.ui.menus import TimelineMenus
from app.ui.paint.handling import PaintTools
from app.ui.paint.range_fill import RangeFill
from app.ui.picking import Picking
from app.ui.preferences import Preferences
from app.ui.speaking import speak
from app.ui.tidying import Tidying
from app.ui.timeline import accessible

_LISTEN = 200  # ms between two moments in which Python can see a signal while Qt waits


class Application:
    """The window and everything behind it; needs the running loop. `finished` is done once all is put away.

    `preferred` is what `settings.load` gave, where it has been asked already. `engine` and `beside` are the commands
    that color the open shot, and others in the background, where those are not the usual ones.
    """

    def __init__(
        self,
        engine: tuple[str, ...] | None = None,
        preferred: tuple[Settings, tuple[str, ...]] | None = None,
        beside: tuple[str, ...] | None = None,
    ) -> None:
        use_heaps()
        take_short_turns()
        come_first()
        giving_way = helpers()
        giving_way.submit(begin_opencv_threads)
        asyncio.get_running_loop().set_default_executor(giving_way)
        self._loaded, self._notes = preferred or settings.load()
        self.errands = Errands()
        self.preferences = Preferences(self._loaded, self.errands)
        accessible.install()
        self.window = MainWindow(self.errands)
        self.errands.setParent(self.window)
        self.preferences.setParent(self.window)
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.background = Background(self.errands, beside)
        self.projects = Projects(self.window, self.preferences, self._finish, self.background, engine)
        bringing = BringingShots(self.window, self.preferences, self.projects)
        importing = Importing(self.window, self.preferences, self.projects, bringing)
        switching = Switching(self.window, self.projects, self.background)
        self._looks = Looks(self.window, self.preferences)
        self._preferring = Preferring(self.window, self.preferences, self.projects)
        keying, prompting = Keying(self.window, self.preferences, importing), Prompting(self.window, self.preferences)
        self._menus = TimelineMenus(self.window, keying, prompting)
        self._picking = Picking(self.window)
        self._choosing = Choosing(self.window, self.preferences)
        self._mending = Mending(self.window, importing)
        self._paint_tools = PaintTools(self.window)
        self._range_fill = RangeFill(self.window)
        self._parts = (
            self.projects,
            importing,
            bringing,
            switching,
            Sharing(self.window, switching),
            TimelineExporting(self.window, switching),
            keying,
            prompting,
            Hinting(self.window),
            Noting(self.window),
            Helping(self.window),
            ColorActions(self.window),
            Queueing(self.window),
            self._paint_tools,
            Minding(self.window, self.preferences),
            Exporting(self.window),
            SettingUp(self.window, self.preferences),
            Showing(self.window),
            Looking(self.window, self.preferences),
            Inspecting(self.window),
            Swatching(self.window, self.preferences),
            Sheeting(self.window, self.preferences),
            Playing(self.window, self.preferences),
            self._looks,
            self._preferring,
        )

    async def open(self, arguments: Sequence[str]) -> None:
        """Furnish the window and show it, and in it what the command line names.

        The loop goes round between the steps, so that nothing stands still for long.
        """
        handlers = {name: does for part in self._parts for name, does in part.handlers().items()}
        first = self._paint_tools.settled_first
        await self.window.install({name: first(name, does) for name, does in handlers.items()})
        self.window.set_recent(self._loaded.recent, self._loaded.opened)
        self.window.restore_layout(self._loaded.window, self._loaded.layout)
        self._looks.show()
        self._preferring.apply()
        self._tidying = Tidying(self.window, self._painting)
        for note in self._notes:
            self.window.notices.warn(note)
        await asyncio.sleep(0)
        await self.window.show_in_turns()
        if "--sample" in arguments:
            self.errands.run(self.projects.open_sample())
        elif arguments:
            self.errands.run(self.projects.open(Path(arguments[0])))

    def _painting(self) -> bool:
        """Whether somebody paints, and would see the brush stand still."""
        workspace = self.window.workspace
        return workspace is not None and workspace.easel.at_work

    def _finish(self) -> None:
        if not self.finished.done():
            self.finished.set_result(None)


def run(arguments: Sequence[str]) -> int:
    """The app as a whole process; returns its exit code."""
    logs.start()
    loaded, notes = settings.load()
    scaled = VARIABLE in os.environ
    smaller = scale_up(loaded.ui_scale)
    preferred = loaded, (*notes, smaller) if smaller else notes
    app = QApplication(["shiage"])
    app.setApplicationName("Shiage")
    app.setApplicationVersion(APP_VERSION)
    app.setQuitOnLastWindowClosed(False)  # the loop ends when everything is put away, which is later
    speak(app, loaded.language)
    dress(loaded)
    spare_what_is_loaded()
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        begin_again = loop.run_until_complete(_main(arguments, preferred))
    if begin_again is not None:
        if not scaled:
            os.environ.pop(VARIABLE, None)  # as the artist wishes by now
        command = command_with(sys.orig_argv, len(sys.argv) - 1, begin_again)
        QProcess.startDetached(command[0], list(command[1:]))
    return 0


def command_with(began: Sequence[str], given: int, arguments: Sequence[str]) -> tuple[str, ...]:
    """The command that a process began with, the last `given` words of which were its arguments, with other ones."""
    return (*began[: len(began) - given], *arguments)


async def _main(arguments: Sequence[str], preferred: tuple[Settings, tuple[str, ...]]) -> tuple[str, ...] | None:
    """Returns what to start anew with, None for not at all."""
    application = Application(preferred=preferred)
    _tell_uncaught(application)
    opening = asyncio.ensure_future(application.open(arguments))
    listening = _quit_on_signals(application, opening)
    await opening
    await application.finished
    listening.stop()
    return application.projects.begin_again


def _tell_uncaught(application: Application) -> None:
    """An exception in a slot ends nothing; the artist is told, and the log holds the rest."""
    logged = sys.excepthook

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        logged(kind, error, trace)
        if issubclass(kind, Exception):
            application.errands.failed.emit(FAULT)

    sys.excepthook = tell


def _quit_on_signals(application: Application, opening: asyncio.Task[None]) -> QTimer:
    """Ctrl+C and a polite kill save and close, once the window is open; a second one ends the process at once."""

    async def leave() -> None:
        await asyncio.wait([opening])
        await application.projects.quit()

    def quit_once(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        application.errands.run(leave(), lasting=True)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, quit_once)
    timer = QTimer()
    timer.timeout.connect(lambda: None)
    timer.start(_LISTEN)
    return timer
