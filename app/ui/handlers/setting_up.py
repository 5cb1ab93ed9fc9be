"""What Set up LongAnimation does: looks for its files, downloads them or uses a folder, beside all other work."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path

from app.render.weights_tool import WeightsToolError, events
from app.ui.actions import Handler
from app.ui.dialogs.asking import choose_folder
from app.ui.dialogs.weights_dialog import WeightsDialog
from app.ui.errands import Undertaking
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.workspace import Workspace
from engine.protocol.weights import Transfer, WeightsDone, WeightsReport

_FOLDER = "weights"  # the folder last used, by purpose
_STEP = 1_000_000  # bytes: what the window counts a transfer in


class SettingUp:
    """The files of LongAnimation. A download goes on when the dialog is closed, and ends with the app."""

    def __init__(self, window: MainWindow, preferences: Preferences) -> None:
        self._window, self._preferences = window, preferences
        self._dialog: WeightsDialog | None = None
        self._work: asyncio.Task[object] | None = None
        self._stopping = False

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {"set_up_longanimation": self._open}

    def _open(self) -> None:
        if self._dialog is None:
            self._dialog = WeightsDialog(self._window)
            self._dialog.download_wanted.connect(lambda: self._begin("download", "--accept-licences"))
            self._dialog.cancel_wanted.connect(self._stop)
            self._dialog.folder_wanted.connect(lambda: self._window.errands.run(self._choose(), lasting=True))
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
        if self._work is None:
            self._window.errands.run(self._look(), lasting=True)

    async def _choose(self) -> None:
        assert self._dialog is not None
        start = self._preferences.folder(_FOLDER) or str(Path.home())
        folder = await choose_folder(self._dialog, "Folder with the files of LongAnimation", start)
        if folder is not None:
            self._preferences.set_folder(_FOLDER, str(folder))
            self._begin("import", str(folder), "--in-place")

    def _begin(self, *arguments: str) -> None:
        if self._work is None:
            self._window.errands.run(self._carry_out(*arguments), lasting=True)

    def _stop(self) -> None:
        if self._work is not None:
            self._stopping = True
            self._work.cancel()

    async def _carry_out(self, *arguments: str) -> None:
        """One run of the tool, which changes something, and how it stands after it."""
        self._work, self._stopping = asyncio.current_task(), False
        if self._dialog is not None:
            self._dialog.show_busy(
                True, "Looking into the folder..." if arguments[0] == "import" else "Asking for it..."
            )
        try:
            with self._window.errands.shown("Set up LongAnimation") as shown:
                self._tell(await self._heard(arguments, shown))
            if self._window.workspace is not None:
                self._window.errands.run(self._renew(self._window.workspace))
        except WeightsToolError as error:
            if self._seen is None:
                raise
            self._seen.show_problem(str(error))
        except asyncio.CancelledError:
            if not self._stopping:  # the app closes
                raise
        finally:
            self._work = None
            if self._dialog is not None:
                self._dialog.show_busy(False)
        await self._look()

    @staticmethod
    async def _renew(workspace: Workspace) -> None:
        """The engine knows the new files once it has been started again, which waits for what it colors."""
        await workspace.coloring.queue.wait_idle()
        await workspace.renew_engine()

    async def _look(self) -> None:
        await self._heard(("list",))

    async def _heard(self, arguments: tuple[str, ...], shown: Undertaking | None = None) -> str:
        """Pass on what the tool says; returns its last sentence. Raises WeightsToolError."""
        async with aclosing(events(*arguments)) as heard:
            async for event in heard:
                match event:
                    case WeightsReport() if self._dialog is not None:
                        self._dialog.show_report(event)
                    case Transfer() if self._dialog is not None:
                        self._dialog.show_transfer(event)
                        if shown is not None:
                            shown.report(event.done // _STEP, event.total // _STEP, event.file)
                    case WeightsDone():
                        return event.sentence
        return ""

    @property
    def _seen(self) -> WeightsDialog | None:
        """The dialog, where the artist has it open."""
        return self._dialog if self._dialog is not None and self._dialog.isVisible() else None

    def _tell(self, sentence: str) -> None:
        if self._seen is None:
            self._window.notices.info(f"LongAnimation: {sentence}")
