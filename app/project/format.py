"""project.json: the project as text that a person can read, and back, checked strictly.

Format 5. One line a key and one line a drawing: `number digest name`, where the name follows the drawings' common
`folder`, a drawing without a file is its number alone, and `-` stands for a digest that is not known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import msgspec

from app import APP_VERSION
from app.project.concerns import Fine
from app.project.errors import ProjectDamagedError, ProjectTooNewError
from app.project.hints import Hint
from app.project.media_paths import as_resolved, as_stored
from app.project.migrations import FORMAT, upgrade
from app.project.model import (
    Drawing,
    Key,
    LineArt,
    MissingPolicy,
    Note,
    Polarity,
    Project,
    Prompt,
    Reference,
    SegmentChoice,
    SegmentPlan,
    Shot,
    Span,
    TakeMark,
)
from app.project.palettes import Color, Palette, Palettes, Swatch

Led: TypeAlias = Callable[[str], str]  # a path on its way between model and file

_WIDTH = 110
_RATE = re.compile(r"[1-9]\d{0,29}(/[1-9]\d{0,29})?")
_SWATCH = re.compile(r"(#[0-9a-f]{6}) = (#[0-9a-f]{6}(?: #[0-9a-f]{6})*): (.*)", re.DOTALL)
_SHOT_ID = re.compile(r"[^./\\:*?\"<>|\x00-\x1f][^/\\:*?\"<>|\x00-\x1f]{0,99}")
_Size = Annotated[int, msgspec.Meta(ge=1)]


class _Line(msgspec.Struct):
    name: str
    source: str
    width: _Size
    height: _Size
    prefix: str
    padding: int
    suffix: str
    polarity: Polarity
    missing: MissingPolicy
    extracted: bool
    folder: str
    frames: list[str]
    damaged: list[int] = []


class _Palette(msgspec.Struct):
    """A swatch is one row: `#shown = #source #source: name`."""

    name: str
    swatches: list[str]


class _Shot(msgspec.Struct):
    id: str
    name: str
    rate: str
    colorizer: str
    seed: int
    settings: dict[str, bool | int | float | str]
    plan: SegmentPlan
    keys: tuple[Key, ...]
    references: tuple[Reference, ...]
    prompts: tuple[Prompt, ...]
    palettes: list[_Palette]
    palette: str
    choices: tuple[SegmentChoice, ...]
    line: _Line | None
    fine: tuple[Fine, ...] = ()
    hints: tuple[Hint, ...] = ()
    sheets: tuple[Reference, ...] = ()
    marks: tuple[TakeMark, ...] = ()
    notes: tuple[Note, ...] = ()


class _File(msgspec.Struct):
    format: int
    app: str
    saved_in: str
    shots: list[_Shot]


msgspec.json.Decoder(_File)  # learns the types now: threads that learn them at the same time take the process down


@dataclass(frozen=True)
class Decoded:
    """What a project.json holds, with notes for the artist; `changed` is true when it is not what the file says."""

    project: Project
    notes: tuple[str, ...] = ()
    changed: bool = False


def encode(project: Project, folder: Path) -> bytes:
    """The text of project.json for a project kept in the absolute `folder`."""
    stored = as_stored(str(folder))
    shots = [_shot_out(shot, stored) for shot in project.shots]
    file = _File(FORMAT, APP_VERSION, str(folder), shots)
    # Names that are not valid Unicode (old disks have them) survive as lone surrogates.
    return (_pretty(msgspec.to_builtins(file)) + "\n").encode("utf-8", "surrogatepass")


def decode(data: bytes, folder: Path) -> Decoded:
    """The project in the text of a project.json that lies in the absolute `folder`.

    Raises ProjectTooNewError with a sentence, and ProjectDamagedError with the bare reason ("is cut short").
    """
    content = _content(data)
    found = content.get("format")
    if type(found) is not int or found < 0:
        raise ProjectDamagedError("does not say which format it has")
    if found > FORMAT:
        raise ProjectTooNewError(
            f'"{folder.name}" was saved by a newer Shiage ({content.get("app", "unknown version")}). '
            "Update Shiage, then open it again."
        )
    try:
        file = msgspec.convert(upgrade(content), _File)
    except KeyError as error:
        raise ProjectDamagedError(f"has the old format {found}, which this Shiage cannot read") from error
    except msgspec.ValidationError as error:
        raise ProjectDamagedError(f"holds something unexpected: {_plain(error)}") from error
    resolved = as_resolved(str(folder), file.saved_in)
    notes: list[str] = []
    shots = tuple(_shot_in(shot, resolved, notes) for shot in file.shots)
    if len({shot.id for shot in shots}) < len(shots):
        raise ProjectDamagedError("has two shots with the same id")
    return Decoded(Project(shots), tuple(notes), changed=found < FORMAT)


# Out


def _shot_out(shot: Shot, stored: Led) -> _Shot:
    return _Shot(
        id=shot.id,
        name=shot.name,
        rate=str(shot.rate),
        colorizer=shot.colorizer,
        seed=shot.seed,
        settings=dict(shot.settings),
        plan=shot.plan,
        keys=tuple(replace(key, path=stored(key.path)) for key in shot.keys),
        references=tuple(replace(sheet, path=stored(sheet.path)) for sheet in shot.references),
        prompts=shot.prompts,
        palettes=[_palette_out(palette) for palette in shot.palettes.each],
        palette=shot.palettes.chosen,
        choices=shot.choices,
        fine=shot.fine,
        hints=shot.hints,
        sheets=tuple(replace(sheet, path=stored(sheet.path)) for sheet in shot.sheets),
        marks=shot.marks,
        notes=shot.notes,
        line=None if shot.line is None else _line_out(shot.line, stored),
    )


def _palette_out(palette: Palette) -> _Palette:
    rows = [
        f"{_hex(swatch.color)} = {' '.join(map(_hex, swatch.sources))}: {swatch.name}" for swatch in palette.swatches
    ]
    return _Palette(palette.name, rows)


def _hex(color: Color) -> str:
    return f"#{bytes(color).hex()}"


def _line_out(line: LineArt, stored: Led) -> _Line:
    paths = [stored(frame.path) if frame.path else "" for frame in line.frames]
    folder = _common_folder(list(filter(None, paths)))
    rows = [
        f"{frame.number} {frame.digest or '-'} {path[len(folder) :]}" if path else str(frame.number)
        for frame, path in zip(line.frames, paths, strict=True)
    ]
    return _Line(
        name=line.name,
        source=stored(line.source),
        width=line.width,
        height=line.height,
        prefix=line.prefix,
        padding=line.padding,
        suffix=line.suffix,
        polarity=line.polarity,
        missing=line.missing,
        extracted=line.extracted,
        folder=folder,
        frames=rows,
        damaged=list(line.damaged),
    )


def _common_folder(paths: list[str]) -> str:
    """What all of them begin with, up to a slash; empty where they share nothing."""
    least, most = (min(paths), max(paths)) if paths else ("", "")
    same = next((at for at, (a, b) in enumerate(zip(least, most, strict=False)) if a != b), len(least))
    return least[: least.rfind("/", 0, same) + 1]


def _pretty(value: object, depth: int = 0) -> str:
    """JSON in which whatever fits on one line stands on one line."""
    flat = json.dumps(value, ensure_ascii=False)
    if not value or not isinstance(value, dict | list | tuple) or (depth and len(flat) + depth <= _WIDTH):
        return flat
    inner = " " * (depth + 1)
    if isinstance(value, dict):
        rows = [f"{json.dumps(name, ensure_ascii=False)}: {_pretty(item, depth + 1)}" for name, item in value.items()]
    else:
        rows = [_pretty(item, depth + 1) for item in value]
    text = f",\n{inner}".join(rows)
    open_, close = "{}" if isinstance(value, dict) else "[]"
    return f"{open_}\n{inner}{text}\n{' ' * depth}{close}"


# In


def _content(data: bytes) -> dict[str, Any]:
    if not data.strip(b"\0 \t\r\n"):
        raise ProjectDamagedError("is empty")
    text = ""
    try:
        text = data.decode("utf-8", "surrogatepass").removeprefix("\ufeff")
        content = json.loads(text)
    except json.JSONDecodeError as error:
        cut = not text[error.pos :].strip() or error.msg.startswith("Unterminated string")
        raise ProjectDamagedError("is cut short" if cut else f"is broken at line {error.lineno}") from error
    except (ValueError, RecursionError) as error:  # not text, or numbers and nesting beyond all sense
        raise ProjectDamagedError("is not the text of a project") from error
    if not isinstance(content, dict):
        raise ProjectDamagedError("is not the text of a project")
    return content


def _plain(error: msgspec.ValidationError) -> str:
    """msgspec's "Expected `int`, got `str` - at `$.shots[0].seed`" as "expected int, got str at shots[0].seed"."""
    text = str(error).replace(" - at `$.", " at ").replace(" - at `$", " at ").replace("`", "")
    return text[:1].lower() + text[1:]


def _shot_in(shot: _Shot, resolved: Led, notes: list[str]) -> Shot:
    line = None if shot.line is None else _line_in(shot.line, resolved)
    if not _SHOT_ID.fullmatch(shot.id):
        raise ProjectDamagedError(f"has a shot whose id {shot.id!r} cannot name a folder")
    if not _RATE.fullmatch(shot.rate):
        raise ProjectDamagedError(f'has the frame rate "{shot.rate}"')
    if not 0 <= shot.plan.overlap < shot.plan.length:
        raise ProjectDamagedError(f"has segments of {shot.plan.length} frames that share {shot.plan.overlap}")
    _check_spans(shot)
    return Shot(
        id=shot.id,
        name=shot.name,
        rate=Fraction(shot.rate),
        line=line,
        keys=tuple(replace(key, path=resolved(key.path)) for key in _keys_in(shot, line, notes)),
        references=tuple(replace(sheet, path=resolved(sheet.path)) for sheet in shot.references),
        prompts=shot.prompts,
        palettes=_palettes_in(shot),
        colorizer=shot.colorizer,
        settings=tuple(shot.settings.items()),
        seed=shot.seed,
        plan=shot.plan,
        choices=shot.choices,
        fine=shot.fine,
        hints=_hints_in(shot),
        sheets=tuple(replace(sheet, path=resolved(sheet.path)) for sheet in shot.sheets),
        marks=_marks_in(shot),
        notes=_notes_in(shot),
    )


def _check_spans(shot: _Shot) -> None:
    for span in [prompt.span for prompt in shot.prompts] + [choice.span for choice in shot.choices]:
        if span is not None and span.first > span.last:
            raise ProjectDamagedError(f"has a range from frame {span.first} back to {span.last}")


def _keys_in(shot: _Shot, line: LineArt | None, notes: list[str]) -> tuple[Key, ...]:
    """The keys in order; those outside the line art wait for line art that reaches them, which a note says."""
    keys = sorted(shot.keys, key=lambda key: key.number)
    for key, after in pairwise(keys):
        if key.number == after.number:
            raise ProjectDamagedError(f"has two keys on frame {key.number}")
    waiting = [key for key in keys if line is not None and key.number not in line.span]
    if line is not None and waiting:
        notes.append(waiting_keys(len(waiting), line.span))
    return tuple(keys)


def waiting_keys(count: int, span: Span) -> str:
    """The sentence about keys outside the line art."""
    keys = "1 key waits" if count == 1 else f"{count} keys wait"
    return f"{keys} outside the line art, which has frames {span.first} to {span.last}."


def _line_in(line: _Line, resolved: Led) -> LineArt:
    frames = tuple(_drawings(line.folder, line.frames, resolved))
    if not frames:
        raise ProjectDamagedError("has line art without a frame")
    first = frames[0].number
    for at, frame in enumerate(frames):
        if frame.number != first + at:
            raise ProjectDamagedError(f"has line art in which frame {first + at} is left out")
    return LineArt(
        name=line.name,
        source=resolved(line.source),
        width=line.width,
        height=line.height,
        frames=frames,
        prefix=line.prefix,
        padding=line.padding,
        suffix=line.suffix,
        polarity=line.polarity,
        missing=line.missing,
        extracted=line.extracted,
        damaged=tuple(frame.number for frame in frames if not frame.path and frame.number in line.damaged),
    )


def _drawings(folder: str, rows: Iterable[str], resolved: Led) -> Iterable[Drawing]:
    for row in rows:
        number, _, rest = row.partition(" ")
        digest, _, name = rest.partition(" ")
        try:
            drawing = Drawing(int(number), resolved(folder + name) if name else "", "" if digest == "-" else digest)
        except ValueError as error:
            raise ProjectDamagedError(f'has a line art frame "{row[:40]}"') from error
        if bool(name) != bool(digest):
            raise ProjectDamagedError(f'has a line art frame "{row[:40]}"')
        yield drawing


def _marks_in(shot: _Shot) -> tuple[TakeMark, ...]:
    if len({mark.take for mark in shot.marks}) < len(shot.marks):
        raise ProjectDamagedError("has two marks for the same take")
    return shot.marks


def _notes_in(shot: _Shot) -> tuple[Note, ...]:
    if any(note.span.length < 1 for note in shot.notes):
        raise ProjectDamagedError("has a note on frames that end before they begin")
    return tuple(sorted(shot.notes, key=lambda note: note.span))


def _hints_in(shot: _Shot) -> tuple[Hint, ...]:
    if len({hint.id for hint in shot.hints}) < len(shot.hints):
        raise ProjectDamagedError("has two hints with the same id")
    for hint in shot.hints:
        if not all(0 <= part <= 255 for part in hint.color):
            raise ProjectDamagedError(f"has a hint of the color {hint.color}")
        numbers = [anchor.number for anchor in hint.anchors]
        if not numbers or numbers != sorted(set(numbers)):
            raise ProjectDamagedError("has a hint whose anchors are not one on a frame, in order")
        if hint.only is not None and hint.only[1] < hint.only[0]:
            raise ProjectDamagedError("has a hint on frames that end before they begin")
    return shot.hints


def _palettes_in(shot: _Shot) -> Palettes:
    each = tuple(_palette_in(palette) for palette in shot.palettes)
    if len({palette.name for palette in each}) < len(each):
        raise ProjectDamagedError("has two palettes with the same name")
    return Palettes(each, shot.palette)


def _palette_in(palette: _Palette) -> Palette:
    swatches: list[Swatch] = []
    taken: set[Color] = set()
    for row in palette.swatches:
        found = _SWATCH.fullmatch(row)
        sources = tuple(map(_color, found[2].split())) if found is not None else ()
        if found is None or len(set(sources)) < len(sources) or taken & set(sources):
            raise ProjectDamagedError(f'has a swatch "{row[:40]}"')
        taken |= set(sources)
        swatches.append(Swatch(found[3], _color(found[1]), sources))
    return Palette(palette.name, tuple(swatches))


def _color(text: str) -> Color:
    red, green, blue = bytes.fromhex(text[1:])
    return red, green, blue
