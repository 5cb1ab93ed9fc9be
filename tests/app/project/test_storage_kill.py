"""A saving process killed at any moment leaves a whole project, and never loses a state whose save had returned."""

from __future__ import annotations

import os
import random
import subprocess
import time
from pathlib import Path

from project_samples import PYTHON, ROOT, numbered_state

from app.project.lock import acquire
from app.project.storage import create_project, open_project

KILLS = 20

SAVING = """
import os, sys
from pathlib import Path
from app.project import storage
from app.project.lock import acquire
from project_samples import numbered_state
storage.BACKUP_EVERY = 0.0  # every save keeps the state before it: that must survive as well
folder, number = Path(sys.argv[1]), int(sys.argv[2])
acquire(folder)
os.write(1, b"0\\n")
while True:
    number += 1
    storage.save_project(folder, numbered_state(number))
    os.write(1, b"%d\\n" % number)
"""


def test_twenty_kills_in_the_middle_of_saving(tmp_path: Path):
    folder = tmp_path / "p.shiage"
    create_project(folder, numbered_state(1))
    number, delays = 1, random.Random(7)
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    for _ in range(KILLS):
        process = subprocess.Popen(
            [PYTHON, "-c", SAVING, str(folder), str(number)], cwd=ROOT, env=env, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"0\n"
        time.sleep(delays.uniform(0.0, 0.12))
        process.kill()
        said = [number, *(int(row) for row in process.stdout.read().split())]
        process.wait()
        process.stdout.close()
        opened = open_project(folder)
        assert opened.notes == ()
        found = opened.project.shots[0].seed
        assert found in (said[-1], said[-1] + 1)
        assert opened.project == numbered_state(found)
        for backup in (folder / "backups").glob("project-*.json"):
            assert b'"format": 6' in backup.read_bytes()[:40]
            assert backup.read_bytes().endswith(b"}\n")
        number = found
    assert number > KILLS
    with acquire(folder) as lock:
        assert lock.crashed
        assert list(folder.glob(".*.part")) == []
