"""Setting LongAnimation up: each of its parts, where it is or what is wrong with it, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.language import tr
from app.render.weights_tool import size_text
from app.ui.panels.generate_box import time_left
from app.ui.tokens import SIZES
from app.ui.widgets import IconLabel, label
from engine.protocol.weights import LicenceReport, PartReport, Transfer, WeightsReport

INTRO = (
    "LongAnimation colors long shots with large models. Their files are not part of Shiage: download them once, or use "
    "those that are on this computer already. Draft works without them."
)
_WORDS = {"found": ("done", "good", "Found"), "missing": ("state-empty", "text_dim", "Missing"),
          "wrong": ("error", "danger", "Wrong")}  # fmt: skip
_PLACES = {"own": "in Shiage's own folder", "cache": "in the Hugging Face cache", "folder": "in {}"}
_STAGES = {"downloading": "Downloading", "checking": "Checking", "copying": "Copying"}
_STEPS = 1000  # of the bar: bytes are too many for it


class WeightsDialog(QDialog):
    """Shows what it is given and looks at no disk itself; it stands beside the window, which can be used meanwhile.

    Signals:
        download_wanted: get what is missing; the licences are accepted.
        cancel_wanted: stop what is going on.
        folder_wanted: look into a folder of the artist's.
    """

    download_wanted = Signal()
    cancel_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Set up LongAnimation"))
        self.setModal(False)
        self.report: WeightsReport | None = None
        self._moving = False
        self._state = IconLabel("info", "accent", 20)
        self.sentence = label("Looking for the files...", "heading", wrap=True)
        self.problem = label("", "error", wrap=True)
        self.rows = QGridLayout()
        self.terms = QVBoxLayout()
        self.consent = QCheckBox(tr("I have read these licences and accept them"))
        self.bar, self.moving = QProgressBar(), label("", "dim")
        self.folder = QPushButton(tr("Use a folder on this computer..."))
        self.download, self.close_button = QPushButton(tr("Download what is missing")), QPushButton(tr("Close"))
        self._lay_out()
        self.consent.toggled.connect(self._refresh)
        self.download.clicked.connect(self._go)
        self.folder.clicked.connect(self.folder_wanted)
        self.close_button.clicked.connect(self.reject)
        self._refresh()

    def show_report(self, report: WeightsReport) -> None:
        """Show how it stands now."""
        self.report = report
        _clear(self.rows)
        for at, part in enumerate(report.parts):
            _fill_row(self.rows, at, part, _licence(report, part).title)
        _clear(self.terms)
        for licence in self._open_terms():
            self.terms.addWidget(_terms(licence))
        self._refresh()

    def show_transfer(self, transfer: Transfer) -> None:
        """Show how far it is."""
        share = transfer.done / transfer.total if transfer.total else 0.0
        self.bar.setValue(round(share * _STEPS))
        words = [
            f"{_STAGES[transfer.stage]} {transfer.file}",
            f"{size_text(transfer.done)} of {size_text(transfer.total)}",
        ]
        if transfer.speed and transfer.stage != "checking":
            seconds = (transfer.total - transfer.done) / transfer.speed
            words += [f"{size_text(round(transfer.speed))} a second", f"{time_left(seconds)} left"]
        self.moving.setText(", ".join(map(tr, words)))

    def show_busy(self, busy: bool, what: str = "") -> None:
        """Something is going on, of which `what` tells until it tells of itself; or nothing is any more."""
        self._moving = busy
        self.bar.setValue(0)
        self.moving.setText(tr(what))
        if busy:
            self.problem.setText("")
        self._refresh()

    def show_problem(self, sentence: str) -> None:
        """Show what did not work."""
        self.problem.setText(tr(sentence))
        self._refresh()

    def _open_terms(self) -> list[LicenceReport]:
        """Licences of what is missing that are to be accepted still."""
        if self.report is None:
            return []
        needed = {part.licence for part in self.report.parts if part.state != "found"}
        return [each for each in self.report.licences if each.name in needed and each.accept and not each.accepted]

    def _go(self) -> None:
        (self.cancel_wanted if self._moving else self.download_wanted).emit()

    def _refresh(self) -> None:
        report = self.report
        lacking = [part for part in report.parts if part.state != "found"] if report else []
        if report is not None:
            self.sentence.setText(tr(_sum(report, lacking)))
            self._state.show_icon(*("info", "accent") if lacking else ("done", "good"))
        terms = bool(self._open_terms())
        self._terms_box.setVisible(terms and not self._moving)
        self.problem.setVisible(bool(self.problem.text()))
        self.bar.setVisible(self._moving)
        self.moving.setVisible(self._moving)
        self.folder.setEnabled(report is not None and not self._moving)
        self.download.setText(tr("Cancel" if self._moving else "Download what is missing"))
        self.download.setVisible(self._moving or bool(lacking) or report is None)
        self.download.setEnabled(self._moving or (bool(lacking) and (not terms or self.consent.isChecked())))
        why = "Read and accept the licences first" if terms and not self.consent.isChecked() else ""
        self.download.setToolTip(tr("" if self._moving else why))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SIZES.space_s)
        top.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.sentence, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_l, SIZES.space_l, SIZES.space_l, SIZES.space_l)
        column.setSpacing(SIZES.space_m)
        column.addWidget(label(INTRO, wrap=True))
        column.addLayout(top)
        column.addWidget(self._parts_list(), 1)
        column.addWidget(self._licences_box())
        for part in (self.problem, self.bar, self.moving):
            column.addWidget(part)
        column.addLayout(self._buttons())
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("How far it is"))
        room = self.screen().availableSize()
        self.resize(min(720, room.width() - 40), min(760, room.height() - 60))

    def _parts_list(self) -> QWidget:
        inner, area = QWidget(), QScrollArea()
        self.rows.setContentsMargins(SIZES.space_m, SIZES.space_s, SIZES.space_m, SIZES.space_s)
        self.rows.setHorizontalSpacing(SIZES.space_m)
        self.rows.setVerticalSpacing(SIZES.space_s)
        self.rows.setColumnStretch(1, 1)
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self.rows)
        outer.addStretch()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(tr("Parts of LongAnimation"))
        return area

    def _licences_box(self) -> QWidget:
        self._terms_box = QFrame()
        self._terms_box.setObjectName("card")
        column = QVBoxLayout(self._terms_box)
        column.setContentsMargins(SIZES.space_m, SIZES.space_m, SIZES.space_m, SIZES.space_m)
        column.setSpacing(SIZES.space_s)
        column.addLayout(self.terms)
        column.addWidget(self.consent)
        return self._terms_box

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SIZES.space_s)
        row.addWidget(self.folder)
        row.addStretch()
        row.addWidget(self.close_button)
        row.addWidget(self.download)
        for button in (self.folder, self.close_button, self.download):
            button.setAutoDefault(False)
        self.download.setProperty("role", "primary")
        return row


def _fill_row(rows: QGridLayout, at: int, part: PartReport, licence: str) -> None:
    icon, ink, word = _WORDS[part.state]
    title = label(part.title)
    about = "Not on this computer"
    if part.place:
        about = f"{word}, {_PLACES[part.place].format(_breakable(part.folder))}"
    if part.size:
        about += f", {'' if part.state == 'found' else 'about '}{size_text(part.size)}"
    said = QVBoxLayout()
    said.setSpacing(2)
    said.addWidget(title)
    line = label(f"{about}. {licence}.", "dim", wrap=True)
    line.setTextFormat(Qt.TextFormat.PlainText)
    said.addWidget(line)
    if part.fault:
        fault = label(f"{part.fault}.", "error", wrap=True)
        fault.setTextFormat(Qt.TextFormat.PlainText)
        fault.setToolTip("\n".join(part.details[:30]))
        said.addWidget(fault)
    picture = IconLabel(icon, ink)
    picture.setAccessibleName(tr(word))
    rows.addWidget(picture, at, 0, Qt.AlignmentFlag.AlignTop)
    rows.addLayout(said, at, 1)


def _breakable(path: str) -> str:
    """A path that wraps behind its separators."""
    return path.replace("/", "/\N{ZERO WIDTH SPACE}").replace("\\", "\\\N{ZERO WIDTH SPACE}")


def _terms(licence: LicenceReport) -> QLabel:
    page = f'<b>{tr(licence.title)}</b> (<a href="{licence.url}">{tr("read it")}</a>).'
    made = label(f"{page} {tr(' '.join(licence.terms))}", wrap=True)
    made.setOpenExternalLinks(True)
    return made


def _licence(report: WeightsReport, part: PartReport) -> LicenceReport:
    return next(licence for licence in report.licences if licence.name == part.licence)


def _sum(report: WeightsReport, lacking: list[PartReport]) -> str:
    if not lacking:
        return "Everything that LongAnimation needs is here."
    wrong = sum(part.state == "wrong" for part in lacking)
    words = [f"{count} {word}" for count, word in ((len(lacking) - wrong, "missing"), (wrong, "wrong")) if count]
    much = size_text(sum(part.size for part in lacking))
    return f"Of {len(report.parts)} parts, {' and '.join(words)}: about {much} to download."


def _clear(layout: QGridLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        if isinstance(inner, QVBoxLayout):
            _clear(inner)
