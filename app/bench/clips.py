"""Clips colored from a few of their frames and scored against the artist's own colors: a row for each, and means."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

from app.bench.clipcoloring import Settings, Wanted, color_and_score, in_words, joined
from app.bench.clipfolder import UnusableClip, clip_folders, key_set, read_clip
from app.bench.metrics import Score
from app.bench.rig import BenchFailed, Context, Row
from app.errors import ShiageError
from app.project.colorizers import DRAFT
from app.project.files import write_atomic

NONE_NAMED = "Clips are colored and scored where their folder is named: bench clips --clips DIR."
ABLATION: tuple[Settings, ...] = (
    (("ask", "flow"),),
    (("ask", "matcher"),),
    (("ask", "both"),),
    (("ask", "both"), ("remember", "none")),
    (("ask", "both"), ("remember", "local")),
    (("ask", "both"), ("remember", "global")),
)
"""The settings of Draft that are compared: what tells regions apart, then what is remembered."""

_METRICS = tuple(metric.name for metric in fields(Score))
_COMPARED = ("fg_accuracy", "last_accuracy", "flicker")
_DIGITS = {"psnr": 2, "flicker": 5, "key_exact": 6}  # after the point; 4 for all others


@dataclass(frozen=True)
class _Scored:
    """A clip that was colored and scored."""

    wanted: Wanted
    score: Score
    seconds: float

    @property
    def facts(self) -> dict[str, object]:
        wanted = self.wanted
        return {
            "clip": wanted.clip.name, "keys": wanted.keys, "key_frames": wanted.key_frames,
            "frames": wanted.clip.frames, "colorizer": wanted.colorizer, "settings": dict(wanted.settings),
            "seconds": round(self.seconds, 1), **_rounded(self.score),
        }  # fmt: skip


@dataclass
class _Course:
    """What came out so far, and how far it all is, in frames."""

    context: Context
    total: int
    done: int = 0
    rows: list[dict[str, object]] = field(default_factory=list)
    means: list[dict[str, object]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def leave_out(self, sentence: str) -> None:
        self.left_out.append(sentence)
        self.context.note(sentence)

    def save(self) -> None:
        """Keep what is known so far: a long run that is stopped is not for nothing. Raises BenchFailed."""
        path = self.context.clips.save
        if path is None:
            return
        known = {"rows": self.rows, "means": self.means, "left_out": self.left_out}
        try:
            write_atomic(path, json.dumps(known, indent=1).encode())
        except OSError as error:
            reason = error.strerror or str(error)
            raise BenchFailed(f'"{path}" cannot be written ({reason}); choose another file.') from error


def measure(context: Context) -> Iterator[Row]:
    """A row for each clip and set of keys, and the means of each set; of an ablation the means alone.

    A clip that cannot be scored is told of in a note. Raises BenchFailed where none can.
    """
    wish = context.clips
    if wish.folder is None:
        context.note(NONE_NAMED)
        return
    if wish.ablation and wish.colorizer != DRAFT.name:
        raise BenchFailed("Only parts of Draft can be left out; compare without --colorizer.")
    course = _Course(context, 0)
    wanted = _wanted(course, clip_folders(wish.folder, wish.only))
    variants = [joined(wish.settings, changed) for changed in ABLATION] if wish.ablation else [wish.settings]
    course.total = len(variants) * sum(each.clip.frames for each in wanted)
    course.save()
    for settings in variants:
        scored: list[_Scored] = []
        for each in wanted:
            found = _scored(course, replace(each, settings=settings))
            scored += found
            if not wish.ablation:
                yield from (_row(one.wanted.name, one.facts, _METRICS) for one in found)
        yield from _means(course, scored, settings)
    if not course.rows:
        raise BenchFailed(f'No clip in "{wish.folder}" could be scored.')


def _wanted(course: _Course, folders: Sequence[Path]) -> list[Wanted]:
    """Every clip that can be read with each wanted set of keys that it has, one set after the other."""
    wish, found = course.context.clips, list[Wanted]()
    for folder in folders:
        try:
            clip = read_clip(folder)
        except UnusableClip as error:
            course.leave_out(str(error))
            continue
        for name in wish.keys:
            try:
                key_set(clip, name)
                found.append(Wanted(clip, name, wish.colorizer))
            except UnusableClip as error:
                course.leave_out(str(error))
    return sorted(found, key=lambda each: wish.keys.index(each.keys))


def _scored(course: _Course, wanted: Wanted) -> list[_Scored]:
    """The clip, colored and scored; nothing where it could not be."""
    folder, progress = course.context.folder / "run", course.context.progress
    try:
        score, seconds = color_and_score(
            wanted, folder, lambda done, at: progress(course.done + done, course.total, f"{wanted.name}, {at}")
        )
    except ShiageError as error:
        course.leave_out(f"{wanted.name}: {error}")
        return []
    finally:
        course.done += wanted.clip.frames
        shutil.rmtree(folder, ignore_errors=True)
    found = _Scored(wanted, score, seconds)
    course.rows.append(found.facts)
    course.save()
    return [found]


def _means(course: _Course, scored: Sequence[_Scored], settings: Settings) -> Iterator[Row]:
    """The means of each set of keys."""
    wish = course.context.clips
    for keys in dict.fromkeys(one.wanted.keys for one in scored):
        scores = [asdict(one.score) for one in scored if one.wanted.keys == keys]
        mean = Score(**{name: sum(score[name] for score in scores) / len(scores) for name in _METRICS})
        facts = {
            "mean_of": len(scores), "keys": keys, "colorizer": wish.colorizer, "settings": dict(settings),
            **_rounded(mean),
        }  # fmt: skip
        course.means.append(facts)
        course.save()
        name = ", ".join((f"mean of {len(scores)}, {keys}", *in_words(settings)))
        yield _row(name, facts, _COMPARED if wish.ablation else _METRICS)


def _row(name: str, facts: dict[str, object], metrics: Sequence[str]) -> Row:
    first, *others = metrics
    value = facts[first]
    assert isinstance(value, float)
    remark = ", ".join(f"{metric.removesuffix('_accuracy')} {facts[metric]}" for metric in others)
    return Row(name, value, first, remark, 4, facts)


def _rounded(score: Score) -> dict[str, float]:
    return {name: round(value, _DIGITS.get(name, 4)) for name, value in asdict(score).items()}
