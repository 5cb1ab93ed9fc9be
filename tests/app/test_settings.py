"""The settings: read back, tolerant of damage, never a reason not to start."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import psutil
import pytest

from app import settings
from app.settings import Settings, SettingsError, with_folder, with_recent, without_recent

FULL = Settings(
    recent=("/a/カット 7.shiage", "C:\\b.shiage"),
    folders={"line art": "/lines", "export": "/out"},
    window="AdnQywAD",
    layout={"side panel width": 320},
    theme="light",
    ui_scale=1.5,
    cache_bytes=2_000_000_000,
    playback="all frames",
    loop="ping-pong",
    frame_label="timecode",
    opened={"/a/カット 7.shiage": 1.5},
    hints={"key": 3},
    quality="final",
    weights="tiny",
    prompts=("rain", "night\nand fog"),
    presets=("a red coat",),
    save_within=30.0,
    takes_bytes=5_000_000_000,
    notify=False,
    language="ja",
    shortcuts={"export": ("Ctrl+Alt+E",), "fit": ()},
    compare="blink",
)


def test_everything_comes_back_and_the_test_misses_no_field(tmp_path: Path):
    path = tmp_path / "deeper" / "settings.json"
    assert all(getattr(FULL, field.name) != getattr(Settings(), field.name) for field in fields(Settings))
    settings.save(FULL, path)
    assert settings.load(path) == (FULL, ())
    assert "カット" in path.read_text("utf-8")
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_without_a_file_they_are_the_built_in_ones(tmp_path: Path):
    assert settings.load(tmp_path / "settings.json") == (Settings(), ())


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"\0" * 100, b"[" * 200_000])
def test_a_damaged_file_is_kept_and_said(tmp_path: Path, content: bytes):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    found, notes = settings.load(path)
    assert found == Settings()
    assert notes == (
        f'The settings were damaged, so Shiage starts with its own. The damaged file is kept as "{path}.bad".',
    )
    settings.save(found, path)
    assert settings.load(path) == (Settings(), ())
    assert (tmp_path / "settings.json.bad").read_bytes() == content


def test_one_bad_setting_costs_only_itself(tmp_path: Path):
    path = tmp_path / "settings.json"
    settings.save(FULL, path)
    content = json.loads(path.read_text("utf-8")) | {"theme": "pink", "recent": "not a list", "of_tomorrow": 1}
    path.write_text(json.dumps(content), "utf-8")
    found, notes = settings.load(path)
    assert found == replace(FULL, theme="dark", recent=())
    assert notes == (
        "Some settings were damaged (recent, theme) and are back at their default. "
        f'The damaged file is kept as "{path}.bad".',
    )


@pytest.mark.parametrize(
    ("written", "scale", "room"),
    [
        ('"ui_scale": 0.01, "cache_bytes": 5', 1.0, settings.CACHE_LEAST),
        ('"ui_scale": 40, "cache_bytes": -1', 2.0, 0),
        ('"ui_scale": NaN, "cache_bytes": 100000000', 1.0, 100_000_000),
        ('"ui_scale": -Infinity, "cache_bytes": 0', 1.0, 0),
    ],
)
def test_sizes_written_by_hand_stay_usable(tmp_path: Path, written: str, scale: float, room: int):
    path = tmp_path / "settings.json"
    path.write_text(f"{{{written}}}")
    assert settings.load(path) == (Settings(ui_scale=scale, cache_bytes=room), ())


def test_savings_and_disk_written_by_hand_stay_usable(tmp_path: Path):
    path = tmp_path / "settings.json"
    path.write_text('{"save_within": 1e9, "takes_bytes": 5}')
    found = Settings(save_within=settings.SAVE_WITHIN[1], takes_bytes=settings.TAKES_LEAST)
    assert settings.load(path) == (found, ())
    path.write_text('{"save_within": NaN, "takes_bytes": -5}')
    assert settings.load(path) == (Settings(takes_bytes=0), ())


def test_the_cache_never_asks_for_more_memory_than_there_is(tmp_path: Path):
    path = tmp_path / "settings.json"
    path.write_text(f'{{"cache_bytes": {2**62}}}')
    assert settings.CACHE_LEAST < settings.load(path)[0].cache_bytes < psutil.virtual_memory().total


def test_settings_of_another_version_are_no_damage(tmp_path: Path):
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "light", "of_tomorrow": 1}')
    assert settings.load(path) == (Settings(theme="light"), ())


def test_a_theme_that_could_not_be_chosen_yet_is_not_kept(tmp_path: Path):
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "system", "docks": "", "ui_scale": 1.25}')
    assert settings.load(path) == (Settings(ui_scale=1.25), ())
    settings.save(Settings(theme="system"), path)
    assert settings.load(path) == (Settings(theme="system"), ())


def test_a_file_that_cannot_be_read_or_written_is_said(tmp_path: Path):
    path = tmp_path / "settings.json"
    path.mkdir()
    found, notes = settings.load(path)
    assert found == Settings()
    assert len(notes) == 1
    assert notes[0].startswith("The settings cannot be read (")
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="Check that folder; your project is not affected"):
        settings.save(FULL, tmp_path / "file" / "settings.json")


def test_the_newest_project_is_first_and_named_once():
    found = Settings()
    for number in [*range(20), 5, 19]:
        found = with_recent(found, f"/{number}")
    assert found.recent[:3] == ("/19", "/5", "/18")
    assert len(found.recent) == len(set(found.recent)) == settings.RECENT_KEPT
    assert "/5" not in without_recent(found, "/5").recent


def test_when_a_project_was_opened_is_kept_as_long_as_it_is_listed():
    found = Settings()
    for number in range(20):
        found = with_recent(found, f"/{number}", 100.0 + number)
    assert found.opened == {f"/{number}": 100.0 + number for number in range(8, 20)}
    assert without_recent(found, "/19").opened == {f"/{number}": 100.0 + number for number in range(8, 19)}


def test_the_last_folder_is_kept_by_purpose():
    found = with_folder(with_folder(Settings(), "key", "/a"), "export", "/b")
    assert with_folder(found, "key", "/c").folders == {"key": "/c", "export": "/b"}
    assert found.folders == {"key": "/a", "export": "/b"}


def test_the_user_s_own_file_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SHIAGE_HOME", str(tmp_path))
    settings.save(FULL)
    assert (tmp_path / "config" / "settings.json").exists()
    assert settings.load() == (FULL, ())
