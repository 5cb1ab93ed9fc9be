"""Brings files that the artist has into our own folder: linked where the disk is the same, copied where it is not."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from engine.errors import WeightsNotFetched
from engine.weights.fetching import MARGIN
from engine.weights.finding import Found

_CHUNK = 1 << 24
Told = Callable[[str, int], None]  # file, bytes more


def bring(found: Sequence[Found], home: Path, told: Told) -> None:
    """Link or copy the files of these parts below `home`. Raises WeightsNotFetched; nothing half-copied stays."""
    _check_space(found, home)
    for part in found:
        folder = home / part.part.folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for path in (*part.others, *part.weights):
                _bring_file(path, folder / path.name, told)
            single = folder / part.part.weights
            if part.part.weights and len(part.weights) > 1:
                single.unlink(missing_ok=True)  # an earlier one would be taken before the shards
        except OSError as error:
            raise WeightsNotFetched(
                f'The files of {part.part.title} could not be brought to "{folder}" ({error.strerror}). '
                "Check that the folder can be written and that its disk has room."
            ) from error


def _bring_file(source: Path, target: Path, told: Told) -> None:
    source = source.resolve()  # in the Hub's cache a name is a link to the content
    if target.exists() and target.samefile(source):
        told(target.name, source.stat().st_size)
        return
    fresh = target.with_name(f"{target.name}.bringing")
    fresh.unlink(missing_ok=True)
    try:
        os.link(source, fresh)
        told(target.name, source.stat().st_size)
    except OSError:  # another disk, or one without links
        _copy(source, fresh, told)
    fresh.replace(target)


def _copy(source: Path, target: Path, told: Told) -> None:
    try:
        with source.open("rb") as reading, target.open("wb") as writing:
            while chunk := reading.read(_CHUNK):
                writing.write(chunk)
                told(source.name, len(chunk))
    except BaseException:
        with contextlib.suppress(OSError):
            target.unlink()
        raise


def _check_space(found: Sequence[Found], home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    device = home.stat().st_dev
    need = sum(part.size for part in found if part.folder.stat().st_dev != device)
    free = shutil.disk_usage(home).free
    if need and free < need + MARGIN:
        raise WeightsNotFetched(
            f'The copy needs {need / 1e9:.1f} GB and the disk of "{home}" has {free / 1e9:.1f} GB left. '
            "Free some space, or use the files where they are."
        )
