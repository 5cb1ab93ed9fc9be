"""The lock: one process at a time, crashes told from life, races with one winner."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from project_samples import PYTHON, ROOT

from app.project.errors import ProjectInUseError, ProjectWriteError
from app.project.lock import Lock, acquire
from app.project.model import Project, Shot
from app.project.storage import copy_project, create_project, open_project, save_project

HOLD = """
import sys, time
from pathlib import Path
from app.project.lock import acquire
acquire(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def holder(folder: Path) -> subprocess.Popen[bytes]:
    """Another process that has the project open."""
    process = subprocess.Popen([PYTHON, "-c", HOLD, str(folder)], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    process.stdout.close()
    return process


def write_lock(folder: Path, **changes: Any) -> None:
    content = {"pid": os.getpid(), "started": "x", "host": socket.gethostname(), "when": 0, "token": "t", **changes}
    (folder / "lock").write_text(json.dumps(content))


def test_a_lock_is_held_until_released(tmp_path: Path):
    lock = acquire(tmp_path)
    assert not lock.crashed
    with pytest.raises(ProjectInUseError):
        acquire(tmp_path)
    lock.release()
    assert list(tmp_path.iterdir()) == []
    lock.release()
    with acquire(tmp_path) as again:
        assert not again.crashed
    assert list(tmp_path.iterdir()) == []


def test_another_process_is_named_and_its_death_is_a_crash(tmp_path: Path):
    before = time.time()
    process = holder(tmp_path)
    (tmp_path / ".project.json.1-0.part").write_text("{ half")
    with pytest.raises(ProjectInUseError) as raised:
        acquire(tmp_path)
    assert raised.value.host == socket.gethostname()
    assert before - 1 <= raised.value.when <= time.time()
    since = time.strftime("%Y-%m-%d %H:%M", time.localtime(raised.value.when))
    assert str(raised.value) == (
        f'"{tmp_path.name}" is open in Shiage on this computer since {since}. Close it there, then open it here.'
    )
    assert (tmp_path / ".project.json.1-0.part").exists()
    process.kill()
    process.wait()
    lock = acquire(tmp_path)
    assert lock.crashed
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]
    lock.release()
    assert not acquire(tmp_path).crashed


def test_a_process_number_used_again_is_not_taken_for_the_holder(tmp_path: Path):
    write_lock(tmp_path, started="another start")
    assert acquire(tmp_path).crashed


def test_a_lock_of_another_computer_is_respected_until_the_artist_says_otherwise(tmp_path: Path):
    write_lock(tmp_path, host="tablet-of-mika", pid=1, when=0)
    with pytest.raises(ProjectInUseError, match=r'is open in Shiage on the computer "tablet-of-mika" since 19'):
        acquire(tmp_path)
    lock = acquire(tmp_path, force=True)
    assert lock.crashed
    Lock(tmp_path, "t").release()  # the other computer lets go of what is no longer its own
    assert (tmp_path / "lock").exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"pid": "x"}', b"\xff\0"])
def test_a_lock_that_says_nothing_is_that_of_a_crash(tmp_path: Path, content: bytes):
    (tmp_path / "lock").write_bytes(content)
    os.utime(tmp_path / "lock", (1, 1))
    assert acquire(tmp_path).crashed


def test_a_lock_just_being_written_is_waited_for(tmp_path: Path):
    (tmp_path / "lock").write_bytes(b"")
    threading.Timer(0.3, write_lock, (tmp_path,), {"host": "elsewhere"}).start()
    with pytest.raises(ProjectInUseError, match="elsewhere"):
        acquire(tmp_path)


def test_of_many_who_find_a_stale_lock_one_gets_it(tmp_path: Path):
    for _ in range(30):
        write_lock(tmp_path, started="another start")
        start = threading.Barrier(6)
        got: list[Lock] = []

        def compete(start: threading.Barrier = start, got: list[Lock] = got) -> None:
            start.wait()
            with contextlib.suppress(ProjectInUseError):
                got.append(acquire(tmp_path))

        threads = [threading.Thread(target=compete) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (lock,) = got
        lock.release()
        assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_has_a_sentence(tmp_path: Path):
    with pytest.raises(ProjectWriteError, match=r"is gone\. Bring it back"):
        acquire(tmp_path / "gone")


def test_the_first_owner_sees_that_the_lock_was_taken(tmp_path: Path):
    project = Project((Shot("shot1", "first"),))
    folder = create_project(tmp_path / "a.shiage", project).folder
    first = acquire(folder)
    save_project(folder, project, first)
    second = acquire(folder, force=True)
    saved = (folder / "project.json").read_bytes()
    with pytest.raises(ProjectWriteError, match=r"was opened elsewhere.* Save a copy"):
        save_project(folder, Project((Shot("shot1", "mine"),)), first)
    second.release()
    with pytest.raises(ProjectWriteError, match="was opened elsewhere"):
        first.check()
    assert (folder / "project.json").read_bytes() == saved
    copied = copy_project(folder, tmp_path / "b.shiage", lambda done, total: None, Project((Shot("shot1", "mine"),)))
    assert open_project(copied.folder).project.shots[0].name == "mine"
