"""The language in use: one for the whole app, chosen at the start and changed by the preferences."""

from __future__ import annotations

from pathlib import Path

from app.language.catalog import Catalog
from app.language.linguist import read_translations

_FOLDER = Path(__file__).parents[2] / "resources" / "languages"
LANGUAGES = {"en": "English", "ja": "日本語"}  # by the code that settings and files know

_in_use: tuple[str, Catalog] = ("en", Catalog({}))


def use(locale: str) -> str:
    """Speak the language of a locale such as "ja" or "ja_JP" from now on, else English; returns the code of it."""
    global _in_use  # noqa: PLW0603 - one language for the whole app, as the C library has it
    code = locale.replace("-", "_").split("_")[0].lower()
    code = code if code in LANGUAGES else "en"
    if code != _in_use[0]:
        _in_use = (code, Catalog({} if code == "en" else read_translations(translations_file(code))))
    return code


def chosen() -> str:
    """The code of the language that is spoken."""
    return _in_use[0]


def tr(text: str) -> str:
    """English words in the language that is spoken; what has no translation stays as it is."""
    return _in_use[1].say(text) if _in_use[0] != "en" else text


def translations_file(code: str) -> Path:
    """The file with the translations into a language, as Qt Linguist edits it."""
    return _FOLDER / f"{code}.ts"
