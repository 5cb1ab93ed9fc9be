"""A real engine process killed in the middle of a shot: another goes on and gives the frames of one never killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from shots import Drawn, colored, drawn, history, pictures
from spoken_to import Engine

from engine.protocol.messages import ColorizeShot, Hello, JobDone, JobFailed, Progress, SegmentDone

CUT = [(1, 33), (17, 49), (33, 60)]


@pytest.fixture
def engines() -> Iterator[list[Engine]]:
    """Engines that a test starts; those it leaves are ended."""
    started: list[Engine] = []
    yield started
    for engine in started:
        if engine.process.poll() is None:
            engine.process.kill()
        engine.end()


def told(engines: list[Engine], request: ColorizeShot) -> Iterator[object]:
    """What a new engine says of this request, after its hello."""
    engine = Engine(OMP_NUM_THREADS="1")
    engines.append(engine)
    hello = engine.next(60)
    assert isinstance(hello, Hello)
    assert [info.name for info in hello.colorizers] == ["draft", "longanimation"]
    engine.send(request)
    while not isinstance(event := engine.next(120), JobDone):
        assert not isinstance(event, JobFailed | None), event
        yield event


def elsewhere(shot: Drawn, name: str) -> ColorizeShot:
    folder = shot.folder / name
    request = msgspec.structs.replace(shot.request, out_dir=str(folder / "out"), cache_dir=str(folder / "cache"))
    for path in (request.out_dir, request.cache_dir):
        Path(path).mkdir(parents=True)
    return request


@pytest.mark.timeout(900)  # three engines that each load torch: a busy computer takes its time
@pytest.mark.parametrize("stage", ["coloring", pytest.param("writing", marks=pytest.mark.long)])
def test_a_killed_engine_leaves_nothing_that_changes_a_frame(
    make_shot, tmp_path, engines, colorizer, stage: str
) -> None:
    shot = drawn(make_shot, tmp_path, 60, keys=(1, 45), cut=CUT)
    whole = colored(elsewhere(shot, "whole"), colorizer)  # in this process: which one it is makes no difference

    request, done = elsewhere(shot, "killed"), []
    for event in told(engines, request):
        if isinstance(event, SegmentDone):
            done.append(event)
        if isinstance(event, Progress) and event.segment == 1 and event.stage == stage and event.done % 3 == 0:
            engines[-1].process.kill()
            break
    assert engines[-1].process.wait(10) == -9
    assert [one.segment for one in done] == [0]

    rest = msgspec.structs.replace(request, segments=request.segments[1:], history=history(done))
    done += [event for event in told(engines, rest) if isinstance(event, SegmentDone)]
    assert [one.segment for one in done] == [0, 1, 2]
    for one, other in zip(done, whole, strict=True):
        assert one.digest == other.digest
        np.testing.assert_array_equal(pictures(one.path), pictures(other.path))


def test_an_engine_says_hello_without_loading_a_model_library(engines) -> None:
    engine = Engine()
    engines.append(engine)
    assert isinstance(engine.next(60), Hello)
    maps = Path(f"/proc/{engine.process.pid}/maps")
    if not maps.exists():
        pytest.skip("the libraries of a process cannot be seen here")
    assert "libtorch" not in maps.read_text()
