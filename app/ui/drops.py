"""What a drag brings: files of this machine, or a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QMimeDatabase, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QImage

from app.media.edit import SUFFIXES as EDITS
from app.media.sequence import MOVIES
from engine.imaging.stills import SUFFIXES as PICTURES

_FILES = PICTURES | MOVIES | {*EDITS}
_ENDING = 3  # letters from which an ending tells a kind of files; folders are called walk.v2 and walk.1
_ANY = "application/x-trash"  # .old and .bak, by which folders are called as well


def brings_something(mime: QMimeData, only_pictures: bool = False) -> bool:
    """Whether there is anything here that we can take."""
    if any(url.isLocalFile() for url in mime.urls()):
        takes = _is_picture if only_pictures else _is_taken
        return any(takes(Path(url.toLocalFile())) for url in mime.urls() if url.isLocalFile())
    return mime.hasImage()


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in PICTURES


def _is_taken(path: Path) -> bool:
    """Whether it is a picture, a movie or an edit, or may be a folder: told by its name alone, since a slow disk is not
    to be waited for while something is dragged."""
    ending = path.suffix.lower()
    if ending in _FILES or len(ending) <= _ENDING:
        return True
    kinds = QMimeDatabase().mimeTypesForFileName(path.name)
    return not kinds or kinds[0].name() == _ANY


def brought(mime: QMimeData) -> list[Path] | QImage | None:
    """The files, else the picture; files win because they keep their depth and name."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if paths:
        return paths
    image = mime.imageData() if mime.hasImage() else None
    return image if isinstance(image, QImage) and not image.isNull() else None


def accept(event: QDropEvent) -> None:
    """Say of a drag, and of its drop, that it is taken as a copy: who is told that it was moved may delete the files.
    Where nothing else is offered, a drop is taken without saying so."""
    if event.possibleActions() & Qt.DropAction.CopyAction:
        event.setDropAction(Qt.DropAction.CopyAction)
    elif not isinstance(event, QDragMoveEvent):  # while it is dragged that would refuse it
        event.setDropAction(Qt.DropAction.IgnoreAction)
    event.accept()


def refusal(paths: Sequence[Path]) -> str:
    """Why nothing of this is taken, and what is."""
    named = f'"{paths[0].name}" is neither a picture nor a movie.'
    what = named if len(paths) == 1 else f"None of these {len(paths)} files is a picture or a movie."
    return f"{what} Drop PNG, TIFF, TGA, JPEG, WebP or PSD pictures, a folder of them, or a movie."
