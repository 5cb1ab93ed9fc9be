"""Refreshes the translators' files after words in the source have changed: `python -m app.language`."""

from __future__ import annotations

import sys
from pathlib import Path

from app.language.gather import gathered
from app.language.linguist import read_translations, write_translations
from app.language.spoken import LANGUAGES, translations_file


def refresh(path: Path, language: str) -> list[str]:
    """Write all phrases of the source into a .ts file, keeping the translations that are known; returns the English
    of those that lack one. Raises OSError or ParseError."""
    root = Path(__file__).parents[2]
    known = read_translations(path) if path.exists() else {}
    found = gathered(root)
    write_translations(path, language, found, known)
    return [template for _, template in found if template not in known]


if __name__ == "__main__":
    for code in LANGUAGES:
        if code != "en":
            lacking = refresh(translations_file(code), code)
            sys.stdout.write("\n".join((f"{translations_file(code)}: {len(lacking)} to translate", *lacking, "")))
