"""Where file dialogs start: where the last one of their kind ended, else beside the line art."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from app.document import Document
from app.media.sequence import MOVIES


def start_folder(last: str, document: Document | None, write: bool = False) -> str:
    """The folder `last`, else the one beside the line art, else the one beside the project, else the user's own; the
    first that is there and, with `write`, can be written into. Asks the disk: off the UI thread."""
    wanted = os.W_OK if write else os.R_OK
    for folder in (Path(last) if last else None, *_beside(document)):
        if folder is not None and folder.is_dir() and os.access(folder, wanted):
            return str(folder)
    return str(Path.home())


def _beside(document: Document | None) -> Iterator[Path]:
    if document is None:
        return
    line = document.shot.line
    if line is not None:
        source = Path(line.source).parent
        if Path(line.source).suffix.lower() not in MOVIES:
            source = source.parent  # beside the folder of drawings, not among them
        if source != document.folder and document.folder not in source.parents:  # not lines kept in the project itself
            yield source
    yield document.folder.parent
