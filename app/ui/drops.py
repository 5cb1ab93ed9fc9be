"""What a drag brings: files of this machine, or a picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage


def brings_something(mime: QMimeData) -> bool:
    """Whether there is anything here that we can take."""
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())


def brought(mime: QMimeData) -> list[Path] | QImage | None:
    """The files, else the picture; files win because they keep their depth and name."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if paths:
        return paths
    image = mime.imageData() if mime.hasImage() else None
    return image if isinstance(image, QImage) and not image.isNull() else None
