"""Finds the translation of a finished sentence: the English template it was made from is looked up, values and all.

The rooms below the window make whole English sentences and know nothing of languages; so do the engine's messages. A
template is such a sentence with %1, %2.. where values stand, as Qt Linguist writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

PLACE = re.compile(r"%(\d)")
_SENTENCES = re.compile(r"(?<=[.!?:;])\s+(?=\S)")
_DEEPEST = 4  # phrases within phrases


@dataclass(frozen=True)
class Template:
    """One sentence with places for values, in both languages."""

    english: str
    translated: str

    @cached_property
    def literal(self) -> int:
        """How many characters are fixed: the more, the surer a match."""
        return len(PLACE.sub("", self.english))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches whatever was made from the template; group n is the n-th place from the left."""
        parts = PLACE.split(self.english)
        return re.compile("".join(re.escape(part) if at % 2 == 0 else "(.+?)" for at, part in enumerate(parts)), re.S)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The numbers of the places, from the left."""
        return tuple(PLACE.findall(self.english))


class Catalog:
    """The translations of one language. What it does not know it gives back as it is."""

    def __init__(self, translations: Mapping[str, str]) -> None:
        self._exact = {english: said for english, said in translations.items() if not PLACE.search(english)}
        made = [Template(english, said) for english, said in translations.items() if PLACE.search(english)]
        self._templates = sorted(made, key=lambda template: -template.literal)
        self._said: dict[str, str] = {}

    def say(self, text: str) -> str:
        """`text` in the catalog's language."""
        said = self._said.get(text)
        if said is None:
            said = self._found(text, _DEEPEST) or text
            if len(self._said) > 5_000:  # sentences with numbers in them come without end
                self._said.clear()
            self._said[text] = said
        return said

    def _found(self, text: str, depth: int) -> str | None:
        """The translation, or None where nothing of `text` is known."""
        if not text.strip() or depth == 0:
            return None
        return self._whole(text, depth) or self._pieced(text, depth)

    def _whole(self, text: str, depth: int) -> str | None:
        if text in self._exact:
            return self._exact[text]
        for template in self._templates:
            match = template.pattern.fullmatch(text)
            if match is not None:
                return self._filled(template, match.groups(), depth)
        return None

    def _filled(self, template: Template, values: Iterable[str], depth: int) -> str:
        """The translation with the values in it; a value that is itself a phrase is translated, a quoted one is not."""
        by_place: dict[str, str] = {}
        for place, value in zip(template.places, values, strict=True):
            quoted = f'"%{place}"' in template.english
            by_place[place] = value if quoted else self._found(value, depth - 1) or value
        return PLACE.sub(lambda found: by_place.get(found.group(1), found.group(0)), template.translated)

    def _pieced(self, text: str, depth: int) -> str | None:
        """Lines and sentences one by one, as far as they are known."""
        lines = text.split("\n")
        if len(lines) > 1:
            said = [self._found(line, depth) for line in lines]
            if any(line is not None for line in said):
                return "\n".join(new or old for new, old in zip(said, lines, strict=True))
            return None
        parts = _SENTENCES.split(text)
        for count in range(len(parts) - 1, 0, -1):  # the longest beginning that is known, then the rest
            begin = self._whole(" ".join(parts[:count]), depth)
            if begin is not None:
                rest = " ".join(parts[count:])
                return begin + _joint(begin) + (self._found(rest, depth) or rest)
        return None


def _joint(before: str) -> str:
    """What stands between two sentences: nothing after a full-width stop."""
    return "" if before.endswith(("。", "、", "：", "！", "？")) else " "
