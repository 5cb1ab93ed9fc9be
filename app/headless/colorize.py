"""`colorize`: line art and keys in, one colored PNG for each frame out, as segments finish."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from app.errors import ShiageError
from app.headless.coloring import Coloring
from app.headless.frames_out import FramesOut, frame_names
from app.headless.output import Output
from app.media.export_names import safe_name
from app.media.importer import ImportOptions, ImportResult, import_line_art
from app.media.keys import Fit, KeyMismatch, lay_key
from app.media.sequence import find_sequences
from app.project import lock, staleness
from app.project.colorizers import Value, with_colorizer
from app.project.model import MissingPolicy, Polarity, Project, Shot, Take, with_key, with_prompt
from app.project.storage import SUFFIX, create_project, save_project
from app.project.timing import frames_in_words
from app.render.left_over import Wanted

DEFAULT_RATE = Fraction(24)


class KeyDoesNotFit(ShiageError):
    """A key of another size than the line art, or a second one on the same frame."""


@dataclass(frozen=True)
class Order:
    """What the command line asks for; `keys` are (frame number, picture). No `rate` takes the movie's, or 24."""

    line: Path
    keys: tuple[tuple[int, Path], ...]
    out: Path | None = None
    project: Path | None = None
    prompt: str = ""
    colorizer: str = "draft"
    settings: tuple[tuple[str, Value], ...] = ()
    rate: Fraction | None = None
    missing: MissingPolicy = "hold"
    polarity: Polarity | None = None
    seed: int = 0
    extract: bool = False
    fit: Fit | None = None


def colorize(order: Order, output: Output) -> Path:
    """Color the shot; returns the folder of the frames. Raises ShiageError, and leaves finished frames in place."""
    begun = time.monotonic()
    source = find_sequences([order.line])[0]
    with _project_folder(order) as folder:
        shot = _shot_to_color(order, folder, output)
        assert shot.line is not None
        out = (order.out or Path(f"{safe_name(shot.line.name)}_color")).absolute()
        frames = FramesOut(out, shot, folder, frame_names(shot.line, source))
        frames.prepare([*(path for _, path in source.files), *(path for _, path in order.keys)])

        def write(take: Take) -> None:
            files = frames.write(take)
            sentence = f"Frames {take.span.first}-{take.span.last} are written."
            output.tell(
                "segment", sentence, first=take.span.first, last=take.span.last, files=[str(path) for path in files]
            )

        segments = staleness.segments(shot, ())
        Coloring(folder, shot, segments, Wanted(segments), output, write).run()
    seconds = time.monotonic() - begun
    count = frames_in_words(frames.written)
    kept = f" The shot is kept in {folder}." if order.project else ""
    output.tell(
        "done",
        f"{count} written to {out} in {seconds:.1f} s.{kept}",
        frames=frames.written,
        out=str(out),
        seconds=round(seconds, 2),
        project=str(folder) if order.project else None,
    )
    return out


@contextmanager
def _project_folder(order: Order) -> Iterator[Path]:
    """The project to work in, locked: the one to keep, or a temporary one that is gone afterwards."""
    if order.project is None:
        with tempfile.TemporaryDirectory(prefix="shiage-", ignore_cleanup_errors=True) as temporary:
            yield create_project(Path(temporary) / f"shot{SUFFIX}").folder
        return
    named = order.project if order.project.suffix == SUFFIX else order.project.with_name(order.project.name + SUFFIX)
    folder = create_project(named).folder
    with lock.acquire(folder):
        yield folder


def _shot_to_color(order: Order, folder: Path, output: Output) -> Shot:
    """The shot, saved in the project; a project to keep that nothing could be put into is taken away again."""
    worth_keeping = False
    try:
        shot = _prepared(order, folder, output)
        worth_keeping = True
        return shot
    finally:
        if not worth_keeping and order.project is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _prepared(order: Order, folder: Path, output: Output) -> Shot:
    """The shot with its line art and keys, saved in the project."""
    options = ImportOptions(missing=order.missing, polarity=order.polarity, extract=order.extract)
    found: ImportResult = import_line_art([order.line], folder, options, output.progress)
    for note in found.notes:
        output.note(note)
    shot = Shot(
        id="shot1",
        name=found.line.name,
        rate=order.rate or found.rate or DEFAULT_RATE,
        line=found.line,
        seed=order.seed,
    )
    shot = with_colorizer(shot, order.colorizer, order.settings)
    for number, picture in order.keys:
        if shot.key(number) is not None:
            raise KeyDoesNotFit(f"Frame {number} has two keys; choose one of them.")
        try:
            laid = lay_key(picture, found.line, number, folder, order.fit)
        except KeyMismatch as error:
            raise KeyDoesNotFit(f"{error} Fit it with --fit scale or --fit pad.") from error
        for note in laid.notes:
            output.note(f"Key {number}: {note}")
        shot = with_key(shot, laid.key)
    shot = with_prompt(shot, order.prompt)
    save_project(folder, Project((shot,)))
    return shot
