"""A real timeline over a drawn shot, and the mouse events that Qt's test tools lack."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shot_on_disk import States, open_document

from app.coloring import Coloring
from app.document import Document
from app.ui.timeline.view import TimelineView
from app.ui.viewer.names import PictureNames
from app.ui.viewer.playhead import Playhead
from app.ui.viewer.thumbnails import Thumbnails

NONE = Qt.MouseButton.NoButton


class Shown:
    """A timeline on a document, with what it sends kept in `sent`."""

    def __init__(self, document: Document, qtbot: QtBot) -> None:
        self.document, self.states, self.playhead = document, States(), Playhead()
        self.playhead.follow(document.shot)
        self.thumbnails = Thumbnails(document, PictureNames(document))
        self.view = view = TimelineView(document, cast(Coloring, self.states), self.playhead, self.thumbnails)
        self.sent: list[tuple] = []
        for name in (
            "files_dropped", "image_dropped", "key_move_requested", "key_menu_requested",
            "segment_menu_requested", "frame_menu_requested", "segment_selected", "prompt_menu_requested",
            "prompt_move_requested", "prompt_add_requested", "prompt_edit_requested", "prompt_remove_requested",
        ):  # fmt: skip
            getattr(view, name).connect(lambda *values, name=name: self.sent.append((name, *values)))
        qtbot.addWidget(view)
        view.resize(1000, 220)
        view.show()
        qtbot.waitExposed(view)

    def at(self, lane: str, number: int) -> QPoint:
        """The middle of a frame in a lane; for keys, of the key's marker."""
        row = getattr(self.view._lanes(), lane)
        y = row.top + 9 if lane == "keys" else row.top + row.height / 2
        return QPointF(self.view.geometry_now.center(number), y).toPoint()


@contextmanager
def open_timeline(shot, folder: Path, qtbot: QtBot, gaps: Collection[int] = ()) -> Iterator[Shown]:
    """A timeline on these drawings with keys on frames 1010 and 1050; `gaps` have no file."""
    made = Shown(open_document(folder, shot.line, shot.color, keys=[1010, 1050], gaps=gaps), qtbot)
    yield made
    made.thumbnails.close()


def wheel(shown: Shown, at: QPoint, delta: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = QPointF(at)
    event = QWheelEvent(
        place, shown.view.mapToGlobal(place), QPoint(), QPoint(0, delta), NONE, held,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(shown.view, event)


def ask_menu(shown: Shown, at: QPoint, by_keyboard: bool = False) -> None:
    reason = QContextMenuEvent.Reason.Keyboard if by_keyboard else QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(shown.view, QContextMenuEvent(reason, at, shown.view.mapToGlobal(at)))
