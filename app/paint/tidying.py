"""Takes away the files of painted keys that nothing knows any more: neither the project nor any copy of it."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from pathlib import Path

from app.media.keys import KEY_FOLDER
from app.project.model import PAINTED
from app.project.storage import BACKUPS


def remove_unknown(folder: Path, wanted: Collection[str] = ()) -> int:
    """Remove painted keys that are named in no project file or backup; returns how many. Only while nobody else has the
    project. Those whose file names are `wanted` stay: a step of undo could bring them back.

    Every stroke leaves a file, of which only the last one of a frame is used in the end. Where any of the files that
    might name a key cannot be read, nothing is removed.
    """
    painted = list((folder / KEY_FOLDER).glob(f"*{PAINTED}*.png"))
    if not painted:
        return 0
    try:
        told = [path.read_bytes() for place in (folder, folder / BACKUPS) for path in place.glob("*.json")]
    except OSError:
        return 0
    painted = [path for path in painted if path.name not in wanted]
    unknown = [path for path in painted if not any(path.name.encode() in data for data in told)]
    for path in unknown:
        with contextlib.suppress(OSError):
            path.unlink()
    return len(unknown)
