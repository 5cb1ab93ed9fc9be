"""Asks for the words of a prompt and the frames they are for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.language import tr
from app.project.colorizers import prompts_unread
from app.project.model import Prompt, Shot, Span
from app.ui.dialogs.asking import discard_first, ok_cancel
from app.ui.dialogs.kept_words import KeptWords
from app.ui.tokens import SIZES
from app.ui.widgets import Trouble, choice, form, from_to, label, number_field

_FRAMES = "Frames from ... to ..."
_AVOID = "Words to avoid"


@dataclass(frozen=True)
class Ranges:
    """What a prompt can be for: all frames of the shot, those from in to out, those of a segment, if there are any;
    `wanted` is offered first, None being the whole shot."""

    shot: Span
    in_out: Span | None
    segment: Span | None
    wanted: Span | None


class PromptDialog(QDialog):
    """A prompt's words and frames; `text`, `avoided` and `span` are what was said. `old` is the prompt that is changed.

    `history` are words used before, the newest first, `presets` those kept; `kept.presets` are those left in the end.
    """

    def __init__(
        self,
        parent: QWidget,
        shot: Shot,
        ranges: Ranges,
        old: Prompt | None = None,
        history: tuple[str, ...] = (),
        presets: tuple[str, ...] = (),
    ) -> None:
        super().__init__(parent)
        self._shot, self._all, self._old = shot, ranges.shot, old
        self.setWindowTitle(tr("Add prompt" if old is None else "Edit prompt"))
        self.setMinimumWidth(460)
        self.words = QPlainTextEdit(old.text if old else "")
        self.words.setPlaceholderText(tr("What the lines do not say: red coat, evening light, wet street"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(96)
        self.kept = KeptWords(self.words, history, presets)
        if history:
            self.words.setToolTip(tr("Alt+Up and Alt+Down go through the words used before"))
        self.more = QPushButton(tr(_AVOID))
        self.more.setProperty("role", "link")
        self.more.setCheckable(True)
        self.more.setAutoDefault(False)
        self.avoid = QLineEdit(old.avoid if old else "")
        self.avoid.setPlaceholderText(tr("What should not be seen: text, blurred lines, a moustache"))
        self.range = choice([("Whole shot", None)])
        for text, span in (("In/out range", ranges.in_out), ("This segment", ranges.segment)):
            if span is not None:
                self.range.addItem(tr(f"{text}, {span.first} to {span.last}"), span)
        self.range.addItem(tr(_FRAMES), ())
        self.first, self.last = number_field(), number_field()
        self.trouble = Trouble()
        for field, name in (
            (self.words, "Words"), (self.avoid, _AVOID), (self.range, "For which frames"), (self.first, "First frame"),
            (self.last, "Last frame"),
        ):  # fmt: skip
            field.setAccessibleName(tr(name))
        self._lay_out()
        for box in (self.first, self.last):
            box.setRange(*ranges.shot)
            box.valueChanged.connect(self._look)
        self.words.textChanged.connect(self._look)
        self.avoid.textChanged.connect(self._look)
        self.more.toggled.connect(self._show_avoid)
        self.more.setChecked(bool(self.avoid.text()))
        self._show_avoid(self.more.isChecked())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):  # Return alone is a new line of the words
            QShortcut(QKeySequence(keys), self, self.accept)
        self._offer(ranges)
        self.range.currentIndexChanged.connect(self._show_frames)
        self._show_frames()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_l, SIZES.space_l, SIZES.space_l, SIZES.space_l)
        column.setSpacing(SIZES.space_m)
        self._rows = form(
            (
                ("Words", self.words),
                ("", self.kept),
                ("For", self.range),
                ("Frames", from_to(self.first, self.last)),
                ("", self.more),
                ("Avoid", self.avoid),
            )
        )
        column.addLayout(self._rows)
        if unread := prompts_unread(self._shot.colorizer):
            column.addWidget(label(unread, "dim", wrap=True))
        column.addWidget(self.trouble)
        column.addSpacing(SIZES.space_s)
        column.addWidget(ok_cancel(self, "Add" if self._old is None else "OK"))

    def _offer(self, ranges: Ranges) -> None:
        wanted = ranges.wanted
        spans = [self.range.itemData(at) for at in range(self.range.count())]
        found = next((at for at, span in enumerate(spans) if span == wanted), self.range.count() - 1)
        self.range.setCurrentIndex(found)
        first, last = wanted or ranges.shot
        self.first.setValue(first)
        self.last.setValue(last)

    def _show_frames(self) -> None:
        """Show the frames of a named range; only those that are free can be typed."""
        free = self.range.currentText() == tr(_FRAMES)
        span = self.range.currentData()
        if span is None:
            span = self._all
        if span:
            self.first.setValue(span[0])
            self.last.setValue(span[1])
        for box in (self.first, self.last):
            box.setEnabled(free)
        self._look()

    def _show_avoid(self, wanted: bool) -> None:
        """The words to avoid are tucked away until they are asked for."""
        self._rows.setRowVisible(self.avoid, wanted)
        if self.isVisible():
            self.adjustSize()
            if wanted:
                self.avoid.setFocus()

    def _look(self) -> None:
        """Say what stands in the way, or what will be replaced."""
        span = self.span
        taken = [prompt for prompt in self._shot.prompts if prompt.span == span and prompt != self._old]
        if span is not None and span.length < 1:
            self.trouble.say("The first frame lies after the last one; correct one of them.")
        elif taken:
            self.trouble.say("There is a prompt for these frames already; these words will replace it.")
        elif self._old is not None and not self.text and not self.avoided:
            self.trouble.say("Without words the prompt is taken away.")
        else:
            self.trouble.say("")

    @property
    def text(self) -> str:
        """The words."""
        return self.words.toPlainText().strip()

    @property
    def avoided(self) -> str:
        """The words for what should not be seen; also where they are tucked away."""
        return self.avoid.text().strip()

    @property
    def span(self) -> Span | None:
        """The frames they are for; None means the whole shot."""
        return Span(self.first.value(), self.last.value()) if self.range.currentData() is not None else None

    def accept(self) -> None:
        if not self.text and not self.avoided and self._old is None:
            self.trouble.say("Write some words first, or cancel.")
            self.words.setFocus()
        elif self.span is None or self.span.length >= 1:
            super().accept()

    def reject(self) -> None:
        before = (self._old.text, self._old.avoid) if self._old is not None else ("", "")
        if (self.text or self.avoided) and (self.text, self.avoided) != before:
            discard_first(self, super().reject)
        else:
            super().reject()
