"""What the Help actions about guide and diagnostics do."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from app.errors import ShiageError
from app.ui.actions import Handler
from app.ui.dialogs.asking import choose_new
from app.ui.dialogs.guide import GuideDialog
from app.ui.errands import Undertaking
from app.ui.handlers.exporting import show_folder
from app.ui.main_window import MainWindow
from app.ui.notices import Offer

_MAIN = Path(__file__).resolve().parents[3] / "main.py"
_PATIENCE = 180.0  # seconds for the look at this computer
_SUFFIX = ".zip"


class NoDiagnostics(ShiageError):
    """The diagnostics cannot be saved."""


class Helping:
    """The guide, and the file that helps to find a fault."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._guide: GuideDialog | None = None

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {"guide": self._show_guide, "save_diagnostics": self._save}

    def _show_guide(self) -> None:
        if self._guide is None:
            self._guide = GuideDialog(self._window, self._window.actions_table.keys)
            self._guide.finished.connect(self._forget)
            self._guide.show()
        self._guide.raise_()
        self._guide.activateWindow()

    def _forget(self) -> None:
        if self._guide is not None:
            self._guide.deleteLater()
            self._guide = None

    async def _save(self) -> None:
        start = Path.home() / f"shiage-diagnostics-{time.strftime('%Y-%m-%d')}{_SUFFIX}"
        target = await choose_new(self._window, "Save diagnostics", str(start), _SUFFIX)
        if target is None:
            return
        workspace = self._window.workspace
        if workspace is not None:
            await workspace.flush()
        folder = workspace.folder if workspace is not None else None
        size = await self._window.errands.undertake(
            "Save diagnostics", lambda going: _write(target, folder, going), beside=True
        )
        offer = Offer("Show in folder", lambda: show_folder(target.parent))
        self._window.notices.info(
            f'Diagnostics are in "{target}" ({size / 1000:.0f} kB), without names and paths of yours. '
            "Look through it before you send it.",
            offer,
        )


def _write(target: Path, folder: Path | None, going: Undertaking) -> int:
    """Have a process of its own look at this computer and write the file; returns its size in bytes. Raises
    ShiageError."""
    if target.exists():
        raise NoDiagnostics(f"{target.name} exists already; choose another name.")
    command = [sys.executable, str(_MAIN), "doctor", "--json", "--bundle", str(target)]
    command += ["--project", str(folder)] if folder is not None else []
    flags = subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0
    try:
        run = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=flags
        )
    except OSError as error:
        raise NoDiagnostics(f"The look at this computer could not be started ({error}).") from error
    began, said = time.monotonic(), b""
    try:
        while True:
            going.report(0, 0)  # raises where the artist wants it stopped
            try:
                said = run.communicate(timeout=0.2)[0]
                break
            except subprocess.TimeoutExpired:
                if time.monotonic() - began > _PATIENCE:
                    raise NoDiagnostics("The look at this computer takes too long. Try again later.") from None
    finally:
        if run.poll() is None:
            run.kill()
            run.communicate()
    events = [json.loads(line) for line in said.decode("utf-8", "replace").splitlines() if line.startswith("{")]
    found = {event["event"]: event["sentence"] for event in events if "sentence" in event}
    if "bundle" not in found:
        raise NoDiagnostics(found.get("error", "The look at this computer ended too early. See Help > Show log."))
    return target.stat().st_size
