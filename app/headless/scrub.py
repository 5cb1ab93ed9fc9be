"""Takes names and paths out of words: each gets a placeholder, the same one wherever it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import quote

_QUOTED = re.compile(r'"([^"\n]*[/\\][^"\n]*)"|' + r"'([^'\n]*[/\\][^'\n]*)'")
_ADDRESS = re.compile(r"(?:file|https?)://[^\s\"'<>]+")
_PATH = re.compile(
    r"(?<![\w<>./-])(?:~|[A-Za-z]:)?(?:[/\\]+[^\s/\\\"'<>:|]+){2,}[/\\]?"
    r"|<(?:home|temporary|shiage-folder|folder|project|path)-\d+>[/\\](?:[^\s\"'<>]|<[\w-]+-\d+>)*"
)
_OURS = re.compile(r"<(?:app|python)>")
_MEDIA = "png|jpe?g|tga|tiff?|psd|exr|bmp|webp|gif|dpx|mov|mp4|m4v|mkv|avi|webm|shiage|otio|edl|gpl|ase|aco|tpl|shtake"
_FILE = re.compile(rf"[^\s/\\\"'<>:|=,;(\[]+\.(?P<kind>{_MEDIA})\b", re.IGNORECASE)
_SHORT = 4  # characters below which a name is taken out only where it stands as a word of its own


class Scrubber:
    """`known` are pairs of what must not be seen and the kind of placeholder for it: ("Ann", "user"). `kept` are pairs
    of a folder whose files may be named, and the word for that folder: ("/opt/shiage", "app")."""

    def __init__(self, known: Iterable[tuple[str, str]], kept: Iterable[tuple[str, str]] = ()) -> None:
        self._places: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}
        self._rules: list[tuple[re.Pattern[str], str]] = []
        words = {text: self._place(kind, text) for text, kind in known if text.strip()}
        words |= {text: f"<{word}>" for text, word in kept if text.strip()}
        for text in sorted(words, key=len, reverse=True):  # the longest first: a folder before the one that holds it
            for written in sorted(_spellings(text), key=len, reverse=True):
                self._rules.append((_pattern(written), words[text]))

    def __call__(self, text: str) -> str:
        """The text without any of it, and without any other path or name of a picture, movie or project."""
        for pattern, place in self._rules:
            text = pattern.sub(lambda _, place=place: place, text)
        text = _QUOTED.sub(lambda found: f'"{self._path(found[1] or found[2])}"', text)
        text = _ADDRESS.sub(lambda found: self._place("address", found[0]), text)
        text = _PATH.sub(lambda found: self._path(found[0]), text)
        return _FILE.sub(lambda found: f"{self._place('file', found[0])}.{found['kind'].lower()}", text)

    def deep(self, content: object) -> object:
        """The same for every text in lists and dicts, of which JSON is made."""
        if isinstance(content, str):
            return self(content)
        if isinstance(content, dict):
            return {self(str(name)): self.deep(value) for name, value in content.items()}
        return [self.deep(value) for value in content] if isinstance(content, list | tuple) else content

    def _path(self, text: str) -> str:
        if _OURS.match(text) or not any(letter.isalpha() for letter in text):
            return text  # ours, or a fraction
        return self._place("path", text)

    def _place(self, kind: str, text: str) -> str:
        known = self._places.get((kind, text))
        if known is None:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            known = self._places[kind, text] = f"<{kind}-{self._counts[kind]}>"
        return known


def _spellings(text: str) -> set[str]:
    """How logs, JSON and addresses may write it."""
    ways = {text, text.replace("\\", "/"), repr(text)[1:-1], quote(text, errors="replace")}
    ways |= {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], ascii(text)[1:-1]}
    return {way for way in ways if way.strip()}


def _pattern(written: str) -> re.Pattern[str]:
    """Matches it in any letter case; a short one only as a word of its own."""
    exact = re.escape(written)
    return re.compile(exact if len(written) >= _SHORT else rf"(?<!\w){exact}(?!\w)", re.IGNORECASE)
