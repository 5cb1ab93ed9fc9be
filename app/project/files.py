"""Writing a small file so that it is either the old one or the new one, whatever happens in between."""

from __future__ import annotations

import contextlib
import itertools
import os
from pathlib import Path

PART = ".part"
_count = itertools.count()


def write_atomic(path: Path, data: bytes) -> None:
    """Put `data` at `path` through a temporary name in the same folder; on disk before the name changes.

    Raises OSError, and then leaves `path` as it was.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}-{next(_count)}{PART}")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def remove_parts(folder: Path) -> None:
    """Remove what killed writers left in `folder`; only while nobody else writes there."""
    for part in folder.glob(f".*{PART}"):
        with contextlib.suppress(OSError):
            part.unlink()


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut where the system lets a folder be flushed (not on Windows)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
