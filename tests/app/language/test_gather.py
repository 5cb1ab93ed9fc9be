"""The words for the artist are told from all other strings of the source."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.language.gather import gathered, templates
from app.language.linguist import read_translations, write_translations

ROOT = Path(__file__).parents[3]


def found(source: str) -> list[str]:
    return list(templates(source))


@pytest.mark.parametrize(
    ("source", "phrases"),
    [
        ('say("Nothing was chosen.")', ["Nothing was chosen."]),
        ('say("no key yet")', ["no key yet"]),
        ("say(f'\"{name}\" has {count} frames.')", ['"%1" has %2 frames.']),
        ('say("In {}, out {}".format(*labels))', ["In %1, out %2"]),
        ('words = f", {what} missing"', ["%1 missing"]),
        ('word = f"segment {number}"', ["segment %1"]),
        ('def f() -> str:\n    "Says it."\n    return "Said it."', ["Said it."]),
        ('async def f():\n    if await ask("Empty the trash?") == "Some kind":\n        pass', ["Empty the trash?"]),
        ('TIPS = {"wheel": "Zoom the picture"}', ["Zoom the picture"]),
    ],
)
def test_words_for_the_artist_are_found(source: str, phrases: list[str]) -> None:
    assert found(source) == phrases


@pytest.mark.parametrize(
    ("source", "phrases"),
    [
        ("f\"{n} {'is' if n == 1 else 'are'} left.\"", ["%1 is left.", "%1 are left."]),
        ("f\"Movie{' with alpha' if alpha else ''}, {size}\"", ["Movie with alpha, %1", "Movie, %1"]),
        ("f\"{n} segment{'s' * (n != 1)} to color\"", ["%1 segment to color", "%1 segments to color"]),
        (
            'def f(n):\n    what = "1 key" if n == 1 else f"{n} keys"\n    return f"{what} wait on {place()}."',
            ["1 key wait on %1.", "%1 keys wait on %2."],
        ),
        (
            'def f(n):\n    what = f"{n} keys"\n    return f"{what} wait." if n else what',
            ["%1 keys", "%1 keys wait."],
        ),
    ],
)
def test_each_wording_of_a_sentence_is_a_template(source: str, phrases: list[str]) -> None:
    assert found(source) == phrases


@pytest.mark.parametrize(
    "source",
    [
        '"""What this module does."""',
        'log.warning("It went wrong.")',
        'raise ValueError("Not a rate.")',
        'parser.add_argument("--x", help="The folder.")',
        'widget.setObjectName("Side panel")',
        'widget.setStyleSheet("QLabel { color: red }")',
        'action("undo", ("Ctrl+Z", "Ctrl+Shift+Z", "Alt+1", "Esc", "Home"))',
        'if kind == "Some kind": pass',
        'time.strftime("%Y-%m-%d %H:%M")',
        'text.replace(" 1 entries", " 1 entry")',
        'logging.Formatter("%(asctime)s %(message)s")',
        'xml = "  <style>\\n 1 2 3 </style>"',
        'name = "BFloat16Storage"',
        'schema = "Clip.2"',
        'path = "resources/icons"',
        'key = "side_panel"',
        '__all__ = ["Some Name"]',
    ],
)
def test_what_is_not_for_the_artist_is_left_out(source: str) -> None:
    assert found(source) == []


def test_the_same_source_gives_the_same_file(tmp_path: Path) -> None:
    pairs, again = gathered(ROOT), gathered(ROOT)
    assert pairs == again
    assert len(pairs) == len({template for _, template in pairs})
    write_translations(tmp_path / "a.ts", "ja", pairs, {"Undo": "元に戻す"})
    write_translations(tmp_path / "b.ts", "ja", again, {"Undo": "元に戻す"})
    assert (tmp_path / "a.ts").read_bytes() == (tmp_path / "b.ts").read_bytes()
    assert read_translations(tmp_path / "a.ts") == {"Undo": "元に戻す"}


@pytest.mark.parametrize("words", ['a & b < c > "d"', "with\nlines", "  room  ", "仕上げ", "%1 %2"])
def test_a_file_gives_back_what_was_written(tmp_path: Path, words: str) -> None:
    write_translations(tmp_path / "a.ts", "ja", [("app/a.py", words)], {words: f"訳{words}"})
    assert read_translations(tmp_path / "a.ts") == {words: f"訳{words}"}
