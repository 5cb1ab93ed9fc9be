"""Shows the shots that were found, beside those an edit asks for, and asks which become projects, and where."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.errors import ShiageError
from app.language import tr
from app.media.edit import Edit
from app.media.export_names import folder_named, typing_trouble
from app.media.laying_out import Row
from app.project.timing import TimingError, parse_rate, rate_text, timecode
from app.ui.dialogs.asking import ok_cancel
from app.ui.dialogs.rate_dialog import RateDialog
from app.ui.tokens import SIZES
from app.ui.widgets import form, label

Plan = tuple[Edit | None, tuple[Row, ...]]
_COLUMNS = ("Shot", "Frames", "Size", "Rate", "Holds", "In the edit", "Remarks")
_WIDE, _TALL, _ROW, _TICK, _GAP = 900, 460, 26, 28, 14  # px: the dialog, a row, its tick, between columns


class ShotsDialog(RateDialog):
    """The shots found; `wanted` are those to import into `folder`. `browse` is clicked to choose the folder.

    `plan` says what there is to import at a rate; an .edl says its places only once its rate is known.
    """

    def __init__(
        self, parent: QWidget, title: str, folder: Path, rate: Fraction, plan: Callable[[Fraction], Plan]
    ) -> None:
        super().__init__(parent, title, rate)
        self._plan = plan
        self.edit, self.rows = plan(rate)
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Shots"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels([tr(name) for name in _COLUMNS])
        self.folder = QLineEdit(str(folder))
        self.folder.setAccessibleName(tr("Projects go to"))
        self.browse = QPushButton(tr("Choose..."))
        self.all, self.none = QPushButton(tr("Tick all")), QPushButton(tr("Tick none"))
        self._sum = label("", "dim")
        self._words = label("", "dim", wrap=True)
        self._lay_out()
        self._show()
        self.list.itemChanged.connect(self._count)
        self.all.clicked.connect(lambda: self._tick(True))
        self.none.clicked.connect(lambda: self._tick(False))
        self.rate.currentTextChanged.connect(self._at_rate)
        self.folder.textChanged.connect(self._count)
        self.list.setFocus()

    def _lay_out(self) -> None:
        self.resize(_WIDE, _TALL)
        self.list.header().setStretchLastSection(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_l, SIZES.space_l, SIZES.space_l, SIZES.space_l)
        column.setSpacing(SIZES.space_m)
        column.addWidget(self._words)
        column.addWidget(self.list, 1)
        ticks = QHBoxLayout()
        ticks.setSpacing(SIZES.space_s)
        ticks.addWidget(self._sum, 1)
        for button in (self.all, self.none, self.browse):
            button.setAutoDefault(False)
        ticks.addWidget(self.all)
        ticks.addWidget(self.none)
        column.addLayout(ticks)
        place = QHBoxLayout()
        place.setSpacing(SIZES.space_s)
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse)
        column.addLayout(form((("Projects go to", place), ("Frames per second", self.rate))))
        column.addWidget(self.trouble)
        buttons = ok_cancel(self, "Import")
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        column.addWidget(buttons)

    @property
    def wanted(self) -> tuple[Row, ...]:
        """The rows that are ticked."""
        items = [self.list.topLevelItem(at) for at in range(self.list.topLevelItemCount())]
        ticked = [item is not None and item.checkState(0) == Qt.CheckState.Checked for item in items]
        return tuple(row for row, on in zip(self.rows, ticked, strict=True) if on and row.importable)

    @property
    def target(self) -> Path:
        """The folder for the projects."""
        return folder_named(self.folder.text())

    def accept(self) -> None:
        if trouble := typing_trouble(self.target):
            self.trouble.say(trouble)
            self.folder.setFocus()
            return
        super().accept()

    def show_folder(self, folder: Path, plan: Callable[[Fraction], Plan]) -> None:
        """Lay the shots out for another folder, in which there may be projects of some of them."""
        self._plan = plan
        self.folder.setText(str(folder))
        self._at_rate()

    def _at_rate(self) -> None:
        """Lay the shots out anew at the rate that is typed."""
        try:
            self.edit, self.rows = self._plan(parse_rate(self.rate.currentText()))
        except TimingError:
            return  # half typed; accepting says what is wrong
        except ShiageError as error:
            self.trouble.say(str(error))
            self.ok.setEnabled(False)
            return
        self.trouble.say("")
        self._show()

    def _show(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for row in self.rows:
            item = QTreeWidgetItem([row.name, *self._facts(row)])
            item.setSizeHint(0, QSize(self.fontMetrics().horizontalAdvance(row.name) + _TICK, _ROW))
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
            if row.importable:
                item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(0, Qt.CheckState.Checked if row.wanted else Qt.CheckState.Unchecked)
            else:
                item.setFlags(flags)
            remarks = " ".join(tr(remark) for remark in row.remarks)
            for at in range(len(_COLUMNS)):
                item.setToolTip(at, remarks)
            if row.shot is not None:
                item.setToolTip(0, str(row.shot.sequence.folder / row.shot.sequence.pattern))
            self.list.addTopLevelItem(item)
        self.list.blockSignals(False)
        self.list.setColumnHidden(3, not any(row.shot is not None and row.shot.rate for row in self.rows))
        self.list.setColumnHidden(5, self.edit is None)
        for at in range(len(_COLUMNS) - 1):
            self.list.resizeColumnToContents(at)
            self.list.setColumnWidth(at, self.list.columnWidth(at) + _GAP)
        first = self.list.topLevelItem(0)
        if first is not None:  # so that the keyboard has a place to begin at
            self.list.setCurrentItem(first)
        notes = self.edit.notes if self.edit is not None else ()
        self._words.setText(" ".join(tr(note) for note in notes))
        self._words.setVisible(bool(notes))
        self._count()

    def _facts(self, row: Row) -> list[str]:
        """The row's columns but the first."""
        shot, event = row.shot, row.event
        facts = ["", "", "", ""]
        if shot is not None:
            span = f" ({shot.span.first}-{shot.span.last})" if shot.sequence.numbered else ""
            rate = rate_text(shot.rate) if shot.rate is not None else ""
            size = f"{shot.width} x {shot.height}" if shot.width else ""
            facts = [f"{shot.frames}{span}", size, rate, str(shot.holds) if shot.holds else ""]
        place = ""
        if event is not None and self.edit is not None:
            place = f"{timecode(event.record.first, self.edit.rate)}  ({event.record.length})"
        return [*facts, place, " ".join(tr(remark) for remark in row.remarks)]

    def _tick(self, on: bool) -> None:
        for at, row in enumerate(self.rows):
            item = self.list.topLevelItem(at)
            if item is not None and row.importable:
                item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _count(self) -> None:
        wanted = self.wanted
        frames = sum(row.shot.frames for row in wanted if row.shot is not None)
        bare = sum(row.shot is None and not row.project for row in self.rows)
        words = tr(f"{len(wanted)} of {len(self.rows)} shots, {frames} frames.")
        if bare:
            words = f"{words} {tr(f'Shots without line art: {bare}.')}"
        self._sum.setText(words)
        self.ok.setEnabled((bool(wanted) or self.edit is not None) and bool(self.folder.text().strip()))
