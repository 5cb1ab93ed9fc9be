"""The worker: whatever a colorizer does, each job ends in exactly one JobDone or JobFailed and the next one runs."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.colorizers import Event
from engine.errors import BadRequest, EngineError, JobCancelled, MissingWeights, OutOfMemory
from engine.protocol.messages import ColorizerInfo, ColorizeShot, JobDone, JobFailed, LineFrame, Message, Progress
from engine.worker import Worker

Work = Callable[[ColorizeShot, Callable[[], bool]], Iterator[Event]]


class Scripted:
    """A colorizer that does what a test says."""

    name, version = "scripted", "1"

    def __init__(self, work: Work) -> None:
        self._work = work

    def colorize(self, shot: ColorizeShot, stop: Callable[[], bool]) -> Iterator[Event]:
        return self._work(shot, stop)

    def info(self) -> ColorizerInfo:
        return ColorizerInfo(name=self.name, version=self.version, ready=True)


class Running:
    """A Worker at work on a thread of its own."""

    def __init__(self, work: Work) -> None:
        self.sent: list[Message] = []
        self.worker = Worker({"scripted": Scripted(work)}, self.sent.append)
        self.thread = threading.Thread(target=self.worker.run)
        self.thread.start()

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *error: object) -> None:
        self.worker.stop()
        self.thread.join(5)
        assert not self.thread.is_alive()

    def until(self, count: int) -> list[Message]:
        end = time.monotonic() + 5
        while len(self.sent) < count:
            assert time.monotonic() < end, self.sent
            time.sleep(0.002)
        return self.sent


def request(folder: Path, job: str = "j", colorizer: str = "scripted") -> ColorizeShot:
    return ColorizeShot(
        job=job,
        colorizer=colorizer,
        width=8,
        height=8,
        frames=(LineFrame(number=1, path="", digest=""),),
        keys=(),
        segments=(),
        out_dir=str(folder / "out"),
        cache_dir=str(folder / "cache"),
    )


def progress(shot: ColorizeShot, done: int = 0) -> Progress:
    return Progress(job=shot.job, segment=0, stage="coloring", done=done, total=9)


def steps(shot: ColorizeShot, stop: Callable[[], bool]) -> Iterator[Event]:
    """Goes on until it is stopped."""
    for done in range(10_000):
        if stop():
            raise JobCancelled
        yield progress(shot, done)
        time.sleep(0.002)


def short(shot: ColorizeShot, stop: Callable[[], bool]) -> Iterator[Event]:
    yield progress(shot)


def test_a_job_sends_its_events_and_then_that_it_is_done(tmp_path: Path) -> None:
    with Running(short) as running:
        running.worker.submit(request(tmp_path))
        first, last = running.until(2)
    assert first == Progress(job="j", segment=0, stage="coloring", done=0, total=9)
    assert isinstance(last, JobDone)
    assert last.job == "j"
    assert 0 <= last.seconds < 5
    assert (tmp_path / "out").is_dir()
    assert (tmp_path / "cache").is_dir()


def raising(error: BaseException) -> Work:
    def work(shot: ColorizeShot, stop: Callable[[], bool]) -> Iterator[Event]:
        yield progress(shot)
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "fault", "words"),
    [
        (BadRequest("Frame 7 cannot be read."), "bad_request", "Frame 7 cannot be read."),
        (MissingWeights("vae is missing"), "missing_weights", "vae is missing"),
        (OutOfMemory("12 GB wanted"), "out_of_memory", "12 GB wanted"),
        (MemoryError("no room"), "out_of_memory", "no room"),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling"), "out_of_memory", "ALLOC_FAILED"),
        (RuntimeError("CUDA error: out of memory"), "out_of_memory", "out of memory"),
        (JobCancelled(), "cancelled", ""),
        (OSError(errno.ENOSPC, "No space left on device", "/x/a.frames"), "bad_request", "No space left on device"),
        (FileNotFoundError(errno.ENOENT, "No such file", "/x/1.png"), "bad_request", "/x/1.png"),
        (EngineError("of no kind"), "internal", "of no kind"),
        (ZeroDivisionError("division"), "internal", "ZeroDivisionError: division"),
        (RecursionError("deep"), "internal", "deep"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_every_kind_of_failure_is_one_message_and_the_next_job_runs(
    tmp_path: Path, error: Exception, fault: str, words: str
) -> None:
    with Running(raising(error)) as running:
        running.worker.submit(request(tmp_path, "first"))
        running.worker.submit(request(tmp_path, "second"))
        running.until(4)
    failed = running.sent[1]
    assert isinstance(failed, JobFailed)
    assert (failed.job, failed.fault) == ("first", fault)
    assert words in failed.detail
    assert isinstance(running.sent[3], JobFailed)
    assert running.sent[3].job == "second"


def test_an_unknown_colorizer_is_a_bad_request(tmp_path: Path) -> None:
    with Running(short) as running:
        running.worker.submit(request(tmp_path, colorizer="magic"))
        (failed,) = running.until(1)
    assert isinstance(failed, JobFailed)
    assert failed.fault == "bad_request"
    assert "magic" in failed.detail


def test_an_output_folder_that_cannot_be_made_is_a_bad_request(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with Running(short) as running:
        running.worker.submit(request(tmp_path))
        (failed,) = running.until(1)
    assert isinstance(failed, JobFailed)
    assert failed.fault == "bad_request"
    assert str(tmp_path / "out") in failed.detail


def test_a_cancel_stops_the_running_job_alone(tmp_path: Path) -> None:
    with Running(steps) as running:
        running.worker.submit(request(tmp_path, "first"))
        running.worker.submit(request(tmp_path, "second"))
        running.until(3)
        begun = time.monotonic()
        running.worker.cancel("first")
        while not any(isinstance(message, JobFailed) for message in running.sent):
            assert time.monotonic() - begun < 1
        running.until(len(running.sent) + 3)
        after = running.sent[-1]
        assert isinstance(after, Progress)
        assert after.job == "second"
        running.worker.cancel("second")
    failures = [message for message in running.sent if isinstance(message, JobFailed)]
    assert [(failed.job, failed.fault) for failed in failures] == [("first", "cancelled"), ("second", "cancelled")]


def test_a_job_cancelled_while_it_waits_never_begins(tmp_path: Path) -> None:
    with Running(steps) as running:
        running.worker.submit(request(tmp_path, "first"))
        running.worker.submit(request(tmp_path, "second"))
        running.worker.cancel("second")
        running.until(2)
        running.worker.cancel("first")
        begun = time.monotonic()
        while sum(isinstance(message, JobFailed) for message in running.sent) < 2:
            assert time.monotonic() - begun < 1
    assert not any(isinstance(message, Progress) and message.job == "second" for message in running.sent)


def test_the_id_of_a_cancelled_job_can_be_used_again(tmp_path: Path) -> None:
    with Running(steps) as running:
        running.worker.submit(request(tmp_path))
        running.until(1)
        running.worker.cancel("j")
        begun = time.monotonic()
        while not any(isinstance(message, JobFailed) for message in running.sent):
            assert time.monotonic() - begun < 1
        time.sleep(0.02)
        count = len(running.sent)
        running.worker.submit(request(tmp_path))
        assert isinstance(running.until(count + 2)[-1], Progress)


def test_stop_ends_a_running_job_and_drops_those_behind_it(tmp_path: Path) -> None:
    with Running(steps) as running:
        for job in ("first", "second", "third"):
            running.worker.submit(request(tmp_path, job))
        running.until(2)
    assert [message.job for message in running.sent if isinstance(message, JobFailed)] == ["first"]
