"""Asks what to export: format, layer, bits, frames, folder; says in one sentence what is not colored yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import APP_VERSION
from app.document import Document
from app.language import tr
from app.media.export import ExportSettings, Format, Layer
from app.media.export_names import folder_named, frame_name, safe_name, source_folder
from app.media.movie import RECIPES
from app.project.model import Span
from app.project.timing import frames_in_words
from app.project.unfinished import unfinished
from app.project.view_state import ExportAs
from app.ui.dialogs.asking import ok_cancel
from app.ui.tokens import SIZES
from app.ui.widgets import Trouble, add_row, choice, form, label, number_field

FORMATS: tuple[tuple[str, Format], ...] = (
    ("PNG sequence", "png"),
    ("ProRes 4444", "prores-4444"),
    ("ProRes 422 HQ", "prores-422hq"),
    ("H.264 for review", "h264"),
)
LAYERS: tuple[tuple[str, Layer], ...] = (("Color with lines", "picture"), ("Color only", "color"))
WITH_ALPHA = ("png", "prores-4444")
_VERSION_TIP = "The version counts every export of this shot in the folder, whatever its format: no two share a number."


@dataclass(frozen=True)
class Chosen:
    """What was chosen for an export: `frames` None for the whole shot; `marked` were those from in to out then."""

    folder: str
    frames: Span | None
    marked: Span | None
    palette: str


def place_in_words(folder: Path, document: Document, last: str) -> str:
    """What kind of place a folder is for an export, a sentence; empty where the artist knows best."""
    line, project = document.shot.line, document.folder
    if last and folder == Path(last):
        return "The folder of this shot's last export."
    if project.is_relative_to(folder):
        return "The folder that holds the project."
    if line is not None and Path(line.source).is_relative_to(folder) and folder != Path.home():
        return "The folder above the line art; no file is written among the drawings."
    return "Your own folder; choose another one where the shot belongs." if folder == Path.home() else ""


class ExportDialog(QDialog):
    """The wanted export; `settings` and `palette_name` hold it once accepted. `browse` is clicked to choose the folder.
    It begins with the frames `marked` from in to out, else with the whole shot, and as `like` says where given; where
    one was `chosen` before, with what was chosen then, but for its frames where others are marked by now. `last` is the
    folder of the last export, empty for none. `unpainted` says what keys among the frames lack, a sentence, empty for
    nothing; `place` what kind of place the folder is.

    What is not colored is counted again while coloring goes on. What is on the disk is looked up by whoever opens the
    dialog: the version that comes next in the folder, and what stands in the way of an export there; they are said
    with `show_target`.

    Signals:
        came_back: the artist is at the dialog again; meanwhile the disk may have changed.
    """

    came_back = Signal()

    def __init__(
        self,
        parent: QWidget,
        document: Document,
        folder: str,
        marked: Span | None = None,
        last: str = "",
        like: ExportAs | None = None,
        chosen: Chosen | None = None,
        unpainted: Callable[[Span], str] = lambda _: "",
    ) -> None:
        super().__init__(parent)
        shot = document.shot
        assert shot.line is not None
        self._document, self._shot, self._line = document, shot, shot.line
        self._version: int | None = None
        self.trouble = Trouble()
        self._last, self._marked, self._unpainted = last, marked, unpainted
        self.setWindowTitle(tr("Export"))
        self.setMinimumWidth(520)
        self.format, self.layer = choice(FORMATS), choice(LAYERS)
        self.palettes = choice((each.name, each.name) for each in shot.palettes.each)
        before = self.palettes.findData(chosen.palette) if chosen is not None else -1
        self.palettes.setCurrentIndex(before if before >= 0 else self.palettes.findData(shot.palettes.shown.name))
        self.bits = choice((f"{bits} bits a channel", bits) for bits in (8, 16))
        self.fixed_bits = label("")
        self.fixed_bits.setMinimumHeight(SIZES.control + 2)  # as the choice that stands in its place
        self.alpha = QCheckBox(tr("Transparent paper"))
        self.first, self.last = number_field(), number_field()
        self.whole = QPushButton(tr("Whole shot"))
        self.whole.setProperty("role", "link")
        self.whole.setAutoDefault(False)
        self.whole.clicked.connect(self._choose_whole)
        self.folder = QLineEdit(chosen.folder if chosen is not None else folder)
        self.folder.setPlaceholderText(tr("Where the export goes"))
        self.browse = QPushButton(tr("Choose..."))
        self.place = ""
        self._place = label("", "dim", wrap=True)
        self._result = label("", "dim", wrap=True)
        self._result.setToolTip(tr(_VERSION_TIP))
        self.warning = QLabel()
        self.warning.setWordWrap(True)
        self.warning.setProperty("role", "warning")
        self._begin_like(like or ExportAs())
        self._name_controls()
        self._lay_out()
        for spin in (self.first, self.last):
            spin.setMinimumWidth(90)
            spin.setRange(*self._line.span)
        wanted = marked or self._line.span
        if chosen is not None and chosen.marked == marked:
            wanted = chosen.frames or self._line.span
        self.first.setValue(wanted.first)
        self.last.setValue(wanted.last)
        for signal in (
            self.format.currentIndexChanged, self.layer.currentIndexChanged, self.alpha.toggled,
            self.first.valueChanged, self.last.valueChanged, self.folder.textChanged,
        ):  # fmt: skip
            signal.connect(self._refresh)
        for signal in (document.changed, document.takes_changed):
            signal.connect(self.warn)
        self._refresh()

    def _begin_like(self, like: ExportAs) -> None:
        for box, wanted in ((self.format, like.format), (self.layer, like.layer), (self.bits, like.bits)):
            box.setCurrentIndex(max(0, box.findData(wanted)))  # another Shiage may know others
        self.alpha.setChecked(like.alpha)

    def _name_controls(self) -> None:
        for widget, name in (
            (self.format, "Format"), (self.layer, "Layer"), (self.palettes, "Palette"), (self.bits, "Bit depth"),
            (self.first, "First frame"), (self.last, "Last frame"), (self.folder, "Folder"),
            (self.browse, "Choose folder"),
        ):  # fmt: skip
            widget.setAccessibleName(tr(name))

    def _lay_out(self) -> None:
        rows = form()
        add_row(rows, "Format", self.format)
        add_row(rows, "Layer", self.layer)
        if self.palettes.count() > 1:
            add_row(rows, "Palette", self.palettes)
        rows.addRow("", self.alpha)
        depth = QHBoxLayout()
        depth.setContentsMargins(0, 0, 0, 0)
        depth.addWidget(self.bits)
        depth.addWidget(self.fixed_bits)
        add_row(rows, "Depth", depth)
        frames = QHBoxLayout()
        frames.setSpacing(SIZES.space_s)
        frames.addWidget(self.first)
        frames.addWidget(QLabel(tr("to")))
        frames.addWidget(self.last)
        frames.addWidget(self.whole)
        frames.addStretch()
        add_row(rows, "Frames", frames)
        where = QHBoxLayout()
        where.setSpacing(SIZES.space_s)
        where.addWidget(self.folder, 1)
        where.addWidget(self.browse)
        add_row(rows, "Folder", where)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_l, SIZES.space_l, SIZES.space_l, SIZES.space_l)
        column.setSpacing(SIZES.space_m)
        column.addLayout(rows)
        for said in (self._place, self._result, self.warning, self.trouble):
            column.addWidget(said)
        column.addStretch()
        self.buttons = ok_cancel(self, "Export")
        column.addWidget(self.buttons)

    @property
    def settings(self) -> ExportSettings:
        """What was chosen."""
        return ExportSettings(
            format=cast(Format, self.format.currentData()),
            target=folder_named(self.folder.text()),
            name=self._shot.name,
            layer=cast(Layer, self.layer.currentData()),
            alpha=self.alpha.isEnabled() and self.alpha.isChecked(),
            bits=cast(Literal[8, 16], self.bits.currentData()),
            range=(self.first.value(), self.last.value()),
            padding=self._line.padding,
            source_folder=source_folder(self._line),
            provenance={"Software": f"Shiage {APP_VERSION}", "Shot": self._shot.name},
        )

    @property
    def chosen_as(self) -> ExportAs:
        """How it is to be, for the next export to begin with."""
        settings = self.settings
        return ExportAs(settings.format, settings.layer, self.alpha.isChecked(), settings.bits)

    @property
    def chosen(self) -> Chosen:
        """What else was chosen, for the same."""
        frames = None if self._frames == self._line.span else self._frames
        return Chosen(self.folder.text(), frames, self._marked, self.palette_name)

    @property
    def palette_name(self) -> str:
        """The name of the palette to export in; empty where the shot has none."""
        return self.palettes.currentData() or ""

    @property
    def _frames(self) -> Span:
        return Span(self.first.value(), self.last.value())

    def _choose_whole(self) -> None:
        self.first.setValue(self._line.span.first)  # where it may be whatever the last one is
        self.last.setValue(self._line.span.last)

    def _refresh(self) -> None:
        chosen = self.format.currentData()
        self.alpha.setEnabled(chosen in WITH_ALPHA)
        self.alpha.setToolTip(tr("" if self.alpha.isEnabled() else "This format has no alpha."))
        self.bits.setVisible(chosen == "png")
        self.fixed_bits.setVisible(chosen != "png")
        self.fixed_bits.setText(tr("" if chosen == "png" else f"{RECIPES[cast(Format, chosen)].bits} bits a channel"))
        self.last.setMinimum(self.first.value())
        self.whole.setHidden(self._frames == self._line.span)
        folder = self.folder.text().strip()
        self.buttons.buttons()[0].setEnabled(bool(folder) and not self.trouble.text())
        self.place = place_in_words(folder_named(folder), self._document, self._last) if folder else ""
        self._place.setText(tr(self.place))
        self._place.setVisible(bool(self.place))
        self._result.setText("\n".join(tr(said) for said in (self._will_write(), self._is_part()) if said))
        self._result.setHidden(bool(self.trouble.text()))
        self.warn()

    def warn(self) -> None:
        """Say what is not as it should be now; coloring may go on meanwhile."""
        wanted = self._frames
        left = unfinished(self._document.shot, self._document.segments, wanted).sentence()
        sentences = [tr(sentence) for sentence in (left, self._unpainted(wanted)) if sentence]
        self.warning.setText("\n".join(sentences))
        self.warning.setVisible(bool(sentences))
        before, column = self.size(), self.layout()
        assert column is not None
        column.activate()
        wide = max(self.minimumWidth(), before.width() if self.isVisible() else 0)
        needed = QSize(wide, column.totalHeightForWidth(wide))
        # A dialog that shrinks takes its buttons away from under the pointer.
        self.resize(needed.expandedTo(before) if self.isVisible() else needed)

    @property
    def stem(self) -> str:
        """What the name of each export of this shot begins with, before the version."""
        return f"{safe_name(self._shot.name)}_color"

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.came_back.emit()

    def show_target(self, version: int, trouble: str) -> None:
        """Say the number that the export will have, and what stands in its way, empty for nothing."""
        self._version = version
        self.trouble.setText(tr(trouble))
        self.trouble.setVisible(bool(trouble))
        self._refresh()

    def _is_part(self) -> str:
        """That a part of the shot is delivered, where it was not marked from in to out; empty where it need not be
        said."""
        span = self._line.span
        if self._frames in (span, self._marked):
            return ""
        return f"A part of the shot, which has frames {span.first} to {span.last}."

    def _will_write(self) -> str:
        first, last = self.first.value(), self.last.value()
        frames = frames_in_words(last - first + 1)
        if self._version is None:
            return f"{frames}, read back before the export counts as done."
        name = f"{self.stem}_v{self._version:03d}"
        if self.format.currentData() == "png":
            name += "/" + frame_name(name, first, self._line.padding)
            name += f" to {last}" if last > first else ""
        else:
            name += ".mp4" if self.format.currentData() == "h264" else ".mov"
        return f"{frames}, written as {name} and read back before the export counts as done."
