"""A request carried out segment by segment: plan, room, and a smaller way where memory runs out."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import torch

from engine.errors import BadRequest, MissingWeights, WeightsNotFetched, ran_out_of_memory
from engine.longanimation.heap import large_tensors_apart
from engine.longanimation.history import Memories
from engine.longanimation.kept import KeptTensors
from engine.longanimation.models.rope import PIXELS
from engine.longanimation.networks import Source
from engine.longanimation.plan import GB, Forecast, Plan, need, plan_for
from engine.longanimation.reading import ShotPictures, canvas_of, padded_length
from engine.longanimation.sampling import Stop
from engine.longanimation.segment import Event, SegmentJob, Studio
from engine.longanimation.signals import Signals
from engine.longanimation.stages import Stages
from engine.longanimation.wish import Wish, wish_of
from engine.protocol.keeping import kept_bytes
from engine.protocol.messages import ColorizeShot, Note, SegmentDone, SegmentRequest

log = logging.getLogger(__name__)
_THREADS = torch.get_num_threads()  # as torch finds right for this computer
EDGE_BYTES, CACHE_BYTES = 8 * GB, 2 * GB  # kept on disk at most
DISK_MARGIN = 200_000_000
SHEETS = (
    "LongAnimation looks at a model sheet only for segments that have it as their reference. "
    "Choose it in the menu of a segment."
)


class Workshop:
    """What outlives a request: networks that are loaded, the memory of frames that were read, control signals.

    `source`: where networks come from, other than from where a request wishes them.
    """

    def __init__(self, source: Source | None = None) -> None:
        self._source = source
        self.memories, self.signals = Memories(), Signals()
        self._stages: Stages | None = None
        self._wished: tuple[object, ...] = ()
        self._tokens = 0  # of a segment that the plan has room for

    def stages(self, wish: Wish, tokens: int) -> Stages:
        """The networks as they are wished for; those of before go unless they are the same. Raises MissingWeights."""
        wished = (wish.weights, wish.memory)
        if self._stages is None or wished != self._wished or tokens > self._tokens:
            self.close()
            source = self._source or source_of(wish)
            self._stages = Stages(source, plan_for(source.costs, tokens, wish.memory, wish.weights == "released"))
            self._wished, self._tokens = wished, tokens
        return self._stages

    def smaller(self, plan: Plan) -> Stages:
        """The same networks with less memory. Raises OutOfMemory where there is no smaller way."""
        assert self._stages is not None
        source = self._stages.source
        self._stages.close()
        self._stages = Stages(source, plan.smaller())
        return self._stages

    def close(self) -> None:
        """Let all networks go."""
        if self._stages is not None:
            self._stages.close()
        self._stages = None


def source_of(wish: Wish) -> Source:
    """Where the networks that are wished for come from. Raises MissingWeights."""
    large_tensors_apart()
    if wish.weights == "tiny":
        from engine.longanimation.tiny import TinySource

        torch.set_num_threads(1)  # more only wait for each other in networks this small
        return TinySource()
    if wish.weights == "mini":
        from engine.longanimation.mini import MiniSource

        torch.set_num_threads(_THREADS)
        return MiniSource()
    from engine.longanimation.released import released

    torch.set_num_threads(_THREADS)
    try:
        return released()
    except WeightsNotFetched as error:
        raise MissingWeights(str(error)) from error


def color(name: str, version: str, request: ColorizeShot, stop: Stop, workshop: Workshop) -> Iterator[Event]:
    """Color the segments in the order given. Raises EngineError, OSError."""
    wish = wish_of(request.settings)
    fits = wish.settings.sketch_fit, wish.settings.reference_fit
    canvas = canvas_of(request.width, request.height, wish.working_height, *fits)
    tokens = _tokens(request, canvas.canvas_width, canvas.canvas_height)
    stages = workshop.stages(wish, tokens)
    folder = Path(request.cache_dir) / name
    KeptTensors(folder / "edges").prune(EDGE_BYTES)
    KeptTensors(folder / "latents").prune(CACHE_BYTES)
    if {sheet.digest for sheet in request.references} - {segment.sheet for segment in request.segments}:
        yield Note(job=request.job, text=SHEETS)
    pictures = ShotPictures(request)

    def studio(stages: Stages) -> Studio:
        return Studio(
            name, version, wish, canvas, pictures, stages, workshop.memories, workshop.signals, folder, stop
        )  # fmt: skip

    yield from _segments(studio(stages), studio, workshop, tokens)


def _segments(here: Studio, anew: Callable[[Stages], Studio], workshop: Workshop, tokens: int) -> Iterator[Event]:
    """One after the other; where memory runs out, again and from then on with less of it."""
    request = here.pictures.request
    takes = {(frames.first, frames.last): Path(frames.path) for frames in request.history}
    for segment in request.segments:
        _check_room(request, segment, here, tokens)
        known = [path for span, path in takes.items() if span != (segment.first, segment.last)]
        while True:
            try:
                for event in SegmentJob(here, segment, known).run():
                    if isinstance(event, SegmentDone):
                        takes[segment.first, segment.last] = Path(event.path)
                    yield event
                break
            except (RuntimeError, MemoryError) as error:
                if not ran_out_of_memory(error):
                    raise
                log.warning("out of memory with %s: %s", here.plan, str(error))  # not the error: it holds tensors
            # Outside of the handler: the exception holds on to what takes the memory.
            workshop.signals.clear()
            here = anew(workshop.smaller(here.plan))
            words = here.plan.tier.words
            yield Note(job=request.job, text=f"Memory ran short, so coloring goes on with less: {words}.")


def _tokens(request: ColorizeShot, width: int, height: int) -> int:
    """Of the longest segment."""
    frames = max((segment.last - segment.first + 1 for segment in request.segments), default=1)
    pairs = (padded_length(frames) // 4 + 2) // 2
    return pairs * (width // PIXELS) * (height // PIXELS)


def _check_room(request: ColorizeShot, segment: SegmentRequest, studio: Studio, tokens: int) -> None:
    """Raises BadRequest where the finished frames would not fit on the disk."""
    frames = segment.last - segment.first + 1
    packed = request.width * request.height * 3 * frames // 2  # about half is left of them
    settings, side = studio.wish.settings, studio.wish.working_height
    kept = kept_bytes(request.width, request.height, frames, settings.steps, side, settings.fusion_from)
    on_card = studio.plan.device.type != "cpu"
    told = Forecast(need(studio.stages.source.costs, tokens, studio.plan.tier, on_card), packed + kept)
    log.info("segment %d, %s: %s", segment.index, studio.plan.tier, told)
    free = shutil.disk_usage(request.out_dir).free
    if free < told.disk + DISK_MARGIN:
        raise BadRequest(
            f"The finished frames need about {told.disk / GB:.1f} GB and the disk has {free / GB:.1f} GB left; "
            "free some space, then generate again."
        )
