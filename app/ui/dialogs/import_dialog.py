"""Shows what was found before it is imported, and asks only what the pictures do not say themselves."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import cast

import cv2
import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import ShiageError
from app.language import tr
from app.media.errors import DrawingsUnreadable, MediaUnreadable
from app.media.importer import ImportOptions, check_pictures, listed
from app.media.reader import probe, read_frames
from app.media.sequence import FoundSequence
from app.project.model import MissingPolicy, Polarity
from app.project.timing import frames_in_words, rate_text
from app.ui.dialogs.asking import ok_cancel
from app.ui.dialogs.rate_dialog import RateDialog
from app.ui.tokens import SIZES
from app.ui.viewer.pixels import to_image
from app.ui.widgets import add_row, choice, form, label, number_field
from engine.imaging.line import detect_polarity, flatten, looks_colored
from engine.imaging.stills import StillError, read_still, to_8_bit

POLICIES: tuple[tuple[str, MissingPolicy], ...] = (
    ("Hold the drawing before", "hold"),
    ("Leave them blank", "blank"),
    ("Do not color until they are there", "error"),
)
WITHOUT = {policy: text for text, policy in POLICIES}
"""What goes on without a drawing, by the policy for missing ones."""
POLARITIES: tuple[tuple[str, Polarity], ...] = (
    ("Dark lines on light paper", "dark"),
    ("Light lines on dark paper", "light"),
    ("Lines on transparent paper", "alpha"),
)
_PREVIEW = QSize(240, 160)
_ROW, _ROWS_MOST = 26, 5  # px of one sequence in the list, and how many are seen at once
_READ = 24  # drawings looked at before the import reads all of them


@dataclass(frozen=True)
class Look:
    """A first look at a sequence: one picture of it, small (None where it cannot be read), and what it seems to be.

    `trouble` says why its import would fail, as far as its first drawings show, and `damaged` which of them it would
    have to do without; empty where they are well.
    """

    sequence: FoundSequence
    picture: QImage | None
    width: int = 0
    height: int = 0
    polarity: Polarity = "dark"
    colored: bool = False
    rate: Fraction | None = None
    frames: int = 0
    trouble: str = ""
    damaged: str = ""

    @property
    def settled(self) -> bool:
        """Whether there is nothing to ask."""
        gaps = bool(self.sequence.missing) and not steady(self.sequence)
        return self.picture is not None and not (gaps or self.colored or self.sequence.is_movie)


def steady(sequence: FoundSequence) -> bool:
    """Whether the numbers go in even steps (1, 3, 5), which means drawings on twos or threes."""
    numbers = [number for number, _ in sequence.files]
    return len({after - before for before, after in itertools.pairwise(numbers)}) <= 1


def look(sequence: FoundSequence) -> Look:
    """Look at the middle of a sequence, or at a movie's first frame; off the UI thread."""
    try:
        if not sequence.is_movie:
            trouble, damaged = _troubles(sequence)
            picture, count = _one_of(sequence), len(sequence.files)
            seen = _look(sequence, picture, None, count) if picture is not None else Look(sequence, None, frames=count)
            return replace(seen, trouble=trouble, damaged=damaged)
        path = sequence.files[0][1]
        facts = probe(path)
        frames = read_frames(path, facts)
        return _look(sequence, next(frames), facts.rate, facts.frames)
    except (ShiageError, StillError) as error:
        return Look(sequence, None, frames=len(sequence.files), trouble=str(error))
    except StopIteration:
        return Look(sequence, None, frames=len(sequence.files))  # the import itself will say what is wrong


def _troubles(sequence: FoundSequence) -> tuple[str, str]:
    """What is wrong with the first drawings, and which of them are damaged."""
    try:
        check_pictures(sequence.files[:_READ])
    except DrawingsUnreadable as error:
        return "", str(error)
    except MediaUnreadable as error:
        return ("", str(error)) if len(sequence.files) > _READ else (str(error), "")  # the others may be well
    except ShiageError as error:
        return str(error), ""
    return "", ""


def _one_of(sequence: FoundSequence) -> np.ndarray | None:
    """The drawing in the middle, or another one where that cannot be read; None where these cannot either."""
    files = sequence.files
    for at in (len(files) // 2, 0, -1):
        with contextlib.suppress(StillError):
            return read_still(files[at][1])
    return None


def _look(sequence: FoundSequence, picture: np.ndarray, rate: Fraction | None, frames: int) -> Look:
    height, width = picture.shape[:2]
    polarity, colored = detect_polarity(picture), looks_colored(picture)
    return Look(sequence, _preview(picture), width, height, polarity, colored, rate, frames)


def _preview(picture: np.ndarray) -> QImage:
    """Any still, as large as the preview has room for."""
    height, width = picture.shape[:2]
    scale = min(_PREVIEW.width() / width, _PREVIEW.height() / height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture = cv2.resize(flatten(to_8_bit(picture), 255), size, interpolation=cv2.INTER_AREA)
    return to_image(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB) if picture.ndim == 2 else picture)


class ImportDialog(RateDialog):
    """Which sequence, and how it is to be read."""

    def __init__(self, parent: QWidget, looks: Sequence[Look], rate: Fraction, title: str = "Import line art") -> None:
        super().__init__(parent, title, rate)
        self._looks, self._rate = tuple(looks), rate
        self.setMinimumWidth(560)
        self.found = QListWidget()
        self.found.setObjectName("import-found")
        self.found.setAccessibleName(tr("What was found"))
        for one in self._looks:
            item = QListWidgetItem(f"{self._name(one)}   {tr(_frames(one))}")
            item.setSizeHint(QSize(1, _ROW))
            self.found.addItem(item)
        self.found.setFixedHeight(_ROW * min(len(self._looks), _ROWS_MOST) + 2 * self.found.frameWidth() + 2)
        self._picture = QLabel()
        self._picture.setFixedSize(_PREVIEW)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setObjectName("import-picture")
        self._facts = label("", "dim", wrap=True)
        self.missing, self.polarity = choice(POLICIES), choice(POLARITIES)
        self.extract = QCheckBox(tr("These pictures are colored: take their lines out"))
        self.first = number_field()
        self.first.setRange(0, 999_999)
        self.first.setValue(1)
        for widget, name in (
            (self.missing, "Missing frames"), (self.polarity, "Lines"), (self.first, "First frame number"),
        ):  # fmt: skip
            widget.setAccessibleName(tr(name))
        self.several = False  # all of them are wanted, each as a shot
        self.all = QPushButton(tr("Import all, each as a shot..."))
        self.all.setAutoDefault(False)
        self.all.clicked.connect(self._want_all)
        self._lay_out()
        self.found.currentRowChanged.connect(self._show)
        self.extract.toggled.connect(lambda on: self.polarity.setEnabled(not on))
        self.found.setCurrentRow(min(range(len(self._looks)), key=self._unlikely))

    def _unlikely(self, row: int) -> tuple[bool, bool]:
        """How little a sequence seems to be the line art: by its name, else by its picture."""
        return not self._looks[row].sequence.called_lines, self._looks[row].colored

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_l, SIZES.space_l, SIZES.space_l, SIZES.space_l)
        column.setSpacing(SIZES.space_m)
        if len(self._looks) > 1:
            column.addWidget(label(f"{len(self._looks)} sequences were found. Which is the line art?"))
            column.addWidget(self.found)
            column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(SIZES.space_l)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        self._form = form()
        self._form.addRow(self._facts)
        for name, field in (
            ("Missing frames", self.missing), ("Lines", self.polarity), ("First number", self.first),
            ("Frames per second", self.rate),
        ):  # fmt: skip
            add_row(self._form, name, field)
        row.addLayout(self._form, 1)
        column.addLayout(row)
        column.addWidget(self.extract)
        column.addWidget(self.trouble)
        column.addSpacing(SIZES.space_s)
        buttons = ok_cancel(self, "Import")
        self.ok = buttons.buttons()[0]
        column.addWidget(buttons)

    def _want_all(self) -> None:
        self.several = True
        self.reject()

    def _name(self, one: Look) -> str:
        """The sequence's pattern, with its folder where several were looked into."""
        folders = {other.sequence.files[0][1].parent for other in self._looks}
        folder = f"{one.sequence.files[0][1].parent.name}/" if len(folders) > 1 else ""
        return folder + one.sequence.pattern

    @property
    def chosen(self) -> Look:
        """The sequence chosen."""
        return self._looks[max(0, self.found.currentRow())]

    @property
    def options(self) -> ImportOptions:
        """How it is to be read."""
        extract = self.extract.isChecked()
        return ImportOptions(
            missing=cast(MissingPolicy, self.missing.currentData()),
            polarity=None if extract else cast(Polarity, self.polarity.currentData()),
            extract=extract,
            first_number=self.first.value(),
        )

    def _show(self) -> None:
        one = self.chosen
        sequence = one.sequence
        if one.picture is not None:
            self._picture.setPixmap(QPixmap.fromImage(one.picture))
            size = f", {one.width} x {one.height}" if not one.trouble else ""  # it may be that of an odd picture
        else:
            self._picture.setText(tr("No preview"))
            size = ""
        holes = sequence.missing
        lines = [self._name(one), tr(f"{_frames(one)}{size}")]
        if holes:
            lines.append(tr(f"{listed(holes)} missing."))
        self._facts.setText("\n".join(lines))
        self._form.setRowVisible(self.missing, bool(holes))
        self._form.setRowVisible(self.first, not sequence.numbered)
        self.polarity.setCurrentIndex(self.polarity.findData(one.polarity))
        self.extract.setChecked(one.colored)
        self.rate.setCurrentText(rate_text(one.rate or self._rate))
        self.trouble.say(one.trouble or one.damaged)
        self.ok.setEnabled(not one.trouble)  # it would fail
        self.adjustSize()


def _frames(one: Look) -> str:
    sequence, frames = one.sequence, frames_in_words(one.frames)
    if sequence.is_movie:
        return f"movie, {frames}"
    return f"{frames}, {sequence.first} to {sequence.last}" if sequence.numbered else frames
