"""What one shot can take over from another that is not open: its palette, and its keys as pictures to pick from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.media.errors import MediaUnreadable
from app.media.swatches import KeyFlats, key_pictures
from app.project.errors import ProjectError
from app.project.format import decode
from app.project.palettes import Palette
from app.project.staleness import usable_keys
from app.project.storage import PROJECT_FILE
from app.project.view_state import read_view


@dataclass(frozen=True)
class OtherShot:
    """The palette that the shot is shown in, with a swatch for every flat color of its keys, and its keys: the frame
    and the picture of each."""

    name: str
    palette: Palette
    keys: tuple[tuple[int, Path], ...]


def read_other(folder: Path, name: str) -> OtherShot:
    """Read it as it lies there, whoever has it open; off the UI thread. Raises MediaUnreadable."""
    try:
        project = decode((folder / PROJECT_FILE).read_bytes(), folder).project
    except (OSError, ProjectError) as error:
        raise MediaUnreadable(f'"{name}" cannot be read; open it to see why, or choose another shot.') from error
    if not project.shots:
        return OtherShot(name, Palette(name), ())
    shot = project.shots[0]
    flats = KeyFlats().of(key_pictures(shot, lambda path: folder / path))
    found = {flat.color for flat in flats}
    view = read_view(folder)
    names = dict(view.named) if view is not None else {}
    there = [color for color in names if color in found]  # in the order in which that shot lists them
    palette = shot.palettes.shown.with_found((*there, *(flat.color for flat in flats)), names)
    return OtherShot(name, palette, tuple((key.number, folder / key.path) for key in usable_keys(shot)))
