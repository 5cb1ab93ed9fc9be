"""Every message between app and engine, as frozen tagged structs.

Paths are absolute. Frame numbers are the source's own numbers. A message that does not decode raises
`msgspec.ValidationError` or `msgspec.DecodeError`; unknown fields are ignored, unknown types are an error.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

PROTOCOL_VERSION = 1

Fault = Literal["bad_request", "missing_weights", "out_of_memory", "cancelled", "internal"]
Stage = Literal["loading", "reading", "encoding", "remembering", "coloring", "writing", "stopping"]


class Message(msgspec.Struct, frozen=True, tag_field="type", kw_only=True):
    """Base of all messages; the class name is the tag."""


class LineFrame(msgspec.Struct, frozen=True, kw_only=True):
    """One frame of line art. An empty `path` is a blank drawing. Equal digests are the same drawing."""

    number: int
    path: str
    digest: str


class KeyFrame(msgspec.Struct, frozen=True, kw_only=True):
    """A colored frame laid by the artist, of the line art's size; RGB or RGBA image file."""

    number: int
    path: str
    digest: str


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A character sheet: colors apart from any frame."""

    name: str
    path: str
    digest: str


class PromptRange(msgspec.Struct, frozen=True, kw_only=True):
    """Text for the frames first..last, both included; source numbers. `avoid` says what should not be seen there."""

    first: int
    last: int
    text: str
    avoid: str = ""


class HintAnchor(msgspec.Struct, frozen=True, kw_only=True):
    """Where a hint was put on one frame (source number), in pixels of the line art from the middle of the top left
    one."""

    number: int
    x: float
    y: float


class ColorHint(msgspec.Struct, frozen=True, kw_only=True):
    """A place with a color (r, g, b), 0 to 255, followed through the shot from where the artist put it.

    With `only` it counts on those frames alone (source numbers, first and last included), and nothing is carried on
    from there to others.
    """

    color: tuple[int, int, int]
    anchors: tuple[HintAnchor, ...]
    only: tuple[int, int] | None = None


class SegmentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One segment to color: frames first..last (source numbers, both included), its place in the plan, its
    seed, and the digest of all its inputs, which the finished file carries. `reference` is the frame of the key to
    take its colors from, for colorizers that refer to one; `sheet` the digest of the one among the request's references
    to take them from instead. None leaves the choice to them."""

    index: int
    first: int
    last: int
    seed: int
    digest: str
    reference: int | None = None
    sheet: str | None = None


class HistoryFrames(msgspec.Struct, frozen=True, kw_only=True):
    """A finished segment the artist now sees, readable with `frames.FrameFile`."""

    first: int
    last: int
    path: str


class ColorizeShot(Message, frozen=True, kw_only=True):
    """Color some segments of a shot, in the order given.

    `frames` is the whole shot in order; `keys` may be empty only for colorizers that can do without.
    `polarity` says which side of the line art is ink: "dark" ink on light paper, "light" on dark, or "alpha". `decoded`
    line art was written by the app, from a movie or colored pictures: the artist has no drawings to read again.
    `settings` are the colorizer's own named values. `hints` hold between the keys around each of their anchors, a
    later one over an earlier one, for colorizers that heed them. Finished segments are written to `out_dir`. Where
    somebody looks on, `watched` is the frame looked at as this is asked for: colorizers that can tell of frames before
    their segment is done, that one first. It changes no pixel.
    """

    job: str
    colorizer: str
    width: int
    height: int
    frames: tuple[LineFrame, ...]
    keys: tuple[KeyFrame, ...]
    segments: tuple[SegmentRequest, ...]
    out_dir: str
    cache_dir: str
    polarity: Literal["dark", "light", "alpha"] = "dark"
    decoded: bool = False
    references: tuple[Reference, ...] = ()
    prompts: tuple[PromptRange, ...] = ()
    settings: dict[str, bool | int | float | str] = {}
    history: tuple[HistoryFrames, ...] = ()
    hints: tuple[ColorHint, ...] = ()
    watched: int | None = None


class Cancel(Message, frozen=True, kw_only=True):
    """Stop the named job at the next frame or step; answered by JobFailed(fault="cancelled")."""

    job: str


class Shutdown(Message, frozen=True, kw_only=True):
    """Finish nothing more and exit."""


class ColorizerInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a colorizer is and whether it can run here; `missing` says in plain words what it lacks.

    `memory` says in plain words what memory a shot would take and what is free, `memory_tier` how the networks would
    share it, `memory_needed` and `memory_free` are the bytes; empty and 0 where there is nothing to tell.
    """

    name: str
    version: str
    ready: bool
    missing: str = ""
    memory_tier: str = ""
    memory_needed: int = 0
    memory_free: int = 0
    memory: str = ""


class Hello(Message, frozen=True, kw_only=True):
    """First message of the engine. `memory` is the device's free memory in bytes."""

    protocol: int
    engine: str
    device: str
    memory: int
    colorizers: tuple[ColorizerInfo, ...]


class Progress(Message, frozen=True, kw_only=True):
    """`done` of `total` of the segment with this plan index, in units of the colorizer's own.

    Colorizers that denoise say which `step` of how many `steps` is done last, 0 before the first.
    Stage "stopping" with segment -1 is the engine's word that a Cancel has arrived.
    """

    job: str
    segment: int
    stage: Stage
    done: int
    total: int
    step: int = 0
    steps: int = 0


class Preview(Message, frozen=True, kw_only=True):
    """A picture of work under way; at most two a second. It has small frames of the segment, evenly chosen from first
    to last, one below another: `frames` of them."""

    job: str
    segment: int
    step: int
    path: str
    frames: int = 1


class FramesReady(Message, frozen=True, kw_only=True):
    """Frames first..last of the segment under way are colored; `path` is a frame file of them to be looked at until the
    segment is done. The same pixels come with the segment."""

    job: str
    segment: int
    first: int
    last: int
    path: str


class Note(Message, frozen=True, kw_only=True):
    """One sentence that the artist should read while the job goes on."""

    job: str
    text: str


class SegmentDone(Message, frozen=True, kw_only=True):
    """A segment is complete on disk: `shape` is (frames, height, width, channels), `digest` of the pixels."""

    job: str
    segment: int
    first_frame: int
    path: str
    shape: tuple[int, int, int, int]
    digest: str


class JobDone(Message, frozen=True, kw_only=True):
    """All requested segments are done."""

    job: str
    seconds: float


class JobFailed(Message, frozen=True, kw_only=True):
    """The job ended early. `detail` is for the log; what the artist reads is written in the app."""

    job: str
    fault: Fault
    detail: str = ""


ToEngine: TypeAlias = ColorizeShot | Cancel | Shutdown
ToApp: TypeAlias = Hello | Progress | Preview | FramesReady | Note | SegmentDone | JobDone | JobFailed
