"""One segment from its line art to its finished file: read, encode, remember, denoise, decode, lay the keys."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from torch import Tensor

from engine.errors import BadRequest, JobCancelled
from engine.imaging.extract import extract_line
from engine.imaging.line import flatten
from engine.imaging.stills import StillError, write_png
from engine.longanimation.cels import flat_cels
from engine.longanimation.codec import Codec, pixels
from engine.longanimation.contact import strip
from engine.longanimation.drawing import drawing
from engine.longanimation.encoding import Encoder, avoided, words
from engine.longanimation.finishing import LIFTED, finished, lifts
from engine.longanimation.fusion import Fusion, join_of
from engine.longanimation.history import Memories, Memory, Seen, seen_before
from engine.longanimation.joins import Neighbours, edges_path, neighbours
from engine.longanimation.kept import digest
from engine.longanimation.noise import NoisePlan, SegmentNoise
from engine.longanimation.plan import Plan
from engine.longanimation.provenance import Making
from engine.longanimation.reading import Canvas, ShotPictures, reference_on
from engine.longanimation.references import choose
from engine.longanimation.sampling import Conditions, Controls, Networks, Step, Stop, denoise
from engine.longanimation.signals import Signals
from engine.longanimation.stages import Stages
from engine.longanimation.wish import Wish
from engine.protocol.frames import SUFFIX, FrameFileHeader, FrameFileWriter
from engine.protocol.messages import (
    KeyFrame,
    Note,
    Preview,
    Progress,
    Reference,
    SegmentDone,
    SegmentRequest,
    Stage,
)

log = logging.getLogger(__name__)
Event: TypeAlias = Progress | Preview | Note | SegmentDone
BEFORE, AFTER = 2, 2  # units of progress for what comes before and after the steps, of which each is one
PREVIEW_EVERY = 0.5  # seconds
LONGEST = 161  # frames, beyond which the base model was never made to go


@dataclass(frozen=True)
class Studio:
    """What the segments of a shot have in common."""

    name: str
    version: str
    wish: Wish
    canvas: Canvas
    pictures: ShotPictures
    stages: Stages
    memories: Memories
    signals: Signals
    folder: Path
    stop: Stop

    @cached_property
    def encoder(self) -> Encoder:
        return Encoder(self.stages, self.wish.settings, self.folder / "latents", self.check)

    @property
    def plan(self) -> Plan:
        return self.stages.plan

    @property
    def edges(self) -> Path:
        """The folder of what finished segments keep for their neighbours."""
        return self.folder / "edges"

    def check(self) -> None:
        """Raises JobCancelled."""
        if self.stop():
            raise JobCancelled("the job was stopped")


class SegmentJob:
    """Colors one segment; `takes` are the finished segments that the artist sees, or this job has made."""

    def __init__(self, studio: Studio, segment: SegmentRequest, takes: Sequence[Path]) -> None:
        self._studio, self._segment, self._takes = studio, segment, list(takes)
        self._settings = studio.plan.applied(studio.wish.settings)
        self._numbers = range(segment.first, segment.last + 1)
        if len(self._numbers) > LONGEST:
            raise BadRequest(
                f"Frames {segment.first} to {segment.last} are more than the {LONGEST} that can be colored at once; "
                "cut the shot into shorter segments."
            )
        request = studio.pictures.request
        self._first_frame = segment.first - request.frames[0].number
        self._noise_plan = NoisePlan(self._settings.noise, segment.seed)
        self._laid = studio.pictures.keys if self._settings.lays_keys else ()
        self._total = BEFORE + self._settings.steps + AFTER
        self._shown = 0.0

    def run(self) -> Iterator[Event]:
        """Raises BadRequest, JobCancelled, OSError, torch.OutOfMemoryError; nothing half-made stays under its name."""
        studio, segment = self._studio, self._segment
        yield self._progress("reading", 0)
        with drawing(studio.canvas, self._settings, studio.stages) as draw:
            clip = studio.pictures.sketches(draw, self._numbers, studio.check)
        reference = studio.pictures.sheet(segment) or choose(studio.pictures.keys, segment, studio.pictures.line)
        yield from self._loading("preview", 0)
        preview = studio.stages.preview(self._settings)  # first: what loads for it is what the lines are encoded with
        yield self._progress("encoding", 0)
        sketches = studio.encoder.sketches(clip, self._noise_plan, f"sketch {segment.index}")
        del clip
        shape = (1, sketches.shape[1] + 1, *sketches.shape[2:])
        noise = self._noise_plan.segment(segment.index, self._first_frame, shape, self._settings.steps)
        beside = neighbours(segment, self._takes, self._settings, studio.edges, shape)
        if (sentence := beside.unfused(segment)) is not None:
            yield Note(job=studio.pictures.request.job, text=sentence)
        image, lines = self._reference(reference, noise, sketches)
        said = words(studio.pictures.request, segment, self._settings)
        avoid = avoided(studio.pictures.request, segment)
        if not studio.encoder.knows(said, avoid):
            yield from self._loading("text", 0)
        text, no_text = studio.encoder.texts(said, avoid)
        yield self._progress("remembering", 1)
        with seen_before(segment, self._takes, self._laid, studio.pictures) as seen:
            if not self._settings.remembers_first:
                seen = [one for one in seen if one.number > studio.pictures.request.frames[0].number]
            making = replace(self._making(said, reference, seen, beside), avoided=avoid)
            memory = yield from self._memory(seen)
        yield from self._loading("denoising", BEFORE)
        fusion = self._fusion(beside)
        latents: Tensor | None = None
        with studio.stages.denoising(self._settings.speed) as networks:
            conditions = self._conditions(networks, sketches, lines, image, text, no_text, memory)
            making = replace(making, way=studio.stages.way)
            controls = self._controls(networks, conditions)
            yield self._progress("coloring", BEFORE)
            for step in denoise(networks, conditions, self._settings, noise, fusion, studio.stop, controls):
                latents = step.latents
                yield self._progress("coloring", BEFORE + step.index + 1)
                if time.monotonic() - self._shown >= PREVIEW_EVERY:
                    yield from self._previewed(step, preview.pictures(step.clean[:, 1:]))
            del conditions, controls
        assert latents is not None
        wanted = latents[:, 1:].cpu()
        try:
            fusion.edges().save(edges_path(studio.edges, making.name))
        except OSError as error:  # the frames are worth more than a smooth join later on
            log.warning("edges cannot be kept: %s", error)
            yield Note(job=studio.pictures.request.job, text=self._unkept)
        yield from self._write(making, wanted)

    @property
    def _unkept(self) -> str:
        return (
            f"What joins frames {self._segment.first}-{self._segment.last} to their neighbours could not be written; "
            "check the disk, and color them again for a smooth join."
        )

    def _progress(self, stage: Stage, done: int) -> Progress:
        self._studio.check()
        job = self._studio.pictures.request.job
        steps = self._settings.steps if stage == "coloring" else 0
        step = min(max(0, done - BEFORE), steps)
        return Progress(
            job=job, segment=self._segment.index, stage=stage, done=done, total=self._total, step=step, steps=steps
        )

    def _loading(self, stage: str, done: int) -> Iterator[Progress]:
        """Say that networks are loaded, which takes long from a slow disk, where this stage is not there yet."""
        if self._studio.stages.lacks(stage):
            yield self._progress("loading", done)

    def _reference(self, of: KeyFrame | Reference, noise: SegmentNoise, sketches: Tensor) -> tuple[Tensor, Tensor]:
        """Latents of the key or sheet and of the lines that go with it, each [1, 1, c, h, w]."""
        studio, pictures = self._studio, self._studio.pictures
        picture = pictures.picture(of) if isinstance(of, KeyFrame) else pictures.sheet_picture(of)
        image = studio.encoder.reference(reference_on(studio.canvas, picture), noise.reference)
        number = of.number if isinstance(of, KeyFrame) else None
        own = self._settings.reference_sketch_always or self._segment.index == 0 or number == self._segment.first
        with drawing(studio.canvas, self._settings, studio.stages) as draw:
            if own and self._settings.extracts_lines:
                lines = flatten(picture, 255)
            elif own:
                lines = pictures.line(number) if number is not None else extract_line(picture)
            else:
                lines = pictures.line(self._segment.first)
            line = draw(lines)[None]
        return image, studio.encoder.sketches(line, self._noise_plan, f"reference {self._segment.index}")

    def _making(self, said: str, reference: KeyFrame | Reference, seen: Sequence[Seen], beside: Neighbours) -> Making:
        studio, segment = self._studio, self._segment
        contents = studio.memories.contents(seen, self._settings, studio.check)
        drawn = {frame.number: frame.digest for frame in studio.pictures.request.frames}
        return Making(
            version=studio.version,
            weights=studio.stages.source.digest,
            wish=studio.wish,
            plan=studio.plan,
            canvas=studio.canvas,
            segment=segment,
            first_frame=self._first_frame,
            words=said,
            lines=[drawn[number] for number in self._numbers],
            reference=(reference.number if isinstance(reference, KeyFrame) else "sheet", reference.digest),
            keys=[key for key in self._laid if key.number in self._numbers],
            history=digest(contents),
            joins=beside.made,
        )

    def _memory(self, seen: Sequence[Seen]) -> Generator[Progress, None, Memory | None]:
        studio = self._studio
        if not seen:
            return None
        yield from self._loading("memory", 1)
        with studio.stages.memory() as encoder:
            yield self._progress("remembering", 1)
            return studio.memories.of(encoder, studio.stages.source.digest, seen, self._settings, studio.check)

    def _fusion(self, beside: Neighbours) -> Fusion:
        earlier, later = (side.edges if side is not None else None for side in (beside.earlier, beside.later))
        return Fusion(join_of(self._settings), earlier, later, keep_as=self._studio.plan.dtype)

    def _conditions(
        self,
        networks: Networks,
        sketches: Tensor,
        lines: Tensor,
        image: Tensor,
        text: Tensor,
        no_text: Tensor,
        memory: Memory | None,
    ) -> Conditions:
        plan = self._studio.plan

        def there(tensor: Tensor) -> Tensor:
            return tensor.to(plan.device, plan.dtype)

        projected = None
        if memory is not None and networks.dglm is not None:
            with torch.no_grad():
                projected = networks.dglm.project(there(memory.whole), there(memory.latest))
        empty = torch.zeros_like(sketches)
        return Conditions(
            there(torch.cat([lines, sketches], dim=1)),
            there(torch.cat([image.to(empty), empty], dim=1)),
            there(text),
            there(no_text),
            projected,
        )

    def _controls(self, networks: Networks, conditions: Conditions) -> Controls | None:
        """What the control branch gave when this segment was colored with another seed."""
        stages, config = self._studio.stages, networks.transformer.config
        made_by = f"{stages.source.digest} {stages.plan.recipe} {stages.way}"
        width = config["num_attention_heads"] * config["attention_head_dim"]
        return self._studio.signals.of(conditions, self._settings, made_by, width)

    def _previewed(self, step: Step, small: np.ndarray) -> Iterator[Preview]:
        """Nothing where it cannot be written: somebody may be reading the one before, and the next one comes soon."""
        studio, request = self._studio, self._studio.pictures.request
        path = studio.folder / "previews" / f"{self._segment.first:06d}.png"
        self._shown = time.monotonic()
        try:
            path.parent.mkdir(exist_ok=True)
            write_png(path, strip(small, studio.canvas, studio.wish.weights == "tiny"))
        except (StillError, OSError) as error:
            log.warning("a preview is left out: %s", error)
            return
        at, count = step.index + 1, len(small)
        yield Preview(job=request.job, segment=self._segment.index, step=at, path=str(path), frames=count)

    def _frames(self, latents: Tensor) -> Iterator[np.ndarray]:
        """The generated frames (H, W, 3) uint8 on the canvas, without what was added to the segment's end."""
        left = len(self._numbers)
        with self._studio.stages.vae() as vae:
            for group in Codec(vae, self._settings).decode(latents, self._studio.stop):
                yield from pixels(group[:left])
                left -= len(group[:left])
                if not left:
                    return

    def _write(self, making: Making, latents: Tensor) -> Iterator[Event]:
        studio, segment, request = self._studio, self._segment, self._studio.pictures.request
        keys = {
            key.number - segment.first: studio.pictures.picture(key)
            for key in self._laid
            if key.number in self._numbers
        }
        cels = flat_cels(studio.pictures, keys) if studio.wish.flat_cels else None
        header = FrameFileHeader(
            first=segment.first,
            last=segment.last,
            width=request.width,
            height=request.height,
            channels=3,
            colorizer=studio.name,
            seed=segment.seed,
            inputs=segment.digest,
            created=time.time(),
            info={**making.info(), **({LIFTED: studio.wish.lift} if lifts(studio.wish, studio.canvas) else {})},
            palette=cels.palette if cels is not None else (),
        )
        path = Path(request.out_dir) / f"{segment.first:06d}-{segment.last:06d}-{segment.digest[:16]}{SUFFIX}"
        writer = FrameFileWriter(path, header)
        made = finished(self._frames(latents), keys, studio.canvas, studio.wish, studio.pictures, segment.first)
        try:
            for done, frame in enumerate(made):
                yield self._progress("writing", self._total - AFTER + AFTER * done // len(self._numbers))
                if cels is not None:
                    frame = cels.indices(done, frame, studio.pictures.line(segment.first + done))
                writer.append(frame)
            studio.check()
            written = writer.commit()
        finally:
            writer.abort()
        yield SegmentDone(
            job=request.job,
            segment=segment.index,
            first_frame=segment.first,
            path=str(path),
            shape=(len(self._numbers), written.height, written.width, written.channels),
            digest=written.pixels,
        )
