"""The log: a rotating file and stderr, and every exception that nobody caught."""

from __future__ import annotations

import logging
import os
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from app import paths

log = logging.getLogger(__name__)
_FORMAT = "%(asctime)s %(levelname)s %(processName)s %(threadName)s %(name)s: %(message)s"
_FILE_BYTES, _FILES = 2_000_000, 4


def start(name: str = "shiage", level: int = logging.INFO, stderr_level: int = logging.WARNING) -> Path | None:
    """Begin logging to `name.log` in the log folder; returns that file, or None where the disk refuses it.

    Called once, at the start of a process. Two processes must not share a name: they would rotate one another's file.
    """
    root = logging.getLogger()
    root.setLevel(level)
    if sys.stderr is not None:  # there is none under pythonw
        console = logging.StreamHandler()
        console.setLevel(stderr_level)
        console.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
        root.addHandler(console)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    path = paths.log_folder() / f"{name}.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = RotatingFileHandler(path, maxBytes=_FILE_BYTES, backupCount=_FILES - 1, encoding="utf-8")
    except OSError as error:
        log.warning("no log file: %s", error)
        return None
    file.setFormatter(logging.Formatter(_FORMAT))
    root.addHandler(file)
    return path


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("uncaught exception", exc_info=(kind, error, trace))


def _uncaught_in_thread(found: threading.ExceptHookArgs) -> None:
    if found.exc_value is None or issubclass(found.exc_type, SystemExit):
        return
    name = found.thread.name if found.thread else "a thread that has ended"
    log.critical("uncaught exception in %s", name, exc_info=(found.exc_type, found.exc_value, found.exc_traceback))


def complaints_of(name: str) -> BinaryIO:
    """A new file of this name in the log folder, for what another program says on stderr; nowhere, where the disk
    refuses it."""
    try:
        paths.log_folder().mkdir(parents=True, exist_ok=True)
        return (paths.log_folder() / name).open("wb")
    except OSError as error:
        log.warning("no %s: %s", name, error)
        return Path(os.devnull).open("wb")
