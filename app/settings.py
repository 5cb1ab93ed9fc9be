"""What the artist prefers on this computer: kept apart from any project, never a reason not to start."""

from __future__ import annotations

import dataclasses
import json
import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_type_hints

import msgspec
import psutil

from app import paths
from app.errors import ShiageError
from app.project.files import write_atomic

RECENT_KEPT = 12
PROMPTS_KEPT = 50
SCALES = (1.0, 2.0)  # the smallest and the largest `ui_scale`
CACHE_LEAST, CACHE_MOST_OF = 64 * 1024**2, 0.8  # bytes; share of this computer's memory
SAVE_WITHIN = (1.0, 60.0)  # seconds: the least and the most of `save_within`
TAKES_LEAST = 1000**3  # bytes
Theme = Literal["system", "dark", "light", "contrast"]


class SettingsError(ShiageError):
    """The settings cannot be written."""


@dataclass(frozen=True)
class Settings:
    """All preferences. `window` is the window's place and size in the screen's own px, empty for the default; `layout`
    holds what differs from the built-in layout, in px or 0 for off, by part ("side panel", "side panel width",
    "timeline", "tool bar").

    `folders` are the folders last used, by purpose ("line art", "key", "project"). `cache_bytes` 0 means that Shiage
    chooses. `opened` says when each of the recent projects was last opened, in seconds since 1970; `hints` how often
    each hint has been followed. `quality` and `weights` are LongAnimation's, as they were chosen last.
    `prompts` are the words of prompts used last, the newest first, `presets` those kept to be used again.

    An edit is saved after at most `save_within` seconds. The finished takes of a project may have `takes_bytes` on
    disk before Shiage says so, 0 for any number. `notify` has it tell when coloring is done while another window is in
    front. `shortcuts` are the keys of those actions that have others than the built-in ones, by id, as Qt writes them.
    `language` is the code of the one that Shiage speaks, empty for the system's. `compare` is how takes were compared
    last.
    """

    recent: tuple[str, ...] = ()
    folders: dict[str, str] = field(default_factory=dict)
    window: str = ""
    layout: dict[str, int] = field(default_factory=dict)
    theme: Theme = "dark"
    ui_scale: float = 1.0
    cache_bytes: int = 0
    playback: Literal["realtime", "all frames"] = "realtime"
    loop: Literal["loop", "once", "ping-pong"] = "loop"
    frame_label: Literal["frame", "timecode", "feet"] = "frame"
    opened: dict[str, float] = field(default_factory=dict)
    hints: dict[str, int] = field(default_factory=dict)
    quality: str = ""
    weights: str = ""
    prompts: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()
    save_within: float = 10.0
    takes_bytes: int = 20 * 1000**3
    notify: bool = True
    shortcuts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    language: str = ""
    compare: Literal["wipe", "side", "difference", "blink"] = "wipe"


def load(path: Path | None = None) -> tuple[Settings, tuple[str, ...]]:
    """The settings, and sentences about what of them could not be read; such parts are at their default.

    A file that is damaged is kept beside as `.bad`.
    """
    path = path or paths.settings_file()
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Settings(), ()
    except OSError as error:
        return Settings(), (f"The settings cannot be read ({error.strerror}). Shiage starts with its own.",)
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        content = None
    settings, bad = _from(content) if isinstance(content, dict) else (None, [])
    if settings is not None and not bad:
        return settings, ()
    kept = _keep_bad(path, data)
    if settings is None:
        return Settings(), (f"The settings were damaged, so Shiage starts with its own. {kept}",)
    return settings, (f"Some settings were damaged ({', '.join(bad)}) and are back at their default. {kept}",)


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the settings; raises SettingsError."""
    path = path or paths.settings_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(dataclasses.asdict(settings), indent=1, ensure_ascii=False)
        write_atomic(path, (text + "\n").encode("utf-8", "surrogatepass"))
    except OSError as error:
        raise SettingsError(
            f'The settings could not be saved in "{path.parent}" ({error.strerror}). Check that folder; '
            "your project is not affected."
        ) from error


def with_recent(settings: Settings, folder: str, when: float = 0.0) -> Settings:
    """The settings with this project first among the recent ones, opened at `when`, in seconds since 1970."""
    others = [old for old in settings.recent if old != folder]
    recent = (folder, *others)[:RECENT_KEPT]
    opened = {**settings.opened, folder: when}
    return replace(settings, recent=recent, opened={kept: opened[kept] for kept in recent if opened.get(kept)})


def without_recent(settings: Settings, folder: str) -> Settings:
    """The settings with this project no longer among the recent ones."""
    opened = {old: when for old, when in settings.opened.items() if old != folder}
    return replace(settings, recent=tuple(old for old in settings.recent if old != folder), opened=opened)


def with_folder(settings: Settings, purpose: str, folder: str) -> Settings:
    """The settings with this folder as the last used for a purpose."""
    return replace(settings, folders={**settings.folders, purpose: folder})


def with_prompt_used(settings: Settings, text: str, presets: tuple[str, ...]) -> Settings:
    """The settings with these words as the ones used last, and the presets as they were left."""
    others = [old for old in settings.prompts if old != text]
    return replace(settings, prompts=(text, *others)[:PROMPTS_KEPT] if text else settings.prompts, presets=presets)


def _from(content: dict[str, object]) -> tuple[Settings, list[str]]:
    """Settings from what was read, and the names of those that were no good. Unknown names are a newer Shiage's."""
    if "layout" not in content and content.get("theme") == "system":
        # Written before a theme could be chosen: nobody's wish, only the default of then.
        content = {name: value for name, value in content.items() if name != "theme"}
    good: dict[str, object] = {}
    bad: list[str] = []
    for name, kind in get_type_hints(Settings).items():
        if name not in content:
            continue
        try:
            good[name] = msgspec.convert(content[name], kind)
        except msgspec.ValidationError:
            bad.append(name)
    return _within_bounds(replace(Settings(), **good)), bad


def _within_bounds(settings: Settings) -> Settings:
    """Sizes with which the window can be used, whatever was written by hand."""
    room = min(max(settings.cache_bytes, CACHE_LEAST), most_for_pictures())
    return replace(
        settings,
        ui_scale=_between(settings.ui_scale, SCALES, 1.0),
        cache_bytes=room if settings.cache_bytes > 0 else 0,
        save_within=_between(settings.save_within, SAVE_WITHIN, Settings().save_within),
        takes_bytes=max(settings.takes_bytes, TAKES_LEAST) if settings.takes_bytes > 0 else 0,
    )


def most_for_pictures() -> int:
    """Bytes: the most of this computer's memory that pictures may take."""
    return round(CACHE_MOST_OF * psutil.virtual_memory().total)


def _between(value: float, bounds: tuple[float, float], otherwise: float) -> float:
    least, most = bounds
    return min(max(value, least), most) if math.isfinite(value) else otherwise


def _keep_bad(path: Path, data: bytes) -> str:
    bad = path.with_name(path.name + ".bad")
    try:
        write_atomic(bad, data)
    except OSError:
        return "The damaged file could not be kept."
    return f'The damaged file is kept as "{bad}".'
