"""What the timeline says in words: tool tips, and where one stands for a screen reader."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from app.project.media_paths import is_decoded
from app.project.model import STANDS_IN, Note, Prompt, Span
from app.project.timing import frames_in_words
from app.ui.timeline import bars
from app.ui.timeline.painter import Chosen
from app.ui.timeline.picking import Hit
from app.ui.timeline.ruler import Marked, Rule
from app.ui.timeline.scene import Bar, Scene, runs_in

_KEYS = (
    "With the keyboard: Up and Down go from lane to lane, Ctrl+Left and Ctrl+Right along a lane, "
    "Enter goes to a key, changes a prompt, zooms to a segment."
)
_MEND = "Save or copy the drawing again, then choose File > Reload changed line art."


def tip(hit: Hit, shown: Scene, rule: Rule, marked: Marked) -> str:
    """About what lies under the pointer; "" where there is nothing to say."""
    if hit.key is not None:
        return f"{key_words(hit.key, rule)}. Drag to move it, double-click to go there."
    if hit.prompt is not None:
        return _prompt_tip(hit.prompt, shown, rule)
    if hit.segment is not None:
        bar = shown.bars[hit.segment]
        text = f"{segment_words(bar, rule)}."
        if bar.untrained:
            text += " Colored with untrained weights."
        if bar.reference is not None:
            text += f" Reference: key on frame {rule.label(bar.reference)}."
        if bar.sheet:
            text += f' Reference: model sheet "{bar.sheet}".'
        return f"{text} {bar.work.sentence}".strip() + " Double-click to zoom to it."
    if hit.note is not None:
        return f"{_note(shown.notes[hit.note], rule)} Click to go there, double-click to change it."
    if hit.lane == "ruler":
        said = [_note(note, rule) for note in shown.notes if hit.number in note.span]
        return " ".join((*said, _ruler_tip(hit, rule, marked)))
    if hit.lane == "line" and _within(shown.damaged, hit.number):
        words, line = damaged_words(Span(hit.number, hit.number), shown, rule), shown.line
        return f'{words}. Import "{line.source}" again.' if is_decoded(line) else f"{words}. {_MEND}"
    if hit.lane == "line" and _within(shown.gaps, hit.number):
        return f"Missing: frame {rule.label(hit.number)} has no file."
    if hit.lane == "line" and hit.number in shown.line.holds:
        return f"Hold: frame {rule.label(hit.number)} shows the drawing before it."
    if hit.lane == "prompts":
        return _sentences("Double-click to add a prompt for this segment.", shown.prompts_unread)
    return _KEYS if hit.lane is None else ""


def key_words(number: int, rule: Rule) -> str:
    """A key, without a full stop; so are the next."""
    return f"Key on frame {rule.label(number)}"


def segment_words(bar: Bar, rule: Rule) -> str:
    """A segment."""
    return f"Segment {bar.index + 1}, frames {rule.label(bar.span.first)} to {rule.label(bar.span.last)}: {_state(bar)}"


def prompt_words(prompt: Prompt, rule: Rule) -> str:
    """A prompt."""
    if prompt.span is None:
        return f"Prompt for the whole shot: {bars.said(prompt)}"
    return f"Prompt for frames {rule.label(prompt.span.first)} to {rule.label(prompt.span.last)}: {bars.said(prompt)}"


def damaged_words(span: Span, shown: Scene, rule: Rule) -> str:
    """Frames whose drawings cannot be read, and what stands in for them."""
    first, last = rule.label(span.first), rule.label(span.last)
    where = f"the file of frame {first}" if span.length == 1 else f"the files of frames {first} to {last}"
    held_none = shown.line.missing == "hold" and not shown.line.drawing(span.first).path  # the shot begins with it
    told = span.first in shown.line.damaged and not held_none
    stands = STANDS_IN.get(shown.line.missing, "") if told else ""
    return f"Damaged: {where} cannot be read; {stands}" if stands else f"Damaged: {where} cannot be read"


def note_words(note: Note, rule: Rule) -> str:
    """A note."""
    first, last = rule.label(note.span.first), rule.label(note.span.last)
    where = f"frame {first}" if note.span.length == 1 else f"frames {first} to {last}"
    return f"Note on {where}: {note.text}"


def _note(note: Note, rule: Rule) -> str:
    return f"{note_words(note, rule)}{'' if note.text.endswith(('.', '!', '?')) else '.'}"


def _prompt_tip(index: int, shown: Scene, rule: Rule) -> str:
    prompt = next(bar.prompt for bar in shown.prompts if bar.index == index)
    what = (
        "Double-click to change it" if prompt.span is None else "Drag it or its ends, double-click to change the words"
    )
    return _sentences(f"{prompt_words(prompt, rule)}. {what}.", shown.prompts_unread)


def _sentences(*said: str) -> str:
    """One after the other, but for those that say nothing: each is translated by itself."""
    return " ".join(filter(None, said))


def _ruler_tip(hit: Hit, rule: Rule, marked: Marked) -> str:
    if hit.part is not None and marked.in_out is not None:
        span, long = marked.in_out, frames_in_words(marked.in_out.length)
        text = f"In {rule.label(span.first)}, out {rule.label(span.last)}: {long}."
        return f"{text} Drag it or its ends."
    words = [f"Frame {rule.label(hit.number)}."]
    if any(hit.number in span for span in marked.cached):
        words.append("Cached for playback.")
    if marked.in_out is not None and hit.number not in marked.in_out:
        words.append("Outside the in/out range.")
    elif marked.in_out is None:
        words.append("Shift+drag marks an in/out range.")
    return " ".join(words)


def description(shown: Scene | None, number: int, chosen: Chosen, rule: Rule) -> str:
    """Where the playhead stands and what lies there, and which other item is selected."""
    if shown is None:
        return "No line art yet"
    first, last = rule.label(shown.span.first), rule.label(shown.span.last)
    words = [f"Frame {rule.label(number)} of {first} to {last}"]
    at = bisect_left(shown.keys, number)
    if shown.keys[at : at + 1] == (number,):
        words[0] += ", key"
    if _within(shown.damaged, number):
        words[0] += ", damaged"
    elif _within(shown.gaps, number):
        words[0] += ", missing"
    elif number in shown.line.holds:
        words[0] += ", hold"
    words += [_note(note, rule).removesuffix(".") for note in shown.notes if number in note.span]
    at = bisect_left(shown.bars, number, key=lambda bar: bar.shown.last)
    if at < len(shown.bars):
        words.append(f"segment {at + 1} {_state(shown.bars[at])}")
    if chosen.key is not None and chosen.key != number:
        words.append(f"selected: key on frame {rule.label(chosen.key)}")
    if chosen.segment is not None and chosen.segment < len(shown.bars) and chosen.segment != at:
        words.append(f"selected: segment {chosen.segment + 1} {_state(shown.bars[chosen.segment])}")
    for bar in shown.prompts:
        if bar.index == chosen.prompt:
            where = f"frames {rule.label(bar.span.first)} to {rule.label(bar.span.last)}"
            of = "the whole shot" if bar.prompt.span is None else where
            words.append(f"selected: prompt for {of}, {bars.said(bar.prompt)}")
    return "; ".join(words)


def _state(bar: Bar) -> str:
    """A segment's state and take in words."""
    take, locked = bars.take_words(bar.number, bar.take, bar.takes).lower(), bar.locked and "locked"
    words = (bars.word(bar.work), take, locked if bar.work.status.value != "Locked" else "")
    return ", ".join(word for word in words if word)


def _within(spans: Sequence[Span], number: int) -> bool:
    return bool(runs_in(spans, Span(number, number)))
