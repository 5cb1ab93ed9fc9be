"""The autosave: soon, never twice at once, never an older state last, never giving up."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from project_samples import PYTHON, ROOT, full_project, numbered_state

from app.project.autosave import FAULT, Autosave
from app.project.errors import ProjectWriteError
from app.project.model import Project, Shot
from app.project.storage import create_project, open_project, save_project


def state(number: int) -> Project:
    return Project((Shot("s", str(number), seed=number),))


class Disk:
    """Stands for storage where the moment of each save matters: slow, and failing when told to."""

    def __init__(self) -> None:
        self.begun: list[tuple[int, float]] = []
        self.done: list[int] = []
        self.failure: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()
        self._one = threading.Lock()

    def save(self, project: Project) -> None:
        assert self._one.acquire(blocking=False), "two saves at once"
        try:
            self.begun.append((project.shots[0].seed, time.monotonic()))
            assert self.gate.wait(10)
            if self.failure is not None:
                raise self.failure
            self.done.append(project.shots[0].seed)
        finally:
            self._one.release()


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def autosaves() -> Iterator[list[Autosave]]:
    made: list[Autosave] = []
    yield made
    for autosave in made:
        autosave.close()


def until(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.002)


def test_a_burst_of_edits_is_one_save_of_the_newest(disk: Disk, autosaves: list[Autosave]):
    safe: list[Project] = []
    autosave = Autosave(disk.save, pytest.fail, safe.append, delay=0.1)
    autosaves.append(autosave)
    begun = time.monotonic()
    for number in range(50):
        autosave.request(state(number))
    assert time.monotonic() - begun < 0.1  # none of them waited for a save
    assert not autosave.saved
    until(lambda: autosave.saved)
    assert disk.done == [49]
    assert disk.begun[0][1] - begun >= 0.1
    until(lambda: safe == [state(49)])


def test_edits_without_a_pause_are_saved_within_the_limit(disk: Disk, autosaves: list[Autosave]):
    autosave = Autosave(disk.save, pytest.fail, delay=0.2, limit=0.3)
    autosaves.append(autosave)
    begun = time.monotonic()
    number = 0
    while time.monotonic() - begun < 1.0:
        number += 1
        autosave.request(state(number))
        time.sleep(0.01)
    assert 1 <= len(disk.done) <= 4
    assert disk.begun[0][1] - begun < 0.8
    assert autosave.flush()
    assert disk.done[-1] == number


def test_edits_during_a_save_wait_for_it_and_the_newest_follows(disk: Disk, autosaves: list[Autosave]):
    autosave = Autosave(disk.save, pytest.fail, delay=0.0)
    autosaves.append(autosave)
    disk.gate.clear()
    autosave.request(state(1))
    until(lambda: len(disk.begun) == 1)
    for number in (2, 3, 4):
        autosave.request(state(number))
    threading.Timer(0.1, disk.gate.set).start()
    assert autosave.flush()
    assert disk.done == [1, 4]


def test_flush_saves_at_once_and_does_not_wait_for_later_edits(disk: Disk, autosaves: list[Autosave]):
    autosave = Autosave(disk.save, pytest.fail, delay=60, limit=60)
    autosaves.append(autosave)
    assert autosave.flush()
    assert disk.done == []
    disk.gate.clear()
    autosave.request(state(1))
    results: list[bool] = []
    flushing = threading.Thread(target=lambda: results.append(autosave.flush()))
    flushing.start()
    until(lambda: len(disk.begun) == 1)
    autosave.request(state(2))
    disk.gate.set()
    flushing.join(5)
    assert results == [True]
    assert disk.done == [1]
    assert not autosave.saved


def test_a_failure_is_told_once_and_tried_again_until_the_newest_is_safe(disk: Disk, autosaves: list[Autosave]):
    told: list[str] = []
    autosave = Autosave(disk.save, told.append, delay=0.0, retry=0.05)
    autosaves.append(autosave)
    disk.failure = ProjectWriteError("The disk is full.")
    autosave.request(state(1))
    until(lambda: len(disk.begun) >= 3)
    autosave.request(state(2))
    assert not autosave.flush()
    assert told == ["The disk is full."]
    disk.failure = ProjectWriteError("The folder is gone.")
    until(lambda: len(told) == 2)
    disk.failure = None
    until(lambda: autosave.saved)
    assert disk.done == [2]
    disk.failure = ProjectWriteError("The folder is gone.")
    autosave.request(state(3))
    until(lambda: len(told) == 3)
    disk.failure = None
    assert autosave.flush()
    assert disk.done == [2, 3]


def test_a_save_that_fails_does_not_put_its_state_over_a_newer_one(disk: Disk, autosaves: list[Autosave]):
    autosave = Autosave(disk.save, [].append, delay=0.0, retry=0.02)
    autosaves.append(autosave)
    disk.failure = ProjectWriteError("The disk is full.")
    disk.gate.clear()
    autosave.request(state(1))
    until(lambda: len(disk.begun) == 1)
    autosave.request(state(2))
    disk.gate.set()
    until(lambda: len(disk.begun) >= 3)
    disk.failure = None
    until(lambda: autosave.saved)
    assert [number for number, _ in disk.begun[1:]] == [2] * (len(disk.begun) - 1)
    assert disk.done == [2]


def test_flush_after_a_failure_under_way_tries_once_more_at_once(disk: Disk, autosaves: list[Autosave]):
    told: list[str] = []
    autosave = Autosave(disk.save, told.append, delay=0.0, retry=60)
    autosaves.append(autosave)
    disk.failure = ProjectWriteError("The disk is full.")
    disk.gate.clear()
    autosave.request(state(1))
    until(lambda: len(disk.begun) == 1)
    results: list[bool] = []
    flushing = threading.Thread(target=lambda: results.append(autosave.flush()))
    flushing.start()
    time.sleep(0.05)
    disk.gate.set()
    until(lambda: len(told) == 1)
    flushing.join(5)
    assert results == [False]
    assert len(disk.begun) == 2
    disk.failure = None
    assert autosave.flush()


def test_close_saves_what_is_waiting_and_says_when_it_could_not(disk: Disk):
    autosave = Autosave(disk.save, pytest.fail, delay=60)
    autosave.request(state(1))
    assert autosave.close()
    assert disk.done == [1]
    assert autosave.close()
    with pytest.raises(ValueError, match="closed"):
        autosave.request(state(2))
    failing = Autosave(disk.save, [].append, delay=60)
    failing.request(state(3))
    disk.failure = ProjectWriteError("The disk is full.")
    assert not failing.close()
    assert not failing.saved


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_in_saving_is_told_and_the_next_edit_is_saved_all_the_same(disk: Disk, autosaves: list[Autosave]):
    told: list[str] = []
    autosave = Autosave(disk.save, told.append, delay=0.0)
    autosaves.append(autosave)
    disk.failure = KeyError("a fault in the program")
    autosave.request(state(1))
    until(lambda: told == [FAULT])
    assert not autosave.flush()
    disk.failure = None
    autosave.request(state(2))
    assert autosave.flush()
    assert disk.done == [2]
    for thread in threading.enumerate():
        if thread.name == "autosave" and thread is not autosave._thread:
            thread.join()  # until its exception is reported: that is to be ignored in this test only


def test_the_real_folder_gone_and_back(tmp_path: Path, autosaves: list[Autosave]):
    folder, away = tmp_path / "p.shiage", tmp_path / "away"
    create_project(folder)
    told: list[str] = []
    autosave = Autosave(partial(save_project, folder), told.append, delay=0.0, retry=0.05)
    autosaves.append(autosave)
    folder.rename(away)
    autosave.request(full_project("/media"))
    until(lambda: bool(told))
    assert told == [f'The folder "{folder}" is gone. Bring it back, or save the project as a copy elsewhere.']
    away.rename(folder)
    until(lambda: autosave.saved)
    assert open_project(folder).project == full_project("/media")


def test_many_edits_from_many_threads_end_with_the_newest_on_disk(tmp_path: Path, autosaves: list[Autosave]):
    folder = tmp_path / "p.shiage"
    create_project(folder)
    autosave = Autosave(partial(save_project, folder), pytest.fail, delay=0.001)
    autosaves.append(autosave)
    newest: list[Project] = []
    turn = threading.Lock()

    def edit(start: int) -> None:
        for number in range(start, start + 100):
            with turn:
                newest.append(numbered_state(number))
                autosave.request(newest[-1])

    threads = [threading.Thread(target=edit, args=(1000 * at,)) for at in range(1, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert autosave.flush()
    assert open_project(folder).project == newest[-1]


FORGETFUL = """
import sys
from functools import partial
from pathlib import Path
from app.project.autosave import Autosave
from app.project.model import Project, Shot
from app.project.storage import save_project
Autosave(partial(save_project, Path(sys.argv[1])), print).request(Project((Shot("s", "the last edit"),)))
"""


def test_a_program_that_ends_without_closing_still_saves(tmp_path: Path):
    create_project(tmp_path / "p.shiage")
    run = subprocess.run(
        [PYTHON, "-c", FORGETFUL, str(tmp_path / "p.shiage")], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout + run.stderr == ""
    assert open_project(tmp_path / "p.shiage").project.shots[0].name == "the last edit"


def test_a_shorter_limit_counts_for_what_waits_already(disk: Disk, autosaves: list[Autosave]) -> None:
    autosave = Autosave(disk.save, print, delay=1000.0, limit=1000.0)
    autosaves.append(autosave)
    autosave.request(state(1))
    autosave.set_limit(0.1)
    end = time.monotonic() + 30
    while not autosave.saved:
        assert time.monotonic() < end
        time.sleep(0.01)
    assert disk.done == [1]
