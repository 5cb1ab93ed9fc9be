"""Turns what the artist drops into the line art of a shot: found, checked, its drawings and lines recognized."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from app.media.decoded import Cancelled, Progress, each, extracted_drawing, movie_drawings, new_folder
from app.media.errors import (
    DrawingsUnreadable,
    MediaCancelled,
    MediaUnreadable,
    MissingFrames,
    MixedSizes,
    NothingFound,
)
from app.media.export_names import safe_name
from app.media.reader import MovieFacts, probe, read_frames
from app.media.sequence import FoundSequence, find_sequences, named_like
from app.project.model import STANDS_IN, Drawing, LineArt, MissingPolicy, Polarity, Span, runs
from app.project.timing import frames_in_words, in_short
from engine.imaging import stills
from engine.imaging.line import detect_polarity, looks_colored
from engine.imaging.stills import StillError, read_still, still_size

LARGEST_HOLE = 20_000
"""Missing numbers in a row beyond which they cannot be meant: two shots lie in one folder, or a number is mistyped."""

_SAMPLES = 7  # drawings looked at to tell ink from paper
_PNG_END = b"IEND\xaeB`\x82"


@dataclass(frozen=True)
class ImportOptions:
    """What the artist chose. `polarity` None finds out; `extract` takes lines out of colored pictures.

    `first_number` counts for movies and pictures without a number. An empty `name` takes the source's. With
    `leave_damaged`, the numbers of drawings that cannot be read are missing ones.
    """

    missing: MissingPolicy = "hold"
    polarity: Polarity | None = None
    extract: bool = False
    first_number: int = 1
    name: str = ""
    leave_damaged: bool = False


@dataclass(frozen=True)
class ImportResult:
    """The line art, the movie's own rate, and sentences the artist should read.

    `colored` is true when the pictures look painted: taking out the lines should be offered.
    """

    line: LineArt
    rate: Fraction | None
    notes: tuple[str, ...]
    colored: bool = False


@dataclass(frozen=True)
class _File:
    number: int
    path: Path
    size: tuple[int, int]
    digest: str


def _silent(done: int, total: int, what: str) -> None:
    """Show nothing."""


def import_line_art(
    paths: Sequence[Path],
    project_dir: Path,
    options: ImportOptions = ImportOptions(),
    progress: Progress = _silent,
    cancelled: Cancelled = lambda: False,
) -> ImportResult:
    """Import the largest sequence, or else the movie, at `paths` (as `find_sequences` takes them).

    Sequences are used where they lie. Movie frames and extracted lines are written to a new folder under
    `project_dir/line`; a cancelled or failed import leaves nothing there. Raises MediaError.
    """
    sequences = find_sequences(paths, lambda count: progress(count, 0, "Looking for pictures"), cancelled)
    result = import_found(sequences[0], project_dir, options, progress, cancelled)
    return replace(result, notes=(*result.notes, *_notes_on_others(sequences[1:])))


def import_found(
    source: FoundSequence,
    project_dir: Path,
    options: ImportOptions = ImportOptions(),
    progress: Progress = _silent,
    cancelled: Cancelled = lambda: False,
) -> ImportResult:
    """Import one sequence or movie, as `import_line_art` does."""
    bring = _movie if source.is_movie else _pictures
    return bring(source, project_dir, options, progress, cancelled)


def _notes_on_others(others: Sequence[FoundSequence]) -> list[str]:
    named = [f'"{other.pattern}" ({frames_in_words(len(other.files))})' for other in others[:3] if not other.is_movie]
    named += [f'"{other.pattern}"' for other in others[:3] if other.is_movie]
    if not named:
        return []
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""
    return [f"Also found and left out: {', '.join(named)}{more}; import each as a shot of its own if you need it."]


def _pictures(
    source: FoundSequence, project: Path, options: ImportOptions, progress: Progress, cancelled: Cancelled
) -> ImportResult:
    notes = _checked_gaps(source, options.missing)
    offset = 0 if source.numbered else options.first_number - source.first
    found = list(each(source.files, _look, progress, cancelled, "Reading drawings"))
    files = _readable(found, options.leave_damaged)
    bad = [at + offset for (at, _), each in zip(source.files, found, strict=True) if isinstance(each, StillError)]
    span = Span(files[0].number + offset, files[-1].number + offset)
    notes += _note_on_damaged(bad, span, options.missing)
    width, height = _one_size(files)
    drawings = {file.number + offset: Drawing(file.number + offset, str(file.path), file.digest) for file in files}
    name, prefix, suffix = options.name or source.name, source.prefix, source.suffix
    polarity: Polarity = "dark"
    colored = False
    if options.extract:
        name = options.name or f"{source.name}_lines"
        stem = safe_name(name)
        drawings = _extracted(drawings, stem, source.padding, project, progress, cancelled)
        prefix, suffix = f"{stem}.", ".png"
    else:
        polarity, colored, judged = _judged([Path(drawing.path) for drawing in _spread(drawings.values())], options)
        notes += judged
    line = LineArt(
        name=name,
        source=_place(source, files[0].path),
        width=width,
        height=height,
        frames=_without_holes(drawings),
        prefix=prefix,
        padding=source.padding,
        suffix=suffix,
        polarity=polarity,
        missing=options.missing,
        extracted=options.extract,
        damaged=tuple(number for number in bad if number in span),
    )
    return ImportResult(line, None, tuple(notes), colored)


def _movie(
    source: FoundSequence, project: Path, options: ImportOptions, progress: Progress, cancelled: Cancelled
) -> ImportResult:
    path = source.files[0][1]
    facts = probe(path)
    name = options.name or source.name
    stem = safe_name(name)
    what = "Taking out the lines" if options.extract else "Reading the movie"

    def tick(done: int) -> None:
        if cancelled():
            raise MediaCancelled("The import was cancelled; nothing was kept.")
        progress(done, facts.frames, what)

    with new_folder(project, stem) as folder:
        frames = read_frames(path, facts)
        drawings = movie_drawings(frames, options.first_number, stem, options.extract, folder, tick)
        written = [folder[0] / Path(drawing.path).name for drawing in _spread(drawings)]
        width, height = still_size(written[0])
        polarity, colored, notes = ("dark", False, []) if options.extract else _judged(written, options)
    line = LineArt(
        name=name,
        source=str(path),
        width=width,
        height=height,
        frames=tuple(drawings),
        prefix=f"{stem}.",
        padding=4,
        suffix=".png",
        polarity=polarity,
        missing=options.missing,
        extracted=options.extract,
    )
    return ImportResult(line, facts.rate, (*notes, *_count_note(path, facts, len(drawings))), colored)


def _count_note(path: Path, facts: MovieFacts, given: int) -> list[str]:
    if given >= facts.frames:
        return []
    return [f'"{path.name}" announces {frames_in_words(facts.frames)} but gives {given}; check that its end is there.']


def _place(found: FoundSequence, first: Path) -> str:
    """Where to look for new drawings: at the pattern, where it means just these files, else at the first of them."""
    try:
        whole = found.files == named_like(found.folder, found.prefix, found.padding, found.suffix).files
    except NothingFound:  # a hidden file, chosen on purpose
        whole = False
    return str(found.folder / found.pattern if whole else first)


def _checked_gaps(source: FoundSequence, policy: MissingPolicy) -> list[str]:
    """What to tell about missing numbers. Raises MissingFrames."""
    holes = source.missing
    if not holes:
        return []
    widest = max(holes, key=lambda hole: hole.length)
    if widest.length > LARGEST_HOLE:
        raise MissingFrames(
            f'"{source.pattern}" has nothing between {widest.first - 1} and {widest.last + 1}; '
            "move one of the two parts to another folder, or rename the file with the wrong number."
        )
    missing = listed(holes)
    if policy == "error":
        raise MissingFrames(f"{missing} missing; add the files, or import again with missing frames held or blank.")
    step = _step(source)
    if step and policy == "hold":
        return [f"Drawings are numbered in steps of {step}; each is held for {step} frames."]
    return [f"{missing} missing; {STANDS_IN[policy]}."]


def listed(holes: Sequence[Span]) -> str:
    """What is missing, at most six runs by number: "Frame 7 is", "Frames 14-16 and 20 are"."""
    text = in_short(holes)
    return f"Frame {text} is" if sum(hole.length for hole in holes) == 1 else f"Frames {text} are"


def _step(source: FoundSequence) -> int:
    """The even step of the numbers (1, 3, 5: 2), or 0."""
    steps = {after[0] - before[0] for before, after in zip(source.files, source.files[1:], strict=False)}
    return steps.pop() if len(steps) == 1 and len(source.files) > 2 else 0


def _readable(looked: Sequence[_File | StillError], leave_damaged: bool = False) -> list[_File]:
    """The files that can be read. Raises MediaUnreadable where none can, and where others are not to be left out
    DrawingsUnreadable, naming the first bad one and how many there are."""
    files = [found for found in looked if isinstance(found, _File)]
    bad = [found for found in looked if isinstance(found, StillError)]
    if bad and not (files and leave_damaged):
        told = [str(bad[0])]  # sentences of their own, for each is translated by itself
        if len(bad) > 1:
            told.append(f"{len(bad) - 1} more of these files cannot be read either.")
        raise (DrawingsUnreadable if files else MediaUnreadable)(" ".join(told)) from bad[0]
    return files


def _note_on_damaged(bad: Sequence[int], span: Span, policy: MissingPolicy) -> list[str]:
    """What to tell about drawings that were left out; those outside of the others' span leave no hole."""
    if not bad:
        return []
    shown = STANDS_IN.get(policy, "") if bad[0] in span and bad[-1] in span else ""
    left_out = f"{listed(runs(bad))} damaged and left out"
    return [f"{left_out}; {shown}." if shown else f"{left_out}."]


def check_pictures(files: Sequence[tuple[int, Path]]) -> None:
    """Whether these numbered files could be one shot: raises MediaUnreadable, DrawingsUnreadable or MixedSizes, as the
    import would."""
    _one_size(_readable([_look(numbered) for numbered in files]))


def _look(numbered: tuple[int, Path]) -> _File | StillError:
    number, path = numbered
    try:
        return _File(number, path, still_size(path), file_digest(path))
    except StillError as error:
        return error


def unreadable(files: Iterable[tuple[int, Path]]) -> tuple[tuple[int, Path], ...]:
    """Which of these numbered files the import could not take: told by their first and last bytes."""
    bad: list[tuple[int, Path]] = []
    for number, path in files:
        try:
            still_size(path)
            _check_end(path)
        except (StillError, OSError):
            bad.append((number, path))
    return tuple(bad)


def file_digest(path: Path) -> str:
    """The digest of a file's bytes. Raises StillError when it cannot be read or a PNG ends too early."""
    digest = stills.file_digest(path)
    _check_end(path)
    return digest


def _check_end(path: Path) -> None:
    with path.open("rb") as file:
        is_png = file.read(4) == b"\x89PNG"
        file.seek(max(0, file.seek(0, os.SEEK_END) - 64))
        if is_png and _PNG_END not in file.read():
            raise StillError(f'"{path.name}" is damaged or incomplete; save or copy it again.')


def _one_size(files: Sequence[_File]) -> tuple[int, int]:
    sizes = Counter(file.size for file in files)
    if len(sizes) > 1:
        (width, height), _ = sizes.most_common(1)[0]
        odd = [file for file in files if file.size != (width, height)]
        others = f" and {len(odd) - 1} more differ" if len(odd) > 1 else ""
        raise MixedSizes(
            f'"{odd[0].path.name}" is {odd[0].size[0]} x {odd[0].size[1]} but most pictures are {width} x {height}'
            f"{others}; export all frames at one size, or move the odd ones to another folder."
        )
    return files[0].size


def _spread(drawings: Iterable[Drawing]) -> list[Drawing]:
    """A few different drawings from all over the shot."""
    different = list({drawing.digest: drawing for drawing in drawings}.values())
    count = min(_SAMPLES, len(different))
    return [different[index * len(different) // count] for index in range(count)]


def _judged(samples: Sequence[Path], options: ImportOptions) -> tuple[Polarity, bool, list[str]]:
    """(polarity, whether it looks painted, what to tell). Raises MediaUnreadable."""
    try:
        images = [read_still(path) for path in samples]
    except StillError as error:
        raise MediaUnreadable(str(error)) from error
    votes = Counter(detect_polarity(image) for image in images)
    polarity: Polarity = options.polarity or max(("dark", "light", "alpha"), key=lambda which: votes[which])
    notes = []
    if options.polarity is None and polarity == "light":
        notes.append("The lines were taken as light on dark paper; switch this in the shot if it is wrong.")
    colored = sum(looks_colored(image) for image in images) * 2 > len(images)
    if colored:
        notes.append(
            "These pictures look painted; import them again with the lines taken out if they are not line art."
        )
    return polarity, colored, notes


def _extracted(
    drawings: dict[int, Drawing], stem: str, padding: int, project: Path, progress: Progress, cancelled: Cancelled
) -> dict[int, Drawing]:
    """Lines of each different drawing, written once; held drawings share a file."""
    firsts = list({drawing.digest: drawing for drawing in reversed(drawings.values())}.values())[::-1]
    try:
        with new_folder(project, stem) as folder:

            def work(drawing: Drawing) -> Drawing:
                name = f"{stem}.{drawing.number:0{padding}d}.png"
                return extracted_drawing(Path(drawing.path), drawing.number, folder, name)

            written = each(firsts, work, progress, cancelled, "Taking out the lines")
            made = {first.digest: drawing for first, drawing in zip(firsts, written, strict=True)}
    except StillError as error:
        raise MediaUnreadable(str(error)) from error
    return {
        number: Drawing(number, made[drawing.digest].path, made[drawing.digest].digest)
        for number, drawing in drawings.items()
    }


def _without_holes(drawings: dict[int, Drawing]) -> tuple[Drawing, ...]:
    numbers = range(min(drawings), max(drawings) + 1)
    return tuple(drawings.get(number) or Drawing(number) for number in numbers)
