"""Where file dialogs start: where the last one of their kind ended, else beside the line art or the project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from app import paths, sample
from app.document import Document
from app.media.sequence import MOVIES


def start_folder(last: str, document: Document | None, write: bool = False) -> str:
    """The folder `last`, else the one beside the line art, else the one beside a project that the artist has put
    somewhere, else the user's own; the first that is there. With `write`, for what is to be written, the first that
    takes files, the one beside such a project before that of its line art, and one that Shiage has put after it. Asks
    the disk: off the UI thread."""
    wanted = os.W_OK if write else os.R_OK
    for folder in (Path(last) if last else None, *_beside(document, write)):
        if folder is not None and folder.is_dir() and os.access(folder, wanted):
            return str(folder)
    return str(Path.home())


def _beside(document: Document | None, write: bool) -> Iterator[Path]:
    if document is None:
        return
    place, line = document.folder.parent, document.shot.line
    put = not place.is_relative_to(paths.data_folder())  # by the artist; Shiage's own folder is hidden away
    if write and put:
        yield place
    if line is not None:
        source = Path(line.source).parent
        if Path(line.source).suffix.lower() not in MOVIES:
            source = source.parent  # beside the folder of drawings, not among them
        ours = (document.folder, sample.FOLDER)  # lines kept in the project itself, or that came with Shiage
        if not any(source.is_relative_to(folder) for folder in ours):
            yield source
    if write or put:
        yield place
