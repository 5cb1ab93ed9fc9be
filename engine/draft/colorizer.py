"""The embedded colorizer: carries the keys' colors through the line art on any machine, with no weights."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.draft.chain import Chain
from engine.draft.drift import Drift
from engine.draft.early import EarlyFolder, EarlyFrames
from engine.draft.finishing import MOST_INDEXED, Finisher
from engine.draft.reading import Shot
from engine.draft.store import ColoringStore
from engine.draft.traced import KeyLines, Traced
from engine.draft.tuning import colors_lines, tuning_for
from engine.errors import BadRequest, JobCancelled
from engine.imaging.palette import Palette
from engine.protocol.frames import SUFFIX, FrameFileHeader, FrameFileWriter
from engine.protocol.messages import (
    ColorizerInfo,
    ColorizeShot,
    FramesReady,
    Note,
    Progress,
    SegmentDone,
    SegmentRequest,
    Stage,
)

if TYPE_CHECKING:
    from engine.draft.matcher.matching import Matcher

Stop = Callable[[], bool]
News = Progress | FramesReady

CACHE_BYTES = 2 << 30

THREADS = 4
"""A drawing is looked at from its sources, the next one is studied, the one before is written."""

ALONE = 2
"""A key so many times nearer than the one on the other side colors a frame alone."""


def _matcher() -> tuple[Matcher | None, str]:
    """The matcher that comes with Shiage, loaded when it is first asked for; None, and why, where that fails."""
    from engine.draft.matcher.matching import shipped_matcher
    from engine.draft.matcher.weights import WEIGHTS

    try:
        return shipped_matcher(WEIGHTS), ""
    except OSError as error:
        return None, f"{WEIGHTS.name} cannot be read ({error.strerror or error}); install Shiage again."
    except ValueError as error:
        return None, str(error)


def _check(stop: Stop) -> None:
    if stop():
        raise JobCancelled("the job was stopped")


class DraftColorizer:
    """Region colors told by the matcher and the flow of the lines, or by the flow alone where there is no matcher; the
    same request gives the same pixels."""

    name = "draft"
    version = "1"

    def info(self) -> ColorizerInfo:
        """Always ready."""
        return ColorizerInfo(name=self.name, version=self.version, ready=True)

    def colorize(self, shot: ColorizeShot, stop: Stop) -> Iterator[Note | News | SegmentDone]:
        """Color the segments in the order given; raises BadRequest, JobCancelled."""
        matcher, missing = _matcher()
        if missing:
            yield Note(job=shot.job, text=f"Draft colors less well than it could: {missing}")
        with ThreadPoolExecutor(THREADS, "draft") as pool:
            frames = Shot(shot, pool, matcher and matcher.ended_by(lambda: _check(stop)))
            width, height = frames.work_size
            cache = Path(shot.cache_dir) / self.name
            store = ColoringStore(cache, height, width, pool)
            try:
                store.prune(CACHE_BYTES)
                early = EarlyFolder(cache / "early", shot.job) if shot.watched is not None else None
                for segment in shot.segments:
                    job = _SegmentJob(frames, segment, store, stop)
                    yield job.begun()  # the keys are looked at next, which takes seconds the first time
                    palette, traced = job.colors()
                    header = self._header(shot, segment, palette, traced)
                    yield from job.run(header, palette, traced, early and early.begin(header))
                if early is not None:
                    early.close()
            except OSError as error:  # reading never gets here: it has sentences of its own
                reason = error.strerror or str(error)
                raise BadRequest(
                    f"Finished frames cannot be written ({reason}); check the disk and try again."
                ) from error

    def _header(
        self, shot: ColorizeShot, segment: SegmentRequest, palette: Palette, traced: Traced | None
    ) -> FrameFileHeader:
        indexed = len(palette) <= MOST_INDEXED
        colors = palette.colors if traced is None else traced.colors
        return FrameFileHeader(
            first=segment.first,
            last=segment.last,
            width=shot.width,
            height=shot.height,
            channels=3,
            colorizer=self.name,
            seed=segment.seed,
            inputs=segment.digest,
            created=time.time(),
            palette=tuple(tuple(color) for color in colors.tolist()) if indexed else (),
            lines=tuple(tuple(color) for color in traced.lines.tolist()) if traced is not None else (),
            info={"version": self.version},
        )


class _SegmentJob:
    """One segment on its way to its file."""

    def __init__(self, shot: Shot, segment: SegmentRequest, store: ColoringStore, stop: Stop) -> None:
        self._shot = shot
        self._segment = segment
        self._stop = stop
        self._tuning = tuning_for(segment.seed, shot.request.settings)
        self._span = shot.span(segment)
        self._store = store
        self._chains: dict[tuple[int, int], Chain] = {}
        self._early: EarlyFrames | None = None
        self._traced: Traced | None = None
        self._done = 0
        self._total = len(self._span)

    def begun(self) -> Progress:
        """To be told before anything is looked at."""
        return self._progress("reading")

    def colors(self) -> tuple[Palette, Traced | None]:
        """The colors of every key within reach and of what is filled between them, and of no other; and the same with
        the colors of the keys' lines, None where these are as they are drawn, or not wanted."""
        codes: list[np.ndarray] = []
        said: dict[int, KeyLines] = {}
        places = self._shot.keys_within_reach(self._span)
        for at, (key, lines) in zip(places, self._shot.pool.map(self._look_at, places)):
            self._check()
            codes += [key.codes, self._shot.hints.fill_colors(at)]
            said |= {at: lines} if lines is not None else {}
        palette = Palette(np.concatenate(codes))
        if not said or len(palette) > MOST_INDEXED:
            return palette, None
        found = Traced(palette, said, np.concatenate([lines.flats for lines in said.values()]))
        return palette, found if found.lines.any() else None

    def _look_at(self, at: int) -> tuple[Palette, KeyLines | None]:
        """The colors of the key on a frame, and what it says of its lines, where that is wanted: told together, as few
        keys are kept at hand."""
        key = self._shot.key(at, self._tuning)
        wanted = colors_lines(self._shot.request.settings)
        return key.palette, self._shot.key_lines(at, key, self._tuning) if wanted else None

    def run(
        self, header: FrameFileHeader, palette: Palette, traced: Traced | None, early: EarlyFrames | None
    ) -> Iterator[News | SegmentDone]:
        """Color the frames in the indices of `palette`, write the file in those of `traced`, if there is any, put it in
        place. Told of while they come are those of `early`, if there is any."""
        self._early, self._traced = early, traced
        request = self._shot.request
        name = f"{header.first:06d}-{header.last:06d}-{header.inputs[:16]}{SUFFIX}"
        path = Path(request.out_dir) / name
        yield from self._look_ahead()
        writer = FrameFileWriter(path, header)
        try:
            yield from self._write(writer, palette)
            self._check()
            self._store.settle()  # whatever cannot be written is told before the segment is done
            written = writer.commit()
        finally:
            writer.abort()
        yield SegmentDone(
            job=request.job,
            segment=self._segment.index,
            first_frame=self._segment.first,
            path=str(path),
            shape=(len(self._span), written.height, written.width, written.channels),
            digest=written.pixels,
        )

    def _check(self) -> None:
        _check(self._stop)

    def _progress(self, stage: Stage) -> Progress:
        self._check()
        return Progress(
            job=self._shot.request.job,
            segment=self._segment.index,
            stage=stage,
            done=min(self._done, self._total),
            total=self._total,
        )

    def _look_ahead(self) -> Iterator[Progress]:
        """Find out where hints are seen, and how much there is to do."""
        ends = self._far_ends()
        for way, end in ends.items():
            for _ in self._chain(*way).follow_hints(end):
                yield self._progress("reading")
        self._total += sum(self._chain(*way).missing(end) for way, end in ends.items())

    def _carry_back(self, ways: Sequence[tuple[int, int]], at: int) -> Iterator[News]:
        """Bring later keys' colors back to the first frame that they are asked for. Not before: frames in front of it,
        which an earlier key colors alone, are done sooner so."""
        for way in ways:
            if way[1] < 0:
                yield from self._walk(self._chain(*way), at)
                del self._chains[way]  # what it holds is on disk until the frames are written

    def _walk(self, chain: Chain, at: int) -> Iterator[News]:
        for colors in chain.walk(at):
            yield from self._news()
            self._done += colors

    def _news(self) -> Iterator[News]:
        """How far it is, and what is there already."""
        yield self._progress("coloring")
        job, segment = self._shot.request.job, self._segment.index
        for first, last, path in self._early.ready() if self._early is not None else ():
            yield FramesReady(job=job, segment=segment, first=first, last=last, path=str(path))

    def _far_ends(self) -> dict[tuple[int, int], int]:
        """Of each chain that tells of this segment, by key and step, the frame of the segment farthest along it."""
        ends: dict[tuple[int, int], int] = {}
        for at in self._span:
            for way in self._ways(at):
                ends[way] = at if way[1] > 0 else ends.get(way, at)
        return ends

    def _ways(self, at: int) -> list[tuple[int, int]]:
        """The keys whose colors are carried to a frame, with the direction they come in.

        From both sides where neither key is far nearer: each chain remembers the other key as it is, so that beyond
        that the second one would cost time and change next to nothing.
        """
        before, after = self._shot.keys_around(at)
        if before is None or (after is not None and ALONE * (after - at) < at - before):
            assert after is not None  # there is a key
            return [(after, -1)]
        if after is None or after == before or ALONE * (at - before) < after - at:
            return [(before, 1)]
        return [(before, 1), (after, -1)]

    @property
    def _by_stroke(self) -> bool:
        return self._traced is not None and self._traced.by_stroke

    def _chain(self, key: int, step: int) -> Chain:
        way = (key, step)
        if way not in self._chains:
            self._chains[way] = Chain(self._shot, key, step, self._tuning, self._store)
        return self._chains[way]

    def _write(self, writer: FrameFileWriter, palette: Palette) -> Iterator[News]:
        request = self._shot.request
        size = (request.width, request.height)
        shot, tuning = self._shot, self._tuning
        with Finisher(writer, palette, size, tuning, shot.pool, self._early, self._traced) as finisher:
            sources: Sequence[object] = []
            ways: list[tuple[int, int]] = []
            yield from self._show_first(finisher, palette)
            for at in self._span:
                yield from self._news()
                begun, ways = ways, self._ways(at)
                yield from self._carry_back([way for way in ways if way not in begun], at)
                chains = [self._chain(*way) for way in ways]
                following = self._ways(at + 1) if at + 1 in self._span else []
                for chain in chains:
                    if (chain.key, chain.step) in following:  # else what was begun would never be fetched
                        chain.expect(at + 1)
                    yield from self._walk(chain, at)
                # Equal sources are the same drawing between the same keys, filled alike: a hold is colored once.
                before, sources = sources, [(chain.key, chain.origin(at), chain.fills(at)) for chain in chains]
                words = [chain.word(at, palette) for chain in chains] if sources != before else []
                self._check()
                drift = self._drift(at)
                drawn = len(words) > 1 or drift is not None or self._by_stroke
                drawing = self._shot.drawing(at, self._tuning) if drawn else None
                finisher.put(words, drawing, drift, [key for key, _ in ways])
                self._done += 1
                for way in ways:
                    if way not in following:  # nor in any later frame's: what it holds is let go
                        del self._chains[way]

    def _show_first(self, finisher: Finisher, palette: Palette) -> Iterator[News]:
        """Color the frame looked at before all others, where colors are to be carried back for those in front of it:
        else its turn comes as soon. What is colored on the way to it is kept for its own turn."""
        watched = self._shot.request.watched
        at = None if watched is None else self._shot.places.get(watched)
        if at is None or at not in self._span or at in self._shot.keys:
            return
        if not any(step < 0 for frame in range(self._span.start, at) for _, step in self._ways(frame)):
            return
        ways = self._ways(at)
        chains = [self._chain(*way) for way in ways]
        for chain in chains:
            yield from self._walk(chain, at)
        words, drift = [chain.word(at, palette) for chain in chains], self._drift(at)
        drawing, keys = self._shot.drawing(at, self._tuning), [key for key, _ in ways]
        finisher.show(self._shot.request.frames[at].number, words, drawing, drift, keys)
        for way in ways:
            if way[1] < 0:
                del self._chains[way]  # it begins anew, from the disk, when it is carried back
        yield from self._news()

    def _drift(self, at: int) -> tuple[Drift, float] | None:
        """What drifts behind a frame, if anything does, and how much of its way it has come."""
        before, after = self._shot.keys_around(at)
        own = {key for key, _ in self._ways(at)}
        if before is None or after is None or at in own or not self._shot.unbound(own, self._tuning):
            return None
        drift = self._shot.drift(before, after, self._tuning)
        return None if drift is None else (drift, (at - before) / (after - before))
