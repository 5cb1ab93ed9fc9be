"""Swatches and palettes: what an edit changes and what it leaves, and which entry of a file goes to which swatch."""

from __future__ import annotations

import pytest

from app.project.color_names import color_name
from app.project.model import Shot
from app.project.palettes import Palette, Palettes, Swatch, with_entries

RED, SKIN, BLUE, NAVY = (206, 54, 48), (240, 200, 170), (72, 84, 142), (10, 10, 60)
FOUND = Palette("Day").with_found((RED, SKIN, BLUE))


def test_what_is_found_shows_itself_under_a_name_of_its_own():
    assert [swatch.color for swatch in FOUND.swatches] == [RED, SKIN, BLUE]
    assert len({swatch.name for swatch in FOUND.swatches}) == 3
    assert FOUND.mapping == ()
    again = FOUND.with_found((BLUE, NAVY, (205, 54, 48)))
    assert again.swatches[:3] == FOUND.swatches
    assert [swatch.color for swatch in again.swatches[3:]] == [NAVY, (205, 54, 48)]
    assert [swatch.name for swatch in again.swatches[3:]] == ["Dark blue", "Red 2"]
    assert FOUND.with_found((RED,)) is FOUND


def test_a_color_changes_and_goes_back():
    night = FOUND.with_color(RED, NAVY)
    assert dict(night.mapping) == {RED: NAVY, SKIN: SKIN, BLUE: BLUE}
    assert night.with_name(SKIN, "  Mika   skin ").mapping == night.mapping
    assert night.with_name(SKIN, " ") == night
    assert night.without_changes(RED) == FOUND
    assert night.as_keys() == FOUND


def test_names_that_say_a_color_follow_it_and_those_of_the_artist_stay():
    found = FOUND.with_found(((205, 54, 48),)).with_name(SKIN, "Mika")
    changed = found.with_color((205, 54, 48), NAVY).with_color(SKIN, NAVY).with_color(BLUE, (10, 10, 90))
    named = changed.with_names_following(found)
    assert [swatch.name for swatch in named.swatches] == ["Red", "Mika", "Dark blue", "Dark blue 2"]
    assert named.mapping == changed.mapping
    assert named.as_keys().with_names_following(named) == found
    assert named.with_names_following(named) == named


def test_merged_swatches_are_edited_as_one_and_fall_apart_again():
    merged = FOUND.with_merged(SKIN, into=RED)
    assert [swatch.sources for swatch in merged.swatches] == [(RED, SKIN), (BLUE,)]
    assert dict(merged.mapping)[SKIN] == RED
    assert dict(merged.with_color(SKIN, NAVY).mapping) == {RED: NAVY, SKIN: NAVY, BLUE: BLUE}
    assert merged.with_merged(RED, into=RED) == merged
    assert merged.with_merged(NAVY, into=RED) == merged
    parted = merged.with_color(SKIN, NAVY).without_changes(SKIN)
    assert sorted(swatch.sources for swatch in parted.swatches) == [(BLUE,), (RED,), (SKIN,)]
    assert parted.mapping == ()


def test_palettes_are_cloned_named_chosen_and_removed():
    day = Palettes().with_shown(FOUND)
    night = day.cloned("Night")
    night = night.with_shown(night.shown.with_color(RED, NAVY).with_name(RED, "Coat"))
    assert [each.name for each in night.each] == ["Day", "Night"]
    assert night.shown.name == "Night"
    assert dict(night.shown.mapping)[RED] == NAVY
    assert night.choose("Day").shown.mapping == ()
    assert [each.swatches[0].name for each in night.each] == ["Coat", "Coat"]
    assert night.after().shown.name == "Day"
    assert night.after(2) == night
    assert night.choose("Dusk") == night
    assert night.cloned("Night").shown.name == "Night 2"
    assert night.renamed("Day").shown.name == "Day 2"
    assert night.renamed("Dusk").shown.mapping == night.shown.mapping
    assert night.without_shown().shown.name == "Day"
    assert night.without_shown().without_shown() == Palettes()
    assert Palettes().shown.mapping == ()
    assert Palettes().after() == Palettes().renamed("Dusk") == Palettes().without_shown() == Palettes()


def test_a_color_keeps_the_name_that_it_was_first_seen_under():
    first, second, third = (250, 0, 0), (245, 0, 0), (240, 0, 0)
    names = {first: "Red", second: "Red 2"}
    assert [each.name for each in Palette("Day").with_found([second], names).swatches] == ["Red 2"]
    found = Palette("Day").with_found([third, second, first], names)
    assert [each.name for each in found.swatches] == ["Red 3", "Red 2", "Red"], "a new one takes nobody else's"
    merged = found.with_merged(second, first).without_changes(first, names)
    assert {each.id: each.name for each in merged.swatches} == {third: "Red 3", first: "Red", second: "Red 2"}
    called = Palette("Day", (Swatch("Red 2", BLUE, (BLUE,)),)).with_found([second], names)
    assert len({each.name for each in called.swatches}) == 2


def test_entries_of_a_file_go_by_name_then_by_color_then_by_order():
    palette = Palette("Day", (
        Swatch("Coat", RED, (RED,)), Swatch("Skin", SKIN, (SKIN,)), Swatch("Trousers", BLUE, (BLUE,)),
    ))  # fmt: skip
    loaded = with_entries(palette, [("", (1, 1, 1)), ("skin", (2, 2, 2)), ("other", RED)])
    assert [swatch.color for swatch in loaded.swatches] == [RED, (2, 2, 2), (1, 1, 1)]
    assert [swatch.name for swatch in loaded.swatches] == ["Coat", "Skin", "Trousers"]
    more = with_entries(palette, [("", (1, 1, 1)), ("", (2, 2, 2)), ("skin", (3, 3, 3)), ("", (4, 4, 4))])
    assert [swatch.color for swatch in more.swatches] == [RED, (3, 3, 3), BLUE]
    assert with_entries(palette, []) == palette


def test_a_new_shot_shows_the_keys_as_they_are():
    assert Shot("s", "s").palettes.shown.mapping == ()


@pytest.mark.parametrize(
    ("color", "name"),
    [
        ((0, 0, 0), "Black"), ((255, 255, 255), "White"), ((128, 128, 128), "Gray"), ((40, 40, 40), "Dark gray"),
        (RED, "Red"), (SKIN, "Beige"), ((122, 74, 34), "Brown"), (NAVY, "Dark blue"), ((255, 255, 0), "Light yellow"),
        ((205, 223, 205), "Light green"), ((200, 205, 210), "Light gray"), ((60, 66, 60), "Dark gray"),
        ((255, 140, 0), "Orange"), ((255, 0, 20), "Red"), ((255, 105, 180), "Pink"),
    ],
)  # fmt: skip
def test_colors_have_plain_names(color: tuple[int, int, int], name: str):
    assert color_name(color) == name
