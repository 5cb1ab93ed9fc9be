"""Every string that the artist can read is translated; a new one fails here until it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.language import LANGUAGES, chosen, tr, use
from app.language.catalog import PLACE
from app.language.gather import gathered
from app.language.linguist import read_translations
from app.language.spoken import translations_file

ROOT = Path(__file__).parents[3]
OTHERS = sorted(set(LANGUAGES) - {"en"})
REFRESH = "run: python -m app.language, and translate what it names"


@pytest.fixture(params=OTHERS)
def translations(request: pytest.FixtureRequest) -> dict[str, str]:
    return read_translations(translations_file(request.param))


def test_nothing_is_untranslated_and_nothing_is_left_over(translations: dict[str, str]) -> None:
    wanted = {template for _, template in gathered(ROOT)}
    assert not wanted - translations.keys(), REFRESH
    assert not translations.keys() - wanted, REFRESH


def test_a_translation_has_the_places_of_its_template(translations: dict[str, str]) -> None:
    for english, said in translations.items():
        assert sorted(PLACE.findall(said)) == sorted(PLACE.findall(english)), english


def test_a_translation_ends_as_its_template_does(translations: dict[str, str]) -> None:
    for english, said in translations.items():
        assert said.endswith("…") == english.endswith("..."), english
        assert said.count("\n") == english.count("\n"), english
        assert said == said.strip(), english
        assert "..." not in said, english


@pytest.mark.parametrize("code", OTHERS)
def test_no_english_sentence_is_left_in_a_translation(code: str) -> None:
    """Names, formats and keys may be; two English words side by side are more than that."""
    for english, said in read_translations(translations_file(code)).items():
        beside = re.findall(r"\b[a-z]{3,} [a-z]{3,}\b", re.sub(r"\b(?:main|scheduler_config)\.\w+", "", said))
        assert not beside, (english, said)


def test_the_language_in_use_is_spoken() -> None:
    try:
        assert use("ja_JP") == "ja" == chosen()
        assert tr("Undo") == "元に戻す"
        assert use("fr_FR") == "en" == chosen()
        assert tr("Undo") == "Undo"
        assert use("ja") == "ja"
        assert tr("No such words") == "No such words"
    finally:
        use("en")


@pytest.mark.parametrize(
    "first",
    [
        '"a.png" is damaged or incomplete; save or copy it again.',
        '"a.png" is damaged or not a picture Shiage reads; save it as PNG, TIFF, TGA, JPEG, WebP or PSD.',
    ],
)
def test_the_first_file_that_cannot_be_read_is_told_beside_how_many_more_there_are(first: str) -> None:
    use("ja")
    try:
        assert tr(f"{first} 4 more of these files cannot be read either.") == (
            f"{tr(first)}ほかに4個のファイルも読み取れません。"
        )
        assert tr(first).startswith("「a.png」は")
    finally:
        use("en")


@pytest.mark.parametrize(
    "english",
    [
        "Frame 3 is missing; the drawing before is held.",
        "Frames 3-5, 7 and 4 more are missing; blank frames stand in.",
        "1 number is missing; the drawing before is held.",
        "4 numbers are missing; the drawing before is held.",
        "Frame 7 has no file; the drawing before is held.",
        "Frames 2-3 are damaged and left out; blank frames stand in.",
    ],
)
def test_what_stands_in_for_missing_frames_is_said_in_japanese(english: str) -> None:
    use("ja")
    try:
        said = tr(english)
    finally:
        use("en")
    assert not re.search("[A-Za-z]", said), said
    assert ("止め" if "held" in english else "白紙") in said


def test_onion_skin_tells_its_drawings_in_japanese() -> None:
    use("ja")
    try:
        assert tr("Onion skin: 2 before, 2 after, 1 pinned") == "オニオンスキン：前2、後2、固定1"
    finally:
        use("en")
