"""Finds the translation of a finished sentence: the English template it was made from is looked up, values and all.

The rooms below the window make whole English sentences and know nothing of languages; so do the engine's messages. A
template is such a sentence with %1, %2.. where values stand, as Qt Linguist writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

PLACE = re.compile(r"%(\d)")
_SENTENCES = re.compile(r"(?<=[.!?:;])\s+(?=\S)")
_BESIDE_QUOTES = r'(?=(?:[^"]*"[^"]*")*[^"]*$)'
_LISTS = tuple(re.compile(f"({joints}){_BESIDE_QUOTES}") for joints in ("; ", ", ", " and | or "))
_STOP = re.compile(r"[.!?]\s+[A-Z0-9\"]|\n")  # one value seldom goes over it
_BREAK = re.compile(rf"{_STOP.pattern}|(?:; |, | and | or ){_BESIDE_QUOTES}")
_QUOTED = re.compile(r'"[^"]*"')
_NUMBERED = re.compile(r"(\D+) (\d+)")
_WORD = re.compile(r"[A-Za-z]{2}")
_UNITS = re.compile(r"(?:GB|MB|kB|TB|fps)\b")
_JOINTS = {", ": "、", " and ": "と", " or ": "または", "; ": "、", ": ": "："}
_DEEPEST = 6  # phrases within phrases
_SURE = 12  # letters of a template by which it is known even around unknown words
_INDEXED = 2  # characters that templates are found by
_LOOKED = 150  # pieces of one text that are looked up at most: a sentence has few, a text of the artist's any number
_REMEMBERED = 5_000  # sentences with numbers in them come without end


Piece = tuple[str, str]  # a part of a text, and what parts it from the next one


@dataclass(frozen=True)
class Template:
    """One sentence with places for values, in both languages."""

    english: str
    translated: str

    @cached_property
    def fixed(self) -> tuple[str, ...]:
        """The text before, between and after the places."""
        return tuple(PLACE.split(self.english)[::2])

    @cached_property
    def literal(self) -> int:
        """How many characters are fixed: the more, the surer a match."""
        return sum(map(len, self.fixed))

    @cached_property
    def sure(self) -> bool:
        """Whether its own words alone tell it from other sentences."""
        return sum(letter.isalpha() for letter in "".join(self.fixed)) >= _SURE

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The numbers of the places, from the left."""
        return tuple(PLACE.findall(self.english))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("(.+?)".join(map(re.escape, self.fixed)), re.S)

    def values(self, text: str) -> tuple[str, ...] | None:
        """What stands at the places in `text`, from the left; None where it was not made from this template."""
        if not text.startswith(self.fixed[0]) or not text.endswith(self.fixed[-1]):
            return None
        at = 0
        for part in self.fixed:  # rules out nearly all, for a fraction of the pattern's time
            at = text.find(part, at)
            if at < 0:
                return None
            at += len(part)
        match = self._pattern.fullmatch(text)
        return None if match is None else match.groups()


class Catalog:
    """The translations of one language. What it does not know it gives back as it is."""

    def __init__(self, translations: Mapping[str, str]) -> None:
        self._exact = {english: said for english, said in translations.items() if not PLACE.search(english)}
        made = (Template(english, said) for english, said in translations.items() if PLACE.search(english))
        self._index: dict[tuple[str, str], list[tuple[str, Template]]] = {}  # each with its longest fixed part
        for template in made:
            self._index.setdefault(_indexed(template), []).append((max(template.fixed, key=len), template))
        self._said: dict[str, str] = {}
        self._looked: dict[str, tuple[str | None, int]] = {}  # of the text looked up and its pieces, and how deep

    def say(self, text: str) -> str:
        """`text` in the catalog's language."""
        said = self._said.get(text)
        if said is None:
            self._looked.clear()
            said = self._found(text.replace("\N{NO-BREAK SPACE}", " "), _DEEPEST) or text
            if len(self._said) > _REMEMBERED:
                self._said.clear()
            self._said[text] = said
        return said

    def _found(self, text: str, depth: int) -> str | None:
        """The translation, or None where nothing of `text` is known."""
        bare = text.strip()
        if not bare or depth <= 0:
            return None
        found = self._known(bare, depth) or self._partly(bare, depth)
        return found and found if bare == text else found and text.replace(bare, found)

    def _known(self, text: str, depth: int) -> str | None:
        """The translation of all of it, names and values excepted."""
        if depth <= 0:
            return None
        said, looked = self._looked.get(text, (None, 0))
        if said is None and looked < depth and len(self._looked) < _LOOKED:
            self._looked[text] = None, depth  # for what comes back to it
            said = (
                self._word(text)
                or self._made(text, depth, sure=False)
                or self._joined(text, depth)
                or self._made(text, depth, sure=True)
                or self._ended(text, depth)
            )
            self._looked[text] = said, depth
        return said

    def _word(self, text: str) -> str | None:
        """Of a text without values, which may begin in a sentence or alone, and lack the dots it has in a menu."""
        said = self._exact.get(text) or self._exact.get(_other_case(text))
        if said is None and (menu := self._exact.get(f"{text}...")) is not None:
            said = menu.rstrip("….")
        return said

    def _made(self, text: str, depth: int, *, sure: bool) -> str | None:
        """From the template it was made from: each value is known, a name or a number; or the template is `sure`."""
        for version in (text, _other_case(text)):
            for template in self._candidates(version):
                values = template.values(version)
                if values is None or (version != text and not template.fixed[0]):
                    continue
                single = not any(_BREAK.search(value) and not self._word(value) for value in values)
                fits = (sure or single) and all(self._is_value(value, depth) for value in values)
                begun = single and depth == _DEEPEST and template.fixed[0][:1].isupper()
                if fits or _is_mostly(template, text, values) or (sure and (template.sure or begun)):
                    return self._filled(template, values, depth)
        return None

    def _is_value(self, value: str, depth: int) -> bool:
        """Whether it is a name, a number or a known phrase: not the words that another template would have."""
        name = " " not in value and not (value.isalpha() and value.islower())
        plain = not value.endswith((".", ";", ":")) and (name or not _has_words(value))
        return plain or self._known(value, depth - 1) is not None

    def _ended(self, text: str, depth: int) -> str | None:
        """With a full stop or a number that the template has not."""
        numbered = _NUMBERED.fullmatch(text)
        if numbered is not None:
            said = self._word(numbered.group(1))
            return said and f"{said} {numbered.group(2)}"
        if text.endswith(".") and not text.endswith(".."):
            said = self._known(text[:-1], depth - 1)
            return said and f"{said}。"
        return None

    def _candidates(self, text: str) -> list[Template]:
        """The templates that the text may be made from, those with the most fixed characters first."""
        begin, end = text[:_INDEXED], text[-_INDEXED:]
        lists = (self._index.get(name, ()) for name in ((begin, end), (begin, ""), ("", end), ("", "")))
        found = [template for longest, template in chain.from_iterable(lists) if longest in text]
        found.sort(key=lambda template: -template.literal)
        return found

    def _filled(self, template: Template, values: Iterable[str], depth: int) -> str:
        """The translation with the values in it; a value that is itself a phrase is translated, a quoted one is not."""
        by_place: dict[str, str] = {}
        for place, value in zip(template.places, values, strict=True):
            quoted = f'"%{place}"' in template.english
            by_place[place] = value if quoted else self._found(value, depth - 1) or value
        return PLACE.sub(lambda found: by_place.get(found.group(1), found.group(0)), template.translated)

    def _joined(self, text: str, depth: int) -> str | None:
        """Lines, sentences and what is listed, one by one, where all of it is known."""
        for pieces in (_lines(text), *_in_two(text), _list(text)):
            said = [self._known(piece, depth - 1) for piece, _ in pieces] if len(pieces) > 1 else []
            words = any(said) or any(joint.strip().isalpha() for _, joint in pieces)
            if words and all(known or not _has_words(piece) for known, (piece, _) in zip(said, pieces, strict=True)):
                return _together([known or piece for known, (piece, _) in zip(said, pieces, strict=True)], pieces)
        return None

    def _partly(self, text: str, depth: int) -> str | None:
        """The same where only some of it is known; of sentences, the longest beginning that is."""
        known = (pieces for pieces in _in_two(text) if self._known(pieces[0][0], depth - 1))
        last = (pieces for pieces in _in_two(text) if len(_SENTENCES.split(pieces[0][0])) == 1)
        for pieces in (_lines(text), *islice(chain(known, last), 1), _list(text)):
            said = [self._found(piece, depth - 1) for piece, _ in pieces] if len(pieces) > 1 else []
            if any(said):
                return _together([new or old for new, (old, _) in zip(said, pieces, strict=True)], pieces)
        return None


def _is_mostly(template: Template, text: str, values: Iterable[str]) -> bool:
    """Whether sentences belong together, as most of them is the template's."""
    long = template.sure and 2 * template.literal > len(text) and _STOP.search(text) is not None
    return long and not any(map(_STOP.search, values))


def _lines(text: str) -> list[Piece]:
    lines = text.split("\n")
    return [*((line, "\n") for line in lines[:-1]), (lines[-1], "")]


def _in_two(text: str) -> Iterator[list[Piece]]:
    """Some sentences and the rest, the longest beginning first."""
    parts = _SENTENCES.split(text)
    for count in range(len(parts) - 1, 0, -1):
        begin = " ".join(parts[:count])
        joint = f"{begin[-1]} " if begin[-1] in ":;" else " "
        yield [(begin.rstrip(":;"), joint), (" ".join(parts[count:]), "")]


def _list(text: str) -> list[Piece]:
    """The pieces between the joints that part it most."""
    for joints in _LISTS:
        parts = joints.split(text)
        if len(parts) > 1:
            return list(zip(parts[::2], [*parts[1::2], ""], strict=True))
    return []


def _together(said: Iterable[str], pieces: Iterable[Piece]) -> str:
    text = ""
    for words, (_, joint) in zip(said, pieces, strict=True):
        stop = joint == " " and words.endswith(
            ("。", "、", "：", "！", "？")
        )  # full-width ones have their room in them
        text += words + ("" if stop else _JOINTS.get(joint, joint))
    return text


def _indexed(template: Template) -> tuple[str, str]:
    """The first and last characters that a text has if it was made from the template; "" where a value stands."""
    begin, end = template.fixed[0], template.fixed[-1]
    return (
        begin[:_INDEXED] if len(begin) >= _INDEXED else "",
        end[-_INDEXED:] if len(end) >= _INDEXED else "",
    )


def _other_case(text: str) -> str:
    """As it is within a sentence where it begins one, and the other way round."""
    return text[:1].swapcase() + text[1:]


def _has_words(text: str) -> bool:
    return _WORD.search(_UNITS.sub("", _QUOTED.sub("", text))) is not None
