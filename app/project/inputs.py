"""What a segment is made from, as one digest for each: what is in it makes the segment stale when it changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from hashlib import blake2b

from app.project.colorizers import colorizer, settings_for, sheet_of
from app.project.hints import acting
from app.project.model import Key, SegmentChoice, Shot, Span


class Inputs:
    """What any segment of a shot is made from, with all that is the same for every segment worked out once.

    `keys` are those that lie on the line art.
    """

    def __init__(self, shot: Shot, keys: tuple[Key, ...]) -> None:
        assert shot.line is not None
        self._shot, self._line = shot, shot.line
        self._first = shot.line.span.first
        self._keys = keys
        self._numbers = [key.number for key in keys]
        self._settings = sorted(shot.settings)
        self._colorizer = colorizer(shot.colorizer)
        self._prompts = shot.prompts if self._colorizer.reads else ()
        self._references = [(reference.name, reference.digest) for reference in shot.references]

    def reach(self, span: Span) -> Span:
        """The frames from which color is carried: out to the nearest key on either side, or to its own end."""
        before, after = bisect_right(self._numbers, span.first), bisect_left(self._numbers, span.last)
        first = self._numbers[before - 1] if before else span.first
        return Span(first, self._numbers[after] if after < len(self._numbers) else span.last)

    def _between(self, span: Span) -> Span:
        """The frames whose hints count: out to the nearest key on either side, or to the end of the shot."""
        before, after = bisect_right(self._numbers, span.first), bisect_left(self._numbers, span.last)
        return Span(
            self._numbers[before - 1] if before else self._line.span.first,
            self._numbers[after] if after < len(self._numbers) else self._line.span.last,
        )

    def referred(self, span: Span, chosen: Key | None) -> tuple[Key, ...]:
        """The keys that count for a segment whose colorizer refers to one: those inside, which it must honor, and
        those it may refer to, which are the `chosen` one, else also the nearest at or before the segment's first
        frame and the nearest after."""
        before, after = bisect_right(self._numbers, span.first) - 1, bisect_right(self._numbers, span.last)
        if chosen is None:
            return self._keys[max(0, before) : after + 1]
        inside = self._within(span)
        return inside if chosen in inside else (*inside, chosen)

    def digest(self, choice: SegmentChoice, seed: int) -> str:
        """Of all that this segment is made from."""
        span = choice.span
        line, refers = self._line, self._colorizer.refers
        around = span if refers else self.reach(span)
        hints = acting(self._shot.hints, self._between(span), span) if self._shot.hints and not refers else []
        for hint in hints:  # followed from there, through all drawings between
            around = Span(min(around.first, hint.anchors[0].number), max(around.last, hint.anchors[-1].number))
        chosen, sheet = self._chosen(choice.reference) if refers else None, sheet_of(self._shot, choice)
        laid = self._within(around) if sheet is not None or not refers else self.referred(span, chosen)
        settings = self._settings if choice.preset is None else sorted(settings_for(self._shot, choice))
        parts: list[object] = [1, self._shot.colorizer, settings, seed, span, line.polarity]
        parts += [line.width, line.height, around, self._drawn(around)]
        parts += [(key.number, key.digest) for key in laid]
        parts += [
            (prompt.text, prompt.span, prompt.avoid) if prompt.avoid else (prompt.text, prompt.span)
            for prompt in self._prompts
            if prompt.span is None or (prompt.span.first <= span.last and span.first <= prompt.span.last)
        ]
        parts += self._references
        parts += [("hint", hint.color, hint.anchors, *(hint.only or ())) for hint in hints]
        if refers:  # a key tells which color belongs to which lines: those of its own frame
            parts += [("drawn", line.drawing(key.number).digest) for key in laid]
            parts += [("refers", chosen.number)] if chosen is not None and sheet is None else []
            parts += [("sheet", sheet.digest)] if sheet is not None else []
        return blake2b(repr(parts).encode(), digest_size=16).hexdigest()

    def _chosen(self, reference: int | None) -> Key | None:
        """The key that lies on the frame of the artist's choice."""
        return next((key for key in self._keys if key.number == reference), None) if reference is not None else None

    def _within(self, span: Span) -> tuple[Key, ...]:
        return self._keys[bisect_left(self._numbers, span.first) : bisect_right(self._numbers, span.last)]

    def _drawn(self, span: Span) -> int:
        sums = self._line.marks
        return (sums[span.last - self._first + 1] - sums[span.first - self._first]) % (1 << 128)
