"""`python -m engine.training.longanimation.evaluate`: colors a clip with what a run has learned, as the product does.

`color` writes PNG files and prints JSON lines; `clips` writes made-up clips that no run was trained on.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from engine.errors import EngineError
from engine.imaging.compose import lay_lines
from engine.imaging.stills import StillError, file_digest, read_still, still_size, write_png
from engine.longanimation.finishing import LIFTED
from engine.longanimation.kept import digest
from engine.longanimation.settings import FRAMES, product
from engine.longanimation.shot import Workshop, color
from engine.protocol.frames import FrameFile
from engine.protocol.messages import ColorizeShot, KeyFrame, LineFrame, SegmentDone, SegmentRequest
from engine.training.clips import make_clip
from engine.training.longanimation.clips import HELD_OUT
from engine.training.longanimation.configs import STAGES, TrainingError
from engine.training.longanimation.source import Remembers, RunSource

NAME = "longanimation"
UNFUSED = 0
"""As the step from which segments are fused: never."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 where it cannot be done."""
    wishes = _parser().parse_args(arguments)
    try:
        wishes.action(wishes)
    except (TrainingError, EngineError, StillError) as error:
        _say("failed", sentence=str(error))
        return 2
    except OSError as error:
        _say("failed", sentence=f"A file cannot be read or written ({error}).")
        return 2
    return 0


def color_clip(
    source: RunSource, clip: Path, keys: Sequence[int], out: Path, steps: int, fused: int, told: Callable[[int], None],
    seed: int = 0,
) -> int:  # fmt: skip
    """Color `clip`/line from some frames of `clip`/color into `out`/0001.png ..; returns how many frames.

    fused: segments are fused in the last so many of 50 steps (the paper's t_st), or UNFUSED. `told` hears of frames
    that are done. Raises EngineError, TrainingError, OSError, FrameFileError.
    """
    with tempfile.TemporaryDirectory() as folder:
        request = _request(source, clip, keys, Path(folder), steps, fused, seed)
        lines = {frame.number: Path(frame.path) for frame in request.frames}
        out.mkdir(parents=True, exist_ok=True)
        shown: set[int] = set()
        for done in _segments(request, source, fused):
            with FrameFile(Path(done.path)) as file:
                # A later segment is seen from the middle of what it shares with the one before.
                start = done.first_frame + (product().overlap // 2 if shown else 0)
                for number in range(start, file.header.last + 1):
                    frame = file.frame(number - done.first_frame)
                    if LIFTED in file.header.info and number not in keys:
                        frame = lay_lines(frame, read_still(lines[number]), "dark")
                    write_png(out / lines[number].name, frame)
                    shown.add(number)
            told(len(shown))
        return len(request.frames)


def _segments(request: ColorizeShot, source: RunSource, fused: int) -> Iterator[SegmentDone]:
    workshop = Workshop(source)
    for event in color(NAME, "1", request, lambda: False, workshop):
        if isinstance(event, SegmentDone):
            if fused == UNFUSED:  # what the next one would be fused with
                shutil.rmtree(Path(request.cache_dir) / NAME / "edges")
                (Path(request.cache_dir) / NAME / "edges").mkdir()
            yield event


def _request(
    source: RunSource, clip: Path, keys: Sequence[int], folder: Path, steps: int, fused: int, seed: int
) -> ColorizeShot:
    lines = sorted((clip / "line").glob("*.png"))
    if not lines:
        raise TrainingError(f'There are no pictures in "{clip / "line"}".')
    width, height = still_size(lines[0])
    stride = FRAMES - product().overlap
    starts = range(1, max(2, len(lines) - product().overlap + 1), stride)
    (folder / "out").mkdir()
    (folder / "cache").mkdir()
    return ColorizeShot(
        job="evaluate",
        colorizer=NAME,
        width=width,
        height=height,
        frames=tuple(
            LineFrame(number=at, path=str(path), digest=file_digest(path)) for at, path in enumerate(lines, 1)
        ),
        keys=tuple(
            KeyFrame(number=at, path=str(path), digest=file_digest(path))
            for at in keys
            if (path := clip / "color" / f"{at:04d}.png")
        ),
        segments=tuple(
            SegmentRequest(
                index=index,
                first=start,
                last=min(start + FRAMES - 1, len(lines)),
                seed=seed,
                digest=digest(start, seed),
            )
            for index, start in enumerate(starts)
        ),
        out_dir=str(folder / "out"),
        cache_dir=str(folder / "cache"),
        settings={
            "weights": "tiny",  # of a size that any computer holds
            "memory": "resident",
            "working_height": source.config.height,
            "preset": "final",
            "steps": steps,
            "sampler": "sde" if steps >= 40 else "ode",
            "guidance": source.config.guidance,
            "lift": "swatches",
            "fusion_from": 1 - (fused or 20) / 50,
        },
    )


def make_clips(folder: Path, count: int, frames: int, size: tuple[int, int], told: Callable[[int], None]) -> None:
    """Clips of seeds that are never trained on, as folders with line, color and keys.json. Raises OSError."""
    for at in range(count):
        place = folder / f"made_{HELD_OUT + 1 + at}"
        clip = make_clip(HELD_OUT + 1 + at, size, frames)
        for kind in ("line", "color"):
            (place / kind).mkdir(parents=True, exist_ok=True)
        for number, frame in enumerate(clip.frames, 1):
            write_png(place / "line" / f"{number:04d}.png", frame.line)
            write_png(place / "color" / f"{number:04d}.png", lay_lines(frame.color, frame.line, "dark"))
        sets = {"one": [1], "three": sorted({1, (frames + 1) // 2, frames})}
        (place / "keys.json").write_text(json.dumps(sets), "utf-8")
        told(at + 1)


def _color(wishes: argparse.Namespace) -> None:
    source = RunSource(wishes.run, wishes.remembers, wishes.until)
    count = len(list((wishes.clip / "line").glob("*.png")))
    frames = color_clip(
        source, wishes.clip, wishes.keys, wishes.out, wishes.steps, wishes.fused,
        lambda done: _say("progress", done=done, total=count), wishes.seed,
    )  # fmt: skip
    _say("done", frames=frames, stages=source.steps, config=source.config.name)


def _clips(wishes: argparse.Namespace) -> None:
    make_clips(
        wishes.folder, wishes.count, wishes.frames, wishes.size,
        lambda done: _say("progress", done=done, total=wishes.count),
    )  # fmt: skip
    _say("done", clips=wishes.count)


def _say(event: str, **facts: object) -> None:
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.training.longanimation.evaluate", description=__doc__)
    commands = parser.add_subparsers(required=True)
    coloring = commands.add_parser("color")
    coloring.add_argument("run", type=Path)
    coloring.add_argument("clip", type=Path)
    coloring.add_argument("out", type=Path)
    coloring.add_argument("--keys", type=int, nargs="+", required=True)
    coloring.add_argument("--remembers", choices=get_args(Remembers), default="both")
    coloring.add_argument("--until", choices=STAGES, default=STAGES[-1])
    coloring.add_argument("--steps", type=int, default=50)
    coloring.add_argument("--fused", type=int, default=20)
    coloring.add_argument("--seed", type=int, default=0)
    coloring.set_defaults(action=_color)
    making = commands.add_parser("clips")
    making.add_argument("folder", type=Path)
    making.add_argument("--count", type=int, default=3)
    making.add_argument("--frames", type=int, default=321)
    making.add_argument("--size", type=_size, default=(512, 288))
    making.set_defaults(action=_clips)
    return parser


if __name__ == "__main__":
    sys.exit(main())
