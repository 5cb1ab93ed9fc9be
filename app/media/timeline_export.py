"""Exports shots as a timeline: their pictures, each segment a clip of them, other takes as alternatives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from app.media import otio
from app.media.export import Cancelled, ExportSettings, Progress, export
from app.media.export_names import frame_name, make_folder, source_folder, write_failed
from app.media.otio import SHOWN, Clip, Cut, Mark, Pictures
from app.media.pictures import ShotPictures
from app.project.model import Shot, Span, Take
from app.project.segments import segment_at
from app.project.staleness import Segment, usable_keys

SUFFIX = ".otio"


@dataclass(frozen=True)
class CutShot:
    """A shot as it stands: its segments, and all takes there are. `folder` is its project, where that is not the one
    of all; of an edit `used` are the frames it shows, and `record` is where it has the first of them, at the shot's own
    rate."""

    shot: Shot
    segments: tuple[Segment, ...]
    takes: tuple[Take, ...]
    folder: Path | None = None
    used: Span | None = None
    record: int | None = None

    @property
    def span(self) -> Span:
        """The frames that the timeline shows."""
        assert self.shot.line is not None
        whole, used = self.shot.line.span, self.used
        if used is None or used.first > whole.last or used.last < whole.first:
            return whole
        return Span(max(used.first, whole.first), min(used.last, whole.last))

    @property
    def begins(self) -> int | None:
        """Where the edit has the first frame of `span`: later than `record` where line art lacks frames before it."""
        if self.record is None or self.used is None or self.span.first not in self.used:
            return self.record
        return self.record + self.span.first - self.used.first


@dataclass(frozen=True)
class TimelineWish:
    """`target` is the .otio file; the pictures go beside it. `base` says how pictures are written: its target, name,
    range and padding are set for each sequence. `all_takes` writes the other takes of each segment too."""

    target: Path
    base: ExportSettings
    all_takes: bool = False


@dataclass(frozen=True)
class TimelineReport:
    """What was written."""

    path: Path
    clips: int
    sequences: int
    frames: int

    def sentence(self) -> str:
        """One sentence for the artist."""
        clips = "1 clip" if self.clips == 1 else f"{self.clips} clips"
        return f'Wrote "{self.path.name}" with {clips}, and {self.frames} pictures beside it.'


def export_timeline(
    folder: Path, shots: Sequence[CutShot], wish: TimelineWish, progress: Progress, cancelled: Cancelled
) -> TimelineReport:
    """Write the pictures of a project in `folder`, and the file that cuts them together. Raises ExportError.

    Every sequence is read back and proven as any export is. Shots without line art are left out. Where shots leave
    frames of an edit free, so does the timeline.
    """
    runs = [run for cut in shots if cut.shot.line is not None for run in _runs(cut, wish.all_takes)]
    total, done, written = sum(run.span.length for run in runs), 0, {}
    make_folder(replace(wish.base, target=wish.target.parent))
    for run in runs:
        written[run.key] = _write(run.cut.folder or folder, run, wish, _shifted(progress, done, total), cancelled)
        done += run.span.length
    cuts = [_cut(cut, written) for cut in shots if cut.shot.line is not None]
    try:
        otio.write(wish.target, wish.target.stem, cuts)
    except OSError as error:
        raise write_failed(wish.target.parent, error) from error
    return TimelineReport(wish.target, sum(len(cut.clips) for cut in cuts), len(runs), total)


@dataclass(frozen=True)
class _Run:
    """One sequence to write: of the whole shot as it is shown, or of one take."""

    cut: CutShot
    take: Take | None
    span: Span
    name: str

    @property
    def key(self) -> tuple[Path | None, str, str]:
        return self.cut.folder, self.cut.shot.id, self.take.id if self.take is not None else ""


def _runs(cut: CutShot, all_takes: bool) -> Iterator[_Run]:
    line = cut.shot.line
    assert line is not None
    yield _Run(cut, None, line.span, cut.shot.name)
    for take in _others(cut) if all_takes else ():
        name = f"{cut.shot.name}_{take.span.first}-{take.span.last}_{_words(take).replace(' ', '')}"
        yield _Run(cut, take, take.span, name)


def _others(cut: CutShot) -> list[Take]:
    """The takes of its segments that are not shown."""
    shown = {segment.span: segment.take for segment in cut.segments}
    return [take for take in cut.takes if take.span in shown and take != shown[take.span]]


def _words(take: Take) -> str:
    """What the artist calls a take."""
    return f"take {take.number}"


def _write(folder: Path, run: _Run, wish: TimelineWish, progress: Progress, cancelled: Cancelled) -> Pictures:
    shot, segments, line = run.cut.shot, run.cut.segments, run.cut.shot.line
    assert line is not None
    if run.take is not None:
        segments = tuple(replace(s, take=run.take) if s.span == run.take.span else s for s in segments)
    settings = replace(
        wish.base,
        format="png",
        target=wish.target.parent,
        name=run.name,
        range=tuple(run.span),
        padding=line.padding,
        source_folder=source_folder(line),
        provenance={**wish.base.provenance, "Shot": shot.name},
    )
    report = export(ShotPictures(shot, segments, folder), settings, progress, cancelled)
    padding = max(4, line.padding)
    prefix = frame_name(report.path.name, 0, padding).removesuffix(f"{0:0{padding}d}.png")
    return Pictures(report.path, prefix, padding, run.span)


def _cut(cut: CutShot, written: dict[tuple[Path | None, str, str], Pictures]) -> Cut:
    spans = [segment.span for segment in cut.segments]
    numbers = range(cut.span.first, cut.span.last + 1)
    clips: list[Clip] = []
    for at, frames in groupby(numbers, key=lambda number: segment_at(spans, number)):
        seen = list(frames)
        span = Span(seen[0], seen[-1])
        media = {SHOWN: written[cut.folder, cut.shot.id, ""]}
        for take in cut.takes:
            if take.span == spans[at] and (cut.folder, cut.shot.id, take.id) in written:
                media[_words(take)] = written[cut.folder, cut.shot.id, take.id]
        clips.append(Clip(f"{cut.shot.name} {span.first}-{span.last}", span, media, _marks(cut.shot, span)))
    return Cut(cut.shot.name, cut.shot.rate, tuple(clips), record=cut.begins)


def _marks(shot: Shot, span: Span) -> tuple[Mark, ...]:
    """The keys and the notes that lie in these frames."""
    notes = tuple(
        Mark(Span(max(note.span.first, span.first), min(note.span.last, span.last)), "Note", "GREEN", note.text)
        for note in shot.notes
        if note.span.first <= span.last and note.span.last >= span.first
    )
    return notes + tuple(
        Mark(Span(key.number, key.number), f"Key {key.number}", "YELLOW", key.name)
        for key in usable_keys(shot)
        if key.number in span
    )


def _shifted(progress: Progress, before: int, total: int) -> Progress:
    """Progress of one sequence as a part of all of them."""

    def tell(done: int, _: int, stage: str) -> None:
        progress(min(before + done, total), total, stage)

    return tell
