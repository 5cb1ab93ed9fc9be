"""What an edit changed on single frames: keys, hints and notes. Pure."""

from __future__ import annotations

from app.project.hints import Hint
from app.project.model import Shot, Span


def changed_spans(before: Shot, after: Shot) -> tuple[Span, ...]:
    """The frames of the keys, hints and notes that differ, the earliest first; none where all frames changed with
    them, as line art or palette do it."""
    if (before.line, before.palettes) != (after.line, after.palettes):
        return ()
    spans = {Span(key.number, key.number) for key in {*before.keys} ^ {*after.keys}}
    spans |= {_span(hint) for hint in {*before.hints} ^ {*after.hints}}
    spans |= {note.span for note in {*before.notes} ^ {*after.notes}}
    return tuple(sorted(spans))


def _span(hint: Hint) -> Span:
    return Span(*hint.only) if hint.only is not None else Span(hint.anchors[0].number, hint.anchors[-1].number)
