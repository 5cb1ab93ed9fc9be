"""How large words and buttons can be on a screen, so that the window still has room on it."""

from __future__ import annotations

import os

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication

from app.ui.situation import INTERFACE_SIZES

LEAST = QSize(960, 600)  # px that everything has room in
VARIABLE = "QT_SCALE_FACTOR"  # Qt reads it when the application is made, and never again


def largest(room: QSize) -> int:
    """The largest interface size, in percent, with which a screen of so many px still has room for everything."""
    fitting = (size for size in INTERFACE_SIZES if (room / (size / 100)).boundedTo(LEAST) == LEAST)
    return max(fitting, default=INTERFACE_SIZES[0])


def scale_up(wanted: float) -> str:
    """Have the application that is made next at the interface size that is wanted, or the largest that fits its
    screen; a sentence where that is another. A scale in the environment stays, and no application may be there yet.
    """
    if wanted == 1.0 or VARIABLE in os.environ:
        return ""
    look = QGuiApplication(["shiage"])  # nothing else knows the screen
    most = largest(look.primaryScreen().availableSize()) / 100
    look.shutdown()
    del look
    scale = min(wanted, most)
    if scale != 1.0:
        os.environ[VARIABLE] = f"{scale:g}"
    if scale == wanted:
        return ""
    return (
        f"The interface size is {scale * 100:.0f} % here: at {wanted * 100:.0f} % the window would not fit this screen."
    )
