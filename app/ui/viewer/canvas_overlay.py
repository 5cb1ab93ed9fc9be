"""What everything that lies over the canvas has in common: being on, covering it, the mouse, and looking anew."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QTransform
from PySide6.QtWidgets import QApplication, QWidget

from app.language import tr
from app.ui.viewer.canvas import Canvas
from app.ui.viewer.viewer import Viewer
from app.ui.widgets import is_written_in


class CanvasOverlay(QWidget):
    """Lies over all of a canvas and shows something of its frame; while `on`, a tool takes the mouse.

    What is built on it
    - sets `TOOL = True` if it takes the mouse while it is on, and with it the keyboard for the canvas as the pointer
      comes over it. With Space held, the mouse pans the canvas even then; an event that is ignored goes on to the
      canvas.
    - answers `gather(number)`: take in what there is to show of this frame of the shot, and say whether there is
      anything to see. It is asked whenever another frame is shown, and by `look`, to which whatever else changes
      what is to be seen is connected. At the end of its constructor it calls `look` once.
    - answers `key_pressed(event)` if it has keys of its own: it hears those of the canvas, before any shortcut.
    - paints itself in `paintEvent`, where nothing need be done while `canvas.image` is null.

    Places are told in pixels of the line art: (0, 0) is the middle of the top left one.

    Signals:
        changed: it is on or off; also for what else of it others show.
    """

    TOOL = False
    changed = Signal()

    def __init__(self, canvas: Canvas, viewer: Viewer, name: str) -> None:
        super().__init__(canvas)
        self.canvas, self.viewer = canvas, viewer
        self.number = viewer.number  # of the frame that is shown
        self._on = self._panning = False  # panning: with Space held
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr(name))
        canvas.installEventFilter(self)
        canvas.space_held.connect(self._pan)
        viewer.compare.shown.connect(self._shown)
        self.setGeometry(canvas.rect())
        self._give_mouse()
        self.setVisible(False)

    @property
    def on(self) -> bool:
        """Whether the artist wants it."""
        return self._on

    def set_on(self, on: bool) -> None:
        """Show it or hide it; take up a tool or put it away."""
        if on != self._on:
            self._on = on
            self._give_mouse()
            self.look()
            self.changed.emit()

    def look(self) -> None:
        """Look anew at the frame that is shown."""
        seen = self.gather(self.number)
        self.setVisible(seen)
        if seen:
            self.raise_()
            self.update()

    def gather(self, number: int) -> bool:
        """Take in what there is to show of a frame; whether there is anything to see."""
        raise NotImplementedError

    def key_pressed(self, event: QKeyEvent) -> bool:
        """A key of the canvas: ShortcutOverride, KeyPress or KeyRelease; whether it was meant for this alone."""
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        self.take_keys()

    def take_keys(self) -> None:
        """The pointer is over the picture with the tool: its keys are meant for it from now on, wherever a click was
        before, unless something is being written or a menu or dialog is open."""
        away = QApplication.activePopupWidget() is not None or QApplication.activeModalWidget() is not None
        if self.TOOL and self._on and not away and not is_written_in(self.window().focusWidget()):
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    # Places

    def to_canvas(self) -> QTransform:
        """From corners of picture pixels, of which (0, 0) is the picture's, to where they are on the canvas."""
        place, full = self.canvas.picture_rect(), self.viewer.full_size
        across, down = place.width() / max(1, full.width()), place.height() / max(1, full.height())
        return QTransform.fromTranslate(place.left(), place.top()).scale(across, down)

    def spot(self, x: float, y: float) -> QPointF:
        """Where a point of the line art is on the canvas."""
        return self.to_canvas().map(QPointF(x + 0.5, y + 0.5))

    def point(self, at: QPointF) -> QPointF:
        """The point of the line art under a point of the canvas, to a tenth of a pixel, the nearest one inside."""
        full, point = self.viewer.full_size, self.canvas.to_picture(at) - QPointF(0.5, 0.5)
        x = min(max(point.x(), 0.0), full.width() - 1.0)
        y = min(max(point.y(), 0.0), full.height() - 1.0)
        return QPointF(round(x, 1), round(y, 1))

    # Following

    def _shown(self, number: int) -> None:
        self.number = number
        self.look()

    def _pan(self, panning: bool) -> None:
        self._panning = panning
        self._give_mouse()

    def _give_mouse(self) -> None:
        """Have the mouse while this is a tool in hand, and let it through otherwise."""
        wanted = self.TOOL and self._on and not self._panning
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not wanted)
        if wanted:
            self.setMouseTracking(True)
            self.setCursor(Qt.CursorShape.CrossCursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.canvas:
            return False
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self.canvas.rect())
        elif isinstance(event, QKeyEvent):
            return self.key_pressed(event)
        return False
