"""Where the window stands and how large it is, as a text that is kept: in the screen's own pixels, so that it is as
large as before when words and buttons have another size."""

from __future__ import annotations

import os
import re

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.ui.interface_size import VARIABLE

FRAME = QSize(16, 40)  # px for the title bar and edges that most desktops put around a window
_TITLE = 20  # px of the lowest title bars
_STATES = {"": Qt.WindowState.WindowNoState, "maximized": Qt.WindowState.WindowMaximized,
           "full": Qt.WindowState.WindowFullScreen}  # fmt: skip
_TEXT = re.compile(r"(-?\d+) (-?\d+) (\d+) (\d+) ?(\w*)")


def scale() -> float:
    """The interface size that the app runs with: the screen is told in it."""
    return float(os.environ.get(VARIABLE, "1"))


def place_text(window: QWidget) -> str:
    """The place of a window: "x y width height", with "maximized" or "full" after it; those of what it goes back to."""
    state = "full" if window.isFullScreen() else "maximized" if window.isMaximized() else ""
    place = window.normalGeometry() if state else window.geometry()
    sides = (place.x(), place.y(), place.width(), place.height())
    return " ".join((*(str(round(side * scale())) for side in sides), state)).strip()


def take_place(window: QWidget, text: str) -> None:
    """Put a window where a text says, as far as its screen has room; nothing happens when it makes no sense."""
    found = _TEXT.fullmatch(text)
    if found is None or found[5] not in _STATES:
        return
    place = QRect(*(round(int(side) / scale()) for side in found.groups()[:4]))
    screen = (QGuiApplication.screenAt(place.center()) or window.screen()).availableGeometry()
    if not screen.contains(place):  # kept at a larger screen, or partly off this one
        size = _fitting(place.size().expandedTo(window.minimumSize()), screen.size())
        x = max(screen.left(), min(place.x(), screen.right() + 1 - size.width() - FRAME.width()))
        y = max(screen.top(), min(place.y(), screen.bottom() + 1 - size.height() - FRAME.height()))
        window.resize(size)
        window.move(x, y)  # of its frame, so that the title bar stays on the screen
    else:
        window.setGeometry(place)
    window.setWindowState(_STATES[found[5]])


def _fitting(size: QSize, room: QSize) -> QSize:
    """The size, or where it has no room with a title bar, the largest one that has: no smaller than it must be, else
    a window that is moved partly off the screen would be smaller after each start."""
    wide = size.width() if size.width() <= room.width() else room.width() - FRAME.width()
    tall = size.height() if size.height() <= room.height() - _TITLE else room.height() - FRAME.height()
    return QSize(wide, tall)
