"""What the actions about notes on frames do: write, change, remove them, and go from one to the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from app.project.model import Note, Shot, Span, with_note
from app.ui.actions import Handler
from app.ui.dialogs.asking import answer
from app.ui.dialogs.frame_notes import FrameNoteDialog, NotesDialog
from app.ui.guarded import on_page
from app.ui.main_window import MainWindow
from app.ui.panels.shot_page import ShotPage


class Noting:
    """Joins notes to the document; each change is one undo step."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        window.page_changed.connect(self._join)

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {
            "note_here": self._write,
            "remove_note": on_page(self._window, _remove),
            "next_note": on_page(self._window, _next),
            "previous_note": on_page(self._window, _previous),
            "list_notes": self._list,
        }

    def _join(self) -> None:
        page, run = self._window.page, self._window.errands.run
        if page is not None:
            document = page.workspace.document
            page.timeline.note_edit_requested.connect(lambda at: run(self._ask(page, document.shot.notes[at])))

    async def _write(self) -> None:
        """Change the note here, else write one: on the range around this frame, or on this frame alone."""
        page = self._window.page
        if page is not None:
            await self._ask(page, note_at(page.workspace.document.shot, page.workspace.playhead.number))

    async def _ask(self, page: ShotPage, old: Note | None) -> None:
        document, playhead = page.workspace.document, page.workspace.playhead
        line, number, marked = document.shot.line, playhead.number, playhead.in_out
        if line is None:
            return
        wanted = marked if marked is not None and number in marked else Span(number, number)
        dialog = FrameNoteDialog(self._window, line.span, old.span if old is not None else wanted, old)
        if await answer(dialog) and self._window.page is page:
            words = "Remove note" if not dialog.text else "Note" if old is None else "Change note"
            document.edit(words, with_note(document.shot, dialog.text, dialog.span, old))

    async def _list(self) -> None:
        page = self._window.page
        if page is None or not page.workspace.document.shot.notes:
            return
        shot, playhead = page.workspace.document.shot, page.workspace.playhead
        dialog = NotesDialog(self._window, shot.notes, page.timeline.rule.label, playhead.number)
        if await answer(dialog) and self._window.page is page:
            playhead.go(dialog.marked.span.first)


def note_at(shot: Shot, number: int) -> Note | None:
    """The note on a frame; of several the one on the fewest frames."""
    found = [note for note in shot.notes if number in note.span]
    return min(found, key=lambda note: note.span.length, default=None)


def _remove(page: ShotPage) -> None:
    document = page.workspace.document
    note = note_at(document.shot, page.workspace.playhead.number)
    if note is not None:
        document.edit("Remove note", with_note(document.shot, "", note.span))


def _starts(shot: Shot) -> list[int]:
    """The frames at which notes begin, within the line art."""
    span = shot.line.span if shot.line is not None else None
    return sorted({note.span.first for note in shot.notes if span is not None and note.span.first in span})


def _next(page: ShotPage) -> None:
    starts, number = _starts(page.workspace.document.shot), page.workspace.playhead.number
    if starts:
        page.workspace.playhead.go(starts[bisect_right(starts, number) % len(starts)])


def _previous(page: ShotPage) -> None:
    starts, number = _starts(page.workspace.document.shot), page.workspace.playhead.number
    if starts:
        page.workspace.playhead.go(starts[bisect_left(starts, number) - 1])
