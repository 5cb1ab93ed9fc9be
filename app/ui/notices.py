"""Notices: what happened and what to do, in a corner of the window, without stopping the artist."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.language import tr
from app.ui import theme
from app.ui.sentence import Sentence
from app.ui.tokens import SIZES
from app.ui.widgets import IconLabel, label

log = logging.getLogger(__name__)
Kind = Literal["info", "warning", "error"]
AT_WORK = "Shiage is still at work. Wait until that is done, or stop it, then try again."
INFO_SECONDS, OFFER_SECONDS = 6.0, 20.0
LINGER_SECONDS = 4.0  # that an info stays at least once the pointer has left it
MOST, MOST_ERRORS = 4, 2
_WIDTH = 560
_LEAST = 120  # px for the sentence
_BESIDE = 240  # px that the widest word may have for a button to stand beside it, else it stands below
_NARROW, _LEAST_NARROW = 420, 64  # px of a notice below which buttons stand below too; px for the sentence then
_ABOVE = 68  # px left free below, where the canvas says what it shows
_BESIDE_IT = 200  # px beside the picture from which they stand there
_LOW, _WIDE = 400, 760  # px of the anchor's height below which one notice is seen at a time; px that it is wide at most
_WORDS: dict[Kind, str] = {"info": "Info", "warning": "Warning", "error": "Error"}


@dataclass(frozen=True)
class Offer:
    """A button in a notice: its text, what it does, and whether there is `still` any point in it.

    An info with one that `stays` does not go by itself: what it offers matters until it is done. One that `closes` not
    is offered on once it was taken up, until there is no point in it any more: it may come to nothing. It waits while
    it cannot (`can`) be taken up.
    """

    text: str
    action: Callable[[], None]
    still: Callable[[], bool] = lambda: True
    stays: bool = False
    closes: bool = True
    can: Callable[[], bool] = lambda: True


class Notice(QFrame):
    """One notice: icon and word for its kind, the sentence, an optional button, a close button.

    `about` names what did not work; empty where nothing in particular did.

    Signals:
        closed: it is to go.
        passed_on: what stands behind it is to be seen.
    """

    closed = Signal()
    passed_on = Signal()

    def __init__(self, kind: Kind, sentence: str, offer: Offer | None, parent: QWidget, about: str = "") -> None:
        super().__init__(parent)
        self.kind, self.sentence, self.offer, self.about = kind, sentence, offer, about
        self._passing = QTimer(self)
        self._passing.setSingleShot(True)
        self._passing.timeout.connect(self._pass)
        self._text = Sentence(sentence)
        color = {"info": "accent", "warning": "warning", "error": "danger"}[kind]
        self.setObjectName("notice")
        self.setProperty("kind", kind)
        self.setAccessibleName(f"{tr(_WORDS[kind])}: {tr(sentence)}")
        picture = IconLabel(kind, color, 20)
        word, text = label(_WORDS[kind], f"{kind}-word"), self._text
        self._word = word
        self._others = QToolButton()
        self._others.setFixedHeight(SIZES.control)
        self._others.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._others.clicked.connect(self.passed_on)
        line = max(0, (SIZES.control - text.fontMetrics().height()) // 2)
        for words in (word, text):  # their first line level with the picture and the buttons
            words.setContentsMargins(0, line, 0, line)
        pictured = QVBoxLayout()
        pictured.addSpacing((SIZES.control - picture.height()) // 2)
        pictured.addWidget(picture)
        pictured.addStretch()
        self._row, self._below = QHBoxLayout(), QHBoxLayout()
        self._row.setSpacing(SIZES.space_s)
        self._row.addLayout(pictured)
        self._row.addWidget(word, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(text, 1)
        self._row.addWidget(self._others, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._closing(), 0, Qt.AlignmentFlag.AlignTop)
        self._below.addStretch()
        self._below.setContentsMargins(picture.width() + SIZES.space_s, 0, 0, 0)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(SIZES.space_m, SIZES.space_xs, SIZES.space_xs, SIZES.space_xs)
        self.column.setSpacing(SIZES.space_xs)
        self.column.addLayout(self._row)
        self.column.addLayout(self._below)
        self._button = self._offering(offer) if offer is not None else None
        self.look_again()
        self.fit(_WIDTH)

    def fit(self, wide: int) -> None:
        """Stand in so many px: the buttons beside the sentence, or below where that would be squeezed."""
        narrow = wide < _NARROW
        self._word.setVisible(not narrow)  # the picture says it as well
        self._text.setMinimumWidth(_LEAST_NARROW if narrow else _LEAST)
        if self._button is not None:
            self._put(self._button, narrow or self._text.widest_word() > _BESIDE, first=True)
        self._put(self._others, narrow)

    def _put(self, button: QWidget, below: bool, first: bool = False) -> None:
        """Have a button stand below the sentence or at its right, as the `first` one or the last."""
        row, other = (self._below, self._row) if below else (self._row, self._below)
        if row.indexOf(button) < 0:
            other.removeWidget(button)
            at = (0 if below else row.indexOf(self._text) + 1) if first else row.count() - 1
            row.insertWidget(at, button, 0, Qt.AlignmentFlag.AlignTop)

    def tell_others(self, others: Sequence[Notice]) -> None:
        """Say how many stand behind this one, the next one last."""
        self._others.setText(tr(f"{len(others)} more"))
        self._others.setToolTip("\n".join(tr(notice.sentence) for notice in reversed(others)))
        self._others.setVisible(bool(others))

    def _offering(self, offer: Offer) -> QPushButton:
        button = QPushButton(tr(offer.text))
        button.clicked.connect(offer.action)
        if offer.closes:
            button.clicked.connect(self.close_now)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to whoever has them
        button.ensurePolished()
        button.setMinimumWidth(button.sizeHint().width())
        return button

    def look_again(self) -> None:
        """Let what is offered be taken up if it can be now."""
        if self._button is not None and self.offer is not None:
            self._button.setEnabled(self.offer.can())
            self._button.setToolTip("" if self._button.isEnabled() else tr(AT_WORK))

    def _closing(self) -> QToolButton:
        close = QToolButton()
        close.setIcon(theme.icon("cancel"))
        close.setIconSize(QSize(12, 12))
        close.setFixedSize(SIZES.control, SIZES.control)
        close.setToolTip(tr("Close"))
        close.setAccessibleName(tr("Close notice"))
        close.clicked.connect(self.close_now)
        return close

    def close_now(self) -> None:
        """Take it away."""
        self.closed.emit()

    def pass_after(self, seconds: float) -> None:
        """Have it go by itself so many seconds from now, though not while it is pointed at or has the keyboard."""
        self._passing.start(round(seconds * 1000))

    def _pass(self) -> None:
        focused = self.focusWidget()
        if self.underMouse() or (focused is not None and focused.hasFocus()):
            self.pass_after(LINGER_SECONDS)
        else:
            self.close_now()

    def leaveEvent(self, event: QEvent) -> None:
        left = self._passing.remainingTime() / 1000  # below 0 where it does not go by itself
        if 0 <= left < LINGER_SECONDS:
            self.pass_after(LINGER_SECONDS)
        super().leaveEvent(event)


class Notices(QWidget):
    """The stack of notices over the lower left of `anchor`: beside the picture that is shown there where that leaves
    them the room, else over it.

    Infos go by themselves, later where they offer something, unless that matters until it is done, and once a stroke
    is begun on a picture that they lie over. The rest stays until closed, by its button or by Esc, which takes the
    newest where nothing else wants that key; what offers something until there is no point in that any more, the
    others until the project they were about is left, an error as well when what did not work is begun again.
    Where there is no room for all of them, the newest are in view; over a low anchor only the newest, at its
    head, with how many are behind it, to be brought forward by that. Each says all of its sentence.
    """

    def __init__(self, anchor: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._anchor = anchor
        self._picture: Callable[[], QRect] | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SIZES.space_s)
        self._shown: list[Notice] = []
        self._front: Notice | None = None  # the one in view over a low anchor, the newest elsewhere
        anchor.installEventFilter(self)
        self.hide()

    def set_anchor(self, anchor: QWidget, picture: Callable[[], QRect] | None = None) -> None:
        """Stand over this widget from now on, another project's or the welcome page's; what was said before would seem
        to speak of it, but for infos that offer something: these say themselves what they are about. `picture` says
        where it shows a picture."""
        for notice in [notice for notice in self._shown if notice.kind != "info" or notice.offer is None]:
            self._remove(notice)
        self._anchor.removeEventFilter(self)
        self._anchor, self._picture = anchor, picture
        anchor.installEventFilter(self)
        self.place()

    @property
    def shown(self) -> tuple[Notice, ...]:
        """What is on view, oldest first."""
        return tuple(self._shown)

    def info(self, sentence: str, offer: Offer | None = None) -> None:
        """Something went as wanted."""
        self.show_notice("info", sentence, offer)

    def warn(self, sentence: str, offer: Offer | None = None) -> None:
        """Something the artist should know."""
        self.show_notice("warning", sentence, offer)

    def error(self, sentence: str, offer: Offer | None = None, about: str = "") -> None:
        """Something did not work: `about` names it, for `begun`."""
        self.show_notice("error", sentence, offer, about)

    def begun(self, about: str) -> None:
        """This is tried again: what is shown of its last failure goes."""
        for notice in [notice for notice in self._shown if notice.kind == "error" and notice.about == about]:
            self._remove(notice)

    def over(self, sentence: str) -> None:
        """What this sentence says is no longer so: it goes, if it is shown."""
        for notice in [notice for notice in self._shown if notice.sentence == sentence]:
            self._remove(notice)

    def look_again(self) -> None:
        """Something has changed: what offers to do what there is no point in any more goes, other offers can be taken
        up or have to wait."""
        for notice in [notice for notice in self._shown if notice.offer is not None and not notice.offer.still()]:
            self._remove(notice)
        for notice in self._shown:
            notice.look_again()

    def make_way(self, picture: QRect | None = None) -> None:
        """The artist begins to paint: infos that stay until something is done go, which menus and panels offer too, and
        so do those over the `picture`, a place in the window, and behind them."""

        def in_the_way(notice: Notice) -> bool:
            stays = notice.offer is not None and notice.offer.stays
            place = notice.geometry().translated(self.pos())
            return stays or (picture is not None and (notice.isHidden() or place.intersects(picture)))

        for notice in [notice for notice in self._shown if notice.kind == "info" and in_the_way(notice)]:
            self._remove(notice)

    def show_notice(self, kind: Kind, sentence: str, offer: Offer | None = None, about: str = "") -> None:
        """Show a notice; the same sentence again replaces itself, and the oldest makes room."""
        errors = [notice for notice in self._shown if notice.kind == "error" and notice.sentence != sentence]
        if kind == "error" and len(errors) >= MOST_ERRORS:
            log.info("no longer shown: %s", errors[0].sentence)
            self._remove(errors[0])
        for old in [notice for notice in self._shown if notice.sentence == sentence]:
            self._remove(old)
        while len(self._shown) >= MOST:
            infos = [notice for notice in self._shown if notice.kind == "info"]
            plain = [notice for notice in infos if notice.offer is None]
            passing = [notice for notice in infos if notice.offer is not None and not notice.offer.stays]
            self._remove((plain or passing or infos or self._shown)[0])
        notice = Notice(kind, sentence, offer, self, about)
        notice.closed.connect(lambda: self._remove(notice))
        notice.passed_on.connect(self._pass_on)
        self._shown.append(notice)
        self._front = notice
        self._layout.addWidget(notice)
        notice.show()
        if kind == "info" and (offer is None or not offer.stays):
            notice.pass_after(INFO_SECONDS if offer is None else OFFER_SECONDS)
        self.place()

    def _pass_on(self) -> None:
        """Have the one before it in view, after the oldest the newest."""
        self._front = self._others()[-1]
        self.place()

    def _others(self) -> list[Notice]:
        """Those behind the one in front, the next one last."""
        at = self._shown.index(self._front) if self._front is not None else -1
        return [*self._shown[at + 1 :], *self._shown[:at]]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show):
            self.place()
        return False

    def hears(self, event: QKeyEvent) -> bool:
        """A key that nobody in the window took: Esc takes the one in front away. Whether it was meant for this."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Escape and plain and self._front is not None:
            self._remove(self._front)
            return True
        return False

    def _remove(self, notice: Notice) -> None:
        if notice in self._shown:
            if notice is self._front:
                self._front = next(reversed(self._others()), None)
            self._shown.remove(notice)
            focused = notice.focusWidget()
            if focused is not None and focused.hasFocus():  # else it goes to whatever comes next in the window
                self._anchor.setFocus()
            self._layout.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
            self.place()

    def place(self) -> None:
        """Stand where the anchor is now."""
        parent = self.parentWidget()
        if not self._shown or parent is None:
            self.hide()
            return
        margin = SIZES.space_m
        corner = self._anchor.mapTo(parent, self._anchor.rect().bottomLeft())
        low = self._anchor.height() < _LOW
        if not low:
            self._front = self._shown[-1]
        if self._stands_beside(low, corner):
            return
        self._fit(max(240, min(_WIDE if low else _WIDTH, self._anchor.width() - 2 * margin)), low)
        height = self._height()
        if low:
            top = corner.y() - self._anchor.height() + 1 + SIZES.space_xs
            self.setGeometry(corner.x() + margin, top, self.width(), height)
            self.raise_()
            return
        for oldest in self._shown[:-1]:  # no notice stands over menus and tool bar; it is back when there is room
            if height <= self._anchor.height() - _ABOVE:
                break
            oldest.hide()
            height = self._height()
        top = max(
            corner.y() - height - _ABOVE, corner.y() - self._anchor.height() + 1
        )  # over the words before the menus
        self.setGeometry(corner.x() + margin, top, self.width(), height)
        self.raise_()

    def _stands_beside(self, low: bool, corner: QPoint) -> bool:
        """Stand at the left of the picture, if all that is to be in view has room there."""
        picture, margin = self._picture() if self._picture is not None else QRect(), SIZES.space_s
        room = picture.left() - 2 * margin
        if picture.isEmpty() or room < _BESIDE_IT:
            return False
        self._fit(min(room, _WIDTH), low)
        height = self._height()
        if height > self._anchor.height() - _ABOVE or self._layout.minimumSize().width() > self.width():
            return False
        self.setGeometry(corner.x() + margin, corner.y() - height - _ABOVE, self.width(), height)
        self.raise_()
        return True

    def _fit(self, width: int, low: bool) -> None:
        """Be so wide, with all notices in view, or over a `low` anchor the one in front."""
        self.setFixedWidth(width)
        self.show()  # before measuring: what is hidden has not been given its fonts and margins yet
        for notice in self._shown:
            notice.fit(width)
            notice.tell_others(self._others() if low else ())
            notice.setVisible(not low or notice is self._front)

    def _height(self) -> int:
        """Px that the notices in view need."""
        for layout in (*(notice.column for notice in self._shown), self._layout):
            layout.invalidate()
            layout.activate()
        return self._layout.totalHeightForWidth(self.width())
