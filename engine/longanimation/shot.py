"""A request carried out segment by segment: plan, room, and a smaller way where memory runs out."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import torch

from engine.errors import BadRequest, MissingWeights, WeightsNotFetched
from engine.longanimation.encoding import Encoder
from engine.longanimation.history import Memories
from engine.longanimation.kept import KeptTensors
from engine.longanimation.models.rope import PIXELS
from engine.longanimation.networks import Source
from engine.longanimation.pace import Pace
from engine.longanimation.plan import GB, Plan, Tier, forecast, plan_for
from engine.longanimation.reading import ShotPictures, canvas_of, padded_length
from engine.longanimation.sampling import Stop
from engine.longanimation.segment import Event, SegmentJob, Studio
from engine.longanimation.stages import Stages
from engine.longanimation.wish import Wish, wish_of
from engine.protocol.messages import ColorizeShot, Note, SegmentDone, SegmentRequest

log = logging.getLogger(__name__)
_THREADS = torch.get_num_threads()  # as torch finds right for this computer
EDGE_BYTES, CACHE_BYTES = 8 * GB, 2 * GB  # kept on disk at most
DISK_MARGIN = 200_000_000
EDGE_TOKEN = 40  # bytes that a segment keeps for its neighbours, for each token and step
IN_WORDS = {
    Tier.SWAPPED: "one network is loaded at a time",
    Tier.STREAMED: "networks are brought in piece by piece, which takes longer",
    Tier.COMPACT: "networks are kept in 8 bits, which takes longer and may differ slightly",
}


class Workshop:
    """What outlives a request: networks that are loaded, and the memory of frames that were read."""

    def __init__(self) -> None:
        self.memories = Memories()
        self._stages: Stages | None = None
        self._wished: tuple[object, ...] = ()
        self._tokens = 0  # of a segment that the plan has room for

    def stages(self, wish: Wish, tokens: int) -> Stages:
        """The networks as they are wished for; those of before go unless they are the same. Raises MissingWeights."""
        wished = (wish.weights, wish.memory, wish.settings.speed.fast_attention)
        if self._stages is None or wished != self._wished or tokens > self._tokens:
            self.close()
            source = source_of(wish)
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
    if wish.weights == "tiny":
        from engine.longanimation.tiny import TinySource

        torch.set_num_threads(1)  # more only wait for each other in networks this small
        return TinySource()
    from engine.longanimation.released import released

    torch.set_num_threads(_THREADS)
    try:
        return released(wish.settings.speed.fast_attention)
    except WeightsNotFetched as error:
        raise MissingWeights(str(error)) from error


def color(name: str, version: str, request: ColorizeShot, stop: Stop, workshop: Workshop) -> Iterator[Event]:
    """Color the segments in the order given. Raises EngineError, OSError."""
    wish = wish_of(request.settings)
    canvas = canvas_of(request.width, request.height, wish.working_height)
    tokens = _tokens(request, canvas.canvas_width, canvas.canvas_height)
    stages = workshop.stages(wish, tokens)
    folder = Path(request.cache_dir) / name
    KeptTensors(folder / "edges").prune(EDGE_BYTES)
    KeptTensors(folder / "latents").prune(CACHE_BYTES)
    pictures = ShotPictures(request)
    takes = {(frames.first, frames.last): Path(frames.path) for frames in request.history}

    def studio(stages: Stages) -> Studio:
        def check() -> None:
            made.check()

        encoder = Encoder(stages, wish.settings, folder / "latents", check)
        made = Studio(
            name, version, wish, canvas, pictures, stages, encoder, workshop.memories, folder, stop
        )  # fmt: skip
        return made

    here, pace = studio(stages), Pace(folder / "pace.json")
    for segment in request.segments:
        begun = time.monotonic()
        _check_room(request, segment, here, tokens, pace)
        while True:
            try:
                known = [path for span, path in takes.items() if span != (segment.first, segment.last)]
                for event in SegmentJob(here, segment, known).run():
                    if isinstance(event, SegmentDone):
                        takes[segment.first, segment.last] = Path(event.path)
                    yield event
                break
            except torch.OutOfMemoryError as error:
                log.warning("out of memory with %s: %s", here.plan, str(error))  # not the error: it holds tensors
            # Outside of the handler: the exception holds on to what takes the memory.
            here = studio(workshop.smaller(here.plan))
            begun = time.monotonic()
            tier = here.plan.tier
            yield Note(job=request.job, text=f"Memory ran short, so coloring goes on with less: {IN_WORDS[tier]}.")
        pace.add(_kind(here), time.monotonic() - begun, tokens * wish.settings.steps)


def _tokens(request: ColorizeShot, width: int, height: int) -> int:
    """Of the longest segment."""
    frames = max((segment.last - segment.first + 1 for segment in request.segments), default=1)
    pairs = (padded_length(frames) // 4 + 2) // 2
    return pairs * (width // PIXELS) * (height // PIXELS)


def _kind(studio: Studio) -> str:
    """Runs of one kind take alike long for each token and step."""
    return f"{studio.wish.weights} {studio.wish.preset} {studio.plan.device} {studio.plan.tier}"


def _check_room(request: ColorizeShot, segment: SegmentRequest, studio: Studio, tokens: int, pace: Pace) -> None:
    """Raises BadRequest where the finished frames would not fit on the disk."""
    frames = segment.last - segment.first + 1
    packed = request.width * request.height * 3 * frames // 2  # about half is left of them
    kept = EDGE_TOKEN * tokens * studio.wish.settings.steps
    seconds = pace.seconds(_kind(studio), tokens * studio.wish.settings.steps)
    told = forecast(studio.stages.source.costs, tokens, studio.plan, packed + kept, seconds)
    log.info("segment %d, %s: %s", segment.index, studio.plan.tier, told)
    free = shutil.disk_usage(request.out_dir).free
    if free < told.disk + DISK_MARGIN:
        raise BadRequest(
            f"The finished frames need about {told.disk / GB:.1f} GB and the disk has {free / GB:.1f} GB left; "
            "free some space, then generate again."
        )
