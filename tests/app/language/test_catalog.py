"""Finished English sentences are translated by the template they were made from, whatever stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.language import Catalog
from app.language.linguist import read_translations
from app.language.spoken import translations_file

WORDS = {
    "Frame %1.": "フレーム%1。",
    "Frames %1 are": "フレーム%1",
    "%1 missing; the drawing before is held.": "%1がありません。直前の動画を止めで使います。",
    '"%1" cannot be read (%2); check the disk.': "「%1」を読み取れません（%2）。ディスクを確認してください。",
    '"%1" has the key %2': "%2は「%1」のキーです",
    "Permission denied": "許可されていません",
    "Outside the range.": "範囲の外。",
    "segment %1 %2": "セグメント%1 %2",
    "Segment %1, frames %2 to %3: %4.": "セグメント%1、フレーム%2～%3：%4。",
    "%1 of %2": "%2中%1",
    "Take %1 of %2": "テイク%1/%2",
    "Move it %1.": "%1へ動かす。",
    "Color of %1": "%1の色",
    "1 pixel %1": "%1に1ピクセル",
    "%1 pixels %2": "%2に%1ピクセル",
    "LongAnimation lacks %1 of %2 parts (%3)%4. Open the menu to see what to do.": "%2個中%1個（%3）%4。見てください。",
    "%1 is cut off": "%1が途中で切れています",
    "about %1": "約%1",
    "%1 frame": "%1フレーム",
    "Note on %1": "%1のメモ",
    "Note on this frame...": "このフレームにメモ…",
    "%1: %2": "%1：%2",
    "Notes": "メモ",
    "%1 s": "%1秒",
    "New...": "新規…",
    "Stale": "要更新",
    "locked": "ロック中",
    "left": "左",
    "up": "上",
    "the whole shot": "カット全体",
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(WORDS)


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("Frame 7.", "フレーム7。"),
        ("Stale", "要更新"),
        ("stale", "要更新"),  # within a sentence
        ("Locked", "ロック中"),  # alone
        ("about\N{NO-BREAK SPACE}40\N{NO-BREAK SPACE}s", "約40秒"),  # a value that is a phrase with a value
        ("The whole shot", "カット全体"),
        ("New", "新規"),  # a menu's dots are left out where its action is named
        ("Stale.", "要更新。"),
        ("Stale 12", "要更新 12"),  # a name that was given twice
    ],
)
def test_a_phrase_is_found_with_its_values(catalog: Catalog, english: str, said: str) -> None:
    assert catalog.say(english) == said


def test_a_value_that_is_a_phrase_is_translated_and_a_quoted_name_is_not(catalog: Catalog) -> None:
    sentence = '"Stale" cannot be read (Permission denied); check the disk.'
    assert catalog.say(sentence) == "「Stale」を読み取れません（許可されていません）。ディスクを確認してください。"
    assert catalog.say("Color of Stale") == "要更新の色"


def test_the_places_may_be_in_another_order(catalog: Catalog) -> None:
    assert catalog.say('"Fill" has the key Ctrl+F') == "Ctrl+Fは「Fill」のキーです"


def test_a_name_may_have_what_looks_like_the_end_of_a_sentence(catalog: Catalog) -> None:
    said = catalog.say('"shot 1. Old, and b.png" cannot be read (Permission denied); check the disk.')
    assert said.startswith("「shot 1. Old, and b.png」を読み取れません")


def test_sentences_and_lines_are_translated_one_by_one(catalog: Catalog) -> None:
    assert catalog.say("Frame 7. Outside the range.") == "フレーム7。範囲の外。"
    assert catalog.say("Frame 7.\nOutside the range.") == "フレーム7。\n範囲の外。"
    assert catalog.say("Somebody's words. Frame 7.") == "Somebody's words. フレーム7。"
    assert catalog.say("Frame 7. Somebody's words.") == "フレーム7。Somebody's words."
    assert catalog.say("/a/b.png\nFrame 7.") == "/a/b.png\nフレーム7。"


def test_what_is_listed_is_translated_one_by_one(catalog: Catalog) -> None:
    assert catalog.say("Frames 3, 5-7 and 9 are missing; the drawing before is held.") == (
        "フレーム3、5-7と9がありません。直前の動画を止めで使います。"
    )
    assert catalog.say("Move it 3 pixels left and 1 pixel up.") == "左に3ピクセルと上に1ピクセルへ動かす。"
    assert catalog.say('"red, then left", stale, locked') == '"red, then left"、要更新、ロック中'
    assert catalog.say("Segment 2, frames 1 to 24: Stale, take 2 of 3, locked.") == (
        "セグメント2、フレーム1～24：要更新、テイク2/3、ロック中。"
    )


def test_a_template_with_few_words_of_its_own_does_not_swallow_others(catalog: Catalog) -> None:
    sentence = "LongAnimation lacks 3 of 9 parts (Video, Cog); a.bin is cut off. Open the menu to see what to do."
    assert catalog.say(sentence) == "9個中3個（Video, Cog）、a.binが途中で切れています。見てください。"
    assert catalog.say("Notes: Note on this frame") == "メモ：このフレームにメモ"
    assert catalog.say("Note on my lamp") == "my lampのメモ"
    assert catalog.say("One of the artist's own lines of words") == "One of the artist's own lines of words"


@pytest.mark.parametrize("unknown", ["", "  ", "a", "12", "Something else", "a.png", "%1", "...", "red coat, evening"])
def test_what_is_unknown_stays_as_it_is(catalog: Catalog, unknown: str) -> None:
    assert catalog.say(unknown) == unknown


def test_room_around_a_phrase_stays(catalog: Catalog) -> None:
    assert catalog.say(" Frame 7. ") == " フレーム7。 "


def test_endless_sentences_with_numbers_do_not_fill_the_memory(catalog: Catalog) -> None:
    for number in range(12_000):
        assert catalog.say(f"Frame {number}.") == f"フレーム{number}。"
    assert len(catalog._said) < 6_000


def test_an_unknown_text_is_compared_with_few_of_the_templates() -> None:
    """A first look may come while the window paints."""
    translations: dict[str, str] = read_translations(Path(translations_file("ja")))
    catalog, text = Catalog(translations), "An evening by the sea, seen from the window of a slow train with wet panes"
    assert catalog.say(text) == text
    assert len(translations) > 1_000
    assert len(catalog._candidates(text)) < 20
