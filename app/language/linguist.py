"""Reads and writes Qt Linguist's .ts files: one message a template, unfinished where nobody has translated it yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.etree import ElementTree

from app.project.files import write_atomic


def read_translations(path: Path) -> dict[str, str]:
    """The finished translations by their English template. Raises OSError or ParseError."""
    return {source: said for source, said in _messages(path) if said}


def write_translations(
    path: Path, language: str, templates: Iterable[tuple[str, str]], known: Mapping[str, str]
) -> None:
    """Write `templates`, pairs of the place it comes from and the English words, with the translations that are known.

    The file is the same for the same content: contexts and messages are in the order they come in.
    """
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ElementTree.Element] = {}
    for place, english in templates:
        if place not in contexts:
            contexts[place] = ElementTree.SubElement(root, "context")
            ElementTree.SubElement(contexts[place], "name").text = place
        message = ElementTree.SubElement(contexts[place], "message")
        ElementTree.SubElement(message, "source").text = english
        said = known.get(english, "")
        translation = ElementTree.SubElement(message, "translation", {} if said else {"type": "unfinished"})
        translation.text = said
    ElementTree.indent(root, "    ")
    text = ElementTree.tostring(root, "unicode", short_empty_elements=False)
    write_atomic(path, f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n'.encode())


def _messages(path: Path) -> Iterable[tuple[str, str]]:
    for message in ElementTree.parse(path).iter("message"):
        translation = message.find("translation")
        finished = translation is not None and translation.get("type") is None
        yield message.findtext("source") or "", (translation.text or "") if translation is not None and finished else ""
