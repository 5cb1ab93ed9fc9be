"""Checks a finished take against the keys and its line art, once: what was found is kept in the project's cache."""

from __future__ import annotations

import contextlib
import logging
import zlib
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import cv2
import msgspec
import numpy as np

from app.errors import ShiageError
from app.media.checks import Plate, flickers, still_problems, told_once
from app.media.color_model import ColorModel, KeyPlane, color_model
from app.media.errors import MediaUnreadable
from app.media.sheets import flats_of
from app.project.concerns import Concern, Problem, gather
from app.project.files import write_atomic
from app.project.model import Drawing, Key, Polarity, Reference, Shot, Take
from app.project.palettes import Color
from app.project.staleness import usable_keys
from engine.imaging.ink import ink_mask
from engine.imaging.line import flatten, line_layer
from engine.imaging.stills import StillError, read_still, to_8_bit
from engine.protocol.frames import FrameFile

log = logging.getLogger(__name__)

SIDE = 1024
"""The longer side at which frames are checked; nearest pixels of larger ones."""
FOLDER = ("cache", "checks")
_SUFFIX = ".checks"
_VERSION = 4  # another one when the same take would be judged otherwise
_CALMED = 5  # pixels: the grain in frames that are not of flat colors is smoothed over this much
_KEYS = 6  # the nearest to a take that are looked at


class CheckStopped(ShiageError):
    """Somebody wanted no more of it."""


@dataclass(frozen=True)
class Check:
    """A take and all it is checked against; paths are absolute, empty for a blank drawing. `side` is the longer one of
    the picture, `keys` are the nearest ones."""

    take: Take
    path: Path
    drawings: tuple[Drawing, ...]
    keys: tuple[tuple[Key, Drawing], ...]
    polarity: Polarity
    kept: Path
    sheets: tuple[Reference, ...] = ()
    hints: tuple[Color, ...] = ()
    side: int = SIDE

    @property
    def sheets_name(self) -> str:
        """What the sheets are, in one word."""
        return " ".join(sheet.digest for sheet in self.sheets)


class _Kept(msgspec.Struct):
    version: int
    pixels: str
    problems: list[Problem]
    sheets: str = ""
    hints: list[Color] = []


_KEPT = msgspec.json.Decoder(_Kept)  # learned now: threads that learn a type at once crash


def hint_colors(shot: Shot) -> tuple[Color, ...]:
    """The colors that the artist gave with color hints, each once: they belong to the shot as those of its keys do."""
    return tuple(sorted({hint.color for hint in shot.hints}))


def check_of(shot: Shot, folder: Path, take: Take) -> Check | None:
    """What a take of this shot in this project is checked against, cheap; None where it reaches beyond the shot."""
    line = shot.line
    if line is None or take.span.first < line.span.first or take.span.last > line.span.last:
        return None

    def placed(drawing: Drawing) -> Drawing:
        return replace(drawing, path=str(folder / drawing.path) if drawing.path else "")

    middle = (take.span.first + take.span.last) / 2
    nearest = sorted(usable_keys(shot), key=lambda key: abs(key.number - middle))[:_KEYS]
    return Check(
        take=take,
        path=folder / take.path,
        drawings=tuple(placed(line.drawing(number)) for number in range(take.span.first, take.span.last + 1)),
        keys=tuple((replace(key, path=str(folder / key.path)), placed(line.drawing(key.number))) for key in nearest),
        polarity=line.polarity,
        kept=folder.joinpath(*FOLDER, take.shot, take.id + _SUFFIX),
        sheets=tuple(replace(sheet, path=str(folder / sheet.path)) for sheet in shot.sheets),
        hints=hint_colors(shot),
        side=max(line.width, line.height),
    )


def checked(check: Check, stop: Callable[[], bool] = lambda: False) -> tuple[Concern, ...]:
    """What needs a look in a take: as it was found before, else found now and kept; off the UI thread.

    Raises CheckStopped when `stop` says so, FrameFileError, StillError and OSError for what cannot be read.
    """
    known = _read(check)
    if known is None:
        known = tuple(look_over(check, stop))
        _write(check, known)
    return gather(known, check.side)


def look_over(check: Check, stop: Callable[[], bool] = lambda: False) -> Iterator[Problem]:
    """The problems of a take, frame by frame. Raises what `checked` does."""
    keyed = {key.number for key, _ in check.keys}  # there the artist's own picture is seen
    near: deque[Plate | None] = deque([None] * 5, maxlen=5)
    last: tuple[Plate, list[Problem]] | None = None
    with FrameFile(check.path) as file:
        model = _model(check, file)
        for plate in chain(_plates(check, file, model), (None, None)):
            if stop():
                raise CheckStopped("the check was stopped")
            near.append(plate)
            now = near[2]
            if now is None:
                continue
            if last is not None and _same(last[0], now):
                found = [replace(problem, number=now.number) for problem in last[1]]
            else:
                found = still_problems(now, model)
            last = (now, found)
            if now.number not in keyed:
                yield from told_once(found, flickers(tuple(near), model) if model is not None else [])


def _same(one: Plate, other: Plate) -> bool:
    """Whether a frame shows what another does: a drawing that is held."""
    trust = one.trust is other.trust or (
        one.trust is not None and other.trust is not None and np.array_equal(one.trust, other.trust)
    )
    return trust and np.array_equal(one.ids, other.ids) and np.array_equal(one.ink, other.ink)


def _plates(check: Check, file: FrameFile, model: ColorModel | None) -> Iterator[Plate]:
    height, width = file.header.height, file.header.width
    size = check_size(width, height)
    table = model.ids(file.palette[:, :3]) if model is not None and file.palette is not None else None
    line, ink, drawn = np.zeros(0), np.zeros(0), None
    for at, drawing in enumerate(check.drawings):
        if drawn is None or drawn.digest != drawing.digest or not drawing.digest:
            line, drawn = line_at(drawing, check.polarity, size), drawing
            ink = ink_mask(line)
        if model is None:
            ids = np.zeros(line.shape, np.uint8)
        elif table is not None:
            ids = table[nearest_at(file.indices(at), size)]
        else:
            picture = np.ascontiguousarray(nearest_at(file.frame(at), size)[..., :3])
            ids = model.ids(cv2.medianBlur(picture, _CALMED))
        trust = file.trust(at)
        trust = nearest_at(trust, size) if trust is not None else None
        yield Plate(drawing.number, ids, line, ink, trust, width / size[0])


def _model(check: Check, file: FrameFile) -> ColorModel | None:
    """The colors of the nearest keys that can be read; None without any."""
    size = check_size(file.header.width, file.header.height)
    planes: list[KeyPlane] = []
    for key, drawing in check.keys:
        try:
            image = flatten(to_8_bit(read_still(Path(key.path))), 255)
            ink = ink_mask(line_at(drawing, check.polarity, size))
        except (StillError, OSError):
            log.info("a key is left out of the check", exc_info=True)
            continue
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2RGB) if image.ndim == 2 else image
        planes.append(KeyPlane(nearest_at(image, size), ink))
    return color_model(planes, _other_colors(check)) if planes else None


def _other_colors(check: Check) -> np.ndarray | None:
    """(F, 3) uint8 colors of the hints, and flat colors of the model sheets that can be read; None without any."""
    colors = list(check.hints)
    for sheet in check.sheets:
        try:
            colors += [flat.color for flat in flats_of(Path(sheet.path))]
        except MediaUnreadable:
            log.info("a model sheet is left out of the check", exc_info=True)
    return np.array(colors, np.uint8) if colors else None


def check_size(width: int, height: int) -> tuple[int, int]:
    """The width and height at which pictures of this size are checked."""
    shrink = min(1.0, SIDE / max(width, height))
    return max(1, round(width * shrink)), max(1, round(height * shrink))


def nearest_at(image: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """A picture at the size of the check, of its own pixels."""
    if image.shape[1::-1] == size:
        return image
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_NEAREST))


def line_at(drawing: Drawing, polarity: Polarity, size: tuple[int, int]) -> np.ndarray:
    """(H, W) uint8 lines at the size of the check; a blank drawing is paper."""
    if not drawing.path:
        return np.full((size[1], size[0]), 255, np.uint8)
    line = line_layer(read_still(Path(drawing.path)), polarity)
    if line.shape[1::-1] == size:
        return line
    return np.asarray(cv2.resize(line, size, interpolation=cv2.INTER_AREA))


def _read(check: Check) -> tuple[Problem, ...] | None:
    """What was found before; None where there is nothing, or nothing that fits."""
    try:
        kept = _KEPT.decode(zlib.decompress(check.kept.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, zlib.error, ValueError, msgspec.MsgspecError):
        log.info("what a check found cannot be read", exc_info=True)
        return None
    fits = (kept.version, kept.pixels, kept.sheets) == (_VERSION, check.take.pixels, check.sheets_name)
    return tuple(kept.problems) if fits and _holds(kept, check) else None


def _holds(kept: _Kept, check: Check) -> bool:
    """Whether it would be found with the hints of now too: colors that came clear those that no key has, and no more
    is to be cleared where there were none of those."""
    before, now = set(kept.hints), set(check.hints)
    return before == now or (before < now and all(problem.kind != "off_model" for problem in kept.problems))


def _write(check: Check, problems: Sequence[Problem]) -> None:
    """Keep what was found; where the disk refuses, it is found again another time."""
    try:
        check.kept.parent.mkdir(parents=True, exist_ok=True)
        kept = _Kept(_VERSION, check.take.pixels, list(problems), check.sheets_name, list(check.hints))
        write_atomic(check.kept, zlib.compress(msgspec.json.encode(kept)))
    except OSError:
        log.info("what a check found cannot be kept", exc_info=True)


def forget_gone(folder: Path, takes: Collection[Take]) -> None:
    """Remove what was kept for takes that are no more; off the UI thread."""
    known = {(take.shot, take.id) for take in takes}
    for path in folder.joinpath(*FOLDER).glob(f"*/*{_SUFFIX}"):
        if (path.parent.name, path.name.removesuffix(_SUFFIX)) not in known:
            with contextlib.suppress(OSError):
                path.unlink()
